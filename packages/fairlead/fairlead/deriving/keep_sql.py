"""Makes ``engines/kept_sql.bin``: the SQL of a `find` in a case that holds nothing, or one report of no ship, twice:
as nothing was there before, and as the same was.

    python -m fairlead.deriving.keep_sql

To be run when an expression of events or typologies changed, or Ibis did; a test says when. Left out: what is asked
only where something was found, which each `find` makes for itself.
"""

from __future__ import annotations

import sys
import tempfile
from importlib.resources import files
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from fairlead import shapes
from fairlead.deriving import derive, going_on
from fairlead.engines import compiled


def made() -> bytes:
    """Return the file's bytes; nothing that this process compiled before is in them."""
    compiled.forget()
    for said in ([], [_everything()]):
        with tempfile.TemporaryDirectory() as folder:
            readings, names = Path(folder) / "readings", ["0" * 64, "1" * 64]
            for name in names:
                (readings / name).mkdir(parents=True)
                for shape, schema in shapes.READINGS.items():
                    rows = said if shape == "static_reports" else []
                    pq.write_table(pa.Table.from_pylist(rows, schema=schema), readings / name / f"{shape}.parquet")
            first, second = (Path(folder) / at for at in ("first", "second"))
            before = going_on.Before(first, frozenset(names[:1]))
            for at, some, older in ((first, names[:1], None), (second, names, before)):
                at.mkdir()
                derive.derive(derive.Inputs(readings, some, [], "dprk"), at, before=older)
    return compiled.packed()


def _everything() -> dict[str, Any]:
    """Return a report of no ship that says something in every column: kinds of which nothing is told are not asked."""
    return {one.name: "" if pa.types.is_string(one.type) else 0 for one in shapes.STATIC_REPORTS}


def main() -> None:
    """Write the file, and say how large it is."""
    path = Path(str(files("fairlead.engines").joinpath(compiled.SHIPPED)))
    path.write_bytes(made())
    sys.stdout.write(f"{path.name}: {path.stat().st_size:,} bytes\n")


if __name__ == "__main__":
    main()
