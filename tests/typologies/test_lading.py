"""What reported draughts say of a ship's cargo, and what they do not."""

from __future__ import annotations

from typing import Any

import pytest
from tests.typologies.conftest import us

from fairlead.typologies.grounds.lading import (
    Draught,
    arrived_light,
    came_deep,
    carried,
    lading_of,
    landed_in_roads,
)
from fairlead.typologies.grounds.ships import Ships

HOUR = 3_600_000_000


def voyage(before: int | None = None, during: int | None = None) -> dict[str, int | None]:
    """A voyage that came to its first port at hour 10, left it at hour 40 and arrived abroad at hour 70."""
    times = {"from_arrival_us": 10 * HOUR, "start_us": 40 * HOUR, "end_us": 70 * HOUR}
    return times | {"draught_before_dm": before, "draught_during_dm": during, "draught_after_dm": None}


def reports(*pairs: tuple[int, int]) -> list[Draught]:
    return [Draught(hour * HOUR, dm, 1, hour) for hour, dm in pairs]


@pytest.mark.parametrize(
    ("told", "loaded", "light"),
    [
        (reports((5, 32), (45, 60)), True, False),  # deeper on the way
        (reports((5, 32), (38, 60)), True, False),  # entered before it sailed
        (reports((5, 60), (38, 32)), False, True),  # left lighter
        (reports((12, 32), (41, 60)), True, False),  # nothing reported before it came
        (reports((5, 32), (45, 60), (66, 32)), True, False),  # loaded, and unloaded in the roads
        (reports((5, 32), (45, 34)), False, False),  # fuel and water
        (reports((5, 32), (80, 60)), False, False),  # loaded elsewhere, after it arrived
        (reports((1, 60), (5, 32), (45, 32), (90, 60)), False, True),  # came and left in ballast
        (reports((1, 60), (5, 60), (45, 60), (90, 32)), False, False),  # came and left laden: nothing of what it loaded
        (reports((1, 32), (5, 32), (45, 60), (90, 32)), True, False),  # the same draught, but it came light
        (reports((5, 32), (12, 58), (48, 31)), False, True),  # laden before it came and light when it left, both late
        (reports((5, 32), (20, 58), (38, 31)), False, True),  # deeper in port for a time, and as before when it left
        (reports((5, 70), (20, 40), (45, 63)), True, False),  # it discharged first, and left less deep than it came
        (reports((10, 32), (11, 60), (38, 60)), False, False),  # an hour after it came: what it brought, entered late
        (reports((5, 32), (74, 60)), False, False),  # first said after it arrived, and a day after it left
        (reports((12, 32), (38, 32), (72, 32), (90, 60)), False, True),  # nothing changed, so nothing was reported
        (reports((12, 32), (72, 60)), False, False),  # changed somewhere between leaving and arriving abroad
        (reports((5, 53), (42, 33), (50, 47), (78, 33)), True, False),  # late: what it discharged, then what it loaded
        (reports((5, 53), (42, 33), (50, 47)), False, False),  # or in the wrong order: nothing says which was right
        (reports((5, 32), (42, 32), (50, 47)), True, False),  # the first is no new entry
        (reports((5, 44), (42, 44), (46, 24)), False, True),  # late: laden still by the first report under way
        (reports((1, 65), (5, 35), (42, 40)), False, True),  # half a metre deeper, and still in ballast
        (
            reports((5, 25), (42, 30)),
            False,
            False,
        ),  # or a step of rounding, and of what it draws laden nothing is known
        (reports((5, 25), (42, 30), (90, 40)), False, False),  # it draws more than that laden
        (reports((5, 25), (42, 35)), True, False),  # a metre is no step of rounding
        (reports((1, 30), (5, 52), (42, 66)), True, False),  # over a fifth deeper
        (reports((1, 30), (5, 52), (42, 60)), False, False),  # under a fifth: a part of a load, or containers
        ([], False, False),
    ],
)
def test_what_it_came_and_left_with_tells_else_the_ships_own_range(
    told: list[Draught], loaded: bool, light: bool
) -> None:
    found = lading_of(voyage(), told)
    assert (found.loaded, found.light) == (loaded, light)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (
            reports((5, 32), (74, 60)),
            "the 6.0 m entered 4 January 1970 at 02:00 are set aside: 4.0 h after it arrived they may tell of what it "
            "did there",
        ),
        (
            reports((1, 30), (5, 45), (45, 45), (66, 60)),
            "the 6.0 m entered 3 January 1970 at 18:00 are set aside: 26 h after it sailed it may have handled cargo "
            "at sea or unheard, and they may tell of that",
        ),
        (
            reports((12, 32), (72, 60)),
            "the 3.2 m entered 1 January 1970 at 12:00 in port are set aside: it had come with them, and another "
            "draught came next, so that they may have been stale",
        ),
        (
            reports((5, 32), (45, 34)),
            "all that it reported is 3.2 m to 3.4 m, under 1.0 m apart, which does not tell which of these is laden "
            "and which light",
        ),
        (
            reports((5, 32), (45, 32)),
            "it reported 3.2 m at all times, which does not tell whether that is laden or light",
        ),
        (reports((5, 53), (42, 33), (50, 47)), None),  # told already: which two contradict each other
        ([], None),
    ],
)
def test_where_lading_is_not_known_the_entry_that_was_set_aside_is_named(
    told: list[Draught], words: str | None
) -> None:
    found = lading_of(voyage(), told)
    assert (found.loaded, found.light) == (False, False)
    assert found.aside == words


