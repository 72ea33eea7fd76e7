"""The 555: ``python benchmarks/year.py [--seed S ...] [--hidden N] [--days D] [--ships K] [--work DIR] [--json FILE]``.

For each seed a sea of ``fairlead.simulate.year`` is made, added to a new case, ``find`` run, and the occasions held
against the key. How many deliveries are hidden is drawn from the seed, 0 to 900 a year or in proportion, unless
``--hidden`` says. Recall is over all hidden acts, also those that nobody heard; a second figure leaves those out. Then
every miss, every wrong occasion, and whether stated likelihoods are calibrated. A run that was stopped goes on: what
lies in ``--work`` is not made again.

The simulator is ours: its seas are no evidence of how well anything is found at sea.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from fairlead.case import Case
from fairlead.deriving import derive, reading_in
from fairlead.simulate import Truth
from fairlead.simulate.score import STANDING, Score, score
from fairlead.simulate.year import Wanted, year

ENOUGH = 2  # messages at each end of an act, below which nothing in the data can show it
# kinds of hidden acts → the typologies made for them
MADE_FOR = {
    "delivery": {"delivery", "dark_voyage"},
    "dark_voyage": {"delivery", "dark_voyage"},
    "transfer_dprk": {"transfer_flagged", "transfer_listed", "transfer_dark", "transfer_unheard"},
    "laundered_delivery": {"delivery", "dark_voyage", "handover", "laundered"},
    "oil_delivery": {"delivery_to_target"},
}


@dataclass(frozen=True)
class Ran:
    """What one sea gave."""

    wanted: Wanted
    truth: Truth
    occasions: list[dict[str, Any]]
    whole: Score
    of_kind: int  # hidden acts found by an occasion of a typology that is made for them
    seconds: dict[str, float]
    peak_mb: float


def run(wanted: Wanted, folder: Path) -> Ran:
    """Make a sea in ``folder``, find in it, and score."""
    clock = [time.monotonic()]
    truth = year(folder / "sea", wanted)
    clock.append(time.monotonic())
    case = Case.open(folder / "case") if (folder / "case").exists() else Case.create(folder / "case", "the year")
    for path in sorted((folder / "sea").glob("*.parquet")):
        reading_in.read_added(case, case.exhibits.add(path, source="fairlead simulate"))
    clock.append(time.monotonic())
    occasions = [occasion.to_json() for occasion in derive.find(case).occasions]
    clock.append(time.monotonic())
    seconds = dict(zip(("simulate", "add", "find"), (b - a for a, b in pairwise(clock)), strict=True))
    whole = score(truth, occasions)
    return Ran(wanted, truth, occasions, whole, of_kind(truth, occasions), seconds, peak_mb())


def peak_mb() -> float:
    """Return the most memory that this process has used so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000


def of_kind(truth: Truth, occasions: list[dict[str, Any]]) -> int:
    """Return how many hidden acts are told by an occasion of a typology that is made for them."""
    found = 0
    for kind, typologies in MADE_FOR.items():
        acts = [act for act in truth.hidden if act.kind == kind]
        told = [one for one in occasions if one["typology"]["name"] in typologies]
        found += len(acts) - len(score(replace(truth, hidden=acts, innocent=[]), told).missed)
    return found


def unheard(truth: Truth) -> set[str]:
    """Return the ids of hidden acts of which nothing in the data could tell: an end of theirs was not heard."""
    return {act.id for act in truth.hidden if any(count < ENOUGH for count in act.ends)}


def calibration(pairs: list[tuple[float, bool]]) -> dict[str, Any] | None:
    """Return Brier score and reliability curve of stated likelihoods; None where none is stated."""
    if not pairs:
        return None
    bins: dict[float, list[bool]] = {}
    for stated, true in pairs:
        bins.setdefault(round(stated, 3), []).append(true)  # a frozen table states few values, and each is a bin
    curve = [{"stated": p, "true": sum(bins[p]) / len(bins[p]), "count": len(bins[p])} for p in sorted(bins)]
    return {"brier": sum((p - t) ** 2 for p, t in pairs) / len(pairs), "count": len(pairs), "curve": curve}


