"""Which positions lie within reach of a port or anchorage: a join by cells of a twentieth of a degree, then distances.

Left out: which place a ship at several places is at; ``port_visit`` decides.
"""

from __future__ import annotations

from typing import Any

import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.compute

from fairlead import shapes
from fairlead.events import columns, geodesy
from fairlead.places.runs import laid_out

pc: Any = pyarrow.compute
_CELL_E7 = 500_000  # a twentieth of a degree
_ROUND = 7_200  # cells around the globe
_METRES_PER_CELL = 5_528.5  # least length of a twentieth of a degree of latitude on WGS 84, at the equator

_COLUMNS: list[pa.Field[Any]] = [
    pa.field("anchor_cell", pa.int64()),
    pa.field("anchor", pa.int32()),
    pa.field("anchor_is_port", pa.bool_()),
    pa.field("place", pa.string()),
    pa.field("place_kind", pa.string()),
    pa.field("country", pa.string()),
    pa.field("anchor_lat_e7", pa.int64()),
    pa.field("anchor_lon_e7", pa.int64()),
    pa.field("anchor_reach_dm", pa.int64()),
]


def near(positions: ir.Table, anchors: pa.Table, reach_m: int, anchorage_m: int | None = None) -> ir.Table:
    """Return positions (columns lat_e7, lon_e7 and any others) within reach, once per place.

    Adds anchor (its row in ``anchors``, from 0), anchor_is_port, place, place_kind, country, anchor_lat_e7,
    anchor_lon_e7, anchor_reach_dm and anchor_dm, the distance. ``anchors`` has the shape ``places.ANCHORS``;
    ``anchorage_m`` is the reach of those that are no ports, where it is another; of 0, nothing is near them.
    """
    covered = columns.of_places(_covered, anchors, reach_m, reach_m if anchorage_m is None else anchorage_m)
    cell = _row(positions.lat_e7) * _ROUND + _column(positions.lon_e7)
    placed = positions.mutate(anchor_cell=cell).join(covered, "anchor_cell").drop("anchor_cell")
    distance = geodesy.distance_dm(placed.lat_e7, placed.lon_e7, placed.anchor_lat_e7, placed.anchor_lon_e7)
    measured = placed.mutate(anchor_dm=distance)
    # with a column, not a number: an engine then measures once, not once for the test and once for the column
    return measured.filter(measured.anchor_dm < measured.anchor_reach_dm)


def _row(lat_e7: Any) -> Any:
    return (lat_e7 / _CELL_E7).floor().cast("int64")


def _column(lon_e7: Any) -> Any:
    return ((lon_e7 + 1_800_000_000) / _CELL_E7).floor().cast("int64") % _ROUND


def _covered(anchors: pa.Table, port_m: int, anchorage_m: int) -> pa.Table:
    """Return each anchor once per cell that its circle may touch; columns wrap at the antimeridian."""
    is_port = np.asarray(pc.equal(anchors["kind"], "port"))
    reach_m = np.where(is_port, port_m, anchorage_m)
    lat_e7, lon_e7 = (np.asarray(anchors[name], np.int64) for name in ("lat_e7", "lon_e7"))
    lat, lon = lat_e7 / _CELL_E7, (lon_e7 + 1_800_000_000) / _CELL_E7
    tall = reach_m / _METRES_PER_CELL
    shrink = np.cos(np.radians(np.minimum(89.9, (np.abs(lat) + tall) * (_CELL_E7 / shapes.E7))))
    wide = np.minimum(_ROUND / 2, tall / shrink)
    number, row = laid_out(np.floor(lat - tall), np.floor(lat + tall) + (reach_m > 0))
    first = np.floor(lon - wide)
    which, column = laid_out(first[number], np.minimum(np.floor(lon + wide) + 1, first + _ROUND)[number])
    number, row = number[which], row[which]
    places = anchors.take(number)
    found = [
        pa.array(row * _ROUND + column % _ROUND),
        pa.array(number, pa.int32()),
        pa.array(is_port[number]),
        *(places[name] for name in ("place", "kind", "country", "lat_e7", "lon_e7")),
        pa.array(10 * reach_m[number]),
    ]
    return pa.table(found, names=[field.name for field in _COLUMNS]).cast(pa.schema(_COLUMNS))
