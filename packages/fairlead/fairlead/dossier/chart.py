"""Maps and time lines as SVG that prints: land, tracks with their silences, and what happened where and when.

Pure functions from numbers to text: nothing is read, and no font, tile or script is fetched.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from html import escape

from fairlead.dossier import labels
from fairlead.shapes import US_PER_HOUR

# Okabe and Ito's palette (2008): told apart by colour-blind readers and on a grey printer.
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#000000")
SILENT_US = 6 * US_PER_HOUR  # a leg longer than this is drawn as a dotted line: nothing was heard in between
WIDTH = 720.0
_LANES_PX, _TOP_PX, _ROW_PX = 130.0, 24.0, 26.0  # of a time line: room for names, for the scale, and for a row
_LETTER_PX = 5.6  # of one letter in or beside a bar
_MOST_ROWS = 4  # of one lane
_METRES_PER_DEGREE = 111_320.0
_LEAST_WIDE = 1.6  # ours: a map taller than this is made small on a page, and its words with it
_ONE_POINT_PX = 10.0  # of a map: two ends closer than this cannot be told apart
_SCALE_PX = 30.0  # of a map: room of the degrees of longitude at its top
EDGE_PX = 34.0  # ours: half of a label of the scale of time; nearer to the edge it would be cut


@dataclass(frozen=True)
class Line:
    """One ship's positions in order of time: ``points`` are (time in us, latitude, longitude) in degrees."""

    label: str
    points: Sequence[tuple[int, float, float]]


@dataclass(frozen=True)
class Mark:
    """A place to point out: ``kind`` is place, start, end or meeting."""

    kind: str
    label: str
    lat: float
    lon: float


@dataclass(frozen=True)
class Bar:
    """A stretch of time on one ship's lane; ``end_us`` None means that it goes on."""

    lane: str
    kind: str
    label: str
    start_us: int
    end_us: int | None


@dataclass(frozen=True)
class Frame:
    """The part of the world on the map, in degrees; ``east`` may exceed 180 where the map crosses the antimeridian."""

    south: float
    west: float
    north: float
    east: float

    @property
    def height(self) -> float:
        """Height of the drawing in SVG units at this frame's proportions."""
        squeeze = math.cos(math.radians((self.south + self.north) / 2))
        return min(620.0, max(260.0, WIDTH * (self.north - self.south) / ((self.east - self.west) * squeeze)))

    def xy(self, lat: float, lon: float) -> tuple[float, float]:
        """Return the drawing's coordinates of a position."""
        if lon < self.west - 1e-9:
            lon += 360
        x = (lon - self.west) / (self.east - self.west) * WIDTH
        return round(x, 1), round((self.north - lat) / (self.north - self.south) * self.height, 1)


def frame(points: Sequence[tuple[float, float]], least: float = 0.3) -> Frame:
    """Return a frame around positions (lat, lon), with room around them; ``least`` degrees high, by default 33 km."""
    lats = [lat for lat, _ in points]
    lons = [lon for _, lon in points]
    if max(lons) - min(lons) > 180:
        lons = [lon + 360 if lon < 0 else lon for lon in lons]
    middle = (min(lats) + max(lats)) / 2
    squeeze = max(0.1, math.cos(math.radians(middle)))
    tall = max(least, (max(lats) - min(lats)) * 1.25)
    wide = max(least / squeeze, (max(lons) - min(lons)) * 1.25)
    tall, wide = max(tall, wide * squeeze * 0.5), max(wide, tall / squeeze * _LEAST_WIDE)
    centre = (min(lons) + max(lons)) / 2
    return Frame(middle - tall / 2, centre - wide / 2, middle + tall / 2, centre + wide / 2)


def sea_map(
    view: Frame,
    land: Sequence[Sequence[tuple[float, float]]],
    lines: Sequence[Line],
    marks: Sequence[Mark],
    *,
    dots: bool = False,
) -> str:
    """Draw a map; ``land`` holds rings of (longitude, latitude) in degrees. ``dots``: one for each position as well."""
    title = "Map of " + (", ".join(line.label for line in lines) or "the places named")
    height = view.height + (16 * len(lines) + 26 if lines else 0)
    parts = [
        f'<svg class="map" viewBox="0 0 {WIDTH:.0f} {height:.0f}" role="img" aria-label="{escape(title)}">',
        f'<rect width="{WIDTH:.0f}" height="{view.height:.0f}" class="sea"/>',
        _land(view, land),
        _graticule(view),
    ]
    parts += [_line(view, line, COLOURS[n % len(COLOURS)]) for n, line in enumerate(lines)]
    if dots:
        parts += [_dots(view, line, COLOURS[n % len(COLOURS)]) for n, line in enumerate(lines)]
    sheet = labels.Sheet(WIDTH, view.height)
    at = [view.xy(mark.lat, mark.lon) for mark in marks]
    for x, y in at:
        sheet.keep(x, y, 6)
    parts += [_ends(view, n + 1, line, COLOURS[n % len(COLOURS)], sheet) for n, line in enumerate(lines)]
    parts += [_mark(where, mark, sheet) for where, mark in zip(at, marks, strict=True)]
    parts += [_legend(view, lines), _scale(view), "</svg>"]
    return "".join(parts)


