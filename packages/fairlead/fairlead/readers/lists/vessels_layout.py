"""Where the columns of a vessels list in the 1718 layout stand, by the words of its head and its ruling lines.

Reads no ship. Columns may move by some points from page to page, and a page may lack a rule that others have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from fairlead.errors import UnreadableError
from fairlead.readers import sheets
from fairlead.readers.sheets import Page

_PARAGRAPH = re.compile(r"paragraph\s+(\d+)\s*(?:\((\w)\)\s*)?of\s+resolution\s+(\d{4})\s*\(\d{4}\)", re.IGNORECASE)
_REGISTER_IDS = {
    # The register of measures keeps the four letters of this paragraph in one row; `printed` tells them apart.
    "2321-12a": "2321-12",
    "2321-12d": "2321-12",
}
_OMM = ("Ocean Maritime Management", "2270-23-annexIII")  # resolution 2270 (2016), paragraph 23 and annex III
_SHIFT_PT = 15.0  # columns move by up to 10 points from page to page


@dataclass(frozen=True)
class Layout:
    """Where the columns begin and end: x of the ruling lines of the page with the head; bases by column number."""

    edges: tuple[float, ...]
    number: int  # column of "#"
    label: int  # first of the two columns under "Vessel Name"
    imo: int
    date: int
    bases: dict[int, tuple[tuple[str, str], ...]]  # column → (measure id, printed paragraph)

    def on(self, page: Page) -> tuple[float, ...]:
        """Return the edges as this page draws them."""
        drawn = edges_of(page)
        return tuple(_nearest(edge, drawn) for edge in self.edges)


def edges_of(page: Page) -> list[float]:
    """Return the x of the vertical rules of a page, those near each other as one."""
    edges: list[float] = []
    for x in sorted(x for x, start, end in page.verticals if end - start > sheets.NEAR_PT):
        if not edges or x - edges[-1] > sheets.NEAR_PT:
            edges.append(x)
    return edges


def _nearest(edge: float, drawn: list[float]) -> float:
    """Return the drawn edge nearest to an expected one; the expected where none is near."""
    distance, near = min(((abs(x - edge), x) for x in drawn), default=(_SHIFT_PT + 1, edge))
    return near if distance <= _SHIFT_PT else edge


def find_layout(pages: list[Page], name: str) -> Layout:
    """Find the columns by the words of the head. Raises UnreadableError where one is missing."""
    edges = edges_of(pages[0])
    heads = _heads(pages[0], edges)
    number, imo_column = _column(heads, r"#|\bNo\b"), _column(heads, r"\bIMO\b")
    if number is not None and imo_column == number + 2:  # no labelled row on the first page: a later one parts them
        left, right = edges[number + 1], edges[number + 2]
        inner = (x for page in pages for x in edges_of(page) if left + _SHIFT_PT < x < right - _SHIFT_PT)
        edges.insert(number + 2, next(inner, (left + right) / 2))
        heads = _heads(pages[0], edges)
        imo_column += 1
    bases = {column: found for column, head in enumerate(heads) if (found := tuple(_measures(head)))}
    date_column = _column(heads, "designation")
    if number is None or imo_column is None or date_column is None or not bases or imo_column != number + 3:
        raise UnreadableError(
            f"{name}: page 1: expected ruled columns #, Vessel Name, IMO number, Date of designation, measures; "
            f"found {[head for head in heads if head]}"
        )
    return Layout(tuple(edges), number, number + 1, imo_column, date_column, bases)


def _heads(page: Page, edges: list[float]) -> list[str]:
    """Return the words at the head of each column, with pieces of what spans several."""
    bottom = _head_bottom(page, edges)
    return [page.text(left, bottom, right, 1e6).text for left, right in pairwise(edges)]


def _column(heads: list[str], words: str) -> int | None:
    return next((column for column, head in enumerate(heads) if re.search(words, head, re.IGNORECASE)), None)


def _head_bottom(page: Page, edges: list[float]) -> float:
    """Return the height of the rule under the head: the last above the first band whose first cell is a number."""
    if len(edges) > 1:
        middle = (edges[0] + edges[1]) / 2
        heights = page.rules_across(middle)
        for top, bottom in pairwise(heights):
            if page.text(edges[0], bottom, edges[1], top).text.isdigit():
                return top
    return -1e6


def _measures(head: str) -> Iterator[tuple[str, str]]:
    """Yield the measures that a column's head names, by their ids in the register, with the words printed."""
    for found in _PARAGRAPH.finditer(head):
        composed = f"{found[3]}-{found[1]}{(found[2] or '').lower()}"
        yield _REGISTER_IDS.get(composed, composed), found.group()
    if _OMM[0].lower() in head.lower():
        yield _OMM[1], head[head.lower().find("economic") :]
