"""Dates as running text writes them, each with the precision that the text gives. Shared by lists and pages.

Reads English. "late December 2017" is ten days, not one; "September/October 2017" is two months; nothing is made more
exact than it is written. Weekdays, seasons, holidays and times of day are left out. A year that the text does not give
is taken from its neighbours ("in October and mid-November 2017") or, only where the caller hands in the text's own
date, from that; otherwise the words are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

Precision = Literal["day", "part_of_month", "month", "months", "year"]
Relation = Literal["since", "until", "before", "after", "by", "about"]


@dataclass(frozen=True)
class Dated:
    """A date in a text: its offsets and words, the days it can mean (end excluded), and how exact it is.

    ``relation`` is the word before it that opens the period on one side, None where there is none. ``year_given`` is
    False where the year comes from the caller's reference date.
    """

    char_start: int
    char_end: int
    words: str
    start: date
    end: date
    precision: Precision
    relation: Relation | None = None
    year_given: bool = True


# A month in thirds: the usual reading of "early", "mid" and "late", written here since no source fixes it.
EARLY_ENDS, MID_ENDS = 10, 20

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?|"
    r"Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)(?![a-z])"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?!\d)"
_YEAR = r"(?:19|20)\d\d(?!\d)"
_PART = r"(?:early|mid(?:dle)?|late|(?:the\s+)?(?:beginning|start|middle|end)\s+of)"
_SPAN_OF_YEAR = r"(?:(?:the\s+)?(?:first|second|third|fourth|last)\s+(?:half|quarter)\s+of)"
_DASH = r"\s*[-‐‑–—]\s*"
_ATOM = re.compile(
    rf"(?P<iso>\b{_YEAR}-\d\d-\d\d\b)"
    rf"|(?P<short>\b\d{{1,2}}-{_MONTH}-(?:\d{{4}}|\d\d)\b)"
    rf"|(?P<slash>\b\d{{1,2}}/\d{{1,2}}/{_YEAR})"
    rf"|(?P<slash_month>\b\d{{1,2}}/{_YEAR})"
    rf"|\b(?P<d1>{_DAY})(?:(?P<dj>{_DASH}|\s*/\s*|\s+(?:to|and|or)\s+)(?P<d2>{_DAY}))?\s+(?:of\s+)?(?P<dm>{_MONTH})"
    rf"(?:,?\s+(?:of\s+)?(?P<dy>{_YEAR}))?"
    rf"|\b(?P<mm>{_MONTH})\s+(?P<m1>{_DAY})(?:(?P<mj>{_DASH}|\s+(?:to|and)\s+)(?P<m2>{_DAY}))?(?:,?\s+(?:of\s+)?(?P<my>{_YEAR}))?"
    rf"|\b(?:(?P<part>{_PART})(?:{_DASH}|\s+))?(?P<o1>{_MONTH})(?:\s*/\s*(?P<o2>{_MONTH}))?"
    rf"(?:,?\s+(?:of\s+)?(?P<oy>{_YEAR}))?"
    rf"|\b(?P<ypart>{_PART}|{_SPAN_OF_YEAR})(?:{_DASH}|\s+)(?P<py>{_YEAR})"
    rf"|\b(?P<year>{_YEAR})(?!-\d\d-|/|\w)"
)
_JOIN = re.compile(
    r"\s*(?:,\s*and\s|,|\band\b|\bor\b|/|\bto\b|\bthrough\b|\buntil\b|\btill\b|[-–—])\s*(?:in\s+|on\s+)?"
)
_RANGE_JOIN = re.compile(rf"\s+(?:to|through|until|till)\s+|\s*/\s*|{_DASH}")
_OPENERS: tuple[tuple[str, Relation], ...] = (
    ("since", "since"),
    ("until", "until"),
    ("till", "until"),
    ("before", "before"),
    ("after", "after"),
    ("by", "by"),
    ("around", "about"),
    ("about", "about"),
)
_BARE_YEAR_AFTER = re.compile(
    r"\b(?:in|of|since|during|until|till|before|after|by|from|between|throughout|year)\s+(?:the\s+year\s+)?$",
    re.IGNORECASE,
)
_BARE_MONTH_AFTER = re.compile(
    r"\b(?:in|since|during|until|till|before|after|by|from|between|of|throughout|last|and|or|to|on)\s+$|[,/–-]\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Atom:
    """One date in its own words; ``year`` is None until a neighbour or the reference gives it."""

    char_start: int
    char_end: int
    year: int | None
    month: int | None
    last_month: int | None
    day: int | None
    last_day: int | None
    part: str | None
    year_given: bool = True


def find(text: str, reference: date | None = None) -> list[Dated]:
    """Return the dates in ``text``, in order; ``reference`` is the date the text itself bears, for years not written.

    Impossible dates (31 June) and day/month pairs that could be read both ways (04/05/2018) are passed over.
    """
    atoms = _with_years(text, list(_atoms(text)), reference)
    found: list[Dated] = []
    position = 0
    while position < len(atoms):
        pair = _range(text, *atoms[position : position + 2]) if position + 1 < len(atoms) else None
        dated = pair or _resolve(text, atoms[position])
        position += 2 if pair else 1
        if dated is not None:
            found.append(dated)
    return found


def parse(words: str) -> Dated | None:
    """Return the one date that ``words``, and nothing beside it, write; None where they are not exactly one date."""
    found = find(words.strip())
    return found[0] if len(found) == 1 and found[0].words == words.strip() else None


def _atoms(text: str) -> Iterator[_Atom]:
    year_ended = -1
    for match in _ATOM.finditer(text):
        before = _before(text, match.start())
        if match["year"]:
            listed = year_ended >= 0 and _JOIN.fullmatch(text[year_ended : match.start()])
            if not listed and not _BARE_YEAR_AFTER.search(before):
                continue
            year_ended = match.end()
        bare_month = match["o1"] and not (match["part"] or match["oy"] or match["o2"])
        if bare_month and not _BARE_MONTH_AFTER.search(before) and not match.group().isupper():
            continue
        yield from _atoms_of(match, before)


def _atoms_of(match: re.Match[str], before: str) -> Iterator[_Atom]:
    start, end = match.span()
    if match["iso"]:
        year, month, day = (int(part) for part in match["iso"].split("-"))
        yield _Atom(start, end, year, month, month, day, day, None)
    elif match["short"]:
        day_, month_, year_ = match["short"].split("-")
        year = int(year_) if len(year_) == 4 else 2000 + int(year_)  # sanctions lists of this century
        yield _Atom(start, end, year, _month(month_), _month(month_), int(day_), int(day_), None)
    elif match["slash"]:
        first, second, year = (int(part) for part in match["slash"].split("/"))
        if first > 12 >= second or first == second:
            yield _Atom(start, end, year, second, second, first, first, None)
        elif second > 12 >= first:
            yield _Atom(start, end, year, first, first, second, second, None)
    elif match["slash_month"]:
        month, year = (int(part) for part in match["slash_month"].split("/"))
        yield _Atom(start, end, year, month, month, None, None, None)
    elif match["d1"] or match["m1"]:
        yield from _atoms_with_days(match, before)
    elif match["o1"]:
        last = match["o2"] or match["o1"]
        part = match["part"]
        yield _Atom(start, end, _number(match["oy"]), _month(match["o1"]), _month(last), None, None, part)
    elif match["py"]:
        yield _Atom(start, end, int(match["py"]), None, None, None, None, match["ypart"])
    else:
        yield _Atom(start, end, int(match["year"]), None, None, None, None, None)


def _atoms_with_days(match: re.Match[str], before: str) -> Iterator[_Atom]:
    """Yield one date, one span of days, or, for "7 and 9 June" without "between", two dates."""
    kind = "d" if match["d1"] else "m"
    month, year = _month(match["dm"] or match["mm"]), _number(match[f"{kind}y"])
    first, joint = _day(match[f"{kind}1"]), match[f"{kind}j"]
    start, end = match.span()
    if not joint:
        yield _Atom(start, end, year, month, month, first, first, None)
        return
    last = _day(match[f"{kind}2"])
    if joint.strip() == "and" and not re.search(r"\bbetween\s+$", before, re.IGNORECASE):
        between = match.start(f"{kind}2")
        yield _Atom(start, match.end(f"{kind}1"), year, month, month, first, first, None)
        yield _Atom(between, end, year, month, month, last, last, None)
    else:
        yield _Atom(start, end, year, month, month, first, last, None)


def _with_years(text: str, atoms: list[_Atom], reference: date | None) -> list[_Atom]:
    """Give each date without a year that of the date it is joined to, after it or before it, else the reference's."""
    for index in range(len(atoms) - 2, -1, -1):
        if atoms[index].year is None and _joined(text, atoms[index], atoms[index + 1]):
            atoms[index] = replace(atoms[index], year=atoms[index + 1].year)
    for index in range(1, len(atoms)):
        if atoms[index].year is None and _joined(text, atoms[index - 1], atoms[index]):
            atoms[index] = replace(atoms[index], year=atoms[index - 1].year)
    if reference is None:
        return [atom for atom in atoms if atom.year is not None]
    return [atom if atom.year is not None else _latest(atom, reference) for atom in atoms]


