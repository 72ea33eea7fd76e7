"""What States reported under a ceiling: the largest sum that counts nothing twice, and whether the rows agree.

A month without a row is not a month without supply, and a row that says zero is a report. That a supply was notified
in time, a published monthly total never shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from fairlead.estimates.ceilings import Ceiling
from fairlead.estimates.conversions import Factor, decimal, implied
from fairlead.estimates.figures import Figure
from fairlead.estimates.quantity import Quantity, refusals, total
from fairlead.estimates.units import alike, said


@dataclass(frozen=True)
class ByFactor:
    """The same sum by one factor, and its share of the ceiling."""

    factor: Factor
    bbl: Fraction
    share: Fraction


@dataclass(frozen=True)
class Reported:
    """Reports that fall into one ceiling's period. ``total`` is None where there is no row."""

    rows: tuple[Figure, ...]  # wholly inside the period
    crossing: tuple[Figure, ...]  # only partly inside: in no sum
    counted: tuple[Figure, ...]  # those in the sum
    total: Quantity | None  # in the ceiling's unit
    complete: bool  # the counted rows cover every day of the period for every State that any row names
    by_factor: tuple[ByFactor, ...]  # where the sum was reported in tonnes and the ceiling is in barrels
    checks: tuple[str, ...]  # where rows agree, differ or leave something by difference
    zero: tuple[Figure, ...]  # rows that report zero

    def share(self, ceiling: Ceiling) -> Fraction | None:
        """Return the sum as a share of the ceiling."""
        return None if self.total is None or self.total.amount.best is None else self.total.amount.best / ceiling.limit


def account(figures: Sequence[Figure], ceiling: Ceiling, factor: Factor, others: Sequence[Factor]) -> Reported:
    """Return what was reported in a ceiling's period; ``others`` are the further factors to show beside."""
    flows = [one for one in figures if one.basis == "reported" and one.kind == "flow" and _touches(one, ceiling)]
    inside = [one for one in flows if _inside(one, ceiling)]
    crossing = [one for one in flows if not _inside(one, ceiling)]
    own = [one for one in inside if alike(one.counted, ceiling.unit)]
    mass = [one for one in inside if not alike(one.counted, ceiling.unit) and alike(one.counted, "t")]
    twice = {one.reference for one in own if one.reference}  # also given in tonnes: the ceiling's own unit counts
    converted = [one for one in mass if one.reference not in twice] if ceiling.unit == "bbl" else []
    chosen = _cover([*own, *converted], ceiling, factor)
    sums = [_in_unit(one, ceiling, factor) for one in chosen]
    only_mass = bool(chosen) and all(one in mass for one in chosen)
    return Reported(
        rows=tuple(inside),
        crossing=tuple(crossing),
        counted=tuple(chosen),
        total=total(sums) if sums else None,
        complete=_complete(chosen, inside, ceiling),
        by_factor=tuple(_by_factor(chosen, each, ceiling) for each in (factor, *others)) if only_mass else (),
        checks=(*_checks(own), *_checks(mass), *_factor_checks(own, mass, factor)),
        zero=tuple(one for one in flows if one.number == 0),
    )


def _touches(figure: Figure, ceiling: Ceiling) -> bool:
    return (figure.start is None or figure.start < ceiling.end) and (figure.end is None or figure.end > ceiling.start)


def _inside(figure: Figure, ceiling: Ceiling) -> bool:
    return (
        figure.start is not None
        and figure.end is not None
        and ceiling.start <= figure.start <= figure.end <= ceiling.end
    )


def _in_unit(figure: Figure, ceiling: Ceiling, factor: Factor) -> Quantity:
    quantity = figure.quantity()
    if alike(quantity.unit, ceiling.unit):
        return quantity.in_unit(ceiling.unit)
    return factor.to_bbl(quantity)


def _cover(rows: Sequence[Figure], ceiling: Ceiling, factor: Factor) -> list[Figure]:
    """Return rows of which nothing counts twice, the largest first: their sum is what was reported at least."""
    taken: list[tuple[Figure, Quantity]] = []
    sized = [(one, _in_unit(one, ceiling, factor)) for one in rows if one.number > 0]
    sized.sort(key=lambda pair: (-(pair[1].amount.best or 0), pair[0].row))
    for one, quantity in sized:
        if not any(refusals(quantity, other) for _, other in taken):
            taken.append((one, quantity))
    return sorted((one for one, _ in taken), key=lambda one: (str(one.start), one.row))


