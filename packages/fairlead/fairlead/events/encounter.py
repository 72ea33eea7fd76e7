"""Encounters: two hulls within 500 m of each other for two hours or more, both slow, away from ports.

1. On whole hours, each hull heard around them has a place on the line between its two positions; pairs within reach
   are found through cells of about 550 m and their neighbours. A contact of two hours covers at least one whole hour.
2. Only for these pairs, and within an hour of those hours, the same is done every ten minutes.
3. Unbroken runs that last are contacts; contacts of one pair less than four hours apart are one encounter.

A run knows no midnight, cell edge or antimeridian, and ends where either hull was not heard within an hour. Left out:
contact of more than two ships as such (each pair is told), and ships under way together (they are not slow).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from fairlead import shapes
from fairlead.events import bounds, columns, geodesy, medians, nearby
from fairlead.events.tracks import DM_PER_NAUTICAL_MILE, Kept, passed_on

KIND = "encounter"
VERSION = 1

DOES_NOT_SHOW = """\
An encounter shows two ships close together and slow, by positions interpolated between those received. It does not show
that anything passed between them, or which way: ships also meet to bunker, to change crews or pilots, to fish, to
tow, or lie at anchor side by side. Where contacts are merged, the time between them is not contact."""

_HOUR_US = shapes.US_PER_HOUR
_CELL_E7 = 50_000  # 0.005 degree of latitude: 553 m at least, more than the greatest reach
_MOST_REACH_M = 550
_PAIR = ["track", "other_track"]
_OF_POINT = ("track", "mmsi", "grid", "t_us", "next_t_us", "exhibit", "row")


@dataclass(frozen=True)
class Parameters:
    """Global Fishing Watch's encounter, except for the port radius and that distances are ellipsoidal."""

    reach_m: int = 500  # Miller et al. 2018 (Frontiers in Marine Science 5:240): within 500 m; at most 550 here
    least_h: int = 2  # the same: for at least 2 h; at least 1 here, since contacts are sought on whole hours
    speed_dkn: int = 20  # the same: median speed below 2 kn
    step_min: int = 10  # Global Fishing Watch, pipe-encounters: resampled every 10 minutes; must divide 60
    heard_min: int = 60  # Global Fishing Watch, pipe-encounters: interpolated within 1 h of a position
    merge_h: int = 4  # Global Fishing Watch, pipe-encounters: merged when less than 4 h apart
    port_m: int = 5_000  # as places.PORT_RADIUS_M; GFW leaves out 10 km, where transfers in the approaches would vanish

    def __post_init__(self) -> None:
        """Refuse values for which the search by hours and cells would miss contacts."""
        if self.reach_m > _MOST_REACH_M or self.least_h < 1 or 60 % self.step_min:
            raise ValueError("encounters need reach_m <= 550, least_h >= 1 and step_min dividing 60")


def detect(
    legs: ir.Table, anchors: pa.Table, parameters: Parameters = Parameters(), keep: Kept = passed_on
) -> ir.Table:
    """Return one row per encounter (shapes.EVENTS['encounter']); track < other_track.

    Start and end are the track's positions that bound the contact; other_exhibit and other_row name the other's
    position at its start. ``median_speed_dkn`` is the faster ship's. ``keep`` is given the tables that are read several
    times, which spares the engine deriving them each time.
    """
    away = _away_from_ports(_on_grid(legs, 60, parameters), anchors, parameters)
    hours = keep("pair_hours", _hours(_lasting(_close(away, parameters), parameters)))
    points = _on_grid(_during(legs, hours, parameters), parameters.step_min, parameters)
    moving = keep("pair_points", _moving(points, parameters))
    contact = keep("contact", _numbered(_contact(hours, moving, parameters)))
    merged = keep("contact_runs", _merged(_slow(contact, parameters), parameters))
    sums = keep("met_sums", _summed(contact, merged))
    met = keep("met", _placed(sums, hours, moving))
    return once(columns.shaped(KIND, bounds.bounded(met, legs)))


