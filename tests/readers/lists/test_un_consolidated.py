"""The Consolidated List: every entry a listing, every identity as printed; broken or hostile XML refused."""

from __future__ import annotations

import gzip
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest
from list_reading import Rows, read_list, source

from fairlead.errors import UnreadableError
from fairlead.readers.lists.un_consolidated import ConsolidatedList, imo_numbers
from fairlead.subjects import imo

COMPANY = f"123456{imo.company_check_digit('123456')}"
SHIP = "9074729"  # the published example of a ship's number
PERSON = """<INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME> ANA </FIRST_NAME><SECOND_NAME>DE LA
  MAR</SECOND_NAME><THIRD_NAME/><UN_LIST_TYPE>DPRK</UN_LIST_TYPE><REFERENCE_NUMBER>XXi.001</REFERENCE_NUMBER>
  <LISTED_ON>2016-11-30</LISTED_ON><COMMENTS1>An invented
     person.</COMMENTS1><NATIONALITY><VALUE>Iran (Islamic Republic of)</VALUE><VALUE>Togo</VALUE></NATIONALITY>
  <LAST_DAY_UPDATED><VALUE>2017-01-02</VALUE><VALUE>2018-03-04</VALUE></LAST_DAY_UPDATED>
  <INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Ana Mar; A. Mar</ALIAS_NAME></INDIVIDUAL_ALIAS>
  <INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>Sea (also; the Sea)</ALIAS_NAME></INDIVIDUAL_ALIAS>
  <INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS>
  <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1966</FROM_YEAR><TO_YEAR>1967</TO_YEAR>
  </INDIVIDUAL_DATE_OF_BIRTH><INDIVIDUAL_PLACE_OF_BIRTH/>
  <INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>AB 12-34</NUMBER></INDIVIDUAL_DOCUMENT>
  <SORT_KEY/></INDIVIDUAL>"""
FIRM = f"""<ENTITY><FIRST_NAME>GRAY HERON SHIPPING</FIRST_NAME><UN_LIST_TYPE>DPRK</UN_LIST_TYPE>
  <REFERENCE_NUMBER>XXe.002</REFERENCE_NUMBER><LISTED_ON>2015-04-14-04:00</LISTED_ON>
  <COMMENTS1>Owner of the vessel GRAY HERON (IMO {SHIP}). IMO number: {COMPANY}.</COMMENTS1>
  <ENTITY_ALIAS><QUALITY>f.k.a.</QUALITY><ALIAS_NAME>Old Heron Ltd</ALIAS_NAME></ENTITY_ALIAS>
  <ENTITY_ADDRESS><STREET>1 Quay</STREET><CITY>Nampo</CITY><COUNTRY>Democratic People's Republic of Korea</COUNTRY>
  </ENTITY_ADDRESS></ENTITY>"""


def written(folder: Path, individuals: str = PERSON, entities: str = FIRM, before: str = "") -> Path:
    path = folder / "list.xml"
    path.write_text(
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<CONSOLIDATED_LIST dateGenerated="2018-10-29T19:09:49-04:00">'
        f"<INDIVIDUALS>{individuals}</INDIVIDUALS><ENTITIES>{entities}</ENTITIES></CONSOLIDATED_LIST>",
        encoding="utf-8",
    )
    return path


@pytest.fixture
def listed(tmp_path: Path) -> Rows:
    return read_list(written(tmp_path), ConsolidatedList())


def test_every_entry_is_a_listing_with_reference_regime_dates_and_reasons(listed: Rows) -> None:
    person, firm = listed.by_shape["listings"]
    assert (person["name"], person["kind"], person["entry"], person["regime"]) == (
        "ANA DE LA MAR",
        "individual",
        "XXi.001",
        "DPRK",
    )
    assert (person["as_of"], person["listed_on"], person["narrative"]) == (
        "2018-10-29",
        "2016-11-30",
        "An invented person.",
    )
    assert (firm["kind"], firm["row"], firm["listed_on"]) == ("entity", 2, "2015-04-14")


