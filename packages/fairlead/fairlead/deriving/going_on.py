"""Legs and events of a case to which positions were added: the older ones are taken up, with the rows of a whole run.

1. Numbers are parted: those whose added positions are all later than what was heard of them go on from the ends of
   their tracks (``following.Seen``). Followed anew from their beginning are those with a position that came late, those
   that show for the first time to be several hulls, and those whose last position of before was a stray.
2. Legs are put beside the older ones; only files that hold a leg which is no longer are written again. Most legs of a
   number followed anew are as they were: what hulls did is not judged by what they reported later.
3. What changed, and since when, is told to ``events.adding``, which derives what may differ.

DuckDB alone, inside this process. Where more was added than is held in memory, or so many numbers have to be followed
anew that nothing is spared, ``legs`` returns None and the caller makes all again. Left out: which runs may be gone on
from (``derive.py``).
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute
import pyarrow.parquet as pq

from fairlead import shapes
from fairlead.events import encounter, following, legs_folder, tracks
from fairlead.events.adding import added
from fairlead.events.following import POSITION, TAILS, Known, Seen

if TYPE_CHECKING:
    import ibis.expr.types as ir

pc: Any = pyarrow.compute
TAILS_NAME = "tails.parquet"
_CHANGED = "changed.json"
NEVER_US = 2**60
_MOST_ANEW = 0.25  # of all legs: beyond it nothing is spared
_MOST_NEW = 1 << 22  # positions: what is added is held in memory
_MOST_HELD = 1 << 20  # positions of numbers followed anew that are held in memory at once
_NONE = -(2**62)  # in the place of None, among numbers that never are
_AT = {name: at for at, name in enumerate(shapes.LEGS.names)}


@dataclass(frozen=True)
class Before:
    """What the last run left: its folder, and the exhibits of which it read positions."""

    folder: Path
    exhibits: frozenset[str]


def follow(folder: Path, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Yield legs of positions and put down, before the last, what later positions will be judged by."""
    seen = Seen()
    yield from following.legs(batches, following.Parameters(), seen)
    _replace(seen.tails(), folder / TAILS_NAME)


def legs(before: Before, folder: Path, opened: Any, positions: ir.Table, new: ir.Table) -> added.Changed | None:
    """Make ``<folder>/legs.parquet`` of the legs before and the ``new`` positions; None where that spares nothing.

    ``positions`` are all, old and new, in their shape. What was made already by a run that was killed stays.
    """
    made, told = folder / "legs.parquet", folder / _CHANGED
    if made.exists() and told.exists():
        return _changed(json.loads(told.read_text()))
    old = before.folder / "legs.parquet"
    tails = pq.read_table(before.folder / TAILS_NAME)
    if int(new.count().to_pyarrow().as_py()) > _MOST_NEW:
        return None
    heard = tracks.ships(new).select(*POSITION)
    first = heard.group_by("mmsi").agg(first_us=heard.t_us.min()).to_pyarrow()
    firsts: dict[Any, Any] = dict(zip(first["mmsi"].to_pylist(), first["first_us"].to_pylist(), strict=True))
    late = _late(firsts, tails)
    keep = opened.keep(folder / "unsealed", resume=False)
    whole = heard.filter(heard.mmsi.notin(sorted(late))) if late else heard
    ends = tails.filter(pc.and_(pc.is_in(tails["mmsi"], pa.array(sorted(firsts), pa.int64())), _not(tails, late)))
    onward = _Onward(ends)
    _replace(ends, folder / "ends.parquet")
    known = opened.table([folder / "ends.parquet"], TAILS).select(*POSITION)
    going_on = list(onward.legs(keep.in_order(whole.union(known.cast(dict(whole.schema()))))))
    anew = late | onward.anew()
    rows_of = _rows_of(positions, anew)
    if sum(rows_of.values()) > _MOST_ANEW * legs_folder.rows(old):
        return None
    part, seen = made.with_suffix(".part"), Seen()
    differs = _Differs(onward.known, [first for mmsi, first in firsts.items() if mmsi not in anew])

    def fresh() -> Iterator[pa.RecordBatch]:
        for batch in going_on:
            yield differs.onward(_without(batch, anew))
        again, legs_before = tracks.ships(positions).select(*POSITION), opened.table([old], shapes.LEGS)
        for some in _parts(rows_of):
            theirs = legs_before.filter(legs_before.mmsi.isin(some)).select(*shapes.LEGS.names).to_pyarrow()
            batches = list(keep.in_order(again.filter(again.mmsi.isin(some))))
            for batch in following.legs(batches, following.Parameters(), seen):
                yield differs.anew(theirs.filter(pc.is_in(theirs["mmsi"], pc.unique(batch.column("mmsi")))), batch)

    shutil.rmtree(part, ignore_errors=True)
    still = legs_folder.still_open(old, {*firsts, *anew})
    legs_folder.write(part, fresh(), still, beside=old)
    legs_folder.take_over(old, part, differs.gone)
    kept = tails.filter(_not(tails, set(firsts) | anew))
    onward_tails = onward.seen.tails()
    _replace(pa.concat_tables([kept, onward_tails.filter(_not(onward_tails, anew)), seen.tails()]), folder / TAILS_NAME)
    told.write_text(json.dumps(differs.told()))
    part.replace(made)
    return _changed(differs.told())


