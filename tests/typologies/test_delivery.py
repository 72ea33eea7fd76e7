"""Deliveries from a port under a goods ban: what becomes an occasion, and what is rightly left alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import ibis
import pyarrow as pa
import pytest

from fairlead import places, shapes
from fairlead.typologies import Occasion, Rejected, World, delivery

COASTER = 445000001
HOUR = shapes.US_PER_HOUR
NAMPO, DALIAN = ("KPNAM", "KP", 38.7167, 125.4), ("CNDAL", "CN", 38.93, 121.65)


def us(text: str) -> int:
    """Microseconds of an ISO 8601 time, UTC."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) * shapes.US_PER_SECOND


def find_all(world: World) -> tuple[list[Occasion], list[Rejected]]:
    """Occasions and rejections of this typology alone."""
    found = list(delivery.find(world))
    return [one for one in found if isinstance(one, Occasion)], [one for one in found if isinstance(one, Rejected)]


def of(occasion: Any, measure: str, capacity: str) -> dict[str, Any]:
    """The elements of one engagement, by name."""
    (found,) = [one for one in occasion.engagements if (one.measure.id, one.capacity) == (measure, capacity)]
    return {element.name: element for element in found.elements}


@pytest.fixture
def laden(sea: Any) -> Any:
    """A sea with one laden voyage from Nampo to Dalian in October 2019."""
    sea.reports(COASTER, "2019-10-02T00:00", name="MADE UP 1", ship_type=70, length_dm=980, draught_dm=32)
    sea.voyage(COASTER, "2019-10-03T04:00", "2019-10-04T02:00")
    return sea


def test_a_laden_voyage_to_another_state_engages_the_ban_of_its_day_for_each_addressee(laden: Any) -> None:
    (occasion,), rejected = find_all(laden.world())
    assert rejected == []
    engaged = [(one.measure.id, one.capacity, one.addressee) for one in occasion.engagements]
    assert engaged == [
        ("2371-8", "target State", "KP"),
        ("2371-8", "importing State", "CN"),
        ("2270-18", "port State", "CN"),
        ("2397-9", "port State", "CN"),
    ]
    assert occasion.title == (
        "Ship MADE UP 1 (MMSI 445000001) went from Nampo (KP) to Dalian (CN), 3–4 October 2019; "
        "engages resolution 2371 paragraph 8 and 2 other paragraphs on this evidence"
    )


def test_a_track_shows_presence_place_and_time_and_nothing_of_cargo_or_response(laden: Any) -> None:
    (occasion,), _ = find_all(laden.world())
    importer = of(occasion, "2371-8", "importing State")
    assert {name: element.status for name, element in importer.items()} == {
        "goods": "missing",
        "origin": "indicated",
        "procurement": "missing",
        "date": "shown",
        "exemption": "missing",
    }
    port = of(occasion, "2397-9", "port State")
    assert (port["presence"].status, port["seizure"].status, port["grounds"].status) == ("shown", "missing", "missing")
    assert of(occasion, "2270-18", "port State")["inspection"].status == "missing"
    assert [where.rows for where in importer["date"].exhibits[0].where] == [(10, 10), (11, 11)]


def test_a_ship_of_another_flag_brings_in_its_flag_state(sea: Any) -> None:
    sea.voyage(671000001, "2019-10-03T04:00", "2019-10-04T02:00")
    (occasion,), _ = find_all(sea.world())
    assert ("2371-8", "TG") in [(one.measure.id, one.addressee) for one in occasion.engagements]
    assert of(occasion, "2371-8", "flag State")["flag"].status == "indicated"


def test_an_anchorage_brings_in_no_port_duty(sea: Any) -> None:
    sea.voyage(COASTER, "2019-10-03T04:00", "2019-10-04T02:00", to_place="ANCH-1", to_country="CN")
    (occasion,), _ = find_all(sea.world())
    assert "2397-9" not in [one.measure.id for one in occasion.engagements]
    assert "an anchorage off" in occasion.title


def test_a_stay_in_roads_that_no_index_holds_ends_a_voyage_too(sea: Any) -> None:
    sea.visit(COASTER, "2019-10-01T00:00", "2019-10-03T04:00", ("KPNAM", "KP", 38.7167, 125.4))
    sea.event("loitering", COASTER, "2019-10-06T00:00", "2019-10-08T00:00", (29.76, 122.52))
    sea.visit(COASTER, "2019-10-12T00:00", "2019-10-14T04:00", ("KPNAM", "KP", 38.7167, 125.4))
    for when, draught in (("09-30T00:00", 32), ("10-03T05:00", 61)):
        sea.reports(COASTER, f"2019-{when}", name="MADE UP 1", ship_type=70, draught_dm=draught)
    (occasion,), _ = find_all(sea.world())
    assert occasion.places[1].country == "CN"
    assert "3–6 October 2019" in occasion.title
    assert [event.kind for event in occasion.events] == ["port_visit", "loitering"]


