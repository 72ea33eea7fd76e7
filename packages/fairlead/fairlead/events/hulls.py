"""Telling apart the hulls that send one MMSI: each position goes to the nearest hull that could have reached it.

Near is near to where a hull was last heard, or to where its speed and course would have brought it by then.

Left out: whose hull it is. A hull here is no more than a chain of positions without an impossible jump; two ships in
company that share a number, or one ship whose receiver erred for an hour, can be told apart wrongly. Names, call
signs and dimensions come in reports without a position and are not used: on a shared number nobody knows whose they
are. Nor is the class of transponder: tried on labelled numbers (docs/benchmarks.md), it told hulls apart no better.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from fairlead.events.geodesy import metres_between

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

MOST_HULLS = 1_000  # track = mmsi * 1000 + ordinal; one more hull than this joins the nearest, however fast
ONWARD_US = 3_600_000_000  # ours: speed and course say nothing of a later hour (chosen on BC 2018, docs/benchmarks.md)
LAPSES_US = 24 * 3_600_000_000  # ours: satellites hear each ship daily; who is heard once and never again was a stray
OVER_US = 3 * LAPSES_US  # ours: who was heard once in three days, beside another of its number, is not heard again
STRAY_TIMES = 2  # ours: how much nearer than the others a hull must be that was heard once, and they since
LEAST_S = 60.0  # ours: many sources give times to the minute

_MPS_PER_DKN = 1_852 / 3_600 / 10
_METRES_PER_E7 = 111_195 / 1e7  # mean degree of latitude; good enough to say where a hull would be


class Motion(NamedTuple):
    """How fast one number's positions say that they move, in metres a second; 0 where speed or course is not given."""

    north_mps: Floats
    east_mps: Floats


def motion(speed_dkn: Floats, course_ddeg: Floats) -> Motion:
    """Return the motion that reports give; NaN where they give none."""
    mps, radians = speed_dkn * _MPS_PER_DKN, np.radians(course_ddeg / 10)
    return Motion(np.nan_to_num(mps * np.cos(radians)), np.nan_to_num(mps * np.sin(radians)))


def assign(
    t_us: Ints,
    lat_e7: Ints,
    lon_e7: Ints,
    *,
    max_speed_mps: float | Floats,
    slack_m: float,
    moving: Motion | None = None,
    known: Ints | None = None,
) -> Ints:
    """Return the hull's ordinal for each of one MMSI's positions, which must be in order of time.

    1. A hull can have reached a position if it lies within ``slack_m`` plus what ``max_speed_mps`` allows since the
       hull was last heard. Of those that can the nearest takes it (the older one in a tie); one that was heard once,
       more than a day ago, only where no other can, and more than three days ago, beside another, not at all.
    2. If none can, but one could from where it was heard the time before, what it took last was a stray, which becomes
       a hull of its own: one wrong position must not end a track.
    3. If none could, a new hull begins.

    Ordinals count from 0 in the order of first positions. Without ``moving`` only the last position counts.
    ``max_speed_mps`` is one for all positions, or each position's own. ``known``: which hull took each position when it
    was followed before, -1 for later ones; to go on from, the last two of each hull are enough. Where one of them is
    another hull's now, since it was a stray, all of the number's positions have to be followed anew.
    """
    told = moving or Motion(np.zeros(len(t_us)), np.zeros(len(t_us)))
    ordinals = np.zeros(len(t_us), np.int64)
    last = np.zeros((4, MOST_HULLS), np.int64)  # time and position at which each hull was last heard, and which it was
    before = np.zeros((4, MOST_HULLS), np.int64)  # the same of the time before; which: -1 where there is none
    last[3] = -1
    way = np.zeros((2, MOST_HULLS))  # its speed north and east when last heard
    reach = np.broadcast_to(np.asarray(max_speed_mps, np.float64), len(t_us))
    taken = np.full(len(t_us), -1) if known is None else known
    kept = hulls = int(taken.max(initial=-1)) + 1
    columns = (t_us, lat_e7, lon_e7, told.north_mps, told.east_mps, reach, taken)
    positions = zip(*(one.tolist() for one in columns), strict=True)
    for at, (time, lat, lon, north, east, reach_mps, by) in enumerate(positions):
        if by >= 0:
            hull = by
        elif hulls == 1 and _near(int(last[1, 0]), int(last[2, 0]), lat, lon, slack_m):
            hull = 0  # most positions of most numbers: one hull, hardly moved
        else:
            away_m, excess_m = _reached(time, lat, lon, last[:, :hulls], reach_mps, slack_m)
            can = (excess_m <= 0) & ~_over(time, last[0, :hulls], before[3, :hulls])
            if can.sum() > 1:
                can = _with_a_claim(can, time, last[0, :hulls], before[3, :hulls])
            if can.sum() > 1:
                claimed_m = np.where(can, away_m, np.inf)
                hull = _nearest(time, lat, lon, last[:, :hulls], way[:, :hulls], claimed_m, before[3, :hulls] < 0)
            elif can.any():
                hull = int(np.argmax(can))
            elif hulls < MOST_HULLS:
                hull = _without_stray(time, lat, lon, last, before, hulls, reach_mps, slack_m)
                if hull < hulls:
                    ordinals[last[3, hull]] = hulls
                    last[:, hulls], way[:, hulls], before[3, hulls] = last[:, hull], way[:, hull], -1
                    last[:, hull] = before[:, hull]
                hulls += 1
            else:
                hull = int(np.argmin(excess_m))
        ordinals[at] = hull
        before[:, hull] = last[:, hull]
        last[:, hull] = time, lat, lon, at
        way[:, hull] = north, east
    return _in_order(ordinals, kept)


