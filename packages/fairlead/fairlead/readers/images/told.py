"""One picture's row in the shape ``shapes.IMAGES``, and the forms in which files write time and place."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pyarrow as pa
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from fairlead import shapes

DECIMALS = 7  # of a degree: a centimetre


def table(exhibit: int, **values: Any) -> pa.Table:
    """Return one picture; columns that are not given stay empty."""
    row = dict.fromkeys(shapes.IMAGES.names) | {"exhibit": exhibit, "row": 1} | values
    return pa.Table.from_pylist([row], schema=shapes.IMAGES)


def moment(text: str | None) -> tuple[str | None, int | None]:
    """Return a time as ISO 8601 and, where it gives its offset from UTC, in microseconds; None where it is none."""
    if not text:
        return None, None
    try:
        found = datetime.fromisoformat(text.strip().replace("Z", "+00:00"))
    except ValueError:
        return None, None
    t_us = None if found.tzinfo is None else round(found.timestamp() * shapes.US_PER_SECOND)
    return found.isoformat(), t_us


def from_exif(stamp: str | None, offset: str | None) -> str | None:
    """Return EXIF's "2018:02:16 14:30:00" with its offset "+09:00" as ISO 8601, or None where it is no time."""
    found = re.match(r"^(\d{4})[:-](\d\d)[:-](\d\d)[ T](\d\d:\d\d:\d\d)", (stamp or "").strip("\x00 "))
    if found is None:
        return None
    zone = offset.strip("\x00 ") if offset and re.match(r"^[+-]\d\d:\d\d", offset.strip("\x00 ")) else ""
    return moment(f"{found[1]}-{found[2]}-{found[3]}T{found[4]}{zone}")[0]


def wkt(shape: BaseGeometry | list[tuple[float, float]]) -> str:
    """Return a footprint as text, from its shape or from its corners (longitude, latitude in degrees)."""
    return (Polygon(shape) if isinstance(shape, list) else shape).wkt if not _is_empty(shape) else ""


def rounded(corners: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return corners with as many decimals as are kept."""
    return [(round(lon, DECIMALS), round(lat, DECIMALS)) for lon, lat in corners]


def _is_empty(shape: BaseGeometry | list[tuple[float, float]]) -> bool:
    return not shape if isinstance(shape, list) else bool(shape.is_empty)