def time_line(bars: Sequence[Bar], start_us: int, end_us: int) -> str:
    """Draw one lane per ship with its events as bars, under a scale of days (or hours where it is short), in UTC.

    What happened at once stands in rows of one lane; a bar too short for its words has them beside it.
    """
    span = max(1, end_us - start_us)

    def x(t_us: int) -> float:
        inside = min(max(t_us, start_us), end_us) - start_us
        return round(_LANES_PX + inside / span * (WIDTH - _LANES_PX - 8), 1)

    lanes = [
        (lane, _stacked([_drawn(bar, x(bar.start_us), x(bar.end_us or end_us)) for bar in bars if bar.lane == lane]))
        for lane in dict.fromkeys(bar.lane for bar in bars)
    ]
    height = _TOP_PX + _ROW_PX * sum(max(row for _, row in placed) + 1 for _, placed in lanes) + 8
    parts = [f'<svg class="timeline" viewBox="0 0 {WIDTH:.0f} {height:.0f}" role="img" aria-label="Time line">']
    parts.append('<text class="tick" x="0" y="12">UTC</text>')
    for at_us, label in ticks(start_us, end_us):
        parts.append(f'<line class="grid" x1="{x(at_us)}" x2="{x(at_us)}" y1="{_TOP_PX - 6}" y2="{height - 8}"/>')
        if x(at_us) <= WIDTH - EDGE_PX:
            parts.append(f'<text class="tick" x="{x(at_us)}" y="12" text-anchor="middle">{label}</text>')
    y = _TOP_PX
    for lane, placed in lanes:
        parts.append(f'<text class="lane" x="0" y="{y + 15}">{escape(_short(lane, 20))}</text>')
        parts += [bar.svg(y + _ROW_PX * row) for bar, row in placed]
        y += _ROW_PX * (max(row for _, row in placed) + 1)
    return "".join([*parts, "</svg>"])


@dataclass(frozen=True)
class _Drawn:
    """A bar in the drawing's units, and where its words stand: from ``words_px`` on, to ``until_px``."""

    bar: Bar
    begin_px: float
    width_px: float
    words_px: float | None
    until_px: float

    def svg(self, y: float) -> str:
        """Return the bar at a height."""
        label = escape(self.bar.label)
        box = f'x="{self.begin_px}" y="{y + 3}" width="{self.width_px}" height="16"'
        words = ""
        if self.words_px is not None:
            words = f'<text class="inbar" x="{self.words_px}" y="{y + 15}">{label}</text>'
        return f'<rect class="bar {escape(self.bar.kind)}" {box}><title>{label}</title></rect>{words}'


def _drawn(bar: Bar, begin_px: float, end_px: float) -> _Drawn:
    """Place a bar, and its words inside it, else after it, else before it where the drawing ends."""
    width, letters = max(2.0, round(end_px - begin_px, 1)), _LETTER_PX * len(bar.label)
    if letters + 8 <= width:
        return _Drawn(bar, begin_px, width, begin_px + 4, begin_px + width)
    after = begin_px + width + 4
    if after + letters <= WIDTH:
        return _Drawn(bar, begin_px, width, after, after + letters)
    return _Drawn(bar, begin_px, width, max(_LANES_PX, round(begin_px - letters - 4, 1)), begin_px + width)


def _stacked(bars: Sequence[_Drawn]) -> list[tuple[_Drawn, int]]:
    """Return each bar with the first row in which it covers no other; words give way where rows would be too many."""
    placed: list[tuple[_Drawn, int]] = []
    ends: list[float] = []
    boxes: list[float] = []  # where the bars of each row end, their words aside
    for drawn in sorted(bars, key=lambda one: (one.begin_px, -one.width_px)):
        bar = drawn
        begin = min(bar.begin_px, bar.words_px if bar.words_px is not None else bar.begin_px)
        row = next((n for n, end in enumerate(ends) if begin >= end), len(ends))
        if row >= _MOST_ROWS:
            bar = replace(drawn, words_px=None, until_px=drawn.begin_px + drawn.width_px)
            row = next((n for n, end in enumerate(boxes) if bar.begin_px >= end), _MOST_ROWS - 1)
            placed = [(_without_words(one, bar.begin_px) if n == row else one, n) for one, n in placed]
        if row == len(ends):
            ends.append(0.0)
            boxes.append(0.0)
        ends[row] = max(ends[row], bar.until_px + 2)
        boxes[row] = max(boxes[row], bar.begin_px + bar.width_px + 2)
        placed.append((bar, row))
    return placed


