"""National customs tables by a mapping file; States are real, all numbers are made up."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from examples import examples
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fairlead.errors import MisuseError, UnreadableError
from fairlead.readers import mapped, reading
from fairlead.readers.reader import Source

MAPPING = """
table: trade
reporter: CN
partner: {column: Country, values: {"Korea, DPR": KP}}
flow: {column: Flow, values: {"1": import, "2": export}}
period: {column: Month, format: "%Y%m"}
code: HS
classification: HS 2017
net_mass: {column: Weight, unit: t}
value: {column: Amount, currency: CNY, times: 10000}
valued: cif
missing: ["-"]
"""
HEADER = "Month,Flow,Country,HS,Weight,Amount"


def _read(tmp_path: Path, text: str, mapping: str = MAPPING) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    path = tmp_path / "table.csv"
    path.write_text(text, encoding="utf-8")
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    given = mapped.columns(mapping, "m.yaml")
    source = Source(sha256, path.name, path, path.stat().st_size, "text/csv", **given)
    made = reading.read(source, tmp_path / "out")
    assert made.reason == "mapping m.yaml"
    unread = tmp_path / "out" / "unread.parquet"
    return (
        pq.read_table(tmp_path / "out" / "shipments.parquet").to_pylist(),
        pq.read_table(unread).to_pylist() if unread.exists() else [],
    )


def test_a_row_is_read_in_its_units_and_currency(tmp_path: Path) -> None:
    (row,), unread = _read(tmp_path, f'{HEADER}\n202003,1,"Korea, DPR",2701.12,1.5,2\n')
    assert unread == []
    assert (row["reporter"], row["partner"], row["partner_printed"], row["flow"]) == (
        "CN",
        "KP",
        "Korea, DPR",
        "import",
    )
    assert (row["code"], row["classification"], row["net_kg"]) == ("270112", "HS 2017", "1500")
    assert (row["value"], row["currency"], row["valued"]) == ("20000", "CNY", "cif")
    assert (row["period_start"], row["period_end"]) == ("2020-03-01", "2020-04-01")


def test_what_is_not_given_is_not_zero(tmp_path: Path) -> None:
    rows, _ = _read(tmp_path, f"{HEADER}\n202012,2,DPRK,2701,-,-\n202012,2,DPRK,2702,0,0\n")
    assert [(row["net_kg"], row["value"], row["currency"]) for row in rows] == [(None, None, None), ("0", "0", "CNY")]
    assert rows[0]["period_end"] == "2021-01-01"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("202013,1,DPRK,2701,1,1", "not a period"),
        ("202003,3,DPRK,2701,1,1", "not a flow"),
        ("202003,1,DPRK,coal,1,1", "not a customs code"),
        ("202003,1,DPRK,2701,-1,1", "negative"),
        ("202003,1,DPRK,2701,1", "number of cells"),
        ("202003,1,,2701,1,1", "partner is not given"),
    ],
)
def test_a_row_that_is_not_understood_is_unread_with_the_reason(tmp_path: Path, line: str, why: str) -> None:
    rows, (unread,) = _read(tmp_path, f"{HEADER}\n202003,1,DPRK,2701,1,1\n{line}\n")
    assert (len(rows), unread["row"]) == (1, 2)
    assert why in unread["why"]


def test_a_partner_that_names_no_one_state_is_kept_as_printed(tmp_path: Path) -> None:
    (row,), _ = _read(tmp_path, f"{HEADER}\n202003,1,Korea n.e.s.,2701,1,1\n")
    assert (row["partner"], row["partner_printed"]) == (None, "Korea n.e.s.")


def test_a_year_is_a_year(tmp_path: Path) -> None:
    (row,), _ = _read(tmp_path, f"{HEADER}\n2020,1,DPRK,2701,1,1\n", MAPPING.replace("%Y%m", "%Y"))
    assert (row["period_start"], row["period_end"]) == ("2020-01-01", "2021-01-01")


def test_a_header_without_a_mapped_column_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="no column Weight"):
        _read(tmp_path, "Month,Flow,Country,HS,Amount\n202003,1,DPRK,2701,1\n")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("reporter: CN\n", "", "reporter is missing"),
        ("currency: CNY, ", "", "value.currency"),
        ("unit: t", "unit: stone", "net_mass.unit"),
        ("times: 10000", "times: 0.5", "value.times"),
        ('"2": export', '"2": exports', "flow is 'exports'"),
        ('"%Y%m"', '"%m"', "period.format"),
        ("valued: cif", "valued: ddp", "valued is 'ddp'"),
        ("code: HS", "codes: HS", "codes"),
    ],
)
def test_a_bad_mapping_is_refused_with_file_key_and_reason(old: str, new: str, reason: str) -> None:
    with pytest.raises(MisuseError) as refused:
        mapped.columns(MAPPING.replace(old, new), "m.yaml")
    assert str(refused.value).startswith("m.yaml: ")
    assert reason in str(refused.value)


@settings(max_examples=examples())
@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0"), max_size=200))
@example(",")
@example(" , ,,")
def test_every_line_is_a_row_or_unread(tmp_path_factory: pytest.TempPathFactory, line: str) -> None:
    one = " ".join(line.replace('"', "").split())
    rows, unread = _read(tmp_path_factory.mktemp("table"), f"{HEADER}\n202003,1,DPRK,2701,1,1\n{one}\n")
    assert len(rows) + len(unread) == 1 + bool(one.strip())
