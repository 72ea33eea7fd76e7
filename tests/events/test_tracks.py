"""From positions to legs: order, copies, classes of numbers, and hulls that share one."""

from __future__ import annotations

import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ibis
import numpy as np
import pytest
from tests.events.conftest import MINUTE, START, position, reading, rows, table

from fairlead import shapes
from fairlead.events import hulls, tracks

SHIP = 445_000_001
BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"


def line(mmsi: int, lat: float, lon: float, minutes: range, step: float = 0.002) -> list[dict]:
    return [position(mmsi, minute, lat + number * step, lon) for number, minute in enumerate(minutes)]


def test_each_leg_knows_its_successor_and_the_last_has_none(legs_of: Callable[..., Any]) -> None:
    legs = rows(legs_of(table(line(SHIP, 38.0, 124.0, range(0, 30, 10)))))
    assert [leg["row"] for leg in legs] == [1, 2, 3]
    assert [leg["next_row"] for leg in legs] == [2, 3, None]
    assert [leg["distance_dm"] is None for leg in legs] == [False, False, True]
    assert legs[0]["track"] == SHIP * 1_000


def test_legs_have_exactly_the_published_columns(legs_of: Callable[..., Any]) -> None:
    assert legs_of(table(line(SHIP, 38.0, 124.0, range(0, 30, 10)))).to_pyarrow().schema.equals(shapes.LEGS)


def test_rows_out_of_order_become_legs_in_order(legs_of: Callable[..., Any]) -> None:
    ship = line(SHIP, 38.0, 124.0, range(0, 50, 10))
    legs = rows(legs_of(table(ship[::-1])))
    assert [leg["t_us"] for leg in legs] == [START + minute * MINUTE for minute in range(0, 50, 10)]
    assert [leg["row"] for leg in legs] == [5, 4, 3, 2, 1]


def test_overlapping_copies_count_once_under_the_smallest_exhibit_and_row(legs_of: Callable[..., Any]) -> None:
    ship = line(SHIP, 38.0, 124.0, range(0, 50, 10))
    alone = rows(legs_of(table(ship, exhibit=3)))
    doubled = rows(legs_of(table(ship, exhibit=9), table(ship[1:4], exhibit=5), table([*ship, ship[2]], exhibit=3)))
    assert doubled == alone


def test_what_cannot_be_a_leg_is_counted() -> None:
    whole = position(SHIP, 0, 38.0, 124.0)
    odd = [
        {**whole, "mmsi": None},
        {**whole, "t_us": None},
        {**whole, "lat_e7": None},
        {**whole, "mmsi": 993_661_001},
        {**whole, "mmsi": 4_310_101},
        {**whole, "mmsi": 111_412_001},
    ]
    positions = ibis.memtable(table([whole, *odd]))
    counted = {row["reason"]: row["rows"] for row in rows(tracks.kept_out(positions))}
    assert sum(counted.values()) == len(odd)
    assert counted["no time"] == counted["no MMSI"] == counted["no position"] == 1
    assert sum(count for reason, count in counted.items() if reason.startswith("not a ship")) == 3
    assert tracks.ships(positions).count().execute() == 1


def test_two_hulls_on_one_number_are_two_tracks_each_without_a_jump(legs_of: Callable[..., Any]) -> None:
    yellow_sea = line(SHIP, 38.0, 124.0, range(0, 600, 10))
    singapore = line(SHIP, 1.2, 104.0, range(5, 600, 10))
    legs = rows(legs_of(table(yellow_sea + singapore)))
    assert {leg["track"] for leg in legs} == {SHIP * 1_000, SHIP * 1_000 + 1}
    for leg in legs:
        assert (leg["lat_e7"] > 10**8) == (leg["track"] == SHIP * 1_000)  # the first heard is hull 0
    assert max(leg["distance_dm"] for leg in legs if leg["distance_dm"] is not None) < 10_000


def test_a_fast_ferry_is_one_hull_and_a_jump_is_two(legs_of: Callable[..., Any]) -> None:
    fifty_knots = line(SHIP, 38.0, 124.0, range(0, 100, 10), step=50 / 60 / 6)
    assert len({leg["track"] for leg in rows(legs_of(table(fifty_knots)))}) == 1
    eighty_knots = line(SHIP, 38.0, 124.0, range(0, 100, 10), step=80 / 60 / 6)
    assert len({leg["track"] for leg in rows(legs_of(table(eighty_knots)))}) > 1


