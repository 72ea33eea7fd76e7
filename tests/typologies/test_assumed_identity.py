"""Ships of the target's flag that were silent while a number that may have been them came and went."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.typologies.conftest import DALIAN
from tests.typologies.test_whynot import legs, told

from fairlead.typologies import Occasion, Rejected, World, assumed_identity, every

SHIP, OTHER, THIRD, FOURTH = 445000001, 671000001, 511000003, 354000004
OFF_NAMPO, AT_SEA, BACK = (38.4, 124.3), (37.9, 122.9), (38.3, 124.2)

Track = tuple[int, list[tuple[str, float, float]]]


def find(world: World) -> tuple[list[Occasion], list[Rejected]]:
    found = list(assumed_identity.find(world))
    return [one for one in found if isinstance(one, Occasion)], [one for one in found if isinstance(one, Rejected)]


def hull(sea: Any, mmsi: int, when: str, **further: Any) -> None:
    said: dict[str, Any] = {"name": f"MADE UP {mmsi // 1_000_000}", "ship_type": 70, "length_dm": 950, "beam_dm": 140}
    sea.reports(mmsi, when, **(said | further))


def silent(sea: Any, mmsi: int = SHIP, end: str = "2019-10-09T04:00", **further: Any) -> None:
    """A silence of six days off Nampo, in a sea with twenty ships of other flags and sizes."""
    hull(sea, mmsi, "2019-10-02T00:00", **further)
    for n in range(20):
        hull(sea, 477000100 + n, "2019-10-02T00:00", length_dm=1_500 + 10 * n, beam_dm=230)
    sea.event("gap", mmsi, "2019-10-03T04:00", end, OFF_NAMPO, distance_dm=0, positions_before=20)


def came_and_went(
    mmsi: int = OTHER, first: str = "2019-10-04T08:00", last: str = "2019-10-08T08:00", hours: int = 12
) -> Track:
    """A number first heard off Shandong a day after the other was lost, and last heard a day before it came back."""
    day, until = int(first[8:10]), int(last[8:10])
    times = [f"2019-10-{one:02d}T{hour:02d}:30" for one in range(day, until + 1) for hour in range(0, 24, hours)]
    return mmsi, [(t, *AT_SEA) for t in [first, *(t for t in times if first < t < last), last]]


def world(sea: Any, *tracks: Track) -> World:
    """The sea with some tracks, and one ship that was heard from the data's first day on."""
    from_the_first = (FOURTH, [("2019-09-20T00:00", 30.0, 123.0), ("2019-10-20T00:00", 30.0, 123.1)])
    made: World = replace(sea.world(), legs=legs(*tracks, from_the_first))
    return made


def trip(sea: Any, **further: Any) -> World:
    """The one silent for six days off Nampo, and another of its size heard in these days alone."""
    silent(sea)
    hull(sea, OTHER, "2019-10-04T09:00", **further)
    return world(sea, came_and_went())


def test_who_was_silent_while_another_of_its_size_came_and_went_is_told_and_shows_nothing(sea: Any) -> None:
    (occasion,), rejected = find(trip(sea))
    assert rejected == []
    assert occasion.title.startswith(
        "Ship MADE UP 445 (MMSI 445000001) was silent for 144 h, 3–9 October 2019, and ship MADE UP 671 (MMSI "
        "671000001), which may have been it, was heard then and at no other time; would engage resolution 2371 "
        "paragraph 8"
    )
    assert occasion.title.endswith("if it landed a cargo abroad")
    assert [one.role for one in occasion.subjects] == [
        "ship under the target's flag",
        "the same ship, as it may have been called",
    ]
    elements = [element for one in occasion.engagements for element in one.elements]
    assert {element.status for element in elements} == {"indicated", "missing"}
    supplied = next(element for element in elements if element.name == "supply")
    assert supplied.status == "missing"
    assert (
        "All that was heard of MMSI 671000001 was heard in the silence of MMSI 445000001, 10 times from 4 October 2019 "
        "at 08:00 to 8 October 2019 at 08:00: first 134 km from where that one was lost, 28 h after; last 134 km from "
        "where that one was heard again, 20 h before."
    ) in supplied.why
    assert "Both told 95 by 14 m, both AIS type 70." in supplied.why
    assert occasion.likelihood is None
    assert [one.kind for one in occasion.events] == ["gap"]


def test_where_the_second_called_is_told_and_shown(sea: Any) -> None:
    made = trip(sea)
    sea.visit(OTHER, "2019-10-05T00:00", "2019-10-07T00:00", DALIAN)
    (occasion,), _ = find(replace(made, events=sea.world().events))
    assert "at no other time, and called at Dalian (CN); would engage" in occasion.title
    assert [one.name for one in occasion.places if one.role == "second called"] == ["Dalian"]
    assert [one.kind for one in occasion.events] == ["gap", "port_visit"]