def test_where_lading_is_known_nothing_is_said_to_be_set_aside() -> None:
    assert lading_of(voyage(), reports((5, 32), (45, 60))).aside is None


def test_who_came_laden_may_have_landed_that_and_not_have_entered_it_yet() -> None:
    assert not lading_of(voyage(), reports((1, 60), (5, 60), (45, 60), (90, 32))).loaded


@pytest.mark.parametrize(("during", "loaded"), [(32, False), (38, False), (42, True)])
def test_a_step_of_rounding_tells_nothing_where_only_the_voyage_gives_draughts(during: int, loaded: bool) -> None:
    found = lading_of(voyage(before=32, during=during), [])
    assert (found.loaded, found.light) == (loaded, False)
    assert ("step of rounding" in found.why) == (during == 38)


def test_a_draught_entered_hours_after_arriving_abroad_still_tells_of_a_short_voyage() -> None:
    short = voyage() | {"end_us": 50 * HOUR}
    assert lading_of(short, reports((5, 32), (54, 60))).loaded
    assert not lading_of(short, reports((5, 32), (58, 60))).loaded  # it had time to load there


def test_who_is_heard_under_way_all_the_time_may_enter_a_draught_even_later() -> None:
    late = voyage() | {"end_us": 90 * HOUR}
    assert not lading_of(late, reports((5, 32), (12, 32), (66, 60))).loaded  # a day later, it may have met somebody
    assert lading_of(late, reports((5, 32), (12, 32), (66, 60)), steady_us=70 * HOUR).loaded
    assert not lading_of(late, reports((5, 32), (12, 32), (66, 60)), steady_us=64 * HOUR).loaded  # silent before it


def test_three_days_after_it_sailed_a_deeper_draught_tells_of_no_port_any_more() -> None:
    long = voyage() | {"end_us": 200 * HOUR}
    found = [lading_of(long, reports((5, 32), (12, 32), (hour, 60)), steady_us=200 * HOUR) for hour in (100, 115)]
    assert [one.loaded for one in found] == [True, False]


def test_the_two_reports_that_were_compared_are_named() -> None:
    assert [report.row for report in lading_of(voyage(), reports((5, 32), (45, 60))).reports] == [5, 45]


@pytest.mark.parametrize(("before", "during", "loaded", "light"), [(32, 60, True, False), (60, 32, False, True)])
def test_the_event_tells_where_no_report_is_at_hand(before: int, during: int, loaded: bool, light: bool) -> None:
    found = lading_of(voyage(before, during), [])
    assert (found.loaded, found.light) == (loaded, light)


def test_a_correction_under_way_that_is_still_deeper_than_it_came_leaves_it_laden() -> None:
    assert arrived_light(voyage(), reports((1, 60), (5, 26), (38, 55), (66, 45)), 70 * HOUR) is None
    stale = arrived_light(voyage(), reports((1, 60), (5, 26), (38, 55), (66, 28)), 70 * HOUR)
    assert stale is not None
    assert (stale[0].dm, stale[1].dm) == (55, 28)


@pytest.mark.parametrize(
    ("told", "left", "steady", "deep"),
    [
        (((5, 60), (35, 35), (78, 66), (92, 35)), 90, 70, (66, 35)),  # nobody loads and discharges in one call
        (((5, 60), (74, 35)), 90, 70, None),  # what it had entered before is no new entry in that call
        (((5, 60), (35, 35), (78, 66)), 90, 70, None),  # loaded there, and left deep
        (((5, 60), (35, 35), (78, 66), (120, 35)), 90, 70, None),  # a day after it left it may have been elsewhere
        (((5, 60), (35, 35), (92, 66), (96, 35)), 90, 70, None),  # nothing entered there
        (((5, 60), (35, 35), (78, 66), (92, 35)), 150, 70, None),  # in more than three days it may have done both
        (((5, 60), (35, 35), (78, 66), (92, 35)), 90, 60, None),  # it may have loaded on the way
        (((5, 60), (35, 35), (78, 66), (92, 35)), None, 70, None),  # nothing tells when it left
    ],
)
def test_deep_and_light_again_within_one_call_abroad_means_that_it_came_deep(
    told: tuple[tuple[int, int], ...], left: int | None, steady: int, deep: tuple[int, int] | None
) -> None:
    one = voyage() | {"to_departure_us": None if left is None else left * HOUR}
    found = came_deep(one, reports(*told), steady * HOUR)
    assert (None if found is None else (found[0].dm, found[1].dm)) == deep


