"""Ceilings of a regime, laid out over a calendar year: which limit bound on which days.

A ceiling binds only while its measure is in force; one that a later paragraph replaced before it began binds never.
Notification, livelihood and the other conditions of a paragraph are not counted here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from fairlead.errors import MisuseError
from fairlead.law import Cap, Regime


@dataclass(frozen=True)
class Ceiling:
    """One limit over the days that it counts, ``end`` excluded."""

    measure: str
    goods: str
    start: date
    end: date
    limit: Fraction
    unit: str  # bbl or t; of a ceiling with several limits the other is in `beside`
    beside: tuple[tuple[Fraction, str], ...]
    period: str
    verification: str
    note: str | None

    @property
    def days(self) -> int:
        """Length of the period that it counts."""
        return (self.end - self.start).days


def in_year(regime: Regime, goods: str, year: int) -> list[Ceiling]:
    """Return the ceilings on goods that bind on some day of a year; empty where none does.

    ``goods`` is as the regime calls them, or the beginning of it. :class:`MisuseError` for goods never capped.
    """
    caps = [cap for cap in regime.caps if goods in cap.goods]
    if not caps:
        raise MisuseError(
            f"the regime has no ceiling on {goods!r}",
            f"it has: {', '.join(sorted({cap.goods for cap in regime.caps}))}",
        )
    return [ceiling for cap in caps for ceiling in _laid_out(regime, cap, year)]


def _laid_out(regime: Regime, cap: Cap, year: int) -> list[Ceiling]:
    first, beyond = date(year, 1, 1), date(year + 1, 1, 1)
    measure = regime.measure(cap.measure)
    begins = max(cap.effective_from, measure.effective_from)
    ends = min(_after(cap.effective_to), _after(measure.effective_to))
    if cap.period == "12 months":
        starts = [_anniversary(cap.effective_from, at) for at in range(cap.effective_from.year, year + 1)]
        spans = [(start, _anniversary(start, start.year + 1)) for start in starts]
    elif cap.period == "calendar year":
        spans = [(first, beyond)]
    else:
        spans = [(cap.effective_from, _after(cap.effective_to))]
    found = []
    for start, end in spans:
        start, end = max(start, begins), min(end, ends)
        if start < end and start < beyond and end > first:
            found.append(_ceiling(cap, start, end))
    return found


def _ceiling(cap: Cap, start: date, end: date) -> Ceiling:
    limits = sorted(((Fraction(one.value), one.unit) for one in cap.limits), key=lambda each: each[1] == "USD")
    (limit, unit), *beside = limits
    return Ceiling(
        cap.measure, cap.goods, start, end, limit, unit, tuple(beside), cap.period, cap.verification, cap.note
    )


def _after(day: date | None) -> date:
    return date.max if day is None else day + timedelta(days=1)


def _anniversary(day: date, year: int) -> date:
    return day.replace(year=year)  # no ceiling known begins on 29 February; one that did would fail loudly here
