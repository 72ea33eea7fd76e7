"""From positions to legs: order, copies, classes of numbers, and hulls that share one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet
import pytest
from tests.events.conftest import MINUTE, START, position, rows, table

from fairlead import shapes
from fairlead.events import hulls, tracks

SHIP = 445_000_001


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
    assert legs == sorted(legs, key=lambda leg: (leg["track"], leg["t_us"]))


def test_an_empty_reading_gives_empty_legs(legs_of: Callable[..., Any]) -> None:
    assert rows(legs_of(table([]))) == []


def test_a_position_goes_to_the_nearest_hull_that_can_have_sailed_there() -> None:
    t = np.array([0, 0, 60, 120, 180]) * MINUTE
    lat = np.array([38_0000000, 1_2000000, 38_1000000, 1_3000000, 38_2000000])
    lon = np.full(5, 1240000000)
    assert hulls.assign(t, lat, lon, max_speed_mps=30.0, slack_m=1_000.0).tolist() == [0, 1, 0, 1, 0]


def test_more_hulls_than_a_track_number_can_tell_join_the_nearest() -> None:
    count = hulls.MOST_HULLS + 50
    scattered = np.linspace(-80_0000000, 80_0000000, count).astype(np.int64)
    found = hulls.assign(np.zeros(count, np.int64), scattered, scattered, max_speed_mps=30.0, slack_m=100.0)
    assert found.max() == hulls.MOST_HULLS - 1


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
    messages = pa.parquet.read_table(real_data("ais/gfw-segment-regression/gfwregr_positions.parquet"))
    right, total = agreement(messages)
    assert total > 55_000
    assert (
        right / total >= 0.9975
    )  # measured: 55,193 of 55,331, 99.7506 %; worst are a moored ship's own, with speed 102.3


def agreement(messages: pa.Table) -> tuple[int, int]:
    """How many labelled positions follow, on their hull, the one that they follow under their label, of how many.

    A label's first position is right if it is a hull's first too, or follows a silence of more than 24 hours, after
    which the labels always begin anew and hulls need not. Coarse reports that the labels set aside as noise (message
    27, alone under their label) are left out: here they stay with the hull that they come from.
    """
    right = total = 0
    alone = {row["expected"] for row in messages.group_by("expected").aggregate([([], "count_all")]).to_pylist()
             if row["count_all"] == 1}  # fmt: skip
    for ssvid in pc.unique(messages["ssvid"]):
        mine = messages.filter(pc.equal(messages["ssvid"], ssvid))
        mine = mine.sort_by([("t", "ascending"), ("lat", "ascending"), ("lon", "ascending")])
        before_label: dict[str, int] = {}
        before_hull: dict[int, tuple[int, int]] = {}
        t_us = pc.cast(mine["t"], pa.int64()).to_pylist()
        rows = zip(t_us, hulls_of(mine), mine["expected"].to_pylist(), mine["type"].to_pylist(), strict=True)
        for at, (time, hull, label, kind) in enumerate(rows):
            if label is None or (kind == "AIS.27" and label in alone):
                continue
            last = before_hull.get(hull)
            if label in before_label:
                right += last is not None and last[0] == before_label[label]
            else:
                right += last is None or time - last[1] > 24 * 60 * MINUTE
            before_label[label], before_hull[hull] = at, (at, time)
            total += 1
    return right, total


def hulls_of(mine: pa.Table) -> list[int]:
    parameters = tracks.Parameters()
    lat, lon = (np.rint(mine[name].to_numpy() * 1e7).astype(np.int64) for name in ("lat", "lon"))
    return hulls.assign(
        pc.cast(mine["t"], pa.int64()).to_numpy(),
        lat,
        lon,
        max_speed_mps=parameters.max_speed_dkn * 0.0514444,
        slack_m=parameters.slack_dm / 10,
    ).tolist()


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
