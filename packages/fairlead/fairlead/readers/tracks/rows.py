"""Turns batches of a table's columns into positions and static reports. How the table is stored is its reader's matter.

Each data row gives one position or one unread row, never both and never none. A row whose position is "not available"
stays a position without one. A static report comes with a row where what the table says of the ship (IMO number, name,
call sign, type, draught, destination, dimensions) differs from what the last row of that MMSI that said anything said;
rows that say nothing of the ship are no report. Values that AIS cannot hold are taken as not given, and counted.
"""

from __future__ import annotations

import os
from collections import Counter, deque
from collections.abc import Mapping as Dict
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from fairlead import shapes
from fairlead.readers.reader import Sink, Source
from fairlead.readers.tracks import web_mercator
from fairlead.readers.tracks.ais_words import CARGO_TYPE_WORDS, SHIP_TYPE_WORDS, STATUS_WORDS
from fairlead.readers.tracks.cells import (
    ROUNDED,
    Arrow,
    Bools,
    Column,
    Ints,
    absent,
    identifiers,
    names,
    pc,
    scaled,
    texts,
    words,
)
from fairlead.readers.tracks.changes import Changes
from fairlead.readers.tracks.mapping import Mapping
from fairlead.readers.tracks.times import times
from fairlead.subjects import mmsi as numbers

# role → least, most, and the value that means "not available", in stored units (ITU-R M.1371-5, annex 8, tables 48, 52)
_LIMITS: dict[str, tuple[int, int, int]] = {
    "speed": (0, 1022, 1023),
    "course": (0, 3599, 3600),
    "heading": (0, 3599, 5110),
    "status": (0, 14, 15),
    "draught": (1, 255, 0),
    "length": (1, 10220, 0),
    "beam": (1, 1260, 0),
    "ship_type": (1, 255, 0),
}
# The same, where the row cannot be read if the value is beyond the limits.
_PLACES = {"lat": (90 * shapes.E7, 91 * shapes.E7), "lon": (180 * shapes.E7, 181 * shapes.E7)}

BATCHES_AHEAD = 4  # drawn but not handed over; each holds some megabytes
UNKNOWN_RECEIVERS_TOLD = 20

Unread = tuple[int, str, str]  # row, why, excerpt

_TEXTS = ("name", "call_sign", "destination")
_STATIC = ("imo", "ship_type", "draught", "length", "beam")


@dataclass
class _Drawn:
    """What one batch gives by itself, whatever came before it; made on any thread."""

    rows: Ints
    columns: dict[str, Column]
    kept: Bools
    unread: list[Unread]
    receiver: Arrow
    positions: pa.RecordBatch
    said: dict[str, Arrow | None]  # texts by role; None where the table has no such column
    reports: tuple[Bools, npt.NDArray[np.uint64]] | None  # None where the table says nothing of ships
    out_of_range: Counter[str] = field(default_factory=Counter)
    unknown_words: Counter[str] = field(default_factory=Counter)
    receivers: Counter[str] = field(default_factory=Counter)  # unknown ones