def waited_in_roads(sea: Any) -> None:
    """Let the ship lie in Zhoushan roads for two days on its way from Nampo to a berth in Dalian."""
    sea.visit(COASTER, "2019-10-01T00:00", "2019-10-03T04:00", ("KPNAM", "KP", 38.7167, 125.4))
    sea.event("loitering", COASTER, "2019-10-06T00:00", "2019-10-08T00:00", (29.76, 122.52))
    sea.visit(COASTER, "2019-10-12T06:00", None, ("CNDAL", "CN", 38.93, 121.65))
    sea.voyage(COASTER, "2019-10-03T04:00", "2019-10-12T06:00")


def test_a_wait_in_the_roads_before_a_port_ends_no_voyage(sea: Any) -> None:
    waited_in_roads(sea)
    (occasion,), _ = find_all(sea.world())
    assert occasion.places[1].name == "Dalian"


def test_roads_in_which_the_ship_rose_are_where_its_voyage_ended(sea: Any) -> None:
    waited_in_roads(sea)
    for at, draught in (("09-30T00:00", 32), ("10-03T05:00", 61), ("10-09T00:00", 33)):
        sea.reports(COASTER, f"2019-{at}", name="MADE UP 1", ship_type=70, draught_dm=draught)
    (occasion,), _ = find_all(sea.world())
    assert "an anchorage off Zhoushan Shenjiamen (CN)" in occasion.title
    assert {test.name: test.outcome for test in occasion.refutations}["in ballast"] == "does not refute"


ROADS = (34.86, 119.76)  # 14 nautical miles off Lianyungang


def lay_beyond_the_territorial_sea(sea: Any, left_with: int | None, at: tuple[float, float] = ROADS) -> None:
    """Let the ship leave Nampo laden, lie for two days 14 nm off Lianyungang, and come back with that draught."""
    sea.visit(COASTER, "2019-10-01T00:00", "2019-10-03T04:00", ("KPNAM", "KP", 38.7167, 125.4))
    sea.event("loitering", COASTER, "2019-10-06T00:00", "2019-10-08T00:00", at)
    for when, draught in (("09-30T00:00", 32), ("10-03T05:00", 61), ("10-08T01:00", left_with)):
        sea.reports(COASTER, f"2019-{when}", name="MADE UP 1", ship_type=70, draught_dm=draught)


def test_roads_beyond_the_territorial_sea_end_a_voyage_where_the_ship_rose_in_them(sea: Any) -> None:
    lay_beyond_the_territorial_sea(sea, left_with=33)
    (occasion,), _ = find_all(sea.world())
    assert (occasion.places[1].zone, occasion.places[1].country) == ("beyond", None)
    addressed = {one.capacity: one.addressee for one in occasion.engagements}
    assert addressed["importing State"] == "undetermined"


def test_in_roads_of_no_known_state_a_stated_port_near_by_is_no_other_destination(sea: Any) -> None:
    lay_beyond_the_territorial_sea(sea, left_with=33)
    sea.reports(COASTER, "2019-10-04T00:00", name="MADE UP 1", destination="LIANYUNGANG")
    (occasion,), _ = find_all(sea.world())
    assert "under another stated destination" not in occasion.title


@pytest.mark.parametrize(("left_with", "found"), [(33, 1), (61, 0)])
def test_roads_off_islands_far_from_any_port_count_where_the_ship_rose_in_them(
    sea: Any, left_with: int, found: int
) -> None:
    # in the territorial sea off Lvhuashan, whose State no port near by tells
    lay_beyond_the_territorial_sea(sea, left_with=left_with, at=(30.857, 122.816))
    assert len(find_all(sea.world())[0]) == found


def test_roads_tell_nothing_where_no_draught_tells_however_long_the_ship_lay(sea: Any) -> None:
    sea.visit(COASTER, "2019-10-01T00:00", "2019-10-03T04:00", NAMPO)
    sea.event("loitering", COASTER, "2019-10-06T00:00", "2019-10-10T00:00", LVHUASHAN)
    sea.reports(COASTER, "2019-10-01T00:00", name="MADE UP 1", ship_type=70, draught_dm=61)
    sea.visit(COASTER, "2019-10-12T00:00", "2019-10-14T04:00", NAMPO)
    occasions, (rejected,) = find_all(sea.world())
    assert (occasions, rejected.test) == ([], "lading not known")
    assert "a storm or a wait for a berth takes as long" in rejected.why


LVHUASHAN, OFF_NINGBO = (30.857, 122.816), (29.76, 122.52)  # roads 125 km apart


@pytest.mark.parametrize(
    ("voyages", "last", "found"), [(2, LVHUASHAN, 0), (3, LVHUASHAN, 3), (3, OFF_NINGBO, 0), (4, OFF_NINGBO, 3)]
)
def test_a_third_voyage_to_the_roads_of_one_coast_and_back_is_no_shelter_any_more(
    sea: Any, voyages: int, last: tuple[float, float], found: int
) -> None:
    """Each lasts a day in the roads, where one alone may be a storm's; the last may go to those of another coast."""
    sea.reports(COASTER, "2019-10-01T00:00", name="MADE UP 1", ship_type=70)
    for n in range(voyages):
        day, there = 5 + 6 * n, last if n == voyages - 1 else LVHUASHAN
        sea.visit(COASTER, f"2019-10-{day - 3:02}T00:00", f"2019-10-{day - 1:02}T04:00", NAMPO)
        sea.event("loitering", COASTER, f"2019-10-{day + 1:02}T12:00", f"2019-10-{day + 2:02}T12:00", there)
    sea.visit(COASTER, "2019-10-28T00:00", "2019-10-30T00:00", NAMPO)
    occasions, rejected = find_all(sea.world())
    assert (len(occasions), len(rejected)) == (found, voyages - found)
    assert all(one.test == "lading not known" for one in rejected)
    for occasion in occasions:
        told = {test.name: test for test in occasion.refutations}
        assert told["lading not known"].outcome == told["in ballast"].outcome == "speaks against it"
        assert "it sailed so 2 times more, leaving on" in told["lading not known"].why
        assert occasion.likelihood is None


