"""Delimited text becomes positions and static reports; every data row is one position or one unread row."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from examples import examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from track_readings import ListSink, read, read_real, source_of

from fairlead.errors import UnreadableError
from fairlead.readers.tracks import mapping
from fairlead.readers.tracks.delimited import BLOCK_BYTES, CsvTracks

HEADER = (
    b"MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName,IMO,CallSign,VesselType,Status,Length,Width,Draft,Cargo,"
    b"TransceiverClass\n"
)
ROW = b"431000001,2024-01-01T12:00:00,36.12345,-120.5,7.5,101.3,99,SEA STAR,IMO9074729,ABCD,70,5,120,20,6.5,70,A\n"
NOON_US = 1_704_110_400_000_000

DANISH = (
    b"# Timestamp,Type of mobile,MMSI,Latitude,Longitude,Navigational status,ROT,SOG,COG,Heading,IMO,Callsign,Name,"
    b"Ship type,Cargo type,Width,Length,Type of position fixing device,Draught,Destination,ETA,Data source type,A,B,C,"
    b"D\n31/12/2023 23:59:59,Class A,219000001,55.123456,12.654321,Under way using engine,0.0,12.3,181.5,180,9074729,"
    b"OXYZ,NORDHAV,Tanker,Category X,20,140,GPS,8.1,AALBORG,01/01/2024 06:00:00,AIS,100,40,10,10\n"
    b"31/12/2023 23:59:59,Base Station,2190001,55.5,12.5,Unknown value,,,,,Unknown,Unknown,,Undefined,,,,Undefined,,,,"
    b"AIS,,,,\n"
    b"01/13/2024 00:00:00,Class A,219000001,55.1,12.6,Moored,,0.0,,,,,,,,,,,,,,AIS,,,,\n"
)


def table(*rows: bytes) -> bytes:
    return HEADER + b"".join(rows)


def test_a_marine_cadastre_row_becomes_integers(tmp_path: Path) -> None:
    result = read(tmp_path, table(ROW))
    position = result.positions[0]
    assert position.pop("exhibit") > 0
    assert position == {
        "row": 1,
        "mmsi": 431000001,
        "t_us": NOON_US,
        "lat_e7": 361_234_500,
        "lon_e7": -1_205_000_000,
        "speed_dkn": 75,
        "course_ddeg": 1013,
        "heading_ddeg": 990,
        "nav_status": 5,
        "receiver": None,
    }
    report = result.static_reports[0]
    assert report.pop("exhibit") > 0
    assert report == {
        "row": 1,
        "mmsi": 431000001,
        "t_us": NOON_US,
        "imo": 9074729,
        "name": "SEA STAR",
        "call_sign": "ABCD",
        "ship_type": 70,
        "draught_dm": 65,
        "destination": None,
        "length_dm": 1200,
        "beam_dm": 200,
        "receiver": None,
    }
    assert result.made.reason == "header of MarineCadastre's layout"


def test_values_that_mean_not_available_are_none_and_the_row_stays(tmp_path: Path) -> None:
    row = b"431000001,2024-01-01T12:00:00,91.0,181.0,102.3,360.0,511,,IMO0000000,,0,15,0,0,0,,A\n"
    result = read(tmp_path, table(row))
    position = result.positions[0]
    assert [
        position[name] for name in ("lat_e7", "lon_e7", "speed_dkn", "course_ddeg", "heading_ddeg", "nav_status")
    ] == [None] * 6
    assert result.static_reports == []
    assert result.made.unread == 0
    assert result.made.notes == ()


@pytest.mark.parametrize(
    "header",
    [
        HEADER.replace(b",TransceiverClass", b""),  # 2015 to 2017
        HEADER.replace(b"TransceiverClass", b"TranscieverClass"),  # 2018 on
        HEADER.lower(),
        b"mmsi,base_date_time,latitude,longitude,sog,cog,heading,vessel_name,imo,call_sign,vessel_type,status,length,"
        b"width,draft,cargo,transceiver\n",
        b"\xef\xbb\xbf" + HEADER,
        b"\r\n" + HEADER.replace(b"\n", b"\r\n"),
        HEADER.replace(b"MMSI", b'"MMSI"'),
    ],
)
def test_the_layouts_of_all_years_are_recognised(tmp_path: Path, header: bytes) -> None:
    row = ROW if b"rans" in header else ROW.replace(b",A\n", b"\n")
    result = read(tmp_path, header + row)
    assert result.column("lat_e7") == [361_234_500]
    assert result.static_reports[0]["name"] == "SEA STAR"


def test_the_newest_layout_gives_longitude_first(tmp_path: Path) -> None:
    header = b"mmsi,base_date_time,longitude,latitude,sog\n"
    result = read(tmp_path, header + b"431000001,2025-01-01 12:00:00,-120.5,36.5,7.5\n")
    assert (result.column("lat_e7"), result.column("lon_e7")) == ([365_000_000], [-1_205_000_000])


def test_the_danish_layout_is_day_first_and_in_words(tmp_path: Path) -> None:
    result = read(tmp_path, DANISH)
    ship, station = result.positions
    assert ship["t_us"] == 1_704_067_199_000_000
    assert (ship["lat_e7"], ship["lon_e7"]) == (551_234_560, 126_543_210)
    assert (ship["speed_dkn"], ship["course_ddeg"], ship["heading_ddeg"], ship["nav_status"]) == (123, 1815, 1800, 0)
    assert (station["speed_dkn"], station["nav_status"]) == (None, None)
    report = result.static_reports[0]
    assert (report["imo"], report["name"], report["call_sign"]) == (9074729, "NORDHAV", "OXYZ")
    assert (report["ship_type"], report["draught_dm"], report["destination"]) == (81, 81, "AALBORG")
    assert (report["length_dm"], report["beam_dm"]) == (1400, 200)
    assert [(row["row"], row["why"]) for row in result.unread] == [
        (3, "# Timestamp is not a time written as %d/%m/%Y %H:%M:%S: '01/13/2024 00:00:00'")
    ]


def test_each_data_row_is_a_position_or_an_unread_row(tmp_path: Path) -> None:
    rows = [ROW] * 9
    rows[1] = ROW.replace(b"36.12345", b"north")
    rows[3] = b"431000001,short\n"
    rows[4] = b"\n"  # no row
    rows[6] = ROW.replace(b"431000001", b"")
    rows[7] = ROW.replace(b"36.12345", b"95.0")
    rows[8] = b"a,\xff,c\n"
    result = read(tmp_path, table(*rows))
    assert result.column("row") == [1, 3, 5]
    assert [(row["row"], row["why"]) for row in result.unread] == [
        (2, "LAT is not a number: 'north'"),
        (4, "the row has not the header's number of cells: 2 of 17"),
        (6, "MMSI is not given: 'None'"),
        (7, "LAT is beyond what a position can be: '95.0'"),
        (8, "the row has not the header's number of cells: 3 of 17"),
    ]
    assert result.made.reasons["LAT is not a number"] == 1
    assert "MMSI=431000001" in result.unread[0]["excerpt"]


def test_rows_keep_their_numbers_across_blocks(tmp_path: Path) -> None:
    count = 3 * BLOCK_BYTES // len(ROW)
    rows = [ROW] * count
    for place in range(0, count, 1_000):
        rows[place] = b"1,2\n"
    result = read(tmp_path, table(*rows))
    expected = [place + 1 for place in range(count) if place % 1_000]
    # told apart by first difference: pytest would take minutes to print these lists
    assert next((pair for pair in zip(result.column("row"), expected, strict=True) if pair[0] != pair[1]), None) is None
    assert [row["row"] for row in result.unread] == list(range(1, count + 1, 1_000))


def test_a_quoted_cell_may_hold_a_line_break(tmp_path: Path) -> None:
    result = read(tmp_path, table(ROW.replace(b"SEA STAR", b'"SEA\nSTAR, ""A"""'), ROW))
    assert [report["name"] for report in result.static_reports] == ['SEA\nSTAR, "A"', "SEA STAR"]
    assert result.column("row") == [1, 2]


