"""A small list in OFAC's advanced XML, by its schema: sections in their order, numbers of their own. All fictitious.

Numbers of reference values are not OFAC's, so that a reader that knows those by heart reads this wrongly.
"""

from __future__ import annotations

NAMESPACE = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ADVANCED_XML"


def _values(tag: str, values: dict[str, str], more: dict[str, str] | None = None) -> str:
    held = "".join(f'<{tag} ID="{n}" {(more or {}).get(n, "")}>{words}</{tag}>' for n, words in values.items())
    return f"<{tag}Values>{held}</{tag}Values>"


REFERENCE = "".join(
    [
        _values("AliasType", {"31": "A.K.A.", "32": "F.K.A.", "33": "N.K.A.", "34": "Name"}),
        _values("AreaCode", {"41": "Region: Narnia"}, {"41": 'CountryID="51" AreaCodeTypeID="1"'}),
        _values("Country", {"51": "Korea, North", "52": "Mongolia"}),
        _values("DetailReference", {"61": "Bulk Carrier", "62": "Female"}),
        _values("DetailType", {"1": "LOOKUP", "2": "TEXT", "3": "COUNTRY", "4": "DATE"}),
        _values(
            "FeatureType",
            {
                **{"71": "Vessel Call Sign", "72": "VESSEL TYPE", "73": "Vessel Flag", "74": "Vessel Owner"},
                **{"75": "Vessel Gross Registered Tonnage", "76": "Former Vessel Flag", "77": "Birthdate"},
                **{"78": "Place of Birth", "79": "Location", "80": "Gender", "81": "Nationality Country"},
                **{"82": "Additional Sanctions Information -", "83": "Title"},
            },
        ),
        _values("IDRegDocType", {"91": "Vessel Registration Identification", "92": "MMSI", "93": "Passport"}),
        "<LegalBasisValues><LegalBasis ID='101' LegalBasisShortRef='Executive Order 99999 (Fiction)' LegalBasisTypeID"
        "='1' SanctionsProgramID='1'>An order that does not exist</LegalBasis>"
        "<LegalBasis ID='102' LegalBasisShortRef='Unknown'>Unknown</LegalBasis></LegalBasisValues>",
        _values("List", {"111": "SDN List"}),
        _values("LocPartType", {"121": "ADDRESS1", "122": "CITY", "123": "POSTAL CODE", "124": "REGION"}),
        _values("NamePartType", {"131": "Last Name", "132": "First Name", "133": "Entity Name", "134": "Vessel Name"}),
        _values(
            "PartySubType",
            {"141": "Vessel", "142": "Unknown", "143": "Unknown"},
            {"141": 'PartyTypeID="153"', "142": 'PartyTypeID="151"', "143": 'PartyTypeID="152"'},
        ),
        _values("PartyType", {"151": "Individual", "152": "Entity", "153": "Transport"}),
        _values("RelationType", {"161": "Owned or Controlled By", "162": "Leader or official of"}),
        _values("Reliability", {"171": "Unknown", "172": "False"}),
        _values("SanctionsType", {"181": "Program", "182": "Block"}),
        _values("Script", {"191": "Latin", "192": "Korean"}),
        _values("Validity", {"201": "Valid", "202": "Fraudulent"}),
    ]
)

LOCATIONS = """
<Location ID="1"><LocationCountry CountryID="51" CountryRelevanceID="1"/>
 <LocationPart LocPartTypeID="123"><LocationPartValue Primary="true"><Comment/><Value>999-09</Value></LocationPartValue>
 </LocationPart>
 <LocationPart LocPartTypeID="121"><LocationPartValue Primary="true"><Value>7 Heron Lane</Value></LocationPartValue>
 </LocationPart>
 <LocationPart LocPartTypeID="122"><LocationPartValue Primary="true"><Value>Nampo</Value></LocationPartValue>
 </LocationPart></Location>
<Location ID="2"><LocationCountry CountryID="52"/></Location>
<Location ID="3"><LocationAreaCode AreaCodeID="41"/></Location>
"""

