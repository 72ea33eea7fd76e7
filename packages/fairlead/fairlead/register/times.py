"""Times as people write them, and the ranges they mean: ``2019-03`` is all of March. Always UTC.

An observation or occasion ends with its last second, included; so a day ends at 23:59:59 and an instant where it began.

Nothing is guessed: a time without its date, or a date in another order, is refused.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from fairlead.errors import MisuseError
from fairlead.typologies.occasion import Precision

_YEAR = re.compile(r"\d{4}")
_MONTH = re.compile(r"\d{4}-\d{2}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

_STEP: dict[Precision, timedelta] = {
    "second": timedelta(seconds=1),
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
}


def microseconds(text: str) -> int:
    """Return an ISO 8601 time as microseconds since 1970; a time without zone is UTC."""
    moment = datetime.fromisoformat(text)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return int((moment - datetime(1970, 1, 1, tzinfo=UTC)) / timedelta(microseconds=1))


def iso(time_us: int) -> str:
    """Return microseconds since 1970 as ISO 8601 UTC, to the second."""
    return stamp(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=time_us))


def stamp(moment: datetime) -> str:
    """Return an aware time as ISO 8601 UTC, to the second, with Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def day(text: str, what: str) -> date:
    """Return an ISO date; :class:`MisuseError` naming ``what`` where it is not one."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise MisuseError(f"{what} is not a date: {text!r}", "write it as 2019-03-05") from None


def today() -> date:
    """Return today's date in UTC."""
    return datetime.now(UTC).date()


def span(start: str, end: str | None, precision: Precision | None) -> tuple[str, str, Precision]:
    """Return the first and the last second as ISO 8601 UTC with their precision, from what a person wrote.

    ``end`` names the last year, month, day or moment meant; without it the range is as long as the precision of
    ``start``. A coarser ``precision`` widens the range to whole months or years. A finer one than what was written is
    refused: it would claim more than the source gives.
    """
    first, beyond, written = _read(start, "start")
    last = beyond
    if end is not None:
        end_start, last, end_written = _read(end, "end")
        if end_start < first:
            raise MisuseError(f"the end {end} lies before the start {start}")
        written = max(written, end_written, key=_COARSENESS.index)
    if precision is not None and _COARSENESS.index(precision) < _COARSENESS.index(written):
        raise MisuseError(f"{start} is written to the {written}: it cannot be precise to the {precision}")
    first, last = _widened(first, last, precision or written)
    return stamp(first), stamp(last - timedelta(seconds=1)), precision or written


def _widened(first: datetime, beyond: datetime, precision: Precision) -> tuple[datetime, datetime]:
    """Return the range widened to whole months or years where it is known no better than these."""
    if precision not in ("month", "months", "year"):
        return first, beyond
    last = beyond - timedelta(seconds=1)
    start_month, end_month = (1, 12) if precision == "year" else (first.month, last.month)
    start = datetime(first.year, start_month, 1, tzinfo=UTC)
    return start, (datetime(last.year, end_month, 1, tzinfo=UTC) + timedelta(days=31)).replace(day=1)


_COARSENESS: list[Precision] = ["second", "minute", "hour", "day", "part_of_month", "month", "months", "year"]


def _read(text: str, what: str) -> tuple[datetime, datetime, Precision]:
    text = text.strip()
    try:
        if _YEAR.fullmatch(text):
            first = datetime(int(text), 1, 1, tzinfo=UTC)
            return first, datetime(int(text) + 1, 1, 1, tzinfo=UTC), "year"
        if _MONTH.fullmatch(text):
            first = datetime.fromisoformat(f"{text}-01").replace(tzinfo=UTC)
            return first, (first + timedelta(days=31)).replace(day=1), "month"
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise MisuseError(
            f"{what} is not a time: {text!r}", "write it as 2019, 2019-03, 2019-03-05 or 2019-03-05T14:30Z"
        ) from None
    moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    written: Precision = "day" if _DAY.fullmatch(text) else _finest(text)
    return moment, moment + _STEP[written], written


def _finest(text: str) -> Precision:
    return (
        "second"
        if re.search(r"T\d{2}:?\d{2}:?\d{2}", text)
        else "minute"
        if re.search(r"T\d{2}:?\d{2}", text)
        else "hour"
    )


_SHOWN: dict[Precision, int] = {
    "year": 4, "months": 7, "month": 7, "part_of_month": 10, "day": 10, "hour": 16, "minute": 16, "second": 19,
}  # fmt: skip
"""Letters of an ISO time that a precision bears."""


def said(start: str, start_precision: Precision, end: str, end_precision: Precision) -> str:
    """Return a range as people write it, no finer than it is known: "2019-03", "2019-03-05 to 2019-03-08".

    What is known to the day and ends at midnight ended the day before.
    """
    last = iso(max(microseconds(end) - 1, microseconds(start))) if _SHOWN[end_precision] <= 10 else end
    first_said, last_said = _cut(start, start_precision), _cut(last, end_precision)
    return first_said if first_said == last_said else f"{first_said} to {last_said}"


def _cut(moment: str, precision: Precision) -> str:
    return iso(microseconds(moment)).replace("T", " ").removesuffix("Z")[: _SHOWN[precision]]
