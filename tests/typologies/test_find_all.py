"""All typologies together: what each declares, and that order changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import ibis
import pytest

from fairlead import law
from fairlead.typologies import TYPOLOGIES, Rejected, every, find_all
from fairlead.typologies.occasion import Typology


def busy(sea: Any) -> Any:
    """Add a delivery, a transfer, a banned entry and two look-alikes."""
    sea.reports(671000001, "2019-10-01T00:00", name="MADE UP 2", imo=9000002, ship_type=80, length_dm=950)
    sea.lists("MADE UP 2", bases={"2371-6": "2018-03-30"}, imo="9000002")
    sea.voyage(445000001, "2019-10-03T04:00", "2019-10-04T02:00")
    sea.voyage(445000002, "2019-10-03T04:00", "2019-10-04T02:00", draught_before_dm=60, draught_during_dm=30)
    sea.encounter(445000003, 671000001, "2019-10-05T04:00", "2019-10-05T12:00")
    sea.encounter(445000004, 445000005, "2019-10-05T04:00", "2019-10-05T12:00")
    sea.visit(671000001, "2019-10-08T04:00", "2019-10-09T04:00", ("CNDAL", "CN", 38.9167, 121.6667))
    return sea


@pytest.fixture
def four_threads() -> Iterator[None]:
    """Let what asks no connection of its own have four threads for once."""
    connection = ibis.get_backend().con
    connection.execute("SET threads = 4")
    yield
    connection.execute("SET threads = 1")


def test_occasions_and_rejections_do_not_depend_on_the_order_of_rows(sea: Any) -> None:
    occasions, rejected = find_all(busy(sea).world())
    assert [one.typology.name for one in occasions] == ["delivery", "transfer_flagged", "banned_port_entry"]
    assert [one.test for one in rejected] == ["in ballast", "both under one flag"]
    for rows in (*sea.rows.values(), sea.static, sea.identities, sea.bases):
        rows.reverse()
    assert find_all(sea.world()) == (occasions, rejected)


def test_one_voyage_is_told_once(sea: Any) -> None:
    """A silence between a port of the target and roads abroad, from which a ship came deeper: the delivery tells it."""
    ship, nampo, roads = 445000009, ("KPNAM", "KP", 38.7167, 125.4), (36.75, 122.55)
    sea.visit(ship, "2019-10-01T00:00", "2019-10-03T04:00", nampo)
    sea.event("gap", ship, "2019-10-03T04:00", "2019-10-05T16:00", nampo[2:], (38.66, 125.0), distance_dm=1)
    sea.event("loitering", ship, "2019-10-07T04:00", "2019-10-10T04:00", roads)
    for when, draught in (("01T02:00", 32), ("05T18:00", 61), ("10T05:00", 33)):
        sea.reports(ship, f"2019-10-{when}", name="MADE UP 9", ship_type=70, draught_dm=draught)
    sea.visit(ship, "2019-10-12T00:00", "2019-10-13T00:00", nampo)
    occasions, rejected = find_all(sea.world())
    assert [one.typology.name for one in occasions] == ["delivery"]
    (told,) = (one for one in rejected if one.test == "told once")
    assert (told.typology, told.ships) == ("dark_voyage", ("ship MADE UP 9 (MMSI 445000009)",))
    assert occasions[0].title in told.why


@pytest.mark.parametrize(("entered", "told"), [("2019-10-06T11:00:00Z", 1), ("2019-10-06T13:00:00Z", 2)])
def test_a_draught_entered_within_a_day_of_a_stay_tells_of_that_stay(
    sea: Any, monkeypatch: pytest.MonkeyPatch, entered: str, told: int
) -> None:
    sea.encounter(445000003, 671000001, "2019-10-05T04:00", "2019-10-05T12:00")
    (made,), _ = find_all(sea.world())
    stay = replace(made, typology=Typology("transfer_unheard", 1))
    change = replace(made, id="changed", typology=Typology("changed_at_sea", 1), start=entered, end=entered)
    monkeypatch.setattr(every, "TYPOLOGIES", (SimpleNamespace(find=lambda _: iter((change, stay))),))
    occasions, rejected = find_all(sea.world())
    assert len(occasions) == told
    assert [one.test for one in rejected] == ["told once"] * (2 - told)


def test_threads_change_nothing(sea: Any, four_threads: None) -> None:
    with_four = find_all(busy(sea).world())
    ibis.get_backend().con.execute("SET threads = 1")
    assert find_all(sea.world()) == with_four


def test_rejections_that_differ_in_their_reason_alone_stand_in_one_order(
    sea: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = [
        Rejected("made_up", ("a ship",), "2019-10-03T04:00:00Z", "roads", f"{n} others lay there") for n in range(9)
    ]
    monkeypatch.setattr(every, "TYPOLOGIES", (SimpleNamespace(find=lambda _: iter(told[::-1])),))
    assert find_all(sea.world()) == ([], told)


def test_every_occasion_says_what_it_does_not_show_and_what_would_refute_it(sea: Any) -> None:
    occasions, _ = find_all(busy(sea).world())
    for occasion in occasions:
        assert len(occasion.does_not_show) > 100
        assert len(occasion.refutations) >= 5
        assert all(test.outcome != "refutes" for test in occasion.refutations)
        assert "engages resolution" in occasion.title


def test_each_typology_has_a_name_of_its_own_and_says_what_it_does_not_show() -> None:
    names = [typology.NAME for typology in TYPOLOGIES]
    assert len(set(names)) == len(names)
    for typology in TYPOLOGIES:
        assert typology.VERSION >= 1
        assert typology.TITLE
        assert len(typology.DOES_NOT_SHOW) > 100


def test_every_kind_of_obligation_that_typologies_ask_for_is_in_the_register() -> None:
    asked = {"delivery", "delivery_to_target", "transfer_flagged", "transfer", "port_entry", "host_labour"}
    assert asked <= set(law.load("dprk").obligations)