WONSAN = ("KPWON", "KP", 39.17, 127.44)


@pytest.mark.parametrize(
    ("then", "hours", "home", "found", "why"),
    [
        (None, 0, NAMPO, 3, ""),
        ((29.77, 122.53), 12, NAMPO, 3, ""),  # shifted within the roads
        ((29.85, 122.52), 5, NAMPO, 3, ""),  # too short for cargo
        ((29.85, 122.52), 12, NAMPO, 0, "it lay at another place too, 10 km from there, 12 h, which may be a berth"),
        (None, 0, WONSAN, 0, "it did not go back to the coast it had come from"),
    ],
)
def test_voyages_by_roads_to_a_berth_or_another_coast_are_no_habit_of_discharging_there(
    sea: Any, then: tuple[float, float] | None, hours: int, home: Any, found: int, why: str
) -> None:
    sea.reports(COASTER, "2019-10-01T00:00", name="MADE UP 1", ship_type=70)
    for day in (5, 12, 19):
        sea.visit(COASTER, f"2019-10-{day - 3:02}T00:00", f"2019-10-{day - 1:02}T04:00", NAMPO)
        sea.event("loitering", COASTER, f"2019-10-{day:02}T18:00", f"2019-10-{day + 2:02}T06:00", OFF_NINGBO)
        if then:
            sea.event("loitering", COASTER, f"2019-10-{day + 2:02}T07:00", f"2019-10-{day + 2:02}T{7 + hours}:00", then)
        if home is not NAMPO:
            sea.visit(COASTER, f"2019-10-{day + 3:02}T16:00", f"2019-10-{day + 3:02}T20:00", home)
    sea.visit(COASTER, "2019-10-28T00:00", "2019-10-30T00:00", NAMPO)
    occasions, rejected = find_all(sea.world())
    assert len(occasions) == found, [one.why for one in rejected]
    assert all(one.test == "lading not known" and why in one.why for one in rejected)


HUNGNAM, SHIDAO_ROADS = ("KPHGM", "KP", 39.82, 127.63), (36.79, 122.44)


@pytest.mark.parametrize(
    ("begun", "landed", "home", "told"),
    [(HUNGNAM, False, None, 0), (NAMPO, False, None, 1), (HUNGNAM, True, None, 1), (HUNGNAM, False, HUNGNAM, 1)],
)
def test_a_laden_ship_last_heard_in_roads_on_its_way_to_another_coast_may_shelter_there(
    sea: Any, begun: Any, landed: bool, home: Any, told: int
) -> None:
    sea.visit(COASTER, "2019-10-01T00:00", "2019-10-05T04:00", begun)
    sea.event("loitering", COASTER, "2019-10-09T06:00", "2019-10-11T18:00", SHIDAO_ROADS)
    for day, draught in (("01", 32), ("05", 61), *([("11", 33)] if landed else [])):
        sea.reports(COASTER, f"2019-10-{day}T05:00", name="MADE UP 1", ship_type=70, draught_dm=draught)
    if home:
        sea.visit(COASTER, "2019-10-15T00:00", "2019-10-16T00:00", home)
    occasions, rejected = find_all(sea.world())
    assert [one.test for one in rejected] == ([] if told else ["on the way to another coast"])
    assert len(occasions) == told
    if not told:
        assert "it may have sheltered on the way; no call, and no lesser draught, was heard later" in rejected[0].why


@pytest.mark.parametrize(("hours", "loaded"), [(14, True), (40, False)])
def test_a_late_draught_holds_where_no_other_port_was_in_reach_of_a_silence(sea: Any, hours: int, loaded: bool) -> None:
    """Light when it left and laden 30 hours later: in 14 hours unheard it can have loaded nowhere but off Nampo."""
    sea.reports(COASTER, "2019-10-01T12:00", name="MADE UP 1", ship_type=70, draught_dm=32)
    sea.reports(COASTER, f"2019-10-{'04T10' if hours < 24 else '05T00'}:00", ship_type=70, draught_dm=61)
    sea.voyage(COASTER, "2019-10-03T04:00", "2019-10-07T02:00", draught_before_dm=32, draught_during_dm=None)
    silent_until = "2019-10-03T18:00" if hours < 24 else "2019-10-04T20:00"
    sea.event(
        "gap", COASTER, "2019-10-03T04:00", silent_until, NAMPO[2:], (38.3, 124.2), distance_dm=1, positions_before=9
    )
    occasions, rejected = find_all(sea.world())
    assert (len(occasions), len(rejected)) == ((1, 0) if loaded else (0, 1))


