"""Deliveries across a change of identity: what becomes an occasion, and each innocent explanation that must not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.typologies.test_whynot import legs

from fairlead.typologies import Occasion, Rejected, World, laundered

OLD, NEW = 445000001, 671000002
NAMPO = ("KPNAM", "KP", 38.7167, 125.4)
DALIAN = ("CNDAL", "CN", 38.93, 121.65)
YELLOW_SEA, OFF_ZHOUSHAN, ZHOUSHAN_ROADS = (37.8, 124.6), (31.2, 123.0), (29.76, 122.52)


def find_all(world: World) -> tuple[list[Occasion], list[Rejected]]:
    found = list(laundered.find(world))
    return [one for one in found if isinstance(one, Occasion)], [one for one in found if isinstance(one, Rejected)]


def changed(sea: Any, first: int = OLD, **further: Any) -> None:
    """Let a number fall silent in the Yellow Sea on the 4th; NEW, as large, is first heard off Zhoushan on the 13th."""
    start, end = further.pop("start", "2019-10-04T04:00"), further.pop("end", "2019-10-13T04:00")
    told: dict[str, Any] = {
        "other_track": NEW * 1000,
        "other_mmsi": NEW,
        "link": "across a silence",
        "distance_dm": 7_500_000,
        "imo": 9000001,
        "other_imo": 9000002,
        "name": "MADE UP 1",
        "other_name": "MADE UP 2",
        "length_dm": 980,
        "other_length_dm": 980,
        "beam_dm": 160,
        "other_beam_dm": 160,
        "draught_dm": 62,
        "other_draught_dm": 62,
        "cruise_dkn": 90,
        "other_cruise_dkn": 92,
        "begun": 2,
        "begun_alike": 0,
        "ended_alike": 0,
        "chance_ppm": 40_000,
    }
    at, to = further.pop("at", YELLOW_SEA), further.pop("to", OFF_ZHOUSHAN)
    sea.event("identity_change", first, start, end, at, to, **(told | further))


def sailed(sea: Any, **further: Any) -> Any:
    """The whole story: Nampo, dark nine days, and laden under another name into Zhoushan's roads."""
    sea.reports(OLD, "2019-10-01T00:00", name="MADE UP 1", imo=9000001, ship_type=70, length_dm=980, draught_dm=32)
    sea.reports(OLD, "2019-10-03T05:00", name="MADE UP 1", imo=9000001, ship_type=70, length_dm=980, draught_dm=62)
    second = {"name": "MADE UP 2", "imo": 9000002, "ship_type": 70, "length_dm": 980, "draught_dm": 62}
    sea.reports(NEW, "2019-10-13T05:00", **(second | further.pop("second", {})))
    sea.visit(OLD, "2019-10-01T06:00", "2019-10-03T04:00", NAMPO)
    sea.event("loitering", NEW, "2019-10-14T00:00", "2019-10-16T00:00", further.pop("roads", ZHOUSHAN_ROADS))
    sea.event("gap", OLD, "2019-10-04T04:00", None, YELLOW_SEA, heard_start=7, heard_end=None)
    changed(sea, **further)
    return sea


def outcome(occasion: Occasion, name: str) -> str:
    (found,) = [test.outcome for test in occasion.refutations if test.name == name]
    return found


def test_nampo_dark_nine_days_and_laden_under_another_name_off_zhoushan_is_one_occasion(sea: Any) -> None:
    (occasion,), rejected = find_all(sailed(sea).world())
    assert rejected == []
    assert occasion.title == (
        "Ship MADE UP 1 (MMSI 445000001) left Nampo (KP) and fell silent; 216 h later ship MADE UP 2 (MMSI 671000002), "
        "as large and as fast, was first heard and went to an anchorage off Zhoushan Shenjiamen (CN), 3–14 October "
        "2019; would engage resolution 2371 paragraph 8 and 2 other paragraphs if they are one hull"
    )
    assert [(one.measure.id, one.capacity, one.addressee) for one in occasion.engagements] == [
        ("2371-8", "target State", "KP"),
        ("2371-8", "importing State", "CN"),
        ("2371-8", "flag State", "TG"),
        ("2270-18", "port State", "CN"),
        ("2397-12", "flag State", "TG"),
    ]
    assert [event.kind for event in occasion.events] == ["port_visit", "identity_change", "gap", "loitering"]
    assert [subject.mmsi for subject in occasion.subjects] == [OLD, NEW]
    assert occasion.likelihood is None


def test_that_two_numbers_are_one_hull_shows_nothing_and_indicates_at_most(sea: Any) -> None:
    (occasion,), _ = find_all(sailed(sea).world())
    statuses = {element.status for engagement in occasion.engagements for element in engagement.elements}
    assert statuses == {"indicated", "missing"}
    assert outcome(occasion, "reception") == "does not refute"
    assert outcome(occasion, "new transponder, sale or new flag") == "does not refute"


