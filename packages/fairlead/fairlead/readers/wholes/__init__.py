"""Files that hold files: web archives, e-mail, zips of many files. Each part is to become an exhibit of its own.

A row is named by its exhibit and its number, which would not tell in which part it stands: so these are not read
but taken apart. What a part says is for the readers.
"""

from __future__ import annotations

import importlib
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, Protocol

from fairlead.errors import UnreadableError
from fairlead.evidence.handling import Marking
from fairlead.readers.reader import HEAD_BYTES, Source

MAX_PARTS = 100_000  # ours; a crawl of a large site has fewer
FREE_BYTES = 64 << 20  # of one part, below which the ratio to the whole is not asked (as in containers.py)
MAX_RATIO = 300
PIECE = 1 << 20  # bytes held at a time

# What a damaged zip raises, by Python's own modules; EINVAL is a place before the beginning of the file.
BROKEN_ZIP = (
    *(zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, OSError),
    IndexError,  # a member without a name, which zipfile does not expect
)

Tell = Callable[[str], None]  # takes the kind of something that was not made a part: "request record", "index"


@dataclass(frozen=True)
class Part:
    """One file inside another; ``data`` must be read before the next part is asked for."""

    name: str  # a file name for people, no path
    place: str  # where it stands in the whole: 'record 3', 'member tracks/b.csv', 'part 2'
    data: IO[bytes]
    url: str | None = None
    captured: str | None = None  # ISO 8601, as the whole says
    headers: tuple[tuple[str, str], ...] = ()  # what came with it: of the answer, of the message
    notes: tuple[str, ...] = ()
    marking: Marking | None = None  # that the whole binds its parts to, where it does


class Whole(Protocol):
    """One format of files that hold files."""

    name: str
    version: int

    def recognises(self, source: Source, head: bytes) -> str | None:
        """Return why this exhibit is such a file, or None; ``head`` is the first 64 KiB of the bytes as received."""

    def parts(self, source: Source, tell: Tell) -> Iterator[Part]:
        """Yield the parts in order; what is no part is told. Raises UnreadableError where the whole is damaged."""


WHOLES = [
    "fairlead.readers.wholes.wacz:PackedArchive",
    "fairlead.readers.wholes.warc:WebArchive",
    "fairlead.readers.wholes.mail:Mail",
    "fairlead.readers.wholes.zips:ZipOfMany",
]


def choose(source: Source) -> tuple[Whole, str] | None:
    """Return which whole an exhibit is and the reason for it; None where it is none."""
    with source.open() as stream:
        head = stream.read(HEAD_BYTES)
    for named in WHOLES:
        module, _, name = named.partition(":")
        whole: Whole = getattr(importlib.import_module(module), name)()
        try:
            reason = whole.recognises(source, head)
        except UnreadableError:  # its reader will say so in its own words
            continue
        if reason is not None:
            return whole, reason
    return None


def pieces(part: Part, whole_size: int) -> Iterator[bytes]:
    """Yield the bytes of a part. Raises UnreadableError where it is damaged, or grows beyond reason."""
    most, size = max(FREE_BYTES, whole_size * MAX_RATIO), 0
    while piece := _piece(part):
        size += len(piece)
        if size > most:
            raise UnreadableError(f"{part.place} unpacks to more than {most:,} bytes, over {MAX_RATIO} times the whole")
        yield piece


def _piece(part: Part) -> bytes:
    try:
        return part.data.read(PIECE)
    except BROKEN_ZIP as broken:
        raise UnreadableError(f"{part.place} is damaged ({broken})") from broken


def file_name(text: str, otherwise: str) -> str:
    """Return the last part of a path or address as a harmless file name."""
    last = text.replace("\\", "/").rstrip("/").rpartition("/")[2]
    kept = "".join(letter if letter.isalnum() or letter in "._-" else "_" for letter in last)[:80].strip("._")
    return kept or otherwise
