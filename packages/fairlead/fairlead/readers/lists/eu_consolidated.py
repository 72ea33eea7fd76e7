"""The EU's consolidated list of persons, groups and entities under financial sanctions (XML 1.1 of the FSD database).

Every ``sanctionEntity`` is a listing; the regulations it cites are its bases, under their own numbers. Nothing outside
the file is fetched, document type declarations are refused, and elements of other years that this reader does not know
are named in a note. The list has no kind for ships; remarks are kept as narrative, IMO numbers in them as mentioned.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from fairlead.readers.lists.listing_rows import Basis, Identity, Listing
from fairlead.readers.lists.un_consolidated import imo_numbers
from fairlead.readers.lists.xml_entries import hand_out_entries, tell_foreign
from fairlead.readers.reader import Sink, Source
from fairlead.subjects import imo, names

LIST_ID = "eu-consolidated"
_NAMESPACE = b"http://eu.europa.ec/fpi/fsd/export"
_KINDS = {"person": "individual", "P": "individual", "enterprise": "entity", "entity": "entity", "E": "entity"}
_SHIPS = frozenset({"vessel", "ship", "V"})
_UNKNOWN_COUNTRY = "00"  # the schema's code for a country that is not known
_KNOWN = {"nameAlias", "regulation", "subjectType", "remark", "citizenship", "birthdate", "address", "identification"}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class ConsolidatedExport:
    """Reader of the full export."""

    name = LIST_ID
    version = 1
    libraries = ("lxml",)

    def recognises(self, source: Source, head: bytes) -> str | None:
        """Recognise the list by its root element and namespace."""
        found = re.search(rb"<(?:\w+:)?export\s[^>]*" + re.escape(_NAMESPACE), head)
        return "XML with the root export of the EU's FSD" if found else None

    def read(self, source: Source, sink: Sink) -> None:
        """Hand out listings, identities and bases. Raises UnreadableError where the XML is broken or a bomb."""
        foreign: Counter[str] = Counter()

        def listing_of(row: int, element: Any, as_of: str | None) -> Listing | None:
            listing = _listing(row, element, as_of, foreign)
            if listing is None:
                sink.unread(row, "entry without a name or a kind", element.get("euReferenceNumber"))
            return listing

        hand_out_entries(source, sink, listing_of, _is_entry, _dated)
        tell_foreign(sink, foreign)


def _is_entry(element: Any) -> bool:
    return _tag(element) == "sanctionEntity"


def _dated(root: Any) -> str | None:
    return _day(root.get("generationDate"))


def _listing(row: int, element: Any, as_of: str | None, foreign: Counter[str]) -> Listing | None:
    parts: dict[str, list[Any]] = {}
    for child in element:
        if isinstance(child.tag, str):
            parts.setdefault(_tag(child), []).append(child)
    foreign.update(tag for tag in parts if tag not in _KNOWN)
    kind = _kind(parts.get("subjectType", []))
    identities = [identity for alias in parts.get("nameAlias", []) for identity in _name(alias, kind or "")]
    called = [one for one in identities if one.kind in ("name", "alias")]
    first = next((one for one in called if one.kind == "name"), next(iter(called), None))
    if kind is None or first is None:
        return None
    remarks = "\n".join(filter(None, (_joined(each) for each in parts.get("remark", []))))
    regulations = parts.get("regulation", [])
    listing = Listing(
        row=row,
        list_id=LIST_ID,
        as_of=as_of,
        entry=element.get("euReferenceNumber") or element.get("logicalId") or str(row),
        kind=kind,
        regime="; ".join(dict.fromkeys(filter(None, (each.get("programme") for each in regulations)))) or None,
        name=first.printed,
        listed_on=_day(element.get("designationDate")),
        narrative="\n".join(filter(None, (remarks, element.get("designationDetails")))) or None,
        identities=identities,
        bases=[basis for each in regulations for basis in _basis(each)],
    )
    if reference := element.get("unitedNationId"):
        listing.identities.append(Identity("un_reference", reference, reference))
    for tag, read in (("citizenship", _citizenship), ("birthdate", _birth), ("address", _address)):
        listing.identities += [identity for each in parts.get(tag, []) for identity in read(each)]
    listing.identities += [one for each in parts.get("identification", []) for one in _document(each, kind)]
    known = {identity.value for identity in listing.identities if identity.kind in ("imo", "company_imo")}
    mentioned = [one for one in imo_numbers(remarks) if one.value not in known or one.value is None]
    listing.identities += [Identity("imo_mentioned", one.printed, one.value, None, one.verdict) for one in mentioned]
    return listing


def _kind(types: list[Any]) -> str | None:
    for each in types:
        for code in (each.get("code") or "", each.get("classificationCode") or ""):
            if code in _SHIPS:
                return "ship"
            if code in _KINDS:
                return _KINDS[code]
    return None


def _name(alias: Any, kind: str) -> Iterator[Identity]:
    """Yield a name with what hangs on it; the first strong one is the entry's, ``verdict`` tells strong from weak."""
    parts = (alias.get("firstName"), alias.get("middleName"), alias.get("lastName"))
    printed = _blanks(alias.get("wholeName")) or _blanks(" ".join(filter(None, parts)))
    normal = names.ship_name if kind == "ship" else names.plain_name
    if printed:
        strength = {"true": "strong", "false": "weak"}.get(alias.get("strong") or "")
        role = "alias" if strength == "weak" else "name"
        yield Identity(role, printed, normal(printed) or None, verdict=strength)
    for attribute, field in (("function", "designation"), ("title", "title"), ("gender", "gender")):
        if given := _blanks(alias.get(attribute)):
            yield Identity(field, given)


