"""Faults at the write points of a drop: a process that dies, a power cut, a full disk. Each in a child process.

The seam is ``durable``: its calls are counted, and the fault comes at the n-th. A power cut loses what was not synced:
the content of files, and names in folders; SQLite's own files are trusted to SQLite (synchronous = FULL).
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import signal
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fairlead_drop import durable

POINTS = ("create", "write", "sync", "rename", "sync_folder", "commit", "forget_time")
DYING = ("killed before", "killed within", "killed after", "power cut before", "power cut after")
FULL = ("full before", "full within", "full after", "full for five")


@dataclass(frozen=True)
class Fault:
    """What happens at which call of the seam."""

    how: str
    at: int


class Faulty:
    """Replaces the functions of the seam in this process, until it dies or the fault is over."""

    def __init__(self, fault: Fault | None) -> None:
        self.fault = fault
        self.calls: list[str] = []
        # Present place → place before a rename that no folder was synced after, and what the new name was before.
        self._unsynced: dict[Path, tuple[Path, Path | None]] = {}
        self._written: set[Path] = set()
        self._real = {name: getattr(durable, name) for name in POINTS}
        for name in POINTS:
            setattr(durable, name, self._around(name))

    def _around(self, name: str) -> Callable[..., Any]:
        real = self._real[name]

        def call(*args: Any) -> Any:
            self.calls.append(name)
            number = len(self.calls) - 1
            how = self.fault.how if self.fault and self._strikes(number) else ""
            if how.endswith(("before", "five")):
                self._strike(how, name)
            if how.endswith("within"):
                self._part_of(name, args)
                self._strike(how, name)
            answer = real(*args)
            self._note(name, args, answer)
            if how.endswith("after"):
                self._strike(how, name)
            return answer

        return call

    def _strikes(self, number: int) -> bool:
        assert self.fault is not None
        return self.fault.at <= number < self.fault.at + (5 if self.fault.how == "full for five" else 1)

    def _part_of(self, name: str, args: tuple[Any, ...]) -> None:
        if name == "write":
            self._real["write"](args[0], bytes(args[1])[: len(args[1]) // 2])

    def _strike(self, how: str, name: str) -> None:
        if how.startswith("full"):
            if name == "commit":
                raise sqlite3.OperationalError("database or disk is full")
            raise OSError(errno.ENOSPC, "No space left on device")
        if how.startswith("power"):
            self._lose_what_was_not_synced()
        os.kill(os.getpid(), signal.SIGKILL)

    def _note(self, name: str, args: tuple[Any, ...], answer: Any) -> None:
        if name == "create":
            self._written.add(args[0])
        elif name == "sync":
            held = os.fstat(args[0].fileno()).st_ino
            self._written = {path for path in self._written if path.exists() and path.stat().st_ino != held}
        elif name == "rename":
            if args[0] in self._written:
                self._written = self._written - {args[0]} | {args[1]}
        elif name == "sync_folder":
            self._unsynced = {new: old for new, old in self._unsynced.items() if new.parent != args[0]}

    def about_to_rename(self, source: Path, target: Path) -> None:
        before = target.parent.parent.parent / f"before-{len(self.calls)}" if target.exists() else None
        if before is not None:
            before.unlink(missing_ok=True)
            os.link(target, before)
        self._unsynced[target] = source, before

    def _lose_what_was_not_synced(self) -> None:
        for path in self._written:
            with contextlib.suppress(FileNotFoundError):
                os.truncate(path, 0)
        for new, (old, before) in self._unsynced.items():
            if new.exists():
                new.rename(old)
                if before is not None:
                    before.rename(new)


def run_with(fault: Fault | None, folder: Path, run: Callable[[Path, Callable[[str], None]], None]) -> list[str]:
    """Run in a child that the fault befalls; return the lines it told, the last one ``end`` if it came so far."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.close(reading)
            faulty = Faulty(fault)
            replace = Path.replace

            def noted(self: Path, target: Path) -> Any:
                faulty.about_to_rename(self, Path(target))
                return replace(self, target)

            Path.replace = noted  # type: ignore[method-assign,assignment]
            run(folder, lambda line: os.write(writing, f"{line}\n".encode()) and None)
            os.write(writing, f"calls {' '.join(faulty.calls)}\nend\n".encode())
            status = 0
        except BaseException as failed:
            os.write(writing, f"failed {type(failed).__name__}: {failed}\n".encode())
        finally:
            os._exit(status)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        lines = pipe.read().decode().splitlines()
    os.waitpid(child, 0)
    return lines


def copy_of(template: Path, place: Path) -> Path:
    """Return a fresh copy of a drop's folder."""
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(template, place)
    return place
