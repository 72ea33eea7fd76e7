"""OFAC's legacy files: each recognised by its shape, every row kept, numbers as printed."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from list_reading import Rows, read_list, source

from fairlead.readers.lists.ofac_sdn import LegacyFiles
from fairlead.readers.reading import choose

SDN = (
    '1001,"GRAY HERON","vessel","SDGT] [DPRK3",-0- ,"9XYZ1","General Cargo","2,597","1,098","Mongolia","Heron Co.",'
    '"Former Vessel Flag Tanzania; alt. Former Vessel Flag None Identified; Vessel Registration Identification IMO '
    "9074729; MMSI 457000001; f.k.a. 'OLD HERON'; Linked To: HERON SHIPPING.\"\r\n"
    '1002,"MAR, Ana","individual","DPRK2",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 03 Feb 1960; POB Lome, Togo; '
    "nationality Togo; Passport AB-12 34 (Togo); a.k.a. 'ANITA'.\"\r\n"
    '1003,"HERON SHIPPING",-0- ,"DPRK2",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"Identification Number IMO 1234565."\r\n'
    '1004,"BONITO","vessel","DPRK2",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,'
    '"Vessel Registration Identification IMO 15411."\r\n'
    "\x1a"
)
ALT = '1001,1,"aka","HERON II",-0- \r\n1001,2,"fka","OLDER HERON",-0- \r\n1003,3,"nka","NEW HERON",-0- \r\n\x1a'
ADD = '1003,1,"1 Quay","Lome","Togo",-0- \r\n1002,2,-0- ,-0- ,-0- ,-0- \r\n\x1a'


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_bytes(text.encode())
    return path


@pytest.fixture
def entries(tmp_path: Path) -> Rows:
    return read_list(written(tmp_path, "list.csv", SDN), LegacyFiles())


def test_every_row_is_a_listing_and_the_mark_at_the_end_is_none(entries: Rows) -> None:
    found = [(each["entry"], each["name"], each["kind"]) for each in entries.by_shape["listings"]]
    assert found == [
        ("1001", "GRAY HERON", "ship"),
        ("1002", "MAR, Ana", "individual"),
        ("1003", "HERON SHIPPING", "entity"),
        ("1004", "BONITO", "ship"),
    ]
    assert entries.refused == []


@pytest.mark.parametrize(
    ("kind", "printed", "value"),
    [
        ("name", "GRAY HERON", "GRAYHERON"),
        ("call_sign", "9XYZ1", "9XYZ1"),
        ("type", "General Cargo", None),
        ("deadweight", "2,597", None),
        ("gross_tonnage", "1,098", None),
        ("flag", "Mongolia", "MN"),
        ("owner", "Heron Co.", None),
        ("mmsi", "457000001", "457000001"),
        ("former_name", "OLD HERON", "OLDHERON"),
        ("linked_to", "HERON SHIPPING", "HERON SHIPPING"),
    ],
)
def test_a_ships_own_columns_and_remarks_are_kept_as_printed(
    entries: Rows, kind: str, printed: str, value: str | None
) -> None:
    (found,) = entries.identities("GRAY HERON", kind)
    assert (found["printed"], found["value"]) == (printed, value)


def test_files_joined_one_behind_the_other_lose_no_row_at_the_mark_between_them(tmp_path: Path) -> None:
    read = read_list(written(tmp_path, "both.csv", SDN + SDN), LegacyFiles())
    assert [each["entry"] for each in read.by_shape["listings"]] == ["1001", "1002", "1003", "1004"] * 2
    assert read.refused == []


def test_former_flags_and_programmes_are_one_identity_each(entries: Rows) -> None:
    flags = [(each["printed"], each["value"]) for each in entries.identities("GRAY HERON", "former_flag")]
    assert flags == [("Tanzania", "TZ"), ("None Identified", None)]
    assert [each["printed"] for each in entries.identities("GRAY HERON", "program")] == ["SDGT", "DPRK3"]


def test_numbers_keep_their_verdict_and_a_company_number_is_no_ships(entries: Rows) -> None:
    assert [(each["printed"], each["verdict"]) for each in entries.identities("GRAY HERON", "imo")] == [
        ("9074729", "valid")
    ]
    assert [(each["printed"], each["value"], each["verdict"]) for each in entries.identities("BONITO", "imo")] == [
        ("15411", None, "malformed")
    ]
    assert entries.identities("HERON SHIPPING", "imo") == []
    assert entries.identities("HERON SHIPPING", "company_imo")[0]["verdict"] == "valid"


def test_what_is_said_of_a_person_is_parted_into_dates_places_and_papers(entries: Rows) -> None:
    of = {kind: entries.identities("MAR, Ana", kind)[0] for kind in ("date_of_birth", "place_of_birth", "passport")}
    assert {kind: each["value"] for kind, each in of.items()} == {
        "date_of_birth": "1960-02-03",
        "place_of_birth": "TG",
        "passport": "AB1234",
    }
    assert entries.identities("MAR, Ana", "alias")[0]["printed"] == "ANITA"


def test_alternate_names_and_addresses_carry_the_number_of_their_entry(tmp_path: Path) -> None:
    names = read_list(written(tmp_path, "a.csv", ALT), LegacyFiles())
    assert [(each["entry"], each["kind"], each["name"]) for each in names.by_shape["listings"]] == [
        ("1001", "alias", "HERON II"),
        ("1001", "alias", "OLDER HERON"),
        ("1003", "alias", "NEW HERON"),
    ]
    assert [each["kind"] for each in names.by_shape["listing_identities"]] == ["alias", "former_name", "alias"]
    places = read_list(written(tmp_path, "b.csv", ADD), LegacyFiles())
    assert len(places.by_shape["listings"]) == 2
    assert [(each["printed"], each["value"]) for each in places.by_shape["listing_identities"]] == [
        ("1 Quay, Lome, Togo", "TG")
    ]


def test_spilled_remarks_need_their_name_beside_their_shape(tmp_path: Path) -> None:
    text = '1001,"rest of the words"\r\n'
    assert read_list(written(tmp_path, "sdn_comments.csv", text), LegacyFiles()).listed("rest of the words")
    other = written(tmp_path, "other.csv", text)
    assert LegacyFiles().recognises(source(other), text.encode()) is None


def test_remarks_cut_by_the_format_are_told_and_their_last_word_has_no_value(tmp_path: Path) -> None:
    long = "nationality Togo; " * 54 + "Linked To: GRAY HERON SHIPPI"
    remarks = long[:1000]
    rows = read_list(
        written(tmp_path, "a.csv", f'1,"X",-0- ,"P",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"{remarks}"\r\n'), LegacyFiles()
    )
    (last,) = [each for each in rows.by_shape["listing_identities"] if each["kind"] == "linked_to"]
    assert len(remarks) == 1000
    assert (last["value"], last["verdict"]) == (None, "cut off")
    assert any("entry 1 break off" in note for note in rows.notes)


def test_a_row_of_another_shape_is_unread_and_the_rest_is_kept(tmp_path: Path) -> None:
    text = ALT.replace("\x1a", "") * 30 + "broken,row\r\n"
    rows = read_list(written(tmp_path, "a.csv", text), LegacyFiles())
    assert rows.refused == [(91, "expected 5 columns: found 2")]
    assert len(rows.by_shape["listings"]) == 90


@pytest.mark.parametrize(
    "text", ["a,b,c,d,e\r\n1,2,aka,x,y\r\n", "1,2,3,4,5\r\n", "mmsi,lat,lon,t,x,y\r\n", "\x00\x01"]
)
def test_other_tables_are_not_taken(tmp_path: Path, text: str) -> None:
    path = written(tmp_path, "sdn.csv", text)
    assert LegacyFiles().recognises(source(path), text.encode()) is None


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("sdn", {"individual": 4620, "entity": 3673, "ship": 406, "aircraft": 277}),
        ("alt", {"alias": 11910}),
        ("add", {"address": 13837}),
        ("sdn_comments", {"remark": 5}),
    ],
)
def test_the_real_files_are_read_row_by_row(real_data: Callable[[str], Path], name: str, kinds: dict[str, int]) -> None:
    path = real_data(f"lists/ofac-sdn-2021-07/{name}.csv")
    exhibit = source(path)
    reader, _ = choose(exhibit)
    rows = Rows()
    reader.read(exhibit, rows)
    raw = [cells for cells in csv.reader(path.open(newline="")) if len(cells) > 1]
    listed = rows.by_shape["listings"]
    assert [each["entry"] for each in listed] == [cells[0] for cells in raw]
    assert {kind: sum(each["kind"] == kind for each in listed) for kind in kinds} == kinds
    assert rows.refused == []
    if name == "sdn":
        printed = sum(cells[11].count("Vessel Registration Identification IMO") for cells in raw)
        numbers = [each for each in rows.by_shape["listing_identities"] if each["kind"] == "imo"]
        assert len(numbers) == sum("IMO" in cells[11] and cells[2] == "vessel" for cells in raw)
        assert printed >= len(numbers)
