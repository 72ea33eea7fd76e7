"""The bars against peers, on the same real data in one run: ``python benchmarks/bars.py DATA [--peers FOLDER]``.

    gaps          OMTAD: ours with reception, our compatible mode; pipe-gaps' own detector
    encounters    British Columbia 2018 and 2019: ours; pipe-encounters' own functions
    port entries  British Columbia 2018: ours with the world's ports; with the peer's list our compatible mode, and
                  pipe-anchorages' own functions
    stops         British Columbia 2018: our loitering and port visits; MovingPandas' stops on the first ships
    tracks        labelled shared numbers: ours; gpsdio-segment's own segmentizer
    chain         OMTAD as CSV: ``fairlead init``, ``add``, ``find``, in processes of their own

DATA holds ``omtad/``, ``bc-shipstrike/`` and ``gfw-segment-regression/``. FOLDER holds checkouts of ``pipe-gaps``,
``gpsdio-segment``, ``pipe-encounters`` and ``pipe-anchorages`` with what they need (``peer_programs.py`` says what);
MovingPandas runs where it can be imported (``PYTHONPATH=FOLDER-OF-IT``). A peer that is not there is said not to be
there. Each line: positions, seconds by the clock and of the processor, positions a second by either.
Ours counts making the expression's SQL, a fixed cost that weighs on small sets; ``alone`` is the engine's time without.
Left out: peers as shipped, in pipelines: theirs are the bare functions, records made before the clock starts.
"""

from __future__ import annotations

import argparse
import datetime
import importlib
import os
import platform
import resource
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ibis
import peer_programs
import peers
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pcsv
import pyarrow.parquet as pq
import scale

from fairlead import engines, places, shapes
from fairlead.events import (
    compatible,
    encounter,
    gap,
    keeping,
    loitering,
    port_visit,
    tracks,
)

STOP_M, STOP_MIN, STOP_SHIPS = 500, 60, 20  # MovingPandas: diameter and duration of a stop; it is slow
HEADER = [
    *("MMSI", "BaseDateTime", "LAT", "LON", "SOG", "COG", "Heading", "VesselName", "IMO", "CallSign"),
    *("VesselType", "Status", "Length", "Width", "Draft", "Cargo", "TransceiverClass"),
]


def main() -> None:
    """Run all and print one line each."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("data", type=Path)
    arguments.add_argument("--peers", type=Path, help="a folder with checkouts of the peers' programs")
    arguments.add_argument("--only", nargs="*", choices=list(BARS), default=list(BARS))
    asked = arguments.parse_args()
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    print(f"{'':52}{'positions':>11}{'s':>9}{'cpu s':>9}{'k pos/s':>10}{'by cpu':>10}")
    for name in asked.only:
        # as `find` opens it: how SQL is made, and that it is made while the engine stores, are part of what is timed
        with tempfile.TemporaryDirectory() as folder, engines.at(engines.DEFAULT, Path(folder)) as opened:
            BARS[name](asked.data, asked.peers, Path(folder), opened)


def gaps(data: Path, others: Path | None, folder: Path, opened: Any) -> None:
    """Gaps over 12 h off Western Australia. Bar: 5 million a second and 25 times pipe-gaps' bare functions."""
    connection, keep = opened._connection, opened.keep(folder, resume=False)
    positions = peers.reading(connection, data / "omtad" / "omtad_west_grid_2018_2020.parquet", keep)
    count = int(positions.count().execute())
    engine(connection, "gaps: compatible mode", count, compatible.encounters.gaps(positions))
    legs = timed("gaps: ours, legs first", count, lambda: tracks.legs(positions, keep))
    parameters = gap.Parameters(least_h=12)
    what = "gaps: ours, judged against reception"
    detected(what, count, opened, folder, gap.detect, legs, parameters)
    if others is None:
        print("gaps: pipe-gaps is not there (--peers)")
        return
    timed("gaps: pipe-gaps' bare functions", count, lambda: peers.beside_pipe_gaps(positions, others))


