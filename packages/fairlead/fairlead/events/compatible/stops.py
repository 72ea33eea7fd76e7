"""Stops exactly as MovingPandas' TrajectoryStopDetector finds them, for comparison only.

Its definition (BSD-3-Clause), written anew: a stop lasts as long as all positions since its beginning lie in a rotated
rectangle of degrees whose diagonal is short. Each MMSI is one ship, of positions of one time the first counts, and two
positions with nothing between them are a stop however long the silence was. Left out: its points and segments.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

import ibis.expr.types as ir
import numpy as np
import pyproj
import shapely

_WGS84 = pyproj.Geod(ellps="WGS84")
_BOX = 1.5  # MovingPandas: an upright box wider than this times the diameter is not looked at more closely


class Stop(NamedTuple):
    """The first and the last position of a stop."""

    mmsi: int
    start_us: int
    end_us: int


_Sent = tuple[int, float, float]  # microseconds, longitude, latitude


def stops(positions: ir.Table, diameter_m: float = 500, least_min: int = 60) -> list[Stop]:
    """Return stops by ship and time."""
    sent = positions.filter(positions.lat_e7.notnull() & positions.lon_e7.notnull())
    table = sent.order_by("mmsi", "t_us", "lat_e7", "lon_e7").select("mmsi", "t_us", "lon_e7", "lat_e7").to_pyarrow()
    least_us = least_min * 60_000_000
    found = []
    for mmsi, rows in groupby(zip(*(column.to_pylist() for column in table.columns), strict=True), itemgetter(0)):
        track = [(t_us, lon / 1e7, lat / 1e7) for _, t_us, lon, lat in rows]
        once = [one for at, one in enumerate(track) if at == 0 or one[0] != track[at - 1][0]]
        found += [Stop(mmsi, *ends) for ends in _stops(once, diameter_m, least_us)]
    return found


def _stops(track: Sequence[_Sent], diameter_m: float, least_us: int) -> Iterator[tuple[int, int]]:
    held: list[_Sent] = []
    around: shapely.Geometry | None = None  # the hull of what is held, known while a ship is stopped
    was_stopped = False
    for one in track:
        held.append(one)
        if around is None:  # the oldest go, but two remain
            first = 0
            while len(held) - first > 2 and one[0] - held[first][0] >= least_us:
                first += 1
            del held[:first]
        around = _near(held, around, diameter_m)
        if was_stopped and around is None and len(held) > 1 and held[-2][0] - held[0][0] >= least_us:
            yield held[0][0], held[-2][0]
            held = [one]
        was_stopped = around is not None
    if was_stopped and held[-1][0] - held[0][0] >= least_us:
        yield held[0][0], held[-1][0]


def _near(held: Sequence[_Sent], before: shapely.Geometry | None, diameter_m: float) -> shapely.Geometry | None:
    """Return the hull of what is held if that is near enough, given the hull without the newest; else None."""
    if len(held) < 2:
        return None
    newest = shapely.Point(held[-1][1:])
    if before is not None and shapely.covers(before, newest):
        return before
    corners = [one[1:] for one in held] if before is None else [*shapely.get_coordinates(before), held[-1][1:]]
    west, south, east, north = (float(each) for each in (*np.min(corners, axis=0), *np.max(corners, axis=0)))
    if _metres(west, south, east, north) >= diameter_m * _BOX:
        return None
    hull = shapely.convex_hull(shapely.multipoints(corners))
    box = shapely.get_coordinates(shapely.minimum_rotated_rectangle(hull))
    opposite = box[2] if len(box) == 5 else box[-1]  # where all lie on a line, its ends
    ends = (held[0][1:], held[1][1:]) if len(held) == 2 else (box[0], opposite)
    return hull if _metres(*ends[0], *ends[1]) < diameter_m else None


def _metres(lon: float, lat: float, to_lon: float, to_lat: float) -> float:
    return float(_WGS84.inv(lon, lat, to_lon, to_lat)[2])