def _without_words(bar: _Drawn, begin_px: float) -> _Drawn:
    """Take the words from a bar where another begins in them."""
    return replace(bar, words_px=None) if bar.words_px is not None and bar.until_px > begin_px else bar


def _land(view: Frame, land: Sequence[Sequence[tuple[float, float]]]) -> str:
    rings = []
    for ring in land:
        corners = " L".join(f"{x} {y}" for x, y in (view.xy(lat, lon) for lon, lat in ring))
        rings.append(f"M{corners}Z")
    return f'<path class="land" fill-rule="evenodd" d="{"".join(rings)}"/>' if rings else ""


def _graticule(view: Frame) -> str:
    step = _round_step(max(view.north - view.south, view.east - view.west) / 5)
    parts = []
    for n in range(math.ceil(view.south / step), math.floor(view.north / step) + 1):
        _, y = view.xy(n * step, view.west)
        parts.append(f'<line class="grid" x1="0" x2="{WIDTH:.0f}" y1="{y}" y2="{y}"/>')
        if y > _SCALE_PX:
            parts.append(f'<text class="tick" x="4" y="{y - 3}">{_degrees(n * step, "NS")}</text>')
    for n in range(math.ceil(view.west / step), math.floor(view.east / step) + 1):
        x, _ = view.xy(view.north, n * step)
        lon = (n * step + 180) % 360 - 180
        parts.append(f'<line class="grid" x1="{x}" x2="{x}" y1="0" y2="{view.height:.0f}"/>')
        if x <= WIDTH - EDGE_PX:
            parts.append(f'<text class="tick" x="{x + 3}" y="12">{_degrees(lon, "EW")}</text>')
    return "".join(parts)


def _line(view: Frame, line: Line, colour: str) -> str:
    heard: list[str] = []
    silent: list[str] = []
    before: tuple[int, float, float] | None = None
    for point in line.points:
        x, y = view.xy(point[1], point[2])
        if before is None:
            heard.append(f"M{x} {y}")
        elif point[0] - before[0] > SILENT_US:
            start_x, start_y = view.xy(before[1], before[2])
            silent.append(f"M{start_x} {start_y}L{x} {y}")
            heard.append(f"M{x} {y}")
        else:
            heard.append(f"L{x} {y}")
        before = point
    return (
        f'<path class="track" stroke="{colour}" d="{"".join(heard)}"><title>{escape(line.label)}</title></path>'
        f'<path class="track silent" stroke="{colour}" d="{"".join(silent)}"/>'
    )


def _dots(view: Frame, line: Line, colour: str) -> str:
    """Draw each position that stands apart from those before it in the drawing; as squares, by one path."""
    at = dict.fromkeys(view.xy(lat, lon) for _, lat, lon in line.points)
    squares = "".join(f"M{x - 2.5:.1f} {y - 2.5:.1f}h5v5h-5z" for x, y in at)
    return f'<path class="dots" fill="{colour}" d="{squares}"/>'


def _mark(at: tuple[float, float], mark: Mark, sheet: labels.Sheet) -> str:
    """Draw a mark with its words beside it; with a line to them where there is no room beside it."""
    x, y = at
    placed = sheet.label(mark.label, x, y)
    leader = ""
    if abs(placed.moved) > 1:
        leader = f'<path class="leader" d="M{x} {y}L{placed.x:.1f} {placed.y - 4:.1f}"/>'
    words = f'x="{placed.x:.1f}" y="{placed.y:.1f}" text-anchor="{placed.anchor}"'
    return (
        f'{leader}<circle class="mark {escape(mark.kind)}" cx="{x}" cy="{y}" r="5"/>'
        f'<text class="marklabel" {words}>{escape(mark.label)}</text>'
    )


