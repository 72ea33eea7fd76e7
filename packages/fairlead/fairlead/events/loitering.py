"""Loitering: a hull that stays slow for eight hours or more, away from ports.

Left out: distance from shore, which needs land; the typologies ask ``places`` for the zone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from fairlead import shapes
from fairlead.events import bounds, columns, geodesy, medians, nearby
from fairlead.events.tracks import DM_PER_NAUTICAL_MILE

KIND = "loitering"
VERSION = 1

DOES_NOT_SHOW = """\
Loitering shows a ship that made little way for hours. It does not show a meeting: ships wait for orders, berths,
pilots, tides and weather, fish, survey, and break down. What happened alongside is not in the track of one ship."""


@dataclass(frozen=True)
class Parameters:
    """Speeds are averages between positions about an hour apart."""

    speed_dkn: int = 20  # Global Fishing Watch, pipe-loitering: average speed below 2 kn
    least_h: int = 8  # ours, cf. Miller et al. 2018 (Frontiers in Marine Science 5:240): at least 8 h at < 2 kn
    hole_h: int = 6  # ours: a silence as long as a gap ends it
    port_m: int = 5_000  # as places.PORT_RADIUS_M


def detect(legs: ir.Table, anchors: pa.Table, parameters: Parameters = Parameters()) -> ir.Table:
    """Return one row per stay (shapes.EVENTS['loitering']); ``distance_dm`` is along the hourly positions."""
    steps = _slow_steps(legs, anchors, parameters)
    runs = steps.group_by("track", "run").agg(
        start_us=steps.t_us.min(), end_us=steps.to_us.max(), distance_dm=columns.exact_sum(steps.distance_dm)
    )
    long = runs.filter(runs.end_us - runs.start_us >= parameters.least_h * shapes.US_PER_HOUR)
    middle = medians.lower(steps, ["track", "run"], "speed_dkn", "median_speed_dkn")
    found = long.join(middle, ["track", "run"])
    return columns.shaped(KIND, bounds.bounded(found, legs))


def _slow_steps(legs: ir.Table, anchors: pa.Table, parameters: Parameters) -> ir.Table:
    """Return the slow ways between consecutive hourly positions, numbered by unbroken run."""
    judged = steps(legs, anchors, parameters)
    slow = judged.filter(judged.slow)
    # a way begins where the last one ended; so those that are not slow, nearly all, need not be put in order
    before = slow.to_us.lag().over(ibis.window(group_by="track", order_by="t_us"))
    marked = slow.mutate(begins=(before != slow.t_us).fill_null(True).cast("int64"))
    return marked.mutate(run=marked.begins.sum().over(ibis.cumulative_window(group_by="track", order_by="t_us")))


def steps(legs: ir.Table, anchors: pa.Table, parameters: Parameters = Parameters()) -> ir.Table:
    """Return the ways between consecutive hourly positions, each ``slow`` or not; a slow one near a port is not."""
    hourly = _hourly(legs)
    # of ports alone: a ship that waits at an anchorage does loiter
    port = nearby.near(hourly, anchors, parameters.port_m, 0).select(port_track="track", port_us="t_us").distinct()
    marked = hourly.left_join(port, [hourly.track == port.port_track, hourly.t_us == port.port_us])
    order = ibis.window(group_by="track", order_by="t_us")
    paired = marked.mutate(
        **{f"to_{name}": marked[name].lead().over(order) for name in ("lat_e7", "lon_e7")},
        to_us=marked.t_us.lead().over(order),
    )
    distance = geodesy.distance_dm(paired.lat_e7, paired.lon_e7, paired.to_lat_e7, paired.to_lon_e7)
    hours = (paired.to_us - paired.t_us) / shapes.US_PER_HOUR
    measured = paired.mutate(distance_dm=distance, hours=hours)
    speed = measured.distance_dm / measured.hours / (DM_PER_NAUTICAL_MILE / 10)
    timed = measured.mutate(speed_dkn=speed.round().cast("int64"))
    slow = (timed.speed_dkn < parameters.speed_dkn) & (timed.hours <= parameters.hole_h) & timed.port_us.isnull()
    return timed.mutate(slow=slow.fill_null(False))


def _hourly(legs: ir.Table) -> ir.Table:
    """Return the last position of each hour in which a track was heard: those whose successor is in another hour."""
    last = legs.next_t_us.isnull() | (_hour(legs.t_us) != _hour(legs.next_t_us))
    return legs.filter(last).select("track", "t_us", "lat_e7", "lon_e7")


def _hour(t_us: Any) -> Any:
    return (t_us / shapes.US_PER_HOUR).floor()