def _basis(regulation: Any) -> Iterator[Basis]:
    number = _blanks(regulation.get("numberTitle"))
    if number:
        since = _day(regulation.get("entryIntoForceDate")) or _day(regulation.get("publicationDate"))
        words = (number, regulation.get("regulationType"), regulation.get("programme"))
        yield Basis(f"EU {number}", since, ", ".join(filter(None, words)))


def _citizenship(element: Any) -> Iterator[Identity]:
    printed = _blanks(element.get("countryDescription")) or _country(element)
    if printed:
        yield Identity("nationality", printed, _country(element))


def _birth(element: Any) -> Iterator[Identity]:
    exact, year = _day(element.get("birthdate")), _blanks(element.get("year"))
    if exact or year:
        circa = "about" if element.get("circa") == "true" else None
        yield Identity("date_of_birth", exact or year, exact or year, verdict=circa)
    fields = ("place", "city", "region", "countryDescription")
    printed = ", ".join(filter(None, (_blanks(element.get(field)) for field in fields)))
    if printed:
        yield Identity("place_of_birth", printed, _country(element))


def _address(element: Any) -> Iterator[Identity]:
    fields = ("street", "poBox", "city", "zipCode", "region", "place", "countryDescription")
    printed = ", ".join(filter(None, (_blanks(element.get(field)) for field in fields)))
    if printed:
        yield Identity("address", printed, _country(element))


def _document(element: Any, kind: str) -> Iterator[Identity]:
    """Yield a document or number; one that the list knows to be false keeps a kind of its own."""
    printed = _blanks(element.get("number")) or _blanks(element.get("latinNumber"))
    code = _blanks(element.get("identificationTypeCode")).lower()
    false = "fraud_" if element.get("knownFalse") == "true" else ""
    if not printed:
        return
    if code == "imo":
        judged = imo.verdict(printed) if kind == "ship" or false else imo.company_verdict(printed)
        ship = imo.verdict(printed)
        if kind != "ship" and not false and judged.verdict != "valid" and ship.verdict == "valid":
            yield Identity("imo", printed, str(ship.value), verdict=ship.verdict)  # a ship's, in an entry of a firm
            return
        named = "fraud_imo" if false else "imo" if kind == "ship" else "company_imo"
        yield Identity(named, printed, str(judged.value) if judged.value else None, verdict=judged.verdict)
        return
    words = _blanks(element.get("identificationTypeDescription")) or code
    named = "passport" if "passport" in code or "passport" in words.lower() else "document"
    value = re.sub(r"[\W_]", "", printed).upper() or None
    yield Identity(f"{false}{named}", " ".join(filter(None, (words, printed, _country(element)))), value)


def _country(element: Any) -> str | None:
    code = element.get("countryIso2Code") or ""
    return code if re.fullmatch(r"[A-Z]{2}", code) and code != _UNKNOWN_COUNTRY else None


def _tag(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _joined(element: Any) -> str:
    return _blanks("".join(element.itertext()))


def _blanks(text: str | None) -> str:
    return " ".join((text or "").split())


def _day(text: str | None) -> str | None:
    found = _DAY.match(text or "")
    return found[0] if found else None
