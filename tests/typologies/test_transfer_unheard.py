"""A ship of the target's flag that came out of a stay at sea with another draught, and what else that may have been."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from tests.typologies.conftest import us
from tests.typologies.test_whynot import legs

from fairlead.typologies import Occasion, Rejected, transfer_unheard

DPRK, OTHER, THIRD = 445000001, 671000001, 671000003
AT = (35.2, 124.0)
BESIDE = (35.215, 124.01)  # 1.9 km off
NAMPO = ("KPNAM", "KP", 38.7167, 125.4)
# heard in pieces: never for six hours without a hole, nor ever in the same minutes as the other
HEARD = ("03T00:10", "03T06:40", "03T08:15", "03T15:20", "04T01:05")
HEARD_TOO = ("03T04:30", "03T07:20", "03T12:50", "03T21:40")


Track = tuple[int, list[tuple[str, float, float]]]


def track(times: Sequence[str], at: tuple[float, float]) -> list[tuple[str, float, float]]:
    return [(f"2019-10-{one}", *at) for one in times]


def find(sea: Any, *tracks: Track, speed_dkn: int | None = None) -> tuple[list[Occasion], list[Rejected]]:
    told = list(transfer_unheard.find(replace(sea.world(), legs=legs(*tracks, speed_dkn=speed_dkn))))
    return [one for one in told if isinstance(one, Occasion)], [one for one in told if isinstance(one, Rejected)]


def reports(sea: Any, mmsi: int, before: int, after: int, *, kind: int = 80, entered: str = "2019-10-04T02:00") -> None:
    for when, dm in (("2019-09-29T00:00", before), (entered, after)):
        sea.reports(mmsi, when, name=f"MADE UP {mmsi % 10}", ship_type=kind, length_dm=950, draught_dm=dm)


def lay_at_sea(
    sea: Any, before: int = 36, after: int = 60, **further: Any
) -> tuple[int, list[tuple[str, float, float]]]:
    """A tanker under the target's flag that was heard in pieces while it lay far off every coast."""
    reports(sea, DPRK, before, after, **further)
    sea.event("gap", DPRK, "2019-10-03T08:15", "2019-10-03T15:20", AT, distance_dm=0, positions_before=3)
    return DPRK, track(HEARD, AT)


def test_who_came_out_of_a_stay_at_sea_deeper_is_told_without_saying_whom_it_met(sea: Any) -> None:
    (occasion,), rejected = find(sea, lay_at_sea(sea))
    assert rejected == []
    assert occasion.title.startswith(
        "Ship MADE UP 1 (MMSI 445000001) lay or drifted for 25 h on the open sea, 3–4 October 2019, and came out 2.4 m "
        "deeper; nobody was heard alongside; would engage resolution 2375 paragraph 11"
    )
    assert occasion.title.endswith("if it met a ship of another flag")
    assert [one.role for one in occasion.subjects] == ["ship under the target's flag"]
    assert {one.addressee for one in occasion.engagements if one.capacity == "flag State"} == {"undetermined"}
    statuses = {element.status for one in occasion.engagements for element in one.elements}
    assert "shown" not in statuses
    assert occasion.likelihood is None
    assert [event.kind for event in occasion.events] == ["gap"]


def test_the_one_ship_near_whose_draught_changed_the_other_way_is_named(sea: Any) -> None:
    reports(sea, OTHER, 62, 38)
    (occasion,), _ = find(sea, lay_at_sea(sea), (OTHER, track(HEARD_TOO, BESIDE)))
    assert "MADE UP 1 (MMSI 671000001), which lay within 1.9 km in the same hours, lighter" in occasion.title
    assert occasion.title.endswith("if they met")
    actors = {
        one.capacity: element for one in occasion.engagements for element in one.elements if element.name == "actor"
    }
    assert "carries the digits of" in actors["flag State"].why
    assert actors["flag State"].why.endswith("That they met was not seen.")
    assert {one.addressee for one in occasion.engagements if one.capacity == "flag State"} == {"TG"}


