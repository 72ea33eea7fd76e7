"""Positions in JSON: the forms in which they are published, one reading or none, and nothing lost. All fictitious."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from track_readings import Read, read

from fairlead.errors import UnreadableError
from fairlead.readers.tracks.mapping import parse

EIGHT_US = 1_705_305_600_000_000  # 2024-01-15, 08:00 UTC
WHOLE = (457000001, EIGHT_US, 515_000_000, 23_000_000, 125, 1800)
FLAT = {"mmsi": 457000001, "timestamp": "2024-01-15T08:00:00Z", "lat": 51.5, "lon": 2.3, "sog": 12.5, "cog": 180.0}
STREAMED = {
    "Message": {
        "PositionReport": {
            **{"Cog": 180, "Latitude": 51.5, "Longitude": 2.3, "MessageID": 1, "NavigationalStatus": 0, "Sog": 12.5},
            **{"Timestamp": 31, "TrueHeading": 511, "UserID": 457000001, "Valid": True},
        }
    },
    "MessageType": "PositionReport",
    "MetaData": {
        **{"MMSI": 457000001, "ShipName": "GRAY HERON", "latitude": 51.5, "longitude": 2.3},
        "time_utc": "2024-01-15 08:00:00.000000123 +0000 UTC",
    },
}
STATIC = {
    "Message": {
        "ShipStaticData": {
            **{"CallSign": "9XYZ1", "Destination": "NAMPO", "ImoNumber": 9074729, "MaximumStaticDraught": 7.1},
            **{"Dimension": {"A": 80, "B": 20, "C": 10, "D": 10}, "Name": "GRAY HERON", "Type": 70},
        }
    },
    "MessageType": "ShipStaticData",
    "MetaData": STREAMED["MetaData"],
}
FEATURE = {
    "mmsi": 457000001,
    "type": "Feature",
    "geometry": {"type": "Point", "coordinates": [2.3, 51.5]},
    "properties": {
        **{"mmsi": 457000001, "sog": 12.5, "cog": 180.0, "navStat": 0, "rot": 0, "posAcc": True, "raim": False},
        **{"heading": 180, "timestamp": 12, "timestampExternal": 1705305600000},
    },
}


def positions(found: Read) -> list[tuple[int | None, ...]]:
    columns = ("mmsi", "t_us", "lat_e7", "lon_e7", "speed_dkn", "course_ddeg")
    return list(zip(*(found.column(column) for column in columns), strict=True))


def lines(*records: Any) -> str:
    return "".join(f"{json.dumps(record)}\n" for record in records)


@pytest.mark.parametrize(
    "text",
    [
        lines(FLAT),
        json.dumps([FLAT]),
        json.dumps({"data": [FLAT], "total": 1}, indent=2),
        lines({"ssvid": "457000001", "timestamp": "2024-01-15T08:00:00Z", "lat": 51.5, "lon": 2.3, "speed": 12.5,
               "course": 180.0, "heading": None, "receiver_type": "satellite"}),
        json.dumps({"entries": [{"ssvid": "457000001", "timestamp": "2024-01-15T08:00:00Z",
                                 "position": {"lat": 51.5, "lon": 2.3}, "speed": 12.5, "course": 180}]}),
        # As AISHub answers: what became of the request, then the ships.
        json.dumps([{"ERROR": False, "USERNAME": "X", "FORMAT": "HUMAN", "RECORDS": 1},
                    [{"MMSI": 457000001, "TIME": "2024-01-15 08:00:00 GMT", "LONGITUDE": 2.3, "LATITUDE": 51.5,
                      "COG": 180, "SOG": 12.5, "HEADING": 180, "NAVSTAT": 0, "IMO": 9074729, "NAME": "GRAY HERON"}]]),
        json.dumps([{"ERROR": False}, [{"MMSI": 457000001, "TIME": "1705305600", "LONGITUDE": 1380000,
                                        "LATITUDE": 30900000, "COG": 1800, "SOG": 125, "HEADING": 180, "NAVSTAT": 0}]]),
        lines(STREAMED),
        json.dumps({"type": "FeatureCollection", "dataUpdatedTime": "2024-01-15T08:01:00Z", "features": [FEATURE]}),
    ],
)  # fmt: skip
def test_the_same_position_in_nine_forms_is_the_same_position(tmp_path: Path, text: str) -> None:
    assert positions(read(tmp_path, text.encode())) == [WHOLE]


def test_it_may_be_packed_and_bear_a_byte_order_mark(tmp_path: Path) -> None:
    assert positions(read(tmp_path, gzip.compress(b"\xef\xbb\xbf" + json.dumps([FLAT]).encode()))) == [WHOLE]


def test_static_data_is_a_report_and_no_place_however_the_envelope_recalls_one(tmp_path: Path) -> None:
    found = read(tmp_path, lines(STREAMED, STATIC).encode())
    assert positions(found) == [WHOLE, (457000001, EIGHT_US, None, None, None, None)]
    (said,) = found.static_reports
    assert (said["imo"], said["name"], said["call_sign"], said["draught_dm"]) == (9074729, "GRAY HERON", "9XYZ1", 71)
    assert (said["length_dm"], said["beam_dm"], said["destination"]) == (1000, 200, "NAMPO")


@pytest.mark.parametrize(
    ("record", "why"),
    [
        ({**FLAT, "sog": 12}, "sog"),  # knots, or tenths of a knot
        ({**FLAT, "timestamp": "2024-01-15 08:00:00"}, "offset from UTC"),
        ({**{k: v for k, v in FLAT.items() if k != "sog"}, "speed": 12.5}, "knots, km/h or m/s"),
        ({**FLAT, "received": "2024-01-15T08:00:00Z", "seen": "2024-01-15T08:01:00Z"}, "time could be"),
        ({"mmsi": 457000001, "flag": "MN", "owner": "X", "built": 1999}, "no known layout"),
    ],
)
def test_what_could_be_two_things_is_refused_with_what_settles_it(
    tmp_path: Path, record: dict[str, Any], why: str
) -> None:
    with pytest.raises(UnreadableError, match=why) as refused:
        read(tmp_path, lines(record, record).encode())
    assert refused.value.hint is not None
    assert "mapping" in refused.value.hint


def test_a_mapping_settles_it_by_last_words_and_by_paths(tmp_path: Path) -> None:
    record = {"ship": {"mmsi": 457000001}, "at": "15.01.2024 08:00", "place": {"y": 51.5, "x": 2.3}, "speed": 12.5}
    mapping = parse(
        b"columns: {mmsi: mmsi, time: {column: at, format: '%d.%m.%Y %H:%M', zone: UTC}, lat: place.y, lon: x, "
        b"speed: {column: speed, unit: kn}}",
        "m.yaml",
    )
    found = read(tmp_path, lines(record).encode(), mapping)
    assert positions(found) == [(*WHOLE[:5], None)]


def test_what_cannot_be_read_is_told_by_record_and_the_rest_goes_on(tmp_path: Path) -> None:
    twice = json.dumps(FLAT)[:-1] + ', "lat": 0.5}'
    text = lines(FLAT) + "\n" + twice + "\n{broken\n[1]\n" + lines({**FLAT, "lat": "x"}) + lines(FLAT)
    found = read(tmp_path, text.encode())
    assert positions(found) == [WHOLE, WHOLE]
    assert found.column("row") == [1, 6]
    assert [(row["row"], row["why"].split(":")[0]) for row in found.unread] == [
        (2, "the key 'lat' stands twice"),
        (3, "not JSON"),
        (4, "expected an object, found list"),
        (5, "lat is not a number"),
    ]


def test_names_that_only_later_records_bear_are_told(tmp_path: Path) -> None:
    found = read(tmp_path, lines(*[FLAT] * 3000, {**FLAT, "remark": "late"}).encode())
    assert len(found.positions) == 3001
    assert any("remark" in note for note in found.made.notes)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (json.dumps([FLAT] * 3)[:-40], "damaged or cut off"),
        (json.dumps({"a": [FLAT], "b": [FLAT]}), "one array"),
        (json.dumps([FLAT, FLAT])[:-2] + ', "x": ' + "[" * 100_000 + "}]", "damaged or cut off"),
    ],
)
def test_a_document_that_is_damaged_or_holds_two_tables_is_refused(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(UnreadableError, match=why):
        read(tmp_path, text.encode())


def test_what_programs_write_for_no_number_is_not_given(tmp_path: Path) -> None:
    text = json.dumps([{**FLAT, "cog": float("nan")}, FLAT])
    assert read(tmp_path, text.encode()).column("course_ddeg") == [None, 1800]


def test_decimals_stay_as_written(tmp_path: Path) -> None:
    text = json.dumps([FLAT]).replace("51.5", "51.12345674999999999")
    assert read(tmp_path, text.encode()).column("lat_e7") == [511_234_567]


@pytest.mark.parametrize("name", ["events.json", "x.geojson"])
def test_events_and_shapes_are_not_positions(tmp_path: Path, name: str) -> None:
    event = {"id": "1", "type": "gap", "start": "2024-01-15T08:00:00Z", "position": {"lat": 51.5, "lon": 2.3},
             "vessel": {"ssvid": "457000001"}}  # fmt: skip
    shape = {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [0, 1], [0, 0]]]}}
    with pytest.raises(UnreadableError):
        read(tmp_path, json.dumps({"entries": [event]} if name == "events.json" else shape).encode(), name=name)
