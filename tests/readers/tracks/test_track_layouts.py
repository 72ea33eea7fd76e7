"""Each published layout of ship positions is told by its header and read in its own units; two readings are none."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from track_readings import read, read_real

from fairlead.errors import UnreadableError
from fairlead.readers.tracks import mapping
from fairlead.readers.tracks.layouts import LAYOUTS
from fairlead.subjects import mmsi

NOON_US = 1_704_110_400_000_000  # 2024-01-01 12:00 UTC

SPIRE = b"mmsi,msg_timestamp,latitude,longitude,speed,course,heading,collection_type"
BALTIC = (
    b'"timestamp_pretty";"timestamp";"msgid";"targetType";"mmsi";"lat";"long";"posacc";"sog";"cog";"shipType";"dimBow";'
    b'"draught";"dimPort";"dimStarboard";"dimStern";"month";"week";"imo";"country";"name";"callsign"\n'
)
MARINE_TRAFFIC = b"MMSI,LAT,LON,SPEED,HEADING,COURSE,STATUS,TIMESTAMP"


def test_spires_layout_says_na_and_tells_receivers_apart(tmp_path: Path) -> None:
    data = (
        SPIRE + b"\n431000001,2024-01-01T12:00:00Z,36.123455000000001,-120.5,7.5,101.3,99,terrestrial\n"
        b"431000001,2024-01-01T12:00:01Z,36.2,-120.5,NA,NA,NA,satellite\n"
        b"431000001,2024-01-01T12:00:02Z,36.3,-120.5,7.5,360,511,dynamic\n"
    )
    result = read(tmp_path, data)
    assert result.made.reason == "header of Spire's layout"
    assert result.column("t_us") == [NOON_US, NOON_US + 1_000_000, NOON_US + 2_000_000]
    assert result.column("lat_e7") == [361_234_550, 362_000_000, 363_000_000]
    assert result.column("speed_dkn") == [75, None, 75]
    assert result.column("heading_ddeg") == [990, None, None]
    assert result.column("receiver") == ["terrestrial", "satellite", None]
    assert result.made.notes == (
        "receiver 'dynamic' (1 rows) is neither terrestrial nor satellite, taken as not given",
    )


def test_spires_words_for_ships_become_numbers(tmp_path: Path) -> None:
    words = [b"Cargo", b"Pleasure Craft", b"Reserved", b"Unknown", b"Wing In Ground"]
    header = SPIRE + b",sample_method,sample_interval_start,sample_interval_end,ship_type\n"
    rows = [b"43100000%d,2024-01-01T12:00:00Z,36,-120,7,1,9,terrestrial,m,s,e,%s\n" % each for each in enumerate(words)]
    result = read(tmp_path, header + b"".join(rows))
    assert [report["ship_type"] for report in result.static_reports] == [70, 37, 20]
    assert result.made.notes == ()


MARINE_CADASTRE_BROADCASTS = b"X,Y,SOG,COG,Heading,ROT,BaseDateTime,Status,VoyageID,MMSI,ReceiverType,ReceiverID"


@pytest.mark.parametrize("between", ["-", "/"])
def test_an_encrypted_mmsi_is_not_taken_for_one(tmp_path: Path, between: str) -> None:
    """445... would say the flag of a State; in 2009 and from 2015 on the publisher wrote what was sent."""
    row = "\n-122.5,37.8,10,200,511,0,{} 23:59:59,0,12,445000010,r,05R"
    days = [
        f"{day[:4]}{between}{day[4:6]}{between}{day[6:]}" for day in ("20091231", "20100101", "20141231", "20150101")
    ]
    result = read(tmp_path, MARINE_CADASTRE_BROADCASTS + "".join(map(row.format, days)).encode())
    assert result.made.reason == "header of MarineCadastre's broadcasts of 2009 to 2014"
    assert result.column("mmsi") == [445_000_010, mmsi.OWN + 445_000_010, mmsi.OWN + 445_000_010, 445_000_010]
    assert [mmsi.flag(number) for number in result.column("mmsi")] == ["KP", None, None, "KP"]
    position = result.positions[0]
    assert (position["lat_e7"], position["lon_e7"], position["speed_dkn"]) == (378_000_000, -1_225_000_000, 100)
    assert "encrypted" in result.made.notes[0]


def test_the_baltic_layout_is_read_by_its_epoch(tmp_path: Path) -> None:
    row = (
        b'"01/02/2024 05:06:07";1704110400123;1;"A";205000001;54.5;10.25;1;4;159.9;"LAW_ENFORCEMENT";108;6.2;15;6;34;1;'
        b'1;9074729;"Belgium";"SEA STAR";"ONAB"\n'
    )
    result = read(tmp_path, BALTIC + row)
    position, report = result.positions[0], result.static_reports[0]
    assert position["t_us"] == NOON_US + 123_000
    assert (position["lat_e7"], position["lon_e7"]) == (545_000_000, 102_500_000)
    assert (position["speed_dkn"], position["course_ddeg"]) == (40, 1599)
    assert (report["ship_type"], report["imo"], report["name"]) == (55, 9074729, "SEA STAR")
    assert (report["draught_dm"], report["length_dm"], report["beam_dm"]) == (62, 1420, 210)
    assert result.made.notes == ()


def test_a_rounded_epoch_is_read_where_the_time_beside_it_vouches_for_it(tmp_path: Path) -> None:
    rows = [
        b'"%s";%s;1;"A";205000001;54.5;10.25;1;4;159.9;"CARGO";1;6.2;1;6;3;1;1;1;"";"X";""\n' % each
        for each in (
            (b"01/01/2024 12:00:00", b"1.7041104e+12"),
            (b"01/01/2024 12:05:12", b"1.70411E+12"),
            (b"01/01/2024 12:00:00", b"1704110400000"),
            (b"07/13/2024 12:00:00", b"1704110400000"),
        )
    ]
    result = read(tmp_path, BALTIC + b"".join(rows))
    assert (result.column("row"), result.column("t_us")) == ([1, 3, 4], [NOON_US] * 3)
    assert [row["why"] for row in result.unread] == ["timestamp is rounded, as spreadsheets do: '1.70411E+12'"]


def test_global_fishing_watch_writes_times_with_their_offset(tmp_path: Path) -> None:
    data = (
        b"ssvid,gap_id,lat,lon,timestamp,receiver_type\n"
        b"431000001,ab,36.1234567333,-120.5,2024-01-01 12:00:00+00:00,satellite\n"
        b"431000001,ab,36.1,-120.5,2024-01-01 12:00:01 UTC,terrestrial\n"
    )
    result = read(tmp_path, data)
    assert result.column("t_us") == [NOON_US, NOON_US + 1_000_000]
    assert result.column("lat_e7") == [361_234_567, 361_000_000]
    assert result.column("receiver") == ["satellite", "terrestrial"]
    assert result.made.notes == ("columns that are not read: gap_id",)


def test_exact_earth_gives_milliseconds_apart_and_draught_in_tenths(tmp_path: Path) -> None:
    header = (
        b"MMSI,Message_ID,Repeat_indicator,Time,Millisecond,Vessel_Name,Call_sign,IMO,Ship_Type,Dimension_to_Bow,"
        b"Dimension_to_stern,Dimension_to_port,Dimension_to_starboard,Draught,Destination,Navigational_status,SOG,"
        b"Longitude,Latitude,COG,Heading,Longitude_1,Latitude_1\n"
    )
    data = (
        header + b"431000001,1,0,20240101_120000,390,,,,,,,,,,,5.0,7.5,-120.5,36.5,101.3,99.0,,\n"
        b"431000001,5,0,20240101_120001,20,SEA STAR            ,ABCD  ,9074729.0,70.0,100.0,20.0,12.0,8.0,87.0,X  ,"
        b",,,,,,,\n"
    )
    result = read(tmp_path, data)
    assert result.made.reason == "header of exactEarth's layout"
    assert result.column("t_us") == [NOON_US + 390_000, NOON_US + 1_020_000]
    assert result.column("lat_e7") == [365_000_000, None]
    assert (result.column("speed_dkn"), result.column("nav_status")) == ([75, None], [5, None])
    report = result.static_reports[0]
    assert (report["row"], report["name"], report["imo"], report["draught_dm"]) == (2, "SEA STAR", 9074729, 87)
    assert (report["length_dm"], report["beam_dm"]) == (1200, 200)


def test_marine_traffic_gives_degrees_and_tenths_of_a_knot(tmp_path: Path) -> None:
    data = (
        MARINE_TRAFFIC + b",DSRC\n431000001,36.12345,-120.5,75,99,101,0,2024-01-01T12:00:00,TER\n"
        b"431000001,36.5,-120.5,0,-1,0,5,2024-01-01T12:01:00,SAT\n"
    )
    result = read(tmp_path, data)
    assert result.column("lat_e7") == [361_234_500, 365_000_000]
    assert result.column("speed_dkn") == [75, 0]
    assert result.column("receiver") == ["terrestrial", "satellite"]
    assert result.made.reason == (
        "header of MarineTraffic's export, judged by its first 2 rows: positions in deg, speed in 0.1 kn"
    )


def test_marine_traffics_whole_numbers_are_the_unit_of_ais(tmp_path: Path) -> None:
    data = (
        MARINE_TRAFFIC + b"\n431000001,21674070,-72300000,123,99,101,0,2024-01-01 12:00:00\n"
        b"431000001,21674070.0,-72300000,123.0,99,101,0,2024-01-01 12:00:00\n"
        b"431000001,36.12345,-72300000,123,99,101,0,2024-01-01 12:00:00\n"
    )
    with pytest.raises(UnreadableError, match="neither degrees nor whole numbers of 1/600000 degree"):
        read(tmp_path, data)
    early = b"431000001,21674070,-72300000,123,99,101,0,2024-01-01 12:00:00\n" * 2_000
    result = read(tmp_path, data.replace(b"\n", b"\n" + early, 1))
    assert result.column("lat_e7") == [361_234_500] * 2_002
    assert set(result.column("lon_e7")) == {-1_205_000_000}
    assert set(result.column("speed_dkn")) == {123}
    assert "positions in 1/600000 deg, speed in 0.1 kn" in result.made.reason
    assert [(row["row"], row["why"]) for row in result.unread] == [
        (2_003, "LAT is not a whole number, as this table writes all others: '36.12345'")
    ]


def test_speed_in_knots_is_told_by_its_fractions(tmp_path: Path) -> None:
    data = MARINE_TRAFFIC + b"\n431000001,36.5,-120.5,7.5,99,101,0,2024-01-01 12:00:00\n"
    assert read(tmp_path, data).column("speed_dkn") == [75]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (b"36.5,-120.5,12", "SPEED could be knots or tenths of a knot"),
        (b"36,-120,12.5", "LAT and LON could be degrees or 1/600000 degree"),
        (b"4321987.5,13958643.1,12.5", "LAT and LON are neither degrees nor whole numbers of 1/600000 degree"),
    ],
)
def test_two_readings_are_refused_and_a_mapping_settles_them(tmp_path: Path, row: bytes, reason: str) -> None:
    data = MARINE_TRAFFIC + b"\n431000001," + row + b",99,101,0,2024-01-01 12:00:00\n"
    with pytest.raises(UnreadableError, match=reason) as refused:
        read(tmp_path, data)
    assert "mapping" in str(refused.value.hint)
    assert not (tmp_path / "reading").exists()


def test_a_mapping_says_which_of_two_readings_is_meant(tmp_path: Path) -> None:
    data = MARINE_TRAFFIC + b"\n431000001,36,-120,12,99,101,0,2024-01-01 12:00:00\n"
    text = b"columns: {mmsi: MMSI, time: TIMESTAMP, lat: LAT, lon: LON, speed: {column: SPEED, unit: 0.1 kn}}"
    result = read(tmp_path, data, mapping.parse(text, "m.yaml"))
    assert (result.column("lat_e7"), result.column("speed_dkn")) == ([360_000_000], [12])


def test_metres_of_web_mercator_are_refused_until_a_mapping_says_so(tmp_path: Path) -> None:
    # 35 N, 120.5 W: x = R * lon, y = R * ln tan(45 deg + lat / 2), where R is 6,378,137 m
    data = (
        b"MMSI,BaseDateTime,LAT,LON\n431000001,2024-01-01 12:00:00,4163881.144064,-13413998.640589\n"
        b"431000001,2024-01-01 12:00:01,0,0\n431000001,2024-01-01 12:00:02,-4163881.144064,20037508.3\n"
    )
    with pytest.raises(UnreadableError, match="are no degrees in 2 of the first 3 rows; metres of Web Mercator") as no:
        read(tmp_path, data)
    assert "EPSG:3857 m" in str(no.value.hint)
    text = b"""columns:
  mmsi: MMSI
  time: BaseDateTime
  lat: {column: LAT, unit: 'EPSG:3857 m'}
  lon: {column: LON, unit: 'EPSG:3857 m'}"""
    result = read(tmp_path, data, mapping.parse(text, "m.yaml"))
    assert result.column("lat_e7") == [350_000_000, 0, -350_000_000]
    # the last is 43 mm short of the antimeridian
    assert result.column("lon_e7") == [-1_205_000_000, 0, 1_799_999_996]


def test_a_few_rows_in_metres_are_unread_rows(tmp_path: Path) -> None:
    rows = [b"431000001,2024-01-01 12:00:00,36.5,-120.5\n"] * 2 + [b"431000001,2024-01-01 12:00:00,4163881,-13414598\n"]
    result = read(tmp_path, b"MMSI,BaseDateTime,LAT,LON\n" + b"".join(rows))
    assert result.column("row") == [1, 2]
    assert [row["why"] for row in result.unread] == ["LAT is beyond what a position can be: '4163881'"]


def test_names_in_small_letters_are_not_marine_traffics(tmp_path: Path) -> None:
    data = MARINE_TRAFFIC.lower() + b"\n431000001,36.5,-120.5,123,99,101,0,2024-01-01 12:00:00\n"
    with pytest.raises(UnreadableError, match="speed could be knots, km/h or m/s"):
        read(tmp_path, data)


def test_vessel_finder_writes_utc_behind_its_times(tmp_path: Path) -> None:
    header = b"MMSI,TIMESTAMP,LATITUDE,LONGITUDE,COURSE,SPEED,HEADING,NAVSTAT,IMO,NAME,CALLSIGN,TYPE,A,B,C,D,DRAUGHT\n"
    row = b"431000001,2024-01-01 12:00:00 UTC,36.5,-120.5,101.3,7.5,99,5,9074729,SEA STAR,ABCD,70,100,20,12,8,6.5\n"
    result = read(tmp_path, header + row)
    assert (result.column("t_us"), result.column("speed_dkn")) == ([NOON_US], [75])
    assert (result.static_reports[0]["length_dm"], result.static_reports[0]["draught_dm"]) == (1200, 65)


def test_the_brest_set_counts_seconds(tmp_path: Path) -> None:
    header = b"sourcemmsi,navigationalstatus,rateofturn,speedoverground,courseoverground,trueheading,lon,lat,t\n"
    result = read(tmp_path, header + b"431000001,0,0,7.5,101.3,99,-4.5,48.25,1704110400\n")
    assert (result.column("t_us"), result.column("lat_e7")) == ([NOON_US], [482_500_000])


def test_a_number_that_a_spreadsheet_rounded_is_unread_with_that_reason(tmp_path: Path) -> None:
    header = b'"CRAFT_ID","LON","LAT","COURSE","SPEED","TIMESTAMP","Track_ID"\n'
    rows = (
        b'"20929638",115.25,-15.5,182.6,10.3,"2024-01-01 12:00:00","A1"\n'
        b"1.2238e+10,115,-15,1,1,2024-01-01 12:00:00,A2\n"
    )
    result = read(tmp_path, header + rows)
    assert (result.column("mmsi"), result.column("t_us")) == ([20929638], [NOON_US])
    assert [row["why"] for row in result.unread] == ["CRAFT_ID is rounded, as spreadsheets do: '1.2238e+10'"]
    assert result.made.notes == ("CRAFT_ID is the publisher's own number of a ship, not its MMSI",)


def test_a_table_about_ships_without_known_columns_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="about ships in no known layout of positions"):
        read(tmp_path, b"date,ssvid,hour,ter_positions,sat_positions\n2024-01-01,431000001,0,1,3\n")


def test_a_zip_of_several_tables_is_refused_and_resource_forks_are_no_tables(tmp_path: Path) -> None:
    def zipped(*names: str) -> bytes:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for name in names:
                archive.writestr(name, SPIRE + b"\n431000001,2024-01-01T12:00:00Z,36,-120,7,1,9,terrestrial\n")
        return packed.getvalue()

    with pytest.raises(UnreadableError, match="expected a zip with one file, found 2") as refused:
        read(tmp_path, zipped("day1.csv", "day2.csv"))
    assert "one by one" in str(refused.value.hint)
    assert len(read(tmp_path, zipped("day1.csv", "__MACOSX/._day1.csv")).positions) == 1


DOCS = Path(__file__).resolve().parents[3] / "docs" / "readers" / "tracks.md"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_layout_is_documented(layout: str) -> None:
    assert f"| {layout} |" in DOCS.read_text()


def test_the_mapping_and_the_units_of_the_docs_are_those_of_the_program() -> None:
    text = DOCS.read_text()
    example = mapping.parse(text.partition("```yaml\n")[2].partition("```")[0].encode(), "docs")
    assert example.columns["lat"].factor == mapping.UNITS["lat"]["1/600000 deg"]
    for role in mapping.ROLES:
        assert f"`{role}`" in text
    for unit in {unit for units in mapping.UNITS.values() for unit in units}:
        assert f"`{unit}`" in text


def _rows(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    with path.open(newline="") as stream:
        return list(csv.DictReader(stream, delimiter=delimiter))


@pytest.mark.parametrize(
    "name", ["sample_intervals", "task4_mmsi_211430830", "task4_mmsi_2579999", "task4_mmsi_563040400"]
)
def test_real_spire_files_are_read_in_full(tmp_path: Path, real_data: Callable[[str], Path], name: str) -> None:
    path = real_data(f"ais/provider-formats/spire_like/{name}.csv")
    result, rows = read_real(tmp_path, path), _rows(path)
    assert (len(result.positions), result.made.unread) == (len(rows), 0)
    for position, row in zip(result.positions, rows, strict=True):
        assert position["mmsi"] == int(row["mmsi"])
        moment = datetime.fromisoformat(row["msg_timestamp"]).astimezone(UTC)
        assert position["t_us"] == round(moment.timestamp()) * 1_000_000
        assert position["lat_e7"] == round(Decimal(row["latitude"]) * 10**7)
        assert position["lon_e7"] == round(Decimal(row["longitude"]) * 10**7)
        assert (position["speed_dkn"] is None) == (row["speed"] == "NA" or Decimal(row["speed"]) >= Decimal("102.3"))
    said = Counter(row["collection_type"] for row in rows)
    heard = Counter(result.column("receiver"))
    assert (heard["terrestrial"], heard["satellite"]) == (said["terrestrial"], said["satellite"])


def test_the_real_baltic_file_is_read_in_full(tmp_path: Path, real_data: Callable[[str], Path]) -> None:
    path = real_data("ais/provider-formats/baltic_202018_20k.csv")
    result, rows = read_real(tmp_path, path), _rows(path, ";")
    assert (len(result.positions), result.made.unread, result.made.notes) == (len(rows), 0, ())
    assert result.column("t_us") == [int(Decimal(row["timestamp"])) * 1_000 for row in rows]
    assert result.column("lon_e7") == [int(Decimal(row["long"]) * 10**7) for row in rows]
    first = {(int(row["mmsi"]), row["name"]) for row in rows if row["name"] not in ("", "NA")}
    assert {(report["mmsi"], report["name"]) for report in result.static_reports} >= first


def test_the_real_omtad_file_loses_no_row(tmp_path: Path, real_data: Callable[[str], Path]) -> None:
    path = real_data("ais/omtad/MPF_Jan_2020_Grid_Tanker.csv")
    result, rows = read_real(tmp_path, path), _rows(path)
    damaged = [place for place, row in enumerate(rows, 1) if row["CRAFT_ID"] == "END"]
    assert [row["row"] for row in result.unread] == damaged
    assert len(result.positions) == len(rows) - len(damaged)
    for position in result.positions:
        row = rows[position["row"] - 1]
        assert position["mmsi"] == int(row["CRAFT_ID"])
        assert position["lat_e7"] == round(Decimal(row["LAT"]) * 10**7)


@pytest.mark.parametrize("name", ["gap_positions_ee", "gap_positions_gfw", "position_messages"])
def test_real_tables_of_global_fishing_watch_are_read_in_full(
    tmp_path: Path, real_data: Callable[[str], Path], name: str
) -> None:
    path = real_data(f"ais/gfw-gap-case-2018/{name}.csv.zip")
    with zipfile.ZipFile(path) as archive:
        rows = list(csv.DictReader(io.TextIOWrapper(archive.open(archive.namelist()[0]), "utf-8")))
    result = read_real(tmp_path, path)
    assert (len(result.positions), result.made.unread) == (len(rows), 0)
    for position, row in zip(result.positions, rows, strict=True):
        assert (position["mmsi"], position["lat_e7"]) == (int(row["ssvid"]), round(Decimal(row["lat"]) * 10**7))
        assert position["t_us"] == round(datetime.fromisoformat(row["timestamp"]).timestamp()) * 1_000_000
        assert position["receiver"] == row.get("receiver_type")


@pytest.mark.parametrize("name", ["gaps_data", "hourly_gfw", "vessel_performance"])
def test_real_tables_that_hold_no_positions_are_refused(
    tmp_path: Path, real_data: Callable[[str], Path], name: str
) -> None:
    with pytest.raises(UnreadableError, match="about ships in no known layout of positions"):
        read_real(tmp_path, real_data(f"ais/gfw-gap-case-2018/{name}.csv.zip"))
