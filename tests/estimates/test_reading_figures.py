"""Tables of figures become figures, one per number, or are refused row by row."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from fairlead.estimates.figures import Figure
from fairlead.readers import reading
from fairlead.readers.figures import cells as figure_cells
from fairlead.readers.figures import periods as figure_periods
from fairlead.readers.reader import Source

OWN = (
    "reference,claimant,claimed_on,about,period,measure,kind,goods,value,unit,bound,rule,laden_share,"
    "breach_share,basis,part_of,words,reply,source,carrier\n"
)

Read = Callable[..., list[Figure]]
CAP = (
    "claim_id,claimant,claim_date,period_start,period_end,deliveries,delivery_unit_as_stated,laden_fraction_stated,"
    "barrels_stated,other_statement,officially_reported_barrels_same_period,responses,source\n"
)


def _unread(tmp_path: Path, table: str) -> list[str]:
    path = tmp_path / "table.csv"
    path.write_text(table, encoding="utf-8")
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    made = reading.read(Source(sha256, path.name, path, path.stat().st_size, "text/csv"), tmp_path / "out")
    return [row["why"] for row in pq.read_table(tmp_path / "out" / "unread.parquet").to_pylist()] if made.unread else []


def test_a_row_of_our_own_layout_keeps_every_cell(read: Read) -> None:
    row = "X1,Ruritania,2031-02-03,Atlantis,2030-01..03,coal landed,flow,coal,1500.5,t,at least,manifests,"
    row += ",,claimed,X0,w,r,s,\n"
    (figure,) = read(OWN + row)
    assert (figure.value, figure.bound, figure.rule, figure.part_of) == ("1500.5", "at least", "manifests", "X0")
    assert (figure.start, figure.end) == (date(2030, 1, 1), date(2030, 4, 1))


def test_only_five_columns_are_required(read: Read) -> None:
    (figure,) = read('claimant,period,measure,value,unit\nRuritania,2030,coal landed,"1,500",t\n')
    assert (figure.value, figure.kind, figure.basis, figure.rule) == ("1500", "flow", "claimed", None)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("Ruritania,2030,coal landed,many,t", "not a number: 'many'"),
        ("Ruritania,2030,coal landed,12,", "without its unit"),
        ("Ruritania,spring 2030,coal landed,12,t", "not a period"),
        ("Ruritania,2030..2029,coal landed,12,t", "ends before it starts"),
        ("Ruritania,2030,coal landed,12", "number of cells: 4 of 5"),
        ("Ruritania,2030,share sent home,50%,persons", "unit 'percent'"),
    ],
)
def test_a_row_that_is_not_understood_is_unread_with_the_reason(tmp_path: Path, row: str, why: str) -> None:
    (told,) = _unread(tmp_path, f"claimant,period,measure,value,unit\n{row}\n")
    assert why in told


def test_a_kind_that_is_none_is_unread(tmp_path: Path) -> None:
    (told,) = _unread(tmp_path, "claimant,period,measure,value,unit,kind\nRuritania,2030,workers,5,persons,pile\n")
    assert "the kind is 'pile', not one of flow, stock" in told


def test_publications_that_differ_become_two_figures_of_one_claim(read: Read) -> None:
    row = "P,Ruritania,2030-06-01,2030-01-01,2030-04-30?,40,deliveries (Gazette: 40; Courier: 3 seen + 36 = 39),,,,,,\n"
    one, other = read(CAP + row)
    assert (one.value, one.carrier, other.value, other.carrier) == ("40", None, "39", "Courier")
    assert one.period_doubtful
    assert one.reference == other.reference == "P"


def test_a_claim_gives_acts_barrels_shares_and_what_it_says_was_reported(read: Read) -> None:
    row = 'P,Ruritania,2030-06-01,2030-01-01,2030-04-30,40,port calls,0.90,90000,"one-third laden suffices",'
    row += '"~2,000 t reported by AA+BB",None yet,s\n'
    calls, barrels, told = read(CAP + row)
    assert (calls.unit, barrels.unit, barrels.laden_share, barrels.breach_share) == ("port calls", "bbl", "0.90", "1/3")
    assert (told.basis, told.value, told.unit, told.bound, told.about) == ("reported", "2000", "t", "about", "AA+BB")


def test_what_is_of_which_is_a_part_of_the_row_before_in_the_same_period(read: Read) -> None:
    header = "claim_id,claimant,period_start,period_end,measure,value,unit,note,source\n"
    rows = "A,R,2030-01,2030-06,coal trips,9,trips,,\nB,R,2030-01,2030-06,of which at night,4,trips,at least,\n"
    whole, part = read(header + rows)
    assert (whole.part_of, part.part_of, part.bound) == (None, "A", "at least")


def test_no_whole_is_remembered_from_another_table(read: Read) -> None:
    header = "claim_id,claimant,period_start,period_end,measure,value,unit,note,source\n"
    figures = read(
        header + "A,R,2030-01,2030-06,coal trips,9,trips,,\n",
        header + "B,R,2030-01,2030-06,of which at night,4,trips,,\n",
    )
    assert [figure.part_of for figure in figures] == [None, None]


def test_one_supply_in_two_units_is_two_figures_of_one_reference(read: Read) -> None:
    one, other = read("supplier,period,barrels,tonnes,source\nRuritania,2030-03,833,100,s\n")
    assert (one.unit, other.unit, one.reference) == ("bbl", "t", other.reference)


@pytest.mark.parametrize(
    ("measure", "kind"),
    [
        ("workers with valid permits", "stock"),
        ("repatriated", "flow"),
        ("share repatriated", "share"),
        ("quota", "quota"),
    ],
)
def test_what_is_counted_of_workers_tells_stocks_from_flows(measure: str, kind: str) -> None:
    assert figure_cells.labour_kind(measure) == kind


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("2030", "2030-01-01", "2031-01-01", "year"),
        ("2030-12", "2030-12-01", "2031-01-01", "month"),
        ("2030-01..04", "2030-01-01", "2030-05-01", "months"),
        ("2030-10..2031-02", "2030-10-01", "2031-03-01", "months"),
        ("2030-02-28", "2030-02-28", "2030-03-01", "day"),
        ("2030-03-late", "2030-03-21", "2030-04-01", "part_of_month"),
        ("pre-2030", None, "2030-01-01", "year"),
    ],
)
def test_periods_are_days_with_their_precision(text: str, start: str | None, end: str, precision: str) -> None:
    span = figure_periods.read(text)
    assert (span.start and span.start.isoformat(), span.end and span.end.isoformat(), span.precision) == (
        start,
        end,
        precision,
    )
    assert not span.doubtful
    assert figure_periods.read(text + "?").doubtful


def test_the_published_tables_are_read_whole(real_data: Callable[[str], Path], read: Read) -> None:
    names = ("petroleum_cap_claims", "petroleum_reported_to_1718", "coal_claims", "workers_reported")
    counts = [len(read(real_data(f"regime/{name}.csv"))) for name in (*names, "china_customs_from_dprk")]
    assert counts == [17, 22, 7, 17, 19]
