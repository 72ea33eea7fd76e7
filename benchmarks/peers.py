"""Compares events on real traffic: the compatible mode, the peers' own programs and figures, and our own.

    python benchmarks/peers.py DATA [--peers FOLDER] [--shipped PYTHON] [--only stops ...]

DATA holds ``omtad/`` and ``bc-shipstrike/``. FOLDER holds checkouts of ``pipe-gaps`` (which needs geopy),
``pipe-encounters``, ``pipe-anchorages`` and ``pipe-loitering`` with what these need (``peer_programs.py`` says how to
fetch it; MovingPandas comes by PYTHONPATH): their own functions then run on the same positions in the same run, and
their rows are held against ours one by one. PYTHON is that of an environment in which the four are installed as they
ship (``peers_shipped.py``): they then run whole, in their pipelines. Left out: what they do in a cloud alone.
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
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import ibis
import peer_differences
import peer_programs
import pyarrow as pa

from fairlead import places, shapes
from fairlead.events import compatible, encounter, gap, keeping, tracks

PUBLISHED = {"omtad": 13_875, 2018: 189, 2019: 66, "entries": 616, "exits": 462}
STOP_M, STOP_MIN = 500, 60  # MovingPandas has no values of its own: a diameter, and how long at least
LOOSE_UNMERGED = encounter.Parameters(speed_dkn=10_000, port_m=1, merge_h=1)
LOOSE = encounter.Parameters(speed_dkn=10_000, port_m=1)  # as raw encounters: at any speed, in ports too


def main() -> None:
    """Print one line for each set and way of finding."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--peers", type=Path, help="a folder that holds the peers' programs")
    parser.add_argument("--only", nargs="*", choices=sorted(SUBJECTS))
    parser.add_argument("--shipped", type=Path, help="the Python in which the peers' programs are installed whole")
    asked = parser.parse_args()
    given = peer_programs.Given(asked.peers, asked.shipped)
    connection = ibis.duckdb.connect()
    print(f"{'set':16}{'found by':38}{'rows':>8}{'seconds':>9}")
    with tempfile.TemporaryDirectory() as folder:
        keep = keeping.ParquetFolder(connection, Path(folder))
        for name, run in SUBJECTS.items():
            if asked.only is None or name in asked.only:
                run(connection, keep, asked.data, given)


