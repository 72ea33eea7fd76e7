"""Times and scores the screening of names on public data, beside RapidFuzz's token_sort_ratio in the same run.

    python benchmarks/screening.py [DATA] [--negatives N]

DATA holds the lists (default ../shared/data/lists): names/ of yente's benchmark, the UN list, OFAC's set, the
UK list. Prints three tables: mangled names against strangers at several thresholds, UK designations joined to UN
entries by the UN reference, explained queries per second of processor time; then the hard pairs of ships of
tests/subjects. Nomenklatura's logic-v2 runs beside on both where it is installed (an environment of its own: it needs
ICU): of --nomenklatura N strangers, each against the ten listed names that our own index finds nearest.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import importlib.util
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from rapidfuzz import fuzz, process, utils

from fairlead.readers import reading
from fairlead.readers.reader import Source
from fairlead.subjects import likeness, listed, screening

UN, UK = "un/un_consolidated_2026-02-27.xml", "uk-2026-08/ammitto-uk-sanctions-list-2026-08-22.tar.gz"
OFAC = ("ofac-sdn-2021-07/sdn.csv", "ofac-sdn-2021-07/alt.csv")
THRESHOLDS = (80, 82, 85, 88, 90, 94)
WORST = 8  # shown


def main() -> None:
    """Run once and print the tables."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("data", nargs="?", type=Path, default=Path("../shared/data/lists"))
    arguments.add_argument("--negatives", type=int, default=50_000)
    arguments.add_argument("--nomenklatura", type=int, default=2_000, metavar="N")
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        entries = {name: read(chosen.data, files, Path(folder)) for name, files in _LISTS.items()}
    mangled(chosen.data / "names", entries["all"], chosen.negatives)
    joined(entries["un"], entries["uk"])
    beside = _logic_v2()
    pairs(beside)
    if beside is None:
        print("\nnomenklatura's logic-v2: not run, since nomenklatura is not installed here")
        return
    asked, meant = (_column(chosen.data / "names" / f"positives_un_{which}.csv") for which in ("treated", "untreated"))
    joined_by_logic_v2(beside, entries["un"], entries["uk"])
    logic_v2(beside, asked, meant, _column(chosen.data / "names" / "negatives_us.csv")[: chosen.nomenklatura])


Beside = Callable[[str, dict[str, Any], dict[str, Any]], float]
"""Nomenklatura's score (0 to 100) of two entities of a schema, by their FollowTheMoney properties."""


def _logic_v2() -> Beside | None:
    if importlib.util.find_spec("nomenklatura") is None:
        return None
    from followthemoney import model
    from nomenklatura.matching import get_algorithm
    from nomenklatura.matching.types import ScoringConfig

    algorithm, config = get_algorithm("logic-v2"), ScoringConfig.defaults()

    def score(schema: str, one: dict[str, Any], other: dict[str, Any]) -> float:
        sides = [
            model.get_proxy({"id": id, "schema": schema, "properties": said}, cleaned=False)
            for id, said in (("one", one), ("other", other))
        ]
        return 100.0 * float(algorithm.compare(*sides, config).score)

    return score


def logic_v2(beside: Beside, asked: list[str], meant: list[str], strangers: list[str]) -> None:
    """Print the same table for logic-v2: recall on the true pairs, false alerts on the nearest names."""
    forms = [likeness.form(name) for name in meant]
    index = likeness.Index(forms)
    true = [beside("Person", {"name": [one]}, {"name": [other]}) for one, other in zip(asked, meant, strict=True)]
    began = time.process_time()
    compared, false = 0, []
    for name in strangers:
        near = [meant[number] for _, number in index.like(likeness.form(name), 0.0)[:10]]
        compared += len(near)
        false.append(max((beside("Person", {"name": [name]}, {"name": [one]}) for one in near), default=0.0))
    rate = compared / (time.process_time() - began)
    print(f"\nnomenklatura's logic-v2, {len(strangers):,} strangers, each against at most ten nearest of the 683 names")
    _table("logic-v2", true, false)
    print(f"{rate:,.0f} pairs per second of processor time, candidates from our own index")


def joined_by_logic_v2(beside: Beside, un: list[listed.Entry], uk: list[listed.Entry]) -> None:
    """Print the join of UK designations to UN entries for logic-v2: all names, at most ten candidates of ours."""
    screen = screening.Screen(un)
    known = {entry.entry.strip() for entry in un}
    began = time.process_time()
    found, compared = [], 0
    for entry in uk:
        if entry.kind == "ship":
            continue
        near: dict[str, tuple[float, listed.Entry]] = {}
        for name in _names_of(entry):
            for match in screen.match(screening.Query(name=name), limit=10):
                if match.entry.kind == entry.kind:
                    best = max(match.score or 0.0, near.get(match.entry.reference, (0.0, match.entry))[0])
                    near[match.entry.reference] = (best, match.entry)
        ranked = sorted(near.values(), key=lambda one: -one[0])[:10]
        schema = "Person" if entry.kind == "individual" else "LegalEntity"
        scores = [
            (beside(schema, {"name": _names_of(entry)}, {"name": _names_of(other)}), other.entry.strip())
            for _, other in ranked
        ]
        compared += len(scores)
        # of equal scores the one that our own index ranks first, which helps it
        found.append((entry, _reference(entry, known), max(scores, key=lambda one: one[0], default=(0.0, ""))))
    print("\nnomenklatura's logic-v2 on the same join, all names of both sides, candidates from our own index")
    _joined_table(found, (70, 80, 90, 95))
    print(f"{compared / (time.process_time() - began):,.0f} pairs per second of processor time, finding included")