@pytest.mark.parametrize(("again", "loaded"), [((38.62, 125.05), True), ((38.3, 124.2), False)])
def test_who_is_heard_again_just_off_the_port_lay_there_until_then(
    sea: Any, again: tuple[float, float], loaded: bool
) -> None:
    """Light in port, and laden an hour after a silence of 66 hours that began there: where it ended tells."""
    sea.reports(COASTER, "2019-10-01T12:00", name="MADE UP 1", ship_type=70, draught_dm=32)
    sea.reports(COASTER, "2019-10-05T23:00", ship_type=70, draught_dm=61)
    sea.voyage(COASTER, "2019-10-03T04:00", "2019-10-08T02:00", draught_before_dm=32, draught_during_dm=None)
    silence = ("2019-10-03T04:00", "2019-10-05T22:00", NAMPO[2:], again)
    sea.event("gap", COASTER, *silence, distance_dm=1, positions_before=9)
    occasions, rejected = find_all(sea.world())
    assert (len(occasions), len(rejected)) == ((1, 0) if loaded else (0, 1))


def test_an_occasion_in_roads_lasts_until_the_ship_left_them(sea: Any) -> None:
    lay_beyond_the_territorial_sea(sea, left_with=33)
    (occasion,), _ = find_all(sea.world())
    assert occasion.end == "2019-10-08T00:00:00Z"


def test_a_ship_that_keeps_its_draught_beyond_the_territorial_sea_waits_there(sea: Any) -> None:
    lay_beyond_the_territorial_sea(sea, left_with=61)
    assert find_all(sea.world()) == ([], [])


@pytest.mark.parametrize(("hours", "at", "told"), [(40, ROADS, 1), (30, ROADS, 0), (40, (34.85, 121.0), 0)])
def test_a_ship_of_which_no_later_draught_is_known_may_have_been_lightered_under_twenty_miles_off(
    sea: Any, hours: int, at: tuple[float, float], told: int
) -> None:
    lay_beyond_the_territorial_sea(sea, left_with=None)
    for stay in sea.rows["loitering"]:
        stay["start_lat_e7"], stay["start_lon_e7"] = round(at[0] * 1e7), round(at[1] * 1e7)
        stay["end_us"] = stay["start_us"] + hours * 3_600_000_000
    assert len(find_all(sea.world())[0]) == told


def test_a_ship_that_rises_off_its_own_coast_delivers_nothing_abroad(sea: Any) -> None:
    lay_beyond_the_territorial_sea(sea, left_with=33)
    for stay in sea.rows["loitering"]:
        stay["start_lat_e7"], stay["start_lon_e7"] = 385_000_000, 1_242_000_000
    assert find_all(sea.world()) == ([], [])


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2016-02-01T00:00", "2016-02-02T00:00", "no measure"),
        ("2017-07-10T00:00", "2017-07-11T00:00", "up to a ceiling"),
    ],
)
def test_a_voyage_before_the_ban_is_left_alone(sea: Any, start: str, end: str, expected: str) -> None:
    sea.voyage(COASTER, start, end)
    occasions, (rejected,) = find_all(sea.world())
    assert occasions == []
    assert rejected.test == "date before the measure"
    assert expected in rejected.why


def test_each_addressee_is_held_to_the_law_of_the_day_that_touches_him(sea: Any) -> None:
    sea.voyage(COASTER, "2017-08-04T20:00", "2017-08-06T02:00")
    (occasion,), _ = find_all(sea.world())
    engaged = [(one.measure.id, one.capacity) for one in occasion.engagements]
    assert ("2321-26", "target State") in engaged
    assert ("2371-8", "importing State") in engaged
    assert ("2371-8", "target State") not in engaged


def test_an_empty_humanitarian_call_is_left_alone(sea: Any) -> None:
    sea.voyage(412000001, "2019-10-03T04:00", "2019-10-04T02:00", draught_before_dm=80, draught_during_dm=50)
    occasions, (rejected,) = find_all(sea.world())
    assert occasions == []
    assert (rejected.test, "left lighter" in rejected.why) == ("in ballast", True)


def test_a_ship_that_comes_and_leaves_in_ballast_is_left_alone(sea: Any) -> None:
    for day, draught in (("2019-09-20", 70), ("2019-10-02", 40)):
        sea.reports(412000001, f"{day}T00:00", name="MADE UP 2", ship_type=70, draught_dm=draught)
    sea.voyage(
        412000001,
        "2019-10-03T04:00",
        "2019-10-04T02:00",
        draught_before_dm=40,
        draught_during_dm=40,
        draught_after_dm=70,
    )
    occasions, (rejected,) = find_all(sea.world())
    assert occasions == []
    assert rejected.test == "in ballast"


def test_a_voyage_of_unknown_lading_is_left_alone_and_says_so(sea: Any) -> None:
    sea.voyage(COASTER, "2019-10-03T04:00", "2019-10-04T02:00", draught_before_dm=None, draught_during_dm=None)
    occasions, (rejected,) = find_all(sea.world())
    assert occasions == []
    assert rejected.test == "lading not known"
    assert "Nothing says that it left laden" in rejected.why


