"""Another State's tanker that came out of a stay at sea lighter, and what else that may have been."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.typologies.test_whynot import legs, told

from fairlead.typologies import Occasion, Rejected, World, lightened_at_sea

TANKER, DPRK, OTHER = 671000001, 445000002, 538000003
AT = (32.0, 125.0)
Track = tuple[int, list[tuple[str, float, float]]]


def hours(at: tuple[float, float], first: int = 0, last: int = 23) -> list[tuple[str, float, float]]:
    return [(f"2019-10-03T{hour:02d}:20", *at) for hour in range(first, last + 1)]


def lay(
    sea: Any, before: int = 62, after: int = 38, *, kind: int = 80, mmsi: int = TANKER, length_dm: int = 950
) -> Track:
    """A tanker that lay on the open sea on the 3rd, and entered another draught as it left."""
    for when, dm in (("2019-09-29T00:00", before), ("2019-10-04T01:00", after)):
        sea.reports(mmsi, when, name="MADE UP 1", ship_type=kind, length_dm=length_dm, draught_dm=dm)
    still = {"distance_dm": 90_000, "median_speed_dkn": 5}
    sea.event("loitering", mmsi, "2019-10-03T00:20", "2019-10-03T23:20", AT, **still)
    return mmsi, hours(AT)


def silent(sea: Any, *, kind: int = 80, at: tuple[float, float] = (33.5, 125.0), end: str = "2019-10-06T00:00") -> None:
    """A ship of the target's flag that was silent around that day."""
    sea.reports(DPRK, "2019-10-01T00:00", name="MADE UP 2", ship_type=kind, length_dm=950)
    sea.event("gap", DPRK, "2019-10-01T06:00", end, at, distance_dm=0, positions_before=9)


def world(sea: Any, *tracks: Track, speed_dkn: int | None = 3) -> World:
    return replace(sea.world(), legs=legs(*tracks, speed_dkn=speed_dkn))


def find(sea: Any, *tracks: Track, **further: Any) -> tuple[list[Occasion], list[Rejected]]:
    found = list(lightened_at_sea.find(world(sea, *tracks, **further)))
    return [one for one in found if isinstance(one, Occasion)], [one for one in found if isinstance(one, Rejected)]


def test_it_is_told_without_saying_whom_it_met(sea: Any) -> None:
    silent(sea)
    (occasion,), rejected = find(sea, lay(sea))
    assert rejected == []
    assert occasion.title.startswith(
        "Tanker MADE UP 1 (MMSI 671000001) lay or drifted for 23 h on the open sea, 3 October 2019, and came out 2.4 m "
        "lighter, and nobody was heard alongside; would engage resolution 2375 paragraph 11"
    )
    assert occasion.title.endswith("if it met a ship of KP")
    assert [one.mmsi for one in occasion.subjects] == [TANKER]
    assert {one.addressee for one in occasion.engagements if one.capacity == "flag State"} == {"TG"}
    statuses = {element.status for one in occasion.engagements for element in one.elements}
    assert "shown" not in statuses
    (who,) = [one for one in occasion.refutations if one.name == "which ship it was"]
    assert (who.outcome, who.why.endswith("MMSI 445000002")) == ("open", True)


def test_of_those_silent_the_one_that_came_back_deeper_is_told_first(sea: Any) -> None:
    silent(sea)
    for when, dm in (("2019-09-30T00:00", 32), ("2019-10-06T01:00", 60)):
        sea.reports(DPRK, when, name="MADE UP 2", ship_type=80, length_dm=950, draught_dm=dm)
    (occasion,), _ = find(sea, lay(sea))
    (who,) = [one for one in occasion.refutations if one.name == "which ship it was"]
    assert who.why.endswith("MMSI 445000002 (deeper afterwards)")


