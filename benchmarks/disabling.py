"""Is the ship dark, or is nobody listening? ``python benchmarks/disabling.py [--data FOLDER] [--train]``

Four tables, worst figures first: what reception around a silence adds, on real and on simulated traffic with silences
Tables, worst figures first: what reception around a silence adds, on real and on simulated traffic with silences
and seeds that it was not made from; a card made on one set and judged on another; and the labels of a published study
(``labels-gfw-disabling``), where only the ship's own record is at hand.

``--train`` writes ``fairlead/events/silence.json`` anew; its hash in ``silence.py`` has to follow.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import pickle
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import ibis
import injected_silences as injected
import numpy as np
import pyarrow as pa
import scorecard
from scorecard import Floats
from sklearn.model_selection import GroupKFold

from fairlead import shapes
from fairlead.events import silence

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "ais"
CARD = Path(silence.__file__).with_name("silence.json")
TRAINED, UNSEEN = (2001, 2002, 2003, 2004), (2101, 2102, 2103)  # simulated seas
SHIP = ("cut", "act")
PERCENT = (1, 25, 50, 75, 90)
BANDS = {
    "hours_before": (4, 6, 8, 10, 12),
    "expected": (1, 2, 4, 8, 16, 32, 64),
    "ahead_percent": PERCENT,
    "astern_percent": PERCENT,
    "no_wait_h": (-9, -6, -4, -2, -1, 0),
    "ships_tenths": (2, 5, 10, 20, 40),
}
RECORD = {"positions_before": (2, 4, 8, 14, 19, 30, 50, 80, 160), "hours_before": (2, 4, 6, 8, 10, 12)}
COUNTS = (1, 2, 3, 4, 6, 8, 10, 12, 14, 16, 19, 24, 30, 40, 60, 100, 200, 400)
PUBLISHED = 19  # positions by satellite in the 12 h before, where the study's own F0.5 is highest


def sets(data: Path, seed: int, seas: Sequence[int], cache: Path | None) -> dict[str, list[dict[str, Any]]]:
    """Return the silences with a known cause of each set, with their features."""
    makers: dict[str, Any] = {f"sea {number}": (lambda number=number: injected.simulated(number)) for number in seas}
    bc, omtad = data / "bc-shipstrike", data / "omtad" / "omtad_west_grid_2018_2020.parquet"
    if data.exists():
        coast = {"step_h": 3.0, "outage_km": (15, 80), "edge_km": 5.0}
        makers["bc2018"] = lambda: injected.real(bc / "bc2018.parquet", "bc2018", outages=60, **coast)
        makers["bc2019"] = lambda: injected.real(bc / "bc2019.parquet", "bc2019", False, outages=120, **coast)
        makers["omtad"] = lambda: injected.real(
            omtad, "omtad", step_h=3.0, outage_km=(100, 500), outages=60, edge_km=30.0
        )
    found = {}
    for name, make in makers.items():
        kept = cache / f"{name}-{seed}.pickle" if cache else None
        if kept and kept.exists():
            found[name] = pickle.loads(kept.read_bytes())
            continue
        rows = injected.silences(make(), seed, 0.6 if name.startswith("bc") else 0.25)
        found[name] = rows
        if kept:
            kept.write_bytes(pickle.dumps(rows))
    return {name: _featured(rows) for name, rows in found.items()}


def _featured(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return those of known cause with something to judge on, with their features, and those without ground."""
    known = [row for row in rows if row["cause"] != "unknown"]
    shape = shapes.EVENTS["gap"]
    table = pa.Table.from_pylist([{key: row[key] for key in shape.names} for row in known], schema=shape)
    made = ibis.memtable(table)
    made = made.mutate(measured=silence.measured(made), **silence.features(made)).to_pyarrow().to_pylist()
    return [row | {"cause": old["cause"], "group": old["group"]} for row, old in zip(made, known, strict=True)]


