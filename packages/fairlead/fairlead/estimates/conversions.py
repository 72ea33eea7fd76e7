"""Tonnes to barrels and back, by product, each factor with its source and how far it is verified.

The factors are the regime's; none is chosen silently: the first for the goods of a ceiling is the default, all others
stand beside it. Which product a tonne of "refined petroleum" was, a table seldom says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from fairlead.errors import MisuseError
from fairlead.estimates.quantity import Quantity
from fairlead.law import Conversion, Regime


@dataclass(frozen=True)
class Factor:
    """Barrels per tonne. ``source`` is a title, or who moved it by hand."""

    id: str
    product: str
    bbl_per_t: Fraction
    status: str
    evidence: str
    source: str | None

    def to_bbl(self, tonnes: Quantity) -> Quantity:
        """Return a quantity given in mass as barrels; everything else of it stays."""
        in_t = tonnes.in_unit("t")
        return replace(in_t, unit="bbl", amount=in_t.amount.times(self.bbl_per_t))

    def document(self) -> dict[str, object]:
        """Return it as stable JSON."""
        return {
            "id": self.id,
            "product": self.product,
            "bbl_per_t": decimal(self.bbl_per_t),
            "status": self.status,
            "evidence": self.evidence,
            "source": self.source,
        }


def factors(regime: Regime) -> list[Factor]:
    """Return the regime's factors from tonnes to barrels, in its order."""
    return [_factor(regime, one) for one in regime.conversions if (one.from_unit, one.to_unit) == ("t", "bbl")]


def default(regime: Regime, goods: str) -> Factor:
    """Return the first factor for the goods of a ceiling. :class:`MisuseError` where the regime has none."""
    found = [factor for factor in factors(regime) if factor.product == goods]
    if not found:
        raise MisuseError(f"the regime has no factor from tonnes to barrels for {goods}", "name one with --factor")
    return found[0]


def by_hand(bbl_per_t: str, goods: str) -> Factor:
    """Return a factor that the user names. :class:`MisuseError` where it is no positive number."""
    try:
        value = Fraction(bbl_per_t)
    except (ValueError, ZeroDivisionError):
        value = Fraction(0)
    if value <= 0:
        raise MisuseError(f"not a factor: {bbl_per_t!r}", "barrels per tonne, as 8.33")
    return Factor("by-hand", goods, value, "named by the user", "none given", None)


def implied(barrels: Sequence[Quantity], tonnes: Sequence[Quantity]) -> list[tuple[str, Fraction]]:
    """Return the factor that a supply reported in both units implies, with its reference."""
    by_reference = {one.reference: one for one in tonnes if one.reference}
    found = []
    for one in barrels:
        other = by_reference.get(one.reference) if one.reference else None
        tonnes_there = other.in_unit("t").amount.best if other else None
        if one.amount.best and tonnes_there:
            found.append((str(one.reference), one.amount.best / tonnes_there))
    return found


def decimal(value: Fraction, places: int = 4) -> str:
    """Return a fraction as a decimal, rounded half to even, without empty places."""
    text = format(Decimal(round(value * 10**places)).scaleb(-places), f".{places}f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _factor(regime: Regime, one: Conversion) -> Factor:
    source = regime.sources[one.source].title if one.source else None
    return Factor(one.id, one.product, Fraction(one.factor), one.status, one.evidence, source)
