"""Stores tables as Parquet files while they are derived, through whichever engine the expressions run on.

The rules know only the ``Keep`` signature of ``tracks.py``; connection and files are named here and by the caller.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import ibis.expr.types as ir


class ParquetFolder:
    """Keeps each table as ``<folder>/<name>.parquet``; the connection must be the one that the expressions read."""

    def __init__(self, connection: Any, folder: Path) -> None:
        self._connection = connection
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def __call__(self, name: str, table: ir.Table) -> ir.Table:
        """Write the table, replacing a file of that name only when whole, and return a scan of it."""
        path = self._folder / f"{name}.parquet"
        part = path.with_suffix(".part")
        self._connection.to_parquet(table, part)
        part.replace(path)
        kept: ir.Table = self._connection.read_parquet(path)
        return kept
