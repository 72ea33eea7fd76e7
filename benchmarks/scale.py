"""From one to two hundred million positions: time, memory and ratio to the bound.

    python benchmarks/scale.py [MILLIONS ...] [--case sea|anchorage] [--folder DIR]

Makes stored readings (no files to read: reading is measured by benchmarks/spine.py), then lets DuckDB store them
sorted by ship and time (the bound) and derives legs, all events and all occasions from them, each in a process of its
own with the memory that `fairlead find` uses. Prints seconds, peak memory and the ratio, by size.

sea        2,500 ships (fewer below 5 million) sail between the ports of the Yellow and East China Seas, wait off them,
           lie in them and fall silent; one ship is heard every two seconds and alone makes up to a million positions
anchorage  like Singapore's: 1,500 ships lie side by side, 450 m apart, outside any port's circle, heard every three
           minutes

The seas are made here, seeded, and share nothing with `fairlead.simulate`. They are for speed: nobody evades anything.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from fairlead import places, shapes

START_S = 1_512_086_400  # 2017-12-01
EXHIBIT_ROWS = 4_000_000
SKEWED = 563_000_001

BOUND = """
import duckdb, sys
readings, target, spill = sys.argv[1:]
c = duckdb.connect()
c.execute(f"SET temp_directory='{spill}'; SET memory_limit='1500MB'; SET preserve_insertion_order=false")
c.execute(f"COPY (SELECT * FROM read_parquet('{readings}/*/positions.parquet') ORDER BY mmsi, t_us) "
          f"TO '{target}' (FORMAT parquet)")
"""
TOLD = """
import resource, sys, time
from fairlead.engines import behind
from fairlead.events import keeping
def told(inner):
    def outer(self, name, *further):
        a = time.monotonic()
        found = inner(self, name, *further)
        status = dict(line.split(":", 1) for line in open("/proc/self/status"))
        peak_mb = int(status["VmHWM"].split()[0]) / 1024  # not ru_maxrss, which a process has from who started it
        took = time.monotonic() - a
        print(f"  {name.removeprefix('stored_'):<52}{took:>9.2f}{peak_mb:>8.0f} MB so far", file=sys.stderr)
        return found
    return outer
