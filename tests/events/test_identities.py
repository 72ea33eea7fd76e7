"""Numbers, names and sizes that change, and numbers that two hulls bear: found, and left alone where innocent."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import accumulate, chain, pairwise
from typing import Any

import ibis
import pyarrow as pa
import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.events.conftest import MINUTE, START, Compiled, position, rows, table

from fairlead import shapes
from fairlead.events import draught_change
from fairlead.events.identities import identity_change, impossible_movement, reported, shared_imo, static_change

ONE, OTHER, THIRD = 445_000_001, 352_000_002, 352_000_003
DAY = 24 * 60


def line(mmsi: int, lat: float, lon: float, minutes: range, step: float = 0.002) -> list[dict]:
    return [position(mmsi, minute, lat + number * step, lon, 8.0) for number, minute in enumerate(minutes)]


def still(mmsi: int, lat: float, lon: float, minutes: range) -> list[dict]:
    return line(mmsi, lat, lon, minutes, step=0.0)


def reports(mmsi: int, minutes: Any, exhibit: int = 8, **said: Any) -> list[dict]:
    return [{"exhibit": exhibit, "mmsi": mmsi, "t_us": START + minute * MINUTE, **said} for minute in minutes]


def static(*told: list[dict]) -> Any:
    numbered = [{"row": number, **row} for number, row in enumerate(chain.from_iterable(told), 1)]
    return ibis.memtable(pa.Table.from_pylist(numbered, schema=shapes.STATIC_REPORTS))


@given(
    st.lists(st.sampled_from([0, 1, 2, 5, 6, 7, 30]), min_size=1, max_size=25),
    st.sets(st.integers(-5, 60), min_size=10),
)
@settings(deadline=None, max_examples=examples(30))
def test_a_time_is_placed_on_the_leg_under_way_then_however_long_it_lasts(hours: list[int], asked: set[int]) -> None:
    times = [START + hour * shapes.US_PER_HOUR for hour in accumulate(hours)]
    own = [
        {"mmsi": number, "t_us": t_us, "next_t_us": then, "lat_e7": n, "lon_e7": -n}
        for number in (ONE, OTHER)
        for n, (t_us, then) in enumerate(pairwise([*times, None]))
    ]
    legs = ibis.memtable(pa.Table.from_pylist(own, schema=pa.schema([shapes.LEGS.field(name) for name in own[0]])))
    asked_us = [START + hour * shapes.US_PER_HOUR for hour in sorted(asked)]
    changes = [(number, one, other) for number in (THIRD, ONE) for one, other in pairwise(asked_us)]
    table = ibis.memtable(pa.table(dict(zip(("mmsi", "t_us", "to_t_us"), zip(*changes, strict=True), strict=True))))
    found = draught_change.placed(table, legs).to_pyarrow().to_pylist()

    def place(number: int, t_us: int) -> int | None:
        ways = enumerate(pairwise([*times, 2**60]))
        return next((n for n, (since, until) in ways if number == ONE and since <= t_us < until), None)

    expected = [(number, one, place(number, one), place(number, other)) for number, one, other in changes]
    assert sorted((row["mmsi"], row["t_us"], row["start_lat_e7"], row["end_lat_e7"]) for row in found) == expected


# --- impossible movement ------------------------------------------------------------------------------------------


MOVED = cache(lambda: Compiled(lambda legs, _keep: impossible_movement.detect(legs), shapes.LEGS))


def test_a_jump_there_and_back_is_a_stray(legs_of: Callable[..., Any]) -> None:
    ship = line(ONE, 38.0, 124.0, range(0, 600, 10))
    found = MOVED().of(legs_of(table([*ship, position(ONE, 305, 1.0, 104.0, 8.0)])))
    assert len(found) == 1
    event = found[0]
    assert (event["pattern"], event["positions"], event["hulls"]) == ("stray", 1, 2)
    assert event["track"] == ONE * 1_000 + 1
    assert event["other_us"] == START + 300 * MINUTE
    assert event["returned_us"] == START + 310 * MINUTE
    assert event["distance_dm"] > 40_000_000
    assert event["implied_dkn"] > 100_000


def test_two_hulls_heard_in_turn_are_two_at_once(legs_of: Callable[..., Any]) -> None:
    both = line(ONE, 38.0, 124.0, range(0, 600, 10)) + line(ONE, 1.2, 104.0, range(5, 600, 10))
    found = MOVED().of(legs_of(table(both)))
    assert [(one["pattern"], one["positions"], one["other_positions"]) for one in found] == [("two at once", 60, 59)]


def test_a_number_that_goes_on_elsewhere_is_a_jump(legs_of: Callable[..., Any]) -> None:
    both = line(ONE, 38.0, 124.0, range(0, 300, 10)) + line(ONE, 1.2, 104.0, range(300, 600, 10))
    found = MOVED().of(legs_of(table(both)))
    assert [(one["pattern"], one["returned_us"]) for one in found] == [("jump", None)]


def test_one_ordinary_ship_makes_no_impossible_movement(legs_of: Callable[..., Any]) -> None:
    ship = line(ONE, 38.0, 124.0, range(0, 600, 10)) + line(ONE, 38.5, 124.2, range(3 * DAY, 4 * DAY, 10))
    found = impossible_movement.detect(legs_of(table(ship)))
    assert rows(found) == []
    assert found.to_pyarrow().schema.equals(shapes.EVENTS["impossible_movement"])


# --- identity change ----------------------------------------------------------------------------------------------


@cache
def compiled(module: Any) -> Compiled:
    return Compiled(lambda legs, told, keep: module.detect(legs, told), shapes.LEGS, shapes.STATIC_REPORTS)


@cache
def pairs() -> Compiled:
    """Detect as ``find`` does: what is read several times is stored."""
    return Compiled(
        lambda legs, told, keep: identity_change.detect(legs, told, keep=keep), shapes.LEGS, shapes.STATIC_REPORTS
    )


CARGO = {"length_dm": 1_190, "beam_dm": 180, "ship_type": 70}


def sea_of_others(count: int, **said: Any) -> tuple[list[dict], list[list[dict]]]:
    """Ships that are heard throughout, of lengths all different unless said otherwise."""
    positions, told = [], []
    for number in range(count):
        mmsi = 412_000_000 + number
        positions += still(mmsi, 30.0 + number / 10, 127.0, range(0, 12 * DAY, 360))
        size = {"length_dm": 2_000 + 30 * number, "beam_dm": 300, "ship_type": 70} | said
        told.append(reports(mmsi, (0, 1, 2), **size))
    return positions, told


def handed_over(
    legs_of: Callable[..., Any], further: list[dict] | None = None, told: list[list[dict]] | None = None, **second: Any
) -> list[dict]:
    """A coaster last heard off Nampo on day 2, and another number first heard off Zhoushan on day 9."""
    others, said = sea_of_others(30)
    first = line(ONE, 38.5, 124.9, range(0, 2 * DAY, 30), step=0.0)
    then = line(OTHER, 30.3, 122.9, range(9 * DAY, 11 * DAY, 30), step=0.0)
    legs = legs_of(table([*others, *first, *then, *(further or [])]))
    own = reports(ONE, (10, 20, 30), name="SIM ALPHA", imo=8_000_001, draught_dm=32, **CARGO)
    new = reports(OTHER, (9 * DAY + 5, 9 * DAY + 10), name="SIM BETA", draught_dm=61, **(CARGO | second))
    return pairs().of(legs, static(own, new, *said, *(told or [])))


def test_a_number_that_falls_silent_and_one_alike_that_begins_within_reach_are_told(
    legs_of: Callable[..., Any],
) -> None:
    found = handed_over(legs_of)
    assert [(one["mmsi"], one["other_mmsi"], one["link"]) for one in found] == [(ONE, OTHER, "across a silence")]
    event = found[0]
    assert event["start_us"] == START + (2 * DAY - 30) * MINUTE
    assert event["end_us"] == START + 9 * DAY * MINUTE
    assert (event["name"], event["other_name"]) == ("SIM ALPHA", "SIM BETA")
    assert (event["draught_dm"], event["other_draught_dm"]) == (32, 61)
    assert (event["begun"], event["begun_alike"], event["ended_alike"]) == (0, 0, 0)
    assert event["chance_ppm"] == round(1e6 / 32)  # of 30 others none is alike: no less than one in 32
    assert (event["cruise_dkn"], event["other_cruise_dkn"]) == (80, 80)


@pytest.mark.parametrize(("damaged", "told"), [(5, True), (6, False)])
def test_a_few_damaged_positions_make_no_second_hull_of_either_number(
    legs_of: Callable[..., Any], damaged: int, told: bool
) -> None:
    """Each far from the ship's own positions, with those of the ship before and after it."""
    strays = [line(ONE, 1.2, 104.0, range(300 * n + 5, 300 * n + 6))[0] for n in range(damaged)]
    strays += [line(OTHER, 1.2, 104.0, range(9 * DAY + 300 * n + 5, 9 * DAY + 300 * n + 6))[0] for n in range(2)]
    found = handed_over(legs_of, further=strays)
    assert [(one["track"], one["other_track"]) for one in found] == [(ONE * 1000, OTHER * 1000)] * told