def test_of_two_that_fit_none_is_named(sea: Any) -> None:
    for mmsi in (OTHER, THIRD):
        reports(sea, mmsi, 62, 38)
    own, near = lay_at_sea(sea), track(HEARD_TOO, BESIDE)
    (occasion,), _ = find(sea, own, (OTHER, near), (THIRD, near))
    assert len(occasion.subjects) == 1
    assert "671000003" in next(one.why for one in occasion.refutations if one.name == "another ship near")


@pytest.mark.parametrize(
    ("mmsi", "before", "after", "hours", "at"),
    [
        (OTHER, 38, 62, HEARD_TOO, BESIDE),  # the same way
        (OTHER, 62, 62, HEARD_TOO, BESIDE),  # it stayed
        (OTHER, 62, 38, HEARD_TOO, (35.28, 124.0)),  # 8.9 km off
        (OTHER, 62, 38, ("04T00:10", "04T06:40", "04T09:00"), BESIDE),  # in the last hour alone
    ],
)
def test_who_cannot_have_been_the_other_one_is_not_named(
    sea: Any, mmsi: int, before: int, after: int, hours: Sequence[str], at: tuple[float, float]
) -> None:
    reports(sea, mmsi, before, after)
    (occasion,), _ = find(sea, lay_at_sea(sea), (mmsi, track(hours, at)))
    assert len(occasion.subjects) == 1


def rejection(found: tuple[list[Occasion], list[Rejected]]) -> str:
    occasions, (rejected,) = found
    assert occasions == []
    return rejected.test


def test_a_ship_of_the_same_flag_near_by_explains_it(sea: Any) -> None:
    reports(sea, DPRK + 1, 62, 38)
    found = find(sea, lay_at_sea(sea), (DPRK + 1, track(HEARD_TOO, BESIDE)))
    assert rejection(found) == "between ships of one flag"


@pytest.mark.parametrize(
    ("mmsi", "at", "speed_dkn", "explains"),
    [
        (DPRK + 1, BESIDE, 2, True),
        (DPRK + 1, BESIDE, 90, False),  # it passed by
        (DPRK + 1, (35.3, 124.0), 2, False),  # six miles off
        (OTHER, BESIDE, 2, False),
    ],
)
def test_one_of_the_same_flag_that_was_heard_there_for_a_moment_explains_it_too(
    sea: Any, mmsi: int, at: tuple[float, float], speed_dkn: int, explains: bool
) -> None:
    brief = [("2019-10-01T09:00", 36.2, 124.0), ("2019-10-03T09:00", *at), ("2019-10-05T10:00", 34.2, 124.0)]
    occasions, rejected = find(sea, lay_at_sea(sea), (mmsi, brief), speed_dkn=speed_dkn)
    assert (len(occasions), len(rejected)) == ((0, 1) if explains else (1, 0))
    assert all("MMSI 445000002, heard there for a moment" in one.why for one in rejected)


def test_a_silent_ship_of_the_same_flag_whose_draught_changed_over_explains_it(sea: Any) -> None:
    silent = {"distance_dm": 0, "positions_before": 3}
    sea.event("gap", DPRK + 1, "2019-10-02T00:00", "2019-10-05T00:00", (36.2, 124.0), **silent)
    reports(sea, DPRK + 1, 62, 38, entered="2019-10-05T01:00")
    assert rejection(find(sea, lay_at_sea(sea))) == "between ships of one flag"


def test_a_draught_typed_wrong_and_mended_tells_nothing(sea: Any) -> None:
    own = lay_at_sea(sea)
    sea.reports(DPRK, "2019-10-04T09:00", ship_type=80, length_dm=950, draught_dm=36)
    assert rejection(find(sea, own)) == "mistyped draught"


def test_a_draught_after_a_long_silence_may_be_of_a_call_in_it(sea: Any) -> None:
    own = lay_at_sea(sea)
    sea.event("gap", DPRK, "2019-09-29T12:00", "2019-10-02T22:00", (36.0, 124.0), AT, distance_dm=1, positions_before=9)
    assert rejection(find(sea, own)) == "entered late"


