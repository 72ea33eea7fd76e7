"""What may not be added, and why: a hostile reader's attempts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import permutations

import pytest

from fairlead.errors import MisuseError
from fairlead.estimates import units
from fairlead.estimates.quantity import EVERYBODY, Amount, Quantity, UnlikeError, total

JANUARY = Quantity(
    name="January",
    amount=Amount.stated(Fraction(100)),
    unit="bbl",
    what="refined petroleum products",
    basis="reported",
    start=date(2030, 1, 1),
    end=date(2030, 2, 1),
    whose=frozenset({"AA"}),
    by="AA",
)
FEBRUARY = replace(JANUARY, name="February", start=date(2030, 2, 1), end=date(2030, 3, 1))
STOCK = replace(JANUARY, name="stock", kind="stock", unit="person", what="workers", end=date(2030, 1, 2))


def test_two_months_of_one_supplier_are_added() -> None:
    both = JANUARY + FEBRUARY
    assert both.amount == Amount.stated(Fraction(200))
    assert (both.start, both.end) == (date(2030, 1, 1), date(2030, 3, 1))


def test_one_month_of_two_suppliers_is_added() -> None:
    assert (JANUARY + replace(JANUARY, name="other", whose=frozenset({"BB"}), by="BB")).amount.best == 200


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (STOCK, replace(STOCK, kind="flow"), "a flow and a stock"),
        (STOCK, replace(STOCK, start=date(2030, 1, 2), end=date(2030, 1, 3)), "stocks of different days"),
        (STOCK, replace(STOCK, name="again"), "not told to be of different States"),
        (replace(STOCK, kind="share", unit="percent"), replace(STOCK, kind="share", unit="percent"), "shares"),
        (replace(STOCK, kind="change"), replace(STOCK, kind="change"), "changes are compared"),
        (replace(JANUARY, unit="port_call"), replace(FEBRUARY, unit="ship"), "port calls and ships are unlike"),
        (replace(JANUARY, unit="occasion"), replace(FEBRUARY, unit="person"), "unlike things"),
        (JANUARY, replace(FEBRUARY, unit="t"), "a factor that is named"),
        (replace(JANUARY, unit="USD"), replace(FEBRUARY, unit="EUR"), "unlike things"),
        (JANUARY, replace(FEBRUARY, what="crude oil"), "are not one thing"),
        (JANUARY, replace(FEBRUARY, basis="scenario"), "one is reported, the other scenario"),
        (
            replace(JANUARY, basis="observed"),
            replace(FEBRUARY, basis="scenario"),
            "one is observed, the other scenario",
        ),
        (JANUARY, replace(FEBRUARY, start=date(2030, 1, 31)), "their periods overlap"),
        (JANUARY, replace(JANUARY, whose=frozenset({"AA", "BB"})), "their periods overlap"),
        (JANUARY, replace(JANUARY, whose=frozenset({EVERYBODY})), "their periods overlap"),
        (JANUARY, replace(JANUARY, whose=frozenset()), "their periods overlap"),
        (JANUARY, replace(FEBRUARY, start=None), "does not say from when to when"),
        (JANUARY, replace(FEBRUARY, rule="visits of more than a day"), "count by different rules"),
        (replace(JANUARY, basis="claimed"), replace(FEBRUARY, basis="claimed", by="CC"), "a rule of their own"),
        (replace(JANUARY, reference="X"), replace(FEBRUARY, reference="X"), "one thing said twice"),
        (replace(JANUARY, reference="X"), replace(FEBRUARY, part_of="X"), "February is a part of January"),
    ],
)
def test_unlike_things_are_refused_in_either_order_with_the_reason(one: Quantity, other: Quantity, reason: str) -> None:
    for first, second in ((one, other), (other, one)):
        with pytest.raises(UnlikeError, match=reason.replace("February is a part of January", "is a part of")):
            first + second


def test_no_order_of_three_hides_an_overlap() -> None:
    quarter = replace(JANUARY, name="quarter", end=date(2030, 4, 1))
    for order in permutations((JANUARY, FEBRUARY, quarter)):
        with pytest.raises(UnlikeError, match="overlap"):
            total(order)


def test_a_sum_keeps_refusing_what_it_already_holds() -> None:
    with pytest.raises(UnlikeError, match="overlap"):
        JANUARY + FEBRUARY + JANUARY


def test_at_least_and_exact_make_at_least() -> None:
    amount = Amount.stated(Fraction(5), "at least") + Amount.stated(Fraction(3))
    assert (amount.low, amount.high) == (8, None)


def test_about_bounds_nothing() -> None:
    amount = Amount.stated(Fraction(5), "about")
    assert (amount.best, amount.low, amount.high) == (5, None, None)


def test_a_barrel_is_42_gallons_and_not_the_31_and_a_half_of_other_tables() -> None:
    assert units.convert(Fraction(1), "bbl", "litre") == Fraction("158.987294928")


def test_mass_never_turns_into_volume_by_itself() -> None:
    with pytest.raises(MisuseError, match="cannot be expressed"):
        units.convert(Fraction(1), "t", "bbl")


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("DPRK tanker port calls", "port_call"),
        ("deliveries", "delivery"),
        ("tankers", "ship"),
        ("barrels", "bbl"),
        ("tonnes", "t"),
        ("laborers", "person"),
        ("USD", "USD"),
        ("snowflakes", "snowflakes"),
    ],
)
def test_units_are_known_by_their_words(text: str, unit: str) -> None:
    assert units.named(text) == unit


def test_an_unknown_unit_is_like_nothing_but_itself() -> None:
    assert units.alike("snowflakes", "snowflakes")
    assert not units.alike("snowflakes", "ship")
