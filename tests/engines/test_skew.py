"""One ship with a million positions among thirty with some hundreds each: the same rows, and no worker that gives up.

Its positions come every two seconds for some three weeks, as a receiver beside a berth records them.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import odd_sea
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fairlead import engines, places, shapes
from fairlead.events import encounter, gap, loitering, port_visit, tracks
from fairlead.events.positions import circle, fixed_point

pytestmark = pytest.mark.spark

POSITIONS = 1_000_000
AS_IN_LIFE = {  # large tables: compiled, replanned while they run, and skewed joins split
    "spark.sql.codegen.wholeStage": "true",
    "spark.sql.codegen.factoryMode": "FALLBACK",
    "spark.sql.adaptive.enabled": "true",
    "spark.sql.shuffle.partitions": "4",
}
BUSY = 412_000_100  # passes among the others of the small sea, so that silences, stays and meetings are its own too


def busy_ship(count: int = POSITIONS) -> pa.Table:
    """Return positions of a ship that sails to and fro, lies still for a day, and is silent for ten hours once."""
    rng = np.random.default_rng(5)
    seconds = np.arange(count) * 2
    seconds[count // 2 :] += 10 * 3600
    hours = seconds / 3600
    under_way = np.where(hours < 100, hours, np.maximum(100, hours - 30))  # it lies still for thirty hours
    lat = 33.3 + 0.4 * np.sin(under_way / 60) + rng.normal(0, 0.0001, count)
    lon = 124.2 + 0.5 * np.sin(under_way / 47) + rng.normal(0, 0.0001, count)
    columns = {
        "exhibit": np.full(count, shapes.exhibit_key("a" * 64)),
        "row": np.arange(1, count + 1),
        "mmsi": np.full(count, BUSY),
        "t_us": (odd_sea.START + seconds) * shapes.US_PER_SECOND,
        "lat_e7": np.rint(lat * 1e7).astype(np.int64),
        "lon_e7": np.rint(lon * 1e7).astype(np.int64),
        "speed_dkn": rng.integers(0, 60, count),
    }
    return pa.table(
        [pa.array(columns[one.name]) if one.name in columns else pa.nulls(count, one.type) for one in shapes.POSITIONS],
        schema=shapes.POSITIONS,
    )


DETECTORS: dict[str, Callable[[Any, pa.Table], Any]] = {
    "gap": lambda legs, anchors: gap.detect(legs),
    "encounter": lambda legs, anchors: encounter.detect(legs, anchors),
    "loitering": lambda legs, anchors: loitering.detect(legs, anchors),
    "port_visit": lambda legs, anchors: port_visit.detect(legs, anchors),
    "fixed_point": lambda legs, anchors: fixed_point.detect(legs),
    "circle": lambda legs, anchors: circle.detect(legs),
}


def test_a_ship_with_a_million_positions_gives_the_same_legs_and_events(
    cluster: str, spark: Any, tmp_path: Path
) -> None:
    for name in odd_sea.make().write(tmp_path / "readings"):
        (tmp_path / "readings" / name / "static_reports.parquet").unlink()
    pq.write_table(busy_ship(), tmp_path / "readings" / "busy.parquet")
    files = sorted((tmp_path / "readings").rglob("*.parquet"))
    anchors = places.gazetteer().anchors()
    for setting, value in AS_IN_LIFE.items():
        spark.conf.set(setting, value)
    found: list[dict[str, pa.Table]] = []
    for name, engine in (("duckdb", engines.DEFAULT), ("spark", cluster)):
        (tmp_path / name).mkdir()
        with engines.at(engine, tmp_path / name) as opened:
            keep = opened.keep(tmp_path / name, resume=False)
            legs = tracks.legs(opened.table(files, shapes.POSITIONS), keep)
            made = {kind: keep(kind, detect(legs, anchors)) for kind, detect in DETECTORS.items()}
            found.append({kind: _as_stored(kind, table) for kind, table in made.items()})
            opened.home("legs", tmp_path / name)
    here, there = found
    for kind in DETECTORS:
        differing = [
            pair for pair in zip(here[kind].to_pylist(), there[kind].to_pylist(), strict=False) if pair[0] != pair[1]
        ]
        assert here[kind].equals(there[kind]), f"{kind}: {len(differing)} rows, as {differing[:1]}"
    assert BUSY in here["gap"]["mmsi"].to_pylist(), "the busy ship was silent once"
    order = [(name, "ascending") for name in ("track", "t_us", "lat_e7", "lon_e7", "exhibit", "row")]
    legs_here, legs_there = (
        pq.read_table(tmp_path / name / "legs.parquet").cast(shapes.LEGS).sort_by(order) for name in ("duckdb", "spark")
    )
    assert legs_here.num_rows > POSITIONS
    assert shapes.table_digest(legs_here) == shapes.table_digest(legs_there)


def _as_stored(kind: str, table: Any) -> pa.Table:
    """In one order and in the types that are stored: engines give sums in types of their own."""
    names = [name for name in ("track", "start_us", "other_track", "place") if name in table.columns]
    found: pa.Table = table.order_by(*names).to_pyarrow()
    types = {column.name: column.type for column in shapes.EVENTS[kind]}
    return found.cast(pa.schema([(name, types[name]) for name in found.column_names]))
