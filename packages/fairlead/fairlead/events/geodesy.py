"""Distances on the WGS 84 ellipsoid as Ibis expressions, rounded to 0.1 m before anyone may compare them.

- Both latitudes and longitudes less than 3 degrees apart: the mid-latitude formula: the sides of a flat right triangle
  with the ellipsoid's radii of curvature at the mean latitude. It is the form of 47 CFR 73.208 (c) with WGS 84 radii
  in place of that rule's fitted constants. Against geodesics: within 0.01 % + 0.1 m up to 100 km, and within 0.15 %
  up to its limit, at latitudes up to 75 degrees (tests/events/test_geodesy.py).
- Farther: haversine on the sphere of mean radius, within 0.6 %. Such distances only tell journeys and jumps.

Longitudes may lie on either side of the antimeridian. Left out: bearings, areas.
"""

from __future__ import annotations

import math
from typing import Any

import ibis
import ibis.expr.types as ir
import numpy as np
import numpy.typing as npt

SEMI_MAJOR_M = 6_378_137.0  # WGS 84, NGA.STND.0036
FLATTENING = 1 / 298.257223563  # WGS 84, NGA.STND.0036
MEAN_RADIUS_M = 6_371_008.8  # IUGG mean radius of the same ellipsoid
_E2 = FLATTENING * (2 - FLATTENING)
_FLAT_E7 = 30_000_000  # 3 degrees
_HALF_TURN_E7 = 1_800_000_000
_RADIANS = math.pi / 180 / 1e7
_DM_PER_M = 10


def distance_dm(lat_a: Any, lon_a: Any, lat_b: Any, lon_b: Any) -> ir.IntegerValue:
    """Return the distance between two positions (columns in 1e-7 degree) in whole 0.1 m; None where one is None."""
    east_e7 = turned(lon_b - lon_a)
    north_e7 = lat_b - lat_a
    flat = (north_e7.abs() < _FLAT_E7) & (east_e7.abs() < _FLAT_E7)
    near_dm = (_flat(lat_a, lat_b, east_e7) * _DM_PER_M).round().cast("int64")
    far_dm = (_round(lat_a, lat_b, east_e7) * _DM_PER_M).round().cast("int64")
    # not a choice between the two: inside of choices engines reckon each cosine as often as it is written
    return near_dm * flat.cast("int64") + ibis.ifelse(flat, 0, far_dm)


def turned(difference_e7: Any) -> Any:
    """Return a difference of longitudes (1e-7 degree) taken the short way round, in [-180, 180) degrees."""
    # 540 degrees more keeps the dividend positive, since engines differ on remainders of negative numbers
    return (difference_e7 + 3 * _HALF_TURN_E7) % (2 * _HALF_TURN_E7) - _HALF_TURN_E7


def metres_between(
    lat_e7: int, lon_e7: int, lats_e7: npt.NDArray[np.int64], lons_e7: npt.NDArray[np.int64]
) -> npt.NDArray[np.float64]:
    """Return great-circle distances in metres from one position to many; to tell hulls apart, not for thresholds."""
    half_lat = (lats_e7 - lat_e7) * (_RADIANS / 2)
    half_lon = (lons_e7 - lon_e7) * (_RADIANS / 2)
    chord = np.sin(half_lat) ** 2 + np.cos(lats_e7 * _RADIANS) * math.cos(lat_e7 * _RADIANS) * np.sin(half_lon) ** 2
    return np.asarray(2 * MEAN_RADIUS_M * np.arcsin(np.sqrt(np.minimum(chord, 1.0))), dtype=np.float64)


def distances_dm(
    lat_a: npt.NDArray[np.int64],
    lon_a: npt.NDArray[np.int64],
    lat_b: npt.NDArray[np.int64],
    lon_b: npt.NDArray[np.int64],
) -> npt.NDArray[np.int64]:
    """Return what :func:`distance_dm` says, for arrays outside any engine (tests hold the two together)."""
    east, north = lon_b - lon_a, lat_b - lat_a
    across = np.flatnonzero((east < -_HALF_TURN_E7) | (east >= _HALF_TURN_E7))  # few, and remainders are slow
    east[across] = (east[across] + 3 * _HALF_TURN_E7) % (2 * _HALF_TURN_E7) - _HALF_TURN_E7
    cosine = np.cos((lat_a + lat_b) * _RADIANS)
    bend = (1 - _E2 / 2) + (_E2 / 2) * cosine
    along = north * (1 - _E2) / bend
    metres = np.sqrt((east * east.astype(np.float64) * (1 + cosine) / 2 + along * along) / bend)
    metres *= SEMI_MAJOR_M * _RADIANS
    far = np.flatnonzero((np.abs(north) >= _FLAT_E7) | (np.abs(east) >= _FLAT_E7))
    if len(far):
        half_lat, half_lon = np.sin(north[far] * (_RADIANS / 2)), np.sin(east[far] * (_RADIANS / 2))
        chord = half_lat**2 + np.cos(lat_a[far] * _RADIANS) * np.cos(lat_b[far] * _RADIANS) * half_lon**2
        metres[far] = 2 * MEAN_RADIUS_M * np.arcsin(np.sqrt(np.minimum(chord, 1.0)))
    return np.asarray(np.floor(metres * _DM_PER_M + 0.5), np.int64)  # halves up, as engines round


def _flat(lat_a: Any, lat_b: Any, east_e7: Any) -> Any:
    """Return metres; with N and M the radii of curvature, (N cos(lat) east)² + (M north)², all by cos(2 lat)."""
    # floats before constants: an engine may read 0.99 as a decimal, slow and rounded otherwise
    cosine = ((lat_a + lat_b).cast("float64") * _RADIANS).cos()  # of twice the mean latitude
    bend = (1 - _E2 / 2) + (_E2 / 2) * cosine  # N = a / sqrt(bend), M = N (1 - e²) / bend
    east = east_e7.cast("float64")
    north = (lat_b - lat_a).cast("float64") * (1 - _E2) / bend
    return ((east * east * (1 + cosine) / 2 + north * north) / bend).sqrt() * (SEMI_MAJOR_M * _RADIANS)


def _round(lat_a: Any, lat_b: Any, east_e7: Any) -> Any:
    half_lat = ((lat_b - lat_a) * (_RADIANS / 2)).sin()
    half_lon = (east_e7 * (_RADIANS / 2)).sin()
    chord = half_lat * half_lat + (lat_a * _RADIANS).cos() * (lat_b * _RADIANS).cos() * half_lon * half_lon
    # not ibis.least, which some engines let ignore None
    return 2 * MEAN_RADIUS_M * ibis.ifelse(chord > 1, 1.0, chord).sqrt().asin()
