"""Tankers that came from another State to a port of the target State."""

from __future__ import annotations

from typing import Any

import ibis
import pyarrow as pa
import pytest

from fairlead import shapes
from fairlead.typologies import Occasion, Rejected, World, delivery_to_target
from fairlead.typologies.grounds.speeds import Speeds

SHIP = 538000001
HOUR = shapes.US_PER_HOUR
INBOUND = {"from_place": "CNDAL", "from_country": "CN", "to_place": "KPNAM", "to_country": "KP"}


def find(world: World) -> tuple[list[Occasion], list[Rejected]]:
    found = list(delivery_to_target.find(world))
    return [one for one in found if isinstance(one, Occasion)], [one for one in found if isinstance(one, Rejected)]


def tanker(sea: Any, *, came: int | None = 80, left: int | None = 45, kind: int = 80, bound: str | None = None) -> None:
    """Let a tanker lie at Nampo from 5 to 6 October 2019."""
    departed = 1570406400000000  # 2019-10-07T00:00Z
    sea.voyage(SHIP, "2019-10-03T00:00", "2019-10-05T00:00", **INBOUND, to_departure_us=departed)
    sea.reports(SHIP, "2019-10-03T03:00", name="MADE UP 5", ship_type=kind, draught_dm=came, destination=bound)
    sea.reports(SHIP, "2019-10-07T03:00", name="MADE UP 5", ship_type=kind, draught_dm=left)


def outcome(occasion: Occasion, name: str) -> str:
    return next(test.outcome for test in occasion.refutations if test.name == name)


def test_a_tanker_that_left_lighter_engages_the_ceiling_with_goods_missing(sea: Any) -> None:
    tanker(sea)
    (occasion,), rejected = find(sea.world())
    assert rejected == []
    assert "Tanker MADE UP 5 went from" in occasion.title
    assert "unless notified" in occasion.title
    assert {(one.measure.id, one.capacity, one.addressee) for one in occasion.engagements} >= {
        ("2397-5", "target State", "KP"),
        ("2397-5", "supplying State", "CN"),
    }
    for engagement in occasion.engagements:
        statuses = {element.name: element.status for element in engagement.elements}
        assert statuses.get("goods", "missing") == "missing"
        assert statuses.get("amount", "missing") == "missing"
        assert statuses.get("supply", "indicated") == "indicated"
    assert outcome(occasion, "notified supply") == "open"


@pytest.mark.parametrize(("came", "left"), [(45, 80), (45, 90)])
def test_a_tanker_that_came_light_brought_nothing(sea: Any, came: int, left: int) -> None:
    tanker(sea, came=came, left=left)
    occasions, (rejected,) = find(sea.world())
    assert occasions == []
    assert rejected.test == "came in ballast"


def test_without_draughts_it_is_told_and_the_supply_is_missing(sea: Any) -> None:
    tanker(sea, came=None, left=None)
    (occasion,), _ = find(sea.world())
    elements = {e.name: e.status for one in occasion.engagements for e in one.elements}
    assert elements["supply"] == "missing"


def test_ships_that_are_no_tankers_and_ships_of_the_coast_are_not_candidates(sea: Any) -> None:
    tanker(sea, kind=70)
    assert find(sea.world()) == ([], [])


def test_before_the_measure_nothing_is_engaged(sea: Any) -> None:
    sea.voyage(SHIP, "2016-10-03T00:00", "2016-10-05T00:00", **INBOUND)
    sea.reports(SHIP, "2016-10-03T03:00", name="MADE UP 5", ship_type=80)
    occasions, (rejected,) = find(sea.world())
    assert occasions == []
    assert rejected.test == "date before the measure"


@pytest.mark.parametrize(
    ("bound", "expected", "in_title"),
    [("KPNAM", "speaks against it", False), ("CNDAL", "does not refute", True), ("FOR ORDERS", "open", False)],
)
def test_a_false_destination_is_told_and_an_open_one_speaks_against(
    sea: Any, bound: str, expected: str, in_title: bool
) -> None:
    tanker(sea, bound=bound)
    (occasion,), _ = find(sea.world())
    assert outcome(occasion, "stated destination") == expected
    assert ("under another stated destination" in occasion.title) is in_title


def test_speeds_before_and_after_are_told_and_left_open() -> None:
    rows = [
        {"track": 1, "t_us": n * HOUR, "next_t_us": (n + 1) * HOUR, "distance_dm": 18_520 * (9 if n < 24 else 12)}
        for n in range(72)
    ]
    legs = ibis.memtable(pa.Table.from_pylist(rows, schema=shapes.LEGS))
    calls = [(1, 24 * HOUR, 48 * HOUR), (2, 24 * HOUR, 48 * HOUR)]
    test = Speeds(legs, calls).test(*calls[0])
    assert test.outcome == "open"
    assert "9.0 kn in the day before the call and 12.0 kn in the day after: slower when it came" in test.why
    assert "too few" in Speeds(legs, calls).test(*calls[1]).why


@pytest.mark.parametrize(("mmsi", "told"), [(538000001, 1), (413000001, 0)])
def test_the_supplying_states_own_tanker_that_came_openly_is_left_alone(sea: Any, mmsi: int, told: int) -> None:
    sea.voyage(mmsi, "2019-10-03T00:00", "2019-10-05T00:00", **INBOUND, to_departure_us=1570406400000000)
    for when, draught in (("10-03T03:00", 80), ("10-07T03:00", 45)):
        sea.reports(mmsi, f"2019-{when}", name="MADE UP 5", ship_type=80, draught_dm=draught)
    occasions, rejected = find(sea.world())
    assert [one.test for one in rejected] == ([] if told else ["open voyage within the ceiling"])
    assert len(occasions) == told


@pytest.mark.parametrize(
    ("mmsi", "came", "left", "told"),
    [(SHIP, 80, 45, 1), (SHIP, 45, 80, 0), (SHIP, 50, 45, 0), (445000009, 80, 45, 0)],
)
def test_a_tanker_whose_last_port_nobody_heard_is_told_where_it_came_deep_and_left_lighter(
    sea: Any, mmsi: int, came: int, left: int, told: int
) -> None:
    sea.sails(mmsi, "2019-10-03T00:00", (33.0, 124.0), (33.4, 124.1))
    sea.visit(mmsi, "2019-10-05T00:00", "2019-10-07T00:00", ("KPNAM", "KP", 38.7167, 125.4))
    for when, dm in (("2019-10-03T03:00", came), ("2019-10-07T03:00", left)):
        sea.reports(mmsi, when, name="MADE UP 5", ship_type=80, draught_dm=dm)
    occasions, rejected = find(sea.world())
    assert (len(occasions), rejected) == (told, [])
    if told:
        assert "went from the open sea to Nampo (KP)" in occasions[0].title
