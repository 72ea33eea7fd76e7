"""Who else, of any flag, was silent while a ship lay at sea, and could have been the one that it dealt with there.

What does not clear a ship away: that its draught is not known. What does: a draught that stayed, or changed the same
way, a kind that passes no cargo to the other, and a silence too short to come, lie alongside and be where it was heard.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from fairlead.typologies.grounds import ships, silences
from fairlead.typologies.grounds.ships import Identity, Ships

if TYPE_CHECKING:
    import numpy.typing as npt
    import pyarrow as pa

    from fairlead.typologies.grounds.silences import Change, Pair
    from fairlead.typologies.world import World

_UNFIT = ships.FISHING | ships.SERVICE | ships.LEISURE | ships.PASSENGER
_GAP = ("mmsi", "track", *(f"{end}_{key}" for end in ("start", "end") for key in ("us", "lat_e7", "lon_e7")))

Row = Mapping[str, Any]
_Key = tuple[int, int, int]


@dataclass(frozen=True)
class _Rival:
    """A silence of a ship that may be one, of what kind it reported to be, and how its draught changed."""

    gap: Row
    kind: int | None
    change: Change | None


class Rivals:
    """The rivals of the silent ships in some pairs; what is known of all of them is fetched once, at first use."""

    def __init__(self, world: World, pairs: Sequence[Pair]) -> None:
        self._world = world
        self._stays = {_key(one.stay): one.stay for one in pairs}
        self._found: dict[_Key, list[int]] = {}

    def of(self, pair: Pair, visible: Identity) -> list[int]:
        """Return the numbers of the rivals, in order."""
        key = _key(pair.stay)
        if key not in self._found:  # those of one stay are the same, whichever silent ship is asked about
            near = (self._rivals[at] for at in silences.in_time(self._columns, pair.stay).tolist())
            self._found[key] = sorted({one.gap["mmsi"] for one in near if _may_be(one, pair, visible)})
        return [mmsi for mmsi in self._found[key] if mmsi != pair.gap["mmsi"]]

    @cached_property
    def _silent(self) -> pa.Table:
        """The closed silences of all ships in the time of the stays."""
        gaps, stays = self._world.events["gap"], self._stays.values()
        first, last = min(one["start_us"] for one in stays), max(one["end_us"] for one in stays)
        closed = gaps.filter(gaps.end_us.notnull(), gaps.start_us < last, gaps.end_us > first)
        table: pa.Table = closed.select(*_GAP).order_by(["start_us", "track"]).to_pyarrow()
        return table

    @cached_property
    def _columns(self) -> dict[str, npt.NDArray[np.int64]]:
        return {name: self._silent[name].to_numpy() for name in _GAP}

    @cached_property
    def _rivals(self) -> dict[int, _Rival]:
        """Those in whose time one of the ships that lay still could be reached, by their number."""
        at = sorted({gap for stay in self._stays.values() for gap in silences.in_time(self._columns, stay).tolist()})
        rows = self._silent.take(at).to_pylist()
        fleet = Ships(self._world.static_reports, [one["mmsi"] for one in rows])
        handled = silences.Handled(self._world, [one["track"] for one in rows])
        told = (
            _Rival(one, fleet.at(one["mmsi"], one["start_us"]).ship_type, silences.change(one, fleet, handled))
            for one in rows
        )
        return dict(zip(at, told, strict=True))


def _key(stay: Row) -> _Key:
    return stay["track"], stay["start_us"], stay["end_us"]


def _may_be(one: _Rival, pair: Pair, visible: Identity) -> bool:
    if one.kind is not None and (one.kind in _UNFIT or _tanker(one.kind) != _tanker(visible.ship_type)):
        return False
    if one.change is not None and not silences.changed_over(pair.visible, one.change):
        return False
    return silences.reachable(one.gap, pair.stay)


def _tanker(kind: int | None) -> bool:
    return kind in ships.TANKERS
