"""Port entries and exits as pipe-anchorages tells them; benchmarks/peers.py holds them against that program itself."""

from __future__ import annotations

import ibis
import pyarrow as pa
from tests.events.conftest import MINUTE, START, position, table

from fairlead.events.compatible import ports

SHIP = 445_000_001
ANCHORAGE = ibis.memtable(pa.table({"lat": [38.0], "lon": [179.999]}))  # beside the antimeridian
KM = 1 / 111.195  # degrees of latitude


def crossings(at: dict[int, float], *, thinned: bool = False) -> list[tuple[int, bool]]:
    """Return (minute, whether it entered) of a ship so many kilometres north of the anchorage at these minutes."""
    rows = [position(SHIP, minute, 38 + km * KM, -179.9999 if minute % 2 else 179.999, 8) for minute, km in at.items()]
    found = ports.crossings(ibis.memtable(table(rows)), ANCHORAGE, thinned=thinned)
    rows = found.order_by("t_us").to_pyarrow().to_pylist()
    return [((row["t_us"] - START) // MINUTE, row["entered"]) for row in rows]


def test_a_ship_is_in_port_from_three_kilometres_until_four() -> None:
    track = {0: 9.0, 10: 3.5, 20: 2.99, 31: 1.0, 40: 3.99, 50: 2.0, 60: 3.8, 70: 4.01, 80: 3.5, 90: 50.0}
    assert crossings(track) == [(20, True), (70, False)]


def test_a_track_that_begins_between_the_two_is_at_sea_and_one_that_begins_within_never_entered() -> None:
    assert crossings({0: 3.5, 10: 2.5, 20: 5.0}) == [(10, True), (20, False)]
    assert crossings({0: 2.5, 10: 5.0}) == [(10, False)]


def test_thinning_by_day_loses_a_call_that_midnight_divides() -> None:
    inside, midnight = {-30: 9.0, -20: 2.0, -10: 3.5}, {10: 3.5, 20: 4.5, 30: 3.5, 40: 2.0, 50: 9.0}
    assert crossings({**inside, **midnight}) == [(-20, True), (20, False), (40, True), (50, False)]
    assert crossings({**inside, **midnight}, thinned=True) == [(-20, True), (50, False)]


def test_both_sides_of_four_hours_of_silence_survive_thinning() -> None:
    inside, after = {-30: 9.0, -20: 2.0, -10: 3.5}, {10: 3.5, 20: 4.5, 280: 3.5, 290: 2.0, 300: 9.0}
    assert crossings({**inside, **after}, thinned=True) == [(-20, True), (20, False), (290, True), (300, False)]


def test_positions_without_a_known_speed_are_set_aside_as_there() -> None:
    at = {0: 9.0, 10: 2.5, 20: 1.0, 30: 5.0}
    rows = [position(SHIP, minute, 38 + km * KM, 179.999, 102.3 if minute == 10 else 8) for minute, km in at.items()]
    found = ports.crossings(ibis.memtable(table(rows)), ANCHORAGE, thinned=False).order_by("t_us").to_pyarrow()
    assert [(t_us - START) // MINUTE for t_us in found["t_us"].to_pylist()] == [20, 30]
