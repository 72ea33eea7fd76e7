"""From acts to barrels: port calls x capacity x laden share, with every assumption visible and movable.

A claim fixes some of the three; the rest is a scenario and is called so. Nobody's calls are checked here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from fairlead.errors import MisuseError
from fairlead.estimates.quantity import Amount

ONE = Fraction(1)
SHARES: tuple[Fraction, ...] = (Fraction(1, 3), Fraction(3, 5), Fraction(9, 10), ONE)
"""Laden shares looked at unless others are named: those that claimants argued with (a third in the letters of 2018 and
2019, 60 per cent in that of 2022, 90 per cent in that of 2018, and full)."""


@dataclass(frozen=True)
class Passing:
    """When a ceiling is passed if so much came in a period. All None: it is not passed, or it is not known."""

    earliest: date | None  # if all came at once
    even: date | None  # if it came evenly
    latest: date | None  # the period's last day: passed by then, however it came


@dataclass(frozen=True)
class Scenario:
    """One laden share and what follows from it. ``may`` and ``must`` tell whether the ceiling is passed at all."""

    share: Fraction
    amount: Amount  # barrels
    times_cap: Amount
    may: bool
    must: bool
    passing: Passing


def shares(texts: Sequence[str]) -> tuple[Fraction, ...]:
    """Return laden shares as a user writes them: 0.6, 60% or 3/5. :class:`MisuseError` for what is none."""
    return tuple(dict.fromkeys(_share(text) for text in texts)) or SHARES


def span(text: str, what: str) -> Amount:
    """Return a number or a range "12000..20000" of positive numbers. :class:`MisuseError` for anything else."""
    low, _, high = text.replace(",", "").partition("..")
    try:
        ends = Fraction(low), Fraction(high or low)
    except (ValueError, ZeroDivisionError):
        ends = Fraction(0), Fraction(0)
    if not 0 < ends[0] <= ends[1]:
        raise MisuseError(f"the {what} is not a number or a range: {text!r}", "write it as 17000 or 12000..20000")
    return Amount.between(*ends)


def full_load(barrels: Amount, laden: Fraction | None) -> Amount:
    """Return what the same acts carry fully laden, from barrels at a laden share.

    Where the share is not stated it was at most 1: the full load is at least what is stated.
    """
    if laden is not None:
        return barrels.times(1 / laden)
    return Amount(None, barrels.low, None)


def per_act(full: Amount, acts: Amount) -> Amount:
    """Return the mean capacity of one act."""
    if acts.best in (None, 0):
        return Amount(None, None, None)
    return Amount(
        full.best / acts.best if full.best is not None and acts.best else None,
        full.low / acts.high if full.low is not None and acts.high else None,
        full.high / acts.low if full.high is not None and acts.low else None,
    )


def scenario(full: Amount, share: Fraction, limit: Fraction, start: date | None, end: date | None) -> Scenario:
    """Return what a full load means at a laden share, against a limit in the same unit."""
    amount = full.times(share)
    must = amount.low is not None and amount.low > limit
    may = amount.high is None or amount.high > limit
    return Scenario(share, amount, amount.times(1 / limit), may, must, passing(amount, limit, start, end))


def passing(amount: Amount, limit: Fraction, start: date | None, end: date | None) -> Passing:
    """Return when a limit is passed: at once, evenly and at the latest.

    ``latest`` only where even the low end passes it; ``even`` from the best value, else from the low end.
    """
    central = amount.best if amount.best is not None else amount.low
    if start is None or end is None or central is None or central <= limit:
        return Passing(None, None, None)
    days = int((end - start).days * limit / central)
    must = amount.low is not None and amount.low > limit
    return Passing(start, start + timedelta(days=days), end - timedelta(days=1) if must else None)


def share_at(limit: Fraction, full: Amount) -> Amount:
    """Return the laden share at which a limit is reached; above 1 it never is."""
    return Amount(
        limit / full.best if full.best else None,
        limit / full.high if full.high else None,
        limit / full.low if full.low else None,
    )


def _share(text: str) -> Fraction:
    try:
        value = Fraction(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except (ValueError, ZeroDivisionError):
        value = Fraction(0)
    if not 0 < value <= 1:
        raise MisuseError(f"not a laden share: {text!r}", "write it as 0.6, 60% or 3/5")
    return value
