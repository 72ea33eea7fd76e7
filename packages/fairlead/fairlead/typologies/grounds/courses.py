"""Where was a ship going when it was lost, and from where was it coming when it was heard again? By its courses.

Where nobody else was heard, a silence tells nothing of who caused it. But a ship that comes back deeper, on a course
that has a port of the target State astern, has been there: whoever left what can be heard by another of its edges comes
back over that one (docs/decisions/0039). Left out: ways that wind round a cape.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Literal

from fairlead.places import Port
from fairlead.shapes import E7, US_PER_HOUR
from fairlead.typologies import placing
from fairlead.typologies.grounds import spans

if TYPE_CHECKING:
    import ibis.expr.types as ir

FIRST_US = 3 * US_PER_HOUR  # ours: long enough to steady a course, short enough not to round the next cape
ASIDE_DEG = 70.0  # ours: the target's ports lie on two coasts; who has all of them so far ahead goes to one of them
SLOW_DKN = 30  # ours: three knots; a ship at anchor or made fast drifts by less
LEAST_M = 2_000.0  # ours: less way tells no course
WITHIN_DEG = 45.0  # ours: half of a right angle to either side; coasts and lanes bend ways by less

Row = Mapping[str, Any]
Edge = Literal["start", "end"]


class Courses:
    """The courses before or after some closed silences, fetched once at the first question."""

    def __init__(self, legs: ir.Table, gaps: Iterable[Row], edge: Edge = "end") -> None:
        """Take the silences that will be asked about, and at which edge: where they begin, or where they end."""
        self._legs, self._edge = legs, edge
        self._spans = sorted({self._span(gap) for gap in gaps})

    def _span(self, gap: Row) -> spans.Span:
        """Return the track and the hours beside a silence that tell the course."""
        if self._edge == "start":
            return gap["track"], gap["start_us"] - FIRST_US, gap["start_us"]
        return gap.get("other_track") or gap["track"], gap["end_us"], gap["end_us"] + FIRST_US

    def under_way(self, gap: Row) -> bool:
        """Tell whether a ship made way in the first hours after a silence, or said that it did."""
        beside = self._span(gap)
        return beside in self._courses or beside in self._fast

    def coming_from(self, gap: Row, ports: Sequence[Port], within: float = WITHIN_DEG) -> str | None:
        """Return in words from which of some ports a ship was coming when it was heard again; None for none of them.

        ``ports``: the likelier ones first; the first that lies astern, ``within`` so many degrees, is named.
        """
        return self._in_line(gap, ports, within, behind=True)

    def bound_for(self, gap: Row, ports: Sequence[Port], within: float = WITHIN_DEG) -> str | None:
        """Return in words for which of some ports a ship was heading when it was lost; None for none of them."""
        return self._in_line(gap, ports, within, behind=False)

    def away_from_all(self, gap: Row, ports: Sequence[Port], within: float = ASIDE_DEG) -> str | None:
        """Return in words that all of some ports lay ahead where a silence ended, or astern where it began; else None.

        That is: the ship came from elsewhere, or went elsewhere.
        """
        course = self._courses.get(self._span(gap))
        if course is None or not ports:
            return None
        outward = self._edge == "start"
        most = max(_apart(_bearing(gap, port, self._edge), course + 180.0 * outward) for port in ports)
        where = "astern" if outward else "ahead"
        return self._said(course, f"every port of {ports[0].country}", where, most) if most <= within else None

    def _in_line(self, gap: Row, ports: Sequence[Port], within: float, *, behind: bool) -> str | None:
        """Return in words the first of some ports that lies astern, or ahead, within so many degrees."""
        course = self._courses.get(self._span(gap))
        if course is None:
            return None
        for port in ports:
            off = _apart(_bearing(gap, port, self._edge), course + 180.0 * behind)
            if off <= within:
                return self._said(course, port.name, "astern" if behind else "ahead", off)
        return None

    def _said(self, course: float, what: str, where: str, off: float) -> str:
        when = "lost" if self._edge == "start" else "heard again"
        return f"when {when} its course was {round(course) % 360}°, with {what} {where} within {off:.0f}°"

    @cached_property
    def _courses(self) -> dict[spans.Span, float]:
        """The course made good in the hours beside each silence, in degrees; none where it made little way."""
        made = {span: _earth().inv(*_degrees(own[0]), *_degrees(own[-1])) for span, own in self._heard.items()}
        return {span: course % 360.0 for span, (course, _, metres) in made.items() if metres >= LEAST_M}

    @cached_property
    def _fast(self) -> set[spans.Span]:
        return {span for span, own in self._heard.items() if any((one["speed_dkn"] or 0) > SLOW_DKN for one in own)}

    @cached_property
    def _heard(self) -> dict[spans.Span, list[Row]]:
        """The positions of the hours beside each silence, in order of time."""
        if not self._spans:
            return {}
        named = ("span", "t_us", "lat_e7", "lon_e7", "speed_dkn", "exhibit", "row")
        own = spans.within(self._legs, self._spans).select(*named).order_by(["span", "t_us", "exhibit", "row"])
        found: dict[spans.Span, list[Row]] = {}
        for row in own.to_pyarrow().to_pylist():
            found.setdefault(self._spans[row["span"]], []).append(row)
        return found


def there_and_back(
    gap: Row, ports: Sequence[Port], before: Courses, after: Courses, within: float = WITHIN_DEG
) -> str | None:
    """Return in words that a ship was lost on a course to one of some ports and heard again on one from one; else None.

    ``before``, ``after``: the courses where silences begin and where they end; ``within``: so many degrees.
    """
    went, came = before.bound_for(gap, ports, within), after.coming_from(gap, ports, within)
    return f"{went}; {came}" if went and came else None


@cache
def _earth() -> Any:
    from pyproj import Geod  # long to load, and few need it

    return Geod(ellps="WGS84")


def _bearing(gap: Row, port: Port, edge: Edge) -> float:
    """Return the bearing of a port from where a silence began or ended, in degrees."""
    lat_e7, lon_e7 = placing.position(gap, edge)
    azimuth, _, _ = _earth().inv(lon_e7 / E7, lat_e7 / E7, port.lon_e7 / E7, port.lat_e7 / E7)
    return float(azimuth)


def _apart(one: float, other: float) -> float:
    """Return the angle between two directions, in degrees."""
    return abs((one - other + 180.0) % 360.0 - 180.0)


def _degrees(at: Row) -> tuple[float, float]:
    """Return longitude and latitude in degrees, as pyproj asks for them."""
    return at["lon_e7"] / E7, at["lat_e7"] / E7