def _answers(rows: Sequence[dict[str, Any]]) -> Floats:
    return np.array([float(row["cause"] in SHIP) for row in rows])


def _kind(name: str) -> str:
    return "seas" if name.startswith("sea") else name


def gathered(found: dict[str, list[dict[str, Any]]]) -> tuple[list[dict[str, Any]], Floats, Floats]:
    """Return the rows with ground of all sets, the answers, and weights: each kind of set, and either answer, alike."""
    rows = [row | {"set": _kind(name)} for name, each in found.items() for row in each if row["measured"]]
    y = _answers(rows)
    kinds = np.array([row["set"] for row in rows])
    weight = np.zeros(len(y))
    for kind in set(kinds):
        for answer in (0.0, 1.0):
            inside = (kinds == kind) & (y == answer)
            weight[inside] = 0.5 / max(1, inside.sum())
    return rows, y, weight * len(y) / len(set(kinds))


def crossed(rows: list[dict[str, Any]], y: Floats, weight: Floats, bands: Any) -> Floats:
    """Return each row's likelihood by a card made without its ship."""
    told = np.zeros(len(y))
    for train, test in GroupKFold(5).split(y, y, [row["group"] for row in rows]):
        card = scorecard.fit([rows[n] for n in train], y[train], bands, weight[train])
        told[test] = scorecard.judge([rows[n] for n in test], card)
    return told


def around(found: dict[str, list[dict[str, Any]]]) -> tuple[list[str], dict[str, Any]]:
    """Return the table of what reception adds, and the cross-validated reliability of the card."""
    rows, y, weight = gathered(found)
    kinds = np.array([row["set"] for row in rows])
    lines = ["What reception around a silence adds (cross-validated by ship; Brier .25 is a coin's)", _HEAD]
    told = {name: crossed(rows, y, weight, bands) for name, bands in (("own record", RECORD), ("reception", BANDS))}
    for kind in sorted(set(kinds)):
        inside = kinds == kind
        if min(y[inside].sum(), (1 - y[inside]).sum()) < 10:
            lines.append(
                f"{kind:<12}too few: {int(y[inside].sum())} of ships, {int((1 - y[inside]).sum())} of receivers"
            )
            continue
        lines += [_row(kind, name, y[inside], p[inside], weight[inside]) for name, p in told.items()]
    lines += ["", "Reliability of the card, cross-validated", *_reliability(y, told["reception"], weight)]
    figures = {"reliability": scorecard.reliability(y, told["reception"], weight)}
    return lines, figures | scorecard.figures(y, told["reception"], weight)


_HEAD = f"{'set':<12}{'judged by':<12}{'ships':>6}{'recv.':>6}{'AUC':>7}{'Brier':>7}{'P .8':>7}{'R .8':>7}{'F0.5':>7}"


def _row(kind: str, name: str, y: Floats, p: Floats, weight: Floats) -> str:
    """Return AUC and Brier score at even odds, and precision (at even odds), recall and F0.5 from 800 per mille on."""
    got = scorecard.figures(y, p, weight)
    flagged = p >= 0.8
    hit, of = (weight * y)[flagged].sum(), weight[flagged].sum()
    precision, recall = hit / max(of, 1e-9), hit / (weight * y).sum()
    f_half = 1.25 * precision * recall / max(0.25 * precision + recall, 1e-9)
    return (
        f"{kind:<12}{name:<12}{int(y.sum()):>6}{int((1 - y).sum()):>6}{got['auc']:>7.3f}{got['brier']:>7.3f}"
        f"{precision:>7.3f}{recall:>7.3f}{f_half:>7.3f}"
    )


def _reliability(y: Floats, p: Floats, weight: Floats | None = None) -> list[str]:
    return [
        f"  {band:<9}{count:>7}  stated {stated:.3f}  was {was:.3f}"
        for band, count, stated, was in scorecard.reliability(y, p, weight)
    ]


