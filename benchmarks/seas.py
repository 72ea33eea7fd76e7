"""Recall and precision on simulated seas: ``python benchmarks/seas.py [SEED ...] [--work FOLDER]``.

Each seed is a sea of its own size (see ``plan``): simulated, added to a new case, ``find`` run, and the occasions held
against the truth. Prints a row a sea, then what was missed and what was wrong. Two strictnesses are shown:

    found, wrong    as ``fairlead.simulate.score`` has it: any occasion of the ship at the time counts
    of its kind     only occasions of the typologies that are made for that kind of act; ``twice`` counts further
                    occasions that tell of an act already told, which would spoil a count

The simulator is ours: its seas are no evidence of how well anything is found at sea. Left out: what lists only state.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from fairlead.case import Case
from fairlead.deriving import derive, reading_in
from fairlead.simulate import Truth, sea
from fairlead.simulate.score import Score, score

SEEDS = tuple(range(101, 113))
# kinds of act, and the typologies that are made for them
FAMILIES = {
    "delivery": ({"delivery", "dark_voyage"}, {"delivery", "dark_voyage"}),
    "transfer": (
        {"transfer_dprk", "transfer_listed"},
        {"transfer_flagged", "transfer_listed", "transfer_dark", "transfer_unheard"},
    ),
    "port entry": ({"banned_port_entry"}, {"banned_port_entry"}),
}


@dataclass(frozen=True)
class Plan:
    """The size of one sea."""

    seed: int
    ships: int
    days: int
    innocent: bool


@dataclass
class Ran:
    """What one sea gave."""

    plan: Plan
    truth: Truth
    whole: Score
    families: dict[str, Score]
    twice: int
    seconds: float
    positions: int
    rejected: Counter[str] = field(default_factory=Counter)


def plan(seed: int) -> Plan:
    """Return the size of a seed's sea: 100 ships and 30 days every third time, else 60 to 160 and 20 to 40."""
    if seed % 3 == 2:  # 101, 104, 107, ...
        ships, days = 100, 30
    else:
        ships, days = 60 + 20 * (seed * 5 % 6), 20 + 5 * (seed * 3 % 5)
    return Plan(seed, ships, days, innocent=seed % 4 == 0)


def run(wanted: Plan, folder: Path) -> Ran:
    """Make a sea, find in it, and score what was found; ``folder`` is made."""
    truth = sea(folder / "sea", wanted.seed, wanted.days, wanted.ships, innocent=wanted.innocent)
    began = time.monotonic()
    case = Case.create(folder / "case", f"sea {wanted.seed}")
    for path in sorted(folder.joinpath("sea").iterdir()):
        if path.suffix in (".csv", ".pdf", ".html"):
            reading_in.read_added(case, case.exhibits.add(path, source="fairlead simulate"))
    found = derive.find(case)
    seconds = time.monotonic() - began
    occasions = [occasion.to_json() for occasion in found.occasions]
    families = {name: _of_family(truth, occasions, *family) for name, family in FAMILIES.items()}
    rejected = Counter(f"{one['typology']}: {one['test']}" for one in derive.rejected(case))
    return Ran(
        wanted,
        truth,
        score(truth, occasions),
        families,
        _twice(truth, occasions),
        seconds,
        sum(truth.files.values()),
        rejected,
    )


def _of_family(truth: Truth, occasions: list[dict[str, Any]], kinds: set[str], typologies: set[str]) -> Score:
    return score(
        replace(truth, hidden=[act for act in truth.hidden if act.kind in kinds]),
        [one for one in occasions if one["typology"]["name"] in typologies],
    )


def _twice(truth: Truth, occasions: list[dict[str, Any]]) -> int:
    """Return how many occasions tell of an act that another one of the same family tells already."""
    further = 0
    for kinds, typologies in FAMILIES.values():
        told = [one for one in occasions if one["typology"]["name"] in typologies]
        for act in truth.hidden:
            if act.kind in kinds:
                alone = score(replace(truth, hidden=[act]), told)
                further += max(0, alone.reported - len(alone.wrong) - 1)
    return further


