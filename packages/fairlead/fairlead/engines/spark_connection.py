"""The Ibis connection to Spark, without its losses.

Ibis hands Spark's results over through pandas, where a column of integers with a None becomes floats and a key of 63
bits another key. So results and tables in memory travel as Arrow here. Where its SQL means something else than the same
expression on DuckDB, it is put right here, not in the rules.

Left out: sessions, files and stores (``spark.py``).
"""

from __future__ import annotations

from typing import Any

import ibis
import ibis.backends.pyspark
import ibis.expr.types as ir
import sqlglot as sg
from ibis.backends.pyspark.datatypes import PySparkSchema, PySparkType
from ibis.backends.sql.compilers.pyspark import PySparkCompiler
from ibis.formats.pyarrow import PyArrowData
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F  # noqa: N812 - as all the world calls it


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

    def execute(self, expr: Any, /, *, params: Any = None, limit: Any = None, **more: Any) -> Any:
        """Run an expression; a single value comes as it is, where pandas makes NaN of None."""
        if isinstance(expr, ir.Scalar):
            return self.to_pyarrow(expr, params=params).as_py()
        return super().execute(expr, params=params, limit=limit, **more)

    def viewed(self, frame: DataFrame) -> ir.Table:
        """Return a data frame as an Ibis table."""
        name = ibis.util.gen_name("frame")
        frame.createOrReplaceTempView(name)
        return self.table(name)

    def _register_in_memory_table(self, op: Any) -> None:
        schema = PySparkSchema.from_ibis(op.schema)
        frame = self._session.createDataFrame(op.data.to_pyarrow(op.schema), schema=schema)
        frame.createOrReplaceTempView(op.name)
