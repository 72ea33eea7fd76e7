"""Barred hulls in port under another identity: what becomes an occasion, and what is rightly left alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.typologies.test_laundered import DALIAN, NAMPO, NEW, OLD, changed
from tests.typologies.test_whynot import told

from fairlead.typologies import Occasion, Rejected, World, laundered_entry

BARRED = {"2371-6": "2018-03-30"}
IMO = 9000001


def find(world: World) -> tuple[list[Occasion], list[Rejected]]:
    found = list(laundered_entry.find(world))
    return [one for one in found if isinstance(one, Occasion)], [one for one in found if isinstance(one, Rejected)]


def entered(sea: Any, bases: dict[str, str] = BARRED, second_imo: int = 9000002, **further: Any) -> Any:
    """OLD reports a listed hull's number and falls silent; NEW, as large, is first heard and stops in Dalian."""
    sea.lists("MADE UP 1", bases=bases, imo=str(IMO))
    sea.reports(OLD, "2019-10-01T00:00", name="MADE UP 1", imo=IMO, ship_type=70, length_dm=980)
    sea.reports(NEW, "2019-10-13T05:00", name="MADE UP 2", imo=second_imo, ship_type=70, length_dm=980)
    changed(sea, **further)
    sea.visit(NEW, "2019-10-15T04:00", "2019-10-16T04:00", DALIAN)
    return sea


def test_a_barred_hull_that_comes_in_under_another_number_engages_the_port_state_if_it_is_one_hull(sea: Any) -> None:
    (occasion,), rejected = find(entered(sea).world())
    assert rejected == []
    assert [(one.measure.id, one.addressee) for one in occasion.engagements] == [("2371-6", "CN"), ("2397-9", "CN")]
    statuses = {element.name: element.status for element in occasion.engagements[0].elements}
    assert statuses == {"designation": "indicated", "entry": "shown", "exemption": "missing"}
    assert occasion.title.startswith("Ship MADE UP 2 (MMSI 671000002) stopped in the port of Dalian (CN)")
    assert occasion.title.endswith("if they are one hull")
    assert ".;" not in " ".join(element.why for one in occasion.engagements for element in one.elements)
    assert [event.kind for event in occasion.events] == ["identity_change", "port_visit"]


@pytest.mark.parametrize(
    ("test", "further"),
    [
        ("another ship of its size", {"begun_alike": 1}),
        ("moves otherwise", {"other_cruise_dkn": 130}),
        ("changed in port", {"to": DALIAN[2:]}),
        ("one voyage", {"start": "2019-09-20T04:00"}),
    ],
)
def test_an_innocent_explanation_that_holds_is_told_and_no_occasion_made(
    sea: Any, test: str, further: dict[str, Any]
) -> None:
    occasions, rejected = find(entered(sea, **further).world())
    assert (occasions, [one.test for one in rejected]) == ([], [test])


def test_another_draught_tells_nothing_since_a_ship_may_load_in_between(sea: Any) -> None:
    occasions, _ = find(entered(sea, other_draught_dm=30).world())
    assert len(occasions) == 1


@pytest.mark.parametrize("bases", [{"2321-12": "2018-03-30"}, {"2371-6": "2019-11-30"}])
def test_a_basis_that_bars_no_port_or_a_later_one_is_no_candidate(sea: Any, bases: dict[str, str]) -> None:
    assert find(entered(sea, bases).world()) == ([], [])


def test_a_hull_that_keeps_its_imo_number_is_another_typologys(sea: Any) -> None:
    assert find(entered(sea, second_imo=IMO, link="one IMO number", other_imo=IMO).world()) == ([], [])


def test_the_targets_own_ports_and_anchorages_are_no_entry(sea: Any) -> None:
    entered(sea)
    sea.rows["port_visit"].clear()
    sea.visit(NEW, "2019-10-15T04:00", "2019-10-16T04:00", NAMPO)
    sea.visit(NEW, "2019-10-17T04:00", "2019-10-18T04:00", ("A1", "CN", 38.9, 121.7), place_kind="anchorage")
    assert find(sea.world()) == ([], [])


@pytest.mark.parametrize(
    ("bases", "imo", "condition"),
    [
        ({"2321-12": "2018-03-30"}, IMO, "barred from ports that day"),
        (BARRED, 9000009, "a listed hull before"),
    ],
)
def test_why_not_names_the_condition_that_failed(sea: Any, bases: dict[str, str], imo: int, condition: str) -> None:
    sea.lists("MADE UP 1", bases=bases, imo=str(imo))
    sea.reports(OLD, "2019-10-01T00:00", name="MADE UP 1", imo=IMO, ship_type=70, length_dm=980)
    changed(sea)
    assert told(sea.world(), "laundered_entry", NEW, date(2019, 10, 15)).condition == condition
