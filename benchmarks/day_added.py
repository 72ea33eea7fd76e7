"""A day of positions added to a sea of some weeks, against deriving all of it: ``python benchmarks/day_added.py``.

    python benchmarks/day_added.py [--days 75] [--ships 400] [--folder DIR] [--stages]

Makes the sea of benchmarks/scale.py (each ship heard every five minutes, one every few seconds), its last day as an
exhibit of its own, and derives legs, events and occasions three times, each in a process of its own: of all days but
the last; of that with the last day added; and of all days at once. The last two must be equal: every digest is
compared. Prints seconds and peak memory, and the ratios that matter: the day to the whole, and to its share of it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import sys
import tempfile
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import scale

from fairlead import shapes

RUN = """
import json
from pathlib import Path
from fairlead.deriving import derive, going_on
readings, target, names, older = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3].split(","), sys.argv[4]
before = going_on.Before(Path(older), frozenset(names[:-1])) if older else None
made = derive.derive(derive.Inputs(readings, names, [], "dprk"), target, before=before)
(target / "told.json").write_text(json.dumps({"digests": made.digests, "legs": made.legs, "events": made.events}))
used = resource.getrusage(resource.RUSAGE_SELF)
(target / "cpu.json").write_text(json.dumps(used.ru_utime + used.ru_stime))
"""


def make(folder: Path, days: int, ships: int) -> tuple[list[str], int, int]:
    """Write the sea, the last day apart; return the exhibits in order of time, all positions, and the last day's."""
    count = round(ships * days * 288 / 0.95)
    last_us = (scale.START_S + (days - 1) * 86_400) * shapes.US_PER_SECOND
    names, total, day = [], 0, 0
    late: list[pa.Table] = []
    for number, found in enumerate(scale.sea(count, np.random.default_rng(20_171_222), ships)):
        rows = len(found["mmsi"])
        found |= {name: np.zeros(rows, np.int64) for name in ("exhibit", "row")}  # numbered when written
        arrays = [pa.array(found[f.name]) if f.name in found else pa.nulls(rows, f.type) for f in shapes.POSITIONS]
        table = pa.table(arrays, schema=shapes.POSITIONS)
        new = pa.array(found["t_us"] >= last_us)
        late.append(table.filter(new))
        names.append(_written(folder, f"day added {number}", table.filter(pa.array(found["t_us"] < last_us))))
        total += rows
    whole = pa.concat_tables(late)
    day = whole.num_rows
    names.append(_written(folder, "day added, the last", whole))
    return names, total, day


def _written(folder: Path, what: str, table: pa.Table) -> str:
    sha256 = hashlib.sha256(what.encode()).hexdigest()
    origin = [np.full(table.num_rows, shapes.exhibit_key(sha256)), np.arange(1, table.num_rows + 1)]
    (folder / sha256).mkdir(parents=True)
    filled = pa.table([*map(pa.array, origin), *table.columns[2:]], schema=shapes.POSITIONS)
    pq.write_table(filled, folder / sha256 / "positions.parquet", row_group_size=1 << 18)
    return sha256


def main() -> None:
    """Make the sea, run the three, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--days", type=int, default=75)
    parser.add_argument("--ships", type=int, default=400)
    parser.add_argument("--folder", type=Path, help="where to work (default: a temporary folder)")
    parser.add_argument("--stages", action="store_true", help="print what each stage takes")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        folder = Path(name)
        names, total, day = make(folder / "readings", options.days, options.ships)
        print(f"{options.days} days, {total:,} positions, {day:,} on the last; ", end="")
        print(f"Python {platform.python_version()}, {os.cpu_count()} cores", flush=True)
        took: dict[str, float] = {}
        worked: dict[str, float] = {}
        for what, exhibits, older in (
            ("all but the last day", names[:-1], ""),
            ("the last day added", names, "all but the last day"),
            ("all at once", names, ""),
        ):
            (folder / what).mkdir()
            given = [str(folder / "readings"), str(folder / what), ",".join(exhibits), older and str(folder / older)]
            took[what], memory, stages = scale.timed([sys.executable, "-c", scale.TOLD + RUN, *given])
            worked[what] = json.loads((folder / what / "cpu.json").read_text())
            print(f"{what:<24}{took[what]:>8.1f} s{worked[what]:>8.1f} s of processors{memory:>8.0f} MB", flush=True)
            if options.stages:
                print(stages, flush=True)
        told = [json.loads((folder / what / "told.json").read_text()) for what in list(took)[1:]]
        went_on = (folder / "the last day added" / "changed.json").exists()
    if told[0] != told[1] or not went_on:
        sys.exit(
            f"not the same: {[key for key in told[0]['digests'] if told[0]['digests'][key] != told[1]['digests'][key]]}"
        )
    ratio, work = (each["the last day added"] / each["all at once"] for each in (took, worked))
    print(f"same rows; the day costs {ratio:.3f} of the whole ({work:.3f} of its work) ", end="")
    print(f"and holds {day / total:.3f} of its positions")


if __name__ == "__main__":
    main()
