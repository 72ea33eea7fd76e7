"""From a file to occasions, against what the engine alone needs: ``python benchmarks/spine.py [--positions N]``.

Makes N positions in MarineCadastre's layout (default 5 million), then measures, in processes of their own and in the
same run:

- reading apart: `fairlead add`, in rows a second;
- the bound: DuckDB stores the stored readings, provenance included, sorted by ship and time;
- the suite: `fairlead find` whole (legs, all events, all typologies, seals and digests), and its stages one by one;
- `fairlead find` once more after something was added that holds no position: legs and events are taken up as they lie.

Prints seconds, peak memory and ratios to the bound. The goal of issue 3 is find within 5 times the bound, stretch 3.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pcsv
import scale

STAGES = f"""{scale.TOLD}
from pathlib import Path
from fairlead.deriving import derive
from fairlead.case import Case
began = time.monotonic()
derive.find(Case.open(Path(sys.argv[1])))
print(f"  {{'all, without starting Python':<32}}{{time.monotonic() - began:>9.2f}}", file=sys.stderr)
"""
HEADER = [
    *("MMSI", "BaseDateTime", "LAT", "LON", "SOG", "COG", "Heading", "VesselName", "IMO", "CallSign"),
    *("VesselType", "Status", "Length", "Width", "Draft", "Cargo", "TransceiverClass"),
]


def make(path: Path, count: int, seed: int = 1) -> None:
    """Write ``count`` positions of ships that wander, wait and fall silent, one every minute or so, in time order."""
    chance = np.random.default_rng(seed)
    ships = max(10, count // 3_000)
    each = count // ships
    start = np.datetime64("2020-01-01T00:00:00")
    with pcsv.CSVWriter(path, pa.schema([(name, pa.string()) for name in HEADER])) as out:
        lat, lon = chance.uniform(16, 44, ships), chance.uniform(116, 164, ships)
        mmsi = chance.choice(np.arange(201_000_000, 775_000_000), ships, replace=False)
        turn = chance.uniform(0, 2 * np.pi, ships)
        speed = chance.choice([0.1, 8.0, 12.0], ships)
        seconds = np.zeros(ships)
        for _ in range(each):
            step = chance.uniform(120, 600, ships)
            step[chance.random(ships) < 0.0005] += 8 * 3600
            seconds += step
            turn += chance.normal(0, 0.05, ships)
            metres = speed * 0.5144 * np.minimum(step, 3600)
            north, east = metres * np.cos(turn) / 111_000, metres * np.sin(turn) / 90_000
            leaving = (abs(lat + north - 30) > 15) | (abs(lon + east - 140) > 25)  # nobody may pile up at an edge
            turn[leaving] += np.pi
            lat, lon = lat + np.where(leaving, 0, north), lon + np.where(leaving, 0, east)
            time_text = np.datetime_as_string(start + seconds.astype("timedelta64[s]"))
            text = [
                pc.cast(pa.array(mmsi), pa.string()),
                pa.array(time_text.astype(str)),
                _decimal(lat, 5),
                _decimal(lon, 5),
                _decimal(speed + chance.uniform(0, 0.4, ships), 1),
                _decimal(np.degrees(turn) % 360, 1),
                pc.cast(pa.array((np.degrees(turn) % 360).astype(int)), pa.string()),
            ]
            fixed = ["BENCHMARK SHIP", "IMO9999993", "BENCH", "70", "0", "120", "20", "6.5", "70", "A"]
            text += [pa.array(np.full(ships, value)) for value in fixed]
            out.write_batch(pa.record_batch([column.cast(pa.string()) for column in text], names=HEADER))


def _decimal(values: np.ndarray, places: int) -> pa.Array:
    return pc.cast(pc.round(pa.array(values), places), pa.string())


def timed(command: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """Return seconds and peak memory (MB), read from /proc's high-water mark by a small parent of its own."""
    wrapper = (
        "import resource, subprocess, sys, time; a = time.monotonic(); "
        "r = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL); "
        "print(time.monotonic() - a, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024); "
        "sys.exit(r.returncode)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", wrapper, *command], env=environment, capture_output=True, text=True, check=False
    )
    if ran.returncode:
        sys.exit(f"{' '.join(command[:4])} failed: {ran.stderr[-2000:]}")
    seconds, memory = ran.stdout.split()
    return float(seconds), float(memory)


def main() -> None:
    """Make the data, run the three, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--positions", type=int, default=5_000_000)
    parser.add_argument("--turns", type=int, default=2, help="how often bound and find are measured, in turn")
    parser.add_argument("--folder", type=Path, help="where to work (default: a temporary folder)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        folder = Path(name)
        source = folder / "positions.csv"
        make(source, options.positions)
        environment = {**scale.installed(folder), "FAIRLEAD_HOME": str(folder / "home")}
        fairlead = [sys.executable, "-m", "fairlead.cli"]
        case = str(folder / "case")
        subprocess.run([*fairlead, "init", case], env=environment, check=True, capture_output=True)
        rows = [("fairlead add (reading, apart)", *timed([*fairlead, "add", case, str(source)], environment))]
        source.unlink()  # it lies in the case
        readings = str(folder / "case" / "readings")
        for turn in range(options.turns):
            target = str(folder / f"bound-{turn}.parquet")
            bound = [sys.executable, "-c", scale.BOUND, readings, target, str(folder / "spill")]
            rows.append(("bound: DuckDB stores the readings sorted", *timed(bound, environment)))
            Path(target).unlink()
            shutil.rmtree(folder / "case" / "derived", ignore_errors=True)  # else events are taken up as they lie
            rows.append(("fairlead find", *timed([*fairlead, "find", case], environment)))
        (folder / "note.txt").write_text("a paper that names no ship")
        subprocess.run([*fairlead, "add", case, str(folder / "note.txt")], env=environment, capture_output=True)
        rows.append(("find after a paper was added", *timed([*fairlead, "find", case], environment)))
        shutil.rmtree(folder / "case" / "derived")
        stages = subprocess.run(
            [sys.executable, "-c", STAGES, case], env=environment, check=True, capture_output=True, text=True
        )
    bound_s = min(seconds for what, seconds, _ in rows if what.startswith("bound"))
    print(f"{options.positions:,} positions; Python {platform.python_version()}, {os.cpu_count()} cores")
    print(f"{'':<42}{'s':>8}{'MB':>8}{'x bound':>9}{'M pos/s':>9}")
    for what, seconds, memory in rows:
        pace = options.positions / seconds / 1e6
        print(f"{what:<42}{seconds:>8.1f}{memory:>8.0f}{seconds / bound_s:>9.2f}{pace:>9.2f}")
    print("stages of one more find (s):")
    print(stages.stderr)


if __name__ == "__main__":
    main()