def _names_of(entry: listed.Entry) -> list[str]:
    return [one.printed for one in entry.said if one.kind in ("name", "alias", "name_original_script")]


def pairs(beside: Beside | None) -> None:
    """Print how the hard pairs of ships fare: hulls told apart, leads found, and different hulls declared one."""
    tests = Path(__file__).resolve().parent.parent / "tests" / "subjects"
    sys.path.insert(0, str(tests))
    from hard_pairs import PAIRS
    from test_hard_pairs import said

    print(f"\n{len(PAIRS)} hard pairs of ships (tests/subjects/hard_pairs.py)")
    right = [said(asked, has) == expected for asked, has, expected in PAIRS]
    joined = sum(said(asked, has) == "one" and expected != "one" for asked, has, expected in PAIRS)
    print(f"fairlead     as expected {sum(right)} of {len(PAIRS)}; others declared one: {joined}")
    if beside is None:
        return
    ships = [pair for pair in PAIRS if pair[1].get("kind", "ship") == "ship"]
    scores = [(beside("Vessel", _properties(asked), _properties(has)), expected) for asked, has, expected in ships]
    other = [score for score, expected in scores if expected in ("another", "nothing")]
    lead = [score for score, expected in scores if expected in ("one", "lead")]
    print(
        f"logic-v2     of {len(other)} pairs of other hulls at 70 or above {sum(s >= 70 for s in other)}, "
        f"at 100 {sum(s >= 99.9 for s in other)}; of {len(lead)} leads and identities at 70 or above "
        f"{sum(s >= 70 for s in lead)} (it knows one score, so leads and identities are not told apart)"
    )


_FTM = {"name": "name", "imo": "imoNumber", "mmsi": "mmsi", "call_sign": "callSign", "former_name": "previousName"}


def _properties(said: dict[str, Any]) -> dict[str, list[str]]:
    given = {_FTM[key]: [value] if isinstance(value, str) else value for key, value in said.items() if key in _FTM}
    given.setdefault("name", ["not stated"])
    if "imoNumber" in given:
        given["imoNumber"] = [f"IMO{value}" for value in given["imoNumber"]]
    return given


_LISTS: dict[str, tuple[str, ...]] = {"un": (UN,), "uk": (UK,), "all": (UN, UK, *OFAC)}


def read(data: Path, files: Sequence[str], folder: Path) -> list[listed.Entry]:
    """Return the entries of some lists, read by the program's own readers (once each)."""
    tables: list[list[dict[str, Any]]] = [[], [], []]
    copies = []
    for name in files:
        path = data / name
        content = path.read_bytes()
        sha256 = hashlib.sha256(content).hexdigest()
        source = Source(sha256, path.name, path, len(content), "application/octet-stream")
        if not (folder / sha256).exists():
            reading.read(source, folder / sha256)
        for table, shape in zip(tables, ("listings", "listing_identities", "listing_bases"), strict=True):
            table += pq.read_table(folder / sha256 / f"{shape}.parquet").to_pylist()
        copies.append(listed.Copy(source.key, sha256, "2026-08-22", "the benchmark"))
    return listed.gather(*tables, copies)


def mangled(folder: Path, others: list[listed.Entry], negatives: int) -> None:
    """Print recall and false alerts, with the 683 as the list and with them among all others, and the speed."""
    asked, meant = (_column(folder / f"positives_un_{which}.csv") for which in ("treated", "untreated"))
    strangers = _column(folder / "negatives_us.csv")[:negatives]
    own = [_entry(str(number), name) for number, name in enumerate(meant)]
    for title, entries in (("683 names", own), (f"683 names among {len(others):,} entries of lists", [*own, *others])):
        began = time.perf_counter()
        screen = screening.Screen(entries)
        print(f"\n{title}: ready in {time.perf_counter() - began:.1f} s")
        began = time.process_time()  # other work on the machine shall not count
        true = [_score(screen, name, wanted) for name, wanted in zip(asked, meant, strict=True)]
        false = [_score(screen, name, None) for name in strangers]
        rate = (len(true) + len(false)) / (time.process_time() - began)
        _table("fairlead", true, false, screening.LEAST_SCORE)
        print(f"{rate:,.0f} explained queries per second of processor time, one process")
        _worst("missed", sorted(zip(true, asked, strict=True)))
        _worst("false", sorted(zip(false, strangers, strict=True), reverse=True))
    _plain(asked, meant, strangers)


