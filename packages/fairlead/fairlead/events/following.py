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

from collections.abc import Iterable, Iterator, Mapping
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
    [
        *(_LEG[name] for name in (*POSITION, "track")),
        pa.field("on_track", pa.bool_()),
        pa.field("anew", pa.bool_()),
        pa.field("reports", pa.list_(pa.int64())),
    ]
)
"""Ends of tracks. ``on_track``: the last position of the track; ``anew``: the number must be followed from its
beginning; ``reports``, where hulls are told apart on the number: speeds and how often each was reported, in turn."""
_NEXT = ("t_us", "lat_e7", "lon_e7", "speed_dkn", "exhibit", "row")
_MOST_ROWS = 1 << 18  # of numbers that are worked on together; one number may have more
_ONE_US = 7 * 24 * shapes.US_PER_HOUR  # ours: a number that was one hull's for a week was so before
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

    Of a track two positions tell all that a later one is judged by: the last, and the last that is on the track, which
    is the last precise one unless that was heard more than an hour before it. Where hulls are told apart, so do the
    position that each took before its last, and the speeds that the number reported.
    """

    def __init__(self) -> None:
        self._tails: list[pa.RecordBatch] = []
        self.several: set[int] = set()  # numbers on which hulls were told apart
        self.moved: set[int] = set()  # those of which another hull than before has a position that was known

    def note(
        self, table: pa.RecordBatch, track: Ints, kept: Bools, coarse: Bools, reports: Mapping[int, list[int]]
    ) -> None:
        """Take down the ends of whole numbers, which come by track and time; ``kept``: on a track."""
        if not len(track):
            return
        mmsi, places = _ints(table, "mmsi"), np.arange(table.num_rows)
        ends = np.append(np.flatnonzero(track[1:] != track[:-1]), len(track) - 1)
        starts = np.append(0, ends[:-1] + 1)
        on_track = np.maximum.accumulate(np.where(kept, places, -1))[ends]
        before = (ends - 1)[(ends > starts) & np.isin(mmsi[ends], list(reports))]
        at = np.unique(np.concatenate([ends, on_track, before]))
        # that a copy was heard more precisely is forgotten with the copy
        copied = mmsi[at][_coarse(table.take(at)) & ~coarse[at]]
        told = [pa.array(found) for found in (track[at], np.isin(at, on_track), np.isin(mmsi[at], copied))]
        speeds = pa.array([reports.get(number) for number in mmsi[at].tolist()], TAILS.field("reports").type)
        columns = [*table.take(at).select(list(POSITION)).columns, *told, speeds]
        self._tails.append(pa.RecordBatch.from_arrays(columns, schema=TAILS))

    def tails(self) -> pa.Table:
        """Return the positions taken down (:data:`TAILS`)."""
        return pa.Table.from_batches(self._tails, TAILS)


class Known:
    """What :class:`Seen` left of numbers on which hulls were told apart before."""

    def __init__(self, tails: pa.Table) -> None:
        several = tails.filter(pc.is_valid(tails["reports"]))
        ends: list[dict[str, Any]] = several.to_pylist()
        self.reports: dict[int, list[int]] = {end["mmsi"]: end["reports"] for end in ends}
        self._hulls = {(end["exhibit"], end["row"]): end["track"] % TRACKS_PER_MMSI for end in ends}

    def of(self, one: pa.RecordBatch) -> tuple[Ints, Floats]:
        """Return which hull took each of a number's positions, -1 where it is not known, and all speeds reported."""
        at = zip(one.column("exhibit").to_pylist(), one.column("row").to_pylist(), strict=True)
        told = np.array(self.reports[one.column("mmsi")[0].as_py()], np.int64)
        return np.array([self._hulls.get(each, -1) for each in at], np.int64), np.repeat(told[::2], told[1::2])