def test_ships_of_other_sizes_or_kinds_are_no_identity_change(legs_of: Callable[..., Any]) -> None:
    assert handed_over(legs_of, length_dm=1_290) == []
    assert handed_over(legs_of, beam_dm=210) == []
    assert handed_over(legs_of, ship_type=80) == []
    assert len(handed_over(legs_of, length_dm=1_200)) == 1


@pytest.mark.parametrize("day", [8, 10])
def test_where_a_second_ship_alike_begins_before_or_after_neither_is_told(
    legs_of: Callable[..., Any], day: int
) -> None:
    rival = still(THIRD, 31.0, 123.5, range(day * DAY, 11 * DAY, 30))
    assert handed_over(legs_of, rival, [reports(THIRD, (day * DAY,), name="SIM GAMMA", **CARGO)]) == []


def test_a_ship_less_alike_than_the_second_is_no_rival(legs_of: Callable[..., Any]) -> None:
    rival = still(THIRD, 31.0, 123.5, range(8 * DAY, 11 * DAY, 30))
    smaller = CARGO | {"length_dm": 1_170, "beam_dm": 170}
    found = handed_over(legs_of, rival, [reports(THIRD, (8 * DAY,), name="SIM GAMMA", **smaller)])
    assert [(one["mmsi"], one["other_mmsi"]) for one in found] == [(ONE, OTHER)]


