"""PDF pages: their characters with boxes, and their ruling lines. Knows no list and no language; reads no meaning.

Text is put together from where characters stand, not from the order in which the file draws them: words drawn in pieces
come out whole, and every passage knows its box. Scanned pages, which have no characters, come out empty; they are
read in ``pages/scans.py``.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pypdfium2
import pypdfium2.raw

from fairlead.errors import UnreadableError

MAX_PAGES = 2_000  # the longest published list of this kind has 18
MAX_BYTES = 128 << 20
MAX_CHARS_PER_PAGE = 50_000
RULE_WIDTH_PT = 2.5  # ruling lines of published lists are 0.5 to 2.2 points wide
NEAR_PT = 3.0  # lines drawn in pieces end this near to each other
BLANK_EM = 0.12  # a gap this wide between characters is a blank, as part of the character height

pdfium: Any = pypdfium2.raw  # a C interface without types
_open: Any = pypdfium2.PdfDocument

Point = tuple[float, float]
Box = tuple[float, float, float, float]  # x0, y0, x1, y1 in PDF points, origin bottom left


@dataclass(frozen=True)
class Glyph:
    """One character where it stands; ``page`` counts from 1; ``blank`` tells that the file draws a blank before it."""

    char: str
    page: int
    box: Box
    blank: bool = False
    confidence: int | None = None  # percent, where a program read it from a picture

    @property
    def middle(self) -> tuple[float, float]:
        """The centre of the box."""
        return (self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2


@dataclass(frozen=True)
class Passage:
    """A text, each of whose characters is a glyph, or None for a blank that stands for a gap or a line's end."""

    text: str
    glyphs: tuple[Glyph | None, ...]

    def page(self, start: int = 0, end: int | None = None) -> int | None:
        """Return the page of the first character of a part of the text."""
        return next((glyph.page for glyph in self.glyphs[start:end] if glyph), None)

    def box(self, start: int = 0, end: int | None = None) -> Box | None:
        """Return the box around a part of the text, as far as it stands on the page where it begins."""
        page = self.page(start, end)
        return around(glyph.box for glyph in self.glyphs[start:end] if glyph and glyph.page == page)

    def __add__(self, other: Passage) -> Passage:
        """Return both as one running text: a line that ends or begins with a hyphen is joined without a blank."""
        if not self.text or not other.text:
            return self if self.text else other
        blank = not (self.text.endswith("-") or re.match(r"-\w", other.text))
        return Passage(self.text + " " * blank + other.text, self.glyphs + ((None,) if blank else ()) + other.glyphs)

    def glued(self, other: Passage) -> Passage:
        """Return both without a blank between them, as an address broken over lines is written."""
        return Passage(self.text + other.text, self.glyphs + other.glyphs)


EMPTY = Passage("", ())


@dataclass(frozen=True)
class Page:
    """One page: its glyphs, and the ruling lines as (position, from, to), pieces joined."""

    number: int
    glyphs: tuple[Glyph, ...]
    horizontals: tuple[tuple[float, float, float], ...]  # y, x from, x to
    verticals: tuple[tuple[float, float, float], ...]  # x, y from, y to

    def lines(self, left: float, bottom: float, right: float, top: float) -> list[Passage]:
        """Return the lines of text whose characters stand in a rectangle, from top to bottom."""
        inside = [glyph for glyph in self.glyphs if left <= glyph.middle[0] < right and bottom <= glyph.middle[1] < top]
        return [found for row in rows(inside) if (found := line(row)).text]

    def text(self, left: float, bottom: float, right: float, top: float) -> Passage:
        """Return the text in a rectangle, its lines joined."""
        whole = EMPTY
        for each in self.lines(left, bottom, right, top):
            whole += each
        return whole

    def rules_across(self, x: float) -> list[float]:
        """Return the heights of the horizontal rules that cross ``x``, from top to bottom."""
        return sorted({y for y, start, end in self.horizontals if start - NEAR_PT <= x <= end + NEAR_PT}, reverse=True)

    def has_rule_at(self, x: float, bottom: float, top: float) -> bool:
        """Tell whether a vertical rule near ``x`` runs through the middle of a band."""
        middle = (bottom + top) / 2
        return any(abs(at - x) <= NEAR_PT and low <= middle <= high for at, low, high in self.verticals)


def pages(content: bytes, name: str) -> Iterator[Page]:
    """Yield the pages of a PDF. Raises UnreadableError where it is damaged, encrypted or beyond reason."""
    if len(content) > MAX_BYTES:
        raise UnreadableError(f"{name}: expected a PDF of at most {MAX_BYTES} bytes, found {len(content)}")
    try:
        document = _open(content)
    except pypdfium2.PdfiumError as error:
        raise UnreadableError(f"{name}: not a PDF that can be opened ({error})") from error
    try:
        if len(document) > MAX_PAGES:
            raise UnreadableError(f"{name}: expected at most {MAX_PAGES} pages, found {len(document)}")
        for index in range(len(document)):
            yield _page(document, index, name)
    finally:
        document.close()


