"""Compares gaps and encounters on real traffic: the compatible mode, the peers' published figures, and our own.

    python benchmarks/peers.py DATA [--peers FOLDER]

DATA holds ``omtad/`` and ``bc-shipstrike/``. FOLDER holds checkouts of ``pipe-gaps`` (which needs geopy),
``pipe-encounters`` and ``pipe-anchorages`` with what these need (``peer_programs.py`` says how to fetch it): their own
functions then run on the same positions in the same run, and their rows are held against ours one by one.
Left out: the programs as shipped, in pipelines.
"""

from __future__ import annotations

import argparse
import bisect
import importlib
import math
import sys
import tempfile
import time
import types
from collections import defaultdict
from pathlib import Path
from typing import Any

import ibis
import peer_programs
import pyarrow as pa

from fairlead import places, shapes
from fairlead.events import compatible, compatible_ports, encounter, gap, keeping, reception, tracks

PUBLISHED = {"omtad": 13_875, 2018: 189, 2019: 66, "entries": 616, "exits": 462}
LOOSE_UNMERGED = encounter.Parameters(speed_dkn=10_000, port_m=1, merge_h=1)
LOOSE = encounter.Parameters(speed_dkn=10_000, port_m=1)  # as raw encounters: at any speed, in ports too


def main() -> None:
    """Print one line for each set and way of finding."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--peers", type=Path, help="a folder that holds the peers' programs")
    parser.add_argument("--only", nargs="*", choices=["gaps", "encounters", "ports"])
    asked = parser.parse_args()
    connection = ibis.duckdb.connect()
    print(f"{'set':16}{'found by':38}{'rows':>8}{'seconds':>9}")
    with tempfile.TemporaryDirectory() as folder:
        keep = keeping.ParquetFolder(connection, Path(folder))
        for name, run in (("gaps", gaps), ("encounters", encounters), ("ports", ports)):
            if asked.only is None or name in asked.only:
                run(connection, keep, asked.data, asked.peers)


def gaps(connection: Any, keep: keeping.ParquetFolder, data: Path, others: Path | None) -> None:
    """Hold gaps off Western Australia against pipe-gaps' own."""
    omtad = reading(connection, data / "omtad" / "omtad_west_grid_2018_2020.parquet", keep)
    line("OMTAD", "gaps, published", PUBLISHED["omtad"], None)
    timed("OMTAD", "gaps > 12 h, compatible", lambda: compatible.gaps(omtad).count().execute())
    if others is None:
        print("OMTAD           pipe-gaps itself was not given (--peers): its published figure alone is compared")
    else:
        beside_pipe_gaps(omtad, others)
    legs = tracks.legs(omtad, keep)
    ours = gap.Parameters(least_h=12)
    timed("OMTAD", "gaps > 12 h, ours", lambda: closed(gap.detect(legs, reception.heard(legs), ours)))


def encounters(connection: Any, keep: keeping.ParquetFolder, data: Path, others: Path | None) -> None:
    """Hold encounters off British Columbia against pipe-encounters' own."""
    for year in (2018, 2019):
        traffic = reading(connection, data / "bc-shipstrike" / f"bc{year}.parquet", keep)
        name = f"BC {year}"
        line(name, "directed encounters, published", PUBLISHED[year], None)
        for extrapolate in (False, True):
            how = "extrapolated" if extrapolate else "not extrapolated"
            began = time.perf_counter()
            ours = found(traffic, extrapolate=extrapolate)
            line(name, f"compatible, {how}", len(ours), time.perf_counter() - began)
            if others is not None:
                beside_pipe_encounters(name, traffic, ours, others, extrapolate=extrapolate)
        line(name, "pairs, merged (not extrapolated)", len(compatible.pairs(found(traffic, extrapolate=False))), None)
        legs = tracks.legs(traffic, keep)
        timed(name, "encounters, ours", lambda of=legs: count(of, encounter.Parameters()))
        timed(name, "ours at any speed, in ports too", lambda of=legs: count(of, LOOSE))
        timed(name, "the same, merged under 1 h only", lambda of=legs: count(of, LOOSE_UNMERGED))


def beside_pipe_encounters(
    name: str, traffic: Any, ours: list[compatible.Meeting], folder: Path, *, extrapolate: bool
) -> None:
    """Run pipe-encounters' own functions; hold rows, and their medians to a millionth, against the compatible ones."""
    try:
        program = peer_programs.Encounters(folder, peer_programs.rows_of(traffic))
    except peer_programs.MissingError as missing:
        print(f"{name:16}{missing}")
        return
    began = time.perf_counter()
    theirs = program.run(extrapolate=extrapolate)
    line(name, "  pipe-encounters itself", len(theirs), time.perf_counter() - began)
    own = {(one.mmsi, one.other_mmsi, one.start_s, one.end_s): (one.median_km, one.median_kn) for one in ours}
    both = theirs.keys() & own.keys()
    line(name, "  the same in the compatible mode", len(both), None)
    alike = sum(math.dist(theirs[key], own[key]) < 1e-6 for key in both)
    line(name, "  with the same medians too", alike, None)
    line(name, "  in one of the two only", len(theirs.keys() ^ own.keys()), None)


def ports(connection: Any, keep: keeping.ParquetFolder, data: Path, others: Path | None) -> None:
    """Hold port entries and exits off British Columbia against pipe-anchorages' own, by the list that it carries."""
    traffic = reading(connection, data / "bc-shipstrike" / "bc2018.parquet", keep)
    name = "BC 2018"
    line(name, "entries, published", PUBLISHED["entries"], None)
    line(name, "exits, published", PUBLISHED["exits"], None)
    try:
        if others is None:
            raise peer_programs.MissingError("pipe-anchorages and its list were not given (--peers)")
        program = peer_programs.Ports(others, peer_programs.rows_of(traffic))
        anchorages = peer_programs.anchorages(others)
    except peer_programs.MissingError as missing:
        print(f"{name:16}{missing}")
        return
    line(name, "anchorages in its list", len(anchorages), None)
    placed = ibis.memtable(pa.table({"lat": [one[1] for one in anchorages], "lon": [one[2] for one in anchorages]}))
    for thinned in (False, True):
        how = "thinned by day" if thinned else "every position"
        began = time.perf_counter()
        rows = compatible_ports.crossings(traffic, placed, thinned=thinned).to_pyarrow().to_pylist()
        taken = time.perf_counter() - began
        ours = {(row["mmsi"], row["t_us"], row["entered"]) for row in rows}
        line(name, f"entries, compatible, {how}", sum(one[2] for one in ours), taken)
        line(name, f"exits, compatible, {how}", sum(not one[2] for one in ours), None)
        began = time.perf_counter()
        theirs = program.run(thinned=thinned)
        line(name, "  entries, pipe-anchorages itself", sum(one[2] for one in theirs), time.perf_counter() - began)
        line(name, "  exits, pipe-anchorages itself", sum(not one[2] for one in theirs), None)
        line(name, "  the same in the compatible mode", len(theirs & ours), None)
        line(name, "  in one of the two only", len(theirs ^ ours), None)


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
        "course_ddeg": (numbered.course.cast("float64") * 10).round().cast("int64"),
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
    print(f"{where:16}{what:38}{rows:>8}{'' if seconds is None else format(seconds, '9.2f')}", flush=True)


if __name__ == "__main__":
    main()