class TrackRows:
    """Takes batches of columns by role and hands positions, static reports and unread rows to the sink.

    1. Each batch is drawn by itself, on as many threads as there are cores, some batches ahead.
    2. What was drawn is handed over in the order of the batches, so that threads change nothing that is told.

    It is a context manager, so that no thread outlives a refusal.
    """

    def __init__(self, source: Source, sink: Sink, mapping: Mapping) -> None:
        self._key = source.key
        self._name = source.name
        self._begun = False
        self._sink = sink
        self._mapping = mapping
        self._changes = Changes()
        self._out_of_range: Counter[str] = Counter()
        self._unknown_words: Counter[str] = Counter()
        self._receivers: Counter[str] = Counter()
        self._pool = ThreadPoolExecutor(os.cpu_count() or 1, "draw")
        self._ahead: deque[Future[_Drawn]] = deque()
        sink.rows("positions", shapes.POSITIONS.empty_table())
        sink.rows("static_reports", shapes.STATIC_REPORTS.empty_table())

    def __enter__(self) -> TrackRows:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def take(self, cells: Dict[str, Arrow], rows: Ints, lost: Sequence[Unread] = ()) -> None:
        """Read one batch: ``cells`` by role, and the number of each row (from 1), rising.

        ``lost`` are rows among them that have no cells, so that unread rows come in order.
        """
        first, self._begun = not self._begun, True
        self._ahead.append(self._pool.submit(self._draw, cells, rows, lost, first=first))
        while len(self._ahead) > BATCHES_AHEAD:
            self._hand_over(self._ahead.popleft().result())

    def close(self, lost: Sequence[Unread] = ()) -> None:
        """Hand over what is left, ``lost`` rows last, and tell what was taken as not given, over the whole table."""
        while self._ahead:
            self._hand_over(self._ahead.popleft().result())
        for unread in lost:
            self._sink.unread(*unread)
        for role, count in sorted(self._out_of_range.items()):
            column = self._mapping.columns[role].column if role in self._mapping.columns else role
            self._sink.note(f"{column}: {count} values that AIS cannot hold, taken as not given")
        for role, count in sorted(self._unknown_words.items()):
            self._sink.note(f"{self._mapping.columns[role].column}: {count} unknown words, taken as not given")
        for word, count in sorted(self._receivers.items()):
            self._sink.note(
                f"receiver {word!r} ({count} rows) is neither terrestrial nor satellite, taken as not given"
            )

    # --- 1. one batch by itself: nothing here may change ``self`` ------------------------------------------------

    def _draw(self, cells: Dict[str, Arrow], rows: Ints, lost: Sequence[Unread], *, first: bool) -> _Drawn:
        cells = {role: _plain(column) for role, column in cells.items()}
        unknown_words: Counter[str] = Counter()
        columns = self._columns(cells, unknown_words)
        if first:
            names_of = (self._mapping.columns["lat"].column, self._mapping.columns["lon"].column)
            web_mercator.refuse_metres(columns["lat"], columns["lon"], names_of, self._name)
        out_of_range = _limit(columns)
        for role in (*_LIMITS, "imo"):
            columns.setdefault(role, absent(len(rows)))
        kept, refused = self._refuse(columns, cells, rows)
        receiver, receivers = self._receiver(cells.get("receiver"), len(rows))
        said = {role: names(cells[role]) if role in cells else None for role in _TEXTS}
        tells = any(role in cells for role in (*_TEXTS, *_STATIC)) or columns["length"].given.any()
        told = [columns[role] for role in _STATIC]
        return _Drawn(
            rows,
            columns,
            kept,
            sorted((*refused, *lost)),
            receiver,
            self._positions(columns, receiver, rows, kept),
            said,
            self._changes.hashes(len(rows), told, list(said.values())) if tells else None,
            out_of_range,
            unknown_words,
            receivers,
        )

    def _columns(self, cells: Dict[str, Arrow], unknown_words: Counter[str]) -> dict[str, Column]:
        drawn: dict[str, Column] = {}
        for role, column in cells.items():
            how, missing = self._mapping.columns[role], self._mapping.missing
            if role == "mmsi":
                drawn[role] = identifiers(column, missing=missing)
            elif role == "imo":
                drawn[role] = identifiers(column, "IMO", missing)
            elif role in ("time", "written"):
                drawn[role] = times(column, how.times, missing)
            elif role in ("status", "ship_type", "cargo_type"):
                drawn[role], unknown = words(column, _WORDS[role], missing)
                _count(unknown_words, role, unknown)
            elif role == "millisecond":
                drawn[role] = scaled(column, Fraction(1), missing=missing)
            elif role not in (*_TEXTS, "receiver"):
                drawn[role] = scaled(column, how.factor, self._mapping.decimal, missing)
                if how.mercator:
                    drawn[role] = web_mercator.degrees(role, drawn[role])
                if how.whole:
                    units = scaled(column, Fraction(10), self._mapping.decimal, missing)
                    drawn[role].refuse(units.values % 10 != 0, "not a whole number, as this table writes all others")
        _confirm(drawn)
        _milliseconds(drawn)
        if years := self._mapping.columns["mmsi"].own_in:
            _set_apart(drawn["mmsi"], drawn["time"], years)
        return drawn

    def _refuse(self, drawn: dict[str, Column], cells: Dict[str, Arrow], rows: Ints) -> tuple[Bools, list[Unread]]:
        """Return which rows are kept, and the others, each with the first of its bad cells."""
        kept = np.ones(len(rows), np.bool_)
        whys: dict[int, tuple[str, str]] = {}
        for role, column in drawn.items():
            for index, why in column.bad.items():
                whys.setdefault(index, (role, why))
        bad = sorted(whys)
        if not bad:
            return kept, []
        columns = self._mapping.columns
        found = {columns[role].column: shown(column.take(pa.array(bad, pa.int64()))) for role, column in cells.items()}
        refused: list[Unread] = []
        for place, index in enumerate(bad):
            role, why = whys[index]
            name = columns[role].column
            excerpt = ", ".join(f"{each}={values[place]}" for each, values in found.items())
            refused.append((int(rows[index]), f"{name} is {why}: {str(found[name][place])[:80]!r}", excerpt))
        kept[bad] = False
        return kept, refused

    def _receiver(self, column: Arrow | None, length: int) -> tuple[Arrow, Counter[str]]:
        unknown: Counter[str] = Counter()
        if column is None:
            return pa.nulls(length, pa.string()), unknown
        values = self._mapping.columns["receiver"].values or {"terrestrial": "terrestrial", "satellite": "satellite"}
        encoded = pc.dictionary_encode(texts(column))
        found = [text.strip().lower() for text in encoded.dictionary.to_pylist()]
        counts = np.bincount(np.asarray(encoded.indices.drop_null()), minlength=len(found))
        for word, count in zip(found, counts.tolist(), strict=True):
            if word not in values and word not in self._mapping.missing:
                unknown[word[:40]] += count
        return pa.array([values.get(word) for word in found], pa.string()).take(encoded.indices), unknown

    def _positions(self, drawn: dict[str, Column], receiver: Arrow, rows: Ints, kept: Bools) -> pa.RecordBatch:
        roles = ("mmsi", "time", "lat", "lon", "speed", "course", "heading", "status")
        arrays = [_constant(self._key, len(rows)), pa.array(rows), *(drawn[role].array() for role in roles), receiver]
        return _kept(arrays, shapes.POSITIONS, kept)

    # --- 2. in the order of the batches --------------------------------------------------------------------------

    def _hand_over(self, drawn: _Drawn) -> None:
        self._out_of_range.update(drawn.out_of_range)
        self._unknown_words.update(drawn.unknown_words)
        for word, count in drawn.receivers.items():
            if word in self._receivers or len(self._receivers) < UNKNOWN_RECEIVERS_TOLD:
                self._receivers[word] += count
        for unread in drawn.unread:
            self._sink.unread(*unread)
        self._sink.rows("positions", drawn.positions)
        self._static_reports(drawn)

    def _static_reports(self, drawn: _Drawn) -> None:
        if drawn.reports is None:
            return
        columns, rows = drawn.columns, drawn.rows
        changed = self._changes.find(columns["mmsi"].values, *drawn.reports, drawn.kept)
        at = np.flatnonzero(changed)
        if not len(at):
            return
        indices = pa.array(at)
        nothing = pa.nulls(len(rows), pa.string())
        name, call_sign, destination = (nothing if column is None else column for column in drawn.said.values())
        imo, ship_type, draught, length, beam = (columns[role].array() for role in _STATIC)
        mmsi, time = columns["mmsi"].array(), columns["time"].array()
        key = _constant(self._key, len(rows))
        arrays = [key, pa.array(rows), mmsi, time, imo, name, call_sign, ship_type, draught, destination, length, beam]
        taken = [array.take(indices) for array in (*arrays, drawn.receiver)]
        self._sink.rows("static_reports", pa.RecordBatch.from_arrays(taken, schema=shapes.STATIC_REPORTS))


