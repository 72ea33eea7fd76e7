"""The positions of some tracks in some spans of time, found in one pass however many spans are asked for.

A query for each span reads the legs again each time: at a hundred million positions that was minutes for each typology.
Spans are cut into days, so that a position is held against the spans of its own track and day alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from fairlead.events import columns
from fairlead.shapes import US_PER_HOUR

if TYPE_CHECKING:
    import ibis.expr.types as ir

_DAY_US = 24 * US_PER_HOUR
_NAMES = ("span", "span_track", "from_us", "to_us", "day")

Span = tuple[int, int, int]  # a track, and the first and the last moment


def within(legs: ir.Table, spans: Sequence[Span]) -> ir.Table:
    """Return the legs that begin in a span, once for each, with its number in the order given and ``to_us``."""
    wanted = columns.integers(_NAMES, _days(spans))
    dated = legs.mutate(of_day=columns.steps(legs.t_us, _DAY_US))
    joined = dated.join(wanted, [dated.track == wanted.span_track, dated.of_day == wanted.day])
    held = joined.filter(joined.t_us >= joined.from_us, joined.t_us <= joined.to_us)
    return held.select("span", "to_us", *legs.columns)


def _days(spans: Sequence[Span]) -> Iterator[tuple[int, int, int, int, int]]:
    for number, (track, from_us, to_us) in enumerate(spans):
        for day in range(from_us // _DAY_US, to_us // _DAY_US + 1):
            yield number, track, from_us, to_us, day
