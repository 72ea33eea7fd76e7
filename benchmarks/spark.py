"""The same sea with one very busy ship on DuckDB and on Spark: seconds, processor time, memory, and the heaviest task.

    python benchmarks/spark.py [--positions 1000000] [--master 'local-cluster[2,1,1024]']

Needs the extra ``spark`` and Java. Memory is what all processes of this run hold at once at most (resident; what two
share counts twice); processor time is theirs together, looked at twice a second, so that the last of a process is
missed. The share of the heaviest task is by rows read from the shuffle, from Spark's own event log. Left out: many
machines and object storage, which nobody has run.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import pyarrow.parquet as pq

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "engines"))
import odd_sea
import test_skew

from fairlead.deriving import derive

SETTINGS = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.memory": "1g",
    "spark.executor.memory": "1g",
    "spark.sql.shuffle.partitions": "8",
    "spark.ui.enabled": "false",
    "spark.eventLog.enabled": "true",
    "spark.eventLog.compress": "false",
    "spark.eventLog.rolling.enabled": "false",
}


def main() -> None:
    """Run both and print what they took."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--positions", type=int, default=test_skew.POSITIONS)
    asked.add_argument("--master", default="local-cluster[2,1,1024]")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="fairlead-spark-") as made:
        folder = Path(made)
        exhibits = odd_sea.make().write(folder / "readings")
        busy = folder / "readings" / ("a" * 64)
        busy.mkdir()
        pq.write_table(test_skew.busy_ship(given.positions), busy / "positions.parquet")
        inputs = derive.Inputs(folder / "readings", [*exhibits, busy.name], [], "dprk")
        log = folder / "log"
        log.mkdir()
        spark = f"{given.master}?{urlencode({**SETTINGS, 'spark.eventLog.dir': log.as_uri()})}"
        digests = []
        for name, engine in (("duckdb", "duckdb://"), ("spark", spark)):
            (folder / name).mkdir()
            began = time.monotonic()
            with watched() as seen:
                found = derive.derive(inputs, folder / name, engine=engine)
            seconds = time.monotonic() - began
            took = f"{seconds:.0f} s, {seen.processor_s():.0f} s of the processor, {seen.most / 1e9:.1f} GB at most"
            print(f"{found.engine}: {found.positions:,} positions, {took}", flush=True)
            digests.append(found.digests)
        print("the same digests" if digests[0] == digests[1] else f"DIFFERENT: {digests}")
        for share, rows, seconds, peak_mb, spilled_mb, what in heaviest(log):
            held = f"{seconds:.1f} s, {peak_mb} MB, {spilled_mb} MB spilled"
            print(f"  a task with {share:.0%} of {rows:,} rows: {held}, {what}")


@dataclass
class Seen:
    """What all processes of a run took: most bytes at once, and ticks of the processor by process."""

    most: int = 0
    ticks: dict[int, int] = field(default_factory=dict)
    before: int = 0

    def look(self) -> None:
        """Look at this process and all below it."""
        sizes = _sizes_below(os.getpid())
        self.most = max(self.most, sum(sizes.values()))
        for pid in sizes:
            with suppress(OSError):  # it has ended
                told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                self.ticks[pid] = int(told[11]) + int(told[12])  # proc(5): utime, stime

    def processor_s(self) -> float:
        """Return how long processors worked since the beginning."""
        return (sum(self.ticks.values()) - self.before) / os.sysconf("SC_CLK_TCK")


@contextmanager
def watched() -> Iterator[Seen]:
    """Watch this process and all below it."""
    seen, done = Seen(), threading.Event()
    seen.look()
    seen.before = sum(seen.ticks.values())

    def watch() -> None:
        while not done.wait(0.5):
            seen.look()

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        yield seen
    finally:
        done.set()
        watching.join()
        seen.look()


def _sizes_below(root: int) -> dict[int, int]:
    """Return resident bytes by process."""
    below, sizes = defaultdict(list), {}
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            fields = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        except OSError:  # it has ended
            continue
        below[int(fields["PPid"])].append(int(status.parent.name))
        sizes[int(status.parent.name)] = int(fields.get("VmRSS", "0 kB").split()[0]) * 1024
    waiting, found = [root], {}
    while waiting:
        one = waiting.pop()
        found[one] = sizes.get(one, 0)
        waiting += below[one]
    return found


def heaviest(log: Path, count: int = 5) -> list[tuple[float, int, float, int, int, str]]:
    """Return the tasks with the largest share of their stage's rows, of stages that read many rows from a shuffle."""
    tasks, names = defaultdict(list), {}
    for line in next(path for path in log.rglob("*") if path.is_file()).open(encoding="utf-8"):
        event = json.loads(line)
        if event["Event"] == "SparkListenerStageCompleted":
            names[event["Stage Info"]["Stage ID"]] = event["Stage Info"]["Stage Name"]
        elif event["Event"] == "SparkListenerTaskEnd" and event.get("Task Metrics"):
            tasks[event["Stage ID"]].append(event["Task Metrics"])
    found = []
    for stage, metrics in tasks.items():
        rows = [each["Shuffle Read Metrics"]["Total Records Read"] for each in metrics]
        if sum(rows) > 500_000:
            most = max(range(len(rows)), key=rows.__getitem__)
            one = metrics[most]
            peak_mb, spilled_mb = (one[name] // 2**20 for name in ("Peak Execution Memory", "Disk Bytes Spilled"))
            seconds = one["Executor Run Time"] / 1e3
            found.append((rows[most] / sum(rows), sum(rows), seconds, peak_mb, spilled_mb, names.get(stage, "?")))
    return sorted(found, reverse=True)[:count]


if __name__ == "__main__":
    main()
