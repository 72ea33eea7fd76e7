"""Acts that people recorded: three ships, papers and photographs, and no track at all."""

from __future__ import annotations

from typing import Any

import pytest

from fairlead.typologies import Occasion, Rejected, World, find_all, observed_act
from fairlead.typologies.occasion import Place, Subject

PAPER, PHOTOGRAPH = "b" * 64, "a" * 64


def find(world: World) -> tuple[list[Occasion], list[Rejected]]:
    found = list(observed_act.find(world))
    return [one for one in found if isinstance(one, Occasion)], [one for one in found if isinstance(one, Rejected)]


def statuses(occasion: Occasion, measure: str, capacity: str) -> dict[str, str]:
    (found,) = [one for one in occasion.engagements if (one.measure.id, one.capacity) == (measure, capacity)]
    return {element.name: element.status for element in found.elements}


def test_one_paper_indicates_and_two_exhibits_that_agree_show(sea: Any, recorded: Any) -> None:
    sea.observations = [recorded("loading", "B/L 17", sha256=PAPER)]
    (one,), _ = find(sea.world())
    sea.observations.append(recorded("loading", "B/L 17", sha256=PHOTOGRAPH))
    (two,), _ = find(sea.world())
    assert statuses(one, "2371-8", "target State")["goods"] == "indicated"
    assert statuses(two, "2371-8", "target State")["goods"] == "shown"
    assert one.id == two.id
    assert one.basis == "documented"


def test_who_is_addressed_follows_from_places_and_flag(sea: Any, recorded: Any) -> None:
    sea.observations = [recorded("loading", "B/L 17")]
    (occasion,), _ = find(sea.world())
    engaged = [(one.measure.id, one.capacity, one.addressee) for one in occasion.engagements]
    assert engaged == [
        ("2371-8", "target State", "KP"),
        ("2371-8", "importing State", "CN"),
        ("2371-8", "flag State", "TG"),
        ("2270-18", "port State", "CN"),
        ("2397-9", "port State", "CN"),
        ("2397-12", "flag State", "TG"),
    ]
    assert occasion.title.startswith("Loading of coal by MADE UP 9, Nampo (KP) to Dalian (CN), 3 October 2019; engages")


def test_exhibits_that_name_different_goods_contradict_each_other(sea: Any, recorded: Any) -> None:
    sea.observations = [
        recorded("loading", "B/L 17", measures=("2371-8",)),
        recorded("loading", "B/L 17", goods=("timber",), sha256=PHOTOGRAPH),
    ]
    (occasion,), _ = find(sea.world())
    assert statuses(occasion, "2371-8", "importing State")["goods"] == "contradicted"


def test_goods_bring_in_the_measure_that_names_them(sea: Any, recorded: Any) -> None:
    sea.observations = [recorded("import", "invoice 3", goods=("seafood",))]
    (occasion,), _ = find(sea.world())
    assert "2371-9" in {one.measure.id for one in occasion.engagements}
    assert "2371-8" not in {one.measure.id for one in occasion.engagements}


def test_a_buyer_on_a_paper_bears_on_procurement(sea: Any, recorded: Any) -> None:
    buyer = Subject("consignee", "Made Up Trading")
    sea.observations = [recorded("import", "B/L 17", subjects=(Subject("carrier", "MADE UP 9", 9000009), buyer))]
    (occasion,), _ = find(sea.world())
    assert statuses(occasion, "2371-8", "importing State")["procurement"] == "indicated"


def test_three_ships_and_papers_without_any_track(sea: Any, recorded: Any) -> None:
    ships = [Subject("carrier", f"MADE UP {n}", 9000000 + n, None, "KP" if n == 1 else "TG") for n in range(1, 4)]
    sea.observations = [
        recorded("ship_to_ship", "photo 1", subjects=(ships[0], ships[1]), places=(), goods=("oil",), basis="observed"),
        recorded("ship_to_ship", "photo 2", subjects=(ships[1], ships[2]), places=(), goods=("oil",), basis="observed"),
        *[recorded("loading", f"bill {n}", subjects=(ships[n % 3],)) for n in range(38)],
    ]
    occasions, _ = find_all(sea.world())
    assert len(occasions) == 40
    engaged = {occasion.title.split(";")[0]: {one.measure.id for one in occasion.engagements} for occasion in occasions}
    with_flag = next(measures for title, measures in engaged.items() if "MADE UP 1 and MADE UP 2" in title)
    without = next(measures for title, measures in engaged.items() if "MADE UP 2 and MADE UP 3" in title)
    assert ("2375-11" in with_flag, "2375-11" in without) == (True, False)


def test_work_after_the_deadline_engages_the_host_state_and_names_no_worker(sea: Any, recorded: Any) -> None:
    sea.observations = [
        recorded(
            "host_labour",
            "permit list",
            subjects=(
                Subject("firm", "Made Up Textiles"),
                Subject("workers", None, flag="KP"),
                Subject("person", "Somebody Real"),
            ),
            places=(Place("workplace", "Made Up Works", "CN", "undetermined"),),
            goods=(),
            measures=("2397-8",),
            start="2020-03-01T00:00:00Z",
            end="2020-03-31T23:59:59Z",
            precision="month",
        )
    ]
    (occasion,), _ = find(sea.world())
    assert [(one.measure.id, one.addressee) for one in occasion.engagements] == [("2397-8", "CN")]
    assert statuses(occasion, "2397-8", "host State") == {
        "nationality": "indicated",
        "income": "indicated",
        "date": "indicated",
        "repatriation": "missing",
        "exemption": "missing",
    }
    assert "Somebody" not in str(occasion.to_json())


