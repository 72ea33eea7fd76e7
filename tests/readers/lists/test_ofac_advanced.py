"""OFAC's advanced XML gives what the other forms give, under the same references, and more. All is fictitious."""

from __future__ import annotations

from pathlib import Path

import pytest
from list_reading import read_list
from ofac_advanced_xml import FIRM, advanced
from test_ofac_xml import XML

from fairlead.errors import UnreadableError
from fairlead.readers.lists.ofac_advanced import AdvancedXml
from fairlead.readers.lists.ofac_xml import PlainXml
from fairlead.subjects import names


def read(folder: Path, text: str, name: str = "sdn_advanced.xml"):
    (folder / name).write_text(text, encoding="utf-8")
    return read_list(folder / name, AdvancedXml())


@pytest.fixture
def rows(tmp_path: Path):
    return read(tmp_path, advanced())


def told(rows, name: str, kind: str) -> list[tuple[str, str | None, str | None]]:
    return [(one["printed"], one["value"], one["verdict"]) for one in rows.identities(name, kind)]


def test_a_ship_has_numbers_fields_places_programs_and_the_earliest_day(rows) -> None:
    ship = rows.listed("GRAY HERON")
    assert (ship["list_id"], ship["entry"], ship["kind"], ship["as_of"]) == ("ofac-sdn", "1001", "ship", "2026-08-20")
    assert (ship["regime"], ship["listed_on"]) == ("DPRK4; DPRK", "2019-01-02")
    assert told(rows, "GRAY HERON", "imo") == [("9074729", "9074729", "valid")]
    assert told(rows, "GRAY HERON", "mmsi") == [("457000001", "457000001", None)]
    assert told(rows, "GRAY HERON", "call_sign") == [("9xyz1", "9XYZ1", None)]
    assert told(rows, "GRAY HERON", "type") == [("Bulk Carrier", None, None)]
    assert told(rows, "GRAY HERON", "flag") == [("Mongolia", "MN", None)]
    assert told(rows, "GRAY HERON", "former_flag") == [("Korea, North", "KP", None)]
    assert told(rows, "GRAY HERON", "gross_tonnage") == [("9,000", None, None)]
    assert told(rows, "GRAY HERON", "address") == [("7 Heron Lane, Nampo, 999-09, Korea, North", "KP", None)]
    assert told(rows, "GRAY HERON", "former_name") == [("OLD HERON", "OLDHERON", "strong")]
    assert told(rows, "GRAY HERON", "alias") == [("HERON", "HERON", "weak")]
    assert "Additional Sanctions Information - Subject to Secondary Sanctions" in [
        one for one, _, _ in told(rows, "GRAY HERON", "document")
    ]


def test_bases_stand_with_their_day_and_unknown_ones_are_none(rows) -> None:
    assert rows.bases("GRAY HERON") == {"US Executive Order 99999 (Fiction)": "2021-05-06"}


def test_ties_name_the_other_party_by_its_own_reference(rows) -> None:
    owners = told(rows, "GRAY HERON", "owner")
    assert ("Fictitious Shipping Co", None, None) in owners
    assert ("FICTITIOUS SHIPPING CO", "1003", None) in owners
    assert told(rows, "MAR, Ana", "linked_to") == [("FICTITIOUS SHIPPING CO", "1003", "formerly Leader or official of")]
    assert rows.notes == ["a tie to a party that the list does not hold (1 times)"]


def test_a_person_has_papers_births_scripts_and_false_names_apart(rows) -> None:
    person = rows.listed("MAR, Ana")
    assert (person["kind"], person["narrative"], person["entry"]) == ("individual", "A person of fiction.", "1002")
    assert told(rows, "MAR, Ana", "name_original_script") == [("마, 아나", names.plain_name("마 아나"), None)]
    assert told(rows, "MAR, Ana", "alias") == [("TERN, Eva", "TERN EVA", "said to be false")]
    assert told(rows, "MAR, Ana", "passport") == [("PS-123 4 (Korea, North)", "PS1234", None)]
    assert told(rows, "MAR, Ana", "fraud_passport") == [("X 777 (Mongolia)", "X777", None)]
    assert told(rows, "MAR, Ana", "date_of_birth") == [
        ("1960-02-03", "1960-02-03", None),
        ("1961", "1961", None),
        ("about 1958/1959", "1958/1959", None),
    ]
    assert told(rows, "MAR, Ana", "gender") == [("Female", "female", None)]
    assert told(rows, "MAR, Ana", "nationality") == [("Mongolia", "MN", None)]
    assert told(rows, "MAR, Ana", "address") == [("Region: Narnia", None, None)]
    assert told(rows, "MAR, Ana", "place_of_birth") == [("Nampo, Korea, North", "KP", None)]


def test_the_plain_xml_of_the_same_entries_agrees(rows, tmp_path: Path) -> None:
    (tmp_path / "sdn.xml").write_text(XML, encoding="utf-8")
    plain = read_list(tmp_path / "sdn.xml", PlainXml())
    for name in ("GRAY HERON", "MAR, Ana"):
        for field in ("list_id", "entry", "kind", "name"):
            assert rows.listed(name)[field] == plain.listed(name)[field]
    for kind in ("imo", "mmsi", "flag", "call_sign", "type", "gross_tonnage", "former_name"):
        assert told(rows, "GRAY HERON", kind)[0][1:] == told(plain, "GRAY HERON", kind)[0][1:], kind
    assert told(rows, "MAR, Ana", "passport") == told(plain, "MAR, Ana", "passport")


def test_a_party_without_a_name_is_unread_and_the_others_keep_their_places(tmp_path: Path) -> None:
    nameless = '<DistinctParty FixedRef="1"><Profile ID="1" PartySubTypeID="141"/></DistinctParty>'
    rows = read(tmp_path, advanced(nameless + FIRM, "", ""), "cons_advanced.xml")
    assert rows.refused == [(1, "party without reference, kind or name")]
    firm = rows.listed("FICTITIOUS SHIPPING CO")
    assert (firm["row"], firm["list_id"], firm["kind"]) == (2, "ofac-consolidated", "entity")


@pytest.mark.parametrize(
    "change", [lambda text: text[:-300], lambda text: text.replace("<Sanctions ", "<!DOCTYPE x><Sanctions ")]
)
def test_a_torn_list_and_a_document_type_are_refused(tmp_path: Path, change) -> None:
    with pytest.raises(UnreadableError, match=r"not whole|document type"):
        read(tmp_path, change(advanced()))


def test_a_list_without_parties_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="without a party"):
        read(tmp_path, advanced("", "", ""))


def test_a_year_too_long_for_any_calendar_is_no_day_and_breaks_nothing(tmp_path: Path) -> None:
    rows = read(tmp_path, advanced().replace("<Year>1960</Year>", "<Year>19601960196019601960</Year>"))
    assert ("1960-02-03", "1960-02-03", None) not in told(rows, "MAR, Ana", "date_of_birth")
    assert rows.listed("MAR, Ana")["entry"] == "1002"