def _complete(chosen: Sequence[Figure], rows: Sequence[Figure], ceiling: Ceiling) -> bool:
    who = {state for one in rows for state in one.quantity().whose}
    return bool(who) and all(
        _days([one for one in (*chosen, *rows) if one in chosen or one.number == 0], state) == ceiling.days
        for state in who
    )


def _days(rows: Sequence[Figure], state: str) -> int:
    days: set[date] = set()
    for one in rows:
        if state in one.quantity().whose and one.start and one.end:
            days |= {date.fromordinal(n) for n in range(one.start.toordinal(), one.end.toordinal())}
    return len(days)


def _by_factor(rows: Sequence[Figure], factor: Factor, ceiling: Ceiling) -> ByFactor:
    tonnes = total([one.quantity().in_unit("t") for one in rows]).amount.best or Fraction(0)
    barrels = tonnes * factor.bbl_per_t
    return ByFactor(factor, barrels, barrels / ceiling.limit)


# --- do the rows agree? -----------------------------------------------------------------------------------------


def _checks(rows: Sequence[Figure]) -> list[str]:
    """Hold each row, and each sum of several States, against the finer rows within it."""
    found = []
    for whole in rows:
        parts = _parts([whole], rows)
        if parts:
            found.append(_compared([whole], parts))
    for group in _tallies(rows):
        parts = _parts(group, rows)
        if parts and len(_covered(parts)) == len(_covered(group)):
            found.append(_compared(group, parts))
    return found


def _tallies(rows: Sequence[Figure]) -> list[list[Figure]]:
    """Return rows of one period by different States, which together may be held against rows of them all."""
    periods: dict[tuple[str | None, str | None], list[Figure]] = {}
    for one in rows:
        periods.setdefault((one.period_start, one.period_end), []).append(one)
    return [
        group
        for group in periods.values()
        if len(group) > 1
        and not any(refusals(a.quantity(), b.quantity()) for n, a in enumerate(group) for b in group[:n])
    ]


def _parts(whole: Sequence[Figure], rows: Sequence[Figure]) -> list[Figure]:
    states = frozenset().union(*(one.quantity().whose for one in whole))
    start, end = whole[0].start, whole[0].end
    inside = [
        one
        for one in rows
        if one not in whole
        and one.quantity().whose == states
        and one.start
        and one.end
        and start
        and end
        and start <= one.start
        and one.end <= end
        and (one.start, one.end) != (start, end)
    ]
    taken: list[Figure] = []
    for one in sorted(inside, key=lambda each: ((each.start or date.min) - (each.end or date.min), each.row)):
        if not any(refusals(one.quantity(), other.quantity()) for other in taken):
            taken.append(one)
    return sorted(taken, key=lambda one: str(one.start))


def _covered(rows: Sequence[Figure]) -> set[int]:
    return {n for one in rows if one.start and one.end for n in range(one.start.toordinal(), one.end.toordinal())}


def _compared(whole: Sequence[Figure], parts: Sequence[Figure]) -> str:
    unit = whole[0].counted
    stated = sum((one.number for one in whole), Fraction(0))
    summed = sum((one.number for one in parts), Fraction(0))
    left = stated - summed
    names = " + ".join(f"{one.about} {one.period}" for one in whole)
    finer = f"{len(parts)} finer row{'s' if len(parts) > 1 else ''} ({', '.join(str(one.period) for one in parts)})"
    said_of = f"{names}: {_n(stated)} {said(unit)}; {finer}: {_n(summed)} {said(unit)}"
    if len(_covered(parts)) == len(_covered(whole)):
        return f"{said_of}: " + ("they agree" if not left else f"they differ by {_n(abs(left))} {said(unit)}")
    if left < 0:
        return f"{said_of}: the parts exceed the whole by {_n(-left)} {said(unit)}; not all of these rows can be right"
    return f"{said_of}: {_n(left)} {said(unit)} are left for the rest of the period"


def _factor_checks(own: Sequence[Figure], mass: Sequence[Figure], factor: Factor) -> list[str]:
    pairs = implied([one.quantity() for one in own], [one.quantity() for one in mass])
    return [
        f"{name}: reported in both units, which implies {decimal(value, 3)} bbl/t"
        f" (the factor used here is {decimal(factor.bbl_per_t)}, {factor.status})"
        for name, value in pairs
    ]


def _n(value: Fraction) -> str:
    return f"{int(value):,}" if value.denominator == 1 else f"{float(value):,.2f}"
