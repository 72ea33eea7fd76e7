"""Ships of the target's flag that were silent for days and heard far from home alone, on the way out or back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.typologies.conftest import DALIAN, NAMPO
from tests.typologies.test_whynot import told

from fairlead.typologies import Occasion, Rejected, World, dark_trip, every
from fairlead.typologies.grounds.doors import Doors, Heard

SHIP, OTHER = 445000001, 671000001
OFF_NAMPO, FAR, NORTH, SOUTH = (38.4, 124.3), (35.0, 123.3), (35.4, 123.5), (34.6, 123.1)
HOME = (38.6, 124.9)
OFF_HUNGNAM = (39.5, 128.9)  # the other coast: land lies between


def find(world: World) -> tuple[list[Occasion], list[Rejected]]:
    found = list(dark_trip.find(world))
    return [one for one in found if isinstance(one, Occasion)], [one for one in found if isinstance(one, Rejected)]


def back(
    sea: Any,
    *,
    mmsi: int = SHIP,
    kind: int = 70,
    drew: tuple[int, int] = (32, 32),
    lost: tuple[float, float] = OFF_NAMPO,
    until: str = "2019-10-06T04:00",
    at: tuple[float, float] = FAR,
    to: tuple[float, float] = NORTH,
    called: tuple[str, str, float, float] | None = NAMPO,
) -> Any:
    """Let a ship leave Nampo, be silent from 3 October on and be heard again far off, on its way back."""
    for when, dm in (("2019-10-03T03:00", drew[0]), (f"{until[:10]}T{int(until[11:13]) + 1:02d}:00", drew[1])):
        sea.reports(mmsi, when, name="MADE UP 3", ship_type=kind, draught_dm=dm)
    if called is not None:
        sea.visit(mmsi, "2019-09-28T00:00", "2019-10-02T20:00", called)
    heard = {"heard_start": 0, "heard_end": 0, "distance_dm": 0, "positions_before": 20}
    sea.event("gap", mmsi, "2019-10-03T04:00", until, lost, at, **heard)
    sea.sails(mmsi, until, at, to)
    return sea


def out(sea: Any, to: tuple[float, float] = SOUTH, again: tuple[float, float] = HOME) -> Any:
    """Let a ship be lost far off on its way out and heard again at home, four days later."""
    sea.reports(SHIP, "2019-10-03T03:00", name="MADE UP 3", ship_type=70, draught_dm=32)
    sea.sails(SHIP, "2019-10-03T02:00", (FAR[0] + FAR[0] - to[0], FAR[1] + FAR[1] - to[1]), FAR)
    heard = {"heard_start": 0, "heard_end": 0, "distance_dm": 0, "positions_before": 20}
    sea.event("gap", SHIP, "2019-10-03T04:00", "2019-10-07T04:00", FAR, again, **heard)
    return sea


def test_a_ship_on_its_way_back_from_days_of_silence_is_told_and_shows_nothing(sea: Any) -> None:
    (occasion,), rejected = find(back(sea).world())
    assert rejected == []
    assert occasion.title == (
        "Ship MADE UP 3 (MMSI 445000001) was silent for 72 h, 3–6 October 2019, and was heard again 397 km off KP, on "
        "its way there; would engage resolution 2371 paragraph 8 if it landed a cargo abroad"
    )
    assert "shown" not in {element.status for one in occasion.engagements for element in one.elements}
    slow = next(test for test in occasion.refutations if test.name == "a slow passage")
    assert "takes 55 h less than that; when heard again its course was" in slow.why
    assert "with every port of KP ahead within 16°" in slow.why


def test_a_tankers_trip_would_engage_a_transfer_at_sea(sea: Any) -> None:
    (occasion,), _ = find(back(sea, kind=80).world())
    assert "would engage resolution 2375 paragraph 11" in occasion.title
    assert occasion.title.endswith("if it met a ship of another flag")


def test_a_ship_lost_on_its_way_out_and_heard_again_at_home_is_told_too(sea: Any) -> None:
    (occasion,), rejected = find(out(sea).world())
    assert (rejected, "lost 397 km off KP on its way from there, and back" in occasion.title) == ([], True)


@pytest.mark.parametrize(
    "further",
    [
        {"mmsi": OTHER},
        {"to": SOUTH},  # it goes on, and may yet call somewhere
        {"until": "2019-10-05T04:00"},  # 31 h more than the way takes
        {"at": (39.0, 124.3), "to": (39.1, 124.5)},  # off its own coast
        {"at": (35.97, 126.5), "to": (36.1, 126.4), "until": "2019-10-07T04:00"},  # in the port of Kunsan
        {"lost": OFF_HUNGNAM, "until": "2019-10-07T04:00"},  # 96 h, where the way round takes most of them
    ],
)
def test_other_ships_and_ways_are_no_candidates(sea: Any, further: dict[str, Any]) -> None:
    assert find(back(sea, **further).world()) == ([], [])


def test_a_ship_that_came_the_other_way_to_where_it_was_lost_is_no_candidate(sea: Any) -> None:
    assert find(out(sea, to=NORTH).world()) == ([], [])


def test_round_the_land_days_more_are_needed_and_then_it_is_told(sea: Any) -> None:
    (occasion,), _ = find(back(sea, lost=OFF_HUNGNAM, until="2019-10-09T04:00").world())
    assert "silent for 144 h" in occasion.title


@pytest.mark.parametrize(
    ("further", "test"),
    [
        ({"drew": (32, 62)}, "fetched a cargo"),
        ({"called": DALIAN}, "way home from a call that was heard"),
        ({"kind": 60}, "kind of ship"),
        ({"lost": (36.06, 120.4)}, "lain elsewhere"),  # off Qingdao
        ({"lost": (35.3, 123.4)}, "out of hearing and back"),
        ({"until": "2019-10-12T04:00"}, "one voyage"),  # nine days fit several
    ],
)
def test_what_has_another_explanation_is_left_alone(sea: Any, further: dict[str, Any], test: str) -> None:
    occasions, rejected = find(back(sea, **further).world())
    assert (occasions, [one.test for one in rejected]) == ([], [test])


@pytest.mark.parametrize(("edge", "told"), [("start", 1), ("end", 0)])
def test_where_others_come_out_of_nowhere_far_from_home_hearing_ends(
    sea: Any, monkeypatch: pytest.MonkeyPatch, edge: str, told: int
) -> None:
    """Off its own coast nobody is heard, which clears no ship that is then heard far away."""
    lost = Heard(40, 900, 600)
    monkeypatch.setattr(Doors, "others", lambda _, __, at: lost if at == edge else Heard(40, 900, 9))
    occasions, rejected = find(back(sea).world())
    assert (len(occasions), [one.test for one in rejected]) == (told, [] if told else ["edge of what can be heard"])


def test_a_tanker_that_came_back_deeper_is_told_since_oil_is_under_a_ceiling(sea: Any) -> None:
    assert len(find(back(sea, kind=80, drew=(32, 62)).world())[0]) == 1


def test_on_the_open_sea_half_of_all_courses_tell_and_nearer_a_coast_fewer(sea: Any) -> None:
    west = (31.5, 124.6), (31.65, 124.2)
    (occasion,), _ = find(back(sea, at=west[0], to=west[1], until="2019-10-07T04:00").world())
    assert "on its way there" in occasion.title
    sea.legs.clear()
    sea.rows["gap"][0] |= {"end_lat_e7": 350_000_000, "end_lon_e7": 1_220_000_000}
    sea.sails(SHIP, "2019-10-07T04:00", (35.0, 122.0), (35.15, 121.6))
    assert find(sea.world()) == ([], [])


def test_what_a_draught_tells_besides_is_told_once(sea: Any) -> None:
    back(sea, drew=(62, 33), until="2019-10-07T04:00", lost=(36.8, 123.5))
    sea.reports(SHIP, "2019-09-28T00:00", name="MADE UP 3", ship_type=70, draught_dm=32)
    sea.reports(SHIP, "2019-10-02T21:00", name="MADE UP 3", ship_type=70, draught_dm=62)
    sea.visit(SHIP, "2019-10-09T00:00", "2019-10-10T00:00", NAMPO)
    assert len(find(sea.world())[0]) == 1
    occasions, rejected = every.find_all(sea.world())
    assert [one.typology.name for one in occasions] == ["delivery_unheard"]
    assert "told once" in {one.test for one in rejected if one.typology == "dark_trip"}


@pytest.mark.parametrize(
    ("further", "condition", "says"),
    [
        ({}, None, "ahead within"),
        ({"mmsi": OTHER}, "a ship under the target State's flag", "it is under the flag of TG"),
        ({"until": "2019-10-05T04:00"}, "a silence much longer than the way", "leaves 31 h, where 36 h are needed"),
        ({"at": (39.0, 124.3)}, "at sea far from home", "where 120 km are needed, or as far where it was lost"),
        ({"at": (35.97, 126.5), "until": "2019-10-07T04:00"}, "at sea far from home", "but in a port or off one"),
        ({"to": SOUTH}, "on its way home, or out", "on no course that has every port of KP ahead"),
    ],
)
def test_why_not_names_the_condition_and_by_how_much(
    sea: Any, further: dict[str, Any], condition: str | None, says: str
) -> None:
    world = back(sea, **further).world()
    reason = told(world, "dark_trip", int(further.get("mmsi", SHIP)), date(2019, 10, 4))
    assert (reason.condition, says in reason.why) == (condition, True), reason.why