def test_aliases_keep_their_quality_and_part_only_where_they_hold_several_names(listed: Rows) -> None:
    found = [(each["printed"], each["verdict"]) for each in listed.identities("ANA DE LA MAR", "alias")]
    assert found == [("Ana Mar", "Good"), ("A. Mar", "Good"), ("Sea (also; the Sea)", "Low")]
    assert [each["printed"] for each in listed.identities("GRAY HERON SHIPPING", "former_name")] == ["Old Heron Ltd"]


def test_identities_have_a_normal_form_beside_what_is_printed(listed: Rows) -> None:
    person = "ANA DE LA MAR"
    assert [each["value"] for each in listed.identities(person, "nationality")] == ["IR", "TG"]
    assert [each["value"] for each in listed.identities(person, "last_updated")] == ["2017-01-02", "2018-03-04"]
    assert [each["value"] for each in listed.identities(person, "date_of_birth")] == ["1966/1967"]
    assert [(each["printed"], each["value"]) for each in listed.identities(person, "passport")] == [
        ("Passport AB 12-34", "AB1234")
    ]
    (address,) = listed.identities("GRAY HERON SHIPPING", "address")
    assert (address["printed"], address["value"]) == ("1 Quay, Nampo, Democratic People's Republic of Korea", "KP")


def test_numbers_in_comments_are_of_the_ship_or_of_the_company_by_their_check_digit(listed: Rows) -> None:
    (ship,) = listed.identities("GRAY HERON SHIPPING", "imo")
    (company,) = listed.identities("GRAY HERON SHIPPING", "company_imo")
    assert (ship["printed"], ship["verdict"]) == (SHIP, "valid")
    assert (company["printed"], company["verdict"]) == (COMPANY, "valid")


@pytest.mark.parametrize(
    ("comments", "found"),
    [
        ("IMO number: 9074720.", [("imo", "9074720", "check digit fails")]),
        ("Company Number IMO 90747", [("imo", "90747", "malformed")]),
        (f"International Maritime Organization (IMO) Number: {COMPANY}.", [("company_imo", COMPANY, "valid")]),
        (f"IMO numbers: {SHIP}, 9074731 and 9074743", [("imo", n, "valid") for n in (SHIP, "9074731", "9074743")]),
        (
            f"Vessels with IMO Number: (a) Gray Heron {SHIP}, (b) Egret 9074731",
            [("imo", n, "valid") for n in (SHIP, "9074731")],
        ),
        ("The IMO adopted a resolution in 2017. Telephone 9074729.", []),
    ],
)
def test_a_number_in_a_comment_is_kept_as_printed_with_its_verdict(
    comments: str, found: list[tuple[str, str, str]]
) -> None:
    assert [(each.kind, each.printed, each.verdict) for each in imo_numbers(comments)] == found


def test_an_entry_without_a_name_is_counted_as_unread_and_the_rest_is_read(tmp_path: Path) -> None:
    nameless = "<INDIVIDUAL><REFERENCE_NUMBER>XXi.9</REFERENCE_NUMBER></INDIVIDUAL>"
    rows = read_list(written(tmp_path, nameless + PERSON), ConsolidatedList())
    assert rows.refused == [(1, "entry without a name")]
    assert [row["row"] for row in rows.by_shape["listings"]] == [2, 3]


def test_a_date_that_is_none_is_counted_and_the_entry_is_kept(tmp_path: Path) -> None:
    rows = read_list(written(tmp_path, PERSON.replace("2016-11-30", "last autumn")), ConsolidatedList())
    assert rows.refused == [(1, "date of listing cannot be read: 'last autumn'")]
    assert rows.listed("ANA DE LA MAR")["listed_on"] is None


