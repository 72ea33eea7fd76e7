"""Why a number is no part of a delivery across a change of identity: the condition that failed, and by how much."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import ibis
import pyarrow as pa
import pytest
from tests.typologies.test_laundered import DALIAN, NAMPO, NEW, OFF_ZHOUSHAN, OLD, YELLOW_SEA, changed
from tests.typologies.test_whynot import legs, told

from fairlead import shapes
from fairlead.events.identities.identity_change import Parameters
from fairlead.typologies.whynot.asked import Asked

DAY = date(2019, 10, 8)
HOURLY = [f"2019-10-{day:02d}T{hour:02d}:00" for day in range(1, 25) for hour in (0, 12)]
OTHERS = (412_000_001, [(when, 36.0, 124.0) for when in HOURLY])


def heard(since: str, until: str, at: tuple[float, float]) -> list[tuple[str, float, float]]:
    return [(when, *at) for when in HOURLY if since <= when < until]


def waited(sea: Any, second: int | None, *, first_until: str = "2019-10-04", **of_second: Any) -> Any:
    """OLD called at Nampo and is heard at sea until some day; another number begins off Zhoushan on the 13th."""
    sea.visit(OLD, "2019-10-01T06:00", "2019-10-03T00:00", NAMPO)
    sea.reports(OLD, "2019-10-02T00:00", name="MADE UP 1", ship_type=70, length_dm=980)
    tracks = [OTHERS, (OLD, heard("2019-10-03", first_until, YELLOW_SEA))]
    if second:
        sea.reports(second, "2019-10-13T00:00", **({"ship_type": 70, "length_dm": 980} | of_second))
        tracks.append((second, heard("2019-10-13", "2019-10-20", OFF_ZHOUSHAN)))
    return replace(sea.world(), legs=legs(*tracks))


def test_a_ship_that_went_on_under_its_own_number_is_told_its_longest_silence(sea: Any) -> None:
    reason = told(waited(sea, None, first_until="2019-10-25"), "laundered", OLD, DAY)
    assert reason.condition == "a silence after the call"
    assert (reason.measured, reason.needed, reason.unit) == (12.0, Parameters().silence_h, "h")


def test_a_ship_that_fell_silent_while_nobody_began_is_told_so(sea: Any) -> None:
    reason = told(waited(sea, None), "laundered", OLD, DAY)
    assert reason.condition == "another number that begins"
    assert "fell silent on 3 October 2019" in reason.why


@pytest.mark.parametrize(
    ("second", "condition", "measured", "unit"),
    [
        ({"length_dm": 1_200}, "of one size", 22.0, "m"),
        ({"ship_type": 80}, "of one kind", None, None),
        ({}, "no chance likeness", None, None),
    ],
)
def test_the_number_that_came_nearest_is_told_with_what_it_lacked(
    sea: Any, second: dict[str, Any], condition: str, measured: float | None, unit: str | None
) -> None:
    reason = told(waited(sea, NEW, **second), "laundered", OLD, DAY)
    assert (reason.condition, reason.measured, reason.unit) == (condition, measured, unit)
    assert "MMSI 671000002 was first heard 748 km away on 13 October 2019" in reason.why


def test_a_number_that_began_out_of_reach_is_told_how_far(sea: Any) -> None:
    world = waited(sea, NEW, first_until="2019-10-13")
    reason = told(world, "laundered", OLD, DAY)
    assert (reason.condition, reason.unit) == ("within reach", "km")
    assert reason.measured == pytest.approx(748, abs=2)
    assert reason.needed == pytest.approx(12 * 15 * 1.852 + 1, abs=1)


@pytest.mark.parametrize(
    ("second", "condition", "words"),
    [
        (
            {"length_dm": 1_500},
            "of one size",
            "98 m long where it reported 150 m: 52 m apart, where 3.0 m are the most",
        ),
        (
            {"ship_type": 80},
            "of one kind",
            "reporting AIS type 70 (cargo ship), where it reported AIS type 80 (tanker)",
        ),
        ({}, "no chance likeness", "of its size and kind and as fast; but where it began so many are as large"),
    ],
)
def test_a_number_that_began_is_told_who_had_fallen_silent_before_and_what_that_one_lacked(
    sea: Any, second: dict[str, Any], condition: str, words: str
) -> None:
    reason = told(waited(sea, NEW, **second), "laundered", NEW, date(2019, 10, 14))
    assert reason.condition == condition
    fell_silent = f"ship MADE UP 1 (MMSI {OLD}) had called in KP and fell silent 748 km away on 3 October 2019"
    assert reason.why.startswith(f"it was first heard on 13 October 2019; {fell_silent}")
    assert words in reason.why


def test_a_number_that_began_when_nobody_had_fallen_silent_is_told_so(sea: Any) -> None:
    reason = told(waited(sea, NEW, first_until="2019-10-25"), "laundered", NEW, date(2019, 10, 14))
    assert reason.condition == "a number that fell silent"
    assert "first heard on 13 October 2019; no number that had called in KP had fallen silent" in reason.why
    barred = told(waited(sea, NEW), "laundered_entry", NEW, date(2019, 10, 14))
    assert "no number that had reported a listed IMO number had fallen silent in the 15 days before" in barred.why


def test_a_number_in_use_from_the_beginning_is_told_how_near_it_came_to_the_target(sea: Any) -> None:
    reason = told(waited(sea, None), "laundered", OTHERS[0], DAY)
    assert (reason.condition, reason.unit) == ("a call at a port of the target State", "km")


def test_a_change_without_a_call_at_the_target_is_told_to_engage_nothing(sea: Any) -> None:
    sea.visit(OLD, "2019-10-01T06:00", "2019-10-03T00:00", DALIAN)
    changed(sea)
    world = replace(sea.world(), legs=legs(OTHERS, (OLD, heard("2019-10-03", "2019-10-05", YELLOW_SEA))))
    reason = told(world, "laundered", OLD, DAY)
    assert reason.condition == "a call at a port of the target State"
    assert "MMSI 445000001's last stop before it fell silent was Dalian (CN), so that it engages nothing" in reason.why


def test_a_change_without_an_arrival_abroad_is_told_from_the_second_number_too(sea: Any) -> None:
    sea.visit(OLD, "2019-10-01T06:00", "2019-10-03T00:00", NAMPO)
    changed(sea)
    world = replace(sea.world(), legs=legs(OTHERS, (NEW, heard("2019-10-13", "2019-10-20", OFF_ZHOUSHAN))))
    reason = told(world, "laundered", NEW, date(2019, 10, 14))
    assert reason.condition == "an arrival in another State"
    assert "But no stop of MMSI 671000002 was heard" in reason.why


def test_a_dark_voyage_across_a_change_lacks_the_silence_or_the_time_to_call(sea: Any) -> None:
    world = waited(sea, None, first_until="2019-10-25")
    reason = told(world, "dark_laundered", OLD, DAY)
    assert (reason.condition, reason.measured, reason.needed) == ("a silence", 12.0, Parameters().silence_h)
    changed(sea, end="2019-10-05T06:00", to=(33.0, 124.0))
    reason = told(replace(world, events=sea.world().events), "dark_laundered", OLD, date(2019, 10, 4))
    assert (reason.condition, reason.measured, reason.unit) == ("time enough to call", 26.0, "h")
    assert reason.needed is not None
    assert reason.needed > 26


def test_a_change_after_a_call_that_was_heard_is_another_typologys(sea: Any) -> None:
    changed(sea)
    world = waited(sea, None)
    reason = told(replace(world, events=sea.world().events), "dark_laundered", OLD, date(2019, 10, 4))
    assert reason.condition == "the call itself not heard"


def under_way(world: Any, speeds: dict[int, int]) -> Any:
    table = world.legs.to_pyarrow().to_pylist()
    rows = [{**row, "speed_dkn": speeds.get(row["mmsi"], row["speed_dkn"])} for row in table]
    return replace(world, legs=ibis.memtable(pa.Table.from_pylist(rows, schema=shapes.LEGS)))


def test_a_number_as_long_is_told_by_how_much_its_beam_and_its_speed_differ(sea: Any) -> None:
    sea.reports(OLD, "2019-10-02T00:00", beam_dm=140)
    reason = told(waited(sea, NEW, beam_dm=180), "laundered", OLD, DAY)
    assert (reason.condition, reason.measured, reason.needed, reason.unit) == ("of one size", 4.0, 1.0, "m")
    assert reason.why.endswith("18 m wide where it reported 14 m; 1 m is the most")


def test_a_number_of_one_size_is_told_how_much_faster_it_sails(sea: Any) -> None:
    world = under_way(waited(sea, NEW), {OLD: 80, NEW: 100})
    reason = told(world, "laundered", OLD, DAY)
    assert (reason.condition, reason.measured, reason.needed, reason.unit) == ("as fast", 20.0, 12, "%")


def test_a_number_with_a_rival_is_told_so(sea: Any) -> None:
    sea.reports(NEW + 1, "2019-10-13T00:00", ship_type=70, length_dm=980)
    rival = (NEW + 1, heard("2019-10-14", "2019-10-20", OFF_ZHOUSHAN))
    world = waited(sea, NEW)
    both = (OTHERS, (OLD, heard("2019-10-03", "2019-10-04", YELLOW_SEA)))
    second = (NEW, heard("2019-10-13", "2019-10-20", OFF_ZHOUSHAN))
    reason = told(replace(world, legs=legs(*both, second, rival)), "laundered", OLD, DAY)
    assert (reason.condition, reason.measured) == ("no rival", 1)
    named = f"another number as long and of its kind began in that time and reach (ship MMSI {NEW + 1})"
    assert named in reason.why
    reason = told(replace(world, legs=legs(*both, second, rival)), "laundered", NEW, date(2019, 10, 14))
    assert (reason.condition, reason.measured) == ("no rival", 1)
    assert named in reason.why


def test_a_number_that_sails_faster_is_no_rival(sea: Any) -> None:
    sea.reports(NEW + 1, "2019-10-13T00:00", ship_type=70, length_dm=980)
    world = waited(sea, NEW)
    tracks = (
        (OLD, heard("2019-10-03", "2019-10-04", YELLOW_SEA)),
        (NEW, heard("2019-10-13", "2019-10-20", OFF_ZHOUSHAN)),
        (NEW + 1, heard("2019-10-14", "2019-10-20", OFF_ZHOUSHAN)),
    )
    world = under_way(replace(world, legs=legs(OTHERS, *tracks)), {OLD: 80, NEW: 80, NEW + 1: 120})
    assert told(world, "laundered", OLD, DAY).condition == "no chance likeness"


def test_a_change_is_told_with_the_number_that_fell_silent_and_when(sea: Any) -> None:
    sea.visit(OLD, "2019-10-01T06:00", "2019-10-03T00:00", NAMPO)
    sea.reports(OLD, "2019-10-02T00:00", name="MADE UP 1")
    changed(sea)
    world = replace(sea.world(), legs=legs(OTHERS, (NEW, heard("2019-10-13", "2019-10-20", OFF_ZHOUSHAN))))
    reason = told(world, "laundered", NEW, date(2019, 10, 14))
    assert reason.why.startswith(
        f"ship MADE UP 1 (MMSI {OLD}) fell silent on 4 October 2019; MMSI {NEW} was first heard"
    )


def test_a_ship_that_took_over_from_another_is_told_of_its_own_later_silence_where_that_covers_the_day(
    sea: Any,
) -> None:
    third = 671_000_003
    changed(sea)  # NEW took over from OLD by the 13th, and is heard no more from the 15th
    sea.visit(NEW, "2019-10-14T00:00", "2019-10-14T12:00", NAMPO)
    sea.reports(NEW, "2019-10-14T00:00", ship_type=70, length_dm=980)
    sea.reports(third, "2019-10-18T00:00", ship_type=80, length_dm=980)
    tracks = (
        (NEW, heard("2019-10-13", "2019-10-15", OFF_ZHOUSHAN)),
        (third, heard("2019-10-18", "2019-10-24", NAMPO[2:])),
    )
    world = replace(sea.world(), legs=legs(OTHERS, *tracks))
    for typology in ("laundered", "dark_laundered"):
        reason = told(world, typology, NEW, date(2019, 10, 17))
        assert reason.condition == "of one kind", reason.why
        assert "reporting AIS type 80 (tanker), where it reported AIS type 70 (cargo ship)" in reason.why
        assert [one.split(" (")[0] for one in reason.others] == [f"taking over from MMSI {OLD}"]
        before = told(world, typology, NEW, date(2019, 10, 11))
        assert f"ship MMSI {OLD} fell silent on 4 October 2019" in before.why


def test_a_damaged_position_is_no_end_of_what_was_heard_of_a_number(sea: Any) -> None:
    world = waited(sea, None, first_until="2019-10-08")
    rows = world.legs.to_pyarrow().to_pylist()
    stray = next(row for row in rows if row["mmsi"] == OLD) | {"track": OLD * 1000 + 1, "next_t_us": None}
    world = replace(world, legs=ibis.memtable(pa.Table.from_pylist([*rows, stray], schema=shapes.LEGS)))
    assert "fell silent on 7 October 2019; no other number" in told(world, "laundered", OLD, DAY).why


def test_a_number_that_two_hulls_sent_at_once_is_told_to_be_of_either(sea: Any) -> None:
    sea.reports(OLD, "2019-10-02T00:00", name="MADE UP 1", imo=9000001)
    sea.reports(OLD, "2019-10-03T00:00", name="MADE UP 1", imo=9000001)
    sea.reports(OLD, "2019-10-02T06:00", name="MADE UP 2")
    few = {"hulls": 2, "pattern": "two at once", "distance_dm": 9_000_000, "positions": 500, "other_positions": 400}
    sea.event("impossible_movement", OLD, "2019-10-01T00:00", "2019-10-09T00:00", YELLOW_SEA, **few)
    world = replace(sea.world(), legs=legs(OTHERS, (OLD, heard("2019-10-01", "2019-10-10", YELLOW_SEA))))
    both = "MADE UP 1 (IMO 9000001), MADE UP 2"
    said = Asked(world, OLD, DAY).number_shared
    assert said == f"two hulls sent this number at once, under the names {both}: what is told of it may be of either"
    assert Asked(world, OTHERS[0], DAY).number_shared is None
