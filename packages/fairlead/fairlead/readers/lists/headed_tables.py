"""Lists in one table with a header: the UK's OFSI list, the US Consolidated Screening List, OpenSanctions' targets.

A layout is known by its heads, compared by letters and digits alone. Rows of one entry (the OFSI list has one for each
name, birth or address) are joined. Nothing of a row is dropped but what a note names: columns that a layout of another
year adds, kinds of OpenSanctions that are nobody who can be listed. The EU's CSV is left out.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from fairlead.errors import UnreadableError
from fairlead.readers import lines
from fairlead.readers.decoding import utf8
from fairlead.readers.lists.ftm_lines import SCHEMATA
from fairlead.readers.lists.listing_rows import Basis, Identity, Listing, hand_out, imo_number
from fairlead.readers.lists.un_consolidated import imo_numbers
from fairlead.readers.reader import Sink, Source
from fairlead.subjects import names, states

BATCH = 2_000
HEAD_LINES = 2  # the OFSI list is dated in a line before its heads
_KINDS = {"individual": "individual", "entity": "entity", "ship": "ship", "vessel": "ship", "aircraft": "aircraft"}
_NAMES = ("name1", "name2", "name3", "name4", "name5", "name6")
_ADDRESS = (*(f"address{number}" for number in range(1, 7)), "postzipcode", "country")
_LABELLED = (
    # what OFSI's other information labels: "(UN Ref):KPe.001. (IMO number):9074729"
    ("un_reference", r"\(?UN Ref\)?\s*:?\s*([A-Z]{2,3}[a-z]?\.\d{3})"),
    ("uk_reference", r"\(?UK Sanctions List Ref\)?\s*:?\s*([A-Z]{3}\d{4})"),
)
_SHIP_NUMBER = re.compile(r"\(?IMO number\)?\s*:?\s*(\d{6,8})\b", re.IGNORECASE)


@dataclass
class _Rows:
    """What stands in the rows of one entry: each value of a column once, each name and address as a group of parts."""

    row: int
    values: dict[str, list[str]] = field(default_factory=dict)
    groups: dict[str, list[dict[str, str]]] = field(default_factory=dict)

    def first(self, *keys: str) -> str:
        return next((value for key in keys for value in self.values.get(key, ())), "")

    def take(self, cells: dict[str, str], parts: dict[str, tuple[str, ...]]) -> None:
        for group, keys in parts.items():
            held = {key: cells[key] for key in keys if cells.get(key)}
            if held and held not in self.groups.setdefault(group, []):
                self.groups[group].append(held)
        for key, value in cells.items():
            if value and value not in self.values.setdefault(key, []):
                self.values[key].append(value)


@dataclass(frozen=True)
class _Layout:
    """One list: the heads that tell it, the column of an entry's reference, and how its rows become a listing."""

    title: str
    marks: frozenset[str]
    key: str | None  # rows with one value here are one entry; None: each row is one
    listing: Callable[[_Rows, str | None], Listing | str]  # or why there is none
    known: frozenset[str]  # columns that are read or that say nothing of the entry
    parts: dict[str, tuple[str, ...]] = field(default_factory=dict)


class HeadedTable:
    """Reader of lists in one table with a header."""

    name = "lists-table"
    version = 1
    libraries = ("pycountry",)

    def recognises(self, source: Source, head: bytes) -> str | None:
        """Recognise a list by its heads, in one of its first two lines."""
        text = head.decode("utf-8-sig", "replace")
        found = _found(text[: text.rfind("\n") + 1])
        return f"heads of {found[0].title}" if found else None

    def read(self, source: Source, sink: Sink) -> None:
        """Hand out one listing per entry. Raises UnreadableError for what is no table and for one without an entry."""
        with source.unpacked() as stream:
            data = stream.read()
        text = utf8(data, source.name, sink)
        found = _found(text)
        if found is None:
            raise UnreadableError(f"{source.name}: the heads are of no known list")
        layout, heads, before, as_of = found
        entries: dict[str, _Rows] = {}
        try:
            for number, cells in lines.rows(text):
                if number <= before:
                    continue
                if len(cells) != len(heads):
                    sink.unread(number - before, f"expected {len(heads)} cells: found {len(cells)}", ",".join(cells))
                    continue
                row = dict(zip(heads, (" ".join(cell.split()) for cell in cells), strict=True))
                if not any(row.values()):
                    sink.unread(number - before, "a row that says nothing", ",".join(cells))
                    continue
                key = row.get(layout.key, "") if layout.key else str(number)
                if not key:
                    sink.unread(number - before, f"row without its {layout.key}", ",".join(filter(None, cells)))
                    continue
                entries.setdefault(key, _Rows(len(entries) + 1)).take(row, layout.parts)
        except csv.Error as error:
            raise UnreadableError(f"{source.name}: not a table of delimited text ({error})") from error
        if not entries:
            raise UnreadableError(f"{source.name}: a list without an entry")
        _give(layout, entries, as_of, heads, source, sink)


