"""OFAC's lists in their plain XML (sdnList): entries with names, addresses, numbers, papers and ships' fields.

Entries bear the same references as in the legacy CSV set, so that copies of either form are copies of one list. Dates
of listing are not in it. The other XML, with its tables of reference values, is read by ``ofac_advanced.py``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from fairlead.readers.lists.listing_rows import Identity, Listing
from fairlead.readers.lists.ofac_papers import paper
from fairlead.readers.lists.ofac_remarks import remarks
from fairlead.readers.lists.xml_entries import hand_out_entries, tell_foreign
from fairlead.readers.reader import Sink, Source
from fairlead.subjects import names, states

LIST_ID = "ofac-sdn"
OTHER_LIST_ID = "ofac-consolidated"
_TYPES = {"entity": "entity", "individual": "individual", "vessel": "ship", "aircraft": "aircraft"}
_ALIASES = {"a.k.a.": "alias", "n.k.a.": "alias", "f.k.a.": "former_name"}
_KNOWN = {
    *("uid", "firstName", "lastName", "title", "sdnType", "remarks", "programList", "idList", "akaList"),
    *("addressList", "nationalityList", "citizenshipList", "dateOfBirthList", "placeOfBirthList", "vesselInfo"),
}
_STREET = ("address1", "address2", "address3", "city", "stateOrProvince", "postalCode", "country")
_SHIP = {
    "callSign": "call_sign",
    "vesselType": "type",
    "vesselFlag": "flag",
    "vesselOwner": "owner",
    "tonnage": "deadweight",
    "grossRegisteredTonnage": "gross_tonnage",
}


class PlainXml:
    """Reader of sdn.xml and consolidated.xml."""

    name = "ofac-xml"
    version = 2
    libraries = ("lxml", "pycountry")

    def recognises(self, source: Source, head: bytes) -> str | None:
        """Recognise the list by its root element."""
        return "XML with the root sdnList" if re.search(rb"<sdnList[\s>]", head) else None

    def read(self, source: Source, sink: Sink) -> None:
        """Hand out listings and identities. Raises UnreadableError where the XML is broken, truncated or a bomb."""
        told: dict[str, str] = {}
        foreign: Counter[str] = Counter()

        def outside(element: Any) -> None:
            tag = _tag(element)
            if tag in ("Publish_Date", "Record_Count") and element.text:
                told[tag] = element.text.strip()

        def listing_of(row: int, element: Any, _: str | None) -> Listing | None:
            listing = _listing(row, element, foreign)
            if listing is None:
                sink.unread(row, "entry without uid, kind or name", _text(element, "uid") or None)
                return None
            listing.list_id = OTHER_LIST_ID if source.name.lower().startswith("cons") else LIST_ID
            listing.as_of = _day(told.get("Publish_Date"))
            return listing

        total = hand_out_entries(source, sink, listing_of, _is_entry, lambda _: None, outside)
        if told.get("Record_Count", str(total)) != str(total):
            sink.note(f"the list says that it holds {told['Record_Count']} entries, found {total}")
        tell_foreign(sink, foreign)


def _is_entry(element: Any) -> bool:
    return _tag(element) == "sdnEntry"


def _listing(row: int, element: Any, foreign: Counter[str]) -> Listing | None:
    foreign.update(_tag(child) for child in element if _tag(child) not in _KNOWN and isinstance(child.tag, str))
    kind = _TYPES.get(_text(element, "sdnType").lower())
    number = _text(element, "uid")
    printed = _name(element)
    if kind is None or not number or not printed:
        return None
    programs = [_blanks(each.text) for each in _each(element, "programList", "program")]
    words = _text(element, "remarks")
    listing = Listing(row, LIST_ID, None, number, kind, "; ".join(programs) or None, printed, narrative=words or None)
    normal = names.ship_name if kind == "ship" else names.plain_name
    listing.identities.append(Identity("name", printed, normal(printed) or None))
    if title := _text(element, "title"):
        listing.identities.append(Identity("title", title))
    listing.identities += [Identity("program", each) for each in programs if each]
    for each in _each(element, "akaList", "aka"):
        if alias := _name(each):
            role = _ALIASES.get(_text(each, "type"), "alias")
            strength = _text(each, "category") or None
            listing.identities.append(Identity(role, alias, normal(alias) or None, verdict=strength))
    listing.identities += _places(element)
    listing.identities += [one for each in _each(element, "idList", "id") for one in _paper(each, kind)]
    listing.identities += _ship(element)
    listing.identities += remarks(words, kind)
    return listing


def _name(element: Any) -> str:
    """Return a name as the legacy files print it: surname first, with a comma where there are two parts."""
    return ", ".join(filter(None, (_text(element, "lastName"), _text(element, "firstName"))))


def _places(element: Any) -> Iterator[Identity]:
    for each in _each(element, "addressList", "address"):
        if printed := ", ".join(filter(None, (_text(each, part) for part in _STREET))):
            yield Identity("address", printed, states.alpha2(_text(each, "country") or None))
    for group, item in (("nationalityList", "nationality"), ("citizenshipList", "citizenship")):
        for each in _each(element, group, item):
            if printed := _text(each, "country"):
                yield Identity("nationality", printed, states.alpha2(printed))
    for each in _each(element, "dateOfBirthList", "dateOfBirthItem"):
        if printed := _text(each, "dateOfBirth"):
            yield Identity("date_of_birth", printed, _day(printed) or _year(printed))
    for each in _each(element, "placeOfBirthList", "placeOfBirthItem"):
        if printed := _text(each, "placeOfBirth"):
            yield Identity("place_of_birth", printed, states.at_the_end(printed))


def _paper(each: Any, kind: str) -> Iterator[Identity]:
    return paper(_text(each, "idType"), _text(each, "idNumber"), _text(each, "idCountry") or None, kind)


def _ship(element: Any) -> Iterator[Identity]:
    for info in (child for child in element if _tag(child) == "vesselInfo"):
        for child in info:
            printed = _blanks(child.text)
            kind = _SHIP.get(_tag(child))
            if kind and printed:
                value = states.alpha2(printed) if kind == "flag" else printed.upper() if kind == "call_sign" else None
                yield Identity(kind, printed, value)


def _each(element: Any, group: str, item: str) -> Iterator[Any]:
    for child in element:
        if _tag(child) == group:
            yield from (each for each in child if _tag(each) == item)


def _tag(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _text(element: Any, tag: str) -> str:
    return next((_blanks(child.text) for child in element if _tag(child) == tag), "")


def _blanks(text: str | None) -> str:
    return " ".join((text or "").split())


def _year(printed: str) -> str | None:
    return printed if re.fullmatch(r"\d{4}", printed) else None


def _day(text: str | None) -> str | None:
    """Read 07/20/2021 as the list is dated (month first, as its schema says) and 03 Feb 1960 as births are."""
    for form in ("%m/%d/%Y", "%d %b %Y"):
        try:
            return datetime.strptime(text or "", form).date().isoformat()  # noqa: DTZ007 - a date without a time
        except ValueError:
            continue
    return None
