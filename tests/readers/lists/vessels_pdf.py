"""Draws a made-up vessels list in the published layout, with the traps of real editions. All ships are invented."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

EDGES = (25.0, 52.0, 116.0, 284.0, 361.0, 430.0, 501.0, 557.0, 620.0, 691.0, 768.0)
LINE = 13.0
HEADS = (
    ["#"],
    [],
    ["Vessel Name"],
    ["IMO number"],
    ["Date of", "designation"],
    ["Paragraph 8", "(d) of", "resolution", "1718 (2006)", "and paragraph", "12 of resolution", "2270 (2016)"],
    ["Paragraph", "12 (a) of", "resolution", "2321", "(2016)"],
    ["Paragraph", "12 (d) of", "resolution", "2321", "(2016)"],
    ["Paragraph 6", "of resolution", "2371 (2017)", "and", "paragraph 6", "of resolution", "2375 (2017)"],
    ["Economic", "resources", "controlled or", "operated by", "Ocean Maritime", "Management", "(KPe.020)"],
)


@dataclass(frozen=True)
class Row:
    """One band of the table: a ship, or, without names, the rest of one broken over pages."""

    number: str = ""
    names: str = ""
    imo: tuple[str, ...] = ()
    dated: tuple[tuple[str, str], ...] = ()  # date and the columns marked Yes, as letters: f a d p o
    fields: tuple[tuple[str, tuple[str, ...]], ...] = ()


def draw(path: Path, pages: list[list[Row]], title: str = "1718 Designated Vessels List", shift: float = 0.0) -> Path:
    """Draw a list; ``shift`` moves the columns of every page after the first, as real editions do."""
    canvas = Canvas(str(path), pagesize=(792, 612), invariant=1)
    for number, rows in enumerate(pages):
        canvas.setFont("Helvetica", 9)
        edges = tuple(x + shift * bool(number) for x in EDGES)
        y = 560.0 if number else _head(canvas, title)
        _line(canvas, edges[0], y, edges[-1], y)
        for row in rows:
            y = _band(canvas, row, y, edges)
        canvas.drawString(390, 40, str(number + 1))
        canvas.showPage()
    canvas.save()
    return path


def _head(canvas: Canvas, title: str) -> float:
    canvas.drawCentredString(396, 580, title)
    canvas.drawString(560, 562, "Relevant sanctions measures")
    top, bottom = 556.0, 450.0
    _line(canvas, EDGES[0], top, EDGES[-1], top)
    for column, lines in enumerate(HEADS):
        for place, words in enumerate(lines):
            canvas.drawString(EDGES[column] + 4, top - 12 - place * LINE, words)
    for place, x in enumerate(EDGES):
        if place != 2:
            _line(canvas, x, top, x, bottom)
    return bottom


def _band(canvas: Canvas, row: Row, top: float, edges: tuple[float, ...]) -> float:
    y = top
    if row.names:
        y = _names(canvas, row.names, y, edges)
    for label, lines in row.fields:
        titles = label.split(" ") if label.startswith("Other") else [label]
        height = max(len(lines), len(titles)) * LINE + 4
        middle = y - height / 2 + LINE * (len(titles) - 1) / 2 - 3  # labels stand in the middle of their cell
        for place, words in enumerate(titles):
            canvas.drawString(edges[1] + 3, middle - place * LINE, words)
        for place, words in enumerate(lines):
            _piecewise(canvas, edges[2] + 3, y - 11 - place * LINE, words)
        _line(canvas, edges[2], y, edges[2], y - height)
        y -= height
        _line(canvas, edges[1], y, edges[3], y)
    bottom = min(y, top - LINE * max(len(row.imo), len(row.dated), 1) - 4)
    canvas.drawString(edges[0] + 4, (top + bottom) / 2 - 4, row.number)
    for place, words in enumerate(row.imo):
        canvas.drawString(edges[3] + 3, top - 11 - place * LINE, words)
    for place, (words, marks) in enumerate(row.dated):
        _piecewise(canvas, edges[4] + 3, top - 11 - place * LINE, words)
        for column, letter in enumerate("fadpo"):
            canvas.drawString(edges[5 + column] + 3, top - 11 - place * LINE, "Yes" if letter in marks else "na")
    _line(canvas, edges[0], bottom, edges[-1], bottom)
    for place, x in enumerate(edges):
        if place != 2:
            _line(canvas, x, top, x, bottom)
    return bottom


def _names(canvas: Canvas, names: str, top: float, edges: tuple[float, ...]) -> float:
    lines = names.split("\n")
    for place, words in enumerate(lines):
        canvas.drawString(edges[1] + 3, top - 11 - place * LINE, words)
    bottom = top - len(lines) * LINE - 4
    _line(canvas, edges[1], bottom, edges[3], bottom)
    return bottom


def _piecewise(canvas: Canvas, x: float, y: float, words: str) -> None:
    """Draw text in pieces at each hyphen, as editors write it that way into real files."""
    for piece in words.replace("-", "\0-\0").split("\0"):
        canvas.drawString(x, y, piece)
        x += canvas.stringWidth(piece, "Helvetica", 9)


def _line(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    canvas.setLineWidth(0.5)
    canvas.line(x0, y0, x1, y1)