def once(encounters: ir.Table) -> ir.Table:
    """Return encounters with each meeting of two numbers told once.

    Of a number that two hulls sent, or that damaged messages made two of, both tracks may lie beside one ship from the
    very same position of it on: to whoever reads numbers that is one meeting, and it would bear one id twice. The
    lowest track is told, so that which one it is does not hang on how long they lay.
    """
    same = ibis.window(
        group_by=["mmsi", "other_mmsi", "start_us", "start_lat_e7", "start_lon_e7"], order_by=["track", "other_track"]
    )
    numbered = encounters.mutate(nth=ibis.row_number().over(same))
    return numbered.filter(numbered.nth == 0).drop("nth")


def _on_grid(legs: ir.Table, step_min: int, parameters: Parameters) -> ir.Table:
    """Return the legs that lie around each step, ``grid``, with the place then: (lat_e7, lon_e7).

    ``grid`` counts steps since 1970. Only instants with a position at most ``heard_min`` before and one after. A hull
    has one leg at most at an instant.
    """
    step = step_min * 60 * shapes.US_PER_SECOND
    heard = parameters.heard_min * 60 * shapes.US_PER_SECOND
    crosses = _up(legs.next_t_us, step) > _up(legs.t_us, step)
    across = legs.filter(crosses & (legs.next_t_us - legs.t_us <= 2 * heard))
    spread = across.mutate(grid=ibis.range(_up(across.t_us, step), _up(across.next_t_us, step), 1).unnest())
    after = spread.grid * step - spread.t_us
    placed = spread.filter((after <= heard) & (spread.next_t_us - spread.grid * step <= heard))
    share = (placed.grid * step - placed.t_us) / (placed.next_t_us - placed.t_us)
    lat = placed.lat_e7 + ((placed.next_lat_e7 - placed.lat_e7) * share).round().cast("int64")
    east = (geodesy.turned(placed.next_lon_e7 - placed.lon_e7) * share).round().cast("int64")
    return placed.select(*_OF_POINT, lat_e7=lat, lon_e7=geodesy.turned(placed.lon_e7 + east))


def _up(t_us: Any, step: int) -> Any:
    """Return the number of the first grid instant at or after a time."""
    return (t_us / step).ceil().cast("int64")


def _away_from_ports(points: ir.Table, anchors: pa.Table, parameters: Parameters) -> ir.Table:
    at_port = nearby.near(points, anchors, parameters.port_m, 0)
    return points.anti_join(at_port.select("track", "grid").distinct(), ["track", "grid"])


def _close(points: ir.Table, parameters: Parameters) -> ir.Table:
    """Return (track, other_track, grid) of hulls with different numbers within reach of each other at one instant."""
    row = (points.lat_e7 / _CELL_E7).floor().cast("int64")
    home = points.select("track", "mmsi", "grid", "lat_e7", "lon_e7", cell_row=row, cell=_column(row, points.lon_e7))
    # each point also looks into half of its neighbours; the other half looks back at it
    looks = []
    for north, east in ((0, 0), (0, 1), (1, -1), (1, 0), (1, 1)):
        seen_row = home.cell_row + north
        around = _around(seen_row)
        column = (_column(seen_row, home.lon_e7) + east + around) % around
        looks.append(home.mutate(cell_row=seen_row, cell=column, same=ibis.literal(north == 0 and east == 0)))
    looking = ibis.union(*looks)
    seen = home.rename(**{f"seen_{name}": name for name in ("track", "mmsi", "lat_e7", "lon_e7")})
    met = looking.join(seen, ["grid", "cell_row", "cell"])
    twice = met.same & (met.track > met.seen_track)
    apart = geodesy.distance_dm(met.lat_e7, met.lon_e7, met.seen_lat_e7, met.seen_lon_e7)
    close = met.filter((met.mmsi != met.seen_mmsi) & ~twice & (apart <= parameters.reach_m * 10))
    return close.select(
        "grid",
        track=ibis.least(close.track, close.seen_track),
        other_track=ibis.greatest(close.track, close.seen_track),
    ).distinct()


