"""Periods in tables of figures: ``2018``, ``2018-01..04``, ``2019-08?``, ``2020-03-late``, ``pre-2020``, to days.

Ends are excluded. A doubt that the table marks stays a doubt; a period in words is refused, never guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

_PARTS = {"early": (1, 11), "mid": (11, 21), "late": (21, None)}  # days of the month; tens, as newspapers use the words
_ONE = re.compile(r"(?P<y>\d{4})(?:-(?P<m>\d{2})(?:-(?:(?P<d>\d{2})|(?P<part>early|mid|late)))?)?")
_COARSENESS = ("day", "part_of_month", "month", "months", "year")


@dataclass(frozen=True)
class Span:
    """Days from ``start`` to ``end`` (excluded; None: open), how exactly they are given, and whether in doubt."""

    words: str
    start: date | None
    end: date | None
    precision: str
    doubtful: bool


def read(text: str, last: str | None = None) -> Span:
    """Return the period that a cell writes; ``last`` is the cell of its end where the table has two. ValueError."""
    words = text if last is None or last == text else f"{text}..{last}"
    doubtful = "?" in words
    first, _, beyond = words.replace("?", "").replace(" ", "").replace("/", "..", 1).partition("..")
    if first.startswith("pre-"):
        return Span(words, None, _one(first.removeprefix("pre-"))[0], "year", doubtful)
    start, end, precision = _one(first)
    if beyond:
        end, precision = _end(first, beyond, precision)
    if end <= start:
        raise ValueError(f"the period {words!r} ends before it starts")
    return Span(words, start, end, precision, doubtful)


def _end(first: str, beyond: str, precision: str) -> tuple[date, str]:
    """Return the end of a range; ``2018-01..04`` shortens it to what differs from its start."""
    whole = beyond if len(beyond) >= 4 else f"{first[: len(first) - len(beyond)]}{beyond}"
    _, end, ended = _one(whole)
    coarser = max(precision, ended, key=_COARSENESS.index)
    return end, "months" if coarser == "month" else coarser


def _one(text: str) -> tuple[date, date, str]:
    """Return first day, day after the last, and precision of one year, month, part of a month or day."""
    found = _ONE.fullmatch(text)
    if found is None:
        raise ValueError(f"not a period: {text!r}")
    year, month = int(found["y"]), int(found["m"] or 1)
    if found["d"]:
        day = date(year, month, int(found["d"]))
        return day, day + timedelta(days=1), "day"
    if found["m"] is None:
        return date(year, 1, 1), date(year + 1, 1, 1), "year"
    after = date(year + month // 12, month % 12 + 1, 1)
    if found["part"]:
        begin, end = _PARTS[found["part"]]
        return date(year, month, begin), after if end is None else date(year, month, end), "part_of_month"
    return date(year, month, 1), after, "month"
