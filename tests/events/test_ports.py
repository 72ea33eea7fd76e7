"""Port visits, voyages and draught changes: one ship each, sailing between ports made for the purpose."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ibis
import pyarrow as pa
import pytest
from tests.events.conftest import MINUTE, START, position, rows, table

from fairlead import places, shapes
from fairlead.events import draught_change, identity, port_visit, voyage

HOUR = 60
KM = 1 / 111.195


def anchor(place: str, country: str, lat: float, lon: float, kind: str = "port") -> dict:
    at = {"lat_e7": round(lat * 1e7), "lon_e7": round(lon * 1e7)}
    return {"place": place, "name": place.title(), "country": country, "kind": kind, **at}


ANCHORS = pa.Table.from_pylist(
    [
        anchor("KPAAA", "KP", 38.0, 124.0),
        anchor("CNBBB", "CN", 36.0, 122.0),
        anchor("CNCCC", "CN", 36.0, 122.0 + 4 * KM / 0.809),  # four kilometres east of CNBBB
        anchor("ANCH-1", "CN", 35.0, 122.0, "anchorage"),
        anchor("FJDDD", "FJ", -17.0, 179.99),
    ],
    schema=places.ANCHORS,
)


def stay(mmsi: int, minutes: range, lat: float, lon: float, **other: Any) -> list[dict]:
    return [position(mmsi, minute, lat, lon, 0.0, **other) for minute in minutes]


def sail(mmsi: int, minutes: range, start: tuple[float, float], end: tuple[float, float]) -> list[dict]:
    shares = [number / len(minutes) for number in range(len(minutes))]
    return [
        position(mmsi, minute, start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1]), 10.0)
        for minute, share in zip(minutes, shares, strict=True)
    ]


AAA, BBB, OPEN_SEA = (38.0, 124.0), (36.0, 122.0), (37.0, 123.0)
LADEN, PASSING, AT_EDGE, SILENT, PASSED_SILENT, BETWEEN, AT_ANCHOR, DATELINE, LEAVES_DARK = range(
    445_000_001, 445_000_010
)
SEA = [
    # loads at KPAAA for ten hours, sails for twenty, of which seven in silence, and discharges at CNBBB
    *sail(LADEN, range(0, 120, 10), OPEN_SEA, AAA),
    *stay(LADEN, range(120, 720, 10), *AAA),
    *(
        row
        for row in sail(LADEN, range(720, 1_920, 10), AAA, BBB)
        if not 1_000 < (row["t_us"] - START) / MINUTE < 1_420
    ),
    *stay(LADEN, range(1_920, 2_520, 10), *BBB),
    *sail(LADEN, range(2_520, 2_820, 10), BBB, OPEN_SEA),
    # sails straight through the circle of KPAAA
    *sail(PASSING, range(0, 600, 10), (37.5, 123.9), (38.5, 124.1)),
    # swings between 4.5 and 5.5 km: one visit, not many
    *sail(AT_EDGE, range(0, 60, 10), OPEN_SEA, (38.0 - 4.5 * KM, 124.0)),
    *(row for at in range(60, 300, 20) for row in stay(AT_EDGE, range(at, at + 10, 10), 38.0 - 4.5 * KM, 124.0)),
    *(row for at in range(70, 300, 20) for row in stay(AT_EDGE, range(at, at + 10, 10), 38.0 - 5.5 * KM, 124.0)),
    *sail(AT_EDGE, range(300, 400, 10), (38.0 - 7 * KM, 124.0), OPEN_SEA),
    # last heard one kilometre off CNBBB, next two days later 20 km away
    *sail(SILENT, range(0, 300, 10), OPEN_SEA, (36.0 - KM, 122.0)),
    position(SILENT, 300, 36.0 - KM, 122.0, 8.0),
    *sail(SILENT, range(300 + 48 * HOUR, 400 + 48 * HOUR, 10), (35.8, 122.0), OPEN_SEA),
    # the same, but five hours later and 90 km away: it passed
    *sail(PASSED_SILENT, range(0, 300, 10), OPEN_SEA, (36.0 - KM, 122.0)),
    position(PASSED_SILENT, 300, 36.0 - KM, 122.0, 10.0),
    *sail(PASSED_SILENT, range(300 + 5 * HOUR, 400 + 5 * HOUR, 10), (35.2, 122.0), (34.0, 122.0)),
    # moored one kilometre from CNBBB and three from CNCCC
    *sail(BETWEEN, range(0, 120, 10), OPEN_SEA, BBB),
    *stay(BETWEEN, range(120, 720, 10), 36.0, 122.0 + KM / 0.809),
    *sail(BETWEEN, range(720, 900, 10), BBB, OPEN_SEA),
    # at the anchorage, at 3.5 km and then at 2 km
    *sail(AT_ANCHOR, range(0, 120, 10), OPEN_SEA, (35.5, 122.0)),
    *stay(AT_ANCHOR, range(120, 300, 10), 35.0 + 3.5 * KM, 122.0),
    *stay(AT_ANCHOR, range(300, 600, 10), 35.0 + 2 * KM, 122.0),
    # on the other side of the antimeridian from its port
    *stay(DATELINE, range(0, 300, 10), -17.0, -179.985),
    *sail(DATELINE, range(300, 400, 10), (-17.0, -179.9), (-17.0, -179.0)),
    # goes dark at sea after leaving KPAAA and is heard again at CNBBB two days later
    *stay(LEAVES_DARK, range(0, 300, 10), *AAA),
    position(LEAVES_DARK, 320, 37.9, 123.9, 8.0),
    *stay(LEAVES_DARK, range(320 + 48 * HOUR, 800 + 48 * HOUR, 10), *BBB),
]


def report(row: int, mmsi: int, minute: float, draught: float | None) -> dict:
    return {
        "exhibit": 8,
        "row": row,
        "mmsi": mmsi,
        "t_us": START + round(minute * MINUTE),
        "draught_dm": None if draught is None else round(draught * 10),
    }


REPORTS = pa.Table.from_pylist(
    [
        report(1, LADEN, 30, 4.0),
        report(2, LADEN, 60, 4.1),  # within what is no change
        report(3, LADEN, 65, None),
        report(4, LADEN, 800, 7.4),
        report(5, LADEN, 1_800, 7.5),
        report(6, LADEN, 2_600, 4.2),
        report(7, LADEN, 2_700, 4.2),
        report(8, 999_999_999, 30, 4.0),  # no track
        report(9, 999_999_999, 60, 9.0),
    ],
    schema=shapes.STATIC_REPORTS,
)


@pytest.fixture(scope="module")
def legs(legs_of: Callable[..., Any]) -> Any:
    return legs_of(table(SEA))


@pytest.fixture(scope="module")
def visits(legs: Any, keep: Any) -> Any:
    return keep("port_visit", port_visit.detect(legs, ANCHORS))


@pytest.fixture(scope="module")
def of_ship(visits: Any) -> Callable[[int], list[dict]]:
    found = rows(visits)
    return lambda mmsi: [row for row in found if row["mmsi"] == mmsi]


@pytest.fixture(scope="module")
def voyages(visits: Any, legs: Any, keep: Any) -> Any:
    return keep("voyage", voyage.detect(visits, legs, ibis.memtable(REPORTS)))


@pytest.fixture(scope="module")
def changes(legs: Any, keep: Any) -> Any:
    return keep("draught_change", draught_change.detect(legs, ibis.memtable(REPORTS)))


def test_a_stay_in_port_is_a_stopped_visit_bounded_by_positions(of_ship: Callable[[int], list[dict]]) -> None:
    loading, discharge = of_ship(LADEN)
    assert (loading["place"], loading["country"], loading["place_kind"]) == ("KPAAA", "KP", "port")
    assert loading["stopped"]
    assert discharge["stopped"]
    assert loading["min_distance_dm"] == 0
    sea = table(SEA).to_pylist()
    start, end = sea[loading["start_row"] - 1], sea[loading["end_row"] - 1]
    assert (start["t_us"], start["lat_e7"]) == (loading["start_us"], loading["start_lat_e7"])
    assert (end["t_us"], end["lon_e7"]) == (loading["end_us"], loading["end_lon_e7"])
    assert START + 100 * MINUTE < loading["start_us"] <= START + 120 * MINUTE
    assert START + 710 * MINUTE <= loading["end_us"] < START + 760 * MINUTE


def test_a_ship_that_sails_by_visits_without_a_stop(of_ship: Callable[[int], list[dict]]) -> None:
    (passing,) = of_ship(PASSING)
    assert not passing["stopped"]


def test_swinging_at_the_edge_is_one_visit(of_ship: Callable[[int], list[dict]]) -> None:
    (swinging,) = of_ship(AT_EDGE)
    assert swinging["end_us"] == START + 290 * MINUTE


def test_silence_begun_in_port_is_a_stop_only_if_the_ship_had_no_time_to_pass(
    of_ship: Callable[[int], list[dict]],
) -> None:
    (silent,), (passed,) = of_ship(SILENT), of_ship(PASSED_SILENT)
    assert silent["stopped"]
    assert not passed["stopped"]


def test_of_two_overlapping_places_the_closer_one_is_visited(of_ship: Callable[[int], list[dict]]) -> None:
    (moored,) = of_ship(BETWEEN)
    assert moored["place"] == "CNBBB"


def test_an_anchorage_is_entered_at_three_kilometres_and_a_visit_may_last(of_ship: Callable[[int], list[dict]]) -> None:
    (anchored,) = of_ship(AT_ANCHOR)
    assert (anchored["place_kind"], anchored["start_us"]) == ("anchorage", START + 300 * MINUTE)
    assert (anchored["end_us"], anchored["end_row"], anchored["end_lat_e7"]) == (None, None, None)
    assert anchored["stopped"]


def test_a_port_reaches_across_the_antimeridian(of_ship: Callable[[int], list[dict]]) -> None:
    (visit,) = of_ship(DATELINE)
    assert visit["place"] == "FJDDD"
    assert 20_000 < visit["min_distance_dm"] < 30_000


def test_visits_voyages_and_changes_have_exactly_the_published_columns(visits: Any, voyages: Any, changes: Any) -> None:
    for kind, found in (("port_visit", visits), ("voyage", voyages), ("draught_change", changes)):
        assert found.to_pyarrow().schema.equals(shapes.EVENTS[kind])
        assert found.count().execute() > 0


def test_a_voyage_runs_from_stop_to_stop_with_its_longest_silence_and_draughts(voyages: Any) -> None:
    (found,) = [row for row in rows(voyages) if row["mmsi"] == LADEN]
    assert (found["from_place"], found["to_place"]) == ("KPAAA", "CNBBB")
    assert (found["from_country"], found["to_country"]) == ("KP", "CN")
    assert found["longest_gap_us"] == 420 * MINUTE
    assert found["from_arrival_us"] < found["start_us"] < found["end_us"] < found["to_departure_us"]
    drawn = (found["draught_before_dm"], found["draught_during_dm"], found["draught_after_dm"])
    assert drawn == (41, 75, 42)


def test_a_voyage_in_the_dark_is_told_with_its_silence_and_no_draught(voyages: Any) -> None:
    (found,) = [row for row in rows(voyages) if row["mmsi"] == LEAVES_DARK]
    assert found["longest_gap_us"] == 48 * HOUR * MINUTE
    assert (found["draught_before_dm"], found["to_departure_us"]) == (None, None)


def test_ships_that_only_pass_make_no_voyage(voyages: Any) -> None:
    assert {row["mmsi"] for row in rows(voyages)} == {LADEN, LEAVES_DARK}


def test_a_changed_draught_is_told_with_both_reports_and_the_place(changes: Any) -> None:
    loaded, unloaded = rows(changes)
    assert (loaded["from_draught_dm"], loaded["to_draught_dm"]) == (41, 74)
    assert (loaded["start_exhibit"], loaded["start_row"], loaded["end_row"]) == (8, 2, 4)
    assert loaded["end_lat_e7"] is not None
    assert abs(loaded["end_lat_e7"] - 379_000_000) < 10_000_000
    assert (unloaded["from_draught_dm"], unloaded["to_draught_dm"]) == (75, 42)


def test_two_reports_of_one_second_are_no_change_and_no_event_is_told_twice(legs: Any) -> None:
    """As in a stranger's sea: without this two changes began in one second, and no case with them could be derived."""
    told = [(1, 60, 4.1), (2, 800, 5.9), (3, 800, 11.7), (4, 2_600, 5.9)]
    reports = pa.Table.from_pylist([report(row, LADEN, *one) for row, *one in told], schema=shapes.STATIC_REPORTS)
    found = draught_change.detect(legs, ibis.memtable(reports)).to_pyarrow()
    rows_of = [(one["start_row"], one["end_row"]) for one in found.to_pylist()]
    assert sorted(rows_of) == [(1, 2), (3, 4)]
    sealed = identity.seal("draught_change", found, draught_change.VERSION, draught_change.Parameters())
    assert sealed.num_rows == 2


def test_draughts_of_a_shared_number_are_left_alone(legs_of: Callable[..., Any]) -> None:
    elsewhere = [position(LADEN, minute, 1.0, 104.0) for minute in range(5, 2_000, 10)]
    shared = legs_of(table(SEA + elsewhere))
    assert rows(draught_change.detect(shared, ibis.memtable(REPORTS))) == []


def test_a_few_damaged_positions_do_not_take_a_ships_draughts_away(legs_of: Callable[..., Any]) -> None:
    lying = stay(LADEN, range(0, 2_800, 10), *AAA)
    damaged = [position(LADEN, minute, 1.0, 104.0) for minute in (5, 605, 1_205)]
    own, found = (
        rows(draught_change.detect(legs_of(table(one)), ibis.memtable(REPORTS))) for one in (lying, lying + damaged)
    )
    assert len(found) == 2
    assert found == own
