"""Legs and events of a case to which positions were added: the older ones are taken up, with the rows of a whole run.

1. Numbers are parted: those whose added positions are all later than what was heard of them, and that no leg shows to
   be several hulls, go on from their ends (``following.Seen``). All others are followed anew from their beginning.
2. Legs are put beside the older ones; only files that hold a number followed anew are written again.
3. What changed, and since when, is told to ``events.adding``, which derives what may differ.

DuckDB alone, inside this process. Where more was added than is held in memory, or so many numbers have to be followed
anew that nothing is spared, ``legs`` returns None and the caller makes all again. Left out: which runs may be gone on
from (``derive.py``).
"""

from __future__ import annotations

import json
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
from fairlead.events.following import POSITION, TAILS, TRACKS_PER_MMSI, Seen

if TYPE_CHECKING:
    import ibis.expr.types as ir

pc: Any = pyarrow.compute
TAILS_NAME = "tails.parquet"
_CHANGED = "changed.json"
_NEVER_US = 2**60
_MOST_ANEW = 0.25  # of all legs: beyond it nothing is spared
_MOST_NEW = 1 << 22  # positions, and half as many of numbers followed anew: what is added is held in memory


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
    firsts = dict(zip(first["mmsi"].to_pylist(), first["first_us"].to_pylist(), strict=True))
    late = _late(firsts, tails)
    keep = opened.keep(folder / "unsealed", resume=False)
    whole = heard.filter(heard.mmsi.notin(sorted(late))) if late else heard
    ends = tails.filter(pc.and_(pc.is_in(tails["mmsi"], pa.array(sorted(firsts), pa.int64())), _not(tails, late)))
    onward = _Onward(ends)
    _replace(ends, folder / "ends.parquet")
    known = opened.table([folder / "ends.parquet"], TAILS).select(*POSITION)
    going_on = list(onward.legs(keep.in_order(whole.union(known.cast(dict(whole.schema()))))))
    anew = late | onward.seen.shared
    if _rows_of(positions, anew) > min(_MOST_NEW // 2, _MOST_ANEW * legs_folder.rows(old)):
        return None
    again, seen = tracks.ships(positions).select(*POSITION), Seen()
    made_anew = []
    if anew:
        batches = keep.in_order(again.filter(again.mmsi.isin(sorted(anew))))
        made_anew = list(following.legs(batches, following.Parameters(), seen))
    part = made.with_suffix(".part")
    changed = _differ(onward, legs_folder.of_numbers(old, anew), made_anew, anew, going_on, firsts)
    still = legs_folder.grown(old, part, firsts.keys(), anew)
    fresh = [_without(batch, anew) for batch in going_on] + made_anew
    legs_folder.write(part, fresh, still)
    kept = tails.filter(_not(tails, set(firsts) | anew))
    onward_tails = onward.seen.tails()
    _replace(pa.concat_tables([kept, onward_tails.filter(_not(onward_tails, anew)), seen.tails()]), folder / TAILS_NAME)
    told.write_text(json.dumps(changed))
    part.replace(made)
    return _changed(changed)


class _Onward:
    """Follows numbers from their ends: legs that were told before are not told again."""

    def __init__(self, ends: pa.Table) -> None:
        self.seen = Seen()
        last = ends.filter(ends["on_track"])
        self.known = dict(zip(last["mmsi"].to_pylist(), last["t_us"].to_pylist(), strict=True))
        told = ends.filter(pc.invert(ends["on_track"]))
        self._told: set[tuple[Any, Any]] = set(zip(told["exhibit"].to_pylist(), told["row"].to_pylist(), strict=True))

    def legs(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in following.legs(batches, following.Parameters(), self.seen):
            old = pa.array(sorted({row for _, row in self._told}), pa.int64())
            maybe = np.flatnonzero(pc.is_in(batch.column("row"), old).to_numpy(zero_copy_only=False))
            exhibits, rows = batch.column("exhibit").to_numpy(), batch.column("row").to_numpy()
            fresh = np.ones(batch.num_rows, bool)
            for at in maybe.tolist():
                fresh[at] = (int(exhibits[at]), int(rows[at])) not in self._told
            yield batch.filter(pa.array(fresh))


def _late(firsts: Mapping[int, int], tails: pa.Table) -> set[int]:
    """Return the numbers heard anew that cannot go on from their ends: shared ones, and positions that came late."""
    shared = set(tails.filter(tails["shared"])["mmsi"].to_pylist())
    last = tails.group_by("mmsi").aggregate([("t_us", "max")])
    known: dict[Any, Any] = dict(zip(last["mmsi"].to_pylist(), last["t_us_max"].to_pylist(), strict=True))
    return {mmsi for mmsi, first in firsts.items() if mmsi in shared or (mmsi in known and first <= known[mmsi])}


def _rows_of(positions: ir.Table, numbers: Collection[int]) -> int:
    return int(positions.filter(positions.mmsi.isin(sorted(numbers))).count().to_pyarrow().as_py()) if numbers else 0


def _not(table: Any, numbers: Collection[int]) -> Any:
    return pc.invert(pc.is_in(table["mmsi"], pa.array(sorted(numbers), pa.int64())))


def _without(batch: pa.RecordBatch, numbers: Collection[int]) -> pa.RecordBatch:
    gone = pc.is_in(batch.column("mmsi"), pa.array(sorted(numbers), pa.int64()))
    return batch.filter(pc.invert(gone)) if numbers else batch


def _differ(
    onward: _Onward,
    old: pa.Table,
    anew: list[pa.RecordBatch],
    numbers: Collection[int],
    going_on: list[pa.RecordBatch],
    firsts: Mapping[int, int],
) -> dict[str, Any]:
    """Return what :class:`added.Changed` holds, as JSON does."""
    short_us = 2 * encounter.Parameters().heard_min * 60 * shapes.US_PER_SECOND
    named: dict[int, int | None] = {}
    since, way = [], []
    for batch in (_without(one, numbers) for one in going_on):
        for track in pc.unique(batch.column("track")).to_pylist():
            named[track] = onward.known.get(track // TRACKS_PER_MMSI)
        lasted = pc.subtract(batch.column("next_t_us"), batch.column("t_us"))
        way += _least(batch.filter(pc.fill_null(pc.less_equal(lasted, short_us), False)))
    since += [first for mmsi, first in firsts.items() if mmsi not in numbers]
    after = pa.Table.from_batches(anew, shapes.LEGS)
    for track in [*pc.unique(after["track"]).to_pylist(), *pc.unique(old["track"]).to_pylist()]:
        named[track] = None
    if numbers and (first := _first_difference(old, after)) is not None:
        since.append(first)
        way.append(first)
    return {
        "tracks": sorted(named.items()),
        "numbers": sorted(numbers),
        "since_us": min(since, default=_NEVER_US),
        "way_us": min([*since, *way], default=_NEVER_US),
    }


def _least(batch: pa.RecordBatch) -> list[int]:
    return [pc.min(batch.column("t_us")).as_py()] if batch.num_rows else []


def _first_difference(old: pa.Table, after: pa.Table) -> int | None:
    """Return the earliest time of a leg that is in one of two tables alone."""
    receivers: dict[str | None, int] = {}
    both = [_rows(table, receivers) for table in (old, after)]
    kinds = [each.view([("", np.int64)] * each.shape[1]).ravel() for each in both]
    alone = np.setxor1d(*kinds)
    return int(alone["f1"].min()) if len(alone) else None


def _rows(table: pa.Table, receivers: dict[str | None, int]) -> Any:
    """Return legs as rows of integers: track, time and all else; None is a number that nothing else is.

    ``receivers`` numbers their names, and is added to.
    """
    names = ["track", "t_us", *(name for name in shapes.LEGS.names if name not in ("track", "t_us"))]
    columns = []
    for name in names:
        column: Any = table[name]
        if pa.types.is_string(column.type):
            numbers = [receivers.setdefault(text, len(receivers)) for text in column.to_pylist()]
            column = pa.array(numbers, pa.int64())
        columns.append(pc.fill_null(column, -(2**62)).to_numpy())
    return np.ascontiguousarray(np.column_stack(columns)) if table.num_rows else np.zeros((0, len(names)), np.int64)


def _changed(told: Mapping[str, Any]) -> added.Changed:
    tracks_of = [pa.array([row[at] for row in told["tracks"]], pa.int64()) for at in (0, 1)]
    numbers = pa.table({"mmsi": pa.array(told["numbers"], pa.int64())})
    return added.Changed(pa.table(tracks_of, names=["track", "known_us"]), numbers, told["since_us"], told["way_us"])


def _replace(table: pa.Table, path: Path) -> None:
    part = path.with_suffix(".part")
    pq.write_table(table.cast(TAILS), part)
    part.replace(path)
