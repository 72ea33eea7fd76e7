"""A ceiling and a calendar year: what was reported, claimed and observed, and the day it was or may have been passed.

The three stand side by side and are never one sum. Conditions of a paragraph other than the quantity (notification,
livelihood, who takes part) are not judged here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from fairlead.estimates import cap_claims, ceilings, conversions, reported, scenarios
from fairlead.estimates.cap_claims import CapClaim
from fairlead.estimates.ceilings import Ceiling
from fairlead.estimates.conversions import Factor
from fairlead.estimates.figures import Figure
from fairlead.estimates.quantity import Amount, UnlikeError, total
from fairlead.estimates.reported import Reported
from fairlead.law import Regime
from fairlead.typologies.occasion import Occasion

DOES_NOT_SHOW = (
    "A number of calls is not a number of deliveries, a ship's capacity not what it discharged, and a laden share is "
    "an assumption. Reports and claims may cover the same barrels or not: nothing here says which. A month without a "
    "report in this case is not a month without a report. Only the Committee can find that the ceiling was reached."
)

FALLEN = ("dismissed", "not found", "withdrawn")
"""Statuses of occasions that people decided not to hold; they are counted nowhere."""


@dataclass(frozen=True)
class Observed:
    """Occasions of the case that engage the ceiling's measure in its period, by basis; stated ones stand apart."""

    basis: str
    occasions: tuple[Occasion, ...]
    acts_needed: tuple[tuple[Fraction, Amount], ...]  # laden share → acts that reach the ceiling, at the capacity named
    passed_on: tuple[tuple[Fraction, date | None, date | None], ...]  # laden share → day at high and at low capacity


@dataclass(frozen=True)
class Account:
    """Everything about one ceiling in its period."""

    ceiling: Ceiling
    factor: Factor | None  # None: the ceiling is in tonnes and nothing is converted
    reported: Reported
    claims: tuple[CapClaim, ...]
    observed: tuple[Observed, ...]
    disagreements: tuple[str, ...]
    not_added: tuple[str, ...]


@dataclass(frozen=True)
class Assumptions:
    """What a user may move. ``capacity`` is per act, in the ceiling's unit; None: what each claim implies."""

    shares: tuple[Fraction, ...] = scenarios.SHARES
    capacity: Amount | None = None
    bbl_per_t: str | None = None


def accounts(
    regime: Regime,
    figures: Sequence[Figure],
    occasions: Sequence[Occasion],
    goods: str,
    year: int,
    assumed: Assumptions | None = None,
) -> list[Account]:
    """Return an account of each ceiling on goods that bound on some day of a year; none where none did."""
    moved = assumed or Assumptions()
    return [_account(regime, figures, occasions, one, moved) for one in ceilings.in_year(regime, goods, year)]


def _account(
    regime: Regime, figures: Sequence[Figure], occasions: Sequence[Occasion], ceiling: Ceiling, moved: Assumptions
) -> Account:
    mine = [one for one in figures if _is_of(regime, one, ceiling)]
    factor, others = _factors(regime, ceiling, moved)
    claimed = {one.reference for one in mine if one.basis != "reported"}
    # What a claimant says that others reported stands beside its claim, not among the reports.
    reports = [one for one in mine if one.reference is None or one.reference not in claimed]
    told = reported.account(reports, ceiling, factor or Factor("none", "", Fraction(1), "", "", None), others)
    claims = cap_claims.read(mine, ceiling, moved.shares, moved.capacity)
    return Account(
        ceiling=ceiling,
        factor=factor,
        reported=told,
        claims=tuple(claims),
        observed=tuple(_observed(occasions, ceiling, moved)),
        disagreements=tuple(_disagreements(claims)),
        not_added=tuple(_not_added(told, claims)),
    )


def _factors(regime: Regime, ceiling: Ceiling, moved: Assumptions) -> tuple[Factor | None, list[Factor]]:
    if ceiling.unit != "bbl":
        return None, []
    every = conversions.factors(regime)
    named = conversions.by_hand(moved.bbl_per_t, ceiling.goods) if moved.bbl_per_t else None
    chosen = named or conversions.default(regime, ceiling.goods)
    return chosen, [one for one in every if one.id != chosen.id]


def _is_of(regime: Regime, figure: Figure, ceiling: Ceiling) -> bool:
    """Tell whether a figure is about the ceiling's goods: by the same words, or by goods that the regime knows."""
    if figure.goods is None:
        return False
    if figure.goods == ceiling.goods:
        return True
    one, other = regime.goods_named(figure.goods), regime.goods_named(ceiling.goods)
    return one is not None and one == other


def _observed(occasions: Sequence[Occasion], ceiling: Ceiling, moved: Assumptions) -> list[Observed]:
    mine = [
        one
        for one in occasions
        if one.status not in FALLEN
        and any(each.measure.id == ceiling.measure for each in one.engagements)
        and ceiling.start.isoformat() <= one.start[:10] < ceiling.end.isoformat()
    ]
    found = []
    for basis in ("observed", "documented", "stated"):
        group = sorted((one for one in mine if one.basis == basis), key=lambda one: one.start)
        if group:
            found.append(_of_basis(basis, group, ceiling, moved))
    return found


def _of_basis(basis: str, group: Sequence[Occasion], ceiling: Ceiling, moved: Assumptions) -> Observed:
    capacity = moved.capacity
    if basis == "stated" or capacity is None or capacity.low is None or capacity.high is None:
        return Observed(basis, tuple(group), (), ())
    days = [date.fromisoformat(one.end[:10]) for one in group]
    needed: list[tuple[Fraction, Amount]] = []
    passed: list[tuple[Fraction, date | None, date | None]] = []
    for share in moved.shares:
        few, many = (int(ceiling.limit / (each * share)) + 1 for each in (capacity.high, capacity.low))
        needed.append((share, Amount.between(Fraction(few), Fraction(many))))
        ordered = sorted(days)
        first, last = (ordered[n - 1] if n <= len(ordered) else None for n in (few, many))
        passed.append((share, first, last))
    return Observed(basis, tuple(group), tuple(needed), tuple(passed))


def _disagreements(claims: Sequence[CapClaim]) -> list[str]:
    """Name numbers that two figures share while they count different things."""
    acts = [one for claim in claims for one in claim.acts]
    return [
        f"{one.value} {one.unit} ({one.by}) and {other.value} {other.unit} ({other.by}): one number, two things"
        f" counted; which of them was counted decides what a capacity may be multiplied with"
        for n, one in enumerate(acts)
        for other in acts[n + 1 :]
        if one.number == other.number and one.counted != other.counted and one.period_start == other.period_start
    ]


def _not_added(told: Reported, claims: Sequence[CapClaim]) -> list[str]:
    """Try the sums that a reader may have in mind, and keep the reasons against them."""
    amounts = [claim.amounts[0].quantity() for claim in claims if claim.amounts]
    tries = [[one, other] for n, one in enumerate(amounts) for other in amounts[n + 1 :]]
    tries += [[told.total, one] for one in amounts if told.total is not None]
    reasons: list[str] = []
    for pair in tries:
        try:
            total(pair)
        except UnlikeError as refusal:
            reasons += refusal.reasons
    return list(dict.fromkeys(reasons))