@pytest.mark.parametrize(
    ("told", "landed"),
    [
        (reports((5, 61), (89, 34)), True),  # an hour before it left the roads
        (reports((5, 61), (91, 34)), True),  # or after
        (reports((5, 61), (75, 34)), False),  # in the middle of its stay: a late crew enters an earlier call's
        (reports((5, 61), (75, 34), (89, 34)), False),  # that it sends it again is no entry
        (reports((5, 61), (93, 34)), False),
        (reports((5, 61), (89, 55)), False),  # fuel and water
        (reports((5, 34), (89, 61)), False),  # it loaded
        ([], False),
    ],
)
def test_who_enters_less_as_it_leaves_roads_has_landed_that_there(told: list[Draught], landed: bool) -> None:
    """It came to the roads at hour 70 and left them at hour 90."""
    assert (landed_in_roads(voyage() | {"to_departure_us": 90 * HOUR}, told, 200 * HOUR) is not None) == landed


def test_what_it_enters_at_its_next_call_is_what_it_came_to_the_roads_with() -> None:
    one = voyage() | {"to_departure_us": 90 * HOUR}
    assert landed_in_roads(one, reports((5, 61), (91, 34)), 91 * HOUR) is None


@pytest.mark.parametrize(
    ("told", "pair"),
    [
        (((5, 32), (72, 60), (150, 32)), (60, 32)),  # entered on arrival, and the other at home
        (((5, 32), (66, 60), (150, 32)), (60, 32)),  # entered on the way
        (((5, 32), (80, 60), (118, 32)), (60, 32)),  # half a day late, and landed before the next call
        (((5, 32), (80, 60), (150, 32)), None),  # half a day late, and kept to the next call: it loaded there
        (((5, 32), (72, 60), (160, 32)), None),  # at home long enough to have landed it there
        (((5, 32), (72, 60)), None),  # nothing tells that it landed it
        (((5, 32), (72, 60), (74, 32)), None),  # landed in an hour: a mistyped draught
        (((5, 60), (38, 32), (72, 60), (150, 32)), None),  # a crew that enters things as it leaves
        (((5, 32), (72, 36), (150, 32)), None),  # fuel and water
    ],
)
def test_a_draught_entered_on_arrival_is_what_it_came_with_where_it_was_landed_again(
    told: tuple[tuple[int, int], ...], pair: tuple[int, int] | None
) -> None:
    """It came at hour 70, was heard in another port abroad at hour 120 and at home at hour 150."""
    found = carried(voyage(), reports(*told), 70 * HOUR, 120 * HOUR, 150 * HOUR)
    assert (None if found is None else (found[0].dm, found[1].dm)) == pair


def test_of_roads_that_it_left_at_once_or_never_nothing_is_said() -> None:
    assert landed_in_roads(voyage() | {"to_departure_us": 75 * HOUR}, reports((5, 61), (74, 34)), 200 * HOUR) is None
    assert landed_in_roads(voyage() | {"to_departure_us": None}, reports((5, 61), (89, 34)), 200 * HOUR) is None


def test_a_draught_entered_long_after_it_sailed_is_not_said_to_be_that_of_its_leaving() -> None:
    soon, late = (lading_of(voyage(), reports((5, 28), (hour, 50))) for hour in (45, 60))
    assert soon.why == "It reported 2.8 m when it came and 5.0 m when it left: deeper by 2.2 m."
    assert late.why == "It reported 2.8 m when it came and 5.0 m 20 h after it left: deeper by 2.2 m."
    landed = lading_of(voyage(), reports((5, 39), (20, 28), (60, 50)))
    assert landed.why == "It reported 2.8 m after it came and 5.0 m 20 h after it left: deeper by 2.2 m."


def test_a_draught_entered_too_late_to_tell_is_not_said_to_be_missing() -> None:
    told = reports((5, 32), (12, 32), (38, 32), (66, 60), (80, 60))
    assert (
        "It reported 6.0 m only 26 h after it left: too late to tell with what it left."
        in lading_of(voyage(), told).why
    )
    assert "It reported no draught on the way." in lading_of(voyage(), []).why


def test_a_draught_of_the_port_is_not_said_to_be_one_of_the_way() -> None:
    why = lading_of(voyage(), reports((5, 32), (12, 32), (38, 32), (66, 60))).why
    assert why.startswith("Its last reported draught before it left was 3.2 m")
    assert lading_of(voyage(), reports((45, 60))).why.startswith("Its reported draught on the way was 6.0 m")


def test_a_draught_deeper_than_a_hull_of_that_length_can_have_is_not_heeded(sea: Any) -> None:
    """A coaster of 74 m that reports 16 m; a tug of 30 m draws more for its length."""
    for mmsi, length, deep in ((671000001, 740, 160), (671000002, 300, 50)):
        for hour, draught in ((1, 40), (2, deep)):
            sea.reports(mmsi, f"2019-10-03T0{hour}:00", length_dm=length, draught_dm=draught)
    fleet = Ships(sea.world().static_reports, [671000001, 671000002])
    at = us("2019-10-03T03:00")
    assert [one.dm for one in fleet.draughts(671000001, at, at)] == [40]
    assert [one.dm for one in fleet.draughts(671000002, at, at)] == [40, 50]
