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
from fairlead.events import bounds, columns, geodesy, nearby
from fairlead.events.tracks import DM_PER_NAUTICAL_MILE, Kept, passed_on

KIND = "port_visit"
VERSION = 1

_NEXT = ("next_t_us", "next_lat_e7", "next_lon_e7")
_FIELDS: list[pa.Field[Any]] = [
    pa.field("anchor", pa.int32()),
    pa.field("place", pa.string()),
    pa.field("place_kind", pa.string()),
    pa.field("country", pa.string()),
]
_NAMED = pa.schema(_FIELDS)
_HOUR = ["track", "anchor", "hour"]
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


def detect(
    legs: ir.Table, anchors: pa.Table, parameters: Parameters = Parameters(), keep: Kept = passed_on
) -> ir.Table:
    """Return one row per visit (shapes.EVENTS['port_visit']); end_* are None while a track ends inside.

    Start is the first position within the entry distance, end the last before the exit distance is passed. Of visits of
    one track that overlap at neighbouring places only the best stays: a stop before a passing, then the closest, then
    the smallest id. ``stopped``: slow for an hour in all, or silent for four hours at an average too slow for passing.
    ``keep`` is given what is read more than once: pieces of visits, and all visits before they are compared.
    """
    hours = keep("port_hours", _pieces(_steps(legs, anchors, parameters), _HOUR))
    broken = hours.filter(hours.ends > 0).select(*_HOUR)
    within = legs.mutate(hour=_hour(legs.t_us)).semi_join(broken, ["track", "hour"]).drop("hour")
    rows = _steps(within, anchors, parameters).semi_join(broken, _HOUR)
    pieces = hours.filter(hours.ends == 0).union(_pieces(rows, [*_HOUR, "t_us", "lat_e7", "lon_e7"]))
    visits = keep("visits", _visits(pieces, anchors, parameters))
    return columns.shaped(KIND, bounds.bounded(_best(visits, anchors, parameters), legs))


def _steps(legs: ir.Table, anchors: pa.Table, parameters: Parameters) -> ir.Table:
    """Return the legs that begin within the exit distance of a place; ``next_dm`` is None where they leave it."""
    lean = legs.select("track", "t_us", "lat_e7", "lon_e7", "speed_dkn", *_NEXT, leg_dm=legs.distance_dm)
    close = nearby.near(lean, anchors, parameters.port_out_m, parameters.anchorage_out_m)
    in_dm = 10 * ibis.ifelse(close.anchor_is_port, parameters.port_in_m, parameters.anchorage_in_m)
    next_dm = geodesy.distance_dm(close.next_lat_e7, close.next_lon_e7, close.anchor_lat_e7, close.anchor_lon_e7)
    ahead = close.next_t_us - close.t_us
    slow = ibis.coalesce(close.speed_dkn <= parameters.stop_dkn, _slower(close.leg_dm, ahead, parameters.stop_dkn))
    silent = ahead >= parameters.silence_min * 60 * shapes.US_PER_SECOND
    return close.select(
        "track",
        "anchor",
        "t_us",
        "lat_e7",
        "lon_e7",
        "anchor_dm",
        hour=_hour(close.t_us),
        open=close.next_t_us.isnull(),
        inside=close.anchor_dm <= in_dm,
        next_dm=ibis.ifelse(next_dm < close.anchor_reach_dm, next_dm, ibis.null("int64")),
        slow_us=ibis.ifelse(slow.fill_null(False), ahead, 0),
        stayed=(silent & _slower(close.leg_dm, ahead, parameters.silence_dkn)).fill_null(False),
    )


