"""A State's record under one measure, month by month, as SVG that prints: occasions by basis above, watching below.

Pure functions from a record to text. Bars of different bases stand side by side and are never stacked: what is stated
is not counted with what was observed. Below them, how much was watched, since more watching alone finds more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from fairlead.estimates.record import Months, UnderMeasure

# Okabe and Ito's palette (2008); patterns of grey tell the bases apart on a grey printer.
COLOURS = {"observed": "#0072b2", "documented": "#e69f00", "stated": "#999999"}
WIDTH, HEIGHT, LOWER = 720, 190, 60
_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 12, 30, 22
_MOST_LABELS = 12
_LABEL = 44  # how wide a month is written
_STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#1a1a1a}.small{font-size:11px;fill:#595959}"
    ".axis{stroke:#1a1a1a;stroke-width:1}.watched{fill:#c9d6de}"
)


def drawn(under: UnderMeasure, watched: Mapping[str, int]) -> str:
    """Draw one measure; ``watched`` as :func:`record.watched` gives it, for months without any occasion too."""
    held = {one.month: one for one in under.months}
    months = _span([*held, *(month for month, squares in watched.items() if squares)])
    title = f"{under.measure.id} as {under.capacity}: occasions by month"
    height = HEIGHT + LOWER + _BOTTOM + 20
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {WIDTH} {height}" role="img"'
        f' aria-label="{escape(title)}"><style>{_STYLE}</style><rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        f'<text x="{_LEFT}" y="18">{escape(title)}</text>',
        *_bars(months, held),
        *_watching(months, watched),
        *_months(months),
        *_legend(height),
    ]
    return "".join([*parts, "</svg>"])


def _span(months: list[str]) -> list[str]:
    """Return every month from the first to the last that is named."""
    first, last = min(months, default="2000-01"), max(months, default="2000-01")
    count = (int(last[:4]) - int(first[:4])) * 12 + int(last[5:]) - int(first[5:]) + 1
    whole = [int(first[:4]) * 12 + int(first[5:]) - 1 + n for n in range(count)]
    return [f"{one // 12}-{one % 12 + 1:02}" for one in whole]


def _bars(months: list[str], held: Mapping[str, Months]) -> Iterator[str]:
    counted = {month: one.by_basis() for month, one in held.items()}
    most = max((count for bases in counted.values() for count in bases.values()), default=0) or 1
    width = _width(months) / (len(COLOURS) + 1)
    for place, month in enumerate(months):
        for n, (basis, colour) in enumerate(COLOURS.items()):
            count = counted.get(month, {}).get(basis, 0)
            tall = round(count / most * (HEIGHT - _TOP - 14), 1)
            if count:
                x = round(_LEFT + place * _width(months) + (n + 0.5) * width, 1)
                y = HEIGHT - tall
                yield (
                    f'<rect x="{x}" y="{y}" width="{round(width, 1)}" height="{tall}" fill="{colour}">'
                    f"<title>{month}: {count} {basis}</title></rect>"
                    f'<text class="small" x="{round(x + width / 2, 1)}" y="{y - 3}" text-anchor="middle">{count}</text>'
                )
    yield f'<line class="axis" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{HEIGHT}" y2="{HEIGHT}"/>'


def _watching(months: list[str], watched: Mapping[str, int]) -> Iterator[str]:
    most, low = max(watched.values(), default=0) or 1, HEIGHT + LOWER
    for place, month in enumerate(months):
        tall = round(watched.get(month, 0) / most * (LOWER - 22), 1)
        x, width = round(_LEFT + place * _width(months), 1), round(_width(months) * 0.8, 1)
        said = f"{month}: {watched.get(month, 0)} watched square-days"
        box = f'x="{x}" y="{low - tall}" width="{width}" height="{tall}"'
        yield f'<rect class="watched" {box}><title>{said}</title></rect>'
    said = f"watched (most: {most} square-days in a month)" if watched else "no tracks here: nothing was watched"
    yield f'<text class="small" x="{_LEFT}" y="{HEIGHT + 16}">{said}</text>'
    yield f'<line class="axis" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{low}" y2="{low}"/>'


def _months(months: list[str]) -> Iterator[str]:
    every = -(-len(months) // _MOST_LABELS)
    for place, month in enumerate(months):
        if place % every == 0:
            x, last = round(_LEFT + place * _width(months), 1), WIDTH - _RIGHT
            if place and x > last - _LABEL and x - every * _width(months) > last - 2.2 * _LABEL:
                continue  # it would be drawn over the one before
            at = f'x="{last}" text-anchor="end"' if x > last - _LABEL else f'x="{x}"'
            yield f'<text class="small" {at} y="{HEIGHT + LOWER + 14}">{month}</text>'


def _legend(height: int) -> Iterator[str]:
    for n, (basis, colour) in enumerate(COLOURS.items()):
        x = _LEFT + 110 * n
        yield f'<rect x="{x}" y="{height - 14}" width="10" height="10" fill="{colour}"/>'
        yield f'<text class="small" x="{x + 15}" y="{height - 5}">{basis}</text>'


def _width(months: list[str]) -> float:
    return (WIDTH - _LEFT - _RIGHT) / max(len(months), 1)
