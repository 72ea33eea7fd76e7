"""Correlation tables of two editions; the pairs are made up."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from fairlead.errors import UnreadableError
from fairlead.readers import reading
from fairlead.readers.reader import Source


def _read(tmp_path: Path, text: str) -> tuple[list[dict[str, Any]], reading.Reading]:
    path = tmp_path / "table.csv"
    path.write_text(text, encoding="utf-8")
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    made = reading.read(Source(sha256, path.name, path, path.stat().st_size, "text/csv"), tmp_path / "out")
    return pq.read_table(tmp_path / "out" / "correlations.parquet").to_pylist(), made


def test_pairs_are_read_with_their_editions_and_lost_zeros(tmp_path: Path) -> None:
    rows, made = _read(tmp_path, "HS 2022,HS 2017,Relationship\n30900,030510,n:1\n0305.10,030510,\n")
    assert made.reason == "correlation of H6 and H5"
    assert [
        (row["edition"], row["code"], row["other_edition"], row["other_code"], row["relationship"]) for row in rows
    ] == [
        ("H6", "030900", "H5", "030510", "n:1"),
        ("H6", "030510", "H5", "030510", None),
    ]


def test_a_row_without_two_codes_is_unread(tmp_path: Path) -> None:
    rows, made = _read(tmp_path, "HS 2022;HS 2017\n0309;030510\n030510;030510\n030510\n")
    assert (len(rows), made.unread) == (1, 2)


@pytest.mark.parametrize("header", ["HS 2022,HS 2022", "HS 2022,code", "HS 2022,HS 2017,a,b"])
def test_another_header_is_no_correlation(tmp_path: Path, header: str) -> None:
    with pytest.raises(UnreadableError):
        _read(tmp_path, f"{header}\n030510,030510\n")
