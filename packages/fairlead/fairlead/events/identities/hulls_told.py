"""What each number said of its hull: the name, IMO number, size and kind it reported most often, and how fast it went.

Only numbers that one hull uses: on a shared number nobody knows whose a static report is. Left out: draughts, which
change, and what lists or registries know.
"""

from __future__ import annotations

from typing import Any

import ibis
import ibis.expr.types as ir

from fairlead.events import medians

UNDER_WAY_DKN = 30  # Global Fishing Watch and others: under 3 knots a ship is not under way


def told(alone: ir.Table, static_reports: ir.Table) -> ir.Table:
    """Return (mmsi, name, imo, length_dm, beam_dm, ship_type), one row a number, None where nothing was reported.

    ``alone`` are the numbers that one hull uses (``impossible_movement.single_hulls``).
    """
    reports = static_reports.filter(static_reports.mmsi.notnull()).semi_join(alone, "mmsi")
    found = reports.select("mmsi").distinct()
    for field in ("name", "imo", "length_dm", "beam_dm", "ship_type"):
        found = found.left_join(_usual(reports, field), "mmsi").drop("mmsi_right")
    return found


def cruise(legs: ir.Table, numbers: ir.Table) -> ir.Table:
    """Return (mmsi, cruise_dkn): the median speed under way of some numbers (column mmsi)."""
    mine = legs.semi_join(numbers, "mmsi")
    return medians.lower(mine.filter(mine.speed_dkn >= UNDER_WAY_DKN), ["mmsi"], "speed_dkn", "cruise_dkn")


def draught(reports: ir.Table, silences: ir.Table, key: str, time: str, *, last: bool) -> ir.Table:
    """Return (mmsi, time, draught_dm): by number and moment the last draught up to it, or the first from it on."""
    wanted = silences.select(of_mmsi=silences[key], at_us=silences[time]).distinct()
    sent = reports.filter(reports.draught_dm.notnull() & reports.t_us.notnull())
    pairs = wanted.join(sent, wanted.of_mmsi == sent.mmsi)
    near: Any = pairs.t_us <= pairs.at_us if last else pairs.t_us >= pairs.at_us
    held = pairs.filter(near)
    order: Any = ibis.desc(held.t_us) if last else held.t_us
    number = ibis.row_number().over(group_by=["of_mmsi", "at_us"], order_by=[order, held.exhibit, held.row])
    numbered = held.mutate(number=number)
    return numbered.filter(numbered.number == 0).select("of_mmsi", "at_us", told_dm="draught_dm")


def _usual(reports: ir.Table, field: str) -> ir.Table:
    known = reports.filter(reports[field].notnull()).group_by("mmsi", field).agg(times=ibis._.count())
    number = ibis.row_number().over(group_by="mmsi", order_by=[ibis.desc(known.times), known[field]])
    numbered = known.mutate(number=number)
    return numbered.filter(numbered.number == 0).select("mmsi", field)
