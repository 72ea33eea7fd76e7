"""For each typology the first condition that a ship failed around a day is told, and how far it was from meeting it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any

import ibis
import pyarrow as pa
import pytest

from fairlead import shapes
from fairlead.events import encounter, port_visit
from fairlead.shapes import US_PER_HOUR as HOUR
from fairlead.typologies import TYPOLOGIES, World, moments, whynot
from fairlead.typologies.grounds import unheard_calls
from fairlead.typologies.whynot.asked import Asked, Reason, numbers_called

SHIP, OTHER = 312_000_001, 445_000_002
DAY = date(2019, 3, 12)
AT_SEA = (35.2, 124.0)
NAMPO = ("KPNAM", "KP", 38.7167, 125.4)
DALIAN = ("CNDAL", "CN", 38.93, 121.65)


def us(text: str) -> int:
    """Microseconds of an ISO 8601 time, UTC."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) * shapes.US_PER_SECOND


def e7(degrees: float) -> int:
    return round(degrees * 1e7)


def legs(*tracks: tuple[int, list[tuple[str, float, float]]], speed_dkn: int | None = None) -> Any:
    """Return a table of legs; distances are left out where no test asks for speed."""
    rows = []
    for mmsi, points in tracks:
        for (t, lat, lon), following in pairwise([*points, None]):
            row = {"track": mmsi * 1000, "mmsi": mmsi, "t_us": us(t), "lat_e7": e7(lat), "lon_e7": e7(lon)}
            row |= {"exhibit": 1, "row": len(rows) + 1, "speed_dkn": speed_dkn}
            if following:
                row |= {"next_t_us": us(following[0]), "next_lat_e7": e7(following[1]), "next_lon_e7": e7(following[2])}
                row["distance_dm"] = round(abs(following[1] - lat) * 1_111_000)
            rows.append(row)
    return ibis.memtable(pa.Table.from_pylist(rows, schema=shapes.LEGS))


