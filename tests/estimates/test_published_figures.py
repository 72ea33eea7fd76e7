"""Published figures, recomputed to the digit from the tables in which they stand, or explained."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from fairlead.estimates import caps
from fairlead.estimates.cap_claims import CapClaim
from fairlead.estimates.caps import Account
from fairlead.estimates.figures import Figure
from fairlead.law import Regime

Of = Callable[[int], Account]
THIRD = Fraction(1, 3)


@pytest.fixture
def account(real_data: Callable[[str], Path], read: Callable[..., list[Figure]], regime: Regime) -> Of:
    """Return the account of refined petroleum in a year."""
    tables = [real_data(f"regime/{name}.csv") for name in ("petroleum_cap_claims", "petroleum_reported_to_1718")]
    figures = read(*tables)
    return lambda year: caps.accounts(regime, figures, [], "petroleum", year)[0]


def _claim(account: Account, reference: str) -> CapClaim:
    return next(claim for claim in account.claims if claim.reference == reference)


def _at(claim: CapClaim, share: Fraction) -> int:
    best = next(each for each in claim.scenarios if each.share == share).amount.best
    assert best is not None
    return round(best)


def test_89_calls_are_1367628_barrels_at_90_percent_and_506529_at_a_third(account: Of) -> None:
    claim = _claim(account(2018), "P2018H1")
    assert claim.acts[0].value == "89"
    assert (_at(claim, Fraction(9, 10)), _at(claim, THIRD), _at(claim, Fraction(1))) == (1_367_628, 506_529, 1_519_587)
    assert claim.per_act.best is not None
    assert round(claim.per_act.best) == 17_074


def test_263_deliveries_are_seven_and_a_half_times_the_ceiling(account: Of) -> None:
    claim = _claim(account(2018), "P2018")
    assert claim.stated_times.best == Fraction("7.56")


def test_the_overlapping_claims_of_2018_are_not_added(account: Of) -> None:
    assert any("1367628 bbl" in why and "3780000 bbl" in why and "overlap" in why for why in account(2018).not_added)


def test_2018_is_12_6_or_14_4_percent_of_the_ceiling_by_the_factor(account: Of) -> None:
    shares = {
        str(float(each.factor.bbl_per_t)): round(each.share * 100, 1) for each in account(2018).reported.by_factor
    }
    assert (shares["8.33"], shares["7.32"]) == (Fraction("14.4"), Fraction("12.6"))


def test_the_tallies_of_spring_2018_differ_by_two_tonnes(account: Of) -> None:
    assert any(
        "8,618 t" in check and "8,620 t" in check and "differ by 2 t" in check
        for check in account(2018).reported.checks
    )


def test_the_letter_of_2019_counts_79_or_78_and_needs_larger_ships_than_that_of_2018(account: Of) -> None:
    claim = _claim(account(2019), "P2019Q")
    assert [each.value for each in claim.acts] == ["79", "78"]
    assert any("AFP prints 78" in remark for remark in claim.remarks)
    assert round(dict(claim.needed_per_act)[THIRD]) == 18_987


def test_2019_is_more_than_7_78_times_the_ceiling(account: Of) -> None:
    times = _claim(account(2019), "P2019").stated_times
    assert (times.low, times.high) == (Fraction("7.78"), None)


def test_2020_sets_1_6_million_claimed_beside_106094_17_reported(account: Of) -> None:
    told = account(2020)
    claim = _claim(told, "P2020M")
    assert claim.stated_per_act.low is not None
    assert round(claim.stated_per_act.low) == 28_571
    assert claim.reported[0].value == "106094.17"
    assert "106094.17" in {each.value for each in told.reported.counted}
    assert not told.reported.complete


def test_2022_breach_at_60_percent_needs_a_base_under_96_percent(account: Of) -> None:
    remark = next(each for each in _claim(account(2022), "P2022").remarks if "60 %" in each)
    assert "480,000 bbl, below the ceiling" in remark
    assert "less than 96 %" in remark
    assert "533,333" in remark


def test_supplies_reported_in_both_units_imply_8_33(account: Of) -> None:
    assert sum("implies 8.33 bbl/t" in check for check in account(2021).reported.checks) == 2


def test_a_reported_zero_is_not_a_missing_report(account: Of) -> None:
    assert [each.about for each in account(2021).reported.zero] == ["Russia"]
    assert account(2019).reported.zero == ()