def test_however_slow_it_was_outward_a_speed_tells_no_lading(sea: Any) -> None:
    gone = us("2019-10-05T00:00")
    unknown = {"draught_before_dm": None, "draught_during_dm": None, "to_departure_us": gone}
    sea.voyage(COASTER, "2019-10-03T04:00", "2019-10-04T02:00", **unknown)
    ways = [("2019-09-30T12:00", 11.0), ("2019-10-03T05:00", 8.0), ("2019-10-05T01:00", 11.0)]
    occasions, (rejected,) = find_all(replace(sea.world(), legs=sailed(*ways)))
    assert (occasions, rejected.test) == ([], "lading not known")


def sailed(*ways: tuple[str, float]) -> Any:
    """Legs of an hour, nineteen on each way: when it began, and at how many knots."""
    legs: list[dict[str, Any]] = []
    for first, knots in ways:
        for n in range(19):
            t_us = us(first) + n * HOUR
            legs.append({"track": COASTER * 1000, "mmsi": COASTER, "t_us": t_us, "next_t_us": t_us + HOUR})
            legs[-1] |= {"lat_e7": 0, "lon_e7": 0, "distance_dm": round(knots * 18_520), "exhibit": 1, "row": len(legs)}
    return ibis.memtable(pa.Table.from_pylist(legs, schema=shapes.LEGS))


@pytest.mark.parametrize("left_with", [58, 32])
def test_a_ship_that_rose_before_it_came_to_another_state_brought_nothing_there(sea: Any, left_with: int) -> None:
    # whether it loaded by its first entry, or left with what it had come with: the lesser one under way is the truth
    for when, draught in (("09-30T00:00", 58), ("10-03T05:00", 58), ("10-05T00:00", 33)):
        sea.reports(COASTER, f"2019-{when}", name="MADE UP 1", ship_type=70, draught_dm=draught)
    if left_with == 58:
        sea.reports(COASTER, "2019-09-29T00:00", name="MADE UP 1", ship_type=70, draught_dm=32)
        sea.reports(COASTER, "2019-10-02T00:00", name="MADE UP 1", ship_type=70, draught_dm=32)
    voyage = sea.voyage(COASTER, "2019-10-03T04:00", "2019-10-08T02:00", draught_during_dm=58)
    sea.event("gap", COASTER, "2019-10-03T08:00", "2019-10-04T14:00", (38.5, 124.0), heard_start=9, heard_end=7)
    voyage["longest_gap_us"] = 30 * HOUR
    occasions, (rejected,) = find_all(sea.world())
    assert (occasions, rejected.test) == ([], "in ballast")
    assert "3.3 m before it lay anywhere or arrived" in rejected.why


def test_a_ship_that_rose_in_roads_on_its_way_may_have_landed_its_cargo_there(sea: Any) -> None:
    waited_in_roads(sea)
    for at, draught in (("09-30T00:00", 32), ("10-03T05:00", 61), ("10-06T12:00", 33)):
        sea.reports(COASTER, f"2019-{at}", name="MADE UP 1", ship_type=70, draught_dm=draught)
    (occasion,), _ = find_all(sea.world())
    assert {test.name: test.outcome for test in occasion.refutations}["in ballast"] == "does not refute"


@pytest.mark.parametrize(("ship_type", "kind"), [(60, "60 (passenger ship)"), (80, "80 (tanker)")])
def test_who_is_left_alone_for_its_kind_is_told_which_in_words(sea: Any, ship_type: int, kind: str) -> None:
    sea.reports(COASTER, "2019-10-02T00:00", name="MADE UP 3", ship_type=ship_type)
    sea.voyage(COASTER, "2019-10-03T04:00", "2019-10-04T02:00")
    _, (rejected,) = find_all(sea.world())
    assert f"reports AIS type {kind}, which carries none of the goods" in rejected.why


@pytest.mark.parametrize("ship_type", [30, 50, 52, 60, 80])
def test_fishing_boats_pilots_tugs_ferries_and_tankers_deliver_no_coal(sea: Any, ship_type: int) -> None:
    sea.reports(COASTER, "2019-10-02T00:00", name="MADE UP 3", ship_type=ship_type)
    sea.voyage(COASTER, "2019-10-03T04:00", "2019-10-04T02:00")
    occasions, (rejected,) = find_all(sea.world())
    assert (occasions, rejected.test) == ([], "kind of ship")


def test_a_silence_on_the_way_is_told_with_who_else_was_heard_there(sea: Any) -> None:
    sea.voyage(COASTER, "2019-10-03T04:00", "2019-10-05T02:00", longest_gap_us=30 * 3_600_000_000)
    sea.event(
        "gap",
        COASTER,
        "2019-10-03T08:00",
        "2019-10-04T14:00",
        (38.5, 124.0),
        heard_start=9,
        heard_end=7,
        distance_dm=1,
        positions_before=9,
    )
    (occasion,), _ = find_all(sea.world())
    reception = {test.name: test for test in occasion.refutations}["reception"]
    assert reception.outcome == "does not refute"
    assert "9 where it began, in the 12 h after; 7 where it ended" in reception.why
    assert "silent for 30 h on the way" in occasion.title
    assert [event.kind for event in occasion.events] == ["voyage", "gap"]


