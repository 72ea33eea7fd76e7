"""How fast ship positions are read, beside what DuckDB needs to read the same file and store it sorted; one run.

    python benchmarks/readers_tracks.py [ROWS]

The file is made here, in MarineCadastre's layout. Prints seconds, rows per second and peak memory of the reader.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import numpy as np

from fairlead.readers import reading
from fairlead.readers.reader import Source

SHIPS = 15_000
HEADER = (
    "MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName,IMO,CallSign,VesselType,Status,Length,Width,Draft,Cargo,"
    "TransceiverClass\n"
)


def make(path: Path, rows: int) -> None:
    """Write ``rows`` positions of made-up ships in the order of time."""
    random = np.random.default_rng(1718)
    with path.open("w") as stream:
        stream.write(HEADER)
        for start in range(0, rows, 100_000):
            count = min(100_000, rows - start)
            ship, lat, lon = (
                random.integers(0, SHIPS, count),
                random.uniform(20, 50, count),
                random.uniform(-130, -60, count),
            )
            speed, course = random.uniform(0, 20, count), random.uniform(0, 360, count)
            for place in range(count):
                second = (start + place) * 86_400 // rows
                clock = f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"
                number = ship[place]
                stream.write(
                    f"{366_000_000 + number},2024-01-01T{clock},{lat[place]:.5f},{lon[place]:.5f},{speed[place]:.1f},"
                    f"{course[place]:.1f},{int(course[place])},SHIP {number},IMO{9_000_000 + number},"
                    f"C{number},70,0,120,20,6.5,70,A\n"
                )


def main() -> None:
    """Make the file, read it both ways and print what it took."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "positions.csv"
        make(path, rows)
        source = Source("ab" * 32, path.name, path, path.stat().st_size, "text/csv")
        began = time.perf_counter()
        made = reading.read(source, Path(folder) / "reading")
        ours = time.perf_counter() - began
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
        began = time.perf_counter()
        duckdb.sql(f"SELECT * FROM read_csv('{path}') ORDER BY MMSI, BaseDateTime").write_parquet(
            f"{folder}/sorted.parquet"
        )
        theirs = time.perf_counter() - began
    print(f"{path.name}: {source.size / 1e6:.0f} MB, {made.counts['positions']} positions, {made.unread} unread")
    print(f"fairlead reads:            {ours:6.2f} s, {rows / ours / 1e6:.2f} M rows/s, peak {peak} MiB")
    print(f"duckdb reads and sorts:    {theirs:6.2f} s ({ours / theirs:.2f} x)")


if __name__ == "__main__":
    main()