@pytest.mark.parametrize(
    "further",
    [
        {"kind": 70},  # it takes no oil
        {"at": (20.0, 125.0)},  # too far off to have come and gone
        {"end": "2019-10-02T20:00"},  # heard again before
    ],
)
def test_with_no_silent_tanker_of_the_target_that_could_have_come_it_is_no_candidate(
    sea: Any, further: dict[str, Any]
) -> None:
    silent(sea, **further)
    assert find(sea, lay(sea)) == ([], [])
    reason = told(world(sea, lay(sea)), "lightened_at_sea", TANKER, date(2019, 10, 3))
    assert reason.condition == "a silent ship of KP in reach"


@pytest.mark.parametrize(
    "own",
    [
        {"before": 38, "after": 62},  # it took cargo aboard
        {"before": 62, "after": 56},
        {"kind": 70},
        {"mmsi": DPRK + 5},
    ],
)
def test_only_tankers_of_other_flags_that_came_out_a_metre_lighter_are_candidates(
    sea: Any, own: dict[str, Any]
) -> None:
    silent(sea)
    assert find(sea, lay(sea, **own)) == ([], [])


@pytest.mark.parametrize(
    ("mmsi", "at", "first", "speed_dkn", "explains"),
    [
        (OTHER, (32.03, 125.0), 9, 3, True),
        (OTHER, (32.03, 125.0), 9, 90, False),  # it passed by
        (OTHER, (32.2, 125.0), 9, 3, False),  # twelve miles off
        (DPRK + 7, (32.03, 125.0), 9, 3, False),  # one of the target's
    ],
)
def test_a_ship_of_another_state_heard_near_for_a_moment_explains_it(
    sea: Any, mmsi: int, at: tuple[float, float], first: int, speed_dkn: int, explains: bool
) -> None:
    silent(sea)
    sea.reports(mmsi, "2019-10-01T00:00", ship_type=80)
    occasions, rejected = find(sea, lay(sea), (mmsi, hours(at, first, first)), speed_dkn=speed_dkn)
    assert (len(occasions), [one.test for one in rejected]) == ((0, ["another ship near"]) if explains else (1, []))


def test_a_ship_that_was_heard_alongside_leaves_it_to_the_meetings(sea: Any) -> None:
    silent(sea)
    sea.encounter(TANKER, OTHER, "2019-10-03T02:00", "2019-10-03T06:00")
    assert find(sea, lay(sea)) == ([], [])


def test_who_lies_for_days_waits_for_orders(sea: Any) -> None:
    silent(sea, end="2019-10-09T00:00")
    own = lay(sea, after=62)
    sea.reports(TANKER, "2019-10-07T01:00", name="MADE UP 1", ship_type=80, length_dm=950, draught_dm=38)
    still = {"distance_dm": 90_000, "median_speed_dkn": 5}
    sea.event("loitering", TANKER, "2019-10-04T20:20", "2019-10-06T23:20", AT, **still)
    more = [(f"2019-10-{day:02d}T{hour:02d}:20", *AT) for day in (4, 5, 6) for hour in range(24)]
    occasions, (rejected,) = find(sea, (TANKER, [*own[1], *more]))
    assert (occasions, rejected.test) == ([], "waiting for orders")


def test_why_not_tells_whether_it_is_a_tanker_and_of_another_flag(sea: Any) -> None:
    own = lay(sea, kind=70)
    assert told(world(sea, own), "lightened_at_sea", TANKER, date(2019, 10, 3)).condition == "a tanker"
    own = lay(sea, mmsi=DPRK)
    assert told(world(sea, own), "lightened_at_sea", DPRK, date(2019, 10, 3)).condition == "a ship of another flag"


def test_a_boat_that_reports_a_tankers_kind_is_too_small_to_supply_anybody_at_sea(sea: Any) -> None:
    silent(sea)
    occasions, (rejected,) = find(sea, lay(sea, length_dm=200))
    assert (occasions, rejected.test) == ([], "kind of ship")
    assert "reports a length of 20 m, too short for such cargo" in rejected.why