def test_a_port_that_an_exemption_names_leaves_the_question_of_notice_open(sea: Any) -> None:
    sea.voyage(COASTER, "2019-10-03T04:00", "2019-10-04T02:00", from_place="KPRJN")
    (occasion,), _ = find_all(sea.world())
    exempt = {test.name: test for test in occasion.refutations}["exempt or notified cargo"]
    assert "an exemption names Najin" in exempt.why


def test_voyages_within_the_target_state_are_no_candidates(sea: Any) -> None:
    sea.voyage(COASTER, "2019-10-03T04:00", "2019-10-04T02:00", to_place="KPHAE", to_country="KP")
    assert find_all(sea.world()) == ([], [])


def test_the_same_rule_serves_another_regime_without_code(sea: Any) -> None:
    sea.regimes = ("somalia-charcoal",)
    sea.voyage(671000001, "2014-10-03T04:00", "2014-10-09T02:00", from_place=None, from_country="SO", to_country="AE")
    (occasion,), _ = find_all(sea.world())
    assert [(one.measure.id, one.capacity) for one in occasion.engagements] == [
        ("2036-22", "target State"),
        ("2036-22", "importing State"),
    ]


def test_id_ignores_rows_and_versions_and_the_digest_does_not(laden: Any) -> None:
    (before,), _ = find_all(laden.world())
    laden.rows["voyage"][0]["start_row"] = 77
    (after,), _ = find_all(laden.world())
    assert before.id == after.id
    assert before.digest != after.digest


@pytest.mark.parametrize(("entered", "found"), [("06T19:00", 1), ("06T09:00", 0)])
def test_a_day_in_roads_is_enough_where_the_ship_entered_less_as_it_left_them(
    sea: Any, entered: str, found: int
) -> None:
    sea.visit(COASTER, "2019-10-01T00:00", "2019-10-03T04:00", NAMPO)
    sea.event("loitering", COASTER, "2019-10-06T00:00", "2019-10-06T20:00", LVHUASHAN)
    for when, draught in (("09-30T00:00", 61), (entered.replace("06T", "10-06T"), 34)):
        sea.reports(COASTER, f"2019-{when}", name="MADE UP 1", ship_type=70, draught_dm=draught)
    sea.visit(COASTER, "2019-10-12T00:00", "2019-10-14T04:00", NAMPO)
    occasions, rejected = find_all(sea.world())
    assert (len(occasions), [one.test for one in rejected]) == (found, [] if found else ["lading not known"])
    assert all("and landed that there" in one.refutations[2].why for one in occasions)


@pytest.mark.parametrize(("berth", "told"), [("2019-10-08T06:00", 1), ("2019-10-10T06:00", 0)])
def test_who_waits_in_roads_and_goes_on_to_a_berth_that_no_index_knows_made_one_call(
    sea: Any, berth: str, told: int
) -> None:
    """It reports what it came with as it shifts, and what is left as it leaves the berth."""
    sea.visit(COASTER, "2019-10-01T00:00", "2019-10-03T04:00", NAMPO)
    sea.event("loitering", COASTER, "2019-10-06T00:00", "2019-10-08T00:00", OFF_NINGBO)
    sea.event("loitering", COASTER, berth, "2019-10-13T04:00", OFF_NINGBO)
    sea.visit(COASTER, "2019-10-16T00:00", "2019-10-18T04:00", NAMPO)
    for when, draught in (("09-30T00:00", 32), ("10-03T05:00", 61), ("10-08T05:00", 61), ("10-13T03:00", 33)):
        sea.reports(COASTER, f"2019-{when}", name="MADE UP 1", ship_type=70, draught_dm=draught)
    occasions, rejected = find_all(sea.world())
    assert (len(occasions), [one.test for one in rejected]) == (told, [] if told else ["left as deep as it came"])


@pytest.mark.parametrize(
    ("heard", "after", "told"),
    [("10-08T06:00", 61, 0), ("10-10T18:00", 61, 0), ("10-12T02:00", 61, 1), ("10-08T06:00", 33, 1), ("", None, 1)],
)
def test_a_ship_that_left_as_deep_as_it_came_landed_nothing(sea: Any, heard: str, after: int | None, told: int) -> None:
    """In roads, where shelter is taken: of who reports what it drew when it came, within three days of leaving."""
    sea.visit(COASTER, "2019-10-01T00:00", "2019-10-03T04:00", NAMPO)
    sea.event("loitering", COASTER, "2019-10-06T00:00", "2019-10-08T00:00", OFF_NINGBO)
    sea.visit(COASTER, "2019-10-12T00:00", "2019-10-14T04:00", NAMPO)
    for when, draught in (("09-30T00:00", 32), ("10-03T05:00", 61), *([(heard, after)] if heard else ())):
        sea.reports(COASTER, f"2019-{when}", name="MADE UP 1", ship_type=70, draught_dm=draught)
    occasions, rejected = find_all(sea.world())
    assert len(occasions) == told
    assert [one.test for one in rejected] == ([] if told else ["left as deep as it came"])