_WORDS = {"status": STATUS_WORDS, "ship_type": SHIP_TYPE_WORDS, "cargo_type": CARGO_TYPE_WORDS}


def _limit(drawn: dict[str, Column]) -> Counter[str]:
    """Take as not given what AIS cannot hold, refuse what is no position; return how many of which column."""
    out_of_range: Counter[str] = Counter()
    mmsi = drawn["mmsi"]
    for index in np.flatnonzero(~mmsi.given).tolist():
        mmsi.bad.setdefault(index, "not given")
    for role, (most, unavailable) in _PLACES.items():
        drawn[role].drop(drawn[role].values == unavailable)
        drawn[role].refuse(np.abs(drawn[role].values) > most, "beyond what a position can be")
    if "imo" in drawn:
        drawn["imo"].drop(drawn["imo"].values == 0)
    _dimensions(drawn)
    _second_digit(drawn)
    for role, (least, most, unavailable) in _LIMITS.items():
        if role in drawn:
            column = drawn[role]
            column.drop(column.values == unavailable)
            _count(out_of_range, role, column.drop((column.values < least) | (column.values > most)))
    return out_of_range


def _set_apart(mmsi: Column, time: Column, years: tuple[int, int]) -> None:
    """Move the numbers that a publisher wrote instead of MMSI, in these years, to where no MMSI is."""
    begin, end = (np.datetime64(str(year), "us").astype(np.int64) for year in (years[0], years[1] + 1))
    own = mmsi.given & time.given & (time.values >= begin) & (time.values < end)
    own &= (mmsi.values >= 0) & (mmsi.values < numbers.OWN)
    mmsi.values = np.where(own, mmsi.values + numbers.OWN, mmsi.values)


