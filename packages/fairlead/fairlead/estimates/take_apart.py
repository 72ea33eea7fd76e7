"""A claimed number against everything in the case: what it can contain, what it cannot, what it would take to reach it.

That an occasion can be among those counted does not show that it was; a claimant who lists nothing leaves that open.
Conduct is compared by addressee, period and goods alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from fairlead.estimates.cap_claims import whole
from fairlead.estimates.caps import FALLEN
from fairlead.estimates.conversions import decimal
from fairlead.estimates.figures import Figure, whose
from fairlead.estimates.quantity import EVERYBODY, Amount, Quantity, reasons
from fairlead.estimates.units import alike, said
from fairlead.law import Regime
from fairlead.typologies.occasion import Occasion

DOES_NOT_SHOW = (
    "That an occasion can be among those counted does not show that it was. What the case holds depends on who was "
    "watched; a number that it does not reach is not thereby wrong."
)
_ACTS = ("port_call", "delivery", "shipment", "voyage", "trip", "transfer", "sighting", "occasion")


@dataclass(frozen=True)
class Claimed:
    """A number as claimed, from a table or a page. ``bound`` as the claimant gives it; goods empty: not stated."""

    id: str
    words: str
    quantity: Quantity
    bound: str | None
    goods: tuple[str, ...]
    accused: frozenset[str]
    doubtful: bool = False

    @property
    def number(self) -> Fraction:
        """The number itself."""
        best = self.quantity.amount.best
        return Fraction(0) if best is None else best

    @property
    def counts_acts(self) -> bool:
        """Whether the number is one of acts, each of which an occasion could be."""
        return self.quantity.kind == "flow" and self.quantity.unit in _ACTS

    @property
    def days(self) -> int | None:
        """Length of the claimed period; None where it is open."""
        start, end = self.quantity.start, self.quantity.end
        return None if start is None or end is None else (end - start).days


@dataclass(frozen=True)
class Apart:
    """A claim taken apart."""

    claim: Claimed
    can: tuple[Occasion, ...]  # observed or documented
    stated: tuple[Occasion, ...]  # could be contained, but only stated: counted apart
    cannot: tuple[tuple[Occasion, str], ...]  # with the first reason
    cannot_by_reason: dict[str, int]  # reason → occasions
    needed: tuple[str, ...]
    others: tuple[str, ...]  # other numbers that bear on it
    left_open: tuple[str, ...]


def of_figure(figure: Figure) -> Claimed:
    """Return a published figure as a claim."""
    return Claimed(
        id=figure.id,
        words=f"{figure.by}: {figure.bound or ''} {figure.value} {figure.unit}, {figure.measure}".replace("  ", " "),
        quantity=figure.quantity(),
        bound=figure.bound,
        goods=(figure.goods,) if figure.goods else (),
        accused=whose(figure.about) - {EVERYBODY} if figure.basis != "reported" else frozenset(),
        doubtful=figure.period_doubtful,
    )


def apart(regime: Regime, claim: Claimed, occasions: Sequence[Occasion], others: Sequence[Claimed]) -> Apart:
    """Hold a claim against the occasions of a case and against the other numbers in it."""
    judged = [(one, _why_not(regime, claim, one)) for one in occasions]
    within = [one for one, why in judged if why is None]
    cannot = tuple((one, why) for one, why in judged if why is not None)
    can = tuple(one for one in within if one.basis != "stated")
    return Apart(
        claim=claim,
        can=can,
        stated=tuple(one for one in within if one.basis == "stated"),
        cannot=cannot,
        cannot_by_reason=dict(Counter(why for _, why in cannot).most_common()),
        needed=tuple(_needed(claim, len(can))),
        others=tuple(each for one in others if one is not claim for each in _bears(regime, claim, one)),
        left_open=tuple(_left_open(claim)),
    )


def _why_not(regime: Regime, claim: Claimed, occasion: Occasion) -> str | None:
    """Return why an occasion cannot be among what the claim counts; None where it can."""
    if occasion.status in FALLEN:
        return f"it is {occasion.status}"
    if not claim.counts_acts and not alike(claim.quantity.unit, "bbl") and not alike(claim.quantity.unit, "t"):
        return f"an occasion is one act; the claim counts {said(claim.quantity.unit)}"
    start, end = claim.quantity.start, claim.quantity.end
    if end and date.fromisoformat(occasion.start[:10]) >= end:
        return "it lies after the claimed period"
    if start and date.fromisoformat(occasion.end[:10]) < start:
        return "it lies before the claimed period"
    addressed = {each.addressee for each in occasion.engagements}
    if claim.accused and not claim.accused & addressed:
        return f"it engages no measure for {', '.join(sorted(claim.accused))}"
    if claim.goods and occasion.goods and not _same_goods(regime, claim.goods, occasion.goods):
        return f"its goods ({', '.join(occasion.goods)}) are not those claimed ({', '.join(claim.goods)})"
    return None


def _same_goods(regime: Regime, claimed: Sequence[str], found: Sequence[str]) -> bool:
    known = [{regime.goods_named(each) or each for each in group} for group in (claimed, found)]
    return bool(known[0] & known[1])


def _needed(claim: Claimed, can: int) -> list[str]:
    number, unit = claim.number, claim.quantity.unit
    found = []
    if claim.counts_acts:
        short = number - can
        found.append(
            f"{whole(short)} further acts of the same kind, State and period, each with exhibits of its own"
            if short > 0
            else "nothing more by number: the case holds as many that can be among them"
        )
        if claim.days:
            found.append(f"over {claim.days} days it is {decimal(number / claim.days, 2)} a day")
    elif claim.quantity.kind == "stock":
        found.append(
            f"a list or count at one day of {said(unit)} by a stated rule; no number of occasions adds up to it"
        )
    elif alike(unit, "bbl") or alike(unit, "t"):
        if can:
            found.append(
                f"{whole(number / can)} {said(unit)} on average in each of the {can} occasions that it can contain"
            )
        else:
            found.append("acts that carry it: the case holds none that it can contain")
        found.append("for each act the goods, and the quantity from a document or a draught before and after")
    return found


def _bears(regime: Regime, claim: Claimed, other: Claimed) -> list[str]:
    """Return how another number stands to the claim, in at most one line; none where it has nothing to do with it."""
    one, two = claim.quantity, other.quantity
    what = f"{other.id} ({other.words}; {_period(two)})"
    if two.part_of and two.part_of == one.reference and one.unit == two.unit:
        left = claim.number - other.number
        return [f"{what} is a part of it; {whole(left)} are left, by subtraction only: nothing says what they are"]
    if one.part_of and one.part_of == two.reference:
        return [f"{what} is its whole, and holds it already"]
    if one.reference and one.reference == two.reference:
        return [f"{what} stands in the same claim"] if one.unit != two.unit else []
    if claim.number == other.number and one.unit != two.unit and claim.number > 1:
        return [f"{what} is the same number of another thing: {said(one.unit)} here, {said(two.unit)} there"]
    people = ("person", "permit")
    if one.unit in people or two.unit in people:
        alike_told = one.unit in people and two.unit in (*people, "percent") and one.whose and one.whose == two.whose
        return [f"{what} {_beside_people(claim, other)}"] if alike_told else []
    if not _together(one, two) or (one.unit != two.unit and not (claim.counts_acts and other.counts_acts)):
        return []
    goods = [_mentioned(regime, each) for each in (claim, other)]
    if not goods[0] & goods[1] or not reasons(one, two):
        return []  # where the goods are not known to be the same, an overlap of days alone says nothing
    times = f"; {decimal(other.number / claim.number, 2)} times its number" if one.unit == two.unit else ""
    return [f"{what} may count some of the same{times}; no sum: {'; '.join(reasons(one, two))}"]


def _beside_people(claim: Claimed, other: Claimed) -> str:
    one, two = claim.quantity, other.quantity
    if one.kind != two.kind or one.unit != two.unit:
        return f"is a {two.kind} of {said(two.unit)}: neither contained in it nor added to it"
    if claim.number == other.number:
        return "gives the same number: perhaps one claim carried twice"
    between = whole(abs(claim.number - other.number))
    return (
        f"is a {two.kind} by another hand or of another day; {between} lie between them, which counts nobody's coming"
    )


def _mentioned(regime: Regime, claim: Claimed) -> set[str]:
    """Return the goods that a claim names anywhere in its words."""
    text = " ".join((*claim.goods, claim.words))
    return {
        goods.name
        for goods in regime.goods
        if any(re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE) for word in goods.words)
    }


def _together(one: Quantity, two: Quantity) -> bool:
    return (one.start is None or two.end is None or one.start < two.end) and (
        two.start is None or one.end is None or two.start < one.end
    )


def _left_open(claim: Claimed) -> list[str]:
    quantity = claim.quantity
    checks = (
        (quantity.start is None or quantity.end is None, "from when to when it counts"),
        (claim.doubtful, "the period without doubt"),
        (quantity.rule is None, "the counting rule"),
        (not claim.goods and claim.counts_acts, "which goods"),
        (not claim.accused, "of which State"),
        (claim.bound is not None, f"the number itself ({claim.bound})"),
    )
    return [what for open_, what in checks if open_]


def _period(quantity: Quantity) -> str:
    last = None if quantity.end is None else quantity.end - timedelta(days=1)
    if quantity.start is None and last is None:
        return "period not stated"
    return f"{quantity.start or 'open'} to {last or 'open'}"


def document(one: Apart) -> dict[str, object]:
    """Return it as stable JSON."""
    quantity = one.claim.quantity
    return {
        "schema_version": 1,
        "claim": {
            "id": one.claim.id,
            "words": one.claim.words,
            "number": decimal(one.claim.number),
            "bound": one.claim.bound,
            "unit": quantity.unit,
            "kind": quantity.kind,
            "goods": list(one.claim.goods),
            "accused": sorted(one.claim.accused),
            "start": None if quantity.start is None else quantity.start.isoformat(),
            "end_excluded": None if quantity.end is None else quantity.end.isoformat(),
        },
        "can_contain": [each.id for each in one.can],
        "only_stated": [each.id for each in one.stated],
        "cannot_contain": [{"occasion": each.id, "why": why} for each, why in one.cannot],
        "needed": list(one.needed),
        "other_numbers": list(one.others),
        "left_open": list(one.left_open),
        "does_not_show": DOES_NOT_SHOW,
    }


def stated(number: int | str, bound: str | None) -> Amount:
    """Return the amount that a page states."""
    return Amount.stated(Fraction(number), bound)
