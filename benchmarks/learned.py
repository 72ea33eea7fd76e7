"""What a learner reaches of silences, asked of a simulator that it never saw: ``python benchmarks/learned.py SEA ...``

Every closed silence of twelve hours and more within reach of the target, in seas named as ``likelihoods.py`` names them
(``o-61``, ``other-4701``; at least two makers), with all that a rule could ask of it: how long it was, how much longer
than the way, how far off whose ports it began and ended, on what courses, with what draughts, who else was heard. A
silence is hidden where it shares time with a hidden act of the ship's. Boosted trees are trained on all makers but one
and asked of that one, each in turn. Prints precision and recall, of acts with a silence, at some thresholds.

It says what may be had from silences at all, whatever the rule (docs/decisions/0052); nothing of it is shipped.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

import likelihoods
import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from fairlead.case import Case
from fairlead.deriving import derive, reading_in
from fairlead.simulate import Truth
from fairlead.simulate.year import Wanted
from fairlead.simulate.year import year as make_year
from fairlead.typologies import World, placing
from fairlead.typologies.grounds import concerned, unheard_calls
from fairlead.typologies.grounds.courses import WITHIN_DEG, Courses
from fairlead.typologies.grounds.linked import on_tracks
from fairlead.typologies.grounds.ships import TANKERS, Ships

TARGET = "KP"
DAY_US = 24 * 3_600_000_000
DEGREES = (20.0, WITHIN_DEG, 90.0)
THRESHOLDS = (0.95, 0.9, 0.8, 0.7, 0.6, 0.5, 0.3)
HEARD = ("heard_start", "heard_end", "expected", "likelihood_pm", "longest_wait_h", "audible_start_h", "audible_end_h")

Row = Mapping[str, Any]


def silences_of(name: str, work: Path) -> list[dict[str, Any]]:
    """Return the silences of a sea with what is known of each, from ``work`` where they were read before."""
    kept = work / f"{name}.json"
    if not kept.exists():
        maker, seed = name.split("-")[0], int(name.split("-")[1])
        hidden = 0 if seed % 5 == 0 else None
        with tempfile.TemporaryDirectory() as folder, patch.dict(os.environ, {"FAIRLEAD_HOME": f"{folder}/home"}):
            at = Path(folder) / "sea"
            make = likelihoods.MAKERS.get(maker)
            truth = make_year(at, Wanted(seed, 30, 250, hidden)) if make is None else make(at, seed, 30, 250, hidden)
            case = Case.create(Path(folder) / "case", name)
            for path in sorted(one for one in at.iterdir() if one.suffix in (".csv", ".parquet")):
                reading_in.read_added(case, case.exhibits.add(path, source="a simulator"))
            derive.find(case)
            with derive.world(case) as world:
                kept.write_text(json.dumps(list(_known(world, truth))), encoding="utf-8")
    found: list[dict[str, Any]] = json.loads(kept.read_text(encoding="utf-8"))
    return found


def _known(world: World, truth: Truth) -> Iterator[dict[str, Any]]:
    ports = placing.ports(TARGET)
    gaps = unheard_calls.near(world.events["gap"], ports).order_by(["start_us", "track"]).to_pyarrow().to_pylist()
    reached = {gap["id"]: there for gap, there in unheard_calls.all_in_reach(gaps, ports, unheard_calls.FAR_M)}
    gaps = [gap for gap in gaps if reached[gap["id"]]]
    fleet, visits = Ships(world.static_reports, [gap["mmsi"] for gap in gaps]), world.events["port_visit"]
    stops = on_tracks(visits.filter(visits.stopped), [gap["track"] for gap in gaps])
    before, after = (Courses(world.legs, gaps, edge) for edge in ("start", "end"))
    acts = defaultdict(list)
    for act in truth.hidden:
        for ship in act.ships:
            acts[ship.mmsi].append(act)
    for gap in gaps:
        hidden = [act.id for act in acts[gap["mmsi"]] if _shares(act.start, act.end, gap)]
        yield {"acts": hidden, "known": _features(gap, ports, fleet, stops.get(gap["track"], ()), before, after)}


def _shares(start: str, end: str, gap: Row) -> bool:
    return bool(_us(start) - DAY_US <= gap["end_us"] and _us(end) + DAY_US >= gap["start_us"])


def _us(text: str) -> int:
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1e6)


def _features(
    gap: dict[str, Any], ports: list[Any], fleet: Ships, stops: Any, before: Courses, after: Courses
) -> list[float | None]:
    ship, apart_m = fleet.at(gap["mmsi"], gap["start_us"]), unheard_calls.apart_m(gap)
    length_us, way_us = gap["end_us"] - gap["start_us"], apart_m / (unheard_calls.SPEED_KN * placing.KNOT_M_PER_US)
    had, has = fleet.draught_before(gap["mmsi"], gap["start_us"]), fleet.draught_after(gap["mmsi"], gap["end_us"])
    call = unheard_calls.call_before(stops, gap)
    following = next((one for one in stops if one["start_us"] >= gap["end_us"]), None)
    told: list[float | None] = [
        length_us,
        length_us - way_us,
        length_us - unheard_calls.nearest_way(gap, ports)[1],
        apart_m,
    ]
    for edge in ("start", "end"):
        at = placing.position(gap, edge)
        (port, metres), own_m = placing.nearest(*at), placing.nearest(*at, country=TARGET)[1]
        told += [metres, own_m, port.country == TARGET, placing.zone_at(*at).country == TARGET]
    told += [before.bound_for(gap, ports, degrees) is not None for degrees in DEGREES]
    told += [after.coming_from(gap, ports, degrees) is not None for degrees in DEGREES]
    told += [courses.away_from_all(gap, ports) is not None for courses in (before, after)]
    told += [None if one is None else one.dm for one in (had, has)]
    told += [has.dm - had.dm if had and has else None, ship.length_dm]
    told += [ship.ship_type in TANKERS, gap["mmsi"] // 1_000_000 in concerned.flag_range(TARGET)]
    told += [None if one is None else one["country"] == TARGET for one in (call, following)]
    told += [None if following is None else following["start_us"] - gap["end_us"], *(gap[name] for name in HEARD)]
    return [None if one is None else float(one) for one in told]


def main() -> None:
    """Read the seas, train on all makers but one, and print what is told of that one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("seas", nargs="+", help="such as o-61 q-61 other-4701")
    parser.add_argument("--work", type=Path, help="keep what was read here (default: nothing is kept)")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        work = asked.work or Path(temporary)
        work.mkdir(parents=True, exist_ok=True)
        rows = []
        for name in asked.seas:
            rows += [(name, one) for one in silences_of(name, work)]
            print(f"{name}: {len(rows):,} silences so far", flush=True)
    makers = np.array([name.split("-")[0] for name, _ in rows])
    if len(set(makers)) < 2:
        parser.error("seas of at least two makers are needed: one is asked of, the others are learned from")
    known = np.array([[np.nan if x is None else x for x in one["known"]] for _, one in rows], float)
    hidden = np.array([bool(one["acts"]) for _, one in rows])
    stated = np.zeros(len(rows))
    for maker in sorted(set(makers)):
        of = makers == maker
        weights = np.array([1 / np.sum(makers == one) for one in makers[~of]])
        trees = HistGradientBoostingClassifier(max_iter=150, learning_rate=0.06, max_leaf_nodes=12, random_state=0)
        trees.fit(known[~of], hidden[~of], sample_weight=weights / weights.mean())
        stated[of] = trees.predict_proba(known[of])[:, 1]
    for whose in ("all", *sorted(set(makers))):
        of = np.ones(len(rows), bool) if whose == "all" else makers == whose
        every = {(name, act) for (name, one), own in zip(rows, of, strict=True) if own for act in one["acts"]}
        print(
            f"{whose}: {of.sum():,} silences, {hidden[of].sum():,} of them hidden, {len(every):,} acts with a silence"
        )
        for threshold in THRESHOLDS:
            told = of & (stated >= threshold)
            acts = {(name, act) for (name, one), tells in zip(rows, told, strict=True) if tells for act in one["acts"]}
            precision = f"{hidden[told].mean():.3f}" if told.any() else "-"
            print(f"  stated {threshold:.2f}: {told.sum():5} told, precision {precision}, {len(acts)} acts found")


if __name__ == "__main__":
    main()
