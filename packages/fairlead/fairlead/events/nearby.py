"""Which positions lie within reach of a port or anchorage: a join by cells of a tenth of a degree, then distances.

Left out: which place a ship at several places is at; ``port_visit`` decides.
"""

from __future__ import annotations

from typing import Any

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.compute

from fairlead.events import geodesy
from fairlead.places.runs import laid_out

pc: Any = pyarrow.compute
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
    covered = ibis.memtable(_covered(anchors, reach_m))
    cell = _row(positions.lat_e7) * _ROUND + _column(positions.lon_e7)
    placed = positions.mutate(anchor_cell=cell).join(covered, "anchor_cell").drop("anchor_cell")
    distance = geodesy.distance_dm(placed.lat_e7, placed.lon_e7, placed.anchor_lat_e7, placed.anchor_lon_e7)
    measured = placed.mutate(anchor_dm=distance)
    return measured.filter(measured.anchor_dm < reach_m * 10)


def _row(lat_e7: Any) -> Any:
    return (lat_e7 / _CELL_E7).floor().cast("int64")


def _column(lon_e7: Any) -> Any:
    return ((lon_e7 + 1_800_000_000) / _CELL_E7).floor().cast("int64") % _ROUND


def _covered(anchors: pa.Table, reach_m: int) -> pa.Table:
    """Return each anchor once per cell that its circle may touch; columns wrap at the antimeridian."""
    lat_e7, lon_e7 = (np.asarray(anchors[name], np.int64) for name in ("lat_e7", "lon_e7"))
    lat, lon = lat_e7 / _CELL_E7, (lon_e7 + 1_800_000_000) / _CELL_E7
    tall = reach_m / _METRES_PER_CELL
    shrink = np.cos(np.radians(np.minimum(89.9, (np.abs(lat) + tall) / 10)))
    wide = np.minimum(_ROUND / 2, tall / shrink)
    number, row = laid_out(np.floor(lat - tall), np.floor(lat + tall) + 1)
    first = np.floor(lon - wide)
    which, column = laid_out(first[number], np.minimum(np.floor(lon + wide) + 1, first + _ROUND)[number])
    number, row = number[which], row[which]
    places = anchors.take(number)
    columns = [
        pa.array(row * _ROUND + column % _ROUND),
        pa.array(number, pa.int32()),
        pc.equal(places["kind"], "port"),
        *(places[name] for name in ("place", "kind", "country", "lat_e7", "lon_e7")),
    ]
    return pa.table(columns, names=[field.name for field in _COLUMNS]).cast(pa.schema(_COLUMNS))
