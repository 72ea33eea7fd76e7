"""Loitering: staying slow for hours, away from ports."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest
from tests.events.conftest import MINUTE, START, position, rows, table

from fairlead import places, shapes
from fairlead.events import loitering

HOUR = 60
PORT = pa.Table.from_pylist(
    [{"place": "XXABC", "name": "P", "country": "XX", "kind": "port", "lat_e7": 350000000, "lon_e7": 1200000000}],
    schema=places.ANCHORS,
)


def drift(mmsi: int, minutes: range, lat: float, lon: float, knots: float, jitter: float = 0.0) -> list[dict]:
    return [
        position(mmsi, minute, lat + knots * (minute - minutes.start) / 3_600 + jitter * (number % 2), lon)
        for number, minute in enumerate(minutes)
    ]


SLOW, SHORT, FAST, MOORED, BROKEN, JITTERY, EAST = range(412_000_001, 412_000_008)
SEA = [
    *drift(SLOW, range(0, 10 * HOUR, 10), 37.0, 123.0, 1.0),
    *drift(SHORT, range(0, 7 * HOUR, 10), 37.0, 124.0, 1.0),
    *drift(FAST, range(0, 10 * HOUR, 10), 37.0, 125.0, 3.0),
    *drift(MOORED, range(0, 10 * HOUR, 10), 35.0, 120.0, 0.0),
    *drift(BROKEN, range(0, 5 * HOUR, 10), 37.0, 126.0, 1.0),
    *drift(BROKEN, range(12 * HOUR, 17 * HOUR, 10), 37.1, 126.0, 1.0),
    *drift(JITTERY, range(0, 10 * HOUR, 1), 37.0, 127.0, 0.5, jitter=0.001),  # seven knots from minute to minute
    *drift(EAST, range(0, 10 * HOUR, 10), 10.0, 179.9999, 1.0),
    *[position(EAST, minute, 10.1667, -179.9999) for minute in range(10 * HOUR, 20 * HOUR, 10)],
]


@pytest.fixture(scope="module")
def found(legs_of: Callable[..., Any], keep: Any) -> Any:
    return keep("loitering", loitering.detect(legs_of(table(SEA)), PORT))


def test_only_long_slow_unbroken_stays_away_from_port_are_told(found: Any) -> None:
    assert [row["mmsi"] for row in rows(found)] == [SLOW, JITTERY, EAST]


def test_a_stay_has_its_median_speed_and_its_way(found: Any) -> None:
    slow = rows(found)[0]
    assert slow["median_speed_dkn"] == 10
    assert slow["end_us"] - slow["start_us"] >= 8 * HOUR * MINUTE
    hours = (slow["end_us"] - slow["start_us"]) / MINUTE / HOUR
    assert slow["distance_dm"] == pytest.approx(hours * 18_520, rel=0.01)
    assert slow["start_us"] == START + 50 * MINUTE
    assert slow["start_row"] == 6


def test_crossing_the_antimeridian_is_no_jump(found: Any) -> None:
    east = rows(found)[-1]
    assert east["start_lon_e7"] > 0 > east["end_lon_e7"]


def test_stays_have_exactly_the_published_columns(found: Any) -> None:
    assert found.to_pyarrow().schema.equals(shapes.EVENTS["loitering"])
