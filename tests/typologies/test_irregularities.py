"""Stays and detours on a voyage: told with other evidence, never by themselves."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import ibis
import pyarrow as pa
import pytest

from fairlead import shapes
from fairlead.places import land
from fairlead.typologies import find_all, placing
from fairlead.typologies.grounds import irregularities
from fairlead.typologies.grounds.irregularities import Irregularities

SHIP = 671000001
_SEAS = ((280_000_000, 400_000_000), (1_180_000_000, 1_310_000_000))  # the Yellow and East China Seas, and their coasts
FROM, TO = (35.0, 123.0), (33.0, 124.0)  # open Yellow Sea, about 240 km


def voyage(sea: Any) -> dict[str, Any]:
    row: dict[str, Any] = sea.voyage(SHIP, "2019-10-03T00:00", "2019-10-06T00:00")
    row |= {f"start_{name}_e7": round(at * 1e7) for name, at in zip(("lat", "lon"), FROM, strict=True)}
    row |= {f"end_{name}_e7": round(at * 1e7) for name, at in zip(("lat", "lon"), TO, strict=True)}
    return row


def sailed(sea: Any, kilometres: int, row: dict[str, Any]) -> Any:
    leg = {
        "track": row["track"],
        "t_us": row["start_us"],
        "next_t_us": row["end_us"],
        "distance_dm": kilometres * 10_000,
    }
    return replace(sea.world(), legs=ibis.memtable(pa.Table.from_pylist([leg], schema=shapes.LEGS)))


@pytest.mark.parametrize(("kilometres", "outcome"), [(260, "open"), (500, "does not refute")])
def test_a_way_half_as_long_again_as_the_straight_one_is_a_detour(sea: Any, kilometres: int, outcome: str) -> None:
    row = voyage(sea)
    test, _ = Irregularities(sailed(sea, kilometres, row), [row]).of(row)
    assert test.outcome == outcome
    assert f"it sailed {kilometres} km where the straight way by sea is 24" in test.why


def test_across_land_or_a_silence_nothing_is_measured(sea: Any) -> None:
    row = voyage(sea)
    world = sailed(sea, 900, row)
    silent = {**row, "longest_gap_us": 30 * shapes.US_PER_HOUR}
    inland = {**row, "start_lat_e7": 376_000_000, "start_lon_e7": 1_240_000_000, "end_lat_e7": 365_000_000}
    inland |= {"end_lon_e7": 1_320_000_000}  # over the Korean peninsula
    for one in (silent, inland):
        test, _ = Irregularities(world, [one]).of(one)
        assert "not measured" in test.why


@pytest.mark.parametrize(
    ("start", "end", "at", "told"),
    [
        ("2019-10-04T00:00", "2019-10-04T20:00", (34.0, 123.5), True),
        ("2019-10-05T00:00", "2019-10-05T20:00", (33.1, 124.0), False),
        ("2019-10-09T00:00", "2019-10-09T20:00", (34.0, 123.5), False),
    ],
)
def test_a_stay_at_sea_is_told_unless_it_was_a_wait_for_the_berth(
    sea: Any, start: str, end: str, at: tuple[float, float], told: bool
) -> None:
    row = voyage(sea)
    stay = sea.event("loitering", SHIP, start, end, at, distance_dm=0, median_speed_dkn=3)
    test, stays = Irregularities(sailed(sea, 260, row), [row]).of(row)
    assert [one["id"] for one in stays] == ([stay["id"]] if told else [])
    assert ("lay or drifted for 20 h" in test.why) is told


def test_irregularities_alone_are_no_occasion(sea: Any) -> None:
    sea.event(
        "loitering", SHIP, "2019-10-04T00:00", "2019-10-04T20:00", (34.0, 123.5), distance_dm=0, median_speed_dkn=3
    )
    assert find_all(sea.world())[0] == []


def test_all_ways_are_measured_in_one_pass_as_one_by_one(sea: Any) -> None:
    """Voyages that overlap, share legs, begin between two legs or end within one get the sums that each gets alone."""
    rng = random.Random(11)
    hour, first = shapes.US_PER_HOUR, 1_570_000_000_000_000
    legs = [
        {"track": track, "t_us": at, "next_t_us": at + rng.randrange(1, 9) * hour, "distance_dm": rng.randrange(90_000)}
        for track in (1, 2)
        for at in range(first, first + 300 * hour, 3 * hour)
    ]
    legs[7]["next_t_us"] = None
    legs[9]["distance_dm"] = None
    voyages = []
    for _ in range(60):
        start = first + rng.randrange(-20, 250) * hour + rng.randrange(hour)
        voyages.append((rng.choice((1, 2, 3)), start, start + rng.randrange(1, 200) * hour))
    table = ibis.memtable(pa.Table.from_pylist(legs, schema=shapes.LEGS))
    alone = {
        voyage: sum(
            leg["distance_dm"] or 0
            for leg in legs
            if leg["track"] == voyage[0]
            and leg["t_us"] >= voyage[1]
            and leg["next_t_us"] is not None
            and leg["next_t_us"] <= voyage[2]
        )
        / 10
        for voyage in voyages
    }
    assert irregularities._sailed_m(table, sorted(set(voyages))) == alone
    assert sum(metres > 0 for metres in alone.values()) > 20


def test_many_straight_ways_cross_land_as_each_does_alone() -> None:
    rng = random.Random(12)
    ways = [tuple(rng.randrange(low, high) for low, high in _SEAS * 2) for _ in range(150)]
    ways += [(350_000_000, 1_799_000_000, 360_000_000, -1_799_000_000)]
    coast, e7 = land.coast(), 1e7

    def crosses(lat: int, lon: int, to_lat: int, to_lon: int) -> bool:
        east = (to_lon / e7 - lon / e7 + 540) % 360 - 180
        return any(
            coast.is_land(lat / e7 + (to_lat / e7 - lat / e7) * n / 60, (lon / e7 + east * n / 60 + 540) % 360 - 180)
            for n in range(6, 55)
        )

    found = placing.cross_land(ways)
    assert found == [crosses(*way) for way in ways]
    assert 0 < sum(found) < len(ways)
