"""A tanker that came back lighter from a silence within reach of the target: what is told, and what is left alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.typologies.test_whynot import told

from fairlead.typologies import Occasion, Rejected, World, dark_supply
from fairlead.typologies.grounds.doors import Doors, Heard

SHIP = 671000001
LOST, AGAIN = (37.0, 123.6), (37.4, 123.2)
BUSAN = ("KRPUS", "KR", 35.1, 129.05)


def find(world: World) -> tuple[list[Occasion], list[Rejected]]:
    found = list(dark_supply.find(world))
    return [one for one in found if isinstance(one, Occasion)], [one for one in found if isinstance(one, Rejected)]


def silent(
    sea: Any,
    before: int = 62,
    after: int = 38,
    *,
    mmsi: int = SHIP,
    kind: int = 80,
    length_dm: int | None = None,
    to: tuple[float, float] = (37.2, 122.8),
    end: str = "2019-10-06T04:00",
    lost: tuple[float, float] = LOST,
    **further: Any,
) -> Any:
    """Let a tanker be silent from 3 October on, nobody heard around, and be heard on its way from there."""
    for at, dm in (("2019-10-03T03:00", before), (f"{end[:10]}T{int(end[11:13]) + 1:02d}:00", after)):
        sea.reports(mmsi, at, name="MADE UP 1", ship_type=kind, length_dm=length_dm, draught_dm=dm)
    heard = {"heard_start": 0, "heard_end": 0, "distance_dm": 0, "positions_before": 20} | further
    sea.event("gap", mmsi, "2019-10-03T04:00", end, lost, AGAIN, **heard)
    sea.sails(mmsi, end, AGAIN, to)
    return sea


def test_a_tanker_that_came_from_there_lighter_is_a_candidate_that_shows_no_call(sea: Any) -> None:
    silent(sea)
    sea.visit(SHIP, "2019-10-08T04:00", None, BUSAN)
    (occasion,), rejected = find(sea.world())
    assert rejected == []
    assert occasion.title.startswith(
        "Tanker MADE UP 1 (MMSI 671000001) was silent for 72 h within reach of KP, 3–6 October 2019, and came back "
        "from there lighter, then went to Busan (KR); would engage resolution 2397 paragraph 5"
    )
    assert {(one.capacity, one.addressee) for one in occasion.engagements} >= {("flag State", "TG")}
    statuses = {element.status for one in occasion.engagements for element in one.elements}
    assert "shown" not in statuses
    (reception,) = [one for one in occasion.refutations if one.name == "reception"]
    assert (reception.outcome, "astern within" in reception.why) == ("speaks against it", True)


@pytest.mark.parametrize(
    "further",
    [
        {"after": 60},
        {"before": 38, "after": 62},
        {"kind": 70},
        {"mmsi": 445000009},
        {"to": (37.6, 123.6)},  # towards it
        {"end": "2019-10-04T04:00"},  # too short for a call
    ],
)
def test_other_ships_and_ways_are_no_candidates(sea: Any, further: dict[str, Any]) -> None:
    assert find(silent(sea, **further).world()) == ([], [])


def test_a_call_that_was_heard_is_the_other_typologys(sea: Any) -> None:
    silent(sea)
    known = {"from_place": "KRPUS", "from_country": "KR", "to_place": "KPNAM", "to_country": "KP"}
    sea.voyage(SHIP, "2019-10-01T00:00", "2019-10-04T00:00", **known)
    assert find(sea.world()) == ([], [])


def test_what_a_late_crew_landed_at_the_call_before_is_left_alone(sea: Any) -> None:
    silent(sea, end="2019-10-05T16:00")
    sea.reports(SHIP, "2019-09-28T03:00", name="MADE UP 1", ship_type=80, draught_dm=62)
    sea.visit(SHIP, "2019-10-01T00:00", "2019-10-02T20:00", BUSAN)
    occasions, (rejected,) = find(sea.world())
    assert (occasions, rejected.test) == ([], "discharged at the call before")


def test_a_tanker_of_the_state_that_it_came_from_is_left_alone(sea: Any) -> None:
    silent(sea, mmsi=441000001)
    sea.reports(441000001, "2019-10-02T21:00", name="MADE UP 1", ship_type=80, draught_dm=62)
    sea.reports(441000001, "2019-10-01T00:00", name="MADE UP 1", ship_type=80, draught_dm=35)
    sea.visit(441000001, "2019-10-01T00:00", "2019-10-02T20:00", BUSAN)
    occasions, (rejected,) = find(sea.world())
    assert (occasions, rejected.test) == ([], "supply within the ceiling")


def test_off_the_targets_coast_a_lighter_draught_tells_whatever_its_course_and_whoever_was_heard(sea: Any) -> None:
    silent(sea, lost=(38.5, 124.2), to=(37.6, 123.6))
    (occasion,), rejected = find(sea.world())
    assert (rejected, "came back from there lighter" in occasion.title) == ([], True)
    (reception,) = [one for one in occasion.refutations if one.name == "reception"]
    assert reception.outcome == "speaks against it"
    assert "off Nampo, and no other State's port is so near there" in reception.why


def test_after_over_five_days_that_it_was_off_that_coast_before_tells_nothing(sea: Any) -> None:
    silent(sea, lost=(38.5, 124.2), to=(37.6, 123.6), end="2019-10-09T04:00")
    assert find(sea.world()) == ([], [])


@pytest.mark.parametrize(("bound", "told"), [("KPNAM", 0), ("NAMPO ANCH", 0), ("CNDLC", 1), ("FOR ORDERS", 1)])
def test_a_tanker_that_said_where_it_went_hides_no_way_there(sea: Any, bound: str, told: int) -> None:
    silent(sea, lost=(38.5, 124.2))
    sea.static[0]["destination"] = bound
    occasions, rejected = find(sea.world())
    assert (len(occasions), [one.test for one in rejected]) == (told, [] if told else ["stated destination"])


@pytest.mark.parametrize(
    ("lost", "onward", "end", "told"),
    [
        ((38.4, 124.1), (38.3, 123.9), "2019-10-06T04:00", 1),  # towards Nampo, off its coast, and back from there
        ((38.4, 124.1), (38.5, 124.3), "2019-10-06T04:00", 0),  # it came from there as it was lost
        (LOST, (36.9, 123.5), "2019-10-06T04:00", 0),  # never off the target's coast
        ((38.4, 124.1), (38.3, 123.9), "2019-10-09T04:00", 0),  # six days fit anything
    ],
)
def test_with_the_same_draught_both_its_courses_must_tell_and_the_coast(
    sea: Any, lost: tuple[float, float], onward: tuple[float, float], end: str, told: int
) -> None:
    """``onward``: where it was heard two hours before it was lost."""
    silent(sea, after=62, lost=lost, end=end)
    sea.sails(SHIP, "2019-10-03T02:00", onward, lost)
    occasions, rejected = find(sea.world())
    assert (len(occasions), rejected) == (told, [])
    assert all("came back from there; would engage" in one.title for one in occasions)


def test_who_was_off_its_ports_when_lost_and_when_heard_again_lay_there(sea: Any) -> None:
    silent(sea, after=62, lost=(38.5, 124.5))
    sea.rows["gap"][0] |= {"end_lat_e7": 384_500_000, "end_lon_e7": 1_244_000_000}
    sea.visit(SHIP, "2019-10-08T04:00", None, BUSAN)
    (occasion,), _ = find(sea.world())
    supply = {element.why for one in occasion.engagements for element in one.elements if element.name == "supply"}
    assert any("It was lost" in why and "and heard again" in why and "off Nampo" in why for why in supply)


def test_a_tanker_that_stops_next_on_the_targets_own_coast_is_left_alone(sea: Any) -> None:
    silent(sea)
    sea.visit(SHIP, "2019-10-08T04:00", None, ("KPNAM", "KP", 38.7167, 125.4))
    occasions, (rejected,) = find(sea.world())
    assert (occasions, rejected.test) == ([], "trade along the target's own coast")


def test_where_others_are_lost_too_it_is_left_alone(sea: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    silent(sea)
    monkeypatch.setattr(Doors, "others", lambda *_: Heard(40, 900, 600))
    occasions, (rejected,) = find(sea.world())
    assert (occasions, rejected.test) == ([], "edge of what can be heard")


@pytest.mark.parametrize(
    ("further", "condition"),
    [
        ({"kind": 70}, "a tanker"),
        ({"to": (37.6, 123.6)}, "coming from the target State"),
        ({"after": 60}, "lighter than before"),
        ({}, None),
        ({"lost": (38.5, 124.2), "to": (37.6, 123.6)}, None),
    ],
)
def test_why_not_tells_which_condition_failed(sea: Any, further: dict[str, Any], condition: str | None) -> None:
    world = silent(sea, **further).world()
    assert told(world, "dark_supply", SHIP, date(2019, 10, 4)).condition == condition


def test_a_tanker_lost_and_heard_again_off_one_coast_of_another_state_may_have_discharged_there(sea: Any) -> None:
    silent(sea, lost=(36.8, 122.4))
    sea.rows["gap"][0] |= {"end_lat_e7": 367_000_000, "end_lon_e7": 1_222_000_000}
    sea.legs.clear()
    sea.sails(SHIP, "2019-10-06T04:00", (36.7, 122.2), (36.5, 121.9))
    occasions, (rejected,) = find(sea.world())
    assert (occasions, rejected.test) == ([], "discharged elsewhere")
    assert "it fell silent 9 km from Shidao (CN), where it may have discharged" in rejected.why


def test_a_boat_that_reports_a_tankers_kind_is_too_small_to_supply_a_state(sea: Any) -> None:
    occasions, (rejected,) = find(silent(sea, length_dm=200).world())
    assert (occasions, rejected.test) == ([], "kind of ship")
