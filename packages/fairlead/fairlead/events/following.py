"""Positions, sorted by number and time → legs: each with its successor, hulls told apart. One pass, any engine.

1. Batches are cut anew where numbers end: what follows looks at whole numbers only.
2. Rows of one number and time are put in the order of latitude, longitude, exhibit and row; engines sort by number and
   time alone, which is half the work.
3. Overlapping copies (same number, time and position) count once: the one with the smallest (exhibit, row).
4. Numbers with an impossible leg are handed to ``hulls.assign``.
5. Coarse reports, of which no copy is precise, are set aside where the same hull was heard precisely shortly before.
6. Successors and distances.

It is plain Arrow and NumPy, since a chain of hulls is no query; so the same code runs beside DuckDB and inside Spark's
workers. Left out: sorting, files, and which positions are ships' (``tracks.py``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute

from fairlead import shapes
from fairlead.events import geodesy, hulls

pc: Any = pyarrow.compute
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

DM_PER_NAUTICAL_MILE = 18_520
TRACKS_PER_MMSI = hulls.MOST_HULLS
POSITION = ("mmsi", "t_us", "lat_e7", "lon_e7", "speed_dkn", "course_ddeg", "receiver", "exhibit", "row")
"""The columns that :func:`legs` takes."""
_LEG = {field.name: field for field in shapes.LEGS}
TAILS = pa.schema(
    [*(_LEG[name] for name in POSITION), pa.field("on_track", pa.bool_()), pa.field("shared", pa.bool_())]
)
"""Ends of numbers: ``on_track`` the last position of the track, ``shared``: the number must be followed anew."""
_NEXT = ("t_us", "lat_e7", "lon_e7", "speed_dkn", "exhibit", "row")
_MOST_ROWS = 1 << 18  # of numbers that are worked on together; one number may have more
_AT_ONCE = 1 << 14  # distances that are reckoned together: what they pass through stays in the processor's cache


@dataclass(frozen=True)
class Parameters:
    """When a leg is impossible for one hull."""

    max_speed_dkn: int = 600  # above the fastest ship in service: Francisco, 58.1 kn on trials (Incat, hull 069)
    usual_dkn: int = 300  # ours: above all but fast craft; how fast hulls on a shared number go unless one reports more
    slack_dm: int = 10_000  # ours: times rounded to the minute by sources, and receivers' errors
    coarse_us: int = shapes.US_PER_HOUR  # as gpsdio-segment: a message 27 within an hour of another is set aside


class Seen:
    """What is left of numbers that were followed, so that later positions can be followed without the earlier ones.

    Of a number that one hull uses three positions tell all that a later one is judged by: the last, the last that is
    on the track, and the last precise one. A number with an impossible leg is ``shared``, and must be followed anew
    from its beginning: how fast its hulls may sail, and which position is a stray, depend on all of them.
    """

    def __init__(self) -> None:
        self._tails: list[pa.RecordBatch] = []
        self.shared: set[int] = set()

    def note(self, table: pa.RecordBatch, kept: Bools, coarse: Bools, shared: Bools) -> None:
        """Take down the ends of whole numbers; ``kept``: on a track; ``shared``: of a number with an impossible leg."""
        mmsi, places = _ints(table, "mmsi"), np.arange(table.num_rows)
        if not len(mmsi):
            return
        ends = np.append(np.flatnonzero(mmsi[1:] != mmsi[:-1]), len(mmsi) - 1)
        starts = np.append(0, ends[:-1] + 1)
        self.shared.update(np.unique(mmsi[shared]).tolist())
        on_track = np.maximum.accumulate(np.where(kept, places, -1))[ends]
        precise = np.maximum.accumulate(np.where(coarse, -1, places))[ends]
        at = np.unique(np.concatenate([ends, on_track, precise[precise >= starts]]))
        onward = pa.array(np.isin(at, on_track))
        # that a copy was heard more precisely is forgotten with the copy
        copied = mmsi[at][_coarse(table.take(at)) & ~coarse[at]]
        also = pa.array(shared[at] | np.isin(mmsi[at], copied))
        columns = [*table.take(at).select(list(POSITION)).columns, onward, also]
        self._tails.append(pa.RecordBatch.from_arrays(columns, schema=TAILS))

    def tails(self) -> pa.Table:
        """Return the positions taken down (:data:`TAILS`)."""
        return pa.Table.from_batches(self._tails, TAILS)


def legs(
    batches: Iterable[pa.RecordBatch], parameters: Parameters, seen: Seen | None = None
) -> Iterator[pa.RecordBatch]:
    """Yield the legs (shapes.LEGS) of positions, by track and time.

    ``batches`` have the columns :data:`POSITION`, none of number, time or place None, and come by number and time.
    ``seen`` is told what is left of each number.
    """
    for numbers in _whole_numbers(batches):
        table, coarse = _without_copies(_in_order(numbers))
        mmsi, onward_dm = _ints(table, "mmsi"), _onward_dm(table)
        ordinals = np.zeros(len(mmsi), np.int64)
        concerned = _impossible(table, mmsi, onward_dm, parameters)
        for start, end in _runs(mmsi):
            if concerned[start:end].any():
                ordinals[start:end] = _ordinals(table.slice(start, end - start), parameters)
        track = mmsi * TRACKS_PER_MMSI + ordinals
        if moved := bool(ordinals.any()):
            order = np.argsort(track, kind="stable")
            table, track, coarse = table.take(order), track[order], coarse[order]
        kept = ~_spare(track, _ints(table, "t_us"), coarse, parameters) if coarse.any() else np.ones(len(track), bool)
        if seen is not None:
            seen.note(table, kept, coarse, np.isin(_ints(table, "mmsi"), np.unique(mmsi[concerned])))
        if spare := not kept.all():
            table, track = table.filter(pa.array(kept)), track[kept]
        yield _joined(table, track, _onward_dm(table) if moved or spare else onward_dm)


def _whole_numbers(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    waiting: list[pa.RecordBatch] = []
    rows, last = 0, None
    for batch in batches:
        if not batch.num_rows:
            continue
        mmsi = batch.column("mmsi").to_numpy()
        if last is not None and mmsi[0] != last and rows >= _MOST_ROWS:
            yield _one(waiting)
            waiting, rows = [], 0
        cut = int(np.searchsorted(mmsi, mmsi[-1]))  # where the batch's last number begins
        if cut and rows + cut >= _MOST_ROWS:
            yield _one([*waiting, batch.slice(0, cut)])
            waiting, rows, batch = [], 0, batch.slice(cut)
        waiting.append(batch)
        rows, last = rows + batch.num_rows, mmsi[-1]
    if waiting:
        yield _one(waiting)


def _one(batches: list[pa.RecordBatch]) -> pa.RecordBatch:
    return pa.Table.from_batches(batches).select(list(POSITION)).combine_chunks().to_batches()[0]


def _in_order(table: pa.RecordBatch) -> pa.RecordBatch:
    mmsi, t_us = _ints(table, "mmsi"), _ints(table, "t_us")
    same = (mmsi[1:] == mmsi[:-1]) & (t_us[1:] == t_us[:-1])
    if not same.any():
        return table
    tied = np.zeros(len(mmsi), np.bool_)
    tied[1:] |= same
    tied[:-1] |= same
    at = np.flatnonzero(tied)
    keys = [_ints(table, name)[at] for name in ("row", "exhibit", "lon_e7", "lat_e7", "t_us", "mmsi")]
    order = np.arange(len(mmsi))
    order[at] = at[np.lexsort(keys)]
    return table.take(order)


def _without_copies(table: pa.RecordBatch) -> tuple[pa.RecordBatch, Bools]:
    """Return each position once, and which are coarse: those of which no copy was heard precisely."""
    coarse = _coarse(table)
    columns = [_ints(table, name) for name in ("mmsi", "t_us", "lat_e7", "lon_e7")]
    first = np.append(True, ~np.logical_and.reduce([column[1:] == column[:-1] for column in columns]))
    if first.all():
        return table, coarse
    return table.filter(pa.array(first)), np.logical_and.reduceat(coarse, np.flatnonzero(first))


def _impossible(table: pa.RecordBatch, mmsi: Ints, onward_dm: Ints, parameters: Parameters) -> Bools:
    """Return which positions are followed, under the same number, by one that no hull can reach in time, with slack."""
    t_us = _ints(table, "t_us")
    hours = (t_us[1:] - t_us[:-1]) / shapes.US_PER_HOUR
    reach_dm = hours * (parameters.max_speed_dkn * DM_PER_NAUTICAL_MILE / 10) + parameters.slack_dm
    return np.append((onward_dm[:-1] > reach_dm) & (mmsi[1:] == mmsi[:-1]), False)


def _coarse(table: pa.RecordBatch) -> Bools:
    """Return which positions are messages 27: from a satellite, in tenths of a minute and whole knots and degrees.

    ITU-R M.1371-5 table 75. Told by the values, since tables of positions do not keep the kind of message; one
    position in three million of the others looks so by chance, if it gives tenths of a knot and of a degree.
    """
    found = np.asarray(pc.fill_null(pc.equal(table.column("receiver"), "satellite"), False), np.bool_)
    if not found.any():
        return found
    for name in ("speed_dkn", "course_ddeg"):
        found = found & (np.asarray(pc.fill_null(table.column(name), 0)) % 10 == 0)
    for name in ("lat_e7", "lon_e7"):
        # a multiple of a tenth of a minute, give or take what five decimals round away; 600 tenths a degree
        remainder = _ints(table, name) * 600 % 10**7
        found = found & ((remainder <= 600 * 50) | (remainder >= 10**7 - 600 * 50))
    return found


def _spare(track: Ints, t_us: Ints, coarse: Bools, parameters: Parameters) -> Bools:
    """Return which coarse positions are of a hull that was heard precisely shortly before."""
    spare = np.zeros(len(track), np.bool_)
    for start, end in _runs(track):
        if coarse[start:end].any():
            never = np.iinfo(np.int64).min // 2
            precise = np.maximum.accumulate(np.where(coarse[start:end], never, t_us[start:end]))
            spare[start:end] = coarse[start:end] & (t_us[start:end] - precise <= parameters.coarse_us)
    return spare


def _joined(table: pa.RecordBatch, track: Ints, onward_dm: Ints) -> pa.RecordBatch:
    """Return the legs of positions in the order of their tracks."""
    count = len(track)
    onward = np.append(track[1:] == track[:-1], False) if count else np.zeros(0, np.bool_)
    columns: dict[str, Any] = {name: table.column(name) for name in POSITION}
    columns["track"] = pa.array(track)
    for name in _NEXT:
        column = table.column(name)
        given = onward
        if column.null_count:
            given = onward & np.append(np.asarray(pc.is_valid(column))[1:], False)
            column = pc.fill_null(column, 0)
        columns[f"next_{name}"] = pa.array(np.append(column.to_numpy()[1:], 0), pa.int64(), mask=~given)
    columns["distance_dm"] = pa.array(onward_dm, pa.int64(), mask=~onward)
    return pa.RecordBatch.from_arrays([columns[name] for name in shapes.LEGS.names], schema=shapes.LEGS)


def _onward_dm(table: pa.RecordBatch) -> Ints:
    """Return the distance from each position to the next row's; 0 from the last."""
    lat, lon = _ints(table, "lat_e7"), _ints(table, "lon_e7")
    found = np.zeros(len(lat), np.int64)
    for first in range(0, len(lat) - 1, _AT_ONCE):
        end = min(first + _AT_ONCE, len(lat) - 1)
        here, there = slice(first, end), slice(first + 1, end + 1)
        found[here] = geodesy.distances_dm(lat[here], lon[here], lat[there], lon[there])
    return found


