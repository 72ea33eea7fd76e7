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
from fairlead.events import bounds, columns, geodesy, loitering, medians, nearby
from fairlead.events.tracks import DM_PER_NAUTICAL_MILE

KIND = "encounter"
VERSION = 1

DOES_NOT_SHOW = """\
An encounter shows two ships close together and slow, by positions interpolated between those received. It does not show
that anything passed between them, or which way: ships also meet to bunker, to change crews or pilots, to fish, to
tow, or lie at anchor side by side. Where contacts are merged, the time between them is not contact."""

_HOUR_US = shapes.US_PER_HOUR
_CELL_E7 = 50_000  # 0.005 degree of latitude: 553 m at least, more than the greatest reach
_MOST_REACH_M = 550


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


def detect(legs: ir.Table, anchors: pa.Table, parameters: Parameters = Parameters()) -> ir.Table:
    """Return one row per encounter (shapes.EVENTS['encounter']); track < other_track.

    Start and end are the track's positions that bound the contact; other_exhibit and other_row name the other's
    position at its start. ``median_speed_dkn`` is the faster ship's.
    """
    hourly = _on_grid(legs, 60, parameters)
    away = _away_from_ports(hourly, anchors, parameters)
    pairs = _close(away, parameters)
    contact = _contact(pairs, legs, parameters)
    return columns.shaped(KIND, _encounters(contact, legs, parameters))


def _on_grid(legs: ir.Table, step_min: int, parameters: Parameters) -> ir.Table:
    """Return (track, mmsi, grid, t_us, next_t_us, exhibit, row, lat_e7, lon_e7): where hulls were at each step.

    ``grid`` counts steps since 1970. Only instants with a position at most ``heard_min`` before and one after.
    """
    step = step_min * 60 * shapes.US_PER_SECOND
    heard = parameters.heard_min * 60 * shapes.US_PER_SECOND
    first, last = _up(legs.t_us, step), _up(legs.next_t_us, step)
    across = legs.filter((last > first) & (legs.next_t_us - legs.t_us <= 2 * heard))
    spread = across.mutate(grid=ibis.range(_up(across.t_us, step), _up(across.next_t_us, step), 1).unnest())
    after = spread.grid * step - spread.t_us
    placed = spread.filter((after <= heard) & (spread.next_t_us - spread.grid * step <= heard))
    share = (placed.grid * step - placed.t_us) / (placed.next_t_us - placed.t_us)
    lat = placed.lat_e7 + ((placed.next_lat_e7 - placed.lat_e7) * share).round().cast("int64")
    east = (geodesy.turned(placed.next_lon_e7 - placed.lon_e7) * share).round().cast("int64")
    return placed.select(
        "track",
        "mmsi",
        "grid",
        "t_us",
        "next_t_us",
        "exhibit",
        "row",
        lat_e7=lat,
        lon_e7=geodesy.turned(placed.lon_e7 + east),
    )


def _up(t_us: Any, step: int) -> Any:
    """Return the number of the first grid instant at or after a time."""
    return (t_us / step).ceil().cast("int64")


def _away_from_ports(points: ir.Table, anchors: pa.Table, parameters: Parameters) -> ir.Table:
    at_port = nearby.near(points, loitering.ports(anchors), parameters.port_m)
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


def _contact(pairs: ir.Table, legs: ir.Table, parameters: Parameters) -> ir.Table:
    """Return the instants, every ``step_min``, at which a pair found on whole hours is in reach, with both places."""
    per_hour = 60 // parameters.step_min
    sides = pairs.select("track").union(pairs.select(track=pairs.other_track)).distinct()
    points = _on_grid(legs.semi_join(sides, "track"), parameters.step_min, parameters)
    spread = pairs.mutate(
        grid=ibis.range(pairs.grid * per_hour - per_hour, pairs.grid * per_hour + per_hour, 1).unnest()
    )
    sought = spread.select("track", "other_track", "grid").distinct()
    other = points.rename(**{f"other_{name}": name for name in points.columns if name != "grid"})
    both = sought.join(points, ["track", "grid"]).join(other, ["other_track", "grid"])
    distance = geodesy.distance_dm(both.lat_e7, both.lon_e7, both.other_lat_e7, both.other_lon_e7)
    measured = both.mutate(pair_dm=distance)
    return measured.filter(measured.pair_dm <= parameters.reach_m * 10)


