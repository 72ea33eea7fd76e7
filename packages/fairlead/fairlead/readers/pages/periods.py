"""Periods that a page gives for what it tells: dates, and words such as "last year" counted from the page's own date.

Dates themselves are read by ``dates.py``. Left out: weekdays ("on Friday"), seasons, "recently". A period counted
from a page without a date stays in words. Ends are excluded, as everywhere here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from fairlead.readers import dates


@dataclass(frozen=True)
class Moment:
    """The date that a page bears."""

    day: date
    precision: str


@dataclass(frozen=True)
class Period:
    """A period in a sentence: its offsets and words, its days (end excluded; None where open), how exact it is.

    ``derived`` tells that the days rest on the page's own date.
    """

    start_at: int
    end_at: int
    words: str
    start: date | None
    end: date | None
    precision: str | None
    derived: bool


NONE: dict[str, Any] = {
    **dict.fromkeys(("period_start", "period_end", "period_precision", "period_words"), None),
    "period_derived": False,
}
"""The fields of a body where no period is told."""

_COUNT = {
    word: n
    for n, word in enumerate(
        ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], 2
    )
}
_NUMBER = rf"(?P<n>\d{{1,2}}|{'|'.join(_COUNT)})"
_RELATIVE = re.compile(
    r"\b(?:(?:(?P<since>since)|in|over|during|for|within|of)\s+)?(?:the\s+)?(?:"
    rf"(?:past|last|previous|preceding)\s+{_NUMBER}\s+(?P<unit>days|weeks|months|years)"
    r"|past\s+(?P<past>year|month|week)"
    r"|(?P<of>(?:first|last)\s+"
    + _NUMBER.replace("?P<n>", "?P<k>")
    + r"\s+months\s+of)\s+(?:(?P<year>(?:19|20)\d\d)|(?P<thatyear>this|last)\s+year)"
    r"|(?P<so>so\s+far\s+this\s+year|earlier\s+this\s+year|this\s+year)"
    r"|(?P<last>last\s+year|previous\s+year)"
    r"|(?P<week>last\s+week)"
    r"|(?P<month>last\s+month|this\s+month)"
    r")\b",
    re.IGNORECASE,
)
_NAMES = [
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
]
_MONTH = f"(?:{'|'.join(_NAMES)})"
_NOT_OF_THE_ACT = re.compile(
    # A date after these words is that of a text, a decision or a deadline, not of what is told.
    r"(?:\b(?:adopted|imposed|passed|approved|introduced|dated|deadline(?:\s+of)?|published|issued|"
    r"report\s+(?:from|of)|"
    r"letter\s+(?:from|of)|resolution\s+of|released|submitted|said|says|told\s+\w+|announced|wrote|speaking|statement|"
    r"adoption|listed|designated|blacklisted|sanctioned|established|set)"
    r"(?:\s+(?:by\s+the\s+[\w ]{1,30}|on\s+\w+day,?|late|early))?\s*(?:,\s*)?(?:on|in|by|of|from)?\s*|\bby\s+|"
    r"\bon\s+\w+day,\s*|\bas\s+of\s+|"
    r"\b(?:weeks|months|years)\s+(?:from|since|starting\s+(?:in|from))\s+)$",  # where a longer time only begins
    re.IGNORECASE,
)


_DATELINE = re.compile(r",?\s*\([A-Z][\w .]{1,30}\)\s*(?:--|[-–—])")  # "Feb. 15 (UPI) --": when it was written


def parse_day(line: str) -> Moment | None:
    """Return the date that a short line bears as the page's own; None where it bears none or more than one."""
    found = [dated for dated in dates.find(line) if dated.precision == "day" and dated.year_given]
    if len(found) == 1 and len(line) - len(found[0].words) <= 45:
        return Moment(found[0].start, "day")
    return None


def find(text: str, page_day: date | None, sentence: str | None = None) -> list[Period]:
    """Return the periods in ``text`` that can be those of what it tells, in order.

    ``sentence`` is the whole around it, which may open with "Last year,".
    """
    months = [_months_named(found, page_day) for found in _MONTHS_OF_YEAR.finditer(text)]
    relative = [
        *months,
        *(
            _relative(found, page_day)
            for found in _RELATIVE.finditer(text)
            if not any(each.start_at <= found.start() < each.end_at for each in months)
        ),
    ]
    absolute = [
        _absolute(dated, text, page_day) for dated in dates.find(text, _year_meant(text, sentence or text, page_day))
    ]
    kept = [
        each
        for each in absolute
        if each and not any(r.start_at < each.end_at and each.start_at < r.end_at for r in relative)
    ]
    kept = [each for each in kept if not _NOT_OF_THE_ACT.search(text[max(0, each.start_at - 60) : each.start_at])]
    return sorted([*kept, *_unless_named(relative, kept)], key=lambda period: period.start_at)


_MONTHS = re.compile(
    rf"\b(?:between|from)\s+(?P<first>{_MONTH})\s+(?:and|to|through|until)\s+(?P<last>{_MONTH})(?!\s+\d)"
)
_MONTHS_OF_YEAR = re.compile(
    rf"\b(?:between|from)\s+(?P<first>{_MONTH})\s+(?:and|to|through|until)\s+(?P<last>{_MONTH})\s+(?:of\s+)?"
    r"(?P<which>last|this)\s+year\b"
)
_OF_YEAR = re.compile(
    rf"(?:{_MONTH}|\d)\s+(?:of\s+)?(?P<which>last|this)\s+year\b",
    re.IGNORECASE,
)


