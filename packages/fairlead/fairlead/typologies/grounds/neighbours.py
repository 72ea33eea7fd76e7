"""Which other ships lay near a stay at sea in the same hours, though the two were not heard at the same moments.

Where satellites alone hear, one ship is heard now and the other an hour later. Both lay or drifted, so that each was
about on the straight line between its positions before and after. Left out: what they did there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from fairlead.events import columns
from fairlead.shapes import US_PER_HOUR
from fairlead.typologies import placing
from fairlead.typologies.grounds import lain, silences

if TYPE_CHECKING:
    import ibis.expr.types as ir

Row = lain.Row

NEAR_M = 5_556.0  # ours: three nautical miles: what two ships made fast drift with a tide between two moments heard
SLOW_DKN = 30  # ours: three knots; who passes near by faster than that does not lie there
_CELL_E7 = 1_000_000  # a tenth of a degree: twice the distance that is sought, or near it
_DAY_US = 24 * US_PER_HOUR


def near(legs: ir.Table, stays: Sequence[Row]) -> list[list[tuple[dict[str, Any], float]]]:
    """Return, for each stay, those of other ships in the same hours that came near, with metres; the nearest first."""
    if not stays:
        return []
    both = _around(legs, stays).select("stay", "track").distinct()
    pairs = [(row["stay"], row["track"]) for row in both.to_pyarrow().to_pylist()]
    others = [(track, stays[n]) for n, track in pairs if track // 1000 != stays[n]["track"] // 1000]
    of_track: dict[int, list[dict[str, Any]]] = {}
    for run in lain.of_tracks(legs, others):
        of_track.setdefault(run["track"], []).append(run)
    found: list[list[tuple[dict[str, Any], float]]] = [[] for _ in stays]
    for n, track in sorted(pairs):
        for run in of_track.get(track, ()) if track // 1000 != stays[n]["track"] // 1000 else ():
            apart_m = apart(stays[n], run)
            if apart_m is not None and apart_m <= NEAR_M:
                found[n].append((run, apart_m))
    return [sorted(each, key=lambda one: (one[1], one[0]["track"], one[0]["start_us"])) for each in found]


def moments_near(legs: ir.Table, stays: Sequence[Row], digits: Sequence[int] | None) -> list[list[int]]:
    """Return, for each stay, the other numbers that were heard near it and slow, ever.

    ``digits``: only those with such first three digits; None for all.

    One moment suffices: who was heard there once may have lain there unheard for hours.
    """
    if not stays:
        return []
    flagged = legs if digits is None else legs.filter((legs.mmsi // 1_000_000).isin(list(digits)))
    slow = flagged.filter(flagged.speed_dkn.isnull() | (flagged.speed_dkn <= SLOW_DKN))
    found: list[set[int]] = [set() for _ in stays]
    for row in _around(slow, stays).to_pyarrow().to_pylist():
        stay = stays[row["stay"]]
        if row["mmsi"] == stay["mmsi"] or not stay["start_us"] <= row["t_us"] <= stay["end_us"]:
            continue
        there = _place_at(stay["positions"], row["t_us"])
        if placing.distance_m(row["lat_e7"], row["lon_e7"], *there) <= NEAR_M:
            found[row["stay"]].add(row["mmsi"])
    return [sorted(each) for each in found]


def _around(legs: ir.Table, stays: Sequence[Row]) -> ir.Table:
    """Return positions (stay, track, mmsi, t_us, lat_e7, lon_e7) in the cells and days around those of some stays."""
    cells = {
        (n, here["t_us"] // _DAY_US + day, here["lat_e7"] // _CELL_E7 + north, here["lon_e7"] // _CELL_E7 + east)
        for n, stay in enumerate(stays)
        for here in stay["positions"]
        for day in (-1, 0, 1)
        for north in (-1, 0, 1)
        for east in (-1, 0, 1)
    }
    sought = columns.integers(("stay", "day", "north", "east"), sorted(cells))
    placed = legs.select(
        *("track", "mmsi", "t_us", "lat_e7", "lon_e7"),
        day=columns.steps(legs.t_us, _DAY_US),
        north=columns.steps(legs.lat_e7, _CELL_E7),
        east=columns.steps(legs.lon_e7, _CELL_E7),
    )
    joined = placed.join(sought, ["day", "north", "east"])
    return joined.select("stay", "track", "mmsi", "t_us", "lat_e7", "lon_e7")


def apart(stay: Row, other: Row) -> float | None:
    """Return how near two stays came to each other in the hours that they share; None where these are under two."""
    first_us, last_us = max(stay["start_us"], other["start_us"]), min(stay["end_us"], other["end_us"])
    if last_us - first_us < silences.MEETING_US:
        return None
    ways = [
        placing.distance_m(here["lat_e7"], here["lon_e7"], *_place_at(there["positions"], here["t_us"]))
        for whose, there in ((stay, other), (other, stay))
        for here in whose["positions"]
        if first_us <= here["t_us"] <= last_us
    ]
    return min(ways, default=None)


def _place_at(positions: Sequence[Row], t_us: int) -> tuple[int, int]:
    """Return where a ship that lay was at a moment, on the straight line between the positions before and after."""
    after = next((n for n, one in enumerate(positions) if one["t_us"] >= t_us), len(positions) - 1)
    one, other = positions[max(0, after - 1)], positions[after]
    span = other["t_us"] - one["t_us"]
    part = min(1.0, max(0.0, (t_us - one["t_us"]) / span)) if span else 0.0
    lat, lon = (round(one[key] + part * (other[key] - one[key])) for key in ("lat_e7", "lon_e7"))
    return lat, lon
