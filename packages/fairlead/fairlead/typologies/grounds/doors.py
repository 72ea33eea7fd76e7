"""Doors: places where ships commonly leave what can be heard, or come back; a silence through one tells nothing.

Counts, of the days on which others were heard in the same cell, those on which they were lost or came out of nowhere
there. Days and not hulls: in a year nearly every hull that passes a cell each week is lost there once. Both ways, since
who sails out through the edge of what can be heard comes in through it. How well a cell is heard while ships are in it
is for the gap detector and ``refutations.reception``. Found on real traffic (docs/benchmarks.md): where receivers end,
the lane that crosses the edge is full of ships: "others were heard there" holds at the very place where all are lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute

from fairlead.events import columns
from fairlead.shapes import US_PER_HOUR
from fairlead.typologies.grounds.hearing import CELL_E7, SILENT_US
from fairlead.typologies.grounds.refutations import holds, passed, unchecked
from fairlead.typologies.occasion import Refutation

if TYPE_CHECKING:
    from fairlead.typologies.world import World

pc: Any = pyarrow.compute

LEAST_HULLS = 5  # ours: of fewer others nothing can be said
SHARE = 0.5  # ours: where others vanish or appear on half of their days, so does the next ship
HARDLY_EVER = 0.05  # ours: where one does so on a day in twenty at most, the next ship hardly does by chance
AROUND = 0.5  # ours: in half of the hours looked at others are heard around, else receivers may have been down
SURE_PM = 800  # of the silences of known cause stated so likely the ship's own, nine in ten were (docs/benchmarks.md)

_HOURS = SILENT_US // US_PER_HOUR
_WENT = f"fell silent there for {_HOURS} h or for good, or was heard after such a silence or for the first time"

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Heard:
    """On how many days ships were heard in a cell, and on how many of these one was lost or came there."""

    hulls: int
    days: int
    through: int


class Doors:
    """The cells in which some silences begin or end, each with the ships that were heard there."""

    def __init__(self, world: World, gaps: Iterable[Row]) -> None:
        self._world = world
        self._sought = {cell for gap in gaps for edge in ("start", "end") if (cell := _cell(gap, edge)) is not None}

    @cached_property
    def _hulls(self) -> dict[int, dict[int, Heard]]:
        """Each cell's ships, by track."""
        if not self._sought:
            return {}
        hearing = self._world.hearing
        found: dict[int, dict[int, Heard]] = {}
        for row in hearing.filter(pc.is_in(hearing["cell"], pa.array(sorted(self._sought), pa.int64()))).to_pylist():
            found.setdefault(row["cell"], {})[row["track"]] = Heard(1, row["days"], row["through"])
        return found

    @cached_property
    def _cells(self) -> dict[int, Heard]:
        return {cell: _sum(own.values()) for cell, own in self._hulls.items()}

    def test(self, gap: Row, who: str = "it", shares: tuple[float, float] = (SHARE, SHARE)) -> Refutation:
        """Test whether a closed silence began or ended where others, on most days, are lost or appear too.

        ``shares`` of the days that make an edge, where it began and where it ended.
        """
        name = "edge of what can be heard"
        edges = [self.others(gap, edge) for edge in ("start", "end")]
        for heard, did, share in zip(edges, ("was lost", "was heard again"), shares, strict=True):
            if heard.hulls >= LEAST_HULLS and heard.through >= share * heard.days:
                why = f"where {who} {did}, {_heard(heard)} one {_WENT}: that is where hearing ends"
                return holds(name, why)
        lost, again = edges
        same = f"{again.hulls:,} others on {again.days:,}, and on {again.through:,} of these one did so"
        said = f"where {who} was lost, {_heard(lost)} one {_WENT}; where {who} was heard again, {same}"
        if min(heard.hulls for heard in edges) < LEAST_HULLS:
            return unchecked(name, f"{said}; too few to tell")
        return passed(name, said)

    def well_heard(self, gap: Row, around: float = AROUND) -> str | None:
        """Return in words why a silence is likely the ship's own though nobody was heard in its very cell; else None.

        In thin traffic nobody passes a cell in twelve hours, and it is heard well all the same. Three things must hold
        at once: at both ends others were heard in such a part of the hours looked at, so that receivers were not down;
        the likelihood of the silence says the same; and at both ends, on other days, others are hardly ever lost.
        """
        hours = [(gap.get(f"audible_{edge}_h") or 0, gap.get(f"watched_{edge}_h") or 0) for edge in ("start", "end")]
        heard = all(watched and audible >= around * watched for audible, watched in hours)
        if not heard or (gap.get("likelihood_pm") or 0) < SURE_PM:
            return None
        edges = [self.others(gap, edge) for edge in ("start", "end")]
        if any(heard.hulls < LEAST_HULLS or heard.through > HARDLY_EVER * heard.days for heard in edges):
            return None
        heard_h = " and ".join(f"{audible} of {watched}" for audible, watched in hours)
        days = " and ".join(f"{heard.through} of {heard.days}" for heard in edges)
        return (
            f"others were heard around in {heard_h} hours looked at, and where it was lost and heard again others are "
            f"hardly ever lost: on {days} days of {edges[0].hulls} and {edges[1].hulls} other ships"
        )

    def others(self, gap: Row, edge: str) -> Heard:
        """Return what was heard in a cell but for the silent ship itself."""
        cell = _cell(gap, edge) or 0
        every, hulls = self._cells.get(cell, Heard(0, 0, 0)), self._hulls.get(cell, {})
        own = _sum(hulls[track] for track in {gap["track"], gap.get("other_track")} if track in hulls)
        return Heard(every.hulls - own.hulls, every.days - own.days, every.through - own.through)


def _heard(heard: Heard) -> str:
    """Return on how many days, counted ship by ship, others were heard, and of these how many tell of an edge."""
    days = f"{heard.hulls:,} other ships were heard on {heard.days:,} days (counted ship by ship)"
    return f"{days}, and on {heard.through:,} of these"


def _sum(several: Iterable[Heard]) -> Heard:
    all_of = list(several)
    return Heard(*(sum(getattr(one, name) for one in all_of) for name in ("hulls", "days", "through")))


def _cell(row: Row, edge: str) -> int | None:
    lat, lon = row[f"{edge}_lat_e7"], row[f"{edge}_lon_e7"]
    return None if lat is None else int(lat // CELL_E7) * columns.wide(CELL_E7) + int(lon // CELL_E7)
