"""Was a ship laden when it left a port? By the draughts that it reported, which the crew types in.

It says loaded, light or not known; how much cargo, and of what, no draught can say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fairlead.typologies.ships import Identity

CHANGE_DM = 5  # ours: reported draughts are rounded and lag; half a metre is more than fuel and water make up
RANGE_DM = 10  # ours: a ship must have reported draughts a metre apart before its own range means anything
QUARTER = 0.25  # ours: the lower quarter of a ship's own range is light, the upper quarter laden


@dataclass(frozen=True)
class Lading:
    """What the draughts say; both False: not known."""

    loaded: bool
    light: bool
    why: str


def lading_of(voyage: Mapping[str, Any], ship: Identity) -> Lading:
    """Return what the draughts before, during and after a voyage say of its cargo."""
    before, during, after = (voyage[f"draught_{when}_dm"] for when in ("before", "during", "after"))
    if during is None:
        return Lading(False, False, "It reported no draught on the way.")
    said = f"It reported {_metres(during)} on the way"
    if before is not None and abs(during - before) >= CHANGE_DM:
        if during > before:
            return Lading(True, False, f"{said}, {_metres(during - before)} deeper than before it called.")
        return Lading(False, True, f"{said}, {_metres(before - during)} less than before it called: it left lighter.")
    least, most = min((*ship.draughts_dm, during)), max((*ship.draughts_dm, during))
    if most - least >= RANGE_DM:
        reach = f"within its own range of {_metres(least)} to {_metres(most)}"
        if during <= least + QUARTER * (most - least):
            return Lading(False, True, f"{said}, in ballast {reach}.")
        if during >= most - QUARTER * (most - least):
            unloaded = f", and {_metres(after)} after" if after is not None and after < during else ""
            return Lading(True, False, f"{said}, laden {reach}{unloaded}; whether it was so before is not known.")
    return Lading(False, False, f"{said}; with what is known of it, that says neither laden nor light.")


def _metres(draught_dm: int) -> str:
    return f"{draught_dm / 10:.1f} m"
