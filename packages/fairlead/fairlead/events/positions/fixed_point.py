"""Fixed points: a ship reports speed, and the very same coordinates again and again.

Left out: a ship at rest, whatever its coordinates; and points that many ships share without repeating them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.types as ir

from fairlead import shapes
from fairlead.events import bounds, columns, medians

KIND = "fixed_point"
VERSION = 1

DOES_NOT_SHOW = """\
A fixed point shows that position and speed, as told, cannot both be true. It does not show that anybody falsified
them: a receiver that has lost the satellites repeats its last fix, a transponder may take speed from another sensor,
and sources pass on an old position with a new time. Where many ships stand at one point at once, the satellites'
signals were disturbed there, which no single ship does."""


@dataclass(frozen=True)
class Parameters:
    """How long, how fast."""

    least_dkn: int = 30  # the bound: over 3 knots nobody stands still to a ten-thousandth of a minute
    least_positions: int = 5  # ours
    least_us: int = 10 * 60 * shapes.US_PER_SECOND  # ours: copies of one message come within seconds
    hole_us: int = shapes.US_PER_HOUR  # ours: after a longer silence it is another stay


def detect(legs: ir.Table, parameters: Parameters = Parameters()) -> ir.Table:
    """Return one row per stay (shapes.EVENTS['fixed_point'])."""
    return counted(stays(legs, parameters))


def stays(legs: ir.Table, parameters: Parameters = Parameters()) -> ir.Table:
    """Return the stays in the shape of events, before others at the same point are counted."""
    runs = _runs(legs, parameters)
    found = runs.group_by("track", "run", "lat_e7", "lon_e7").agg(
        start_us=runs.t_us.min(),
        end_us=runs.next_t_us.max(),
        # the last of a run is the successor of the last leg that stays
        positions=runs.count() + 1,
    )
    long = found.filter(
        (found.positions >= parameters.least_positions) & (found.end_us - found.start_us >= parameters.least_us)
    )
    speeds = medians.lower(runs, ["track", "run"], "speed_dkn", "median_speed_dkn")
    told = long.join(speeds, ["track", "run"])
    return columns.shaped(KIND, bounds.bounded(told.drop("lat_e7", "lon_e7"), legs), others=ibis.literal(0))


def counted(stays: ir.Table) -> ir.Table:
    """Return stays with how many other tracks stood at the same point in the same time."""
    bare = stays.drop("others")
    told = bare.left_join(_others(bare), ["track", "start_us"]).drop("track_right", "start_us_right")
    return columns.shaped(KIND, told, others=told.others.fill_null(0))


def _runs(legs: ir.Table, parameters: Parameters) -> ir.Table:
    """Return the legs that go nowhere at speed, numbered by unbroken run."""
    still = (legs.next_lat_e7 == legs.lat_e7) & (legs.next_lon_e7 == legs.lon_e7)
    soon = legs.next_t_us - legs.t_us <= parameters.hole_us
    stands = (still & soon & (legs.speed_dkn > parameters.least_dkn)).fill_null(False)
    standing = legs.filter(stands).select(
        "track",
        "mmsi",
        "t_us",
        "lat_e7",
        "lon_e7",
        "next_t_us",
        "speed_dkn",
        "exhibit",
        "row",
        "next_exhibit",
        "next_row",
    )
    order = ["t_us", "lat_e7", "lon_e7", "row"]
    # a leg begins where the last one ended; so those that go somewhere, nearly all, need not be put in order
    one = ibis.window(group_by="track", order_by=order)
    onward = [standing[f"next_{name}"].lag().over(one) == standing[name] for name in ("t_us", "exhibit", "row")]
    marked = standing.mutate(begins=(~(onward[0] & onward[1] & onward[2])).fill_null(True).cast("int64"))
    return marked.mutate(run=marked.begins.sum().over(ibis.cumulative_window(group_by="track", order_by=order)))


def _others(told: ir.Table) -> ir.Table:
    """Count, by stay, the other tracks that stood at the same point in the same time."""
    here: Any = told.select("track", "start_lat_e7", "start_lon_e7", "start_us", "end_us")
    there = told.select(
        "start_lat_e7", "start_lon_e7", other_track="track", other_start_us="start_us", other_end_us="end_us"
    )
    pairs = here.join(there, ["start_lat_e7", "start_lon_e7"])
    at_once = pairs.filter(
        (pairs.track != pairs.other_track)
        & (pairs.start_us < pairs.other_end_us)
        & (pairs.other_start_us < pairs.end_us)
    )
    return at_once.group_by("track", "start_us").agg(others=at_once.other_track.nunique())
