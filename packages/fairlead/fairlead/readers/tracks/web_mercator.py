"""Turns metres of Web Mercator (EPSG:3857) back into degrees, and tells when a table seems to hold them.

Source: IOGP, Guidance Note 7-2, popular visualisation pseudo-Mercator, inverse. Computed in doubles and rounded to
1e-7 degree; it is the one place where positions are not exact decimal arithmetic.
"""

from __future__ import annotations

import math

import numpy as np

from fairlead import shapes
from fairlead.errors import UnreadableError
from fairlead.readers.tracks.cells import Column

UNIT = "EPSG:3857 m"
PER_METRE = 1_000_000  # cells are read as whole micrometres before they are turned back
_RADIUS_M = 6_378_137.0  # of the sphere that EPSG:3857 uses
_NO_DEGREES_E7 = 360 * shapes.E7


def degrees(role: str, metres: Column) -> Column:
    """Return latitudes or longitudes in 1e-7 degree from metres (as :data:`PER_METRE` parts)."""
    angle = metres.values / (PER_METRE * _RADIUS_M)
    radians = np.arctan(np.sinh(np.clip(angle, -math.pi * 2, math.pi * 2))) if role == "lat" else angle
    return Column(np.rint(np.degrees(radians) * shapes.E7).astype(np.int64), metres.given, metres.bad)


def refuse_metres(lat: Column, lon: Column, columns: tuple[str, str], name: str) -> None:
    """Raise UnreadableError where most rows' positions are so large that the column cannot be in degrees."""
    given = lat.given & lon.given
    large = given & ((np.abs(lat.values) > _NO_DEGREES_E7) | (np.abs(lon.values) > _NO_DEGREES_E7))
    count, total = int(np.count_nonzero(large)), int(np.count_nonzero(given))
    if count * 2 <= total:
        return
    lat_column, lon_column = columns
    raise UnreadableError(
        f"{name}: {lat_column} and {lon_column} are no degrees in {count} of the first {total} rows; metres of Web "
        "Mercator and whole numbers of 1/600000 degree look so",
        f"say the unit in a mapping: lat: {{column: {lat_column}, unit: '{UNIT}'}}, or unit: 1/600000 deg; lon alike",
    )
