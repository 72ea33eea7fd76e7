"""Who else, of any flag, was silent while a ship lay at sea, and could have been the one that it dealt with there.

What does not clear a ship away: that its draught is not known. What does: a draught that stayed, or changed the same
way, a kind that passes no cargo to the other, and a silence too short to come, lie alongside and be where it was heard.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fairlead.typologies.grounds import ships, silences
from fairlead.typologies.grounds.ships import Identity, Ships

if TYPE_CHECKING:
    from fairlead.typologies.grounds.silences import Pair
    from fairlead.typologies.world import World

_UNFIT = ships.FISHING | ships.SERVICE | ships.LEISURE | ships.PASSENGER

Row = Mapping[str, Any]


class Rivals:
    """The rivals of the silent ship in some pairs, looked for once for each stay and silence."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._known: dict[tuple[str, str], list[int]] = {}

    def of(self, pair: Pair, visible: Identity) -> list[int]:
        """Return the numbers of the rivals, in order."""
        key = (pair.stay["id"], pair.gap["id"])
        if key not in self._known:
            self._known[key] = self._sought(pair, visible)
        return self._known[key]

    def _sought(self, pair: Pair, visible: Identity) -> list[int]:
        stay, gaps = pair.stay, self._world.events["gap"]
        closed = gaps.filter(gaps.end_us.notnull(), gaps.start_us < stay["end_us"], gaps.end_us > stay["start_us"])
        rows = closed.order_by(["start_us", "track"]).to_pyarrow().to_pylist()
        own = (stay["mmsi"], pair.gap["mmsi"])
        rows = [one for one in rows if one["mmsi"] not in own and silences.reachable(one, stay)]
        fleet = Ships(self._world.static_reports, [one["mmsi"] for one in rows])
        handled = silences.Handled(self._world, [one["track"] for one in rows])
        return sorted({one["mmsi"] for one in rows if self._may_be(one, pair, visible, fleet, handled)})

    def _may_be(self, gap: Row, pair: Pair, visible: Identity, fleet: Ships, handled: silences.Handled) -> bool:
        kind = fleet.at(gap["mmsi"], gap["start_us"]).ship_type
        if kind is not None and (kind in _UNFIT or _tanker(kind) != _tanker(visible.ship_type)):
            return False
        change = silences.change(gap, fleet, handled)
        return change is None or silences.changed_over(pair.visible, change)


def _tanker(kind: int | None) -> bool:
    return kind in ships.TANKERS
