"""A ship that lay still at sea while another, of the target's flag or listed, was silent, and what refutes the pair."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.typologies.test_whynot import legs

from fairlead.typologies import Occasion, Rejected, World, transfer_dark

DPRK, OTHER, THIRD = 445000001, 671000001, 412000001
OPEN_SEA = (35.2, 124.0)
LAST_HEARD = (35.25, 124.05)  # 7 km from where the other lay
SHANGHAI = ("CNSHA", "CN", 31.37, 121.59)


def find(world: World) -> tuple[list[Occasion], list[Rejected]]:
    found = list(transfer_dark.find(world))
    return [one for one in found if isinstance(one, Occasion)], [one for one in found if isinstance(one, Rejected)]


def silent(sea: Any, mmsi: int = DPRK, start: str = "2019-10-03T00:00", **further: Any) -> None:
    told: dict[str, Any] = {"at": LAST_HEARD, "to": (38.2, 124.3), "heard_start": 4, "heard_end": 5} | further
    sea.event(
        "gap",
        mmsi,
        start,
        "2019-10-06T00:00",
        told.pop("at"),
        told.pop("to"),
        distance_dm=3_000_000,
        positions_before=40,
        **told,
    )


def lies_still(sea: Any, mmsi: int = OTHER, at: tuple[float, float] = OPEN_SEA) -> None:
    sea.event("loitering", mmsi, "2019-10-03T04:00", "2019-10-03T13:00", at, distance_dm=90_000, median_speed_dkn=5)


def beside_a_silence(sea: Any) -> None:
    """Two tankers: one lay still for nine hours, the other was last heard near it, and silent for three days."""
    for mmsi, name in ((DPRK, "MADE UP 1"), (OTHER, "MADE UP 2")):
        sea.reports(mmsi, "2019-10-02T00:00", name=name, ship_type=80, length_dm=950)
    lies_still(sea)
    silent(sea)


def draughts(sea: Any, mmsi: int, before: int, after: int) -> None:
    sea.reports(mmsi, "2019-10-02T01:00", ship_type=80, length_dm=950, draught_dm=before)
    sea.reports(mmsi, "2019-10-06T01:00", ship_type=80, length_dm=950, draught_dm=after)


def test_a_stay_at_sea_near_where_a_silence_began_is_told_without_saying_that_they_met(sea: Any) -> None:
    beside_a_silence(sea)
    (occasion,), rejected = find(sea.world())
    assert rejected == []
    assert occasion.title.startswith(
        "Ship MADE UP 2 (MMSI 671000001) lay still for 9.0 h on the open sea, 3 October 2019, while ship MADE UP 1 "
        "(MMSI 445000001), last heard 7 km away, was silent for 72 h; would engage resolution 2375 paragraph 11"
    )
    assert [event.kind for event in occasion.events] == ["loitering", "gap"]
    assert occasion.likelihood is None


def test_a_ship_of_no_known_kind_is_left_alone_unless_a_draught_speaks_of_cargo(sea: Any) -> None:
    sea.reports(DPRK, "2019-10-02T00:00", name="MADE UP 1", ship_type=80, length_dm=950)
    sea.reports(OTHER, "2019-10-02T00:00", name="MADE UP 2", length_dm=420)  # fishes, for all that is known
    lies_still(sea)
    silent(sea)
    told, (rejected,) = find(sea.world())
    assert told == []
    assert rejected.test == "nothing speaks of cargo"
    draughts(sea, DPRK, 36, 60)
    (occasion,), _ = find(sea.world())
    assert occasion.likelihood is None


def test_nothing_is_more_than_indicated_and_the_meeting_only_by_draughts_that_changed_over(sea: Any) -> None:
    beside_a_silence(sea)
    (plain,), _ = find(sea.world())
    draughts(sea, OTHER, 62, 36)
    draughts(sea, DPRK, 36, 60)
    (changed,), _ = find(sea.world())
    statuses = [
        {element.name: element.status for element in one.engagements[0].elements}["transfer"]
        for one in (plain, changed)
    ]
    assert statuses == ["missing", "indicated"]
    assert "one came out lighter, the other deeper" in changed.title
    assert "shown" not in {e.status for one in (plain, changed) for g in one.engagements for e in g.elements}


def test_a_ship_last_heard_far_away_counts_only_where_both_draughts_changed_over(sea: Any) -> None:
    beside_a_silence(sea)
    gap = sea.rows["gap"][0]
    gap["start_lat_e7"], gap["start_us"] = 378_000_000, gap["start_us"] - 48 * 3_600_000_000
    assert find(sea.world()) == ([], [])
    for mmsi, before, after in ((OTHER, 62, 36), (DPRK, 36, 60)):
        sea.reports(mmsi, "2019-09-30T01:00", ship_type=80, length_dm=950, draught_dm=before)
        sea.reports(mmsi, "2019-10-06T01:00", ship_type=80, length_dm=950, draught_dm=after)
    (occasion,), _ = find(sea.world())
    assert "last heard 289 km away" in occasion.title


def far_off_with_draughts_that_changed_over(sea: Any) -> None:
    """Nothing but two draughts joins the stay and the silence, whose ends are far away."""
    beside_a_silence(sea)
    gap = sea.rows["gap"][0]
    gap["start_lat_e7"], gap["start_us"] = 378_000_000, gap["start_us"] - 48 * 3_600_000_000
    for mmsi, before, after in ((OTHER, 62, 36), (DPRK, 36, 60)):
        sea.reports(mmsi, "2019-09-30T01:00", ship_type=80, length_dm=950, draught_dm=before)
        sea.reports(mmsi, "2019-10-06T01:00", ship_type=80, length_dm=950, draught_dm=after)


@pytest.mark.parametrize(("hours", "far", "told"), [(71, True, 1), (73, True, 0), (73, False, 1)])
def test_who_lies_for_days_waits_for_orders_unless_the_silent_ship_was_heard_near(
    sea: Any, hours: int, far: bool, told: int
) -> None:
    if far:
        far_off_with_draughts_that_changed_over(sea)
    else:
        beside_a_silence(sea)
    (stay,), (gap,) = sea.rows["loitering"], sea.rows["gap"]
    stay["end_us"] = stay["start_us"] + hours * 3_600_000_000
    gap["end_us"] = stay["end_us"] + 24 * 3_600_000_000
    if far:
        for mmsi, dm in ((OTHER, 36), (DPRK, 60)):
            sea.reports(mmsi, "2019-10-07T10:00", ship_type=80, length_dm=950, draught_dm=dm)
    occasions, rejected = find(sea.world())
    assert (len(occasions), [one.test for one in rejected]) == (told, [] if told else ["waiting for orders"])


@pytest.mark.parametrize(("hours", "told"), [(36, 0), (8, 1)])
def test_a_draught_entered_after_a_later_silence_says_nothing_of_the_stay(sea: Any, hours: int, told: int) -> None:
    """In a day and a half at sea unheard the ship that lay still may have called anywhere; in eight hours it cannot."""
    far_off_with_draughts_that_changed_over(sea)
    end = f"2019-10-0{4 + hours // 24}T{8 + hours % 24:02}:00" if hours % 24 < 16 else "2019-10-05T20:00"
    sea.event("gap", OTHER, "2019-10-04T08:00", end, OPEN_SEA, distance_dm=1, positions_before=9)
    assert len(find(sea.world())[0]) == told


@pytest.mark.parametrize(("entered", "told"), [("2019-09-30T01:00", 0), ("2019-10-01T10:00", 1)])
def test_a_late_entry_of_what_was_done_in_port_says_nothing_of_the_stay(sea: Any, entered: str, told: int) -> None:
    """Whoever entered nothing in its last call may enter at sea what it landed there; who did has told of that."""
    far_off_with_draughts_that_changed_over(sea)
    own = next(one for one in sea.static if one["mmsi"] == OTHER and one.get("draught_dm") == 62)
    own["t_us"] += 33 * 3_600_000_000 if entered > "2019-10" else 0
    sea.visit(OTHER, "2019-10-01T00:00", "2019-10-03T02:00", SHANGHAI)
    assert len(find(sea.world())[0]) == told


def test_a_silence_too_short_to_come_and_go_makes_no_pair(sea: Any) -> None:
    beside_a_silence(sea)
    sea.rows["gap"][0]["end_us"] = sea.rows["loitering"][0]["end_us"]  # 330 km off by then
    assert find(sea.world()) == ([], [])


def test_a_ship_that_was_heard_all_the_time_makes_no_pair(sea: Any) -> None:
    beside_a_silence(sea)
    sea.rows["gap"].clear()
    assert find(sea.world()) == ([], [])


@pytest.mark.parametrize(("ship_type", "length_dm"), [(50, 180), (30, 350), (60, 1500)])
def test_service_craft_fishing_boats_and_ferries_are_left_alone(sea: Any, ship_type: int, length_dm: int) -> None:
    sea.reports(OTHER, "2019-10-02T00:00", name="MADE UP 2", ship_type=ship_type, length_dm=length_dm)
    lies_still(sea)
    silent(sea)
    occasions, (rejected,) = find(sea.world())
    assert (occasions, rejected.test) == ([], "kind of ship")


def test_a_ship_that_lay_beside_one_that_was_heard_is_left_alone(sea: Any) -> None:
    beside_a_silence(sea)
    sea.encounter(THIRD, OTHER, "2019-10-03T05:00", "2019-10-03T12:00")
    occasions, (rejected,) = find(sea.world())
    assert (occasions, rejected.test) == ([], "beside another ship")
    assert "412000001" in rejected.why


def test_a_meeting_in_which_both_were_heard_is_left_to_the_other_typologies(sea: Any) -> None:
    beside_a_silence(sea)
    sea.encounter(DPRK, OTHER, "2019-10-03T05:00", "2019-10-03T12:00")
    assert find(sea.world()) == ([], [])


def test_where_several_ships_lie_still_it_is_roads(sea: Any) -> None:
    beside_a_silence(sea)
    for n in range(3):
        lies_still(sea, THIRD + n, (35.21 + n / 100, 124.01))
    occasions, rejected = find(sea.world())
    assert occasions == []
    assert {one.test for one in rejected} == {"roads"}


@pytest.mark.parametrize("at", [(29.76, 122.52), (34.86, 119.76)])  # 8 and 14 nm off the coast
def test_roads_off_a_coast_are_left_alone_known_or_not(sea: Any, at: tuple[float, float]) -> None:
    beside_a_silence(sea)
    stay, gap = sea.rows["loitering"][0], sea.rows["gap"][0]
    for row, off in ((stay, 0), (gap, 100_000)):
        row["start_lat_e7"], row["start_lon_e7"] = round(at[0] * 1e7) + off, round(at[1] * 1e7)
    gap["end_lat_e7"], gap["end_lon_e7"] = gap["start_lat_e7"], gap["start_lon_e7"]
    assert find(sea.world()) == ([], [])


def test_a_wait_for_a_berth_near_by_is_left_alone(sea: Any) -> None:
    beside_a_silence(sea)
    stay, gap = sea.rows["loitering"][0], sea.rows["gap"][0]
    stay["start_lat_e7"], stay["start_lon_e7"] = 310_300_000, 1_233_000_000  # well off the last islands
    gap["start_lat_e7"], gap["start_lon_e7"] = 310_400_000, 1_233_100_000
    gap["end_lat_e7"] = 340_000_000
    sea.visit(OTHER, "2019-10-03T18:00", "2019-10-05T00:00", ("CNSHA", "CN", 31.1, 122.8))
    occasions, (rejected,) = find(sea.world())
    assert (occasions, rejected.test) == ([], "waiting for a berth")


def test_where_nobody_else_was_heard_the_silence_is_nobodys(sea: Any) -> None:
    beside_a_silence(sea)
    sea.rows["gap"][0]["heard_end"] = 0
    occasions, (rejected,) = find(sea.world())
    assert (occasions, rejected.test) == ([], "reception")


@pytest.mark.parametrize("kept", [(DPRK,), (OTHER,), (DPRK, OTHER)])
def test_ships_that_kept_the_draughts_they_reported_are_left_alone(sea: Any, kept: tuple[int, ...]) -> None:
    beside_a_silence(sea)
    for mmsi in kept:
        draughts(sea, mmsi, 36, 36)
    occasions, (rejected,) = find(sea.world())
    assert (occasions, rejected.test) == ([], "draught unchanged")


def test_a_draught_that_changed_in_a_port_afterwards_says_nothing_of_the_stay(sea: Any) -> None:
    beside_a_silence(sea)
    draughts(sea, DPRK, 36, 60)
    sea.reports(OTHER, "2019-10-02T01:00", ship_type=80, length_dm=950, draught_dm=62)
    sea.visit(OTHER, "2019-10-05T00:00", "2019-10-05T20:00", SHANGHAI)
    sea.reports(OTHER, "2019-10-05T18:00", ship_type=80, length_dm=950, draught_dm=36)
    (occasion,), _ = find(sea.world())
    assert "lighter" not in occasion.title


def test_a_draught_that_changed_where_it_lay_next_says_nothing_of_the_stay(sea: Any) -> None:
    beside_a_silence(sea)
    draughts(sea, DPRK, 36, 60)
    sea.reports(OTHER, "2019-10-02T01:00", ship_type=80, length_dm=950, draught_dm=62)
    river = (31.37, 121.65)  # a berth that no index of ports holds
    sea.event("loitering", OTHER, "2019-10-04T10:00", "2019-10-05T10:00", river, distance_dm=900, median_speed_dkn=0)
    sea.reports(OTHER, "2019-10-05T09:00", ship_type=80, length_dm=950, draught_dm=36)
    (occasion,), _ = find(sea.world())
    assert "lighter" not in occasion.title


def test_one_silence_explains_one_stay_only(sea: Any) -> None:
    beside_a_silence(sea)
    sea.reports(THIRD, "2019-10-02T00:00", name="MADE UP 3", ship_type=80, length_dm=950)
    lies_still(sea, THIRD, (35.26, 124.06))
    (occasion,), _ = find(sea.world())
    assert {one.mmsi for one in occasion.subjects} == {DPRK, THIRD}  # the nearer one


def test_a_listed_ship_counts_from_its_listing_on_and_a_ship_of_no_list_never(sea: Any) -> None:
    sea.reports(THIRD, "2019-10-02T00:00", name="MADE UP 3", imo=9000003, ship_type=80, length_dm=950)
    sea.reports(OTHER, "2019-10-02T00:00", name="MADE UP 2", ship_type=80, length_dm=950)
    lies_still(sea)
    silent(sea, THIRD)
    assert find(sea.world()) == ([], [])
    sea.lists("MADE UP 3", bases={"2371-6": "2018-03-30"}, imo="9000003")
    (occasion,), _ = find(sea.world())
    assert {one.measure.id for one in occasion.engagements} == {"2397-5", "2397-12"}


def test_a_ship_listed_later_was_not_a_listed_ship_on_the_day(sea: Any) -> None:
    sea.reports(THIRD, "2019-10-02T00:00", name="MADE UP 3", imo=9000003, ship_type=80, length_dm=950)
    sea.lists("MADE UP 3", bases={"2371-6": "2020-01-01"}, imo="9000003")
    lies_still(sea)
    silent(sea, THIRD)
    assert find(sea.world()) == ([], [])


def test_two_ships_of_the_target_state_are_left_alone(sea: Any) -> None:
    lies_still(sea, DPRK + 1)
    silent(sea)
    occasions, (rejected,) = find(sea.world())
    assert (occasions, rejected.test) == ([], "both under one flag")


def unheard_at_one_end(sea: Any) -> None:
    """Draughts that changed over join the two; where the silence ended nobody else was heard."""
    far_off_with_draughts_that_changed_over(sea)
    sea.rows["gap"][0]["heard_end"] = 0


def test_where_nobody_was_heard_draughts_tell_only_of_the_one_ship_that_can_have_been_there(sea: Any) -> None:
    unheard_at_one_end(sea)
    (occasion,), _ = find(sea.world())
    (reception,) = (one for one in occasion.refutations if one.name == "reception")
    assert reception.outcome == "speaks against it"
    assert "this one alone could have been there" in reception.why


@pytest.mark.parametrize(
    ("likely_pm", "around_h", "lost", "turned", "told"),
    [
        (940, 9, 0, True, 1),
        (700, 9, 0, True, 0),  # as likely as not the receivers'
        (940, 0, 0, True, 0),  # nobody was heard around where it came back: receivers may have been down there
        (940, 9, 5, True, 0),  # others are lost there now and then
        (940, 9, 0, False, 0),  # nothing but nearness
    ],
)
def test_where_nobody_passed_draughts_tell_if_others_were_heard_around_and_are_hardly_ever_lost_there(
    sea: Any, likely_pm: int, around_h: int, lost: int, turned: bool, told: int
) -> None:
    beside_a_silence(sea)
    draughts(sea, DPRK, 36, 60)
    if turned:
        draughts(sea, OTHER, 60, 36)
    counted = {
        "audible_start_h": 10,
        "audible_end_h": around_h,
        "watched_start_h": 12,
        "watched_end_h": 12,
        "expected": 15,
    }
    sea.rows["gap"][0] |= {"heard_end": 0, "likelihood_pm": likely_pm, **counted}
    silent(sea, THIRD, at=(36.0, 124.0))  # a rival: nothing clears it away
    for at in (LAST_HEARD, (38.2, 124.3)):
        sea.heard(at, lost=lost)
    occasions, rejected = find(sea.world())
    assert (len(occasions), {one.test for one in rejected}) == (told, set() if told else {"reception"})


@pytest.mark.parametrize(
    ("before", "after", "kind", "told"),
    [
        (36, 60, 80, 0),  # as the silent one
        (None, None, 80, 0),  # nothing clears it away
        (60, 60, 80, 1),  # its draught stayed
        (60, 36, 80, 1),  # it changed as that of the one that lay still
        (36, 60, 70, 1),  # no tanker
        (36, 60, 52, 1),  # a tug
    ],
)
def test_another_silent_ship_of_any_flag_that_may_have_been_it_leaves_the_pair_alone(
    sea: Any, before: int | None, after: int | None, kind: int, told: int
) -> None:
    unheard_at_one_end(sea)
    silent(sea, THIRD, at=(36.0, 124.0))
    for when, dm in (("2019-09-30T01:00", before), ("2019-10-06T01:00", after)):
        sea.reports(THIRD, when, ship_type=kind, length_dm=950, draught_dm=dm)
    occasions, rejected = find(sea.world())
    assert (len(occasions), {one.test for one in rejected}) == (told, set() if told else {"reception"})


def test_how_often_the_engine_is_asked_does_not_grow_with_the_pairs(sea: Any, questions: list[Any]) -> None:
    unheard_at_one_end(sea)
    silent(sea, THIRD, at=(36.0, 124.0))  # may have been it too, so that nothing is told and every pair is judged
    assert len(find(sea.world())[1]) == 1
    of_one = len(questions)
    questions.clear()
    for n in range(1, 9):  # other stays, each with a draught that changed over against the silence
        lies_still(sea, OTHER + n, (35.2 + n / 10, 124.0))
        for when, dm in (("2019-09-30T01:00", 62), ("2019-10-06T01:00", 36)):
            sea.reports(OTHER + n, when, ship_type=80, length_dm=950, draught_dm=dm)
    assert len(find(sea.world())[1]) == 9
    assert len(questions) == of_one


def test_what_may_be_a_rival_of_one_stay_is_none_of_another(sea: Any) -> None:
    """All are fetched at once; yet each stay has its own: who was silent then and could have come to that place."""
    unheard_at_one_end(sea)
    silent(sea, THIRD, at=(36.0, 124.0))
    sea.rows["gap"][-1]["start_us"] += 20 * 3_600_000_000  # it fell silent when the stay was over
    (occasion,), _ = find(sea.world())
    (reception,) = (one for one in occasion.refutations if one.name == "reception")
    assert reception.outcome == "speaks against it"


def test_a_tanker_passes_nothing_to_a_ship_that_is_none(sea: Any) -> None:
    beside_a_silence(sea)
    for one in sea.static:
        one["ship_type"] = 70 if one["mmsi"] == OTHER else 80
    occasions, (rejected,) = find(sea.world())
    assert (occasions, rejected.test) == ([], "kinds that pass no cargo")
    assert rejected.why.endswith("(MMSI 445000001) is a tanker and ship MADE UP 2 (MMSI 671000001) is none")
    for one in sea.static:
        one["ship_type"] = 70
    (occasion,), _ = find(sea.world())
    assert next(one.why for one in occasion.refutations if "pass no cargo" in one.name) == "neither is a tanker"


def test_a_stay_heard_in_pieces_counts_as_one_where_draughts_tell(sea: Any) -> None:
    """Eight hours of it were never heard in one piece: no stay was detected, and holes of seven hours were."""
    far_off_with_draughts_that_changed_over(sea)
    sea.rows["loitering"].clear()
    for start, end in (("2019-10-03T04:00", "2019-10-03T10:30"), ("2019-10-03T12:00", "2019-10-03T19:00")):
        sea.event("gap", OTHER, start, end, OPEN_SEA, distance_dm=0, positions_before=3)
    heard = [(f"2019-10-03T{hour}", *OPEN_SEA) for hour in ("04:00", "10:30", "12:00", "19:00")]
    (occasion,), _ = find(replace(sea.world(), legs=legs((OTHER, heard))))
    assert "lay still for 15 h" in occasion.title
    assert [event.kind for event in occasion.events] == ["gap", "gap", "gap"]


@pytest.mark.parametrize(
    ("hours", "entered", "told"),
    [
        (5, "2019-10-03T09:10", 1),
        (5, "2019-10-03T13:00", 1),
        (5, "2019-10-03T16:00", 0),  # seven hours after it left
        (2, "2019-10-03T06:10", 0),  # as long as a pilot's call
    ],
)
def test_a_stay_of_a_few_hours_counts_where_a_draught_was_entered_at_its_end(
    sea: Any, hours: int, entered: str, told: int
) -> None:
    far_off_with_draughts_that_changed_over(sea)
    sea.rows["loitering"].clear()
    sea.reports(OTHER, entered, ship_type=80, length_dm=950, draught_dm=36)
    sea.event("draught_change", OTHER, "2019-09-30T01:00", entered, OPEN_SEA, from_draught_dm=62, to_draught_dm=36)
    away = [("2019-10-03T00:00", 35.9, 124.0), ("2019-10-03T18:00", 36.6, 124.0)]
    lay = [(f"2019-10-03T{hour:02}:00", *OPEN_SEA) for hour in range(4, 5 + hours)]
    occasions, _ = find(replace(sea.world(), legs=legs((OTHER, [away[0], *lay, away[1]]))))
    assert len(occasions) == told
    if told:
        assert "lay still for 5.0 h on the open sea" in occasions[0].title
        assert [event.kind for event in occasions[0].events] == ["draught_change", "gap"]


def test_a_short_stay_near_a_silence_is_not_told_by_nearness(sea: Any) -> None:
    beside_a_silence(sea)
    sea.rows["loitering"].clear()
    draughts(sea, DPRK, 60, 60)
    draughts(sea, OTHER, 62, 36)
    sea.event(
        "draught_change", OTHER, "2019-10-02T01:00", "2019-10-03T09:10", OPEN_SEA, from_draught_dm=62, to_draught_dm=36
    )
    lay = [(f"2019-10-03T{hour:02}:00", *OPEN_SEA) for hour in range(4, 10)]
    assert find(replace(sea.world(), legs=legs((OTHER, lay)))) == ([], [])


@pytest.mark.parametrize(("ship_type", "told"), [(70, 0), (80, 1)])
def test_a_lighter_ship_far_off_that_had_the_time_to_land_its_cargo_at_home_tells_of_no_meeting(
    sea: Any, ship_type: int, told: int
) -> None:
    """Lost 289 km north of the stay and heard again off Nampo. A tanker fetches oil, and takes none home."""
    far_off_with_draughts_that_changed_over(sea)
    for one in sea.static:
        one["ship_type"] = ship_type
        if "draught_dm" in one:
            one["draught_dm"] = {62: 36, 36: 62, 60: 34}[one["draught_dm"]]
    occasions, rejected = find(sea.world())
    assert len(occasions) == told
    assert [one.test for one in rejected] == ([] if told else ["landed at home"])
