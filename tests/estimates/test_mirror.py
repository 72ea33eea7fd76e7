"""Imports beside their mirror: zero, no row and no report are three things. All numbers are made up."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from fairlead.estimates import mirror
from fairlead.estimates.mirror import Flow, Month, TradeRow
from fairlead.law.editions import Editions


def _row(reporter: str, partner: str, flow: str, month: int, **further: Any) -> TradeRow:
    given: dict[str, Any] = {"code": "2701", "net_kg": Fraction(100), "value": Fraction(50), "currency": "USD"}
    given |= {"classification": "H6", "valued": "cif", "sha256": "a" * 64, "row": 1}
    return TradeRow(
        reporter=reporter,
        partner=partner,
        flow=flow,
        start=date(2030, month, 1),
        period=f"2030{month:02}",
        **(given | further),
    )


def _months(*rows: TradeRow) -> dict[str, Month]:
    (flow,) = mirror.flows(rows, "KP", "2701", "NO")
    return {month.period: month for month in flow.months}


def test_zero_no_row_and_no_report_are_told_apart() -> None:
    months = _months(
        _row("NO", "KP", "import", 1),
        _row("NO", "KP", "import", 2, net_kg=Fraction(0), value=Fraction(0)),
        _row("NO", "SE", "import", 3, code="9503"),
        _row("KP", "SE", "export", 4),
    )
    assert [months[f"20300{n}"].told for n in (1, 2, 3, 4)] == ["reported", "zero", "no row", "no report"]


def test_a_difference_from_the_mirror_is_shown_and_not_corrected() -> None:
    month = _months(
        _row("NO", "KP", "import", 1), _row("KP", "NO", "export", 1, net_kg=Fraction(90), classification="H5")
    )["203001"]
    assert month.remarks == ("kg: 10 more than the mirror", "editions differ: H6, H5")


def test_an_unusual_unit_value_is_worth_a_look() -> None:
    rows = [_row("NO", "KP", "import", month) for month in (1, 2, 3)]
    months = _months(*rows, _row("NO", "KP", "import", 4, value=Fraction(300)))
    assert months["203004"].remarks == ("3 USD/kg by NO, 6 times the median here",)
    assert months["203001"].remarks == ()


def test_other_codes_and_reporters_are_left_aside() -> None:
    assert mirror.flows([_row("NO", "KP", "import", 1, code="2702")], "KP", "2701") == []
    assert mirror.flows([_row("SE", "KP", "import", 1)], "KP", "2701", "NO") == []


def test_a_row_without_numbers_is_no_zero() -> None:
    assert _months(_row("NO", "KP", "import", 1, net_kg=None, value=None))["203001"].told == "reported"


EDITIONS = Editions.of(
    [("H6", "270191", "H5", "270112"), ("H6", "270192", "H5", "270112"), ("H6", "270192", "H5", "270119")]
)


def _translated(*rows: TradeRow, code: str = "270112") -> list[Flow]:
    return mirror.flows(rows, "KP", code, edition="H5", editions=EDITIONS)


def test_a_row_of_another_edition_is_translated_where_all_of_it_lies_inside() -> None:
    (flow,) = _translated(_row("NO", "KP", "import", 1, code="270191"))
    (month,) = flow.months
    assert month.own is not None
    assert (month.own.code, month.own.classification, month.own.net_kg) == ("270112", "H5", Fraction(100))
    assert month.remarks == ("NO: 270191 of H6 in 270112",)


def test_a_row_of_which_only_a_part_lies_inside_is_left_aside() -> None:
    assert _translated(_row("NO", "KP", "import", 1, code="270192")) == []


def test_rows_of_another_edition_that_make_up_the_code_are_added_and_none_twice() -> None:
    rows = [_row("NO", "KP", "import", 1, code=code) for code in ("270191", "270192", "2701919", "2701910")]
    (flow,) = _translated(*rows, code="2701")
    assert flow.months[0].own is not None
    assert flow.months[0].own.net_kg == Fraction(200)


def test_without_a_table_editions_are_not_joined() -> None:
    rows = [_row("NO", "KP", "import", 1, code="270191")]
    assert mirror.flows(rows, "KP", "270112", edition="H5") == []
