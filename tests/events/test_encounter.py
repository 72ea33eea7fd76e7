"""Encounters: contact of two slow hulls, wherever midnight, cells and the antimeridian lie."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pyarrow.parquet
import pytest

from fairlead import places, shapes
from fairlead.events import encounter
from tests.events.conftest import MINUTE, START, position, rows, table

HOUR = 60
SHIP, OTHER = 412_000_002, 445_000_001
NOWHERE = places.ANCHORS.empty_table()
METRE = 1 / 111_195


def meeting(
    lat: float = 37.0,
    lon: float = 123.0,
    *,
    since: int = 0,
    until: int = 3 * HOUR,
    apart_m: float = 100.0,
    every: int = 10,
    east: float = 0.0,
) -> list[dict]:
    """Two ships drifting side by side, one north of the other (or ``east`` degrees to the east)."""
    at = range(since, until + 1, every)
    first = [position(SHIP, minute, lat, lon) for minute in at]
    second = [position(OTHER, minute + 3, lat + apart_m * METRE, _turned(lon + east)) for minute in at]
    return first + second


def _turned(lon: float) -> float:
    return (lon + 180) % 360 - 180


def encounters(legs: Any, anchors: pa.Table = NOWHERE, **parameters: Any) -> list[dict]:
    return rows(encounter.detect(legs, anchors, encounter.Parameters(**parameters)))


def test_three_hours_side_by_side_is_one_encounter_of_an_unordered_pair(legs_of: Callable[..., Any]) -> None:
    (found,) = encounters(legs_of(table(meeting())))
    assert (found["mmsi"], found["other_mmsi"]) == (SHIP, OTHER)
    assert found["track"] < found["other_track"]
    assert found["min_distance_dm"] == pytest.approx(1_000, abs=10)
    assert found["median_distance_dm"] == pytest.approx(1_000, abs=10)
    assert found["median_speed_dkn"] == 0
    assert found["end_us"] - found["start_us"] >= 2 * HOUR * MINUTE


def test_an_encounter_names_the_positions_that_bound_it(legs_of: Callable[..., Any]) -> None:
    sea = table(meeting())
    (found,) = encounters(legs_of(sea))
    by_row = {row["row"]: row for row in sea.to_pylist()}
    start, end, other = by_row[found["start_row"]], by_row[found["end_row"]], by_row[found["other_row"]]
    assert (start["mmsi"], start["t_us"], start["lat_e7"]) == (SHIP, found["start_us"], found["start_lat_e7"])
    assert (end["mmsi"], end["t_us"], end["lon_e7"]) == (SHIP, found["end_us"], found["end_lon_e7"])
    assert other["mmsi"] == OTHER
    assert abs(other["t_us"] - found["start_us"]) <= 20 * MINUTE


@pytest.mark.parametrize(
    "sea",
    [
        meeting(until=100),  # too short
        meeting(apart_m=600),  # too far
        meeting(apart_m=505),
    ],
)
def test_what_is_too_short_or_too_far_is_none(legs_of: Callable[..., Any], sea: list[dict]) -> None:
    assert encounters(legs_of(table(sea))) == []


def test_ships_under_way_together_are_none(legs_of: Callable[..., Any]) -> None:
    sea = [
        row
        for minute in range(0, 4 * HOUR, 10)
        for row in (
            position(SHIP, minute, 37.0 + minute * 6 / 3_600, 123.0),  # six knots
            position(OTHER, minute, 37.0 + minute * 6 / 3_600, 123.001),
        )
    ]
    assert encounters(legs_of(table(sea))) == []
    assert len(encounters(legs_of(table(sea)), speed_dkn=100)) == 1


def test_midnight_does_not_cut(legs_of: Callable[..., Any]) -> None:
    (found,) = encounters(legs_of(table(meeting(since=23 * HOUR, until=26 * HOUR))))
    midnight = START + 24 * HOUR * MINUTE
    assert found["start_us"] < midnight < found["end_us"]


@pytest.mark.parametrize("lat", [37.005, 37.00499, -37.005, 0.0, 59.995, 69.9999])
@pytest.mark.parametrize("lon", [123.0, 123.00625, 122.99999, 0.0])
def test_cell_edges_do_not_hide_a_meeting(legs_of: Callable[..., Any], lat: float, lon: float) -> None:
    assert len(encounters(legs_of(table(meeting(lat, lon, apart_m=-300, east=0.0025))))) == 1
    assert len(encounters(legs_of(table(meeting(lat, lon, apart_m=300, east=-0.0025))))) == 1


@pytest.mark.parametrize("lat", [0.0, 52.0, -66.0])
def test_the_antimeridian_does_not_hide_a_meeting(legs_of: Callable[..., Any], lat: float) -> None:
    (found,) = encounters(legs_of(table(meeting(lat, 179.9990, east=0.002, apart_m=0))))
    assert found["min_distance_dm"] < 2_300
    drifting = [position(SHIP, minute, lat, _turned(179.99 + minute / 9_000)) for minute in range(0, 181, 10)]
    beside = [position(OTHER, minute, lat + 0.001, _turned(179.99 + minute / 9_000)) for minute in range(0, 181, 10)]
    (across,) = encounters(legs_of(table(drifting + beside)))
    assert across["start_lon_e7"] > 0 > across["end_lon_e7"]
    assert across["min_distance_dm"] == pytest.approx(1_110, abs=10)


def test_a_hole_in_one_track_is_no_contact(legs_of: Callable[..., Any]) -> None:
    whole = meeting(until=4 * HOUR)
    hole = [row for row in whole if not (row["mmsi"] == OTHER and HOUR < (row["t_us"] - START) / MINUTE < 3.5 * HOUR)]
    assert len(encounters(legs_of(table(whole)))) == 1
    assert encounters(legs_of(table(hole))) == []


def test_contacts_less_than_four_hours_apart_are_one_encounter(legs_of: Callable[..., Any]) -> None:
    def twice(pause: int) -> list[dict]:
        return meeting() + meeting(since=3 * HOUR + pause, until=6 * HOUR + pause)

    assert len(encounters(legs_of(table(twice(3 * HOUR))))) == 1
    assert len(encounters(legs_of(table(twice(5 * HOUR))))) == 2
    assert len(encounters(legs_of(table(twice(3 * HOUR))), merge_h=1)) == 2


def test_ships_beside_each_other_in_port_are_none(legs_of: Callable[..., Any]) -> None:
    port = pa.Table.from_pylist(
        [{"place": "XXABC", "name": "P", "country": "XX", "kind": "port", "lat_e7": 370000000, "lon_e7": 1230000000}],
        schema=places.ANCHORS,
    )
    assert encounters(legs_of(table(meeting())), port) == []
    assert len(encounters(legs_of(table(meeting())), port, port_m=0)) == 1


def test_two_hulls_of_one_number_do_not_meet_themselves(legs_of: Callable[..., Any]) -> None:
    sea = [{**row, "mmsi": SHIP} for row in meeting(apart_m=400)]
    jump = [position(SHIP, minute, 1.0, 104.0) for minute in range(0, 180, 10)]
    assert encounters(legs_of(table(sea + jump))) == []


def test_parameters_that_would_miss_contacts_are_refused() -> None:
    for wrong in ({"reach_m": 600}, {"least_h": 0}, {"step_min": 7}):
        with pytest.raises(ValueError, match="encounters need"):
            encounter.Parameters(**wrong)


def test_encounters_have_exactly_the_published_columns(legs_of: Callable[..., Any], keep: Any) -> None:
    stored = keep("encounter", encounter.detect(legs_of(table(meeting())), NOWHERE))
    assert stored.to_pyarrow().schema.equals(shapes.EVENTS["encounter"])


def test_known_meetings_off_british_columbia_are_found(real_data: Callable[[str], Any], legs_of: Callable[..., Any]) -> None:
    """63 true pairs by an independent count without speed limit or ports (PEERS); merging makes 62 of them."""
    source = pa.parquet.read_table(real_data("ais/bc-shipstrike/bc2018.parquet")).to_pylist()
    sea = [
        {
            "mmsi": int(row["ssvid"]),
            "t_us": round(row["t"].timestamp() * 1e6),
            "lat_e7": round(row["lat"] * 1e7),
            "lon_e7": round(row["lon"] * 1e7),
        }
        for row in source
    ]
    found = encounters(legs_of(table(sea)), port_m=0, speed_dkn=10_000)
    assert 60 <= len(found) <= 63
