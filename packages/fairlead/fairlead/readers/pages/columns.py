"""The running text of a PDF's sheets: columns in the order in which people read them, lines joined to paragraphs.

Sheets are cut where nothing is written, upright before level, as long as they fall apart (an XY-cut: Nagy and Seth,
"Hierarchical representation of optically scanned documents", 1984). Left out: tables, running heads and feet, page
numbers. Notes in small print come after the text. What the paragraphs say is not asked here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from fairlead.readers import sheets
from fairlead.readers.pages.prose import Paragraph, Passage
from fairlead.readers.sheets import Box, Glyph, Page

# All lengths in heights of a line. Blanks between words of justified text stay under one; ours, on printed letters.
GUTTER = 1.1  # a gap this wide parts two pieces of a line
LEAST_COLUMN_CHARS = 12  # a strip of shorter lines is no column but numbers or marks beside one
BLANK_LEVEL = 0.7
NEW_PARAGRAPH = 0.45  # more than between the other lines of the block
INDENT = 0.8
SHORT_OF_THE_END = 0.85  # of the block's width: a line this short, with a full stop, ends its paragraph
SMALL_PRINT = 0.88  # of the document's usual height of a line
EDGE = 0.1  # of what is written on a sheet: where heads and feet stand
_NO_TEXT = re.compile(r"^\W*(?:page\s*)?(?:\d{1,4}|[ivxlc]{1,6})(?:\s*(?:/|of)\s*\d{1,4})?\W*$", re.IGNORECASE)
_OPEN_END = re.compile(r"[^.!?…:;\"”’)\]]$|\b(?:No|Nos|para|paras|Mr|Ms|Mrs|Dr)\.$")


@dataclass(frozen=True)
class Line:
    """One line of one column: its text with its glyphs, and the box around it."""

    passage: sheets.Passage
    box: Box

    @property
    def height(self) -> float:
        """How high the line stands, in points."""
        return self.box[3] - self.box[1]


@dataclass(frozen=True)
class Text:
    """The paragraphs of a document. A paragraph's places count ``glyphs``, in the order of reading."""

    paragraphs: tuple[Paragraph, ...]
    lines: tuple[str, ...]  # of the first sheet, as they stand: where a document bears its date
    glyphs: tuple[Glyph, ...]

    def place(self, start: int, end: int) -> tuple[int, Box]:
        """Return sheet and box of the glyphs ``start`` to ``end``, as far as they stand on the first sheet."""
        inside = self.glyphs[start:end]
        page = inside[0].page
        box = sheets.around(glyph.box for glyph in inside if glyph.page == page)
        assert box is not None
        return page, box

    def confidence(self, start: int, end: int) -> int | None:
        """Return the lowest confidence, in percent, with which a program read these glyphs; None where none did."""
        return min((each.confidence for each in self.glyphs[start:end] if each.confidence is not None), default=None)


def text(pages: Iterable[Page]) -> Text:
    """Return the running text of sheets."""
    laid = [list(_blocks(pieces(page))) for page in pages]
    every = [line for blocks in laid for block in blocks for line in block]
    usual = median(line.height for line in every) if every else 0.0
    repeated = _repeated(laid)
    body: list[list[Line]] = []
    notes: list[list[Line]] = []
    for blocks in laid:
        low, high = _extent(blocks)
        for block in blocks:
            kept = [line for line in block if not _is_edge(line, low, high, repeated)]
            for paragraph in _paragraphs(kept):
                small = median(line.height for line in paragraph) < SMALL_PRINT * usual
                (notes if small else body).append(paragraph)
    words = Counter(word for line in every for word in re.findall(r"[\w-]+", line.passage.text.lower()))
    setter = _Setter(words)
    joined = [*_joined(body), *notes]
    first = [line.passage.text for block in (laid[0] if laid else []) for line in block]
    return Text(tuple(setter.paragraph(each) for each in joined), tuple(first), tuple(setter.glyphs))


def pieces(page: Page) -> list[Line]:
    """Return the pieces of a sheet's lines: what stands on one height without a gap as wide as between columns."""
    found: list[Line] = []
    for row in sheets.rows(page.glyphs):
        ordered = sorted(row, key=lambda glyph: glyph.box[0])
        begin = 0
        for at, (before, after) in enumerate(pairwise(ordered), 1):
            if after.box[0] - before.box[2] > GUTTER * (after.box[3] - after.box[1]):
                found.append(_line(ordered[begin:at]))
                begin = at
        found.append(_line(ordered[begin:]))
    return found


def _line(glyphs: list[Glyph]) -> Line:
    box = sheets.around(glyph.box for glyph in glyphs)
    assert box is not None
    return Line(sheets.line(glyphs), box)


def _blocks(lines: list[Line]) -> Iterator[list[Line]]:
    """Yield the columns and bands of a sheet in the order of reading."""
    parts = _upright(lines) or _level(lines)
    if not parts:
        if lines:
            yield _level_lines(lines)
        return
    for part in parts:
        yield from _blocks(part)


def _upright(lines: list[Line]) -> list[list[Line]]:
    """Part lines at the widest gap that runs all the way down, where what stands on both sides are columns of text."""
    ordered = sorted(lines, key=lambda line: line.box[0])
    best, cut, reach = 0.0, 0, float("-inf")
    for at, line in enumerate(ordered):
        if at and line.box[0] - reach > best:
            best, cut = line.box[0] - reach, at
        reach = max(reach, line.box[2])
    if cut == 0 or best < GUTTER / 2 * median(line.height for line in lines):
        return []
    sides = [ordered[:cut], ordered[cut:]]
    if any(median(len(line.passage.text) for line in side) < LEAST_COLUMN_CHARS for side in sides):
        return []
    return sides


