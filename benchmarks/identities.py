"""Changing identities: ``python benchmarks/identities.py [SEED ...] [--work FOLDER] [--innocent]``.

Each seed is a sea of ``fairlead.simulate.identities``: laundered deliveries hidden among sales, replaced transponders,
mistyped numbers, sister ships and newcomers. Shown apart:

    told, wrong     occasions of the typology ``laundered``, and those that no hidden act explains
    changes         events of the kind identity_change: of one hull as the key has it (sales and replacements too)
                    and of two hulls
    whole           all occasions of all typologies against all hidden acts, as ``fairlead.simulate.score`` has it

The simulator is ours: its seas are no evidence of how well anything is found at sea.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from fairlead.case import Case
from fairlead.deriving import derive, reading_in
from fairlead.simulate import Truth, identities
from fairlead.simulate.score import Score, score

SEEDS = tuple(range(201, 209))
_ONE_HULL = ("laundered_delivery", "sale_and_rename", "replaced_transponder", "number_typed_wrong")


@dataclass(frozen=True)
class Ran:
    """What one sea gave."""

    seed: int
    truth: Truth
    laundered: Score
    whole: Score
    one_hull: int  # events that join two numbers of one hull
    two_hulls: list[tuple[int, int]]
    rejected: Counter[str]
    seconds: float


def run(seed: int, folder: Path, innocent: bool) -> Ran:
    """Make a sea in ``folder``, find in it, and score."""
    truth = identities.sea(folder / "sea", seed, innocent=innocent)
    began = time.monotonic()
    case = Case.create(folder / "case", f"identities {seed}")
    for path in sorted((folder / "sea").glob("*.csv")):
        reading_in.read_added(case, case.exhibits.add(path, source="fairlead simulate"))
    occasions = [occasion.to_json() for occasion in derive.find(case).occasions]
    seconds = time.monotonic() - began
    hidden = [act for act in truth.hidden if act.kind == "laundered_delivery"]
    told = [one for one in occasions if one["typology"]["name"] == "laundered"]
    hulls = [{ship.mmsi for ship in act.ships} for act in (*truth.hidden, *truth.innocent) if act.kind in _ONE_HULL]
    changes = pq.read_table(case.derived_folder / "events" / "identity_change.parquet").to_pylist()
    pairs = [(row["mmsi"], row["other_mmsi"]) for row in changes]
    apart = [pair for pair in pairs if not any(set(pair) <= hull for hull in hulls)]
    left_alone = Counter(one["test"] for one in derive.rejected(case) if one["typology"] == "laundered")
    return Ran(
        seed,
        truth,
        score(replace(truth, hidden=hidden), told),
        score(truth, occasions),
        len(pairs) - len(apart),
        apart,
        left_alone,
        seconds,
    )


def row(one: Ran) -> str:
    """Return a sea's row of the table."""
    hidden = sum(count for _, _, count in one.laundered.hidden)
    found = sum(got for _, got, _ in one.laundered.hidden)
    return (
        f"{one.seed:>6}{hidden:>8}{found:>7}{one.laundered.reported:>6}{len(one.laundered.wrong):>7}"
        f"{one.one_hull:>10}{len(one.two_hulls):>11}{one.whole.reported:>7}{len(one.whole.wrong):>7}{one.seconds:>7.0f}"
    )


HEAD = (
    f"{'seed':>6}{'hidden':>8}{'found':>7}{'told':>6}{'wrong':>7}{'one hull':>10}{'two hulls':>11}"
    f"{'whole':>7}{'wrong':>7}{'s':>7}"
)


def said(one: Ran) -> list[str]:
    """Return every miss and every wrong occasion of a sea, in words."""
    lines = [f"seed {one.seed}; candidates left alone: {dict(one.rejected) or 'none'}"]
    for act in one.laundered.missed:
        lines.append(f"  missed: {act.start}..{act.end}; {act.note}; messages {act.messages}")
    lines += [f"  wrong: {wrong['title']}" for wrong in one.laundered.wrong]
    lines += [f"  wrong ({wrong['typology']['name']}): {wrong['title']}" for wrong in one.whole.wrong]
    return lines + [f"  two hulls joined: {first} and {second}" for first, second in one.two_hulls]


def main() -> None:
    """Run the seas one after another; print each row, the sums, and every miss and wrong occasion."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("seeds", type=int, nargs="*", default=SEEDS)
    parser.add_argument("--work", type=Path, help="keep seas and cases in this folder (default: a temporary one)")
    parser.add_argument("--innocent", action="store_true", help="seas without any hidden act")
    parser.add_argument("--json", type=Path, help="write the figures as JSON too")
    options = parser.parse_args()
    ran: list[Ran] = []
    with tempfile.TemporaryDirectory() as temporary:
        work = options.work or Path(temporary)
        os.environ["FAIRLEAD_HOME"] = str(work / "home")
        print(HEAD, flush=True)
        for seed in options.seeds:
            ran.append(run(seed, work / f"{seed}{'-innocent' if options.innocent else ''}", options.innocent))
            print(row(ran[-1]), flush=True)
    print("\n".join(["", *_sums(ran), "", *(line for one in ran for line in said(one))]))
    if options.json:
        options.json.write_text(json.dumps([_summary(one) for one in ran], indent=1), encoding="utf-8")


def _sums(ran: list[Ran]) -> list[str]:
    found = [sum(got for one in ran for _, got, _ in one.laundered.hidden)]
    found.append(sum(count for one in ran for _, _, count in one.laundered.hidden))
    wrong, told = sum(len(one.laundered.wrong) for one in ran), sum(one.laundered.reported for one in ran)
    lines = [f"laundered deliveries found {found[0]} of {found[1]}; told {told}, wrong {wrong}"]
    lines.append(f"two hulls joined by an event: {sum(len(one.two_hulls) for one in ran)}")
    kept: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for kind, alone, count in (each for one in ran for each in one.whole.innocent):
        kept[kind] += alone
        total[kind] += count
    lines += [f"  {kind:<22}{kept[kind]:>5} of {total[kind]} left alone" for kind in sorted(total)]
    return lines


def _summary(one: Ran) -> dict[str, Any]:
    return {
        "seed": one.seed,
        "hidden": sum(count for _, _, count in one.laundered.hidden),
        "found": sum(got for _, got, _ in one.laundered.hidden),
        "told": one.laundered.reported,
        "wrong": len(one.laundered.wrong),
        "one_hull": one.one_hull,
        "two_hulls": len(one.two_hulls),
        "seconds": round(one.seconds, 1),
    }


if __name__ == "__main__":
    main()
