"""`fairlead show` lets a sceptic judge on a terminal how far apart two ships were over time."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from found_case import copied, side_by_side


def test_the_distance_of_two_ships_is_drawn_within_a_narrow_terminal(
    tmp_path: Path, own_home: Path, fairlead: Callable[..., Any], found: Any
) -> None:
    case = copied(side_by_side, tmp_path / "lying", own_home).root
    ships = [
        {"role": role, "name": name, "imo": None, "mmsi": mmsi, "flag": None}
        for role, name, mmsi in (("one", "MADE UP 1", 312000001), ("other", "MADE UP 3", 538000003))
    ]
    lasted = {"start": "2019-03-12T04:00:00Z", "end": "2019-03-12T10:00:00Z"}
    stay = {"id": "e" * 32, "kind": "loitering", "digest": "d", "mmsi": 312000001, **lasted}
    met = {"typology": {"name": "transfer_flagged", "version": 1}, "subjects": ships, "events": [stay]}
    occasion = found.make("A").to_json() | met | lasted
    (case / "derived" / "occasions.jsonl").write_text(json.dumps(occasion) + "\n")
    out = fairlead("show", case, occasion["id"][:8]).out
    assert max(len(line) for line in out.splitlines()) <= 80
    told = " ".join(out.split())
    assert "Distance between MADE UP 1 (MMSI 312000001) and MADE UP 3 (MMSI 538000003)" in told
    assert "half of the time within 799 m" in told
    assert "▄▄▄▄" in told.replace(" ", "")
    assert "it does not show how near the hulls were" in told
    assert "name: MADE UP 1, 12 March 2019 (1 report)" in told
    assert "Draughts" not in told  # one report tells of no change
