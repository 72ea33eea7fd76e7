"""Web archives (WARC 0.18 to 1.1, plain or gzip): each answer and each stored resource, with address, headers and time.

Bodies come as a browser would see them: chunks joined, content encoding undone. Requests, metadata and the archive's
own words are told and stay in the archive; so are answers without a body, and references to earlier captures. A digest
that does not fit is told beside the part, which stays evidence of what the archive holds. Who made the capture, and
whether the site served it so, is not judged.
"""

from __future__ import annotations

import contextlib
import io
import sys
import zlib
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import IO, Any, cast
from urllib.parse import urlsplit

import brotli
from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import BufferedReader
from warcio.exceptions import ArchiveLoadFailed

from fairlead.errors import UnreadableError
from fairlead.readers.reader import Source
from fairlead.readers.wholes import Part, Tell, file_name

_BODIES = ("response", "resource", "conversion")
_SUFFIXES = {"text/html": ".html", "text/plain": ".txt", "application/pdf": ".pdf", "text/csv": ".csv"}

# OverflowError: a length of twenty digits. The last two: warcio asks for headers that a damaged record has not.
_BROKEN = (ArchiveLoadFailed, zlib.error, EOFError, ValueError, OverflowError, OSError, AttributeError, TypeError)


MOST_OF_A_BLOCK = 16 << 20  # bytes that 16 KiB of brotli may give: gzip, at its most, gives as many


class _Brotli:
    """Undoes brotli, which browsers ask for, in bounded memory: warcio would give at once all that a block holds."""

    unused_data = b""

    def __init__(self) -> None:
        self._inner = brotli.Decompressor()
        self._over = False

    def decompress(self, data: bytes) -> bytes:
        """Return what ``data`` adds; what a block gives beyond reason is cut off, told as warcio tells damage."""
        if self._over:
            return b""
        plain = cast(bytes, self._inner.process(data, output_buffer_limit=MOST_OF_A_BLOCK))
        self._over = not self._inner.can_accept_more_data()
        if self._over:
            sys.stderr.write(f"brotli beyond {MOST_OF_A_BLOCK} bytes a block: cut off\n")
        return plain


BufferedReader.DECOMPRESSORS["br"] = _Brotli


class WebArchive:
    """WARC files."""

    name = "warc"
    version = 2

    def recognises(self, source: Source, head: bytes) -> str | None:
        """Recognise an archive by the first words of its first record, packed or not."""
        if head[:2] == b"\x1f\x8b":
            with contextlib.suppress(zlib.error):
                head = zlib.decompressobj(31).decompress(head, 5)  # 31: gzip; also where the rest is torn off
        elif head[:4] == b"\x28\xb5\x2f\xfd":
            with source.unpacked() as stream:
                head = stream.read(5)
        return "WARC records" if head.startswith(b"WARC/") else None

    def parts(self, source: Source, tell: Tell) -> Iterator[Part]:
        """Yield the bodies of answers and resources."""
        with source.open() as stream:
            packed = stream.read(4)
        if packed == b"\x28\xb5\x2f\xfd":
            with source.unpacked() as stream:
                yield from records(stream, source.name, tell)
            return
        # Records packed one by one are unpacked one by one, so that a torn archive gives all up to the tear.
        counted: Counter[str] = Counter()
        given = 0
        with source.open() as stream:
            try:
                for part in records(stream, source.name, lambda kind: counted.update([kind])):
                    given += 1
                    yield part
            except UnreadableError as torn:
                if packed[:2] != b"\x1f\x8b" or "gzip" not in str(torn):
                    _tell_all(counted, tell)
                    raise
                counted.clear()
            else:
                _tell_all(counted, tell)
                return
        with source.unpacked() as stream:  # packed as a whole
            yield from islice(records(stream, source.name, tell), given, None)


def _tell_all(counted: Counter[str], tell: Tell) -> None:
    for kind in counted.elements():
        tell(kind)


def records(stream: Any, name: str, tell: Tell, inside: str = "") -> Iterator[Part]:
    """Yield the parts of one stream of WARC records; ``inside`` goes before each place."""
    number = 0
    try:
        for number, record in enumerate(_records(stream, tell), 1):
            place = f"{inside}record {number}"
            if record.rec_type not in _BODIES:
                tell(f"{record.rec_type} record")
                continue
            yield from _part(record, place, tell)
    except _BROKEN as broken:
        if isinstance(broken, OSError) and broken.errno is not None:
            raise
        raise UnreadableError(f"{name}: {inside}broken after record {number}: {broken}") from broken
    if number == 0:
        raise UnreadableError(f"{name}: {inside}an archive without a record")


def _records(stream: Any, tell: Tell) -> Iterator[Any]:
    """Yield the records; what warcio would print of damage between them is told instead."""
    every = iter(ArchiveIterator(stream, check_digests=True))
    while True:
        with contextlib.redirect_stderr(io.StringIO()) as said:
            record = next(every, None)
        if said.getvalue():
            tell("bytes between records, where a length is wrong")
        if record is None:
            return
        yield record


def _part(record: Any, place: str, tell: Tell) -> Iterator[Part]:
    url = record.rec_headers.get_header("WARC-Target-URI")
    body = cast("IO[bytes]", _Body(record))
    if not body.read(0) and record.length == 0:
        tell(f"{record.rec_type} without a body")
        return
    http = record.http_headers
    headers = tuple((str(key), str(value)) for key, value in http.headers) if http else ()
    status = http.get_statuscode() if http else None
    if status is not None:
        headers = ((":status", str(status)), *headers)
    notes = [f"answered with status {status}"] if status not in (None, "200") else []
    truncated = record.rec_headers.get_header("WARC-Truncated")
    if truncated:
        notes.append(f"cut off at capture: {truncated}")
    yield Part(
        _name(url, headers),
        place,
        body,
        url,
        record.rec_headers.get_header("WARC-Date"),
        headers,
        tuple(notes),
    )


class _Body:
    """The body of a record; once it is read, ``problems`` tells of digests that do not fit."""

    def __init__(self, record: Any) -> None:
        self._stream = record.content_stream()
        self._checker = record.digest_checker
        self._raw = record.raw_stream
        self._said: dict[str, None] = {}

    def read(self, size: int = -1) -> bytes:
        """Return at most ``size`` bytes."""
        if size == 0:
            return b""
        with contextlib.redirect_stderr(io.StringIO()) as said:
            data = cast(bytes, self._stream.read(size if size > 0 else None))
        self._said.update(dict.fromkeys(said.getvalue().splitlines()))
        return data

    @property
    def problems(self) -> tuple[str, ...]:
        """What is wrong with the record, after its body was read."""
        missing = getattr(self._raw, "limit", 0)
        short: tuple[str, ...] = (f"torn off: the archive lacks {missing:,} bytes of this record",) if missing else ()
        short += tuple(f"not decoded as its headers say: {words}" for words in self._said)
        if self._checker is None or self._checker.passed is not False:
            return short
        return (*short, *(f"digest of the record does not fit: {problem}" for problem in self._checker.problems))


def _name(url: str | None, headers: tuple[tuple[str, str], ...]) -> str:
    kind = next((value for key, value in headers if key.lower() == "content-type"), "").partition(";")[0].strip()
    try:
        path = urlsplit(url or "").path
    except ValueError:
        path = ""
    name = file_name(path, "index")
    suffix = _SUFFIXES.get(kind.lower(), "")
    return name if not suffix or name.lower().endswith(suffix) else name + suffix
