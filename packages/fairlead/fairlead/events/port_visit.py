"""Port visits: a hull comes within five kilometres of a port (three of an anchorage), and later leaves it.

Left out: berths, and which of two overlapping places a ship is "really" at beyond the rule stated in :func:`detect`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from fairlead import shapes
from fairlead.events import bounds, columns, nearby
from fairlead.events.tracks import DM_PER_NAUTICAL_MILE

KIND = "port_visit"
VERSION = 1

_NEXT = ("next_t_us", "next_exhibit", "next_row")
_COMPARED = ("track", "place", "start_us", "last_us", "stopped", "closest_dm")

DOES_NOT_SHOW = """\
A port visit shows positions near the place where an index puts a port, or where many ships have anchored, and no more.
It does not show that the ship berthed, loaded, discharged or cleared in; that the port let it in; or, where the place
is an anchorage, that it entered any port. Positions sent by a ship can be false. A stop inferred from silence (a gap
begun nearby and ended not far off) is weaker than one that was tracked."""


@dataclass(frozen=True)
class Parameters:
    """Distances in metres; an exit beyond the entry keeps a ship at the edge from entering again and again."""

    port_in_m: int = 5_000  # as places.PORT_RADIUS_M: GFW's 3 km, and 2 km since the index gives minutes of arc
    port_out_m: int = 6_000
    anchorage_in_m: int = 3_000  # Global Fishing Watch, pipe-anchorages: anchorage_entry_distance_km 3
    anchorage_out_m: int = 4_000  # Global Fishing Watch, pipe-anchorages: anchorage_exit_distance_km 4
    stop_dkn: int = 5  # Global Fishing Watch, pipe-anchorages: stopped_end_speed_knots 0.5
    stop_min: int = 60  # ours: longer than a pilot's boarding
    silence_min: int = 240  # Global Fishing Watch, pipe-anchorages: a gap of 4 h in port
    silence_dkn: int = 20  # ours: a ship that passed by would have come farther in that silence


def detect(legs: ir.Table, anchors: pa.Table, parameters: Parameters = Parameters()) -> ir.Table:
    """Return one row per visit (shapes.EVENTS['port_visit']); end_* are None while a track ends inside.

    Start is the first position within the entry distance, end the last before the exit distance is passed. Of visits of
    one track that overlap at neighbouring places only the best stays: a stop before a passing, then the closest, then
    the smallest id. ``stopped``: slow for an hour in all, or silent for four hours at an average too slow for passing.
    """
    visits = _visits(_steps(legs, anchors, parameters), parameters)
    best = _best(visits, anchors, parameters)
    return columns.shaped(KIND, bounds.bounded(best, legs))


def _steps(legs: ir.Table, anchors: pa.Table, parameters: Parameters) -> ir.Table:
    """Return positions within the exit distance of a place, with the run of consecutive positions they belong to."""
    lean = legs.select(
        "track", "t_us", "lat_e7", "lon_e7", "speed_dkn", "exhibit", "row", *_NEXT, leg_dm=legs.distance_dm
    )
    reached = nearby.near(lean, anchors, max(parameters.port_out_m, parameters.anchorage_out_m))
    port = reached.place_kind == "port"
    limits = reached.mutate(
        inside=reached.anchor_dm <= 10 * ibis.ifelse(port, parameters.port_in_m, parameters.anchorage_in_m),
        out_dm=10 * ibis.ifelse(port, parameters.port_out_m, parameters.anchorage_out_m),
    )
    close = limits.filter(limits.anchor_dm < limits.out_dm)
    order = ibis.window(group_by=["track", "place"], order_by=["t_us", "lat_e7", "lon_e7"])
    known = {
        f"before_{name}": close[name].lag().over(order)
        for name in ("t_us", "speed_dkn", "leg_dm", "next_exhibit", "next_row")
    }
    following = close.mutate(**known)
    goes_on = (following.before_next_exhibit == following.exhibit) & (following.before_next_row == following.row)
    flagged = following.mutate(begins=(~goes_on.fill_null(False)).cast("int64"))
    so_far = ibis.cumulative_window(group_by=["track", "place"], order_by=["t_us", "lat_e7", "lon_e7"])
    return flagged.mutate(run=flagged.begins.sum().over(so_far))


def _visits(steps: ir.Table, parameters: Parameters) -> ir.Table:
    since = ibis.ifelse(steps.begins == 0, steps.t_us - steps.before_t_us, 0)
    slow = ibis.coalesce(
        steps.before_speed_dkn <= parameters.stop_dkn, _slower(steps.before_leg_dm, since, parameters.stop_dkn)
    )
    ahead = steps.next_t_us - steps.t_us
    stayed = (ahead >= parameters.silence_min * 60 * shapes.US_PER_SECOND) & _slower(
        steps.leg_dm, ahead, parameters.silence_dkn
    )
    timed = steps.mutate(slow_us=ibis.ifelse(slow.fill_null(False), since, 0), stayed=stayed.fill_null(False))
    visits = timed.group_by("track", "place", "run").agg(
        place_kind=timed.place_kind.max(),
        country=timed.country.max(),
        start_us=timed.t_us.min(where=timed.inside),
        last_us=timed.t_us.max(),
        open=timed.next_t_us.isnull().any(),
        min_distance_dm=timed.anchor_dm.min(),
        stop_distance_dm=timed.anchor_dm.min(where=(timed.slow_us > 0) | timed.stayed),
        slow_us=timed.slow_us.sum(),
        stayed=timed.stayed.any(),
    )
    entered = visits.filter(visits.start_us.notnull())
    return entered.mutate(
        end_us=ibis.ifelse(entered.open, ibis.null("int64"), entered.last_us),
        stopped=(entered.slow_us >= parameters.stop_min * 60 * shapes.US_PER_SECOND) | entered.stayed,
        closest_dm=ibis.coalesce(entered.stop_distance_dm, entered.min_distance_dm),
    )


def _slower(distance_dm: Any, duration_us: Any, limit_dkn: int) -> Any:
    """Return whether a distance in a time is less than a speed allows."""
    return distance_dm < (duration_us / shapes.US_PER_HOUR) * (limit_dkn * DM_PER_NAUTICAL_MILE / 10)


def _best(visits: ir.Table, anchors: pa.Table, parameters: Parameters) -> ir.Table:
    """Leave out a visit that overlaps a better one at a place whose circle overlaps its own."""
    listed = ibis.memtable(anchors.select(["place", "lat_e7", "lon_e7"])).rename(at_place="place")
    within = nearby.near(listed, anchors, 2 * max(parameters.port_out_m, parameters.anchorage_out_m))
    neighbours = within.filter(within.at_place != within.place).select("at_place", near_place="place")
    other = visits.select(**{f"other_{name}": visits[name] for name in _COMPARED})
    beside = visits.join(neighbours, visits.place == neighbours.at_place)
    pairs = beside.join(other, [beside.track == other.other_track, beside.near_place == other.other_place])
    together = (pairs.other_start_us <= pairs.last_us) & (pairs.start_us <= pairs.other_last_us)
    closer = (pairs.other_closest_dm < pairs.closest_dm) | (
        (pairs.other_closest_dm == pairs.closest_dm) & (pairs.other_place < pairs.place)
    )
    better = (pairs.other_stopped & ~pairs.stopped) | ((pairs.other_stopped == pairs.stopped) & closer)
    return visits.anti_join(pairs.filter(together & better), ["track", "place", "run"])
