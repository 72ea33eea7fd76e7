"""The UK's own layouts give the references, names and ships' fields that they print. All entries are fictitious."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from list_reading import read_list

from fairlead.errors import UnreadableError
from fairlead.readers.lists.uk_original import OriginalCsv, OriginalXml

XML = """<?xml version="1.0" encoding="utf-8"?>
<Designations><DateGenerated>22/08/2026</DateGenerated>
<Designation><LastUpdated>05/12/2022</LastUpdated><DateDesignated>31/12/2020</DateDesignated>
<UniqueID>DPR0901</UniqueID><OFSIGroupID>19001</OFSIGroupID><UNReferenceNumber>KPe.901</UNReferenceNumber>
<Names><Name><Name6>GRAY HERON</Name6><NameType>Primary Name</NameType></Name>
<Name><Name6>OLD HERON</Name6><NameType>FKA</NameType></Name></Names>
<NonLatinNames><NonLatinName><NameNonLatinScript>회색 왜가리</NameNonLatinScript></NonLatinName></NonLatinNames>
<RegimeName>The Democratic People's Republic of Korea (Sanctions) (EU Exit) Regulations 2019</RegimeName>
<IndividualEntityShip>Ship</IndividualEntityShip><DesignationSource>UN</DesignationSource>
<SanctionsImposed>Deflag|Prohibition of port entry</SanctionsImposed>
<SanctionsImposedIndicators><AssetFreeze>false</AssetFreeze></SanctionsImposedIndicators>
<UKStatementofReasons>Carried coal.</UKStatementofReasons>
<ShipDetails><Ship><IMONumbers><IMONumber>9074729</IMONumber></IMONumbers>
<CurrentOwnerOperators><CurrentOwnerOperator>Fictitious Shipping Co</CurrentOwnerOperator></CurrentOwnerOperators>
<CurrentBelievedFlagOfShips><CurrentBelievedFlagOfShip>North Korea</CurrentBelievedFlagOfShip>
</CurrentBelievedFlagOfShips><PreviousFlags><PreviousFlag>Mongolia</PreviousFlag></PreviousFlags>
<YearBuilts><YearBuilt>1994</YearBuilt></YearBuilts><Novelty>7</Novelty></Ship></ShipDetails></Designation>
<Designation><DateDesignated>01/02/2020</DateDesignated><UniqueID>DPR0902</UniqueID>
<Names><Name><Name1>Ana</Name1><Name6>MAR</Name6><NameType>Primary Name</NameType></Name></Names>
<RegimeName>R</RegimeName><IndividualEntityShip>Individual</IndividualEntityShip>
<Addresses><Address><AddressLine1>1 Quay</AddressLine1><AddressCountry>China</AddressCountry></Address>
<Address><AddressLine1>2 Quay</AddressLine1></Address></Addresses>
<IndividualDetails><Individual><DOBs><DOB>03/02/1960</DOB><DOB>dd/mm/1961</DOB></DOBs></Individual></IndividualDetails>
</Designation>
<Designation><UniqueID>DPR0903</UniqueID><IndividualEntityShip>Entity</IndividualEntityShip></Designation>
</Designations>"""

HEADS = [
    *("Last Updated", "Unique ID", "OFSI Group ID", "UN Reference Number", "Name 6", "Name 1", "Name type"),
    *("Alias strength", "Regime Name", "Designation Type", "Designation source", "Sanctions Imposed"),
    *("Address Line 1", "Address Country", "Date Designated", "D.O.B", "Nationality(/ies)", "IMO number"),
    *("Current owner/operator (s)", "Current believed flag of ship", "Hull identification number (HIN)"),
]


def row(**cells: str) -> dict[str, str]:
    return {**dict.fromkeys(HEADS, ""), **{key.replace("_", " "): value for key, value in cells.items()}}


def table(rows: list[dict[str, str]], first: str = "Report Date: 22-Aug-2026") -> str:
    text = io.StringIO()
    text.write(f"{first}\n")
    writer = csv.DictWriter(text, HEADS)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


ROWS = [
    {**row(Unique_ID="DPR0901", Name_6="GRAY HERON", Name_type="Primary Name"), "IMO number": "9074729"}
    | {
        "Designation Type": "Ship",
        "Current owner/operator (s)": "Fictitious Shipping Co",
        "Date Designated": "31/12/2020",
    },
    {**row(Unique_ID="DPR0901", Name_6="OLD HERON", Name_type="FKA"), "Designation Type": "Ship"},
    {**row(Unique_ID="DPR0902", Name_6="MAR", Name_1="Ana", Name_type="Primary Name"), "D.O.B": "03/02/1960"}
    | {"Designation Type": "Individual", "Nationality(/ies)": "Korea, North"},
    row(Name_6="NOBODY"),
]


def test_a_ship_keeps_every_field_that_the_xml_prints(tmp_path: Path) -> None:
    (tmp_path / "uk.xml").write_text(XML, encoding="utf-8")
    rows = read_list(tmp_path / "uk.xml", OriginalXml())
    ship = rows.listed("GRAY HERON")
    assert (ship["entry"], ship["kind"], ship["as_of"], ship["listed_on"]) == (
        "DPR0901",
        "ship",
        "2026-08-22",
        "2020-12-31",
    )
    expected = {
        "imo": [("9074729", "9074729", "valid")],
        "former_name": [("OLD HERON", "OLD HERON", "FKA")],
        "un_reference": [("KPe.901", "KPe.901", None)],
        "flag": [("North Korea", "KP", None)],
        "former_flag": [("Mongolia", "MN", None)],
        "measure": [("Deflag", None, None), ("Prohibition of port entry", None, None)],
        "name_original_script": [("회색 왜가리", "회색 왜가리", None)],
    }
    for kind, values in expected.items():
        found = [(one["printed"], one["value"], one["verdict"]) for one in rows.identities("GRAY HERON", kind)]
        assert [one[::2] for one in found] == [one[::2] for one in values], kind
    assert rows.identities("GRAY HERON", "owner")[0]["printed"] == "Fictitious Shipping Co"
    assert rows.notes == ["field not read: novelty (1 times)"]


def test_a_person_keeps_addresses_apart_and_half_a_date_as_printed(tmp_path: Path) -> None:
    (tmp_path / "uk.xml").write_text(XML, encoding="utf-8")
    rows = read_list(tmp_path / "uk.xml", OriginalXml())
    assert [one["printed"] for one in rows.identities("Ana MAR", "address")] == ["1 Quay, China", "2 Quay"]
    births = [(one["printed"], one["value"]) for one in rows.identities("Ana MAR", "date_of_birth")]
    assert births == [("03/02/1960", "1960-02-03"), ("dd/mm/1961", "1961")]
    assert rows.refused == [(3, "designation without id, kind or name")]


def test_rows_of_one_reference_are_one_entry_in_the_csv(tmp_path: Path) -> None:
    (tmp_path / "uk.csv").write_text(table(ROWS), encoding="utf-8", newline="")
    rows = read_list(tmp_path / "uk.csv", OriginalCsv())
    assert [one["entry"] for one in rows.by_shape["listings"]] == ["DPR0901", "DPR0902"]
    assert rows.listed("GRAY HERON")["as_of"] == "2026-08-22"
    assert [one["printed"] for one in rows.identities("GRAY HERON", "former_name")] == ["OLD HERON"]
    assert rows.identities("GRAY HERON", "imo")[0]["verdict"] == "valid"
    assert rows.identities("Ana MAR", "nationality")[0]["value"] == "KP"
    assert rows.refused == [(6, "row without a Unique ID")]


def test_both_layouts_tell_the_same_of_one_ship(tmp_path: Path) -> None:
    (tmp_path / "uk.xml").write_text(XML, encoding="utf-8")
    (tmp_path / "uk.csv").write_text(table(ROWS), encoding="utf-8", newline="")
    told = []
    for name, reader in (("uk.xml", OriginalXml()), ("uk.csv", OriginalCsv())):
        rows = read_list(tmp_path / name, reader)
        owners = [one["value"] for one in rows.identities("GRAY HERON", "owner")]
        told.append((rows.listed("GRAY HERON")["list_id"], rows.listed("GRAY HERON")["listed_on"], owners))
    assert told[0] == told[1]


def test_a_table_without_a_designation_is_refused(tmp_path: Path) -> None:
    (tmp_path / "uk.csv").write_text(table([]), encoding="utf-8", newline="")
    with pytest.raises(UnreadableError, match="without a designation"):
        read_list(tmp_path / "uk.csv", OriginalCsv())
