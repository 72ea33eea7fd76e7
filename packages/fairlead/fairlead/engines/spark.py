"""Spark as an engine: an Ibis connection without its losses, and a store that the workers reach.

Ibis hands Spark's results over through pandas, where a column of integers with a None becomes floats and a key of 63
bits another key. So results and tables in memory travel as Arrow here. Where its SQL means something else than the same
expression on DuckDB, it is put right here, not in the rules.

Left out: Spark Connect (``sc://``), which has no hold on the cluster's file system.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import ibis
import ibis.backends.pyspark
import ibis.expr.types as ir
import pyarrow as pa
import sqlglot as sg
from ibis.backends.pyspark.datatypes import PySparkSchema, PySparkType
from ibis.backends.sql.compilers.pyspark import PySparkCompiler
from ibis.formats.pyarrow import PyArrowData
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F  # noqa: N812 - as all the world calls it

from fairlead import shapes
from fairlead.engines import stages
from fairlead.events.tracks import Follow


class _Compiler(PySparkCompiler):  # type: ignore[misc]
    __slots__ = ()

    def visit_IntegerRange(self, op: Any, *, start: Any, stop: Any, step: Any) -> Any:  # noqa: N802 - ibis's name
        """Write a range of integers. Ibis 12 leaves out parentheses: of a - (b - 1) it makes a - b - 1."""
        if step != sg.exp.convert(1):
            raise NotImplementedError("ranges in steps of more than one are not written for Spark")
        first, last = sg.exp.paren(start), sg.exp.paren(stop) - 1
        return self.if_(sg.exp.paren(stop) > first, self.f.sequence(first, last), self.f.array())


class Connection(ibis.backends.pyspark.Backend):  # type: ignore[misc]
    """The Ibis connection, with Arrow in the place of pandas both ways."""

    compiler = _Compiler()

    @classmethod
    def of(cls, session: SparkSession) -> Connection:
        """Return a connection through a session that is there."""
        cls.register_options()
        connection = cls()
        connection.do_connect(session)
        return connection

    @property
    def session(self) -> SparkSession:
        """The session that runs it all."""
        return self._session

    def frame(self, expr: Any, *, params: Any = None, limit: Any = None) -> DataFrame:
        """Return an expression as a data frame of Spark's, in the types that the expression has."""
        self._run_pre_execute_hooks(expr)
        table = expr.as_table()
        found = self._session.sql(self.compile(table, params=params, limit=limit))
        types = {name: PySparkType.from_ibis(kind) for name, kind in table.schema().items()}
        return found.select(*(F.col(f"`{name}`").cast(kind) for name, kind in types.items()))

    def to_pyarrow(self, expr: Any, /, *, params: Any = None, limit: Any = None, **_: Any) -> Any:
        """Run an expression and return its result as Arrow."""
        found = self.frame(expr, params=params, limit=limit).toArrow()
        return expr.__pyarrow_result__(PyArrowData.convert_table(found, expr.as_table().schema()))

    def viewed(self, frame: DataFrame) -> ir.Table:
        """Return a data frame as an Ibis table."""
        name = ibis.util.gen_name("frame")
        frame.createOrReplaceTempView(name)
        return self.table(name)

    def _register_in_memory_table(self, op: Any) -> None:
        schema = PySparkSchema.from_ibis(op.schema)
        frame = self._session.createDataFrame(op.data.to_pyarrow(op.schema), schema=schema)
        frame.createOrReplaceTempView(op.name)


class SparkFolder:
    """Keeps each table as a folder of Parquet files under ``where``, a URL that driver and workers reach alike.

    ``resume``: a folder that Spark finished writing is what would be made.
    """

    def __init__(self, connection: Connection, where: str, *, resume: bool = False) -> None:
        self._connection = connection
        self._where = where.rstrip("/")
        self._resume = resume
        self._stages = 0

    def __call__(self, name: str, table: ir.Table) -> ir.Table:
        """Write the table, stage by stage, and return a scan of it."""
        made: list[str] = []

        def store(part: ir.Table) -> ir.Table:
            self._stages += 1
            made.append(f"{self._where}/stages/{self._stages}")
            return self._written(made[-1], self._connection.frame(part))

        whole = f"{self._where}/{name}"
        if not self._is_whole(whole):
            self._written(whole, self._connection.frame(stages.staged(table, store)))
            for path in made:
                self.remove(path)
        return self._scan(whole)

    def through(self, name: str, positions: ir.Table, follow: Follow) -> ir.Table:
        """Write what ``follow`` makes of the positions and return a scan of it.

        Each task gets a range of numbers, sorted by number and time. The ranges hold about as many rows each; a number
        is never in two, so that one with more positions than all others has a task for itself.
        """
        whole = f"{self._where}/{name}"
        if not self._is_whole(whole):
            rows = self._connection.frame(positions)
            ordered = rows.repartitionByRange("mmsi").sortWithinPartitions("mmsi", "t_us")
            self._written(whole, ordered.mapInArrow(follow, PySparkSchema.from_ibis(ibis.schema(shapes.LEGS))))
        return self._scan(whole)

    def remove(self, path: str) -> None:
        """Remove what was written under a URL."""
        files, at = self._files(path)
        files.delete(at, True)

    def _written(self, path: str, frame: DataFrame) -> ir.Table:
        frame.write.mode("overwrite").parquet(path)
        return self._scan(path)

    def _scan(self, path: str) -> ir.Table:
        return self._connection.viewed(self._connection.session.read.parquet(path))

    def _is_whole(self, path: str) -> bool:
        files, at = self._files(f"{path}/_SUCCESS")
        return self._resume and bool(files.exists(at))

    def _files(self, path: str) -> tuple[Any, Any]:
        """Return the cluster's file system for a URL, and the URL as it knows it."""
        session: Any = self._connection.session
        at = session._jvm.org.apache.hadoop.fs.Path(path)
        return at.getFileSystem(session._jsc.hadoopConfiguration()), at
