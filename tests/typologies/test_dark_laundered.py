"""Dark voyages across a change of identity: what becomes an occasion, and each innocent explanation that must not."""

from __future__ import annotations

from typing import Any

import pytest
from tests.typologies import test_laundered
from tests.typologies.test_laundered import DALIAN, NAMPO, NEW

from fairlead.typologies import Occasion, Rejected, World, dark_laundered

OLD, OTHER = 457000001, 518000003
LOST, AGAIN, FAR = (37.0, 123.2), (36.4, 123.0), (33.2, 123.6)


def find_all(world: World) -> tuple[list[Occasion], list[Rejected]]:
    found = list(dark_laundered.find(world))
    return [one for one in found if isinstance(one, Occasion)], [one for one in found if isinstance(one, Rejected)]


def changed(sea: Any, first: int = OLD, **further: Any) -> None:
    """Let a number fall silent in the Yellow Sea on the 4th and NEW, as large, be first heard there on the 8th."""
    told = {"at": LOST, "to": AGAIN, "end": "2019-10-08T04:00", "distance_dm": 690_000, "draught_dm": 32}
    test_laundered.changed(sea, first, **(told | further))


def sailed(sea: Any, before: int | None = 32, after: int | None = 62, **further: Any) -> Any:
    """The whole story: dark for four days in the Yellow Sea, and laden under another name into Dalian."""
    kind = {"ship_type": further.pop("ship_type", 70), "length_dm": 980}
    sea.reports(OLD, "2019-10-04T03:00", name="MADE UP 1", imo=9000001, draught_dm=before, **kind)
    sea.reports(further.get("other_mmsi", NEW), "2019-10-08T05:00", name="MADE UP 2", draught_dm=after, **kind)
    sea.visit(NEW, "2019-10-10T00:00", None, further.pop("next", DALIAN))
    sea.event("gap", OLD, "2019-10-04T04:00", None, LOST, heard_start=7, heard_end=None)
    changed(sea, **further)
    return sea


def outcome(occasion: Occasion, name: str) -> str:
    (found,) = [test.outcome for test in occasion.refutations if test.name == name]
    return found


def test_dark_four_days_and_laden_under_another_name_is_one_occasion_that_shows_nothing(sea: Any) -> None:
    (occasion,), rejected = find_all(sailed(sea).world())
    assert rejected == []
    assert occasion.title == (
        "Ship MADE UP 1 (MMSI 457000001) fell silent within reach of KP; 96 h later ship MADE UP 2 (MMSI 671000002), "
        "as large and as fast, was first heard 69 km away, deeper in the water and went to Dalian (CN), "
        "4–10 October 2019; would engage resolution 2371 paragraph 8 and 1 other paragraph if they are one hull and "
        "it loaded there"
    )
    assert [event.kind for event in occasion.events] == ["identity_change", "gap", "port_visit"]
    assert [subject.mmsi for subject in occasion.subjects] == [OLD, NEW]
    assert [(one.capacity, one.addressee) for one in occasion.engagements][:2] == [
        ("target State", "KP"),
        ("importing State", "CN"),
    ]
    statuses = {element.status for engagement in occasion.engagements for element in engagement.elements}
    assert statuses == {"indicated", "missing"}


@pytest.mark.parametrize(
    ("test", "further"),
    [
        ("another ship of its size", {"begun_alike": 1}),
        ("moves otherwise", {"other_cruise_dkn": 130}),
        ("changed in port", {"to": (DALIAN[2] + 0.12, DALIAN[3])}),
        ("in the target State's own waters", {"at": (38.6, 125.0)}),
        ("in the target State's own waters", {"to": (38.6, 125.0)}),
        ("one voyage", {"end": "2019-10-20T05:00"}),
        ("kind of ship", {"ship_type": 52}),
        ("nothing speaks of cargo", {"before": 62, "after": 32}),
        ("nothing speaks of cargo", {"before": 40, "after": 40, "to": FAR, "distance_dm": 4_200_000}),
        ("nothing speaks of cargo", {"before": None, "after": None, "to": FAR, "distance_dm": 4_200_000}),
        ("trade along the target's own coast", {"next": NAMPO}),
        ("date before the measure", {"start": "2015-10-04T04:00", "end": "2015-10-08T04:00"}),
    ],
)
def test_an_innocent_explanation_that_holds_is_told_and_no_occasion_made(
    sea: Any, test: str, further: dict[str, Any]
) -> None:
    occasions, (rejected,) = find_all(sailed(sea, **further).world())
    assert (occasions, rejected.test) == ([], test)


