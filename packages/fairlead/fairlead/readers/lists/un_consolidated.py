"""The UN Security Council Consolidated List (XML): individuals and entities with their identities, as printed.

Every entry is a listing. Nothing outside the file is fetched, document type declarations are refused, and elements of
other years that this reader does not know are named in a note. The list holds no ships; IMO numbers that the comments
of an entity mention are kept as identities with their verdict. The comments' meaning is left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from fairlead.readers.lists.listing_rows import Identity, Listing
from fairlead.readers.lists.xml_entries import hand_out_entries, tell_foreign
from fairlead.readers.reader import Sink, Source
from fairlead.subjects import imo, names, states

LIST_ID = "un-consolidated"
ENTRIES = {"INDIVIDUAL": "individual", "ENTITY": "entity"}

_NAME_PARTS = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_READ_ELSEWHERE = {*_NAME_PARTS, "DATAID", "VERSIONNUM", "UN_LIST_TYPE", "REFERENCE_NUMBER", "LISTED_ON", "COMMENTS1"}
_WITHOUT_MEANING = {"LIST_TYPE", "SORT_KEY", "SORT_KEY_LAST_MOD", "SUBMITTED_BY", "SUBMITTED_ON", "DELISTED_ON"}
_DATE = re.compile(r"(\d{4}-\d\d-\d\d)(?:[-+Z].*)?")  # an xs:date may carry a zone: 2015-04-14-04:00
_IMO = re.compile(
    r"\b(?:IMO|International\s+Maritime\s+Organi[sz]ation)\b\)?\s*(?:\(IMO\))?\s*(?:Company\s+)?"
    r"(?:Numbers?|Nos?\.?|Nr\.?)?\s*[:.]?\s*(?P<numbers>\d{4,9}(?:\s*(?:,|;|and)\s*\d{7}\b)*)",
    re.IGNORECASE,
)
_FLEET = re.compile(r"vessels?\s+with\s+IMO\s+numbers?", re.IGNORECASE)  # then every number of seven digits is one
_OF_A_SHIP = re.compile(r"\b(?:vessels?|ships?|tankers?|M/V|freighters?)\b[^.]*$", re.IGNORECASE)


class ConsolidatedList:
    """Reader of the Consolidated List's XML, of any year since its schema of 2014."""

    name = LIST_ID
    version = 1
    libraries = ("lxml", "pycountry")

    def recognises(self, source: Source, head: bytes) -> str | None:
        """Recognise the list by its root element."""
        found = re.search(rb"<CONSOLIDATED_LIST[\s>]", head.replace(b"\0", b""))
        return "XML with the root CONSOLIDATED_LIST" if found else None

    def read(self, source: Source, sink: Sink) -> None:
        """Hand out listings and identities. Raises UnreadableError where the XML is broken, truncated or a bomb."""
        foreign: Counter[str] = Counter()

        def listing_of(row: int, element: Any, as_of: str | None) -> Listing | None:
            return _listing(row, element, as_of, foreign, sink)

        hand_out_entries(source, sink, listing_of, _is_entry, _dated)
        tell_foreign(sink, foreign)


def _is_entry(element: Any) -> bool:
    return element.tag in ENTRIES


def _dated(root: Any) -> str | None:
    return _date(root.get("dateGenerated") or "")


def _listing(row: int, element: Any, as_of: str | None, foreign: Counter[str], sink: Sink) -> Listing | None:
    """Return one entry; None, and a row marked unread, where it has no name."""
    name = " ".join(part for tag in _NAME_PARTS if (part := _text(element, tag)))
    reference = _text(element, "REFERENCE_NUMBER") or _text(element, "DATAID")
    if not name:
        sink.unread(row, "entry without a name", reference)
        return None
    listed = _text(element, "LISTED_ON")
    if listed and _date(listed) is None:
        sink.unread(row, f"date of listing cannot be read: {listed!r}", reference)
    comments = _text(element, "COMMENTS1")
    listing = Listing(
        row=row,
        list_id=LIST_ID,
        as_of=as_of,
        entry=reference or str(row),
        kind=ENTRIES[element.tag],
        regime=_text(element, "UN_LIST_TYPE") or None,
        name=name,
        listed_on=_date(listed),
        narrative=comments or None,
    )
    listing.identities.append(Identity("name", name, names.plain_name(name)))
    for child in element:
        listing.identities += _identities(child, foreign)
    listing.identities += imo_numbers(comments)
    return listing


def _identities(child: Any, foreign: Counter[str]) -> Iterator[Identity]:
    if not isinstance(child.tag, str) or child.tag in _READ_ELSEWHERE | _WITHOUT_MEANING:
        return
    tag = child.tag.removeprefix("INDIVIDUAL_").removeprefix("ENTITY_")
    if tag in _KINDS:
        yield from _KINDS[tag](child)
    elif "".join(child.itertext()).strip():
        foreign[child.tag] += 1


