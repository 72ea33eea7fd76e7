"""Claims about a ceiling, taken back to what they assume: acts, mean capacity, laden share, and when it is passed.

What a claim leaves open is a range, not a guess. Whether the acts took place is not asked here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from fairlead.estimates import scenarios
from fairlead.estimates.ceilings import Ceiling
from fairlead.estimates.conversions import decimal
from fairlead.estimates.figures import Figure
from fairlead.estimates.quantity import Amount
from fairlead.estimates.scenarios import ONE, Passing, Scenario
from fairlead.estimates.units import said

UNKNOWN = Amount(None, None, None)


@dataclass(frozen=True)
class CapClaim:
    """One claim: its acts and amounts as each publication prints them, and what follows from the first of each."""

    reference: str
    by: str
    period: str
    doubtful: bool
    inside: bool  # its period lies wholly within the ceiling's
    acts: tuple[Figure, ...]
    amounts: tuple[Figure, ...]  # in the ceiling's unit
    laden: Fraction | None  # the share behind the amount, as stated
    stated: Amount  # the quantity as it stands
    stated_times: Amount  # of the ceiling
    stated_passing: Passing
    stated_per_act: Amount
    full: Amount  # what the acts carry fully laden, in the ceiling's unit
    per_act: Amount  # mean capacity
    share_at_cap: Amount  # the laden share at which the ceiling is reached
    needed_per_act: tuple[tuple[Fraction, Fraction], ...]  # laden share → mean capacity that reaches the ceiling
    scenarios: tuple[Scenario, ...]
    reported: tuple[Figure, ...]  # what the same row says was reported
    remarks: tuple[str, ...]
    reply: str | None

    @property
    def acts_amount(self) -> Amount:
        """The number of acts, UNKNOWN where none is given."""
        return Amount.stated(self.acts[0].number, self.acts[0].bound) if self.acts else UNKNOWN


def read(
    figures: Sequence[Figure],
    ceiling: Ceiling,
    shares: Sequence[Fraction] = scenarios.SHARES,
    capacity: Amount | None = None,
) -> list[CapClaim]:
    """Return the claims whose period touches the ceiling's. ``capacity`` (per act) replaces what a claim implies."""
    groups: dict[str, list[Figure]] = {}
    for one in figures:
        touches = (one.start is None or one.start < ceiling.end) and (one.end is None or one.end > ceiling.start)
        if one.kind == "flow" and touches:
            groups.setdefault(one.id, []).append(one)
    made = [_claim(group, ceiling, shares, capacity) for group in groups.values()]
    return [claim for claim in made if claim is not None]


def _claim(
    group: Sequence[Figure], ceiling: Ceiling, shares: Sequence[Fraction], capacity: Amount | None
) -> CapClaim | None:
    claimed = [one for one in group if one.basis != "reported"]
    amounts = [one for one in claimed if one.counted == ceiling.unit]
    acts = [one for one in claimed if one.counted not in ("bbl", "t", "kl", "kg", "litre", "percent")]
    if not claimed or not (amounts or acts):
        return None
    first = claimed[0]
    laden = Fraction(first.laden_share) if first.laden_share else None
    counted = Amount.stated(acts[0].number, acts[0].bound) if acts else UNKNOWN
    stated = Amount.stated(amounts[0].number, amounts[0].bound) if amounts else UNKNOWN
    full = scenarios.full_load(stated, laden)
    if capacity is not None and acts:
        full = counted * capacity if capacity.best is not None else _spread(counted, capacity)
    breach = Fraction(first.breach_share) if first.breach_share else None
    looked_at = sorted({*shares, *([breach] if breach else []), *([laden] if laden and amounts else [])})
    known = (full.best, full.low, full.high) != (None, None, None)
    return CapClaim(
        reference=first.id,
        by=first.by,
        period=first.period or "period not stated",
        doubtful=first.period_doubtful,
        inside=bool(first.start and first.end and ceiling.start <= first.start and first.end <= ceiling.end),
        acts=tuple(acts),
        amounts=tuple(amounts),
        laden=laden,
        stated=stated,
        stated_times=stated.times(1 / ceiling.limit),
        stated_passing=scenarios.passing(stated, ceiling.limit, first.start, first.end),
        stated_per_act=scenarios.per_act(stated, counted),
        full=full,
        per_act=scenarios.per_act(full, counted) if acts else UNKNOWN,
        share_at_cap=scenarios.share_at(ceiling.limit, full),
        needed_per_act=_needed(acts, looked_at, ceiling),
        scenarios=tuple(scenarios.scenario(full, one, ceiling.limit, first.start, first.end) for one in looked_at)
        if known
        else (),
        reported=tuple(one for one in group if one.basis == "reported"),
        remarks=tuple(_remarks(acts, amounts, laden, breach, full, ceiling, moved=capacity is not None)),
        reply=first.reply,
    )


