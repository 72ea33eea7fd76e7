"""All legs, and those of the last days apart: most of what a day changes rests on these alone.

Who asks for what some tracks did since some moment asks, of most, for a few days: they are heard daily. So the legs of
all tracks since shortly before the first change are put down once, and all legs are read for the other tracks alone:
ships that lay for a week, or come back after one. Left out: since when anything has to be looked at again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fairlead import shapes

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fairlead.events.tracks import Kept

BACK_H = 24 * 4  # before the first change: what cuts, meetings and hours around silences ask for at most, and a day


class Legs:
    """The legs of a case to which positions were added."""

    def __init__(self, legs: ir.Table, since_us: int, keep: Kept) -> None:
        """Take all legs, and the time before which none begins that differs."""
        self.all = legs
        self.lately_us = since_us - BACK_H * shapes.US_PER_HOUR
        self.lately = keep("lately", legs.filter(legs.t_us >= self.lately_us))

    def since(self, since_us: int) -> ir.Table:
        """Return the legs that begin at a time or later."""
        legs = self.lately if since_us >= self.lately_us else self.all
        return legs.filter(legs.t_us >= since_us)

    def of_each(self, since: ir.Table) -> ir.Table:
        """Return the legs of some tracks (track, since_us and any others), of each that begin at its time or later."""
        often, seldom = since.filter(since.since_us >= self.lately_us), since.filter(since.since_us < self.lately_us)
        parts = (legs.join(own, "track") for legs, own in ((self.lately, often), (self.all, seldom)))
        one, other = (part.filter(part.t_us >= part.since_us).drop("since_us") for part in parts)
        return one.union(other)

    def under_way(self, since_us: int, seldom: ir.Table) -> ir.Table:
        """Return the legs under way at a time or later, and all of the numbers of ``seldom`` (mmsi)."""
        over = self.all.filter(self.all.t_us < since_us, self.all.next_t_us > since_us)
        ended = self.all.filter(self.all.t_us < since_us, self.all.next_t_us.isnull())
        others = (table.anti_join(seldom, "mmsi") for table in (self.since(since_us), over, ended))
        own = self.all.semi_join(seldom, "mmsi")
        for table in others:
            own = own.union(table)
        return own
