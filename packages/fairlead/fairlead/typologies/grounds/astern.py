"""Did a ship that was first heard here come from where nobody is ever heard? Then it need not have been there before.

Looks astern of the first course of each new number, for all changes of identity in two passes over the legs. Where too
little is known of that course, nothing is said.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

import ibis

from fairlead.events import columns
from fairlead.shapes import E7
from fairlead.typologies.grounds.refutations import HEARD_ENOUGH, holds, passed, unchecked
from fairlead.typologies.occasion import Refutation

if TYPE_CHECKING:
    import ibis.expr.types as ir

NAME = "came from beyond what can be heard"
ASTERN_M = 40_000.0  # ours: two hours' sailing before it was first heard
LEAST_WAY_M = 500.0  # ours: less is swinging at anchor, or drifting
FIRST = 20  # ours: positions that make a first course

_M_PER_DEGREE = 111_195.0  # of latitude, on the sphere of mean radius
_CELL_E7 = 2_500_000  # a quarter of a degree: a box lies in nine cells or fewer up to sixty degrees of latitude
_BOX = ("box_track", "south", "north", "west", "east", "cell_north", "cell_east")

Box = tuple[int, int, int, int]  # south, north, west and east edge, in 1e-7 degree


class Astern:
    """How many others were ever heard astern of where each new number began, counted once for all of them."""

    def __init__(self, legs: ir.Table, changes: Iterable[Mapping[str, Any]]) -> None:
        self._legs = legs
        self._tracks = sorted({change["other_track"] for change in changes})

    def test(self, change: Mapping[str, Any]) -> Refutation:
        """Test for a second ship that came in from where nobody is ever heard."""
        first = self._firsts.get(change["other_track"], [])
        if len(first) < 2:
            return unchecked(NAME, "too few positions to tell where the second came from")
        if _box(first) is None:
            why = "the second lay still when it was first heard, so that nothing says where it came from"
            return unchecked(NAME, why)
        others = self._others.get(change["other_track"], 0)
        said = f"{ASTERN_M / 1_000:.0f} km astern of where the second was first heard {others} others were ever heard"
        if others < HEARD_ENOUGH:
            return holds(NAME, f"{said}: it came in from where nobody listens, as any ship does that is new here")
        return passed(NAME, said)

    @cached_property
    def _firsts(self) -> dict[int, list[tuple[int, int]]]:
        own = self._legs.filter(self._legs.track.isin(self._tracks or [-1]))
        number = ibis.row_number().over(group_by="track", order_by=[own.t_us, own.exhibit, own.row])
        numbered = own.mutate(number=number).filter(ibis._.number < FIRST)
        found: dict[int, list[tuple[int, int]]] = {}
        for row in numbered.order_by(["track", "number"]).to_pyarrow().to_pylist():
            found.setdefault(row["track"], []).append((row["lat_e7"], row["lon_e7"]))
        return found

    @cached_property
    def _others(self) -> dict[int, int]:
        boxes = {track: box for track, first in self._firsts.items() if len(first) > 1 and (box := _box(first))}
        if not boxes:
            return {}
        cut = [(track, *box, *cell) for track, box in sorted(boxes.items()) for cell in _cells(box)]
        looked = columns.integers(_BOX, cut)
        legs = self._legs
        north, east = (columns.steps(angle, _CELL_E7) for angle in (legs.lat_e7, legs.lon_e7))
        placed = legs.select("track", "lat_e7", "lon_e7", at_north=north, at_east=east)
        both = placed.join(looked, [placed.at_north == looked.cell_north, placed.at_east == looked.cell_east])
        inside = both.filter(
            both.lat_e7.between(both.south, both.north),
            both.lon_e7.between(both.west, both.east),
            both.track != both.box_track,
        )
        counted = inside.group_by("box_track").agg(others=inside.track.nunique())
        return {row["box_track"]: row["others"] for row in counted.to_pyarrow().to_pylist()}


def _cells(box: Box) -> list[tuple[int, int]]:
    south, north, west, east = (edge // _CELL_E7 for edge in box)
    return [(lat, lon) for lat in range(south, north + 1) for lon in range(west, east + 1)]


def _box(first: list[tuple[int, int]]) -> Box | None:
    """Return the box astern of a first course; None where the ship made no way."""
    lat, lon = first[0][0] / E7, first[0][1] / E7
    north, east = first[-1][0] / E7 - lat, (first[-1][1] / E7 - lon) * math.cos(math.radians(lat))
    made = math.hypot(north, east) * _M_PER_DEGREE
    if made < LEAST_WAY_M:
        return None
    scale = ASTERN_M / made
    at = (lat - north * scale, lon - east * scale / math.cos(math.radians(lat)))
    around = ASTERN_M / 2 / _M_PER_DEGREE
    wide = around / math.cos(math.radians(lat))
    edges = (at[0] - around, at[0] + around, at[1] - wide, at[1] + wide)
    south, top, west, right = (round(edge * E7) for edge in edges)
    return south, top, west, right
