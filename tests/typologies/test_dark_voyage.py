"""Silences near the target State from which a ship came back deeper."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.typologies.conftest import HOUR, e7, us

from fairlead import law, places
from fairlead.typologies import Occasion, Rejected, World, dark_voyage, placing
from fairlead.typologies.grounds import unheard_calls
from fairlead.typologies.grounds.doors import Doors, Heard

SHIP = 671000001
OFF_NAMPO = (38.2, 123.4)
OFF_SHANDONG = (36.75, 121.95)  # in the territorial sea, 40 km from either port


def find(world: World) -> tuple[list[Occasion], list[Rejected]]:
    found = list(dark_voyage.find(world))
    return [one for one in found if isinstance(one, Occasion)], [one for one in found if isinstance(one, Rejected)]


def silent(sea: Any, *, hours: int = 60, at: tuple[float, float] = OFF_NAMPO, heard: int = 9) -> None:
    """Let the ship be silent from 3 October 2019, 04:00, on, and be heard again some three kilometres off."""
    day, hour = divmod(4 + hours, 24)
    sea.event(
        "gap",
        SHIP,
        "2019-10-03T04:00",
        f"2019-10-{3 + day:02d}T{hour:02d}:00",
        at,
        (at[0] - 0.03, at[1]),
        heard_start=heard,
        heard_end=heard,
        distance_dm=0,
        positions_before=20,
    )


def again(sea: Any, at: tuple[float, float]) -> None:
    """Let it be heard again elsewhere."""
    sea.rows["gap"][0] |= {"end_lat_e7": e7(at[0]), "end_lon_e7": e7(at[1])}


def known_there(sea: Any) -> None:
    """Let the ship call in the target State two months later: something points there."""
    sea.visit(SHIP, "2019-12-01T00:00", "2019-12-02T00:00", ("KPNAM", "KP", 38.7167, 125.4))


def draughts(sea: Any, before: int, after: int, ship_type: int = 70) -> None:
    known_there(sea)
    sea.reports(SHIP, "2019-10-03T03:00", name="MADE UP 2", ship_type=ship_type, draught_dm=before)
    sea.reports(SHIP, "2019-10-07T05:00", name="MADE UP 2", ship_type=ship_type, draught_dm=after)


def test_how_often_the_engine_is_asked_does_not_grow_with_the_silences(sea: Any, questions: list[Any]) -> None:
    draughts(sea, 32, 61)
    silent(sea)
    assert len(find(sea.world())[0]) == 1
    of_one = len(questions)
    questions.clear()
    for hours in (50, 54, 58):
        silent(sea, hours=hours)
    assert len(find(sea.world())[0]) == 4
    assert len(questions) == of_one


def test_a_ship_that_comes_back_deeper_is_a_candidate_that_shows_no_call(sea: Any) -> None:
    draughts(sea, 32, 61)
    silent(sea)
    sea.visit(SHIP, "2019-10-07T04:00", None, ("CNLYG", "CN", 34.7333, 119.45))
    (occasion,), rejected = find(sea.world())
    assert rejected == []
    assert "would engage resolution 2371 paragraph 8" in occasion.title
    assert "silent for 60 h within reach of KP" in occasion.title
    assert [(one.capacity, one.addressee) for one in occasion.engagements] == [
        ("target State", "KP"),
        ("importing State", "CN"),
        ("flag State", "TG"),
        ("flag State", "TG"),
    ]
    for engagement in occasion.engagements:
        statuses = {element.name: element.status for element in engagement.elements}
        assert "shown" not in statuses.values()
        assert statuses.get("origin", statuses.get("supply", "missing")) == "missing"


def test_of_a_ship_lost_in_a_port_of_the_target_it_is_not_said_that_no_call_was_heard(sea: Any) -> None:
    draughts(sea, 32, 61)
    silent(sea, at=(38.7, 125.37))
    again(sea, (38.3, 124.7))
    sea.visit(SHIP, "2019-10-01T04:00", "2019-10-03T04:00", ("KPNAM", "KP", 38.7, 125.37))
    sea.visit(SHIP, "2019-10-07T04:00", None, ("CNLYG", "CN", 34.7333, 119.45))
    (occasion,), _ = find(sea.world())
    told = " ".join(element.why for one in occasion.engagements for element in one.elements)
    assert "It was heard at Nampo (KP) until 3 October 2019 at 04:00" in told
    assert "heard of a call" not in told
    elsewhere = next(test for test in occasion.refutations if test.name == "loaded elsewhere")
    assert "it fell silent off Nampo (KP) and was heard again off Nampo (KP)" in elsewhere.why
    assert "in the silence" in occasion.does_not_show
    stated = next(test for test in occasion.refutations if test.name == "stated destination")
    assert stated.why == "it had reported no destination by then, and could then have loaded at Nampo unheard"


@pytest.mark.parametrize(
    ("lay", "again", "told"),
    [
        ((35.0, 119.9), None, 0),  # light when it came to the roads of Lianyungang: landed on the way
        ((35.0, 119.9), 61, 1),  # and deep again a day later: the light entry was the wrong one
        (None, None, 1),  # it may have landed its cargo in the call that the light entry tells of
    ],
)
def test_what_a_ship_landed_before_it_lay_abroad_it_did_not_bring_there(
    sea: Any, lay: tuple[float, float] | None, again: int | None, told: int
) -> None:
    draughts(sea, 32, 61)
    silent(sea)
    sea.reports(SHIP, "2019-10-09T05:00", name="MADE UP 2", ship_type=70, draught_dm=33)
    if again:
        sea.reports(SHIP, "2019-10-11T05:00", name="MADE UP 2", ship_type=70, draught_dm=again)
    if lay:
        sea.event("loitering", SHIP, "2019-10-10T04:00", "2019-10-12T04:00", lay)
    start = "2019-10-12T14:00" if lay else "2019-10-08T04:00"
    sea.visit(SHIP, start, "2019-10-14T04:00", ("CNLYG", "CN", 34.7333, 119.45))
    occasions, rejected = find(sea.world())
    assert len(occasions) == told
    assert [one.test for one in rejected] == ([] if told else ["landed before it went abroad"])


@pytest.mark.parametrize(
    ("before", "after", "landed", "told"),
    [
        (62, 66, 33, 1),  # laden, and laden by another entry, which it landed abroad: it changed cargoes
        (62, 66, 65, 0),  # landed nothing
        (62, 63, 33, 0),  # a step of rounding
        (62, 62, 33, 0),  # it may have entered nothing since it was laden last
    ],
)
def test_who_came_laden_and_went_on_laden_by_another_draught_changed_cargoes(
    sea: Any, before: int, after: int, landed: int, told: int
) -> None:
    known_there(sea)
    silent(sea)
    sea.visit(SHIP, "2019-10-07T04:00", "2019-10-09T04:00", ("CNLYG", "CN", 34.7333, 119.45))
    for at, draught in (("2019-10-03T03:00", before), ("2019-10-06T05:00", after), ("2019-10-09T05:00", landed)):
        sea.reports(SHIP, at, name="MADE UP 2", ship_type=70, draught_dm=draught)
    assert len(find(sea.world())[0]) == told


def test_silence_alone_is_nothing(sea: Any) -> None:
    silent(sea)
    assert find(sea.world()) == ([], [])
    draughts(sea, 32, 33)
    assert find(sea.world()) == ([], [])


def test_a_silence_too_short_for_a_call_is_nothing(sea: Any) -> None:
    draughts(sea, 32, 61)
    silent(sea, hours=16)
    assert find(sea.world()) == ([], [])


@pytest.mark.parametrize(("hours", "told"), [(29, False), (30, True)])
def test_a_silence_in_which_it_could_call_but_not_load_tells_of_no_cargo(sea: Any, hours: int, told: bool) -> None:
    """To Nampo from 184 km off and back takes some 17 hours at 12 knots."""
    draughts(sea, 32, 61)
    silent(sea, hours=hours)
    port, least_us = unheard_calls.nearest_way(sea.rows["gap"][0], placing.ports("KP"))
    spare_h = hours - (least_us - unheard_calls.LOADING_US) / HOUR
    assert (spare_h >= 13) == told, (port.name, spare_h)
    occasions, rejected = find(sea.world())
    assert (len(occasions), [one.test for one in rejected]) == ((1, []) if told else (0, ["time to load"]))


def test_a_silence_far_away_is_nothing(sea: Any) -> None:
    draughts(sea, 32, 61)
    silent(sea, at=(31.0, 123.0))
    assert find(sea.world()) == ([], [])


def test_a_silence_where_nobody_was_heard_is_left_alone(sea: Any) -> None:
    draughts(sea, 32, 61)
    silent(sea, heard=0)
    occasions, (rejected,) = find(sea.world())
    assert (occasions, rejected.test) == ([], "reception")


def test_a_silence_that_began_beyond_hearing_is_told_where_it_came_back_amid_others(
    sea: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    draughts(sea, 32, 61)
    silent(sea, heard=0, hours=80)
    far = {"end_lat_e7": 350_000_000, "end_lon_e7": 1_230_000_000, "heard_end": 20}
    sea.rows["gap"][0] |= far | {"watched_end_h": 12, "audible_end_h": 12, "audible_astern_h": 11}
    assert find(sea.world())[0] == []  # nobody is seen to pass where it came back
    monkeypatch.setattr(Doors, "others", lambda *_: Heard(40, 900, 30))
    (occasion,), _ = find(sea.world())
    (test,) = [test for test in occasion.refutations if test.name == "reception"]
    assert test.outcome == "speaks against it"
    assert "there at least it was silent itself" in test.why


def test_an_edge_off_the_target_does_not_clear_a_silence_that_was_the_ships_own_at_its_other_end(
    sea: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    draughts(sea, 32, 61)
    silent(sea, hours=80)
    far = {"end_lat_e7": 350_000_000, "end_lon_e7": 1_230_000_000}
    watched = {"watched_end_h": 12, "audible_end_h": 12, "audible_astern_h": 11}
    sea.rows["gap"][0] |= far | watched
    edge = {"start": Heard(40, 900, 600), "end": Heard(40, 900, 30)}
    monkeypatch.setattr(Doors, "others", lambda _doors, _gap, edge_of: edge[edge_of])
    (occasion,), _ = find(sea.world())
    assert {test.name: test.outcome for test in occasion.refutations}[
        "edge of what can be heard"
    ] == "speaks against it"
    sea.rows["gap"][0]["audible_astern_h"] = 6
    occasions, (rejected,) = find(sea.world())
    assert (occasions, rejected.test) == ([], "edge of what can be heard")


def outcome(occasion: Occasion, name: str) -> tuple[str, str]:
    (found,) = [(test.outcome, test.why) for test in occasion.refutations if test.name == name]
    return found


def test_where_nobody_was_heard_a_course_with_a_port_of_the_target_astern_tells_where_it_had_been(sea: Any) -> None:
    draughts(sea, 32, 61)
    silent(sea, heard=0)
    sea.rows["gap"][0] |= {"end_lat_e7": e7(37.8), "end_lon_e7": e7(123.4)}
    sea.sails(SHIP, "2019-10-05T16:00", (37.8, 123.4), (37.6, 123.1))  # south-west
    (occasion,), _ = find(sea.world())
    told, why = outcome(occasion, "reception")
    assert told == "speaks against it"
    assert "its course was 230°, with Nampo astern within 9°" in why
    sea.legs.clear()
    sea.sails(SHIP, "2019-10-05T16:00", (37.8, 123.4), (37.9, 123.7))  # towards it
    occasions, (rejected,) = find(sea.world())
    assert (occasions, rejected.test) == ([], "reception")


def test_a_ship_that_hardly_moved_when_it_was_heard_again_has_no_course(sea: Any) -> None:
    draughts(sea, 32, 61)
    silent(sea, heard=0)
    sea.rows["gap"][0] |= {"end_lat_e7": e7(37.8), "end_lon_e7": e7(123.4)}
    sea.sails(SHIP, "2019-10-05T16:00", (37.8, 123.4), (37.792, 123.388))
    assert find(sea.world())[0] == []


def test_a_ship_of_the_target_that_went_home_and_abroad_again_is_told_though_nobody_was_heard(sea: Any) -> None:
    home = 445000001
    for at, dm in (("2019-10-03T03:00", 32), ("2019-10-07T05:00", 61)):
        sea.reports(home, at, name="MADE UP 3", ship_type=70, draught_dm=dm)
    sea.event("gap", home, "2019-10-03T04:00", "2019-10-05T16:00", OFF_NAMPO, heard_start=0, heard_end=0)
    assert find(sea.world())[0] == []  # it was not heard to go anywhere
    sea.visit(home, "2019-10-07T04:00", None, ("CNLYG", "CN", 34.7333, 119.45))
    (occasion,), _ = find(sea.world())
    told, why = outcome(occasion, "reception")
    assert (told, "under the flag of KP" in why) == ("speaks against it", True)


def test_far_off_a_silence_is_told_only_where_the_ship_came_from_the_target(sea: Any) -> None:
    draughts(sea, 32, 32)
    sea.reports(SHIP, "2019-10-07T19:00", name="MADE UP 2", ship_type=70, draught_dm=61)
    far = (33.0, 123.4)
    silent(sea, hours=110, at=far)
    sea.sails(SHIP, "2019-10-07T18:00", far, (32.7, 123.3))  # south
    (occasion,), _ = find(sea.world())
    assert "silent for 110 h within reach of KP" in occasion.title
    sea.legs.clear()
    sea.sails(SHIP, "2019-10-07T18:00", far, (33.0, 123.0))  # west
    assert find(sea.world()) == ([], [])


def later(sea: Any, *dms: int) -> None:
    """Let the ship go on reporting, an hour after its silence and every five hours from there."""
    for n, dm in enumerate(dms):
        at = datetime(2019, 10, 5, 17, tzinfo=UTC) + timedelta(hours=5 * n)
        sea.reports(SHIP, f"{at:%Y-%m-%dT%H:%M}", name="MADE UP 2", ship_type=70, draught_dm=dm)


def test_a_draught_entered_on_the_way_from_the_silence_to_the_next_stop_is_the_one_it_came_back_with(sea: Any) -> None:
    sea.reports(SHIP, "2019-10-03T03:00", name="MADE UP 2", ship_type=70, draught_dm=32)
    later(sea, 32, 32, 61)
    silent(sea)
    known_there(sea)
    sea.visit(SHIP, "2019-10-06T06:00", None, ("CNLYG", "CN", 34.7333, 119.45))
    assert find(sea.world()) == ([], [])  # it may lie at a berth, and enter what it loads there
    sea.sails(SHIP, "2019-10-05T16:00", OFF_NAMPO, (38.0, 123.0))
    (occasion,), _ = find(sea.world())
    assert "reported 3.2 m before and 6.1 m after" in outcome(occasion, "fuel, water or a wrong entry")[1]
    sea.rows["port_visit"][1] |= {"start_us": us("2019-10-06T01:00")}  # it was there when it entered that
    assert find(sea.world()) == ([], [])


def test_in_the_targets_own_waters_a_draught_entered_later_may_be_that_of_a_call_since(sea: Any) -> None:
    sea.reports(SHIP, "2019-10-03T03:00", name="MADE UP 2", ship_type=70, draught_dm=32)
    later(sea, 32, 61)
    silent(sea, at=(38.6, 124.9))
    sea.visit(SHIP, "2019-10-07T04:00", None, ("CNLYG", "CN", 34.7333, 119.45))
    assert find(sea.world()) == ([], [])


def test_a_silence_where_few_were_heard_leaves_reception_open(sea: Any) -> None:
    draughts(sea, 32, 61)
    silent(sea, heard=1)
    (occasion,), _ = find(sea.world())
    assert {test.name: test.outcome for test in occasion.refutations}["reception"] == "open"


def test_a_silence_that_begins_in_a_port_of_another_state_is_left_alone(sea: Any) -> None:
    draughts(sea, 32, 61)
    silent(sea, hours=80, at=(38.9167, 121.6667))
    sea.rows["gap"][0] |= {"end_lat_e7": 382_000_000, "end_lon_e7": 1_234_000_000}
    occasions, (rejected,) = find(sea.world())
    assert (occasions, rejected.test) == ([], "loaded elsewhere")


@pytest.mark.parametrize(("kilometres", "told"), [(15, False), (25, True)])
def test_a_silence_that_ends_close_off_a_port_of_another_state_is_left_alone(
    sea: Any, kilometres: float, told: bool
) -> None:
    """A port has berths and basins far from where the index puts it."""
    draughts(sea, 32, 61)
    silent(sea, hours=80)
    port = next(each for each in places.gazetteer().ports() if each.name == "Weihai")
    sea.rows["gap"][0] |= {
        "end_lat_e7": port.lat_e7 + round(kilometres / 111.195 * 1e7),
        "end_lon_e7": port.lon_e7,
    }
    occasions, rejected = find(sea.world())
    assert bool(occasions) is told
    if not told:
        assert rejected[0].test == "loaded elsewhere"
        assert f"{kilometres} km from Weihai (CN)" in rejected[0].why


@pytest.mark.parametrize("ship_type", [30, 52, 80])
def test_kinds_that_carry_no_such_goods_are_left_alone(sea: Any, ship_type: int) -> None:
    draughts(sea, 32, 61, ship_type)
    silent(sea)
    occasions, (rejected,) = find(sea.world())
    assert (occasions, rejected.test) == ([], "kind of ship")


@pytest.mark.parametrize(
    ("told", "ends"),
    [
        ({}, {"from_country": "CN", "to_country": "KP"}),  # it came there, and was heard doing so
        ({"2019-10-02T20:00": 45}, {}),  # it left the call deeper already, and came deeper still
    ],
)
def test_a_silence_within_a_voyage_whose_call_was_heard_is_left_to_deliveries(
    sea: Any, told: dict[str, int], ends: dict[str, str]
) -> None:
    for when, draught in {"2019-09-30T03:00": 32, **told, "2019-10-07T05:00": 61}.items():
        sea.reports(SHIP, when, name="MADE UP 2", ship_type=70, draught_dm=draught)
    silent(sea)
    sea.voyage(SHIP, "2019-10-03T00:00", "2019-10-07T02:00", draught_during_dm=told.get("2019-10-02T20:00"), **ends)
    assert find(sea.world()) == ([], [])


@pytest.mark.parametrize("to", [{}, {"to_place": "KPHAE", "to_country": "KP"}])
def test_a_silence_after_a_call_that_the_ship_left_in_ballast_may_hold_another_call(
    sea: Any, to: dict[str, str]
) -> None:
    draughts(sea, 32, 61)
    silent(sea)
    sea.voyage(SHIP, "2019-10-03T00:00", "2019-10-07T02:00", **to)
    assert len(find(sea.world())[0]) == 1


def test_roads_abroad_in_which_the_ship_rose_are_where_it_went(sea: Any) -> None:
    draughts(sea, 32, 61)
    silent(sea)
    sea.event("loitering", SHIP, "2019-10-07T00:00", "2019-10-08T00:00", (30.02, 122.9))
    sea.reports(SHIP, "2019-10-08T01:00", name="MADE UP 2", ship_type=70, draught_dm=32)
    sea.visit(SHIP, "2019-10-12T04:00", None, ("KPNAM", "KP", 38.7167, 125.4))
    (occasion,), _ = find(sea.world())
    assert "then went to an anchorage off Zhoushan Shenjiamen (CN)" in occasion.title
    assert [event.kind for event in occasion.events] == ["gap", "loitering"]


@pytest.mark.parametrize("by_roads", [True, False])
def test_a_later_call_at_the_target_explains_nothing_where_the_ship_came_to_it_by_roads_abroad(
    sea: Any, by_roads: bool
) -> None:
    """From Dalian to Nampo, as ports go; but in between it was silent, came deeper, and rose in roads off Zhoushan."""
    draughts(sea, 32, 61)
    silent(sea)
    if by_roads:
        sea.event("loitering", SHIP, "2019-10-07T00:00", "2019-10-08T00:00", (30.02, 122.9))
    sea.reports(SHIP, "2019-10-08T01:00", name="MADE UP 2", ship_type=70, draught_dm=32)
    sea.visit(SHIP, "2019-10-12T04:00", None, ("KPNAM", "KP", 38.7167, 125.4))
    places_of = {"from_place": "CNDAL", "from_country": "CN", "to_place": "KPNAM", "to_country": "KP"}
    sea.voyage(SHIP, "2019-10-02T00:00", "2019-10-12T04:00", **places_of)
    occasions, _ = find(sea.world())
    assert len(occasions) == by_roads


def test_a_draught_entered_long_after_the_next_stop_tells_of_that_stop(sea: Any) -> None:
    draughts(sea, 32, 61)
    silent(sea)
    sea.visit(SHIP, "2019-10-06T20:00", None, ("CNLYG", "CN", 34.7333, 119.45))
    occasions, (rejected,) = find(sea.world())
    assert (occasions, rejected.test) == ([], "loaded at the next stop")
    assert "9.0 h after it reached its next stop" in rejected.why


@pytest.mark.parametrize(("at", "found"), [(OFF_NAMPO, 0), ((38.6, 124.92), 1)])
def test_in_the_targets_own_waters_it_matters_less_whether_ship_or_receivers_were_silent(
    sea: Any, at: tuple[float, float], found: int
) -> None:
    draughts(sea, 32, 61)
    silent(sea, at=at, heard=0)
    again(sea, (at[0] - 0.5, at[1] - 0.4))
    sea.visit(SHIP, "2019-10-07T04:00", None, ("CNLYG", "CN", 34.7333, 119.45))
    occasions, rejected = find(sea.world())
    assert len(occasions) == found
    assert [one.test for one in rejected] == ([] if found else ["reception"])


def test_in_those_waters_too_nothing_is_told_of_a_ship_that_was_not_heard_to_go_abroad(sea: Any) -> None:
    draughts(sea, 32, 61)
    silent(sea, at=(38.6, 124.92), heard=0)
    sea.rows["gap"][0] |= {"end_lat_e7": 382_000_000, "end_lon_e7": 1_234_000_000}
    occasions, (rejected,) = find(sea.world())
    assert (occasions, rejected.test) == ([], "reception")


def test_a_silence_while_the_ship_lay_in_a_port_of_the_target_is_a_call_that_was_heard(sea: Any) -> None:
    draughts(sea, 32, 61)
    silent(sea, at=(38.71, 125.4))
    sea.visit(SHIP, "2019-10-02T00:00", "2019-10-06T00:00", ("KPNAM", "KP", 38.7167, 125.4))
    sea.visit(SHIP, "2019-10-07T04:00", None, ("CNLYG", "CN", 34.7333, 119.45))
    assert find(sea.world()) == ([], [])


def test_a_ship_that_stops_next_on_the_targets_own_coast_delivered_nothing_abroad(sea: Any) -> None:
    draughts(sea, 32, 61)
    silent(sea)
    sea.visit(SHIP, "2019-10-07T04:00", None, ("KPNAM", "KP", 38.7167, 125.4))
    occasions, (rejected,) = find(sea.world())
    assert occasions == []
    assert rejected.test == "trade along the target's own coast"


def test_a_ship_heard_again_in_the_targets_waters_that_stops_nowhere_is_left_alone(sea: Any) -> None:
    draughts(sea, 32, 61)
    silent(sea, at=(38.6, 125.0))
    again(sea, (38.55, 124.6))
    occasions, (rejected,) = find(sea.world())
    assert occasions == []
    assert rejected.test == "trade along the target's own coast"


@pytest.mark.parametrize(("at", "told"), [((39.6, 128.6), 0), (OFF_NAMPO, 1)])
def test_a_ship_that_stops_nowhere_and_is_nearest_to_the_targets_coast_is_left_alone(
    sea: Any, at: tuple[float, float], told: int
) -> None:
    """Beyond the territorial sea off Wonsan; the other is nearer to Weihai than to any port of the target."""
    draughts(sea, 32, 61)
    silent(sea, at=at)
    occasions, rejected = find(sea.world())
    assert (len(occasions), [one.test for one in rejected]) == (
        told,
        ["trade along the target's own coast"][told:],
    )


@pytest.mark.parametrize(("hours", "stops", "told"), [(190, False, 1), (230, False, 0), (230, True, 1)])
def test_over_eight_days_something_must_tell_where_it_had_been_or_went(
    sea: Any, hours: int, stops: bool, told: int
) -> None:
    draughts(sea, 32, 32)
    sea.reports(SHIP, "2019-10-13T05:00", name="MADE UP 2", ship_type=70, draught_dm=61)
    silent(sea, hours=hours)
    for leg in sea.static:
        leg["draught_dm"] = 61 if leg["t_us"] > us("2019-10-04") else leg["draught_dm"]
    if stops:
        sea.visit(SHIP, "2019-10-14T04:00", None, ("CNLYG", "CN", 34.7333, 119.45))
    occasions, rejected = find(sea.world())
    assert (len(occasions), [one.test for one in rejected]) == (told, [] if told else ["one voyage"])


def test_a_silence_of_months_is_no_voyage(sea: Any) -> None:
    day = "2019-12-03T04:00"
    sea.reports(SHIP, "2019-10-03T03:00", name="MADE UP 2", ship_type=70, draught_dm=32)
    sea.reports(SHIP, "2019-12-05T03:00", name="MADE UP 2", ship_type=70, draught_dm=61)
    sea.event(
        "gap", SHIP, "2019-10-03T04:00", day, OFF_NAMPO, heard_start=9, heard_end=9, distance_dm=0, positions_before=20
    )
    sea.visit(SHIP, "2019-12-07T04:00", None, ("CNLYG", "CN", 34.7333, 119.45))
    occasions, (rejected,) = find(sea.world())
    assert occasions == []
    assert rejected.test == "one voyage"


def moved(sea: Any, at: tuple[float, float], to: tuple[float, float]) -> World:
    """Return a sea in which a ship came back deeper from a silence that began and ended so, and went to Lianyungang."""
    draughts(sea, 32, 61)
    silent(sea)
    ends = {"start_lat_e7": e7(at[0]), "start_lon_e7": e7(at[1]), "end_lat_e7": e7(to[0]), "end_lon_e7": e7(to[1])}
    sea.rows["gap"][0] |= ends
    sea.visit(SHIP, "2019-10-07T04:00", None, ("CNLYG", "CN", 34.7333, 119.45))
    world: World = sea.world()
    return world


def test_a_ship_heard_again_where_it_was_lost_lay_there_or_went_out_of_hearing(sea: Any) -> None:
    occasions, (rejected,) = find(moved(sea, OFF_NAMPO, (38.21, 123.4)))
    assert (occasions, rejected.test) == ([], "one place")
    assert "heard again 1.1 km from where it had been lost" in rejected.why


def test_a_silence_spent_off_one_port_of_the_targets_hid_no_way(sea: Any) -> None:
    occasions, (rejected,) = find(moved(sea, (38.5, 124.9), (38.6, 125.1)))
    assert (occasions, rejected.test) == ([], "in the target's port all the while")
    assert "off Nampo and" in rejected.why


def test_in_the_targets_own_waters_it_may_have_lain_in_roads_before_its_call_and_after(sea: Any) -> None:
    (occasion,), _ = find(moved(sea, (38.4, 124.7), (38.405, 124.7)))  # 70 km off Nampo
    told, why = outcome(occasion, "one place")
    assert (told, why.endswith("in the target State's own waters")) == ("speaks against it", True)


def test_a_ship_that_comes_from_there_may_cross_the_edge_of_hearing_twice_at_one_place(sea: Any) -> None:
    sea.sails(SHIP, "2019-10-05T16:00", (38.21, 123.4), (38.0, 123.1))  # south-west
    (occasion,), _ = find(moved(sea, OFF_NAMPO, (38.21, 123.4)))
    told, why = outcome(occasion, "one place")
    assert (told, "with Nampo astern" in why) == ("speaks against it", True)


def test_a_ship_lost_and_heard_again_off_one_coast_of_another_state_may_have_loaded_there(sea: Any) -> None:
    occasions, (rejected,) = find(moved(sea, OFF_SHANDONG, (36.7, 121.75)))
    assert (occasions, rejected.test) == ([], "loaded elsewhere")
    assert "both in waters of CN or off its coast, and 19 km apart" in rejected.why
    assert "the way by Rushan was 62 km, and it may have loaded there" in rejected.why
    assert rejected.why.endswith("; the shortest by a port of KP, Haeju Hang, 737 km")


def test_inside_an_archipelago_far_from_every_port_it_is_off_that_coast_too() -> None:
    """Channels of British Columbia: of the second place the map does not tell whose waters they are."""
    (lost, again), hours = ((53.36825, -129.2694), (53.5787, -129.6643)), 46
    gap: dict[str, Any] = {"start_us": 0, "end_us": hours * HOUR}
    for edge, (lat, lon) in (("start", lost), ("end", again)):
        gap |= {f"{edge}_lat_e7": e7(lat), f"{edge}_lon_e7": e7(lon)}
    found = unheard_calls.handled_elsewhere(replace(law.load("dprk"), target="US"), gap)
    assert found.outcome == "refutes"
    assert "both in waters of CA or off its coast, and 35 km apart" in found.why


def test_a_ship_heard_again_far_along_that_coast_may_have_been_anywhere_between(sea: Any) -> None:
    (occasion,), _ = find(moved(sea, OFF_SHANDONG, (36.1, 120.95)))
    assert outcome(occasion, "loaded elsewhere")[0] == "open"


@pytest.mark.parametrize(("entered", "told"), [("2019-10-07T05:00", 1), ("2019-10-07T09:00", 0)])
def test_a_crew_that_enters_what_it_came_with_called_in_the_silence_and_loaded_there(
    sea: Any, entered: str, told: int
) -> None:
    """Light first in the silence, deep within three hours of its arrival: nobody loads in so short a time."""
    silent(sea)
    known_there(sea)
    for when, dm in (("2019-10-03T03:00", 61), ("2019-10-05T17:00", 32), (entered, 61)):
        sea.reports(SHIP, when, name="MADE UP 2", ship_type=70, draught_dm=dm)
    sea.visit(SHIP, "2019-10-07T04:00", None, ("CNLYG", "CN", 34.7333, 119.45))
    assert len(find(sea.world())[0]) == told


@pytest.mark.parametrize(
    ("mmsi", "called", "bound", "at", "told"),
    [
        (SHIP, False, None, OFF_NAMPO, 0),
        (SHIP, True, None, OFF_NAMPO, 1),
        (SHIP, False, "KP SONGNIM", OFF_NAMPO, 1),
        (SHIP, False, "CNDLC", OFF_NAMPO, 0),
        (SHIP, False, None, (38.3, 124.3), 1),  # nearer to Nampo than to any other port
        (445000009, False, None, OFF_NAMPO, 1),
    ],
)
def test_of_a_ship_of_another_flag_something_must_point_to_the_target(
    sea: Any, mmsi: int, called: bool, bound: str | None, at: tuple[float, float], told: int
) -> None:
    silent(sea, at=at)
    sea.rows["gap"][0] |= {"mmsi": mmsi, "track": mmsi * 1000}
    sea.reports(mmsi, "2019-10-03T03:00", name="MADE UP 2", ship_type=70, draught_dm=32, destination=bound)
    sea.reports(mmsi, "2019-10-07T05:00", draught_dm=61)
    sea.visit(mmsi, "2019-10-07T04:00", "2019-10-09T04:00", ("CNLYG", "CN", 34.7333, 119.45))
    if called:
        sea.visit(mmsi, "2019-12-01T00:00", "2019-12-02T00:00", ("KPNAM", "KP", 38.7167, 125.4))
    occasions, rejected = find(sea.world())
    assert len(occasions) == told
    assert [one.test for one in rejected] == ([] if told else ["nothing points to the target State"])
    if not told:
        assert re.search(
            r"at both ends: lost [\d.]+ km off .+ \(\w\w\), [\d.]+ km off KP; heard again ", rejected[0].why
        )


@pytest.mark.parametrize(
    ("onward", "to", "hours", "told"),
    [
        ((37.5, 123.2), (36.9, 122.9), 96, 1),  # straight towards the target's ports and straight from them
        ((37.5, 123.9), (36.9, 122.9), 96, 0),  # lost on its way past them
        ((37.5, 123.2), (36.9, 123.9), 96, 0),  # heard again on another course
        ((37.5, 123.2), (36.9, 122.9), 48, 0),  # no time to wait and to load
    ],
)
def test_a_straight_way_there_and_back_points_to_the_target_where_nobody_was_heard(
    sea: Any, onward: tuple[float, float], to: tuple[float, float], hours: int, told: int
) -> None:
    """``onward``: where it was heard two hours before it was lost."""
    lost, again = (37.8, 123.5), (37.3, 123.3)
    silent(sea, hours=hours, at=lost, heard=0)
    sea.rows["gap"][0] |= {"end_lat_e7": e7(again[0]), "end_lon_e7": e7(again[1])}
    day, hour = divmod(4 + hours, 24)
    sea.reports(SHIP, "2019-10-03T03:00", name="MADE UP 2", ship_type=70, draught_dm=32)
    sea.reports(SHIP, f"2019-10-{3 + day:02d}T{hour + 1:02d}:00", name="MADE UP 2", ship_type=70, draught_dm=61)
    sea.sails(SHIP, "2019-10-03T02:00", onward, lost)
    sea.sails(SHIP, f"2019-10-{3 + day:02d}T{hour:02d}:00", again, to)
    sea.visit(SHIP, "2019-10-10T04:00", "2019-10-12T04:00", ("CNLYG", "CN", 34.7333, 119.45))
    occasions, _ = find(sea.world())
    assert len(occasions) == told
    if told:
        found, why = outcome(occasions[0], "nothing points to the target State")
        assert (found, "when lost its course was" in why, "when heard again" in why) == ("does not refute", True, True)


@pytest.mark.parametrize(("mmsi", "told"), [(SHIP, 0), (445000009, 1)])
def test_a_ship_of_another_flag_that_was_bound_for_rajin_may_carry_what_only_passes_through(
    sea: Any, mmsi: int, told: int
) -> None:
    silent(sea)
    sea.rows["gap"][0] |= {"mmsi": mmsi, "track": mmsi * 1000}
    sea.reports(mmsi, "2019-10-03T03:00", name="MADE UP 2", ship_type=70, draught_dm=32, destination="KP RJN")
    sea.reports(mmsi, "2019-10-07T05:00", draught_dm=61)
    sea.visit(mmsi, "2019-10-07T04:00", None, ("CNLYG", "CN", 34.7333, 119.45))
    occasions, rejected = find(sea.world())
    assert (len(occasions), [one.test for one in rejected]) == (told, [] if told else ["exempt or notified cargo"])


LYG, YANTAI = ("CNLYG", "CN", 34.7333, 119.45), ("CNYTG", "CN", 37.55, 121.45)


@pytest.mark.parametrize(
    ("before", "entered", "told"),
    [
        (LYG, None, 0),  # it may have entered on the way home what it carried there
        (LYG, 34, 1),  # it entered what it drew as it left
        (YANTAI, None, 1),  # it went elsewhere than where it had come from
    ],
)
def test_a_ship_of_the_flag_that_goes_back_where_it_came_from_may_have_entered_late_what_it_carried_home(
    sea: Any, before: tuple[str, str, float, float], entered: int | None, told: int
) -> None:
    own = 445000001
    sea.reports(own, "2019-09-29T03:00", name="MADE UP 3", ship_type=70, draught_dm=31)
    sea.visit(own, "2019-09-29T04:00", "2019-10-01T04:00", before)
    if entered is not None:
        sea.reports(own, "2019-10-01T03:00", name="MADE UP 3", ship_type=70, draught_dm=entered)
    ends = (OFF_NAMPO, (38.17, 123.4))
    heard = {"heard_start": 9, "heard_end": 9, "distance_dm": 0, "positions_before": 20}
    sea.event("gap", own, "2019-10-03T04:00", "2019-10-05T16:00", *ends, **heard)
    sea.reports(own, "2019-10-05T17:00", name="MADE UP 3", ship_type=70, draught_dm=61)
    sea.visit(own, "2019-10-07T04:00", None, LYG)
    occasions, rejected = find(sea.world())
    assert (len(occasions), [one.test for one in rejected]) == (told, ["loaded at the call before"] * (1 - told))