keeping.ParquetFolder.through = told(keeping.ParquetFolder.through)
behind.Connection._write = told(behind.Connection._write)
"""  # says after each table that is kept what storing it took, without making its SQL
SUITE = f"""import gc
gc.disable()  # it starts and ends as the command does
{TOLD}
from pathlib import Path
import fairlead.typologies.every
from fairlead.cli import terminal
from fairlead.deriving import derive
terminal.without_pandas()
gc.enable()
readings, target = map(Path, sys.argv[1:])
exhibits = [each.name for each in readings.iterdir()]
made = derive.derive(derive.Inputs(readings, exhibits, [], "dprk"), target)
print(f"  {{made.legs:,}} legs, {{made.events}}", file=sys.stderr)
gc.freeze()
"""
LOADED = "import fairlead.cli.find, fairlead.engines.inside, fairlead.typologies.every"
Columns = dict[str, np.ndarray]


def sea(count: int, random: np.random.Generator, ships: int = 0) -> Iterator[Columns]:
    """Yield positions in order of time, some millions at once, of ships under way between ports."""
    ships = ships or min(2_500, max(100, count // 2_000))
    skewed = min(1_000_000, count // 20)
    step_s = 300
    steps = (count - skewed) // ships
    harbours = [(p.lat_e7 / 1e7, p.lon_e7 / 1e7) for p in places.gazetteer().ports()]
    harbours = np.array([(lat, lon) for lat, lon in harbours if 24 < lat < 41 and 118 < lon < 132])
    mmsi = 201_000_000 + random.permutation(300_000_000)[:ships]
    routes = [itinerary(random, harbours, steps * step_s) for _ in range(ships)]
    silent = [random.integers(0, max(1, steps * step_s), max(1, steps // 1_000)) for _ in range(ships)]
    at_once = max(1, EXHIBIT_ROWS // ships)
    for first in range(0, steps, at_once):
        number = min(at_once, steps - first)
        parts = []
        for ship in range(ships):
            t = np.arange(first, first + number) * step_s + random.integers(0, step_s, number)
            heard = np.ones(number, np.bool_)
            for since in silent[ship]:
                heard &= (t < since) | (t > since + 8 * 3_600)
            t = t[heard]
            knots, lat, lon = routes[ship]
            parts.append((np.full(len(t), mmsi[ship]), t, np.interp(t, knots, lat), np.interp(t, knots, lon)))
        if skewed:
            share = np.arange(skewed * first // steps, skewed * (first + number) // steps)
            t = share * steps * step_s // skewed
            parts.append((np.full(len(t), SKEWED), t, 30 + np.sin(t / 40_000), 124 + np.cos(t / 40_000)))
        yield columns(parts, random)


def itinerary(random: np.random.Generator, harbours: np.ndarray, last_s: int) -> tuple[np.ndarray, ...]:
    """Return (seconds, latitude, longitude) between which a ship goes straight: berth, sea, waiting, berth."""
    here = harbours[random.integers(len(harbours))]
    t, knots = 0.0, []
    while t <= last_s:
        there = harbours[random.integers(len(harbours))]
        wait = there + random.normal(0, 0.01, 2) + np.array([0.02, 0.09])  # some ten kilometres off
        berth = there + random.normal(0, 0.005, 2)
        hours = max(4.0, float(np.hypot(*(wait - here))) * 60 / random.uniform(9, 14))
        for point, stay_h in (
            (here, random.uniform(6, 48)),
            (wait, hours),
            (wait, random.uniform(2, 30)),
            (berth, 2.0),
        ):
            t += stay_h * 3_600
            knots.append((t, *point))
        here = berth
    return tuple(np.array(knots).T)


def anchorage(count: int, random: np.random.Generator) -> Iterator[Columns]:
    """Yield positions of 1,500 ships at anchor, 450 m apart, each swinging around its anchor."""
    ships, step_s = 1_500, 180
    side = 39
    north, east = np.divmod(np.arange(ships), side)
    lat, lon = 25.5 + north * 450 / 110_800, 122.5 + east * 450 / 100_500  # open sea north-east of Taiwan
    mmsi = 201_000_000 + random.permutation(300_000_000)[:ships]
    steps = count // ships
    at_once = max(1, EXHIBIT_ROWS // ships)
    for first in range(0, steps, at_once):
        number = np.arange(first, min(steps, first + at_once))
        t = number[:, None] * step_s + random.integers(0, step_s, (len(number), ships))
        swing = t / 21_600 * np.pi + np.arange(ships)
        yield columns(
            [
                (
                    np.broadcast_to(mmsi, t.shape).ravel(),
                    t.ravel(),
                    (lat + 0.0003 * np.cos(swing)).ravel(),
                    (lon + 0.0003 * np.sin(swing)).ravel(),
                )
            ],
            random,
        )


def columns(parts: list[tuple[np.ndarray, ...]], random: np.random.Generator) -> Columns:
    """Return the parts (mmsi, seconds, latitude, longitude) as columns in order of time, with a little noise."""
    mmsi, t, lat, lon = (np.concatenate(each) for each in zip(*parts, strict=True))
    order = np.argsort(t, kind="stable")
    noise = random.normal(0, 0.00002, (2, len(t)))
    return {
        "mmsi": mmsi[order].astype(np.int64),
        "t_us": (START_S + t[order].astype(np.int64)) * shapes.US_PER_SECOND,
        "lat_e7": np.rint((lat[order] + noise[0]) * 1e5).astype(np.int64) * 100,
        "lon_e7": np.rint((lon[order] + noise[1]) * 1e5).astype(np.int64) * 100,
        "course_ddeg": random.integers(0, 3_600, len(t)),
        "heading_ddeg": random.integers(0, 360, len(t)) * 10,
        "nav_status": random.integers(0, 6, len(t)),
    }


def make(folder: Path, count: int, case: str) -> int:
    """Write readings of about ``count`` positions, one exhibit per some millions; return how many they are."""
    random = np.random.default_rng(20_171_222)
    total = 0
    for number, found in enumerate({"sea": sea, "anchorage": anchorage}[case](count, random)):
        sha256 = hashlib.sha256(f"scale {case} {number}".encode()).hexdigest()
        rows = len(found["mmsi"])
        found |= {"exhibit": np.full(rows, shapes.exhibit_key(sha256)), "row": np.arange(1, rows + 1)}
        arrays = [pa.array(found[f.name]) if f.name in found else pa.nulls(rows, f.type) for f in shapes.POSITIONS]
        (folder / sha256).mkdir(parents=True)
        pq.write_table(
            pa.table(arrays, schema=shapes.POSITIONS), folder / sha256 / "positions.parquet", row_group_size=1 << 18
        )
        total += rows
    return total


def installed(folder: Path) -> dict[str, str]:
    """Return an environment in which Python keeps what it compiled, as every installation does, in a folder."""
    own = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder / "compiled")}
    own.pop("PYTHONDONTWRITEBYTECODE", None)
    subprocess.run([sys.executable, "-c", LOADED], env=own, check=True)
    return own


def timed(command: list[str], environment: Mapping[str, str] | None = None) -> tuple[float, float, str]:
    """Return seconds, peak memory (MB) and standard error of a command."""
    # through a small process: what a process took at most counts for those that it starts, too
    wrapper = (
        "import resource, subprocess, sys, time; a = time.monotonic(); "
        "r = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL); "
        "print(time.monotonic() - a, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024); "
        "sys.exit(r.returncode)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", wrapper, *command], capture_output=True, text=True, check=False, env=environment
    )
    if ran.returncode:
        sys.exit(f"failed: {ran.stderr[-2000:]}")
    seconds, memory = ran.stdout.split()
    return float(seconds), float(memory), ran.stderr


def main() -> None:
    """Make each size, run bound and suite, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("millions", type=float, nargs="*", default=[1, 5, 20])
    parser.add_argument("--case", choices=["sea", "anchorage"], default="sea")
    parser.add_argument("--folder", type=Path, help="where to work (default: a temporary folder)")
    parser.add_argument("--stages", action="store_true", help="print what each stage takes")
    options = parser.parse_args()
    print(f"case {options.case}; Python {platform.python_version()}, {os.cpu_count()} cores")
    print(f"{'positions':>14}{'bound s':>10}{'MB':>8}{'suite s':>10}{'MB':>8}{'x bound':>9}{'M pos/s':>9}", flush=True)
    for millions in options.millions:
        with tempfile.TemporaryDirectory(dir=options.folder) as name:
            folder = Path(name)
            for each in ("readings", "target"):
                (folder / each).mkdir()
            maker = (
                f"import scale; from pathlib import Path; print(scale.make(Path(sys.argv[1]), {int(millions * 1e6)}, "
            )
            maker = f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); {maker}{options.case!r}))"
            readings = str(folder / "readings")
            made = subprocess.run([sys.executable, "-c", maker, readings], check=True, capture_output=True, text=True)
            count = int(made.stdout)
            bound, bound_mb, _ = timed(
                [sys.executable, "-c", BOUND, readings, str(folder / "bound.parquet"), str(folder / "spill")]
            )
            own = installed(folder)
            suite, suite_mb, stages = timed([sys.executable, "-c", SUITE, readings, str(folder / "target")], own)
            print(
                f"{count:>14,}{bound:>10.1f}{bound_mb:>8.0f}{suite:>10.1f}{suite_mb:>8.0f}{suite / bound:>9.2f}"
                f"{count / suite / 1e6:>9.2f}",
                flush=True,
            )
            if options.stages:
                print(stages, flush=True)


if __name__ == "__main__":
    main()
