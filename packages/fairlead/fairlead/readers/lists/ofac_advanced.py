"""OFAC's lists in their advanced XML (root Sanctions): the same entries under the same references as the legacy files.

What an entry says is spread over the file: reference values, places and papers come before the parties, ties and what
each is listed for after them. So entries are held until the end, which needs memory in proportion to the list (the
whole SDN list some hundreds of MB). Read besides: the script of each name, each legal basis with its day, ties between
parties with the party's own reference. Nothing is inferred from an identifier: kinds of features, papers and aliases go
by the words that the list's own reference values give them, and what no word here knows is kept as printed.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from lxml import etree

from fairlead.errors import UnreadableError
from fairlead.readers.lists import ofac_papers
from fairlead.readers.lists.listing_rows import Basis, Identity, Listing, hand_out
from fairlead.readers.lists.xml_entries import entries
from fairlead.readers.reader import Sink, Source
from fairlead.subjects import names, states

LIST_ID = "ofac-sdn"
OTHER_LIST_ID = "ofac-consolidated"
BATCH = 1_000  # entries handed out at a time
_NAMESPACES = rb"sanctions/1\.0|ADVANCED_XML"  # of the schema of 2015, and of the file as served since 2024
_KINDS = {"vessel": "ship", "aircraft": "aircraft", "individual": "individual", "entity": "entity"}
_PARTS_OF_ADDRESS = ("address1", "address2", "address3", "city", "state/province", "postal code")
_ALIASES = {"f.k.a.": "former_name"}
_TOP = {  # what is taken as one piece → the section that it stands in
    "Location": "Locations",
    "IDRegDocument": "IDRegDocuments",
    "DistinctParty": "DistinctParties",
    "ProfileRelationship": "ProfileRelationships",
    "SanctionsEntry": "SanctionsEntries",
}
_FEATURES: dict[str, str] = {
    # words of FeatureType → kind of identity, as the legacy files' columns and remarks give it
    "vessel call sign": "call_sign",
    "other vessel call sign": "call_sign",
    "vessel type": "type",
    "other vessel type": "type",
    "vessel flag": "flag",
    "other vessel flag": "flag",
    "former vessel flag": "former_flag",
    "vessel owner": "owner",
    "vessel tonnage": "deadweight",
    "vessel gross registered tonnage": "gross_tonnage",
    "vessel gross tonnage": "gross_tonnage",
    "vessel year of build": "built",
    "birthdate": "date_of_birth",
    "place of birth": "place_of_birth",
    "nationality country": "nationality",
    "citizenship country": "nationality",
    "nationality of registration": "nationality",
    "location": "address",
    "title": "title",
    "gender": "gender",
    "aircraft tail number": "tail_number",
    "website": "contact",
    "email address": "contact",
}
_COUNTRIES = {"flag", "former_flag", "nationality"}


class AdvancedXml:
    """Reader of sdn_advanced.xml and cons_advanced.xml."""

    name = "ofac-advanced"
    version = 1
    libraries = ("lxml", "pycountry")

    def recognises(self, source: Source, head: bytes) -> str | None:
        """Recognise the list by its root element and namespace."""
        found = re.search(rb"<(?:\w+:)?Sanctions\s[^>]*(?:" + _NAMESPACES + rb")", head)
        return "XML with the root Sanctions, in the namespace of OFAC's advanced format" if found else None

    def read(self, source: Source, sink: Sink) -> None:
        """Hand out listings, identities and bases. Raises UnreadableError where the XML is broken or a bomb."""
        held = _Held(source.key)
        with source.unpacked() as stream:
            try:
                for element, _ in entries(stream, source.name, _is_top, lambda _: None, held.outside):
                    held.take(element, sink)
            except etree.XMLSyntaxError as error:
                raise UnreadableError(f"{source.name}: not whole or not well-formed XML ({error})") from error
        if held.parties == 0:
            raise UnreadableError(f"{source.name}: a list without a party")
        list_id = OTHER_LIST_ID if source.name.lower().startswith("cons") else LIST_ID
        for start in range(0, max(1, len(held.listings)), BATCH):
            batch = held.listings[start : start + BATCH]
            for listing in batch:
                listing.list_id, listing.as_of = list_id, held.issued
            hand_out(sink, source.key, batch)
        held.tell(sink)
        sink.progress(1.0)


class _Held:
    """What was read so far, by the numbers under which later parts of the file name it."""

    def __init__(self, exhibit: int) -> None:
        self.exhibit = exhibit
        self.words: dict[str, dict[str, str]] = defaultdict(dict)  # 'FeatureType' → id → words
        self.above: dict[str, str] = {}  # party sub-type → party type
        self._issued: dict[str, str] = {}
        self.places: dict[str, tuple[str, str | None]] = {}  # location → as printed, country
        self.papers: dict[str, list[Any]] = defaultdict(list)  # identity → papers
        self.by_profile: dict[str, Listing] = {}
        self.listings: list[Listing] = []
        self.parties = 0
        self.unknown: Counter[str] = Counter()

    def outside(self, element: Any) -> None:
        """Keep reference values and the day of issue, which stand outside all that is taken as an entry."""
        tag, number = _tag(element), element.get("ID")
        if element.getparent() is not None and _tag(element.getparent()) == "DateOfIssue":
            self._issued[tag] = _blanks(element.text)
        if tag == "PartySubType" and number:
            self.above[number] = element.get("PartyTypeID") or ""
        if tag == "LegalBasis" and number:
            self.words[tag][number] = _blanks(element.get("LegalBasisShortRef")) or _blanks(element.text)
        elif number and element.text:
            self.words[tag][number] = _blanks(element.text)

    @property
    def issued(self) -> str | None:
        """The day of issue (ISO)."""
        return _iso(self._issued)

    def take(self, element: Any, sink: Sink) -> None:
        """Keep one place, paper or party, or add a tie or what it is listed for to a party that is kept."""
        tag = _tag(element)
        if tag == "Location":
            self.places[element.get("ID") or ""] = self._place(element)
        elif tag == "IDRegDocument":
            self.papers[element.get("IdentityID") or ""].append(self._paper(element))
        elif tag == "DistinctParty":
            self.parties += 1
            found = self._party(element)
            if found is None:
                sink.unread(self.parties, "party without reference, kind or name", element.get("FixedRef"))
            else:
                self.listings.append(found[0])
                self.by_profile[found[1]] = found[0]
        elif tag == "ProfileRelationship":
            self._tie(element)
        elif tag == "SanctionsEntry":
            self._entry(element)

    def tell(self, sink: Sink) -> None:
        """Note what points to nothing and what no word here knows."""
        for what, count in sorted(self.unknown.items()):
            sink.note(f"{what} ({count} times)")

    def _place(self, element: Any) -> tuple[str, str | None]:
        parts: dict[str, str] = {}
        for part in _all(element, "LocationPart"):
            named = self.words["LocPartType"].get(part.get("LocPartTypeID") or "", "").lower()
            values = [_blanks(value.text) for value in _deep(part, "Value")]
            parts[named] = ", ".join(filter(None, (parts.get(named), *values)))
        country = next((self._country(each.get("CountryID")) for each in _all(element, "LocationCountry")), None)
        area = next(
            (self.words["AreaCode"].get(each.get("AreaCodeID") or "") for each in _all(element, "LocationAreaCode")),
            None,
        )
        known = [parts.pop(named) for named in _PARTS_OF_ADDRESS if parts.get(named)]
        last = country or (area if not known and not parts else None)
        return ", ".join([*known, *filter(None, parts.values()), *([last] if last else [])]), states.alpha2(country)

    def _country(self, number: str | None) -> str | None:
        return self.words["Country"].get(number or "")

    def _paper(self, element: Any) -> tuple[str, str, str | None, bool]:
        """Return type, number, country, and whether the list says that it is false or used falsely."""
        named = self.words["IDRegDocType"].get(element.get("IDRegDocTypeID") or "", "")
        number = next((_blanks(each.text) for each in _all(element, "IDRegistrationNo")), "")
        validity = self.words["Validity"].get(element.get("ValidityID") or "", "").lower()
        return named, number, self._country(element.get("IssuedBy-CountryID")), validity in ("fraudulent", "false")

    def _party(self, element: Any) -> tuple[Listing, str] | None:
        """Return a party's listing and the number of its profile; None without what it must have."""
        reference = element.get("FixedRef")
        profile = next(iter(_all(element, "Profile")), None)
        if profile is None or not reference:
            return None
        kind = self._kind(profile.get("PartySubTypeID") or "")
        called = [one for each in _all(profile, "Identity") for one in self._names(each, kind)] if kind else []
        first = next((one for one in called if one.kind == "name"), None)
        if kind is None or first is None:
            return None
        remarks = "; ".join(filter(None, (_blanks(each.text) for each in _all(element, "Comment"))))
        listing = Listing(self.parties, LIST_ID, None, reference, kind, None, first.printed, narrative=remarks or None)
        listing.identities += called
        for feature in (*_all(profile, "Feature"), *_all(element, "Feature")):
            listing.identities += self._feature(feature)
        for each in _all(profile, "Identity"):
            for named, number, country, false in self.papers.get(each.get("ID") or "", ()):
                listing.identities += ofac_papers.paper(named, number, country, kind, false=false)
        return listing, profile.get("ID") or ""

    def _kind(self, number: str) -> str | None:
        """Return the kind of a sub-type: its own words (Vessel), or those of its type where they say 'Unknown'."""
        above = self.words["PartyType"].get(self.above.get(number, ""), "")
        return _KINDS.get(self.words["PartySubType"].get(number, "").lower()) or _KINDS.get(above.lower())

    def _names(self, identity: Any, kind: str) -> Iterator[Identity]:
        """Yield the names of an identity, each with its quality as verdict; other scripts keep a kind of their own."""
        groups = {
            each.get("ID"): self.words["NamePartType"].get(each.get("NamePartTypeID") or "", "").lower()
            for each in _deep(identity, "NamePartGroup")
        }
        normal = names.ship_name if kind == "ship" else names.plain_name
        false = identity.get("False") == "true"
        for alias in _all(identity, "Alias"):
            role = self.words["AliasType"].get(alias.get("AliasTypeID") or "", "").lower()
            primary = alias.get("Primary") == "true" and identity.get("Primary") != "false"
            quality = {"true": "weak", "false": "strong"}.get(alias.get("LowQuality") or "")
            for document in _all(alias, "DocumentedName"):
                parts = [each for each in _deep(document, "NamePartValue") if _blanks(each.text)]
                printed = _named([(groups.get(each.get("NamePartGroupID"), ""), _blanks(each.text)) for each in parts])
                scripts = {self.words["Script"].get(each.get("ScriptID") or "", "Latin") for each in parts}
                if not printed:
                    continue
                if scripts - {"Latin"}:
                    yield Identity("name_original_script", printed, names.plain_name(printed) or None)
                elif primary and not false:
                    yield Identity("name", printed, normal(printed) or None)
                    primary = False  # a second spelling of it is an alias
                else:
                    said = "said to be false" if false else quality
                    yield Identity(_ALIASES.get(role, "alias"), printed, normal(printed) or None, verdict=said)

    def _feature(self, feature: Any) -> Iterator[Identity]:
        words = self.words["FeatureType"].get(feature.get("FeatureTypeID") or "", "")
        kind = _FEATURES.get(words.lower())
        for version in _all(feature, "FeatureVersion"):
            unsure = self.words["Reliability"].get(version.get("ReliabilityID") or "", "").lower()
            verdict = "said to be false" if unsure in ("false", "fraudulent") else None
            for printed, country, day in self._values(version):
                if kind is None:
                    yield from ofac_papers.other(words, printed, verdict)
                elif kind in _COUNTRIES:
                    yield Identity(kind, printed, country or states.alpha2(printed), verdict=verdict)
                elif kind in ("address", "place_of_birth"):
                    yield Identity(kind, printed, country or states.at_the_end(printed), verdict=verdict)
                elif kind == "call_sign":
                    yield Identity(kind, printed, printed.upper(), verdict=verdict)
                elif kind == "gender":
                    yield Identity(kind, printed, printed.lower(), verdict=verdict)
                else:
                    yield Identity(kind, printed, day, verdict=verdict)

    def _values(self, version: Any) -> Iterator[tuple[str, str | None, str | None]]:
        """Yield what a feature says: as printed, its country, and its day or year where it is a date."""
        for detail in _all(version, "VersionDetail"):
            said = _blanks(detail.text) or self.words["DetailReference"].get(detail.get("DetailReferenceID") or "", "")
            if said:
                yield said, None, None
        for place in _all(version, "VersionLocation"):
            if place.get("LocationID") not in self.places:
                self.unknown["a feature names a location that the list does not hold"] += 1
                continue
            printed, country = self.places[place.get("LocationID")]
            if printed:
                yield printed, country, None
        for period in _all(version, "DatePeriod"):
            if printed := _period(period):
                yield printed, None, printed.removeprefix("about ")

    def _tie(self, element: Any) -> None:
        one, other = (self.by_profile.get(element.get(f"{end}-ProfileID") or "") for end in ("From", "To"))
        words = self.words["RelationType"].get(element.get("RelationTypeID") or "", "")
        if one is None or other is None:
            self.unknown["a tie to a party that the list does not hold"] += 1
            return
        former = element.get("Former") == "true"
        if words.lower().startswith("owned or controlled"):
            one.identities.append(Identity("former_owner" if former else "owner", other.name, other.entry))
        else:
            said = f"formerly {words}" if former else words
            one.identities.append(Identity("linked_to", other.name, other.entry, verdict=said or None))

    def _entry(self, element: Any) -> None:
        listing = self.by_profile.get(element.get("ProfileID") or "")
        if listing is None:
            self.unknown["an entry of a party that the list does not hold"] += 1
            return
        programs = []
        for measure in _all(element, "SanctionsMeasure"):
            words = self.words["SanctionsType"].get(measure.get("SanctionsTypeID") or "", "")
            said = next((_blanks(each.text) for each in _all(measure, "Comment") if _blanks(each.text)), "")
            if words.lower() == "program" and said:
                programs.append(said)
        events = [(_day(day), each) for each in _all(element, "EntryEvent") for day in _all(each, "Date")]
        for day, event in events:
            words = self.words["LegalBasis"].get(event.get("LegalBasisID") or "", "")
            if words and words.lower() != "unknown":
                listing.bases.append(Basis(f"US {words}", day, words))
        days = sorted(filter(None, (listing.listed_on, *(day for day, _ in events))))
        listing.listed_on = days[0] if days else None
        known = listing.regime.split("; ") if listing.regime else []
        listing.regime = "; ".join(dict.fromkeys([*known, *programs])) or None
        listing.identities += [Identity("program", each) for each in programs if each not in known]


