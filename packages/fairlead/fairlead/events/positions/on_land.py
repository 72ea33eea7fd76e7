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
import numpy.typing as npt
import pyarrow as pa

from fairlead import shapes
from fairlead.events import bounds, columns, nearby
from fairlead.events.tracks import Kept, passed_on, whole
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


def detect(
    legs: ir.Table, anchors: pa.Table, parameters: Parameters = Parameters(), keep: Kept = passed_on
) -> ir.Table:
    """Return one row per run (shapes.EVENTS['on_land']); ``anchors`` in the shape ``places.ANCHORS``."""
    return told(runs(legs, anchors, parameters, keep), legs, parameters)


def runs(legs: ir.Table, anchors: pa.Table, parameters: Parameters = Parameters(), keep: Kept = passed_on) -> ir.Table:
    """Return the runs that are long and lonely enough, one row for each of their cells.

    The cells in which anybody was heard are fetched, since no engine knows the land. ``keep`` is given the positions
    inland and their runs, which are read more than once.
    """
    celled = legs.select("track", "mmsi", "t_us", "lat_e7", "lon_e7", "row", *_NEXT, cell=_cell(legs, parameters))
    # numbers by cell are counted over one row for each, which takes less room than sets of numbers
    by_number = celled.select("cell", "mmsi").distinct()
    heard = by_number.group_by("cell").agg(numbers=by_number.count())
    inland = ibis.memtable(_inland(heard.to_pyarrow(), parameters))
    deep = keep("inland", celled.drop("mmsi").join(inland, "cell"))
    return whole(keep, "inland_runs", _runs, deep, anchors, parameters)


def told(runs: ir.Table, legs: ir.Table, parameters: Parameters = Parameters()) -> ir.Table:
    """Return the events of some runs. Their cells are fetched, to tell how far inland they lie."""
    depths = ibis.memtable(_depths(runs.select("cell").distinct().to_pyarrow(), parameters))
    deep = runs.join(depths, "cell")
    whole = deep.group_by("track", "run").agg(
        start_us=deep.start_us.min(),
        end_us=deep.end_us.max(),
        positions=columns.exact_sum(deep.positions),
        inland_dm=deep.inland_dm.max(),
        others=deep.numbers.max() - 1,
    )
    return columns.shaped(KIND, bounds.bounded(whole, legs))


def _runs(deep: ir.Table, anchors: pa.Table, parameters: Parameters) -> ir.Table:
    """Return the runs of positions inland that are long and lonely enough, one row for each of their cells."""
    port = nearby.near(deep, anchors, parameters.port_m).select("track", "t_us").distinct()
    ashore = deep.anti_join(port, ["track", "t_us"])
    # a run ends where the next position is not ashore; so positions at sea need not be looked at
    onward = ashore.select(of_track="track", to_us="t_us", to_lat_e7="lat_e7", to_lon_e7="lon_e7")
    marked = ashore.left_join(
        onward,
        [
            ashore.track == onward.of_track,
            ashore.next_t_us == onward.to_us,
            ashore.next_lat_e7 == onward.to_lat_e7,
            ashore.next_lon_e7 == onward.to_lon_e7,
        ],
    )
    ends = marked.mutate(ends=marked.of_track.isnull().cast("int64"))
    so_far = ibis.cumulative_window(group_by="track", order_by=["t_us", "lat_e7", "lon_e7", "row"])
    counted = ends.mutate(upto=ends.ends.sum().cast("int64").over(so_far))
    numbered = counted.mutate(run=counted.upto - counted.ends)
    cells = numbered.group_by("track", "run", "cell").agg(
        start_us=numbered.t_us.min(),
        end_us=numbered.t_us.max(),
        positions=numbered.count(),
        numbers=numbered.numbers.max(),
    )
    runs = cells.group_by("track", "run").agg(
        first_us=cells.start_us.min(),
        last_us=cells.end_us.max(),
        all_positions=columns.exact_sum(cells.positions),
        most=cells.numbers.max(),
    )
    found = runs.filter(
        (runs.all_positions >= parameters.least_positions)
        & (runs.last_us - runs.first_us >= parameters.least_us)
        & (runs.most - 1 <= parameters.most_others)
    )
    return cells.semi_join(found, ["track", "run"])


_NEXT = ("next_t_us", "next_lat_e7", "next_lon_e7")
Floats = npt.NDArray[np.float64]
_INLAND = pa.schema([("cell", pa.int64()), ("numbers", pa.int64())])
_DEPTHS = pa.schema([("cell", pa.int64()), ("inland_dm", pa.int64())])
_ROUND = 100_000  # more columns of cells than go around the globe


def _cell(legs: ir.Table, parameters: Parameters) -> Any:
    row = ((legs.lat_e7 + 900_000_000) / parameters.cell_e7).floor().cast("int64")
    column = ((legs.lon_e7 + 1_800_000_000) / parameters.cell_e7).floor().cast("int64")
    return row * _ROUND + column


def _inland(heard: pa.Table, parameters: Parameters) -> pa.Table:
    """Return (cell, numbers) of the cells whose middle is land at least so far from the coast."""
    if (parameters.cell_e7, parameters.inland_m) == (land.INLAND_CELL_E7, land.INLAND_M):
        deep = _known_inland(heard["cell"].to_numpy())
    else:
        lats, lons = _middles(heard, parameters)
        deep = land.coast().are_land(lats, lons)
        deep[deep] = land.coast().are_farther(lats[deep], lons[deep], parameters.inland_m)
    return heard.select(["cell", "numbers"]).filter(pa.array(deep)).cast(_INLAND)


def _known_inland(cells: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    known = land.inland()
    rows, across = cells // _ROUND, cells % _ROUND % known.shape[1]
    inside = rows < len(known)  # the pole itself lies above the last row
    deep: npt.NDArray[np.bool_] = inside & known[np.where(inside, rows, 0), across]
    return deep


def _depths(cells: pa.Table, parameters: Parameters) -> pa.Table:
    """Return (cell, inland_dm): how far from the coast the middles of some cells are."""
    if not cells.num_rows:
        return _DEPTHS.empty_table()
    inland_dm = np.rint(land.coast().away_m(*_middles(cells, parameters)) * 10).astype(np.int64)
    return pa.table([cells["cell"], pa.array(inland_dm)], schema=_DEPTHS)


def _middles(cells: pa.Table, parameters: Parameters) -> tuple[Floats, Floats]:
    numbers, half = cells["cell"].to_numpy(), parameters.cell_e7 / 2
    lats = (numbers // _ROUND * parameters.cell_e7 - 900_000_000 + half) / 1e7
    lons = (numbers % _ROUND * parameters.cell_e7 - 1_800_000_000 + half) / 1e7
    return lats, lons
