"""Who else lies side by side at a place: where many do, there are berths, or roads that are as crowded.

Maps name few of the world's berths. Ships at one quay are as near to each other as ships made fast to each other, and
their draughts change over there, since one lands and the next loads. Left out: what lies beyond territorial waters.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from fairlead.events import columns
from fairlead.typologies import placing
from fairlead.typologies.grounds.linked import Row
from fairlead.typologies.grounds.refutations import ALONGSIDE_DM

if TYPE_CHECKING:
    import ibis.expr.types as ir

BESIDE_M = 1_000.0  # ours: the length of a quay, or of a basin
LEAST_SHIPS = 5  # ours: two pairs may meet at one place by chance, or a fifth ship wait its turn
_CELL_E7 = 100_000  # a hundredth of a degree: 1.1 km from north to south
_EAST = range(-3, 4)  # cells as far as a kilometre reaches up to 70 degrees of latitude


def others_beside(encounters: ir.Table, rows: Sequence[Row]) -> list[list[int]]:
    """Return, for each meeting, the MMSI of other ships that ever lay side by side with any within a kilometre of it.

    Neither of the two that met is counted, nor are those that they themselves lay beside.
    """
    if not rows:
        return []
    cells = {
        (row["start_lat_e7"] // _CELL_E7 + north, row["start_lon_e7"] // _CELL_E7 + east)
        for row in rows
        for north in (-1, 0, 1)
        for east in _EAST
    }
    close = encounters.filter(encounters.median_distance_dm <= ALONGSIDE_DM).select(
        "mmsi",
        "other_mmsi",
        "start_lat_e7",
        "start_lon_e7",
        north=columns.steps(encounters.start_lat_e7, _CELL_E7),
        east=columns.steps(encounters.start_lon_e7, _CELL_E7),
    )
    there = close.semi_join(columns.integers(("north", "east"), sorted(cells)), ["north", "east"])
    at: dict[tuple[int, int], list[dict[str, Any]]] = {}
    for row in there.to_pyarrow().to_pylist():
        at.setdefault((row["north"], row["east"]), []).append(row)
    return [sorted(_beside(row, at)) for row in rows]


def _beside(row: Row, at: dict[tuple[int, int], list[dict[str, Any]]]) -> set[int]:
    lat_e7, lon_e7 = row["start_lat_e7"], row["start_lon_e7"]
    found: set[int] = set()
    for north in (-1, 0, 1):
        for east in _EAST:
            for pair in at.get((lat_e7 // _CELL_E7 + north, lon_e7 // _CELL_E7 + east), ()):
                both = {pair["mmsi"], pair["other_mmsi"]}
                if both & {row["mmsi"], row["other_mmsi"]} or both <= found:
                    continue
                if placing.distance_m(lat_e7, lon_e7, pair["start_lat_e7"], pair["start_lon_e7"]) <= BESIDE_M:
                    found |= both
    return found