def _latest(atom: _Atom, reference: date) -> _Atom:
    """Place a date without a year at its latest occurrence that does not begin after the reference."""
    assert atom.month is not None  # only years stand without a month
    this_year = (atom.month, atom.day or 1) <= (reference.month, reference.day)
    return replace(atom, year=reference.year - (0 if this_year else 1), year_given=False)


def _joined(text: str, first: _Atom, second: _Atom) -> bool:
    return _JOIN.fullmatch(text[first.char_end : second.char_start]) is not None


def _range(text: str, first: _Atom, second: _Atom) -> Dated | None:
    """Return the period that two dates bound, or None where they are two dates."""
    joint, before = text[first.char_end : second.char_start], _before(text, first.char_start)
    between = re.search(r"\bbetween\s+$", before, re.IGNORECASE) and re.fullmatch(r"\s+and\s+", joint)
    if not between and not _RANGE_JOIN.fullmatch(joint):
        return None
    begin, finish = _resolve(text, first), _resolve(text, second)
    if begin is None or finish is None or begin.start >= finish.end:
        return None
    return Dated(
        char_start=first.char_start,
        char_end=second.char_end,
        words=text[first.char_start : second.char_end],
        start=begin.start,
        end=finish.end,
        precision=_precision_of_span(begin.start, finish.end),
        relation=None,
        year_given=begin.year_given and finish.year_given,
    )