def shipped(found: dict[str, list[dict[str, Any]]]) -> list[str]:
    """Return the table of the shipped card on what it was not made from, and how many it would not judge."""
    rows, y, weight = gathered(found)
    told = scorecard.judge(rows, silence.card())
    kinds = np.array([row["set"] for row in rows])
    lines = ["The shipped card on unseen seas, and on other cuts of the real sets (same ships)", _HEAD]
    for kind in sorted(set(kinds)):
        inside = kinds == kind
        if min(y[inside].sum(), (1 - y[inside]).sum()) >= 10:
            lines.append(_row(kind, "shipped", y[inside], told[inside], weight[inside]))
    lines += [
        "",
        "By cause: how many are not judged for want of ground, and of the others the share from 800 per mille on",
    ]
    for kind in sorted({_kind(name) for name in found}):
        all_of = [row for name, each in found.items() if _kind(name) == kind for row in each]
        for cause, count in sorted(Counter(row["cause"] for row in all_of).items()):
            judged = [row for row in all_of if row["cause"] == cause and row["measured"]]
            high = (scorecard.judge(judged, silence.card()) >= 0.8).mean() if judged else 0.0
            lines.append(
                f"  {kind:<8}{cause:<9}{count:>6}  not judged {1 - len(judged) / count:>6.3f}  high {high:.3f}"
            )
    enough = np.isin(kinds, [kind for kind in set(kinds) if min(_both(y[kinds == kind])) >= 10])
    return [*lines, "", "Reliability, sets with ten of either", *_reliability(y[enough], told[enough], weight[enough])]


def _both(y: Floats) -> tuple[int, int]:
    return int(y.sum()), int((1 - y).sum())


def moved(found: dict[str, list[dict[str, Any]]]) -> list[str]:
    """Return the table of cards made on one kind of set and judged on another."""
    rows, y, weight = gathered(found)
    kinds = np.array([row["set"] for row in rows])
    lines = ["Made on one kind of set, judged on another", _HEAD]
    whole = [kind for kind in sorted(set(kinds)) if min(y[kinds == kind].sum(), (1 - y[kinds == kind]).sum()) >= 10]
    for one in whole:
        made_on = np.flatnonzero(kinds == one)
        card = scorecard.fit([rows[n] for n in made_on], y[made_on], BANDS, weight[made_on])
        for other in whole:
            if other != one:
                inside = np.flatnonzero(kinds == other)
                p = scorecard.judge([rows[n] for n in inside], card)
                lines.append(_row(other, f"on {one}", y[inside], p, weight[inside]))
    return lines


def labels(data: Path) -> tuple[Floats, Floats, Floats, Any]:
    """Return both counts of positions before (the second is never larger), the published reception, and the labels."""
    folder = data / "labels-gfw-disabling"
    final = json.loads((folder / "final_model_history_496e2408.json").read_bytes())
    other = json.loads((folder / "model_rec_12hb_history_38deedbc.json").read_bytes())
    reception, satellite = np.array(other["X_"]).T
    return np.array(final["X_"])[:, 0], satellite, reception, np.array(final["y_"], dtype=float)


def record_crossed(rows: list[dict[str, int]], y: Floats, groups: Floats, bands: Any) -> tuple[Floats, Any]:
    """Return cross-validated likelihoods, and flags by the threshold that is best on the other folds."""
    told, flagged = np.zeros(len(y)), np.zeros(len(y), dtype=bool)
    for train, test in GroupKFold(5).split(y, y, groups):
        card = scorecard.fit([rows[n] for n in train], y[train], bands, np.ones(len(train)))
        known = scorecard.judge([rows[n] for n in train], card)
        told[test] = scorecard.judge([rows[n] for n in test], card)
        best = max(np.unique(known), key=lambda least: scorecard.f_half(y[train], known >= least)[2])
        flagged[test] = told[test] >= best
    return told, flagged


