"""Ships under a port-entry ban in ports outside the target State: by the basis of the listing and the day."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from fairlead.subjects.decided import Decision, Decisions, Verdict
from fairlead.typologies import Occasion, Rejected, World, banned_port_entry

SHIP = 671000001
DALIAN = ("CNDAL", "CN", 38.9167, 121.6667)


def find(world: World) -> tuple[list[Occasion], list[Rejected]]:
    found = list(banned_port_entry.find(world))
    return [one for one in found if isinstance(one, Occasion)], [one for one in found if isinstance(one, Rejected)]


@pytest.fixture
def visited(sea: Any) -> Any:
    """A ship with IMO 9000002 stopped in Dalian on 3 May 2018."""
    sea.reports(SHIP, "2018-05-02T00:00", name="MADE UP 2", imo=9000002, ship_type=70)
    sea.visit(SHIP, "2018-05-03T04:00", "2018-05-04T04:00", DALIAN)
    return sea


def test_a_ship_barred_that_day_engages_the_port_state(visited: Any) -> None:
    visited.lists("MADE UP 2", bases={"2371-6": "2018-03-30", "2375-6": "2018-03-30"}, imo="9000002")
    (occasion,), rejected = find(visited.world())
    assert rejected == []
    assert [(one.measure.id, one.addressee) for one in occasion.engagements] == [
        ("2371-6", "CN"),
        ("2375-6", "CN"),
        ("2397-9", "CN"),
    ]
    statuses = {element.name: element.status for element in occasion.engagements[0].elements}
    assert statuses == {"designation": "shown", "entry": "shown", "exemption": "missing"}
    assert {test.name: test.outcome for test in occasion.refutations} == {
        "no ban that day": "does not refute",
        "not an entry": "does not refute",
        "identity": "does not refute",
        "return to the port it came from": "open",
        "emergency": "open",
        "Committee approval": "open",
        "entry for inspection": "open",
    }


@pytest.mark.parametrize(
    ("bases", "why"),
    [
        ({"2371-6": "2018-10-16"}, "was barred from 2018-10-16"),
        ({"2270-23-annexIII": "2017-06-21"}, "bars no port"),
        ({"1718-8d": "2018-03-30"}, "bars no port"),
        ({"2321-12": "2018-03-30"}, "bars no port"),
    ],
)
def test_a_later_ban_or_a_basis_that_bars_no_port_is_left_alone(visited: Any, bases: dict[str, str], why: str) -> None:
    visited.lists("MADE UP 2", bases=bases, imo="9000002")
    occasions, (rejected,) = find(visited.world())
    assert (occasions, rejected.test, why in rejected.why) == ([], "no ban that day", True)


def test_an_anchorage_is_no_entry(sea: Any) -> None:
    sea.reports(SHIP, "2018-05-02T00:00", name="MADE UP 2", imo=9000002)
    sea.visit(SHIP, "2018-05-03T04:00", None, ("ANCH-7", *DALIAN[1:]), place_kind="anchorage")
    sea.lists("MADE UP 2", bases={"2371-6": "2018-03-30"}, imo="9000002")
    occasions, (rejected,) = find(sea.world())
    assert (occasions, rejected.test) == ([], "not an entry")


def test_passing_a_port_is_no_entry(sea: Any) -> None:
    sea.reports(SHIP, "2018-05-02T00:00", name="MADE UP 2", imo=9000002)
    sea.visit(SHIP, "2018-05-03T04:00", "2018-05-03T05:00", DALIAN, stopped=False)
    sea.lists("MADE UP 2", bases={"2371-6": "2018-03-30"}, imo="9000002")
    occasions, (rejected,) = find(sea.world())
    assert (occasions, rejected.test) == ([], "not an entry")


def test_a_ship_with_another_imo_number_is_another_ship_whatever_its_name(visited: Any) -> None:
    visited.lists("MADE UP 2", bases={"2371-6": "2018-03-30"}, imo="9000014", mmsi=str(SHIP))
    assert find(visited.world()) == ([], [])


def test_a_port_of_the_target_state_is_no_candidate(sea: Any) -> None:
    sea.reports(SHIP, "2018-05-02T00:00", name="MADE UP 2", imo=9000002)
    sea.visit(SHIP, "2018-05-03T04:00", None, ("KPNAM", "KP", 38.7167, 125.4))
    sea.lists("MADE UP 2", bases={"2371-6": "2018-03-30"}, imo="9000002")
    assert find(sea.world()) == ([], [])


def test_a_return_to_its_last_port_speaks_against_it(visited: Any) -> None:
    visited.visit(SHIP, "2018-04-20T04:00", "2018-04-21T04:00", DALIAN)
    visited.lists("MADE UP 2", bases={"2371-6": "2018-05-01"}, imo="9000002")
    (occasion,), (rejected,) = find(visited.world())
    outcomes = {test.name: test.outcome for test in occasion.refutations}
    assert outcomes["return to the port it came from"] == "speaks against it"
    assert rejected.start == "2018-04-20T04:00:00Z"


def decide(verdict: Verdict, one: str, since: str | None = None, until: str | None = None) -> Decisions:
    """Return one decision on a reference and the listed ship of the fixture."""
    reference = "toy-list:1"
    return Decisions([Decision(verdict, one, reference, "as seen", since, until, (), "e" * 64, 7, "2020-01-01")])


def test_a_decision_that_it_is_another_ship_leaves_nothing(visited: Any) -> None:
    visited.lists("MADE UP 2", bases={"2371-6": "2018-03-30"}, imo="9000002")
    world = replace(visited.world(), decisions=decide("distinct", "imo:9000002"))
    assert find(world) == ([], [])


def test_a_decision_that_the_number_at_sea_was_the_listed_ship_is_told_and_holds_in_its_period(visited: Any) -> None:
    visited.lists("OTHER NAME", bases={"2371-6": "2018-03-30"}, imo="9000014")
    assert find(visited.world())[0] == []
    during = replace(visited.world(), decisions=decide("same", f"mmsi:{SHIP}", "2018-05-01", "2018-06-01"))
    (occasion,), _ = find(during)
    (designation,) = (one for one in occasion.engagements[0].elements if one.name == "designation")
    assert designation.status == "shown"
    assert ". A person decided: mmsi:671000001 and toy-list:1 are one" in designation.why  # a sentence of its own
    later = replace(visited.world(), decisions=decide("same", f"mmsi:{SHIP}", "2018-06-01"))
    assert find(later) == ([], [])
