"""Why a stay beside a silence is no transfer: of several the one of the day asked about, with whom, and by how much."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.typologies.test_whynot import AT_SEA, NAMPO, OTHER, SHIP, legs, still, told

from fairlead.typologies import World
from fairlead.typologies.grounds import silences
from fairlead.typologies.grounds.ships import Ships

THIRD, FAR = 445_000_003, (38.6, 124.0)  # another ship of the target's flag; 380 km from where the other lies


def lain(sea: Any, mmsi: int, start: str, end: str, at: tuple[float, float] = AT_SEA) -> None:
    sea.event("loitering", mmsi, start, end, at, distance_dm=1_000, median_speed_dkn=3)


def silent(sea: Any, mmsi: int, start: str, end: str, at: tuple[float, float] = AT_SEA) -> None:
    sea.event("gap", mmsi, start, end, at, distance_dm=0, heard_start=3, heard_end=3)


def draughts(sea: Any, mmsi: int, *entered: tuple[str, int]) -> None:
    for when, dm in entered:
        sea.reports(mmsi, when, name=f"MADE UP {mmsi % 10}", ship_type=80, draught_dm=dm)


def world(sea: Any, mmsi: int) -> World:
    return replace(sea.world(), legs=legs((mmsi, still(*AT_SEA))))


def test_of_several_silences_the_one_that_covers_the_day_is_judged_and_the_others_are_named(sea: Any) -> None:
    silent(sea, OTHER, "2019-03-10T02:00", "2019-03-10T20:00")
    silent(sea, OTHER, "2019-03-12T03:00", "2019-03-12T13:30")
    lain(sea, SHIP, "2019-03-10T05:00", "2019-03-10T15:00")  # a pair with the first one
    reason = told(world(sea, OTHER), "transfer_dark", OTHER)
    assert reason.why.startswith("it was silent 12 March 2019, 03:00 to 13:30 (10 h); no other ship was heard lying")
    (other,) = reason.others
    assert other.startswith("was silent 10 March 2019, 02:00 to 20:00 (18 h), while ship MMSI 312000001 (10 March 2019")
    assert reason.candidates == ("2019-03-10T05:00:00Z",)


def test_where_none_covers_the_day_the_nearest_is_judged(sea: Any) -> None:
    lain(sea, SHIP, "2019-03-09T05:00", "2019-03-09T15:00")
    lain(sea, SHIP, "2019-03-13T05:00", "2019-03-13T15:00")
    reason = told(world(sea, SHIP), "transfer_dark")
    assert reason.why.startswith("it lay still 13 March 2019, 05:00 to 15:00 (10 h); no ship under the flag of KP")
    assert reason.others == (
        "lay still 9 March 2019, 05:00 to 15:00 (10 h) (not met: a stay and a silence that fit together)",
    )


def test_a_ship_that_can_have_come_from_afar_is_named_with_both_draughts(sea: Any) -> None:
    lain(sea, SHIP, "2019-03-12T02:00", "2019-03-12T14:00")
    silent(sea, OTHER, "2019-03-09T00:00", "2019-03-14T12:00", FAR)
    silent(sea, THIRD, "2019-03-12T01:00", "2019-03-12T13:00", FAR)  # had no time to come
    draughts(sea, SHIP, ("2019-03-11T00:00", 61), ("2019-03-13T00:00", 33))
    draughts(sea, OTHER, ("2019-03-08T00:00", 30), ("2019-03-15T00:00", 30))
    for asked, other in ((SHIP, OTHER), (OTHER, SHIP)):
        reason = told(world(sea, asked), "transfer_dark", asked)
        assert f"MADE UP {other % 10} (MMSI {other})" in reason.why
        assert (
            "over 18.5 km only draughts that changed the opposite way, one lighter and the other deeper, join the two"
            in reason.why
        )
        assert "the one that lay still reported 6.1 m before and 3.3 m after" in reason.why
        assert "the silent one reported 3.0 m before and 3.0 m after" in reason.why
        assert (reason.measured, reason.needed, reason.unit) == (pytest.approx(378, abs=2), 18.5, "km")


def test_a_long_silence_is_judged_by_who_lay_still_on_the_day_though_another_day_has_a_pair(sea: Any) -> None:
    silent(sea, OTHER, "2019-03-09T00:00", "2019-03-14T12:00")
    lain(sea, SHIP, "2019-03-10T05:00", "2019-03-10T15:00")  # a pair: in the place where the silence began
    for n, north in ((4, 38.0), (5, 37.0), (6, 38.5)):
        lain(sea, 538_000_000 + n, "2019-03-12T02:00", "2019-03-12T14:00", (north, 124.0))
    reason = told(world(sea, OTHER), "transfer_dark", OTHER)
    assert "ship MMSI 538000005 (12 March 2019, 02:00 to 14:00 (12 h)), 200 km from where the silence" in reason.why
    assert "the next that had the time: ship MMSI 538000004, 311 km; ship MMSI 538000006, 367 km" in reason.why
    assert reason.candidates == ("2019-03-10T05:00:00Z",)
    assert reason.others[0].endswith("(a candidate)")


def test_a_silence_too_short_to_come_says_by_how_many_hours(sea: Any) -> None:
    lain(sea, SHIP, "2019-03-12T02:00", "2019-03-12T14:00")
    silent(sea, OTHER, "2019-03-11T12:00", "2019-03-12T12:00", FAR)
    reason = told(world(sea, SHIP), "transfer_dark")
    assert "MMSI 445000002" in reason.why
    assert "at 12 kn the silence is 12.0 h too short to come, to lie alongside for 2 h" in reason.why
    assert (reason.measured, reason.needed, reason.unit) == (pytest.approx(-10, abs=0.1), 2, "h")


def test_two_that_were_heard_side_by_side_are_another_transfers(sea: Any) -> None:
    lain(sea, SHIP, "2019-03-12T02:00", "2019-03-12T14:00")
    silent(sea, OTHER, "2019-03-12T05:00", "2019-03-12T15:00")
    sea.encounter(SHIP, OTHER, "2019-03-12T02:00", "2019-03-12T05:00")
    assert told(world(sea, SHIP), "transfer_dark").condition == "not heard together"


def test_a_stay_heard_in_pieces_is_judged_where_its_draught_changed(sea: Any) -> None:
    for start, end in (("2019-03-12T02:00", "2019-03-12T08:30"), ("2019-03-12T10:00", "2019-03-12T17:00")):
        silent(sea, SHIP, start, end)
    silent(sea, OTHER, "2019-03-12T00:00", "2019-03-12T20:00")
    draughts(sea, SHIP, ("2019-03-11T00:00", 61), ("2019-03-13T00:00", 33))
    heard = [(f"2019-03-12T{hour}", *AT_SEA) for hour in ("02:00", "08:30", "10:00", "17:00")]
    reason = told(replace(sea.world(), legs=legs((SHIP, heard))), "transfer_dark")
    assert reason.condition is None
    assert reason.why.startswith("it lay still 12 March 2019, 02:00 to 17:00 (15 h), while ship MMSI 445000002")


@pytest.mark.parametrize(
    ("entered", "words"),
    [
        ((), "it reported no draught in the 45 days before or after it"),
        ((("2019-03-13T00:00", 33),), "it reported no draught in the 45 days before it"),
        ((("2019-03-11T00:00", 61),), "it reported 6.1 m before, and no draught in the 45 days after it"),
        ((("2019-03-11T00:00", 61), ("2019-03-13T00:00", 33)), "it reported 6.1 m before and 3.3 m after"),
        (
            (("2019-03-11T00:00", 61), ("2019-03-15T09:00", 33)),
            "it reported 6.1 m before; the 3.3 m entered 15 March 2019 at 09:00 are set aside: from 14 March 2019 at "
            "06:00 on it called at a known place, and they may tell of that",
        ),
        (
            (("2019-02-20T00:00", 61), ("2019-03-13T00:00", 33)),
            "it reported 6.1 m before; the 3.3 m entered 13 March 2019 at 00:00 are set aside: in its call before "
            "(8–11 March 2019) it entered nothing, so that they may be that call's, late",
        ),
    ],
)
def test_a_draught_that_was_set_aside_is_named_with_its_time_and_the_reason(
    sea: Any, entered: tuple[tuple[str, int], ...], words: str
) -> None:
    lain(sea, SHIP, "2019-03-12T02:00", "2019-03-12T14:00")
    sea.visit(SHIP, "2019-03-08T00:00", "2019-03-11T20:00", NAMPO)
    sea.visit(SHIP, "2019-03-14T06:00", "2019-03-16T00:00", NAMPO)
    draughts(sea, SHIP, *entered)
    at = sea.world()
    stay = sea.rows["loitering"][0]
    found = silences.told(stay, Ships(at.static_reports, [SHIP]), silences.Handled(at, [stay["track"]]))
    assert found.said() == words
    assert (found.change is None) == ("set aside" in words or "no draught" in words)


def test_a_draught_entered_more_than_five_days_later_is_set_aside_for_that(sea: Any) -> None:
    lain(sea, SHIP, "2019-03-12T02:00", "2019-03-12T14:00")
    draughts(sea, SHIP, ("2019-03-11T00:00", 61), ("2019-03-18T00:00", 33))
    at, stay = sea.world(), sea.rows["loitering"][0]
    found = silences.told(stay, Ships(at.static_reports, [SHIP]), silences.Handled(at, [stay["track"]]))
    assert found.said().endswith("entered 18 March 2019 at 00:00 are set aside: that is more than 5 days after it")


def test_a_silence_of_the_target_says_which_draught_keeps_stays_in_pieces_out(sea: Any) -> None:
    silent(sea, OTHER, "2019-03-12T03:00", "2019-03-12T13:30")
    draughts(sea, OTHER, ("2019-03-11T00:00", 61), ("2019-03-13T15:00", 33))
    silent(sea, OTHER, "2019-03-13T01:00", "2019-03-13T14:00", FAR)  # 12 h and more: it may have handled cargo there
    why = told(world(sea, OTHER), "transfer_dark", OTHER).why
    assert "the 3.3 m entered 13 March 2019 at 15:00 are set aside" in why
    assert "it was silent for 12 h or more again, and they may tell of that" in why


def test_cargo_that_nobody_was_heard_to_take_says_which_of_its_conditions_the_stay_failed(sea: Any) -> None:
    lain(sea, OTHER, "2019-03-12T02:00", "2019-03-12T14:00")
    draughts(sea, OTHER, ("2019-03-11T00:00", 61), ("2019-03-13T00:00", 58))
    reason = told(world(sea, OTHER), "transfer_unheard", OTHER)
    assert reason.condition == "a draught that changed at sea"
    assert reason.why.endswith("it reported 6.1 m before and 5.8 m after")
    lain(sea, OTHER, "2019-03-10T02:00", "2019-03-10T14:00", (38.6, 124.92))
    both = [*still(38.6, 124.92, "2019-03-10T02:00"), *still(*AT_SEA, "2019-03-12T02:00")]
    (other,) = told(replace(sea.world(), legs=legs((OTHER, both))), "transfer_unheard", OTHER).others
    assert other == "lay still 10 March 2019, 02:30 to 14:00 (12 h) (not met: far enough off every coast)"


def test_a_draught_that_tells_too_little_of_a_stay_is_said_with_what_is_needed(
    sea: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(silences, "turned", lambda *_: True)
    lain(sea, OTHER, "2019-03-12T02:00", "2019-03-12T14:00")
    draughts(sea, OTHER, ("2019-03-11T00:00", 61), ("2019-03-13T00:00", 58))
    reason = told(world(sea, OTHER), "transfer_unheard", OTHER)
    assert reason.why.endswith("it reported 6.1 m before and 5.8 m after, where 1.0 m more or less are needed")


def test_of_a_number_that_two_hulls_send_no_draught_is_said_to_be_missing(sea: Any) -> None:
    silent(sea, OTHER, "2019-03-12T03:00", "2019-03-12T13:30")
    sea.event(
        "impossible_movement",
        OTHER,
        "2019-03-01T00:00",
        "2019-03-20T00:00",
        AT_SEA,
        pattern="two at once",
        positions=20,
        other_positions=20,
    )
    assert "shares its number with another hull" in told(world(sea, OTHER), "transfer_dark", OTHER).why


def test_a_stay_too_short_for_unheard_cargo_is_told_with_its_length(sea: Any) -> None:
    here = still(*AT_SEA, "2019-03-12T06:00", hours=5)
    gone = [("2019-03-12T12:00", 36.2, 124.0)]
    sea.reports(OTHER, "2019-03-11T00:00", ship_type=80, draught_dm=40)
    sea.event(
        "draught_change", OTHER, "2019-03-11T00:00", "2019-03-12T11:00", AT_SEA, from_draught_dm=40, to_draught_dm=50
    )
    reason = told(replace(sea.world(), legs=legs((OTHER, [*here, *gone]))), "transfer_unheard", OTHER)
    assert (reason.condition, reason.needed, reason.unit) == ("a stay at sea", 8, "h")
    assert reason.why.startswith("it lay still 12 March 2019, 06:30 to 11:00 (4.5 h) and entered another draught")


def test_a_ship_of_neither_flag_nor_list_that_was_silent_that_day_is_told_so_and_not_of_another_days_stay(
    sea: Any,
) -> None:
    silent(sea, SHIP, "2019-03-12T03:00", "2019-03-12T17:00")
    lain(sea, SHIP, "2019-03-14T05:00", "2019-03-14T15:00")
    reason = told(world(sea, SHIP), "transfer_dark")
    assert reason.why.startswith("it was silent 12 March 2019, 03:00 to 17:00 (14 h), but is neither under the flag")
    assert reason.why.endswith("a meeting with a ship that was silent too cannot be found from tracks")
    assert [one.split(" (")[0] for one in reason.others] == ["lay still 14 March 2019, 05:00 to 15:00"]