@pytest.mark.parametrize(
    ("test", "further"),
    [
        ("another ship of its size", {"begun_alike": 1}),
        ("another ship of its size", {"ended_alike": 5}),
        ("moves otherwise", {"other_cruise_dkn": 130}),
        ("lies otherwise in the water", {"other_draught_dm": 34}),
        ("changed in port", {"to": DALIAN[2:]}),
        ("changed in port", {"to": (DALIAN[2] + 0.12, DALIAN[3])}),  # 13 km off, in a basin of its own
        ("one voyage", {"start": "2019-10-04T04:00", "end": "2019-10-20T05:00", "roads": None}),
        ("kind of ship", {"second": {"ship_type": 52}}),
        ("kind of ship", {"second": {"ship_type": 80}}),
    ],
)
def test_an_innocent_explanation_that_holds_is_told_and_no_occasion_made(
    sea: Any, test: str, further: dict[str, Any]
) -> None:
    if further.get("roads", ZHOUSHAN_ROADS) is None:
        further = {key: value for key, value in further.items() if key != "roads"}
        sea.visit(NEW, "2019-10-21T05:00", None, DALIAN)
    occasions, rejected = find_all(sailed(sea, **further).world())
    assert occasions == []
    assert [one.test for one in rejected] == [test]


def test_draughts_of_an_empty_ship_speak_against_and_refute_nothing(sea: Any) -> None:
    sea.reports(OLD, "2019-09-30T00:00", name="MADE UP 1", draught_dm=62)
    sea.reports(OLD, "2019-10-03T06:00", name="MADE UP 1", draught_dm=30)
    sea.reports(NEW, "2019-10-13T05:00", name="MADE UP 2", draught_dm=30)
    sea.visit(OLD, "2019-10-01T06:00", "2019-10-03T04:00", NAMPO)
    sea.visit(NEW, "2019-10-14T00:00", None, DALIAN)
    changed(sea, draught_dm=30, other_draught_dm=30)
    (occasion,), rejected = find_all(sea.world())
    assert (outcome(occasion, "in ballast"), rejected) == ("speaks against it", [])
    supplied = next(one for one in occasion.engagements[0].elements if one.name == "supply")
    assert (supplied.status, "it left lighter" in supplied.why) == ("missing", True)


def test_before_any_ban_it_is_left_alone(sea: Any) -> None:
    sea.visit(OLD, "2015-10-01T06:00", "2015-10-03T04:00", NAMPO)
    sea.visit(NEW, "2015-10-14T00:00", None, DALIAN)
    changed(sea, start="2015-10-04T04:00", end="2015-10-13T04:00")
    occasions, rejected = find_all(sea.world())
    assert (occasions, [one.test for one in rejected]) == ([], ["date before the measure"])


def test_rivals_are_told_beside_the_occasion(sea: Any) -> None:
    (occasion,), _ = find_all(sailed(sea, ended_alike=2).world())
    assert outcome(occasion, "another ship of its size") == "speaks against it"


def test_a_ship_that_keeps_its_imo_number_is_said_to_hide_nothing_by_it(sea: Any) -> None:
    said = {"second": {"imo": 9000001, "name": "MADE UP 1"}}
    (occasion,), _ = find_all(sailed(sea, link="one IMO number", other_imo=9000001, **said).world())
    assert outcome(occasion, "new transponder, sale or new flag") == "speaks against it"


@pytest.mark.parametrize(("other", "found"), [(445000007, True), (445000010, True), (445000023, False)])
def test_a_number_that_differs_by_a_slip_of_the_hand_is_called_one(sea: Any, other: int, found: bool) -> None:
    sailed(sea, other_mmsi=other, other_track=other * 1000)
    sea.visit(other, "2019-10-14T00:00", None, DALIAN)
    (occasion,), _ = find_all(sea.world())
    assert (outcome(occasion, "number typed wrong") == "speaks against it") is found


def test_a_change_after_a_call_elsewhere_or_with_no_arrival_is_no_candidate(sea: Any) -> None:
    sea.visit(OLD, "2019-10-01T06:00", "2019-10-02T04:00", NAMPO)
    sea.visit(OLD, "2019-10-03T06:00", "2019-10-03T20:00", DALIAN)
    sea.visit(NEW, "2019-10-14T00:00", None, DALIAN)
    changed(sea)
    assert find_all(sea.world()) == ([], [])


def test_a_second_number_that_goes_back_to_the_target_state_is_no_candidate(sea: Any) -> None:
    sea.visit(OLD, "2019-10-01T06:00", "2019-10-03T04:00", NAMPO)
    sea.visit(NEW, "2019-10-14T00:00", None, NAMPO)
    changed(sea)
    assert find_all(sea.world()) == ([], [])


def test_the_id_rests_on_the_ships_and_where_the_first_fell_silent_alone(sea: Any) -> None:
    (occasion,), _ = find_all(sailed(sea).world())
    sea.reports(NEW, "2019-10-13T09:00", name="MADE UP 2", ship_type=70, draught_dm=62)
    (again,), _ = find_all(sea.world())
    assert again.id == occasion.id


def test_a_second_ship_that_comes_in_from_where_nobody_is_heard_is_any_newcomer(sea: Any) -> None:
    """It sails north, first heard off Zhoushan: were others ever heard in the south, it was there before unheard."""
    sailing = [(f"2019-10-13T{hour:02d}:00", OFF_ZHOUSHAN[0] + hour / 5, OFF_ZHOUSHAN[1]) for hour in range(4, 12)]
    astern = [("2019-10-02T00:00", OFF_ZHOUSHAN[0] + 0.44, OFF_ZHOUSHAN[1])]
    world = sailed(sea).world()
    occasions, rejected = find_all(replace(world, legs=legs((NEW, sailing))))
    assert (occasions, [one.test for one in rejected]) == ([], ["came from beyond what can be heard"])
    others = [(413_000_000 + n, astern) for n in range(3)]
    (occasion,), _ = find_all(replace(world, legs=legs((NEW, sailing), *others)))
    assert outcome(occasion, "came from beyond what can be heard") == "does not refute"
