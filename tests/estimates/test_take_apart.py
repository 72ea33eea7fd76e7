"""A claimed number beside a case: what it can contain, what it cannot, and what it would take to reach it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import cast

import pytest

from fairlead.estimates import take_apart
from fairlead.estimates.figures import Figure
from fairlead.estimates.take_apart import Apart
from fairlead.law import Regime
from fairlead.typologies.occasion import Basis, Engagement, MeasureRef, Occasion, Typology

HEADER = "claimant,period,measure,value,unit,reference,about,goods,kind,part_of,bound\n"
CLAIM = "Ruritania,2019,landings,10,voyages,A,China,coal,,,\n"
Read = Callable[..., list[Figure]]


def _occasion(start: str, goods: str = "coal", addressee: str = "CN", basis: str = "observed") -> Occasion:
    reference = MeasureRef("2371-8", 2371, "8", "verified")
    return Occasion(
        id=f"{start}{goods}{addressee}{basis}",
        regime="dprk",
        typology=Typology("delivery", 1),
        basis=cast(Basis, basis),
        title="a delivery",
        start=f"{start}T00:00:00Z",
        start_precision="day",
        end=f"{start}T23:59:59Z",
        end_precision="day",
        places=(),
        subjects=(),
        goods=(goods,) if goods else (),
        events=(),
        engagements=(Engagement(reference, "decides", addressee, "importing State", ()),),
        refutations=(),
        does_not_show="",
    )


@pytest.fixture
def apart(read: Read, regime: Regime) -> Callable[..., Apart]:
    """Return a function from rows of figures and occasions to the first row taken apart."""

    def take(rows: str, *occasions: Occasion) -> Apart:
        claims = [take_apart.of_figure(figure) for figure in read(HEADER + rows)]
        return take_apart.apart(regime, claims[0], occasions, claims[1:])

    return take


def test_an_occasion_of_that_state_period_and_goods_can_be_contained(apart: Callable[..., Apart]) -> None:
    found = apart(CLAIM, _occasion("2019-05-01"), _occasion("2019-12-31", goods=""))
    assert len(found.can) == 2
    assert found.needed[0].startswith("8 further acts")


@pytest.mark.parametrize(
    ("occasion", "why"),
    [
        (_occasion("2018-12-31"), "it lies before the claimed period"),
        (_occasion("2020-01-01"), "it lies after the claimed period"),
        (_occasion("2019-05-01", goods="petroleum"), "its goods (petroleum) are not those claimed (coal)"),
        (_occasion("2019-05-01", addressee="VN"), "it engages no measure for CN"),
        (replace(_occasion("2019-05-01"), status="dismissed"), "it is dismissed"),
    ],
)
def test_what_cannot_be_contained_is_told_with_its_reason(
    apart: Callable[..., Apart], occasion: Occasion, why: str
) -> None:
    found = apart(CLAIM, occasion)
    assert (found.can, found.cannot_by_reason) == ((), {why: 1})


def test_what_is_only_stated_is_counted_apart(apart: Callable[..., Apart]) -> None:
    found = apart(CLAIM, _occasion("2019-05-01", basis="stated"))
    assert (len(found.can), len(found.stated)) == (0, 1)
    assert found.needed[0].startswith("10 further acts")


def test_no_occasion_adds_up_to_a_stock_of_persons(apart: Callable[..., Apart]) -> None:
    found = apart("Ruritania,2019,workers present,10,persons,A,China,,stock,,\n", _occasion("2019-05-01"))
    assert found.cannot_by_reason == {"an occasion is one act; the claim counts persons": 1}
    assert "no number of occasions adds up to it" in found.needed[0]


def test_a_part_leaves_a_rest_by_subtraction_only(apart: Callable[..., Apart]) -> None:
    found = apart(CLAIM + "Ruritania,2019,of which at night,4,voyages,B,China,coal,,A,\n")
    assert "is a part of it; 6 are left, by subtraction only" in found.others[0]


def test_one_number_of_two_things_is_named(apart: Callable[..., Apart]) -> None:
    found = apart(CLAIM + "Gazette,2019,ships,10,ships,B,China,coal,,,\n")
    assert "the same number of another thing: voyages here, ships there" in found.others[0]


def test_another_claimants_overlapping_number_may_count_the_same(apart: Callable[..., Apart]) -> None:
    found = apart(CLAIM + "Atlantis,2019-06..2020-05,landings,40,voyages,B,China,coal,,,at least\n")
    assert "may count some of the same; 4 times its number; no sum" in found.others[0]


def test_numbers_of_other_goods_or_times_are_left_aside(apart: Callable[..., Apart]) -> None:
    later, other = (
        "Atlantis,2021,landings,4,voyages,B,China,coal,,,\n",
        "Atlantis,2019,loads,4,voyages,C,China,oil,,,\n",
    )
    assert apart(CLAIM + later + other).others == ()


def test_what_the_claimant_leaves_open_is_named(apart: Callable[..., Apart]) -> None:
    found = apart("Ruritania,2019?,landings,10,voyages,A,,,,,at least\n")
    assert found.left_open == (
        "the period without doubt",
        "the counting rule",
        "which goods",
        "of which State",
        "the number itself (at least)",
    )


def test_stocks_of_another_state_and_goods_stand_aside_from_a_stock_of_workers(apart: Callable[..., Apart]) -> None:
    claim = "Ruritania,2020-12-01,workers present,20,persons,A,China,,stock,,\n"
    same = "Atlantis,2019,workers present,80,persons,B,China,,stock,,\n"
    again = "Gazette,2020-12-01,workers present,20,persons,C,China,,stock,,\n"
    aside = "Atlantis,2019,workers present,7,persons,D,Norway,,stock,,\nChina,2020,coal,9,t,E,China,coal,flow,,\n"
    one, other = apart(claim + same + again + aside).others
    assert "60 lie between them" in one
    assert "perhaps one claim carried twice" in other