def _count(counter: Counter[str], role: str, count: int) -> None:
    if count:
        counter[role] += count


def _plain(column: Arrow) -> Arrow:
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if isinstance(column, pa.ExtensionArray):
        column = column.storage
    if pa.types.is_null(column.type) or pa.types.is_large_string(column.type):
        column = column.cast(pa.string())
    return column


def shown(cells: Arrow) -> list[Any]:
    """Return cells for a person to read; times that no calendar holds as plain numbers."""
    try:
        return cells.to_pylist()  # type: ignore[no-any-return]
    except (OverflowError, ValueError, LookupError):  # LookupError: a zone that this machine does not know
        return pc.cast(cells, pa.int64()).to_pylist()  # type: ignore[no-any-return]


def _constant(value: int, length: int) -> Arrow:
    return pa.array(np.full(length, value, np.int64))


def _kept(arrays: list[Arrow], schema: pa.Schema, kept: Bools) -> pa.RecordBatch:
    batch = pa.RecordBatch.from_arrays(arrays, schema=schema)
    return batch if kept.all() else batch.filter(pa.array(kept))


def _confirm(drawn: dict[str, Column]) -> None:
    """Keep rounded times where the time written beside them, to the second, shows that rounding lost nothing."""
    written, time = drawn.pop("written", None), drawn["time"]
    if written is None:
        return
    for index in [index for index, why in time.bad.items() if why == ROUNDED]:
        if written.given[index] and written.values[index] == time.values[index]:
            del time.bad[index]
            time.given[index] = True


def _milliseconds(drawn: dict[str, Column]) -> None:
    """Add to the times the milliseconds that a column of their own gives."""
    beside = drawn.pop("millisecond", None)
    if beside is not None:
        time = drawn["time"]
        time.bad.update(beside.bad)
        time.values = time.values + np.where(beside.given, beside.values, 0) * 1_000


def _dimensions(drawn: dict[str, Column]) -> None:
    """Add length and beam from the distances to the antenna, where the table gives those; a whole of 0 is not given."""
    for whole, parts in (("length", ("to_bow", "to_stern")), ("beam", ("to_port", "to_starboard"))):
        halves = [drawn[part] for part in parts if part in drawn]
        if len(halves) == 2 and whole not in drawn:
            drawn[whole] = Column(halves[0].values + halves[1].values, halves[0].given & halves[1].given)


def _second_digit(drawn: dict[str, Column]) -> None:
    """Add the cargo category's digit to the ship types that have one (ITU-R M.1371-5, table 53: 2x, 4x, 6x to 9x)."""
    cargo = drawn.pop("cargo_type", None)
    if cargo is not None and "ship_type" in drawn:
        ship = drawn["ship_type"]
        open_digit = np.isin(ship.values, (20, 40, 60, 70, 80, 90)) & cargo.given
        ship.values = ship.values + np.where(open_digit, cargo.values, 0)
