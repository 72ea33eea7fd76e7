"""A quantity with all that a sum needs to know of it, and sums that refuse unlike things with the reason.

A number alone is never added. What is compared or estimated is elsewhere; here stands what may not be done.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from fairlead.errors import RefusedError
from fairlead.estimates import units

EVERYBODY = "all"  # in `whose`: a tally over States that it does not list


class UnlikeError(RefusedError):
    """A sum of unlike things was asked for; ``reasons`` says why there is none."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__("refused to add: " + "; ".join(reasons), "compare them side by side instead")
        self.reasons = tuple(reasons)


@dataclass(frozen=True)
class Amount:
    """A number with its uncertainty: ``low`` and ``high`` bound it (None: nothing does); ``best`` None: none given."""

    best: Fraction | None
    low: Fraction | None
    high: Fraction | None

    @classmethod
    def stated(cls, value: Fraction, bound: str | None = None) -> Amount:
        """Return an amount as somebody states it; "about" bounds it on neither side."""
        low = None if bound in ("nearly", "up to", "less than", "about") else value
        high = None if bound in ("at least", "more than", "about") else value
        return cls(value, low, high)

    @classmethod
    def between(cls, low: Fraction, high: Fraction) -> Amount:
        """Return a range without a best value, or an exact number where both ends are one."""
        return cls(low if low == high else None, low, high)

    def __add__(self, other: Amount) -> Amount:
        """Return the sum; what is not given on one side is not given in the sum."""
        pairs = ((self.best, other.best), (self.low, other.low), (self.high, other.high))
        return Amount(*(None if one is None or two is None else one + two for one, two in pairs))

    def __mul__(self, other: Amount) -> Amount:
        """Return the product of two amounts that are not negative."""
        pairs = ((self.best, other.best), (self.low, other.low), (self.high, other.high))
        return Amount(*(None if one is None or two is None else one * two for one, two in pairs))

    def times(self, factor: Fraction) -> Amount:
        """Return this amount times an exact factor that is not negative."""
        return self * Amount(factor, factor, factor)


@dataclass(frozen=True)
class Quantity:
    """An amount of something, in a period, counted by somebody by a rule.

    ``kind`` is flow, stock, share, change or quota; ``basis`` reported, claimed, estimated, observed or scenario;
    ``start`` and ``end`` (excluded) are None where open. ``whose`` names the States; empty: not stated.
    """

    name: str  # how to call it in a refusal
    amount: Amount
    unit: str
    what: str
    kind: str = "flow"
    basis: str = "claimed"
    start: date | None = None
    end: date | None = None
    whose: frozenset[str] = frozenset()
    by: str | None = None
    rule: str | None = None
    reference: str | None = None
    part_of: str | None = None

    def __add__(self, other: Quantity) -> Quantity:
        """Return the sum of two like quantities; raises :class:`UnlikeError` with every reason against it."""
        against = refusals(self, other)
        if against:
            raise UnlikeError(against)
        return _joined(self, other)

    def in_unit(self, unit: str) -> Quantity:
        """Return the same quantity in a unit of the same dimension."""
        return replace(self, unit=unit, amount=self.amount.times(units.convert(Fraction(1), self.unit, unit)))


def total(quantities: Sequence[Quantity]) -> Quantity:
    """Return the sum of several quantities; each is held against each, so that order can hide nothing."""
    against = [why for n, one in enumerate(quantities) for other in quantities[n + 1 :] for why in refusals(one, other)]
    if against:
        raise UnlikeError(list(dict.fromkeys(against)))
    amount = quantities[0]
    for other in quantities[1:]:
        amount = _joined(amount, other)
    return amount


def _joined(one: Quantity, other: Quantity) -> Quantity:
    starts, ends = (one.start, other.start), (one.end, other.end)
    return replace(
        one,
        name=f"{one.name} + {other.name}",
        amount=one.amount + other.in_unit(one.unit).amount,
        start=None if None in starts else min(day for day in starts if day),
        end=None if None in ends else max(day for day in ends if day),
        whose=one.whose | other.whose,
        by=one.by if one.by == other.by else None,
        rule=one.rule or other.rule,
        reference=None,
        part_of=one.part_of if one.part_of == other.part_of else None,
    )


