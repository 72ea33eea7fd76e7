"""Reception: who else was heard, where and when, and what of it bears on a silence."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from typing import Any

import pyarrow as pa
import pytest
from examples import examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.events.conftest import START, Compiled, position, table

from fairlead import shapes
from fairlead.events import gap, reception

HOUR = 60
SHIP, OTHER = 445_000_001, 412_000_002
HOUR_US = shapes.US_PER_HOUR


def every(minutes: int, mmsi: int, since: int, until: int, lat: float, lon: float, **other: Any) -> list[dict]:
    return [position(mmsi, minute, lat, lon, **other) for minute in range(since, until, minutes)]


def silent(lat: float = 37.1, lon: float = 123.1, hours: int = 12, **other: Any) -> list[dict]:
    """Twelve hours heard every ten minutes, silence, and four hours heard again at the same place."""
    again = 12 * HOUR + hours * HOUR
    return [
        *every(10, SHIP, 0, 12 * HOUR, lat, lon, **other),
        *every(10, SHIP, again, again + 4 * HOUR, lat, lon, **other),
    ]


JUDGED = cache(lambda: Compiled(lambda legs, _keep: gap.detect(legs), shapes.LEGS))


def found(legs: Any) -> list[dict]:
    return [row for row in JUDGED().of(legs) if row["mmsi"] == SHIP]


def heard(legs: Any) -> Any:
    return reception.heard(reception.sighted(legs))


def test_in_a_well_heard_cell_messages_were_to_be_expected(legs_of: Callable[..., Any]) -> None:
    (row,) = found(legs_of(table(silent() + every(20, OTHER, 0, 30 * HOUR, 37.2, 123.2))))
    # last heard at 11:50, again at 24:00: 12 whole hours between, 6 nearer to either end, others in each of them
    assert (row["watched_start_h"], row["audible_start_h"]) == (6, 6)
    assert (row["watched_end_h"], row["audible_end_h"]) == (6, 6)
    assert row["longest_wait_h"] == 0
    assert (row["positions_before"], row["hours_before"], row["positions_after"]) == (71, 12, 23)
    assert row["expected"] == (71 * 6 + 23 * 6) // 12
    assert (row["others_messages"], row["others_ship_hours"]) == (36, 12)


def test_a_deaf_cell_is_never_evidence(legs_of: Callable[..., Any]) -> None:
    far_off = every(20, OTHER, 0, 30 * HOUR, 37.1, 126.0)
    (row,) = found(legs_of(table(silent() + far_off)))
    assert row["positions_before"] == 71  # it was heard well enough itself
    assert (row["audible_start_h"], row["audible_end_h"], row["expected"], row["others_messages"]) == (0, 0, 0, 0)
    assert (row["path_cells"], row["deaf_cells"], row["longest_wait_h"]) == (1, 1, 6)


def test_the_longest_wait_is_between_others_and_at_the_edges(legs_of: Callable[..., Any]) -> None:
    others = every(20, OTHER, 12 * HOUR, 14 * HOUR, 37.1, 123.1) + every(20, OTHER, 22 * HOUR, 30 * HOUR, 37.1, 123.1)
    (row,) = found(legs_of(table(silent() + others)))
    assert (row["audible_start_h"], row["audible_end_h"]) == (2, 2)
    assert row["longest_wait_h"] == 4  # 14:00 to 18:00, then 18:00 to 22:00: each half of the silence by itself


def test_cells_on_the_way_that_nobody_is_heard_in_are_told(legs_of: Callable[..., Any]) -> None:
    ship = every(10, SHIP, 0, 12 * HOUR, 37.1, 123.1) + every(10, SHIP, 24 * HOUR, 28 * HOUR, 37.1, 126.1)
    (row,) = found(legs_of(table(ship + every(20, OTHER, 0, 30 * HOUR, 37.1, 123.1))))
    assert row["path_cells"] == 11  # three degrees in twelve hours: after the first hour it is a cell further east
    assert row["deaf_cells"] == 10  # all but that one, beside which the other is heard
    assert (row["audible_start_h"], row["audible_end_h"]) == (1, 0)


def test_who_is_heard_by_satellite_is_looked_for_by_satellite(legs_of: Callable[..., Any]) -> None:
    by_coast = every(20, OTHER, 0, 30 * HOUR, 37.1, 123.1, receiver="terrestrial")
    by_satellite = every(20, OTHER + 1, 0, 30 * HOUR, 38.3, 123.9, receiver="satellite")
    ship = silent(receiver="terrestrial")
    (row,) = found(legs_of(table(ship + by_satellite)))
    assert row["audible_start_h"] == 6  # heard a degree off: satellites see far
    assert row["expected"] == 0  # but this ship was never heard by one
    (row,) = found(legs_of(table(ship + by_coast)))
    assert row["expected"] == (71 * 6 + 23 * 6) // 12
    (row,) = found(legs_of(table(silent(receiver="satellite") + by_satellite)))
    assert row["expected"] == (71 * 6 + 23 * 6) // 12


def test_an_open_gap_is_looked_at_where_it_began(legs_of: Callable[..., Any]) -> None:
    ship = every(10, SHIP, 0, 12 * HOUR, 37.1, 123.1)
    (row,) = found(legs_of(table(ship + every(20, OTHER, 0, 30 * HOUR, 37.2, 123.2))))
    assert row["end_us"] is None
    assert (row["watched_start_h"], row["audible_start_h"], row["watched_end_h"]) == (6, 6, 0)
    assert (row["positions_after"], row["expected"]) == (0, 71 * 6 // 12)


def test_far_from_both_ends_nobody_looks(legs_of: Callable[..., Any]) -> None:
    ship = silent(hours=100)
    (row,) = found(legs_of(table(ship + every(20, OTHER, 40 * HOUR, 80 * HOUR, 37.1, 123.1))))
    assert (row["watched_start_h"], row["watched_end_h"]) == (12, 12)
    assert (row["audible_start_h"], row["audible_end_h"]) == (0, 0)


@pytest.mark.wide(after=2)
@pytest.mark.parametrize("shift", [3, 0, 1, 2, 4, 5])
def test_the_antimeridian_is_no_border(legs_of: Callable[..., Any], shift: int) -> None:
    def east(lon: float) -> float:
        moved = lon + shift * 0.25
        return moved - 360 if moved >= 180 else moved

    ship = every(10, SHIP, 0, 12 * HOUR, 37.1, east(179.1)) + every(10, SHIP, 24 * HOUR, 28 * HOUR, 37.1, east(179.6))
    others = every(20, OTHER, 0, 30 * HOUR, 37.1, east(179.35))
    (row,) = found(legs_of(table(ship + others)))
    assert (row["audible_start_h"], row["audible_end_h"], row["deaf_cells"]) == (6, 6, 0)
    assert row["path_cells"] == 3


def test_reception_has_exactly_the_published_columns(legs_of: Callable[..., Any]) -> None:
    assert heard(legs_of(table(silent()))).to_pyarrow().schema.equals(shapes.RECEPTION)
    assert "not show" in reception.DOES_NOT_SHOW


# --- properties, on hand-made legs: one row per position, as tracks.legs gives them --------------------------------

Heard = tuple[int, int, int, int, str]  # ship, quarter of an hour, lat and lon in tenths of a degree, receiver
POSITIONS = st.lists(
    st.tuples(
        st.integers(1, 4),
        st.integers(0, 4 * 48 - 1),
        st.integers(368, 374),
        st.integers(1792, 1807),
        st.sampled_from(["terrestrial", "satellite", "unknown"]),
    ),
    max_size=100,
    unique_by=lambda one: one[:2],
)


def legs(positions: list[Heard]) -> pa.Table:
    ordered = sorted(positions)
    made = []
    for n, (ship, quarter, lat, lon, receiver) in enumerate(ordered):
        follower = ordered[n + 1] if n + 1 < len(ordered) and ordered[n + 1][0] == ship else None
        made.append(
            {
                "track": ship,
                "mmsi": ship,
                "t_us": START + quarter * HOUR_US // 4,
                "lat_e7": lat * 1_000_000,
                "lon_e7": turned(lon) * 1_000_000,
                "receiver": None if receiver == "unknown" else receiver,
                "next_t_us": follower and START + follower[1] * HOUR_US // 4,
                "next_lat_e7": follower and follower[2] * 1_000_000,
                "next_lon_e7": follower and turned(follower[3]) * 1_000_000,
            }
        )
    return pa.Table.from_pylist(made, schema=shapes.LEGS)


def turned(tenths: int) -> int:
    return (tenths + 1800) % 3600 - 1800


def silences(table: Any) -> Any:
    gaps = table.filter((table.next_t_us - table.t_us > 6 * HOUR_US) | table.next_t_us.isnull())
    return reception.around(gaps, heard(table), table)


AROUND = cache(lambda: Compiled(lambda legs, _keep: silences(legs), shapes.LEGS))
HEARD = cache(lambda: Compiled(lambda legs, _keep: heard(legs), shapes.LEGS))


def told(positions: list[Heard]) -> dict[tuple[int, int], dict]:
    """What reception tells of each silence of six hours and more, by track and time."""
    return {(row["track"], row["t_us"]): row for row in AROUND().of(legs(positions))}


EXAMPLES = settings(max_examples=examples(10), deadline=None, suppress_health_check=[HealthCheck.too_slow])


@EXAMPLES
@given(POSITIONS, POSITIONS)
def test_others_heard_can_only_raise_what_was_to_be_expected(some: list[Heard], others: list[Heard]) -> None:
    before = told([(1, *one[1:]) for one in some if one[0] == 1] + [one for one in some if one[0] != 1])
    after = told(some + [(one[0] + 10, *one[1:]) for one in others])
    for key, row in before.items():
        for name in ("expected", "audible_start_h", "audible_end_h", "others_messages", "others_ship_hours"):
            assert after[key][name] >= row[name], name
        assert after[key]["longest_wait_h"] <= row["longest_wait_h"]
        assert after[key]["deaf_cells"] <= row["deaf_cells"]
        assert after[key]["positions_before"] == row["positions_before"]


@EXAMPLES
@given(POSITIONS)
def test_reception_of_two_days_is_the_union_of_each(positions: list[Heard]) -> None:
    def sums(some: list[Heard]) -> set[tuple]:
        return {tuple(row.values()) for row in HEARD().of(legs(some))}

    first, second = ([one for one in positions if (one[1] < 96) == is_first] for is_first in (True, False))
    assert sums(positions) == sums(first) | sums(second)
    assert not sums(first) & sums(second)


@EXAMPLES
@given(POSITIONS)
def test_nobody_else_heard_means_that_nothing_was_to_be_expected(positions: list[Heard]) -> None:
    for row in told([(1, *one[1:]) for one in positions if one[0] == 1]).values():
        assert (row["expected"], row["audible_start_h"], row["audible_end_h"], row["others_messages"]) == (0, 0, 0, 0)


@EXAMPLES
@given(POSITIONS)
def test_another_reckoning_finds_the_same(positions: list[Heard]) -> None:
    table = legs(positions).to_pylist()
    for (track, t_us), row in told(positions).items():
        (leg,) = [one for one in table if (one["track"], one["t_us"]) == (track, t_us)]
        assert {name: row[name] for name in reckoned(leg, table)} == reckoned(leg, table)


def reckoned(leg: dict, table: list[dict]) -> dict[str, int]:
    """The same numbers, reckoned one position at a time."""
    first = leg["t_us"] // HOUR_US + 1
    closed = leg["next_t_us"] is not None
    last = leg["next_t_us"] // HOUR_US - 1 if closed else first + 5
    middle = (first + last) // 2 if closed else last
    hours = [hour for hour in range(first, last + 1) if hour < first + 12 and hour <= middle]
    hours += [hour for hour in range(first, last + 1) if hour > last - 12 and hour > middle]
    audible: dict[str, set[int]] = {}
    for hour in hours:
        lat, lon = leg["lat_e7"], leg["lon_e7"]
        if closed:
            share = (hour * HOUR_US + HOUR_US // 2 - leg["t_us"]) / (leg["next_t_us"] - leg["t_us"])
            east = (leg["next_lon_e7"] - lon + 5_400_000_000) % 3_600_000_000 - 1_800_000_000
            lat, lon = lat + round((leg["next_lat_e7"] - lat) * share), lon + round(east * share)
        for other in table:
            size = 10_000_000 if other["receiver"] == "satellite" else 2_500_000
            away = other["lon_e7"] // size - lon // size
            wide = 3_600_000_000 // size
            close = abs(other["lat_e7"] // size - lat // size) <= 1 and min(away % wide, -away % wide) <= 1
            if other["t_us"] // HOUR_US == hour and close:
                audible.setdefault(other["receiver"] or "unknown", set()).add(hour)
    times = 0
    for kind, heard in audible.items():
        own = [one for one in table if one["track"] == leg["track"] and (one["receiver"] or "unknown") == kind]
        before = sum(leg["t_us"] - 12 * HOUR_US <= one["t_us"] < leg["t_us"] for one in own)
        after = closed and sum(leg["next_t_us"] < one["t_us"] <= leg["next_t_us"] + 12 * HOUR_US for one in own)
        times += before * len([h for h in heard if h <= middle]) + after * len([h for h in heard if h > middle])
    everywhere = set().union(*audible.values()) if audible else set()
    return {
        "audible_start_h": len([hour for hour in everywhere if hour <= middle]),
        "audible_end_h": len([hour for hour in everywhere if hour > middle]),
        "expected": math.floor(times / 12),
    }


def test_where_its_course_led_others_are_looked_for_too(legs_of: Callable[..., Any]) -> None:
    eastward = silent(speed_kn=12.0, course_ddeg=900)
    behind = every(20, OTHER, 0, 30 * HOUR, 37.1, 122.9)  # in the cells around, and never where it was bound
    (row,) = found(legs_of(table(eastward + behind)))
    assert (row["audible_start_h"], row["audible_ahead_h"]) == (6, 0)
    # three hours back at twelve knots is 122.35 east, two cells from them and one from who lies at 122.6
    assert row["audible_astern_h"] == 0
    (row,) = found(legs_of(table(eastward + behind + every(20, OTHER + 1, 0, 30 * HOUR, 37.1, 122.6))))
    assert (row["audible_ahead_h"], row["audible_astern_h"]) == (0, 6)
    (row,) = found(legs_of(table(silent() + behind)))
    assert (row["audible_ahead_h"], row["audible_astern_h"]) == (None, None)  # no course known
