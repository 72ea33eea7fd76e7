"""Tables of no known publisher: read where their own words leave one reading, else refused. All rows are fictitious."""

from __future__ import annotations

from pathlib import Path

import pytest
from track_readings import read

from fairlead.errors import UnreadableError
from fairlead.readers.tracks.mapping import parse

EIGHT_US = 1_705_305_600_000_000  # 2024-01-15, 08:00 UTC


def positions(folder: Path, text: str) -> list[tuple[int | None, ...]]:
    found = read(folder, text.encode())
    columns = ("mmsi", "t_us", "lat_e7", "lon_e7", "speed_dkn", "course_ddeg")
    return list(zip(*(found.column(column) for column in columns), strict=True))


WHOLE = (457000001, EIGHT_US, 515_000_000, 23_000_000, 125, 1800)


@pytest.mark.parametrize(
    "text",
    [
        "mmsi,timestamp,lat,lon,sog,cog\n457000001,2024-01-15T08:00:00Z,51.5,2.3,12.5,180.0\n",
        "mmsi,timestamp,lat,lon,sog,cog\n457000001,2024-01-15T17:00:00+09:00,51.5,2.3,12.5,180.0\n",
        "mmsi;imo_nr;date_time_utc;lon;lat;sog;cog\n457000001;;2024-01-15 08:00:00;2.3;51.5;12.5;180.0\n",
        "MMSI,ts,lat,lng,sog_knots,cog_deg\n457000001,1705305600,51.5,2.3,12.5,180\n",
        "mmsi,epoch_ms,latitude,longitude,sog,cog\n457000001,1705305600000,51.5,2.3,12.5,180\n",
        "mmsi;time_utc;lat;lon;sog;cog\n457000001;2024-01-15 08:00:00;51,5;2,3;12,5;180,0\n",
        "MMSI\tDateTime (UTC)\tLatitude\tLongitude\tSpeed (knots)\tCourse\n"
        "457000001\t2024-01-15 08:00:00\t51.5\t2.3\t12.5\t180\n",
        # As offices that share one store of messages export it: a second time says when the ship spoke of itself.
        "mmsi,imo,vessel_name,vessel_type,length,width,flag_code,destination,draught,longitude,latitude,sog,cog,rot,"
        "heading,nav_status,nav_status_code,source,dt_pos_utc,dt_static_utc,message_type,eeid\n"
        "457000001,9074729,GRAY HERON,Cargo,100,20,MN,NAMPO,7.1,2.3,51.5,12.5,180,0,180,Under Way Using Engine,0,S-AIS,"
        "2024-01-15 08:00:00,2024-01-15 07:58:00,1,17\n",
        # As a workbench of a public body writes it.
        "timestamp_utc,mmsi,lat,lon,sog,cog,true_heading,navigation_status\n"
        "2024-01-15T08:00:00,457000001,51.5,2.3,12.5,180,511,0\n",
        'MMSI,TSTAMP,LATITUDE,LONGITUDE,COG,SOG\n457000001,"2024-01-15 08:00:00 GMT",51.5,2.3,180.0,12.5\n',
    ],
)
def test_the_same_position_in_ten_tables_is_the_same_position(tmp_path: Path, text: str) -> None:
    assert positions(tmp_path, text) == [WHOLE]


def test_a_unit_in_a_name_is_told_as_what_it_is(tmp_path: Path) -> None:
    text = "mmsi,timestamp,lat,lon,speed_knots,course\n457000001,2024-01-15T08:00:00Z,51.5,2.3,12.5,180.0\n"
    assert positions(tmp_path, text) == [WHOLE]
    assert "speed in kn, as the name speed_knots says" in read(tmp_path, text.encode()).made.reason