def test_a_line_break_in_a_cell_may_fall_on_the_end_of_a_block(tmp_path: Path) -> None:
    broken = ROW.replace(b"SEA STAR", b'"' + b"\n" * 500 + b'"')
    count = 2 * BLOCK_BYTES // len(broken)
    result = read(tmp_path, table(*[broken] * count))
    assert (len(result.positions), result.made.unread) == (count, 0)


def test_bytes_that_are_not_utf_8_are_read_as_latin_1_and_counted(tmp_path: Path) -> None:
    result = read(tmp_path, table(ROW.replace(b"SEA STAR", b"S\xc6L\xd8"), ROW.replace(b"SEA STAR", "SÆLØ".encode())))
    assert [report["name"] for report in result.static_reports] == ["SÆLØ"]
    assert result.made.notes == ("2 bytes are not UTF-8; they are read as Latin-1",)


def test_values_that_ais_cannot_hold_are_not_given_and_counted(tmp_path: Path) -> None:
    result = read(tmp_path, table(ROW.replace(b"101.3", b"-49.6"), ROW.replace(b"7.5", b"400")))
    assert result.column("course_ddeg") == [None, 1013]
    assert result.column("speed_dkn") == [75, None]
    assert result.made.notes == (
        "COG: 1 values that AIS cannot hold, taken as not given",
        "SOG: 1 values that AIS cannot hold, taken as not given",
    )