def test_a_tanker_s_trip_would_engage_a_transfer(sea: Any) -> None:
    silent(sea, ship_type=80)
    hull(sea, OTHER, "2019-10-04T09:00", ship_type=80)
    (occasion,), _ = find(world(sea, came_and_went()))
    assert occasion.title.endswith("if it met a ship of another flag")


@pytest.mark.parametrize(
    ("further", "goals", "count"),
    [
        ({"length_dm": 960}, (None, None), 1),  # a metre
        ({"length_dm": 980}, (None, None), 0),  # three: over two per cent
        ({"beam_dm": 150}, (None, None), 0),
        ({"ship_type": 71}, (None, None), 0),
        ({"length_dm": None}, ("NAMPO", "NAMPO"), 0),
        ({"length_dm": 1050, "beam_dm": 150, "ship_type": 71}, ("CN LYG", "cn lyg"), 1),
        ({"length_dm": 1050, "beam_dm": 150, "ship_type": 71}, ("CN LYG", "CN DDG"), 0),
        ({"length_dm": 1110}, ("CN LYG", "CN LYG"), 0),  # over fifteen per cent
        ({"length_dm": 1050, "ship_type": 80}, ("CN LYG", "CN LYG"), 0),
    ],
)
def test_what_both_reported_alike_makes_a_candidate(
    sea: Any, further: dict[str, Any], goals: tuple[str | None, str | None], count: int
) -> None:
    silent(sea)
    hull(sea, SHIP, "2019-10-02T03:00", destination=goals[0])
    hull(sea, OTHER, "2019-10-04T09:00", destination=goals[1], **further)
    occasions, rejected = find(world(sea, came_and_went()))
    assert (len(occasions), rejected) == (count, [])


@pytest.mark.parametrize(
    "track",
    [
        came_and_went(first="2019-10-03T00:00"),  # heard before the silence
        came_and_went(last="2019-10-09T08:00"),  # and after it
        came_and_went(first="2019-10-03T06:00"),  # 135 km in two hours
        came_and_went(last="2019-10-09T03:00"),
        came_and_went(first="2019-10-05T08:00", last="2019-10-05T13:00", hours=1),  # for five hours
        came_and_went(last="2019-10-06T08:00", hours=48),  # four times
        (445000009, came_and_went()[1]),  # under the same flag
    ],
)
def test_what_cannot_have_been_the_ship_or_is_hardly_heard_makes_no_candidate(sea: Any, track: Track) -> None:
    silent(sea)
    hull(sea, track[0], "2019-10-04T09:00", name="MADE UP")
    assert find(world(sea, track)) == ([], [])


def test_a_number_heard_from_the_first_day_on_need_not_be_new(sea: Any) -> None:
    silent(sea)
    hull(sea, OTHER, "2019-10-04T09:00")
    made = replace(sea.world(), legs=legs(came_and_went(), (FOURTH, [("2019-10-03T12:00", 30.0, 123.0)])))
    assert find(made) == ([], [])


@pytest.mark.parametrize("end", ["2019-10-04T03:00", "2019-10-18T05:00"])
def test_a_silence_of_less_than_a_day_or_over_fifteen_makes_no_candidate(sea: Any, end: str) -> None:
    silent(sea, end=end)
    hull(sea, OTHER, "2019-10-04T09:00")
    assert find(world(sea, came_and_went())) == ([], [])


def test_of_two_that_fit_none_is_told(sea: Any) -> None:
    silent(sea)
    for mmsi in (OTHER, THIRD):
        hull(sea, mmsi, "2019-10-04T09:00")
    occasions, rejected = find(world(sea, came_and_went(), came_and_went(THIRD)))
    assert (occasions, {one.test for one in rejected}) == ([], {"another ship of its size"})
    assert any("in the same silence these fit as well: MMSI 511000003" in one.why for one in rejected)


