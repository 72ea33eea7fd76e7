"""Crashes: no act without its entry and no entry without its act, whatever fails and whenever the power goes."""

from __future__ import annotations

import contextlib
import os
import random
import resource
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TextIO

import pytest
from sqlalchemy.engine.default import DefaultDialect

from fairlead.case import Case, verify
from fairlead.errors import FairleadError
from fairlead.evidence import durable
from fairlead.evidence.verification import Outcome

NO_SPACE = OSError(28, "No space left on device")
SEAMS = ("write", "sync", "replace", "sync_folder")


class Faults:
    """Makes the n-th write of any kind fail: before it is done (lost), or after (kept, but reported lost)."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.left: int | None = None
        self.kept = False
        for name in SEAMS:
            monkeypatch.setattr(durable, name, self._around(getattr(durable, name), NO_SPACE))
        full = sqlite3.OperationalError("database or disk is full")
        monkeypatch.setattr(DefaultDialect, "do_commit", self._around(DefaultDialect.do_commit, full))

    def arm(self, after: int, kept: bool) -> None:
        self.left, self.kept = after, kept

    def disarm(self) -> bool:
        """Stop failing; tell whether a write did fail."""
        hit = self.left is not None and self.left < 0
        self.left = None
        return hit

    def _around(self, function: Callable[..., Any], failure: Exception) -> Callable[..., Any]:
        def faulty(*arguments: Any) -> Any:
            due = self.left == 0
            if self.left is not None:
                self.left -= 1
            if due and not self.kept:
                raise failure
            result = function(*arguments)
            if due:
                raise failure
            return result

        return faulty


@pytest.fixture
def faults(monkeypatch: pytest.MonkeyPatch) -> Faults:
    return Faults(monkeypatch)


def sound(root: Path, accepted: set[str]) -> None:
    """Assert that the case verifies and that nothing that was accepted is lost."""
    report = verify(root)
    assert report.ok, [check for check in report.checks if check.outcome is Outcome.FAILED]
    assert accepted <= {exhibit.sha256 for exhibit in Case.open(root).exhibits.all()}


def _points() -> Iterator[int]:
    """Count up to more writes than any act has; a test stops at the first that was not reached."""
    yield from range(100)


@pytest.mark.wide(after=1)
@pytest.mark.parametrize("kept", [False, True], ids=["lost", "kept but reported lost"])
def test_a_full_disk_at_any_write_of_adding_loses_nothing_accepted(
    case: Case, file: Callable[..., Path], faults: Faults, kept: bool
) -> None:
    accepted, refusals = {case.exhibits.add(file("first", b"first")).sha256}, list[str]()
    for point in _points():
        faults.arm(point, kept)
        try:
            accepted.add(case.exhibits.add(file("next", f"next {point}".encode())).sha256)
        except FairleadError as failure:
            refusals.append(str(failure))
        hit = faults.disarm()
        sound(case.root, accepted)
        if not hit:
            break
    assert len(refusals) > 8
    assert all("no space left on device" in refusal or "disk is full" in refusal for refusal in refusals)
    sound(case.root, accepted)


@pytest.mark.wide(after=1)
@pytest.mark.parametrize("kept", [False, True], ids=["lost", "kept but reported lost"])
def test_a_full_disk_at_any_write_of_making_a_case_leaves_a_whole_case_or_none(
    tmp_path: Path, faults: Faults, kept: bool
) -> None:
    for point in _points():
        root = tmp_path / str(point)
        faults.arm(point, kept)
        with contextlib.suppress(FairleadError):
            Case.create(root)
        hit = faults.disarm()
        if root.exists():
            sound(root, set())
        assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
        if not hit:
            break
    assert point > 12


def test_an_entry_kept_without_its_checkpoint_outside_is_told_as_kept(
    case: Case, file: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, data: bytes, mode: int = 0o600) -> None:
        raise durable.not_kept(path.name, NO_SPACE)

    with monkeypatch.context() as patch:
        patch.setattr(durable, "put", full)
        with pytest.raises(FairleadError, match=r"entry 2 \(add\) is recorded, but"):
            case.exhibits.add(file())
    assert len(case.exhibits.all()) == 1
    sound(case.root, set())


def _in_child(work: Callable[[int], None]) -> tuple[int, int]:
    """Start ``work(pipe)`` in a process of its own; return its id and the reading end of the pipe."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            work(writing)
        finally:
            os._exit(0)
    os.close(writing)
    return child, reading


def _heard(pipe: TextIO) -> list[str]:
    """Return the whole lines that are left in the pipe once its writer is gone."""
    with pipe:
        return [line.strip() for line in pipe if line.endswith("\n")]


def _add_forever(root: Path, sources: list[Path], first: int) -> Callable[[int], None]:
    def work(pipe: int) -> None:
        case = Case.open(root)
        for number in range(first, first + 10_000):
            path = sources[number % len(sources)]
            path.write_bytes(f"{number} ".encode() * random.Random(number).randrange(1, 40_000))
            os.write(pipe, case.exhibits.add(path).sha256.encode() + b"\n")

    return work


def _kill_often(case: Case, folder: Path, times: int, seed: int) -> None:
    chance, accepted = random.Random(seed), set[str]()
    for turn in range(times):
        sources = [folder / f"source{turn}-{number}" for number in range(2)]
        child, reading = _in_child(_add_forever(case.root, sources, turn * 10_000))
        pipe = os.fdopen(reading)
        accepted.update(pipe.readline().strip() for _ in range(chance.randrange(4)))
        time.sleep(chance.uniform(0.0, 0.05))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        accepted.update(_heard(pipe))
        sound(case.root, accepted)
    assert len(accepted) >= times / 2


def test_a_killed_add_loses_nothing_accepted(case: Case, tmp_path: Path) -> None:
    _kill_often(case, tmp_path, 10, 1)


@pytest.mark.slow
def test_two_hundred_killed_adds_lose_nothing_accepted(case: Case, tmp_path: Path) -> None:
    _kill_often(case, tmp_path, 200, 2)


def test_a_disk_that_takes_no_more_bytes_loses_nothing_accepted(case: Case, tmp_path: Path) -> None:
    """The system itself refuses here: no file of the process may grow past a limit, the database included."""

    def work(pipe: int) -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        size = (case.root / "case.db").stat().st_size
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 20_000, size + 20_000))
        path = tmp_path / "source"
        for number in range(200):
            path.write_bytes(str(number).encode())
            try:
                os.write(pipe, case.exhibits.add(path).sha256.encode() + b"\n")
            except FairleadError as failure:
                os.write(pipe, f"refused {failure}\n".encode())
                return

    child, reading = _in_child(work)
    os.waitpid(child, 0)
    *accepted, refusal = _heard(os.fdopen(reading))
    assert refusal.startswith("refused cannot")
    assert accepted
    sound(case.root, set(accepted))
