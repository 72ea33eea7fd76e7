"""Loitering exactly as pipe-loitering finds it, for comparison only.

Its definition (Apache-2.0), written anew: of each clock hour in which a ship was heard the mean speed since the message
before it; slow hours in a row, by UTC day, are one row, which begins with the last message of the hour before; rows
that touch are merged. Each MMSI is one segment, and hours in which nothing was heard break nothing, so that a silence
whose ends lie close together is loitering. Left out: distance from shore, by which others filter its rows.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from fairlead import shapes
from fairlead.events import geodesy
from fairlead.events.tracks import DM_PER_NAUTICAL_MILE

SLOW_KN = 2  # pipe-loitering: --slow-threshold


def messages(positions: ir.Table) -> ir.Table:
    """Return (mmsi, nth, t_us, lat_e7, lon_e7, since_us, since_dm): what its source table says of each message.

    How that table's own distances are made is not published; here they are ours, for it and for us.
    """
    sent = positions.filter(positions.lat_e7.notnull() & positions.lon_e7.notnull())
    order = ibis.window(group_by="mmsi", order_by=["t_us", "lat_e7", "lon_e7"])
    before = {f"last_{name}": sent[name].lag().over(order) for name in ("t_us", "lat_e7", "lon_e7")}
    paired = sent.mutate(nth=ibis.row_number().over(order), **before)
    distance = geodesy.distance_dm(paired.last_lat_e7, paired.last_lon_e7, paired.lat_e7, paired.lon_e7)
    told = paired.mutate(since_us=paired.t_us - paired.last_t_us, since_dm=distance)
    return told.select("mmsi", "nth", "t_us", "lat_e7", "lon_e7", "since_us", "since_dm")


def daily(sent: ir.Table) -> ir.Table:
    """Return (mmsi, start_us, end_us, slow_us, distance_dm), each within one UTC day and the hour heard before it."""
    hours = sent.group_by("mmsi", hour=(sent.t_us / shapes.US_PER_HOUR).floor().cast("int64")).agg(
        first_us=sent.t_us.min(),
        last_us=sent.t_us.max(),
        count=sent.count(),
        since_us=sent.since_us.sum(),
        since_dm=sent.since_dm.sum(),
        first_since_us=sent.since_us.fill_null(0).argmin(sent.nth),
        first_since_dm=sent.since_dm.fill_null(0).argmin(sent.nth),
    )
    speed_kn = hours.since_dm / DM_PER_NAUTICAL_MILE / (hours.since_us.nullif(0) / shapes.US_PER_HOUR)
    judged = hours.mutate(slow=(speed_kn < SLOW_KN).fill_null(False), day=(hours.hour / 24).floor().cast("int64"))
    order = ibis.window(group_by="mmsi", order_by="hour")
    placed = judged.mutate(
        before_us=ibis.ifelse(judged.day.lag().over(order) >= judged.day - 1, judged.last_us.lag().over(order), None),
        run=(~judged.slow).cast("int64").sum().over(ibis.cumulative_window(group_by=["mmsi", "day"], order_by="hour")),
    )
    slow = placed.filter(placed.slow)
    opened = slow.mutate(alone=slow.before_us.isnull())  # nobody to begin with: its own first message opens it
    rows = opened.group_by("mmsi", "day", "run").agg(
        start_us=opened.before_us.fill_null(opened.first_us).argmin(opened.hour),
        end_us=opened.last_us.max(),
        count=opened["count"].sum() + (~opened.alone).cast("int64").argmin(opened.hour),
        slow_us=opened.since_us.sum() - ibis.ifelse(opened.alone, opened.first_since_us, 0).argmin(opened.hour),
        distance_dm=opened.since_dm.sum() - ibis.ifelse(opened.alone, opened.first_since_dm, 0).argmin(opened.hour),
    )
    return rows.filter(rows["count"] > 1).select("mmsi", "start_us", "end_us", "slow_us", "distance_dm")


def merged(rows: ir.Table) -> ir.Table:
    """Return daily rows with those that touch made one."""
    order = ibis.window(group_by="mmsi", order_by="start_us")
    begins = rows.mutate(begins=(rows.end_us.lag().over(order) != rows.start_us).fill_null(True).cast("int64"))
    so_far = ibis.cumulative_window(group_by="mmsi", order_by="start_us")
    numbered = begins.mutate(stay=begins.begins.sum().over(so_far))
    whole = numbered.group_by("mmsi", "stay").agg(
        start_us=numbered.start_us.min(),
        end_us=numbered.end_us.max(),
        slow_us=numbered.slow_us.sum(),
        distance_dm=numbered.distance_dm.sum(),
    )
    return whole.drop("stay")
