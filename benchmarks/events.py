"""Times legs and events over five million positions against what DuckDB needs just to store them sorted.

    python benchmarks/events.py [POSITIONS] [--memory 1500MB] [--keep FOLDER]

Makes a synthetic sea (seeded; ships that lie in or off ports, sail towards others and fall silent), writes it as CSV in
MarineCadastre's columns and as a reading, and prints one table: the bound (DuckDB reads the CSV and stores it
sorted by ship and time), then legs and each kind of event, each with its share of the bound and the peak memory so far.
Left out: `add` and all that comes after events, which benchmarks/spine.py measures.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import ibis
import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from fairlead import events, places, shapes
from fairlead.events import identity, keeping, tracks

PER_SHIP = 2_500
STEP_S = 300


def main() -> None:
    """Run once and print the table."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("positions", nargs="?", type=int, default=5_000_000)
    arguments.add_argument("--memory", default="1200MB", help="DuckDB's memory limit")
    arguments.add_argument("--keep", type=Path, help="keep the files in this folder")
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = chosen.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        ships = max(1, chosen.positions // PER_SHIP)
        # in a process of its own, so that its memory is not counted
        maker = multiprocessing.get_context("spawn").Process(target=write_sea, args=(folder, ships))
        maker.start()
        maker.join()
        measure(folder, chosen.memory)


def write_sea(folder: Path, ships: int) -> None:
    """Write positions.csv (MarineCadastre's columns) and positions.parquet (shapes.POSITIONS), if not there."""
    if (folder / "positions.parquet").exists():
        return
    random = np.random.default_rng(20_171_222)
    harbours = [
        port for port in places.gazetteer().ports() if 30 < port.lat_e7 / 1e7 < 43 and 117 < port.lon_e7 / 1e7 < 132
    ]
    mmsi = 201_000_000 + random.permutation(570_000_000)[:ships]
    lat, lon, speed = ways(random, ships, np.array([(port.lat_e7, port.lon_e7) for port in harbours]) / 1e7)
    steps = random.integers(STEP_S // 2, STEP_S * 3 // 2, (ships, PER_SHIP))
    steps[random.random(steps.shape) < 0.002] += 8 * 3_600
    t = 1_512_086_400 + np.cumsum(steps, axis=1)
    order = np.argsort(t.ravel(), kind="stable")
    count = ships * PER_SHIP
    columns = {
        "mmsi": np.repeat(mmsi, PER_SHIP)[order],
        "t_us": t.ravel()[order] * shapes.US_PER_SECOND,
        "lat_e7": np.rint(lat.ravel()[order] * 1e5).astype(np.int64) * 100,
        "lon_e7": np.rint(lon.ravel()[order] * 1e5).astype(np.int64) * 100,
        "speed_dkn": np.rint(speed.ravel()[order] * 10).astype(np.int64),
        "exhibit": np.full(count, 4_611_686_018_427_387_905),
        "row": np.arange(1, count + 1),
    }
    arrays = [pa.array(columns[f.name]) if f.name in columns else pa.nulls(count, f.type) for f in shapes.POSITIONS]
    pa.parquet.write_table(pa.table(arrays, schema=shapes.POSITIONS), folder / "positions.parquet")
    write_csv(columns, folder / "positions.csv")


def ways(random: Any, ships: int, harbours: Any) -> tuple[Any, Any, Any]:
    """Return latitudes, longitudes and speeds (ships, PER_SHIP): in turn lying at a harbour and sailing to another."""
    legs = 8
    each = PER_SHIP // (2 * legs)
    most = 15 * (PER_SHIP // legs - each) * STEP_S / 3_600 / 60  # degrees of latitude at 15 knots
    at = harbours[random.integers(0, len(harbours), ships)] + random.normal(0, 0.03, (ships, 2))
    share = np.concatenate([np.zeros(each), np.linspace(0, 1, PER_SHIP // legs - each)])[None, :, None]
    parts = []
    for _ in range(legs):
        ahead = harbours[random.integers(0, len(harbours), ships)] + random.normal(0, 0.03, (ships, 2)) - at
        ahead *= np.minimum(1, most / np.maximum(np.hypot(ahead[:, 0], ahead[:, 1]), 1e-9))[:, None]
        parts.append(at[:, None, :] + share * ahead[:, None, :])
        at = at + ahead
    parts.append(np.repeat(at[:, None, :], PER_SHIP - legs * share.shape[1], axis=1))
    way = np.concatenate(parts, axis=1) + random.normal(0, 0.00005, (ships, PER_SHIP, 2))
    apart = np.hypot(np.diff(way[..., 0], axis=1), np.diff(way[..., 1], axis=1) * 0.8) * 60
    speed = np.minimum(np.concatenate([apart, apart[:, -1:]], axis=1) / (STEP_S / 3_600), 60)
    return way[..., 0], way[..., 1], speed


def write_csv(columns: dict[str, Any], path: Path) -> None:
    """Write the positions in MarineCadastre's columns, as far as there is something to write."""
    count = len(columns["mmsi"])
    table = pa.table(
        {
            "MMSI": columns["mmsi"],
            "BaseDateTime": pa.array(columns["t_us"] // shapes.US_PER_SECOND, pa.timestamp("s")),
            "LAT": columns["lat_e7"] / 1e7,
            "LON": columns["lon_e7"] / 1e7,
            "SOG": columns["speed_dkn"] / 10,
            "COG": np.zeros(count),
            "Heading": np.full(count, 511.0),
            **{name: pa.nulls(count, pa.string()) for name in ("VesselName", "IMO", "CallSign")},
            "VesselType": np.full(count, 70),
            **{name: pa.nulls(count, pa.string()) for name in ("Status", "Length", "Width", "Draft", "Cargo")},
            "TransceiverClass": pa.array(["A"] * count),
        }
    )
    pa.csv.write_csv(table, path, pa.csv.WriteOptions(quoting_style="none"))


def measure(folder: Path, memory: str) -> None:
    """Print the table."""
    bound = timed(lambda: store_sorted(folder, memory))
    print(f"{'':16}{'seconds':>9}{'of bound':>10}{'rows':>10}{'peak GB':>9}")
    line("bound", bound, bound, None)
    connection = ibis.duckdb.connect()
    connection.raw_sql(f"SET memory_limit = '{memory}'")
    connection.raw_sql(f"SET temp_directory = '{folder}'")
    keep = keeping.ParquetFolder(connection, folder / "derived")
    found: dict[str, Any] = {}

    class Stored(keeping.ParquetFolder):
        """Keeps tables and prints what each took."""

        def __call__(self, name: str, table: Any) -> Any:
            seconds = timed(lambda: found.__setitem__(name, keep(name, table)))
            return self.told(name, seconds)

        def through(self, name: str, *further: Any) -> Any:
            seconds = timed(lambda: found.__setitem__(name, keep.through(name, *further)))
            return self.told(name, seconds)

        def told(self, name: str, seconds: float) -> Any:
            line(name, seconds, bound, found[name].count().execute())
            return found[name]

    stored = Stored(connection, folder / "derived")

    began = time.perf_counter()
    legs = tracks.legs(connection.read_parquet(folder / "positions.parquet"), stored)
    static_reports = ibis.memtable(shapes.STATIC_REPORTS.empty_table())
    by_kind = events.detect_all(legs, static_reports, places.gazetteer().anchors(), stored)
    sealed = time.perf_counter()
    for detector in events.DETECTORS:
        table = by_kind[detector.KIND].to_pyarrow()
        identity.seal(detector.KIND, table, detector.VERSION, detector.Parameters())
    line("seal", time.perf_counter() - sealed, bound, None)
    line("all", time.perf_counter() - began, bound, None)


def store_sorted(folder: Path, memory: str) -> None:
    """Let DuckDB read the CSV and store its positions sorted by ship and time: the bound."""
    connection = duckdb.connect()
    connection.execute(f"SET memory_limit = '{memory}'")
    connection.execute(f"SET temp_directory = '{folder}'")
    connection.execute(
        f"COPY (SELECT MMSI, BaseDateTime, LAT, LON, SOG, COG, Heading FROM read_csv('{folder}/positions.csv') "
        f"ORDER BY MMSI, BaseDateTime) TO '{folder}/bound.parquet' (FORMAT parquet)"
    )


def timed(run: Callable[[], Any]) -> float:
    """Return the seconds that a call takes."""
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def line(name: str, seconds: float, bound: float, count: int | None) -> None:
    """Print one line of the table."""
    peak_gb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(
        f"{name:16}{seconds:9.2f}{seconds / bound:10.2f}{'' if count is None else count:>10}{peak_gb:9.2f}", flush=True
    )


if __name__ == "__main__":
    main()
