"""Pairs of a ship heard lying still at sea and another that was silent then: which silent ship could have been there.

Whether the pair means anything is for ``transfer_dark.py``. Left out: silences that never ended, since then nothing
tells where the ship went.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fairlead.shapes import US_PER_HOUR
from fairlead.typologies import placing
from fairlead.typologies.lading import CHANGE_DM, Draught
from fairlead.typologies.linked import on_tracks
from fairlead.typologies.ships import Ships

if TYPE_CHECKING:
    import ibis.expr.types as ir

NEAR_M = 18_520.0  # ours: ten nautical miles, an hour's sailing
SPEED_KN = 12.0  # as dark_voyage.py: fast for a laden coaster or a small tanker
MEETING_US = 2 * US_PER_HOUR  # Miller et al. 2018 (Frontiers in Marine Science 5:240): an encounter lasts 2 h or more
AFTER_US = 5 * 24 * US_PER_HOUR  # ours: a draught reported later tells of another call

_KNOT_M_PER_US = 1_852 / US_PER_HOUR

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Change:
    """The last draught reported before, and of those after the first that differs, else the first."""

    before: Draught
    after: Draught

    @property
    def dm(self) -> int:
        """How much deeper it lay afterwards, in decimetres."""
        return self.after.dm - self.before.dm

    def said(self) -> str:
        """Return the two draughts in words."""
        return f"{self.before.dm / 10:.1f} m before and {self.after.dm / 10:.1f} m after"


@dataclass(frozen=True)
class Pair:
    """A stay and a silence; ``away_m``: how far from the stay the silent ship was last heard, or heard again."""

    stay: Row
    gap: Row
    away_m: float
    last_heard: bool  # the nearer end of the silence is where it began
    visible: Change | None
    silent: Change | None

    @property
    def opposite(self) -> bool:
        """Whether one ship came out of it lighter and the other deeper, both by more than fuel and water make up."""
        if self.visible is None or self.silent is None:
            return False
        least = min(abs(self.visible.dm), abs(self.silent.dm))
        return least >= CHANGE_DM and (self.visible.dm > 0) != (self.silent.dm > 0)

    @property
    def order(self) -> tuple[bool, float, int, int]:
        """The most telling pair first: draughts that changed over, then the nearest."""
        return (not self.opposite, self.away_m, self.gap["mmsi"], self.stay["start_us"])


def pairs(gaps: ir.Table, stays: ir.Table, reports: ir.Table, visits: ir.Table) -> list[Pair]:
    """Return the pairs in which the silent ship could have come, lain alongside and gone, the most telling first.

    Only those near at one end of the silence, or whose draughts changed over; most reachable pairs mean nothing.
    """
    rows = [(gap, stay) for gap, stay in _together(gaps, stays) if _reachable(gap, stay)]
    fleet = Ships(reports, [row["mmsi"] for pair in rows for row in pair])
    tracks = {row["track"] for pair in rows for row in pair}
    stops, later = on_tracks(visits.filter(visits.stopped), tracks), on_tracks(stays, tracks)
    lay = {track: [*stops.get(track, ()), *later.get(track, ())] for track in tracks}
    found = [_pair(gap, stay, fleet, lay) for gap, stay in rows]
    return sorted((one for one in found if one.opposite or one.away_m <= NEAR_M), key=lambda one: one.order)


def _together(gaps: ir.Table, stays: ir.Table) -> list[tuple[Row, Row]]:
    """Return closed silences of some ships with the stays of others in the same time."""
    closed = gaps.filter(gaps.end_us.notnull()).to_pyarrow().to_pylist()
    if not closed:
        return []
    first, last = min(one["start_us"] for one in closed), max(one["end_us"] for one in closed)
    around = stays.filter(stays.end_us.notnull(), stays.start_us < last, stays.end_us > first).to_pyarrow().to_pylist()
    return [(gap, stay) for gap in closed for stay in around if stay["mmsi"] != gap["mmsi"] and _overlap(gap, stay)]


def _overlap(gap: Row, stay: Row) -> bool:
    return bool(min(gap["end_us"], stay["end_us"]) - max(gap["start_us"], stay["start_us"]) >= MEETING_US)


def _reachable(gap: Row, stay: Row) -> bool:
    """Tell whether the silent ship had the time to come to the other, to lie there, and to be where it was heard."""
    there, back = _ways(gap, stay)
    comes = gap["start_us"] + there / (SPEED_KN * _KNOT_M_PER_US)
    goes = gap["end_us"] - back / (SPEED_KN * _KNOT_M_PER_US)
    return bool(min(goes, stay["end_us"]) - max(comes, stay["start_us"]) >= MEETING_US)


def _ways(gap: Row, stay: Row) -> tuple[float, float]:
    """Return metres from where the silence began to the stay, and from there to where it ended."""
    at = (stay["start_lat_e7"], stay["start_lon_e7"])
    begins = placing.distance_m(gap["start_lat_e7"], gap["start_lon_e7"], *at)
    return begins, placing.distance_m(gap["end_lat_e7"], gap["end_lon_e7"], *at)


def _pair(gap: Row, stay: Row, fleet: Ships, stops: Mapping[int, Sequence[Row]]) -> Pair:
    there, back = _ways(gap, stay)
    visible, silent = (change(one, fleet, stops.get(one["track"], ())) for one in (stay, gap))
    return Pair(stay, gap, min(there, back), there <= back, visible, silent)


def change(event: Row, fleet: Ships, stops: Sequence[Row]) -> Change | None:
    """Return what a ship reported before and after, up to where it next lay; None where one side is missing.

    Where it next lay need not be a known port: what changed there says nothing of the time before.
    """
    start_us, end_us = event["start_us"], event["end_us"]
    next_us = min((stop["start_us"] for stop in stops if stop["start_us"] >= end_us), default=end_us + AFTER_US)
    reports = fleet.draughts(event["mmsi"], start_us, end_us)
    before = [one for one in reports if one.t_us <= start_us]
    after = [one for one in reports if start_us < one.t_us <= min(next_us, end_us + AFTER_US)]
    if not before or not after:
        return None
    differs = (one for one in after if abs(one.dm - before[-1].dm) >= CHANGE_DM)
    return Change(before[-1], next(differs, after[0]))
