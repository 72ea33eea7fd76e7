"""Canada's consolidated autonomous sanctions list as its XML: persons, firms and ships under one schedule each.

A record is a listing; its reference is the country's regulations, the schedule and the item in it. The tags of other
years (``Entity``, ``DateOfBirth``) are read alike, and what is not known is named in a note. Other names stand in one
line, parted by commas: they are parted so, but not before a firm's legal form. The list bears no date.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from fairlead.readers.lists.listing_rows import Identity, Listing, imo_number
from fairlead.readers.lists.xml_entries import hand_out_entries, tell_foreign
from fairlead.readers.reader import Sink, Source
from fairlead.subjects import names

LIST_ID = "ca-sema"
_MARKS = (b"<data-set", b"<record>", b"<DateOfListing>")
_FIELDS = {
    "Title": "title",
    "DateOfBirth": "date_of_birth",
    "DateOfBirthOrShipBuildDate": "date_of_birth",
    "DateOfShipBuild": "built",
}
_TAKEN = {
    *("Country", "LastName", "GivenName", "Entity", "EntityOrShip", "TitleOrShip", "ShipIMONumber", "Aliases"),
    *("Schedule", "Item", "DateOfListing"),
}
_FORMS = r"(?:Ltd|Limited|Inc|LLC|LLP|L\.L\.C|Co|Corp|Corporation|GmbH|AG|S\.?A|S\.?P\.?A|PLC|JSC|PJSC|OJSC)\b"
_BETWEEN = re.compile(rf";\s*|,\s+(?!{_FORMS})", re.IGNORECASE)
_LANGUAGE = re.compile(r"([A-Z][a-zé]+(?: [A-Z][a-zé]+)?)\s*:\s*(.+)")


class CanadaXml:
    """Reader of the list's XML."""

    name = "canada-xml"
    version = 1
    libraries = ("lxml",)

    def recognises(self, source: Source, head: bytes) -> str | None:
        """Recognise the list by its root and by the tags that only its records have."""
        return "XML with the root data-set of Canada's records" if all(mark in head for mark in _MARKS) else None

    def read(self, source: Source, sink: Sink) -> None:
        """Hand out one listing per record. Raises UnreadableError where the XML is broken, cut off or a bomb."""
        foreign: Counter[str] = Counter()

        def listing_of(row: int, element: Any, _: str | None) -> Listing | None:
            listing = _listing(row, {each.tag: _blanks(each.text) for each in element})
            foreign.update(each.tag for each in element if each.tag not in _TAKEN and each.tag not in _FIELDS)
            if listing is None:
                sink.unread(row, "record without a name", _blanks(" ".join(element.itertext())))
            return listing

        hand_out_entries(source, sink, listing_of, lambda element: bool(element.tag == "record"), lambda _: None)
        sink.note("the list bears no date; the day it was captured stands in its receipt")
        tell_foreign(sink, foreign)


def _listing(row: int, given: dict[str, str]) -> Listing | None:
    number = given.get("ShipIMONumber", "")
    body = given.get("EntityOrShip") or given.get("Entity")
    person = " ".join(filter(None, (given.get("GivenName"), given.get("LastName"))))
    kind = "ship" if body and number else "entity" if body else "individual"
    name = body or person
    if not name:
        return None
    normal = names.ship_name if kind == "ship" else names.plain_name
    parts = (given.get("Country"), given.get("Schedule"), given.get("Item"))
    listing = Listing(
        row=row,
        list_id=LIST_ID,
        as_of=None,
        entry=", ".join(filter(None, parts)) or str(row),
        kind=kind,
        regime=given.get("Country") or None,
        name=name,
        listed_on=_day(given.get("DateOfListing", "")),
        identities=[Identity("name", name, normal(name) or None)],
    )
    if number:
        listing.identities.append(imo_number(number, "ship"))
    for printed in filter(None, map(str.strip, _BETWEEN.split(given.get("Aliases", "")))):
        found = _LANGUAGE.fullmatch(printed)
        called, language = (found[2], found[1]) if found else (printed, None)
        listing.identities.append(Identity("alias", called, normal(called) or None, verdict=language))
    if kind_of := given.get("TitleOrShip"):
        listing.identities.append(Identity("type" if kind == "ship" else "title", kind_of))
    for tag, named in _FIELDS.items():
        if printed := given.get(tag, ""):
            role = "built" if kind == "ship" and named == "date_of_birth" else named
            value = _day(printed) or (printed if re.fullmatch(r"\d{4}", printed) else None)
            listing.identities.append(Identity(role, printed, value if named != "title" else None))
    return listing


def _day(text: str) -> str | None:
    return text if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else None


def _blanks(text: str | None) -> str:
    return " ".join((text or "").split())
