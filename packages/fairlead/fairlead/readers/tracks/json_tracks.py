"""Ship positions in JSON: lines, arrays, GeoJSON points and aisstream's messages, by the layouts of ``layouts.py``.

A record is a row, numbered from 1. Names and first records are judged as those of a table are: what could be two things
is refused with the mapping that would settle it. Left out: GeoJSON tracks (LineStrings), whose points have no times.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from fairlead.errors import UnreadableError
from fairlead.readers.reader import HEAD_BYTES, Sink, Source
from fairlead.readers.tracks import json_records
from fairlead.readers.tracks.cells import Arrow
from fairlead.readers.tracks.json_records import Cells, Record
from fairlead.readers.tracks.layouts import Recognised, recognise, refuse_foreign
from fairlead.readers.tracks.rows import TrackRows

BATCH_ROWS = 1 << 14
_NAMES_TOLD = 60


class JsonTracks:
    """Reader of positions in JSON."""

    name = "tracks-json"
    version = 2
    libraries = ("pyarrow",)

    def recognises(self, source: Source, head: bytes) -> str | None:
        """Return the layout that the records' names fit, or the mapping's name where one is given."""
        if not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
            return None
        first = json_records.first_records(head.removeprefix(b"\xef\xbb\xbf"))
        if not first:
            return None
        form = "JSON lines" if json_records.is_lines(head) else "JSON"
        if source.mapping is not None:
            return f"{form}, mapping {source.mapping.name}"
        known = _known(first, source.name)
        return None if known is None else f"{form} with the names of {known.mapping.name}"

    def read(self, source: Source, sink: Sink) -> None:
        """Hand out one position or one unread row per record, and static reports where they change."""
        with source.unpacked() as stream:
            head = stream.read(HEAD_BYTES).removeprefix(b"\xef\xbb\xbf")
        first = json_records.first_records(head)
        known = None if source.mapping else _known(first, source.name)
        mapping = source.mapping or (known.mapping if known else None)
        if mapping is None:
            raise UnreadableError(f"{source.name}: the records' names are of no known layout")
        for note in known.notes if known else ():
            sink.note(note)
        named = json_records.names(first)
        path_of = {name: path for path, name in named.items()}
        columns = {role: path_of.get(how.column, how.column) for role, how in mapping.columns.items()}
        later: dict[str, None] = {}
        with TrackRows(source, sink, mapping) as table:
            for batch in _batches(json_records.records(source, head)):
                good = [each for each in batch if each.cells is not None]
                lost = [(each.number, each.why, each.excerpt) for each in batch if each.cells is None]
                later |= dict.fromkeys(path for each in good for path in each.cells or () if path not in named)
                rows = np.array([each.number for each in good], np.int64)
                table.take({role: _column(good, column) for role, column in columns.items()}, rows, lost)
            table.close()
        unread = [path for path in later if path not in columns.values()]
        if unread:
            sink.note(f"names that only later records bear, not read: {', '.join(unread[:_NAMES_TOLD])}")


def _known(first: list[Cells], name: str) -> Recognised | None:
    """Return what the records are. Raises UnreadableError for records of ships that could be two things."""
    named = json_records.names(first)
    if not named:
        return None
    header = list(named.values())
    found = recognise(header, name, [[cells.get(path) or "" for path in named] for cells in first])
    if found is None:
        refuse_foreign(header, name)
    return found


def _batches(records: Iterator[Record]) -> Iterator[list[Record]]:
    batch: list[Record] = []
    for each in records:
        batch.append(each)
        if len(batch) == BATCH_ROWS:
            yield batch
            batch = []
    if batch:
        yield batch


def _column(records: list[Record], column: str) -> Arrow:
    return pa.array([(each.cells or {}).get(column) for each in records], pa.string())
