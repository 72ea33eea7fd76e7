"""A process of its own for every parser of a source's file: bytes in and an answer out through pipes, and nothing else.

With bubblewrap the process has no network, no home, no case, and a folder in memory alone; its memory, time and answer
are limited. Without bubblewrap nothing is parsed, unless an administrator accepted limits alone. What a parser says on
its standard error goes nowhere: it could hold what a source wrote.
"""

from __future__ import annotations

import functools
import json
import shutil
import struct
import subprocess
import sys
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Literal

import fairlead
import fairlead_ledger
from fairlead.errors import RefusedError, UnreadableError

Confinement = Literal["bubblewrap", "limits only"]
WALL_S = 180
MAX_ANSWER = 1 << 29  # bytes; ours: what a large file gives
MAX_SAID = 1 << 20
TMP_BYTES = 1 << 30  # of memory, for parsers that want a file
ROOM = "/tmp"  # noqa: S108 - in the sandbox a folder in memory
SYSTEM = ("lib", "lib32", "lib64", "libx32", "bin", "sbin")
_LENGTH = struct.Struct(">I")


@dataclass(frozen=True)
class Answer:
    """What a worker said, and the bytes it gave; both come from a process that may have been taken over."""

    said: dict[str, Any]
    data: bytes
    confinement: Confinement


@functools.cache
def bubblewrap() -> str | None:
    """Return the path of a bubblewrap that works on this machine; None where there is none."""
    found = shutil.which("bwrap")
    if found is None:
        return None
    try:
        tried = subprocess.run([found, *_walls(), "/usr/bin/true"], capture_output=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return found if tried.returncode == 0 else None


def run(task: str, args: dict[str, Any], pieces: Iterable[bytes], *, unconfined: bool = False) -> Answer:
    """Let a worker do a task on bytes. Raises RefusedError without a sandbox, UnreadableError where it fails.

    ``unconfined``: an administrator accepted that only limits hold the worker, where bubblewrap is missing.
    """
    confinement: Confinement = "bubblewrap" if bubblewrap() else "limits only"
    if confinement == "limits only" and not unconfined:
        raise RefusedError(
            "no bubblewrap works here, and a source's file is parsed in a sandbox or not at all",
            "install bubblewrap, or let a custodian accept it: fairlead tips CASE unsandboxed --reason ...",
        )
    worker = ["-m", "fairlead.vault.worker", task, confinement, json.dumps(args)]
    process = subprocess.Popen(
        command(worker, confinement),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        close_fds=True,
    )
    return Answer(*_exchange(process, pieces, task), confinement)


def command(python: list[str], confinement: Confinement) -> list[str]:
    """Return the command that runs Python so confined."""
    inner = [sys.executable, *python]
    return inner if confinement == "limits only" else [str(bubblewrap()), *_walls(), *_rooms(), *inner]


def _walls() -> list[str]:
    """Return the options that shut out network, other processes, home and case; the system's programs stay."""
    options = ["--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL", "--ro-bind", "/usr", "/usr"]
    for name in SYSTEM:
        place = Path("/") / name
        if place.is_symlink():
            options += ["--symlink", str(place.readlink()), str(place)]
        elif place.is_dir():
            options += ["--ro-bind", str(place), str(place)]
    options += ["--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache"]
    memory = ["--size", str(TMP_BYTES), "--tmpfs", ROOM, "--chdir", ROOM]
    return [*options, "--proc", "/proc", "--dev", "/dev", *memory]


def _rooms() -> list[str]:
    """Return the options that show Python, its libraries and our two packages, for reading."""
    shown = {Path(sys.prefix), Path(sys.base_prefix), *_packages(), *_libraries()}
    outside = sorted(path for path in shown if not path.is_relative_to("/usr"))
    return [option for path in outside for option in ("--ro-bind", str(path), str(path))]


def _packages() -> list[Path]:
    return [Path(package.__file__ or "").resolve().parent for package in (fairlead, fairlead_ledger)]


def _libraries() -> list[Path]:
    """Return the folders of ``sys.path`` that hold installed distributions, and no others: one may hold a case."""
    return [Path(each) for each in sys.path if each and any(Path(each).glob("*.dist-info"))]


def _environment() -> dict[str, str]:
    path = [*(str(package.parent) for package in _packages()), *(str(each) for each in _libraries())]
    return {
        "PYTHONPATH": ":".join(path),
        "PYTHONDONTWRITEBYTECODE": "1",
        "HOME": ROOM,
        "LANG": "C.UTF-8",
        "PATH": "/usr/bin:/bin",
    }


def _exchange(process: subprocess.Popen[bytes], pieces: Iterable[bytes], task: str) -> tuple[dict[str, Any], bytes]:
    assert process.stdin is not None
    assert process.stdout is not None
    failures: list[BaseException] = []
    feeding = threading.Thread(target=_feed, args=(process.stdin, pieces, failures), daemon=True)
    limit = threading.Timer(WALL_S, process.kill)
    limit.start()
    feeding.start()
    try:
        answer = process.stdout.read(MAX_ANSWER + 1)
        if len(answer) > MAX_ANSWER:
            process.kill()
        status = process.wait()
    finally:
        limit.cancel()
        process.kill()
        feeding.join(5)
    if failures:
        raise failures[0]
    if status != 0 or len(answer) > MAX_ANSWER or len(answer) < _LENGTH.size:
        raise UnreadableError(f"the worker for {task!r} ended without an answer (status {status})")
    said, data = _parted(answer)
    if "failed" in said:
        raise UnreadableError(f"{task}: {said['failed']}")
    return said, data


def _feed(stdin: IO[bytes], pieces: Iterable[bytes], failures: list[BaseException]) -> None:
    try:
        for piece in pieces:
            stdin.write(piece)
        stdin.close()
    except OSError:  # the worker ended early: its status says so
        pass
    except Exception as wrong:  # sealed bytes that do not open: the caller must hear of it
        failures.append(wrong)
        stdin.close()


def _parted(answer: bytes) -> tuple[dict[str, Any], bytes]:
    (length,) = _LENGTH.unpack(answer[: _LENGTH.size])
    end = _LENGTH.size + length
    try:
        if length > MAX_SAID or end > len(answer):
            raise ValueError
        said = json.loads(answer[_LENGTH.size : end])
        if not isinstance(said, dict):
            raise ValueError
    except ValueError:
        raise UnreadableError("a worker gave an answer that is none") from None
    return said, answer[end:]