def test_a_ship_alike_that_goes_on_under_its_own_imo_number_is_no_rival(legs_of: Callable[..., Any]) -> None:
    """A ship sold in port on day 8: its new number begins there, and belongs to nobody else."""
    fourth = 352_000_004
    sold = still(THIRD, 31.0, 123.5, range(0, 8 * DAY, 30)) + still(fourth, 31.0, 123.5, range(8 * DAY, 11 * DAY, 30))
    told = [reports(THIRD, (5,), imo=8_000_009, **CARGO), reports(fourth, (8 * DAY,), imo=8_000_009, **CARGO)]
    found = handed_over(legs_of, sold, told)
    assert [(one["mmsi"], one["other_mmsi"], one["link"]) for one in found] == [
        (THIRD, fourth, "one IMO number"),
        (ONE, OTHER, "across a silence"),
    ]
    across = found[1]
    assert (across["begun"], across["begun_alike"], across["ended_alike"]) == (0, 0, 0)


@pytest.mark.parametrize(
    ("speed_dkn", "draught_dm", "rivals"),
    [(80, 61, 1), (110, 61, 0), (80, 35, 0), (80, None, 1), (None, 61, 1)],
)
def test_only_who_could_be_the_hull_by_speed_and_draught_too_is_a_rival(
    legs_of: Callable[..., Any], speed_dkn: int | None, draught_dm: int | None, rivals: int
) -> None:
    """What a rival did not tell does not speak against it."""
    laden = reports(ONE, (40,), draught_dm=61)
    began = [{**one, "speed_dkn": speed_dkn} for one in still(THIRD, 31.0, 123.5, range(8 * DAY, 11 * DAY, 30))]
    told = reports(THIRD, (8 * DAY,), name="SIM GAMMA", draught_dm=draught_dm, **CARGO)
    assert len(handed_over(legs_of, began, [laden, told])) == (0 if rivals else 1)
    ended = [{**one, "speed_dkn": speed_dkn} for one in still(THIRD, 37.0, 123.0, range(0, 4 * DAY, 30))]
    told = reports(THIRD, (0,), name="SIM GAMMA", draught_dm=draught_dm, **CARGO)
    found = handed_over(legs_of, ended, [laden, told])
    assert [one["ended_alike"] for one in found if one["mmsi"] == ONE] == [rivals]