def test_work_before_the_deadline_is_left_alone(sea: Any, recorded: Any) -> None:
    sea.observations = [
        recorded(
            "host_labour", "permits", measures=("2397-8",), start="2019-03-01T00:00:00Z", end="2019-03-31T23:59:59Z"
        )
    ]
    occasions, (rejected,) = find(sea.world())
    assert occasions == []
    assert "deadline, 2019-12-22, that had not passed" in rejected.why


def test_no_person_is_named_in_what_is_derived(sea: Any, recorded: Any) -> None:
    sea.observations = [recorded("loading", "B/L 17", subjects=(Subject("person", "Somebody Real"),))]
    (occasion,), _ = find(sea.world())
    assert "Somebody" not in str(occasion.to_json())


@pytest.mark.parametrize(("listed_on", "found"), [("2018-03-30", 1), ("2020-01-01", 0)])
def test_a_port_call_counts_only_for_a_ship_listed_that_day(
    sea: Any, recorded: Any, listed_on: str, found: int
) -> None:
    sea.lists("MADE UP 9", bases={"2371-6": listed_on}, imo="9000009")
    there = (Place("destination", "Dalian", "CN", "undetermined"),)
    sea.observations = [recorded("port_call", "port paper", places=there, goods=())]
    occasions, rejected = find(sea.world())
    assert (len(occasions), len(rejected)) == (found, 1 - found)


def test_a_measure_that_was_not_in_force_is_not_engaged_though_the_observer_names_it(sea: Any, recorded: Any) -> None:
    sea.observations = [
        recorded("loading", "B/L 1", measures=("2371-8",), start="2017-06-03T00:00:00Z", end="2017-06-03T23:59:59Z")
    ]
    occasions, (rejected,) = find(sea.world())
    assert occasions == []
    assert "2371-8 was not in force throughout 3 June 2017" in rejected.why


def test_the_time_is_that_of_the_most_precise_observation(sea: Any, recorded: Any) -> None:
    month = {"start": "2019-10-01T00:00:00Z", "end": "2019-10-31T23:59:59Z", "precision": "month"}
    sea.observations = [recorded("loading", "B/L 17", **month), recorded("loading", "B/L 17", sha256=PHOTOGRAPH)]
    (occasion,), _ = find(sea.world())
    assert (occasion.start[:10], occasion.start_precision) == ("2019-10-03", "day")


def test_an_act_of_several_steps_runs_from_the_first_to_the_last(sea: Any, recorded: Any) -> None:
    landed = {"start": "2019-10-20T00:00:00Z", "end": "2019-10-20T23:59:59Z", "sha256": PHOTOGRAPH}
    sea.observations = [recorded("loading", "B/L 17"), recorded("discharge", "B/L 17", **landed)]
    (occasion,), _ = find(sea.world())
    assert (occasion.start, occasion.end) == ("2019-10-03T00:00:00Z", "2019-10-20T23:59:59Z")
    assert (occasion.start_precision, occasion.end_precision) == ("day", "day")
    assert "Nampo (KP) to Dalian (CN), 3–20 October 2019; engages" in occasion.title


def test_each_end_of_an_act_is_as_precise_as_the_step_that_tells_it(sea: Any, recorded: Any) -> None:
    landed = {"start": "2019-11-01T00:00:00Z", "end": "2019-11-30T23:59:59Z", "precision": "month"}
    sea.observations = [recorded("loading", "B/L 17"), recorded("discharge", "B/L 17", sha256=PHOTOGRAPH, **landed)]
    (occasion,), _ = find(sea.world())
    assert (occasion.start[:10], occasion.end[:10]) == ("2019-10-03", "2019-11-30")
    assert (occasion.start_precision, occasion.end_precision) == ("day", "month")
    assert "3 October 2019 to November 2019; engages" in occasion.title


def test_a_measure_that_began_between_two_steps_was_not_in_force_throughout(sea: Any, recorded: Any) -> None:
    loaded = {"start": "2017-07-30T00:00:00Z", "end": "2017-07-30T23:59:59Z", "measures": ("2371-8",)}
    sea.observations = [recorded("loading", "B/L 1", **loaded), recorded("discharge", "B/L 1", sha256=PHOTOGRAPH)]
    occasions, (rejected,) = find(sea.world())
    assert occasions == []
    assert "2371-8 was not in force throughout" in rejected.why


@pytest.mark.parametrize(
    ("subject", "ships"),
    [
        (Subject("charterer", "Made Up Shipping"), 1),
        (Subject("tanker", "MADE UP 8"), 2),
        (Subject("charterer", "MADE UP 8", 9000008), 2),
    ],
)
def test_whoever_has_no_ships_number_and_no_ships_role_is_not_taken_for_a_ship(
    sea: Any, recorded: Any, subject: Subject, ships: int
) -> None:
    sea.observations = [recorded("ship_to_ship", "photo 1", subjects=(Subject("carrier", "MADE UP 9"), subject))]
    act = observed_act.recorded(sea.world().regimes["dprk"], "photo 1", sea.observations)
    assert len(act.ships) == ships
