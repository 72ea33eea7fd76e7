"""Times of rows and documents as occasions write them: ISO 8601 UTC, days, and a span in words."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from fairlead.shapes import US_PER_HOUR

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def at(t_us: int) -> datetime:
    """Return a row's time, in microseconds since 1970."""
    return _EPOCH + timedelta(microseconds=t_us)


def iso(t_us: int) -> str:
    """Return a row's time as ISO 8601 UTC, to the second."""
    return f"{at(t_us):%Y-%m-%dT%H:%M:%SZ}"


def microseconds(text: str) -> int:
    """Return an ISO 8601 time as a row's time."""
    return round(datetime.fromisoformat(text).astimezone(UTC).timestamp()) * 1_000_000


def day(t_us: int) -> date:
    """Return the UTC day of a row's time."""
    return at(t_us).date()


def time_of(text: str) -> datetime:
    """Return the time that an ISO 8601 text in UTC tells."""
    return datetime.fromisoformat(text)


def day_of(text: str) -> date:
    """Return the day of an ISO 8601 date or time."""
    return date.fromisoformat(text[:10])


def first_instant(text: str) -> str:
    """Return an ISO 8601 date or time as a time; a date begins at midnight."""
    return text if "T" in text else f"{text}T00:00:00Z"


def last_instant(text: str) -> str:
    """Return an ISO 8601 date or time as a time; a date ends one second before midnight."""
    return text if "T" in text else f"{text}T23:59:59Z"


def span(start: date, end: date) -> str:
    """Return two days as people write them: '3 October 2019', '3–7 October 2019', '30 May–2 June 2019'."""
    if start == end:
        return f"{start:%-d %B %Y}"
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{end:%-d %B %Y}"
    if start.year == end.year:
        return f"{start:%-d %B}–{end:%-d %B %Y}"
    return f"{start:%-d %B %Y}–{end:%-d %B %Y}"


def hours(length_us: int) -> str:
    """Return a length of time in hours, rounded to one, or to a tenth below ten."""
    found = length_us / US_PER_HOUR
    return f"{found:.1f} h" if found < 10 else f"{found:.0f} h"


def moment(t_us: int) -> str:
    """Return a row's time as people write it, UTC: '3 October 2019 at 14:20'."""
    return f"{at(t_us):%-d %B %Y at %H:%M}"


def words(start: date, end: date, precision: str) -> str:
    """Return a stated time no more precise than it is known: '7 June 2018', 'late January 2018', 'November 2017'."""
    if precision == "part_of_month":
        part = "early" if start.day <= 10 else "mid" if start.day <= 20 else "late"
        return f"{part} {start:%B %Y}" if part != "mid" else f"mid-{start:%B %Y}"
    if precision == "month":
        return f"{start:%B %Y}"
    if precision == "months":
        return f"{start:%B} to {end:%B %Y}" if start.year == end.year else f"{start:%B %Y} to {end:%B %Y}"
    if precision == "year":
        return f"{start:%Y}"
    return span(start, end)
