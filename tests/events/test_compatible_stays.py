"""Stops and loitering as MovingPandas and pipe-loitering tell them; benchmarks/peers.py holds them against those."""

from __future__ import annotations

import ibis
from tests.events.conftest import MINUTE, START, position, table

from fairlead.events.compatible import loitering, stops

SHIP = 445_000_001
KM = 1 / 111.195  # degrees of latitude


def stopped(at: dict[int, float]) -> list[tuple[int, int]]:
    """Return stops (minutes) of a ship so many kilometres north of 38 degrees at these minutes."""
    rows = [position(SHIP, minute, 38 + km * KM, 124.0 + 1e-7 * (minute % 3)) for minute, km in at.items()]
    found = stops.stops(ibis.memtable(table(rows)), 500, 60)
    return [((one.start_us - START) // MINUTE, (one.end_us - START) // MINUTE) for one in found]


def loitered(at: dict[int, float]) -> tuple[list[tuple[int, int, float]], list[tuple[int, int]]]:
    """Return rows by day (minutes, and miles) and merged ones, of a ship so many kilometres north at these minutes."""
    rows = [position(SHIP, minute, 38 + km * KM, 124.0) for minute, km in at.items()]
    daily = loitering.daily(loitering.messages(ibis.memtable(table(rows))))
    days = daily.order_by("start_us").to_pyarrow().to_pylist()
    whole = loitering.merged(daily).order_by("start_us").to_pyarrow().to_pylist()

    def minute(t_us: int) -> int:
        return (t_us - START) // MINUTE

    by_day = [(minute(one["start_us"]), minute(one["end_us"]), round(one["distance_dm"] / 18_520, 2)) for one in days]
    return by_day, [(minute(one["start_us"]), minute(one["end_us"])) for one in whole]


def test_a_stop_lasts_while_all_its_positions_lie_within_the_diameter() -> None:
    moored = {minute: 0.1 * (minute // 10 % 3) for minute in range(0, 100, 10)}
    assert stopped({**moored, 100: 5.0, 110: 10.0}) == [(0, 90)]
    assert stopped({minute: 0.1 * minute / 10 for minute in range(0, 100, 10)}) == []  # 0.9 km in 90 minutes
    assert stopped({minute: km for minute, km in moored.items() if minute < 60}) == []  # 50 minutes


def test_a_silence_whose_ends_lie_close_together_is_a_stop_however_long() -> None:
    assert stopped({0: 0.0, 30_000: 0.2}) == [(0, 30_000)]


def test_a_stop_that_lasts_to_the_end_of_the_track_is_told() -> None:
    assert stopped({0: 9.0, 30: 4.0, 60: 0.0, 90: 0.1, 120: 0.2}) == [(60, 120)]


def test_slow_hours_in_a_row_begin_with_the_message_before_them() -> None:
    sails = {0: 0.0, 50: 20.0}
    drifts = {70: 20.5, 130: 21.0, 190: 21.5}
    assert loitered({**sails, **drifts, 200: 26.0, 250: 60.0}) == ([(50, 130, 0.54)], [(50, 130)])


def test_a_stay_is_cut_at_midnight_and_made_whole_again() -> None:
    by_day, whole = loitered({minute: 0.001 * minute for minute in range(22 * 60, 27 * 60, 30)})
    assert [(start, end) for start, end, _ in by_day] == [(1_320, 1_410), (1_410, 1_590)]
    assert whole == [(1_320, 1_590)]


def test_a_silence_within_two_days_whose_ends_lie_close_together_is_loitering() -> None:
    assert loitered({0: 0.0, 1_500: 1.0})[1] == [(0, 1_500)]
    assert loitered({0: 0.0, 3_000: 1.0})[1] == []  # the message before lies beyond yesterday: one alone is no row
