"""Ship positions in delimited text: the published layouts by their header, any other with a mapping file.

Rows count from 1 after the header; blank lines are no rows, and a quoted cell may hold line breaks. Bytes that are not
UTF-8 are read as Latin-1, one by one, and counted in a note.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections import deque
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import BinaryIO, Literal, NamedTuple, cast

import numpy as np
import pyarrow as pa
import pyarrow.csv

from fairlead.errors import UnreadableError
from fairlead.readers.reader import HEAD_BYTES, Sink, Source
from fairlead.readers.tracks.cells import Ints
from fairlead.readers.tracks.layouts import recognise, refuse_foreign
from fairlead.readers.tracks.mapping import Mapping
from fairlead.readers.tracks.rows import TrackRows, Unread

BLOCK_BYTES = 4 << 20  # read at once; also the longest row
DELIMITERS = (",", ";", "\t", "|")
_BYTE_ORDER_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class CsvTracks:
    """Reader of positions in delimited text."""

    name = "tracks-csv"
    version = 3
    libraries = ("pyarrow",)

    def recognises(self, source: Source, head: bytes) -> str | None:
        """Return the layout that the header fits, or the mapping's name where one is given."""
        if source.mapping is not None:
            return None if head.startswith(b"PAR1") else f"mapping {source.mapping.name}"
        if head.startswith(_BYTE_ORDER_MARKS):
            head = head[: len(head) // 2 * 2].decode("utf-16", "replace").encode()
            if _known(source, head) is None:
                return None
            raise UnreadableError(
                f"{source.name}: expected UTF-8, found UTF-16", "give a mapping with encoding: utf-16"
            )
        known = _known(source, head)
        return None if known is None else f"header of {known.mapping.name}"

    def read(self, source: Source, sink: Sink) -> None:
        """Hand out one position or one unread row per data row, and static reports where they change."""
        with source.unpacked() as stream:
            text = _Utf8(stream, source.mapping.encoding if source.mapping else None, source)
            mapping, header, delimiter, notes = _table(source, text.line())
            for note in notes:
                sink.note(note)
            places = {role: _place(how.column, header, source) for role, how in mapping.columns.items()}
            invalid = _InvalidRows(len(header))
            done = 0
            batches = _batches(text, len(header), sorted(set(places.values())), delimiter, invalid, source)
            with TrackRows(source, sink, mapping) as table, closing(_ahead(batches)) as ready:
                for batch in ready:
                    rows = invalid.number(done, batch.num_rows)
                    done = int(rows[-1]) if len(rows) else done
                    cells = {role: batch.column(f"{place:06}") for role, place in places.items()}
                    table.take(cells, rows, invalid.until(done))
                    sink.progress(text.bytes_read / max(source.size, 1))
                table.close(invalid.until(None))
            if text.repaired:
                sink.note(f"{text.repaired} bytes are not UTF-8; they are read as Latin-1")


class _Table(NamedTuple):
    mapping: Mapping
    header: list[str]
    delimiter: str
    notes: tuple[str, ...]


def _known(source: Source, head: bytes) -> _Table | None:
    """Return what the table is, or None where it is none of ships. Raises UnreadableError for an unknown one of ships.

    ``head`` is the beginning of the plain bytes; its whole rows tell units that a header leaves open.
    """
    first, _, rest = head.removeprefix(codecs.BOM_UTF8).lstrip(b"\r\n").partition(b"\n")
    while rest and _is_comment(first.decode("utf-8", "replace")):
        first, _, rest = rest.partition(b"\n")
    line = first.rstrip(b"\r")
    if not line or len(line) == HEAD_BYTES or b"\0" in line:
        return None
    text = line.decode("utf-8", "replace")
    headers = [(_split(text, delimiter), delimiter) for delimiter in DELIMITERS]
    whole = rest if len(head) < HEAD_BYTES else rest[: rest.rfind(b"\n") + 1]
    for header, delimiter in headers:
        if len(header) > 3:
            found = recognise(header, source.name, _first_rows(whole, delimiter, len(header)))
            if found:
                return _Table(found.mapping, header, delimiter, found.notes)
    for header, _ in headers:
        if len(header) > 3:
            refuse_foreign(header, source.name)
    return None


def _first_rows(rows: bytes, delimiter: str, width: int) -> Iterator[list[str]]:
    """Yield the rows of the right width at the beginning of a table."""
    lines = io.StringIO(rows.decode("utf-8", "replace"), newline="")
    try:
        yield from (row for row in csv.reader(lines, delimiter=delimiter) if len(row) == width)
    except csv.Error:  # what follows tells nothing
        return


def _table(source: Source, line: str) -> _Table:
    """Return what the table is whose header is ``line``."""
    if source.mapping is None:
        with source.unpacked() as stream:
            known = _known(source, stream.read(HEAD_BYTES))
        if known is None:
            raise UnreadableError(f"{source.name}: the header is of no known layout")
        return known
    wanted = {how.column for how in source.mapping.columns.values()}
    delimiters = [source.mapping.delimiter] if source.mapping.delimiter else DELIMITERS
    headers = [(_split(line, delimiter), delimiter) for delimiter in delimiters]
    header, delimiter = max(headers, key=lambda each: len(wanted & {column.strip() for column in each[0]}))
    return _Table(source.mapping, header, delimiter, ())


def _is_comment(line: str) -> bool:
    """Tell a line before the header that is a remark: it begins with # and is no header itself, as Denmark's is."""
    return line.startswith("#") and all(len(_split(line, delimiter)) <= 3 for delimiter in DELIMITERS)


def _split(line: str, delimiter: str) -> list[str]:
    try:
        return [column.strip() for column in next(csv.reader([line], delimiter=delimiter), [])]
    except csv.Error:
        return []


def _place(column: str, header: list[str], source: Source) -> int:
    found = [place for place, name in enumerate(header) if name == column.strip()]
    if len(found) != 1:
        what = "twice" if found else "not"
        raise UnreadableError(
            f"{source.name}: expected the column {column!r} once, found it {what} in {', '.join(header)[:500]}"
        )
    return found[0]


def _batches(
    text: _Utf8, width: int, places: list[int], delimiter: str, invalid: _InvalidRows, source: Source
) -> Iterator[pa.RecordBatch]:
    names = [f"{place:06}" for place in range(width)]
    wanted = [names[place] for place in places]
    if text.ended():
        return
    try:
        yield from pyarrow.csv.open_csv(
            cast(BinaryIO, text),
            # one thread: only then are invalid rows numbered
            read_options=pyarrow.csv.ReadOptions(use_threads=False, block_size=BLOCK_BYTES, column_names=names),
            parse_options=pyarrow.csv.ParseOptions(
                delimiter=delimiter, newlines_in_values=True, invalid_row_handler=invalid.take
            ),
            convert_options=pyarrow.csv.ConvertOptions(
                check_utf8=False,  # it already is, see _Utf8
                include_columns=wanted,
                column_types={name: pa.string() for name in wanted},
                strings_can_be_null=True,
                null_values=[""],
            ),
        )
    except pa.ArrowInvalid as error:
        if "straddl" in str(error):
            raise UnreadableError(
                f"{source.name}: a row longer than {BLOCK_BYTES} bytes, or a quote that never closes"
            ) from error
        if "Empty CSV" in str(error):
            return
        raise UnreadableError(f"{source.name}: not a table ({error})") from error


def _ahead(batches: Iterator[pa.RecordBatch]) -> Generator[pa.RecordBatch, None, None]:
    """Yield the same batches, parsing the next one while the last is worked on."""
    with ThreadPoolExecutor(1, "parse") as pool:
        following = pool.submit(next, batches, None)
        while (batch := following.result()) is not None:
            following = pool.submit(next, batches, None)
            yield batch


class _InvalidRows:
    """Collects rows with too many or too few cells, and numbers the others around them."""

    def __init__(self, width: int) -> None:
        self._width = width
        self._waiting: deque[Unread] = deque()
        self._numbers: deque[int] = deque()

    def take(self, row: pyarrow.csv.InvalidRow) -> Literal["skip"]:
        """Keep the row as unread and let the reader go on."""
        lines = row.text.count("\n")
        spans = f", over {lines + 1} lines" if lines else ""
        why = f"the row has not the header's number of cells: {row.actual_columns} of {self._width}{spans}"
        number = cast(int, row.number)  # always known where one thread reads
        self._waiting.append((number, why, row.text[:400]))
        self._numbers.append(number)
        return "skip"

    def number(self, after: int, count: int) -> Ints:
        """Return the numbers of the next ``count`` rows: those above ``after`` that are not invalid rows' numbers."""
        while self._numbers and self._numbers[0] <= after:
            self._numbers.popleft()
        skipped = np.array(self._numbers.copy(), np.int64)  # a copy: the parser goes on adding
        numbers = np.arange(after + 1, after + count + len(skipped) + 1, dtype=np.int64)
        return numbers[~np.isin(numbers, skipped)][:count]

    def until(self, row: int | None) -> list[Unread]:
        """Return the rows up to ``row`` that were not returned before; None: all."""
        ready = []
        while self._waiting and (row is None or self._waiting[0][0] <= row):
            ready.append(self._waiting.popleft())
        return ready


def _as_latin_1(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error("fairlead-latin-1", _as_latin_1)


class _Utf8(io.RawIOBase):
    """A stream of valid UTF-8 without byte order mark, whatever comes in."""

    def __init__(self, stream: BinaryIO, encoding: str | None, source: Source) -> None:
        self.bytes_read = 0  # of the plain stream
        self.repaired = 0  # bytes that were not UTF-8
        self._stream = stream
        self._source = source
        self._encoding = encoding
        self._decoder = codecs.getincrementaldecoder(encoding or "utf-8")("strict" if encoding else "fairlead-latin-1")
        self._plain = encoding is None
        self._ready = b""
        self._at_end = False

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while not self._at_end and (size < 0 or len(self._ready) < size):
            self._fill(max(size - len(self._ready), 1 << 16) if size >= 0 else 1 << 20)
        taken = self._ready if size < 0 else self._ready[:size]
        self._ready = self._ready[len(taken) :]
        return taken

    def line(self) -> str:
        """Return the first line that is neither blank nor a comment, without its end."""
        while True:
            while b"\n" not in self._ready and not self._at_end:
                if len(self._ready) > BLOCK_BYTES:
                    raise UnreadableError(f"{self._source.name}: the header is longer than {BLOCK_BYTES} bytes")
                self._fill(1 << 16)
            line, _, self._ready = self._ready.partition(b"\n")
            text = line.decode().removeprefix("\ufeff").rstrip("\r")
            if (text.strip() and not _is_comment(text)) or not self._ready:
                return text

    def ended(self) -> bool:
        """Tell whether nothing is left."""
        if not self._ready and not self._at_end:
            self._fill(1 << 16)
        return not self._ready

    def _fill(self, size: int) -> None:
        data = self._stream.read(size)
        self.bytes_read += len(data)
        self._at_end = not data
        if self._plain and data.isascii() and not self._decoder.getstate()[0]:
            self._ready += data
            return
        try:
            text = self._decoder.decode(data, final=not data)
        except UnicodeError as error:
            raise UnreadableError(f"{self._source.name}: not {self._encoding} ({error})") from error
        if self._plain:
            self.repaired += len(text.encode()) - len(data)  # each such byte becomes two
        self._ready += text.encode("utf-8", "replace")
