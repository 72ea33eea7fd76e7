"""The exhibit store: bytes kept as received, each file named by its SHA-256. It knows no receipts and no log.

``exhibits/ab/<sha256>`` holds an exhibit; ``exhibits/incoming/`` what is still on its way in. A crash may leave remains
there, which never had a receipt: a later receipt sweeps them.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

from fairlead.errors import IntegrityError, MisuseError, RefusedError
from fairlead.evidence import durable
from fairlead_ledger.chunks import ChunkHasher

Kind = Literal["plain", "sealed"]
Progress = Callable[[float], None]
PIECE = 1 << 20  # bytes held in memory at a time
STILL_FRESH_S = 60  # younger files in incoming/ are left alone: their writer may not hold its lock yet


@dataclass(frozen=True)
class Received:
    """What was kept: SHA-256 (hex), size in bytes, RFC 6962 root over 64 KiB chunks (hex)."""

    sha256: str
    size: int
    chunk_root: str


class ExhibitStore:
    """The files of one case's exhibits."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._known: set[Path] = set()  # folders in it whose names this process put on the disk

    def receive(self, source: BinaryIO | Path, on_progress: Progress | None = None) -> Received:
        """Keep the bytes and return their names; they are on the disk, under their name, when this returns.

        The same bytes twice are one file. ``on_progress`` gets the part done (0 to 1), for a path only. Raises
        IntegrityError where another content already lies under that name.
        """
        if isinstance(source, Path):
            try:
                with source.open("rb") as stream:
                    return self._receive(stream, source.name, os.fstat(stream.fileno()).st_size, on_progress)
            except (FileNotFoundError, IsADirectoryError, PermissionError) as missing:
                raise MisuseError(f"cannot read {source}: {(missing.strerror or '').lower()}") from missing
        return self._receive(source, "the stream", None, None)

    def open(self, sha256: str, kind: Kind = "plain") -> BinaryIO:
        """Open a plain exhibit for reading; sealed ones are opened by :meth:`Exhibits.unseal`, with their label."""
        if kind != "plain":
            raise RefusedError(f"exhibit {sha256[:12]} is sealed", "see `fairlead tips CASE --help`")
        return self.stored(sha256)

    def stored(self, sha256: str) -> BinaryIO:
        """Open the bytes in the store: of a sealed exhibit, the sealed ones."""
        try:
            return self.path(sha256).open("rb")
        except FileNotFoundError as missing:
            raise IntegrityError(f"exhibit {sha256} is missing from the store", "run `fairlead verify`") from missing

    def path(self, sha256: str) -> Path:
        """Return where an exhibit lies, or would lie."""
        return self.folder / sha256[:2] / sha256

    def has(self, sha256: str) -> bool:
        """Tell whether a file of that name is there; whether its bytes are right, ``verify`` tells."""
        return self.path(sha256).is_file()

    def all(self) -> Iterator[str]:
        """Yield the name of every file in the store's place for exhibits, sorted."""
        if not self.folder.is_dir():
            return
        for folder in sorted(self.folder.iterdir()):
            if folder.is_dir() and folder != self._incoming:
                yield from sorted(file.name for file in folder.iterdir())

    def remove(self, sha256: str) -> None:
        """Take an erased exhibit's file out of the store; whether it may go, the caller knows."""
        self.path(sha256).unlink(missing_ok=True)

    @property
    def _incoming(self) -> Path:
        return self.folder / "incoming"

    def _receive(self, stream: BinaryIO, name: str, size: int | None, on_progress: Progress | None) -> Received:
        try:
            if not self._incoming.is_dir():
                self._incoming.mkdir(parents=True, exist_ok=True)
                durable.sync_folder(self.folder.parent)
            self._sweep()
            beside = self._incoming / secrets.token_hex(16)
            with contextlib.ExitStack() as undo:
                undo.callback(beside.unlink, missing_ok=True)
                with beside.open("xb") as kept:
                    _hold(kept)
                    received = _copy(stream, kept, size, on_progress)
                    durable.sync(kept)
                self._place(beside, received)
            return received
        except OSError as failure:
            raise durable.not_kept(name, failure) from failure

    def _place(self, beside: Path, received: Received) -> None:
        target = self.path(received.sha256)
        target.parent.mkdir(exist_ok=True)
        if target.exists():
            _check_same(target, received)
        else:
            durable.replace(beside, target)
        durable.sync_folder(target.parent)
        if target.parent not in self._known:
            durable.sync_folder(self.folder)
            self._known.add(target.parent)

    def _sweep(self) -> None:
        """Remove what an interrupted receipt left, but nothing that a running process is still writing."""
        for left in self._incoming.iterdir():
            with contextlib.suppress(OSError):
                if time.time() - left.stat().st_mtime < STILL_FRESH_S:
                    continue
                with left.open("rb") as stream:
                    _hold(stream)
                    left.unlink(missing_ok=True)


def measure(stream: BinaryIO, on_piece: Callable[[int], None] | None = None) -> Received:
    """Return the names of a stream's bytes, without keeping them."""
    hasher = ChunkHasher()
    while piece := stream.read(PIECE):
        hasher.update(piece)
        if on_piece:
            on_piece(len(piece))
    return Received(hasher.sha256(), hasher.size, hasher.root().hex())


def _copy(stream: BinaryIO, kept: BinaryIO, size: int | None, on_progress: Progress | None) -> Received:
    hasher = ChunkHasher()
    while piece := stream.read(PIECE):
        durable.write(kept, piece)
        hasher.update(piece)
        if on_progress and size:
            on_progress(min(1.0, hasher.size / size))
    return Received(hasher.sha256(), hasher.size, hasher.root().hex())


def _check_same(path: Path, received: Received) -> None:
    with path.open("rb") as stream:
        found = measure(stream)
    if found != received:
        raise IntegrityError(
            f"exhibit {received.sha256} in the store has other bytes: {found.size} bytes, SHA-256 {found.sha256}",
            "run `fairlead verify`; nothing was written",
        )


def _hold(stream: BinaryIO) -> None:
    """Lock the file as long as it is open; raises BlockingIOError where another process holds it."""
    try:
        import fcntl
    except ImportError:  # no such locks on this system: a running receipt is protected by its open file there
        return
    fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