def encounters(data: Path, others: Path | None, folder: Path, opened: Any) -> None:
    """Encounters off British Columbia. Bar: a million a second and 25 times pipe-encounters' bare functions."""
    connection, keep = opened._connection, opened.keep(folder, resume=False)
    for year in (2018, 2019):
        positions = peers.reading(connection, data / "bc-shipstrike" / f"bc{year}.parquet", keep)
        legs = tracks.legs(positions, keep)
        count = int(legs.count().execute())
        anchors = places.gazetteer().anchors()
        detected(f"encounters: ours, BC {year}", count, opened, folder, encounter.detect, legs, anchors)
        try:
            program = peer_programs.Encounters(_given(others), peer_programs.rows_of(positions))
        except peer_programs.MissingError as missing:
            print(f"encounters: {missing}")
            continue
        timed("encounters: pipe-encounters' bare functions", count, lambda of=program: of.run(extrapolate=True))


def ports(data: Path, others: Path | None, folder: Path, opened: Any) -> None:
    """Port visits off British Columbia. Bar: half a million a second."""
    connection, keep = opened._connection, opened.keep(folder, resume=False)
    positions = peers.reading(connection, data / "bc-shipstrike" / "bc2018.parquet", keep)
    legs = tracks.legs(positions, keep)
    count, anchors = int(legs.count().execute()), places.gazetteer().anchors()
    detected("port visits: ours, BC 2018", count, opened, folder, port_visit.detect, legs, anchors)
    try:
        program = peer_programs.Ports(_given(others), peer_programs.rows_of(positions))
        listed = peer_programs.anchorages(_given(others))
    except peer_programs.MissingError as missing:
        print(f"port entries: {missing}")
        return
    placed = keep("anchorages", ibis.memtable({"lat": [one[1] for one in listed], "lon": [one[2] for one in listed]}))
    crossed = compatible.ports.crossings(positions, placed, thinned=True)
    engine(connection, "port entries: compatible mode, its anchorages", count, crossed)
    timed("port entries: pipe-anchorages' bare functions", count, lambda: program.run(thinned=True))


def _given(others: Path | None) -> Path:
    if others is None:
        raise peer_programs.MissingError("the peer's program is not there (--peers)")
    return others


def stops(data: Path, _: Path | None, folder: Path, opened: Any) -> None:
    """Loitering and stops off British Columbia. Bar: 100 times MovingPandas."""
    connection, keep = opened._connection, opened.keep(folder, resume=False)
    positions = peers.reading(connection, data / "bc-shipstrike" / "bc2018.parquet", keep)
    legs = tracks.legs(positions, keep)
    found = loitering.detect(legs, places.gazetteer().anchors())
    engine(connection, "loitering: ours, BC 2018", int(legs.count().execute()), found)
    try:
        import movingpandas  # type: ignore[import-not-found]
        import pandas  # type: ignore[import-not-found,import-untyped]
    except ImportError as missing:
        print(f"stops: MovingPandas is not there ({missing})")
        return
    table = positions.select("mmsi", "t_us", "lat_e7", "lon_e7").order_by("mmsi", "t_us").to_pyarrow()
    some = pc.unique(table["mmsi"])[:STOP_SHIPS]
    few = table.filter(pc.is_in(table["mmsi"], some))
    frame = pandas.DataFrame(
        {
            "ship": few["mmsi"].to_pylist(),
            "t": pandas.to_datetime(few["t_us"].to_numpy(), unit="us"),
            "x": few["lon_e7"].to_numpy() / 1e7,
            "y": few["lat_e7"].to_numpy() / 1e7,
        }
    )
    minutes = pandas.Timedelta(minutes=STOP_MIN)

    def run() -> int:
        ways = movingpandas.TrajectoryCollection(frame, "ship", t="t", x="x", y="y", crs="EPSG:4326")
        return len(movingpandas.TrajectoryStopDetector(ways).get_stop_points(min_duration=minutes, max_diameter=STOP_M))

    timed(f"stops: MovingPandas, {STOP_SHIPS} ships of them", few.num_rows, run)


