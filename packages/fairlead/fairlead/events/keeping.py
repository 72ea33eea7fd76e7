"""Stores tables as Parquet files while they are derived, through whichever engine the expressions run on.

The rules know only the ``Keep`` protocol of ``tracks.py``; connection and files are named here and by the caller.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa

from fairlead.events import legs_folder
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
        if behind := getattr(self._connection, "store", None):
            return self._stored(name, partial(behind, table))
        return self._stored(name, partial(self._store, table))

    def whole(
        self, kind: str, rule: Callable[..., ir.Table], given: Sequence[Any], named: Mapping[str, Any], prefix: str = ""
    ) -> dict[str, ir.Table] | None:
        """Keep what a rule finds and all that it keeps on the way, by name; None where the engine knows no rules.

        ``prefix``: of the names under which they are kept.
        """
        played = getattr(self._connection, "whole", None)
        if played is None:
            return None
        found: dict[str, ir.Table] = played(
            kind,
            rule,
            given,
            named,
            lambda name, table: self(f"{prefix}{name}", table),
            lambda name, store: self._stored(f"{prefix}{name}", store),
        )
        return found

    def _store(self, table: ir.Table, part: Path, then: Callable[[], Path]) -> ir.Table:
        self._connection.to_parquet(table, part)
        return self._scan(then())

    def _stored(self, name: str, store: Callable[[Path, Callable[[], Path]], ir.Table]) -> ir.Table:
        path = self._folder / f"{name}.parquet"
        part = path.with_suffix(".part")
        if self._resume and path.exists():
            return self._scan(path)
        return store(part, lambda: part.replace(path))

    def through(self, name: str, positions: ir.Table, follow: Follow) -> ir.Table:
        """Write what ``follow`` makes of the positions, sorted by the engine, into a folder; return a scan of it."""
        path = self._folder / f"{name}.parquet"
        part = path.with_suffix(".part")
        if not (self._resume and path.exists()):
            shutil.rmtree(part, ignore_errors=True)
            legs_folder.write(part, follow(self.in_order(positions)))
            if path.exists():
                shutil.rmtree(path)
            part.replace(path)
        return self._scan(path)

    def in_order(self, positions: ir.Table) -> Iterable[pa.RecordBatch]:
        """Return positions by number and time, batch by batch."""
        return self._batches(positions.order_by("mmsi", "t_us"))

    def _batches(self, ordered: ir.Table) -> Iterable[pa.RecordBatch]:
        if self._connection.name == "duckdb":
            self._connection._run_pre_execute_hooks(ordered)
            # not to_pyarrow_batches: ibis 12 asks DuckDB 2.0 for a method that it no longer has
            found: Any = self._connection.con.sql(self._connection.compile(ordered)).to_arrow_reader(BATCH_ROWS)
        else:
            found = self._connection.to_pyarrow_batches(ordered, chunk_size=BATCH_ROWS)
        return found  # type: ignore[no-any-return]

    def _scan(self, path: Path) -> ir.Table:
        kept: ir.Table = self._connection.read_parquet([str(each) for each in legs_folder.files(path)])
        return kept
