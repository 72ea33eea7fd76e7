"""Numbers, bounds and shares in the cells of tables of figures, exactly as they are written.

A word that is not known here stays a word in the row; nothing is inferred from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

BOUNDS = ("at least", "more than", "about", "nearly", "up to", "less than")
_SIGNS = {">": "more than", "≥": "at least", ">=": "at least", "<": "less than", "~": "about", "≤": "up to"}
_NUMBER = re.compile(r"(?P<sign>>=|[>≥<≤~])?\s*(?P<digits>-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\s*(?P<percent>%)?")
_SCALES = {None: 1, "thousand": 10**3, "million": 10**6, "billion": 10**9}
_WORDS = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5"}
_AMOUNT = r"(?P<n>\d[\d.,]*\d|\d|one|two|three|four|five)(?:\s+(?P<scale>thousand|million|billion))?"
_ACTS = ("port calls", "deliveries", "shipments", "visits", "voyages", "trips", "transfers", "sightings")


def number(text: str) -> tuple[str, str | None, bool]:
    """Return the decimal, the bound that a sign gives, and whether it is a percentage. ValueError for no number."""
    found = _NUMBER.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"not a number: {text!r}")
    sign = found["sign"]
    return found["digits"].replace(",", ""), _SIGNS[sign] if sign else None, bool(found["percent"])


def amount(text: str, unit: str) -> tuple[str, str | None, str, str | None]:
    """Return decimal, bound, unit and further words of "~14,000 t reported by A+B"; ``unit`` where the cell has none.

    ValueError where the cell does not begin with a number.
    """
    found = re.fullmatch(r"(?P<number>[>≥<≤~]?=?\s*[\d.,]*\d)(?:\s+(?P<unit>t|bbl)\b)?\s*(?P<words>.*)", text.strip())
    if found is None:
        raise ValueError(f"not an amount: {text!r}")
    value, bound, _ = number(found["number"])
    return value, bound, found["unit"] or unit, found["words"] or None


def share(text: str) -> str:
    """Return a share as written: a decimal from 0 to 1, or a fraction such as 1/3. ValueError for anything else."""
    above, _, below = text.partition("/")
    try:
        value = Decimal(above) / Decimal(below or "1")
    except ArithmeticError:
        raise ValueError(f"not a share: {text!r}") from None
    if not 0 < value <= 1:
        raise ValueError(f"a share lies above 0 and at most at 1: {text!r}")
    return text


def one_of(word: str, known: Sequence[str], what: str) -> None:
    """Raise ValueError unless ``word`` is known."""
    if word not in known:
        raise ValueError(f"the {what} is {word!r}, not one of {', '.join(known)}")


def bound_in(text: str) -> str | None:
    """Return the bound that a remark gives: "shipments (at least)"."""
    return next((bound for bound in BOUNDS if re.search(rf"\b{bound}\b", text)), None)


def bound_of_amount(words: str) -> str | None:
    """Return the bound before an amount of goods ("more than 1.6 million barrels"), never one before a multiple."""
    found = re.search(rf"\b(?P<bound>{'|'.join(BOUNDS)})\s+{_AMOUNT}(?=\s+barrels|\"|$)", words)
    return found["bound"] if found else None


def acts(text: str) -> str:
    """Return what is counted: "DPRK tanker port calls" counts port calls. ValueError where no known act is named."""
    found = [(match.start(), act) for act in _ACTS for match in re.finditer(rf"\b{act}\b", text)]
    if not found:
        raise ValueError(f"what is counted is not told: {text!r}")
    return min(found)[1]


def carried(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield publication, number and words where a cell tells what each printed: "(One: 79; Two: 8 and 70 = 78)"."""
    inside = re.search(r"\((?P<inside>[^()]*:[^()]*)\)", text)
    for part in inside["inside"].split(";") if inside else ():
        found = re.fullmatch(r"\s*(?P<who>[A-Z][\w ]*):\s*(?P<what>(?:.*\D)?(?P<n>\d+))\s*", part)
        if found:
            yield found["who"], found["n"], found["what"].strip()


def amounts_carried(words: str, unit: str) -> Iterator[tuple[str, str]]:
    """Yield publication and amount where a cell says "NAME gives 4.4 million barrels"."""
    for found in re.finditer(rf"\b(?P<who>[A-Z]\w+) gives {_AMOUNT}\s+{unit}", words):
        digits = Decimal(_WORDS.get(found["n"], found["n"]).replace(",", "")) * _SCALES[found["scale"]]
        yield found["who"], format(digits.normalize(), "f")


def breach_share(words: str) -> str | None:
    """Return the share of capacity from which the author sees the ceiling passed, as a decimal or fraction."""
    if re.search(r"one[- ]third laden", words):
        return "1/3"
    found = re.search(r"\bbreach\b.{0,30}?(?P<percent>\d{1,3})\s?%", words)
    return f"{Decimal(found['percent']) / 100}" if found else None


def labour_kind(measure: str) -> str:
    """Return whether a measure of workers is a stock, a flow, a share, a change or a quota. ValueError for neither."""
    for kind, words in (
        ("share", ("share",)),
        ("change", ("decline", "fall", "rise")),
        ("quota", ("quota",)),
        ("flow", ("repatriated", "granted", "issued", "returned")),
        ("stock", ("with valid permits", "remaining", "present", "hosted", "employed")),
    ):
        if any(word in measure for word in words):
            return kind
    raise ValueError(f"neither a stock nor a flow: {measure!r}")
