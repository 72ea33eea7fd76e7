"""Recall and precision on another sea: ``python benchmarks/othersea.py [--seed S ...] [--hidden N] [--work DIR]``

The sea of ``othersea_world.py`` shares nothing with ``fairlead.simulate``: other waters, physics, reception, habits and
look-alikes. It is added to a new case, ``find`` run, and the occasions held against its key by the same scorer
(``fairlead.simulate.score``). Written by the same hands as the detectors, though: it is no sea simulated by a stranger.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import othersea_heard
import othersea_lives
import year
from othersea_world import Sea

from fairlead.case import Case
from fairlead.deriving import derive, reading_in
from fairlead.simulate import Truth
from fairlead.simulate.score import score
from fairlead.simulate.truth import Act, TruePlace, TrueShip


def make(folder: Path, seed: int, days: int, ships: int, hidden: int | None) -> Truth:
    """Write a sea into a folder, and its key beside it; one that is there already is read again."""
    kept = folder / "key.json"
    if not kept.exists():
        sea = Sea(seed, days)
        number = int(sea.rng.integers(0, 41)) if hidden is None else hidden
        othersea_lives.people(sea, number, ships)
        files = othersea_heard.write(sea, folder)
        kept.write_text(json.dumps({"files": files, "hidden": sea.hidden, "innocent": sea.innocent}), encoding="utf-8")
    return read_key(kept, seed, othersea_heard.START.date().isoformat(), days, ships)


def read_key(path: Path, seed: int, start: str, days: int, ships: int) -> Truth:
    """Read a key: times are seconds since ``othersea_heard.START``; files, with their rows or without."""
    key = json.loads(path.read_text(encoding="utf-8"))
    files = {name: _rows(path.with_name(name)) for name in key["files"]}
    truth = Truth(seed, start, days, ships, files=files)
    truth.hidden, truth.innocent = ([_act(one) for one in key[which]] for which in ("hidden", "innocent"))
    return truth


def _rows(path: Path) -> int:
    with path.open("rb") as lines:
        return sum(1 for _ in lines) - 1  # the first names the columns


def _act(one: dict[str, Any]) -> Act:
    return Act(
        one["id"],
        one["kind"],
        tuple(_ship(*ship) for ship in one["ships"]),
        tuple(TruePlace(*place) for place in one["places"]),
        othersea_heard.iso(one["begin"]),
        othersea_heard.iso(one["end"]),
        one["goods"],
        "",
        one["note"],
        (),
        tuple(one["ends"]),
    )


def _ship(role: str, name: str, mmsi: int | str, imo: int | str | None, flag: str, kind: str = "") -> TrueShip:
    """Return a ship of a key: some leave the kind out, some write numbers as text."""
    return TrueShip(role, name, int(mmsi), int(imo) if imo else None, flag, kind)


Make = Callable[[Path, int, int, int, int | None], Truth]


def run(make_sea: Make, folder: Path, seed: int, days: int, ships: int, hidden: int | None) -> year.Ran:
    """Make a sea, find in it, and score."""
    began = time.monotonic()
    truth = make_sea(folder / "sea", seed, days, ships, hidden)
    made = time.monotonic()
    case = Case.open(folder / "case") if (folder / "case").exists() else Case.create(folder / "case", "other sea")
    for path in sorted((folder / "sea").glob("*.csv")):
        reading_in.read_added(case, case.exhibits.add(path, source="another simulator"))
    added = time.monotonic()
    occasions = [occasion.to_json() for occasion in derive.find(case).occasions]
    seconds = {"simulate": made - began, "add": added - made, "find": time.monotonic() - added}
    whole = score(truth, occasions)
    wanted = year.Wanted(seed, days, ships, hidden)
    return year.Ran(wanted, truth, occasions, whole, year.of_kind(truth, occasions), seconds, year.peak_mb())


def main(make_sea: Make = make, about: str | None = __doc__, ships: int = 220) -> None:
    """Run the seas one after another; print each row, then the sums and what was missed or wrong."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, nargs="+", default=[1])
    parser.add_argument("--hidden", type=int, default=None, help="default: drawn from 0 to 40")
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--ships", type=int, default=ships)
    parser.add_argument("--work", type=Path, help="keep seas and cases in this folder (default: a temporary one)")
    parser.add_argument("--json", type=Path, help="write the figures as JSON too")
    options = parser.parse_args()
    told, said = [], []
    with tempfile.TemporaryDirectory() as temporary:
        work = options.work or Path(temporary)
        os.environ["FAIRLEAD_HOME"] = str(work / "home")
        print(year.HEAD, flush=True)
        for seed in options.seed:
            one = run(make_sea, work / str(seed), seed, options.days, options.ships, options.hidden)
            told.append(year.summary(one))
            said += year.misses(one)
            print(year.row(told[-1]), flush=True)
            if options.json:
                options.json.write_text(json.dumps(told, indent=1), encoding="utf-8")
    print("\n".join([*year.sums(told), "", *said]))


if __name__ == "__main__":
    main()