def test_the_units_of_ais_itself_are_told_by_the_rows_and_not_available_stays_so(tmp_path: Path) -> None:
    text = (
        "MMSI,TSTAMP,LATITUDE,LONGITUDE,COG,SOG,HEADING,NAVSTAT\n"
        "457000001,1705305600,30900000,1380000,1800,125,180,0\n"
        "457000001,1705305600,30900000,1380000,3600,1023,511,15\n"
    )
    assert positions(tmp_path, text) == [WHOLE, (*WHOLE[:4], None, None)]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("mmsi,timestamp,lat,lon,sog\n457000001,2024-01-15 08:00:00,51.5,2.3,12.5\n", "no offset from UTC"),
        ("mmsi,time_utc,lat,lon,sog\n457000001,03/04/2024 08:00,51.5,2.3,12.5\n", "could be two times: '03/04/2024"),
        ("mmsi,time_utc,lat,lon,sog\n457000001,2024-01-15,51.5,2.3,12.5\n", "could be two times"),
        ("mmsi,time,lat,lon,sog\n457000001,2024-01-15T08:00:00Z,51.5,2.3,12\n", "knots or tenths of a knot"),
        ("mmsi,time,lat,lon,speed\n457000001,2024-01-15T08:00:00Z,51.5,2.3,12.5\n", "knots, km/h or m/s"),
        ("mmsi,time,lat,lon,cog\n457000001,2024-01-15T08:00:00Z,51,2,12.5\n", "degrees or 1/600000 degree"),
        ("mmsi,time,lat,lon,cog\n457000001,2024-01-15T08:00:00Z,51.5,2.3,370.5\n", "neither degrees nor tenths"),
        ("mmsi,time,ts,lat,lon,sog\n457000001,1705305600,1705305600,51.5,2.3,12.5\n", "time could be time or ts"),
        ("mmsi,time,lat,lon,sog\n457000001,12.5,51.5,2.3,12.5\n", "could be two times: '12.5'"),
        ("mmsi,time,lat,lon\n457000001,2024-01-15T08:00:00Z,51.5,2.3\n", "no known layout"),
        ("scene_id,mmsi,time,lat,lon,heading\nS1,457000001,2024-01-15T08:00:00Z,51.5,2.3,9\n", "no known layout"),
        ("event_id,mmsi,time,lat,lon,sog\nS1,457000001,2024-01-15T08:00:00Z,51.5,2.3,9.5\n", "no known layout"),
    ],
)
def test_what_could_be_two_things_or_no_message_is_refused(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(UnreadableError, match=why) as refused:
        read(tmp_path, text.encode())
    assert "mapping" in str(refused.value.hint)


def test_the_hint_is_a_mapping_that_needs_only_the_doubt_settled(tmp_path: Path) -> None:
    text = b"mmsi,seen_utc,lat,lon,speed\n457000001,2024-01-15 08:00:00,51.5,2.3,12.5\n"
    with pytest.raises(UnreadableError) as refused:
        read(tmp_path, text)
    hint = str(refused.value.hint)
    assert hint.endswith("columns: {mmsi: mmsi, time: seen_utc, lat: lat, lon: lon, speed: {column: speed, unit: kn}}")
    found = read(tmp_path, text, mapping=parse(hint[hint.index("columns:") :].encode(), "m.yaml"))
    assert found.column("speed_dkn") == [125]


def test_what_is_not_read_is_told(tmp_path: Path) -> None:
    text = b"mmsi,time,lat,lon,sog,draught,rot\n457000001,2024-01-15T08:00:00Z,51.5,2.3,12.5,71,0\n"
    notes = " ".join(read(tmp_path, text).made.notes)
    assert "not read: draught, rot" in notes
    assert "draught could be metres or tenths of a metre" in notes


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("2024/1/15 8:00", "times in UTC, as the name time_utc says"),
        ("15.01.2024 08:00:00", "day first (dots part them)"),
        ("15/01/2024 08:00", "day first (the greatest day is 15)"),
        ("1/15/2024 8:00:00", "month first (the greatest day is 15)"),
    ],
)
def test_an_order_of_day_and_month_that_cannot_be_another_is_read(tmp_path: Path, day: str, why: str) -> None:
    text = f"mmsi,time_utc,lat,lon,sog,cog\n457000001,{day},51.5,2.3,12.5,180.0\n"
    assert positions(tmp_path, text) == [WHOLE]
    assert why in read(tmp_path, text.encode()).made.reason


def test_a_row_that_denies_the_order_is_unread(tmp_path: Path) -> None:
    rows = (
        "457000001,15/01/2024 08:00,51.5,2.3,12.5,180.0\n" * 20_000 + "457000001,01/16/2024 08:00,51.5,2.3,12.5,180.0\n"
    )
    found = read(tmp_path, ("mmsi,time_utc,lat,lon,sog,cog\n" + rows).encode())
    assert (found.made.counts["positions"], found.made.unread) == (20_000, 1)


@pytest.mark.parametrize("day", ["05/06/2024 08:00", "15.01.2024", "15.13.2024 08:00", "15/01/24 08:00"])
def test_an_order_that_could_be_another_and_what_is_no_time_are_refused(tmp_path: Path, day: str) -> None:
    with pytest.raises(UnreadableError, match="could be two times"):
        positions(tmp_path, f"mmsi,time_utc,lat,lon,sog,cog\n457000001,{day},51.5,2.3,12.5,180.0\n")
