"""Where ships were heard, and on how many days: counted once, for all that asks of edges (``doors.py``).

Left out: how well a cell is heard while ships are in it, which is for the gap detector.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ibis
import pyarrow as pa

from fairlead.events import columns
from fairlead.events.gap import Parameters as Gap
from fairlead.shapes import US_PER_HOUR

if TYPE_CHECKING:
    import ibis.expr.types as ir

CELL_E7 = 2_500_000  # a quarter of a degree, as the gap detector's cells: an hour's sailing
SILENT_US = Gap().least_h * US_PER_HOUR


def hearing(legs: ir.Table) -> pa.Table:
    """Return (cell, track, days, through): on how many days a track was heard in a cell, lost there or came there.

    Of all cells at once, since several typologies ask, each of other cells. Tracks cut by the ends of the data are
    neither lost nor came.
    """
    (span,) = legs.agg(first=legs.t_us.min(), last=legs.t_us.max()).to_pyarrow().to_pylist()
    first_us, last_us = span["first"] or 0, span["last"] or 0
    silent = legs.next_t_us - legs.t_us > SILENT_US
    ended = legs.next_t_us.isnull() & (legs.t_us < last_us - SILENT_US)
    lost = (silent | ended).fill_null(False).cast("int64")
    here = legs.select(
        "track", "t_us", cell=columns.cells(legs.lat_e7, legs.lon_e7, CELL_E7), day=_day(legs.t_us), through=lost
    )
    heard = here.group_by("cell", "track", "day").agg(through=here.through.max())
    long = legs.filter(silent)
    back = long.select(
        cell=columns.cells(long.next_lat_e7, long.next_lon_e7, CELL_E7), track="track", day=_day(long.next_t_us)
    )
    firsts = legs.group_by("track").agg(t_us=legs.t_us.min())
    began = here.semi_join(firsts.filter(firsts.t_us > first_us + SILENT_US), ["track", "t_us"])
    came = back.union(began.select("cell", "track", "day"))
    every = heard.union(came.mutate(through=ibis.literal(1, "int64")))
    days = every.group_by("cell", "track", "day").agg(through=every.through.max())
    counted = days.group_by("cell", "track").agg(days=days.count(), through=columns.exact_sum(days.through))
    table: pa.Table = counted.to_pyarrow()
    return table


def _day(t_us: Any) -> Any:
    return columns.steps(t_us, 24 * US_PER_HOUR)