def _give(
    layout: _Layout, entries: dict[str, _Rows], as_of: str | None, heads: list[str], source: Source, sink: Sink
) -> None:
    batch: list[Listing] = []
    left: Counter[str] = Counter()
    hand_out(sink, source.key, [])
    for each in entries.values():
        listing = layout.listing(each, as_of)
        if isinstance(listing, Listing):
            batch.append(listing)
        elif listing.startswith("not a listing: "):
            left[listing.removeprefix("not a listing: ")] += 1
        else:
            sink.unread(each.row, listing, ", ".join(f"{key}={value[0]}" for key, value in each.values.items()))
        if len(batch) == BATCH:
            hand_out(sink, source.key, batch)
            batch = []
    hand_out(sink, source.key, batch)
    for kind, count in sorted(left.items()):
        sink.note(f"entries not read as listings: {kind} ({count})")
    untyped = sum(not each.first("type") for each in entries.values()) if "type" in layout.marks else 0
    if untyped:
        sink.note(f"{untyped} entries do not say whether they are persons, firms or ships: told as entities")
    unknown = [head for head in heads if head and head not in layout.known]
    if unknown:
        sink.note(f"columns that are not read: {', '.join(unknown)}")
    if as_of is None and layout is not _OPEN_SANCTIONS:
        sink.note("the list bears no date; the day it was captured stands in its receipt")
    sink.progress(1.0)


def _found(text: str) -> tuple[_Layout, list[str], int, str | None] | None:
    """Return the layout, its heads, in which row they stand, and the day that a row before them tells."""
    as_of = None
    try:
        for number, cells in lines.rows(text[: 1 << 16]):
            heads = [re.sub(r"[^a-z0-9]", "", cell.lower()) for cell in cells]
            for layout in _LAYOUTS:
                if layout.marks <= set(heads):
                    return layout, heads, number, as_of
            as_of = next(filter(None, map(_day, cells)), None)
            if number >= HEAD_LINES:
                return None
    except csv.Error:
        return None
    return None


def _ofsi(one: _Rows, as_of: str | None) -> Listing | str:
    kind = _KINDS.get(one.first("grouptype").lower())
    called = list(_ofsi_names(one, kind or ""))
    primary = next((each for each in called if each.kind == "name"), next(iter(called), None))
    if kind is None or primary is None:
        return "entry without kind or name"
    listing = Listing(
        row=one.row,
        list_id="uk-ofsi",
        as_of=as_of,
        entry=one.first("groupid"),
        kind=kind,
        regime=one.first("regime") or None,
        name=primary.printed,
        listed_on=_day(one.first("uksanctionslistdatedesignated")) or _day(one.first("listedon")),
        narrative="\n".join((*one.values.get("otherinformation", ()), *one.values.get("ukstatementofreasons", ())))
        or None,
        identities=called,
    )
    for where in one.groups.get("address", ()):
        printed = ", ".join(where[part] for part in _ADDRESS if where.get(part))
        listing.identities.append(Identity("address", printed, states.alpha2(where.get("country"))))
    for key, named in _OFSI_FIELDS.items():
        for printed in one.values.get(key, ()):
            listing.identities.append(Identity(named, printed, _value(named, printed)))
    for born in one.groups.get("birth", ()):
        printed = ", ".join(born.values())
        listing.identities.append(Identity("place_of_birth", printed, states.alpha2(born.get("countryofbirth"))))
    told = listing.narrative or ""
    for named, pattern in _LABELLED:
        listing.identities += [Identity(named, each, each) for each in dict.fromkeys(re.findall(pattern, told))]
    own = list(dict.fromkeys(_SHIP_NUMBER.findall(told))) if kind == "ship" else []
    listing.identities += [imo_number(each, kind) for each in own]
    mentioned = (each for each in imo_numbers(told) if each.printed not in own)
    listing.identities += [
        Identity("imo_mentioned", each.printed, each.value, verdict=each.verdict) for each in mentioned
    ]
    return listing


