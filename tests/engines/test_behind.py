"""Tables stored behind: promised at once, waited for by who reads them, and wrong ones said to be wrong."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import duckdb
import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fairlead import engines

ROWS = pa.table({"track": pa.array([1, 1, 2], pa.int64()), "t_us": pa.array([5, 6, 7], pa.int64())})


@pytest.fixture
def readings(tmp_path: Path) -> Path:
    pq.write_table(ROWS, tmp_path / "readings.parquet")
    return tmp_path / "readings.parquet"


def test_a_stored_table_is_promised_with_the_types_that_its_expression_has(tmp_path: Path, readings: Path) -> None:
    with engines.at(engines.DEFAULT, tmp_path) as opened:
        keep = opened.keep(tmp_path / "kept", resume=False)
        table = opened.table([readings], ROWS.schema)
        named = ibis.memtable({"track": [1, 2], "name": ["it's", "two"]})
        stored: Any = keep("sums", table.join(named, "track").group_by("name").agg(sum=table.t_us.sum()))
        beside = keep("beside", stored.filter(stored["sum"] > 7))
        assert beside.to_pyarrow().to_pylist() == [{"name": "it's", "sum": 11}]
        # DuckDB's own sum of 64-bit integers is wider, and a file would hold floats
        assert pq.read_schema(tmp_path / "kept" / "sums.parquet").field("sum").type == pa.int64()


def test_who_reads_waits_and_who_makes_the_next_does_not(
    tmp_path: Path, readings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_write = threading.Event()
    replace = Path.replace
    monkeypatch.setattr(Path, "replace", lambda self, to: (may_write.wait(30), replace(self, to))[1])
    with engines.at(engines.DEFAULT, tmp_path) as opened:
        keep = opened.keep(tmp_path / "kept", resume=False)
        stored = keep("one", opened.table([readings], ROWS.schema))
        keep("two", stored.select("track").distinct())
        assert not (tmp_path / "kept" / "one.parquet").exists()
        may_write.set()
        assert stored.count().to_pyarrow().as_py() == 3


def test_what_the_engine_refuses_is_raised_and_leaves_no_file(tmp_path: Path, readings: Path) -> None:
    with engines.at(engines.DEFAULT, tmp_path) as opened:
        keep = opened.keep(tmp_path / "kept", resume=False)
        table = opened.table([readings], ROWS.schema)
        wrong = keep("wrong", table.mutate(number=ibis.literal("no number").cast("int64")))
        with pytest.raises(duckdb.ConversionException):
            wrong.to_pyarrow()
        with pytest.raises(duckdb.ConversionException):
            keep("next", table)
    assert not list((tmp_path / "kept").glob("*.parquet"))
