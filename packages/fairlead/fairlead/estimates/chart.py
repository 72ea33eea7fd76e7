"""A ceiling and what was reported and claimed under it, cumulated over its period, as SVG that prints.

Pure functions from an account to text: no font and no script is fetched. A straight line says that the source gives no
dates within the period: it assumes an even flow, and the drawing says so.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from html import escape

from fairlead.estimates.cap_claims import CapClaim, share_said, whole
from fairlead.estimates.caps import Account

# Okabe and Ito's palette (2008), told apart by colour-blind readers; dashes tell the lines apart on a grey printer.
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")
DASHES = ("", "7 3", "2 3", "9 3 2 3", "4 2", "1 2")
WIDTH, HEIGHT = 720, 400
_LEFT, _RIGHT, _TOP, _BOTTOM = 84, 16, 30, 44
_STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#1a1a1a}.small{font-size:11px;fill:#595959}"
    ".grid{stroke:#9fb3c0;stroke-width:.5;stroke-dasharray:2 3}.cap{stroke:#a31515;stroke-width:2}"
    ".line{fill:none;stroke-width:2}.band{stroke:none;opacity:.18}.seen{stroke:#1a1a1a;stroke-width:1}"
)


@dataclass(frozen=True)
class Curve:
    """One cumulated quantity: ``points`` are (day, quantity); ``low`` the lower edge of a band, empty for a line."""

    label: str
    points: tuple[tuple[date, Fraction], ...]
    low: tuple[tuple[date, Fraction], ...] = ()


def cumulated(account: Account) -> str:
    """Draw an account: its ceiling, the reports it counts, each claim with its scenarios, and occasions as ticks."""
    ceiling = account.ceiling
    curves = [curve for curve in (_reported(account), *map(_claimed, account.claims)) if curve is not None]
    top = max([ceiling.limit, *(quantity for curve in curves for _, quantity in curve.points)]) * Fraction(21, 20)
    frame = _Frame(ceiling.start, ceiling.end, top)
    legend = HEIGHT + 18 * (len(curves) + 2)
    title = f"{ceiling.goods}: {whole(ceiling.limit)} {ceiling.unit} from {ceiling.start}, measure {ceiling.measure}"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {WIDTH} {legend}" role="img"'
        f' aria-label="{escape(title)}"><style>{_STYLE}</style><rect width="{WIDTH}" height="{legend}" fill="#fff"/>',
        f'<text x="{_LEFT}" y="18">{escape(title)}</text>',
        *_grid(frame, ceiling.unit),
    ]
    parts += [part for n, curve in enumerate(curves) for part in _drawn(frame, curve, n)]
    y = frame.y(ceiling.limit)
    parts.append(f'<line class="cap" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{y}" y2="{y}"/>')
    parts.append(f'<text class="small" x="{WIDTH - _RIGHT}" y="{y - 4}" text-anchor="end">ceiling</text>')
    parts += _ticks_of_occasions(frame, account)
    parts += _legend(curves, bool(account.observed))
    return "".join([*parts, "</svg>"])


@dataclass(frozen=True)
class _Frame:
    start: date
    end: date
    top: Fraction

    def x(self, day: date) -> float:
        inside = min(max(day, self.start), self.end)
        return round(_LEFT + (inside - self.start).days / (self.end - self.start).days * (WIDTH - _LEFT - _RIGHT), 1)

    def y(self, quantity: Fraction) -> float:
        return round(_TOP + float(1 - quantity / self.top) * (HEIGHT - _TOP - _BOTTOM), 1)


def _reported(account: Account) -> Curve | None:
    """Return the cumulated reports: each row even over its own period, on top of those that began before."""
    told = account.reported
    if told.total is None or not told.counted:
        return None
    factor = account.factor.bbl_per_t if account.factor else Fraction(1)
    rows = [
        (one.start, one.end, one.number * (factor if one.counted != account.ceiling.unit else 1))
        for one in told.counted
        if one.start and one.end
    ]
    days = sorted({day for start, end, _ in rows for day in (start, end)})
    points = tuple((day, sum((_so_far(row, day) for row in rows), Fraction(0))) for day in days)
    last = points[-1][1]
    return Curve(f"reported: {'' if told.complete else 'at least '}{whole(last)} {account.ceiling.unit}", points)


def _so_far(row: tuple[date, date, Fraction], day: date) -> Fraction:
    start, end, quantity = row
    return quantity * Fraction(min(max((day - start).days, 0), (end - start).days), (end - start).days)


def _claimed(claim: CapClaim) -> Curve | None:
    """Return a claim as a band from its lowest to its highest laden share, or as the line that it states."""
    first = next(iter((*claim.amounts, *claim.acts)), None)
    if first is None or first.start is None or first.end is None:
        return None
    start, end = first.start, first.end
    sizes = [
        (each.share, size)
        for each in claim.scenarios
        for size in (each.amount.best if each.amount.best is not None else each.amount.low,)
        if size is not None
    ]
    if sizes and claim.laden is not None:
        (low_share, low), (high_share, high) = min(sizes), max(sizes)
        label = f"{claim.reference}, {claim.by}: {share_said(low_share)} to {share_said(high_share)}"
        return Curve(label, ((start, Fraction(0)), (end, high)), ((start, Fraction(0)), (end, low)))
    if claim.stated.best is None:
        return None
    bound = "" if claim.stated.low == claim.stated.high else "at least " if claim.stated.low is not None else "at most "
    return Curve(
        f"{claim.reference}, {first.by}: {bound}{whole(claim.stated.best)} as stated",
        ((start, Fraction(0)), (end, claim.stated.best)),
    )


def _drawn(frame: _Frame, curve: Curve, n: int) -> list[str]:
    colour, dash = COLOURS[n % len(COLOURS)], DASHES[n % len(DASHES)]
    label = f"<title>{escape(curve.label)}</title>"
    parts = []
    if curve.low:
        outline = [*curve.points, *reversed(curve.low)]
        parts.append(f'<path class="band" fill="{colour}" d="M{_path(frame, outline)}Z">{label}</path>')
    for points in filter(None, (curve.points, curve.low)):
        parts.append(
            f'<path class="line" stroke="{colour}" stroke-dasharray="{dash}" d="M{_path(frame, points)}">{label}</path>'
        )
    return parts


def _path(frame: _Frame, points: Sequence[tuple[date, Fraction]]) -> str:
    return " L".join(f"{frame.x(day)} {frame.y(quantity)}" for day, quantity in points)


def _grid(frame: _Frame, unit: str) -> list[str]:
    parts = []
    step = _round_step(float(frame.top) / 5)
    for n in range(int(float(frame.top) / step) + 1):
        y = frame.y(Fraction(n * step))
        parts.append(f'<line class="grid" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{y}" y2="{y}"/>')
        parts.append(f'<text class="small" x="{_LEFT - 6}" y="{y + 4}" text-anchor="end">{n * step:,.0f}</text>')
    parts.append(f'<text class="small" x="{_LEFT - 6}" y="{_TOP - 12}" text-anchor="end">{escape(unit)}</text>')
    day = frame.start
    while day < frame.end:
        if day.day == 1 or day == frame.start:
            x = frame.x(day)
            parts.append(f'<line class="grid" x1="{x}" x2="{x}" y1="{_TOP}" y2="{HEIGHT - _BOTTOM}"/>')
            if day.month % 2 or (frame.end - frame.start).days < 200:
                parts.append(f'<text class="small" x="{x}" y="{HEIGHT - _BOTTOM + 28}">{day:%b %Y}</text>')
        day = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return parts


def _ticks_of_occasions(frame: _Frame, account: Account) -> list[str]:
    base = HEIGHT - _BOTTOM
    return [
        f'<line class="seen" x1="{x}" x2="{x}" y1="{base}" y2="{base + 12}"><title>{escape(one.title)}</title></line>'
        for each in account.observed
        if each.basis != "stated"
        for one in each.occasions
        for x in (frame.x(date.fromisoformat(one.end[:10])),)
    ]


def _legend(curves: Sequence[Curve], seen: bool) -> list[str]:
    parts = []
    for n, curve in enumerate(curves):
        y, colour, dash = HEIGHT + 12 + 18 * n, COLOURS[n % len(COLOURS)], DASHES[n % len(DASHES)]
        stroke = f'stroke="{colour}" stroke-dasharray="{dash}"'
        parts.append(f'<line class="line" {stroke} x1="{_LEFT}" x2="{_LEFT + 30}" y1="{y - 4}" y2="{y - 4}"/>')
        parts.append(f'<text x="{_LEFT + 38}" y="{y}">{escape(_short(curve.label))}</text>')
    note = "Straight lines assume an even flow; the sources give no days. Reports and claims are not added."
    lines = [note, "Ticks: occasions of the case."] if seen else [note]
    for n, line in enumerate(lines):
        parts.append(f'<text class="small" x="{_LEFT}" y="{HEIGHT + 12 + 18 * len(curves) + 14 * n}">{line}</text>')
    return parts


def _round_step(value: float) -> int:
    power = 10 ** math.floor(math.log10(max(value, 1)))
    return int(max(step * power for step in (1, 2, 5) if step * power <= max(value, 1)))


def _short(text: str) -> str:
    return text if len(text) <= 88 else text[:87] + "…"
