"""The record of a State and its trend: few events, unevenly watched. All numbers are made up."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from lxml import etree

from fairlead.estimates import rates, record, record_chart
from fairlead.estimates.figures import Figure
from fairlead.law import Regime
from fairlead.register.correspondence import Letter
from fairlead.shapes import LEGS, US_PER_HOUR
from fairlead.typologies.occasion import Element, Engagement, MeasureRef, Occasion, Place, Typology


def _occasion(day: str, basis: str = "observed", state: str = "NO", acted: str = "missing", **more: Any) -> Occasion:
    inspection = Element("inspection", acted, "")  # type: ignore[arg-type]
    engaged = Engagement(
        MeasureRef("2371-8", 2371, "8", "verified"), "decides", state, "importing State", (inspection,)
    )
    times = (f"{day}T00:00:00Z", "day", f"{day}T12:00:00Z", "day")
    rest = ((), (), (), (), (engaged,), (), "")
    return Occasion(f"{day}{basis}", "dprk", Typology("delivery", 1), basis, "a call", *times, *rest, **more)  # type: ignore[arg-type]


def test_occasions_are_itemised_by_measure_and_month(regime: Regime) -> None:
    seen = [_occasion("2030-01-05"), _occasion("2030-01-09", "stated"), _occasion("2030-03-01", acted="shown")]
    (under,) = record.record(regime, "NO", seen, [], {"2030-01": 20}).measures
    january, march = under.months
    assert january.by_basis() == {"observed": 1, "documented": 0, "stated": 1}
    assert (january.watched, march.watched) == (20, 0)
    assert (january.items[0].acted, march.items[0].acted) == ((), ("inspection shown",))


def test_other_states_and_dismissed_occasions_are_in_no_record(regime: Regime) -> None:
    aside = [_occasion("2030-01-05", state="SE"), _occasion("2030-01-06", status="dismissed")]
    assert record.record(regime, "NO", aside, [], {}).measures == ()


def test_twice_the_occasions_in_twice_the_watching_is_no_trend(regime: Regime) -> None:
    days = {"2030-01": 10, "2030-02": 20}
    seen = [_occasion(f"2030-01-0{n}") for n in range(1, 4)] + [_occasion(f"2030-02-0{n}") for n in range(1, 7)]
    trend = record.record(regime, "NO", seen, [], days).measures[0].trend
    assert trend is not None
    assert (trend.before, trend.after) == ((3, 10), (6, 20))
    assert "which tells neither more nor less" in trend.words


def test_many_more_in_the_same_watching_is_more_often(regime: Regime) -> None:
    seen = [_occasion("2030-01-01"), *(_occasion(f"2030-02-{n:02}") for n in range(1, 21))]
    trend = record.record(regime, "NO", seen, [], {"2030-01": 28, "2030-02": 28}).measures[0].trend
    assert trend is not None
    assert trend.words.endswith("times the earlier, so more often")


def test_stated_occasions_are_in_no_rate(regime: Regime) -> None:
    seen = [_occasion("2030-01-01", "stated"), _occasion("2030-02-01")]
    trend = record.record(regime, "NO", seen, [], {"2030-01": 5, "2030-02": 5}).measures[0].trend
    assert trend is not None
    assert (trend.before[0], trend.after[0]) == (0, 1)


def test_what_was_not_watched_has_no_trend(regime: Regime) -> None:
    assert record.record(regime, "NO", [_occasion("2030-01-01")], [], {"2030-01": 5}).measures[0].trend is None


def test_what_a_state_reports_stands_apart_from_what_others_claim(
    read: Callable[..., list[Figure]], regime: Regime
) -> None:
    table = "claimant,period,measure,value,unit,about,basis\nNorway,2030,coal,0,t,Norway,reported\n"
    table += "Ruritania,2030,coal,9,t,Norway,claimed\n"
    found = record.record(regime, "NO", [], read(table), {})
    assert ([one.value for one in found.own_figures], [one.value for one in found.claims]) == (["0"], ["9"])


def test_a_square_counts_once_a_day_and_only_where_occasions_were_seen(tmp_path: Path) -> None:
    day, degree = 24 * US_PER_HOUR, 10_000_000
    at = [(0, 30, 122), (5, 30, 122), (day - 1, -1, 122), (day, 30, 122), (day, 50, 1), (31 * day, 30, 122)]
    given = {
        "t_us": [t for t, _, _ in at],
        "lat_e7": [lat * degree + 5 for _, lat, _ in at],
        "lon_e7": [lon * degree + 5 for _, _, lon in at],
    }
    columns = {field.name: given.get(field.name, [None] * len(at)) for field in LEGS}
    pq.write_table(pa.Table.from_pydict(columns, schema=LEGS), tmp_path / "legs.parquet")
    within = frozenset({(30, 122), (-1, 122)})
    assert record.watched(tmp_path / "legs.parquet", within) == {"1970-01": 3, "1970-02": 1}
    assert record.watched(tmp_path / "legs.parquet", frozenset()) == {}
    assert record.watched(tmp_path / "none.parquet", within) == {}


def test_squares_are_those_of_observed_occasions_that_touch_the_state() -> None:
    place = Place("meeting", None, None, "beyond", -0.5, 122.9)
    seen = replace(_occasion("2030-01-05"), places=(place,))
    assert record.squares("NO", [seen]) == {(-1, 122)}
    assert record.squares("SE", [seen]) == record.squares("NO", [replace(seen, basis="stated")]) == frozenset()


def test_what_the_state_was_told_is_listed_by_whom_and_how(read: Callable[..., list[Figure]], regime: Regime) -> None:
    table = (
        "reference,claimant,claimed_on,period,measure,value,unit,about\nR1,Ruritania,2030-05-01,2030,coal,9,t,Norway\n"
    )
    one = _occasion("2030-01-05")
    letters = {one.id: [Letter("NO", "2030-06-01", "2030-07-01"), Letter("SE", "2030-06-01", "2030-07-01")]}
    told = record.record(regime, "NO", [one], read(table), {}, letters).told
    assert [(each.on, each.by, each.how[:7]) for each in told] == [
        ("2030-05-01", "Ruritania", "claim; "),
        ("2030-06-01", "this office", "request"),
    ]


def test_a_poisson_interval_is_that_of_the_tables() -> None:
    low, high = rates.per_day(10, 1)
    assert (round(low, 3), round(high, 3)) == (4.795, 18.390)  # exact 95 % limits for a count of 10
    assert rates.per_day(0, 1)[0] == 0
    assert round(rates.per_day(0, 1)[1], 3) == 3.689


def test_a_ratio_is_exact_and_open_above_without_earlier_events() -> None:
    low, high = rates.ratio((5, 10), (5, 10))
    assert (round(low * high, 6), low < 1 < high) == (1, True)
    assert rates.ratio((0, 10), (3, 10))[1] == math.inf


@pytest.mark.parametrize("count", [1, 4, 40])
def test_more_events_narrow_the_interval(count: int) -> None:
    low, high = rates.ratio((count, 10), (count, 10))
    more_low, more_high = rates.ratio((2 * count, 10), (2 * count, 10))
    assert low < more_low < more_high < high


def test_what_a_claimant_says_that_a_state_reported_is_not_its_own_figure(
    read: Callable[..., list[Figure]], regime: Regime
) -> None:
    figures = read("claimant,period,measure,value,unit,about,basis\n,2030,coal,7,t,Norway,reported\n")
    found = record.record(regime, "NO", [], figures, {})
    assert (found.own_figures, [one.value for one in found.claims]) == ((), ["7"])


def test_each_basis_has_its_own_bar_and_watching_stands_below(regime: Regime) -> None:
    seen = [_occasion("2030-01-05"), _occasion("2030-01-07"), _occasion("2030-03-01", "stated")]
    watched = {"2030-01": 20, "2030-02": 5}
    (under,) = record.record(regime, "NO", seen, [], watched).measures
    drawn = etree.fromstring(record_chart.drawn(under, watched))
    titles = [title.text for title in drawn.iter("{*}title")]
    assert titles[:2] == ["2030-01: 2 observed", "2030-03: 1 stated"]
    assert titles[2:] == [
        "2030-01: 20 watched square-days",
        "2030-02: 5 watched square-days",
        "2030-03: 0 watched square-days",
    ]
    assert "2371-8 as importing State" in str(drawn.get("aria-label"))


def test_a_record_without_tracks_says_that_nothing_was_watched(regime: Regime) -> None:
    (under,) = record.record(regime, "NO", [_occasion("2030-01-05")], [], {}).measures
    assert "nothing was watched" in record_chart.drawn(under, {})
