"""Compares gaps and encounters on real traffic: the compatible mode, the peers' published figures, and our own.

    python benchmarks/peers.py DATA [--peers FOLDER]

DATA holds ``omtad/`` and ``bc-shipstrike/``. FOLDER holds a checkout of ``pipe-gaps`` (which no registry has): its own
detector then runs on the same positions in the same run, and its gaps are held against ours one by one; it needs geopy.
Left out: pipe-encounters and pipe-anchorages themselves, whose functions run only under Apache Beam, and ports.
"""

from __future__ import annotations

import argparse
import bisect
import importlib
import sys
import tempfile
import time
import types
from collections import defaultdict
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
    arguments.add_argument("--peers", type=Path, help="a folder that holds a checkout of pipe-gaps")
    asked = arguments.parse_args()
    data = asked.data
    connection = ibis.duckdb.connect()
    print(f"{'set':16}{'found by':34}{'rows':>8}{'seconds':>9}")
    with tempfile.TemporaryDirectory() as folder:
        keep = keeping.ParquetFolder(connection, Path(folder))
        omtad = reading(connection, data / "omtad" / "omtad_west_grid_2018_2020.parquet", keep)
        line("OMTAD", "gaps, published", PUBLISHED["omtad"], None)
        timed("OMTAD", "gaps > 12 h, compatible", lambda: compatible.gaps(omtad).count().execute())
        if asked.peers is None:
            print("OMTAD           pipe-gaps itself was not given (--peers): its published figure alone is compared")
        else:
            beside_pipe_gaps(omtad, asked.peers)
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


def beside_pipe_gaps(positions: Any, folder: Path) -> None:
    """Run pipe-gaps' own detector, ship by ship, and hold its gaps against the compatible mode's, one by one."""
    sys.path.insert(0, str(folder / "pipe-gaps" / "src" / "pipe_gaps" / "core"))
    _stand_in_for_gfw_common()
    detector = importlib.import_module("gap_detector").GapDetector(threshold=12)
    messages: dict[int, list[dict[str, Any]]] = defaultdict(list)
    columns = ("mmsi", "t_us", "lat_e7", "lon_e7")
    for row in positions.select(*columns).order_by("mmsi", "t_us").to_pyarrow().to_pylist():
        at = {"lat": row["lat_e7"] / 1e7, "lon": row["lon_e7"] / 1e7, "timestamp": row["t_us"] / 1e6}
        messages[row["mmsi"]].append({"ssvid": str(row["mmsi"]), "receiver_type": "terrestrial", **at})
    began = time.perf_counter()
    theirs = set()
    for mmsi, own in messages.items():
        for one in detector.detect(own):
            theirs.add((mmsi, round(one["OFF"]["timestamp"] * 1e6), round(one["ON"]["timestamp"] * 1e6)))
    line("OMTAD", "gaps > 12 h, pipe-gaps itself", len(theirs), time.perf_counter() - began)
    rows = compatible.gaps(positions).to_pyarrow().to_pylist()
    ours = {(row["mmsi"], row["start_us"], row["end_us"]) for row in rows}
    line("OMTAD", "  the same in the compatible mode", len(theirs & ours), None)
    line("OMTAD", "  in one of the two only", len(theirs ^ ours), None)


def _stand_in_for_gfw_common() -> None:
    """Offer the two functions of GFW's private-index library that pipe-gaps' detector calls, by what they are named."""
    for name in ("gfw", "gfw.common", "gfw.common.dictionaries", "gfw.common.iterables"):
        sys.modules.setdefault(name, types.ModuleType(name))
    without: Any = sys.modules["gfw.common.dictionaries"]
    without.copy_dict_without = lambda given, keys: {key: value for key, value in given.items() if key not in keys}
    search: Any = sys.modules["gfw.common.iterables"]
    search.binary_search_first_ge = lambda given, value, key=None: bisect.bisect_left(given, value, key=key)


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