def metadata(content: bytes) -> dict[str, str]:
    """Return what a PDF says of itself (Title, CreationDate, ...); empty where it cannot be opened."""
    try:
        document = _open(content)
    except pypdfium2.PdfiumError:
        return {}
    try:
        return dict(document.get_metadata_dict())
    finally:
        document.close()


def around(boxes: Iterable[Box]) -> Box | None:
    """Return the box around boxes; None for none."""
    columns = list(zip(*boxes, strict=True))
    return (min(columns[0]), min(columns[1]), max(columns[2]), max(columns[3])) if columns else None


def printed(box: Box | None) -> str | None:
    """Return a box as readings hold it: four numbers with one decimal, joined by commas."""
    return ",".join(f"{side:.1f}" for side in box) if box else None


def _page(document: Any, index: int, name: str) -> Page:
    try:
        page = document[index]
        textpage = page.get_textpage()
        count = textpage.count_chars()
        if count > MAX_CHARS_PER_PAGE:
            raise UnreadableError(f"{name}: page {index + 1} holds {count} characters, beyond reason for a page")
        glyphs = tuple(_glyphs(textpage, count, index + 1))
        boxes = [box for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH]) for box in _strokes(item)]
    except pypdfium2.PdfiumError as error:
        raise UnreadableError(f"{name}: page {index + 1} cannot be read ({error})") from error
    horizontals = [((y0 + y1) / 2, x0, x1) for x0, y0, x1, y1 in boxes if y1 - y0 <= RULE_WIDTH_PT]
    verticals = [((x0 + x1) / 2, y0, y1) for x0, y0, x1, y1 in boxes if x1 - x0 <= RULE_WIDTH_PT]
    return Page(index + 1, glyphs, _joined(horizontals), _joined(verticals))


def _strokes(item: Any) -> Iterator[Box]:
    """Yield the box of a path that is itself a thin rule; of a stroked path, those of its upright and level lines."""
    x0, y0, x1, y1 = item.get_bounds()
    if min(x1 - x0, y1 - y0) <= RULE_WIDTH_PT:
        yield x0, y0, x1, y1
        return
    mode, stroked = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(item.raw, mode, stroked) or not stroked.value:
        return
    for (ax, ay), (bx, by) in _sides(item):
        if (abs(ax - bx) <= RULE_WIDTH_PT) != (abs(ay - by) <= RULE_WIDTH_PT):
            yield min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def _sides(item: Any) -> Iterator[tuple[Point, Point]]:
    """Yield the straight sides of a path where they stand on the page; a closed figure ends where it begins."""
    matrix = item.get_matrix()
    begin = last = (0.0, 0.0)
    for index in range(min(pdfium.FPDFPath_CountSegments(item.raw), MAX_CHARS_PER_PAGE)):
        segment = pdfium.FPDFPath_GetPathSegment(item.raw, index)
        x, y = ctypes.c_float(), ctypes.c_float()
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = matrix.on_point(x.value, y.value)
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO:
            begin = point
        else:
            yield last, point
        last = point
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield point, begin


def _glyphs(textpage: Any, count: int, number: int) -> Iterator[Glyph]:
    blank = False
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(textpage.raw, index)
        char = "-" if code in (0xFFFE, 0x02) else chr(code)  # pdfium's mark for a hyphen at a line's end
        if char.isspace() or not char.isprintable():
            blank = blank or char not in "\r\n"
            continue
        yield Glyph(char, number, textpage.get_charbox(index, loose=True), blank)
        blank = False


def _joined(rules: list[tuple[float, float, float]]) -> tuple[tuple[float, float, float], ...]:
    """Join the pieces in which a rule is drawn: same position, ends that meet."""
    joined: list[tuple[float, float, float]] = []
    for at, start, end in sorted(rules, key=lambda rule: (round(rule[0]), rule[1])):
        if joined and abs(joined[-1][0] - at) <= 1.5 and start - joined[-1][2] <= NEAR_PT:
            joined[-1] = (joined[-1][0], joined[-1][1], max(end, joined[-1][2]))
        else:
            joined.append((at, start, end))
    return tuple(joined)


def rows(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    """Part glyphs into lines: one line is what overlaps by more than half in height."""
    row: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda each: -each.middle[1]):
        if row and row[0].middle[1] - glyph.middle[1] > (row[0].box[3] - row[0].box[1]) / 2:
            yield row
            row = []
        row.append(glyph)
    if row:
        yield row


def line(row: Iterable[Glyph]) -> Passage:
    """Put a line's characters in order, with a blank where the gap is as wide as one."""
    ordered = sorted(row, key=lambda glyph: glyph.box[0])
    chars, places = [ordered[0].char], list[Glyph | None](ordered[:1])
    for before, after in pairwise(ordered):
        if after.blank or after.box[0] - before.box[2] > BLANK_EM * (after.box[3] - after.box[1]):
            chars.append(" ")
            places.append(None)
        chars.append(after.char)
        places.append(after)
    return Passage("".join(chars), tuple(places))
