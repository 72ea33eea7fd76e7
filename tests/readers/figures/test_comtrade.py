"""Rows of UN Comtrade in its three forms; all numbers are made up."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from fairlead.errors import UnreadableError
from fairlead.readers import reading
from fairlead.readers.reader import Source

ROW: dict[str, Any] = {
    "freqCode": "M",
    "period": "203009",
    "reporterCode": 578,
    "reporterISO": "NOR",
    "reporterDesc": "Norway",
    "flowCode": "M",
    "partnerCode": 408,
    "partnerISO": "PRK",
    "partnerDesc": "Dem. People's Rep. of Korea",
    "partner2Code": 0,
    "classificationCode": "H6",
    "cmdCode": "2701",
    "cmdDesc": "Coal",
    "customsCode": "C00",
    "motCode": 0,
    "netWgt": 1234.5,
    "cifvalue": 9007199254740993,
    "primaryValue": 9007199254740993,
}


def _read(tmp_path: Path, text: str) -> tuple[list[dict[str, Any]], list[str], str]:
    path = tmp_path / "rows"
    path.write_text(text, encoding="utf-8")
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    made = reading.read(Source(sha256, path.name, path, path.stat().st_size, "text/plain"), tmp_path / "out")
    why = []
    if made.unread:
        why = [row["why"] for row in pq.read_table(tmp_path / "out" / "unread.parquet").to_pylist()]
    return pq.read_table(tmp_path / "out" / "shipments.parquet").to_pylist(), why, made.reason


def _json(*rows: dict[str, Any]) -> str:
    return json.dumps({"elapsedTime": "0.1 secs", "count": len(rows), "data": rows, "error": ""})


def _csv(*rows: dict[str, Any]) -> str:
    return "\n".join([",".join(ROW), *(",".join(str(row.get(name) or "") for name in ROW) for row in rows)]) + "\n"


@pytest.mark.parametrize(("form", "reason"), [(_json, "JSON of UN Comtrade"), (_csv, "CSV of UN Comtrade")])
def test_json_and_csv_give_one_row(tmp_path: Path, form: Any, reason: str) -> None:
    (row,), _, why = _read(tmp_path, form(ROW))
    assert why == reason
    assert (row["reporter"], row["partner"], row["flow"], row["code"]) == ("NO", "KP", "import", "2701")
    assert (row["period_start"], row["period_end"]) == ("2030-09-01", "2030-10-01")
    assert (row["net_kg"], row["value"], row["valued"]) == ("1234.5", "9007199254740993", "cif")


def test_the_older_csv_is_read_too(tmp_path: Path) -> None:
    header = "Classification,Year,Period,Trade Flow Code,Reporter Code,Reporter,Reporter ISO,Partner Code,Partner,"
    header += "Partner ISO,Commodity Code,Commodity,Netweight (kg),Trade Value (US$)\n"
    line = 'H4,2030,203012,2,578,Norway,NOR,408,"Dem. Rep., somewhere",PRK,271012,Light oils,,500\n'
    (row,), _, why = _read(tmp_path, header + line)
    assert why == "older CSV of UN Comtrade"
    assert (row["flow"], row["net_kg"], row["value"], row["valued"]) == ("export", None, "500", None)
    assert row["period_end"] == "2031-01-01"


def test_zero_and_not_given_stay_two_things(tmp_path: Path) -> None:
    zero, absent = _read(tmp_path, _json({**ROW, "netWgt": 0}, {**ROW, "netWgt": None}))[0]
    assert (zero["net_kg"], absent["net_kg"]) == ("0", None)


def test_the_split_of_a_total_is_told_from_the_total(tmp_path: Path) -> None:
    total, split = _read(tmp_path, _json(ROW, {**ROW, "motCode": 2100}))[0]
    assert (total["breakdown"], split["breakdown"]) == (None, "transport 2100")


def test_the_world_is_no_state(tmp_path: Path) -> None:
    (row,), _, _ = _read(tmp_path, _json({**ROW, "partnerCode": 0, "partnerISO": "W00", "partnerDesc": "World"}))
    assert (row["partner"], row["partner_printed"]) == (None, "World")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"period": "2030-09"}, "not a period"),
        ({"cmdCode": "coal"}, "not a customs code"),
        ({"flowCode": "Q"}, "not a flow"),
        ({"netWgt": "much"}, "not a number"),
        ({"netWgt": -1}, "negative"),
    ],
)
def test_a_row_that_is_not_understood_is_unread(tmp_path: Path, change: dict[str, Any], why: str) -> None:
    rows, told, _ = _read(tmp_path, _json(ROW, {**ROW, **change}))
    assert len(rows) == 1
    assert why in told[0]


def test_cells_beyond_the_header_are_not_lost(tmp_path: Path) -> None:
    line = _csv(ROW).splitlines()[1]
    rows, why, _ = _read(tmp_path, f"{_csv(ROW)}{line},\n{line},,5\n")
    assert (len(rows), why) == (2, ["not understood: more cells than the header has columns: ['', '5']"])


def test_json_that_breaks_off_is_refused_whole(tmp_path: Path) -> None:
    deep = _json(ROW).replace('"2701"', "[" * 90_000 + "]" * 90_000)
    for broken in (_json(ROW)[:-20], deep):
        with pytest.raises(UnreadableError, match="not whole JSON"):
            _read(tmp_path, broken)


@pytest.mark.parametrize(
    ("code", "words", "flow"),
    [("0", "M", "import"), ("0", "X", "export"), ("2", "Exports", "export"), ("", "Re-Import", "re-import")],
)
def test_a_flow_without_a_code_is_told_by_its_words(tmp_path: Path, code: str, words: str, flow: str) -> None:
    header = "Classification,Year,Period,Trade Flow Code,Trade Flow,Reporter Code,Reporter,Partner Code,Partner,"
    row = f"H1,2000,2000,{code},{words},578,Norway,408,Dem. People's Rep. of Korea,2701,1\n"
    [found], _, reason = _read(tmp_path, f"{header}Commodity Code,Trade Value (US$)\n{row}")
    assert (found["flow"], found["reporter"], found["partner"]) == (flow, "NO", "KP")
    assert reason == "older CSV of UN Comtrade"


def test_a_flow_that_its_words_deny_is_unread(tmp_path: Path) -> None:
    header = "Year,Trade Flow Code,Trade Flow,Reporter,Partner,Commodity Code,Trade Value (US$)\n"
    rows, why, _ = _read(tmp_path, header + "2000,1,Export,Norway,Japan,2701,1\n")
    assert not rows
    assert "two flows" in why[0]


def test_an_extract_of_years_with_names_alone_is_read(tmp_path: Path) -> None:
    header = "Year,Trade Flow,Reporter,Partner,Commodity,Commodity Code,Trade Value (US$)\n"
    [found], _, _ = _read(tmp_path, header + "2014,Imports,Norway,World,Coal,2701,17\n")
    assert (found["reporter"], found["partner"], found["partner_printed"]) == ("NO", None, "World")
    assert (found["period"], found["flow"], found["value"]) == ("2014", "import", "17")
