"""Positions → tracks → legs: one row per kept position with its successor on the same hull's track (shapes.LEGS).

1. Only ships: other classes of MMSI are kept out, and rows without number, time or position cannot be legs;
   :func:`kept_out` counts both, so that nothing disappears unseen.
2. Each position gets its successor, as if every MMSI were one hull. This is the one sort.
3. Overlapping copies (same MMSI, time and position) count once: the one with the smallest (exhibit, row).
4. MMSIs with an impossible leg are handed to ``hulls.assign``, the one place that is not an Ibis expression, and
   their legs are made anew by track.

Left out: repairing positions. A wrong position stays, on a hull of its own if it is far enough off.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from fairlead import shapes
from fairlead.events import geodesy, hulls

VERSION = 1

Keep = Callable[[str, ir.Table], ir.Table]
"""Stores a table under a name and returns it as stored, so that what follows scans instead of deriving it again."""

DM_PER_NAUTICAL_MILE = 18_520
_TRACKS_PER_MMSI = 1_000
_ORDER = ["track", "t_us", "lat_e7", "lon_e7", "exhibit", "row"]
_NEXT = ["t_us", "lat_e7", "lon_e7", "speed_dkn", "exhibit", "row"]

DOES_NOT_SHOW = """\
A track is the chain of positions sent under one number that one hull could have sailed. It does not show that one hull
did: two ships near each other that share a number make one track, and a receiver's error can make two of one ship."""

# Classes of MMSI that are not ships, as ranges with the end excluded (ITU-R M.585-9, annex 1 and 2).
OTHER_CLASSES = {
    "coast station or base station (00MID)": (2_010_000, 7_760_000),
    "aircraft in search and rescue (111MID)": (111_000_000, 112_000_000),
    "search-and-rescue transmitter, man overboard device or EPIRB (970, 972, 974)": (970_000_000, 980_000_000),
    "craft associated with a parent ship (98MID)": (980_000_000, 990_000_000),
    "aid to navigation (99MID)": (990_000_000, 1_000_000_000),
}


@dataclass(frozen=True)
class Parameters:
    """When a leg is impossible for one hull."""

    max_speed_dkn: int = 600  # above the fastest ship in service: Francisco, 58.1 kn on trials (Incat, hull 069)
    slack_dm: int = 10_000  # ours: times rounded to the minute by sources, and receivers' errors


def legs(positions: ir.Table, keep: Keep, parameters: Parameters = Parameters()) -> ir.Table:
    """Return the legs (shapes.LEGS) of all positions (shapes.POSITIONS, exhibits in any order), by track and time.

    ``keep`` is called with 'legs', and once more with 'legs' where there are copies or shared numbers.
    """
    whole = keep("legs", sequence(ships(positions).mutate(track=positions.mmsi * _TRACKS_PER_MMSI)))
    found = whole.agg(copies=_to_copy(whole).any(), shared=impossible(whole, parameters).any()).to_pyarrow().to_pylist()
    once = without_copies(whole) if found[0]["copies"] else whole
    if found[0]["shared"]:
        numbers = (
            whole.filter(impossible(whole, parameters)).mmsi.as_table().distinct().to_pyarrow()["mmsi"].to_pylist()
        )
        told_apart = split(once.filter(once.mmsi.isin(numbers)).order_by(*_ORDER), parameters)
        once = once.filter(once.mmsi.notin(numbers)).union(sequence(told_apart))
    return whole if once is whole else keep("legs", once.order_by(*_ORDER))


def ships(positions: ir.Table) -> ir.Table:
    """Return the positions that can be legs: with a ship's number, a time and a position."""
    complete = positions.filter(
        positions.mmsi.notnull() & positions.t_us.notnull() & positions.lat_e7.notnull() & positions.lon_e7.notnull()
    )
    for start, end in OTHER_CLASSES.values():
        complete = complete.filter((complete.mmsi < start) | (complete.mmsi >= end))
    return complete


