"""Which positions lie within reach of a port or anchorage: a join by cells of a tenth of a degree, then distances.

Left out: which place a ship at several places is at; ``port_visit`` decides.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from fairlead.events import geodesy

_CELL_E7 = 1_000_000  # a tenth of a degree
_ROUND = 3_600  # cells around the globe
_METRES_PER_CELL = 11_057.0  # least length of a tenth of a degree of latitude on WGS 84, at the equator

_COLUMNS: list[pa.Field[Any]] = [
    pa.field("anchor_cell", pa.int64()),
    pa.field("anchor", pa.int32()),
    pa.field("anchor_is_port", pa.bool_()),
    pa.field("place", pa.string()),
    pa.field("place_kind", pa.string()),
    pa.field("country", pa.string()),
    pa.field("anchor_lat_e7", pa.int64()),
    pa.field("anchor_lon_e7", pa.int64()),
]


def near(positions: ir.Table, anchors: pa.Table, reach_m: int) -> ir.Table:
    """Return positions (columns lat_e7, lon_e7 and any others) within reach, once per place.

    Adds anchor (its row in ``anchors``, from 0), anchor_is_port, place, place_kind, country, anchor_lat_e7,
    anchor_lon_e7 and anchor_dm, the distance. ``anchors`` has the shape ``places.ANCHORS``.
    """
    covered = ibis.memtable(pa.Table.from_pylist(list(_covered(anchors, reach_m)), schema=pa.schema(_COLUMNS)))
    cell = _row(positions.lat_e7) * _ROUND + _column(positions.lon_e7)
    placed = positions.mutate(anchor_cell=cell).join(covered, "anchor_cell").drop("anchor_cell")
    distance = geodesy.distance_dm(placed.lat_e7, placed.lon_e7, placed.anchor_lat_e7, placed.anchor_lon_e7)
    measured = placed.mutate(anchor_dm=distance)
    return measured.filter(measured.anchor_dm < reach_m * 10)


def _row(lat_e7: Any) -> Any:
    return (lat_e7 / _CELL_E7).floor().cast("int64")


def _column(lon_e7: Any) -> Any:
    return ((lon_e7 + 1_800_000_000) / _CELL_E7).floor().cast("int64") % _ROUND


def _covered(anchors: pa.Table, reach_m: int) -> Iterator[dict[str, Any]]:
    """Yield each anchor once per cell that its circle may touch; columns wrap at the antimeridian."""
    for number, anchor in enumerate(anchors.to_pylist()):
        lat, lon = anchor["lat_e7"] / _CELL_E7, (anchor["lon_e7"] + 1_800_000_000) / _CELL_E7
        tall = reach_m / _METRES_PER_CELL
        shrink = math.cos(math.radians(min(89.9, (abs(lat) + tall) / 10)))
        wide = min(_ROUND / 2, tall / shrink)
        rows = range(math.floor(lat - tall), math.floor(lat + tall) + 1)
        columns = {column % _ROUND for column in range(math.floor(lon - wide), math.floor(lon + wide) + 1)}
        for row in rows:
            for column in sorted(columns):
                yield {
                    "anchor_cell": row * _ROUND + column,
                    "anchor": number,
                    "anchor_is_port": anchor["kind"] == "port",
                    "place": anchor["place"],
                    "place_kind": anchor["kind"],
                    "country": anchor["country"],
                    "anchor_lat_e7": anchor["lat_e7"],
                    "anchor_lon_e7": anchor["lon_e7"],
                }
