"""Whom measures concern by name or flag: the numbers of listed ships, and of those under a State's flag.

Left out: whether a list or a flag counted on a day, which is for whoever asks.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from fairlead.subjects import mmsi as numbers

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fairlead.typologies.world import World


def reporting(static_reports: ir.Table, imos: Sequence[int]) -> list[int]:
    """Return the MMSI that ever reported one of these IMO numbers."""
    if not imos:
        return []
    told = static_reports.filter(static_reports.imo.isin(list(imos)), static_reports.mmsi.notnull())
    return sorted(told.select("mmsi").distinct().to_pyarrow()["mmsi"].to_pylist())


def listed(world: World) -> list[int]:
    """Return the MMSI that lists give, and those that reported the IMO number of a listed ship."""
    fleet = world.fleet
    return [*reporting(world.static_reports, fleet.imos()), *fleet.mmsis()]


def flag_range(state: str) -> list[int]:
    """Return the first three digits of the MMSI of a State's ships."""
    return sorted(digits for digits, of in numbers.FLAGS.items() if of == state)