def _score(screen: screening.Screen, name: str, wanted: str | None) -> float:
    """Return the best score for a name; with ``wanted``, only of matches that bear that very name."""
    found = [
        match
        for match in screen.match(screening.Query(name=name), limit=100)
        if wanted is None or any(one.printed == wanted for one in match.entry.said)
    ]
    return max((match.score or 0.0 for match in found), default=0.0)


def _plain(asked: list[str], meant: list[str], strangers: list[str]) -> None:
    """Print the same for plain RapidFuzz against the 683 names."""
    began = time.process_time()
    ready = [utils.default_process(name) for name in meant]

    def best(names: list[str]) -> list[float]:
        return [
            found[1] if found else 0.0
            for name in names
            for found in [process.extractOne(utils.default_process(name), ready, scorer=fuzz.token_sort_ratio)]
        ]

    true = [
        fuzz.token_sort_ratio(utils.default_process(one), utils.default_process(other))
        for one, other in zip(asked, meant, strict=True)
    ]
    false = best(strangers)
    rate = len(strangers) / (time.process_time() - began)
    print("\nbound: RapidFuzz token_sort_ratio against the 683 names")
    _table("RapidFuzz", true, false)
    print(f"{rate:,.0f} queries per second against 683 names, nothing explained")


def _table(name: str, true: Sequence[float], false: Sequence[float], lowest: float = 0.0) -> None:
    print(f"{name:12}{'threshold':>10}{'recall':>9}{'false':>7}{'of 10,000':>11}")
    for least in (one for one in THRESHOLDS if one >= lowest):
        found, wrong = sum(value >= least for value in true), sum(value >= least for value in false)
        print(f"{'':12}{least:>10}{found / len(true):>9.4f}{wrong:>7}{10_000 * wrong / len(false):>11.1f}")


def _worst(what: str, ranked: Sequence[tuple[float, str]]) -> None:
    print(f"  worst {what}: " + "; ".join(f"{name} {score:.0f}" for score, name in ranked[:WORST]))


def joined(un: list[listed.Entry], uk: list[listed.Entry]) -> None:
    """Print precision, recall and F1 of the best UN entry of each UK designation, by name alone."""
    screen = screening.Screen(un)
    known = {entry.entry.strip() for entry in un}
    found = [(entry, _reference(entry, known), _best(screen, entry)) for entry in uk if entry.kind != "ship"]
    print("\nUK designations joined to UN entries, names alone; the truth is the UN reference that the UK prints")
    _joined_table(found, (88, 90, 95))


def _joined_table(found: list[tuple[listed.Entry, str | None, tuple[float, str]]], thresholds: Sequence[int]) -> None:
    print(f"{'':44}{'threshold':>10}{'precision':>11}{'recall':>8}{'F1':>8}")
    chosen: tuple[tuple[str, Callable[[listed.Entry], bool]], ...] = (
        ("designations with a UN reference", lambda entry: bool(entry.values("un_reference"))),
        ("all designations but ships", lambda entry: entry.kind != "ship"),
    )
    for title, wanted in chosen:
        for least in thresholds:
            right = wrong = missed = 0
            for entry, truth, (score, best) in found:
                if wanted(entry):
                    told = best if score >= least else None
                    right += told is not None and told == truth
                    wrong += told is not None and told != truth
                    missed += truth is not None and told != truth
            figures = right / (right + wrong), right / (right + missed), 2 * right / (2 * right + wrong + missed)
            print(f"{title:44}{least:>10}{figures[0]:>11.4f}{figures[1]:>8.4f}{figures[2]:>8.4f}")


def _reference(entry: listed.Entry, known: set[str]) -> str | None:
    return next((value for value in entry.values("un_reference") if value in known), None)


def _best(screen: screening.Screen, entry: listed.Entry) -> tuple[float, str]:
    """Return score and reference of the UN entry most like any name of the designation; principal names break ties."""
    ranked = [(0.0, False, "")]
    for said in entry.said:
        if said.kind in ("name", "alias", "name_original_script"):
            for match in screen.match(screening.Query(name=said.printed), limit=20):
                if match.entry.kind == entry.kind:
                    principal = said.kind == "name" and match.agreed[0].words.startswith("name ")
                    ranked.append((match.score or 0.0, principal, match.entry.entry.strip()))
    score, _, reference = max(ranked)
    return score, reference


def _entry(reference: str, name: str) -> listed.Entry:
    copy = listed.Copy(0, "0" * 64, "2026-01-01", "the benchmark")
    said = [listed.Said("name", name, None, None, copy, 1)]
    return listed.Entry("benchmark", reference, "individual", name, said=said, seen=[copy])


def _column(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as stream:
        return [row["full_name"] for row in csv.DictReader(stream)]


if __name__ == "__main__":
    main()
