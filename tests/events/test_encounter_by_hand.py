"""Encounters in a crowded sea, against the definition worked out pair by pair and instant by instant, without cells."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable
from itertools import combinations, pairwise
from typing import Any

import numpy as np
import pytest
from tests.events.conftest import START, position, rows, table

from fairlead import places
from fairlead.events import encounter, geodesy

STEP_US = 10 * 60 * 1_000_000
HOUR_US = 6 * STEP_US
SHIPS, DAYS = 10, 2
NOWHERE = places.ANCHORS.empty_table()


def crowd(seed: int) -> list[dict]:
    """Ships that drift about one place, some under way now and then, some silent for hours."""
    chance = np.random.default_rng(seed)
    found = []
    for ship in range(SHIPS):
        minutes = np.sort(chance.choice(DAYS * 1_440, 500, replace=False))
        silent = chance.integers(0, DAYS * 1_440, 3)
        lat, lon = chance.normal(30.0, 0.004), chance.normal(123.0, 0.004)
        for before, minute in pairwise(minutes):
            lat, lon = np.array([lat, lon]) + chance.normal(0, 0.00012, 2) * np.sqrt(minute - before)
            lat, lon = lat + (30.0 - lat) * 0.01, lon + (123.0 - lon) * 0.01
            if not any(since < minute < since + 150 for since in silent):
                found.append(position(412_000_000 + ship, int(minute), lat, lon))
    return found


def by_hand(sea: list[dict]) -> list[tuple[int, ...]]:
    """(mmsi, other_mmsi, start_us, end_us, other_row, least and median distance, median speed) of each encounter."""
    numbered = [{**row, "row": number} for number, row in enumerate(sea, 1)]
    tracks = {ship: [row for row in numbered if row["mmsi"] == 412_000_000 + ship] for ship in range(SHIPS)}
    placed = {ship: {g: at(track, g) for g in instants()} for ship, track in tracks.items()}
    told = []
    for one, other in combinations(range(SHIPS), 2):
        runs: list[list[int]] = []
        distance = {}
        for g in instants():
            here, there = placed[one][g], placed[other][g]
            if here is None or there is None:
                continue
            distance[g] = dm(here[0], there[0])
            if distance[g] <= 5_000:
                if runs and runs[-1][-1] == g - 1:
                    runs[-1].append(g)
                else:
                    runs.append([g])
        slow = []
        for run in runs:
            speeds = [[speed(placed[ship][g - 1], placed[ship][g]) for g in run[1:]] for ship in (one, other)]
            if len(run) > 12 and all(middle(each) < 20 for each in speeds):
                slow.append((run, speeds))
        merged: list[list[Any]] = []
        for run, speeds in slow:
            if merged and run[0] - merged[-1][0][-1] < 24:
                merged[-1] = [merged[-1][0] + run, [a + b for a, b in zip(merged[-1][1], speeds, strict=True)]]
            else:
                merged.append([run, speeds])
        for run, speeds in merged:
            start, end = placed[one][run[0]], placed[one][run[-1]]
            assert start is not None
            assert end is not None
            there = placed[other][run[0]]
            assert there is not None
            apart = [distance[g] for g in run]
            ends = (start[1]["t_us"], end[2]["t_us"], there[1]["row"])
            measured = (min(apart), middle(apart), max(map(middle, speeds)))
            told.append((412_000_000 + one, 412_000_000 + other, *ends, *measured))
    return sorted(told)


def instants() -> range:
    return range(START // STEP_US, START // STEP_US + DAYS * 144)


def at(track: list[dict], g: int) -> tuple[tuple[int, int], dict, dict] | None:
    """The place at an instant, and the positions before and after it, each at most an hour off."""
    after = bisect_right(track, g * STEP_US, key=lambda row: row["t_us"])
    if not 0 < after < len(track):
        return None
    one, other = track[after - 1], track[after]
    back, ahead = g * STEP_US - one["t_us"], other["t_us"] - g * STEP_US
    if back > HOUR_US or ahead > HOUR_US:
        return None
    lat, lon = (one[n] + rounded((other[n] - one[n]) * back / (back + ahead)) for n in ("lat_e7", "lon_e7"))
    return (lat, lon), one, other


def dm(one: tuple[int, int], other: tuple[int, int]) -> int:
    return int(geodesy.distances_dm(*(np.array([v]) for v in (*one, *other)))[0])


def speed(before: Any, now: Any) -> int:
    return rounded(dm(before[0], now[0]) * 6 / 1_852)


def rounded(value: float) -> int:
    """Halves away from zero, as engines round."""
    return int(math.copysign(math.floor(abs(value) + 0.5), value))


def middle(values: list[int]) -> int:
    return sorted(values)[(len(values) - 1) // 2]


@pytest.mark.parametrize("seed", [2])
def test_a_crowd_is_told_as_the_definition_has_it(seed: int, legs_of: Callable[..., Any]) -> None:
    sea = crowd(seed)
    found = rows(encounter.detect(legs_of(table(sea)), NOWHERE))
    names = (
        *("mmsi", "other_mmsi", "start_us", "end_us", "other_row"),
        *("min_distance_dm", "median_distance_dm", "median_speed_dkn"),
    )
    told = sorted(tuple(one[name] for name in names) for one in found)
    assert len(told) > 20
    assert told == by_hand(sea)