def test_where_the_pair_itself_lies_otherwise_a_rivals_draught_says_nothing(legs_of: Callable[..., Any]) -> None:
    began = still(THIRD, 31.0, 123.5, range(8 * DAY, 11 * DAY, 30))
    told = reports(THIRD, (8 * DAY,), name="SIM GAMMA", draught_dm=50, **CARGO)
    assert handed_over(legs_of, began, [told]) == []  # the first last reported 3.2 m, the second first 6.1 m


def test_a_second_ship_that_moves_otherwise_is_another_hull(legs_of: Callable[..., Any]) -> None:
    faster = [{**one, "speed_dkn": 110} for one in still(OTHER, 30.3, 122.9, range(9 * DAY, 11 * DAY, 30))]
    others, said = sea_of_others(30)
    first = still(ONE, 38.5, 124.9, range(0, 2 * DAY, 30))
    told = static(reports(ONE, (10,), **CARGO), reports(OTHER, (9 * DAY,), **CARGO), *said)
    assert pairs().of(legs_of(table([*others, *first, *faster])), told) == []


def test_in_a_sea_of_ships_of_one_size_nothing_is_told(legs_of: Callable[..., Any]) -> None:
    others, said = sea_of_others(30, **CARGO)
    first = still(ONE, 38.5, 124.9, range(0, 2 * DAY, 30))
    then = still(OTHER, 30.3, 122.9, range(9 * DAY, 11 * DAY, 30))
    told = static(reports(ONE, (10,), **CARGO), reports(OTHER, (9 * DAY,), **CARGO), *said)
    assert pairs().of(legs_of(table([*others, *first, *then])), told) == []


def test_a_second_ship_alike_that_ended_near_by_is_counted(legs_of: Callable[..., Any]) -> None:
    rival = still(THIRD, 37.0, 123.0, range(0, 4 * DAY, 30))
    found = handed_over(legs_of, rival, [reports(THIRD, (0,), name="SIM GAMMA", **CARGO)])
    assert {(one["mmsi"], one["ended_alike"]) for one in found} == {(ONE, 1), (THIRD, 1)}


def test_a_number_heard_again_while_the_other_lives_is_another_hull(legs_of: Callable[..., Any]) -> None:
    assert handed_over(legs_of, still(ONE, 38.5, 124.9, range(10 * DAY, 11 * DAY, 30))) == []
    lent = handed_over(legs_of, still(ONE, 38.5, 124.9, range(11 * DAY, 12 * DAY, 30)))
    assert [one["returned_us"] for one in lent] == [START + 11 * DAY * MINUTE]


