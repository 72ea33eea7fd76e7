"""Encounters: contact of two slow hulls, wherever midnight, cells and the antimeridian lie.

All meetings take place in one sea, each between ships of its own, and are sought once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest
from tests.events.conftest import MINUTE, START, position, reading, rows, table

from fairlead import places, shapes
from fairlead.events import encounter

HOUR = 60
SHIP, OTHER = 412_000_000, 445_000_000  # each meeting adds its own number to both
METRE = 1 / 111_195
PORT = pa.Table.from_pylist(
    [{"place": "XXABC", "name": "P", "country": "XX", "kind": "port", "lat_e7": -200000000, "lon_e7": 10000000}],
    schema=places.ANCHORS,
)


def turned(lon: float) -> float:
    return (lon + 180) % 360 - 180


def beside(
    lat: float, lon: float, north_m: float, east: float = 0.0, since: int = 0, until: int = 3 * HOUR, knots: float = 0.0
) -> list[dict]:
    """Two ships side by side, ten minutes between positions, those of the second three minutes later."""
    at = range(since, until + 1, 10)

    def moved(minute: int) -> float:
        return lat + knots * minute / 3_600

    first = [position(SHIP, minute, moved(minute), lon) for minute in at]
    second = [position(OTHER, minute + 3, moved(minute + 3) + north_m * METRE, turned(lon + east)) for minute in at]
    return first + second


def drifting_east_over_the_antimeridian() -> list[dict]:
    return [
        position(number, minute, north, turned(179.99 + minute / 9_000))
        for number, north, late in ((SHIP, 10.0, 4), (OTHER, 10.001, 7))
        for minute in range(late, 201, 10)
    ]


def with_a_hole(meeting: list[dict], since: float, until: float) -> list[dict]:
    def lost(row: dict) -> bool:
        return row["mmsi"] == OTHER and since < (row["t_us"] - START) / MINUTE < until

    return [row for row in meeting if not lost(row)]


EDGES = [
    (lat, lon, north_m, east)
    for lat in (37.005, 37.00499, -37.005, 0.0, 59.995, 69.9999)
    for lon in (123.0, 123.00625, 122.99999, 0.0)
    for north_m, east in ((-300.0, 0.0025), (300.0, -0.0025))
]
MEETINGS: dict[str, list[dict]] = {
    "plain": beside(30, 10, 100),
    "too short": beside(30, 11, 100, until=100),
    "too far": beside(30, 12, 505),
    "under way": beside(30, 13, 100, knots=6),
    "across midnight": beside(30, 14, 100, since=23 * HOUR, until=26 * HOUR),
    "antimeridian, still": beside(52, 179.9990, 0, east=0.002),
    "antimeridian, drifting": drifting_east_over_the_antimeridian(),
    "four hours": beside(30, 15, 100, until=4 * HOUR),
    "four hours with a hole": with_a_hole(beside(30, 16, 100, until=4 * HOUR), HOUR, 3.5 * HOUR),
    "twice, three hours apart": beside(30, 17, 100) + beside(30, 17, 100, since=6 * HOUR, until=9 * HOUR),
    "twice, five hours apart": beside(30, 18, 100) + beside(30, 18, 100, since=8 * HOUR, until=11 * HOUR),
    "in port": beside(-20, 1, 100),
    **{f"edge {number}": beside(lat + number / 10, lon, *away) for number, (lat, lon, *away) in enumerate(EDGES)},
}
NAMES = list(MEETINGS)


@pytest.fixture(scope="module")
def sea() -> pa.Table:
    own = [{**row, "mmsi": row["mmsi"] + number} for number, name in enumerate(NAMES) for row in MEETINGS[name]]
    same_number = [{**row, "mmsi": 666_000_000} for row in beside(30, 40, 400)]
    its_second_hull = [position(666_000_000, minute, 1.0, 104.0) for minute in range(0, 180, 10)]
    return table(own + same_number + its_second_hull)


@pytest.fixture(scope="module")
def legs(sea: pa.Table, legs_of: Callable[..., Any]) -> Any:
    return legs_of(sea)


@pytest.fixture(scope="module")
def stored(legs: Any, keep: Any) -> Any:
    return keep("encounter", encounter.detect(legs, PORT))


@pytest.fixture(scope="module")
def found(stored: Any) -> dict[str, list[dict]]:
    return by_name(rows(stored))


def by_name(encounters: list[dict]) -> dict[str, list[dict]]:
    told: dict[str, list[dict]] = {name: [] for name in NAMES}
    for row in encounters:
        assert row["mmsi"] - SHIP == row["other_mmsi"] - OTHER, "ships of different meetings met"
        told[NAMES[row["mmsi"] - SHIP]].append(row)
    return told


def test_three_hours_side_by_side_is_one_encounter_of_an_unordered_pair(found: dict[str, list[dict]]) -> None:
    (met,) = found["plain"]
    assert met["track"] < met["other_track"]
    assert met["min_distance_dm"] == pytest.approx(1_000, abs=10)
    assert met["median_distance_dm"] == pytest.approx(1_000, abs=10)
    assert met["median_speed_dkn"] == 0
    assert met["end_us"] - met["start_us"] >= 2 * HOUR * MINUTE


def test_an_encounter_names_the_positions_that_bound_it(found: dict[str, list[dict]], sea: pa.Table) -> None:
    (met,) = found["plain"]
    by_row = {row["row"]: row for row in sea.to_pylist()}
    start, end, other = by_row[met["start_row"]], by_row[met["end_row"]], by_row[met["other_row"]]
    assert (start["mmsi"], start["t_us"], start["lat_e7"]) == (met["mmsi"], met["start_us"], met["start_lat_e7"])
    assert (end["mmsi"], end["t_us"], end["lon_e7"]) == (met["mmsi"], met["end_us"], met["end_lon_e7"])
    assert other["mmsi"] == met["other_mmsi"]
    assert abs(other["t_us"] - met["start_us"]) <= 20 * MINUTE


@pytest.mark.parametrize("name", ["too short", "too far", "under way", "four hours with a hole", "in port"])
def test_what_is_no_encounter_is_not_told(found: dict[str, list[dict]], name: str) -> None:
    assert found[name] == []


@pytest.mark.parametrize("name", ["four hours", "antimeridian, still", *(name for name in NAMES if "edge" in name)])
def test_neither_holes_elsewhere_nor_edges_of_cells_or_of_the_map_hide_a_meeting(
    found: dict[str, list[dict]], name: str
) -> None:
    assert len(found[name]) == 1


def test_midnight_does_not_cut(found: dict[str, list[dict]]) -> None:
    (met,) = found["across midnight"]
    assert met["start_us"] < START + 24 * HOUR * MINUTE < met["end_us"]


def test_positions_are_interpolated_the_short_way_round(found: dict[str, list[dict]]) -> None:
    (met,) = found["antimeridian, drifting"]
    assert met["start_lon_e7"] > 0 > met["end_lon_e7"]
    assert met["min_distance_dm"] == met["median_distance_dm"] == pytest.approx(1_106, abs=3)


def test_contacts_less_than_four_hours_apart_are_one_encounter(found: dict[str, list[dict]]) -> None:
    assert len(found["twice, three hours apart"]) == 1
    assert len(found["twice, five hours apart"]) == 2


def test_two_hulls_of_one_number_beside_one_ship_from_one_moment_on_are_one_meeting(legs: Any) -> None:
    met = legs.filter(legs.mmsi.isin([SHIP, OTHER]))
    told = [(row["track"], row["other_track"]) for row in rows(encounter.detect(met, PORT))]
    second = met.filter(met.mmsi == OTHER).mutate(track=met.track + 1)
    both = rows(encounter.detect(met.union(second), PORT))
    assert len(told) == 1
    assert [(row["track"], row["other_track"]) for row in both] == told


def test_each_limit_is_a_parameter(legs: Any) -> None:
    loose = encounter.Parameters(merge_h=1, speed_dkn=100, least_h=1, port_m=0)
    told = by_name(rows(encounter.detect(legs, PORT, loose)))
    assert len(told["twice, three hours apart"]) == 2
    assert len(told["under way"]) == len(told["too short"]) == len(told["in port"]) == 1


def test_parameters_that_would_miss_contacts_are_refused() -> None:
    for wrong in ({"reach_m": 600}, {"least_h": 0}, {"step_min": 7}):
        with pytest.raises(ValueError, match="encounters need"):
            encounter.Parameters(**wrong)


def test_encounters_have_exactly_the_published_columns(stored: Any) -> None:
    assert stored.to_pyarrow().schema.equals(shapes.EVENTS["encounter"])


def test_known_meetings_off_british_columbia_are_found(
    real_data: Callable[[str], Any], legs_of: Callable[..., Any]
) -> None:
    """63 true pairs by an independent count without speed limit or ports; merging makes 62 of them."""
    strait = reading(real_data("ais/bc-shipstrike/bc2018.parquet"))
    anywhere = encounter.Parameters(port_m=0, speed_dkn=10_000)
    assert 60 <= len(rows(encounter.detect(legs_of(strait), PORT, anywhere))) <= 63
