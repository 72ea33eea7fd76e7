"""Turns columns of a foreign table into exact integers, many cells at once. What a column means is in ``layouts.py``.

A number is read as the decimal that is written, never as the nearest binary fraction: 36.12345 degrees are exactly
361234500, and halves round to even. The fast path computes in doubles and hands every cell whose rounding a double
could get wrong to :class:`decimal.Decimal`, one by one, so that both give the same answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute

Arrow = Any  # an Arrow array; the stubs of pyarrow.compute know few of the overloads used here
pc: Any = pyarrow.compute
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

# What tables write where a number is not given; compared in lower case. Names and other texts are left as they are.
MISSING = frozenset({"", "na", "n/a", "nan", "null", "none", "\\n", "unknown", "undefined"})

# A double holds a decimal to half a unit of its last place: below 2e9 the product with the factor is off by less than
# 7e-7, so that only cells this close to a half (or larger) can round wrongly.
_DOUBT = 1e-6
_DOUBT_ABOVE = 2e9
ROUNDED = "rounded, as spreadsheets do"
_ROUNDED = re.compile(r"[0-9]+([.,][0-9]+)?[eE]\+?[0-9]+")
_PLAIN_NUMBER = r"^[+-]?[0-9]+(\.[0-9]*)?$"


@dataclass
class Column:
    """Integers drawn from one column of one batch."""

    values: Ints
    given: Bools  # False: the source gives none
    bad: dict[int, str] = field(default_factory=dict)  # index → what is wrong with the cell; not given there

    def array(self) -> Arrow:
        """Return the values as Arrow integers, null where not given."""
        return pa.array(self.values, pa.int64(), mask=~self.given)

    def drop(self, where: Bools) -> int:
        """Take the values at ``where`` as not given; return how many that were."""
        dropped = int(np.count_nonzero(where & self.given))
        if dropped:
            self.given = self.given & ~where
        return dropped

    def refuse(self, where: Bools, why: str) -> None:
        """Mark the given values at ``where`` as bad."""
        for index in np.flatnonzero(where & self.given).tolist():
            self.bad[index] = why
        self.given = self.given & ~where


def absent(length: int) -> Column:
    """Return a column that the source does not have."""
    return Column(np.zeros(length, np.int64), np.zeros(length, np.bool_))


def scaled(column: Arrow, factor: Fraction, decimal: str = ".", missing: frozenset[str] = MISSING) -> Column:
    """Return ``column`` times ``factor``, rounded half to even. Takes text, integers or floating-point numbers.

    A cell that is no number is bad, and so is a result beyond 64 bits.
    """
    column, floats = _floats(column, decimal)
    given = np.asarray(pc.is_valid(column))
    product = floats * float(factor)
    with np.errstate(invalid="ignore"):
        rounded = np.rint(product)
        sure = (np.abs(product - rounded) < 0.5 - _DOUBT) & (np.abs(product) < _DOUBT_ABOVE)
        result = Column(np.where(sure, rounded, 0).astype(np.int64), given & sure)

    def exact(cell: Any) -> int | None:
        number = number_of(str(cell), decimal, missing)
        return None if number is None else half_even(number, factor)

    one_by_one(result, column, given & ~sure, exact)
    return result


def number_of(text: str, decimal: str = ".", missing: frozenset[str] = MISSING) -> Decimal | None:
    """Return the number that ``text`` writes, or None where it says that there is none. Raises ValueError."""
    stripped = text.strip()
    if stripped.lower() in missing:
        return None
    if "_" in stripped:
        raise ValueError("not a number")
    try:
        number = Decimal(stripped.replace(decimal, ".") if decimal != "." else stripped)
    except InvalidOperation:
        raise ValueError("not a number") from None
    if not number.is_finite() or abs(number.adjusted()) > 40:
        raise ValueError("not a number of any use here")
    return number


def half_even(number: Decimal, factor: Fraction) -> int:
    """Return ``number`` times ``factor`` as an integer, halves to even. Raises ValueError beyond 64 bits."""
    result = round(Fraction(number) * factor)
    if abs(result) >= 1 << 63:
        raise ValueError("too large")
    return result


def identifiers(column: Arrow, prefix: str = "", missing: frozenset[str] = MISSING) -> Column:
    """Return whole numbers that name something, such as an MMSI. A rounded one ("2.1e8", "210.5") is bad.

    ``prefix`` may stand before the digits, in either case ("IMO").
    """
    if pa.types.is_integer(column.type):
        return Column(
            np.asarray(pc.fill_null(pc.cast(column, pa.int64(), safe=False), 0)), np.asarray(pc.is_valid(column))
        )
    text = texts(column)
    if prefix:
        text = pc.ascii_ltrim(text, characters=prefix.upper() + prefix.lower() + " ")
    given = np.asarray(pc.is_valid(text))
    # 18 digits always fit into 64 bits
    plain_mask = pc.and_(pc.ascii_is_decimal(text), pc.less_equal(pc.binary_length(text), 18))
    plain = np.asarray(pc.fill_null(plain_mask, False))
    values = pc.fill_null(pc.cast(pc.if_else(plain_mask, text, None), pa.int64()), 0)
    result = Column(np.asarray(values).copy(), given & plain)

    def exact(cell: str) -> int | None:
        stripped = cell.strip().removesuffix(".0")
        if stripped.lower() in missing:
            return None
        if _ROUNDED.fullmatch(stripped):
            raise ValueError(ROUNDED)
        if not (stripped.isascii() and stripped.isdigit()) or len(stripped) > 18:
            raise ValueError("not a whole number")
        return int(stripped)

    one_by_one(result, text, given & ~plain, exact)
    return result


def words(column: Arrow, known: dict[str, int | None], missing: frozenset[str] = MISSING) -> tuple[Column, int]:
    """Return the numbers for a column of words or numbers, and how many cells had an unknown word (not given then)."""
    if not pa.types.is_string(column.type) and not pa.types.is_large_string(column.type):
        return scaled(column, Fraction(1), missing=missing), 0
    given = np.asarray(pc.is_valid(column))
    encoded = pc.dictionary_encode(column)
    codes = np.asarray(pc.fill_null(encoded.indices, 0))
    values, kinds = [], []
    for text in encoded.dictionary.to_pylist():
        value, kind = _word(text, known, missing)
        values.append(value)
        kinds.append(kind)
    if not values:
        return absent(len(column)), 0
    of_code, kind_of_code = np.array(values, np.int64)[codes], np.array(kinds)[codes]
    unknown = int(np.count_nonzero(given & (kind_of_code == _UNKNOWN)))
    return Column(of_code, given & (kind_of_code == _KNOWN)), unknown


_NOT_GIVEN, _KNOWN, _UNKNOWN = range(3)


def _word(text: str, known: dict[str, int | None], missing: frozenset[str]) -> tuple[int, int]:
    word = " ".join(text.lower().replace("_", " ").split())
    if word in known:
        value = known[word]
        return (0, _NOT_GIVEN) if value is None else (value, _KNOWN)
    try:
        number = number_of(word, missing=missing)
        if number is None:
            return 0, _NOT_GIVEN
        return half_even(number, Fraction(1)), _KNOWN
    except ValueError:
        return 0, _UNKNOWN


def texts(column: Arrow) -> Arrow:
    """Return a column as text; floating-point numbers as the shortest decimal that means them."""
    if pa.types.is_string(column.type):
        return column
    if isinstance(column, pa.ExtensionArray):
        column = column.storage
    return pc.cast(column, pa.string())


def names(column: Arrow) -> Arrow:
    """Return texts without the blanks and ``@`` that AIS pads them with; null where nothing is left."""
    trimmed = pc.ascii_trim(texts(column), characters=" \t@")
    return pc.if_else(pc.equal(pc.binary_length(trimmed), 0), None, trimmed)


def _floats(column: Arrow, decimal: str) -> tuple[Arrow, npt.NDArray[np.float64]]:
    """Return the column as the cells to read one by one, and as doubles, NaN where a double cannot be read at once."""
    if pa.types.is_float64(column.type) or pa.types.is_integer(column.type):
        return column, np.asarray(pc.fill_null(pc.cast(column, pa.float64(), safe=False), np.nan))
    text = texts(column)
    plain = pc.replace_substring(text, decimal, ".") if decimal != "." else text
    try:
        floats = pc.cast(plain, pa.float64())
    except pa.ArrowInvalid:
        good = pc.match_substring_regex(plain, _PLAIN_NUMBER)
        floats = pc.cast(pc.if_else(good, plain, None), pa.float64())
    return text, np.asarray(pc.fill_null(floats, np.nan))


def one_by_one(result: Column, cells: Arrow, where: Bools, exact: Callable[[Any], int | None]) -> None:
    """Read the cells at ``where``, none of them null, with ``exact``; where that raises ValueError the cell is bad."""
    indices = np.flatnonzero(where)
    if not len(indices):
        return
    encoded = pc.dictionary_encode(cells.take(pa.array(indices)))
    codes = np.asarray(encoded.indices)
    values, known = np.zeros(len(encoded.dictionary), np.int64), np.zeros(len(encoded.dictionary), np.bool_)
    bad: dict[int, str] = {}
    for code, cell in enumerate(encoded.dictionary.to_pylist()):  # each spelling once: "NA" fills whole columns
        try:
            value = exact(cell)
        except ValueError as error:
            bad[code] = str(error)
            continue
        if value is not None:
            values[code], known[code] = value, True
    result.values[indices] = np.where(known[codes], values[codes], result.values[indices])
    result.given[indices] |= known[codes]
    if bad:
        for index, code in zip(indices.tolist(), codes.tolist(), strict=True):
            if code in bad:
                result.bad[index] = bad[code]