def _months_named(found: re.Match[str], page_day: date | None) -> Period:
    """Return "between February and October last year"; in words alone where the page bears no date."""
    if page_day is None:
        return Period(found.start(), found.end(), found.group(), None, None, None, True)
    first, last = (_NAMES.index(found[name]) + 1 for name in ("first", "last"))
    year = page_day.year - (found["which"] == "last")
    end = date(year + last // 12, last % 12 + 1, 1)
    return Period(found.start(), found.end(), found.group(), date(year, first, 1), end, "months", True)


def _year_meant(text: str, sentence: str, page_day: date | None) -> date | None:
    """Return the day from which dates without a year count back: the end of last year where the text says so."""
    found = _OF_YEAR.search(text) or re.match(r"\W*(?P<which>[Ll]ast|[Tt]his)\s+year\b", sentence)
    if page_day is None:
        return None
    if found is None:
        return date(page_day.year - 1, 12, 31) if _runs_past(text, page_day) else page_day
    return date(page_day.year - 1, 12, 31) if found["which"].lower() == "last" else date(page_day.year, 12, 31)


def _runs_past(text: str, page_day: date) -> bool:
    """Tell whether a range of months without a year ends after the page's date, and so was in the year before."""
    found = _MONTHS.search(text)
    if found is None:
        return False
    first, last = (_NAMES.index(found[name]) + 1 for name in ("first", "last"))
    return first <= page_day.month < last


def _unless_named(relative: list[Period], absolute: list[Period]) -> list[Period]:
    """Leave out "this year" after a date that it only dates ("between May 3 and June 1 this year")."""
    return [
        each
        for each in relative
        if not any(0 <= each.start_at - other.end_at <= 4 and "year" in each.words for other in absolute)
    ]


def _absolute(dated: dates.Dated, text: str, page_day: date | None) -> Period | None:
    words = text[dated.char_start : dated.char_end]
    if dated.relation in ("by", "until", "before"):
        return None
    if dated.relation in ("since", "after"):
        end = page_day + timedelta(days=1) if page_day and dated.relation == "since" else None
        return Period(
            dated.char_start, dated.char_end, f"{dated.relation} {words}", dated.start, end, dated.precision, True
        )
    if re.match(r"\W*resolution", text[dated.char_end :]) or _DATELINE.match(text[dated.char_end :]):
        return None
    return Period(
        dated.char_start, dated.char_end, words, dated.start, dated.end, dated.precision, not dated.year_given
    )


def _relative(found: re.Match[str], page_day: date | None) -> Period:
    words = re.sub(r"^(?:in|over|during|for|within|of)\s+", "", found.group(), flags=re.IGNORECASE)
    begin = found.end() - len(words)
    span: tuple[date, date, str] | None = None
    if found["of"] and found["year"]:
        span = _months_of(int(found["year"]), found)
    elif page_day is not None:
        span = _counted(found, page_day)
    if span is None:
        return Period(begin, found.end(), words, None, None, None, True)
    end = page_day + timedelta(days=1) if found["since"] and page_day else span[1]
    return Period(begin, found.end(), words, span[0], end, span[2], page_day is not None and not found["year"])


def _counted(found: re.Match[str], today: date) -> tuple[date, date, str]:
    """Count a relative period back from the page's day."""
    tomorrow = today + timedelta(days=1)
    if found["of"]:
        return _months_of(today.year - (found["thatyear"].lower() == "last"), found)
    if found["so"]:
        return date(today.year, 1, 1), tomorrow, "year"
    if found["last"]:
        return date(today.year - 1, 1, 1), date(today.year, 1, 1), "year"
    if found["week"]:
        monday = today - timedelta(days=today.weekday())
        return monday - timedelta(days=7), monday, "part_of_month"
    if found["month"]:
        this = today.replace(day=1)
        last = (this - timedelta(days=1)).replace(day=1)
        return (last, this, "month") if found["month"].lower().startswith("last") else (this, tomorrow, "month")
    unit = (found["unit"] or found["past"]).lower().rstrip("s")
    count = _count(found["n"]) if found["n"] else 1
    if unit in ("day", "week"):
        return today - timedelta(days=count * (7 if unit == "week" else 1)), tomorrow, "day"
    return _months_before(today, count * (12 if unit == "year" else 1)), tomorrow, unit if count == 1 else "months"


def _months_of(year: int, found: re.Match[str]) -> tuple[date, date, str]:
    count = min(_count(found["k"]), 12)
    if found["of"].lower().startswith("last"):
        return date(year, 13 - count, 1), date(year + 1, 1, 1), "months"
    return date(year, 1, 1), date(year + count // 12, count % 12 + 1, 1), "months"


def _months_before(day: date, count: int) -> date:
    month = day.year * 12 + day.month - 1 - count
    for last in range(day.day, 27, -1):
        try:
            return date(month // 12, month % 12 + 1, last)
        except ValueError:
            continue
    return date(month // 12, month % 12 + 1, day.day if day.day <= 28 else 28)


def _count(word: str) -> int:
    return int(word) if word.isdigit() else _COUNT[word.lower()]
