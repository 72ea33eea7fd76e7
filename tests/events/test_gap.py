"""Gaps: silence of a hull, and whether others were heard meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from tests.events.conftest import START, Compiled, position, table

from fairlead import shapes
from fairlead.events import gap

HOUR = 60
SHIP, OTHER = 445_000_001, 412_000_002


def sailing(mmsi: int, minutes: range, lat: float = 37.0, lon: float = 123.0) -> list[dict]:
    return [position(mmsi, minute, lat + minute / 10_000, lon) for minute in minutes]


@cache
def judged() -> Compiled:
    return Compiled(lambda legs, _keep: gap.detect(legs), shapes.LEGS)


def test_silence_of_more_than_six_hours_is_a_gap_and_six_hours_sharp_is_none(legs_of: Callable[..., Any]) -> None:
    for silent, expected in ((6 * HOUR, 0), (6 * HOUR + 1, 1)):
        ship = sailing(SHIP, range(0, 60, 10)) + sailing(SHIP, range(50 + silent, 90 + silent, 10))
        found = judged().of(legs_of(table(ship)))
        assert len(found) == expected


def test_a_gap_names_the_positions_that_bound_it(legs_of: Callable[..., Any]) -> None:
    ship = sailing(SHIP, range(0, 60, 10)) + sailing(SHIP, range(600, 700, 10))
    (found,) = judged().of(legs_of(table(ship, exhibit=9)))
    assert (found["start_exhibit"], found["start_row"], found["end_exhibit"], found["end_row"]) == (9, 6, 9, 7)
    assert found["start_us"] == START + 50 * 60 * shapes.US_PER_SECOND
    assert found["positions_before"] == 5
    assert abs(found["distance_dm"] - 61_040) < 100  # 0.055 degrees of latitude


def test_others_heard_at_each_end_are_counted_apart(legs_of: Callable[..., Any]) -> None:
    ship = sailing(SHIP, range(0, 60, 10)) + sailing(SHIP, range(3_000, 3_060, 10), lat=38.0)
    near_start = sailing(OTHER, range(100, 200, 10))
    near_end = sailing(OTHER + 1, range(2_500, 2_600, 10), lat=38.0) + sailing(
        OTHER + 2, range(2_900, 2_950, 10), lat=38.0
    )
    before_the_gap_only = sailing(OTHER + 3, range(0, 50, 10))
    found = [
        row
        for row in judged().of(legs_of(table(ship + near_start + near_end + before_the_gap_only)))
        if row["mmsi"] == SHIP
    ]
    assert [(row["heard_start"], row["heard_end"]) for row in found] == [(1, 2)]


def test_a_track_that_ends_has_an_open_gap_only_where_others_were_heard_later(legs_of: Callable[..., Any]) -> None:
    ship = sailing(SHIP, range(0, 60, 10))
    assert judged().of(legs_of(table(ship))) == []
    later = sailing(OTHER, range(0, 600, 10))
    (found,) = judged().of(legs_of(table(ship + later)))
    assert found["mmsi"] == SHIP
    assert (found["end_us"], found["end_row"], found["distance_dm"], found["heard_end"]) == (None, None, None, None)
    assert found["heard_start"] == 1


def test_gaps_have_exactly_the_published_columns(legs_of: Callable[..., Any]) -> None:
    ship = sailing(SHIP, range(0, 60, 10)) + sailing(SHIP, range(600, 700, 10))
    legs = legs_of(table(ship))
    assert gap.detect(legs).to_pyarrow().schema.equals(shapes.EVENTS["gap"])
