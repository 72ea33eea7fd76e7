"""Recall and precision on plain seas: ``python benchmarks/plainsea.py [--seed S ...] [--hidden N] [--work DIR]``

The seas of ``plainsea_world.py``: as somebody in a hurry would simulate one, with none of the care of the other two,
and many look-alikes. Added to a new case, ``find`` run, and held against their key by the same scorer, by the same
hands.
"""

from __future__ import annotations

import json
from pathlib import Path

import othersea
from plainsea_world import START, Sea

from fairlead.simulate import Truth


def make(folder: Path, seed: int, days: int, ships: int, hidden: int | None) -> Truth:
    """Write a sea into a folder, and its key beside it; one that is there already is read again."""
    kept = folder / "key.json"
    if not kept.exists():
        sea = Sea(seed, days, ships, hidden)
        sea.live()
        told = {"files": sea.write(folder), "hidden": sea.hidden, "innocent": sea.innocent}
        kept.write_text(json.dumps(told), encoding="utf-8")
    return othersea.read_key(kept, seed, START.date().isoformat(), days, ships)


if __name__ == "__main__":
    othersea.main(make, __doc__, ships=240)
