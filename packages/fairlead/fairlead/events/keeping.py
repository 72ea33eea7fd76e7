"""Stores tables as Parquet files while they are derived, through whichever engine the expressions run on.

The rules know only the ``Keep`` protocol of ``tracks.py``; connection and files are named here and by the caller.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.parquet as pq

from fairlead import shapes
from fairlead.events.tracks import Follow

BATCH_ROWS = 1 << 18


class ParquetFolder:
    """Keeps each table as ``<folder>/<name>.parquet``; the connection must be the one that the expressions read.

    ``resume``: a file that is there already is whole and is what would be made.
    """

    def __init__(self, connection: Any, folder: Path, *, resume: bool = False) -> None:
        self._connection = connection
        self._resume = resume
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def __call__(self, name: str, table: ir.Table) -> ir.Table:
        """Write the table, replacing a file of that name only when whole, and return a scan of it."""
        path = self._folder / f"{name}.parquet"
        part = path.with_suffix(".part")
        if not (self._resume and path.exists()):
            self._connection.to_parquet(table, part)
            part.replace(path)
        return self._scan(path)

    def through(self, name: str, positions: ir.Table, follow: Follow) -> ir.Table:
        """Write what ``follow`` makes of the positions, sorted by the engine, and return a scan of it."""
        path = self._folder / f"{name}.parquet"
        part = path.with_suffix(".part")
        if not (self._resume and path.exists()):
            write(part, shapes.LEGS, follow(self._batches(positions.order_by("mmsi", "t_us"))))
            part.replace(path)
        return self._scan(path)

    def _batches(self, ordered: ir.Table) -> Iterable[pa.RecordBatch]:
        if self._connection.name == "duckdb":
            # not to_pyarrow_batches: ibis 12 asks DuckDB 2.0 for a method that it no longer has
            found: Any = self._connection.con.sql(self._connection.compile(ordered)).to_arrow_reader(BATCH_ROWS)
        else:
            found = self._connection.to_pyarrow_batches(ordered, chunk_size=BATCH_ROWS)
        return found  # type: ignore[no-any-return]

    def _scan(self, path: Path) -> ir.Table:
        kept: ir.Table = self._connection.read_parquet(path)
        return kept


def write(path: Path, schema: pa.Schema, batches: Iterator[pa.RecordBatch]) -> None:
    """Write batches into one file, the next one being made while the last is written."""
    texts: Any = [column.name for column in schema if pa.types.is_string(column.type)]
    numbers = [column.name for column in schema if pa.types.is_int64(column.type)]
    # sorted integers packed as differences take a third of the room, and are read in half the time
    encoding = dict.fromkeys(numbers, "DELTA_BINARY_PACKED")
    with (
        ThreadPoolExecutor(1, "write") as pool,
        pq.ParquetWriter(path, schema, compression="snappy", use_dictionary=texts, column_encoding=encoding) as writer,
    ):
        writing: Future[None] | None = None
        for batch in batches:
            if writing is not None:
                writing.result()
            writing = pool.submit(writer.write_table, pa.Table.from_batches([batch], schema), row_group_size=BATCH_ROWS)
        if writing is not None:
            writing.result()