def test_an_element_of_another_year_is_named_in_a_note(tmp_path: Path) -> None:
    rows = read_list(written(tmp_path, PERSON.replace("<SORT_KEY/>", "<SHOE_SIZE>38</SHOE_SIZE>")), ConsolidatedList())
    assert rows.notes == ["element not read: SHOE_SIZE (1 times)"]


def test_a_packed_list_is_read_like_a_plain_one(tmp_path: Path, listed: Rows) -> None:
    plain = written(tmp_path)
    packed = tmp_path / "list.xml.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes(), mtime=0))
    rows = Rows()
    ConsolidatedList().read(source(packed), rows)
    assert [row["name"] for row in rows.by_shape["listings"]] == [row["name"] for row in listed.by_shape["listings"]]


def test_a_bomb_of_entities_is_refused(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    hostile = written(tmp_path, PERSON.replace("An invented", "&b;&b;&b;"), before=bomb)
    with pytest.raises(UnreadableError, match="document type"):
        ConsolidatedList().read(source(hostile), Rows())


def test_a_file_elsewhere_is_never_drawn_in(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET", encoding="utf-8")
    outside = f'<!DOCTYPE x [<!ENTITY s SYSTEM "{secret.as_uri()}">]>'
    hostile = written(tmp_path, PERSON.replace("An invented", "&s;"), before=outside)
    rows = Rows()
    with pytest.raises(UnreadableError):
        ConsolidatedList().read(source(hostile), rows)
    assert rows.by_shape == {}


@pytest.mark.parametrize(
    "broken", [b"<CONSOLIDATED_LIST", b"<CONSOLIDATED_LIST></CONSOLIDATED_LIST>", b"<CONSOLIDATED_LIST>\xff\xfe</x>"]
)
def test_what_is_no_whole_list_is_refused_by_name(tmp_path: Path, broken: bytes) -> None:
    path = tmp_path / "broken.xml"
    path.write_bytes(broken)
    with pytest.raises(UnreadableError, match=r"broken\.xml"):
        ConsolidatedList().read(source(path), Rows())


def test_a_truncated_list_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path)
    path.write_bytes(path.read_bytes()[:-60])
    with pytest.raises(UnreadableError, match="not whole"):
        ConsolidatedList().read(source(path), Rows())


def test_other_xml_is_not_taken_for_the_list(tmp_path: Path) -> None:
    path = written(tmp_path)
    assert ConsolidatedList().recognises(source(path), b"<?xml version='1.0'?><OTHER_LIST>") is None


@pytest.mark.parametrize(
    ("year", "individuals", "entities", "company_numbers"),
    [("2018-10-29", 703, 390, 3), ("2026-02-27", 730, 273, 16)],
)
def test_the_official_list_is_read_whole(
    real_data: Callable[[str], Path], year: str, individuals: int, entities: int, company_numbers: int
) -> None:
    path = real_data(f"lists/un/un_consolidated_{year}.xml")
    rows = read_list(path, ConsolidatedList())
    kinds = [row["kind"] for row in rows.by_shape["listings"]]
    assert (kinds.count("individual"), kinds.count("entity"), rows.refused, rows.notes) == (
        individuals,
        entities,
        [],
        [],
    )
    root = ET.parse(path).getroot()
    references = [(each.text or "").strip() for each in root.iter("REFERENCE_NUMBER")]
    assert [row["entry"] for row in rows.by_shape["listings"]] == references
    aliases = [text for each in root.iter("ALIAS_NAME") if (text := " ".join((each.text or "").split()))]
    read = {each["printed"] for each in rows.by_shape["listing_identities"] if each["kind"] in ("alias", "former_name")}
    assert all(
        alias in read or all(part.strip() in read for part in alias.split(";") if part.strip()) for alias in aliases
    )
    numbers = [each["verdict"] for each in rows.by_shape["listing_identities"] if each["kind"] == "company_imo"]
    assert numbers == ["valid"] * company_numbers
