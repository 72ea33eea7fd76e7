"""Could a ship have been at a place in a span of time? By its track: it was, it could have been unheard, it could not.

Left out: who the ship is. A number typed into a paper may be another hull's, and then the answer is of the other hull.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

from fairlead.shapes import US_PER_HOUR
from fairlead.typologies import moments, placing

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fairlead.places import Port

THERE_M = 20_000.0  # ours: roads of a port, and the index's own error
FAST_KN = 20.0  # ours: faster than any bulk carrier or small tanker, so that doubt is in the ship's favour
STAY_US = 3 * US_PER_HOUR  # as delivery.py: no cargo is loaded faster
MARGIN_US = 5 * 24 * US_PER_HOUR  # ours: further positions do not bound where it was

Answer = Literal["there", "unheard", "elsewhere", "no track"]


@dataclass(frozen=True)
class Whereabouts:
    """An answer with the positions that it rests on: (exhibit, row) of those nearest to the place, and in words."""

    answer: Answer
    why: str
    rows: tuple[tuple[int, int], ...] = ()


def at(legs: ir.Table, mmsis: Sequence[int], port: Port, start_us: int, end_us: int) -> Whereabouts:
    """Return whether a ship under one of these numbers could have been at a port between two moments."""
    own = legs.filter(legs.mmsi.isin(list(mmsis) or [-1]))
    near = own.filter(own.t_us >= start_us - MARGIN_US, own.t_us <= end_us + MARGIN_US).order_by("t_us", "track")
    rows = near.select(*_COLUMNS).to_pyarrow().to_pylist()
    days = moments.span(moments.day(start_us), moments.day(end_us))
    before = [row for row in rows if row["t_us"] <= start_us]
    after = [row for row in rows if row["t_us"] >= end_us]
    if not before or not after:
        return Whereabouts("no track", f"no track bounds where it was, {days}")
    inside = [before[-1], *(row for row in rows if start_us < row["t_us"] < end_us), after[0]]
    nearest = min(inside, key=lambda row: (_away(row, port), row["t_us"]))
    metres = _away(nearest, port)
    cited = tuple((row["exhibit"], row["row"]) for row in (before[-1], nearest, after[0]))
    said = f"nearest to {port.name} it was heard {metres / 1_000:.0f} km off, on {moments.day(nearest['t_us'])}"
    if metres <= THERE_M:
        return Whereabouts("there", said, cited)
    for one, two in pairwise(inside):
        sail_us = (_away(one, port) + _away(two, port)) / (FAST_KN * placing.KNOT_M_PER_US)
        if two["t_us"] - one["t_us"] >= sail_us + STAY_US:
            silent = moments.hours(two["t_us"] - one["t_us"])
            return Whereabouts("unheard", f"{said}; a silence of {silent} leaves time for a call", cited)
    return Whereabouts("elsewhere", f"{said}; no silence leaves time for a call at {FAST_KN:g} kn", cited)


_COLUMNS = ("track", "t_us", "lat_e7", "lon_e7", "exhibit", "row")


def _away(row: dict[str, Any], port: Port) -> float:
    return placing.distance_m(row["lat_e7"], row["lon_e7"], port.lat_e7, port.lon_e7)
