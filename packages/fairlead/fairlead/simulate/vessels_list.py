"""Draws the simulated vessels list as a PDF in the published layout of the 1718 Designated Vessels List.

The same heads, columns and rules as the list of 2018, but every page is marked as simulated, its title is not the
official one, and nothing of the readers is used to write it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from fairlead.simulate.cast import Designation

_PAGE = (792.0, 612.0)  # landscape letter, as published
_EDGES = (25.0, 52.0, 116.0, 284.0, 361.0, 430.0, 501.0, 557.0, 620.0, 691.0, 768.0)
_TOP, _FOOT = 520.0, 70.0
_LINE_PT, _SIZE, _PAD = 13.5, 10.0, 6.0
_PLAIN, _BOLD = "Helvetica", "Helvetica-Bold"
_MARK = "SIMULATED: invented ships, not a document of the United Nations"

_HEADS = (
    "Paragraph 8 (d) of resolution 1718 (2006) and paragraph 12 of resolution 2270 (2016)",
    "Paragraph 12 (a) of resolution 2321 (2016)",
    "Paragraph 12 (d) of resolution 2321 (2016)",
    "Paragraph 6 of resolution 2371 (2017) and paragraph 6 of resolution 2375 (2017)",
    "Economic resources controlled or operated by Ocean Maritime Management (KPe.020)",
)
_COUNTRIES = {
    "KP": "Democratic People’s Republic of Korea",
    "TG": "Togo",
    "SL": "Sierra Leone",
    "PW": "Palau",
    "BZ": "Belize",
    "MN": "Mongolia",
}

Row = tuple[str, list[str]]  # label in the left column, lines in the right one; label '' for the row of names


def write(path: Path, entries: Sequence[Designation], as_of: date) -> None:
    """Write the list, its entries in the order of names and numbered from 1."""
    canvas = Canvas(str(path), pagesize=_PAGE, invariant=1, pageCompression=1)
    canvas.setTitle(f"SIMULATED Designated Vessels List, {as_of.day} {as_of:%B %Y}")
    canvas.setAuthor("fairlead simulate")
    y = _head(canvas)
    page = 1
    for number, entry in enumerate(sorted(entries, key=lambda entry: entry.ship.name), start=1):
        rows = list(_rows(entry))
        height = sum(map(_height, rows))
        if y - height < _FOOT:
            _close(canvas, page)
            page, y = page + 1, _TOP
            _rule(canvas, _EDGES[0], y, _EDGES[-1], y)
        _entry(canvas, number, entry, rows, y, height)
        y -= height
    _close(canvas, page)
    canvas.save()


def _head(canvas: Canvas) -> float:
    """Draw the title and the heads of the columns; return the height where the first entry begins."""
    middle = (_EDGES[0] + _EDGES[-1]) / 2
    canvas.setFont(_BOLD, 12)
    canvas.drawCentredString(middle, _TOP - 14, "SIMULATED Designated Vessels List")
    upper, lower = _TOP - 22, _TOP - 42
    bottom = lower - 9 * _LINE_PT - 6
    canvas.setFont(_BOLD, _SIZE)
    canvas.drawCentredString((_EDGES[5] + _EDGES[-1]) / 2, lower + 6, "Relevant sanctions measures")
    for left, right, words in (
        (_EDGES[0], _EDGES[1], ["#"]),
        (_EDGES[1], _EDGES[3], ["Vessel Name"]),
        (_EDGES[3], _EDGES[4], ["IMO number"]),
        (_EDGES[4], _EDGES[5], ["Date of", "designation"]),
    ):
        for place, line in enumerate(words):
            canvas.drawCentredString((left + right) / 2, (upper + bottom) / 2 - place * _LINE_PT, line)
    canvas.setFont(_PLAIN, _SIZE - 0.5)
    for left, right, words_of in zip(_EDGES[5:], _EDGES[6:], _HEADS, strict=False):
        _text(canvas, left + _PAD, lower - 11, _wrapped(words_of, right - left - _PAD - 1, _SIZE - 0.5))
    for y in (_TOP, upper, bottom):
        _rule(canvas, _EDGES[0], y, _EDGES[-1], y)
    _rule(canvas, _EDGES[5], lower, _EDGES[-1], lower)
    for x in (_EDGES[0], _EDGES[-1]):
        _rule(canvas, x, _TOP, x, bottom)
    for place, x in enumerate(_EDGES[1:-1], start=1):
        if place != 2:
            _rule(canvas, x, upper if place <= 5 else lower, x, bottom)
    return bottom


def _rows(entry: Designation) -> Iterator[Row]:
    ship = entry.ship
    names = " ".join(f"{place}: {name}" for place, name in enumerate((ship.name, *entry.former_names), start=1))
    yield "", _wrapped(names, _EDGES[3] - _EDGES[1] - 2 * _PAD, _SIZE)
    if entry.details:
        yield "Flag", _wrapped(f"1. {_COUNTRIES[ship.flag]}", _EDGES[3] - _EDGES[2] - 2 * _PAD, _SIZE)
        yield "Call Sign", [f"1: {ship.call_sign}"]
        yield "Type", ["Tanker" if "tanker" in ship.kind else "Bulk Carrier"]
    yield "Other information", _wrapped(entry.narrative, _EDGES[3] - _EDGES[2] - 2 * _PAD, _SIZE)


def _entry(canvas: Canvas, number: int, entry: Designation, rows: list[Row], top: float, height: float) -> None:
    bottom = top - height
    canvas.setFont(_BOLD, _SIZE)
    canvas.drawCentredString((_EDGES[0] + _EDGES[1]) / 2, (top + bottom) / 2 - 4, str(number))
    canvas.setFont(_PLAIN, _SIZE)
    y = top
    for row in rows:
        label, lines = row
        if label:
            _text(canvas, _EDGES[1] + _PAD, y - 11, _labelled(label))
            _rule(canvas, _EDGES[2], y, _EDGES[2], y - _height(row))
        _text(canvas, (_EDGES[2] if label else _EDGES[1]) + _PAD, y - 11, lines)
        y -= _height(row)
        _rule(canvas, _EDGES[1], y, _EDGES[3], y)
    numbers = [str(entry.ship.imo), *(["MMSI:", f"1: {entry.ship.mmsi}"] if entry.details else [])]
    _text(canvas, _EDGES[3] + _PAD, top - 11, numbers)
    _text(canvas, _EDGES[4] + _PAD, top - 11, [f"{entry.listed_on:%d-%b-%y}"])
    for left, mark in zip(_EDGES[5:], entry.marks, strict=False):
        _text(canvas, left + _PAD, top - 11, ["Yes" if mark else "na"])
    _rule(canvas, _EDGES[0], bottom, _EDGES[-1], bottom)
    for x in (*_EDGES[:2], *_EDGES[3:]):
        _rule(canvas, x, top, x, bottom)


def _close(canvas: Canvas, page: int) -> None:
    canvas.setFont(_PLAIN, 9)
    canvas.drawCentredString((_EDGES[0] + _EDGES[-1]) / 2, 40, f"{_MARK} - {page}")
    canvas.showPage()


def _rule(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    canvas.setLineWidth(0.8)
    canvas.line(x0, y0, x1, y1)


def _text(canvas: Canvas, x: float, y: float, lines: Sequence[str]) -> None:
    for place, line in enumerate(lines):
        canvas.drawString(x, y - place * _LINE_PT, line)


def _height(row: Row) -> float:
    label, lines = row
    return max(len(lines), len(_labelled(label))) * _LINE_PT + 4


def _labelled(label: str) -> list[str]:
    return _wrapped(label, _EDGES[2] - _EDGES[1] - _PAD, _SIZE)


def _wrapped(text: str, width: float, size: float) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and stringWidth(longer, _PLAIN, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
