"""From where was a ship coming when it was heard again? By its first course after a silence.

Where nobody else was heard, a silence tells nothing of who caused it. But a ship that comes back deeper, on a course
that has a port of the target State astern, has been there: whoever left what can be heard by another of its edges comes
back over that one (docs/decisions/0039). Left out: ways that wind round a cape.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from fairlead.places import Port
from fairlead.shapes import E7, US_PER_HOUR
from fairlead.typologies.grounds import spans

if TYPE_CHECKING:
    import ibis.expr.types as ir

FIRST_US = 3 * US_PER_HOUR  # ours: long enough to steady a course, short enough not to round the next cape
SLOW_DKN = 30  # ours: three knots; a ship at anchor or made fast drifts by less
LEAST_M = 2_000.0  # ours: less way tells no course
WITHIN_DEG = 45.0  # ours: half of a right angle to either side; coasts and lanes bend ways by less

Row = Mapping[str, Any]


class Courses:
    """The first courses after some closed silences, fetched once at the first question."""

    def __init__(self, legs: ir.Table, gaps: Iterable[Row]) -> None:
        """Take the silences that will be asked about."""
        self._legs = legs
        self._spans = sorted({_first(gap) for gap in gaps})

    def under_way(self, gap: Row) -> bool:
        """Tell whether a ship made way in the first hours after a silence, or said that it did."""
        first = _first(gap)
        return first in self._courses or first in self._fast

    def coming_from(self, gap: Row, ports: Sequence[Port]) -> str | None:
        """Return in words from which of some ports a ship was coming when it was heard again; None for none of them.

        ``ports``: the likelier ones first; the first that lies astern is named.
        """
        course = self._courses.get(_first(gap))
        if course is None:
            return None
        astern = (course + 180.0) % 360.0
        for port in ports:
            off = abs((_bearing(gap, port) - astern + 180.0) % 360.0 - 180.0)
            if off <= WITHIN_DEG:
                return f"when heard again its course was {course:.0f}°, with {port.name} astern within {off:.0f}°"
        return None

    @cached_property
    def _courses(self) -> dict[spans.Span, float]:
        """The course made good in the first hours after each silence, in degrees; none where it made little way."""
        made = {span: _earth().inv(*_degrees(own[0]), *_degrees(own[-1])) for span, own in self._heard.items()}
        return {span: course % 360.0 for span, (course, _, metres) in made.items() if metres >= LEAST_M}

    @cached_property
    def _fast(self) -> set[spans.Span]:
        return {span for span, own in self._heard.items() if any((one["speed_dkn"] or 0) > SLOW_DKN for one in own)}

    @cached_property
    def _heard(self) -> dict[spans.Span, list[Row]]:
        """The positions of the first hours after each silence, in order of time."""
        if not self._spans:
            return {}
        named = ("span", "t_us", "lat_e7", "lon_e7", "speed_dkn", "exhibit", "row")
        own = spans.within(self._legs, self._spans).select(*named).order_by(["span", "t_us", "exhibit", "row"])
        found: dict[spans.Span, list[Row]] = {}
        for row in own.to_pyarrow().to_pylist():
            found.setdefault(self._spans[row["span"]], []).append(row)
        return found


def _first(gap: Row) -> spans.Span:
    return gap.get("other_track") or gap["track"], gap["end_us"], gap["end_us"] + FIRST_US


@cache
def _earth() -> Any:
    from pyproj import Geod  # long to load, and few need it

    return Geod(ellps="WGS84")


def _bearing(gap: Row, port: Port) -> float:
    """Return the bearing of a port from where a silence ended, in degrees."""
    ends = gap["end_lon_e7"] / E7, gap["end_lat_e7"] / E7, port.lon_e7 / E7, port.lat_e7 / E7
    azimuth, _, _ = _earth().inv(*ends)
    return float(azimuth)


def _degrees(at: Row) -> tuple[float, float]:
    """Return longitude and latitude in degrees, as pyproj asks for them."""
    return at["lon_e7"] / E7, at["lat_e7"] / E7
