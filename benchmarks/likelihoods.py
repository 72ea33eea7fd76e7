"""What share of candidates hidden acts explain: ``python benchmarks/likelihoods.py [--train] [--work DIR] [SEA ...]``

Runs seas of both simulators, and of those that strangers wrote, holds each occasion against the sea's key, and counts
by simulator, typology and what most bears on it (``likelihood.BEARS``). A sea is named by its maker and seed:
``small-3001`` (``fairlead.simulate.sea``), ``year-3201`` (``fairlead.simulate.year``, 30 days, 250 ships),
``quarter-9712`` (the same, 90 days, 3,100 ships, 140 deliveries), ``identity-251`` (``fairlead.simulate.identities``),
``other-3301`` (``othersea_world.py``) or ``m-31`` (``strangers.py``). Seeds that end in 0 or 5 hide nothing.
``--train`` writes ``fairlead/typologies/likelihood.json``, the frozen table of likelihoods; its hash in
``likelihood.py`` has to follow. Without it, the shipped table is judged on seas that it was not made from, and,
cross-validated, each simulator's table on the other's seas: reliability and Brier score. What was counted of a sea is
kept in ``--work``, so that a run that was stopped goes on. Beside it stands what the sea hid and what of it was found:
seas that nobody looked at give recall and precision in the same run.

A likelihood is never that of guilt, nor of what happens at sea: the simulators set the odds.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

import othersea
import seas
import strangers
import year

from fairlead.case import Case
from fairlead.deriving import derive, reading_in
from fairlead.simulate import identities, sea
from fairlead.simulate.score import STANDING, score
from fairlead.simulate.year import Wanted
from fairlead.typologies import likelihood
from fairlead.typologies.occasion import from_json

TRAINED = (
    *(f"small-{seed}" for seed in range(3001, 3011)),
    *(f"identity-{seed}" for seed in (251, 252, 253, 254, 255, 261, 262, 263, 264)),
    *(f"other-{seed}" for seed in range(4701, 4720) if seed % 5),
    *(f"year-{seed}" for seed in range(4751, 4765) if seed % 5),
    *(f"{letter}-{seed}" for letter in "mnopqr" for seed in (71, 72, 73, 74, 75, 76, 81, 82, 83, 84, 85, 86)),
    *(f"{letter}-{seed}" for letter in "opqrs" for seed in (101, 102, 103, 104)),
    *(f"{letter}-{seed}" for letter in "opqrs" for seed in (201, 202, 203)),
    *(f"{letter}-{seed}" for letter in "tuv" for seed in (21, 22, 23, 24)),
    *("m-101", "m-201", "m-202", "n-102", "n-201", "n-202"),
)
UNSEEN = (
    *(f"small-{seed}" for seed in range(3101, 3107)),
    *(f"year-{seed}" for seed in range(811, 816)),
    *(f"other-{seed}" for seed in range(905, 911)),
)
UNLISTED = {"m": ["delivery"], "n": ["delivery"]}  # these keys leave most such voyages out: nothing is right or wrong
MAKERS = {"other": othersea.make} | {letter: strangers.made_by(letter) for letter in strangers.LETTERS}
TABLE = Path(likelihood.__file__).with_name("likelihood.json")
Counted = list[list[Any]]  # typology, what bears on it, whether a hidden act explains it, and the likelihood stated


def counted(name: str, work: Path) -> tuple[Counted, dict[str, Any]]:
    """Return what became of each occasion of one sea, and its score, from ``work`` where it was counted before."""
    kept = work / f"{name}.json"
    if not kept.exists():
        kept.write_text(json.dumps(_run(name)), encoding="utf-8")
    found: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8"))
    untold = {*STANDING, *UNLISTED.get(name.split("-")[0], ())}  # of these no key tells
    return [row for row in found["told"] if row[0] not in untold], found["score"]


def _run(name: str) -> dict[str, Any]:
    maker, seed = name.split("-")[0], int(name.split("-")[1])
    hidden = 0 if seed % 5 == 0 else None
    with tempfile.TemporaryDirectory() as folder, patch.dict(os.environ, {"FAIRLEAD_HOME": f"{folder}/home"}):
        at = Path(folder) / "one"
        if maker in ("small", "identity"):
            truth, occasions = (_small if maker == "small" else _identity)(seed, at)
        else:
            wanted = Wanted(seed, 90, 3_100, 140) if maker == "quarter" else Wanted(seed, 30, 250, hidden)
            make = MAKERS.get(maker)
            ran = year.run(wanted, at) if make is None else othersea.run(make, at, seed, 30, 220, hidden)
            truth, occasions = ran.truth, ran.occasions
    whole = score(truth, occasions)
    wrong = {one["id"] for one in whole.wrong}
    told = [one for one in occasions if one["basis"] == "observed"]
    rows = [[one["typology"]["name"], likelihood.bearing(from_json(one)), one["id"] not in wrong] for one in told]
    return {
        "told": [[*row, one.get("likelihood")] for row, one in zip(rows, told, strict=True)],
        "score": {
            "hidden": whole.hidden,
            "reported": whole.reported,
            "missed": [f"{act.kind} {act.start} {act.ships[0].mmsi}: {act.note}" for act in whole.missed],
            "wrong": [f"{one['typology']['name']} {one['start']} {one['title']}" for one in whole.wrong],
        },
    }


def _small(seed: int, at: Path) -> tuple[Any, list[dict[str, Any]]]:
    plan = seas.plan(seed)
    truth = sea(at / "sea", plan.seed, plan.days, plan.ships, innocent=plan.innocent)
    return truth, _found(at)


def _identity(seed: int, at: Path) -> tuple[Any, list[dict[str, Any]]]:
    return identities.sea(at / "sea", seed, innocent=seed % 5 == 0), _found(at)


def _found(at: Path) -> list[dict[str, Any]]:
    """Return what is found in the sea that lies in a folder."""
    case = Case.create(at / "case", "a sea")
    for path in sorted((at / "sea").iterdir()):
        if path.suffix in (".csv", ".pdf", ".html"):
            reading_in.read_added(case, case.exhibits.add(path, source="fairlead simulate"))
    return [one.to_json() for one in derive.find(case).occasions]


def simulator_of(name: str) -> str:
    """Return whose sea a name is, as ``likelihood.SIMULATORS`` has it."""
    maker = name.split("-")[0]
    return "brought" if maker in strangers.LETTERS else "other" if maker == "other" else "first"


def rows_of(found: dict[str, Counted]) -> list[dict[str, Any]]:
    """Return the table: a row for each simulator, typology and what bears on it."""
    every: Counter[tuple[str, str, str]] = Counter()
    right: Counter[tuple[str, str, str]] = Counter()
    for name, rows in found.items():
        simulator = simulator_of(name)
        for typology, bears, explained, _ in rows:
            every[simulator, typology, bears] += 1
            right[simulator, typology, bears] += int(explained)
    keys = ("simulator", "typology", "bears")
    return [
        dict(zip(keys, key, strict=True)) | {"candidates": every[key], "explained": right[key]} for key in sorted(every)
    ]


def judged(title: str, pairs: Sequence[tuple[float | None, bool]]) -> list[str]:
    """Return reliability and Brier score of stated likelihoods, and how many occasions had none."""
    stated = [(p, true) for p, true in pairs if p is not None]
    lines = [f"{title}: {len(pairs)} occasions, {len(pairs) - len(stated)} not measured"]
    if not stated:
        return lines
    brier = sum((p - true) ** 2 for p, true in stated) / len(stated)
    lines.append(f"  Brier score {brier:.4f}")
    for value in sorted({round(p, 2) for p, _ in stated}):
        inside = [true for p, true in stated if round(p, 2) == value]
        lines.append(f"  stated {value:.2f}: true {sum(inside)} of {len(inside)} ({sum(inside) / len(inside):.3f})")
    return lines


def across(found: dict[str, Counted]) -> list[str]:
    """Judge the counts of each kind of simulator on the seas of the others."""
    lines = []
    for simulator in ("first", "other", "brought"):
        kept = {name: rows for name, rows in found.items() if simulator_of(name) == simulator}
        left = {name: rows for name, rows in found.items() if name not in kept}
        table = likelihood.table_of(rows_of(kept))
        pairs = [
            (stated.per_mille / 1000 if (stated := likelihood.looked_up(table, typology, bears)) else None, explained)
            for rows in left.values()
            for typology, bears, explained, _ in rows
        ]
        lines += judged(f"counted on the {simulator} simulator's seas, judged on the others'", pairs)
    return lines


def main() -> None:
    """Count on the seas, and write the table or judge it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("seas", nargs="*", help="such as other-905; default: those of training, or those kept apart")
    parser.add_argument("--train", action="store_true", help="write the table anew")
    parser.add_argument("--work", type=Path, help="keep what was counted here (default: nothing is kept)")
    options = parser.parse_args()
    names = options.seas or (TRAINED if options.train else UNSEEN)
    found: dict[str, Counted] = {}
    with tempfile.TemporaryDirectory() as temporary:
        work = options.work or Path(temporary)
        work.mkdir(parents=True, exist_ok=True)
        for name in names:
            found[name], scored = counted(name, work)
            print(f"{name}: {sum(row[2] for row in found[name])} of {len(found[name])} explained; ", end="")
            of = [sum(row[n] for row in scored["hidden"]) for n in (1, 2)]
            print(
                f"{of[0]} of {of[1]} hidden acts found, {len(scored['wrong'])} of {scored['reported']} wrong",
                flush=True,
            )
            print("".join(f"  {which}: {line}\n" for which in ("missed", "wrong") for line in scored[which]), end="")
    if options.train:
        document = {"made_by": "python benchmarks/likelihoods.py --train", "seas": list(names), "table": rows_of(found)}
        TABLE.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
        print(f"{TABLE.name}: SHA-256 {hashlib.sha256(TABLE.read_bytes()).hexdigest()}; put it into likelihood.py")
        print("\n".join(across(found)))
        return
    for row in rows_of(found):
        print("  ".join(f"{value!s:<18}" for value in row.values()))
    for maker in ("small", "year", "other"):
        pairs = [(row[3], row[2]) for name, rows in found.items() if name.startswith(maker) for row in rows]
        print("\n".join(judged(f"shipped table, {maker} seas", pairs)))


if __name__ == "__main__":
    main()
