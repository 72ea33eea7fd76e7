"""DuckDB inside this process, storing tables behind: while it writes one, the expression of the next is made.

Of what `find` costs on some million positions, half is making expressions and their SQL, which takes one core, and half
is the engine's. A stored table is promised at once, with the columns that its expression has; whoever reads rows of it
waits until it is there. Tables are written one after the other, in the order in which they were given.

Left out: results fetched into this process (they are waited for), and other engines.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import ibis
import ibis.backends.duckdb
import ibis.expr.operations as ops
import ibis.expr.types as ir
import pyarrow as pa
from ibis.formats.pyarrow import PyArrowData

from fairlead.engines import compiled, scripts
from fairlead.events import tracks
from fairlead.events.tracks import Kept

# whole numbers by their differences, not by dictionaries: a third less to write, and smaller
_FORM = "FORMAT parquet, PARQUET_VERSION v2, DICTIONARY_SIZE_LIMIT 1"


class Connection(ibis.backends.duckdb.Backend):  # type: ignore[misc]
    """The Ibis connection, with a second one to the same tables that stores."""

    def _post_connect(self, extensions: Any = None) -> None:
        super()._post_connect(extensions)
        self._behind: Any = self.con.cursor()
        self._behind.execute("SET timezone = 'UTC'")
        self._writer = ThreadPoolExecutor(1, "store")
        self._coming: dict[str, Future[None]] = {}
        self._recorder: scripts.Recorder | None = None

    def store(self, table: ir.Table, path: Path, then: Callable[[], Any]) -> ir.Table:
        """Write a table to a Parquet file, behind, and then do something; return a scan of it.

        What goes wrong is raised by the first that reads rows of it, or by the next that stores.
        """
        in_memory = {each.name: each for each in table.op().find(ops.InMemoryTable)}
        return self._stored(self.compile(table), table.schema(), in_memory, path, then)

    def _stored(
        self, sql: str, schema: Any, in_memory: Mapping[str, Any], path: Path, then: Callable[[], Any]
    ) -> ir.Table:
        for before in self._coming.values():
            if before.done():
                before.result()
        # as the expression says: of sums of integers DuckDB makes wider ones, which Parquet keeps as floats
        kinds = {column: self.compiler.type_mapper.to_string(kind) for column, kind in schema.items()}
        columns = ", ".join(f'"{column}"::{kind} AS "{column}"' for column, kind in kinds.items())
        copy = f"COPY (SELECT {columns} FROM ({sql})) TO '{_text(path)}' ({_FORM})"  # noqa: S608 - made by Ibis
        name = ibis.util.gen_name(f"stored_{path.stem}")
        rows = {known: each.data.to_pyarrow(each.schema) for known, each in in_memory.items()}
        self._coming[name] = self._writer.submit(self._write, name, copy, rows, then)
        promised: ir.Table = ops.DatabaseTable(name, schema=schema, source=self).to_expr()
        return promised

    def _write(self, name: str, copy: str, in_memory: Mapping[str, pa.Table], then: Callable[[], Any]) -> None:
        for known, rows in in_memory.items():
            self._behind.register(known, rows)
        self._behind.execute(copy)
        for known in in_memory:
            self._behind.unregister(known)
        self._behind.execute(f"CREATE VIEW \"{name}\" AS FROM read_parquet('{_text(then())}')")

    def whole(
        self,
        kind: str,
        rule: Callable[..., ir.Table],
        given: Sequence[Any],
        named: Mapping[str, Any],
        keep: Kept,
        stored: Callable[..., ir.Table],
    ) -> dict[str, ir.Table]:
        """Keep what a rule finds under its kind, and what it keeps on the way; by its script where that is known."""
        key, names = compiled.script_key(rule, given, named)
        if script := compiled.script(key):
            return scripts.played(script, kind, self._stored, stored, names, [*given, *named.values()])
        places = [each for each in (*given, *named.values()) if isinstance(each, pa.Table)]
        recorder = scripts.Recorder(keep, names, places[0] if len(places) == 1 else None)
        before, self._recorder = self._recorder, recorder
        try:
            tracks.whole(recorder, kind, rule, *given, **named)
        finally:
            self._recorder = before
        if made := recorder.script():
            compiled.keep_script(key, made)
        return recorder.tables

    def compile(self, expr: ir.Expr, /, **asked: Any) -> str:
        """Return the SQL of an expression, once for all equal ones in this process."""
        if any(value is not None for value in asked.values()):
            return str(super().compile(expr, **asked))
        return compiled.sql(expr, super().compile)

    def to_pyarrow(self, expr: ir.Expr, /, **asked: Any) -> Any:
        """Return what an expression gives; not by way of pandas, which Ibis loads here and uses for nothing."""
        if any(kind.is_null() for kind in expr.as_table().schema().types):
            return super().to_pyarrow(expr, **asked)  # such columns need more than the usual conversion
        found = self._to_duckdb_relation(expr, **asked).to_arrow_table()
        return expr.__pyarrow_result__(found, data_mapper=PyArrowData)

    def disconnect(self) -> None:
        """Close both, leaving what is not yet written."""
        self._writer.shutdown(wait=False, cancel_futures=True)
        self._behind.interrupt()
        self._writer.shutdown(wait=True)
        self._behind.close()
        super().disconnect()

    def _run_pre_execute_hooks(self, expr: Any) -> None:
        if self._recorder is not None:
            self._recorder.spoiled = True  # rows are asked for: what follows may hang on them
        for table in expr.op().find(ops.DatabaseTable):
            if coming := self._coming.get(table.name):
                coming.result()
        super()._run_pre_execute_hooks(expr)

    def _create_temp_view(self, table_name: str, source: Any) -> None:
        """Make views that the second connection sees too."""
        self.con.execute(f'CREATE OR REPLACE VIEW "{table_name}" AS {source.sql(self.dialect)}')


def _text(path: Any) -> str:
    return str(path).replace("'", "''")