def _encounters(contact: ir.Table, legs: ir.Table, parameters: Parameters) -> ir.Table:
    """Join instants into unbroken runs, keep the long and slow ones, merge them, and bound them by positions."""
    pair = ["track", "other_track"]
    steps = _runs(contact, parameters)
    runs = steps.group_by(*pair, "run").agg(first=steps.grid.min(), last=steps.grid.max())
    long = runs.filter(runs["last"] - runs["first"] >= parameters.least_h * 60 // parameters.step_min)
    in_run = steps.semi_join(long, [*pair, "run"])
    speeds = [_median(in_run, [*pair, "run"], name) for name in ("speed_dkn", "other_speed_dkn")]
    judged = long
    for speed in speeds:
        slow = speed.filter(speed["median"] < parameters.speed_dkn)
        judged = judged.semi_join(slow, [*pair, "run"])
    order = ibis.window(group_by=pair, order_by="run")
    apart = judged["first"] - judged["last"].lag().over(order)
    begins = (apart >= parameters.merge_h * 60 // parameters.step_min).fill_null(True)
    marked = judged.mutate(begins=begins.cast("int64"))
    numbered = marked.mutate(encounter=marked.begins.sum().over(ibis.cumulative_window(group_by=pair, order_by="run")))
    points = steps.join(numbered.select(*pair, "run", "encounter"), [*pair, "run"])
    return bounds.bounded(_summed(points, [*pair, "encounter"]), legs)


def _runs(contact: ir.Table, parameters: Parameters) -> ir.Table:
    """Number the unbroken runs of instants of each pair, and add both speeds over the step before each instant."""
    pair = ["track", "other_track"]
    order = ibis.window(group_by=pair, order_by="grid")
    names = ("lat_e7", "lon_e7", "other_lat_e7", "other_lon_e7")
    before = contact.mutate(
        before_grid=contact.grid.lag().over(order),
        **{f"before_{name}": contact[name].lag().over(order) for name in names},
    )
    unbroken = (before.grid - before.before_grid == 1).fill_null(False)
    per_step = 60 / parameters.step_min / (DM_PER_NAUTICAL_MILE / 10)

    def speed(side: str) -> Any:
        here = (before[f"{side}lat_e7"], before[f"{side}lon_e7"])
        there = (before[f"before_{side}lat_e7"], before[f"before_{side}lon_e7"])
        return ibis.ifelse(unbroken, geodesy.distance_dm(*there, *here), ibis.null("int64")).cast("float64") * per_step

    timed = before.mutate(
        begins=(~unbroken).cast("int64"),
        speed_dkn=speed("").round().cast("int64"),
        other_speed_dkn=speed("other_").round().cast("int64"),
    )
    return timed.mutate(run=timed.begins.sum().over(ibis.cumulative_window(group_by=pair, order_by="grid")))


def _median(points: ir.Table, keys: list[str], value: str) -> ir.Table:
    return medians.lower(points, keys, value, "median")


def _summed(points: ir.Table, keys: list[str]) -> ir.Table:
    """Return one row per encounter from its instants."""
    whole = points.group_by(keys).agg(
        first=points.grid.min(),
        start_us=points.t_us.min(),
        end_us=points.next_t_us.max(),
        min_distance_dm=points.pair_dm.min(),
        other_mmsi=points.other_mmsi.max(),
    )
    at_start = points.select(*keys, "other_exhibit", "other_row", first=points.grid)
    found = whole.join(at_start, [*keys, "first"])
    for value in ("pair_dm", "speed_dkn", "other_speed_dkn"):
        middle = medians.lower(points, keys, value, f"median_{value}")
        found = found.join(middle, keys)
    return found.mutate(
        median_distance_dm=found.median_pair_dm,
        median_speed_dkn=ibis.greatest(found.median_speed_dkn, found.median_other_speed_dkn),
    )