_OFSI_FIELDS = {
    "namenonlatinscript": "name_original_script",
    "title": "title",
    "dob": "date_of_birth",
    "nationality": "nationality",
    "passportnumber": "passport",
    "passportdetails": "passport_details",
    "nationalidentificationnumber": "document",
    "nationalidentificationdetails": "document_details",
    "ninumber": "document",
    "nidetails": "document_details",
    "position": "designation",
    "lastupdated": "last_updated",
}


def _ofsi_names(one: _Rows, kind: str) -> Iterator[Identity]:
    normal = names.ship_name if kind == "ship" else names.plain_name
    for parts in one.groups.get("name", ()):
        printed = " ".join(parts[part] for part in _NAMES if parts.get(part))
        words = parts.get("aliastype", "")
        role = "name" if words.lower().startswith("prim") else "former_name" if words.lower() == "fka" else "alias"
        strength = ", ".join(filter(None, (words, parts.get("aliasquality"))))
        if printed:
            yield Identity(role, printed, normal(printed) or None, verdict=strength or None)


def _screening(one: _Rows, as_of: str | None) -> Listing | str:
    printed_kind = one.first("type")
    kind = _KINDS.get(printed_kind.lower(), None if printed_kind else "entity")
    name = one.first("name")
    if kind is None or not name:
        return "entry without a name, or of an unknown kind"
    normal = names.ship_name if kind == "ship" else names.plain_name
    listing = Listing(
        row=one.row,
        list_id="us-csl",
        as_of=as_of,
        entry=one.first("entitynumber", "id") or str(one.row),
        kind=kind,
        regime=one.first("programs") or one.first("source") or None,
        name=name,
        listed_on=_day(one.first("startdate")),
        narrative="\n".join(filter(None, (one.first(key) for key in ("remarks", *_LICENCES)))) or None,
        identities=[Identity("name", name, normal(name) or None), Identity("list", one.first("source"))],
    )
    for key, named in _SCREENING_FIELDS.items():
        for printed in _parted(one.first(key)):
            value = normal(printed) or None if named == "alias" else _value(named, printed)
            listing.identities.append(Identity(named, printed, value))
    listing.identities += [_paper(printed, kind) for printed in _parted(one.first("ids"))]
    if notice := one.first("federalregisternotice"):
        listing.bases.append(Basis(notice, listing.listed_on, notice))
    return listing


_LICENCES = ("licenserequirement", "licensepolicy")
_SCREENING_FIELDS = {
    "altnames": "alias",
    "title": "title",
    "addresses": "address",
    "programs": "program",
    "callsign": "call_sign",
    "vesseltype": "type",
    "grosstonnage": "gross_tonnage",
    "grossregisteredtonnage": "gross_tonnage",
    "vesselflag": "flag",
    "vesselowner": "owner",
    "citizenships": "nationality",
    "nationalities": "nationality",
    "datesofbirth": "date_of_birth",
    "placesofbirth": "place_of_birth",
    "enddate": "listed_until",
    "standardorder": "standard_order",
    "sourcelisturl": "source",
    "sourceinformationurl": "source",
}


def _paper(printed: str, kind: str) -> Identity:
    words, _, number = (part.strip() for part in printed.partition(","))
    if found := re.search(r"\bIMO\s*(\d+)", printed):
        return imo_number(found[1], kind)
    if words.upper() == "MMSI" and re.fullmatch(r"\d{9}", number):
        return Identity("mmsi", number, number)
    named = "passport" if words.lower() == "passport" else "document"
    return Identity(named, printed, re.sub(r"[\W_]", "", number.partition(",")[0]).upper() or None)


