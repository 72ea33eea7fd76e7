"""Doors: places where ships commonly leave what can be heard, or come back; a silence through one tells nothing.

Counts whether others were lost, or heard first, in the same cell. How well a cell is heard while ships are in it is for
the gap detector and ``refutations.reception``. Found on real traffic (docs/benchmarks.md): where receivers end, the
lane that crosses the edge is full of ships: "others were heard there" holds at the very place where all are lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from fairlead.events.gap import Parameters as Gap
from fairlead.shapes import US_PER_HOUR
from fairlead.typologies.occasion import Refutation
from fairlead.typologies.refutations import holds, passed, unchecked

if TYPE_CHECKING:
    import ibis.expr.types as ir

CELL_E7 = 2_500_000  # a quarter of a degree, as the gap detector's cells: an hour's sailing
SILENT_US = Gap().least_h * US_PER_HOUR
LEAST_HULLS = 5  # ours: of fewer others nothing can be said
SHARE = 0.5  # ours: where half of the others vanish, or appear, so does the next ship

_WIDE = 3_600_000_000 // CELL_E7 + 1

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Cell:
    """How many hulls were heard in a cell, lost there, and heard there first or for the first time after a silence."""

    heard: int
    lost: int
    came: int


class Doors:
    """The cells in which some silences begin or end, counted once for all of them."""

    def __init__(self, legs: ir.Table, gaps: Iterable[Row]) -> None:
        self._legs = legs
        self._sought = {cell for gap in gaps for edge in ("start", "end") if (cell := _cell(gap, edge)) is not None}

    @cached_property
    def _cells(self) -> dict[int, Cell]:
        return _counted(self._legs, sorted(self._sought))

    def test(self, gap: Row, who: str = "it") -> Refutation:
        """Test whether a closed silence began or ended where most others are lost or appear too."""
        name = "edge of what can be heard"
        begins, ends = (self._cells.get(_cell(gap, edge) or 0, Cell(1, 1, 1)) for edge in ("start", "end"))
        others = [(begins.heard - 1, max(begins.lost - 1, 0)), (ends.heard - 1, max(ends.came - 1, 0))]
        words = [f"of {others[0][0]} others heard there {others[0][1]} were lost there for 6 h or for good"]
        words += [f"of {others[1][0]} others heard there {others[1][1]} came out of such a silence or of nowhere"]
        for (heard, through), said, did in zip(others, words, ("was lost", "was heard again"), strict=True):
            if heard >= LEAST_HULLS and through >= SHARE * heard:
                return holds(name, f"where {who} {did}, so are most ships: {said}; it was beyond what can be heard")
        said = f"where {who} was lost, {words[0]}; where {who} was heard again, {words[1]}"
        if min(heard for heard, _ in others) < LEAST_HULLS:
            return unchecked(name, f"{said}; too few to tell")
        return passed(name, said)


def _cell(row: Row, edge: str) -> int | None:
    lat, lon = row[f"{edge}_lat_e7"], row[f"{edge}_lon_e7"]
    return None if lat is None else int(lat // CELL_E7) * _WIDE + int(lon // CELL_E7)


def _of(lat_e7: Any, lon_e7: Any) -> Any:
    rows = (lat_e7 / CELL_E7).floor().cast("int64")
    return rows * _WIDE + (lon_e7 / CELL_E7).floor().cast("int64")


def _counted(legs: ir.Table, cells: list[int]) -> dict[int, Cell]:
    """Return the counts of some cells; tracks cut by the beginning or end of the data are neither lost nor came."""
    if not cells:
        return {}
    (span,) = legs.agg(first=legs.t_us.min(), last=legs.t_us.max()).to_pyarrow().to_pylist()
    if span["first"] is None:
        return {}
    placed = legs.select("track", "t_us", "next_t_us", "next_lat_e7", "next_lon_e7", cell=_of(legs.lat_e7, legs.lon_e7))
    here = placed.filter(placed.cell.isin(cells))
    silent = here.next_t_us - here.t_us > SILENT_US
    ended = here.next_t_us.isnull() & (here.t_us < span["last"] - SILENT_US)
    heard = here.group_by("cell").agg(
        heard=here.track.nunique(), lost=here.track.nunique(where=(silent | ended).fill_null(False))
    )
    long = placed.filter(placed.next_t_us - placed.t_us > SILENT_US)
    back = long.select("track", cell=_of(long.next_lat_e7, long.next_lon_e7))
    firsts = placed.group_by("track").agg(t_us=placed.t_us.min())
    began = here.semi_join(firsts.filter(firsts.t_us > span["first"] + SILENT_US), ["track", "t_us"])
    came = back.filter(back.cell.isin(cells)).union(began.select("track", "cell"))
    arrived = came.group_by("cell").agg(came=came.track.nunique())
    counted = heard.left_join(arrived, "cell").select("cell", "heard", "lost", came=arrived.came.fill_null(0))
    return {row["cell"]: Cell(row["heard"], row["lost"], row["came"]) for row in counted.to_pyarrow().to_pylist()}
