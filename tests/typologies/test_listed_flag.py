"""Listed hulls under a State's flag: what the list asked for, for how long, and what else would explain the digits."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.typologies.test_whynot import told

from fairlead.typologies import Occasion, Rejected, World, listed_flag
from fairlead.typologies.grounds import flags

SHIP, SECOND, THIRD, KOREAN = 671000001, 667000002, 511000003, 445000004
IMO = 9074729
STRIKE_OFF = {"2321-12": "2018-03-30"}


def find(world: World) -> tuple[list[Occasion], list[Rejected]]:
    found = list(listed_flag.find(world))
    return [one for one in found if isinstance(one, Occasion)], [one for one in found if isinstance(one, Rejected)]


def heard(sea: Any, mmsi: int, *days: str, name: str = "MADE UP 2", imo: int | None = IMO) -> None:
    for day in days:
        sea.reports(mmsi, f"{day}T00:00", name=name, imo=imo, ship_type=70)


@pytest.fixture
def listed(sea: Any) -> Any:
    """A ship that the Committee asked to be struck off on 30 March 2018, heard until a year later."""
    sea.lists("MADE UP 2", bases=STRIKE_OFF, imo=str(IMO))
    for basis in sea.bases:
        basis["printed"] = "Paragraph 12 (a) of resolution 2321 (2016)"
    heard(sea, SHIP, "2018-02-01", "2018-09-01", "2019-03-01")
    return sea


def outcomes(occasion: Occasion) -> dict[str, str]:
    return {test.name: test.outcome for test in occasion.refutations}


def test_a_hull_to_be_struck_off_and_heard_a_year_on_engages_its_flag_state(listed: Any) -> None:
    (occasion,), rejected = find(listed.world())
    assert rejected == []
    assert occasion.title == (
        "Ship MADE UP 2 (MMSI 671000001) reported IMO 9074729, listed as MADE UP 2, under the digits of TG, "
        "30 March 2018–1 March 2019; engages resolution 2321 paragraph 12(a)-(d) and 1 other paragraph on this evidence"
    )
    assert [(one.measure.id, one.capacity, one.addressee) for one in occasion.engagements] == [
        ("2321-12", "flag State", "TG"),
        ("2397-12", "flag State", "TG"),
    ]
    elements = {element.name: element.status for element in occasion.engagements[0].elements}
    assert elements == {"designation": "shown", "registration": "indicated"}
    assert outcomes(occasion)["false flag"] == "open"
    assert occasion.likelihood is None


def test_within_ninety_days_the_digits_say_nothing_of_the_register(sea: Any) -> None:
    sea.lists("MADE UP 2", bases={"2371-6": "2018-03-30"}, imo=str(IMO))
    heard(sea, SHIP, "2018-02-01", "2018-04-01", "2018-06-20")
    occasions, rejected = find(sea.world())
    assert (occasions, [one.test for one in rejected]) == ([], ["struck off, number kept"])


def test_a_basis_that_asks_for_no_striking_off_engages_the_suspicion_alone(sea: Any) -> None:
    sea.lists("MADE UP 2", bases={"2371-6": "2018-03-30"}, imo=str(IMO))
    heard(sea, SHIP, "2018-04-01", "2018-09-01", "2019-03-01")
    (occasion,), _ = find(sea.world())
    assert [one.measure.id for one in occasion.engagements] == ["2397-12"]


def test_a_ship_listed_as_run_by_a_firm_of_the_target_engages_the_paragraph_on_ownership(sea: Any) -> None:
    sea.lists("MADE UP 2", bases={"2270-23-annexIII": "2016-03-02"}, imo=str(IMO))
    heard(sea, SHIP, "2018-04-01", "2018-09-01", "2019-03-01")
    (occasion,), _ = find(sea.world())
    assert [one.measure.id for one in occasion.engagements] == ["2397-12", "2321-24"]


def test_two_that_claim_the_number_at_once_accuse_neither(listed: Any) -> None:
    at = (30.0, 124.0)
    told_at_once = {"other_mmsi": SECOND, "imo": IMO, "hours": 9, "min_distance_dm": 5_000_000}
    listed.event("shared_imo", SHIP, "2018-09-01T00:00", "2018-09-02T00:00", at, **told_at_once)
    heard(listed, SECOND, "2018-09-01", "2018-09-02", "2018-09-03")
    occasions, rejected = find(listed.world())
    assert occasions == []
    assert [one.test for one in rejected] == ["another hull's number", "another hull's number"]


def test_the_number_that_the_list_itself_gives_is_told_all_the_same(listed: Any) -> None:
    for identity in listed.identities:
        if identity["kind"] == "name":
            listed.identities.append({**identity, "kind": "mmsi", "printed": str(SHIP), "value": str(SHIP)})
            break
    told_at_once = {"other_mmsi": SECOND, "imo": IMO, "hours": 9, "min_distance_dm": 5_000_000}
    listed.event("shared_imo", SHIP, "2018-09-01T00:00", "2018-09-02T00:00", (30.0, 124.0), **told_at_once)
    (occasion,), _ = find(listed.world())
    assert outcomes(occasion)["another hull's number"] == "speaks against it"


def test_a_number_reported_once_or_twice_is_a_damaged_message(sea: Any) -> None:
    sea.lists("MADE UP 2", bases=STRIKE_OFF, imo=str(IMO))
    heard(sea, SHIP, "2018-09-01", "2019-03-01")
    assert find(sea.world()) == ([], [])


def test_the_targets_own_flag_a_ship_on_no_list_and_one_heard_before_are_left_alone(sea: Any) -> None:
    sea.lists("MADE UP 2", bases=STRIKE_OFF, imo=str(IMO))
    heard(sea, KOREAN, "2018-09-01", "2018-12-01", "2019-03-01")
    heard(sea, SHIP, "2018-09-01", "2018-12-01", "2019-03-01", imo=9811000)
    heard(sea, SECOND, "2017-09-01", "2017-10-01", "2018-03-01")
    assert find(sea.world()) == ([], [])


def test_three_flags_in_two_years_are_more_than_one_sale(listed: Any) -> None:
    heard(listed, SECOND, "2019-04-01", "2019-06-01", "2019-07-01")
    heard(listed, THIRD, "2019-08-01", "2019-09-01", "2019-12-01")
    occasions, _ = find(listed.world())
    hops = [outcomes(one)["one lawful change of flag"] for one in occasions]
    assert hops == ["open", "open", "does not refute"]
    assert "3 flags in 24 months" in next(t.why for t in occasions[2].refutations if t.name.startswith("one lawful"))


def test_flags_of_longer_ago_are_not_counted_together(sea: Any) -> None:
    heard(sea, SHIP, "2014-02-01", "2014-03-01", "2014-04-01")
    heard(sea, SECOND, "2018-04-01", "2018-06-01", "2018-07-01")
    history = flags.flown(sea.world().static_reports, [IMO])[IMO]
    assert flags.hopping(history, history[-1].last_us) == ["SL"]


@pytest.mark.parametrize(
    ("mmsi", "days", "condition", "measured"),
    [
        (KOREAN, ("2018-09-01",) * 3, "digits of another State", None),
        (123456789, ("2018-09-01",) * 3, "digits of a State", None),
        (SHIP, ("2018-09-01",), "reported often enough", None),
        (SHIP, ("2018-04-01", "2018-05-01", "2018-06-01"), "long enough after the listing", 63),
    ],
)
def test_why_not_names_the_condition_that_failed(
    sea: Any, mmsi: int, days: tuple[str, ...], condition: str, measured: float | None
) -> None:
    sea.lists("MADE UP 2", bases=STRIKE_OFF, imo=str(IMO))
    heard(sea, mmsi, *days)
    reason = told(sea.world(), "listed_flag", mmsi, date.fromisoformat(days[-1]))
    assert (reason.condition, reason.measured) == (condition, measured)


def test_why_not_of_a_ship_on_no_list_says_so(sea: Any) -> None:
    heard(sea, SHIP, "2018-09-01", "2018-09-02", "2018-09-03")
    reason = told(sea.world(), "listed_flag", SHIP, date(2018, 9, 2))
    assert reason.why == f"IMO {IMO} is on no list of the case"
