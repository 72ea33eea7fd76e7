"""Replays hundreds of versions of one list and looks for false delistings; prints time, memory, and what was missed.

    python benchmarks/list_history.py [LIST] [--versions N] [--seeds 1,2,3] [--days D]

LIST is a real list (default the UN's of 2026 under ../shared/data), read once by the program's own reader. From it N
versions are made, D days apart, as authorities publish: entries listed and truly delisted over the years, and glitches
that are not: entries that vanish for up to eight weeks, copies cut short (also several in a row), references that
change for a day, half of all references changed for good on one day, names printed otherwise from some day on. A
naive comparison of neighbours is counted beside. Reading the versions' files is left out: that is the reader's work.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from fairlead.readers import reading
from fairlead.readers.reader import Source
from fairlead.subjects.history import LASTING_DAYS, History, histories
from fairlead.subjects.listed import Copy, Gathering

SHAPES = ("listings", "listing_identities", "listing_bases")
Rows = dict[int, list[dict[str, Any]]]


class Versions:
    """What an authority means, by entry of the real list, and what it publishes on each day."""

    def __init__(self, tables: list[Rows], seed: int, versions: int, apart: int) -> None:
        self.random = random.Random(seed)
        self.tables = tables
        self.rows = sorted(row for row in tables[0] if tables[0][row][0]["kind"] in ("individual", "entity", "ship"))
        self.days = [date(2017, 1, 1) + timedelta(days=apart * n) for n in range(versions)]
        pick, count = self.random, len(self.rows)
        self.listed = {
            row: pick.choice(self.days[: versions // 2]) if pick.random() < 0.3 else self.days[0] for row in self.rows
        }
        self.off = {row: pick.choice(self.days) for row in pick.sample(self.rows, count // 10)}
        self.away = {
            (row, day)
            for row in pick.sample(self.rows, count // 3)
            for first in [pick.randrange(versions)]
            for day in self.days[first : first + max(1, pick.randint(1, 56) // apart)]
        }
        self.odd = {(pick.choice(self.rows), pick.choice(self.days)) for _ in range(count // 3)}
        self.short = {
            day
            for first in pick.sample(range(1, versions - 4), 5)
            for day in self.days[first : first + pick.randint(1, 3)]
        }
        self.changed = pick.choice(self.days[versions // 3 :])  # from here on every reference of one half is another
        self.respelt = {row: pick.choice(self.days) for row in pick.sample(self.rows, count // 8)}
        self.naive = 0

    def on(self, row: int, day: date) -> bool:
        """Tell whether the authority means the entry to be on the list on a day."""
        return self.listed[row] <= day and not (row in self.off and day >= max(self.off[row], self.listed[row]))

    def published(self) -> Iterator[tuple[Copy, list[list[dict[str, Any]]]]]:
        """Yield each version as a copy with its rows in the shapes of listings, glitches and all."""
        before: set[str] = set()
        for number, day in enumerate(self.days, 1):
            copy = Copy(number, f"{number:064x}", day.isoformat(), "the list itself")
            tables: list[list[dict[str, Any]]] = [[], [], []]
            for place, row in enumerate(self.rows):
                cut = day in self.short and place > 0.55 * len(self.rows)
                if self.on(row, day) and (row, day) not in self.away and not cut:
                    for table, shape in zip(tables, self.tables, strict=True):
                        table += [self._as_of(one, row, day) for one in shape.get(row, [])]
            stands = {one["entry"] for one in tables[0]}
            self.naive += len(before - stands)
            before = stands
            yield copy, tables

    def _as_of(self, one: dict[str, Any], row: int, day: date) -> dict[str, Any]:
        if "entry" in one:
            reference = f"N-{row:05}" if day >= self.changed and row % 2 else one["entry"]
            return {
                **one,
                "entry": f"{reference}x" if (row, day) in self.odd else reference,
                "listed_on": one["listed_on"],
            }
        if one.get("kind") == "name" and row in self.respelt and day >= self.respelt[row]:
            return {**one, "printed": f"{one['printed']} Bis"}
        return one


def main() -> None:
    """Run and print."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    default = Path("../shared/data/lists/un/un_consolidated_2026-02-27.xml")
    arguments.add_argument("list", nargs="?", type=Path, default=default)
    arguments.add_argument("--versions", type=int, default=300)
    arguments.add_argument("--days", type=int, default=7)
    arguments.add_argument("--seeds", default="1,2,3")
    chosen = arguments.parse_args()
    tables = read(chosen.list)
    print(f"{len(tables[0])} entries, {chosen.versions} versions, {chosen.days} days apart")
    print(
        f"{'seed':>5}{'naive':>8}{'false':>7}{'found':>7}{'of due':>8}{'early':>7}{'histories':>11}{'s':>7}{'MiB':>7}"
    )
    for seed in map(int, chosen.seeds.split(",")):
        versions = Versions(tables, seed, chosen.versions, chosen.days)
        began, gathering = 0.0, Gathering()
        for copy, rows in versions.published():
            start = time.process_time()
            gathering.take(copy, *rows)
            began += time.process_time() - start
        start = time.process_time()
        found = histories(gathering.entries())
        began += time.process_time() - start
        false, right, due, early = judge(versions, found)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(
            f"{seed:>5}{versions.naive:>8}{false:>7}{right:>7}{due:>8}{early:>7}{len(found):>11}{began:>7.1f}{memory:>7}"
        )


def judge(versions: Versions, found: list[History]) -> tuple[int, int, int, int]:
    """Return false delistings, true ones found, true ones that had lasted long enough, and those dated too early."""
    by_reference = {reference.rstrip("x"): one for one in found for reference in one.references}
    last, false, right, due, early = versions.days[-1], 0, 0, 0, 0
    ended = {id(one) for one in found if one.ended}
    for row in versions.rows:
        truly = row in versions.off and versions.on(row, versions.days[0]) is not None and not versions.on(row, last)
        names = [versions.tables[0][row][0]["entry"], f"N-{row:05}"]
        mine = {id(by_reference[name]): by_reference[name] for name in names if name in by_reference}
        if not truly:
            false += any(key in ended for key in mine)
            continue
        gone = max(versions.off[row], versions.listed[row])
        due += (last - gone).days > LASTING_DAYS + 60 and bool(mine)
        over = bool(mine) and all(key in ended for key in mine)
        right += over and (last - gone).days > LASTING_DAYS + 60
        early += sum(one.ended is not None and one.ended.after > gone.isoformat() for one in mine.values())
    return false, right, due, early


def read(file: Path) -> list[Rows]:
    """Return the rows of a list by shape and entry's row."""
    content = file.read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    tables: list[Rows] = []
    with tempfile.TemporaryDirectory() as folder:
        source = Source(sha256, file.name, file, len(content), "application/octet-stream")
        reading.read(source, Path(folder) / "read")
        for shape in SHAPES:
            held: Rows = {}
            for row in pq.read_table(Path(folder) / "read" / f"{shape}.parquet").to_pylist():
                held.setdefault(row["row"], []).append(row)
            tables.append(held)
    return tables


if __name__ == "__main__":
    main()
