"""Was a silence the ship's own, where at one of its ends hearing itself ends? And what makes such an end?

A ship lost off the target's coast may have sailed out of what can be heard. But where it is heard again far from there,
amid others who were heard all around it and on its way, it came through waters in which it would have been heard: there
at least it was silent itself. The same the other way round. Left out: where it was behind that edge, and silences that
came back near the place where they began.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fairlead.places import Port
from fairlead.typologies import placing
from fairlead.typologies.grounds.doors import LEAST_HULLS, Doors
from fairlead.typologies.grounds.doors import SHARE as EDGE

OFF_M = 225_000.0  # ours: half a day's sailing, at ten knots, from the target's port to where hearing ends
FAR_M = 133_000.0  # ours: six hours' sailing at twelve knots; shorter silences are commonplace
HEARD = 0.75  # ours: of the hours looked at, those in which others were heard
SELDOM = EDGE / 2  # ours: under it, a place is no edge of hearing
AWAY_M = 450_000.0  # as unheard_calls.py: a day's sailing from the target's port

Row = Mapping[str, Any]


@dataclass(frozen=True)
class End:
    """One end of a silence: its name in events, what befell the ship there, and the way that its course tells of."""

    edge: str  # start or end
    done: str
    way: str
    way_h: str  # the event's column: hours in which others were heard on that way


LOST = End("start", "lost", "ahead of it", "audible_ahead_h")
AGAIN = End("end", "heard again", "astern of it", "audible_astern_h")


def own(gap: Row, ports: Sequence[Port], doors: Doors) -> str | None:
    """Return in words why a silence was the ship's own at the end far from the target; None where nothing says so.

    ``ports`` of the target State, one of which lies off the other end. ``doors`` must know the silence.
    """
    apart_m = placing.distance_m(*_at(gap, LOST), *_at(gap, AGAIN))
    if apart_m < FAR_M:
        return None
    for silent, edge in ((AGAIN, LOST), (LOST, AGAIN)):
        off_m, port = _off(gap, edge, ports)
        if off_m <= OFF_M and _amid_others(gap, silent, doors):
            hours = f"{gap[f'audible_{silent.edge}_h']} of the {gap[f'watched_{silent.edge}_h']} hours looked at"
            return (
                f"{edge.done} {off_m / 1_000:.0f} km off {port}, it was {silent.done} {apart_m / 1_000:.0f} km from "
                f"there, where others are seldom lost and were heard in {hours}, {silent.way} too: there at least it "
                "was silent itself"
            )
    return None


def shares(gap: Row, ports: Sequence[Port]) -> tuple[float, float]:
    """Return which share of days makes an edge where a silence began and where it ended.

    Through an edge farther than a day's sailing from the target the ways lead to other States, so that less suffices.
    """
    lost, again = (SELDOM if _off(gap, end, ports)[0] > AWAY_M else EDGE for end in (LOST, AGAIN))
    return lost, again


def _off(gap: Row, end: End, ports: Sequence[Port]) -> tuple[float, str]:
    """Return how far off the nearest port an end lies, in metres, and that port's name."""
    return min((placing.distance_m(*_at(gap, end), port.lat_e7, port.lon_e7), port.name) for port in ports)


def _amid_others(gap: Row, end: End, doors: Doors) -> bool:
    watched, audible, way = gap[f"watched_{end.edge}_h"], gap[f"audible_{end.edge}_h"], gap[end.way_h]
    if not watched or audible is None or way is None or (gap[f"heard_{end.edge}"] or 0) < LEAST_HULLS:
        return False
    there = doors.others(gap, end.edge)
    seldom = there.hulls >= LEAST_HULLS and there.through < SELDOM * there.days
    return seldom and min(audible, way) >= HEARD * watched


def _at(gap: Row, end: End) -> tuple[int, int]:
    return gap[f"{end.edge}_lat_e7"], gap[f"{end.edge}_lon_e7"]