def kept_out(positions: ir.Table) -> ir.Table:
    """Return (reason, rows): how many positions are not on any track, and why; copies not counted."""
    reason: Any = ibis.cases(
        (positions.mmsi.isnull(), "no MMSI"),
        (positions.t_us.isnull(), "no time"),
        (positions.lat_e7.isnull() | positions.lon_e7.isnull(), "no position"),
        *(
            ((positions.mmsi >= start) & (positions.mmsi < end), f"not a ship: {name}")
            for name, (start, end) in OTHER_CLASSES.items()
        ),
    )
    reasons = positions.select(reason=reason)
    return reasons.filter(reasons.reason.notnull()).group_by("reason").agg(rows=ibis._.count()).order_by("reason")


def sequence(tracked: ir.Table) -> ir.Table:
    """Return the legs of positions that have a ``track``, in order: successors and distances added, copies still in."""
    window = ibis.window(group_by="track", order_by=_ORDER[1:])
    joined = tracked.mutate(**{f"next_{name}": tracked[name].lead().over(window) for name in _NEXT})
    distance = geodesy.distance_dm(joined.lat_e7, joined.lon_e7, joined.next_lat_e7, joined.next_lon_e7)
    return joined.mutate(distance_dm=distance).select(*shapes.LEGS.names).order_by(*_ORDER)


def without_copies(legs: ir.Table) -> ir.Table:
    """Return the legs with each run of copies made one: its first row, with the successor that its last row knows."""
    own = ["exhibit", "row"]
    to_copy = legs.filter(_to_copy(legs))
    onward = legs.filter(~_to_copy(legs))
    copies = to_copy.select(exhibit=to_copy.next_exhibit, row=to_copy.next_row)
    first = to_copy.anti_join(copies, own)
    last = onward.semi_join(copies, own)
    place = ["track", "t_us", "lat_e7", "lon_e7"]
    known_by_last = [f"next_{name}" for name in _NEXT] + ["distance_dm"]
    mended = first.drop(*known_by_last).join(last.select(*place, *known_by_last), place)
    return onward.anti_join(copies, own).union(mended.select(*shapes.LEGS.names))


def impossible(legs: ir.Table, parameters: Parameters) -> ir.BooleanValue:
    """Return whether a leg is longer than any hull can sail in its time, with slack; None on a track's last row."""
    hours = (legs.next_t_us - legs.t_us) / shapes.US_PER_HOUR
    reach_dm = hours * (parameters.max_speed_dkn * DM_PER_NAUTICAL_MILE / 10) + parameters.slack_dm
    return legs.distance_dm > reach_dm


def split(shared: ir.Table, parameters: Parameters) -> ir.Table:
    """Return positions of shared numbers, in order of MMSI and time, with the ``track`` of each hull."""
    names = [
        name for name in shapes.LEGS.names if not name.startswith("next_") and name not in ("track", "distance_dm")
    ]
    table = shared.select(*names).to_pyarrow().combine_chunks()
    ordinals = np.concatenate([_ordinals(one, parameters) for one in _by_mmsi(table)])
    track = pc.add(pc.multiply(table["mmsi"], _TRACKS_PER_MMSI), pa.array(ordinals))
    return ibis.memtable(table.append_column("track", track))


def _to_copy(legs: ir.Table) -> Any:
    same = (legs.next_t_us == legs.t_us) & (legs.next_lat_e7 == legs.lat_e7) & (legs.next_lon_e7 == legs.lon_e7)
    return same.fill_null(False)


def _by_mmsi(table: pa.Table) -> Iterator[pa.Table]:
    mmsi = table["mmsi"].to_numpy()
    starts = np.flatnonzero(np.diff(mmsi, prepend=mmsi[0] - 1))
    for start, end in pairwise([*starts.tolist(), len(mmsi)]):
        yield table.slice(start, end - start)


def _ordinals(table: pa.Table, parameters: Parameters) -> Any:
    return hulls.assign(
        table["t_us"].to_numpy(),
        table["lat_e7"].to_numpy(),
        table["lon_e7"].to_numpy(),
        max_speed_mps=parameters.max_speed_dkn * DM_PER_NAUTICAL_MILE / 100 / 3_600,
        slack_m=parameters.slack_dm / 10,
    )
