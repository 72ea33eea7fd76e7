"""A `find` killed anywhere goes on with what it had made, and says what one that was never killed says."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from looped import looped

from fairlead.case import Case
from fairlead.deriving import derive, follows_from, making, reading_in
from fairlead.events import legs_folder

KILLED_AT = """
import os, signal, sys
from pathlib import Path
from fairlead.deriving import derive, making
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


@contextmanager
def another(kept: Path, at: Path) -> Iterator[Case]:
    """Yield a copy of a case for several tests, with the keys of its maker for as long as they last."""
    shutil.copytree(kept, at, dirs_exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FAIRLEAD_HOME", str(at / "home"))
        yield Case.open(at / "case")


@pytest.fixture(scope="module")
def added() -> Path:
    """A small sea, added to a case and read; the tests work on copies."""
    return looped().added


@pytest.fixture(scope="module")
def found() -> Path:
    """The same after a `find` that nobody killed."""
    return looped().found


@pytest.fixture(scope="module")
def stopped(added: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The same after a `find` that was killed before its fourth table."""
    at = tmp_path_factory.mktemp("stopped")
    with another(added, at) as made:
        killed(made, 4)
        yield at


@pytest.fixture(scope="module")
def anew(stopped: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """The killed one after two positions more were added, and a `find` that may take nothing up."""
    at = tmp_path_factory.mktemp("anew")
    with another(stopped, at) as made:
        heard_more(made, at)
        derive.find(made)
        yield made


def heard_more(case: Case, folder: Path) -> None:
    """Add the two positions of one more ship to a case, with a gap between."""
    (folder / "more.csv").write_text(MORE)
    reading_in.read(case, case.exhibits.add(folder / "more.csv"))


def copied(kept: Path, at: Path, home: Path) -> Case:
    shutil.copytree(kept / "case", at)
    shutil.copytree(kept / "home", home, dirs_exist_ok=True)
    return Case.open(at)


@pytest.fixture
def case(added: Path, tmp_path: Path, own_home: Path) -> Case:
    return copied(added, tmp_path / "case", own_home)


@pytest.fixture
def stopped_case(stopped: Path, tmp_path: Path, own_home: Path) -> Case:
    return copied(stopped, tmp_path / "case", own_home)


@pytest.fixture
def found_case(found: Path, tmp_path: Path, own_home: Path) -> Case:
    return copied(found, tmp_path / "case", own_home)


def killed(case: Case, at: int) -> None:
    """Run `find` in a process of its own that kills itself before it makes its table number ``at``."""
    ran = subprocess.run([sys.executable, "-c", KILLED_AT, str(case.root), str(at)], env=os.environ, check=False)
    assert ran.returncode == -signal.SIGKILL


def left_over(case: Case) -> list[Path]:
    return [path for path in case.derived_folder.iterdir() if path.name.startswith(".")]


def test_a_find_that_was_killed_goes_on_and_ends_as_one_that_was_not(
    stopped_case: Case, found: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = stopped_case
    left = [path.stem for path in case.derived_folder.glob(".making-*/**/*.parquet")]
    assert "legs" in left
    made: list[Path] = []
    write = legs_folder.write
    monkeypatch.setattr(legs_folder, "write", lambda path, *further: (made.append(path), write(path, *further)))
    derive.find(case)
    assert made == []  # legs were there already
    assert last_digests(case) == last_digests(Case.open(found / "case"))
    assert not left_over(case)


@pytest.mark.wide  # by default the last test here: what follows from something else is not taken up
def test_what_was_made_from_other_exhibits_is_not_taken_up(anew: Case, found: Path) -> None:
    before, after = last_digests(Case.open(found / "case")), last_digests(anew)
    for counted in ("positions", "legs"):
        assert after["counts"][counted] == before["counts"][counted] + 2
    assert after["digests"] != before["digests"]
    assert not left_over(anew)


@pytest.mark.wide  # by default the first test here, and engines/test_adding.py for what is added
def test_a_find_after_positions_were_added_goes_on_from_the_last_also_when_killed(
    found_case: Case, anew: Case, tmp_path: Path
) -> None:
    heard_more(found_case, tmp_path)
    killed(found_case, 8)
    assert list(found_case.derived_folder.glob(".making-*/changed.json"))  # so it went on from what was there
    derive.find(found_case)
    assert last_digests(found_case) == last_digests(anew)
    assert not left_over(found_case)


def test_two_finds_at_once_do_not_take_each_others_tables(case: Case) -> None:
    case.derived_folder.mkdir(exist_ok=True)
    with making.folder(case.derived_folder, "ab") as one, making.folder(case.derived_folder, "ab") as other:
        assert one != other
        assert one.is_dir()
        assert other.is_dir()


MORE = (
    "MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName,IMO,CallSign,VesselType,Status,Length,Width,Draft,Cargo,"
    "TransceiverClass\n431000001,2024-01-01T12:00:00,36.1,120.5,7.5,101.3,99,SEA STAR,,,70,5,120,20,6.5,70,A\n"
    "431000001,2024-01-02T12:00:00,36.1,120.5,7.5,101.3,99,SEA STAR,,,70,5,120,20,6.5,70,A\n"
)


@pytest.mark.slow
def test_events_are_taken_up_while_what_they_follow_from_stays_and_only_as_they_were_made(
    case: Case, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    made: list[str] = []
    derived = derive._events
    monkeypatch.setattr(derive, "_events", lambda *all, **named: (made.append("events"), derived(*all, **named))[1])
    derive.find(case)
    first = last_digests(case)
    (tmp_path / "page.txt").write_text("a page that says nothing of ships")
    reading_in.read(case, case.exhibits.add(tmp_path / "page.txt"))
    derive.find(case)
    assert made == ["events"]
    assert last_digests(case) == first
    gaps = case.derived_folder / "events" / "gap.parquet"
    gaps.write_bytes(gaps.read_bytes()[:-1] + b"X")
    derive.find(case)
    assert made == ["events"] * 2
    assert last_digests(case) == first
    monkeypatch.setattr(making, "code_digest", lambda *parts: "a rule that somebody works on")
    derive.find(case)
    assert made == ["events"] * 3
    heard_more(case, tmp_path)
    derive.find(case)
    assert made == ["events"] * 4
    assert last_digests(case)["counts"]["positions"] == first["counts"]["positions"] + 2


def test_what_a_killed_run_put_in_place_by_half_is_not_taken_for_whole(found_case: Case, tmp_path: Path) -> None:
    folder, at = found_case.derived_folder, tmp_path / "making"
    key = follows_from.events_key(found_case)
    at.mkdir()
    assert making.events(folder, key) is not None
    assert making.events(folder, "another") is None
    making.take_up(folder, at, key)
    assert making.events(at, key) == making.events(folder, key)
    (at / "events" / "encounter.parquet").unlink()
    assert making.events(at, key) is None
