"""Under which flags a hull was heard, when: by the digits of the numbers under which one IMO number was reported.

The digits are what a transponder was told. Whether a State ever registered the ship only its registry can say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fairlead.shapes import US_PER_HOUR
from fairlead.subjects import mmsi as numbers
from fairlead.typologies import moments

if TYPE_CHECKING:
    import ibis.expr.types as ir

LEAST_REPORTS = 3  # as static_change.Parameters: damaged messages rarely agree
HOPPING_US = 730 * 24 * US_PER_HOUR  # flags are counted over 24 months (typologies, T8: practitioners' habit)
HOPPING = 3  # ours: a sale changes the flag once; three flags in two years are two changes


@dataclass(frozen=True)
class Flown:
    """One IMO number under one MMSI: whose digits, from the first report to the last, how many, and two of them."""

    imo: int
    mmsi: int
    flag: str | None
    first_us: int
    last_us: int
    reports: int
    rows: tuple[tuple[int, int], ...]  # (exhibit, row) of the first and the last


def flown(static_reports: ir.Table, imos: Sequence[int]) -> dict[int, list[Flown]]:
    """Return, by IMO number, the numbers under which it was reported often enough, in order of time."""
    told = static_reports.filter(
        static_reports.imo.isin(list(imos) or [-1]), static_reports.mmsi.notnull(), static_reports.t_us.notnull()
    )
    rows: list[dict[str, Any]] = told.select("imo", "mmsi", "t_us", "exhibit", "row").to_pyarrow().to_pylist()
    by_pair: dict[tuple[int, int], list[dict[str, Any]]] = {}
    for row in sorted(rows, key=lambda one: (one["t_us"], one["exhibit"], one["row"])):
        by_pair.setdefault((row["imo"], row["mmsi"]), []).append(row)
    found: dict[int, list[Flown]] = {}
    for (imo, mmsi), reports in by_pair.items():
        if len(reports) >= LEAST_REPORTS:
            ends = ((reports[0]["exhibit"], reports[0]["row"]), (reports[-1]["exhibit"], reports[-1]["row"]))
            span = (reports[0]["t_us"], reports[-1]["t_us"])
            found.setdefault(imo, []).append(Flown(imo, mmsi, numbers.flag(mmsi), *span, len(reports), ends))
    for listed in found.values():
        listed.sort(key=lambda one: (one.first_us, one.mmsi))
    return found


def hopping(history: Sequence[Flown], until_us: int) -> list[str]:
    """Return the flags, each once, in order, under which a hull was heard in the 24 months before a time."""
    recent = [one for one in history if one.last_us >= until_us - HOPPING_US and one.first_us <= until_us]
    return list(dict.fromkeys(one.flag for one in recent if one.flag is not None))


def said(history: Sequence[Flown]) -> str:
    """Return a hull's flags in words, with their days."""
    return "; ".join(
        f"{one.flag or 'no State'} (MMSI {one.mmsi:09d}) "
        f"{moments.span(moments.day(one.first_us), moments.day(one.last_us))}"
        for one in history
    )
