"""DuckDB inside this process, and any other engine of Ibis' that reads and writes Parquet files of this machine.

Left out: promises about the others. Rows are compared between DuckDB and Spark alone.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from fairlead.engines import behind
from fairlead.errors import MisuseError
from fairlead.events import legs_folder
from fairlead.events.keeping import ParquetFolder
from fairlead.events.tracks import Keep

MEMORY_LIMIT = "1200MB"  # for DuckDB; beyond it, it spills


class Inside:
    """An engine behind an Ibis connection whose files are this machine's."""

    inside = True

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self.name = f"{connection.name} {connection.version}"

    def table(self, files: Sequence[Path], schema: pa.Schema) -> ir.Table:
        """Return many Parquet files as one table; an empty one of the same shape where there are none."""
        if files:
            return self._connection.read_parquet([str(each) for path in files for each in legs_folder.files(path)])
        # from a schema, not from an empty table: ibis 12 with sqlglot 30 fails on create_table from data in memory
        shape, own = ibis.schema(schema), isinstance(self._connection, behind.Connection)
        # a temporary one would not be seen by the connection that stores behind
        return self._connection.create_table(ibis.util.gen_name("no_rows"), schema=shape, temp=not own)

    def keep(self, folder: Path, *, resume: bool) -> Keep:
        """Return a store of one file for each table."""
        return ParquetFolder(self._connection, folder, resume=resume)

    def home(self, name: str, folder: Path) -> None:
        """Nothing to do: tables are kept on this machine."""


@contextmanager
def session(url: str, settings: Mapping[str, str], folder: Path) -> Iterator[Inside]:
    """Open an engine, spilling into ``folder``; nothing of it is kept. Raises MisuseError where there is none."""
    spill = Path(tempfile.mkdtemp(prefix=".spill-", dir=folder))
    own = {
        "memory_limit": MEMORY_LIMIT,
        "temp_directory": str(spill),
        "threads": os.cpu_count() or 2,
        "preserve_insertion_order": False,
    }
    try:
        if url.startswith("duckdb:"):
            connection = behind.Connection()._from_url(urlsplit(url), **{**own, **settings})
        else:
            connection = ibis.connect(url, **settings)
    except Exception as refusal:  # as many kinds as there are engines
        shutil.rmtree(spill, ignore_errors=True)
        raise MisuseError(
            f"no engine at {url}: {refusal}", "duckdb:// or spark://HOST:7077; docs/spark.md has more"
        ) from refusal
    try:
        yield Inside(connection)
    finally:
        connection.disconnect()
        shutil.rmtree(spill, ignore_errors=True)