def _alias(child: Any) -> Iterator[Identity]:
    """Yield the names of one alias; its quality (Good, Low, a.k.a., f.k.a.) stands in ``verdict``."""
    quality = _text(child, "QUALITY") or None
    kind = "former_name" if quality and quality.lower().startswith("f.k.a") else "alias"
    for name in _parted(_text(child, "ALIAS_NAME")):
        yield Identity(kind, name, names.plain_name(name) or None, verdict=quality)


def _address(child: Any) -> Iterator[Identity]:
    yield from _place("address", child)


def _birth_place(child: Any) -> Iterator[Identity]:
    yield from _place("place_of_birth", child)


def _place(kind: str, child: Any) -> Iterator[Identity]:
    """Yield a place as printed; ``value`` is the alpha-2 code of its country."""
    parts = [_text(child, tag) for tag in ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY", "NOTE")]
    printed = ", ".join(part for part in parts if part)
    if printed:
        yield Identity(kind, printed, states.alpha2(_text(child, "COUNTRY") or None))


def _birth_date(child: Any) -> Iterator[Identity]:
    """Yield a date of birth; ``value`` is an ISO date, a year, or two years joined by a slash."""
    exact, year = _date(_text(child, "DATE")), _text(child, "YEAR")
    years = [_text(child, tag) for tag in ("FROM_YEAR", "TO_YEAR")]
    printed = " ".join(_text(each) for each in child if _text(each))
    value = exact or year or ("/".join(years) if all(years) else None)
    if printed and (value or printed != _text(child, "TYPE_OF_DATE")):
        yield Identity("date_of_birth", printed, value)


def _document(child: Any) -> Iterator[Identity]:
    """Yield a document; ``value`` is its number in capitals without blanks and punctuation."""
    number = _text(child, "NUMBER")
    printed = " ".join(_text(each) for each in child if _text(each))
    types = f"{_text(child, 'TYPE_OF_DOCUMENT')} {_text(child, 'TYPE_OF_DOCUMENT2')}".lower()
    if printed:
        kind = "passport" if "pass" in types else "document"
        yield Identity(kind, printed, re.sub(r"[\W_]", "", number).upper() or None)


def _values(kind: str, normal: Callable[[str], str | None]) -> Callable[[Any], Iterator[Identity]]:
    """Return a function that yields one identity per VALUE of an element, or for its own text."""

    def read(child: Any) -> Iterator[Identity]:
        for printed in [_text(value) for value in child.findall("VALUE")] or [_text(child)]:
            if printed:
                yield Identity(kind, printed, normal(printed))

    return read


def imo_numbers(comments: str) -> Iterator[Identity]:
    """Yield the IMO numbers that a comment mentions, as printed: of ships (``imo``) or of companies (``company_imo``).

    Both have seven digits; which it is follows from the check digit that fits, else from the words before it.
    """
    found = [
        (each.start(), number) for each in _IMO.finditer(comments) for number in re.findall(r"\d+", each["numbers"])
    ]
    if _FLEET.search(comments):
        known = {number for _, number in found}
        found += [
            (each.start(), each.group()) for each in re.finditer(r"\b\d{7}\b", comments) if each.group() not in known
        ]
    for start, number in found:
        ship, company = imo.verdict(number), imo.company_verdict(number)
        says_ship = (
            bool(_OF_A_SHIP.search(comments[:start])) and "company" not in comments[max(0, start - 20) : start].lower()
        )
        of_company = company.verdict == "valid" and not (ship.verdict == "valid" and says_ship)
        judged = company if of_company else ship
        kind = "company_imo" if of_company else "imo"
        yield Identity(kind, number, str(judged.value) if judged.value else None, verdict=judged.verdict)


def _parted(printed: str) -> list[str]:
    """Part an alias that holds several names at its semicolons, unless they stand in brackets."""
    parts = [part.strip() for part in printed.split(";")]
    balanced = all(part.count("(") == part.count(")") for part in parts)
    return [part for part in (parts if balanced else [printed]) if part]


def _no_normal_form(_printed: str) -> None:
    return None


def _text(element: Any, tag: str | None = None) -> str:
    """Return the text of an element, or of its first child ``tag``, blanks and line breaks joined; '' for none."""
    found = element if tag is None else element.find(tag)
    return "" if found is None else " ".join("".join(found.itertext()).split())


def _date(printed: str) -> str | None:
    """Return the ISO date with which a text begins, without zone and time; None for any other text."""
    found = _DATE.fullmatch(printed) or re.fullmatch(r"(\d{4}-\d\d-\d\d)T.*", printed)
    return found[1] if found else None


_KINDS: dict[str, Callable[[Any], Iterator[Identity]]] = {
    "ALIAS": _alias,
    "ADDRESS": _address,
    "PLACE_OF_BIRTH": _birth_place,
    "DATE_OF_BIRTH": _birth_date,
    "DOCUMENT": _document,
    "NATIONALITY": _values("nationality", states.alpha2),
    "NAME_ORIGINAL_SCRIPT": _values("name_original_script", names.plain_name),
    "DESIGNATION": _values("designation", _no_normal_form),
    "TITLE": _values("title", _no_normal_form),
    "GENDER": _values("gender", str.lower),
    "LAST_DAY_UPDATED": _values("last_updated", _date),
}