def test_who_lies_for_days_waits_for_orders(sea: Any) -> None:
    own = lay_at_sea(sea, entered="2019-10-06T16:00")
    sea.event("loitering", DPRK, "2019-10-04T08:00", "2019-10-06T15:00", AT, distance_dm=90_000, median_speed_dkn=5)
    later = ("04T08:00", "04T13:00", "04T20:00", "05T02:00", "05T09:00", "05T15:00", "05T22:00", "06T05:00", "06T15:00")
    assert rejection(find(sea, (DPRK, [*own[1], *track(later, AT)]))) == "waiting for orders"


def test_a_draught_entered_on_the_way_into_a_port_near_by_may_be_of_that_call(sea: Any) -> None:
    own = lay_at_sea(sea)
    sea.visit(DPRK, "2019-10-04T09:00", "2019-10-05T09:00", ("CNXXX", "CN", 35.4, 124.3))
    assert rejection(find(sea, own)) == "waiting for a berth"


@pytest.mark.parametrize("kind", [30, 52, 60])
def test_kinds_that_carry_no_cargo_are_left_alone(sea: Any, kind: int) -> None:
    assert rejection(find(sea, lay_at_sea(sea, kind=kind))) == "kind of ship"


@pytest.mark.parametrize(
    "told",
    [
        {"after": 44},  # 0.8 m: fuel, water, trim
        {"entered": "2019-10-12T00:00"},  # a week later
    ],
)
def test_too_little_or_too_late_a_change_makes_no_candidate(sea: Any, told: dict[str, Any]) -> None:
    assert find(sea, lay_at_sea(sea, **told)) == ([], [])


def test_a_draught_first_heard_as_the_next_call_begins_may_be_that_calls(sea: Any) -> None:
    own = lay_at_sea(sea, entered="2019-10-05T02:00")
    sea.visit(DPRK, "2019-10-05T02:10", "2019-10-06T06:00", NAMPO)
    assert len(find(sea, own)[0]) == 1
    sea.rows["port_visit"][0] |= {"start_us": us("2019-10-05T02:00")}
    assert find(sea, own) == ([], [])


def test_what_a_late_crew_did_in_its_last_call_makes_no_candidate(sea: Any) -> None:
    own = lay_at_sea(sea)
    sea.visit(DPRK, "2019-09-30T00:00", "2019-10-02T06:00", NAMPO)
    assert find(sea, own) == ([], [])


def test_a_ship_that_was_heard_alongside_another_is_left_to_the_meetings(sea: Any) -> None:
    own = lay_at_sea(sea)
    sea.encounter(DPRK, OTHER, "2019-10-03T02:00", "2019-10-03T06:00")
    assert find(sea, own) == ([], [])


def test_a_stay_in_roads_near_a_coast_makes_no_candidate(sea: Any) -> None:
    reports(sea, DPRK, 36, 60)
    roads = (37.2, 122.65)
    sea.event("gap", DPRK, "2019-10-03T08:15", "2019-10-03T15:20", roads, distance_dm=0, positions_before=3)
    assert find(sea, (DPRK, track(HEARD, roads))) == ([], [])


def test_a_hole_of_half_a_day_ends_a_stay(sea: Any) -> None:
    """In twelve hours a ship can go and come back: what was heard before and after are two short stays, and none."""
    reports(sea, DPRK, 36, 60)
    sea.event("loitering", DPRK, "2019-10-03T00:10", "2019-10-03T06:40", AT, distance_dm=1, median_speed_dkn=1)
    pieces = ("03T00:10", "03T06:40", "03T19:00", "04T01:05")
    assert find(sea, (DPRK, track(pieces, AT))) == ([], [])


def test_a_silence_of_years_is_reckoned_with_too(sea: Any) -> None:
    """Its microseconds times decimetres are more than 64 bits hold."""
    sea.event("gap", DPRK, "2012-10-03T08:15", "2019-09-20T15:20", AT, distance_dm=200_000_000, positions_before=3)
    assert len(find(sea, lay_at_sea(sea))[0]) == 1
