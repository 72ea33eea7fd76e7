"""The UK Sanctions List as the UK publishes it: XML, or CSV with a line that dates it and one row for each name.

References are those of the converted copies that ``uk_designations.py`` reads, so that both are copies of one list.
Tags and column heads are compared by their letters alone, since the layouts differ in blanks, case and plurals from
year to year; what is not known is named in a note. Days are written day first.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from lxml import etree

from fairlead.errors import UnreadableError
from fairlead.readers import lines
from fairlead.readers.decoding import utf8
from fairlead.readers.lists.listing_rows import Identity, Listing, hand_out, imo_number
from fairlead.readers.lists.uk_designations import LIST_ID
from fairlead.readers.lists.xml_entries import entries
from fairlead.readers.reader import Sink, Source
from fairlead.subjects import names, states

BATCH = 1_000
_KINDS = {"individual": "individual", "entity": "entity", "ship": "ship"}
_NAME_PARTS = ("name1", "name2", "name3", "name4", "name5", "name6")
_ADDRESS = (
    *(f"addressline{number}" for number in range(1, 7)),
    "addresspostalcode",
    "addresspostcode",
    "addresscountry",
)
# By the letters of tag or head, without a plural's s: the kind of identity.
_FIELDS = {
    "unreferencenumber": "un_reference",
    "ofsigroupid": "ofsi_group",
    "designationsource": "designation_source",
    "lastupdated": "last_updated",
    "phonenumber": "contact",
    "website": "contact",
    "emailaddres": "contact",
    "dob": "date_of_birth",
    "nationality": "nationality",
    "nationalityie": "nationality",
    "nationalidentifiernumber": "document",
    "passportnumber": "passport",
    "position": "designation",
    "gender": "gender",
    "title": "title",
    "townofbirth": "place_of_birth",
    "countryofbirth": "place_of_birth",
    "typeofentity": "type",
    "subsidiary": "subsidiary",
    "subsidiarie": "subsidiary",
    "parentcompany": "parent",
    "parentcompanie": "parent",
    "businessregistrationnumber": "document",
    "imonumber": "imo",
    "currentowneroperator": "owner",
    "previousowneroperator": "former_owner",
    "currentbelievedflagofship": "flag",
    "previousflag": "former_flag",
    "typeofship": "type",
    "tonnageofship": "tonnage",
    "lengthofship": "length",
    "yearbuilt": "built",
    "hullidentificationnumberhin": "hull_number",
    "hullidentificationnumber": "hull_number",
}
_TAKEN = {
    *("uniqueid", "regimename", "individualentityship", "designationtype", "datedesignated", "sanctionsimposed"),
    *("otherinformation", "ukstatementofreason", "nametype", "aliasstrength", "namenonlatinscript"),
    *("nonlatinscripttype", "nonlatinscriptlanguage", "grouptype", *_NAME_PARTS, *_ADDRESS),
    *("passportadditionalinformation", "nationalidentifieradditionalinformation"),
}


@dataclass
class _Designation:
    """One designation, whichever layout it stands in; each name and address as a group of parts."""

    row: int
    values: dict[str, list[str]] = field(default_factory=dict)
    names: list[dict[str, str]] = field(default_factory=list)
    addresses: list[dict[str, str]] = field(default_factory=list)

    def first(self, *keys: str) -> str:
        return next((value for key in keys for value in self.values.get(key, ())), "")

    def take(self, key: str, value: str) -> None:
        held = self.values.setdefault(key, [])
        if value not in held:
            held.append(value)


class _Original:
    """What both layouts share: how designations become listings."""

    libraries: tuple[str, ...] = ("lxml", "pycountry")

    def _hand_out(self, source: Source, sink: Sink, found: list[_Designation], as_of: str | None) -> None:
        foreign: Counter[str] = Counter()
        listings: list[Listing] = []
        for each in found:
            listing = _listing(each, as_of)
            foreign.update(key for key in each.values if key not in _TAKEN and key not in _FIELDS)
            if listing is None:
                sink.unread(each.row, "designation without id, kind or name", each.first("uniqueid") or None)
            else:
                listings.append(listing)
            if len(listings) == BATCH:
                hand_out(sink, source.key, listings)
                listings = []
        hand_out(sink, source.key, listings)
        for key, count in sorted(foreign.items()):
            sink.note(f"field not read: {key} ({count} times)")
        if as_of is None:
            sink.note("the list bears no date; the day it was captured stands in its receipt")
        sink.progress(1.0)


class OriginalXml(_Original):
    """Reader of UK-Sanctions-List.xml."""

    name = "uk-xml"
    version = 1

    def recognises(self, source: Source, head: bytes) -> str | None:
        """Recognise the list by its root element and its ids."""
        found = re.search(rb"<Designations[\s>]", head) and b"<UniqueID>" in head
        return "XML with the root Designations" if found else None

    def read(self, source: Source, sink: Sink) -> None:
        """Hand out one listing per designation. Raises UnreadableError where the XML is broken or a bomb."""
        dated: list[str] = []

        def outside(element: Any) -> None:
            if _letters(element.tag) == "dategenerated" and element.text:
                dated.append(element.text.strip())

        found = []
        with source.unpacked() as stream:
            try:
                read = entries(stream, source.name, _is_designation, lambda _: None, outside)
                for row, (element, _) in enumerate(read, start=1):
                    found.append(_of_element(row, element))
            except etree.XMLSyntaxError as error:
                raise UnreadableError(f"{source.name}: not whole or not well-formed XML ({error})") from error
        if not found:
            raise UnreadableError(f"{source.name}: a list without a designation")
        self._hand_out(source, sink, found, _day(dated[0]) if dated else None)


class OriginalCsv(_Original):
    """Reader of UK-Sanctions-List.csv."""

    name = "uk-csv"
    version = 2

    def recognises(self, source: Source, head: bytes) -> str | None:
        """Recognise the list by heads that only it has, in one of its first two lines."""
        for line in head.splitlines()[:2]:
            heads = {_letters(cell) for cell in line.decode("utf-8", "replace").split(",")}
            if {"uniqueid", "ofsigroupid", "designationsource", "regimename"} <= heads:
                return "heads of the UK Sanctions List"
        return None

    def read(self, source: Source, sink: Sink) -> None:
        """Hand out one listing per designation, its rows joined. Raises UnreadableError for what is no table."""
        with source.unpacked() as stream:
            text = utf8(stream.read(), source.name, sink)
        as_of, heads, found = None, list[str](), dict[str, _Designation]()
        try:
            for number, cells in enumerate(csv.reader(io.StringIO(text, newline="")), start=1):
                if not heads:
                    as_of = as_of or _day(re.sub(r"(?i)^.*?date\s*:?\s*", "", ",".join(cells)).strip(" ,"))
                    letters = [_letters(cell) for cell in cells]
                    heads = letters if "uniqueid" in letters else []
                elif len(cells) != len(heads):
                    if lines.is_row(cells):
                        sink.unread(number, f"expected {len(heads)} cells: found {len(cells)}", ",".join(cells))
                else:
                    _take_row(number, dict(zip(heads, map(_blanks, cells), strict=True)), found, sink)
        except csv.Error as error:
            raise UnreadableError(f"{source.name}: not a table of delimited text ({error})") from error
        if not found:
            raise UnreadableError(f"{source.name}: a list without a designation")
        self._hand_out(source, sink, list(found.values()), as_of)


def _take_row(number: int, cells: dict[str, str], found: dict[str, _Designation], sink: Sink) -> None:
    reference = cells.get("uniqueid", "")
    if not reference:
        sink.unread(number, "row without a Unique ID", ",".join(filter(None, cells.values())))
        return
    one = found.setdefault(reference, _Designation(len(found) + 1))
    parts = {key: cells[key] for key in (*_NAME_PARTS, "nametype", "aliasstrength") if cells.get(key)}
    if any(part in parts for part in _NAME_PARTS) and parts not in one.names:
        one.names.append(parts)
    where = {key: cells[key] for key in _ADDRESS if cells.get(key)}
    if where and where not in one.addresses:
        one.addresses.append(where)
    for key, value in cells.items():
        if value and key not in parts and key not in where:
            one.take(key, value)


def _of_element(row: int, element: Any) -> _Designation:
    one = _Designation(row)
    groups: list[tuple[Any, dict[str, str]]] = []  # with the element that holds the parts, which keeps it alive
    for leaf in element.iter():
        if not isinstance(leaf.tag, str) or len(leaf) or not (value := _blanks(leaf.text)):
            continue
        key, parent = _letters(leaf.tag), _letters(leaf.getparent().tag)
        if key in _NAME_PARTS or (parent == "name" and key in ("nametype", "aliasstrength")):
            _group(groups, leaf.getparent(), one.names)[key] = value
        elif key in _ADDRESS:
            _group(groups, leaf.getparent(), one.addresses)[key] = value
        elif parent != "sanctionsimposedindicator":
            one.take(key, value)
    return one


def _group(groups: list[tuple[Any, dict[str, str]]], parent: Any, into: list[dict[str, str]]) -> dict[str, str]:
    """Return the parts that stand in one element, begun in ``into`` where they are not there yet."""
    for holder, parts in groups:
        if holder is parent:
            return parts
    groups.append((parent, {}))
    into.append(groups[-1][1])
    return groups[-1][1]


def _listing(one: _Designation, as_of: str | None) -> Listing | None:
    kind = _KINDS.get(one.first("individualentityship", "designationtype", "grouptype").lower())
    entry = one.first("uniqueid")
    called = list(_names(one, kind or ""))
    primary = next((each for each in called if each.kind == "name"), next(iter(called), None))
    if kind is None or not entry or primary is None:
        return None
    reasons = (one.first("ukstatementofreason"), one.first("otherinformation"))
    listing = Listing(
        row=one.row,
        list_id=LIST_ID,
        as_of=as_of,
        entry=entry,
        kind=kind,
        regime=one.first("regimename") or None,
        name=primary.printed,
        listed_on=_day(one.first("datedesignated")),
        narrative="\n".join(filter(None, reasons)) or None,
        identities=called,
    )
    for printed in one.values.get("namenonlatinscript", ()):
        listing.identities.append(Identity("name_original_script", printed, names.plain_name(printed) or None))
    for printed in filter(None, map(str.strip, one.first("sanctionsimposed").split("|"))):
        listing.identities.append(Identity("measure", printed))
    for where in one.addresses:
        printed = ", ".join(where[part].rstrip(",") for part in _ADDRESS if where.get(part))
        listing.identities.append(Identity("address", printed, states.alpha2(where.get("addresscountry"))))
    for key, values in one.values.items():
        if key in _FIELDS:
            listing.identities += [each for value in values for each in _identity(_FIELDS[key], value, kind)]
    return listing


def _names(one: _Designation, kind: str) -> Iterator[Identity]:
    normal = names.ship_name if kind == "ship" else names.plain_name
    for parts in one.names:
        printed = " ".join(parts[part] for part in _NAME_PARTS if parts.get(part))
        words = parts.get("nametype", "")
        lowered = words.lower()
        primary = lowered.startswith("primary name") and "variation" not in lowered
        role = "name" if primary else "former_name" if lowered.startswith("fka") or "former" in lowered else "alias"
        strength = ", ".join(filter(None, (words, parts.get("aliasstrength"))))
        yield Identity(role, printed, normal(printed) or None, verdict=strength or None)


def _identity(named: str, printed: str, kind: str) -> Iterator[Identity]:
    if named == "imo":
        for each in re.findall(r"\d+", printed) or [printed]:
            yield imo_number(each, kind)
        return
    value: str | None = None
    if named in ("flag", "former_flag", "nationality", "place_of_birth"):
        value = states.alpha2(printed)
    elif named in ("date_of_birth", "last_updated"):
        value = _day(printed) or _year(printed)
    elif named in ("un_reference", "ofsi_group"):
        value = printed
    elif named == "passport":
        value = re.sub(r"[\W_]", "", printed).upper() or None
    elif named in ("owner", "former_owner", "parent", "subsidiary"):
        value = names.plain_name(printed) or None
    yield Identity(named, printed, value)


def _is_designation(element: Any) -> bool:
    return bool(element.tag == "Designation")


def _letters(text: Any) -> str:
    """Return the letters and digits of a tag or head in lower case, without a plural's s."""
    bare = re.sub(r"[^a-z0-9]", "", str(text).rpartition("}")[2].lower())
    return bare.removesuffix("s")


def _blanks(text: str | None) -> str:
    return " ".join((text or "").split())


def _year(printed: str) -> str | None:
    found = re.search(r"(?:^|/)(\d{4})$", printed)
    return found[1] if found else None


def _day(text: str | None) -> str | None:
    for form in ("%d/%m/%Y", "%d-%b-%Y", "%d %b %Y", "%d %B %Y", "%Y-%m-%d"):
        try:
            return datetime.strptime((text or "")[:20].strip(), form).date().isoformat()  # noqa: DTZ007 - a date
        except ValueError:
            continue
    found = re.match(r"\d{4}-\d\d-\d\d", text or "")
    return found[0] if found else None
