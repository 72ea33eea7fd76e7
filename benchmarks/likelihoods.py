"""What share of candidates hidden acts explain, by typology: ``python benchmarks/likelihoods.py [--train] [SEED ...]``

Runs simulated seas, holds each machine candidate against the sea's truth, and counts by typology. ``--train`` writes
``fairlead/typologies/likelihood.json``, the frozen table from which occasions take their likelihood; its hash in
``likelihood.py`` has to follow. Without it, the shipped table is judged on seas it was not made from: reliability and
Brier score. A likelihood is never that of guilt, nor of what happens at sea: the simulator's seas set the odds.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import tempfile
from collections import Counter
from pathlib import Path
from unittest.mock import patch

import seas

from fairlead import derive
from fairlead.case import Case
from fairlead.simulate import sea
from fairlead.simulate.score import score
from fairlead.typologies import likelihood

TRAINED, UNSEEN = tuple(range(3001, 3013)), tuple(range(3101, 3107))
TABLE = Path(likelihood.__file__).with_name("likelihood.json")


def counted(seed: int) -> tuple[Counter[str], Counter[str]]:
    """Return how many occasions of each typology one sea gave, and how many of them a hidden act explains."""
    plan = seas.plan(seed)
    with tempfile.TemporaryDirectory() as folder, patch.dict(os.environ, {"FAIRLEAD_HOME": f"{folder}/home"}):
        truth = sea(Path(folder) / "sea", plan.seed, plan.days, plan.ships, innocent=plan.innocent)
        case = Case.create(Path(folder) / "case", f"sea {seed}")
        for path in sorted((Path(folder) / "sea").iterdir()):
            if path.suffix in (".csv", ".pdf", ".html"):
                derive.read_added(case, case.exhibits.add(path, source="fairlead simulate"))
        told = [one.to_json() for one in derive.find(case).occasions if one.basis != "stated"]
    wrong = {one["id"] for one in score(truth, told).wrong}
    every = Counter(one["typology"]["name"] for one in told)
    return every, Counter(one["typology"]["name"] for one in told if one["id"] not in wrong)


def main() -> None:
    """Count on the seas, and write the table or judge it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("seeds", type=int, nargs="*")
    parser.add_argument("--train", action="store_true", help="write the table anew")
    options = parser.parse_args()
    seeds = options.seeds or (TRAINED if options.train else UNSEEN)
    every: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for seed in seeds:
        one, hit = counted(seed)
        every, right = every + one, right + hit
        print(f"sea {seed}: {sum(hit.values())} of {sum(one.values())} explained", flush=True)
    if options.train:
        rows = [{"typology": name, "candidates": every[name], "explained": right[name]} for name in sorted(every)]
        document = {"made_by": "python benchmarks/likelihoods.py --train", "seas": list(seeds), "table": rows}
        TABLE.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
        print(f"{TABLE.name}: SHA-256 {hashlib.sha256(TABLE.read_bytes()).hexdigest()}; put it into likelihood.py")
        return
    print(f"\n{'typology':<22}{'candidates':>11}{'explained':>10}{'share':>8}{'stated':>8}{'Brier':>8}")
    for name in sorted(every):
        stated = likelihood.of(name)
        share = right[name] / every[name]
        if stated is None:
            print(f"{name:<22}{every[name]:>11}{right[name]:>10}{share:>8.3f}{'-':>8}{'-':>8}")
            continue
        p = stated.per_mille / 1000
        brier = (right[name] * (1 - p) ** 2 + (every[name] - right[name]) * p**2) / every[name]
        print(f"{name:<22}{every[name]:>11}{right[name]:>10}{share:>8.3f}{p:>8.3f}{brier:>8.3f}")


if __name__ == "__main__":
    main()