def summary(one: Ran) -> dict[str, Any]:
    """Return a sea's figures as they are written to JSON."""
    hidden, missed, silent = len(one.truth.hidden), one.whole.missed, unheard(one.truth)
    reported: Counter[str] = Counter(each["typology"]["name"] for each in one.occasions if each["basis"] != "stated")
    wrong: Counter[str] = Counter(each["typology"]["name"] for each in one.whole.wrong)
    wrong_ids = {each["id"] for each in one.whole.wrong}
    told = [each for each in one.occasions if each["basis"] != "stated" and each["typology"]["name"] not in STANDING]
    stated = {name: [each for each in told if each["typology"]["name"] == name] for name in sorted(reported)}
    return {
        "seed": one.wanted.seed,
        "days": one.wanted.days,
        "ships": one.wanted.ships,
        "positions": sum(one.truth.files.values()),
        "hidden": hidden,
        "not_heard": len(silent),
        "found": hidden - len(missed),
        "found_of_kind": one.of_kind,
        "found_of_heard": sum(act.id not in silent for act in one.truth.hidden)
        - sum(a.id not in silent for a in missed),
        "reported": one.whole.reported,
        "wrong": len(one.whole.wrong),
        "by_kind": {kind: [got, total] for kind, got, total in one.whole.hidden},
        "by_typology": {name: [count - wrong[name], count] for name, count in sorted(reported.items())},
        "left_alone": {kind: [got, total] for kind, got, total in one.whole.innocent},
        "likelihood": calibration(_pairs(told, wrong_ids)),
        "likelihood_by_typology": {name: calibration(_pairs(own, wrong_ids)) for name, own in stated.items()},
        "seconds": {name: round(value, 1) for name, value in one.seconds.items()},
        "peak_mb": round(one.peak_mb),
    }


def _pairs(occasions: list[dict[str, Any]], wrong: set[str]) -> list[tuple[float, bool]]:
    """Return what each occasion states, where it states anything, and whether a hidden act explains it."""
    return [(one["likelihood"], one["id"] not in wrong) for one in occasions if one.get("likelihood") is not None]


def row(told: dict[str, Any]) -> str:
    """Return a sea's row of the table."""
    heard = told["hidden"] - told["not_heard"]
    return (
        f"{told['seed']:>6}{told['days']:>5}{told['ships']:>6}{told['positions']:>12,}{told['hidden']:>7}{heard:>6}"
        f"{told['found']:>6}{told['found_of_kind']:>8}{told['reported']:>9}{told['wrong']:>6}"
        f"{_part(told['found'], told['hidden']):>7}{_part(told['found_of_heard'], heard):>9}"
        f"{_part(told['reported'] - told['wrong'], told['reported']):>10}"
        f"{sum(told['seconds'].values()):>7.0f}{told['peak_mb']:>7}"
    )


HEAD = (
    f"{'seed':>6}{'days':>5}{'ships':>6}{'positions':>12}{'hidden':>7}{'heard':>6}{'found':>6}{'of kind':>8}"
    f"{'reported':>9}{'wrong':>6}{'recall':>7}{'of heard':>9}{'precision':>10}{'s':>7}{'MB':>7}"
)


