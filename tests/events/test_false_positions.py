"""Positions that cannot be where the ship was: on land, on one point, on a ring; and what only looks so."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from itertools import chain
from typing import Any

import numpy as np
from tests.events.conftest import Compiled, position, rows, table

from fairlead import places, shapes
from fairlead.events.positions import circle, fixed_point, on_land

ONE, OTHER = 445_000_001, 352_000_002
INLAND = (34.75, 113.65)  # Zhengzhou, 500 km from the sea, no port of the index near
ANCHORS = places.gazetteer().anchors()


def at(mmsi: int, place: tuple[float, float], minutes: Any, knots: float = 8.0, wander: float = 0.0) -> list[dict]:
    return [
        position(mmsi, minute, place[0] + wander * number, place[1], knots) for number, minute in enumerate(minutes)
    ]


def on_ring(radius_m: float, turns: float, minutes: range, *, noise_m: float = 0.0, knots: float = 20.0) -> list[dict]:
    chance = np.random.default_rng(4)
    found = []
    for number, minute in enumerate(minutes):
        angle = 2 * math.pi * turns * number / (len(minutes) - 1)
        north, east = radius_m * math.cos(angle), radius_m * math.sin(angle)
        north, east = north + chance.normal(0, noise_m), east + chance.normal(0, noise_m)
        lat = 31.2 + north / 111_195
        found.append(position(ONE, minute, lat, 122.5 + east / 111_195 / math.cos(math.radians(31.2)), knots))
    return found


# --- on land ------------------------------------------------------------------------------------------------------


def ashore(legs_of: Callable[..., Any], *positions: list[dict]) -> list[dict]:
    return rows(on_land.detect(legs_of(table(chain.from_iterable(positions))), ANCHORS))


def test_a_run_of_positions_well_inland_is_told(legs_of: Callable[..., Any]) -> None:
    found = ashore(legs_of, at(ONE, INLAND, range(0, 60, 5), wander=0.0005))
    assert [(one["mmsi"], one["positions"], one["others"]) for one in found] == [(ONE, 12, 0)]
    assert found[0]["inland_dm"] > 3_000_000


def test_single_positions_and_brief_ones_are_left_out(legs_of: Callable[..., Any]) -> None:
    assert ashore(legs_of, at(ONE, INLAND, (0, 30))) == []
    assert ashore(legs_of, at(ONE, INLAND, (0, 1, 2, 3))) == []


def test_where_several_others_are_heard_there_is_water(legs_of: Callable[..., Any]) -> None:
    traffic = [at(412_000_000 + number, INLAND, (5_000 + number,)) for number in range(3)]
    assert ashore(legs_of, at(ONE, INLAND, range(0, 60, 5)), *traffic) == []
    assert len(ashore(legs_of, at(ONE, INLAND, range(0, 60, 5)), *traffic[:2])) == 1


def test_at_the_coast_in_a_river_port_and_at_sea_nobody_is_on_land(legs_of: Callable[..., Any]) -> None:
    nanjing = next(port for port in places.gazetteer().ports() if port.name == "Nanjing")
    river = (nanjing.lat_e7 / 1e7, nanjing.lon_e7 / 1e7 + 0.05)
    for place in ((38.76, 125.2), (35.0, 124.0), river):
        assert ashore(legs_of, at(ONE, place, range(0, 600, 10))) == []


def test_a_run_ends_where_the_ship_is_at_sea_again(legs_of: Callable[..., Any]) -> None:
    there_and_back = [at(ONE, INLAND, range(0, 60, 5)), at(ONE, (34.7, 120.3), range(3_000, 3_060, 5))]
    found = ashore(legs_of, *there_and_back, at(ONE, INLAND, range(6_000, 6_060, 5)))
    assert [one["positions"] for one in found] == [12, 12]


# --- fixed points -------------------------------------------------------------------------------------------------

STANDING = cache(lambda: Compiled(lambda legs, _keep: fixed_point.detect(legs), shapes.LEGS))


def test_the_very_same_coordinates_at_speed_are_told(legs_of: Callable[..., Any]) -> None:
    found = STANDING().of(legs_of(table(at(ONE, (31.2, 122.5), range(0, 60, 5), knots=11.2))))
    assert [(one["positions"], one["median_speed_dkn"], one["others"]) for one in found] == [(12, 112, 0)]


def test_a_ship_at_rest_or_hardly_so_or_moving_stands_on_no_fixed_point(legs_of: Callable[..., Any]) -> None:
    for knots, wander in ((0.0, 0.0), (3.0, 0.0), (11.2, 0.00001)):
        ship = at(ONE, (31.2, 122.5), range(0, 60, 5), knots=knots, wander=wander)
        assert STANDING().of(legs_of(table(ship))) == []


def test_copies_within_seconds_and_points_days_apart_are_no_stay(legs_of: Callable[..., Any]) -> None:
    assert STANDING().of(legs_of(table(at(ONE, (31.2, 122.5), [n / 10 for n in range(12)], knots=9)))) == []
    assert STANDING().of(legs_of(table(at(ONE, (31.2, 122.5), range(0, 1_200, 100), knots=9)))) == []


def test_others_at_the_same_point_at_once_are_counted(legs_of: Callable[..., Any]) -> None:
    both = at(ONE, (31.2, 122.5), range(0, 60, 5), 9) + at(OTHER, (31.2, 122.5), range(30, 90, 5), 9)
    assert [one["others"] for one in STANDING().of(legs_of(table(both)))] == [1, 1]
    later = at(ONE, (31.2, 122.5), range(0, 60, 5), 9) + at(OTHER, (31.2, 122.5), range(70, 130, 5), 9)
    assert [one["others"] for one in STANDING().of(legs_of(table(later)))] == [0, 0]


# --- circles ------------------------------------------------------------------------------------------------------

CIRCLING = cache(lambda: Compiled(lambda legs, keep: circle.detect(legs, keep=keep), shapes.LEGS))


def test_rounds_of_one_radius_at_speed_are_a_circle(legs_of: Callable[..., Any]) -> None:
    found = CIRCLING().of(legs_of(table(on_ring(900.0, 6, range(0, 118, 2), noise_m=10))))
    assert len(found) == 1
    assert abs(found[0]["turns_ddeg"] - 21_600) < 200
    assert abs(found[0]["radius_dm"] - 9_000) < 300


def test_turning_trials_swinging_at_anchor_and_straight_ways_are_no_circle(legs_of: Callable[..., Any]) -> None:
    trials = on_ring(400.0, 2, range(0, 118, 2))
    anchored = on_ring(150.0, 0.3, range(0, 118, 2), noise_m=8, knots=0.3)
    slow = on_ring(60.0, 5, range(0, 118, 2), knots=0.5)
    straight = at(ONE, (31.2, 122.5), range(0, 118, 2), 12.0, wander=0.006)
    for ship in (trials, anchored, slow, straight):
        assert CIRCLING().of(legs_of(table(ship))) == []


def test_a_spiral_as_ships_search_is_no_circle(legs_of: Callable[..., Any]) -> None:
    ring = on_ring(2_000.0, 5, range(0, 118, 2))
    for number, one in enumerate(ring):  # wider and wider
        share = 0.1 + 0.9 * number / len(ring)
        one["lat_e7"] = round(312_000_000 + (one["lat_e7"] - 312_000_000) * share)
        one["lon_e7"] = round(1_225_000_000 + (one["lon_e7"] - 1_225_000_000) * share)
    assert CIRCLING().of(legs_of(table(ring))) == []
