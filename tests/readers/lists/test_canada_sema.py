"""Canada's list: persons, firms and ships by the tags of two years, other names parted. All is fictitious."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from list_reading import Rows, read_list, source

from fairlead.readers.lists.canada_sema import CanadaXml
from fairlead.readers.reading import choose

LIST = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<data-set xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
 <record><Country>Nowhere / Nulle part</Country><LastName>Mar</LastName><GivenName>Ana</GivenName>
  <Aliases>Anita Mar, Russian: Ана Мар</Aliases><DateOfBirthOrShipBuildDate>1960</DateOfBirthOrShipBuildDate>
  <Schedule>1, Part 1</Schedule><Item>1</Item><DateOfListing>2030-09-28</DateOfListing></record>
 <record><Country>Nowhere / Nulle part</Country><EntityOrShip>GRAY HERON</EntityOrShip>
  <TitleOrShip>Oil Tanker</TitleOrShip>
  <ShipIMONumber>9074729</ShipIMONumber><DateOfBirthOrShipBuildDate>1994</DateOfBirthOrShipBuildDate>
  <Item>2</Item><DateOfListing>2030-09-28</DateOfListing><Novelty>x</Novelty></record>
 <record><Country>Nowhere / Nulle part</Country><Entity>Heron Shipping</Entity>
  <Aliases>Heron Trading Co., Ltd., Old Heron</Aliases><Item>3</Item><DateOfListing>2019-01-02</DateOfListing></record>
 <record><Country>Nowhere / Nulle part</Country><Item>4</Item><DateOfListing>2019-01-02</DateOfListing></record>
</data-set>
"""


def of(rows: Rows, row: int, kind: str) -> list[Any]:
    held = rows.by_shape["listing_identities"]
    return [(each["printed"], each["verdict"]) for each in held if each["row"] == row and each["kind"] == kind]


def test_each_record_is_a_listing_and_one_without_a_name_is_unread(tmp_path: Path) -> None:
    path = tmp_path / "list.xml"
    path.write_text(LIST, encoding="utf-8")
    assert choose(source(path))[0].name == "canada-xml"
    rows = read_list(path, CanadaXml())
    found = [(each["kind"], each["name"], each["listed_on"]) for each in rows.by_shape["listings"]]
    assert found == [
        ("individual", "Ana Mar", "2030-09-28"),
        ("ship", "GRAY HERON", "2030-09-28"),
        ("entity", "Heron Shipping", "2019-01-02"),
    ]
    assert rows.by_shape["listings"][0]["entry"] == "Nowhere / Nulle part, 1, Part 1, 1"
    assert rows.refused == [(4, "record without a name")]
    assert of(rows, 1, "alias") == [("Anita Mar", None), ("Ана Мар", "Russian")]
    assert of(rows, 2, "imo") == [("9074729", "valid")]
    assert of(rows, 2, "built") == [("1994", None)]
    assert of(rows, 3, "alias") == [("Heron Trading Co., Ltd.", None), ("Old Heron", None)]
    assert any(note.startswith("element not read: Novelty") for note in rows.notes)
