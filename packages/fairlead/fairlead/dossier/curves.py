"""What changed over time, as SVG that prints: the distance of two ships, how many were heard, the draught reported.

Pure functions from numbers to text, in the colours of ``chart.py``; nothing is read. Captions are the caller's.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from fairlead.dossier.chart import EDGE_PX, WIDTH, ticks

_LEFT, _RIGHT = 58.0, 10.0  # room for the scale's figures
_LABEL_PX = 6.2  # of one letter at the size of a label


@dataclass(frozen=True)
class Instant:
    """A time to mark with a line and words."""

    t_us: int
    label: str


@dataclass(frozen=True)
class Heard:
    """How many others were heard at one place: a count for each of the bins that follow one another from the start."""

    label: str
    counts: Sequence[int]


@dataclass(frozen=True)
class _Plot:
    """A rectangle of the drawing with a scale of time below and one of values at the left; ``log`` in powers of ten."""

    start_us: int
    end_us: int
    top: float
    height: float
    low: float
    high: float
    log: bool = False

    def x(self, t_us: float) -> float:
        inside = min(max(t_us, self.start_us), self.end_us) - self.start_us
        return round(_LEFT + inside / max(1, self.end_us - self.start_us) * (WIDTH - _LEFT - _RIGHT), 1)

    def y(self, value: float) -> float:
        bounded = min(max(value, self.low), self.high)
        if self.log:
            share = math.log(bounded / self.low) / math.log(self.high / self.low)
        else:
            share = (bounded - self.low) / (self.high - self.low)
        return round(self.top + self.height * (1 - share), 1)

    @property
    def bottom(self) -> float:
        return self.top + self.height

    def scale(self, values: Sequence[tuple[float, str]], times: bool = True) -> list[str]:
        """Draw both scales: figures at the left, and times under the plot."""
        parts = []
        for value, label in values:
            y = self.y(value)
            parts.append(f'<line class="grid" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{y}" y2="{y}"/>')
            parts.append(f'<text class="tick" x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{escape(label)}</text>')
        if times:
            parts.append(f'<text class="tick" x="0" y="{self.bottom + 14}">UTC</text>')
        for t_us, label in ticks(self.start_us, self.end_us):
            x = self.x(t_us)
            parts.append(f'<line class="grid" x1="{x}" x2="{x}" y1="{self.top}" y2="{self.bottom}"/>')
            if times and x <= WIDTH - EDGE_PX:
                anchor = "start" if x < _LEFT + 16 else "middle"
                y = self.bottom + 14
                parts.append(f'<text class="tick" x="{x}" y="{y}" text-anchor="{anchor}">{label}</text>')
        return parts

    def shade(self, kind: str, start_us: int, end_us: int, label: str) -> str:
        """Draw a stretch of time behind the curves."""
        x = self.x(start_us)
        width = max(1.0, round(self.x(end_us) - x, 1))
        return (
            f'<rect class="{kind}" x="{x}" y="{self.top}" width="{width}" height="{self.height}">'
            f"<title>{escape(label)}</title></rect>"
        )


def separation(
    points: Sequence[tuple[int, int]], meeting: tuple[int, int], step_us: int, reach_m: int, title: str
) -> str:
    """Draw the distance of two ships: points are (us, 0.1 m) in order, broken where a step is missing; logarithmic.

    ``meeting`` (us) is shaded, ``reach_m`` drawn across. Distances under 10 m are drawn at 10 m.
    """
    most = max(reach_m * 2.0, *(dm / 10 for _, dm in points))
    plot = _Plot(points[0][0], points[-1][0], 10, 150, 10, 10 ** math.ceil(math.log10(most)), log=True)
    decades = range(1, round(math.log10(plot.high)) + 1)
    parts = [plot.shade("meeting-time", *meeting, "the encounter")]
    parts += plot.scale([(10.0**n, _metres(10**n)) for n in decades])
    joined = [two[0] - one[0] <= step_us for one, two in pairwise(points)]
    path = [
        f"{'L' if to_before else 'M'}{plot.x(t_us)} {plot.y(dm / 10)}"
        for (t_us, dm), to_before in zip(points, [False, *joined], strict=True)
    ]
    parts.append(f'<path class="curve" d="{"".join(path)}"/>')
    for (t_us, dm), to_before, to_next in zip(points, [False, *joined], [*joined, False], strict=True):
        if not to_before and not to_next:  # no line leads to it or on: a dot
            parts.append(f'<circle class="report" cx="{plot.x(t_us)}" cy="{plot.y(dm / 10)}" r="2.6"/>')
    y = plot.y(reach_m)
    parts.append(f'<line class="threshold" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{y}" y2="{y}"/>')
    parts.append(f'<text class="threshold-label" x="{_LEFT + 4}" y="{y - 4:.1f}">{reach_m} m</text>')
    return _svg(title, plot.bottom + 22, parts)


def reception(
    places: Sequence[Heard], start_us: int, bin_us: int, silence: tuple[int, int], per: str, title: str
) -> str:
    """Draw one row of bars per place: how many others were heard in each bin; the silence (us) is shaded."""
    height, gap = 62.0, 26.0
    bins = max(len(place.counts) for place in places)
    end_us = start_us + bins * bin_us
    most = max(4, *(count + count % 2 for place in places for count in place.counts))  # even: its half is whole
    parts = []
    for n, place in enumerate(places):
        plot = _Plot(start_us, end_us, 20 + n * (height + gap), height, 0, most)
        parts.append(plot.shade("silence", *silence, "silent"))
        parts += plot.scale([(0, "0"), (most // 2, f"{most // 2}"), (most, f"{most}")], times=n == len(places) - 1)
        for at, count in enumerate(place.counts):
            if count:
                x, y = plot.x(start_us + at * bin_us), plot.y(count)
                width = max(0.6, plot.x(start_us + (at + 1) * bin_us) - x - 0.6)
                parts.append(
                    f'<rect class="heard" x="{x}" y="{y}" width="{width:.1f}" height="{plot.bottom - y:.1f}"/>'
                )
        if not any(place.counts):
            middle = f'x="{(_LEFT + WIDTH - _RIGHT) / 2}" y="{plot.top + height / 2 + 4}"'
            parts.append(f'<text class="panel" {middle} text-anchor="middle">nobody else was heard here</text>')
        parts.append(f'<text class="panel" x="{_LEFT}" y="{plot.top - 6}">{escape(place.label)}, {escape(per)}</text>')
    return _svg(title, 20 + len(places) * (height + gap), parts)


def draught(
    reports: Sequence[tuple[int, int]],
    marks: Sequence[Instant],
    start_us: int,
    end_us: int,
    title: str,
    told: Sequence[tuple[int, int]] = (),
) -> str:
    """Draw reported draughts: (us, 0.1 m) in order as dots, joined where equal and dotted where they differ.

    ``told``: the spans (us) that are shaded behind them.
    """
    least, most = min(dm for _, dm in reports), max(dm for _, dm in reports)
    low, high = math.floor(least / 10 - 0.3), math.ceil(most / 10 + 0.3)
    rows = _rows([mark.t_us for mark in marks], [mark.label for mark in marks], start_us, end_us)
    plot = _Plot(start_us, end_us, 18 + 13 * max(rows, default=0), 110, max(0, low), high)
    step = max(1, math.ceil((plot.high - plot.low) / 5))
    parts = [plot.shade("meeting-time", *span, "what the occasion tells of") for span in told]
    parts += plot.scale([(value, f"{value} m") for value in range(int(plot.low), int(plot.high) + 1, step)])
    for mark, row in zip(marks, rows, strict=True):
        x, y = plot.x(mark.t_us), 10 + 13 * row
        anchor = "end" if x + _LABEL_PX * len(mark.label) > WIDTH else "start"
        parts.append(f'<line class="instant" x1="{x}" x2="{x}" y1="{y - 6}" y2="{plot.bottom}"/>')
        shift = 4 if anchor == "start" else -4
        parts.append(
            f'<text class="panel" x="{x + shift}" y="{y + 2}" text-anchor="{anchor}">{escape(mark.label)}</text>'
        )
    equal: list[str] = []
    differ: list[str] = []
    for (t_us, dm), (next_us, next_dm) in pairwise(reports):
        way = f"M{plot.x(t_us)} {plot.y(dm / 10)}L{plot.x(next_us)} {plot.y(next_dm / 10)}"
        (equal if dm == next_dm else differ).append(way)
    parts.append(f'<path class="curve" d="{"".join(equal)}"/><path class="curve unknown" d="{"".join(differ)}"/>')
    parts += [f'<circle class="report" cx="{plot.x(t)}" cy="{plot.y(dm / 10)}" r="2.6"/>' for t, dm in reports]
    return _svg(title, plot.bottom + 22, parts)


def _svg(title: str, height: float, parts: Sequence[str]) -> str:
    box = f"0 0 {WIDTH:.0f} {height:.0f}"
    return f'<svg class="graph" viewBox="{box}" role="img" aria-label="{escape(title)}">{"".join(parts)}</svg>'


def _metres(value: int) -> str:
    return f"{value} m" if value < 1000 else f"{value // 1000} km"


def _rows(times: Sequence[int], labels: Sequence[str], start_us: int, end_us: int) -> list[int]:
    """Return, for each label in order of time, the lowest row in which it covers no label before it."""
    ends: list[float] = []
    rows = []
    per_us = (WIDTH - _LEFT - _RIGHT) / max(1, end_us - start_us)
    for t_us, label in zip(times, labels, strict=True):
        x, width = (t_us - start_us) * per_us, _LABEL_PX * len(label) + 8
        begin = x - width if _LEFT + x + width > WIDTH else x
        row = next((n for n, end in enumerate(ends) if begin >= end), len(ends))
        ends[row:] = [begin + width, *ends[row + 1 :]]
        rows.append(row)
    return rows