def test_copies_and_shared_numbers_together_leave_every_position_once(legs_of: Callable[..., Any]) -> None:
    both = line(SHIP, 38.0, 124.0, range(0, 600, 10)) + line(SHIP, 1.2, 104.0, range(5, 600, 10))
    other = line(SHIP + 1, 36.0, 123.0, range(0, 600, 10))
    legs = rows(legs_of(table(both + other, exhibit=1), table(both[::3] + other[::2], exhibit=2)))
    assert len(legs) == len(both) + len(other)
    assert {leg["exhibit"] for leg in legs} == {1}
    ends = [leg["track"] for leg in legs if leg["next_t_us"] is None]
    assert ends == sorted({leg["track"] for leg in legs})


def test_an_empty_reading_gives_empty_legs(legs_of: Callable[..., Any]) -> None:
    assert rows(legs_of(table([]))) == []


def test_a_position_goes_to_the_nearest_hull_that_can_have_sailed_there() -> None:
    t = np.array([0, 0, 60, 120, 180]) * MINUTE
    lat = np.array([38_0000000, 1_2000000, 38_1000000, 1_3000000, 38_2000000])
    lon = np.full(5, 1240000000)
    assert hulls.assign(t, lat, lon, max_speed_mps=30.0, slack_m=1_000.0).tolist() == [0, 1, 0, 1, 0]


def test_more_hulls_than_a_track_number_can_tell_join_the_nearest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hulls, "MOST_HULLS", 100)
    count = hulls.MOST_HULLS + 50
    scattered = np.linspace(-80_0000000, 80_0000000, count).astype(np.int64)
    found = hulls.assign(np.zeros(count, np.int64), scattered, scattered, max_speed_mps=30.0, slack_m=100.0)
    assert found.max() == hulls.MOST_HULLS - 1


@pytest.mark.wide(after=1)
@pytest.mark.parametrize("shuffle", [1, 2, 3])
def test_neither_order_of_rows_nor_division_into_exhibits_changes_positions_on_tracks(
    legs_of: Callable[..., Any], shuffle: int
) -> None:
    sea = line(SHIP, 38.0, 124.0, range(0, 600, 10)) + line(SHIP, 1.2, 104.0, range(5, 600, 10))
    straight = rows(legs_of(table(sea)))
    order = np.random.default_rng(shuffle).permutation(len(sea))
    shuffled = [sea[at] for at in order]
    cut = 10 * shuffle
    mixed = rows(legs_of(table(shuffled[cut:], exhibit=4), table(shuffled[: cut + 5], exhibit=8)))
    names = ("track", "t_us", "lat_e7", "lon_e7", "next_t_us", "distance_dm")
    assert [[leg[name] for name in names] for leg in mixed] == [[leg[name] for name in names] for leg in straight]


def test_labelled_messages_of_shared_numbers_go_to_the_right_hull(real_data: Callable[[str], Any]) -> None:
    bench = runpy.run_path(str(BENCHMARKS / "shared_numbers.py"))
    messages = bench["labelled"](real_data("ais/gfw-segment-regression/gfwregr_all_messages.parquet"))
    assert len(messages) == 72_412  # labelled ones of 88,883
    for rule, bar in (("links", 0.9975), ("at_once", 0.9975), ("majority", 0.995)):
        verdicts = bench[rule](messages)
        assert sum(verdicts) / len(verdicts) >= bar, rule
    placed = [right for right, one in zip(bench["links"](messages), messages, strict=True) if one.position]
    assert sum(placed) / len(placed) >= 0.9975  # measured: 55,904 of 56,044, 99.7502 %


def test_scores_of_labels_fall_when_hulls_are_mixed_up(real_data: Callable[[str], Any]) -> None:
    bench = runpy.run_path(str(BENCHMARKS / "shared_numbers.py"))
    messages = bench["labelled"](real_data("ais/gfw-segment-regression/gfwregr_all_messages.parquet"))
    as_one = [one._replace(track=one.track and one.mmsi) for one in messages]  # every number one hull
    for rule in ("links", "at_once", "majority"):
        verdicts = bench[rule](as_one)
        assert sum(verdicts) / len(verdicts) < 0.99, rule


def test_few_ships_of_real_traffic_are_split_and_then_into_a_track_and_strays(
    legs_of: Callable[..., Any], real_data: Callable[[str], Any]
) -> None:
    legs = legs_of(reading(real_data("ais/bc-shipstrike/bc2018.parquet")))
    counted = rows(legs.group_by("mmsi", "track").agg(heard=legs.count()).order_by("track"))
    assert len(counted) == 793 + 2
    split = {row["mmsi"] for row in counted if row["track"] % 1000}
    assert [row["heard"] for row in counted if row["mmsi"] in split] == [144, 1, 122, 1]


