"""Anchorages derived from tracks: where many different hulls have lain still. Made by command, then frozen.

A case uses one table until somebody makes another: what counts as a visit must not change because a file was added. The
table's digest (``shapes.table_digest``) names it. Left out: names, and places within a port's own radius, which are the
port's. An anchorage here is a habit of ships, not a charted area.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import ibis
import numpy as np
import pyarrow as pa

from fairlead import shapes
from fairlead.places.gazetteer import ANCHORS, PORT_RADIUS_M, Gazetteer, great_circle_m

if TYPE_CHECKING:
    import ibis.expr.types as ir

_CELL_E7 = 100_000  # a hundredth of a degree, about 1.1 km of latitude


@dataclass(frozen=True)
class Parameters:
    """How many must have lain still where, and how near another anchorage is the same one."""

    least_tracks: int = 20  # Global Fishing Watch, anchorages: at least 20 unique vessels
    least_h: int = 12  # the same: stationary for at least 12 hours
    still_dm: int = 5_000  # the same: remained within 0.5 km
    longest_leg_h: int = 6  # ours: a longer silence shows no lying still
    apart_m: float = 3_000.0  # as port_visit's anchorage_in_m: closer ones would be entered together


def derive(legs: ir.Table, ports: Gazetteer, parameters: Parameters = Parameters()) -> pa.Table:
    """Return the anchorages (gazetteer.ANCHORS, kind 'anchorage', no name) that legs (shapes.LEGS) show.

    A hull has lain in a cell of a hundredth of a degree if its legs begun there, each within 0.5 km and 6 h, and each
    slower than half a knot, last 12 h in all. Of cells within 3 km the one with most hulls stands for all.
    """
    chosen: list[dict[str, Any]] = []
    taken: list[tuple[float, float]] = [(port.lat_e7 / 1e7, port.lon_e7 / 1e7) for port in ports.ports()]
    radius = [PORT_RADIUS_M] * len(taken)
    for cell in _cells(legs, parameters).to_pyarrow().to_pylist():
        lat, lon = cell["lat_e7"] / 1e7, cell["lon_e7"] / 1e7
        lats, lons = np.array(taken).T if taken else np.empty((2, 0))
        if (great_circle_m(lats, lons, lat, lon) > np.array(radius)).all():
            taken.append((lat, lon))
            radius.append(parameters.apart_m)
            chosen.append(_anchor(cell, ports.zone(lat, lon).country))
    return pa.Table.from_pylist(sorted(chosen, key=lambda anchor: anchor["place"]), schema=ANCHORS)


def _cells(legs: ir.Table, parameters: Parameters) -> ir.Table:
    """Return (row, column, tracks, lat_e7, lon_e7) of the cells where enough hulls have lain, those with most first."""
    lasted = legs.next_t_us - legs.t_us
    half_knot_dm = (lasted / shapes.US_PER_HOUR) * 9_260
    still = legs.filter(
        (lasted <= parameters.longest_leg_h * shapes.US_PER_HOUR)
        & (legs.distance_dm <= parameters.still_dm)
        & ((legs.speed_dkn <= 5) | (legs.distance_dm <= half_knot_dm))
    )
    placed = still.select(
        "track",
        "lat_e7",
        "lon_e7",
        row=(still.lat_e7 / _CELL_E7).floor().cast("int64"),
        column=(still.lon_e7 / _CELL_E7).floor().cast("int64"),
        lasted_us=still.next_t_us - still.t_us,
    )
    lain = placed.group_by("row", "column", "track").agg(
        lasted_us=placed.lasted_us.sum(), count=placed.count(), lat=placed.lat_e7.sum(), lon=placed.lon_e7.sum()
    )
    long = lain.filter(lain.lasted_us >= parameters.least_h * shapes.US_PER_HOUR)
    cells = long.group_by("row", "column").agg(
        tracks=long.count(),
        lat_e7=(long.lat.sum() / long["count"].sum()).round().cast("int64"),
        lon_e7=(long.lon.sum() / long["count"].sum()).round().cast("int64"),
    )
    enough = cells.filter(cells.tracks >= parameters.least_tracks)
    return enough.order_by(ibis.desc("tracks"), "row", "column")


def _anchor(cell: dict[str, Any], country: str | None) -> dict[str, Any]:
    return {
        "place": f"ANCH{cell['row']:+06d}{cell['column']:+06d}",
        "name": None,
        "country": country,
        "kind": "anchorage",
        "lat_e7": cell["lat_e7"],
        "lon_e7": cell["lon_e7"],
    }
