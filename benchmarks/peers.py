"""Compares gaps and encounters on real traffic: the compatible mode, the peers' published figures, and our own.

    python benchmarks/peers.py DATA

DATA holds ``omtad/`` and ``bc-shipstrike/``. Left out: the peers' own programs, which are not shipped here, and ports.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path
from typing import Any

import ibis

from fairlead import places, shapes
from fairlead.events import compatible, encounter, gap, keeping, reception, tracks

PUBLISHED = {"omtad": 13_875, 2018: 189, 2019: 66}
LOOSE_UNMERGED = encounter.Parameters(speed_dkn=10_000, port_m=1, merge_h=1)
LOOSE = encounter.Parameters(speed_dkn=10_000, port_m=1)  # as raw encounters: at any speed, in ports too


def main() -> None:
    """Print one line for each set and way of finding."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("data", type=Path)
    data = arguments.parse_args().data
    connection = ibis.duckdb.connect()
    print(f"{'set':16}{'found by':34}{'rows':>8}{'seconds':>9}")
    with tempfile.TemporaryDirectory() as folder:
        keep = keeping.ParquetFolder(connection, Path(folder))
        omtad = reading(connection, data / "omtad" / "omtad_west_grid_2018_2020.parquet", keep)
        line("OMTAD", "gaps, published", PUBLISHED["omtad"], None)
        timed("OMTAD", "gaps > 12 h, compatible", lambda: compatible.gaps(omtad).count().execute())
        legs = tracks.legs(omtad, keep)
        ours = gap.Parameters(least_h=12)
        timed("OMTAD", "gaps > 12 h, ours", lambda: closed(gap.detect(legs, reception.heard(legs), ours)))
        for year in (2018, 2019):
            traffic = reading(connection, data / "bc-shipstrike" / f"bc{year}.parquet", keep)
            name = f"BC {year}"
            line(name, "directed encounters, published", PUBLISHED[year], None)
            timed(name, "compatible, not extrapolated", lambda of=traffic: len(found(of, extrapolate=False)))
            timed(name, "compatible, extrapolated", lambda of=traffic: len(found(of, extrapolate=True)))
            line(
                name, "pairs, merged (not extrapolated)", len(compatible.pairs(found(traffic, extrapolate=False))), None
            )
            legs = tracks.legs(traffic, keep)
            timed(name, "encounters, ours", lambda of=legs: count(of, encounter.Parameters()))
            timed(name, "ours at any speed, in ports too", lambda of=legs: count(of, LOOSE))
            timed(name, "the same, merged under 1 h only", lambda of=legs: count(of, LOOSE_UNMERGED))


def found(positions: Any, *, extrapolate: bool) -> list[compatible.Meeting]:
    """Return the compatible rows."""
    return compatible.encounters(positions, extrapolate=extrapolate)


def count(legs: Any, parameters: encounter.Parameters) -> int:
    """Return how many encounters our rule finds."""
    return int(encounter.detect(legs, places.gazetteer().anchors(), parameters).count().execute())


def closed(gaps: Any) -> int:
    """Return how many gaps have an end."""
    return int(gaps.filter(gaps.end_us.notnull()).count().execute())


def reading(connection: Any, path: Path, keep: keeping.ParquetFolder) -> Any:
    """Return a track file as positions; names that are not numbers (OMTAD's) become numbers in their order."""
    source = connection.read_parquet(path)
    numbered = source.mutate(
        row=ibis.row_number().over(order_by=["ssvid", "t", "lat", "lon"]) + 1,
        mmsi=201_000_000 + ibis.dense_rank().over(order_by=source.ssvid),
    )
    values = {
        "exhibit": ibis.literal(1, "int64"),
        "row": numbered.row,
        "mmsi": numbered.mmsi,
        "t_us": numbered.t.cast("timestamp").epoch_seconds() * shapes.US_PER_SECOND,
        "lat_e7": (numbered.lat * 1e7).round().cast("int64"),
        "lon_e7": (numbered.lon * 1e7).round().cast("int64"),
        "speed_dkn": (numbered.speed * 10).round().cast("int64"),
    }
    columns = {field.name: values.get(field.name, ibis.null(str(field.type))) for field in shapes.POSITIONS}
    return keep(f"positions-{path.stem}", numbered.select(**columns))


def timed(where: str, what: str, run: Any) -> None:
    """Print what a run counts and how long it took."""
    began = time.perf_counter()
    counted = int(run())
    line(where, what, counted, time.perf_counter() - began)


def line(where: str, what: str, rows: int, seconds: float | None) -> None:
    """Print one line of the table."""
    print(f"{where:16}{what:34}{rows:>8}{'' if seconds is None else format(seconds, '9.2f')}", flush=True)


if __name__ == "__main__":
    main()
