"""Positions → tracks → legs: one row per kept position with its successor on the same hull's track (shapes.LEGS).

1. Only ships: other classes of MMSI are kept out, and rows without number, time or position cannot be legs;
   :func:`kept_out` counts both, so that nothing disappears unseen.
2. The engine sorts them by number and time. This is the one sort.
3. Sorted, they pass once through ``following.legs``, the one place that is not an Ibis expression: copies count once,
   hulls that share a number are told apart, and each position gets its successor. What comes out is written once.
4. Coarse reports, told from satellites in tenths of a minute, are set aside where the same hull was heard precisely in
   the hour before: they add nothing, and make a ship at rest seem to move. Others stay.

Left out: repairing positions. A wrong position stays, on a hull of its own if it is far enough off.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, Protocol

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from fairlead.events import following
from fairlead.events.following import DM_PER_NAUTICAL_MILE, POSITION, Parameters, reach_mps

__all__ = [
    "DM_PER_NAUTICAL_MILE",
    "Keep",
    "Kept",
    "Parameters",
    "kept_out",
    "legs",
    "passed_on",
    "reach_mps",
    "ships",
    "whole",
]

VERSION = 5

Follow = Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]


class Kept(Protocol):
    """What a detector hands the tables to that it reads more than once."""

    def __call__(self, name: str, table: ir.Table, /) -> ir.Table:
        """Store a table and return it as stored, so that what follows scans instead of deriving it again."""


def passed_on(_name: str, table: ir.Table, /) -> ir.Table:
    """Store nothing: the engine derives the table each time it is read."""
    return table


def whole(keep: Kept, kind: str, rule: Callable[..., ir.Table], *given: Any, **named: Any) -> ir.Table:
    """Keep what a rule finds under its kind, and by the way what it reads more than once.

    An engine that knows the rule's tables stores them without the rule's making their expressions: what the rule makes
    must follow from the shapes of what it is ``given`` alone, and not from rows.
    """
    played = getattr(keep, "whole", None)
    found = played(kind, rule, given, named) if played else None
    if found is not None:
        kept: ir.Table = found[kind]
        return kept
    own = {"keep": keep} if "keep" in inspect.signature(rule).parameters else {}
    return keep(kind, rule(*given, **named, **own))


class Keep(Kept, Protocol):
    """Stores tables, whichever engine they come from."""

    def through(self, name: str, positions: ir.Table, follow: Follow, /) -> ir.Table:
        """Sort positions by mmsi and t_us, pass them through ``follow`` and store what comes out (shapes.LEGS).

        Each call of ``follow`` gets all positions of the numbers that it gets any of.
        """


DOES_NOT_SHOW = """\
A track is the chain of positions sent under one number that one hull could have sailed. It does not show that one hull
did: two ships near each other that share a number make one track, and a receiver's error can make two of one ship."""

# Classes of MMSI that are not ships, as ranges with the end excluded (ITU-R M.585-9, annex 1 and 2).
OTHER_CLASSES = {
    "coast station or base station (00MID)": (2_010_000, 7_760_000),
    "aircraft in search and rescue (111MID)": (111_000_000, 112_000_000),
    "search-and-rescue transmitter, man overboard device or EPIRB (970, 972, 974)": (970_000_000, 980_000_000),
    "craft associated with a parent ship (98MID)": (980_000_000, 990_000_000),
    "aid to navigation (99MID)": (990_000_000, 1_000_000_000),
}


def legs(
    positions: ir.Table, keep: Keep, parameters: Parameters = Parameters(), follow: Follow | None = None
) -> ir.Table:
    """Return the legs (shapes.LEGS) of all positions (shapes.POSITIONS, exhibits in any order).

    They are kept once, as 'legs'. ``follow`` in the place of ``following.legs``: one that takes down more.
    """
    return keep.through(
        "legs", ships(positions).select(*POSITION), follow or partial(following.legs, parameters=parameters)
    )


def ships(positions: ir.Table) -> ir.Table:
    """Return the positions that can be legs: with a ship's number, a time and a position."""
    complete = positions.filter(
        positions.mmsi.notnull() & positions.t_us.notnull() & positions.lat_e7.notnull() & positions.lon_e7.notnull()
    )
    for start, end in OTHER_CLASSES.values():
        complete = complete.filter((complete.mmsi < start) | (complete.mmsi >= end))
    return complete


def kept_out(positions: ir.Table) -> ir.Table:
    """Return (reason, rows): how many positions are not on any track, and why; copies not counted."""
    reason: Any = ibis.cases(
        (positions.mmsi.isnull(), "no MMSI"),
        (positions.t_us.isnull(), "no time"),
        (positions.lat_e7.isnull() | positions.lon_e7.isnull(), "no position"),
        *(
            ((positions.mmsi >= start) & (positions.mmsi < end), f"not a ship: {name}")
            for name, (start, end) in OTHER_CLASSES.items()
        ),
    )
    reasons = positions.select(reason=reason)
    return reasons.filter(reasons.reason.notnull()).group_by("reason").agg(rows=ibis._.count()).order_by("reason")