def test_a_number_that_begins_out_of_reach_is_another_hull(legs_of: Callable[..., Any]) -> None:
    others, said = sea_of_others(30)
    first = still(ONE, 38.5, 124.9, range(0, 8 * DAY, 30))
    then = still(OTHER, 30.3, 122.9, range(9 * DAY, 11 * DAY, 30))  # 500 miles in a day
    told = static(reports(ONE, (10,), **CARGO), reports(OTHER, (9 * DAY,), **CARGO), *said)
    assert pairs().of(legs_of(table([*others, *first, *then])), told) == []


def test_where_the_same_place_is_taken_up_the_link_is_in_place(legs_of: Callable[..., Any]) -> None:
    others, said = sea_of_others(30)
    first = still(ONE, 38.5, 124.9, range(0, 2 * DAY, 30))
    then = still(OTHER, 38.503, 124.905, range(9 * DAY, 11 * DAY, 30))
    told = static(reports(ONE, (10,), **CARGO), reports(OTHER, (9 * DAY,), **CARGO), *said)
    found = pairs().of(legs_of(table([*others, *first, *then])), told)
    assert [(one["link"], one["distance_dm"] < 10_000) for one in found] == [("in place", True)]


def test_one_imo_number_links_whatever_the_dimensions_say(legs_of: Callable[..., Any]) -> None:
    found = handed_over(legs_of, imo=8_000_001, length_dm=1_500)
    assert [(one["link"], one["imo"], one["other_imo"]) for one in found] == [("one IMO number", 8_000_001, 8_000_001)]


def test_numbers_of_the_first_day_need_not_be_new(legs_of: Callable[..., Any]) -> None:
    others, said = sea_of_others(5)
    first = still(ONE, 38.5, 124.9, range(0, 200, 30))
    then = still(OTHER, 38.5, 124.9, range(DAY - 200, 3 * DAY, 30))
    told = static(reports(ONE, (10,), **CARGO), reports(OTHER, (DAY,), **CARGO), *said)
    assert pairs().of(legs_of(table([*others, *first, *then])), told) == []


# --- static changes -----------------------------------------------------------------------------------------------


def changes(legs_of: Callable[..., Any], *told: list[dict]) -> list[dict]:
    legs = legs_of(table(line(ONE, 38.0, 124.0, range(0, 600, 10))))
    return compiled(static_change).of(legs, static(*told))


def test_a_new_name_that_stays_is_a_change_placed_where_the_ship_was(legs_of: Callable[..., Any]) -> None:
    found = changes(
        legs_of, reports(ONE, range(0, 60, 6), name="SIM ALPHA"), reports(ONE, range(300, 360, 6), name="SIM BETA")
    )
    assert [(one["field"], one["from_value"], one["to_value"]) for one in found] == [("name", "SIM ALPHA", "SIM BETA")]
    event = found[0]
    assert (event["from_reports"], event["to_reports"], event["returns"]) == (10, 10, False)
    assert (event["start_us"], event["end_us"]) == (START + 54 * MINUTE, START + 300 * MINUTE)
    assert event["end_lat_e7"] == round((38.0 + 30 * 0.002) * 1e7)


@pytest.mark.parametrize(
    "garbled",
    [
        reports(ONE, (62, 68), name="SIM ALPHQ"),  # twice is not often enough
        reports(ONE, range(100, 160, 6), name="Sim-Alpha"),  # the same letters
    ],
)
def test_slips_and_spellings_are_no_change(legs_of: Callable[..., Any], garbled: list[dict]) -> None:
    told = [reports(ONE, range(0, 60, 6), name="SIM ALPHA"), reports(ONE, range(300, 360, 6), name="SIM ALPHA")]
    assert changes(legs_of, *told, garbled) == []


