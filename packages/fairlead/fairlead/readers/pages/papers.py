"""Shipping papers in PDF, written or scanned: what stands beside or below their usual labels, proposed and not read.

A bill of lading, a certificate of origin or a port clearance is its issuer's statement. Nothing here is a reading: a
person looks at the page and records what it says (``fairlead observe``). Only English labels are known; handwriting,
stamps and tick boxes are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from fairlead.readers.pages import columns
from fairlead.readers.pages.columns import Line
from fairlead.readers.sheets import Box, Page

BELOW = 2.2  # heights of a line: how far under its label a value may begin; ours, on printed forms
LONGEST_VALUE = 120  # characters

KINDS = {
    "bill of lading": r"\bbill\s+of\s+lading\b|\bsea\s*way\s*bill\b",
    "certificate of origin": r"\bcertificate\s+of\s+origin\b",
    "cargo manifest": r"\bcargo\s+manifest\b",
    "port clearance": r"\b(?:port|outward|customs)\s+clearance\b",
    "statement of facts": r"\bstatement\s+of\s+facts\b",
    "notice of readiness": r"\bnotice\s+of\s+readiness\b",
    "invoice": r"\bcommercial\s+invoice\b",
}
# By field, the labels under which forms ask for it (those of BIMCO's and UNECE's layout keys among them).
LABELS = {
    "reference": r"(?:bill\s+of\s+lading|b\s*/\s*l|certificate|document|manifest|invoice|reference)\s*"
    r"(?:no|number|nr)\b\.?",
    "shipper": r"(?:shipper|exporter|consignor)(?:['’]s)?(?:\s+name(?:\s+and\s+address)?)?|goods\s+consigned\s+from",
    "consignee": r"(?:consignee|importer)(?:['’]s)?(?:\s+name(?:\s+and\s+address)?)?|goods\s+consigned\s+to",
    "notify": r"notify(?:\s+party|\s+address)?",
    "vessel": r"(?:ocean\s+)?(?:vessel|ship)(?:['’]?s?\s+name)?|name\s+of\s+(?:the\s+)?(?:vessel|ship)",
    "imo": r"imo(?:\s*(?:no|number|nr)\b\.?)?",
    "flag": r"flag(?:\s+state(?:\s+of\s+(?:vessel|ship))?)?|nationality(?:\s+of\s+(?:vessel|ship))?",
    "loading": r"(?:port|place)\s+of\s+(?:loading|shipment|departure)|loading\s+port|last\s+port(?:\s+of\s+call)?",
    "discharge": r"(?:port|place)\s+of\s+(?:discharge|destination|unloading)|discharg(?:e|ing)\s+port|"
    r"next\s+port(?:\s+of\s+call)?",
    "origin": r"country\s+of\s+origin|origin\s+of\s+(?:the\s+)?goods",
    "goods": r"(?:(?:number|kind)\s+and\s+(?:type|kind|number)\s+of\s+packages[,;]\s+)?(?:description|nature)\s+of\s+"
    r"(?:the\s+)?(?:goods|cargo)|cargo(?:\s+on\s+board)?|commodity",
    "quantity": r"gross\s+weight(?:\s+or\s+other\s+quantity)?|net\s+weight|weight|quantity",
    "date": r"(?:date|place\s+and\s+date)\s+of\s+(?:issue|shipment|loading|departure|sailing)|"
    r"shipped\s+on\s+board(?:\s+date)?|issued\s+on|date|"
    r"place\s+and\s+date(?:[,;]\s+(?:signature|stamp)\b[\w\s,]{0,60})?",
}  # fmt: skip
# What forms write after a label: another word for it ("Shipper / Exporter", "Vessel / Voyage No."), or what they want.
_BESIDE = (
    r"(?:\s*/\s*(?:shipper|exporter|consignor|importer|receiver|voyage(?:\s+(?:no|number)\b\.?)?))?"
    r"(?:\s*\([^()]{1,80}\))?"
)
_LABELS = {
    name: re.compile(rf"^\W*(?:\d+\W+)?(?:{words}){_BESIDE}\s*(?:[:：.\-]|$)\s*", re.IGNORECASE)
    for name, words in LABELS.items()
}


@dataclass(frozen=True)
class Field:
    """One value proposed for a field: the words as they stand, and where; ``confidence`` in percent for a scan."""

    name: str
    words: str
    page: int
    box: Box
    confidence: int | None


@dataclass(frozen=True)
class Paper:
    """What kind of paper a document calls itself (None: no kind known here), and the fields found on it."""

    kind: str | None
    fields: tuple[Field, ...]

    def first(self, name: str) -> Field | None:
        """Return the first value proposed for a field."""
        return next((field for field in self.fields if field.name == name), None)


def propose(pages: Iterable[Page]) -> Paper:
    """Return what stands beside or below the labels of these pages, in their order."""
    fields: list[Field] = []
    kind = None
    for page in pages:
        lines = columns.pieces(page)
        kind = kind or _kind(lines)
        fields += [field for line in lines if (field := _field(line, lines, page.number)) is not None]
    return Paper(kind, tuple(fields))


def _kind(lines: list[Line]) -> str | None:
    text = " ".join(line.passage.text for line in lines)
    found = [(match.start(), kind) for kind, words in KINDS.items() if (match := re.search(words, text, re.IGNORECASE))]
    return min(found)[1] if found else None


def _label(text: str) -> tuple[str, int] | None:
    """Return the field that a line's beginning asks for, and where its value would begin in that line."""
    found = [(match.end(), name) for name, pattern in _LABELS.items() if (match := pattern.match(text))]
    return (max(found)[1], max(found)[0]) if found else None


def _field(line: Line, lines: list[Line], page: int) -> Field | None:
    named = _label(line.passage.text)
    if named is None:
        return None
    name, start = named
    words = line.passage.text[start:].strip()
    if words:
        box = line.passage.box(start) or line.box
        return _made(name, words, page, box, line, start)
    beside = _nearest(line, lines)
    return None if beside is None else _made(name, beside.passage.text, page, beside.box, beside, 0)


def _made(name: str, words: str, page: int, box: Box, line: Line, start: int) -> Field | None:
    if len(words) > LONGEST_VALUE:
        return None
    sure = [glyph.confidence for glyph in line.passage.glyphs[start:] if glyph and glyph.confidence is not None]
    return Field(name, words, page, box, min(sure, default=None))


def _nearest(label: Line, lines: list[Line]) -> Line | None:
    """Return the piece just below a label where it begins at the same edge, else the one just right of it or below.

    None where that is another label. After a colon the value stands to the right.
    """
    left, bottom, right, _ = label.box
    height = label.height
    beside = [
        line for line in lines
        if line.box[0] >= right and line.box[0] - right < 12 * height and abs(line.box[1] - bottom) < height / 2
    ]  # fmt: skip
    below = [
        line for line in lines
        if 0 < bottom - line.box[1] < BELOW * height and line.box[0] < right and line.box[2] > left
    ]  # fmt: skip
    first = min(beside, key=lambda line: line.box[0], default=None)
    under = max(below, key=lambda line: line.box[1], default=None)
    aligned = (
        under is not None and abs(under.box[0] - left) < height / 2 and not label.passage.text.rstrip().endswith(":")
    )
    for found in (under, first) if aligned else (first, under):
        if found is not None and _label(found.passage.text) is None:
            return found
    return None