class _Onward:
    """Follows numbers from the ends of their tracks: legs that were told before are not told again."""

    def __init__(self, ends: pa.Table) -> None:
        self.seen, self._known = Seen(), Known(ends)
        last = ends.filter(ends["on_track"])
        self.known: dict[Any, Any] = dict(zip(last["track"].to_pylist(), last["t_us"].to_pylist(), strict=True))
        told = ends.filter(pc.invert(ends["on_track"]))
        self._told: set[tuple[Any, Any]] = set(zip(told["exhibit"].to_pylist(), told["row"].to_pylist(), strict=True))

    def legs(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in following.legs(batches, following.Parameters(), self.seen, self._known):
            old = pa.array(sorted({row for _, row in self._told}), pa.int64())
            maybe = np.flatnonzero(pc.is_in(batch.column("row"), old).to_numpy(zero_copy_only=False))
            exhibits, rows = batch.column("exhibit").to_numpy(), batch.column("row").to_numpy()
            fresh = np.ones(batch.num_rows, bool)
            for at in maybe.tolist():
                fresh[at] = (int(exhibits[at]), int(rows[at])) not in self._told
            yield batch.filter(pa.array(fresh))

    def anew(self) -> set[int]:
        """Return the numbers that could not go on from there: hulls are told apart on them for the first time, or other
        ones than before."""
        return (self.seen.several - self._known.reports.keys()) | self.seen.moved


def _late(firsts: Mapping[int, int], tails: pa.Table) -> set[int]:
    """Return the numbers heard anew that cannot go on from their ends: a position came late, or what tells it apart is
    not among the ends (``following.Seen.note``)."""
    unsure = set(tails.filter(tails["anew"])["mmsi"].to_pylist())
    last = tails.group_by("mmsi").aggregate([("t_us", "max")])
    known: dict[Any, Any] = dict(zip(last["mmsi"].to_pylist(), last["t_us_max"].to_pylist(), strict=True))
    return {mmsi for mmsi, first in firsts.items() if mmsi in unsure or (mmsi in known and first <= known[mmsi])}


def _rows_of(positions: ir.Table, numbers: Collection[int]) -> dict[int, int]:
    """Return how many positions some numbers have."""
    if not numbers:
        return {}
    own = positions.filter(positions.mmsi.isin(sorted(numbers)))
    counted = own.group_by("mmsi").agg(rows=own.count()).to_pyarrow()
    return dict(zip(counted["mmsi"].to_pylist(), counted["rows"].to_pylist(), strict=True))


def _parts(rows_of: Mapping[int, int]) -> Iterator[list[int]]:
    """Yield numbers in parts that have few enough positions to be held in memory; one number may have more."""
    some: list[int] = []
    held = 0
    for number in sorted(rows_of):
        if some and held + rows_of[number] > _MOST_HELD:
            yield some
            some, held = [], 0
        some.append(number)
        held += rows_of[number]
    if some:
        yield some


def _not(table: Any, numbers: Collection[int]) -> Any:
    return pc.invert(pc.is_in(table["mmsi"], pa.array(sorted(numbers), pa.int64())))


def _without(batch: pa.RecordBatch, numbers: Collection[int]) -> pa.RecordBatch:
    gone = pc.is_in(batch.column("mmsi"), pa.array(sorted(numbers), pa.int64()))
    return batch.filter(pc.invert(gone)) if numbers else batch


class _Differs:
    """Takes down what is other than it was, while legs are made: on which tracks, since when, and which are gone."""

    def __init__(self, known: Mapping[int, int], since: list[int]) -> None:
        """Take the last time known of each track that goes on, and the times at which those were first heard since."""
        self._known = known
        self._since = since
        self._way: list[int] = []
        self._tracks: dict[int, int | None] = {}
        # legs with a successor that are no longer: number and time, by exhibit and row
        self.gone: dict[tuple[int, int], tuple[int, int]] = {}

    def onward(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Take down legs that follow on others, and return them."""
        for track in pc.unique(batch.column("track")).to_pylist():
            self._tracks[track] = self._known.get(track)
        short_us = 2 * encounter.Parameters().heard_min * 60 * shapes.US_PER_SECOND
        lasted = pc.subtract(batch.column("next_t_us"), batch.column("t_us"))
        short = batch.filter(pc.fill_null(pc.less_equal(lasted, short_us), False))
        self._way += [pc.min(short.column("t_us")).as_py()] if short.num_rows else []
        return batch

    def anew(self, old: pa.Table, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Take down how the legs of some numbers differ from the older ones; return those that do, and open ones.

        Each leg is of one position: its exhibit and row are in each of both once at most.
        """
        new = pa.Table.from_batches([batch], shapes.LEGS)
        receivers: dict[str | None, int] = {}
        was, now = (_rows(table, receivers) for table in (old, new))
        here, there = _pairs(*(each[:, [_AT["exhibit"], _AT["row"]]] for each in (was, now)))
        same = (was[here] == now[there]).all(axis=1)
        only_was, only_now = np.ones(len(was), bool), np.ones(len(now), bool)
        only_was[here[same]] = only_now[there[same]] = False
        track, t_us = (
            np.concatenate([was[only_was, _AT[name]], now[only_now, _AT[name]]]) for name in ("track", "t_us")
        )
        for one in np.unique(track).tolist():
            first_us = int(t_us[track == one].min())
            known = now[~only_now & (now[:, _AT["track"]] == one), _AT["t_us"]]
            known = known[known < first_us]
            self._tracks[one] = int(known.max()) if len(known) else None
            self._since.append(first_us)
        settled = only_was & (was[:, _AT["next_t_us"]] != _NONE)
        exhibits, rows, numbers, times = (
            was[settled, _AT[name]].tolist() for name in ("exhibit", "row", "mmsi", "t_us")
        )
        self.gone |= zip(zip(exhibits, rows, strict=True), zip(numbers, times, strict=True), strict=True)
        return batch.filter(pa.array(only_now | (now[:, _AT["next_t_us"]] == _NONE)))

    def told(self) -> dict[str, Any]:
        """Return what :class:`added.Changed` holds, as JSON does."""
        since_us = min(self._since, default=NEVER_US)
        return {
            "tracks": sorted(self._tracks.items()),
            "since_us": since_us,
            "way_us": min([since_us, *self._way]),
        }


def _pairs(one: Any, other: Any) -> tuple[Any, Any]:
    """Return which rows of two arrays of two columns are equal, as numbers of both; no row is twice in either."""
    both = np.concatenate([one, other])
    order = np.lexsort((both[:, 1], both[:, 0]))
    equal = np.flatnonzero((both[order[1:]] == both[order[:-1]]).all(axis=1))
    return order[equal], order[equal + 1] - len(one)


def _rows(table: pa.Table, receivers: dict[str | None, int]) -> Any:
    """Return legs as rows of integers, in the order of their columns; None is a number that nothing else is.

    ``receivers`` numbers their names, and is added to.
    """
    columns = []
    for name in shapes.LEGS.names:
        column: Any = table[name].combine_chunks()
        if pa.types.is_string(column.type):
            told = column.dictionary_encode()
            numbers = [receivers.setdefault(text, len(receivers)) for text in (*told.dictionary.to_pylist(), None)]
            at = pc.fill_null(told.indices, len(numbers) - 1).to_numpy()
            columns.append(np.array(numbers, np.int64)[at])
        else:
            columns.append(pc.fill_null(column, _NONE).to_numpy())
    return np.column_stack(columns) if table.num_rows else np.zeros((0, len(columns)), np.int64)


def _changed(told: Mapping[str, Any]) -> added.Changed:
    tracks_of = [pa.array([row[at] for row in told["tracks"]], pa.int64()) for at in (0, 1)]
    return added.Changed(pa.table(tracks_of, names=["track", "known_us"]), told["since_us"], told["way_us"])


def _replace(table: pa.Table, path: Path) -> None:
    part = path.with_suffix(".part")
    pq.write_table(table.cast(TAILS), part)
    part.replace(path)
