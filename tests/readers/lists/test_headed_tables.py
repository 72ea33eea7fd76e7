"""Lists in one table with a header: entries joined, numbers judged, unread rows told. All is fictitious."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from list_reading import Rows, read_list, source

from fairlead.readers.lists.headed_tables import HeadedTable
from fairlead.readers.reading import choose

OFSI_HEADS = (
    "Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Title,DOB,Town of Birth,Country of Birth,Nationality,Passport Number,"
    "Position,Address 1,Country,Other Information,Group Type,Alias Type,Alias Quality,Regime,Listed On,Last Updated,"
    "Group ID"
)
OFSI = (
    f"Last Updated,27/04/2030{',' * 21}\n{OFSI_HEADS}\n"
    "MAR,Ana,,,,,Ms,03/02/1960,Lome,Togo,Togolese,AB-12 34,Director,1 Quay,China,(UN Ref):KPi.901. Ran a bank.,"
    "Individual,Primary name,,Democratic People's Republic of Korea,01/02/2020,03/02/2020,19001\n"
    "MAREZ,Anita,,,,,Ms,00/00/1961,,,,,,2 Quay,China,(UN Ref):KPi.901. Ran a bank.,"
    "Individual,AKA,Low,Democratic People's Republic of Korea,01/02/2020,03/02/2020,19001\n"
    "GRAY HERON,,,,,,,,,,,,,,,(IMO number):9074729 Carried coal beside the EGRET (IMO: 9999993).,"
    "Ship,Primary name,,Democratic People's Republic of Korea,02/02/2020,03/02/2020,19002\n"
    "GRAY HERON,too,few\n"
    f"{',' * 22}\n"
)
SCREENING = (
    "_id,source,entity_number,type,programs,name,title,addresses,federal_register_notice,start_date,call_sign,"
    "vessel_flag,remarks,alt_names,nationalities,dates_of_birth,ids,novelty\n"
    'a1,SDN - Treasury,1001,Vessel,DPRK3,GRAY HERON,,,,,9XYZ1,MN,,OLD HERON; HERON II,,,"Vessel Registration '
    'Identification, IMO 9074729; MMSI, 457000001",x\n'
    'a2,Denied Persons - BIS,,,,Bo SMALL,,"1 Road, US",82 F.R. 48792,2017-10-16,,,GONE,,,,"Passport, AB 12, TG",x\n'
)
OPEN = (
    '"id","schema","name","aliases","birth_date","countries","addresses","identifiers","sanctions","phones","emails",'
    '"program_ids","dataset","first_seen","last_seen","last_change"\n'
    '"NK-1","Vessel","GRAY HERON","OLD HERON;""HERON; T""","","mn;kp","","IMO9074729;457000001","""""","","","X-MARE",'
    '"Made Up","2030-01-02T03:04:05","2030-02-03T03:04:05","2030-01-05T03:04:05"\n'
    '"NK-2","Person","Ana Mar","","1960-02-03","tg","","","","","","","Made Up","2030-01-02","2030-02-03",""\n'
    '"NK-3","CryptoWallet","bc1","","","","","","","","","","Made Up","2030-01-02","2030-02-03",""\n'
)


def read(folder: Path, text: str, name: str = "list.csv") -> Rows:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    assert choose(source(path))[0].name == "lists-table"
    return read_list(path, HeadedTable())


def of(rows: Rows, row: int, kind: str) -> list[Any]:
    held = rows.by_shape["listing_identities"]
    return [(each["printed"], each["value"]) for each in held if each["row"] == row and each["kind"] == kind]


def test_rows_of_one_group_are_one_listing_with_all_they_say(tmp_path: Path) -> None:
    rows = read(tmp_path, OFSI)
    ana, heron = rows.by_shape["listings"]
    assert (ana["entry"], ana["name"], ana["kind"], ana["listed_on"]) == (
        "19001",
        "Ana MAR",
        "individual",
        "2020-02-01",
    )
    assert (ana["as_of"], ana["list_id"], heron["name"]) == ("2030-04-27", "uk-ofsi", "GRAY HERON")
    assert of(rows, 1, "alias") == [("Anita MAREZ", "ANITA MAREZ")]
    assert of(rows, 1, "date_of_birth") == [("03/02/1960", "1960-02-03"), ("00/00/1961", "1961")]
    assert of(rows, 1, "address") == [("1 Quay, China", "CN"), ("2 Quay, China", "CN")]
    assert of(rows, 1, "un_reference") == [("KPi.901", "KPi.901")]


def test_a_ships_own_number_is_told_from_one_that_is_mentioned(tmp_path: Path) -> None:
    rows = read(tmp_path, OFSI)
    assert of(rows, 2, "imo") == [("9074729", "9074729")]
    assert [printed for printed, _ in of(rows, 2, "imo_mentioned")] == ["9999993"]


def test_rows_that_are_none_are_told_and_do_not_hide_the_rest(tmp_path: Path) -> None:
    rows = read(tmp_path, OFSI)
    assert rows.refused == [(4, "expected 23 cells: found 3"), (5, "a row that says nothing")]


def test_the_screening_list_keeps_numbers_lists_and_notices(tmp_path: Path) -> None:
    rows = read(tmp_path, SCREENING)
    heron, small = rows.by_shape["listings"]
    assert (heron["entry"], heron["kind"], small["kind"], small["listed_on"]) == (
        "1001",
        "ship",
        "entity",
        "2017-10-16",
    )
    assert of(rows, 1, "imo") == [("9074729", "9074729")]
    assert of(rows, 1, "mmsi") == [("457000001", "457000001")]
    assert [printed for printed, _ in of(rows, 1, "alias")] == ["OLD HERON", "HERON II"]
    assert of(rows, 2, "passport") == [("Passport, AB 12, TG", "AB12")]
    assert rows.by_shape["listing_bases"][0]["measure"] == "82 F.R. 48792"
    assert "columns that are not read: novelty" in rows.notes
    assert any(note.startswith("1 entries do not say whether") for note in rows.notes)


def test_targets_of_opensanctions_keep_what_quotes_hold_together(tmp_path: Path) -> None:
    rows = read(tmp_path, OPEN)
    heron, ana = rows.by_shape["listings"]
    assert (heron["kind"], heron["regime"], heron["as_of"], heron["narrative"]) == (
        "ship",
        "X-MARE",
        "2030-01-05",
        None,
    )
    assert [printed for printed, _ in of(rows, 1, "alias")] == ["OLD HERON", "HERON; T"]
    assert of(rows, 1, "imo") == [("9074729", "9074729")]
    assert of(rows, 1, "country") == [("mn", "MN"), ("kp", "KP")]
    assert (ana["kind"], of(rows, 2, "date_of_birth")) == ("individual", [("1960-02-03", "1960-02-03")])
    assert "entries not read as listings: CryptoWallet (1)" in rows.notes


@pytest.mark.parametrize("text", ["Name 6,Name 1\nA,B\n", "id,schema,name\n1,Person,A\n", ""])
def test_other_tables_are_not_taken(tmp_path: Path, text: str) -> None:
    path = tmp_path / "other.csv"
    path.write_text(text)
    assert HeadedTable().recognises(source(path), text.encode()) is None
