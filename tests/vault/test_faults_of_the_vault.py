"""Full disks and kills at every write of pulling and opening tips: nothing that the drop let go of is lost, nothing is
opened twice, and the case verifies. A power cut is tests/evidence's and the drop's; here the process or the disk fails.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from drop_world import ORIGIN, Drop
from sqlalchemy.engine.default import DefaultDialect
from vault_world import SECRET, As

from fairlead import case as cases
from fairlead.case import Case
from fairlead.errors import FairleadError
from fairlead.evidence import durable
from fairlead.vault.dropclient import DropClient
from fairlead.vault.holder import Holder

NO_SPACE = OSError(28, "No space left on device")
KINDS = ("lost", "kept but reported lost", "killed before", "killed after")


class Faults:
    """Makes the n-th write fail, or kills the process at it: before it is done, or after."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.left: int | None = None
        self.kind = ""
        for name in ("write", "sync", "replace", "sync_folder"):
            monkeypatch.setattr(durable, name, self._around(getattr(durable, name), NO_SPACE))
        full = sqlite3.OperationalError("database or disk is full")
        monkeypatch.setattr(DefaultDialect, "do_commit", self._around(DefaultDialect.do_commit, full))

    def _around(self, function: Callable[..., Any], failure: Exception) -> Callable[..., Any]:
        def faulty(*arguments: Any) -> Any:
            due = self.left == 0
            if self.left is not None:
                self.left -= 1
            if due and self.kind == "lost":
                raise failure
            if due and self.kind == "killed before":
                os.kill(os.getpid(), signal.SIGKILL)
            result = function(*arguments)
            if due and self.kind == "killed after":
                os.kill(os.getpid(), signal.SIGKILL)
            if due:
                raise failure
            return result

        return faulty

    def at(self, point: int, kind: str, work: Callable[[], object]) -> bool:
        """Do the work with a fault at one write; tell whether it came so far."""
        self.left, self.kind = point, kind
        try:
            if kind.startswith("killed"):
                return _dies(work)
            with contextlib.suppress(FairleadError):
                work()
            return self.left is not None and self.left < 0
        finally:
            self.left = None


def _dies(work: Callable[[], object]) -> bool:
    """Do the work in a process of its own; tell whether it was killed."""
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


class Remembered:
    """A drop that gives what was filed, and takes down what the office says it has; it outlives kills of the office."""

    origin = ORIGIN

    def __init__(self, listed: dict[str, Any], sealed: list[bytes], told: int) -> None:
        self._listed, self._sealed, self._told = listed, sealed, told  # told: a pipe, for kills

    def ask(self, action: str, **args: Any) -> dict[str, Any]:
        if action == "taken":
            os.write(self._told, b"".join(b"%d\n" % position for position in args["positions"]))
            return {}
        assert action == "list"
        return {**self._listed, "tips": self._listed["tips"][args["after"] + 1 :]}

    def fetch(self, position: int) -> Iterator[bytes]:
        yield self._sealed[position]


@pytest.fixture
def faults(monkeypatch: pytest.MonkeyPatch) -> Faults:
    return Faults(monkeypatch)


def _inject(
    case: Case,
    client: DropClient,
    send: Callable[[str], Any],
    holder: Holder,
    faults: Faults,
    tips: int,
    kinds: tuple[str, ...] = KINDS,
    step: int = 1,
) -> int:
    """Pull and open so many tips with a fault at each write in turn, or each fifth; return their number."""
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    injected, sent, sealed = 0, list[str](), list[bytes]()
    for kind in kinds:
        reached, point = True, 0
        while reached:
            sent += [f"{SECRET} {len(sent) + number}" for number in range(tips)]
            for text in sent[-tips:]:
                assert send(text).status_code == 200
            listed = client.ask("list", after=-1)
            sealed += [b"".join(client.fetch(position)) for position in range(len(sealed), len(sent))]
            drop: Any = Remembered(listed, sealed, writing)
            reached = False
            for work in (
                lambda drop=drop: case.vault.pull(drop),
                lambda: list(case.vault.open_all([one for one in case.vault.tips() if not one.opened], holder)),
            ):
                if faults.at(point, kind, work):
                    injected, reached = injected + 1, True
                with contextlib.suppress(BlockingIOError):
                    let_go = {int(line) for line in os.read(reading, 1 << 20).split()}
                    assert let_go <= {one.position for one in case.vault.tips()}, "the drop let go of a tip not here"
                work()
            here = case.vault.tips()
            assert len(here) == len(sent)
            assert all(one.opened for one in here)
            point += step
        _sound(case)
    os.close(reading)
    os.close(writing)
    messages = [message.text for _, message in case.vault.messages(holder, "to compare")]
    assert sorted(messages) == sorted(sent), "each was opened once, whole"
    return injected


def _sound(case: Case) -> None:
    failed = [f"{one.what}: {one.why}" for one in cases.verify(case.root).checks if one.outcome.value == "failed"]
    assert failed == []


@pytest.mark.slow
@pytest.mark.parametrize("tips", [1, 3])
@pytest.mark.parametrize("kind", KINDS)
def test_a_fault_at_any_write_loses_no_tip_and_opens_none_twice(
    ready: Case, drop: Drop, client: DropClient, holder: Holder, as_: As, faults: Faults, kind: str, tips: int
) -> None:
    def send(text: str) -> Any:
        drop.service.tips["T3"]._filled = 60.0  # a flood is another test's
        return drop.send_plain(text, [("a.jpg", b"x" * 900)])

    with as_("intake"):
        injected = _inject(ready, client, send, holder, faults, tips, (kind,))
    print(f"{injected} faults, {kind}, {tips} tips at once")
    assert injected > 12 * (tips + 1)  # a lot of tips is written in one transaction


def test_a_fault_at_some_writes_loses_no_tip(
    ready: Case, drop: Drop, client: DropClient, holder: Holder, as_: As, faults: Faults
) -> None:
    with as_("intake"):
        kinds = ("lost", "killed after")
        assert _inject(ready, client, lambda text: drop.send_plain(text), holder, faults, 2, kinds, step=3) > 10