def table(ran: list[Ran]) -> str:
    """Return the table of seas, the sums by kind, and every miss and wrong occasion."""
    lines = [
        f"{'seed':>5}{'ships':>6}{'days':>5}{'positions':>11}{'hidden':>7}{'found':>6}{'reported':>9}{'wrong':>6}"
        f"{'recall':>8}{'precision':>10}{'| its kind: found':>18}{'wrong':>6}{'twice':>6}{'s':>7}"
    ]
    lines += [_row(one) for one in ran]
    hidden, found = sum(len(one.truth.hidden) for one in ran), sum(_found(one.whole) for one in ran)
    reported, wrong = sum(one.whole.reported for one in ran), sum(len(one.whole.wrong) for one in ran)
    strict = [score for one in ran for score in one.families.values()]
    lines.append(
        f"{'all':>5}{'':>22}{hidden:>7}{found:>6}{reported:>9}{wrong:>6}{_part(found, hidden):>8}"
        f"{_part(reported - wrong, reported):>10}{sum(map(_found, strict)):>18}"
        f"{sum(len(one.wrong) for one in strict):>6}{sum(one.twice for one in ran):>6}"
        f"{sum(one.seconds for one in ran):>7.0f}"
    )
    lines += ["", "hidden acts by kind: found of all (by an occasion of its kind)"]
    lines += [f"  {kind:<22}{got:>4} of {total}" for kind, got, total in _kinds([s.hidden for s in strict])]
    lines += ["", "innocent look-alikes by kind: left alone of all"]
    lines += [f"  {kind:<22}{got:>4} of {total}" for kind, got, total in _kinds([one.whole.innocent for one in ran])]
    lines += ["", *(_told(one) for one in ran)]
    return "\n".join(line for line in lines if line is not None)


def _row(one: Ran) -> str:
    hidden, found = len(one.truth.hidden), _found(one.whole)
    strict = one.families.values()
    size = f"{one.plan.seed:>5}{one.plan.ships:>6}{one.plan.days:>5}{one.positions:>11,}"
    return (
        f"{size}{hidden:>7}{found:>6}{one.whole.reported:>9}{len(one.whole.wrong):>6}{_part(found, hidden):>8}"
        f"{_part(one.whole.reported - len(one.whole.wrong), one.whole.reported):>10}{sum(map(_found, strict)):>18}"
        f"{sum(len(s.wrong) for s in strict):>6}{one.twice:>6}{one.seconds:>7.1f}"
        f"{'  innocent' if one.plan.innocent else ''}"
    )


def _told(one: Ran) -> str:
    """Return every miss and every wrong occasion of a sea, and what its rejections rest on."""
    lines = [f"seed {one.plan.seed}"]
    for name, strict in one.families.items():
        for act in strict.missed:
            ships = ", ".join(f"{ship.name} {ship.mmsi}" for ship in act.ships)
            lines.append(f"  missed ({name}): {act.kind} {act.id} {act.start}..{act.end} {ships}; heard {act.heard};")
            lines.append(f"      messages {act.messages}; {act.note}")
        lines += [f"  wrong ({name}): {wrong['start']} {wrong['title']} [{wrong['id'][:8]}]" for wrong in strict.wrong]
    lines.append("  left alone: " + ", ".join(f"{count} {name}" for name, count in sorted(one.rejected.items())))
    return "\n".join(lines)


def _found(result: Score) -> int:
    return sum(found for _, found, _ in result.hidden)


def _kinds(counted: list[tuple[tuple[str, int, int], ...]]) -> list[tuple[str, int, int]]:
    got: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for kind, found, count in (row for rows in counted for row in rows):
        got[kind] += found
        total[kind] += count
    return [(kind, got[kind], total[kind]) for kind in sorted(total)]


def _part(some: int, of: int) -> str:
    return f"{some / of:.3f}" if of else "-"


def main() -> None:
    """Run the seas one after another and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("seeds", type=int, nargs="*", default=SEEDS)
    parser.add_argument("--work", type=Path, help="keep seas and cases in this folder (default: a temporary one)")
    parser.add_argument("--json", type=Path, help="write the sums as JSON too")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        work = options.work or Path(temporary)
        os.environ["FAIRLEAD_HOME"] = str(work / "home")
        ran = []
        for seed in options.seeds:
            ran.append(run(plan(seed), work / str(seed)))
            print(_row(ran[-1]), flush=True)
    print()
    print(table(ran))
    if options.json:
        options.json.write_text(json.dumps([_summary(one) for one in ran], indent=1))


def _summary(one: Ran) -> dict[str, Any]:
    return {
        "seed": one.plan.seed,
        "hidden": len(one.truth.hidden),
        "found": _found(one.whole),
        "reported": one.whole.reported,
        "wrong": len(one.whole.wrong),
        "twice": one.twice,
        "seconds": round(one.seconds, 1),
    }


if __name__ == "__main__":
    main()