def _around(row: Any) -> Any:
    """Return how many columns of cells go around the globe in a row: each at least as wide as a cell is tall."""
    edge = (ibis.greatest(row.abs(), (row + 1).abs()).cast("float64") * (_CELL_E7 / 1e7)).radians()
    return ibis.greatest((edge.cos() * (3_600_000_000 // _CELL_E7)).floor().cast("int64"), 3)


def _column(row: Any, lon_e7: Any) -> Any:
    return ((lon_e7 + 1_800_000_000) / 3_600_000_000 * _around(row)).floor().cast("int64")


def _lasting(pairs: ir.Table, parameters: Parameters) -> ir.Table:
    """Leave out pairs met on one whole hour and neither before nor after: a contact that lasts covers ``least_h``."""
    if parameters.least_h < 2:
        return pairs
    order = ibis.window(group_by=_PAIR, order_by="grid")
    beside = pairs.mutate(
        before=pairs.grid - pairs.grid.lag().over(order), after=pairs.grid.lead().over(order) - pairs.grid
    )
    return beside.filter((beside.before == 1).fill_null(False) | (beside.after == 1).fill_null(False)).drop(
        "before", "after"
    )


def _hours(pairs: ir.Table) -> ir.Table:
    """Return (pair, track, other_track, hour): the hours that begin or end while a pair is within reach.

    ``pair`` numbers the pairs, so that what follows carries one short number in the place of two long ones.
    """
    hours = pairs.select(*_PAIR, hour=pairs.grid).union(pairs.select(*_PAIR, hour=pairs.grid - 1)).distinct()
    numbered = hours.mutate(pair=ibis.dense_rank().over(order_by=_PAIR))
    return numbered.select(pair=numbered.pair.cast("int32"), track="track", other_track="other_track", hour="hour")


def _during(legs: ir.Table, hours: ir.Table, parameters: Parameters) -> ir.Table:
    """Return the legs on which a ship of a pair may have been in one of the pair's hours."""
    sides = hours.select("track", "hour").union(hours.select("hour", track=hours.other_track)).distinct()
    back = -(-2 * parameters.heard_min // 60)  # the longest leg that counts may have begun so many hours before
    begun = sides.select("track", hour=ibis.range(sides.hour - back, sides.hour + 1, 1).unnest()).distinct()
    timed = legs.mutate(hour=(legs.t_us / shapes.US_PER_HOUR).floor().cast("int64"))
    return timed.semi_join(begun, ["track", "hour"]).drop("hour")


def _moving(points: ir.Table, parameters: Parameters) -> ir.Table:
    """Add speed_dkn: over the step before each instant; None where the hull was not heard then."""
    order = ibis.window(group_by="track", order_by="grid")
    lean = points.select("track", "grid", "lat_e7", "lon_e7")
    before = lean.mutate(**{f"before_{name}": lean[name].lag().over(order) for name in ("grid", "lat_e7", "lon_e7")})
    follows = before.filter(before.grid - before.before_grid == 1)
    way_dm = geodesy.distance_dm(follows.before_lat_e7, follows.before_lon_e7, follows.lat_e7, follows.lon_e7)
    per_step = 60 / parameters.step_min / (DM_PER_NAUTICAL_MILE / 10)
    speeds = follows.select("track", "grid", speed_dkn=(way_dm.cast("float64") * per_step).round().cast("int64"))
    return points.left_join(speeds, ["track", "grid"]).drop("track_right", "grid_right")


def _contact(hours: ir.Table, points: ir.Table, parameters: Parameters) -> ir.Table:
    """Return the instants, every ``step_min``, at which a pair found on whole hours is in reach, with both speeds."""
    per_hour = 60 // parameters.step_min
    sought = hours.mutate(grid=ibis.range(hours.hour * per_hour, (hours.hour + 1) * per_hour, 1).unnest()).drop("hour")
    one = points.select("track", "grid", "lat_e7", "lon_e7", "speed_dkn")
    other = one.rename(**{f"other_{name}": name for name in one.columns if name != "grid"})
    both = sought.join(one, ["track", "grid"]).join(other, ["other_track", "grid"])
    distance = geodesy.distance_dm(both.lat_e7, both.lon_e7, both.other_lat_e7, both.other_lon_e7)
    measured = both.select("pair", "grid", "speed_dkn", "other_speed_dkn", pair_dm=distance)
    close = measured.filter(measured.pair_dm <= parameters.reach_m * 10)
    return close.select("pair", **{name: close[name].cast("int32") for name in close.columns[1:]})


def _numbered(contact: ir.Table) -> ir.Table:
    """Number the unbroken runs of instants of each pair: an instant less the number of those before is one per run.

    At the first of a run no step has been made in contact: its speeds are None.
    """
    order = ibis.window(group_by="pair", order_by="grid")
    counted = contact.mutate(nth=ibis.row_number().over(order), before=contact.grid.lag().over(order))
    goes_on = (counted.grid - counted.before == 1).fill_null(False)
    speeds = {
        name: ibis.ifelse(goes_on, counted[name], ibis.null("int32")) for name in ("speed_dkn", "other_speed_dkn")
    }
    return counted.select("pair", "grid", "pair_dm", run=(counted.grid - counted.nth).cast("int32"), **speeds)


def _slow(contact: ir.Table, parameters: Parameters) -> ir.Table:
    """Return (pair, run, first, last): the runs that last and in which both ships were slow."""
    runs = contact.group_by("pair", "run").agg(first=contact.grid.min(), last=contact.grid.max())
    judged = runs.filter(runs["last"] - runs["first"] >= parameters.least_h * 60 // parameters.step_min)
    for name in ("speed_dkn", "other_speed_dkn"):
        speed = medians.lower(contact.semi_join(judged, ["pair", "run"]), ["pair", "run"], name, "median")
        judged = judged.semi_join(speed.filter(speed["median"] < parameters.speed_dkn), ["pair", "run"])
    return judged


def _merged(runs: ir.Table, parameters: Parameters) -> ir.Table:
    """Number the encounters of each pair: runs less than ``merge_h`` apart are one."""
    order = ibis.window(group_by="pair", order_by="first")
    apart = runs["first"] - runs["last"].lag().over(order)
    begins = (apart >= parameters.merge_h * 60 // parameters.step_min).fill_null(True)
    marked = runs.mutate(begins=begins.cast("int64"))
    so_far = ibis.cumulative_window(group_by="pair", order_by="first")
    return marked.mutate(encounter=marked.begins.sum().cast("int64").over(so_far))


def _summed(contact: ir.Table, merged: ir.Table) -> ir.Table:
    """Return one row per encounter from its instants."""
    keys = ["pair", "encounter"]
    steps = contact.join(merged.select("pair", "run", "encounter"), ["pair", "run"])
    found = steps.group_by(keys).agg(first=steps.grid.min(), last=steps.grid.max(), min_distance_dm=steps.pair_dm.min())
    for value, coarse in (("pair_dm", 64), ("speed_dkn", 1), ("other_speed_dkn", 1)):
        found = found.join(medians.lower(steps, keys, value, f"median_{value}", coarse), keys)
    return found.mutate(
        median_distance_dm=found.median_pair_dm,
        median_speed_dkn=ibis.greatest(found.median_speed_dkn, found.median_other_speed_dkn),
    )


def _placed(found: ir.Table, hours: ir.Table, points: ir.Table) -> ir.Table:
    """Add the ships, the times of the positions before the first and after the last instant, and the other's then."""
    told = found.join(hours.select("pair", *_PAIR).distinct(), "pair")
    key = ["pair", "first"]
    # one join for the three: of three, engines may take two on the track alone, which is every point with every point
    sought = ibis.union(
        told.select(*key, "track", grid=told["first"], part=ibis.literal("start")),
        told.select(*key, "track", grid=told["last"], part=ibis.literal("end")),
        told.select(*key, track=told.other_track, grid=told["first"], part=ibis.literal("other")),
    )
    at = sought.join(points, ["track", "grid"])
    starts, ends, others = (at.part == part for part in ("start", "end", "other"))
    placed = at.group_by(key).agg(
        start_us=at.t_us.max(where=starts),
        end_us=at.next_t_us.max(where=ends),
        other_mmsi=at.mmsi.max(where=others),
        other_exhibit=at.exhibit.max(where=others),
        other_row=at.row.max(where=others),
    )
    return told.join(placed, key)