def split(data: Path, others: Path | None, folder: Path, opened: Any) -> None:
    """Hulls on 56 shared numbers. Bar: 10 times gpsdio-segment."""
    messages = pq.read_table(data / "gfw-segment-regression" / "gfwregr_all_messages.parquet").sort_by("timestamp")
    connection, keep = opened._connection, opened.keep(folder, resume=False)
    positions = shared(messages)
    pq.write_table(positions, folder / "positions.parquet")
    read = connection.read_parquet(folder / "positions.parquet")
    timed("tracks: ours (positions alone)", positions.num_rows, lambda: tracks.legs(read, keep))
    if others is None or not (others / "gpsdio-segment").is_dir():
        print("tracks: gpsdio-segment is not there (--peers)")
        return
    sys.path.insert(0, str(others / "gpsdio-segment"))
    segmentizer = importlib.import_module("gpsdio_segment.core").Segmentizer
    names = ("msgid", "ssvid", "timestamp", "lat", "lon", "speed", "course", "heading", "type", "receiver_type")
    names += ("shipname", "callsign", "imo", "destination", "source", "receiver", "length", "width")
    by_ship: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in messages.select(names).to_pylist():
        known = {name: None if value != value else value for name, value in row.items()}  # NaN is not given
        known["timestamp"] = row["timestamp"].replace(tzinfo=Utc())
        by_ship[row["ssvid"]].append(known)
    timed(
        "tracks: gpsdio-segment (all messages)",
        messages.num_rows,
        lambda: [len(list(segmentizer(sent, ssvid=ship))) for ship, sent in by_ship.items()],
    )


def shared(messages: pa.Table) -> pa.Table:
    """Return the messages that have a position, as a reading."""
    placed = messages.filter(pc.is_finite(messages["lat"]))
    count = placed.num_rows

    def whole(name: str, factor: float) -> pa.ChunkedArray:
        given = pc.if_else(pc.is_finite(placed[name]), placed[name], None)
        return pc.cast(pc.round(pc.multiply(given, factor)), pa.int64())

    columns = {
        "exhibit": pa.array([1] * count, pa.int64()),
        "row": pa.array(range(1, count + 1), pa.int64()),
        "mmsi": pc.cast(placed["ssvid"], pa.int64()),
        "t_us": pc.cast(pc.cast(placed["timestamp"], pa.timestamp("us")), pa.int64()),
        "lat_e7": whole("lat", 1e7),
        "lon_e7": whole("lon", 1e7),
        "speed_dkn": whole("speed", 10),
        "course_ddeg": whole("course", 10),
        "receiver": placed["receiver_type"],
    }
    return pa.table([columns.get(f.name, pa.nulls(count, f.type)) for f in shapes.POSITIONS], schema=shapes.POSITIONS)


def chain(data: Path, _: Path | None, folder: Path, __: Any) -> None:
    """From a file of OMTAD's positions to occasions. Bar: 10 s and 1.5 GiB."""
    table = pq.read_table(data / "omtad" / "omtad_west_grid_2018_2020.parquet").sort_by("t")
    count, source, case = table.num_rows, folder / "omtad.csv", str(folder / "case")
    ships = pc.index_in(table["ssvid"], pc.unique(table["ssvid"]))
    given = {
        "MMSI": pc.add(pc.cast(ships, pa.int64()), 201_000_000),
        "BaseDateTime": pc.strftime(table["t"], format="%Y-%m-%dT%H:%M:%S"),
        **{name: table[column] for name, column in zip(HEADER[2:6], ("lat", "lon", "speed", "course"), strict=True)},
        "VesselType": pa.array(["70"] * count),
        "TransceiverClass": pa.array(["A"] * count),
    }
    pcsv.write_csv(pa.table({name: given.get(name, pa.array([""] * count)) for name in HEADER}), source)
    environment = {**scale.installed(folder), "FAIRLEAD_HOME": str(folder / "home")}
    fairlead = [sys.executable, "-m", "fairlead.cli"]

    peak_mib = 0.0

    def run(*command: str) -> None:
        nonlocal peak_mib
        _, taken_mib, _ = scale.timed([*fairlead, *command], environment)
        peak_mib = max(peak_mib, taken_mib)

    for command in (["init", case], ["add", case, str(source)], ["find", case]):
        timed(f"chain: fairlead {command[0]}", count, lambda of=command: run(*of), resource.RUSAGE_CHILDREN)
    print(f"chain: peak {peak_mib:,.0f} MiB of one process")


