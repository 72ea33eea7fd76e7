"""The EU's list: every entry a listing with its regulations as bases; broken or hostile XML refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from list_reading import Rows, read_list, source

from fairlead.errors import UnreadableError
from fairlead.readers.lists.eu_consolidated import ConsolidatedExport
from fairlead.readers.reading import choose

PERSON = """<sanctionEntity designationDetails="" unitedNationId="XXi.001" euReferenceNumber="EU.1.1"
 designationDate="2016-12-01" logicalId="1"><remark>An invented person.</remark>
 <regulation regulationType="amendment" publicationDate="2017-01-02" entryIntoForceDate="2017-01-03"
  numberTitle="2017/1 (OJ L1)" programme="PRK"><publicationUrl>http://example.invalid/</publicationUrl></regulation>
 <subjectType code="person" classificationCode="P"/>
 <nameAlias wholeName="A. Mar" strong="false"/>
 <nameAlias firstName="Ana" middleName="" lastName="MAR" wholeName="" function="Captain" gender="F" strong="true"/>
 <citizenship countryIso2Code="TG" countryDescription="TOGO"/>
 <birthdate circa="true" year="1960" city="Lome" countryIso2Code="TG" countryDescription="TOGO"/>
 <identification number="AB 12-34" identificationTypeCode="passport" identificationTypeDescription="National passport"
  countryIso2Code="TG" knownFalse="false"/>
 <identification number="X-1" identificationTypeCode="id" knownFalse="true" countryIso2Code="00"/>
 <address street="1 Quay" city="Lome" countryIso2Code="00" countryDescription="UNKNOWN"/>
</sanctionEntity>"""
FIRM = """<sanctionEntity euReferenceNumber="EU.2.2"><subjectType code="enterprise" classificationCode="E"/>
 <nameAlias wholeName="Heron Shipping" strong="true"/><identification number="1234565" identificationTypeCode="imo"/>
 <remark>Owner of the vessel GRAY HERON (IMO 9074729).</remark><novelty/></sanctionEntity>"""


def written(folder: Path, entities: str = PERSON + FIRM, before: str = "") -> Path:
    path = folder / "list.xml"
    path.write_text(
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<export xmlns="http://eu.europa.ec/fpi/fsd/export" '
        f'generationDate="2024-12-11T21:24:35.826+01:00" globalFileId="1">{entities}</export>',
        encoding="utf-8",
    )
    return path


@pytest.fixture
def listed(tmp_path: Path) -> Rows:
    return read_list(written(tmp_path), ConsolidatedExport())


def test_every_entry_is_a_listing_with_reference_dates_and_remarks(listed: Rows) -> None:
    person, firm = listed.by_shape["listings"]
    assert (person["entry"], person["kind"], person["name"], person["as_of"]) == (
        "EU.1.1",
        "individual",
        "Ana MAR",
        "2024-12-11",
    )
    assert (person["regime"], person["listed_on"], person["narrative"]) == ("PRK", "2016-12-01", "An invented person.")
    assert (firm["entry"], firm["kind"], firm["listed_on"]) == ("EU.2.2", "entity", None)
    assert listed.notes == ["element not read: novelty (1 times)"]


def test_regulations_are_bases_from_the_day_they_entered_into_force(listed: Rows) -> None:
    assert listed.bases("Ana MAR") == {"EU 2017/1 (OJ L1)": "2017-01-03"}


@pytest.mark.parametrize(
    ("kind", "printed", "value", "verdict"),
    [
        ("name", "Ana MAR", "ANA MAR", "strong"),
        ("alias", "A. Mar", "A MAR", "weak"),
        ("designation", "Captain", None, None),
        ("nationality", "TOGO", "TG", None),
        ("date_of_birth", "1960", "1960", "about"),
        ("place_of_birth", "Lome, TOGO", "TG", None),
        ("passport", "National passport AB 12-34 TG", "AB1234", None),
        ("fraud_document", "id X-1", "X1", None),
        ("address", "1 Quay, Lome, UNKNOWN", None, None),
        ("un_reference", "XXi.001", "XXi.001", None),
    ],
)
def test_identities_are_kept_as_printed(
    listed: Rows, kind: str, printed: str, value: str | None, verdict: str | None
) -> None:
    (found,) = listed.identities("Ana MAR", kind)
    assert (found["printed"], found["value"], found["verdict"]) == (printed, value, verdict)


def test_a_firms_number_is_its_own_and_a_ships_in_its_remarks_is_only_mentioned(listed: Rows) -> None:
    assert [(each["value"], each["verdict"]) for each in listed.identities("Heron Shipping", "company_imo")] == [
        ("1234565", "valid")
    ]
    assert [each["value"] for each in listed.identities("Heron Shipping", "imo_mentioned")] == ["9074729"]
    assert listed.identities("Heron Shipping", "imo") == []


def test_an_entry_without_name_is_unread_and_the_rest_is_kept(tmp_path: Path) -> None:
    rows = read_list(
        written(
            tmp_path, FIRM + '<sanctionEntity euReferenceNumber="EU.3.3"><subjectType code="person"/></sanctionEntity>'
        ),
        ConsolidatedExport(),
    )
    assert rows.refused == [(2, "entry without a name or a kind")]
    assert len(rows.by_shape["listings"]) == 1


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("<sanctionEntity>", "not whole"),
        ("", "without an entry"),
    ],
)
def test_broken_and_empty_lists_are_refused(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(UnreadableError, match=why):
        read_list(written(tmp_path, text), ConsolidatedExport())


def test_a_document_type_declaration_is_refused(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE export [<!ENTITY a "aaaa">]>'
    with pytest.raises(UnreadableError, match="document type"):
        read_list(written(tmp_path, before=bomb), ConsolidatedExport())


def test_the_registry_gives_the_list_to_this_reader(tmp_path: Path) -> None:
    assert isinstance(choose(source(written(tmp_path)))[0], ConsolidatedExport)
