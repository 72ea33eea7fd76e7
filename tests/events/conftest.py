"""A small sea for the detectors: hand-made positions, and the way from positions to events."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.operations as ops
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet
import pytest

from fairlead import shapes
from fairlead.events import keeping, tracks

MINUTE = 60 * shapes.US_PER_SECOND
START = int(datetime.fromisoformat("2018-03-01T00:00:00+00:00").timestamp()) * shapes.US_PER_SECOND


def position(mmsi: int, minute: float, lat: float, lon: float, speed_kn: float | None = None, **other: Any) -> dict:
    """One row of a reading; exhibit and row are filled in by :func:`table`."""
    return {
        "mmsi": mmsi,
        "t_us": START + round(minute * MINUTE),
        "lat_e7": round(lat * 1e7),
        "lon_e7": round(lon * 1e7),
        "speed_dkn": None if speed_kn is None else round(speed_kn * 10),
        **other,
    }


def table(rows: Iterable[dict], exhibit: int = 7) -> pa.Table:
    """Positions as a reading of one exhibit, rows numbered as given."""
    numbered = [{"exhibit": exhibit, "row": number, **row} for number, row in enumerate(rows, 1)]
    return pa.Table.from_pylist(numbered, schema=shapes.POSITIONS)


def reading(path: Path, exhibit: int = 7) -> pa.Table:
    """A real track file (columns ssvid, t, lat, lon, speed) as a reading."""
    source = pa.parquet.read_table(path, columns=["ssvid", "t", "lat", "lon", "speed"])
    count = source.num_rows
    columns = {
        "exhibit": pa.array(np.full(count, exhibit)),
        "row": pa.array(np.arange(1, count + 1)),
        "mmsi": pc.cast(pc.cast(source["ssvid"], pa.float64()), pa.int64()),
        "t_us": pc.cast(pc.cast(source["t"], pa.timestamp("us")), pa.int64()),
        "lat_e7": pc.cast(pc.round(pc.multiply(source["lat"], 1e7)), pa.int64()),
        "lon_e7": pc.cast(pc.round(pc.multiply(source["lon"], 1e7)), pa.int64()),
        "speed_dkn": pc.cast(pc.round(pc.multiply(source["speed"], 10.0)), pa.int64()),
    }
    return pa.table([columns.get(f.name, pa.nulls(count, f.type)) for f in shapes.POSITIONS], schema=shapes.POSITIONS)


@pytest.fixture(scope="module")
def connection() -> Any:
    """A connection with one thread: handing rows of a few ships to others costs more than it saves.

    That threads change nothing is shown in ``test_identity.py``.
    """
    return ibis.duckdb.connect(threads=1)


@pytest.fixture(scope="module")
def keep(connection: Any, tmp_path_factory: pytest.TempPathFactory) -> keeping.ParquetFolder:
    return keeping.ParquetFolder(connection, tmp_path_factory.mktemp("events"))


@pytest.fixture(scope="module")
def legs_of(connection: Any, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Any]:
    """Return a function from tables of positions to legs, through files as in a case."""

    def derive(*readings: pa.Table) -> Any:
        folder = tmp_path_factory.mktemp("case")
        paths = [folder / f"positions-{number}.parquet" for number in range(len(readings))]
        for path, reading in zip(paths, readings, strict=True):
            pa.parquet.write_table(reading, path)
        return tracks.legs(connection.read_parquet(paths), keeping.ParquetFolder(connection, folder))

    return derive


class Compiled:
    """A detector whose SQL is made once and run on the tables of each test: making it is most of what a test costs.

    ``given``: the shapes of the tables that the detector is given, in order. Tables that it would have kept are kept.
    """

    def __init__(self, detect: Callable[..., Any], *given: pa.Schema) -> None:
        self._engine = ibis.duckdb.connect(threads=1)
        self._given = [f"given_{nth}" for nth in range(len(given))]
        self._steps: list[tuple[str, str]] = []
        self._alive: list[Any] = []  # the tables in memory that the SQL names live as long as the expressions
        tables = [
            self._engine.create_table(name, schema=ibis.schema(schema))
            for name, schema in zip(self._given, given, strict=True)
        ]
        self._keep("found", detect(*tables, self._keep))

    def _keep(self, name: str, table: Any) -> Any:
        for each in table.op().find(ops.InMemoryTable):
            self._engine.con.register(each.name, each.data.to_pyarrow(each.schema))
        self._alive.append(table)
        self._steps.append((name, self._engine.compile(table)))
        return self._engine.create_table(name, schema=table.schema())

    def of(self, *given: Any) -> list[dict]:
        """Return the rows that the detector tells of these tables."""
        for name, table in zip(self._given, given, strict=True):
            self._engine.con.register("told", table if isinstance(table, pa.Table) else table.to_pyarrow())
            self._engine.con.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM told")
        for name, sql in self._steps:
            self._engine.con.execute(f"CREATE OR REPLACE TABLE {name} AS {sql}")
        return rows(self._engine.table("found"))


def rows(table: Any) -> list[dict]:
    """The rows of an Ibis table, as dicts; legs, which lie in no order, by track and time."""
    found = table.to_pyarrow()
    order = ["track", "t_us", "lat_e7", "lon_e7"] if "next_t_us" in found.column_names else []
    return (found.sort_by([(name, "ascending") for name in order]) if order else found).to_pylist()
