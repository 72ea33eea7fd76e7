"""OFAC's lists in their legacy CSV set: entries, alternate names, addresses and spilled remarks, each file by itself.

The files have no header and bear no date; each is known by its shape. Rows of ``alt``, ``add`` and ``sdn_comments``
become listings of the kinds ``alias``, ``address`` and ``remark`` that carry the number of the entry they belong to,
since the entry stands in another exhibit. The consolidated non-SDN list has the same layout. Delimited and fixed-width
variants (``sdn.del``, ``sdn.ff``) are left out.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from fairlead.errors import UnreadableError
from fairlead.readers.lists.listing_rows import Identity, Listing, hand_out
from fairlead.readers.lists.ofac_remarks import CUT_AT, remarks
from fairlead.readers.reader import Sink, Source
from fairlead.subjects import names, states

LIST_ID = "ofac-sdn"
OTHER_LIST_ID = "ofac-consolidated"  # cons_prim.csv and its kin
BATCH = 2_000  # entries handed out at a time
ROWS_JUDGED = 50  # of the head, to recognise a file by its shape
_NULL = "-0-"  # OFAC, "SDN data specification": what stands for no value
_END_OF_FILE = "\x1a"  # a control-Z of DOS closes the files
_TYPES = {None: "entity", "individual": "individual", "vessel": "ship", "aircraft": "aircraft"}
_NAME_KINDS = {"aka": "alias", "fka": "former_name", "nka": "alias"}


@dataclass(frozen=True)
class _Layout:
    """One file of the set: how many columns it has and what tells its rows from other tables."""

    name: str
    columns: int
    fits: Callable[[list[str]], bool]
    listing: Callable[[int, list[str | None]], Listing | None]  # None: a row without what it must have


class LegacyFiles:
    """Reader of one file of the set."""

    name = "ofac-sdn"
    version = 3
    libraries = ("pycountry",)

    def recognises(self, source: Source, head: bytes) -> str | None:
        """Recognise a file by the shape of its first rows; the name alone never suffices."""
        layout = _recognise(source.name, head)
        return f"rows of OFAC's {layout.name}" if layout else None

    def read(self, source: Source, sink: Sink) -> None:
        """Hand out one listing per row; a row of another shape is unread. Raises UnreadableError for no row at all."""
        with source.unpacked() as stream:
            content = stream.read()
        layout = _recognise(source.name, content[: 1 << 16])
        if layout is None:
            raise UnreadableError(f"{source.name}: the rows are of no file of OFAC's set")
        list_id = OTHER_LIST_ID if source.name.lower().startswith("cons_") else LIST_ID
        batch: list[Listing] = []
        row = 0
        for row, cells in enumerate(_rows(_text(content, sink)), start=1):
            listing = _listing(layout, row, cells, sink)
            if listing is not None:
                listing.list_id = list_id
                batch.append(listing)
            if len(batch) == BATCH:
                hand_out(sink, source.key, batch)
                batch = []
        if row == 0:
            raise UnreadableError(f"{source.name}: no row")
        hand_out(sink, source.key, batch)
        sink.note("the list bears no date; the day it was captured stands in its receipt")
        sink.progress(1.0)


def _text(content: bytes, sink: Sink) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        sink.note("not UTF-8; read as Windows-1252")
        return content.decode("cp1252", "replace")


def _rows(text: str) -> Iterator[list[str]]:
    for cells in csv.reader(io.StringIO(text, newline="")):
        if cells and cells != [_END_OF_FILE]:
            # files joined one behind the other keep the mark between them, before the next one's first number
            yield [cells[0].lstrip(_END_OF_FILE), *cells[1:]]


def _recognise(name: str, head: bytes) -> _Layout | None:
    if b"\0" in head:
        return None
    lines = head.decode("utf-8", "replace").splitlines(keepends=True)
    if len(head) >= 1 << 16:
        lines = lines[:-1]  # the last may be cut
    try:
        rows = list(_rows("".join(lines[:ROWS_JUDGED])))
    except csv.Error:
        return None
    for layout in _LAYOUTS:
        if rows and all(len(cells) == layout.columns and layout.fits(cells) for cells in rows):
            return layout if layout is not _COMMENTS or "comments" in name.lower() else None
    return None


def _listing(layout: _Layout, row: int, cells: list[str], sink: Sink) -> Listing | None:
    excerpt = ",".join(cells)
    if len(cells) != layout.columns:
        sink.unread(row, f"expected {layout.columns} columns: found {len(cells)}", excerpt)
        return None
    if not layout.fits(cells):
        sink.unread(row, f"not a row of {layout.name}", excerpt)
        return None
    listing = layout.listing(row, [_value(cell) for cell in cells])
    if listing is None:
        sink.unread(row, "entry without a name", excerpt)
    elif layout is _SDN and len(cells[-1]) >= CUT_AT:
        sink.note(f"remarks of entry {listing.entry} break off at {CUT_AT} characters; the rest is in sdn_comments")
    return listing


def _value(cell: str) -> str | None:
    stripped = " ".join(cell.split())
    return None if stripped in (_NULL, "") else stripped


def _is_number(cell: str) -> bool:
    return cell.strip().isascii() and cell.strip().isdigit()


def _entry(row: int, cells: list[str | None]) -> Listing | None:
    number, name, kind_printed, program, title, *ship, printed_remarks = cells
    if number is None or name is None:
        return None
    kind = _TYPES[kind_printed]
    listing = Listing(row, LIST_ID, None, number, kind, program, name, narrative=printed_remarks)
    normal = names.ship_name if kind == "ship" else names.plain_name
    listing.identities.append(Identity("name", name, normal(name) or None))
    if title:
        listing.identities.append(Identity("title", title))
    for field, printed in zip(_SHIP_FIELDS, ship, strict=True):
        if printed:
            value = states.alpha2(printed) if field == "flag" else printed.upper() if field == "call_sign" else None
            listing.identities.append(Identity(field, printed, value))
    listing.identities += [Identity("program", each) for each in re.split(r"\]\s*\[|;", program or "") if each.strip()]
    listing.identities += remarks(printed_remarks or "", kind)
    return listing


def _alternate(row: int, cells: list[str | None]) -> Listing | None:
    number, _, kind, name, remark = cells
    if number is None or kind is None or name is None:
        return None
    listing = Listing(row, LIST_ID, None, number, "alias", None, name, narrative=remark)
    listing.identities.append(Identity(_NAME_KINDS[kind], name, names.plain_name(name) or None, verdict=kind))
    return listing


def _address(row: int, cells: list[str | None]) -> Listing | None:
    number, _, street, city, country, remark = cells
    printed = ", ".join(part for part in (street, city, country) if part)
    if number is None:
        return None
    listing = Listing(row, LIST_ID, None, number, "address", None, printed or _NULL, narrative=remark)
    if printed:
        listing.identities.append(Identity("address", printed, states.alpha2(country)))
    return listing


def _comment(row: int, cells: list[str | None]) -> Listing | None:
    number, words = cells
    if number is None or words is None:
        return None
    return Listing(row, LIST_ID, None, number, "remark", None, words, narrative=words)


_SHIP_FIELDS = ("call_sign", "type", "deadweight", "gross_tonnage", "flag", "owner")
_SDN = _Layout("sdn.csv", 12, lambda cells: _is_number(cells[0]) and _value(cells[2]) in _TYPES, _entry)
_ALT = _Layout("alt.csv", 5, lambda cells: _is_number(cells[0]) and _value(cells[2]) in _NAME_KINDS, _alternate)
_ADD = _Layout("add.csv", 6, lambda cells: _is_number(cells[0]) and _is_number(cells[1]), _address)
_COMMENTS = _Layout("sdn_comments.csv", 2, lambda cells: _is_number(cells[0]), _comment)
_LAYOUTS = (_SDN, _ALT, _ADD, _COMMENTS)