@pytest.mark.parametrize(
    ("unlike", "like", "goal", "why"),
    [
        (0, 0, None, "once in the case, and by the sizes, kinds and destinations of all ships 0.05 of them would be"),
        (
            8,
            0,
            None,
            "9 times in the case, and by the sizes, kinds and destinations of all ships 0.30 of them would be",
        ),
        (0, 3, None, "once in the case, and by the sizes, kinds and destinations of all ships 0.16 of them would be"),
        (0, 3, "CN LYG", "once in the case, and by the sizes, kinds and destinations of all ships 0.04 of them would"),
    ],
)
def test_likeness_that_chance_makes_tells_nothing(sea: Any, unlike: int, like: int, goal: str | None, why: str) -> None:
    silent(sea)
    hull(sea, SHIP, "2019-10-02T03:00", destination=goal)
    hull(sea, OTHER, "2019-10-04T09:00", destination=goal)
    others = [THIRD + n for n in range(unlike)]
    for mmsi in others:
        hull(sea, mmsi, "2019-10-04T09:00", length_dm=2_000)
    for n in range(like):
        hull(sea, 563000001 + n, "2019-10-04T09:00", destination="VUNG TAU")
    occasions, rejected = find(world(sea, came_and_went(), *(came_and_went(mmsi) for mmsi in others)))
    tests = [one for occasion in occasions for one in occasion.refutations if one.name == "another ship of its size"]
    assert [why in one.why for one in (*tests, *rejected)] == [True]
    assert bool(occasions) == (" 0.0" in why)


@pytest.mark.parametrize(
    ("mmsi", "said", "test", "why"),
    [
        (OTHER, {"name": "MADE UP 445"}, "name or IMO number kept", "both reported the name MADE UP 445"),
        (OTHER, {"imo": 9074729}, "name or IMO number kept", "both reported IMO 9074729"),
        (441000001, {}, "number typed wrong", "445000001 and 441000001 differ by a slip of the hand"),
    ],
)
def test_who_kept_a_name_or_nearly_a_number_hides_nothing(
    sea: Any, mmsi: int, said: dict[str, Any], test: str, why: str
) -> None:
    silent(sea, imo=9074729)
    hull(sea, mmsi, "2019-10-04T09:00", **said)
    occasions, (rejected,) = find(world(sea, came_and_went(mmsi)))
    assert (occasions, rejected.test) == ([], test)
    assert why in rejected.why


@pytest.mark.parametrize("kind", [60, 30, 52])
def test_kinds_that_carry_no_cargo_are_left_alone(sea: Any, kind: int) -> None:
    silent(sea, ship_type=kind)
    hull(sea, OTHER, "2019-10-04T09:00", ship_type=kind)
    occasions, (rejected,) = find(world(sea, came_and_went()))
    assert (occasions, rejected.test) == ([], "kind of ship")


def test_nothing_is_told_before_the_measures(sea: Any) -> None:
    silent(sea)
    hull(sea, OTHER, "2019-10-04T09:00")
    made = world(sea, came_and_went())
    back_us = 4 * 365 * 24 * 3_600_000_000
    early = {name: made.events["gap"][name] - back_us for name in ("start_us", "end_us")}
    moved = made.legs.mutate(t_us=made.legs.t_us - back_us)
    told_then = made.static_reports.mutate(t_us=made.static_reports.t_us - back_us)
    gaps = made.events["gap"].mutate(**early)
    occasions, (rejected,) = find(
        replace(made, legs=moved, static_reports=told_then, events={**made.events, "gap": gaps})
    )
    assert (occasions, rejected.test) == ([], "date before the measure")


def test_what_the_trip_alone_would_tell_is_told_once(sea: Any) -> None:
    made = trip(sea)
    (occasion,) = [one for one in every.find_all(made)[0] if one.typology.name == assumed_identity.NAME]
    assert occasion.events[0].kind == "gap"


@pytest.mark.parametrize(
    ("mmsi", "further", "condition"),
    [
        (SHIP, {}, None),
        (OTHER, {}, None),
        (SHIP, {"length_dm": 1_400}, "alike in size and kind, or in destination"),
        (OTHER, {"length_dm": 1_400}, "alike in size and kind, or in destination"),
    ],
)
def test_why_not_tells_how_like_they_are(sea: Any, mmsi: int, further: dict[str, Any], condition: str | None) -> None:
    made = trip(sea, **further)
    reason = told(made, assumed_identity.NAME, mmsi, date(2019, 10, 5))
    assert reason.condition == condition
    if condition:
        assert (reason.measured, reason.needed, reason.unit) == (47.4, 2, "%")
        assert "MMSI 671000001, 140 m long" in reason.why


def test_why_not_tells_that_nobody_came_and_went_or_the_silence_was_short(sea: Any) -> None:
    silent(sea)
    alone = world(sea)
    assert told(alone, assumed_identity.NAME, SHIP, date(2019, 10, 5)).condition == "a number that came and went"
    reason = told(world(sea, came_and_went()), assumed_identity.NAME, FOURTH, date(2019, 10, 5))
    assert reason.condition == "came and went within a silence"
    sea.rows["gap"].clear()
    silent(sea, end="2019-10-03T18:00")
    reason = told(world(sea), assumed_identity.NAME, SHIP, date(2019, 10, 3))
    assert (reason.condition, reason.measured) == ("a silence of a day", 14.0)