def gaps(connection: Any, keep: keeping.ParquetFolder, data: Path, given: peer_programs.Given) -> None:
    """Hold gaps off Western Australia against pipe-gaps' own."""
    omtad = reading(connection, data / "omtad" / "omtad_west_grid_2018_2020.parquet", keep)
    line("OMTAD", "gaps, published", PUBLISHED["omtad"], None)
    timed("OMTAD", "gaps > 12 h, compatible", lambda: compatible.encounters.gaps(omtad).count().execute())
    if given.functions is None:
        print("OMTAD           pipe-gaps itself was not given (--peers): its published figure alone is compared")
    else:
        beside_pipe_gaps(omtad, given.functions)
    if given.shipped is not None:
        rows, seconds = given.run("gaps", messages=peer_programs.gap_messages(omtad))
        closed_rows = [row for row in rows if row["is_closed"]]
        whole = {tuple(int(row[key]) for key in ("ssvid", "start_timestamp", "end_timestamp")) for row in closed_rows}
        ours = compatible.encounters.gaps(omtad).to_pyarrow().to_pylist()
        bare = {(row["mmsi"], *(row[key] // shapes.US_PER_SECOND for key in ("start_us", "end_us"))) for row in ours}
        held("OMTAD", "gaps > 12 h, pipe-gaps as shipped", whole, bare, seconds)
        line("OMTAD", "  and rows without an end", len(rows) - len(closed_rows), None)
    legs = tracks.legs(omtad, keep)
    ours = gap.Parameters(least_h=12)
    timed("OMTAD", "gaps > 12 h, ours", lambda: closed(gap.detect(legs, ours)))


def encounters(connection: Any, keep: keeping.ParquetFolder, data: Path, given: peer_programs.Given) -> None:
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
            if given.functions is not None:
                beside_pipe_encounters(name, traffic, ours, given.functions, extrapolate=extrapolate)
            if extrapolate and given.shipped is not None:
                rows, seconds = given.run("encounters", messages=peer_programs.encounter_messages(traffic))
                keys = ("vessel_1_seg_id", "vessel_2_seg_id", "start_time", "end_time")
                whole = {tuple(int(row[key]) for key in keys) for row in rows}
                bare = {(one.mmsi, one.other_mmsi, one.start_s, one.end_s) for one in ours}
                held(name, "pipe-encounters as shipped", whole, bare, seconds)
        line(
            name,
            "pairs, merged (not extrapolated)",
            len(compatible.encounters.pairs(found(traffic, extrapolate=False))),
            None,
        )
        legs = tracks.legs(traffic, keep)
        timed(name, "encounters, ours", lambda of=legs: count(of, encounter.Parameters()))
        timed(name, "ours at any speed, in ports too", lambda of=legs: count(of, LOOSE))
        timed(name, "the same, merged under 1 h only", lambda of=legs: count(of, LOOSE_UNMERGED))


def beside_pipe_encounters(
    name: str, traffic: Any, ours: list[compatible.encounters.Meeting], folder: Path, *, extrapolate: bool
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


def ports(connection: Any, keep: keeping.ParquetFolder, data: Path, given: peer_programs.Given) -> None:
    """Hold port entries and exits off British Columbia against pipe-anchorages' own, by the list that it carries."""
    traffic = reading(connection, data / "bc-shipstrike" / "bc2018.parquet", keep)
    name = "BC 2018"
    line(name, "entries, published", PUBLISHED["entries"], None)
    line(name, "exits, published", PUBLISHED["exits"], None)
    try:
        if given.functions is None:
            raise peer_programs.MissingError("pipe-anchorages and its list were not given (--peers)")
        program = peer_programs.Ports(given.functions, peer_programs.rows_of(traffic))
        anchorages = peer_programs.anchorages(given.functions)
    except peer_programs.MissingError as missing:
        print(f"{name:16}{missing}")
        return
    line(name, "anchorages in its list", len(anchorages), None)
    placed = ibis.memtable(pa.table({"lat": [one[1] for one in anchorages], "lon": [one[2] for one in anchorages]}))
    for thinned in (False, True):
        how = "thinned by day" if thinned else "every position"
        began = time.perf_counter()
        rows = compatible.ports.crossings(traffic, placed, thinned=thinned).to_pyarrow().to_pylist()
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
    if given.shipped is not None:
        tables = {"messages": peer_programs.port_messages(traffic), "anchorages": peer_programs.as_table(anchorages)}
        visits, seconds = given.run("ports", **tables)
        told = [{**event, "ship": int(visit["vessel_id"])} for visit in visits for event in visit["events"]]
        whole = {
            (one["ship"], round(one["timestamp"] * 1e6), one["event_type"] == "PORT_ENTRY")
            for one in told
            if one["event_type"] in ("PORT_ENTRY", "PORT_EXIT")
        }
        held(name, "pipe-anchorages as shipped", whole, ours, seconds)
        line(name, "  which makes of them visits", len(visits), None)


def stops(connection: Any, keep: keeping.ParquetFolder, data: Path, _: peer_programs.Given) -> None:
    """Hold stops off British Columbia against MovingPandas' own, and ours against both."""
    traffic = reading(connection, data / "bc-shipstrike" / "bc2018.parquet", keep)
    name = "BC 2018"
    began = time.perf_counter()
    alike = compatible.stops.stops(traffic, STOP_M, STOP_MIN)
    line(name, "stops, compatible", len(alike), time.perf_counter() - began)
    try:
        began = time.perf_counter()
        theirs = peer_programs.Stops(traffic).run(STOP_M, STOP_MIN)
        held(name, "MovingPandas itself", theirs, {tuple(one) for one in alike}, time.perf_counter() - began)
    except peer_programs.MissingError as missing:
        print(f"{name:16}{missing}")
    counted(name, "stops", peer_differences.by_cause(traffic, alike, keep))


def loiterings(connection: Any, keep: keeping.ParquetFolder, data: Path, given: peer_programs.Given) -> None:
    """Hold loitering off British Columbia against pipe-loitering's own, and ours against both."""
    traffic = reading(connection, data / "bc-shipstrike" / "bc2018.parquet", keep)
    name = "BC 2018"
    sent = keep("loitering-messages", compatible.loitering.messages(traffic))
    began = time.perf_counter()
    daily = keep("loitering-daily", compatible.loitering.daily(sent))
    ours = {
        (row["mmsi"], row["start_us"], row["end_us"]): (row["slow_us"] / 3.6e9, row["distance_dm"] / 18_520)
        for row in daily.to_pyarrow().to_pylist()
    }
    line(name, "loitering by day, compatible", len(ours), time.perf_counter() - began)
    if given.functions is not None:
        try:
            program = peer_programs.Loitering(given.functions, sent)
            began = time.perf_counter()
            theirs = program.run()
            held(name, "pipe-loitering itself", theirs.keys(), ours.keys(), time.perf_counter() - began)
            both = theirs.keys() & ours.keys()
            same = sum(math.dist(theirs[key], ours[key]) < 1e-6 for key in both)
            line(name, "  with the same hours and miles too", same, None)
        except peer_programs.MissingError as missing:
            print(f"{name:16}{missing}")
    merged = compatible.loitering.merged(daily).order_by("mmsi", "start_us").to_pyarrow().to_pylist()
    stays = [compatible.stops.Stop(row["mmsi"], row["start_us"], row["end_us"]) for row in merged]
    line(name, "merged, compatible", len(stays), None)
    if given.shipped is not None:
        rows, seconds = given.run("loitering", messages=peer_programs.loitering_table(sent))
        keys = ("loitering_start_timestamp", "loitering_end_timestamp")
        told = [(int(row["ssvid"]), *(round(row[key] * 1e6) for key in keys)) for row in rows]
        held(name, "pipe-loitering as shipped, merged", set(told), {tuple(one) for one in stays}, seconds)
        line(name, "  among them of no duration", sum(one[1] == one[2] for one in set(told)), None)
        line(name, "  rows told more than once", len(told) - len(set(told)), None)
    long = [one for one in stays if one.end_us - one.start_us >= 8 * shapes.US_PER_HOUR]
    line(name, "merged, of 8 h or longer", len(long), None)
    counted(name, "stays", peer_differences.by_cause(traffic, long, keep))


def held(where: str, what: str, theirs: Any, ours: Any, seconds: float) -> None:
    """Print how many rows a peer tells, and how many are in one of the two only."""
    line(where, what, len(theirs), seconds)
    line(where, "  the same in the compatible mode", len(theirs & ours), None)
    line(where, "  in one of the two only", len(theirs ^ ours), None)


def counted(where: str, what: str, causes: Counter[str]) -> None:
    """Print how the peer's rows and ours go together, by cause."""
    for cause, count in causes.most_common():
        print(f"{where:16}{count:>8} {what}: {cause}")


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
    taken = time.perf_counter() - began
    rows = compatible.encounters.gaps(positions).to_pyarrow().to_pylist()
    ours = {(row["mmsi"], row["start_us"], row["end_us"]) for row in rows}
    held("OMTAD", "gaps > 12 h, pipe-gaps itself", theirs, ours, taken)


def _stand_in_for_gfw_common() -> None:
    """Offer the two functions of GFW's private-index library that pipe-gaps' detector calls, by what they are named."""
    for name in ("gfw", "gfw.common", "gfw.common.dictionaries", "gfw.common.iterables"):
        sys.modules.setdefault(name, types.ModuleType(name))
    without: Any = sys.modules["gfw.common.dictionaries"]
    without.copy_dict_without = lambda given, keys: {key: value for key, value in given.items() if key not in keys}
    search: Any = sys.modules["gfw.common.iterables"]
    search.binary_search_first_ge = lambda given, value, key=None: bisect.bisect_left(given, value, key=key)


def found(positions: Any, *, extrapolate: bool) -> list[compatible.encounters.Meeting]:
    """Return the compatible rows."""
    return compatible.encounters.encounters(positions, extrapolate=extrapolate)


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


SUBJECTS = {"gaps": gaps, "encounters": encounters, "ports": ports, "stops": stops, "loitering": loiterings}

if __name__ == "__main__":
    main()
