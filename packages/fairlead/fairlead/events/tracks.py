"""Positions → tracks → legs: one row per kept position with its successor on the same hull's track (shapes.LEGS).

1. Only ships: other classes of MMSI are kept out, and rows without number, time or position cannot be legs;
   :func:`kept_out` counts both, so that nothing disappears unseen.
2. Each position gets its successor, as if every MMSI were one hull. This is the one sort.
3. Overlapping copies (same MMSI, time and position) count once: the one with the smallest (exhibit, row).
4. MMSIs with an impossible leg are handed to ``hulls.assign``, the one place that is not an Ibis expression, and
   their legs are made anew by track.
5. Coarse reports, told from satellites in tenths of a minute, are set aside where the same hull was heard precisely in
   the hour before: they add nothing, and make a ship at rest seem to move. Others stay.

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

VERSION = 2

Keep = Callable[[str, ir.Table], ir.Table]
"""Stores a table under a name and returns it as stored, so that what follows scans instead of deriving it again."""

DM_PER_NAUTICAL_MILE = 18_520
_TRACKS_PER_MMSI = 1_000
_ORDER = ["track", "t_us", "lat_e7", "lon_e7", "exhibit", "row"]
_NEXT = ["t_us", "lat_e7", "lon_e7", "speed_dkn", "exhibit", "row"]
_KNOWN_OF_NEXT = [*(f"next_{name}" for name in _NEXT), "distance_dm"]

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
    usual_dkn: int = 300  # ours: above all but fast craft; how fast hulls on a shared number go unless one reports more
    slack_dm: int = 10_000  # ours: times rounded to the minute by sources, and receivers' errors
    coarse_us: int = shapes.US_PER_HOUR  # as gpsdio-segment: a message 27 within an hour of another is set aside


def legs(positions: ir.Table, keep: Keep, parameters: Parameters = Parameters()) -> ir.Table:
    """Return the legs (shapes.LEGS) of all positions (shapes.POSITIONS, exhibits in any order), by track and time.

    ``keep`` is called with 'legs', and again with 'legs' where there are copies, shared numbers or coarse reports.
    """
    whole = keep("legs", sequence(ships(positions).mutate(track=positions.mmsi * _TRACKS_PER_MMSI)))
    tests = {"copies": _to_copy(whole), "shared": impossible(whole, parameters), "coarse": coarse(whole)}
    found = whole.agg(**{name: test.any() for name, test in tests.items()}).to_pyarrow().to_pylist()
    once = without_copies(whole) if found[0]["copies"] else whole
    if found[0]["shared"]:
        numbers = (
            whole.filter(impossible(whole, parameters)).mmsi.as_table().distinct().to_pyarrow()["mmsi"].to_pylist()
        )
        told_apart = split(once.filter(once.mmsi.isin(numbers)).order_by(*_ORDER), parameters)
        once = once.filter(once.mmsi.notin(numbers)).union(sequence(told_apart))
    if found[0]["coarse"]:
        once = without_coarse(once if once is whole else keep("legs", once.order_by(*_ORDER)), parameters)
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
    mended = first.drop(*_KNOWN_OF_NEXT).join(last.select(*place, *_KNOWN_OF_NEXT), place)
    return onward.anti_join(copies, own).union(mended.select(*shapes.LEGS.names))


def coarse(legs: ir.Table) -> ir.BooleanValue:
    """Return whether a position is a message 27: from a satellite, in tenths of a minute and whole knots and degrees.

    ITU-R M.1371-5 table 75. Told by the values, since tables of positions do not keep the kind of message; one
    position in three million of the others looks so by chance, if it gives tenths of a knot and of a degree.
    """
    whole = (legs.speed_dkn.fill_null(0) % 10 == 0) & (legs.course_ddeg.fill_null(0) % 10 == 0)
    there = (legs.receiver == "satellite") & whole & _in_tenths(legs.lat_e7) & _in_tenths(legs.lon_e7)
    return there.fill_null(False)


def without_coarse(legs: ir.Table, parameters: Parameters) -> ir.Table:
    """Return the legs made anew without coarse positions of a hull that was heard precisely shortly before."""
    marked = legs.mutate(is_coarse=coarse(legs))
    concerned = marked.filter(marked.is_coarse).select("track").distinct()
    some = marked.semi_join(concerned, "track")
    so_far = ibis.cumulative_window(group_by="track", order_by=_ORDER[1:])
    timed = some.mutate(precise_us=ibis.ifelse(some.is_coarse, ibis.null("int64"), some.t_us).max().over(so_far))
    spare = timed.is_coarse & (timed.t_us - timed.precise_us <= parameters.coarse_us).fill_null(False)
    kept = sequence(timed.filter(~spare).drop("is_coarse", "precise_us", *_KNOWN_OF_NEXT))
    return legs.anti_join(concerned, "track").select(*shapes.LEGS.names).union(kept)


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


def reach_mps(speed_dkn: Any, parameters: Parameters) -> float:
    """Return how fast the hulls on one number may sail: a quarter above what they report, between usual and most.

    The highest hundredth of the speeds reported is not believed; without any, the most counts.
    """
    reported = np.sort(speed_dkn.drop_null().to_numpy())
    told = reported[(len(reported) - 1) * 99 // 100] * 5 / 4 if len(reported) else parameters.max_speed_dkn
    fastest_dkn = min(parameters.max_speed_dkn, max(parameters.usual_dkn, told))
    return float(fastest_dkn * DM_PER_NAUTICAL_MILE / 100 / 3_600)


def _in_tenths(angle_e7: Any) -> Any:
    """Return whether an angle is a multiple of a tenth of a minute, give or take what five decimals round away."""
    # 600 tenths of a minute a degree; turned positive, since engines differ on remainders of negative numbers
    remainder = (angle_e7 * 600 + 2_000 * 10**9) % 10**7
    return (remainder <= 600 * 50) | (remainder >= 10**7 - 600 * 50)


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
        max_speed_mps=reach_mps(table["speed_dkn"], parameters),
        slack_m=parameters.slack_dm / 10,
        moving=hulls.motion(_floats(table["speed_dkn"]), _floats(table["course_ddeg"])),
    )


def _floats(column: Any) -> Any:
    """Return integers as floats, NaN for None."""
    return pc.fill_null(pc.cast(column, pa.float64()), float("nan")).to_numpy()