def test_a_hull_silent_for_days_is_resumed_where_no_other_can_be_meant(legs_of: Callable[..., Any]) -> None:
    days = 24 * 60
    early = line(SHIP, 38.0, 124.0, range(0, 600, 10)) + line(SHIP, 1.2, 104.0, range(5, 600, 10))
    late = line(SHIP, 38.5, 124.3, range(3 * days, 3 * days + 600, 10))
    tracks_north = {leg["track"] for leg in rows(legs_of(table(early + late))) if leg["lat_e7"] > 10**8}
    assert tracks_north == {SHIP * 1_000}


def test_a_coarse_report_stays_with_its_hull() -> None:
    t = np.array([0, 10, 20, 30]) * MINUTE
    lat = np.array([38_0000000, 38_0002000, 38_0000000 + round(1e7 / 600 * 5), 38_0004000])
    lon = np.full(4, 124_0000000)
    found = hulls.assign(t, lat, lon + np.array([1234, 1234, 0, 1234]), max_speed_mps=30.0, slack_m=500.0)
    assert found.tolist() == [0, 0, 0, 0]


def test_one_stray_position_does_not_end_a_track() -> None:
    """Within reach of the hull it interrupts, so that the hull takes it; what follows is out of reach from there."""
    t = np.arange(6) * 4 * MINUTE
    lat = np.array([52_7000000, 52_6900000, 52_6800000, 52_7180000, 52_6600000, 52_6500000])
    found = hulls.assign(t, lat, np.full(6, -129_0000000), max_speed_mps=15.4, slack_m=1_000.0)
    assert found.tolist() == [0, 0, 0, 1, 0, 0]


def test_a_stray_of_long_ago_takes_nothing_though_it_lies_nearer() -> None:
    """A ship was heard off course once; ten days later, after a silence of three, it is heard beyond that place."""
    hours = np.array([0, 1, 2, 3, 160, 240, 241], np.int64)
    t = hours * 3_600_000_000
    lat = np.array([38_0000000, 38_0500000, 34_0000000, 38_1500000, 38_2000000, 32_0000000, 32_0500000], np.int64)
    found = hulls.assign(t, lat, np.full(7, 124_0000000), max_speed_mps=15.4, slack_m=1_000.0)
    assert found.tolist() == [0, 0, 1, 0, 0, 0, 0]


def test_a_stray_of_today_takes_nothing_where_the_ship_was_hardly_farther() -> None:
    """At a berth a ship is heard off it once, and again at the berth; ten hours later as far from either place."""
    t = np.array([0, 120, 121, 240, 840, 900]) * MINUTE
    lat = np.array([38_7167000, 38_4927000, 38_7167000, 38_7167000, 38_4699000, 38_3400000])
    lon = np.array([125_4003000, 125_4420000, 125_4003000, 125_4003000, 124_5890000, 124_5000000])
    assert hulls.assign(t, lat, lon, max_speed_mps=15.4, slack_m=1_000.0).tolist() == [0, 1, 0, 0, 0, 0]


def test_two_strays_of_one_ship_weeks_apart_are_no_hull_that_was_silent_between() -> None:
    days = np.array([0, 1, 2, 3, 21, 22, 23], np.int64)
    lat = np.array([38_0000000, 38_0500000, 30_0000000, 38_1000000, 30_0500000, 38_1500000, 38_2000000], np.int64)
    lon = np.full(7, 124_0000000)
    t = days * 24 * 3_600_000_000 + np.array([0, 0, 0, -20 * 3_600_000_000, 0, -20 * 3_600_000_000, 0])
    found = hulls.assign(t, lat, lon, max_speed_mps=15.4, slack_m=1_000.0)
    assert found[2] != found[4]
    assert len({int(found[n]) for n in (0, 1, 3, 5, 6)}) == 1


def test_a_ship_that_was_heard_once_and_weeks_later_again_is_one_hull() -> None:
    t = np.array([0, 20 * 24, 20 * 24 + 1], np.int64) * 3_600_000_000
    found = hulls.assign(
        t, np.array([38_0000000, 33_0000000, 33_0500000]), np.full(3, 124_0000000), max_speed_mps=15.4, slack_m=1_000.0
    )
    assert found.tolist() == [0, 0, 0]


