"""What is inside a sealed tip or reply: a header, a text, files with their names, and padding. Nothing here seals.

Written and read as a stream. The same format is written by the drop's pages in JavaScript; docs/drop/protocol.md is its
description. What somebody sealed with another tool is no such container: then the plaintext is what they sent.
"""

from __future__ import annotations

import hashlib
import re
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from fairlead_ledger import canonical
from fairlead_ledger.age_keys import Stanza
from fairlead_ledger.errors import LedgerError, TipError

MAGIC = b"fairlead-tip/1\n"
MAX_RECORD = 1 << 20
MAX_SMALL_RECORD = 65_536  # header, name of a file, end of a file
MIN_SIZE = 4096  # below it, Padmé would tell a "yes" from a "no"
TIERS = ("T1", "T2", "T3")
KINDS = ("tip", "message", "claim", "contest", "withdraw", "reply")
_HEADER_FIELDS = {"v", "tier", "kind", "call", "language", "mailbox", "reply_to"}
_FRAME = struct.Struct(">cI")
MARK = "fairlead-drop/1"
_MARK_ARGS = re.compile(r"(T[123]) ([1-9][0-9]{0,8}) ([0-9a-f]{64})")


@dataclass(frozen=True)
class Mark:
    """What the header of a sealed tip says openly, under the header's MAC: how it was sealed, to whom, whose mailbox.

    It holds no key. Readers of age files ignore it; whoever opens the tip knows that nobody changed it on the way.
    """

    tier: str
    epoch: int
    mailbox: str

    def stanza(self) -> Stanza:
        """Return the stanza that stands after those of the recipients."""
        return Stanza((MARK, self.tier, str(self.epoch), self.mailbox), b"")

    @classmethod
    def find(cls, stanzas: Iterable[Stanza]) -> Mark | None:
        """Return the mark among stanzas, None where there is none; raises TipError for two, or a malformed one."""
        found = [stanza for stanza in stanzas if stanza.args[0] == MARK]
        if not found:
            return None
        match = _MARK_ARGS.fullmatch(" ".join(found[0].args[1:]))
        if len(found) > 1 or match is None or found[0].body:
            raise TipError("a tip has one mark: tier, epoch, mailbox")
        return cls(match[1], int(match[2]), match[3])


@dataclass(frozen=True)
class Header:
    """What stands before the text.

    ``tier`` is how it was sealed, as the sealing side says; ``call`` the call it answers, ``mailbox`` the id of the
    source's mailbox in hex and ``reply_to`` the source's own recipient, each None where there is none.
    """

    tier: str | None
    kind: str
    call: str | None = None
    language: str | None = None
    mailbox: str | None = None
    reply_to: str | None = None

    def dumps(self) -> bytes:
        """Return canonical JSON."""
        return canonical.dumps({"v": 1, **self.__dict__})

    @classmethod
    def loads(cls, data: bytes) -> Header:
        """Read what :meth:`dumps` wrote; raises TipError."""
        value = _json(data)
        if set(value) != _HEADER_FIELDS or value.pop("v") != 1:
            raise TipError(f"the header of a tip has exactly the fields {', '.join(sorted(_HEADER_FIELDS))}")
        if any(one is not None and not isinstance(one, str) for one in value.values()):
            raise TipError("the fields of a tip's header are texts or null")
        if value["kind"] not in KINDS or value["tier"] not in (*TIERS, None):
            raise TipError("the header of a tip names an unknown kind or tier")
        return cls(**value)


@dataclass(frozen=True)
class Text:
    """What the source wrote."""

    text: str


@dataclass(frozen=True)
class FileStart:
    """A file begins. The name is as the source's machine gave it: never use it as a path."""

    name: str
    modified_us: int | None


@dataclass(frozen=True)
class FileData:
    """The next bytes of the file."""

    data: bytes


@dataclass(frozen=True)
class FileEnd:
    """The file is whole: its size and SHA-256 are those stated."""

    size: int
    sha256: str


Part = Header | Text | FileStart | FileData | FileEnd


