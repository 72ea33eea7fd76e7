"""A `find` killed anywhere goes on with what it had made, and says what one that was never killed says."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from fairlead import derive
from fairlead.case import Case
from fairlead.events import keeping
from fairlead.simulate import sea

KILLED_AT = """
import os, signal, sys
from pathlib import Path
from fairlead import derive
from fairlead.case import Case
from fairlead.events import keeping
made, at = [], int(sys.argv[2])
def dying(inner):
    def outer(self, name, *further):
        if len(made) == at:
            os.kill(os.getpid(), signal.SIGKILL)
        made.append(name)
        return inner(self, name, *further)
    return outer
for what in ("__call__", "through"):
    setattr(keeping.ParquetFolder, what, dying(getattr(keeping.ParquetFolder, what)))
derive.find(Case.open(Path(sys.argv[1])))
"""


def last_digests(case: Case) -> dict[str, Any]:
    body = list(case.log.entries(act="find"))[-1].body
    return {"digests": body["digests"], "counts": body["counts"]}


@pytest.fixture
def case(tmp_path: Path) -> Case:
    sea(tmp_path / "sea", seed=6, days=3, ships=20)
    made = Case.create(tmp_path / "case")
    for path in sorted((tmp_path / "sea").glob("simulated-*")):
        derive.read(made, made.exhibits.add(path))
    return made


def test_a_find_killed_before_each_of_some_stages_goes_on_and_ends_as_one_that_was_not(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    for at in (1, 4):
        ran = subprocess.run([sys.executable, "-c", KILLED_AT, str(case.root), str(at)], env=os.environ, check=False)
        assert ran.returncode == -signal.SIGKILL
    left = [path.stem for path in case.derived_folder.glob(".making-*/**/*.parquet")]
    assert "legs" in left
    made: list[Path] = []
    write = keeping.write
    with monkeypatch.context() as patch:
        patch.setattr(keeping, "write", lambda path, *further: (made.append(path), write(path, *further)))
        derive.find(case)
        assert made == []  # legs were there already
        resumed = last_digests(case)
        derive.find(case)
        assert len(made) == 1  # and are made anew by a find that nobody stopped
    assert last_digests(case) == resumed
    assert not [path for path in case.derived_folder.iterdir() if path.name.startswith(".")]


def test_what_was_made_from_other_exhibits_is_not_taken_up(case: Case, tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", KILLED_AT, str(case.root), "4"], env=os.environ, check=False)
    (tmp_path / "more.csv").write_text(
        "MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName,IMO,CallSign,VesselType,Status,Length,Width,Draft,Cargo,"
        "TransceiverClass\n431000001,2024-01-01T12:00:00,36.1,120.5,7.5,101.3,99,SEA STAR,,,70,5,120,20,6.5,70,A\n"
    )
    derive.read(case, case.exhibits.add(tmp_path / "more.csv"))
    derive.find(case)
    (tmp_path / "anew").mkdir()
    anew = derive.derive(derive.inputs(case), tmp_path / "anew")
    assert last_digests(case)["digests"] == anew.digests
    assert last_digests(case)["counts"]["legs"] == anew.legs
    assert not [path for path in case.derived_folder.iterdir() if path.name.startswith(".")]


def test_two_finds_at_once_do_not_take_each_others_tables(case: Case) -> None:
    case.derived_folder.mkdir(exist_ok=True)
    with derive._making(case.derived_folder, "ab") as one, derive._making(case.derived_folder, "ab") as other:
        assert one != other
        assert one.is_dir()
        assert other.is_dir()