def _over(time: int, heard_us: Ints, before: Ints) -> npt.NDArray[np.bool_]:
    """Tell which hulls were strays: heard once, not for days, on a number under which another was heard more than once.

    Two strays of one ship, weeks apart, are no hull that was silent in between.
    """
    once = before < 0
    return once & (time - heard_us > OVER_US) & (not once.all())


def _with_a_claim(can: npt.NDArray[np.bool_], time: int, heard_us: Ints, before: Ints) -> npt.NDArray[np.bool_]:
    """Leave out, of the hulls that can have reached a position, those heard once and not for a day, unless all are.

    A stray becomes a hull of its own. Months later, when the ship was silent for days and may be anywhere, it must not
    take the ship's next position because it happens to lie nearer than where the ship was heard last.
    """
    lapsed = (before < 0) & (time - heard_us > LAPSES_US)
    kept = can & ~lapsed
    return kept if kept.any() else can


def _reached(time: int, lat: int, lon: int, heard: Ints, max_speed_mps: float, slack_m: float) -> tuple[Floats, Floats]:
    """Return how far away each hull was heard, in metres, and by how much that is more than it can have sailed."""
    away_m = metres_between(lat, lon, heard[1], heard[2])
    return away_m, away_m - slack_m - max_speed_mps * (time - heard[0]) / 1e6


def _without_stray(
    time: int, lat: int, lon: int, last: Ints, before: Ints, hulls: int, max_speed_mps: float, slack_m: float
) -> int:
    """Return the nearest hull that could have come, had it not taken the last position it took; ``hulls`` if none.

    Only where that one was hard to come by: it asked for more than twice the speed that this position asks for.
    """
    if not hulls:
        return 0
    away_m, excess_m = _reached(time, lat, lon, before[:, :hulls], max_speed_mps, slack_m)
    stray_m = _metres_each(before[:, :hulls], last[:, :hulls])
    seconds, stray_s = ((one - before[0, :hulls]) / 1e6 + LEAST_S for one in (time, last[0, :hulls]))
    could = (excess_m <= 0) & (before[3, :hulls] >= 0) & (stray_m / stray_s > 2 * away_m / seconds)
    return int(np.argmin(np.where(could, away_m, np.inf))) if could.any() else hulls


def _metres_each(one: Ints, other: Ints) -> Floats:
    """Return the distance between the positions of each column, in metres."""
    pairs = zip(one[1].tolist(), one[2].tolist(), other[1].tolist(), other[2].tolist(), strict=True)
    return np.array([metres_between(a, b, np.array([c]), np.array([d]))[0] for a, b, c, d in pairs])


def _in_order(ordinals: Ints, kept: int) -> Ints:
    """Number hulls anew in the order of their first positions, but for the first ones that were ``kept``."""
    _, first, inverse = np.unique(ordinals, return_index=True, return_inverse=True)
    first[:kept] = np.arange(kept) - kept
    return np.argsort(np.argsort(first))[inverse].astype(np.int64)


def _nearest(
    time: int, lat: int, lon: int, last: Ints, way: Floats, away_m: Floats, once: npt.NDArray[np.bool_]
) -> int:
    """Return which of several hulls is nearest, each where it was last heard or where it would be by now.

    One that was heard ``once``, and another of them since, may be a stray: it counts as twice as far.
    """
    seconds = np.minimum(time - last[0], ONWARD_US) / 1e6
    shrink = max(0.01, math.cos(math.radians(lat / 1e7)))
    onward_lat = last[1] + np.rint(way[0] * seconds / _METRES_PER_E7).astype(np.int64)
    onward_lon = last[2] + np.rint(way[1] * seconds / (_METRES_PER_E7 * shrink)).astype(np.int64)
    onward_m = metres_between(lat, lon, onward_lat, onward_lon)
    doubted = once & (last[0] < last[0][~np.isinf(away_m)].max())
    far_m = np.minimum(away_m, onward_m) * np.where(doubted, STRAY_TIMES, 1)
    return int(np.argmin(np.where(np.isinf(away_m), np.inf, far_m)))


def _near(lat_a_e7: int, lon_a_e7: int, lat_b_e7: int, lon_b_e7: int, metres: float) -> bool:
    """Return whether two positions are surely within a distance: a degree is never longer than 111.7 km."""
    return abs(lat_a_e7 - lat_b_e7) + abs(lon_a_e7 - lon_b_e7) < metres / 111_700 * 1e7
