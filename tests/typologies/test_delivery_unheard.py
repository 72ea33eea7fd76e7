"""Ships that left the target State laden, fell silent far out and came back light."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.typologies.conftest import DALIAN, NAMPO

from fairlead.typologies import Occasion, Rejected, World, delivery_unheard, whynot
from fairlead.typologies.every import TYPOLOGIES

SHIP = 445000001
FAR_OUT = (36.8, 123.5)
OFF_NAMPO = (38.4, 124.6)
WONSAN = ("KPWON", "KP", 39.1667, 127.45)


def trip(
    sea: Any,
    *,
    lost: tuple[float, float] = FAR_OUT,
    again: str = "2019-10-12T02:00",
    drew: tuple[int, int, int] = (32, 62, 33),
    back: tuple[str, str, float, float] | None = NAMPO,
    bound: str | None = None,
    mmsi: int = SHIP,
    ship_type: int = 70,
) -> None:
    """Let a ship lie at Nampo until 6 October 2019, be lost on the 7th and heard again, and come home on the 14th."""
    came, left, after = drew
    reports = (("2019-10-01T00:00", came), ("2019-10-06T05:00", left), (again.replace("T02", "T03"), after))
    for when, draught in reports:
        sea.reports(mmsi, when, name="MADE UP 1", ship_type=ship_type, draught_dm=draught, destination=bound)
    sea.visit(mmsi, "2019-10-03T04:00", "2019-10-06T04:00", NAMPO)
    sea.event("gap", mmsi, "2019-10-07T02:00", again, lost, (37.2, 123.9), distance_dm=0, positions_before=9)
    if back is not None:
        sea.visit(mmsi, "2019-10-14T00:00", "2019-10-15T00:00", back)


def find(world: World) -> tuple[list[Occasion], list[Rejected]]:
    found = list(delivery_unheard.find(world))
    return [one for one in found if isinstance(one, Occasion)], [one for one in found if isinstance(one, Rejected)]


def test_a_ship_that_left_laden_and_came_out_of_a_silence_light_is_told_and_shows_no_cargo(sea: Any) -> None:
    trip(sea)
    (occasion,), rejected = find(sea.world())
    assert rejected == []
    assert "left Nampo (KP) laden, was silent for 120 h" in occasion.title
    assert "came back 2.9 m lighter; would engage resolution 2371 paragraph 8" in occasion.title
    assert {(one.capacity, one.addressee) for one in occasion.engagements} >= {("target State", "KP")}
    for engagement in occasion.engagements:
        statuses = {element.name: element.status for element in engagement.elements}
        assert "shown" not in statuses.values()
        assert statuses.get("goods", "missing") == "missing"


@pytest.mark.parametrize(
    ("made", "test"),
    [
        ({"lost": OFF_NAMPO}, "landed at home"),
        ({"again": "2019-10-28T02:00", "back": None}, "one voyage"),  # three weeks fit many voyages
        ({"back": WONSAN}, "cargo for another port"),
        ({"back": DALIAN}, "cargo for another port"),
        ({"ship_type": 80}, "kind of ship"),
        ({"bound": "KPWON"}, "stated destination"),
    ],
)
def test_what_may_be_trade_of_the_coast_or_is_judged_elsewhere_is_left_alone(
    sea: Any, made: dict[str, Any], test: str
) -> None:
    trip(sea, **made)
    occasions, rejected = find(sea.world())
    assert (occasions, [one.test for one in rejected]) == ([], [test])


def test_a_destination_abroad_and_that_of_before_refute_nothing(sea: Any) -> None:
    trip(sea, bound="CNNBO")
    (occasion,), _ = find(sea.world())
    stated = next(one for one in occasion.refutations if one.name == "stated destination")
    assert stated.outcome == "does not refute"


@pytest.mark.parametrize("drew", [(32, 33, 32), (62, 62, 33), (32, 62, 58), (62, 33, 33)])
def test_who_was_not_laden_before_or_not_light_after_is_no_candidate(sea: Any, drew: tuple[int, int, int]) -> None:
    trip(sea, drew=drew)
    assert find(sea.world()) == ([], [])


def test_a_silence_of_less_than_half_a_day_is_nothing(sea: Any) -> None:
    trip(sea, again="2019-10-07T12:00")
    assert find(sea.world()) == ([], [])


def test_the_deep_draught_entered_again_was_the_right_one(sea: Any) -> None:
    trip(sea)
    sea.reports(SHIP, "2019-10-12T18:00", ship_type=70, draught_dm=62)
    occasions, rejected = find(sea.world())
    assert (occasions, [one.test for one in rejected]) == ([], ["mistyped draught"])


def test_a_ship_that_lay_off_another_coast_on_the_way_is_judged_as_a_delivery(sea: Any) -> None:
    trip(sea)
    sea.event("loitering", SHIP, "2019-10-06T14:00", "2019-10-07T00:00", (37.0, 122.7))
    occasions, rejected = find(sea.world())
    assert (occasions, [one.test for one in rejected]) == ([], ["lay off another State's coast"])


def test_of_two_silences_of_one_voyage_one_is_told(sea: Any) -> None:
    trip(sea)
    silence = ("2019-10-12T10:00", "2019-10-13T10:00", (37.3, 123.9), (37.9, 124.1))
    sea.event("gap", SHIP, *silence, distance_dm=0, positions_before=9)
    occasions, rejected = find(sea.world())
    assert (len(occasions), rejected) == (1, [])


@pytest.mark.parametrize(
    ("made", "condition", "says"),
    [
        ({}, None, "it was laden before"),
        ({"again": "2019-10-07T12:00"}, "a silence", "where 12 h are needed"),
        ({"drew": (32, 33, 32)}, "laden as it left", "its last call before was at Nampo (KP)"),
        ({"drew": (32, 62, 58)}, "lighter afterwards", "0.4 m less at most after it, where 1.0 m less are needed"),
    ],
)
def test_why_not_names_the_first_condition_that_failed(
    sea: Any, made: dict[str, Any], condition: str | None, says: str
) -> None:
    trip(sea, **made)
    sea.sails(SHIP, "2019-10-07T00:00", (37.0, 123.6), FAR_OUT)
    only = [one for one in TYPOLOGIES if one.NAME == delivery_unheard.NAME]
    (reason,) = whynot.reasons(sea.world(), SHIP, date(2019, 10, 9), only)
    assert reason.condition == condition
    assert says in reason.why


def test_why_not_of_a_ship_that_never_called_says_so(sea: Any) -> None:
    sea.event("gap", SHIP, "2019-10-07T02:00", "2019-10-12T02:00", FAR_OUT, distance_dm=0, positions_before=9)
    sea.sails(SHIP, "2019-10-07T00:00", (37.0, 123.6), FAR_OUT)
    only = [one for one in TYPOLOGIES if one.NAME == delivery_unheard.NAME]
    (reason,) = whynot.reasons(sea.world(), SHIP, date(2019, 10, 9), only)
    assert reason.condition == "a departure from a port of KP before"
    assert "no call of the ship was heard before, in KP or elsewhere" in reason.why