def test_a_static_report_comes_where_something_changes(tmp_path: Path) -> None:
    other = ROW.replace(b"431000001", b"440000002")
    silent = b"431000001,2024-01-01T12:00:00,36.1,-120.5,7.5,101.3,99,,,,,5,,,,,A\n"
    deeper = ROW.replace(b"6.5", b"9.0")
    result = read(tmp_path, table(ROW, other, ROW, silent, ROW.replace(b"36.1", b"36.2"), deeper, other, ROW))
    assert [(report["row"], report["draught_dm"]) for report in result.static_reports] == [
        (1, 65),
        (2, 65),
        (6, 90),
        (8, 65),
    ]


def test_names_of_one_length_are_told_apart(tmp_path: Path) -> None:
    names = [b"SEA STAR", b"SEA STAB", b"STAR SEA", b"STAR SEA", b"S\xc3\x86A STA"]
    result = read(tmp_path, table(*[ROW.replace(b"SEA STAR", name) for name in names]))
    assert [report["row"] for report in result.static_reports] == [1, 2, 3, 5]


def test_changes_are_seen_across_blocks_too(tmp_path: Path) -> None:
    many = [ROW] * (BLOCK_BYTES // len(ROW) + 10)
    result = read(tmp_path, table(*many, ROW.replace(b"SEA STAR", b"SEA STAR II")))
    assert [report["name"] for report in result.static_reports] == ["SEA STAR", "SEA STAR II"]


def test_columns_that_are_not_read_are_named(tmp_path: Path) -> None:
    result = read(tmp_path, b"MMSI,BaseDateTime,LAT,LON,Mood\n431000001,2024-01-01T12:00:00,1,2,fine\n")
    assert result.made.notes == ("columns that are not read: Mood",)


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        (
            b"MMSI,Zeit,Breite,Laenge\n",
            "a table about ships in no known layout of positions, with the columns MMSI, Zeit, Breite, Laenge",
        ),
        (b"MMSI,BaseDateTime,LAT,Latitude,LON\n", "columns that mean the same: LAT, Latitude"),
        (b"MMSI,MMSI,BaseDateTime,LAT,LON\n", "columns that mean the same: MMSI"),
        (b"MMSI,ssvid,t,BaseDateTime,LAT,LON\n", "fits MarineCadastre's layout and Global Fishing Watch's layout"),
        (b"Time,MMSI,Latitude,Longitude\n", "in no known layout"),
    ],
)
def test_a_foreign_or_ambiguous_header_is_refused(tmp_path: Path, header: bytes, reason: str) -> None:
    with pytest.raises(UnreadableError, match=reason):
        read(tmp_path, header + b"1,2,3,4\n")
    assert not (tmp_path / "reading").exists()


def test_a_header_alone_gives_a_reading_without_rows(tmp_path: Path) -> None:
    assert read(tmp_path, HEADER).made.counts == {"positions": 0, "static_reports": 0}


