"""No line of a table is lost in silence: separators alone are a row, told as unread; a blank line is none."""

from __future__ import annotations

import csv
import hashlib
import io
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairlead.readers import lines, mapped, reading
from fairlead.readers.figures.layouts import LAYOUTS
from fairlead.readers.figures.sightings import NEEDED
from fairlead.readers.mapped import Columns
from fairlead.readers.reader import Source

TRADE = """
table: trade
reporter: CN
partner: {column: Country}
flow: {column: Flow}
period: {column: Month, format: "%Y%m"}
code: {column: HS}
"""
UK = "Unique ID,OFSI Group ID,Name 6,Regime Name,Designation source,Designation Type"
OFAC = '1,1,aka,"MADE UP",-0- '
TABLES: dict[str, tuple[str, Columns]] = {
    "customs": ("Month,Flow,Country,HS", mapped.columns(TRADE, "m.yaml")),
    "hs-correlations": ("HS 2022,HS 2017,Relationship", {}),
    "comtrade": ("reporterCode,partnerCode,flowCode,period,cmdCode", {}),
    "sightings": (",".join(("their_vessel", "their_imo", *NEEDED)), {}),
    "tracks-csv": ("MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading", {}),
    "uk-csv": (f"{UK}\nDPR0901,1,MADE UP,R,UN,Ship", {}),
    "ofac-sdn": ("\n".join([OFAC] * 100), {}),
    **{f"figures: {layout.name}": (",".join(layout.required), {}) for layout in LAYOUTS},
}


@pytest.mark.parametrize("line", [",", " , ", ",,,,,,,,,,,,,,", "as many as the header", '""', "", " ", "\t  "])
@pytest.mark.parametrize("table", TABLES)
def test_separators_alone_are_a_row_and_blanks_are_none(tmp_path: Path, table: str, line: str) -> None:
    header, columns = TABLES[table]
    if line == "as many as the header":
        line = "," * len(next(csv.reader(header.splitlines()[-1:]))[1:])
    path = tmp_path / "table.csv"
    path.write_text(f"{header}\n{line}\n")
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    source = Source(sha256, path.name, path, path.stat().st_size, "text/csv", **columns)
    made = reading.read(source, tmp_path / "out")
    assert made.reader == table.partition(":")[0]
    if line.strip():
        assert made.unread == 1
        (unread,) = pq.read_table(tmp_path / "out" / "unread.parquet").to_pylist()
        assert unread["why"]


@given(st.lists(st.lists(st.text(' "\n,x', max_size=3), max_size=3)))
def test_rows_are_the_lines_that_are_not_blank(table: list[list[str]]) -> None:
    text = io.StringIO()
    csv.writer(text).writerows(table)
    told = [cells for cells in table if len(cells) > 1 or "".join(cells).strip() or cells == [""]]
    assert list(lines.rows(text.getvalue())) == list(enumerate(told, 1))
