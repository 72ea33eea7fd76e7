"""Who else lies at a place: where many lie side by side there are berths, and where many lie there are roads.

Maps name few of the world's berths. Ships at one quay are as near to each other as ships made fast to each other, and
their draughts change over there, since one lands and the next loads. Left out: the open sea.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import TYPE_CHECKING, Any

from fairlead.events import columns
from fairlead.typologies import placing
from fairlead.typologies.grounds.linked import Row
from fairlead.typologies.grounds.refutations import ALONGSIDE_DM

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fairlead.typologies.world import World

BESIDE_M = 1_000.0  # ours: the length of a quay, or of a basin
LEAST_SHIPS = 5  # ours: two pairs may meet at one place by chance, or a fifth ship wait its turn
_CELL_E7 = 100_000  # a hundredth of a degree: 1.1 km from north to south
_EAST = range(-3, 4)  # cells as far as a kilometre reaches up to 70 degrees of latitude


@dataclass(frozen=True)
class Others:
    """The MMSI of further ships at a place, at any time: those that lay side by side there, and all that lay there."""

    beside: Sequence[int] = ()
    lay: Sequence[int] = ()


def others(world: World, rows: Sequence[Row]) -> list[Others]:
    """Return, for each meeting, who else lay within a kilometre of it; nobody on the open sea.

    Neither of the two that met is counted, nor, of those side by side, whom they themselves lay beside.
    """
    near = [not placing.offshore(row["start_lat_e7"], row["start_lon_e7"]) for row in rows]
    if not any(near):
        return [Others() for _ in rows]
    cells = {cell for row in compress(rows, near) for end in _ends(row) for cell in _around(*end)}
    encounters, stays = world.events["encounter"], world.events["loitering"]
    close = _in(cells, encounters.filter(encounters.median_distance_dm <= ALONGSIDE_DM), ("mmsi", "other_mmsi"))
    still = _in(cells, stays, ("mmsi",))
    return [
        Others(_within(row, close, ("mmsi", "other_mmsi")), _within(row, still, ("mmsi",))) if off_coast else Others()
        for row, off_coast in zip(rows, near, strict=True)
    ]


Cells = dict[tuple[int, int], list[dict[str, Any]]]


def _ends(row: Row) -> list[tuple[int, int]]:
    """Return where a meeting began and ended: where ships are heard seldom, either may lie on the way there or back."""
    ends = [(row[f"{edge}_lat_e7"], row[f"{edge}_lon_e7"]) for edge in ("start", "end")]
    return [(lat_e7, lon_e7) for lat_e7, lon_e7 in ends if lat_e7 is not None and lon_e7 is not None]


def _around(lat_e7: int, lon_e7: int) -> Iterator[tuple[int, int]]:
    """Yield the cells that a kilometre around a place reaches."""
    for north in (-1, 0, 1):
        for east in _EAST:
            yield lat_e7 // _CELL_E7 + north, lon_e7 // _CELL_E7 + east


def _in(cells: set[tuple[int, int]], events: ir.Table, names: Sequence[str]) -> Cells:
    """Return the events that began or ended in some cells, by cell."""
    edges = [
        events.select(*names, lat_e7=events[f"{edge}_lat_e7"], lon_e7=events[f"{edge}_lon_e7"])
        for edge in ("start", "end")
    ]
    both = edges[0].union(edges[1])
    placed = both.filter(both.lat_e7.notnull()).mutate(
        north=columns.steps(both.lat_e7, _CELL_E7), east=columns.steps(both.lon_e7, _CELL_E7)
    )
    there = placed.semi_join(columns.integers(("north", "east"), sorted(cells)), ["north", "east"])
    found: Cells = {}
    for row in there.to_pyarrow().to_pylist():
        found.setdefault((row["north"], row["east"]), []).append(row)
    return found


def _within(row: Row, at: Cells, names: Sequence[str]) -> list[int]:
    found: set[int] = set()
    for end in _ends(row):
        for other in (each for cell in _around(*end) for each in at.get(cell, ())):
            who = {other[name] for name in names}
            if who & {row["mmsi"], row["other_mmsi"]} or who <= found:
                continue
            if placing.distance_m(*end, other["lat_e7"], other["lon_e7"]) <= BESIDE_M:
                found |= who
    return sorted(found)