PAPERS = """
<IDRegDocument ID="1" IDRegDocTypeID="91" IdentityID="9001" ValidityID="201"><Comment/>
 <IDRegistrationNo>IMO 9074729</IDRegistrationNo></IDRegDocument>
<IDRegDocument ID="2" IDRegDocTypeID="92" IdentityID="9001" ValidityID="201">
 <IDRegistrationNo>457000001</IDRegistrationNo></IDRegDocument>
<IDRegDocument ID="3" IDRegDocTypeID="93" IdentityID="9002" IssuedBy-CountryID="51" ValidityID="201">
 <IDRegistrationNo>PS-123 4</IDRegistrationNo></IDRegDocument>
<IDRegDocument ID="4" IDRegDocTypeID="93" IdentityID="9002" IssuedBy-CountryID="52" ValidityID="202">
 <IDRegistrationNo>X 777</IDRegistrationNo></IDRegDocument>
"""


def name(parts: list[tuple[str, str]], script: str = "191") -> str:
    """Return a documented name of (group, text)."""
    held = "".join(
        f'<DocumentedNamePart><NamePartValue NamePartGroupID="{group}" ScriptID="{script}" ScriptStatusID="1" '
        f'Acronym="false">{text}</NamePartValue></DocumentedNamePart>'
        for group, text in parts
    )
    return f'<DocumentedName ID="1" FixedRef="1" DocNameStatusID="1">{held}</DocumentedName>'


def alias(kind: str, *names: str, primary: bool = False, weak: bool = False) -> str:
    """Return an alias with its names in one or more scripts."""
    return (
        f'<Alias FixedRef="1" AliasTypeID="{kind}" Primary="{str(primary).lower()}" '
        f'LowQuality="{str(weak).lower()}">{"".join(names)}</Alias>'
    )


def identity(number: str, aliases: str, groups: dict[str, str], false: bool = False) -> str:
    """Return an identity; ``groups`` says of which type each group of name parts is."""
    held = "".join(
        f'<MasterNamePartGroup><NamePartGroup ID="{group}" NamePartTypeID="{kind}"/></MasterNamePartGroup>'
        for group, kind in groups.items()
    )
    return (
        f'<Identity ID="{number}" FixedRef="1" Primary="true" False="{str(false).lower()}">{aliases}'
        f"<NamePartGroups>{held}</NamePartGroups></Identity>"
    )


def feature(kind: str, inner: str, reliability: str = "171") -> str:
    """Return a feature with one version."""
    return (
        f'<Feature ID="1" FeatureTypeID="{kind}"><FeatureVersion ID="1" ReliabilityID="{reliability}"><Comment/>'
        f'{inner}</FeatureVersion><IdentityReference IdentityID="1" IdentityFeatureLinkTypeID="1"/></Feature>'
    )


def text(words: str) -> str:
    """Return a feature's words."""
    return f'<VersionDetail DetailTypeID="2">{words}</VersionDetail>'


def lookup(number: str) -> str:
    """Return a feature's words as a reference."""
    return f'<VersionDetail DetailTypeID="1" DetailReferenceID="{number}"/>'


def place(number: str) -> str:
    """Return a feature's place."""
    return f'<VersionLocation LocationID="{number}"/>'


def period(start: tuple[int, int, int], end: tuple[int, int, int], about: bool = False) -> str:
    """Return a period; each bound is a day."""
    held = "".join(
        f'<{bound} Approximate="{str(about).lower()}" YearFixed="false" MonthFixed="false" DayFixed="false">'
        f"<{side}><Year>{day[0]}</Year><Month>{day[1]}</Month><Day>{day[2]}</Day></{side}></{bound}>"
        for bound, side, day in (("Start", "From", start), ("End", "To", end))
    )
    return f'<DatePeriod CalendarTypeID="1">{held}</DatePeriod>'


def party(reference: str, kind: str, inner: str, comment: str = "") -> str:
    """Return a party; its profile bears the same number, as OFAC's do."""
    return (
        f'<DistinctParty FixedRef="{reference}"><Comment>{comment}</Comment>'
        f'<Profile ID="{reference}" PartySubTypeID="{kind}">{inner}</Profile></DistinctParty>'
    )