@pytest.mark.parametrize("dm", [40, None])
def test_without_a_deeper_draught_one_that_began_close_to_where_the_first_was_lost_is_told(
    sea: Any, dm: int | None
) -> None:
    (occasion,), _ = find_all(sailed(sea, before=dm, after=dm).world())
    assert outcome(occasion, "nothing speaks of cargo") == "speaks against it"
    assert "deeper" not in occasion.title


@pytest.mark.parametrize("dm", [40, None])
def test_without_a_deeper_draught_one_that_came_from_the_targets_port_is_told_wherever_it_began(
    sea: Any, dm: int | None
) -> None:
    sailed(sea, before=dm, after=dm, to=FAR, distance_dm=4_200_000)
    sea.heard(FAR)
    sea.sails(NEW, "2019-10-08T04:00", FAR, (32.9, 123.5))  # on from Nampo, south-south-west
    (occasion,), _ = find_all(sea.world())
    (test,) = [one for one in occasion.refutations if one.name == "nothing speaks of cargo"]
    assert (test.outcome, "astern within" in test.why) == ("speaks against it", True)
    beyond = outcome(occasion, "came from beyond what can be heard")
    assert beyond == "speaks against it"  # nobody is heard astern
    sea.legs = [one for one in sea.legs if one["mmsi"] != NEW]
    sea.sails(NEW, "2019-10-08T04:00", FAR, (33.2, 123.2))  # west
    assert [one.test for one in find_all(sea.world())[1]] == ["came from beyond what can be heard"]


def test_where_both_ends_are_far_off_it_is_a_candidate_only_if_it_came_from_there(sea: Any) -> None:
    south = (32.6, 123.4)
    sailed(sea, at=south, to=FAR, distance_dm=900_000, end="2019-10-10T04:00")
    assert find_all(sea.world()) == ([], [])
    sea.sails(NEW, "2019-10-10T04:00", FAR, (32.9, 123.5))
    assert len(find_all(sea.world())[0]) == 1


def test_a_silence_too_short_for_a_call_and_a_second_under_the_targets_flag_are_no_candidates(sea: Any) -> None:
    assert find_all(sailed(sea, end="2019-10-05T04:00").world()) == ([], [])
    changed(sea, other_mmsi=445000009, other_track=445000009000)
    assert find_all(sea.world()) == ([], [])


def test_of_two_that_the_second_could_continue_the_one_lost_nearer_is_told(sea: Any) -> None:
    sailed(sea)
    changed(sea, OTHER, at=FAR, distance_dm=4_000_000)
    (occasion,), (rejected,) = find_all(sea.world())
    assert occasion.subjects[0].mmsi == OLD
    assert (rejected.test, rejected.ships) == ("another number that fits better", (f"ship MMSI {OTHER}", _new()))


def _new() -> str:
    return f"ship MADE UP 2 (MMSI {NEW})"


def test_where_the_call_was_heard_it_is_another_typologys(sea: Any) -> None:
    sea.visit(OLD, "2019-10-01T06:00", "2019-10-03T04:00", NAMPO)
    assert find_all(sailed(sea).world()) == ([], [])


@pytest.mark.parametrize("kept", [{"name": "MADE UP 1"}, {"name": "Made-up 1 "}, {"imo": 9000001}])
def test_who_kept_its_name_or_imo_number_hid_nothing_by_another_number(sea: Any, kept: dict[str, Any]) -> None:
    made = sailed(sea)
    made.static[-1] |= kept
    occasions, (rejected,) = find_all(made.world())
    assert (occasions, rejected.test) == ([], "name or IMO number kept")
