"""Circles: positions that run round and round one middle at one distance and at speed, as disturbed GNSS draws them.

A ship swings round its anchor slowly, and turns a full circle once or twice when it tries its rudder; nobody sails
three of one radius at speed. Whoever goes round goes north, south, east and west; most blocks do not, and are left
before anything is measured. Left out: circles that drift away with the ship, across the antimeridian, or too short.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.types as ir

from fairlead import shapes
from fairlead.events import bounds, columns, geodesy, medians
from fairlead.events.tracks import DM_PER_NAUTICAL_MILE, Kept, passed_on

KIND = "circle"
VERSION = 2

DOES_NOT_SHOW = """\
A circle shows positions on a ring, one after another, as no ship steers. It does not show that this ship falsified
them: jamming and spoofing ashore draw such rings for every receiver within reach. Ships that survey, search, fish with
a ring net, or dredge sail rounds too, though not of one radius. Where the ship really was, the ring does not tell."""


@dataclass(frozen=True)
class Parameters:
    """What is a circle."""

    block_h: int = 2  # ours: how long positions are taken together
    least_positions: int = 24  # ours: eight a turn
    least_turns_ddeg: int = 3 * 3_600  # ours: turning trials are one or two (IMO MSC.137(76): turning circle tests)
    most_spread_pct: int = 10  # ours: of the radius, in the median
    least_radius_dm: int = 300  # ours: within 30 m it is the noise of a fix
    most_radius_dm: int = 100_000  # ours: 10 km
    least_dkn: int = 30  # as fixed_point: a ship at anchor swings more slowly
    least_each_way: int = 2  # ours: legs to each quarter, of three turns; what jumps to and fro is no ring


def detect(legs: ir.Table, parameters: Parameters = Parameters(), keep: Kept = passed_on) -> ir.Table:
    """Return one row per block of two hours that a ship spent on a circle (shapes.EVENTS['circle']).

    ``keep`` is given the positions of blocks that may hold a ring, and of those that hold turns enough.
    """
    blocked = legs.select(*_OF_LEG, block=_block(legs.t_us, parameters))
    middles = _middles(legs, parameters)
    placed = blocked.join(middles, ["track", "block"])
    every = placed.mutate(
        away_dm=geodesy.distance_dm(placed.lat_e7, placed.lon_e7, placed.mid_lat_e7, placed.mid_lon_e7),
        bearing_ddeg=_bearing(placed),
    )
    blocks = keep("ring_blocks", every)
    around = keep("rings", blocks.semi_join(_turned(_paired(blocks), parameters), ["track", "block"]))
    radii = medians.lower(around, ["track", "block"], "away_dm", "radius_dm")
    near = around.join(radii, ["track", "block"])
    off = near.mutate(off_dm=(near.away_dm - near.radius_dm).abs())
    spreads = medians.lower(off, ["track", "block"], "off_dm", "spread_dm")
    swept = _swept(_paired(around), parameters)
    found = around.select("track", "block", "positions").distinct()
    for part in (radii, spreads, swept):
        found = found.join(part, ["track", "block"])
    rings = found.filter(
        found.radius_dm.between(parameters.least_radius_dm, parameters.most_radius_dm)
        & (found.spread_dm * 100 <= found.radius_dm * parameters.most_spread_pct)
        & (found.median_speed_dkn >= parameters.least_dkn)
    )
    return columns.shaped(KIND, bounds.bounded(rings, legs))


_OF_LEG = ("track", "t_us", "lat_e7", "lon_e7", "exhibit", "row", "distance_dm")
_DM_PER_E7 = 0.111  # a degree of latitude is some 111 km


def _block(t_us: Any, parameters: Parameters) -> Any:
    return (t_us / (parameters.block_h * shapes.US_PER_HOUR)).floor().cast("int64")


def _middles(legs: ir.Table, parameters: Parameters) -> ir.Table:
    """Return (track, block, positions, mid_lat_e7, mid_lon_e7) of the blocks that may hold a ring, in one scan.

    Such a block is neither short nor tall, goes every way, and half its legs are fast enough, as their median must be.
    """
    block = _block(legs.t_us, parameters)
    north, east = legs.next_lat_e7 - legs.lat_e7, legs.next_lon_e7 - legs.lon_e7
    fast_dm = (
        (legs.next_t_us - legs.t_us) / shapes.US_PER_HOUR * ((parameters.least_dkn - 1) * DM_PER_NAUTICAL_MILE / 10)
    )
    lean = legs.select(
        "track",
        "lat_e7",
        "lon_e7",
        block=block,
        inside=(_block(legs.next_t_us, parameters) == block) & (legs.next_t_us > legs.t_us),
        north=north,
        east=east,
        fast=legs.distance_dm >= fast_dm,
    )
    # counts as sums, since a count with a condition is slow on some engines
    sums = lean.group_by("track", "block").agg(
        positions=lean.count(),
        lat=columns.exact_sum(lean.lat_e7),
        lon=columns.exact_sum(lean.lon_e7),
        south_e7=lean.lat_e7.min(),
        north_e7=lean.lat_e7.max(),
        timed=_times(lean.inside),
        fast=_times(lean.inside & lean.fast),
        **{
            name: _times(lean.inside & way)
            for name, way in {
                "northward": lean.north > 0,
                "southward": lean.north < 0,
                "eastward": lean.east > 0,
                "westward": lean.east < 0,
            }.items()
        },
    )
    tall_e7 = sums.north_e7 - sums.south_e7
    every_way = [sums[f"{way}ward"] >= parameters.least_each_way for way in ("north", "south", "east", "west")]
    many = sums.filter(
        sums.positions >= parameters.least_positions,
        tall_e7 * _DM_PER_E7 > parameters.least_radius_dm,
        tall_e7 * _DM_PER_E7 < 4 * parameters.most_radius_dm,
        sums.fast * 2 >= sums.timed,
        *every_way,
    )
    return many.select(
        "track", "block", "positions", mid_lat_e7=many.lat // many.positions, mid_lon_e7=many.lon // many.positions
    )


def _times(condition: Any) -> Any:
    return condition.fill_null(False).cast("int64").sum().cast("int64")


def _bearing(placed: ir.Table) -> Any:
    """Return the direction from the middle, in tenths of a degree; flat, which is enough for ten kilometres."""
    radians = 3.141592653589793 / 180 / 1e7
    north = (placed.lat_e7 - placed.mid_lat_e7).cast("float64")
    east = (placed.lon_e7 - placed.mid_lon_e7).cast("float64") * (placed.mid_lat_e7.cast("float64") * radians).cos()
    return (east.atan2(north) * (1_800 / 3.141592653589793)).round().cast("int64")


def _paired(around: ir.Table) -> ir.Table:
    """Return the positions of each block that have a successor in it, with the angle swept about the middle to it."""
    window = ibis.window(group_by=["track", "block"], order_by=["t_us", "lat_e7", "lon_e7", "exhibit", "row"])
    paired = around.mutate(
        to_ddeg=around.bearing_ddeg.lead().over(window), to_us=around.t_us.lead().over(window)
    ).filter(ibis._.to_us.notnull())
    return paired.mutate(turn=(paired.to_ddeg - paired.bearing_ddeg + 5_400) % 3_600 - 1_800)


def _turned(paired: ir.Table, parameters: Parameters) -> ir.Table:
    """Return the blocks in which a ship went round often enough, with the angle swept either way round, and when."""
    sums = paired.group_by("track", "block").agg(
        turns_ddeg=columns.exact_sum(paired.turn).abs(), start_us=paired.t_us.min(), end_us=paired.to_us.max()
    )
    return sums.filter(sums.turns_ddeg >= parameters.least_turns_ddeg)


def _swept(paired: ir.Table, parameters: Parameters) -> ir.Table:
    """Return, by block that holds turns enough, the angle swept, when, and how fast."""
    hours = (paired.to_us - paired.t_us) / shapes.US_PER_HOUR
    knots = paired.distance_dm / (DM_PER_NAUTICAL_MILE / 10) / hours.nullif(0.0)
    fast = paired.mutate(along_dkn=knots.round().cast("int64"))
    speeds = medians.lower(fast, ["track", "block"], "along_dkn", "median_speed_dkn")
    return _turned(paired, parameters).join(speeds, ["track", "block"])