@pytest.mark.parametrize(("mmsi", "told"), [(COASTER, 1), (671000001, 0)])
def test_third_flags_are_left_alone_in_the_port_that_an_exemption_names(sea: Any, mmsi: int, told: int) -> None:
    """Coal from Russia passes through Rajin; the ships that fetch it are not the target's."""
    for when, draught in (("10-01T00:00", 32), ("10-03T05:00", 61)):
        sea.reports(mmsi, f"2019-{when}", name="MADE UP 1", ship_type=70, draught_dm=draught)
    rajin = next(port for port in places.gazetteer().ports() if port.name == "Najin")
    sea.voyage(mmsi, "2019-10-03T04:00", "2019-10-07T02:00", from_place=rajin.id)
    occasions, rejected = find_all(sea.world())
    assert (len(occasions), [one.test for one in rejected]) == (told, [] if told else ["exempt or notified cargo"])


def test_what_a_ship_landed_in_the_targets_own_waters_it_did_not_bring_abroad(sea: Any) -> None:
    """It lay off another port of the target State, where nobody hears it, and entered less as it went on."""
    for when, draught in (("10-01T00:00", 32), ("10-03T05:00", 58), ("10-05T00:00", 33)):
        sea.reports(COASTER, f"2019-{when}", name="MADE UP 1", ship_type=70, draught_dm=draught)
    sea.voyage(COASTER, "2019-10-03T04:00", "2019-10-08T02:00")
    sea.event("loitering", COASTER, "2019-10-04T00:00", "2019-10-04T20:00", (38.6, 125.0))
    occasions, (rejected,) = find_all(sea.world())
    assert (occasions, rejected.test) == ([], "in ballast")


@pytest.mark.parametrize(
    ("light", "entered", "told"),
    [
        (32, "10-02T06:00", 0),  # in the target's port, not as it sailed: it may be what it brought
        (32, "10-03T05:00", 1),  # as it sailed
        (32, "10-03T20:00", 1),  # or where it was heard again
        (45, "10-02T06:00", 1),  # it had entered what it drew as it left the call before
    ],
)
def test_what_a_late_crew_enters_in_the_targets_port_may_be_what_it_brought(
    sea: Any, light: int, entered: str, told: int
) -> None:
    for when, draught in (("09-20T00:00", light), ("09-29T00:00", 32), (entered, 62), ("10-05T10:00", 32)):
        sea.reports(COASTER, f"2019-{when}", name="MADE UP 1", ship_type=70, draught_dm=draught)
    sea.visit(COASTER, "2019-09-26T00:00", "2019-09-29T00:00", ("CNYAT", "CN", 37.55, 121.4))
    sea.visit(COASTER, "2019-10-01T00:00", "2019-10-03T04:00", NAMPO)
    sea.voyage(COASTER, "2019-10-03T04:00", "2019-10-04T02:00", from_arrival_us=us("2019-10-01T00:00"))
    occasions, rejected = find_all(sea.world())
    assert (len(occasions), [one.test for one in rejected]) == (told, [] if told else ["loaded at the call before"])


@pytest.mark.parametrize(("at", "told"), [((38.74, 125.54), 1), ((38.57, 124.66), 0)])
def test_a_berth_of_the_targets_that_no_index_holds_begins_a_voyage(
    sea: Any, at: tuple[float, float], told: int
) -> None:
    """Close under the land it is a berth or inner roads; ten kilometres off it nobody loads."""
    sea.event("loitering", COASTER, "2019-10-01T00:00", "2019-10-03T00:00", at, distance_dm=0, median_speed_dkn=0)
    sea.visit(COASTER, "2019-10-04T12:00", "2019-10-06T12:00", DALIAN)
    for when, dm in (("2019-09-30T00:00", 30), ("2019-10-02T23:00", 60), ("2019-10-06T13:00", 30)):
        sea.reports(COASTER, when, name="MADE UP 1", ship_type=70, length_dm=980, draught_dm=dm)
    occasions, _ = find_all(sea.world())
    assert len(occasions) == told
    if told:
        assert "to Dalian (CN)" in occasions[0].title


def test_a_wait_under_the_coast_after_a_call_at_a_listed_port_is_of_that_call(sea: Any) -> None:
    sea.visit(COASTER, "2019-10-01T00:00", "2019-10-02T00:00", NAMPO)
    sea.event(
        "loitering",
        COASTER,
        "2019-10-02T02:00",
        "2019-10-03T00:00",
        (38.74, 125.54),
        distance_dm=0,
        median_speed_dkn=0,
    )
    sea.visit(COASTER, "2019-10-04T12:00", "2019-10-06T12:00", DALIAN)
    for when, dm in (("2019-09-30T00:00", 30), ("2019-10-02T23:00", 60)):
        sea.reports(COASTER, when, name="MADE UP 1", ship_type=70, length_dm=980, draught_dm=dm)
    assert find_all(sea.world()) == ([], [])  # no voyage was made up beside the one that the detector makes


