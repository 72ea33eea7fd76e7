"""Gives events their bounding positions: a detector finds tracks and times, this finds the rows that prove them.

Left out: times between positions; start and end must be times of positions on the track.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

_OF_LEG = ("lat_e7", "lon_e7", "exhibit", "row")


def spans(legs: ir.Table) -> ir.Table:
    """Return (mmsi, track, first_us, last_us, positions) of each track."""
    return legs.group_by("mmsi", "track").agg(first_us=legs.t_us.min(), last_us=legs.t_us.max(), positions=legs.count())


def bounded(events: ir.Table, legs: ir.Table) -> ir.Table:
    """Return events (track, start_us, end_us or None, any others) with mmsi and start_* and end_* of their positions.

    Of several positions of a track at one time, the first in the order of legs bounds a start, the last an end.
    """
    ends = events.filter(events.end_us.notnull())
    times = (
        events.select("track", t_us=events.start_us)
        .union(ends.select("track", t_us=ends.end_us))
        .distinct()
        .rename(sought="track", sought_us="t_us")
    )
    found = legs.join(times, [legs.track == times.sought, legs.t_us == times.sought_us]).select(
        "track", "mmsi", "t_us", *_OF_LEG
    )
    order = [found.lat_e7, found.lon_e7, found.exhibit, found.row]
    numbered = found.mutate(
        first=ibis.row_number().over(group_by=["track", "t_us"], order_by=order),
        last=ibis.row_number().over(group_by=["track", "t_us"], order_by=[ibis.desc(column) for column in order]),
    )
    firsts = numbered.filter(numbered["first"] == 0)
    lasts = numbered.filter(numbered["last"] == 0)
    start = firsts.select(
        start_track=firsts.track,
        start_t_us=firsts.t_us,
        mmsi=firsts.mmsi,
        **{f"start_{name}": firsts[name] for name in _OF_LEG},
    )
    end = lasts.select(end_track=lasts.track, end_t_us=lasts.t_us, **{f"end_{name}": lasts[name] for name in _OF_LEG})
    started = events.join(start, [events.track == start.start_track, events.start_us == start.start_t_us])
    return started.left_join(end, [started.track == end.end_track, started.end_us == end.end_t_us])
