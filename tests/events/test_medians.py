"""Medians of integers, counted at once or in steps: the lower of the two middle values, as Python sorts them."""

from __future__ import annotations

from pathlib import Path

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fairlead.events import medians


@pytest.mark.parametrize("coarse", [1, 7, 64])
def test_a_median_is_the_lower_middle_however_it_is_counted(coarse: int, tmp_path: Path) -> None:
    chance = np.random.default_rng(5)
    groups = {n: chance.integers(-500, 500, n).tolist() for n in range(1, 40)}
    rows = [{"group": n, "value": value} for n, values in groups.items() for value in values]
    table = pa.Table.from_pylist([*rows, {"group": 1, "value": None}, {"group": 99, "value": None}])
    pq.write_table(table, tmp_path / "t.parquet")
    read = ibis.duckdb.connect().read_parquet(tmp_path / "t.parquet")
    found = medians.lower(read, ["group"], "value", "middle", coarse)
    told = {row["group"]: row["middle"] for row in found.to_pyarrow().to_pylist()}
    assert told == {n: sorted(values)[(n - 1) // 2] for n, values in groups.items()}