def _open_sanctions(one: _Rows, _: str | None) -> Listing | str:
    kind, name = SCHEMATA.get(one.first("schema")), one.first("name")
    if kind is None:
        return f"not a listing: {one.first('schema')}"
    if not name or not one.first("id"):
        return "entity without a name or an id"
    normal = names.ship_name if kind == "ship" else names.plain_name
    told = one.first("lastchange", "lastseen")
    listing = Listing(
        row=one.row,
        list_id=f"opensanctions:{one.first('dataset')}",
        as_of=told[:10] or None,
        entry=one.first("id"),
        kind=kind,
        regime="; ".join(_quoted(one.first("programids"))) or None,
        name=name,
        narrative="\n".join(_quoted(one.first("sanctions"))) or None,
        identities=[Identity("name", name, normal(name) or None)],
    )
    for key, named in _OPEN_FIELDS.items():
        for printed in _quoted(one.first(key)):
            value = normal(printed) or None if named == "alias" else _value(named, printed)
            listing.identities.append(Identity(named, printed, value))
    for printed in _quoted(one.first("identifiers")):
        found = re.fullmatch(r"IMO\s*(\d+)", printed)
        listing.identities.append(
            imo_number(found[1], kind) if found else Identity("document", printed, printed.upper())
        )
    return listing


_OPEN_FIELDS = {
    "aliases": "alias",
    "birthdate": "date_of_birth",
    "countries": "country",
    "addresses": "address",
    "phones": "contact",
    "emails": "contact",
    "programids": "program",
}


def _parted(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def _quoted(cell: str) -> list[str]:
    """Return the values of a cell that is itself a row, parted by semicolons, with quotes where one holds such."""
    return [" ".join(part.split()) for part in next(csv.reader([cell], delimiter=";"), []) if part.strip()]


def _value(named: str, printed: str) -> str | None:
    if named in ("flag", "nationality", "country"):
        return printed.upper() if re.fullmatch(r"[A-Za-z]{2}", printed) else states.alpha2(printed)
    if named in ("date_of_birth", "last_updated", "listed_until"):
        year = re.search(r"(?:^|/)(\d{4})$", printed)
        return _day(printed) or (year[1] if year else None)
    if named in ("passport", "document"):
        return re.sub(r"[\W_]", "", printed).upper() or None
    return printed.upper() if named == "call_sign" else None


def _day(text: str) -> str | None:
    """Return a day as ISO has it, from a text that writes the day first or the year first."""
    for form in ("%d/%m/%Y", "%d-%b-%Y", "%d %b %Y", "%d %B %Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text.strip()[:20], form).date().isoformat()  # noqa: DTZ007 - a date
        except ValueError:
            continue
    return None


_OFSI = _Layout(
    "the consolidated list of the UK's OFSI",
    frozenset(("name6", "grouptype", "aliastype", "regime", "listedon", "groupid")),
    "groupid",
    _ofsi,
    frozenset(
        [
            *(*_NAMES, *_ADDRESS, *_OFSI_FIELDS, "townofbirth", "countryofbirth", "grouptype", "aliastype"),
            *("aliasquality", "regime", "listedon", "groupid", "otherinformation", "uksanctionslistdatedesignated"),
            *("ukstatementofreasons", "nonlatinscripttype", "nonlatinscriptlanguage"),
        ]
    ),
    {"name": (*_NAMES, "aliastype", "aliasquality"), "address": _ADDRESS, "birth": ("townofbirth", "countryofbirth")},
)
_SCREENING = _Layout(
    "the US Consolidated Screening List",
    frozenset(("source", "entitynumber", "type", "programs", "name", "federalregisternotice", "altnames", "ids")),
    None,
    _screening,
    frozenset(
        [
            *(*_SCREENING_FIELDS, *_LICENCES, "id", "source", "entitynumber", "type", "name"),
            *("federalregisternotice", "startdate", "remarks", "ids"),
        ]
    ),
)
_OPEN_SANCTIONS = _Layout(
    "OpenSanctions' table of targets",
    frozenset(("id", "schema", "name", "aliases", "birthdate", "identifiers", "sanctions", "dataset")),
    None,
    _open_sanctions,
    frozenset(
        [
            *(*_OPEN_FIELDS, "id", "schema", "name", "identifiers", "sanctions", "dataset"),
            *("firstseen", "lastseen", "lastchange"),
        ]
    ),
)
_LAYOUTS = (_OFSI, _SCREENING, _OPEN_SANCTIONS)
