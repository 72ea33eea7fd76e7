"""Legs as files: nothing is lost, and who asks for some hours need not read the rest."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from fairlead import shapes
from fairlead.events import legs_folder


def test_legs_of_like_times_lie_together(tmp_path: Path) -> None:
    t_us = np.tile(np.arange(10_000), 15)  # fifteen tracks, one after the other
    columns = {"t_us": pa.array(t_us), "row": pa.array(np.arange(len(t_us)))}
    arrays = [columns.get(field.name, pa.nulls(len(t_us), field.type)) for field in shapes.LEGS]
    legs_folder.write_file(tmp_path / "legs.parquet", iter([pa.RecordBatch.from_arrays(arrays, schema=shapes.LEGS)]))
    file = pq.ParquetFile(tmp_path / "legs.parquet")
    groups = [file.read_row_group(nth, ["t_us", "row"]) for nth in range(file.num_row_groups)]
    assert len(groups) == 4
    for nth, group in enumerate(groups):
        times, rows = group["t_us"].to_numpy(), group["row"].to_numpy()
        assert (times.min(), times.max()) == (2_500 * nth, 2_500 * nth + 2_499)
        assert (np.diff(rows) > 0).all()
        assert (t_us[rows] == times).all()
