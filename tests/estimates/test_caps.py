"""Ceilings by calendar year, with fictitious tables: reports, claims, occasions, side by side."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from fairlead.errors import MisuseError
from fairlead.estimates import caps, ceilings, chart, conversions, scenarios, told
from fairlead.estimates.caps import Account, Assumptions
from fairlead.estimates.figures import Figure
from fairlead.estimates.quantity import Amount
from fairlead.law import Regime
from fairlead.typologies.occasion import Engagement, MeasureRef, Occasion, Typology

HEADER = "claimant,period,measure,value,unit,reference,about,goods,basis,laden_share,breach_share,bound,carrier\n"
OIL = "refined petroleum products"
Read = Callable[..., list[Figure]]


def _reported(period: str, value: str, unit: str = "bbl", about: str = "Norway", reference: str = "") -> str:
    return f"{about},{period},reported,{value},{unit},{reference},{about},{OIL},reported,,,,\n"


def _claim(value: str, unit: str, period: str = "2030-01-01..2030-12-31", laden: str = "", **more: str) -> str:
    tail = f"{laden},{more.get('breach', '')},{more.get('bound', '')},{more.get('carrier', '')}"
    return f"Ruritania,{period},landings,{value},{unit},{more.get('reference', 'R')},,{OIL},claimed,{tail}\n"


@pytest.fixture
def account(read: Read, regime: Regime) -> Callable[..., Account]:
    """Return a function from rows of figures to the account of refined petroleum in 2030."""

    def of(rows: str, *occasions: Occasion, assumed: Assumptions | None = None) -> Account:
        return caps.accounts(regime, read(HEADER + rows), occasions, "petroleum", 2030, assumed)[0]

    return of


@pytest.mark.parametrize(
    ("goods", "year", "found"),
    [
        ("petroleum", 2017, [("2375-14", 500_000, "bbl", date(2017, 10, 1), date(2018, 1, 1))]),
        ("petroleum", 2018, [("2397-5", 500_000, "bbl", date(2018, 1, 1), date(2019, 1, 1))]),
        ("petroleum", 2016, []),
        ("coal", 2016, [("2321-26", 1_000_866, "t", date(2016, 11, 30), date(2017, 1, 1))]),
        ("coal", 2017, [("2321-26", 7_500_000, "t", date(2017, 1, 1), date(2017, 8, 5))]),
        ("coal", 2018, []),
        ("crude", 2017, [("2397-4", 4_000_000, "bbl", date(2017, 12, 22), date(2018, 12, 22))]),
    ],
)
def test_a_ceiling_binds_only_while_its_measure_does(
    regime: Regime, goods: str, year: int, found: list[tuple[object, ...]]
) -> None:
    laid_out = [(one.measure, one.limit, one.unit, one.start, one.end) for one in ceilings.in_year(regime, goods, year)]
    assert laid_out == found


def test_a_ceiling_written_earlier_than_its_measure_waits_for_it(regime: Regime) -> None:
    early = tuple(replace(cap, effective_from=date(2016, 1, 1)) for cap in regime.caps if cap.measure == "2321-26")
    first, *_ = ceilings.in_year(replace(regime, caps=early), "coal", 2016)
    assert first.start == date(2016, 11, 30)


def test_crude_counts_in_barrels_or_tonnes(regime: Regime) -> None:
    assert ceilings.in_year(regime, "crude", 2020)[0].beside == ((Fraction(525_000), "t"),)


def test_goods_without_a_ceiling_are_misuse(regime: Regime) -> None:
    with pytest.raises(MisuseError, match="no ceiling on 'seafood'"):
        ceilings.in_year(regime, "seafood", 2020)


def test_a_report_inside_another_counts_once(account: Callable[..., Account]) -> None:
    found = account(_reported("2030-01..06", "600") + _reported("2030-03", "150")).reported
    assert found.total is not None
    assert found.total.amount.best == 600
    assert any("450 bbl are left for the rest of the period" in check for check in found.checks)


def test_parts_that_exceed_their_whole_are_told(account: Callable[..., Account]) -> None:
    found = account(_reported("2030-01..06", "600") + _reported("2030-03", "700")).reported
    assert any("the parts exceed the whole by 100 bbl" in check for check in found.checks)


def test_tonnes_are_converted_by_a_named_factor_and_by_all_others(account: Callable[..., Account]) -> None:
    found = account(_reported("2030-01", "1000", "t"))
    assert found.reported.total is not None
    assert found.reported.total.amount.best == 8330
    assert {"committee-default", "unsd-crude"} <= {each.factor.id for each in found.reported.by_factor}
    moved = account(_reported("2030-01", "1000", "t"), assumed=Assumptions(bbl_per_t="7.5"))
    assert moved.reported.total is not None
    assert moved.reported.total.amount.best == 7500


def test_one_supply_in_two_units_counts_once_and_implies_its_factor(account: Callable[..., Account]) -> None:
    rows = _reported("2030-01", "800", reference="N1") + _reported("2030-01", "100", "t", reference="N1")
    found = account(rows).reported
    assert found.total is not None
    assert found.total.amount.best == 800
    assert any("implies 8 bbl/t" in check for check in found.checks)


def test_a_year_is_complete_only_with_a_report_for_every_day(account: Callable[..., Account]) -> None:
    assert account(_reported("2030", "600")).reported.complete
    assert not account(_reported("2030-01..11", "600")).reported.complete
    assert account(_reported("2030-01..11", "600") + _reported("2030-12", "0")).reported.complete


def test_a_report_across_two_years_is_in_neither_sum(account: Callable[..., Account]) -> None:
    found = account(_reported("2029-12..2030-02", "600")).reported
    assert found.total is None
    assert len(found.crossing) == 1


def test_no_report_and_a_report_of_zero_differ(account: Callable[..., Account]) -> None:
    assert account(_reported("2030-01", "0")).reported.zero
    assert not account(_claim("5", "deliveries")).reported.zero


def test_what_a_claimant_says_was_reported_is_no_report(account: Callable[..., Account]) -> None:
    said = _reported("2030-01", "700", about="", reference="R")
    found = account(_claim("5", "deliveries") + said)
    assert found.reported.total is None
    assert [one.value for one in found.claims[0].reported] == ["700"]


def test_a_laden_share_leads_to_the_full_load_and_to_any_other(account: Callable[..., Account]) -> None:
    claim = account(_claim("100", "port calls", laden="0.5") + _claim("400000", "bbl", laden="0.5")).claims[0]
    assert (claim.full.best, claim.per_act.best, claim.share_at_cap.best) == (800_000, 8_000, Fraction(5, 8))
    by_share = {each.share: each for each in claim.scenarios}
    assert not by_share[Fraction(3, 5)].may
    assert by_share[Fraction(9, 10)].amount.best == 720_000
    assert by_share[Fraction(1)].passing.even == date(2030, 8, 17)
    assert by_share[Fraction(1)].passing.latest == date(2030, 12, 31)


def test_an_unstated_laden_share_gives_a_lower_bound_and_no_best_value(account: Callable[..., Account]) -> None:
    claim = account(_claim("100", "port calls") + _claim("400000", "bbl")).claims[0]
    assert (claim.full.best, claim.full.low, claim.full.high) == (None, 400_000, None)
    assert all(each.may and not each.must for each in claim.scenarios)


def test_a_capacity_named_by_hand_replaces_what_the_claim_implies(account: Callable[..., Account]) -> None:
    assumed = Assumptions(shares=(Fraction(1),), capacity=scenarios.span("4000..6000", "capacity"))
    claim = account(_claim("100", "port calls"), assumed=assumed).claims[0]
    (only,) = claim.scenarios
    assert (only.amount.low, only.amount.high) == (400_000, 600_000)
    assert (only.may, only.must) == (True, False)


def test_at_least_so_many_calls_stay_at_least(account: Callable[..., Account]) -> None:
    assumed = Assumptions(shares=(Fraction(1),), capacity=Amount.stated(Fraction(5000)))
    claim = account(_claim("100", "port calls", bound="at least"), assumed=assumed).claims[0]
    assert (claim.full.low, claim.full.high) == (500_000, None)


@pytest.mark.parametrize(
    ("barrels", "laden", "breach", "words"),
    [
        ("600000", "0.5", "0.5", "which its own figures bear out"),
        ("600000", "1", "0.5", "which its own figures do not bear out"),
        ("600000", "", "0.5", "less than 60 % of full load"),
        ("2000000", "", "0.5", "even if the quantity is that of full loads"),
    ],
)
def test_a_breach_at_a_share_is_held_against_the_claims_own_quantity(
    account: Callable[..., Account], barrels: str, laden: str, breach: str, words: str
) -> None:
    claim = account(_claim(barrels, "bbl", laden=laden, breach=breach)).claims[0]
    assert any(words in remark for remark in claim.remarks)


def test_one_number_counted_in_two_units_is_a_disagreement(account: Callable[..., Account]) -> None:
    rows = _claim("89", "tankers") + _claim("89", "port calls", reference="S")
    assert "one number, two things counted" in account(rows).disagreements[0]


def test_reports_and_claims_are_never_one_sum(account: Callable[..., Account]) -> None:
    found = account(_reported("2030-01", "600") + _claim("400000", "bbl"))
    assert any("one is claimed, the other reported" in why for why in found.not_added)


def _occasion(day: str, basis: str = "observed", status: str = "machine candidate") -> Occasion:
    engaged = Engagement(MeasureRef("2397-5", 2397, "5", "verified"), "decides", "KP", "target State", ())
    times = (f"{day}T00:00:00Z", "day", f"{day}T12:00:00Z", "day")
    rest = ((), (), (), (), (engaged,), (), "")
    return Occasion(day, "dprk", Typology("delivery", 1), basis, "a call", *times, *rest, status=status)  # type: ignore[arg-type]


def test_the_day_is_told_on_which_observed_calls_reach_the_ceiling(account: Callable[..., Account]) -> None:
    seen = [_occasion(f"2030-0{month}-10") for month in range(1, 7)]
    assumed = Assumptions(shares=(Fraction(1),), capacity=scenarios.span("110000..260000", "capacity"))
    (observed,) = account("", *seen, _occasion("2030-08-01", status="dismissed"), assumed=assumed).observed
    assert len(observed.occasions) == 6
    assert observed.acts_needed == ((Fraction(1), Amount.between(Fraction(2), Fraction(5))),)
    assert observed.passed_on == ((Fraction(1), date(2030, 2, 10), date(2030, 5, 10)),)


def test_stated_occasions_stand_apart_from_observed_ones(account: Callable[..., Account]) -> None:
    found = account("", _occasion("2030-01-10"), _occasion("2030-02-10", basis="stated"))
    assert [(each.basis, len(each.occasions)) for each in found.observed] == [("observed", 1), ("stated", 1)]


def test_the_chart_is_well_formed_and_says_what_it_assumes(account: Callable[..., Account]) -> None:
    rows = _reported("2030-01", "600") + _claim("9", "calls", laden="0.5") + _claim("400000", "bbl", laden="0.5")
    drawn = chart.cumulated(account(rows, _occasion("2030-01-10")))
    texts = [each.text or "" for each in ET.fromstring(drawn).iter("{http://www.w3.org/2000/svg}text")]
    assert "ceiling" in texts
    assert any("at least 600 bbl" in text for text in texts)
    assert any("one third to full load" in text for text in texts)
    assert any("assume an even flow" in text for text in texts)


def test_a_name_in_an_exhibit_cannot_break_out_of_the_chart(account: Callable[..., Account]) -> None:
    drawn = chart.cumulated(account(_claim("400000", "bbl", reference="<script>")))
    assert "<script>" not in drawn
    ET.fromstring(drawn)


def test_the_document_carries_every_assumption(account: Callable[..., Account]) -> None:
    made = told.document(
        [account(_claim("10", "calls", laden="0.5") + _claim("400000", "bbl", laden="0.5"))], "oil", 2030
    )
    (claim,) = made["ceilings"][0]["claims"]
    assert (claim["laden_share"], claim["capacity_per_act"]["best"]) == ("1/2", "80000")
    assert made["ceilings"][0]["factor"]["bbl_per_t"] == "8.33"
    assert made["does_not_show"]


@pytest.mark.parametrize("text", ["0", "1.5", "much", "-1"])
def test_a_laden_share_lies_between_nothing_and_full(text: str) -> None:
    with pytest.raises(MisuseError, match="not a laden share"):
        scenarios.shares([text])


def test_decimals_are_exact_and_round_half_to_even() -> None:
    assert conversions.decimal(Fraction(5, 2), 0) == "2"
    assert conversions.decimal(Fraction("106094.17"), 2) == "106094.17"
    assert conversions.decimal(Fraction(1000), 2) == "1000"
