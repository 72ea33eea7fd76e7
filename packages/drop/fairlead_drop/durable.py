"""Every write of a drop goes through here, so that a test can make each of them fail, or die in it."""

from __future__ import annotations

import contextlib
import os
import secrets
import sqlite3
from pathlib import Path
from typing import BinaryIO

NO_TIME = (0, 0)  # what files say of when they were written
SLOTS = 64  # empty files made at once
_SLOT = "slot-"


def create(path: Path) -> BinaryIO:
    """Open a new file that only its owner reads.

    A file system notes when a file was born, and nobody can change that. So files are born empty, many at once, and
    each new one is one of those, picked by lot: its birth says when the lot was made, not when a source wrote.
    """
    while True:
        slots = [slot for slot in path.parent.iterdir() if is_slot(slot)] or _make_slots(path.parent)
        with contextlib.suppress(FileNotFoundError):  # somebody else took it
            secrets.choice(slots).rename(path)
            return os.fdopen(os.open(path, os.O_WRONLY), "wb", buffering=0)


def _make_slots(folder: Path) -> list[Path]:
    slots = [folder / f"{_SLOT}{secrets.token_hex(8)}" for _ in range(SLOTS)]
    for slot in slots:
        os.close(os.open(slot, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    return slots


def is_slot(path: Path) -> bool:
    """Tell whether a file is one of those that wait for use."""
    return path.name.startswith(_SLOT)


def write(file: BinaryIO, data: bytes) -> None:
    """Write all bytes."""
    view = memoryview(data)
    while len(view):
        view = view[file.write(view) :]


def sync(file: BinaryIO) -> None:
    """Wait until the disk has the file."""
    os.fsync(file.fileno())


def rename(source: Path, target: Path) -> None:
    """Put a finished file in its place, and wait until the disk knows."""
    source.replace(target)
    sync_folder(target.parent)


def sync_folder(path: Path) -> None:
    """Wait until the disk has the names in a folder."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def commit(database: sqlite3.Connection) -> None:
    """End a transaction; SQLite waits for the disk (synchronous = FULL)."""
    database.execute("COMMIT")


def forget_time(path: Path) -> None:
    """Let a file say nothing of when it was read or written."""
    os.utime(path, times=NO_TIME)
