"""What the register answers: which measure on which day, for whom, with which mark."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import yaml

from fairlead import law
from fairlead.errors import MisuseError

DPRK = law.load("dprk")


def ids(measures: tuple[law.Measure, ...]) -> list[str]:
    return [measure.id for measure in measures]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2016, 3, 1), []),
        (date(2016, 3, 2), ["2270-29"]),
        (date(2016, 11, 29), ["2270-29"]),
        (date(2017, 6, 3), ["2321-26"]),
        (date(2017, 8, 4), ["2321-26"]),
        (date(2017, 8, 5), ["2371-8"]),
    ],
)
def test_coal_falls_under_the_measure_of_its_day(day: date, expected: list[str]) -> None:
    assert ids(DPRK.in_force(day, hs="2701")) == expected


def test_a_longer_code_and_a_whole_chapter_both_meet_a_heading() -> None:
    day = date(2019, 1, 1)
    assert "2371-8" in ids(DPRK.in_force(day, hs="2701.12"))
    assert "2371-8" in ids(DPRK.in_force(day, hs="27"))
    assert "2371-8" not in ids(DPRK.in_force(day, hs="2709"))


def test_a_range_of_headings_covers_what_lies_between_and_nothing_beside() -> None:
    day = date(2019, 1, 1)
    assert "2371-8" in ids(DPRK.in_force(day, hs="7213"))
    assert "2371-8" not in ids(DPRK.in_force(day, hs="7230"))


def test_a_national_heading_is_kept_but_is_not_the_councils() -> None:
    assert DPRK.measure("2371-8").hs_national == {"EU": ("2704",)}
    assert "2371-8" not in ids(DPRK.in_force(date(2019, 1, 1), hs="2704"))


def test_what_is_no_code_is_refused() -> None:
    with pytest.raises(MisuseError, match="not a customs code"):
        DPRK.in_force(date(2019, 1, 1), hs="coal")


def test_capacity_narrows_to_those_it_binds() -> None:
    on_port = DPRK.in_force(date(2018, 1, 1), capacity="port State")
    assert {"2371-6", "2375-6", "2270-18", "2397-9"} <= set(ids(on_port))
    assert "2371-8" not in ids(on_port)


def test_the_target_and_another_state_are_bound_by_different_measures() -> None:
    day = date(2018, 1, 1)
    assert "2397-8" not in ids(DPRK.in_force(day, state="KP"))
    assert "2397-8" in ids(DPRK.in_force(day, state="CN"))
    assert "2371-8" in ids(DPRK.in_force(day, state="KP"))
    assert "2397-27" not in ids(DPRK.in_force(day, state="CN"))


def test_the_wind_down_window_does_not_suspend_the_measure() -> None:
    textiles = DPRK.measure("2375-16")
    assert textiles.applies(date(2017, 10, 1))
    assert textiles.winding_down(date(2017, 12, 10))
    assert not textiles.winding_down(date(2017, 12, 11))


def test_the_mark_of_each_paragraph_number_is_kept() -> None:
    assert DPRK.measure("2321-26").paragraph_number == "unverified"
    assert DPRK.measure("2375-11").paragraph_number == "verified"
    assert DPRK.measure("2397-10").paragraph_number == "partial"


def test_who_notified_supplies_of_petroleum_is_known_of_the_measure_in_force() -> None:
    assert DPRK.measure("2397-5").notified_by == ("CN", "RU")
    assert DPRK.measure("2371-8").notified_by == ()


def test_the_coal_ceiling_of_june_2017_is_found_with_its_units() -> None:
    (cap,) = DPRK.caps_on("2321-26", date(2017, 6, 3))
    assert [(limit.value, limit.unit) for limit in cap.limits] == [(400870018, "USD"), (7500000, "t")]
    assert cap.rule == "whichever is lower"


def test_goods_are_known_by_everyday_words_the_longest_first() -> None:
    names = {text: DPRK.goods_named(text) for text in ("DPRK coal", "crude oil", "likely for oil", "charcoal")}
    assert {text: goods and goods.name for text, goods in names.items()} == {
        "DPRK coal": "coal",
        "crude oil": "crude oil",
        "likely for oil": "petroleum",
        "charcoal": None,
    }


def test_every_obligation_can_say_what_has_to_be_shown() -> None:
    for name in law.available():
        regime = law.load(name)
        for listed in regime.obligations.values():
            for obligation in listed:
                assert regime.measure(obligation.measure).elements[obligation.capacity]


def test_the_measures_that_typologies_use_all_state_their_elements() -> None:
    used = "2371-8 2371-6 2375-11 2375-6 2397-5 2397-8 2397-9 2397-12 2270-18 2270-22 2321-12 2321-24 2375-17 1718-8d"
    assert [id for id in f"{used} 2321-26 2270-29".split() if not DPRK.measure(id).elements] == []


def test_a_second_regime_is_only_data() -> None:
    charcoal = law.load("somalia-charcoal")
    assert charcoal.target == "SO"
    assert ids(charcoal.in_force(date(2015, 1, 1), hs="4402", state="AE")) == ["2036-22"]


def test_every_fact_of_the_compiled_register_was_carried(real_data: Callable[[str], Path]) -> None:
    compiled = yaml.safe_load(real_data("regime/regime-dprk.yaml").read_text(encoding="utf-8"))
    facts = [
        (
            row["id"],
            row["resolution"],
            str(row["paragraph"]),
            row["adopted"],
            row["effective_from"],
            row["effective_to"],
            row.get("deadline"),
            row["verification"]["paragraph_number"],
            row["verification"]["substance"],
            row["verification"]["sources"],
            len(row.get("exemptions", [])),
        )
        for row in compiled["measures"]
    ]
    ours = [
        (
            measure.id,
            measure.resolution,
            measure.paragraph,
            measure.adopted.isoformat(),
            measure.effective_from.isoformat(),
            measure.effective_to and measure.effective_to.isoformat(),
            measure.deadline and measure.deadline.isoformat(),
            measure.paragraph_number,
            measure.substance,
            list(measure.sources),
            len(measure.exemptions),
        )
        for measure in DPRK.measures
    ]
    assert len(ours) == 101
    assert ours == facts


def test_no_sentence_of_the_compiled_register_was_copied(real_data: Callable[[str], Path]) -> None:
    compiled = yaml.safe_load(real_data("regime/regime-dprk.yaml").read_text(encoding="utf-8"))
    theirs = {row["title"] for row in compiled["measures"]} | {row.get("notes") for row in compiled["measures"]}
    assert not {measure.title for measure in DPRK.measures} & theirs
    assert not {measure.notes for measure in DPRK.measures if measure.notes} & theirs
