"""A track that a source brought is used by `find` for who holds the key, in memory alone, and named as sealed."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from vault_world import As

from fairlead import case as cases
from fairlead.case import Case
from fairlead.deriving import derive, sealed_find
from fairlead.errors import MisuseError, RefusedError
from fairlead.simulate import sea
from fairlead.vault import release
from fairlead.vault.holder import Holder

in_memory = pytest.mark.skipif(not sealed_find.MEMORY.is_dir(), reason="no folder lies in memory on this system")
NAME = b"SEALED CANARY SHIP"
TRACK = (
    b"MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName,IMO,CallSign,VesselType,Status,Length,Width,Draft,Cargo,"
    b"TransceiverClass\n"
    b"431000001,2024-01-01T12:00:00,36.12345,-120.5,7.5,101.3,99,%b,IMO9074729,ABCD,70,5,120,20,6.5,70,A\n" % NAME
)


def _read(case: Case, tip: Any, holder: Holder, as_: As) -> None:
    release.accept_unsandboxed(case.vault, True, "this machine may have no sandbox")
    with as_("intake"):
        for exhibit, _ in case.vault.parts(tip, "file"):
            release.read(case.vault, exhibit, holder, "to assess it")


@in_memory
@pytest.mark.wide  # by default the next test, and of all that is opened: test_intake.py
def test_a_sealed_track_is_derived_in_memory_and_nothing_of_it_is_kept(
    opened: Callable[..., Any], ready: Case, holder: Holder, as_: As
) -> None:
    tip = opened("see the track", [("track.csv", TRACK)])
    with as_("intake"), pytest.raises(MisuseError, match="was read yet"):
        sealed_find.find(ready, holder, "what the track shows")
    _read(ready, tip, holder, as_)
    with pytest.raises(RefusedError, match="no intake"):
        sealed_find.find(ready, holder, "an investigator has no business with it")
    before = set(sealed_find.MEMORY.glob("fairlead-sealed-*"))
    with as_("intake"):
        found = sealed_find.find(ready, holder, "what the track shows")
    assert (found.readings, found.occasions, found.without) == (1, (), 0)
    assert set(sealed_find.MEMORY.glob("fairlead-sealed-*")) <= before
    assert [entry.object for entry in ready.log.entries("unseal")][-1:] == ["all readings"]
    for folder in (ready.root, Path(os.environ["FAIRLEAD_HOME"])):
        for file in folder.rglob("*"):
            assert not file.is_file() or NAME not in file.read_bytes(), file
    assert not [one.what for one in cases.verify(ready.root).checks if one.outcome.value == "failed"]


def test_without_a_folder_in_memory_nothing_is_derived(
    ready: Case, holder: Holder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sealed_find, "MEMORY", tmp_path / "nowhere")
    with pytest.raises(RefusedError, match="nothing of a sealed reading is written to a disk"):
        sealed_find.find(ready, holder, "what the tracks show")


@in_memory
@pytest.mark.slow
def test_occasions_by_a_sealed_track_are_those_that_find_gives_on_a_plain_one(
    opened: Callable[..., Any], ready: Case, holder: Holder, as_: As, tmp_path: Path
) -> None:
    folder = tmp_path / "sea"
    sea(folder, seed=4, days=6, ships=24)
    files = [path for path in sorted(folder.iterdir()) if path.suffix in (".csv", ".pdf", ".html")]
    plain = Case.create(tmp_path / "plain")
    for path in files:
        plain.exhibits.add(path)
        if path.suffix != ".csv":
            ready.exhibits.add(path)
    wanted = {one.id for one in derive.find(plain).occasions}
    assert wanted
    tracks = [(path.name, path.read_bytes()) for path in files if path.suffix == ".csv"]
    tip = opened("the tracks of the port", tracks)
    _read(ready, tip, holder, as_)
    own = {one.id for one in derive.find(ready).occasions}
    with as_("intake"):
        found = sealed_find.find(ready, holder, "what the tracks show")
    assert wanted - own, "some occasions rest on the tracks"
    sealed = {exhibit.sha256 for exhibit, _ in ready.vault.parts(tip, "file")}
    assert {one.occasion.id for one in found.occasions if one.change == "new"} == wanted - own
    assert all(set(one.exhibits) <= sealed and one.exhibits for one in found.occasions if one.change == "new")
    assert {one.id for one in derive.stored_occasions(ready)} == own, "the case's own list knows nothing of it"