def test_a_second_hull_that_was_heard_once_within_a_day_keeps_its_claim() -> None:
    t = np.array([0, 1, 2, 20, 21], np.int64) * 3_600_000_000
    lat = np.array([38_0000000, 38_0500000, 34_0000000, 38_0600000, 34_1000000], np.int64)
    found = hulls.assign(t, lat, np.full(5, 124_0000000), max_speed_mps=15.4, slack_m=1_000.0)
    assert found.tolist() == [0, 0, 1, 0, 1]


def test_a_jump_is_another_hull_and_not_the_straying_of_what_was_heard_before() -> None:
    t = np.arange(6) * 7 * MINUTE
    lat = np.array([53_5100000, 53_5000000, 53_4900000, 53_5700000, 53_4700000, 53_4600000])
    found = hulls.assign(t, lat, np.full(6, -129_0000000), max_speed_mps=15.4, slack_m=1_000.0)
    assert found.tolist() == [0, 0, 0, 1, 0, 0]


def test_two_hulls_that_meet_are_told_apart_by_speed_and_course() -> None:
    """One sails north and one south past each other on one number, heard in turn."""
    t = np.arange(40) * 3 * MINUTE
    north = np.arange(40) % 2 == 0
    going = 15 * 1_852 / 3_600 * t / 1e6 / 111_195  # degrees at 15 kn
    lat = np.where(north, 37.8 + going, 38.3 - going)
    lat_e7, lon_e7 = np.rint(lat * 1e7).astype(np.int64), np.where(north, 124_0000000, 124_0100000)
    moving = hulls.motion(np.full(40, 150.0), np.where(north, 0.0, 1_800.0))
    found = hulls.assign(t, lat_e7, lon_e7, max_speed_mps=15.4, slack_m=1_000.0, moving=moving)
    assert found.tolist() == [0, 1] * 20
    blind = hulls.assign(t, lat_e7, lon_e7, max_speed_mps=15.4, slack_m=1_000.0)
    assert blind.tolist() != [0, 1] * 20


def coarse(minute: float, lat: float, lon: float) -> dict:
    tenths = [round(angle * 600) / 600 for angle in (lat, lon)]
    return position(SHIP, minute, *tenths, speed_kn=8.0, course_ddeg=900, receiver="satellite")


def test_a_coarse_report_is_set_aside_only_where_the_hull_was_heard_precisely_in_the_hour_before(
    legs_of: Callable[..., Any],
) -> None:
    precise = [position(SHIP, minute, 38.00013, 124.00017, 8.1, receiver="terrestrial") for minute in (0, 10, 300)]
    legs = rows(legs_of(table([*precise, coarse(20, 38.01, 124.02), coarse(71, 38.02, 124.03)])))
    assert [(leg["t_us"] - START) // MINUTE for leg in legs] == [0, 10, 71, 300]
    assert [leg["next_row"] for leg in legs] == [2, 5, 3, None]


def test_a_terrestrial_report_in_round_numbers_is_no_coarse_one(legs_of: Callable[..., Any]) -> None:
    ship = [position(SHIP, minute, 38.0, 124.0, 0.0, receiver="terrestrial") for minute in range(0, 60, 10)]
    assert len(rows(legs_of(table(ship)))) == 6


def test_hulls_on_a_shared_number_go_no_faster_than_they_report() -> None:
    parameters = tracks.Parameters()
    coaster, ferry, silent = np.array([80.0] * 99 + [1022.0]), np.full(100, 400.0), np.array([np.nan])
    knots = [tracks.reach_mps(speeds, parameters)[-1] / (1_852 / 3_600) for speeds in (coaster, ferry, silent)]
    assert [round(one, 6) for one in knots] == [30, 50, 60]


def test_how_fast_hulls_may_sail_depends_on_what_was_reported_until_then_alone() -> None:
    parameters = tracks.Parameters()
    random = np.random.default_rng(3)
    reported = np.append(random.integers(0, 1023, 500), [np.nan] * 5)
    told = [tracks.reach_mps(reported[:count], parameters).tolist() for count in (505, 90)]
    assert told[0][:90] == told[1]
    for at in (0, 1, 7, 99, 100, 101, 499):
        believed = np.sort(reported[: at + 1])[at * 99 // 100] * 5 / 4
        assert told[0][at] * 3_600 / 185.2 == pytest.approx(min(600, max(300, believed)))
