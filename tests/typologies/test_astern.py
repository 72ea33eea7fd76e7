"""Who came in from beyond what can be heard: many ships are judged in one pass as each is alone."""

from __future__ import annotations

import random
from typing import Any

import ibis
import pyarrow as pa

from fairlead import shapes
from fairlead.typologies.grounds import astern
from fairlead.typologies.grounds.astern import Astern


def test_all_that_began_are_judged_in_one_pass_as_one_by_one() -> None:
    """Ships on all courses on both sides of equator and Greenwich; who lies still or is heard once has no course."""
    rng = random.Random(5)
    rows: list[dict[str, Any]] = []
    for track in range(1, 13):
        lat, lon = rng.uniform(-1.5, 1.5), rng.uniform(-1.5, 1.5)
        north, east = rng.choice([(0.01, 0.0), (-0.01, 0.012), (0.0, -0.01), (0.0, 0.0)])
        for n in range(1 if track == 12 else 30):
            at = {"lat_e7": round((lat + north * n) * 1e7), "lon_e7": round((lon + east * n) * 1e7)}
            rows.append({"track": track, "t_us": n, "exhibit": 1, "row": n, **at})
    for track in range(100, 160):
        for n in range(5):
            at = {"lat_e7": round(rng.uniform(-2, 2) * 1e7), "lon_e7": round(rng.uniform(-2, 2) * 1e7)}
            rows.append({"track": track, "t_us": n, "exhibit": 1, "row": n, **at})
    changes = [{"other_track": track} for track in range(1, 13)]
    told = Astern(ibis.memtable(pa.Table.from_pylist(rows, schema=shapes.LEGS)), changes)
    outcomes = []
    for change in changes:
        own = change["other_track"]
        first = [(one["lat_e7"], one["lon_e7"]) for one in rows if one["track"] == own][: astern.FIRST]
        box = astern._box(first) if len(first) > 1 else None
        test = told.test(change)
        outcomes.append(test.outcome)
        if box is None:
            assert test.outcome == "open"
            continue
        south, north, west, east = box
        inside = {
            one["track"]
            for one in rows
            if one["track"] != own and south <= one["lat_e7"] <= north and west <= one["lon_e7"] <= east
        }
        assert f"first heard {len(inside)} others were ever heard" in test.why
        assert (test.outcome == "refutes") is (len(inside) < 3)
    assert {"open", "refutes", "does not refute"} == set(outcomes)