def sums(all_told: list[dict[str, Any]]) -> list[str]:
    """Return the sums over seas, by kind and by typology."""
    total = {
        key: sum(one[key] for one in all_told)
        for key in ("positions", "hidden", "not_heard", "found", "found_of_kind", "found_of_heard", "reported", "wrong")
    }
    seconds = {"all": sum(sum(one["seconds"].values()) for one in all_told)}
    peak = max(one["peak_mb"] for one in all_told)
    lines = [row({"seed": 0, "days": 0, "ships": 0, "seconds": seconds, "peak_mb": peak, **total})]
    for title, key in (
        ("hidden, by kind: found of all", "by_kind"),
        ("reported, by typology: explained of all", "by_typology"),
        ("look-alikes, by kind: left alone of all", "left_alone"),
    ):
        lines += ["", title]
        kinds = sorted({kind for one in all_told for kind in one[key]})
        for kind in kinds:
            got, count = (sum(one[key].get(kind, (0, 0))[n] for one in all_told) for n in (0, 1))
            lines.append(f"  {kind:<22}{got:>7} of {count}")
    lines += ["", "likelihood stated, by typology: Brier score; stated, true, of how many"]
    for name in sorted({name for one in all_told for name in one["by_typology"]}):
        every = sum(one["by_typology"].get(name, (0, 0))[1] for one in all_told)
        lines.append(f"  {name:<22}{_curve([one['likelihood_by_typology'].get(name) for one in all_told], every)}")
    every = sum(one["reported"] for one in all_told)
    return [*lines, f"  {'all':<22}{_curve([one['likelihood'] for one in all_told], every)}"]


def _curve(measured: list[dict[str, Any] | None], every: int) -> str:
    """Return the calibration of several seas together, and of how many occasions nothing is stated."""
    known = [one for one in measured if one]
    count = sum(one["count"] for one in known)
    unmeasured = f"not measured: {every - count} of {every}"
    if not known:
        return unmeasured
    brier = sum(one["brier"] * one["count"] for one in known) / count
    bins: dict[float, list[tuple[float, int]]] = {}
    for part in (part for one in known for part in one["curve"]):
        bins.setdefault(round(part["stated"], 3), []).append((part["true"], part["count"]))
    said = [
        f"{stated:.3f} {sum(true * n for true, n in own) / sum(n for _, n in own):.4f} of {sum(n for _, n in own)}"
        for stated, own in sorted(bins.items())
    ]
    return f"{brier:.4f}; {', '.join(said)}; {unmeasured}"


def misses(one: Ran) -> list[str]:
    """Return every miss and every wrong occasion of a sea, in words."""
    silent = unheard(one.truth)
    lines = [f"seed {one.wanted.seed}"]
    for act in one.whole.missed:
        ships = ", ".join(f"{ship.name} {ship.mmsi}" for ship in act.ships)
        said = "not heard" if act.id in silent else f"heard {act.ends} at its ends"
        lines.append(f"  missed: {act.kind} {act.start}..{act.end} {ships}; {said}; {act.note}")
    for each in one.whole.wrong:
        lines.append(f"  wrong: {each['typology']['name']} {each['start']} {each['title']} [{each['id'][:8]}]")
    return lines


def _part(some: int, of: int) -> str:
    return f"{some / of:.3f}" if of else "-"


def main() -> None:
    """Run the seas one after another; print each row, then the sums and what was missed or wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, nargs="+", default=[1])
    parser.add_argument("--hidden", type=lambda text: None if text == "draw" else int(text), default=None)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--ships", type=int, default=1_000)
    parser.add_argument("--work", type=Path, help="keep seas and cases in this folder (default: a temporary one)")
    parser.add_argument("--json", type=Path, help="write the figures as JSON too")
    options = parser.parse_args()
    told, said = [], []
    with tempfile.TemporaryDirectory() as temporary:
        work = options.work or Path(temporary)
        os.environ["FAIRLEAD_HOME"] = str(work / "home")
        print(HEAD, flush=True)
        for seed in options.seed:
            one = run(Wanted(seed, options.days, options.ships, options.hidden), work / str(seed))
            told.append(summary(one))
            said += misses(one)
            print(row(told[-1]), flush=True)
            if options.json:
                options.json.write_text(json.dumps(told, indent=1), encoding="utf-8")
    print("\n".join([*sums(told), "", *said]))


if __name__ == "__main__":
    main()