def _ends(view: Frame, number: int, line: Line, colour: str, sheet: labels.Sheet) -> str:
    """Draw where a track begins (a ring) and ends (an arrow), both with its number, so that no colour tells alone.

    Ends so close that they are one point have one number; a track of one position is a ring alone.
    """
    if not line.points:
        return ""
    first, last = (view.xy(lat, lon) for _, lat, lon in (line.points[0], line.points[-1]))
    before = next((at for at in (view.xy(lat, lon) for _, lat, lon in reversed(line.points)) if at != last), first)
    turn = math.degrees(math.atan2(last[1] - before[1], last[0] - before[0]))
    place = f'transform="translate({last[0]} {last[1]}) rotate({turn:.0f})"'
    arrow = f'<path fill="{colour}" d="M6 0L-4 -4.5L-4 4.5Z" {place}/>' if len(line.points) > 1 else ""
    numbered = [first] if math.dist(first, last) < _ONE_POINT_PX else [first, last]
    words = []
    for at in numbered:
        x, y = sheet.number(str(number), *at)
        words.append(f'<text class="marklabel" x="{x:.1f}" y="{y:.1f}">{number}</text>')
    ring = f'<circle class="trackstart" stroke="{colour}" cx="{first[0]}" cy="{first[1]}" r="3.5"/>'
    return f"{ring}{arrow}{''.join(words)}"


def _legend(view: Frame, lines: Sequence[Line]) -> str:
    """Name, under the map, each track by its number and the times between which it is drawn; say what marks are."""
    if not lines:
        return ""
    rows = [f"{n}  {line.label}{_drawn_between(line)}" for n, line in enumerate(lines, 1)]
    top = round(view.height)
    parts = [
        f'<rect class="legend" y="{top}" width="{WIDTH:.0f}" height="{16 * len(rows) + 26}"/>',
        f'<text class="tick" x="12" y="{top + 17}">○ first position drawn, ▶ last; times are UTC</text>',
    ]
    for n, row in enumerate(rows):
        y = top + 34 + 16 * n
        colour = COLOURS[n % len(COLOURS)]
        parts.append(f'<line class="track" stroke="{colour}" x1="12" x2="34" y1="{y - 4:.0f}" y2="{y - 4:.0f}"/>')
        parts.append(f'<text class="tick" x="40" y="{y:.0f}">{escape(row)}</text>')
    return "".join(parts)


def _drawn_between(line: Line) -> str:
    if not line.points:
        return ""
    first, last = (datetime.fromtimestamp(t_us / 1e6, UTC) for t_us in (line.points[0][0], line.points[-1][0]))
    if len(line.points) == 1:
        return f", one position, {first:%-d %b %Y %H:%M}"
    return f", {first:%-d %b %H:%M} to {last:%-d %b %Y %H:%M}"


def _scale(view: Frame) -> str:
    squeeze = math.cos(math.radians((view.south + view.north) / 2))
    metres = (view.east - view.west) * squeeze * _METRES_PER_DEGREE
    length_m = _round_step(metres / 5)
    width = length_m / metres * WIDTH
    label = f"{length_m / 1000:g} km" if length_m >= 1000 else f"{length_m:g} m"
    x, y = WIDTH - width - 12, view.height - 12
    return (
        f'<path class="scale" d="M{x:.1f} {y - 5:.1f}V{y:.1f}H{x + width:.1f}V{y - 5:.1f}"/>'
        f'<text class="tick" x="{x + width / 2:.1f}" y="{y - 6:.1f}" text-anchor="middle">{label}</text>'
    )


def ticks(start_us: int, end_us: int) -> list[tuple[int, str]]:
    """Return round times (us) within a span with their labels, as many as have room: hours, days or more apart."""
    begin = datetime.fromtimestamp(start_us / 1e6, UTC)
    span_h = (end_us - start_us) / US_PER_HOUR
    step_h = next((hours for hours in (1, 3, 6, 12, 24, 48, 120, 240, 480, 960) if span_h / hours <= 6.5), 8760)
    at = begin.replace(hour=0, minute=0, second=0, microsecond=0)
    ticks = []
    while (t_us := round(at.timestamp() * 1e6)) <= end_us:
        if t_us >= start_us:
            ticks.append((t_us, f"{at:%-d %b %H:%M}" if step_h < 24 else f"{at:%-d %b %Y}"))
        at += timedelta(hours=step_h)
    return ticks


def _round_step(value: float) -> float:
    """Return the largest of 1, 2, 5 times a power of ten that is not above ``value``."""
    power = 10.0 ** math.floor(math.log10(value))
    return max(step * power for step in (1, 2, 5) if step * power <= value * (1 + 1e-9))


def _degrees(value: float, hemispheres: str) -> str:
    return f"{abs(value):g}° {hemispheres[0] if value >= 0 else hemispheres[1]}"


def _short(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"
