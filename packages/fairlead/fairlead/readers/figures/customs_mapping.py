"""A mapping of a customs table: a small YAML file that says what its columns mean. It reads no table itself.

table: trade
reporter: CN                                   # whose statistics; or {column: Reporter, values: {"...": CN}}
partner: {column: Country, values: {"Korea, DPR": KP}}
flow: import                                   # or {column: Flow, values: {"1": import, "2": export}}
period: {column: Month, format: "%Y%m"}        # without %m: a year
code: HS_CODE
classification: HS 2017                        # the edition of the code, in words; or {column: Edition}
goods: {column: Commodity}
net_mass: {column: Weight, unit: t}            # kg unless said otherwise
quantity: {column: Qty2}
quantity_unit: {column: Unit2}                 # or words
value: {column: Amount, currency: CNY, times: 10000}
valued: cif                                    # or fob; left out where not told
delimiter: ";"
decimal: ","
encoding: gb18030
missing: ["-"]
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import yaml

from fairlead.readers.tracks.cells import MISSING
from fairlead.readers.tracks.mapping import Checks, encoding_of, missing_in

_LEAST = "table: trade, reporter: CN, partner: {column: Country}, flow: import, period: Month, code: HS"
FLOWS = ("import", "export", "re-import", "re-export")
VALUED = ("cif", "fob")
MASSES = {"kg": Decimal(1), "t": Decimal(1000), "g": Decimal("0.001"), "lb": Decimal("0.45359237")}
"""Kilograms in a unit; the pound is that of the agreement of 1959 between six national laboratories."""

_REQUIRED = ("reporter", "partner", "flow", "period", "code")
_OPTIONAL = ("classification", "goods", "net_mass", "quantity", "quantity_unit", "value", "valued")
# these may be words that hold for all rows
_FIXED = (
    "reporter",
    "partner",
    "flow",
    "classification",
    "quantity_unit",
    "valued",
)
_KEYS = {
    "reporter": {"values"},
    "partner": {"values"},
    "flow": {"values"},
    "valued": {"values"},
    "period": {"format"},
    "net_mass": {"unit"},
    "value": {"currency", "times"},
}


@dataclass(frozen=True)
class Cell:
    """Where one thing stands: in a column, its words translated by ``values``, or the same in all rows."""

    column: str | None
    fixed: str | None = None
    values: Dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CustomsMapping:
    """What is known about a customs table."""

    name: str
    sha256: str  # of the mapping file's bytes; part of what a reading depends on
    cells: Dict[str, Cell]
    period_format: str
    mass_kg: Decimal  # of the unit in which net mass is given
    currency: str | None
    times: Decimal  # what a printed value has to be multiplied by
    delimiter: str | None
    decimal: str
    encoding: str | None
    missing: frozenset[str]


def parse(data: bytes, name: str) -> CustomsMapping:
    """Read a mapping from bytes that are YAML. Raises MisuseError with file, key and reason."""
    check = Checks(name, _LEAST)
    known = {"table", *_REQUIRED, *_OPTIONAL, "delimiter", "decimal", "encoding", "missing"}
    top = check.mapping(yaml.safe_load(data), "", known)
    for role in _REQUIRED:
        if role not in top:
            check.fail(role, f"is missing; a table of trade needs {', '.join(_REQUIRED)}")
    details = {role: _entry(check, role, top[role]) for role in (*_REQUIRED, *_OPTIONAL) if role in top}
    delimiter, decimal = top.get("delimiter"), top.get("decimal", ".")
    if delimiter is not None and (not isinstance(delimiter, str) or len(delimiter) != 1 or not delimiter.isascii()):
        check.fail("delimiter", "is one character")
    if decimal not in (".", ",") or decimal == delimiter:
        check.fail("decimal", 'is "." or ",", and not the delimiter')
    return CustomsMapping(
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        cells={role: _cell(check, role, entry) for role, entry in details.items()},
        period_format=_period(check, details["period"].get("format", "%Y%m")),
        mass_kg=_mass(check, details.get("net_mass", {}).get("unit", "kg")),
        currency=_currency(check, details.get("value")),
        times=_times(check, details.get("value", {}).get("times", 1)),
        delimiter=delimiter,
        decimal=decimal,
        encoding=encoding_of(check, top.get("encoding")),
        missing=MISSING | missing_in(check, top.get("missing", [])),
    )


def _entry(check: Checks, role: str, given: Any) -> dict[Any, Any]:
    """Return an entry in its long form; words alone are the column's name, or hold for all rows where that may be."""
    if isinstance(given, str) and given:
        return {"fixed": given} if role in _FIXED else {"column": given}
    found = check.mapping(given, role, {"column"} | _KEYS.get(role, set()))
    if not isinstance(found.get("column"), str) or not found["column"]:
        check.fail(f"{role}.column", "is the name of a column, as text")
    return found


def _cell(check: Checks, role: str, entry: dict[Any, Any]) -> Cell:
    values = entry.get("values", {})
    if not isinstance(values, dict):
        check.fail(f"{role}.values", "is a mapping of words to what they mean")
    meant = {"flow": FLOWS, "valued": VALUED}.get(role)
    for word in [entry["fixed"]] if "fixed" in entry else values.values():
        if meant and word not in meant:
            check.fail(role, f"is {word!r}, not one of {', '.join(meant)}")
    translated = {str(word).strip().lower(): str(value) for word, value in values.items()}
    return Cell(entry.get("column"), entry.get("fixed"), translated)


def _period(check: Checks, form: Any) -> str:
    if not isinstance(form, str) or "%Y" not in form:
        check.fail("period.format", "needs at least a year, as in '%Y%m' or '%Y'")
    return str(form)


def _mass(check: Checks, unit: Any) -> Decimal:
    if unit not in MASSES:
        check.fail("net_mass.unit", f"is {unit!r}, not one of {', '.join(MASSES)}")
    return MASSES[unit]


def _currency(check: Checks, entry: dict[Any, Any] | None) -> str | None:
    if entry is None:
        return None
    currency = entry.get("currency")
    if not isinstance(currency, str) or len(currency) != 3 or not currency.isupper():
        check.fail("value.currency", "is the three letters of ISO 4217, as USD: no amount travels without its currency")
    return str(currency)


def _times(check: Checks, times: Any) -> Decimal:
    if isinstance(times, bool) or not isinstance(times, int) or times < 1:
        check.fail("value.times", "is a whole number from 1, as 1000 for thousands")
    return Decimal(times)
