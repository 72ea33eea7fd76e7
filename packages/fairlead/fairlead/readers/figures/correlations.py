"""Correlation tables between two editions of the Harmonized System, as the UN Statistics Division publishes them (CSV).

The header names both editions ('HS 2022', 'HS 2017'); a third column may tell the relationship, which is kept and not
relied on. Which codes correspond is the publisher's word; nothing is derived here.
"""

from __future__ import annotations

import csv

import pyarrow as pa

from fairlead import shapes
from fairlead.errors import UnreadableError
from fairlead.law import editions
from fairlead.readers import lines
from fairlead.readers.decoding import decode
from fairlead.readers.reader import Sink, Source

_DELIMITERS = (",", ";", "\t")


class CorrelationTable:
    """Reader of one correlation table."""

    name = "hs-correlations"
    version = 2
    libraries = ("charset-normalizer",)

    def recognises(self, source: Source, head: bytes) -> str | None:
        """Return the editions that the header names; only a header of two or three columns that names two counts."""
        if b"\0" in head[:1024]:
            return None
        found = _header(head.decode("utf-8", "replace").lstrip("\ufeff").partition("\n")[0].rstrip("\r"))
        return None if found is None else f"correlation of {found[1]} and {found[3]}"

    def read(self, source: Source, sink: Sink) -> None:
        """Hand out one pair of codes or one unread row per row."""
        with source.unpacked() as stream:
            text = decode(stream.read(), source.name).text.lstrip("\ufeff")
        header, _, body = text.partition("\n")
        found = _header(header.rstrip("\r"))
        if found is None:
            raise UnreadableError(f"{source.name}: the header names no two editions")
        first, one, second, other, delimiter = found
        made = []
        for number, cells in lines.rows(body, delimiter):
            codes = [_code(cells[place]) if place < len(cells) else None for place in (first, second)]
            if None in codes:
                sink.unread(number, "not two codes of six digits", ",".join(cells))
                continue
            said = [cell.strip() for place, cell in enumerate(cells) if place not in (first, second) and cell.strip()]
            pair = {"edition": one, "code": codes[0], "other_edition": other, "other_code": codes[1]}
            made.append({"exhibit": source.key, "row": number, **pair, "relationship": said[0] if said else None})
        sink.rows("correlations", pa.Table.from_pylist(made, schema=shapes.CORRELATIONS))


def _header(line: str) -> tuple[int, str, int, str, str] | None:
    """Return the places of the two columns with their editions, and the delimiter."""
    for delimiter in _DELIMITERS:
        names = next(csv.reader([line], delimiter=delimiter), [])
        named = [(place, editions.edition(name)) for place, name in enumerate(names)]
        found = [(place, edition) for place, edition in named if edition is not None]
        if 2 <= len(names) <= 3 and len(found) == 2 and found[0][1] != found[1][1]:
            return (*found[0], *found[1], delimiter)
    return None


def _code(text: str) -> str | None:
    """Return six digits; a spreadsheet drops the zero before chapters 01 to 09."""
    digits = text.strip().strip("'").replace(".", "").replace(" ", "")
    if len(digits) == 5 and digits.isdigit():
        digits = f"0{digits}"
    return digits if len(digits) == 6 and digits.isdigit() else None
