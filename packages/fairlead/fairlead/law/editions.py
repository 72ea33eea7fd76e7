"""Codes of one edition of the Harmonized System in another, by correlation tables that the case holds.

No table is shipped and no code is translated from memory: without a table codes of two editions are told apart, not
joined. Only six digits are international; what States add behind them is cut off before translating.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

Inside = Literal["wholly", "in part", "no", "unknown"]

_YEARS = {
    "1988": "H0",
    "1992": "H0",
    "1996": "H1",
    "2002": "H2",
    "2007": "H3",
    "2012": "H4",
    "2017": "H5",
    "2022": "H6",
}
"""Years of editions and UN Comtrade's names of them (UN Statistics Division, Comtrade methodology guide)."""

_WORDS = re.compile(r"(?:HS|H)\W*(?:(?P<year>19\d\d|20\d\d)|(?P<short>\d\d?))\b", re.IGNORECASE)
_DIGITS = 6


def edition(words: str | None) -> str | None:
    """Return H0 to H6 for 'H5', 'HS 2017', 'HS17' or 'HS2017, national 8 digits'; None where no edition is named."""
    found = _WORDS.search(words or "")
    if found is None:
        return None
    year, short = found["year"], found["short"]
    if year is not None:
        return _YEARS.get(year)
    if len(short) == 1:
        return f"H{short}" if f"H{short}" in _YEARS.values() else None
    return _YEARS.get(("19" if short > "50" else "20") + short)


def in_force(year: int) -> str:
    """Return the edition that States were to apply in a year (each from 1 January of the year it is named after)."""
    return _YEARS[max(first for first in _YEARS if first <= str(max(year, 1988)))]


@dataclass(frozen=True)
class Editions:
    """Which six-digit codes of two editions share goods: (edition, code, other edition) → codes of the other."""

    pairs: dict[tuple[str, str, str], frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[tuple[str, str, str, str]]) -> Editions:
        """Make it from rows (edition, code, other edition, other code); each row is read in both directions."""
        found: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
        for one, code, other, code_there in rows:
            found[one, code, other].add(code_there)
            found[other, code_there, one].add(code)
        return cls({key: frozenset(codes) for key, codes in found.items()})

    def counterparts(self, code: str, of: str, to: str) -> frozenset[str] | None:
        """Return the six-digit codes of edition ``to`` that hold goods of ``code``; None where no table tells."""
        if of == to:
            return frozenset({code[:_DIGITS]})
        cut = code[:_DIGITS]
        if len(cut) == _DIGITS:
            return self.pairs.get((of, cut, to))
        below = [codes for (edition, six, there), codes in self.pairs.items() if (edition, there) == (of, to)
                 and six.startswith(cut)]  # fmt: skip
        return frozenset().union(*below) if below else None

    def inside(self, code: str, of: str, wanted: str, to: str) -> Inside:
        """Tell whether a code's goods lie inside a code of another edition."""
        there = self.counterparts(code, of, to)
        if there is None:
            return "unknown"
        under = [six for six in there if six.startswith(wanted[:_DIGITS])]
        return "no" if not under else "wholly" if len(under) == len(there) else "in part"
