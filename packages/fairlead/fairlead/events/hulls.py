"""Telling apart the hulls that send one MMSI: each position goes to the nearest hull that could have reached it.

Left out: whose hull it is. A hull here is no more than a chain of positions without an impossible jump; two ships in
company that share a number, or one ship whose receiver erred for an hour, can be told apart wrongly. Names, call signs
and dimensions would help and are not used.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from fairlead.events.geodesy import metres_between

MOST_HULLS = 1_000  # track = mmsi * 1000 + ordinal; one more hull than this joins the nearest, however fast


def assign(
    t_us: npt.NDArray[np.int64],
    lat_e7: npt.NDArray[np.int64],
    lon_e7: npt.NDArray[np.int64],
    *,
    max_speed_mps: float,
    slack_m: float,
) -> npt.NDArray[np.int64]:
    """Return the hull's ordinal for each of one MMSI's positions, which must be in order of time.

    A hull can have reached a position if it lies within ``slack_m`` plus what ``max_speed_mps`` allows since the
    hull was last heard. Of those that can the nearest takes it (the older one in a tie); if none can, a new hull
    begins. Ordinals count from 0 in the order of first positions.
    """
    ordinals = np.zeros(len(t_us), np.int64)
    last = np.zeros((3, MOST_HULLS), np.int64)  # time and position at which each hull was last heard
    hulls = 0
    for at, (time, lat, lon) in enumerate(zip(t_us.tolist(), lat_e7.tolist(), lon_e7.tolist(), strict=True)):
        if hulls == 1 and _near(int(last[1, 0]), int(last[2, 0]), lat, lon, slack_m):
            hull = 0  # most positions of most numbers: one hull, hardly moved
        else:
            away_m = metres_between(lat, lon, last[1, :hulls], last[2, :hulls])
            excess_m = away_m - slack_m - max_speed_mps * (time - last[0, :hulls]) / 1e6
            if (excess_m <= 0).any():
                hull = int(np.argmin(np.where(excess_m <= 0, away_m, np.inf)))
            elif hulls < MOST_HULLS:
                hull = hulls
                hulls += 1
            else:
                hull = int(np.argmin(excess_m))
        ordinals[at] = hull
        last[:, hull] = time, lat, lon
    return ordinals


def _near(lat_a_e7: int, lon_a_e7: int, lat_b_e7: int, lon_b_e7: int, metres: float) -> bool:
    """Return whether two positions are surely within a distance: a degree is never longer than 111.7 km."""
    return abs(lat_a_e7 - lat_b_e7) + abs(lon_a_e7 - lon_b_e7) < metres / 111_700 * 1e7