def refusals(one: Quantity, other: Quantity) -> list[str]:
    """Return every reason why two quantities have no sum; empty where they have one."""
    pair = f"{one.name} and {other.name}"
    return [f"{pair}: {reason}" for reason in reasons(one, other)]


def reasons(one: Quantity, other: Quantity) -> list[str]:
    """Return the same reasons without the names of the two."""
    return [reason for check in _CHECKS for reason in (check(one, other),) if reason]


def grounds(quantities: Sequence[Quantity]) -> list[str]:
    """Return one reason of each sort why these have no sum, with how many pairs it stops; empty where they have one."""
    pairs = [(one, other) for n, one in enumerate(quantities) for other in quantities[n + 1 :]]
    found = []
    for check in _CHECKS:
        stopped = [(one, other, why) for one, other in pairs for why in (check(one, other),) if why]
        if stopped:
            one, other, why = stopped[0]
            more = f" (so {len(stopped)} of {len(pairs)} pairs)" if len(pairs) > 1 else ""
            found.append(f"{one.name} and {other.name}: {why}{more}")
    return found


def _kinds(one: Quantity, other: Quantity) -> str | None:
    if one.kind != other.kind:
        return f"a {' and a '.join(sorted((one.kind, other.kind)))} are different things"
    return {
        "share": "shares are of wholes that may differ, and have no sum",
        "change": "changes are compared with the stocks that they lie between, not added",
    }.get(one.kind)


def _things(one: Quantity, other: Quantity) -> str | None:
    if not units.alike(one.unit, other.unit):
        both = " and ".join(sorted((units.said(one.unit), units.said(other.unit))))
        if {units.alike(one.unit, "t"), units.alike(other.unit, "t")} == {True, False} and (
            units.alike(one.unit, "bbl") or units.alike(other.unit, "bbl")
        ):
            return f"{both} stand in one sum only after a conversion by a factor that is named"
        return f"{both} are unlike things"
    return f"“{one.what}” and “{other.what}” are not one thing" if one.what != other.what else None


def _bases(one: Quantity, other: Quantity) -> str | None:
    return f"one is {', the other '.join(sorted((one.basis, other.basis)))}" if one.basis != other.basis else None


def _counters(one: Quantity, other: Quantity) -> str | None:
    if one.rule != other.rule:
        return f"they count by different rules ({one.rule or 'not stated'}; {other.rule or 'not stated'})"
    if one.basis != "reported" and one.by != other.by:
        return f"two claimants ({one.by or 'not stated'}; {other.by or 'not stated'}) each count by a rule of their own"
    return None


def _parts(one: Quantity, other: Quantity) -> str | None:
    if one.reference and one.reference == other.reference:
        return "both stand in one row or claim: one thing said twice"
    for part, whole in ((one, other), (other, one)):
        if part.part_of and part.part_of == whole.reference:
            return f"{part.name} is a part of {whole.name}"
    return None


def _periods(one: Quantity, other: Quantity) -> str | None:
    apart = _apart(one.whose, other.whose)
    if one.kind == "stock":
        if (one.start, one.end) != (other.start, other.end):
            return "stocks of different days: whoever was there on both would count twice"
        return None if apart else "two stocks of one day that are not told to be of different States"
    if None in (one.start, one.end, other.start, other.end):
        return "a flow that does not say from when to when it counts can be in no sum"
    if apart or not _overlap(one, other):
        return None
    return "their periods overlap, so that what falls in both would count twice"


def _overlap(one: Quantity, other: Quantity) -> bool:
    return not (one.end and other.start and one.end <= other.start) and not (
        other.end and one.start and other.end <= one.start
    )


def _apart(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether two sets of States are known to have none in common."""
    return bool(one and other) and not one & other and EVERYBODY not in one | other


_CHECKS = (_kinds, _things, _bases, _counters, _parts, _periods)
