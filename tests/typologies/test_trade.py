"""Rows of a State's trade statistics under an import ban; all numbers are made up."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import ibis
import pyarrow as pa
import pytest

from fairlead import shapes
from fairlead.typologies import Occasion, Rejected, trade

SHA = "a" * 64


def row(code: str = "2701", period: str = "203009", number: int = 1, **further: Any) -> dict[str, Any]:
    """A row of coal that Norway says it imported."""
    year, month = int(period[:4]), int(period[4:] or 1)
    after = f"{year + 1}-01-01" if not period[4:] or month == 12 else f"{year}-{month + 1:02}-01"
    given = {
        "exhibit": shapes.exhibit_key(SHA),
        "row": number,
        "reporter": "NO",
        "reporter_printed": "Norway",
        "partner": "KP",
        "partner_printed": "the target",
        "flow": "import",
        "period": period,
        "period_start": f"{year}-{month:02}-01",
        "period_end": after,
        "classification": "H6",
        "code": code,
        "goods": None,
        "net_kg": "5000",
        "quantity": None,
        "quantity_unit": None,
        "value": "900",
        "currency": "USD",
        "valued": "cif",
        "breakdown": None,
    }
    return given | further


@pytest.fixture
def find(sea: Any) -> Any:
    """Return a function from rows to the occasions and rejections they give."""

    def of(*rows: dict[str, Any]) -> tuple[list[Occasion], list[Rejected]]:
        table = ibis.memtable(pa.Table.from_pylist(list(rows), schema=shapes.SHIPMENTS))
        found = list(trade.find(replace(sea.world(), shipments=table)))
        return [one for one in found if isinstance(one, Occasion)], [one for one in found if isinstance(one, Rejected)]

    return of


def test_a_row_under_a_ban_engages_it_for_importer_and_target(find: Any) -> None:
    (occasion,), _ = find(row())
    engaged = [(one.measure.id, one.capacity, one.addressee) for one in occasion.engagements]
    assert engaged == [("2371-8", "importing State", "NO"), ("2371-8", "target State", "KP")]
    assert occasion.title.startswith("Norway reports imports of 5 t, 900 USD cif of 2701 from")
    assert "Korea in September 2030; engages" in occasion.title
    assert "203009" not in " ".join(element.why for one in occasion.engagements for element in one.elements)
    assert (occasion.basis, occasion.start[:10], occasion.end[:10]) == ("documented", "2030-09-01", "2030-09-30")
    assert occasion.engagements[0].elements[0].exhibits[0].sha256 == SHA


def test_statistics_show_goods_and_date_and_never_the_exemption(find: Any) -> None:
    (occasion,), _ = find(row())
    elements = {element.name: element.status for element in occasion.engagements[0].elements}
    assert elements == {
        "goods": "shown",
        "origin": "indicated",
        "procurement": "indicated",
        "date": "shown",
        "exemption": "missing",
    }


def test_a_heading_of_which_only_a_part_is_meant_is_indicated(find: Any) -> None:
    (occasion,), _ = find(row("2601"))
    assert occasion.engagements[0].elements[0].status == "indicated"


@pytest.mark.parametrize("period", ["201707", "201708", "201709", "2017"])
def test_a_period_not_wholly_after_the_ban_and_its_window_is_left_alone(find: Any, period: str) -> None:
    occasions, (rejected,) = find(row(period=period))
    assert (occasions, rejected.test) == ([], "date before the measure")


def test_the_first_month_after_the_window_counts(find: Any) -> None:
    assert len(find(row(period="201710"))[0]) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"flow": "re-export"},
        {"partner": "KR"},
        {"code": "9503"},
        {"breakdown": "transport 2100"},
        {"net_kg": "0", "value": "0"},
        {"net_kg": None, "value": None},
    ],
)
def test_other_flows_partners_goods_splits_and_zeros_are_no_occasions(find: Any, change: dict[str, Any]) -> None:
    assert find(row() | change) == ([], [])


def test_parts_of_a_banned_heading_stand_inside_their_whole(find: Any) -> None:
    occasions, _ = find(row(), row("270111", number=2), row("270112", number=3))
    assert [occasion.goods for occasion in occasions] == [("2701",)]


def test_a_chapter_that_is_banned_in_part_gives_way_to_its_headings(find: Any) -> None:
    occasions, _ = find(row("27"), row("2701", number=2))
    assert [occasion.goods for occasion in occasions] == [("2701",)]


def test_one_flow_in_two_files_is_one_occasion_and_a_difference_is_told(find: Any) -> None:
    (alone,), _ = find(row())
    (occasion,), _ = find(row(), row(number=2, net_kg="7000"))
    revised = next(test for test in occasion.refutations if test.name == "revised figures")
    assert occasion.id == alone.id
    assert (revised.outcome, "7 t" in revised.why) == ("speaks against it", True)


def test_the_order_of_rows_changes_nothing(find: Any) -> None:
    rows = [row(), row(number=2, net_kg="7000"), row("2704", number=3)]
    assert [one.digest for one in find(*rows)[0]] == [one.digest for one in find(*reversed(rows))[0]]


def test_a_row_of_exports_under_a_ban_engages_it_for_the_supplier(find: Any) -> None:
    (occasion,), _ = find(row("8429", flow="export", valued="fob"))
    engaged = [(one.measure.id, one.capacity, one.addressee) for one in occasion.engagements]
    assert engaged == [("2397-7", "supplying State", "NO")]
    assert occasion.title.startswith("Norway reports exports of 5 t, 900 USD fob of 8429 to")
    elements = {element.name: element.status for element in occasion.engagements[0].elements}
    assert elements == {
        "goods": "shown",
        "supply": "indicated",
        "actor": "indicated",
        "date": "shown",
        "exemption": "missing",
    }


def test_an_export_before_the_ban_is_left_alone(find: Any) -> None:
    occasions, (rejected,) = find(row("8429", period="201711", flow="export"))
    assert (occasions, rejected.test) == ([], "date before the measure")


@pytest.mark.parametrize("code", ["2710", "2709", "1006", "27"])
def test_goods_allowed_up_to_a_ceiling_or_not_banned_are_no_occasions_when_exported(find: Any, code: str) -> None:
    assert find(row(code, flow="export")) == ([], [])


def test_imports_and_exports_of_one_code_are_two_occasions(find: Any) -> None:
    occasions, _ = find(row("7204"), row("7204", number=2, flow="export"))
    assert sorted(one.typology.name for one in occasions) == ["trade", "trade"]
    assert len({one.id for one in occasions}) == 2