def _pieces(steps: ir.Table, keys: list[str]) -> ir.Table:
    """Return pieces of runs: what :func:`_visits` needs of the steps that have the same keys.

    An unbroken run ends where a successor lies outside. All steps of an hour without such an end are of one run; only
    the others need be put in order one by one. Ships lie in port for days, so that hardly any need be.
    """
    slow = (steps.slow_us > 0) & steps.next_dm.notnull()
    timed = steps.mutate(slow_us=ibis.ifelse(slow, steps.slow_us, 0), slow_dm=ibis.ifelse(slow, steps.next_dm, None))
    found = timed.group_by(*keys).agg(
        first_us=timed.t_us.min(),
        least_lat_e7=timed.lat_e7.min(),
        least_lon_e7=timed.lon_e7.min(),
        start_us=timed.t_us.min(where=timed.inside),
        last_us=timed.t_us.max(),
        open=timed.open.any(),
        min_distance_dm=timed.anchor_dm.min(),
        slow_dm=timed.slow_dm.min(),
        stay_dm=timed.anchor_dm.min(where=timed.stayed),
        slow_us=columns.exact_sum(timed.slow_us),
        stayed=timed.stayed.any(),
        ends=columns.exact_sum(timed.next_dm.isnull().cast("int64")),
    )
    return found.drop(*(key for key in keys if key not in _HOUR))


def _hour(t_us: Any) -> Any:
    return columns.steps(t_us, shapes.US_PER_HOUR)


def _visits(pieces: ir.Table, anchors: pa.Table, parameters: Parameters) -> ir.Table:
    """Return one row per run that came inside, with how long it was slow and how near that was."""
    so_far = ibis.cumulative_window(group_by=["track", "anchor"], order_by=["first_us", "least_lat_e7", "least_lon_e7"])
    counted = pieces.mutate(upto=pieces.ends.sum().cast("int64").over(so_far))
    numbered = counted.mutate(run=counted.upto - counted.ends)
    visits = numbered.group_by("track", "anchor", "run").agg(
        start_us=numbered.start_us.min(),
        last_us=numbered.last_us.max(),
        open=numbered.open.any(),
        min_distance_dm=numbered.min_distance_dm.min(),
        slow_dm=numbered.slow_dm.min(),
        stay_dm=numbered.stay_dm.min(),
        slow_us=columns.exact_sum(numbered.slow_us),
        stayed=numbered.stayed.any(),
    )
    entered = visits.filter(visits.start_us.notnull())
    listed = columns.of_places(_numbered, anchors)
    named = entered.join(listed, "anchor")
    nearest = ibis.ifelse(
        named.slow_dm.isnull() | (named.stay_dm < named.slow_dm).fill_null(False), named.stay_dm, named.slow_dm
    )
    return named.mutate(
        end_us=ibis.ifelse(named.open, ibis.null("int64"), named.last_us),
        stopped=(named.slow_us >= parameters.stop_min * 60 * shapes.US_PER_SECOND) | named.stayed,
        closest_dm=ibis.coalesce(nearest, named.min_distance_dm),
    )


def _numbered(anchors: pa.Table) -> pa.Table:
    """Return (anchor, place, place_kind, country): places by their number in ``nearby.near``."""
    numbers = pa.array(range(anchors.num_rows), pa.int32())
    named = anchors.select(["place", "kind", "country"]).rename_columns(["place", "place_kind", "country"])
    return named.add_column(0, "anchor", numbers).cast(_NAMED)


def _listed(anchors: pa.Table) -> pa.Table:
    """Return (at_place, lat_e7, lon_e7)."""
    return anchors.select(["place", "lat_e7", "lon_e7"]).rename_columns(["at_place", "lat_e7", "lon_e7"])


def _slower(distance_dm: Any, duration_us: Any, limit_dkn: int) -> Any:
    """Return whether a distance in a time is less than a speed allows."""
    return distance_dm < (duration_us / shapes.US_PER_HOUR) * (limit_dkn * DM_PER_NAUTICAL_MILE / 10)


def _best(visits: ir.Table, anchors: pa.Table, parameters: Parameters) -> ir.Table:
    """Leave out a visit that overlaps a better one at a place whose circle overlaps its own."""
    listed = columns.of_places(_listed, anchors)
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
