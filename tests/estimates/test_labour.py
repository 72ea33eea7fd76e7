"""Workers: stocks against stocks, changes against stocks, shares without a whole, and no sum."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fairlead import law
from fairlead.estimates import figures as estimates_figures
from fairlead.estimates import labour
from fairlead.estimates.figures import Figure
from fairlead.estimates.labour import HostState, Labour
from fairlead.estimates.quantity import UnlikeError, total
from fairlead.law import Regime

HEADER = "state,as_of,measure,value,claimant,source\n"
Read = Callable[..., list[Figure]]


def _of(regime: Regime, figures: list[Figure]) -> Labour:
    found = labour.account(regime, figures)
    assert found is not None
    return found


def _state(found: Labour, code: str) -> HostState:
    return next(state for state in found.states if state.code == code)


def test_a_stated_fall_is_held_against_the_stocks_it_lies_between(read: Read, regime: Regime) -> None:
    rows = "Norway,2017-12-31,workers with valid permits,{},Norway,s\n"
    rows += "Norway,2018-12-31,workers with valid permits,40,Norway,s\n"
    change = "Norway,2019-12,decline since 2017,60,Norway,s\n"
    agree = _state(_of(regime, read(HEADER + rows.format(100) + change)), "NO").relations
    differ = _state(_of(regime, read(HEADER + rows.format(101) + change)), "NO").relations
    assert "60 fewer" in agree[0]
    assert "they agree" in agree[0]
    assert "61 fewer" in differ[0]
    assert "they differ" in differ[0]


def test_a_share_of_an_unknown_whole_gives_scenarios_and_no_figure(read: Read, regime: Regime) -> None:
    rows = "Norway,2018,estimated present,900,Institute estimate,s\nNorway,2019-03,share repatriated,>50%,Norway,s\n"
    (relation,) = _state(_of(regime, read(HEADER + rows)), "NO").relations
    assert "of how many is not stated" in relation
    assert "more than 450" in relation
    assert "scenarios of two claimants, not figures" in relation


def test_a_stock_after_the_day_of_the_duty_is_no_number_of_occasions(read: Read, regime: Regime) -> None:
    state = _state(_of(regime, read(HEADER + "Norway,2020-12-01,still hosted (at least),70,Elsewhere,s\n")), "NO")
    assert any("at least 70 after the day of the duty (2019-12-22)" in remark for remark in state.remarks)
    assert any("not a State that did not report" in remark for remark in state.remarks)


def test_a_state_and_a_tally_over_states_are_part_and_whole(read: Read, regime: Regime) -> None:
    rows = "Norway,2019-12,repatriated,9,Norway,s\nall reporting (4 states),2019-12-06,repatriated,50,press tally,s\n"
    figures = read(HEADER + rows)
    assert any("never added to it" in each for each in _state(_of(regime, figures), "all").relations)
    with pytest.raises(UnlikeError):
        total([one.quantity() for one in figures])


def test_a_stock_and_a_flow_of_one_state_have_no_sum(read: Read, regime: Regime) -> None:
    rows = "Norway,2018,employed,900,Norway,s\nNorway,2019-12,repatriated,9,Norway,s\n"
    assert any("a flow and a stock" in why for why in _of(regime, read(HEADER + rows)).not_added)


def test_a_regime_without_such_a_duty_has_no_account(read: Read) -> None:
    figures = read(HEADER + "Norway,2018,employed,900,Norway,s\n")
    assert labour.account(law.load("somalia-charcoal"), figures) is None


def test_30023_to_11490_is_18533_and_more_than_half_stays_a_scenario(
    real_data: Callable[[str], Path], read: Read, regime: Regime
) -> None:
    found = _of(regime, read(real_data("regime/workers_reported.csv")))
    russia, china = _state(found, "RU"), _state(found, "CN")
    assert "30,023 (2017-12-31?) to 11,490 (2018-12-31?)" in russia.relations[0]
    assert "18,533 fewer" in russia.relations[0]
    assert "18,533: they agree" in russia.relations[0]
    assert any("more than 40,000" in each and "more than 25,000" in each for each in china.relations)
    assert any("at least 20,000 after the day of the duty" in each for each in china.remarks)
    assert estimates_figures.one(list(china.figures), china.figures[-1].id).value == "20000"
