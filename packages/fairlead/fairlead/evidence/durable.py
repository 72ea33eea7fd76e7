"""Writes that are on the disk when they return, and the one place where tests make them fail. No format, no meaning."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import BinaryIO

from fairlead.errors import FairleadError


def write(stream: BinaryIO, data: bytes) -> None:
    """Write all of the data."""
    stream.write(data)


def sync(stream: BinaryIO) -> None:
    """Return when the file's bytes are on the disk."""
    stream.flush()
    os.fsync(stream.fileno())


def replace(source: Path, target: Path) -> None:
    """Move a file to its final name at once; whatever had that name is gone."""
    source.replace(target)


def sync_folder(folder: Path) -> None:
    """Return when the names in the folder are on the disk (POSIX; elsewhere the system offers no such call)."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def put(path: Path, data: bytes, mode: int = 0o600) -> None:
    """Make or replace a small file so that a reader sees the old bytes or the new ones, never a part."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as stream:
            write(stream, data)
            sync(stream)
        replace(beside, path)
        sync_folder(path.parent)
    except OSError as failure:
        raise not_kept(path.name, failure) from failure
    finally:
        beside.unlink(missing_ok=True)


def not_kept(what: str, failure: OSError) -> FairleadError:
    """Return the error for something that the disk would not take."""
    reason = failure.strerror or str(failure)
    return FairleadError(f"cannot keep {what}: {reason.lower()}", "free some space or mend the disk, then do it again")
