"""Encounters at sea: with a ship under the target State's flag, and, apart from it, with another listed ship."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import ibis
import pyarrow as pa
import pytest
from tests.typologies.conftest import e7

from fairlead import shapes
from fairlead.typologies import Occasion, Rejected, World, transfer_flagged, transfer_listed

DPRK, OTHER = 445000001, 671000001
START, END = "2019-10-03T04:00", "2019-10-03T12:00"


def flagged(world: World) -> tuple[list[Occasion], list[Rejected]]:
    found = list(transfer_flagged.find(world))
    return [one for one in found if isinstance(one, Occasion)], [one for one in found if isinstance(one, Rejected)]


def listed(world: World) -> tuple[list[Occasion], list[Rejected]]:
    found = list(transfer_listed.find(world))
    return [one for one in found if isinstance(one, Occasion)], [one for one in found if isinstance(one, Rejected)]


def two_tankers(sea: Any, *, length_dm: int = 950) -> None:
    sea.reports(DPRK, "2019-10-02T00:00", name="MADE UP 1", imo=9000001, ship_type=80, length_dm=length_dm)
    sea.reports(OTHER, "2019-10-02T00:00", name="MADE UP 2", imo=9000002, ship_type=80, length_dm=1000)


def test_two_tankers_side_by_side_engage_the_other_ships_flag_state(sea: Any) -> None:
    two_tankers(sea)
    sea.encounter(DPRK, OTHER, START, END)
    (occasion,), rejected = flagged(sea.world())
    assert rejected == []
    assert [(one.measure.id, one.capacity, one.addressee) for one in occasion.engagements] == [
        ("2375-11", "flag State", "TG"),
        ("2397-5", "target State", "KP"),
        ("2397-5", "supplying State", "undetermined"),
    ]
    elements = {element.name: element.status for element in occasion.engagements[0].elements}
    assert elements == {"transfer": "indicated", "flag": "indicated", "goods": "missing", "actor": "indicated"}
    assert "on the open sea, 3 October 2019" in occasion.title
    tests = {test.name: test.why for test in occasion.refutations}
    assert tests["waiting for one port"] == "No later stop of either was heard."
    assert "reported no draught before it, or none after it." in tests["draught unchanged"]


def test_no_petroleum_is_supposed_where_no_tanker_took_part(sea: Any) -> None:
    for mmsi in (DPRK, OTHER):
        sea.reports(mmsi, "2019-10-02T00:00", name="MADE UP", ship_type=70, length_dm=950)
    sea.encounter(DPRK, OTHER, START, END)
    (occasion,), _ = flagged(sea.world())
    assert [one.measure.id for one in occasion.engagements] == ["2375-11"]


def test_a_list_that_knows_the_ship_shows_the_flag_which_its_number_only_indicates(sea: Any) -> None:
    two_tankers(sea)
    sea.lists("MADE UP 1", bases={"2371-6": "2018-03-30"}, imo="9000001", flag="KP")
    sea.encounter(DPRK, OTHER, START, END)
    (occasion,), _ = flagged(sea.world())
    (flag,) = [element for element in occasion.engagements[0].elements if element.name == "flag"]
    assert (flag.status, flag.exhibits[0].sha256) == ("shown", "b" * 64)


def test_a_ship_that_a_list_knows_under_the_flag_counts_whatever_its_number_says(sea: Any) -> None:
    two_tankers(sea)
    sea.lists("MADE UP 2", bases={"2371-6": "2018-03-30"}, imo="9000002", flag="KP")
    sea.reports(412000001, "2019-10-02T00:00", name="MADE UP 3", ship_type=80, length_dm=1000)
    sea.encounter(412000001, OTHER, START, END)
    (occasion,), _ = flagged(sea.world())
    assert occasion.engagements[0].addressee == "CN"
    assert listed(sea.world()) == ([], [])


@pytest.mark.parametrize(("ship_type", "length_dm"), [(50, 180), (52, 300), (30, 350), (60, 1500), (None, 180)])
def test_pilots_tugs_fishing_boats_ferries_and_launches_are_left_alone(
    sea: Any, ship_type: int | None, length_dm: int
) -> None:
    sea.reports(DPRK, "2019-10-02T00:00", name="MADE UP 1", ship_type=80, length_dm=950)
    sea.reports(OTHER, "2019-10-02T00:00", name="MADE UP 2", ship_type=ship_type, length_dm=length_dm)
    sea.encounter(DPRK, OTHER, START, END)
    occasions, (rejected,) = flagged(sea.world())
    assert (occasions, rejected.test) == ([], "kind of ship")


@pytest.mark.parametrize(
    ("at", "length_dm"),
    [
        ((38.84, 121.86), 600),  # at an anchorage
        ((29.87, 122.65), 600),  # 13 nautical miles off Zhoushan
        ((29.87, 122.65), 1100),  # a coaster's tanker, that has oil for others aboard: what passes to a bulker is fuel
    ],
)
def test_bunkering_as_near_a_coast_as_roads_lie_is_left_alone(
    sea: Any, at: tuple[float, float], length_dm: int
) -> None:
    sea.reports(DPRK, "2019-10-02T00:00", name="MADE UP 1", ship_type=70, length_dm=950)
    sea.reports(413000001, "2019-10-02T00:00", name="MADE UP BUNKER", ship_type=80, length_dm=length_dm)
    sea.encounter(413000001, DPRK, START, END, at=at)
    occasions, (rejected,) = flagged(sea.world())
    assert (occasions, rejected.test) == ([], "bunkering")


@pytest.mark.parametrize(
    ("at", "server", "after_dm", "told"),
    [
        ((29.87, 122.65), 413000001, 40, False),  # 13 nautical miles off Zhoushan: a tanker of that coast
        ((29.87, 122.65), 413000001, 60, True),  # that came out deeper
        ((29.87, 122.65), 667000001, 40, True),  # one of another flag
        ((38.70, 124.60), 413000001, 40, True),  # off the target's coast
        ((33.00, 124.00), 413000001, 40, True),  # on the open sea
    ],
)
def test_a_tanker_that_lies_beside_another_off_its_own_coast_may_bunker_it(
    sea: Any, at: tuple[float, float], server: int, after_dm: int, told: bool
) -> None:
    sea.reports(DPRK, "2019-10-02T00:00", name="MADE UP 1", ship_type=80, length_dm=950)
    sea.reports(server, "2019-10-02T00:00", name="MADE UP BUNKER", ship_type=80, length_dm=600)
    sea.reports(server, "2019-10-02T06:00", draught_dm=40)
    sea.reports(server, "2019-10-03T14:00", draught_dm=after_dm)
    sea.encounter(server, DPRK, START, END, at=at)
    occasions, rejected = flagged(sea.world())
    assert ([one.test for one in rejected], bool(occasions)) == ([] if told else ["bunkering"], told)


def test_the_same_tanker_on_the_open_sea_only_speaks_against_it(sea: Any) -> None:
    sea.reports(DPRK, "2019-10-02T00:00", name="MADE UP 1", ship_type=70, length_dm=950)
    sea.reports(413000001, "2019-10-02T00:00", name="MADE UP BUNKER", ship_type=80, length_dm=600)
    sea.encounter(413000001, DPRK, START, END)
    (occasion,), _ = flagged(sea.world())
    assert {test.name: test.outcome for test in occasion.refutations}["bunkering"] == "speaks against it"


def draughts_that_changed_over(sea: Any) -> None:
    for mmsi, before, after in ((DPRK, 32, 55), (OTHER, 60, 38)):
        sea.reports(mmsi, "2019-10-02T06:00", draught_dm=before)
        sea.reports(mmsi, "2019-10-03T14:00", draught_dm=after)


QUAY = (38.84, 121.86)  # in the territorial sea off Dalian, more than five kilometres from any port of the index


@pytest.mark.parametrize(
    ("pairs", "metres", "at", "told"),
    [
        (3, 500, QUAY, False),
        (2, 500, QUAY, True),  # four other ships
        (3, 2_500, QUAY, True),  # elsewhere
        (3, 500, (35.0, 123.0), True),  # where ships meet on the open sea
    ],
)
def test_where_many_lie_side_by_side_there_are_berths(
    sea: Any, pairs: int, metres: float, at: tuple[float, float], told: bool
) -> None:
    two_tankers(sea)
    sea.encounter(DPRK, OTHER, START, END, at=at)
    for n in range(pairs):
        there = (at[0] + metres / 111_195, at[1])
        sea.encounter(412000010 + n, 412000020 + n, f"2019-10-{10 + n}T00:00", f"2019-10-{10 + n}T06:00", at=there)
    occasions, rejected = flagged(sea.world())
    assert bool(occasions) is told
    assert [one.test for one in rejected] == ([] if told else ["berths and anchorages"])
    if not told:
        assert "6 other ships (MMSI 412000010, MMSI 412000011, ...) lay side by side too" in rejected[0].why


@pytest.mark.parametrize("ours_first", [True, False])
def test_who_is_heard_seldom_may_have_begun_to_be_near_on_the_way_there(sea: Any, ours_first: bool) -> None:
    """Where a meeting began, or that of others, is a place on the way; where it ended is the quay."""
    two_tankers(sea)
    way = (QUAY[0] + 0.04, QUAY[1])
    began = {"start_lat_e7": e7(way[0]), "start_lon_e7": e7(way[1])}
    sea.encounter(DPRK, OTHER, START, END, at=QUAY, **(began if ours_first else {}))
    for n in range(3):
        span = f"2019-10-{10 + n}T00:00", f"2019-10-{10 + n}T06:00"
        sea.encounter(412000010 + n, 412000020 + n, *span, at=QUAY, **({} if ours_first else began))
    occasions, rejected = flagged(sea.world())
    assert (occasions, [one.test for one in rejected]) == ([], ["berths and anchorages"])


@pytest.mark.parametrize("changed_over", [False, True])
def test_in_internal_waters_only_draughts_that_changed_over_tell_two_ships_from_neighbours(
    sea: Any, changed_over: bool
) -> None:
    two_tankers(sea)
    if changed_over:
        draughts_that_changed_over(sea)
    sea.encounter(DPRK, OTHER, START, END, at=(36.0702, 120.3001))  # a harbour of Qingdao that the index does not name
    occasions, rejected = flagged(sea.world())
    assert bool(occasions) is changed_over
    assert [one.test for one in rejected] == ([] if changed_over else ["berths and anchorages"])


@pytest.mark.parametrize(("others", "changed_over", "told"), [(5, False, False), (5, True, True), (4, False, True)])
def test_where_many_lie_there_are_roads_and_draughts_have_to_tell(
    sea: Any, others: int, changed_over: bool, told: bool
) -> None:
    two_tankers(sea)
    if changed_over:
        draughts_that_changed_over(sea)
    for n in range(others):
        start, end = f"2019-10-{10 + n}T00:00", f"2019-10-{10 + n}T20:00"
        sea.event("loitering", 412000010 + n, start, end, QUAY, distance_dm=0, median_speed_dkn=1)
    sea.encounter(DPRK, OTHER, START, END, at=QUAY)
    occasions, rejected = flagged(sea.world())
    assert bool(occasions) is told
    assert [one.test for one in rejected] == ([] if told else ["berths and anchorages"])
    if not told:
        assert "5 other ships (MMSI 412000010, MMSI 412000011, ...) lay at other times, as in roads" in rejected[0].why


def test_ships_anchored_near_each_other_are_left_alone(sea: Any) -> None:
    two_tankers(sea)
    sea.encounter(DPRK, OTHER, START, END, median_distance_dm=3_200)
    occasions, (rejected,) = flagged(sea.world())
    assert (occasions, rejected.test) == ([], "anchored near each other")


def test_ships_under_way_together_are_left_alone(sea: Any) -> None:
    two_tankers(sea)
    sea.encounter(DPRK, OTHER, START, END, median_speed_dkn=35)
    occasions, (rejected,) = flagged(sea.world())
    assert (occasions, rejected.test) == ([], "under way together")


def test_ships_at_neighbouring_berths_are_left_alone(sea: Any) -> None:
    two_tankers(sea)
    dalian = ("CNDAL", "CN", 38.9167, 121.6667)
    for mmsi in (DPRK, OTHER):
        sea.visit(mmsi, "2019-10-02T00:00", "2019-10-05T00:00", dalian)
    sea.encounter(DPRK, OTHER, START, END, at=dalian[2:])
    occasions, (rejected,) = flagged(sea.world())
    assert (occasions, rejected.test) == ([], "berths and anchorages")


def test_two_ships_of_the_target_state_are_left_alone(sea: Any) -> None:
    sea.encounter(DPRK, DPRK + 1, START, END)
    occasions, (rejected,) = flagged(sea.world())
    assert (occasions, rejected.test) == ([], "both under one flag")


def test_a_transfer_before_the_measure_is_left_alone(sea: Any) -> None:
    sea.reports(OTHER, "2017-09-02T00:00", name="MADE UP 2", ship_type=70, length_dm=950)
    sea.encounter(DPRK, OTHER, "2017-09-10T04:00", "2017-09-10T12:00")
    occasions, (rejected,) = flagged(sea.world())
    assert (occasions, rejected.test) == ([], "date before the measure")


def test_a_listed_ship_under_another_flag_does_not_engage_the_paragraph_on_the_targets_flag(sea: Any) -> None:
    sea.reports(OTHER, "2019-10-02T00:00", name="MADE UP 2", imo=9000002, ship_type=80, length_dm=900)
    sea.reports(412000001, "2019-10-02T00:00", name="MADE UP 3", ship_type=80, length_dm=950)
    sea.lists("MADE UP 2", bases={"2371-6": "2018-03-30"}, imo="9000002")
    sea.encounter(412000001, OTHER, START, END)
    assert flagged(sea.world()) == ([], [])
    (occasion,), _ = listed(sea.world())
    engaged = [(one.measure.id, one.capacity, one.addressee) for one in occasion.engagements]
    assert engaged == [
        ("2397-5", "target State", "KP"),
        ("2397-5", "supplying State", "CN"),
        ("2397-12", "flag State", "TG"),
    ]


def test_a_ship_listed_later_was_not_a_listed_ship_on_the_day(sea: Any) -> None:
    sea.reports(OTHER, "2018-02-20T00:00", name="MADE UP 2", imo=9000002, ship_type=80)
    sea.lists("MADE UP 2", bases={"2371-6": "2018-03-30"}, imo="9000002")
    sea.encounter(412000001, OTHER, "2018-02-24T04:00", "2018-02-24T12:00")
    occasions, (rejected,) = listed(sea.world())
    assert (occasions, rejected.test) == ([], "listed later")


def test_a_name_alone_or_a_number_alone_makes_no_listed_ship(sea: Any) -> None:
    sea.reports(OTHER, "2019-10-02T00:00", name="MADE UP 2", ship_type=80)
    sea.lists("MADE UP 2", bases={"2371-6": "2018-03-30"}, imo="9000002", mmsi="671999999")
    sea.lists("MADE UP 4", bases={"2371-6": "2018-03-30"}, imo="9000004", mmsi=str(OTHER))
    sea.encounter(412000001, OTHER, START, END)
    assert listed(sea.world()) == ([], [])


def test_name_and_number_together_are_a_lead_and_say_so(sea: Any) -> None:
    sea.reports(OTHER, "2019-10-02T00:00", name="MADE UP NO. 2", ship_type=80)
    sea.lists("MADE UP 2", bases={"2371-6": "2018-03-30"}, imo="9000002", mmsi=str(OTHER))
    sea.encounter(412000001, OTHER, START, END)
    (occasion,), _ = listed(sea.world())
    identity = {test.name: test for test in occasion.refutations}["identity"]
    assert (identity.outcome, "not an identification" in identity.why) == ("open", True)


def draughts(sea: Any, mmsi: int, before: int, after: int) -> None:
    sea.reports(mmsi, "2019-10-03T03:00", name=f"MADE UP {mmsi}", ship_type=80, length_dm=950, draught_dm=before)
    sea.reports(mmsi, "2019-10-04T03:00", name=f"MADE UP {mmsi}", ship_type=80, length_dm=950, draught_dm=after)


@pytest.mark.parametrize(
    ("dprk", "other", "outcome", "supply"),
    [
        ((40, 70), (90, 60), "does not refute", "indicated"),
        ((70, 40), (60, 90), "does not refute", "missing"),
        ((40, 40), (90, 90), "speaks against it", "missing"),
        ((40, 70), (90, 90), "open", "missing"),
    ],
)
def test_draughts_afterwards_tell_which_way_and_only_what_came_to_the_targets_ship_is_supply(
    sea: Any, dprk: tuple[int, int], other: tuple[int, int], outcome: str, supply: str
) -> None:
    draughts(sea, DPRK, *dprk)
    draughts(sea, OTHER, *other)
    sea.encounter(DPRK, OTHER, START, END)
    (occasion,), _ = flagged(sea.world())
    tests = {test.name: test.outcome for test in occasion.refutations}
    assert tests["draught unchanged"] == outcome
    elements = {element.name: element.status for one in occasion.engagements for element in one.elements}
    assert elements["supply"] == supply


@pytest.mark.parametrize(("after", "told"), [(90, False), (60, True)])
def test_near_a_coast_two_draughts_that_stayed_leave_neighbours_at_anchor_alone(
    sea: Any, after: int, told: bool
) -> None:
    draughts(sea, DPRK, 40, 40 if after == 90 else 70)
    draughts(sea, OTHER, 90, after)
    sea.encounter(DPRK, OTHER, START, END, at=(38.75, 121.95))
    occasions, rejected = flagged(sea.world())
    assert (len(occasions), [one.test for one in rejected]) == ((1, []) if told else (0, ["draught unchanged"]))


@pytest.mark.parametrize(("times", "metres", "told"), [(5, 110, 0), (2, 110, 1), (5, 30, 1)])
def test_ships_that_part_and_come_near_again_with_the_tide_swing_at_anchor(
    sea: Any, times: int, metres: int, told: int
) -> None:
    two_tankers(sea)
    for n in range(times):
        begin = datetime(2019, 10, 2, 19, tzinfo=UTC) + n * timedelta(hours=12, minutes=25)
        ends = (f"{at:%Y-%m-%dT%H:%M}" for at in (begin, begin + timedelta(hours=7)))
        sea.encounter(DPRK, OTHER, *ends, median_distance_dm=metres * 10)
    occasions, rejected = flagged(sea.world())
    assert len(occasions) == told
    assert [one.test for one in rejected] == ([] if told else ["anchored near each other"])
    assert told or f"{times} times near each other" in rejected[0].why


def test_ships_that_drift_for_miles_side_by_side_and_are_heard_seldom_do_not_swing_at_anchor(sea: Any) -> None:
    two_tankers(sea)
    for n in range(3):
        begin = datetime(2019, 10, 2, 19, tzinfo=UTC) + n * timedelta(hours=9)
        ends = (f"{at:%Y-%m-%dT%H:%M}" for at in (begin, begin + timedelta(hours=4)))
        at = (35.2 + 0.05 * n, 124.0)
        sea.encounter(DPRK, OTHER, *ends, median_distance_dm=600, at=at, to=at)
    occasions, rejected = flagged(sea.world())
    assert (len(occasions), rejected) == (1, [])


def test_ships_met_in_turn_are_told_together_and_share_their_events(sea: Any) -> None:
    two_tankers(sea)
    mother, feeder, late = 538000007, 351000008, 351000009
    first = sea.encounter(mother, feeder, "2019-10-01T04:00", "2019-10-01T12:00")
    second = sea.encounter(DPRK, mother, START, END)
    third = sea.encounter(mother, 445000002, "2019-10-05T04:00", "2019-10-05T12:00")
    sea.encounter(mother, late, "2019-10-20T04:00", "2019-10-20T12:00")
    occasions, _ = flagged(sea.world())
    assert len(occasions) == 2
    assert "within 5 days one of them also lay beside MMSI 351000008, MMSI 445000002" in occasions[0].title
    assert {event.id for event in occasions[0].events} == {first["id"], second["id"], third["id"]}
    assert {event.id for event in occasions[0].events} & {event.id for event in occasions[1].events}
    assert all("351000009" not in occasion.title for occasion in occasions)


def test_two_ships_that_went_into_one_near_port_within_a_day_may_have_waited_for_it(sea: Any) -> None:
    two_tankers(sea)
    sea.encounter(DPRK, OTHER, START, END, at=(38.6, 121.8))
    for mmsi in (DPRK, OTHER):
        sea.visit(mmsi, "2019-10-03T20:00", None, ("CNDAL", "CN", 38.93, 121.65))
    (occasion,), _ = flagged(sea.world())
    assert {test.name: test.outcome for test in occasion.refutations}["waiting for one port"] == "speaks against it"


OPEN = (36.6, 123.7)  # over sixty nautical miles off every coast
NEAR = (38.62, 124.9)  # in the roads off Nampo


def heard_at(
    sea: Any, moments: list[tuple[str, float]], at: tuple[float, float] = OPEN, *, kind: int = 80, speed_dkn: int = 2
) -> World:
    """A world in which the first ship lay at sea for a day, heard at moments, and the other so many metres off then."""
    two_tankers(sea)
    for report in sea.static:
        report["ship_type"] = kind if report["mmsi"] == OTHER else report["ship_type"]
    sea.event("loitering", DPRK, "2019-10-03T00:00", "2019-10-04T00:00", at, median_speed_dkn=3, distance_dm=9)
    legs = []
    for n, (when, metres) in enumerate(moments):
        t = datetime.fromisoformat(f"2019-10-{when}").replace(tzinfo=UTC)
        for mmsi, off, later in ((DPRK, 0.0, 0), (OTHER, metres, 120)):
            t_us = int((t + timedelta(seconds=later)).timestamp()) * shapes.US_PER_SECOND
            place = {
                "lat_e7": round((at[0] + off / 111_195) * 1e7),
                "lon_e7": round(at[1] * 1e7),
                "speed_dkn": speed_dkn,
            }
            where = {"exhibit": 1, "row": 2 * n + bool(later)}
            legs.append({"track": mmsi * 1000, "mmsi": mmsi, "t_us": t_us, **place, **where})
    return replace(sea.world(), legs=ibis.memtable(pa.Table.from_pylist(legs, schema=shapes.LEGS)))


def test_two_ships_that_were_together_whenever_both_were_heard_met_and_what_was_between_is_said_to_be_unknown(
    sea: Any,
) -> None:
    (occasion,), rejected = flagged(heard_at(sea, [("03T04:00", 40.0), ("03T09:30", 60.0), ("03T13:00", 50.0)]))
    assert rejected == []
    assert "were heard side by side at 3 moments in 9.0 h" in occasion.title
    assert {one.name: one.outcome for one in occasion.refutations}["reception"] == "speaks against it"
    assert [event.kind for event in occasion.events] == ["loitering"]
    assert (occasion.start, occasion.end) == ("2019-10-03T04:00:00Z", "2019-10-03T13:00:00Z")


@pytest.mark.parametrize(
    ("moments", "at"),
    [
        ([("03T04:00", 40.0)], OPEN),  # seen together once
        ([("03T04:00", 40.0), ("03T05:30", 40.0)], OPEN),  # within two hours, as ships that pass
        ([("03T04:00", 400.0), ("03T09:00", 420.0)], OPEN),  # neighbours, not side by side
        ([("03T04:00", 40.0), ("03T06:00", 900.0), ("03T09:00", 40.0)], OPEN),  # apart in between
        ([("03T04:00", 40.0), ("03T09:00", 40.0)], NEAR),  # in roads
        ([("05T04:00", 40.0), ("05T09:00", 40.0)], OPEN),  # days after the stay
    ],
)
def test_glimpses_that_others_give_too_are_no_meeting(
    sea: Any, moments: list[tuple[str, float]], at: tuple[float, float]
) -> None:
    assert flagged(heard_at(sea, moments, at, kind=70)) == ([], [])


def test_of_two_tankers_a_moment_side_by_side_on_the_open_sea_suffices(sea: Any) -> None:
    world = heard_at(sea, [("03T04:00", 40.0)])
    sea.rows["loitering"].clear()  # it need not have been heard to lie there for hours
    (occasion,), rejected = flagged(replace(sea.world(), legs=world.legs))
    assert rejected == []
    assert "(MMSI 671000001) were heard side by side at one moment on the open sea" in occasion.title
    assert occasion.events == ()
    reception = next(one for one in occasion.refutations if one.name == "reception")
    assert (reception.outcome, "at one moment alone" in reception.why) == ("speaks against it", True)


@pytest.mark.parametrize(
    ("metres", "at", "further"),
    [
        (400.0, OPEN, {}),  # neighbours
        (40.0, NEAR, {}),  # in roads
        (40.0, OPEN, {"speed_dkn": 60}),  # under way
        (40.0, OPEN, {"kind": 70}),
    ],
)
def test_a_moment_of_two_tankers_elsewhere_or_of_other_ships_is_no_meeting(
    sea: Any, metres: float, at: tuple[float, float], further: dict[str, Any]
) -> None:
    assert flagged(heard_at(sea, [("03T04:00", metres)], at, **further)) == ([], [])


def test_glimpses_of_a_pair_whose_encounter_was_heard_are_not_told_again(sea: Any) -> None:
    sea.encounter(DPRK, OTHER, "2019-10-03T05:00", "2019-10-03T08:00")
    (occasion,), _ = flagged(heard_at(sea, [("03T04:00", 40.0), ("03T09:30", 60.0)]))
    assert [event.kind for event in occasion.events] == ["encounter"]


def test_glimpses_of_a_listed_ship_under_another_flag_are_a_meeting_too(sea: Any) -> None:
    world_of = [("03T04:00", 40.0), ("03T09:30", 60.0)]
    sea.lists("MADE UP 2", bases={"2371-6": "2018-03-30"}, imo="9000002", flag="TG")
    world = heard_at(sea, world_of)
    stays = sea.rows["loitering"]
    for legs_of, number in ((stays, OTHER),):
        legs_of[0] |= {"mmsi": number, "track": number * 1000}
    legs = world.legs
    turned = ibis.ifelse(legs.mmsi == DPRK, 412000001, legs.mmsi)
    world = replace(sea.world(), legs=legs.mutate(mmsi=turned, track=turned * 1000))
    (occasion,), _ = listed(world)
    assert "at 2 moments" in occasion.title


def broken(sea: Any, hours: int, at: tuple[float, float] = (35.2, 124.0)) -> list[Occasion]:
    """Two tankers side by side, then a hole, then side by side again."""
    two_tankers(sea)
    sea.encounter(DPRK, OTHER, START, END)
    again = datetime.fromisoformat(END) + timedelta(hours=hours)
    until = again + timedelta(hours=3)
    sea.encounter(DPRK, OTHER, f"{again:%Y-%m-%dT%H:%M}", f"{until:%Y-%m-%dT%H:%M}", at=at, median_distance_dm=900)
    return flagged(sea.world())[0]


def test_a_meeting_with_a_hole_in_it_is_one_occasion(sea: Any) -> None:
    (occasion,) = broken(sea, 5)
    assert (occasion.start, occasion.end) == ("2019-10-03T04:00:00Z", "2019-10-03T20:00:00Z")
    assert [event.kind for event in occasion.events] == ["encounter", "encounter"]
    assert "side by side for 16 h" in occasion.title
    assert (
        "half of the time their antennas were within 30 m"
        in {one.name: one.why for one in occasion.refutations}["anchored near each other"].split(",")[0]
    )


@pytest.mark.parametrize(("hours", "at"), [(13, (35.2, 124.0)), (5, (35.6, 124.0))])
def test_who_could_go_off_and_come_back_or_met_elsewhere_met_twice(
    sea: Any, hours: int, at: tuple[float, float]
) -> None:
    assert len(broken(sea, hours, at)) == 2


@pytest.mark.parametrize("both", [True, False])
def test_two_that_enter_their_draughts_and_did_not_then_passed_nothing_on_the_open_sea_either(
    sea: Any, both: bool
) -> None:
    draughts(sea, DPRK, 40, 40)
    draughts(sea, OTHER, 90, 90)
    for mmsi, dm in ((DPRK, 65), (OTHER, 60)) if both else ((DPRK, 65),):
        sea.reports(mmsi, "2019-10-25T00:00", name="MADE UP", ship_type=80, length_dm=950, draught_dm=dm)
    sea.encounter(DPRK, OTHER, START, END)
    occasions, rejected = flagged(sea.world())
    assert (len(occasions), [one.test for one in rejected]) == ((0, ["draught unchanged"]) if both else (1, []))


@pytest.mark.parametrize(
    ("other", "name", "called", "told"),
    [
        (440000001, "MADE UP 1", False, 0),  # one digit off, and of the same name
        (440000001, "MADE UP 9", False, 1),
        (440000002, "MADE UP 1", False, 1),  # two digits off
        (440000001, "MADE UP 1", True, 1),  # it was heard to call in the target
    ],
)
def test_a_number_that_is_anothers_with_one_digit_typed_wrong_tells_no_flag(
    sea: Any, other: int, name: str, called: bool, told: int
) -> None:
    two_tankers(sea)
    sea.reports(other, "2019-09-01T00:00", name=name, ship_type=80)
    sea.encounter(DPRK, OTHER, START, END)
    if called:
        sea.visit(DPRK, "2019-08-01T00:00", "2019-08-02T00:00", ("KPNAM", "KP", 38.7167, 125.4))
    occasions, rejected = flagged(sea.world())
    assert (len(occasions), [one.test for one in rejected]) == (told, [] if told else ["number typed wrong"])
