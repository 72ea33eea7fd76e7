"""Units: goods by mass and volume, money by currency, and acts, ships and persons, each a dimension of its own.

The registry is pint's, but empty at first: in pint's own table ``ton`` is the short ton and ``bbl`` a barrel of 31.5
gallons. What has no conversion here has none; from mass to volume leads only a factor with its source
(``conversions.py``), from calls to ships nothing.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

import pycountry

from fairlead.errors import MisuseError

if TYPE_CHECKING:
    import pint

_PHYSICAL = (
    "kg = [mass]",
    "t = 1000 * kg",  # tonne, SI Brochure table 8
    "litre = [volume]",
    "kl = 1000 * litre",
    "bbl = 158987294928 / 1000000000 * litre",  # 42 US gallons of 231 cubic inches (NIST Handbook 44, appendix C)
)

_COUNTED = {
    # What is counted → the words for it; each is a dimension of its own.
    "port_call": ("port call", "call", "port visit", "visit"),
    "delivery": ("delivery",),
    "shipment": ("shipment",),
    "voyage": ("voyage", "voyages observed", "voyage observed"),
    "trip": ("trip",),
    "transfer": ("transfer",),
    "sighting": ("sighting",),
    "occasion": ("occasion", "instance", "case", "time", "incident", "violation", "breach"),
    "ship": ("ship", "vessel", "tanker", "barge", "boat"),
    "person": ("person", "worker", "laborer", "labourer", "national", "citizen"),
    "permit": ("permit", "work permit", "visa"),
    "percent": ("percent", "per cent", "%"),
}
_NAMED = {
    **{word: name for name, words in _COUNTED.items() for word in words},
    **dict.fromkeys(("t", "tonne", "metric ton", "ton"), "t"),  # in these tables a ton is the metric one
    **dict.fromkeys(("bbl", "barrel", "barrel of oil"), "bbl"),
    **dict.fromkeys(("kl", "kilolitre", "kiloliter"), "kl"),
    **dict.fromkeys(("litre", "liter"), "litre"),
    **dict.fromkeys(("kg", "kilogram"), "kg"),
}


def named(text: str) -> str:
    """Return the unit that a text names: known ones by one name, currencies by their code, any other as a word."""
    plain = " ".join(text.split())
    if re.fullmatch(r"[A-Z]{3}", plain) and pycountry.currencies.get(alpha_3=plain):
        return plain
    word = plain.lower()
    for form in (word, re.sub(r"ies$", "y", word), word.removesuffix("es"), word.removesuffix("s")):
        if form in _NAMED:
            return _NAMED[form]
    last = word.rpartition(" ")[2]
    if last != word and last:
        found = named(last)
        if found in _COUNTED:
            return found
    return re.sub(r"\W+", "_", word).strip("_") or "thing"


def said(unit: str, amount: Fraction | None = None) -> str:
    """Return a unit in words, in the singular for exactly one."""
    if unit not in _COUNTED or unit == "percent":
        return {"percent": "%"}.get(unit, unit)
    word = unit.replace("_", " ")
    return word if amount == 1 else re.sub(r"y$", "ie", word) + "s"


def alike(one: str, other: str) -> bool:
    """Tell whether quantities in these units can stand in one sum."""
    return bool(_unit(one).is_compatible_with(_unit(other)))


def convert(value: Fraction, unit: str, to: str) -> Fraction:
    """Return a value in another unit of the same dimension, exactly. :class:`MisuseError` where there is no way."""
    if not alike(unit, to):
        raise MisuseError(f"{said(unit)} cannot be expressed in {said(to)}", "mass and volume need a factor")
    return Fraction(_registry().Quantity(value, _unit(unit)).to(_unit(to)).magnitude)


@cache
def _registry() -> pint.UnitRegistry[Fraction]:
    import pint  # here: a command that counts nothing loads nothing

    registry: pint.UnitRegistry[Fraction] = pint.UnitRegistry(None, non_int_type=Fraction)
    for definition in (*_PHYSICAL, *(f"{name} = [{name}]" for name in _COUNTED)):
        registry.define(definition)
    return registry


@cache
def _unit(name: str) -> pint.Unit:
    """Return pint's unit, defining a dimension of its own for a currency or a word that is not known."""
    registry = _registry()
    if name not in registry:
        registry.define(f"{name} = [{name}]")
    return registry.Unit(name)
