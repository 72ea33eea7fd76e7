"""Where a track can be cut: a moment before which nothing that a ship did reaches into what came later.

A cut is a position of a ship at sea and under way: the last of its two hours and alone at its time, out of every port's
and anchorage's circle, on the way to an hourly position that it did not reach slowly, and moving. What loitering, port
visits, circles and fixed points tell before it and after it then follows from the legs before it and after it alone.

Left out: kinds of events that look at two ships, at who else was heard, or at static reports (``added.py``).
"""

from __future__ import annotations

from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute

from fairlead import shapes
from fairlead.events import loitering, nearby, port_visit
from fairlead.events.adding.lately import Legs
from fairlead.events.positions import circle
from fairlead.events.tracks import Kept, passed_on

pc: Any = pyarrow.compute

NEAR_H = 24 * 3  # where it is looked for first
BACK_H = 24 * 30  # how far back a cut is looked for; a ship that has none is looked at from its beginning
ALWAYS_US = -(2**62)  # a cut before anything: the whole track is looked at


def of(legs: Legs, changed: pa.Table, anchors: pa.Table, keep: Kept = passed_on) -> ir.Table:
    """Return (track, cut_us) of every changed track.

    ``changed`` has (track, known_us): up to ``known_us`` its positions are as they were; None: nothing may be.
    Most ships were under way within a few days, so only the others are looked at from farther back. ``keep`` is given
    the legs that are looked at.
    """
    near = _of(legs, changed, anchors, NEAR_H, keep).to_pyarrow()
    none = pc.equal(near["cut_us"], ALWAYS_US)
    left = changed.filter(pc.is_in(changed["track"], near["track"].filter(none)))
    if not left.num_rows:
        return ibis.memtable(near)
    return ibis.memtable(near.filter(pc.invert(none))).union(_of(legs, left, anchors, BACK_H, keep))


def _of(legs: Legs, changed: pa.Table, anchors: pa.Table, back_h: int, keep: Kept) -> ir.Table:
    named = ibis.memtable(changed)
    block_us = circle.Parameters().block_h * shapes.US_PER_HOUR
    known = named.filter(named.known_us.notnull())
    before = legs.of_each(known.mutate(since_us=known.known_us - back_h * shapes.US_PER_HOUR))
    back = keep(f"known_{back_h}", before.filter(before.t_us <= before.known_us).select(*_OF_LEG))
    steps = loitering.steps(back, anchors)
    fast = steps.filter(
        ~steps.slow & steps.to_us.notnull() & (_block(steps.t_us, block_us) < _block(steps.to_us, block_us))
    )
    reach_m = max(port_visit.Parameters().port_out_m, port_visit.Parameters().anchorage_out_m)
    at_sea = fast.anti_join(nearby.near(fast, anchors, reach_m).select("track", "t_us").distinct(), ["track", "t_us"])
    alone = at_sea.anti_join(back.filter(back.next_t_us == back.t_us).select("track", "t_us"), ["track", "t_us"])
    moving = back.filter((back.next_lat_e7 != back.lat_e7) | (back.next_lon_e7 != back.lon_e7))
    left = alone.semi_join(moving.select("track", "t_us"), ["track", "t_us"])
    # the hourly position that it came to must be the last of its hour whatever follows
    known = left.join(named.select("track", "known_us"), "track")
    sure = known.filter(_block(known.to_us, shapes.US_PER_HOUR) < _block(known.known_us, shapes.US_PER_HOUR))
    cuts = sure.group_by("track").agg(cut_us=sure.t_us.max())
    every = named.select("track").left_join(cuts, "track").drop("track_right")
    return every.select("track", cut_us=every.cut_us.fill_null(ALWAYS_US))


_OF_LEG = ("track", "t_us", "lat_e7", "lon_e7", "next_t_us", "next_lat_e7", "next_lon_e7", "known_us")


def _block(t_us: Any, long_us: int) -> Any:
    return (t_us / long_us).floor().cast("int64")
