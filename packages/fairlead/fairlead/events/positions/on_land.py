"""Positions on land: a run of them well inland, beyond what the precision of the coastline and known harbours explain.

The map has no rivers, canals or lakes. So a run counts only where hardly anybody else is ever heard: where many are,
there is water that the map does not show. Left out: single positions, and runs near a known port or the coast.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa

from fairlead import shapes
from fairlead.events import bounds, columns, nearby
from fairlead.places import land

KIND = "on_land"
VERSION = 1

DOES_NOT_SHOW = """\
A run of positions on land shows that the ship was not where it said, or that there is water where the map at 1:10
million shows none: rivers, canals, lakes, new harbours. It does not show that anybody falsified them: receivers are
disturbed for a whole region at once, and ships are carried by road, broken up ashore and tried out in workshops. Where
the ship was instead, it does not tell."""


@dataclass(frozen=True)
class Parameters:
    """How far inland, how long, how lonely."""

    inland_m: int = 10_000  # ours: ten times what a coast at 1:10 million is good to; estuaries are less deep
    least_positions: int = 3  # ours: one may be a damaged message, two its copy
    least_us: int = 10 * 60 * shapes.US_PER_SECOND  # ours
    most_others: int = 2  # ours: where three others were heard, there is water
    port_m: int = 20_000  # ours: ports of the index lie on rivers too; their roads and basins around them
    cell_e7: int = 500_000  # ours: a twentieth of a degree; the land is asked about once a cell


def detect(legs: ir.Table, anchors: pa.Table, parameters: Parameters = Parameters()) -> ir.Table:
    """Return one row per run (shapes.EVENTS['on_land']); ``anchors`` in the shape ``places.ANCHORS``.

    The cells in which anybody was heard are fetched, since no engine knows the land.
    """
    celled = legs.select("track", "mmsi", "t_us", "lat_e7", "lon_e7", "row", cell=_cell(legs, parameters))
    heard = celled.group_by("cell").agg(numbers=celled.mmsi.nunique())
    inland = ibis.memtable(_inland(heard.to_pyarrow(), parameters))
    concerned = celled.semi_join(celled.semi_join(inland, "cell").select("track").distinct(), "track")
    port = nearby.near(concerned.semi_join(inland, "cell"), anchors, parameters.port_m)
    by_port = port.select(port_track="track", port_us="t_us").distinct()
    marked = concerned.left_join(inland, "cell").drop("cell_right")
    marked = marked.left_join(by_port, [marked.track == by_port.port_track, marked.t_us == by_port.port_us])
    judged = marked.mutate(ashore=marked.inland_dm.notnull() & marked.port_us.isnull())
    so_far = ibis.cumulative_window(group_by="track", order_by=["t_us", "lat_e7", "lon_e7", "row"])
    numbered = judged.mutate(run=(~judged.ashore).cast("int64").sum().over(so_far)).filter(ibis._.ashore)
    runs = numbered.group_by("track", "run").agg(
        start_us=numbered.t_us.min(),
        end_us=numbered.t_us.max(),
        positions=numbered.count(),
        inland_dm=numbered.inland_dm.max(),
        others=numbered.numbers.max() - 1,
    )
    found = runs.filter(
        (runs.positions >= parameters.least_positions)
        & (runs.end_us - runs.start_us >= parameters.least_us)
        & (runs.others <= parameters.most_others)
    )
    return columns.shaped(KIND, bounds.bounded(found, legs))


_ROUND = 100_000  # more columns of cells than go around the globe


def _cell(legs: ir.Table, parameters: Parameters) -> Any:
    row = ((legs.lat_e7 + 900_000_000) / parameters.cell_e7).floor().cast("int64")
    column = ((legs.lon_e7 + 1_800_000_000) / parameters.cell_e7).floor().cast("int64")
    return row * _ROUND + column


def _inland(heard: pa.Table, parameters: Parameters) -> pa.Table:
    """Return (cell, numbers, inland_dm) of the cells whose middle is land at least so far from the coast."""
    cells = heard["cell"].to_numpy()
    half = parameters.cell_e7 / 2
    lats = (cells // _ROUND * parameters.cell_e7 - 900_000_000 + half) / 1e7
    lons = (cells % _ROUND * parameters.cell_e7 - 1_800_000_000 + half) / 1e7
    coast = land.coast()
    depth = np.zeros(len(cells))
    for at in np.flatnonzero(coast.are_land(lats, lons)).tolist():
        depth[at] = coast.shore(float(lats[at]), float(lons[at]))[0]
    deep = depth >= parameters.inland_m
    return pa.table(
        {
            "cell": pa.array(cells[deep], pa.int64()),
            "numbers": pa.array(heard["numbers"].to_numpy()[deep], pa.int64()),
            "inland_dm": pa.array(np.rint(depth[deep] * 10).astype(np.int64), pa.int64()),
        }
    )
