"""OFAC's plain XML gives what the legacy files give, under the same references. All entries are fictitious."""

from __future__ import annotations

from pathlib import Path

import pytest
from list_reading import read_list

from fairlead.errors import UnreadableError
from fairlead.readers.lists.ofac_sdn import LegacyFiles
from fairlead.readers.lists.ofac_xml import PlainXml

XML = """<?xml version="1.0" standalone="yes"?>
<sdnList xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns="http://tempuri.org/sdnList.xsd">
<publshInformation><Publish_Date>07/20/2021</Publish_Date><Record_Count>2</Record_Count></publshInformation>
<sdnEntry><uid>1001</uid><lastName>GRAY HERON</lastName><sdnType>Vessel</sdnType>
<programList><program>DPRK4</program></programList>
<idList><id><uid>1</uid><idType>Vessel Registration Identification</idType><idNumber>IMO 9074729</idNumber></id>
<id><uid>2</uid><idType>MMSI</idType><idNumber>457000001</idNumber></id></idList>
<akaList><aka><uid>3</uid><type>f.k.a.</type><category>strong</category><lastName>OLD HERON</lastName></aka></akaList>
<addressList><address><uid>4</uid><city>Nampo</city><country>Korea, North</country></address></addressList>
<vesselInfo><callSign>9xyz1</callSign><vesselType>Bulk Carrier</vesselType><vesselFlag>Mongolia</vesselFlag>
<vesselOwner>Fictitious Shipping Co</vesselOwner><grossRegisteredTonnage>9,000</grossRegisteredTonnage></vesselInfo>
</sdnEntry>
<sdnEntry><uid>1002</uid><firstName>Ana</firstName><lastName>MAR</lastName><title>Director</title>
<sdnType>Individual</sdnType><remarks>(Linked To: FICTITIOUS SHIPPING CO)</remarks>
<programList><program>DPRK2</program><program>NPWMD</program></programList>
<idList><id><uid>5</uid><idType>Passport</idType><idNumber>PS-123 4</idNumber><idCountry>Korea, North</idCountry></id>
<id><uid>6</uid><idType>Secondary sanctions risk:</idType><idNumber>section 510</idNumber></id></idList>
<dateOfBirthList><dateOfBirthItem><uid>7</uid><dateOfBirth>03 Feb 1960</dateOfBirth></dateOfBirthItem></dateOfBirthList>
<novelty>x</novelty></sdnEntry></sdnList>"""
CSV = (
    '1001,"GRAY HERON","vessel","DPRK4",-0- ,"9XYZ1","Bulk Carrier",-0- ,-0- ,"Mongolia","Fictitious Shipping Co",'
    '"Vessel Registration Identification IMO 9074729; MMSI 457000001."\r\n'
)


@pytest.fixture
def rows(tmp_path: Path):
    (tmp_path / "sdn.xml").write_text(XML, encoding="utf-8")
    return read_list(tmp_path / "sdn.xml", PlainXml())


def test_a_ship_has_its_numbers_names_and_fields(rows) -> None:
    ship = rows.listed("GRAY HERON")
    assert (ship["entry"], ship["kind"], ship["as_of"], ship["regime"]) == ("1001", "ship", "2021-07-20", "DPRK4")
    found = {kind: rows.identities("GRAY HERON", kind)[0] for kind in ("imo", "mmsi", "flag", "call_sign", "owner")}
    assert {kind: one["value"] for kind, one in found.items()} == {
        "imo": "9074729",
        "mmsi": "457000001",
        "flag": "MN",
        "call_sign": "9XYZ1",
        "owner": None,
    }
    assert rows.identities("GRAY HERON", "former_name")[0]["verdict"] == "strong"
    assert rows.identities("GRAY HERON", "address")[0]["value"] == "KP"


def test_the_legacy_file_of_the_same_entry_agrees(rows, tmp_path: Path) -> None:
    (tmp_path / "sdn.csv").write_text(CSV, encoding="utf-8", newline="")
    legacy = read_list(tmp_path / "sdn.csv", LegacyFiles())
    for field in ("list_id", "entry", "kind", "regime", "name"):
        assert rows.listed("GRAY HERON")[field] == legacy.listed("GRAY HERON")[field]
    for kind in ("imo", "mmsi", "flag", "call_sign", "type", "owner", "program"):
        told = [
            [(one["printed"].upper(), one["value"], one["verdict"]) for one in each.identities("GRAY HERON", kind)]
            for each in (rows, legacy)
        ]
        assert told[0] == told[1], kind


def test_a_person_has_papers_birth_and_what_remarks_say(rows) -> None:
    (passport,) = rows.identities("MAR, Ana", "passport")
    assert (passport["printed"], passport["value"]) == ("PS-123 4 (Korea, North)", "PS1234")
    assert rows.identities("MAR, Ana", "date_of_birth")[0]["value"] == "1960-02-03"
    assert [one["printed"] for one in rows.identities("MAR, Ana", "program")] == ["DPRK2", "NPWMD"]
    assert rows.identities("MAR, Ana", "document")[0]["printed"] == "Secondary sanctions risk: section 510"
    assert rows.notes == ["element not read: novelty (1 times)"]


def test_a_count_that_does_not_fit_is_told_and_a_torn_list_refused(tmp_path: Path) -> None:
    (tmp_path / "sdn.xml").write_text(XML.replace("<Record_Count>2<", "<Record_Count>3<"), encoding="utf-8")
    assert "holds 3 entries, found 2" in " ".join(read_list(tmp_path / "sdn.xml", PlainXml()).notes)
    (tmp_path / "sdn.xml").write_text(XML[:-200], encoding="utf-8")
    with pytest.raises(UnreadableError, match="not whole"):
        read_list(tmp_path / "sdn.xml", PlainXml())