def test_an_endless_row_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="longer than"):
        read(tmp_path, HEADER + ROW + b"x" * (3 * BLOCK_BYTES))


def test_a_quote_that_never_closes_is_refused_or_seen(tmp_path: Path) -> None:
    result = read(tmp_path, table(ROW, ROW.replace(b"SEA STAR", b'"SEA STAR'), *[ROW] * 5))
    assert result.column("row") == [1]
    assert "over 6 lines" in result.unread[0]["why"]


def test_utf_16_is_refused_with_a_way_out(tmp_path: Path) -> None:
    data = table(ROW).decode().encode("utf-16")
    with pytest.raises(UnreadableError, match="UTF-16") as refused:
        read(tmp_path, data)
    assert "encoding: utf-16" in str(refused.value.hint)
    text = """columns: {mmsi: MMSI, time: BaseDateTime, lat: LAT, lon: LON}
encoding: utf-16"""
    assert read(tmp_path, data, mapping.parse(text.encode(), "m.yaml")).column("lat_e7") == [361_234_500]


def test_a_gzip_cut_off_in_its_middle_leaves_no_reading(tmp_path: Path) -> None:
    rows = [ROW.replace(b"36.12345", b"36.%05d" % (place * 7919 % 100_000)) for place in range(100_000)]
    packed = gzip.compress(table(*rows), compresslevel=1)
    with pytest.raises(UnreadableError, match="truncated"):
        read(tmp_path, packed[: len(packed) // 2])
    assert not (tmp_path / "reading").exists()


def test_a_mapping_reads_a_table_that_nobody_published(tmp_path: Path) -> None:
    text = """
columns:
  mmsi: Kennung
  time: {column: Zeit, format: "%d.%m.%Y %H:%M", zone: Asia/Seoul}
  lat: {column: Breite, unit: 1/600000 deg}
  lon: Laenge
  speed: {column: Fahrt, unit: m/s}
  to_bow: a
  to_stern: b
  receiver: {column: Quelle, values: {SAT: satellite, KUESTE: terrestrial}}
delimiter: ";"
decimal: ","
missing: ["-"]
"""
    data = (
        b"Zeit;Kennung;Breite;Laenge;Fahrt;a;b;Quelle\n"
        b"01.01.2024 21:00;431000001;21674070;-120,5;5,144444;100;20;SAT\n"
        b"01.01.2024 21:01;431000001;-;-120,5;-;-;20;Boje\n"
    )
    result = read(tmp_path, data, mapping.parse(text.encode(), "m.yaml"))
    assert result.column("t_us") == [NOON_US, NOON_US + 60_000_000]
    assert result.column("lat_e7") == [361_234_500, None]
    assert result.column("speed_dkn") == [100, None]
    assert result.column("receiver") == ["satellite", None]
    assert [report["length_dm"] for report in result.static_reports] == [1200]
    assert result.made.libraries["mapping"]
    assert result.made.notes == ("receiver 'boje' (1 rows) is neither terrestrial nor satellite, taken as not given",)


def test_a_mapping_that_names_a_column_that_is_not_there_is_refused(tmp_path: Path) -> None:
    made = mapping.parse(b"columns: {mmsi: MMSI, time: BaseDateTime, lat: LAT, lon: LONG}", "m.yaml")
    with pytest.raises(UnreadableError, match="expected the column 'LONG' once, found it not"):
        read(tmp_path, table(ROW), made)


@settings(max_examples=examples(150), suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.sampled_from([HEADER, DANISH, b"ssvid;t;lat;lon\n", b""]), st.lists(st.binary(max_size=80), max_size=8))
def test_whatever_bytes_follow_the_reading_is_made_or_refused(tmp_path: Path, head: bytes, tail: list[bytes]) -> None:
    sink = ListSink()
    reader = CsvTracks()
    source = source_of(tmp_path, head + b"\n".join(tail))
    try:
        if reader.recognises(source, head + b"\n".join(tail)):
            reader.read(source, sink)
    except UnreadableError:
        pass


printable = st.text(st.characters(codec="ascii", exclude_characters='",\r\n\0', exclude_categories=["Cc"]), max_size=9)


@settings(max_examples=examples(100), suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(*[printable] * 4), min_size=1, max_size=20))
def test_positions_and_unread_rows_add_up_to_the_data_rows(tmp_path: Path, rows: list[tuple[str, ...]]) -> None:
    lines = [",".join(row) for row in rows]
    sink = ListSink()
    CsvTracks().read(source_of(tmp_path, ("MMSI,BaseDateTime,LAT,LON\n" + "\n".join(lines)).encode()), sink)
    assert sink.shapes["positions"] + len(sink.unread_rows) == len(rows)


@pytest.mark.parametrize("name", ["marinecadastre_20221208_8min.csv", "marinecadastre_20230101_1000.csv"])
def test_real_marine_cadastre_files_are_read_in_full(
    tmp_path: Path, real_data: Callable[[str], Path], name: str
) -> None:
    path = real_data(f"ais/provider-formats/{name}")
    result = read_real(tmp_path, path)
    with path.open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(result.positions) + len(result.unread) == len(rows)
    for position in result.positions:
        row = rows[position["row"] - 1]
        assert position["mmsi"] == int(row["MMSI"])
        assert Decimal(position["lat_e7"]) / 10**7 == Decimal(row["LAT"])
        assert Decimal(position["lon_e7"]) / 10**7 == Decimal(row["LON"])
        assert (position["speed_dkn"] is None) == (Decimal(row["SOG"]) >= Decimal("102.3"))
    for unread in result.unread:  # two rows run into each other in the published file
        assert not rows[unread["row"] - 1]["COG"].replace(".", "").isdigit()
    names = {(int(row["MMSI"]), row["VesselName"].strip() or None) for row in rows if row["VesselName"].strip()}
    assert {(report["mmsi"], report["name"]) for report in result.static_reports if report["name"]} <= names


def test_the_baltic_table_is_read_with_a_mapping(tmp_path: Path, real_data: Callable[[str], Path]) -> None:
    path = real_data("ais/provider-formats/baltic_202018_20k.csv")
    text = """
columns:
  mmsi: mmsi
  time: {column: timestamp, epoch: ms}
  lat: lat
  lon: long
  speed: sog
  course: cog
  imo: imo
  name: name
  call_sign: callsign
  draught: draught
  to_bow: dimBow
  to_stern: dimStern
"""
    data = path.read_bytes()
    result = read(tmp_path, data, mapping.parse(text.encode(), "baltic.yaml"))
    with path.open(newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter=";"))
    rounded = [place for place, row in enumerate(rows, 1) if "e" in row["timestamp"]]  # nothing vouches for these
    assert [row["row"] for row in result.unread] == rounded
    rows = [row for row in rows if "e" not in row["timestamp"]]
    assert len(result.positions) == len(rows)
    utc = [datetime.strptime(row["timestamp_pretty"] + "+0000", "%d/%m/%Y %H:%M:%S%z").timestamp() for row in rows]
    assert [t_us // 1_000_000 for t_us in result.column("t_us")] == utc
    assert {report["imo"] for report in result.static_reports} - {None} == {int(r["imo"]) for r in rows if r["imo"]} - {
        0
    }


def test_remarks_before_the_header_hide_no_table(tmp_path: Path) -> None:
    text = "# Drawn from a larger day, by hand\n#\nMMSI,BaseDateTime,LAT,LON\n457000001,2030-01-02T03:04:05,1,2\n"
    found = read(tmp_path, text.encode())
    assert (found.made.counts["positions"], found.made.unread, found.column("row")) == (1, 0, [1])


def test_a_year_first_is_read_however_its_parts_are_written(tmp_path: Path) -> None:
    header = "MMSI,BaseDateTime,LAT,LON\n"
    days = ("2030/1/2 3:04", "2030-1-2T03:04:00", "2030.01.02 03:04:00.5", "2030/1-2 3:04", "2030/13/2 3:04")
    found = read(tmp_path, (header + "".join(f"457000001,{day},1,2\n" for day in days)).encode())
    assert (found.made.counts["positions"], found.made.unread) == (3, 2)
    assert found.column("t_us") == [1_893_553_440_000_000, 1_893_553_440_000_000, 1_893_553_440_500_000]
