"""Dated acts in the reasons of a listing: stated, under the law of their day, and once however many tell them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pytest

from fairlead import law, shapes
from fairlead.readers.reader import Source
from fairlead.typologies import Occasion, Rejected, World, listed_act


def find(world: World) -> tuple[list[Occasion], list[Rejected]]:
    found = list(listed_act.find(world))
    return [one for one in found if isinstance(one, Occasion)], [one for one in found if isinstance(one, Rejected)]


def test_two_entries_that_tell_one_transfer_are_one_occasion_with_both_cited(sea: Any, ship_party: Any) -> None:
    tanker, other = ship_party("MADE UP A", 9000001, "KP"), ship_party("MADE UP B", 9000002)
    same = {"start": "2018-06-07", "end": "2018-06-08", "goods": ["oil"], "goods_strength": "likely"}
    sea.states("A met B.", ship=tanker, counterpart=other, **same)
    sea.states("B met A.", ship=other, counterpart={**tanker, "state": None, "described": None}, **same)
    (occasion,), _ = find(sea.world())
    assert occasion.basis == "stated"
    assert {subject.name for subject in occasion.subjects} == {"MADE UP A", "MADE UP B"}
    pages = [where.page for where in occasion.engagements[0].elements[0].exhibits[0].where]
    assert pages == [1, 2]
    assert (occasion.start, occasion.end) == ("2018-06-07T00:00:00Z", "2018-06-07T23:59:59Z")


def test_the_order_of_the_entries_changes_neither_id_nor_digest(sea: Any, ship_party: Any) -> None:
    tanker, other = ship_party("MADE UP A", 9000001, "KP"), ship_party("MADE UP B", 9000002)
    same = {"start": "2018-06-07", "end": "2018-06-08"}
    sea.states("A met B.", ship=tanker, counterpart=other, **same)
    sea.states("B met A.", ship=other, counterpart=tanker, **same)
    (before,), _ = find(sea.world())
    sea.statements.reverse()
    (after,), _ = find(sea.world())
    assert (before.id, before.digest) == (after.id, after.digest)


def test_transfers_of_two_days_stay_two(sea: Any, ship_party: Any) -> None:
    ships = {"ship": ship_party("MADE UP A", 9000001, "KP"), "counterpart": ship_party("MADE UP B", 9000002)}
    sea.states("They met.", **ships, start="2018-06-07", end="2018-06-08")
    sea.states("They met.", **ships, start="2018-06-08", end="2018-06-09")
    occasions, _ = find(sea.world())
    assert len(occasions) == 2


def test_loading_and_delivery_in_one_sentence_are_one_act(sea: Any, ship_party: Any) -> None:
    carried = {"ship": ship_party("MADE UP A", 9000001), "listing": 1, "goods": ["coal"], "goods_origin": "KP"}
    route = {"place": "Taean", "place_country": "KP", "to_place": "Port Klang", "to_country": "MY"}
    quote = "It loaded coal and took it there."
    sea.states(quote, act="loading", **carried, **route, start="2017-10-27", end="2017-10-28")
    sea.states(quote, act="delivery", **carried, **route, start="2017-12-18", end="2017-12-19")
    (occasion,), _ = find(sea.world())
    assert (occasion.start[:10], occasion.end[:10]) == ("2017-10-27", "2017-12-18")
    assert [(place.name, place.country) for place in occasion.places] == [("Taean", "KP"), ("Port Klang", "MY")]
    assert ("2371-8", "importing State", "MY") in [
        (one.measure.id, one.capacity, one.addressee) for one in occasion.engagements
    ]


@pytest.mark.parametrize(
    ("day", "next_day", "measure"),
    [
        ("2017-06-03", "2017-06-04", "2321-26"),
        ("2017-08-27", "2017-08-28", "2371-8"),
        ("2016-05-01", "2016-05-02", "2270-29"),
    ],
)
def test_a_loading_falls_under_the_measure_of_its_own_day(
    sea: Any, ship_party: Any, day: str, next_day: str, measure: str
) -> None:
    sea.states(
        "It loaded coal at Nampo.",
        act="loading",
        ship=ship_party("MADE UP A", 9000001),
        goods=["coal"],
        goods_origin="KP",
        place="Nampo",
        place_country="KP",
        start=day,
        end=next_day,
    )
    (occasion,), _ = find(sea.world())
    assert {one.measure.id for one in occasion.engagements} == {measure}
    statuses = {element.name: element.status for element in occasion.engagements[0].elements}
    assert statuses["goods"] == "indicated"
    assert "shown" not in statuses.values()


def test_the_ceiling_of_the_day_leaves_the_amount_missing_and_marks_its_number(sea: Any, ship_party: Any) -> None:
    sea.states(
        "It loaded coal at Nampo.",
        act="loading",
        ship=ship_party("MADE UP A", 9000001),
        goods=["coal"],
        place="Nampo",
        place_country="KP",
        start="2017-06-03",
        end="2017-06-04",
    )
    (occasion,), _ = find(sea.world())
    amount = [element for element in occasion.engagements[0].elements if element.name == "amount"]
    assert amount[0].status == "missing"
    assert "(number unverified)" in occasion.title


def test_a_measure_in_force_on_part_of_an_imprecise_time_is_named_and_not_engaged(sea: Any, ship_party: Any) -> None:
    sea.states(
        "It took oil in late December.",
        ship=ship_party("MADE UP A", 9000001, "KP"),
        goods=["oil"],
        precision="part_of_month",
        start="2017-12-21",
        end="2018-01-01",
    )
    (occasion,), _ = find(sea.world())
    assert "2397-5" not in {one.measure.id for one in occasion.engagements}
    dated = {test.name: test for test in occasion.refutations}["date before the measure"]
    assert (dated.outcome, "2397-5 (from 2017-12-22)" in dated.why) == ("open", True)
    assert "late December 2017" in occasion.title


def test_an_act_before_every_measure_is_left_alone(sea: Any, ship_party: Any) -> None:
    sea.states("They met.", ship=ship_party("MADE UP A", 9000001, "KP"), start="2010-01-01", end="2010-01-02")
    occasions, (rejected,) = find(sea.world())
    assert (occasions, rejected.test) == ([], "date before the measure")


def test_without_the_targets_flag_the_paragraph_on_it_is_not_engaged(sea: Any, ship_party: Any) -> None:
    ships = {"ship": ship_party("MADE UP A", 9000001), "counterpart": ship_party("MADE UP B", 9000002)}
    sea.states("They met.", **ships, goods=["oil"], start="2018-06-07", end="2018-06-08")
    (occasion,), _ = find(sea.world())
    assert "2375-11" not in {one.measure.id for one in occasion.engagements}


class Shelf:
    """Takes what a reader hands out."""

    def __init__(self) -> None:
        self.tables: dict[str, Any] = {}

    def rows(self, shape: str, batch: Any) -> None:
        self.tables[shape] = batch

    def unread(self, row: int, why: str, excerpt: str | None) -> None:
        pass

    def note(self, text: str) -> None:
        pass

    def program(self, name: str, version: str | None) -> None:
        raise AssertionError("no program of the machine reads this")

    def progress(self, fraction: float) -> None:
        pass


@pytest.fixture(scope="module")
def official_world(real_data: Callable[[str], Path]) -> World:
    """A case that holds the official list of designated vessels and nothing else."""
    from fairlead.readers.lists.un_1718_vessels import VesselsList

    path = real_data("lists/un-1718-vessels/1718_designated_vessels_list_final.pdf")
    data = path.read_bytes()
    sha256, shelf = hashlib.sha256(data).hexdigest(), Shelf()
    VesselsList().read(Source(sha256, path.name, path, len(data), "application/pdf"), shelf)
    empty = {kind: pa.schema([*shapes.SEALED, *schema]).empty_table() for kind, schema in shapes.EVENTS.items()}
    return World(
        regimes={"dprk": law.load("dprk")},
        events={kind: ibis.memtable(table) for kind, table in empty.items()},
        legs=ibis.memtable(shapes.LEGS.empty_table()),
        static_reports=ibis.memtable(shapes.STATIC_REPORTS.empty_table()),
        **{
            shape: ibis.memtable(shelf.tables[shape])
            for shape in ("listings", "listing_identities", "listing_bases", "statements")
        },
        observations=(),
        exhibits={shapes.exhibit_key(sha256): sha256},
    )


@pytest.fixture(scope="module")
def official(official_world: World) -> list[Occasion]:
    """The occasions that it gives by itself."""
    occasions, rejected = find(official_world)
    assert rejected == []
    return occasions


def test_each_of_the_25_narratives_that_date_an_act_gives_an_occasion(official: list[Occasion]) -> None:
    assert len(official) == 27
    told = {subject.name for occasion in official for subject in occasion.subjects}
    dated = (
        "AN SAN 1, ASIA BRIDGE 1, CHON MA SAN, CHON MYONG 1, DONG FENG 6, FAN KE, HAO FAN 2, HAO FAN 6, HUA FU, "
        "JI SONG 6, JIN HYE, KOTI, KUM UN SAN 3, MIN NING DE YOU 078, NEW REGENT, PAEK MA, SAM JONG 1, SAM JONG 2, "
        "SAM MA 2, SHANG YUAN BAO, WAN HENG 11, XIN GUANG HAI, YU JONG 2, YU PHYONG 5, YUK TUNG"
    )
    assert set(dated.split(", ")) <= told
    assert all(occasion.engagements for occasion in official)


def test_the_transfers_of_7_june_and_16_february_2018_are_each_told_once(official: list[Occasion]) -> None:
    on = {occasion.start[:10]: occasion for occasion in official if occasion.start_precision == "day"}
    for day, names in (
        ("2018-06-07", {"NEW REGENT", "KUM UN SAN 3"}),
        ("2018-02-16", {"YU JONG 2", "MIN NING DE YOU 078"}),
    ):
        assert {subject.name for subject in on[day].subjects} == names
        assert len(on[day].engagements[0].elements[0].exhibits[0].where) == 2
        assert "2375-11" in {one.measure.id for one in on[day].engagements}


def test_the_loading_of_3_june_2017_falls_under_the_ceiling_of_its_day(official: list[Occasion]) -> None:
    (loading,) = [occasion for occasion in official if occasion.start.startswith("2017-06-03")]
    assert {one.measure.id for one in loading.engagements} == {"2321-26"}
    assert [(place.name, place.country) for place in loading.places] == [("Nampo", "KP")]


def test_counterparts_and_places_are_those_of_the_text_and_no_others(official: list[Occasion]) -> None:
    places = {place.name for occasion in official for place in occasion.places}
    assert places == {"Nampo", "Hamhung", "Najin", "Cam Pha", "Taean", "Port Klang"}
    with_counterpart = sum(len(occasion.subjects) == 2 for occasion in official)
    assert with_counterpart == 8


def test_nothing_put_out_calls_it_a_violation(official: list[Occasion]) -> None:
    assert "violation" not in json.dumps([occasion.to_json() for occasion in official])


def test_24_of_the_59_listed_ships_are_under_no_port_entry_ban(official_world: World) -> None:
    entries = official_world.fleet.all
    regime = official_world.regimes["dprk"]
    banned = [
        ship for ship in entries if any(regime.measure(basis.measure).conduct == "port_entry" for basis in ship.bases)
    ]
    assert (len(entries), len(entries) - len(banned)) == (59, 24)


def test_a_ship_listed_twice_is_barred_from_the_day_that_its_ban_names(official_world: World) -> None:
    ship = official_world.fleet.named("HAO FAN 6")
    assert ship is not None
    since = {basis.measure: str(basis.since) for basis in ship.bases}
    assert since == {"2371-6": "2017-10-03", "2375-6": "2017-10-03", "2321-12": "2018-03-30"}