def entry(reference: str, day: tuple[int, int, int], basis: str, *programs: str) -> str:
    """Return what a party is listed for."""
    year, month, on = day
    held = "".join(
        f'<SanctionsMeasure ID="1" SanctionsTypeID="181"><Comment>{program}</Comment>'
        '<DatePeriod CalendarTypeID="1"/></SanctionsMeasure>'
        for program in programs
    )
    return (
        f'<SanctionsEntry ID="{reference}" ProfileID="{reference}" ListID="111"><EntryEvent ID="1" '
        f'EntryEventTypeID="1" LegalBasisID="{basis}"><Comment/><Date CalendarTypeID="1"><Year>{year}</Year>'
        f"<Month>{month}</Month><Day>{on}</Day></Date></EntryEvent>"
        f'<SanctionsMeasure ID="2" SanctionsTypeID="182"/>{held}</SanctionsEntry>'
    )


SHIP = party(
    "1001",
    "141",
    identity(
        "9001",
        alias("34", name([("1", "GRAY HERON")]), primary=True)
        + alias("32", name([("1", "OLD HERON")]))
        + alias("31", name([("1", "HERON")]), weak=True),
        {"1": "134"},
    )
    + feature("71", text("9xyz1"))
    + feature("72", lookup("61"))
    + feature("73", place("2"))
    + feature("74", text("Fictitious Shipping Co"))
    + feature("75", text("9,000"))
    + feature("76", text("Korea, North"))
    + feature("82", text("Subject to Secondary Sanctions"))
    + feature("79", place("1")),
)
PERSON = party(
    "1002",
    "142",
    identity(
        "9002",
        alias(
            "34",
            name([("2", "MAR"), ("3", "Ana")]),
            name([("2", "마"), ("3", "아나")], script="192"),
            primary=True,
        ),
        {"2": "131", "3": "132"},
    )
    + identity("9003", alias("31", name([("4", "TERN"), ("5", "Eva")])), {"4": "131", "5": "132"}, false=True)
    + feature("77", period((1960, 2, 3), (1960, 2, 3)))
    + feature("77", period((1961, 1, 1), (1961, 12, 31)))
    + feature("77", period((1958, 1, 1), (1959, 12, 31), about=True))
    + feature("78", text("Nampo, Korea, North"))
    + feature("81", place("2"))
    + feature("80", lookup("62"))
    + feature("79", place("3"))
    + feature("83", text("Director")),
    comment="A person of fiction.",
)
FIRM = party(
    "1003",
    "143",
    identity("9004", alias("34", name([("6", "FICTITIOUS SHIPPING CO")]), primary=True), {"6": "133"}),
)
TIES = (
    '<ProfileRelationship ID="1" From-ProfileID="1001" To-ProfileID="1003" RelationTypeID="161" RelationQualityID="1" '
    'Former="false" SanctionsEntryID="1001"><Comment/></ProfileRelationship>'
    '<ProfileRelationship ID="2" From-ProfileID="1002" To-ProfileID="1003" RelationTypeID="162" RelationQualityID="1" '
    'Former="true" SanctionsEntryID="1002"/>'
    '<ProfileRelationship ID="3" From-ProfileID="1002" To-ProfileID="8888" RelationTypeID="162" Former="false"/>'
)
ENTRIES = (
    entry("1001", (2021, 5, 6), "101", "DPRK4")
    + entry("1001", (2019, 1, 2), "102", "DPRK")
    + entry("1002", (2020, 3, 4), "101", "DPRK2", "NPWMD")
    + entry("1003", (2020, 3, 4), "101", "DPRK2")
)


def advanced(parties: str = SHIP + PERSON + FIRM, ties: str = TIES, entries: str = ENTRIES) -> str:
    """Return the whole list."""
    return (
        f'<?xml version="1.0" encoding="utf-8"?><Sanctions xmlns="{NAMESPACE}" Version="1">'
        '<DateOfIssue CalendarTypeID="1"><Year>2026</Year><Month>8</Month><Day>20</Day></DateOfIssue>'
        f"<ReferenceValueSets>{REFERENCE}</ReferenceValueSets><Locations>{LOCATIONS}</Locations>"
        f"<IDRegDocuments>{PAPERS}</IDRegDocuments><DistinctParties>{parties}</DistinctParties>"
        f"<ProfileRelationships>{ties}</ProfileRelationships><SanctionsEntries>{entries}</SanctionsEntries>"
        "<SanctionsEntryLinks/></Sanctions>"
    )