class Utc(datetime.tzinfo):
    """UTC as gpsdio-segment asks for it: with the name that pytz gives it."""

    zone = "UTC"

    def utcoffset(self, _: datetime.datetime | None) -> datetime.timedelta:
        """Return none."""
        return datetime.timedelta(0)

    def dst(self, _: datetime.datetime | None) -> datetime.timedelta:
        """Return none."""
        return datetime.timedelta(0)

    def tzname(self, _: datetime.datetime | None) -> str:
        """Return the name."""
        return self.zone


class Kept(keeping.ParquetFolder):
    """Keeps tables in a folder of its own, and counts the engine's time without that of making SQL."""

    whole: Any = None  # rules make their expressions

    def __init__(self, connection: Any, folder: Path) -> None:
        super().__init__(connection, Path(tempfile.mkdtemp(dir=folder)))
        self.seconds = self.processor_s = 0.0

    def __call__(self, name: str, table: Any) -> Any:
        """Store a table, its SQL made before the clock starts."""
        self._connection._run_pre_execute_hooks(table)  # tables in memory
        sql = self._connection.compile(table)
        path = self._folder / f"{name}.parquet"
        used, began = _processor_s(resource.RUSAGE_SELF), time.perf_counter()
        self._connection.con.execute(f"COPY ({sql}) TO '{path}' (FORMAT parquet)")
        self.seconds += time.perf_counter() - began
        self.processor_s += _processor_s(resource.RUSAGE_SELF) - used
        return self._connection.read_parquet(path)


def detected(what: str, count: int, opened: Any, folder: Path, detect: Callable[..., Any], *given: Any) -> None:
    """Time a detector that is given where to keep tables, as `find` does, and the engine alone with its SQL made."""

    def run(keep: Any) -> None:
        tracks.whole(keep, "events", detect, *given).count().to_pyarrow()  # what is stored behind is waited for

    beside = opened.keep(Path(tempfile.mkdtemp(dir=folder)), resume=False)
    timed(what, count, lambda: run(beside))
    alone = Kept(opened._connection, folder)
    run(alone)
    line("  alone", count, alone.seconds, alone.processor_s)


def engine(connection: Any, what: str, count: int, expression: Any) -> None:
    """Time an expression with making its SQL, and the engine alone with the SQL made."""
    timed(what, count, lambda: expression.to_pyarrow())
    connection._run_pre_execute_hooks(expression)  # tables in memory
    sql = connection.compile(expression)
    timed("  alone", count, lambda: connection.con.sql(sql).to_arrow_table())


def timed(what: str, count: int, run: Callable[[], Any], who: int = resource.RUSAGE_SELF) -> Any:
    """Print how long a run took, and return what it gave."""
    used, began = _processor_s(who), time.perf_counter()
    given = run()
    line(what, count, time.perf_counter() - began, _processor_s(who) - used)
    return given


def line(what: str, count: int, seconds: float, processor: float) -> None:
    """Print one line of the table."""
    rates = (count / 1e3 / max(each, 1e-6) for each in (seconds, processor))
    print(f"{what:52}{count:>11,}{seconds:>9.2f}{processor:>9.2f}" + "".join(f"{r:>10.1f}" for r in rates), flush=True)


def _processor_s(who: int) -> float:
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


BARS = {
    "gaps": gaps,
    "encounters": encounters,
    "ports": ports,
    "stops": stops,
    "tracks": split,
    "chain": chain,
}

if __name__ == "__main__":
    main()
