"""Points in a GeoParquet file's geometry column, as latitude and longitude. Other columns are not looked at.

Source: GeoParquet 1.1.0 (OGC). Coordinates stand as x, y, which is longitude, latitude whatever the CRS says of its
axes. Only degrees of WGS 84 are read; anything else would have to be projected back, and is refused by name.
"""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Mapping as Dict
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from fairlead.errors import UnreadableError
from fairlead.readers.tracks.cells import Arrow, pc
from fairlead.readers.tracks.mapping import Mapping

ACCEPTED = ("OGC:CRS84", "EPSG:4326")
_POINT = 1  # of well-known binary; 1001, 2001 and 3001 with Z, M or both
_EWKB_FLAGS, _EWKB_SRID = 0xE000_0000, 0x2000_0000
_PLAIN_BYTES = 21  # byte order, type, x, y


@dataclass(frozen=True)
class Geometry:
    """The column that holds a table's positions."""

    column: str
    encoding: str  # 'WKB' or 'point'

    def named(self, mapping: Mapping) -> Mapping:
        """Return the mapping with names that tell the two coordinates apart in messages."""
        columns = dict(mapping.columns)
        for role, axis in (("lat", "y"), ("lon", "x")):
            if columns[role].column == self.column:
                columns[role] = replace(columns[role], column=f"{self.column} ({axis})")
        return replace(mapping, columns=columns)

    def points(self, cells: Arrow) -> tuple[Arrow, Arrow, dict[int, str]]:
        """Return latitudes and longitudes as doubles, null where there is none, and by index what is no point."""
        if self.encoding == "point":
            return pc.struct_field(cells, "y"), pc.struct_field(cells, "x"), {}
        plain, x, y = _plain_points(cells)
        given = np.asarray(pc.is_valid(cells))
        bad = {}
        for index in np.flatnonzero(given & ~plain).tolist():
            try:
                x[index], y[index] = _point(cells[index].as_py())
            except ValueError as error:
                bad[index] = str(error)
        return pa.array(y, mask=~given), pa.array(x, mask=~given), bad


def geometry_of(file: pq.ParquetFile, name: str) -> Geometry | None:
    """Return where a GeoParquet file keeps its positions, or None where it is none.

    Raises UnreadableError for a CRS that is not degrees of WGS 84, and for metadata that is damaged.
    """
    packed = (file.metadata.metadata or {}).get(b"geo")
    if packed is None:
        return None
    try:
        geo = json.loads(packed)
        column = str(geo["primary_column"])
        about = geo["columns"][column]
        encoding, crs = about["encoding"], about.get("crs", ACCEPTED[0])
        kind = file.schema_arrow.field(column).type
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise UnreadableError(f"{name}: the metadata of GeoParquet is damaged ({error})") from error
    _check_crs(crs, name)
    binary = pa.types.is_binary(kind) or pa.types.is_large_binary(kind)
    if not (encoding == "WKB" and binary) and not (encoding == "point" and pa.types.is_struct(kind)):
        raise UnreadableError(
            f"{name}: expected points as WKB or 'point' in the geometry column {column!r}, found {encoding}, {kind}"
        )
    return Geometry(column, encoding)


def _check_crs(crs: Any, name: str) -> None:
    if crs is None:
        found = "says that it is unknown"
    elif isinstance(crs, Dict) and isinstance(crs.get("id"), Dict):
        found = f"{crs['id'].get('authority')}:{crs['id'].get('code')}"
    else:
        found = str(crs.get("name") if isinstance(crs, Dict) else crs)[:80]
    if found.upper() not in ACCEPTED:
        raise UnreadableError(
            f"{name}: expected the CRS {' or '.join(ACCEPTED)}, found {found}",
            "write it again in EPSG:4326, or with columns of latitude and longitude",
        )


def _plain_points(cells: Arrow) -> tuple[Any, Any, Any]:
    """Return which cells are little-endian points of two coordinates, and x and y of those (NaN elsewhere)."""
    fits = np.asarray(pc.fill_null(pc.equal(pc.binary_length(cells), _PLAIN_BYTES), False))
    x, y = np.full(len(cells), np.nan), np.full(len(cells), np.nan)
    joined = b"".join(cells.filter(pa.array(fits)).to_pylist())
    rows = np.frombuffer(joined, [("order", "u1"), ("type", "<u4"), ("x", "<f8"), ("y", "<f8")])
    points = (rows["order"] == 1) & (rows["type"] == _POINT)
    where = np.flatnonzero(fits)[points]
    x[where], y[where] = rows["x"][points], rows["y"][points]
    plain = np.zeros(len(cells), np.bool_)
    plain[where] = True
    return plain, x, y


def _point(cell: bytes) -> tuple[float, float]:
    """Return x and y of a point in well-known binary of any kind. Raises ValueError."""
    if len(cell) < 5 or cell[0] > 1:
        raise ValueError("no well-known binary")
    order = "<" if cell[0] else ">"
    (kind,) = struct.unpack_from(f"{order}I", cell, 1)
    place = 5
    if kind & _EWKB_SRID:
        if len(cell) < 9 or struct.unpack_from(f"{order}I", cell, 5)[0] != 4326:
            raise ValueError("in another SRID than 4326")
        place = 9
    kind &= ~_EWKB_FLAGS
    if kind % 1000 != _POINT or kind > 4000:
        raise ValueError(f"no point, but type {kind} of well-known binary")
    if len(cell) < place + 16:
        raise ValueError("no well-known binary")
    x, y = struct.unpack_from(f"{order}2d", cell, place)
    if math.isinf(x) or math.isinf(y):
        raise ValueError("no point on earth")
    return x, y
