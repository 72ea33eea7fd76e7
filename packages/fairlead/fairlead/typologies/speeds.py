"""A ship's own speed under way before and after a call: a laden ship is often slower, so it is an indication, no more.

As a test always left open: weather, current, fouling, orders and price of fuel change a speed by as much as cargo does
(docs/decisions/0020).
"""

from __future__ import annotations

from collections.abc import Iterable
from statistics import median
from typing import TYPE_CHECKING

from fairlead.events.tracks import DM_PER_NAUTICAL_MILE
from fairlead.shapes import US_PER_HOUR
from fairlead.typologies.occasion import Refutation
from fairlead.typologies.refutations import unchecked

if TYPE_CHECKING:
    import ibis.expr.types as ir

NAME = "speed laden against light"
WINDOW_US = 24 * US_PER_HOUR  # ours: long enough to even out tides, short enough for one sea
UNDER_WAY_KN = 5.0  # ours: slower is manoeuvring, waiting or drifting
LEAST_LEGS = 6  # ours: fewer tell nothing
CHANGE_KN = 0.7  # ours: less is lost among tides and weather
_LONGEST_US = 2 * US_PER_HOUR  # ours: over a longer leg the way between is not known


class Speeds:
    """The speeds under way of some tracks, fetched once at the first question."""

    def __init__(self, legs: ir.Table, tracks: Iterable[int]) -> None:
        self._legs = legs
        self._tracks = sorted(set(tracks))
        self._speeds: dict[int, list[tuple[int, float]]] | None = None

    def test(self, track: int, arrived_us: int, left_us: int | None) -> Refutation:
        """Compare the last day before a call with the first after it; the outcome is always open."""
        if left_us is None:
            return unchecked(NAME, "its departure was not heard")
        before = self._median(track, arrived_us - WINDOW_US, arrived_us)
        after = self._median(track, left_us, left_us + WINDOW_US)
        if before is None or after is None:
            return unchecked(NAME, "too few positions under way in the day before or after the call to compare")
        said = f"median speed under way {before:.1f} kn in the day before the call and {after:.1f} kn in the day after"
        if abs(after - before) < CHANGE_KN:
            return unchecked(NAME, f"{said}: no difference that tells")
        laden = "left" if after < before else "came"
        why = f"{said}: slower when it {laden}, as ships laden are; weather, current and orders do as much"
        return unchecked(NAME, why)

    def _median(self, track: int, start_us: int, end_us: int) -> float | None:
        if self._speeds is None:
            self._speeds = self._fetched()
        inside = [knots for t_us, knots in self._speeds.get(track, ()) if start_us <= t_us < end_us]
        return median(inside) if len(inside) >= LEAST_LEGS else None

    def _fetched(self) -> dict[int, list[tuple[int, float]]]:
        found: dict[int, list[tuple[int, float]]] = {}
        if not self._tracks:
            return found
        legs = self._legs
        own = legs.filter(legs.track.isin(self._tracks), legs.next_t_us.notnull(), legs.next_t_us > legs.t_us)
        short = own.filter(own.next_t_us - own.t_us <= _LONGEST_US)
        for row in short.select("track", "t_us", "next_t_us", "distance_dm").to_pyarrow().to_pylist():
            hours = (row["next_t_us"] - row["t_us"]) / US_PER_HOUR
            knots = row["distance_dm"] / DM_PER_NAUTICAL_MILE / hours
            if knots >= UNDER_WAY_KN:
                found.setdefault(row["track"], []).append((row["t_us"], knots))
        return found