class TipWriter:
    """Gives the bytes of a container, one part after the other; :meth:`finish` pads."""

    def __init__(self) -> None:
        self._size = 0
        self._file: tuple[int, Any] | None = None

    def header(self, header: Header) -> bytes:
        """Begin; first and once."""
        return self._count(MAGIC) + self._record(b"H", header.dumps())

    def text(self, text: str) -> bytes:
        """Write what the source wrote."""
        data = text.encode("utf-8", "replace")
        return b"".join(self._record(b"T", piece) for piece in _cut(data))

    def file_start(self, name: str, modified_us: int | None = None) -> bytes:
        """Begin a file."""
        name = name.encode("utf-8", "replace").decode()[:1024]
        self._file = (0, hashlib.sha256())
        return self._record(b"F", canonical.dumps({"name": name, "modified_us": modified_us}))

    def file_data(self, data: bytes) -> bytes:
        """Write the next bytes of the file."""
        if self._file is None:
            raise TipError("no file was begun")
        size, digest = self._file
        digest.update(data)
        self._file = (size + len(data), digest)
        return b"".join(self._record(b"D", piece) for piece in _cut(data))

    def file_end(self) -> bytes:
        """End the file."""
        if self._file is None:
            raise TipError("no file was begun")
        size, digest = self._file
        self._file = None
        return self._record(b"E", canonical.dumps({"sha256": digest.hexdigest(), "size": size}))

    def finish(self) -> Iterator[bytes]:
        """End the container and pad it to Padmé's size."""
        yield self._record(b"Z", b"")
        missing = padded_size(self._size) - self._size
        while missing:
            piece = min(missing, MAX_RECORD)
            yield bytes(piece)
            missing -= piece

    def _record(self, kind: bytes, data: bytes) -> bytes:
        return self._count(_FRAME.pack(kind, len(data)) + data)

    def _count(self, data: bytes) -> bytes:
        self._size += len(data)
        return data


def padded_size(size: int) -> int:
    """Return the size that a container of ``size`` bytes is padded to.

    Padmé (Nikitin et al., "Reducing Metadata Leakage from Encrypted Files", PoPETs 2019, algorithm 1): at most 12 %
    more, and only O(log log size) bits of the size can be told.
    """
    size = max(size, MIN_SIZE)
    exponent = size.bit_length() - 1
    low_bits = exponent - exponent.bit_length()
    mask = (1 << low_bits) - 1
    return (size + mask) & ~mask


def read_tip(pieces: Iterable[bytes]) -> Iterator[Part]:
    """Yield the parts of a container, checked; raises TipError where the bytes are none, or end too early.

    Each file's size and hash are checked before its FileEnd is given. Memory stays below two records.
    """
    stream = _Pieces(pieces)
    if stream.take(len(MAGIC)) != MAGIC:
        raise TipError("not a tip as Fairlead's pages seal it")
    file: tuple[int, Any] | None = None
    for place in range(1 << 62):
        kind, size = _FRAME.unpack(stream.take(_FRAME.size))
        if size > (MAX_RECORD if kind in b"TD" else MAX_SMALL_RECORD):
            raise TipError(f"record {place} claims {size} bytes")
        data = stream.take(size)
        if (place == 0) != (kind == b"H"):
            raise TipError("a header stands first, and only there")
        if kind == b"Z":
            if data or file is not None:
                raise TipError("the end has no content and stands outside a file")
            return stream.rest_is_zero()
        part, file = _part(kind, data, file)
        yield part


def _part(kind: bytes, data: bytes, file: tuple[int, Any] | None) -> tuple[Part, tuple[int, Any] | None]:
    """Return the part that a record is, and the file that is open after it."""
    if kind == b"H":
        return Header.loads(data), None
    if kind == b"T" and file is None:
        return Text(data.decode("utf-8", "replace")), None
    if kind == b"F" and file is None:
        value = _json(data)
        name, modified = value.get("name"), value.get("modified_us")
        if not isinstance(name, str) or not (modified is None or type(modified) is int):
            raise TipError("a file begins with its name and its time, or null")
        return FileStart(name, modified), (0, hashlib.sha256())
    if kind == b"D" and file is not None:
        file[1].update(data)
        return FileData(data), (file[0] + len(data), file[1])
    if kind == b"E" and file is not None:
        end = {"sha256": file[1].hexdigest(), "size": file[0]}
        if _json(data) != end:
            raise TipError("a file has not the size and hash that stand at its end")
        return FileEnd(file[0], str(end["sha256"])), None
    raise TipError(f"an unknown or misplaced record: {kind!r}")


class _Pieces:
    """Takes exact numbers of bytes from pieces of any size."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._held = bytearray()

    def take(self, size: int) -> bytes:
        while len(self._held) < size:
            piece = next(self._pieces, None)
            if piece is None:
                raise TipError("the tip ends too early")
            self._held += piece
        taken = bytes(self._held[:size])
        del self._held[:size]
        return taken

    def rest_is_zero(self) -> None:
        """Read to the end; raises TipError where the padding holds anything."""
        if any(self._held) or any(any(piece) for piece in self._pieces):
            raise TipError("the padding holds something")


def _cut(data: bytes) -> Iterator[bytes]:
    for start in range(0, len(data), MAX_RECORD):
        yield data[start : start + MAX_RECORD]


def _json(data: bytes) -> dict[str, Any]:
    try:
        value = canonical.loads(data)
    except LedgerError as broken:
        raise TipError(f"a record is not canonical JSON: {broken}") from broken
    if not isinstance(value, dict):
        raise TipError("a record is not a JSON object")
    return value
