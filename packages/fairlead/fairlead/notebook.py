"""A case from Python: ``fairlead.open(path).occasions()`` as an Ibis table or a data frame, dressed by the register.

For notebooks and scripts. It only reads; acts are for the command line and the desk, where they are looked at first.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pyarrow as pa

from fairlead.case import Case
from fairlead.deriving import derive
from fairlead.errors import MisuseError
from fairlead.register import tabular

if TYPE_CHECKING:
    import ibis.expr.types as ir

Form = Literal["ibis", "pandas", "arrow"]


class Opened:
    """A case opened for reading."""

    def __init__(self, path: Path) -> None:
        self.case = Case.open(path, read_only=True)

    def __repr__(self) -> str:
        return f"<case {self.case.name!r} at {self.case.root}>"

    def occasions(self, form: Form = "ibis") -> Any:
        """Return the occasions, a row each: an Ibis table, or a pandas data frame, or an Arrow table.

        Stated ones stand in the column ``basis``: count them apart. Candidates bear their stamp.
        """
        rows = list(tabular.rows(derive.occasions(self.case)))
        columns = list(zip(*rows, strict=True)) if rows else [() for _ in tabular.COLUMNS]
        fields = [pa.field(name, pa.int64() if name == "number" else pa.string()) for name in tabular.COLUMNS]
        arrays: list[pa.Array[Any]] = [
            pa.array(list(column), field.type) for column, field in zip(columns, fields, strict=True)
        ]
        return _as(pa.Table.from_arrays(arrays, schema=pa.schema(fields)), form)

    def events(self, kind: str) -> ir.Table:
        """Return the events of one kind, as gap or encounter, as an Ibis table over the stored file."""
        import ibis

        path = self.case.derived_folder / "events" / f"{kind}.parquet"
        if "/" in kind or not path.exists():
            raise MisuseError(f"no events of the kind {kind!r}", f"run `fairlead find {self.case.root}` first")
        return ibis.duckdb.connect().read_parquet(str(path))


def open_case(path: str | Path) -> Opened:
    """Open a case for reading."""
    return Opened(Path(path))


def _as(table: pa.Table, form: Form) -> Any:
    if form == "arrow":
        return table
    if form == "pandas":
        frame = table.to_pandas()
        frame["number"] = frame["number"].astype("Int64")  # whole numbers, also beside candidates that have none
        return frame
    import ibis

    return ibis.memtable(table)