def still(
    lat: float, lon: float, first: str = "2019-03-12T00:00", hours: int = 12, minutes: int = 30
) -> list[tuple[str, float, float]]:
    """Return positions at one place, every so many minutes."""
    start = us(first)
    return [(_iso(start + n * minutes * 60_000_000), lat, lon) for n in range(hours * 60 // minutes + 1)]


def _iso(t_us: int) -> str:
    return moments.iso(t_us).removesuffix("Z")


def told(world: World, typology: str, mmsi: int = SHIP, day: date = DAY) -> Reason:
    (reason,) = whynot.reasons(world, mmsi, day, [one for one in TYPOLOGIES if typology == one.NAME])
    return reason


def test_each_typology_gives_one_reason_in_its_order(sea: Any) -> None:
    world = replace(sea.world(), legs=legs((SHIP, still(*AT_SEA))))
    assert [reason.typology for reason in whynot.reasons(world, SHIP, DAY)] == [one.NAME for one in TYPOLOGIES]


def test_a_ship_that_called_nowhere_is_told_how_near_it_came_to_a_port_of_the_target(sea: Any) -> None:
    off_nampo = (NAMPO[2], NAMPO[3] - 0.4706)  # 40.8 km west of the port's point
    world = replace(sea.world(), legs=legs((SHIP, [*still(*off_nampo), ("2019-03-12T18:00", *AT_SEA)])))
    reason = told(world, "delivery")
    assert reason.condition == "a call at a port of the target State"
    assert "no departure from a port of KP within 30 days; nearest approach to one" in reason.why
    assert "Nampo on 12 March 2019" in reason.why
    assert reason.measured == pytest.approx(41, abs=2)
    assert (reason.needed, reason.unit) == (port_visit.Parameters().port_in_m / 1000, "km")


def test_a_ship_that_passed_a_port_of_the_target_is_told_how_long_it_was_slow(sea: Any) -> None:
    sea.visit(SHIP, "2019-03-12T00:00", "2019-03-12T03:00", NAMPO, stopped=False)
    minutes = still(*NAMPO[2:], hours=3, minutes=10)
    slow = legs((SHIP, minutes[:5]), speed_dkn=3)
    reason = told(replace(sea.world(), legs=slow), "delivery")
    assert (reason.condition, reason.measured, reason.needed, reason.unit) == ("a stop there", 40, 60, "min")


def test_a_call_without_an_arrival_abroad_says_so_and_a_voyage_abroad_leaves_no_condition(sea: Any) -> None:
    sea.visit(SHIP, "2019-03-08T00:00", "2019-03-10T00:00", NAMPO)
    heard = legs((SHIP, still(*AT_SEA)))
    assert told(replace(sea.world(), legs=heard), "delivery").condition == "an arrival in another State"
    sea.voyage(SHIP, "2019-03-10T00:00", "2019-03-12T00:00")
    assert told(replace(sea.world(), legs=heard), "delivery").condition is None


def test_a_voyage_that_ended_long_before_the_day_is_told_with_the_days_between(sea: Any) -> None:
    sea.visit(SHIP, "2019-02-20T00:00", "2019-02-21T00:00", NAMPO)
    sea.voyage(SHIP, "2019-02-21T00:00", "2019-02-24T00:00")
    reason = told(replace(sea.world(), legs=legs((SHIP, still(*AT_SEA)))), "delivery")
    assert (reason.condition, reason.measured, reason.unit) == ("under way around that day", 16.0, "days")
    assert "and arrived at Dalian (CN) on 24 February 2019, 16 days before" in reason.why


@pytest.mark.parametrize(
    ("hours", "at", "draughts", "condition"),
    [
        (8, (37.5, 123.5), (), "a silence"),
        (40, (22.0, 115.0), (), "near the target State"),
        (13, (36.0, 122.0), (), "time enough to call"),
        (60, (37.5, 123.5), (), "deeper than before"),
        (60, (37.5, 123.5), (40, 45), "deeper than before"),
        (60, (37.5, 123.5), (40, 50), None),
    ],
)
def test_a_silence_is_told_by_the_first_condition_of_a_dark_voyage_that_it_failed(
    sea: Any, hours: int, at: tuple[float, float], draughts: tuple[int, ...], condition: str | None
) -> None:
    start = us("2019-03-11T00:00")
    sea.event("gap", SHIP, _iso(start), _iso(start + hours * HOUR), at)
    for when, draught in zip((start - HOUR, start + (hours + 1) * HOUR), draughts, strict=False):
        sea.reports(SHIP, _iso(when), draught_dm=draught)
    reason = told(replace(sea.world(), legs=legs((SHIP, still(*at)))), "dark_voyage")
    assert reason.condition == condition, reason.why
    if condition == "a silence":
        assert (reason.measured, reason.needed, reason.unit) == (8.0, unheard_calls.SILENCE_US / HOUR, "h")
    if draughts == (40, 45):
        assert (reason.measured, reason.needed, reason.unit) == (0.5, 1.0, "m")


def test_a_silence_within_a_call_that_was_heard_is_told_as_that_calls(sea: Any) -> None:
    start = us("2019-03-11T00:00")
    sea.event("gap", SHIP, _iso(start), _iso(start + 60 * HOUR), NAMPO[2:])
    for when, draught in ((start - HOUR, 40), (start + 61 * HOUR, 60)):
        sea.reports(SHIP, _iso(when), draught_dm=draught)
    silent = replace(sea.world(), legs=legs((SHIP, still(*NAMPO[2:]))))
    assert told(silent, "dark_voyage").condition is None  # else the last find would have a candidate
    sea.visit(SHIP, _iso(start - HOUR), _iso(start + 61 * HOUR), NAMPO)
    reason = told(replace(sea.world(), legs=legs((SHIP, still(*NAMPO[2:])))), "dark_voyage")
    assert reason.condition == "the call itself not heard"
    assert "all of it while it lay at Nampo" in reason.why


def test_a_ship_heard_all_the_time_is_told_its_longest_silence(sea: Any) -> None:
    reason = told(replace(sea.world(), legs=legs((SHIP, still(*AT_SEA)))), "dark_voyage")
    assert (reason.condition, reason.measured) == ("a silence", 0.5)


def test_the_closest_other_ship_is_told_where_none_came_within_reach(sea: Any) -> None:
    sea.reports(OTHER, "2019-03-12T01:00", name="FAR")
    beside = still(AT_SEA[0] + 0.0073, AT_SEA[1])  # 810 m on the ellipsoid
    reason = told(replace(sea.world(), legs=legs((SHIP, still(*AT_SEA)), (OTHER, beside))), "transfer_flagged")
    assert reason.condition == "near another ship"
    assert reason.measured == pytest.approx(810, abs=1)
    assert (reason.needed, reason.unit) == (encounter.Parameters().reach_m, "m")
    assert "FAR" in reason.why


def test_a_contact_that_did_not_last_is_told_in_minutes(sea: Any) -> None:
    near = still(AT_SEA[0] + 0.002, AT_SEA[1], "2019-03-12T03:00", hours=1, minutes=10)
    away = still(AT_SEA[0] + 0.2, AT_SEA[1], "2019-03-12T04:10", hours=1, minutes=10)
    world = replace(sea.world(), legs=legs((SHIP, still(*AT_SEA)), (OTHER, near + away)))
    reason = told(world, "transfer_flagged")
    assert (reason.condition, reason.measured, reason.needed) == ("near it for long enough", 60, 120)


def test_ships_heard_side_by_side_at_a_moment_alone_are_told_so_though_no_line_joins_them_in_reach(sea: Any) -> None:
    """A tug stood 20 m off a drifting ship when both were heard, 30 s apart; nothing is known of the hours between."""
    lone = [("2019-03-12T05:00", *AT_SEA), ("2019-03-12T10:44", *AT_SEA), ("2019-03-12T20:00", *AT_SEA)]
    came = [("2019-03-12T08:30", 35.5, AT_SEA[1]), ("2019-03-12T10:44:30", AT_SEA[0] + 0.00018, AT_SEA[1])]
    left = [("2019-03-12T17:00", 35.5, AT_SEA[1])]
    reason = told(replace(sea.world(), legs=legs((SHIP, lone), (OTHER, came + left))), "transfer_flagged")
    assert (reason.condition, reason.measured, reason.needed) == ("near it for long enough", 0, 120)
    assert "heard 20 m from" in reason.why
    assert "at one moment, 12 March 2019 at 10:44; a transfer needs 120 min" in reason.why


def test_ships_heard_side_by_side_at_moments_hours_apart_are_told_what_such_moments_lack(sea: Any) -> None:
    at = ["2019-03-12T05:00", "2019-03-12T10:00", "2019-03-12T15:00"]
    both = [(SHIP, [(t, *AT_SEA) for t in at]), (OTHER, [(t, AT_SEA[0] + 0.00018, AT_SEA[1]) for t in at])]
    reason = told(replace(sea.world(), legs=legs(*both)), "transfer_flagged")
    assert reason.condition == "heard beside it without a break"
    assert "at 3 moments in 10 h, from 12 March 2019 at 05:00" in reason.why
    assert (
        "counts only of a ship under the flag of KP or listed, within 150 m and 37 km or more off every" in reason.why
    )


def test_the_closest_ship_of_the_day_is_not_told_as_the_closest_of_all_days(sea: Any) -> None:
    far = still(AT_SEA[0] + 0.0073, AT_SEA[1])
    near = still(AT_SEA[0] + 0.002, AT_SEA[1], "2019-03-14T03:00", hours=1, minutes=10)
    own = [*still(*AT_SEA), *still(*AT_SEA, "2019-03-14T00:00")]
    world = replace(sea.world(), legs=legs((SHIP, own), (OTHER, far), (OTHER + 1, near)))
    reason = told(world, "transfer_flagged")
    assert reason.why.startswith("closest other ship on 12 March 2019: ")
    assert "within 500 m of ship" in reason.others[0]


def test_a_long_contact_in_a_port_is_told_by_the_port(sea: Any) -> None:
    berth = DALIAN[2:]
    beside = still(berth[0] + 0.001, berth[1])
    reason = told(replace(sea.world(), legs=legs((SHIP, still(*berth)), (OTHER, beside))), "transfer_flagged")
    assert reason.condition == "away from ports"
    assert "Dalian" in reason.why


def test_a_long_contact_under_way_is_told_by_its_speed(sea: Any) -> None:
    course = [(t, lat + n * 0.05, lon) for n, (t, lat, lon) in enumerate(still(33.0, 124.0, hours=5))]
    beside = [(t, lat + 0.001, lon) for t, lat, lon in course]
    reason = told(replace(sea.world(), legs=legs((SHIP, course), (OTHER, beside))), "transfer_flagged")
    assert reason.condition == "slow together"
    assert reason.measured == pytest.approx(6.0, abs=0.2)


def test_nobody_near_is_told_as_such(sea: Any) -> None:
    far = still(AT_SEA[0] + 0.9, AT_SEA[1])
    world = replace(sea.world(), legs=legs((SHIP, still(*AT_SEA)), (OTHER, far)))
    assert "no other ship was heard within 50 km" in told(world, "transfer_flagged").why


def test_a_meeting_of_ships_of_neither_flag_nor_list_says_whose_they_are(sea: Any) -> None:
    third = 538_000_003
    sea.encounter(SHIP, third, "2019-03-12T00:00", "2019-03-12T06:00")
    world = replace(sea.world(), legs=legs((SHIP, still(*AT_SEA))))
    assert "neither is under the flag of KP (they are of BZ and MH)" in told(world, "transfer_flagged").why
    assert told(world, "transfer_listed").condition == "a listed ship"


def test_of_meetings_that_lacked_the_same_the_nearest_is_told(sea: Any) -> None:
    sea.encounter(SHIP, 538_000_003, "2019-03-12T00:00", "2019-03-12T20:00", median_distance_dm=3_400)
    sea.encounter(SHIP, 538_000_004, "2019-03-12T02:00", "2019-03-12T09:00", median_distance_dm=190)
    reason = told(replace(sea.world(), legs=legs((SHIP, still(*AT_SEA)))), "transfer_flagged")
    assert reason.why.startswith("it lay 19 m from ship MMSI 538000004")
    assert reason.others[0].startswith("lay 340 m from")


def test_a_meeting_with_a_ship_under_the_targets_flag_leaves_no_condition_to_one_and_the_flag_to_the_other(
    sea: Any,
) -> None:
    sea.encounter(SHIP, OTHER, "2019-03-12T00:00", "2019-03-12T06:00")
    world = replace(sea.world(), legs=legs((SHIP, still(*AT_SEA))))
    assert told(world, "transfer_flagged").condition is None
    assert told(world, "transfer_listed").condition == "a listed ship under another flag"


def test_a_ship_on_no_list_is_told_so_and_one_on_a_states_list_alone_which(sea: Any) -> None:
    sea.reports(SHIP, "2019-03-12T01:00", name="MADE UP", imo=9000009)
    world = replace(sea.world(), legs=legs((SHIP, still(*AT_SEA))))
    assert told(world, "banned_port_entry").why == "not listed with a port-entry ban; on no list in this case"
    sea.lists("MADE UP", bases={}, imo="9000009")
    sea.ships[-1]["list_id"] = "ofac-sdn"
    world = replace(sea.world(), legs=legs((SHIP, still(*AT_SEA))))
    assert told(world, "banned_port_entry").why.endswith("on no UN list in this case, though on ofac-sdn")


def test_a_ship_without_imo_number_is_not_said_to_be_on_no_list_outright(sea: Any) -> None:
    world = replace(sea.world(), legs=legs((SHIP, still(*AT_SEA))))
    assert "no IMO number was reported" in told(world, "listed_act").why


@pytest.mark.parametrize(
    ("measure", "since", "condition", "measured"),
    [
        ("2371-6", "2019-03-30", "listed with a port-entry ban that day", 18),
        ("1718-8d", "2018-03-30", "listed with a port-entry ban that day", None),
        ("2371-6", "2018-03-30", "a stop in a port outside the target State", None),
    ],
)
def test_a_listed_ship_is_told_whether_ban_day_or_port_was_missing(
    sea: Any, measure: str, since: str, condition: str, measured: float | None
) -> None:
    sea.lists("MADE UP", bases={measure: since}, imo="9000009")
    sea.reports(SHIP, "2019-03-12T01:00", name="MADE UP", imo=9000009)
    reason = told(replace(sea.world(), legs=legs((SHIP, still(*AT_SEA)))), "banned_port_entry")
    assert reason.condition == condition, reason.why
    if measured is not None:
        assert reason.measured == measured


def test_a_ship_not_heard_around_the_day_is_told_when_it_was(sea: Any) -> None:
    world = replace(sea.world(), legs=legs((SHIP, still(*AT_SEA))))
    reason = told(world, "dark_voyage", day=date(2019, 5, 1))
    assert reason.condition == "heard"
    assert "last heard on 12 March 2019" in reason.why


def test_the_days_around_begin_and_end_three_days_off(sea: Any) -> None:
    asked = Asked(sea.world(), SHIP, DAY)
    assert asked.days == "9–15 March 2019"
    assert (asked.start_us, asked.end_us) == (us("2019-03-09T00:00"), us("2019-03-16T00:00"))


def test_a_ship_is_found_by_number_imo_or_name(sea: Any) -> None:
    sea.reports(SHIP, "2019-03-12T01:00", name="MADE UP 2", imo=9000009)
    world = replace(sea.world(), legs=legs((SHIP, still(*AT_SEA))))
    for words in (str(SHIP), f"MMSI {SHIP}", "9000009", "IMO 9000009", "made up II"):
        assert numbers_called(world, words) == [SHIP], words
    assert numbers_called(world, "MADE UP 3") == []
    assert numbers_called(world, str(OTHER)) == []


def test_a_ship_that_told_nothing_around_the_day_is_known_by_its_nearest_report(sea: Any) -> None:
    sea.reports(SHIP, "2019-03-12T01:00", name="NEAR", imo=9000009)
    sea.reports(SHIP, "2021-03-12T01:00", name="FAR")
    world = sea.world()
    assert Asked(world, SHIP, date(2018, 1, 1)).ship.name == "NEAR"
    assert Asked(world, SHIP, date(2019, 3, 20)).identified_us == us("2019-03-20T12:00")
    assert Asked(world, SHIP, date(2018, 1, 1)).identity_from == "reports of 12 March 2019"
    assert Asked(world, OTHER, DAY).identity_from == "nothing but the number"


def test_a_listed_ship_that_was_never_heard_is_known_from_its_list(sea: Any) -> None:
    sea.lists("MADE UP", bases={"2371-6": "2018-03-30"}, imo="9000009", mmsi=str(SHIP))
    world = replace(sea.world(), legs=legs())
    assert numbers_called(world, "Made Up") == numbers_called(world, str(SHIP)) == [SHIP]
    assert Asked(world, SHIP, DAY).identity_from == "a list"
    assert told(world, "delivery").why == "not heard 9–15 March 2019; nor at any other time"


def lying(sea: Any, mmsi: int, at: tuple[float, float] = AT_SEA) -> None:
    sea.event("loitering", mmsi, "2019-03-12T00:00", "2019-03-12T12:00", at, distance_dm=1_000, median_speed_dkn=3)


def silent(sea: Any, mmsi: int, at: tuple[float, float]) -> None:
    sea.event("gap", mmsi, "2019-03-11T20:00", "2019-03-12T16:00", at, distance_dm=0, heard_start=3, heard_end=3)


@pytest.mark.parametrize(
    ("stay", "gap_of", "gap_at", "condition"),
    [
        (None, None, None, "a stay at sea or a silence"),
        (NAMPO[2:], None, None, "far enough off every coast"),
        (AT_SEA, None, None, "a stay and a silence that fit together"),
        (AT_SEA, 538_000_003, (35.25, 124.0), "a stay and a silence that fit together"),
        (AT_SEA, OTHER, (37.9, 124.0), "a stay and a silence that fit together"),
        (AT_SEA, OTHER, (35.25, 124.0), None),
        (None, SHIP, AT_SEA, "a silent ship under the target State's flag or listed"),
    ],
)
def test_a_transfer_with_a_silent_ship_is_told_by_who_lay_still_and_who_was_silent(
    sea: Any, stay: Any, gap_of: int | None, gap_at: Any, condition: str | None
) -> None:
    if stay:
        lying(sea, SHIP, stay)
    if gap_of:
        silent(sea, gap_of, gap_at)
    reason = told(replace(sea.world(), legs=legs((SHIP, still(*AT_SEA)))), "transfer_dark")
    assert reason.condition == condition, reason.why


ROADS, ISLANDS = (29.76, 122.52), (31.9, 128.3)  # off Zhoushan; off Danjo Gunto, whose State no port tells


@pytest.mark.parametrize(
    ("at", "next_at", "draughts", "condition", "words", "measured"),
    [
        (None, NAMPO, (61, 61), "an arrival in another State", "no stay at sea of 8 h or more was heard", 0),
        ((38.6, 124.92), NAMPO, (61, 33), "roads off another State", "off the target's own coast", None),
        (ROADS, NAMPO, (61, 61), None, "which ends a voyage there", None),
        (ROADS, DALIAN, (61, 33), None, "which ends a voyage there", None),
        (ISLANDS, NAMPO, (61, 33), None, "which ends a voyage there", None),
        (ISLANDS, NAMPO, (61, 58), "lighter when it left the roads", "it came with 6.1 m and left with 5.8 m", 0.3),
        (AT_SEA, NAMPO, (61, 61), "lighter when it left the roads", "beyond the territorial sea", 0.0),
    ],
)
def test_roads_that_end_no_voyage_say_which_of_their_conditions_failed(
    sea: Any,
    at: Any,
    next_at: Any,
    draughts: tuple[int, int],
    condition: str | None,
    words: str,
    measured: float | None,
) -> None:
    sea.visit(SHIP, "2019-03-06T00:00", "2019-03-08T00:00", NAMPO)
    if at:
        sea.event("loitering", SHIP, "2019-03-11T00:00", "2019-03-12T00:00", at)
    sea.visit(SHIP, "2019-03-15T00:00", None, next_at)
    for day, draught in zip(("2019-03-05", "2019-03-07", "2019-03-12"), (32, *draughts), strict=True):
        sea.reports(SHIP, f"{day}T12:00", name="MADE UP", ship_type=70, draught_dm=draught)
    reason = told(replace(sea.world(), legs=legs((SHIP, still(*AT_SEA)))), "delivery")
    assert (reason.condition, reason.measured) == (condition, measured), reason.why
    assert words in reason.why


def test_a_stay_under_twenty_miles_off_a_coast_is_told_how_far_off_it_was(sea: Any) -> None:
    lying(sea, SHIP, (34.8, 119.95))
    reason = told(replace(sea.world(), legs=legs((SHIP, still(*AT_SEA)))), "transfer_dark")
    assert reason.condition == "far enough off every coast", reason.why
    assert (reason.needed, reason.unit) == (37.0, "km")
    assert reason.measured is not None
    assert 22 < reason.measured < 37


def test_of_a_meeting_heard_at_moments_only_the_moments_are_told(sea: Any) -> None:
    heard = [(f"2019-03-12T{hour}", *AT_SEA) for hour in ("02:00", "07:30", "12:10")]
    other = [(t[:-1] + "1", lat + 0.0004, lon) for t, lat, lon in heard]
    pair = legs((OTHER, heard), (SHIP, other), speed_dkn=3)
    assert told(replace(sea.world(), legs=pair), "transfer_flagged").condition is not None  # without a stay: nothing
    sea.event("loitering", OTHER, "2019-03-12T00:00", "2019-03-13T00:00", AT_SEA, median_speed_dkn=3, distance_dm=9)
    found = told(replace(sea.world(), legs=pair), "transfer_flagged")
    assert found.condition is None
    assert "at 3 moments in 10 h" in found.why


def test_a_ship_never_heard_again_is_not_told_a_short_silence(sea: Any) -> None:
    others = (412_000_009, [("2019-03-20T00:00", 36.0, 123.0)])  # the data go on
    world = replace(sea.world(), legs=legs((SHIP, still(*AT_SEA)), others))
    reason = told(world, "dark_voyage")
    assert reason.condition == "heard again"
    last = "it was last heard on 12 March 2019 at 12:00, and not again in the 7 days to the end of the data on"
    assert reason.why == f"{last} 20 March 2019 at 00:00; where it went is not known"
    assert told(world, "transfer_dark").condition == "a silence that ends"
    ended = replace(sea.world(), legs=legs((SHIP, still(*AT_SEA))))  # the data end with it
    assert "the longest silence 9–15 March 2019 is 0.5 h" in told(ended, "dark_voyage").why


def test_a_tanker_that_called_nowhere_is_told_of_calls_and_of_a_silence_long_enough_for_one(sea: Any) -> None:
    sea.reports(SHIP, "2019-03-12T00:00", ship_type=80)
    sea.event("gap", SHIP, "2019-03-10T00:00", "2019-03-12T00:00", AT_SEA, distance_dm=0)
    why = told(replace(sea.world(), legs=legs((SHIP, still(*AT_SEA)))), "delivery_to_target").why
    assert why.startswith("no call at a port of KP 9–15 March 2019; nearest approach to one")
    silent = "it was silent 10 March, 00:00 to 12 March 2019, 00:00 (48 h)"
    assert why.endswith(f"{silent}, and of a call that nobody heard nothing is told here")


@pytest.mark.parametrize(
    ("mmsi", "first", "came_dm", "left_dm", "condition", "says"),
    [
        (SHIP, ("2019-03-10T00:00", 33.0, 124.0), 80, 45, None, "it came from the open sea"),
        (
            SHIP,
            ("2019-03-10T00:00", 38.2, 124.2),
            80,
            45,
            "a departure from another State",
            "first heard on 10 March 2019, 119 km from",
        ),
        (
            SHIP,
            ("2019-02-01T00:00", 33.0, 124.0),
            80,
            45,
            "a departure from another State",
            "it was not heard before the call",
        ),
        (OTHER, ("2019-03-10T00:00", 33.0, 124.0), 80, 45, "a departure from another State", "under the flag of KP"),
        (SHIP, ("2019-03-10T00:00", 33.0, 124.0), 80, 72, "came deep and left lighter", "left 0.8 m lighter than it"),
        (SHIP, ("2019-03-10T00:00", 33.0, 124.0), 45, 80, "came deep and left lighter", "left 3.5 m deeper than it"),
        (
            SHIP,
            ("2019-03-10T00:00", 33.0, 124.0),
            None,
            None,
            "came deep and left lighter",
            "reported no other draught as it left",
        ),
    ],
)
def test_a_tanker_whose_last_port_nobody_heard_is_told_which_of_the_conditions_failed(
    sea: Any,
    mmsi: int,
    first: tuple[str, float, float],
    came_dm: int | None,
    left_dm: int | None,
    condition: str | None,
    says: str,
) -> None:
    sea.visit(mmsi, "2019-03-12T00:00", "2019-03-13T00:00", NAMPO)
    for when, dm in (("2019-03-11T20:00", came_dm), ("2019-03-13T03:00", left_dm)):
        sea.reports(mmsi, when, ship_type=80, draught_dm=dm)
    points = [first, ("2019-03-12T00:00", *NAMPO[2:]), ("2019-03-13T00:00", *NAMPO[2:])]
    reason = told(replace(sea.world(), legs=legs((mmsi, points))), "delivery_to_target", mmsi)
    assert reason.condition == condition
    assert says in reason.why
    if condition == "came deep and left lighter" and came_dm is not None and left_dm is not None:
        assert (reason.measured, reason.needed, reason.unit) == ((came_dm - left_dm) / 10, 1.0, "m")


def test_a_call_heard_at_one_moment_is_not_its_own_next_stop(sea: Any) -> None:
    sea.visit(SHIP, "2019-03-11T00:00", "2019-03-11T00:00", NAMPO)
    reason = told(replace(sea.world(), legs=legs((SHIP, still(*AT_SEA)))), "delivery")
    assert "no later stop at a known place was heard" in reason.why


def test_of_a_draught_that_changed_where_nobody_heard_the_ship_it_is_not_said_how_far_off_that_was(sea: Any) -> None:
    sea.reports(OTHER, "2019-03-12T00:00", ship_type=80, draught_dm=55)
    changed = {"from_draught_dm": 30, "to_draught_dm": 55, "start_lat_e7": None, "start_lon_e7": None}
    sea.event("draught_change", OTHER, "2019-03-11T00:00", "2019-03-12T00:00", AT_SEA, **changed)
    reason = told(replace(sea.world(), legs=legs((OTHER, still(*AT_SEA)))), "changed_at_sea", OTHER)
    assert (reason.condition, reason.measured) == ("far from home", None)
    assert reason.why.endswith("where it then was nobody heard")


@pytest.mark.parametrize(
    ("place", "end", "condition", "says"),
    [
        (None, None, None, "no call of the ship was heard before, in KP or elsewhere"),
        (DALIAN, "2019-03-09T00:00", "a call in KP before", "at Dalian (CN), on 7 March 2019, not in KP"),
        (NAMPO, "2019-03-11T12:00", "a call in KP before", "at Nampo (KP), on 7 March 2019, and it had not left there"),
        (NAMPO, "2019-03-09T00:00", None, "its last call before was at Nampo (KP), on 7 March 2019"),
    ],
)
def test_of_a_draught_that_changed_at_sea_it_is_told_where_the_ship_came_from(
    sea: Any, place: tuple[str, str, float, float] | None, end: str | None, condition: str | None, says: str
) -> None:
    if place is not None:
        sea.visit(OTHER, "2019-03-07T00:00", end, place)
    sea.reports(OTHER, "2019-03-12T00:00", ship_type=80, draught_dm=55)
    changed = {"from_draught_dm": 30, "to_draught_dm": 55}
    sea.event("draught_change", OTHER, "2019-03-11T00:00", "2019-03-12T00:00", (33.0, 124.0), **changed)
    reason = told(replace(sea.world(), legs=legs((OTHER, still(33.0, 124.0)))), "changed_at_sea", OTHER)
    assert reason.condition == condition
    assert reason.why.endswith(says)


@pytest.mark.parametrize(
    ("kind", "has", "condition", "says"),
    [
        (
            70,
            55,
            "lighter, as a ship that is no tanker",
            "of ships that are no tankers of its flag only those are told",
        ),
        (80, 12, "deeper, as a tanker", "of tankers of its flag only those are told that came deeper at sea"),
    ],
)
def test_of_a_draught_that_changed_the_other_way_it_is_said_which_way_is_told(
    sea: Any, kind: int, has: int, condition: str, says: str
) -> None:
    sea.reports(OTHER, "2019-03-12T00:00", ship_type=kind, draught_dm=has)
    changed = {"from_draught_dm": 30, "to_draught_dm": has}
    sea.event("draught_change", OTHER, "2019-03-11T00:00", "2019-03-12T00:00", (33.0, 124.0), **changed)
    reason = told(replace(sea.world(), legs=legs((OTHER, still(33.0, 124.0)))), "changed_at_sea", OTHER)
    assert reason.condition == condition
    assert says in reason.why


def test_of_a_silence_that_is_short_by_minutes_it_is_said_by_how_many(sea: Any) -> None:
    sea.event("gap", SHIP, "2019-03-12T00:00", "2019-03-12T11:42", AT_SEA, distance_dm=0)
    why = told(replace(sea.world(), legs=legs((SHIP, still(*AT_SEA)))), "dark_voyage").why
    assert why.endswith("(12 h), 18 min short of the 12 h that are needed")


def test_a_day_without_a_position_is_said_with_those_nearest_to_it(sea: Any) -> None:
    points = [("2019-03-10T04:00", *AT_SEA), ("2019-03-14T05:00", *AT_SEA)]
    world = replace(sea.world(), legs=legs((SHIP, points)))
    nearest = "last heard on 10 March 2019 at 04:00, next heard on 14 March 2019 at 05:00"
    assert Asked(world, SHIP, DAY).unheard == f"not heard on 12 March 2019 itself; {nearest}"
    assert Asked(world, SHIP, date(2019, 3, 10)).unheard is None
    assert (Asked(world, SHIP, date(2019, 3, 15)).unheard or "").endswith("14 March 2019 at 05:00, not heard again")