def legs(
    batches: Iterable[pa.RecordBatch], parameters: Parameters, seen: Seen | None = None, known: Known | None = None
) -> Iterator[pa.RecordBatch]:
    """Yield the legs (shapes.LEGS) of positions, by track and time.

    ``batches`` have the columns :data:`POSITION`, none of number, time or place None, and come by number and time.
    ``seen`` is told what is left of each number. ``known``: what was left of those whose ends are among the positions.
    """
    known, seen = known or Known(TAILS.empty_table()), seen or Seen()
    for numbers in _whole_numbers(batches):
        table, coarse = _without_copies(_in_order(numbers))
        mmsi, onward_dm = _ints(table, "mmsi"), _onward_dm(table)
        ordinals, reports = np.zeros(len(mmsi), np.int64), {}
        concerned = _impossible(table, mmsi, onward_dm, parameters)
        for start, end in _runs(mmsi):
            number = int(mmsi[start])
            if concerned[start:end].any() or number in known.reports:
                one = table.slice(start, end - start)
                before, told = known.of(one) if number in known.reports else _until_then(one, concerned[start:end])
                ordinals[start:end], reports[number] = _ordinals(one, parameters, before, told)
                if (ordinals[start:end] != before)[before >= 0].any():
                    seen.moved.add(number)
        track = mmsi * TRACKS_PER_MMSI + ordinals
        if moved := bool(ordinals.any()):
            order = np.argsort(track, kind="stable")
            table, track, coarse = table.take(order), track[order], coarse[order]
        kept = ~_spare(track, _ints(table, "t_us"), coarse, parameters) if coarse.any() else np.ones(len(track), bool)
        seen.several.update(reports)
        seen.note(table, track, kept, coarse, reports)
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


def _until_then(one: pa.RecordBatch, concerned: Bools) -> tuple[Ints, Floats]:
    """Return what :meth:`Known.of` does of a number that shows for the first time to be several hulls.

    Until a week before its first impossible leg all its positions are one hull's.
    """
    t_us = _ints(one, "t_us")
    until = int(np.searchsorted(t_us, t_us[np.argmax(concerned)] - _ONE_US))
    return np.where(np.arange(len(t_us)) < until, 0, -1), _floats(one.column("speed_dkn"))[:until]


def _ordinals(one: pa.RecordBatch, parameters: Parameters, before: Ints, told: Floats) -> tuple[Ints, list[int]]:
    """Return the hull of each position of one number, and all speeds that it reported (as in :data:`TAILS`).

    ``before``: the hulls of positions that are known, -1 for others; ``told``: the speeds reported up to them.
    """
    speeds, fresh = _floats(one.column("speed_dkn")), before < 0
    reported = np.concatenate([told, speeds[fresh]])
    reach = np.zeros(len(speeds))
    reach[fresh] = reach_mps(reported, parameters)[len(told) :]
    found = hulls.assign(
        *(_ints(one, name) for name in ("t_us", "lat_e7", "lon_e7")),
        max_speed_mps=reach,
        slack_m=parameters.slack_dm / 10,
        moving=hulls.motion(speeds, _floats(one.column("course_ddeg"))),
        known=before,
    )
    counted = np.unique(reported[~np.isnan(reported)].astype(np.int64), return_counts=True)
    return found, np.column_stack(counted).ravel().tolist()


def reach_mps(speeds_dkn: Floats, parameters: Parameters) -> Floats:
    """Return, by position of one number, how fast its hulls may sail: a quarter above what was reported until then.

    Between usual and most. The highest hundredth of the speeds reported is not believed; before any was (NaN: none),
    the most counts. What is reported later tells nothing: no day added takes an earlier position to another hull.
    """
    reports, least = np.cumsum(~np.isnan(speeds_dkn)), parameters.usual_dkn
    reach_dkn = np.where(reports > 0, least, parameters.max_speed_dkn).astype(np.float64)
    could_dkn = np.minimum(speeds_dkn * 5 / 4, parameters.max_speed_dkn)
    for dkn in np.unique(could_dkn[could_dkn > least]).tolist():
        # believed is what more than a hundredth of the reports reach
        believed = np.cumsum(could_dkn >= dkn) >= reports - (reports - 1) * 99 // 100
        reach_dkn[believed & (reports > 0)] = dkn
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