def to_and_fro(sea: Any, mmsi: int, *, calls: int) -> None:
    """Let a ship lie in Dalian and Nampo in turn, so many times, and leave Nampo laden on 3 October 2019."""
    for nth in range(calls):
        day = 25 - 4 * (calls - 1 - nth)
        sea.visit(mmsi, f"2019-09-{day - 3:02}T00:00", f"2019-09-{day:02}T00:00", (DALIAN, NAMPO)[nth % 2])
    sea.visit(mmsi, "2019-10-01T00:00", "2019-10-03T04:00", NAMPO)
    sea.reports(mmsi, "2019-09-30T00:00", name="MADE UP 1", ship_type=70, draught_dm=32)
    sea.reports(mmsi, "2019-10-03T03:00", name="MADE UP 1", ship_type=70, draught_dm=61)
    sea.voyage(mmsi, "2019-10-03T04:00", "2019-10-04T02:00", from_arrival_us=us("2019-10-01T00:00"))


def test_a_ship_of_the_flag_that_had_come_from_there_goes_to_and_fro(sea: Any) -> None:
    to_and_fro(sea, COASTER, calls=1)
    occasions, (rejected,) = find_all(sea.world())
    assert (occasions, rejected.test) == ([], "a service between two ports")
    assert "the last time abroad too, 22 September 2019" in rejected.why


def test_a_ship_of_another_flag_has_to_make_two_whole_rounds(sea: Any) -> None:
    to_and_fro(sea, 671000001, calls=1)
    (occasion,), _ = find_all(sea.world())
    told = {test.name: test.outcome for test in occasion.refutations}
    assert told["a service between two ports"] == "does not refute"


def test_five_calls_in_turn_are_a_service_whatever_the_flag(sea: Any) -> None:
    to_and_fro(sea, 671000001, calls=3)
    sea.visit(671000001, "2019-10-04T02:00", "2019-10-06T00:00", DALIAN)
    occasions, (rejected,) = find_all(sea.world())
    assert (occasions, rejected.test) == ([], "a service between two ports")
    assert "5 calls in turn" in rejected.why


def test_who_gave_a_port_that_it_did_not_go_to_keeps_no_service(sea: Any) -> None:
    to_and_fro(sea, COASTER, calls=1)
    sea.reports(COASTER, "2019-10-03T05:00", name="MADE UP 1", draught_dm=61, destination="BUSAN")
    (occasion,), rejected = find_all(sea.world())
    assert rejected == []
    assert "under another stated destination" in occasion.title


@pytest.mark.parametrize(
    ("mmsi", "most", "left_alone"),
    [(COASTER, 80, True), (COASTER, 66, False), (671000001, 80, False)],
)
def test_a_part_of_a_load_taken_openly_to_a_berth_is_left_alone(
    sea: Any, mmsi: int, most: int, left_alone: bool
) -> None:
    told = (("09-20T00:00", most), ("10-01T00:00", 32), ("10-03T05:00", 61))
    for at, draught in told:
        sea.reports(mmsi, f"2019-{at}", name="MADE UP 1", ship_type=70, draught_dm=draught)
    sea.voyage(mmsi, "2019-10-03T04:00", "2019-10-04T02:00", from_arrival_us=us("2019-10-01T00:00"))
    occasions, rejected = find_all(sea.world())
    assert [one.test for one in rejected] == (["part of a load"] if left_alone else [])
    assert len(occasions) == (not left_alone)


def test_a_part_of_a_load_to_roads_is_judged_by_the_rest(sea: Any) -> None:
    for at, draught in (("09-20T00:00", 80), ("10-01T00:00", 32), ("10-03T05:00", 61)):
        sea.reports(COASTER, f"2019-{at}", name="MADE UP 1", ship_type=70, draught_dm=draught)
    sea.voyage(
        COASTER, "2019-10-03T04:00", "2019-10-04T02:00", to_place="ANCH-1", from_arrival_us=us("2019-10-01T00:00")
    )
    (occasion,), _ = find_all(sea.world())
    assert {test.name: test.outcome for test in occasion.refutations}["part of a load"] == "does not refute"


@pytest.mark.parametrize(
    ("mmsi", "destination", "to_place", "silent_h", "left_alone"),
    [
        (COASTER, "DALIAN", "CNDAL", 3, True),
        (COASTER, "DALIAN", "CNDAL", 24, False),  # it was not heard on the way
        (COASTER, None, "CNDAL", 3, False),  # it said nothing
        (COASTER, "BUSAN", "CNDAL", 3, False),  # it said something else
        (COASTER, "DALIAN", "ANCH-1", 3, False),  # it went to roads
        (671000001, "DALIAN", "CNDAL", 3, False),
    ],
)
def test_a_ship_of_the_flag_that_goes_where_it_said_and_hides_nothing_is_left_alone(
    sea: Any, mmsi: int, destination: str | None, to_place: str, silent_h: int, left_alone: bool
) -> None:
    sea.reports(mmsi, "2019-10-01T00:00", name="MADE UP 1", ship_type=70, draught_dm=32)
    sea.reports(mmsi, "2019-10-03T05:00", name="MADE UP 1", ship_type=70, draught_dm=61, destination=destination)
    sea.voyage(mmsi, "2019-10-03T04:00", "2019-10-04T08:00", to_place=to_place, longest_gap_us=silent_h * HOUR)
    occasions, rejected = find_all(sea.world())
    assert [one.test for one in rejected] == (["declared and open"] if left_alone else [])
    assert len(occasions) == (not left_alone)