def _level(lines: list[Line]) -> list[list[Line]]:
    """Part lines at the highest band in which nothing is written."""
    ordered = sorted(lines, key=lambda line: -line.box[3])
    best, cut, reach = 0.0, 0, float("inf")
    for at, line in enumerate(ordered):
        if at and reach - line.box[3] > best:
            best, cut = reach - line.box[3], at
        reach = min(reach, line.box[1])
    if cut == 0 or best < BLANK_LEVEL * median(line.height for line in lines):
        return []
    return [ordered[:cut], ordered[cut:]]


def _level_lines(lines: list[Line]) -> list[Line]:
    """Return a block's lines from top to bottom; pieces on one height, such as a number and its text, are one line."""
    glyphs = [glyph for line in lines for glyph in line.passage.glyphs if glyph]
    return [_line(row) for row in sheets.rows(glyphs)]


def _extent(blocks: list[list[Line]]) -> tuple[float, float]:
    edges = [side for block in blocks for line in block for side in (line.box[1], line.box[3])]
    return (min(edges), max(edges)) if edges else (0.0, 0.0)


def _plain(line: Line) -> str:
    return re.sub(r"\d+", "#", line.passage.text).casefold()


def _repeated(laid: list[list[list[Line]]]) -> set[str]:
    """Return lines at the edge of a sheet that stand so, numbers aside, on at least half of at least three sheets."""
    seen: Counter[str] = Counter()
    for blocks in laid:
        low, high = _extent(blocks)
        seen.update({_plain(line) for block in blocks for line in block if _at_edge(line, low, high)})
    return {words for words, sheets_with in seen.items() if sheets_with >= max(3, len(laid) / 2)}


def _at_edge(line: Line, low: float, high: float) -> bool:
    middle = (line.box[1] + line.box[3]) / 2
    return not low + EDGE * (high - low) < middle < high - EDGE * (high - low)


def _is_edge(line: Line, low: float, high: float, repeated: set[str]) -> bool:
    return _at_edge(line, low, high) and (_NO_TEXT.match(line.passage.text) is not None or _plain(line) in repeated)


def _paragraphs(block: list[Line]) -> Iterator[list[Line]]:
    """Part a block where a blank, an indent, another size of letters or a line that ends early tells so."""
    if not block:
        return
    left, right = min(line.box[0] for line in block), max(line.box[2] for line in block)
    usual = median([above.box[1] - below.box[3] for above, below in pairwise(block)] or [0.0])
    run = block[:1]
    for above, below in pairwise(block):
        em = above.height
        blank = above.box[1] - below.box[3] > usual + NEW_PARAGRAPH * em
        indented = below.box[0] - left > INDENT * em and above.box[0] - left < INDENT * em / 2
        early = above.box[2] - left < SHORT_OF_THE_END * (right - left) and not _OPEN_END.search(above.passage.text)
        if blank or indented or early or not 0.8 < below.height / em < 1.25:
            yield run
            run = []
        run.append(below)
    yield run


def _joined(paragraphs: list[list[Line]]) -> Iterator[list[Line]]:
    """Join what goes on in the next column or on the next sheet: an open end, and then a small letter."""
    run: list[Line] = []
    for paragraph in paragraphs:
        if run and _OPEN_END.search(run[-1].passage.text) and re.match(r"[a-z(]", paragraph[0].passage.text):
            run = run + paragraph
            continue
        if run:
            yield run
        run = paragraph
    if run:
        yield run


class _Setter:
    """Sets lines as one paragraph, each of whose characters names its glyph by number."""

    def __init__(self, words: Counter[str]) -> None:
        self.glyphs: list[Glyph] = []
        self._words = words

    def paragraph(self, lines: list[Line]) -> Paragraph:
        """Return the paragraph of these lines; a hyphen at a line's end goes where the document writes without it."""
        set_in = Passage()
        for at, line in enumerate(lines):
            follower = lines[at + 1].passage.text if at + 1 < len(lines) else ""
            text = line.passage.text
            parted = re.search(r"([\w-]+)-$", text)
            goes_on = re.match(r"[a-z][\w-]*", follower)
            drops = bool(parted and goes_on and self._is_one_word(parted.group(1), goes_on.group()))
            for number, (char, glyph) in enumerate(zip(text, line.passage.glyphs, strict=True)):
                if glyph is not None:
                    self.glyphs.append(glyph)
                if not (drops and number == len(text) - 1):
                    set_in.add(char, max(0, len(self.glyphs) - 1), len(self.glyphs))
            if not (parted and goes_on):
                set_in.add(" ", max(0, len(self.glyphs) - 1), len(self.glyphs))
        return set_in.close()

    def _is_one_word(self, first: str, second: str) -> bool:
        """Tell whether two pieces are one word: the document has it whole, or has it nowhere with its hyphen."""
        if "-" in first + second:  # ship-to-ship, wherever it was parted
            return False
        whole, hyphened = (first + second).lower(), f"{first}-{second}".lower()
        if self._words[whole] or self._words[hyphened]:
            return self._words[whole] >= self._words[hyphened]
        return not (self._words[first.lower()] and self._words[second.lower()])