def _resolve(text: str, atom: _Atom) -> Dated | None:
    """Return the days an atom can mean; None for a date that does not exist."""
    assert atom.year is not None
    try:
        start, end, precision = _days(atom, atom.year)
    except ValueError:
        return None
    words = text[atom.char_start : atom.char_end]
    relation = _relation(_before(text, atom.char_start))
    return Dated(atom.char_start, atom.char_end, words, start, end, precision, relation, atom.year_given)


def _days(atom: _Atom, year: int) -> tuple[date, date, Precision]:
    if atom.month is None:
        return _part_of_year(year, (atom.part or "").lower())
    if atom.day is not None:
        first, last = date(year, atom.month, atom.day), date(year, atom.month, atom.last_day or atom.day)
        if last < first:
            raise ValueError("a span of days that runs backwards")
        return first, last + timedelta(days=1), "day" if first == last else "part_of_month"
    last_month = atom.last_month or atom.month
    first = date(year - (last_month < atom.month), atom.month, 1)  # "December/January 2018" begins in 2017
    end = _month_after(year, last_month)
    if last_month != atom.month:
        return first, end, "months"
    if atom.part:
        return (*_part_of_month(first, end, atom.part.lower()), "part_of_month")
    return first, end, "month"


def _part_of_month(first: date, end: date, part: str) -> tuple[date, date]:
    early, mid = first.replace(day=EARLY_ENDS + 1), first.replace(day=MID_ENDS + 1)
    if re.search(r"early|beginning|start", part):
        return first, early
    return (early, mid) if "mid" in part else (mid, end)


def _part_of_year(year: int, part: str) -> tuple[date, date, Precision]:
    """Read "first half of", "last quarter of", and "early", "mid", "late" as thirds of the year."""
    if not part:
        return date(year, 1, 1), date(year + 1, 1, 1), "year"
    length = 6 if "half" in part else 3 if "quarter" in part else 4
    steps = 12 // length
    order = {"first": 0, "early": 0, "beginning": 0, "start": 0, "second": 1, "mid": 1, "third": 2, "fourth": 3}
    step = next((number for word, number in order.items() if word in part), steps - 1)
    if step >= steps:
        raise ValueError("a third half")
    return date(year, 1 + step * length, 1), _month_after(year, (step + 1) * length), "months"


def _precision_of_span(start: date, end: date) -> Precision:
    last = end - timedelta(days=1)
    if start == last:
        return "day"
    if (start.year, start.month) == (last.year, last.month):
        return "part_of_month"
    return "months" if (end - start).days <= 366 else "year"


def _relation(before: str) -> Relation | None:
    match = re.search(r"\b(since|until|till|before|after|by|around|about)\s+(?:at\s+least\s+)?$", before, re.IGNORECASE)
    return dict(_OPENERS)[match[1].lower()] if match else None


def _before(text: str, position: int) -> str:
    """Return the few words before a place; all that the rules look at, so that long texts stay cheap."""
    return text[max(0, position - 40) : position]


def _month(word: str) -> int:
    return _MONTHS.index(word[:3].lower()) + 1


def _month_after(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1)


def _day(word: str) -> int:
    return int(re.match(r"\d+", word)[0])  # type: ignore[index]


def _number(word: str | None) -> int | None:
    return int(word) if word else None
