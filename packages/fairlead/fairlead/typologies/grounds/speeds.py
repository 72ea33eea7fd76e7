"""A ship's own speed under way before and after a call: a laden ship is often slower, so it is an indication, no more.

As a test always left open: weather, current, fouling, orders and price of fuel change a speed by as much as cargo does
(docs/decisions/0020).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from statistics import median
from typing import TYPE_CHECKING

from fairlead.events.tracks import DM_PER_NAUTICAL_MILE
from fairlead.shapes import US_PER_HOUR
from fairlead.typologies.grounds import spans
from fairlead.typologies.grounds.refutations import unchecked
from fairlead.typologies.occasion import Refutation

if TYPE_CHECKING:
    import ibis.expr.types as ir

NAME = "speed laden against light"
WINDOW_US = 24 * US_PER_HOUR  # ours: long enough to even out tides, short enough for one sea
UNDER_WAY_KN = 5.0  # ours: slower is manoeuvring, waiting or drifting
LEAST_LEGS = 6  # ours: fewer tell nothing
CHANGE_KN = 0.7  # ours: less is lost among tides and weather
_LONGEST_US = 2 * US_PER_HOUR  # ours: over a longer leg the way between is not known


class Speeds:
    """The speeds under way around some calls, fetched once at the first question."""

    def __init__(self, legs: ir.Table, calls: Iterable[tuple[int, int, int]]) -> None:
        """Take the track, arrival and departure of each call that will be asked about."""
        self._legs = legs
        days = {span for call in calls for span in _days(*call)}
        self._days = {span: number for number, span in enumerate(sorted(days))}

    def test(self, track: int, arrived_us: int, left_us: int | None) -> Refutation:
        """Compare the last day before a call with the first after it; the outcome is always open."""
        if left_us is None:
            return unchecked(NAME, "its departure was not heard")
        before, after = (self._median(span) for span in _days(track, arrived_us, left_us))
        if before is None or after is None:
            return unchecked(NAME, "too few positions under way in the day before or after the call to compare")
        said = f"median speed under way {before:.1f} kn in the day before the call and {after:.1f} kn in the day after"
        if abs(after - before) < CHANGE_KN:
            return unchecked(NAME, f"{said}: no difference that tells")
        laden = "left" if after < before else "came"
        why = f"{said}: slower when it {laden}, as ships laden are; weather, current and orders do as much"
        return unchecked(NAME, why)

    def _median(self, day: spans.Span) -> float | None:
        inside = self._speeds.get(self._days[day], ())
        return median(inside) if len(inside) >= LEAST_LEGS else None

    @cached_property
    def _speeds(self) -> dict[int, list[float]]:
        own = spans.within(self._legs, sorted(self._days))
        moved = own.filter(own.next_t_us > own.t_us, own.next_t_us - own.t_us <= _LONGEST_US)
        found: dict[int, list[float]] = {}
        for row in moved.select("span", "t_us", "next_t_us", "distance_dm").to_pyarrow().to_pylist():
            hours = (row["next_t_us"] - row["t_us"]) / US_PER_HOUR
            knots = row["distance_dm"] / DM_PER_NAUTICAL_MILE / hours
            if knots >= UNDER_WAY_KN:
                found.setdefault(row["span"], []).append(knots)
        return found


def _days(track: int, arrived_us: int, left_us: int) -> tuple[spans.Span, spans.Span]:
    """Return the day before a call and the day after it."""
    return (track, arrived_us - WINDOW_US, arrived_us - 1), (track, left_us, left_us + WINDOW_US - 1)