def _is_top(element: Any) -> bool:
    within = _TOP.get(_tag(element))
    return within is not None and element.getparent() is not None and _tag(element.getparent()) == within


def _named(parts: list[tuple[str, str]]) -> str:
    """Return a name as the legacy files print it: surname first, with a comma where there are two parts."""
    last = [text for kind, text in parts if kind in ("last name", "maiden name")]
    rest = [text for kind, text in parts if kind not in ("last name", "maiden name")]
    return ", ".join(filter(None, (" ".join(last), " ".join(rest))))


def _period(period: Any) -> str:
    """Return an ISO date, a year, or 'about' two of them; '' where a period is open and says nothing."""
    bounds = [_iso(_numbers(each)) for each in (*_deep(period, "From"), *_deep(period, "To"))]
    known = sorted({each for each in bounds if each})
    if not known:
        return ""
    first, last = known[0], known[-1]
    about = any(each.get("Approximate") == "true" for each in (*_all(period, "Start"), *_all(period, "End")))
    if first == last:
        return f"about {first}" if about else first
    if first.endswith("-01-01") and last.endswith("-12-31"):
        first, last = first[:4], last[:4]
        if first == last:
            return first  # a year without a day, which the format writes as its first and last day
    return f"{'about ' if about else ''}{first}/{last}"


def _day(element: Any) -> str | None:
    return _iso(_numbers(element))


def _numbers(element: Any) -> dict[str, str]:
    return {_tag(each): _blanks(each.text) for each in element}


def _iso(numbers: dict[str, str]) -> str | None:
    """Return YYYY-MM-DD, or a year where no more is given; None for what is no day of the calendar."""
    try:
        year, month, day = (int(numbers[part]) for part in ("Year", "Month", "Day"))
        return date(year, month, day).isoformat()
    except (KeyError, ValueError, OverflowError):
        year_only = numbers.get("Year", "")
        return year_only if re.fullmatch(r"\d{4}", year_only) and "Day" not in numbers else None


def _all(element: Any, tag: str) -> Iterator[Any]:
    yield from (child for child in element if _tag(child) == tag)


def _deep(element: Any, tag: str) -> Iterator[Any]:
    yield from (child for child in element.iter() if _tag(child) == tag)


def _tag(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _blanks(text: str | None) -> str:
    return " ".join((text or "").split())