def _spread(counted: Amount, capacity: Amount) -> Amount:
    low = None if counted.low is None or capacity.low is None else counted.low * capacity.low
    high = None if counted.high is None or capacity.high is None else counted.high * capacity.high
    return Amount(None, low, high)


def _needed(
    acts: Sequence[Figure], shares: Sequence[Fraction], ceiling: Ceiling
) -> tuple[tuple[Fraction, Fraction], ...]:
    if not acts or not acts[0].number:
        return ()
    return tuple((share, ceiling.limit / (acts[0].number * share)) for share in shares)


def _remarks(
    acts: Sequence[Figure],
    amounts: Sequence[Figure],
    laden: Fraction | None,
    breach: Fraction | None,
    full: Amount,
    ceiling: Ceiling,
    *,
    moved: bool,
) -> list[str]:
    """Say what the claim leaves open, and whether its own statements fit together."""
    found = []
    if not amounts:
        found.append(f"no quantity is stated: nothing here says how many {ceiling.unit} one act carried")
    if amounts and laden is None and not moved:
        found.append("the laden share behind the quantity is not stated: a full load is at least as much")
    if not acts:
        found.append("no number of acts is stated: it cannot be recomputed")
    if breach and amounts and not moved:
        found.append(_breach(amounts[0], breach, laden, full, ceiling))
    if breach and not amounts and acts:
        mean = ceiling.limit / (acts[0].number * breach)
        found.append(
            f"that the ceiling is passed at {share_said(breach)} holds only if one of these {said(acts[0].counted)}"
            f" can carry more than {whole(mean)} {ceiling.unit} on average; the claim names no capacity"
        )
    return [*found, *(_printed(one, _first(one, acts, amounts)) for one in (*acts, *amounts) if one.carrier)]


def _printed(one: Figure, other: Figure | None) -> str:
    said_so = f"{one.carrier} prints {one.value} {one.unit}{f' ({one.rule})' if one.rule else ''}"
    if other is None:
        return f"{said_so}; no other figure of this claim gives it"
    return f"publications differ: {said_so}, the row itself {other.value}"


def _first(figure: Figure, acts: Sequence[Figure], amounts: Sequence[Figure]) -> Figure | None:
    return next((one for one in (acts if figure in acts else amounts) if not one.carrier), None)


def _breach(amount: Figure, breach: Fraction, laden: Fraction | None, full: Amount, ceiling: Ceiling) -> str:
    """Hold "passed even at this share" against the quantity of the same claim."""
    said_so = f"its author sees the ceiling passed at {share_said(breach)}"
    if laden is not None and full.best is not None:
        at = full.best * breach
        held = "which its own figures bear out" if at > ceiling.limit else "which its own figures do not bear out"
        return f"{said_so}: {whole(at)} {ceiling.unit} then, {held}"
    most = amount.number * breach / ceiling.limit
    if most >= ONE:
        then = f"{whole(amount.number * breach)} {ceiling.unit} then"
        return f"{said_so}: {then}, even if the quantity is that of full loads"
    return (
        f"{said_so}: if the quantity were that of full loads, {share_said(breach)} of it would be"
        f" {whole(amount.number * breach)} {ceiling.unit}, below the ceiling; so it holds only if the quantity assumes"
        f" less than {decimal(most * 100, 1)} % of full load"
        f" (at 90 % it gives {whole(amount.number / Fraction(9, 10) * breach)})"
    )


def share_said(share: Fraction) -> str:
    """Return a share in words: "one third", "60 %"."""
    return {Fraction(1, 3): "one third", ONE: "full load"}.get(share, f"{decimal(share * 100, 1)} %")


def whole(value: Fraction) -> str:
    """Return a number rounded to the unit, halves to even, with commas."""
    return f"{round(value):,}"
