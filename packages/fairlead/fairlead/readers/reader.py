"""What a reader is: what it is given, what it hands out, and to whom. How a reading is made of it is in ``reading.py``.

No format is known here; each has its own file, named in ``registry.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

import pyarrow as pa

from fairlead import shapes
from fairlead.readers.containers import unpack
from fairlead.readers.figures.customs_mapping import CustomsMapping
from fairlead.readers.tracks.mapping import Mapping

HEAD_BYTES = 1 << 16  # what `recognises` may look at without opening the exhibit


@dataclass(frozen=True)
class Source:
    """An exhibit, as a reader sees it. ``opener`` replaces ``path`` where the bytes kept are not the plain ones."""

    sha256: str  # hex
    name: str  # as received; for messages, and never the only ground to recognise a format
    path: Path
    size: int  # bytes
    media_type: str
    mapping: Mapping | None = None
    opener: Callable[[], BinaryIO] | None = None
    customs: CustomsMapping | None = None  # instead of ``mapping``, for a table of trade statistics

    @property
    def key(self) -> int:
        """The number under which rows name this exhibit."""
        return shapes.exhibit_key(self.sha256)

    def open(self) -> BinaryIO:
        """Open the bytes as received."""
        return self.opener() if self.opener else self.path.open("rb")

    def unpacked(self) -> BinaryIO:
        """Open the bytes inside a gzip or a one-file zip, or the bytes as received where there is none.

        The stream is buffered and can only be read forward where something was packed. Raises UnreadableError, here
        and from ``read``, for bombs and for truncated or damaged archives.
        """
        return unpack(self.open(), self.size, self.name)


class Sink(Protocol):
    """Where a reader puts what it reads, in the order of the exhibit."""

    def rows(self, shape: str, batch: pa.RecordBatch | pa.Table) -> None:
        """Take rows of a shape in ``shapes.READINGS``, with exactly its columns; an empty batch declares the shape."""

    def unread(self, row: int, why: str, excerpt: str | None = None) -> None:
        """Take a row (counted from 1) that could not be read. ``why`` is ``"kind of reason: what was found"``."""

    def note(self, remark: str) -> None:
        """Take a remark on the whole reading that its user must see (an encoding guessed, a column not used)."""

    def program(self, name: str, version: str | None) -> None:
        """Tell that a program of this machine read a part, or would have where there is none (version None)."""

    def progress(self, fraction: float) -> None:
        """Tell how much of the exhibit is read, from 0 to 1."""


class Reader(Protocol):
    """One format. Attributes may be class attributes; an instance is used for one exhibit."""

    name: str
    version: int  # raised whenever the same bytes would give other rows
    libraries: tuple[str, ...]  # names of installed distributions whose version may change the rows

    def recognises(self, source: Source, head: bytes) -> str | None:
        """Return why this exhibit is of this format ("header of MarineCadastre"), or None if it is not.

        ``head`` is the first 64 KiB of ``source.unpacked()``.
        """

    def read(self, source: Source, sink: Sink) -> None:
        """Hand all rows to ``sink``. Raises UnreadableError where the whole must be refused: nothing is kept then."""