def test_a_name_that_comes_back_is_said_to_return(legs_of: Callable[..., Any]) -> None:
    names = ("SIM ALPHA", "SIM BETA", "SIM ALPHA")
    told = [reports(ONE, range(at, at + 60, 6), name=name) for at, name in zip((0, 200, 400), names, strict=True)]
    assert [one["returns"] for one in changes(legs_of, *told)] == [False, True]


def test_sizes_must_differ_by_more_than_the_setting_of_an_antenna(legs_of: Callable[..., Any]) -> None:
    before = reports(ONE, range(0, 60, 6), length_dm=1_190, beam_dm=180)
    assert changes(legs_of, before, reports(ONE, range(300, 360, 6), length_dm=1_200, beam_dm=180)) == []
    found = changes(legs_of, before, reports(ONE, range(300, 360, 6), length_dm=1_400, beam_dm=220))
    assert [one["field"] for one in found] == ["beam_dm", "length_dm"]


def test_two_changes_in_one_report_are_two_events_with_ids_of_their_own(legs_of: Callable[..., Any]) -> None:
    from fairlead.events import identity

    legs = legs_of(table(line(ONE, 38.0, 124.0, range(0, 600, 10))))
    told = static(
        reports(ONE, range(0, 60, 6), name="SIM ALPHA", call_sign="ABC1"),
        reports(ONE, range(300, 360, 6), name="SIM BETA", call_sign="XYZ9"),
    )
    sealed = identity.seal(
        "static_change", static_change.detect(legs, told).to_pyarrow(), 1, static_change.Parameters()
    )
    assert len(set(sealed["id"].to_pylist())) == 2


# --- one IMO number, two ships ------------------------------------------------------------------------------------


def shared(legs_of: Callable[..., Any], other_lat: float, minutes: range = range(0, 600, 10), times: int = 5) -> Any:
    legs = legs_of(table(line(ONE, 38.0, 124.0, range(0, 600, 10)) + line(OTHER, other_lat, 124.0, minutes)))
    told = static(
        reports(ONE, range(times), imo=9_000_001), reports(OTHER, range(minutes[0], minutes[0] + times), imo=9_000_001)
    )
    return compiled(shared_imo).of(legs, told)


def test_one_imo_number_at_two_places_at_once_is_told(legs_of: Callable[..., Any]) -> None:
    found = shared(legs_of, 33.0)
    assert [(one["mmsi"], one["other_mmsi"], one["imo"]) for one in found] == [(OTHER, ONE, 9_000_001)]
    assert found[0]["hours"] == 10
    assert found[0]["min_distance_dm"] > 5_000_000


def test_one_ship_with_two_transponders_or_numbers_in_turn_shares_no_imo_number(legs_of: Callable[..., Any]) -> None:
    assert shared(legs_of, 38.001) == []
    assert shared(legs_of, 33.0, range(4 * DAY, 4 * DAY + 600, 10)) == []
    assert shared(legs_of, 33.0, times=2) == []


def test_kinds_that_need_static_reports_are_made_only_where_one_tells_what_they_need(
    legs_of: Callable[..., Any], keep: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    sought: list[str] = []
    for module in reported.NEEDS:
        detect = module.detect
        monkeypatch.setattr(
            module,
            "detect",
            lambda *all, _of=module, _d=detect, **named: (sought.append(_of.KIND), _d(*all, **named))[1],
        )
    legs = legs_of(table(still(ONE, 38.0, 121.0, range(3))))
    for told, expected in (
        ({"ship_type": 70}, []),
        ({"draught_dm": 70}, ["draught_change"]),
        ({"imo": 9074729}, ["static_change", "shared_imo", "identity_change"]),
        ({"length_dm": 900}, ["static_change", "identity_change"]),
    ):
        sought.clear()
        found = reported.detect(legs, static(reports(ONE, [0], **told)), keep)
        assert sought == expected
        for kind, events in found.items():
            assert events.to_pyarrow().cast(shapes.EVENTS[kind]).num_rows == 0
