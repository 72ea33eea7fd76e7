"""How far two hulls were from each other over time, at the instants and by the rule that encounters are found with.

For looking at one pair: the detector itself works on all pairs at once. Left out: who was near whom.
"""

from __future__ import annotations

from typing import Any

import ibis
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from fairlead import shapes
from fairlead.events import encounter, geodesy

Integers = npt.NDArray[np.int64]
_HALF_TURN_E7 = 1_800_000_000


def over_time(
    one: pa.Table, other: pa.Table, start_us: int, end_us: int, parameters: encounter.Parameters | None = None
) -> list[tuple[int, int]]:
    """Return (time in us, distance in 0.1 m) every ``step_min`` at which both hulls were heard ``heard_min`` around.

    ``one`` and ``other`` hold one track each: columns t_us, lat_e7, lon_e7, in order of time.
    """
    asked = parameters or encounter.Parameters()
    grid = instants(start_us, end_us, asked)
    here, there = placed(one, grid, asked), placed(other, grid, asked)
    both = here[0] & there[0]
    if not both.any():
        return []
    names = ("lat_a", "lon_a", "lat_b", "lon_b")
    columns = [pa.array(place[both]) for place in (*here[1:], *there[1:])]
    pairs = ibis.memtable(pa.table([pa.array(grid[both]), *columns], names=["t_us", *names]))
    apart = pairs.select("t_us", distance_dm=geodesy.distance_dm(*(pairs[name] for name in names)))
    found = apart.order_by("t_us").to_pyarrow()
    return list(zip(found["t_us"].to_pylist(), found["distance_dm"].to_pylist(), strict=True))


def at_moments(one: pa.Table, other: pa.Table, within_us: int) -> list[tuple[int, int]]:
    """Return (time in us, distance in 0.1 m) for each position of ``one`` with the other's nearest in time.

    Those farther apart in time than ``within_us`` are left out; nothing is interpolated. Tables as in ``over_time``.
    """
    here, there = ([table[name].to_numpy() for name in ("t_us", "lat_e7", "lon_e7")] for table in (one, other))
    if not len(here[0]) or not len(there[0]):
        return []
    nearest = nearest_in_time(here[0], there[0])
    both = np.flatnonzero(np.abs(there[0][nearest] - here[0]) <= within_us)
    places = (here[1][both], here[2][both], there[1][nearest[both]], there[2][nearest[both]])
    return list(zip(here[0][both].tolist(), geodesy.distances_dm(*places).tolist(), strict=True))


def nearest_in_time(here: Integers, there: Integers) -> Integers:
    """Return for each time which of some others, at least one and in order, is nearest; of several alike the first."""
    after = np.minimum(np.searchsorted(there, here), len(there) - 1)
    before = np.searchsorted(there, there[np.maximum(after - 1, 0)])
    found: Integers = np.where(np.abs(there[before] - here) <= np.abs(there[after] - here), before, after)
    return found


def instants(start_us: int, end_us: int, parameters: encounter.Parameters) -> Integers:
    """Return the instants (us) at which distances are taken, both ends included."""
    step = parameters.step_min * 60 * shapes.US_PER_SECOND
    return np.arange(-(-start_us // step), end_us // step + 1, dtype=np.int64) * step


def placed(
    track: pa.Table, grid: Integers, parameters: encounter.Parameters
) -> tuple[npt.NDArray[np.bool_], Integers, Integers]:
    """Return, for each instant, whether the hull was heard around it, and its latitude and longitude (1e-7 degree).

    Positions lie on the line between the two received; where it was not heard they mean nothing.
    """
    heard_us = parameters.heard_min * 60 * shapes.US_PER_SECOND
    t, lat, lon = (track[name].to_numpy() for name in ("t_us", "lat_e7", "lon_e7"))
    if len(t) < 2:
        nowhere = np.zeros(len(grid), dtype=np.int64)
        return np.zeros(len(grid), dtype=np.bool_), nowhere, nowhere
    before = np.searchsorted(t, grid, side="right") - 1
    known = (before >= 0) & (before < len(t) - 1)
    at = np.clip(before, 0, len(t) - 2)
    known &= (grid - t[at] <= heard_us) & (t[at + 1] - grid <= heard_us)
    share = (grid - t[at]) / np.maximum(t[at + 1] - t[at], 1)
    north = lat[at] + np.rint((lat[at + 1] - lat[at]) * share).astype(np.int64)
    east = lon[at] + np.rint(_turned(lon[at + 1] - lon[at]) * share).astype(np.int64)
    return known, north, _turned(east)


def _turned(difference_e7: Any) -> Any:
    return (difference_e7 + _HALF_TURN_E7) % (2 * _HALF_TURN_E7) - _HALF_TURN_E7