def study(data: Path) -> list[str]:
    """Return the table of the published labels: the rule, and records calibrated, with cells kept in one fold."""
    before, least, reception, y = labels(data)
    counts = zip(before.tolist(), least.tolist(), strict=True)
    rows = [{"positions_before": int(one), "further": int(one - other)} for one, other in counts]
    sharp = np.where(before >= PUBLISHED, 1.0, 0.0)
    lines = [
        f"Labels of a published study ({len(y):,}; the same reception value, so the same cell, stays in one fold)",
        f"{'':<42}{'precision':>10}{'recall':>8}{'F0.5':>8}{'AUC':>7}{'Brier':>7}",
    ]
    one, flags = record_crossed(rows, y, reception, {"positions_before": COUNTS})
    both, further = record_crossed(rows, y, reception, {"positions_before": COUNTS, "further": COUNTS})
    for name, flag, p in (
        (f"published rule, {PUBLISHED} positions or more", before >= PUBLISHED, sharp),
        ("positions before, calibrated", flags, one),
        ("both counts of positions, calibrated", further, both),
    ):
        precision, recall, f_half = scorecard.f_half(y, flag)
        got = scorecard.figures(y, p)
        lines.append(f"{name:<42}{precision:>10.3f}{recall:>8.3f}{f_half:>8.4f}{got['auc']:>7.3f}{got['brier']:>7.3f}")
    return [*lines, "", "Reliability of both counts", *_reliability(y, both)]


def record_table(data: Path) -> dict[str, Any]:
    """Return what so many positions in the 12 h before were worth in the study."""
    before, _, _, y = labels(data)
    edges = [0, 12, 14, 16, 19, 24, 30, 40, 60, 100, 200, 400]
    table = []
    for n, edge in enumerate(edges):
        inside = (before >= edge) & (before < (edges[n + 1] if n + 1 < len(edges) else np.inf))
        table.append({"at_least": edge, "per_mille": round(1000 * y[inside].mean()), "rows": int(inside.sum())})
    return {"feature": "positions_before", "likelihood": table, "source": "labels-gfw-disabling, Welch et al. 2022"}


def train(found: dict[str, list[dict[str, Any]]], data: Path, figures: dict[str, Any]) -> None:
    """Write the card, with where it comes from and its cross-validated figures."""
    rows, y, weight = gathered(found)
    card = scorecard.fit(rows, y, BANDS, weight)
    counted = {
        kind: dict(sorted(Counter(row["cause"] for row in rows if row["set"] == kind).items()))
        for kind in sorted({row["set"] for row in rows})
    }
    made = {
        "made_by": "python benchmarks/disabling.py --train",
        "provenance": {
            "silences": counted,
            "seas": list(TRAINED),
            "odds": "as many silences of ships as of receivers, each set alike",
            "real_sets": "bc-shipstrike (MIT), OMTAD (no licence stated; figures only); silences injected, seed 1",
        },
        "cross_validated_by_ship": {name: round(figures[name], 3) for name in ("auc", "brier")},
        **card,
        "record": record_table(data),
    }
    CARD.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
    print(f"{CARD.name}: SHA-256 {hashlib.sha256(CARD.read_bytes()).hexdigest()}; put it into silence.py")


def main() -> None:
    """Make the sets, train where asked, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA, help="folder with real AIS sets")
    parser.add_argument("--train", action="store_true", help="write the card anew")
    parser.add_argument("--cache", type=Path, help="keep the silences found, to go on faster")
    options = parser.parse_args()
    found = sets(options.data, 1, TRAINED, options.cache)
    lines, figures = around(found)
    if options.train:
        train(found, options.data, figures)
        return
    print("\n".join(lines), flush=True)
    print("\n" + "\n".join(shipped(sets(options.data, 2, UNSEEN, options.cache))))
    print("\n" + "\n".join(moved(found)))
    if options.data.exists():
        print("\n" + "\n".join(study(options.data)))


if __name__ == "__main__":
    main()