def test_a_stay_heard_at_its_ends_alone_shows_neither_that_it_lay_there_nor_that_nobody_came(sea: Any) -> None:
    silent(sea)
    mmsi, heard = lay(sea)
    occasions, (rejected,) = find(sea, (mmsi, [heard[0], heard[6], heard[12], heard[-1]]))
    assert (occasions, rejected.test) == ([], "reception")
    assert "heard itself in 4 of the 24 hours of its stay, where 25 % are needed" in rejected.why


def test_a_silence_with_room_for_another_voyage_tells_of_no_ship_that_hides(sea: Any) -> None:
    silent(sea, end="2019-10-16T05:00")
    assert len(find(sea, lay(sea))[0]) == 1
    sea.rows["gap"].clear()
    silent(sea, end="2019-10-16T07:00")
    occasions, (rejected,) = find(sea, lay(sea))
    assert (occasions, rejected.test) == ([], "silences that tell nothing")
    assert rejected.why == (
        "of 1 silence of a ship of KP in which it had the time to come, none tells of a ship that hides: 1 lasted over "
        "15 days"
    )


@pytest.mark.parametrize(
    ("audible", "watched", "told"),
    [((0, 0), (12, 12), False), ((0, 1), (12, 12), True), ((0, 0), (0, 0), True), ((None, None), (None, None), True)],
)
def test_a_silence_around_which_nobody_at_all_was_heard_may_be_the_receivers(
    sea: Any, audible: tuple[int | None, ...], watched: tuple[int | None, ...], *, told: bool
) -> None:
    silent(sea)
    (gap,) = sea.rows["gap"]
    for end, hours, looked in zip(("start", "end"), audible, watched, strict=True):
        gap |= {f"audible_{end}_h": hours, f"watched_{end}_h": looked}
    occasions, rejected = find(sea, lay(sea))
    assert len(occasions) == told
    assert [one.test for one in rejected] == ([] if told else ["silences that tell nothing"])


def test_that_a_ship_came_deeper_out_of_a_silence_does_not_say_that_receivers_heard(sea: Any) -> None:
    silent(sea)
    (gap,) = sea.rows["gap"]
    gap |= {f"audible_{end}_h": 0 for end in ("start", "end")} | {f"watched_{end}_h": 12 for end in ("start", "end")}
    for when, dm in (("2019-09-30T00:00", 32), ("2019-10-06T01:00", 60)):
        sea.reports(DPRK, when, name="MADE UP 2", ship_type=80, length_dm=950, draught_dm=dm)
    occasions, (rejected,) = find(sea, lay(sea))
    assert (occasions, rejected.test) == ([], "silences that tell nothing")


def test_a_silence_through_a_door_of_what_can_be_heard_is_not_one_of_a_ship_that_hides(sea: Any) -> None:
    silent(sea)
    others = [(OTHER + n, [(f"2019-09-{day:02d}T10:00", 33.5, 125.0) for day in (10, 20)]) for n in range(1, 7)]
    occasions, (rejected,) = find(sea, lay(sea), *others)
    assert (occasions, rejected.test) == ([], "silences that tell nothing")
    assert "1 began or ended where others, on most days, are lost or appear too" in rejected.why


def test_one_silence_that_may_be_of_a_ship_that_hides_suffices_and_it_alone_is_named(sea: Any) -> None:
    silent(sea)
    sea.reports(DPRK + 1, "2019-10-01T00:00", name="MADE UP 3", ship_type=80, length_dm=950)
    sea.event("gap", DPRK + 1, "2019-08-01T06:00", "2019-12-06T00:00", (33.5, 125.0), distance_dm=0)
    (occasion,), _ = find(sea, lay(sea))
    said = {one.name: (one.outcome, one.why) for one in occasion.refutations}
    outcome, why = said["silences that tell nothing"]
    assert outcome == "does not refute"
    assert why == (
        "of 2 silences of ships of KP in which they had the time to come, 1 may be of a ship that hides; 1 lasted over "
        "15 days"
    )
    assert said["which ship it was"][1].endswith("lie there: MMSI 445000002")