def _ordinals(one: pa.RecordBatch, parameters: Parameters) -> Ints:
    """Return the hull of each position of one number."""
    return hulls.assign(
        *(_ints(one, name) for name in ("t_us", "lat_e7", "lon_e7")),
        max_speed_mps=reach_mps(one.column("speed_dkn"), parameters),
        slack_m=parameters.slack_dm / 10,
        moving=hulls.motion(_floats(one.column("speed_dkn")), _floats(one.column("course_ddeg"))),
    )


def reach_mps(speed_dkn: Any, parameters: Parameters) -> Floats:
    """Return, by position of one number, how fast its hulls may sail: a quarter above what was reported until then.

    Between usual and most. The highest hundredth of the speeds reported is not believed; before any was, the most
    counts. What is reported later tells nothing of it: no day added takes an earlier position to another hull.
    """
    speeds = np.nan_to_num(_floats(speed_dkn), nan=-1.0)
    reports = np.cumsum(speeds >= 0)
    reach_dkn = np.where(reports > 0, parameters.usual_dkn, parameters.max_speed_dkn).astype(np.float64)
    faster = np.minimum(speeds, parameters.max_speed_dkn)
    for told in np.unique(faster[faster * 5 / 4 > parameters.usual_dkn]).tolist():
        # believed is the speed that this many reports, or more, reach or exceed
        believed = np.cumsum(faster >= told) >= reports - (reports - 1) * 99 // 100
        reach_dkn[believed & (reports > 0)] = min(parameters.max_speed_dkn, told * 5 / 4)
    return reach_dkn * DM_PER_NAUTICAL_MILE / 100 / 3_600


def _runs(values: Ints) -> Iterator[tuple[int, int]]:
    """Yield start and end of each run of equal values."""
    if len(values):
        yield from pairwise([0, *(np.flatnonzero(values[1:] != values[:-1]) + 1).tolist(), len(values)])


def _ints(table: pa.RecordBatch, name: str) -> Ints:
    return np.asarray(table.column(name), np.int64)


def _floats(column: Any) -> Floats:
    """Return integers as floats, NaN for None."""
    return np.asarray(pc.fill_null(pc.cast(column, pa.float64()), float("nan")))
