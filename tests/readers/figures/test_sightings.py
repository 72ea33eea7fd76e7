"""Tables of sightings at sea; all ships are made up."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from fairlead.readers import reading
from fairlead.readers.reader import Source

HEADER = (
    "date,dprk_vessel,dprk_imo,counterpart,counterpart_flag_as_stated,counterpart_imo,place_as_stated,observer,"
    "stated_strength,source,note\n"
)


def _read(tmp_path: Path, rows: str) -> tuple[list[dict[str, Any]], reading.Reading]:
    path = tmp_path / "sightings.csv"
    path.write_text(HEADER + rows, encoding="utf-8")
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    made = reading.read(Source(sha256, path.name, path, path.stat().st_size, "text/csv"), tmp_path / "out")
    return pq.read_table(tmp_path / "out" / "statements.parquet").to_pylist(), made


def test_a_row_is_a_statement_with_its_words_and_their_strength(tmp_path: Path) -> None:
    row = "2018-06-21/22,MADE UP 5,8000000,INVENTED 9,Togo,9000000,east of Nowhere,a patrol,strongly suspects,page 1,\n"
    (statement,), made = _read(tmp_path, row)
    assert made.reader == "sightings"
    body = json.loads(statement["body"])
    assert (statement["kind"], statement["speaker"], body["act"]) == ("act", "a patrol", "ship_to_ship")
    assert (body["start"], body["end"], body["strength"]) == ("2018-06-21", "2018-06-23", "strongly suspects")
    assert (body["ship"]["name"], body["ship"]["imo"], body["ship"]["state"]) == ("MADE UP 5", 8000000, "KP")
    assert (body["counterpart"]["imo"], body["counterpart"]["state"]) == (9000000, "TG")
    assert "stated_strength: strongly suspects" in statement["quote"]


def test_a_counterpart_that_nobody_named_is_none(tmp_path: Path) -> None:
    rows, _ = _read(tmp_path, "2018-06-21,MADE UP 5,8000000,small vessel,unknown,,at sea,a patrol,suspected,page,\n")
    assert json.loads(rows[0]["body"])["counterpart"] is None


def test_rows_without_ship_or_day_are_unread(tmp_path: Path) -> None:
    rows, made = _read(
        tmp_path,
        "2018-06-21,(see source),,x,,,at sea,a patrol,suspected,page,\nsummer,MADE UP 5,,x,,,at sea,a,suspected,p,\n",
    )
    assert (rows, made.unread) == ([], 2)


def test_rows_that_no_table_should_have_are_unread_and_the_rest_goes_on(tmp_path: Path) -> None:
    good = "2018-06-21,MADE UP 5,,ÄNDERN 9,,,at sea,a patrol,suspected,page,\n"
    rows, made = _read(
        tmp_path, f"2018-02-31,MADE UP 5,,x,,,at sea,a,b,c,\n2018-06-21,MADE UP 5\n{good[:-1]},1,2,3\n{good}"
    )
    assert (made.unread, [row["row"] for row in rows]) == (2, [2, 4])
    assert json.loads(rows[1]["body"])["counterpart"]["name"] == "ÄNDERN 9"
    assert any(reason.startswith("more cells") for reason in made.reasons)
