"""What a text for the public would give away of an occasion: names, numbers, places, days, States. It changes nothing.

A person may decide to reveal; this finds what is revealed, so that nobody does so unseen. What it cannot see: a name in
another script than the case holds, a paraphrase ("a tanker named after a flower"), what several calls tell together.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from fairlead.subjects import states
from fairlead.subjects.names import plain_name
from fairlead.typologies.occasion import Occasion

SHORT_NAME = 3  # letters; shorter names stand in too many words
DAYS_LOOKED_AT = 62  # of an occasion that takes longer, months alone are looked for
_MONTHS = {
    1: "january jan январь января 1月 1월",
    2: "february feb февраль февраля 2月 2월",
    3: "march mar март марта 3月 3월",
    4: "april apr апрель апреля 4月 4월",
    5: "may май мая 5月 5월",
    6: "june jun июнь июня 6月 6월",
    7: "july jul июль июля 7月 7월",
    8: "august aug август августа 8月 8월",
    9: "september sep sept сентябрь сентября 9月 9월",
    10: "october oct октябрь октября 10月 10월",
    11: "november nov ноябрь ноября 11月 11월",
    12: "december dec декабрь декабря 12月 12월",
}
"""Names of months in the languages of the drop's pages (CLDR 44, with the months of Chinese and Korean as numbers)."""

_NEAR = 24  # letters between a year and a month that belong to one date


@dataclass(frozen=True)
class Given:
    """One thing that a text gives away."""

    kind: str  # name, number, place, date, State
    what: str


def given_away(text: str, occasions: Iterable[Occasion]) -> list[Given]:
    """Return what a text gives away of these occasions, each thing once, in the order of kinds."""
    plain = unicodedata.normalize("NFKC", text)
    every = list(occasions)
    found: dict[Given, None] = {}
    for occasion in every:
        for one in (*_names(plain, occasion), *_numbers(plain, occasion), *_places(plain, occasion)):
            found[one] = None
    for occasion in every:
        for one in (*_dates(plain, occasion), *_states(plain, occasion)):
            found[one] = None
    return list(found)


def _names(text: str, occasion: Occasion) -> Iterator[Given]:
    addressees = [one.addressee for one in occasion.engagements if len(one.addressee) > len("CN")]
    for name in [*(subject.name for subject in occasion.subjects if subject.name), *addressees]:
        if name != "undetermined" and _says(text, name):
            yield Given("name", name)


def _places(text: str, occasion: Occasion) -> Iterator[Given]:
    for place in occasion.places:
        if place.name and _says(text, place.name):
            yield Given("place", place.name)


def _says(text: str, name: str) -> bool:
    """Tell whether a text says a name, however it is spaced, hyphenated, accented or written in capitals."""
    wanted = "".join(plain_name(name).split())
    if len(wanted) < SHORT_NAME:
        return False
    if not wanted.isascii():
        return wanted.casefold() in "".join(text.split()).casefold()
    words = plain_name(text).split()
    for start in range(len(words)):
        joined = ""
        for word in words[start:]:
            joined += word
            if joined == wanted:
                return True
            if len(joined) >= len(wanted):
                break
    return False


def _numbers(text: str, occasion: Occasion) -> Iterator[Given]:
    digits = re.sub(r"(?<=\d)[\s.,'’-]+(?=\d)", "", text)
    numbers = set(re.findall(r"\d+", digits))
    for subject in occasion.subjects:
        for number in (subject.imo, subject.mmsi):
            if number is not None and any(str(number) in one for one in numbers):
                yield Given("number", str(number))


def _dates(text: str, occasion: Occasion) -> Iterator[Given]:
    start, end = date.fromisoformat(occasion.start[:10]), date.fromisoformat(occasion.end[:10])
    if (end - start).days <= DAYS_LOOKED_AT:
        for number in range((end - start).days + 1):
            day = start + timedelta(days=number)
            if any(re.search(rf"(?<!\d){written}(?!\d)", text) for written in _written(day)):
                yield Given("date", day.isoformat())
    month = start.replace(day=1)
    while month <= end:
        if _says_month(text, month):
            yield Given("date", f"{month:%Y-%m}")
        month = (month + timedelta(days=32)).replace(day=1)


def _written(day: date) -> Iterator[str]:
    """Yield the ways in which a day is written in numbers."""
    y, m, d = day.year, day.month, day.day
    for separator in (r"-", r"\.\s?", r"/"):
        yield rf"{y}{separator}0?{m}{separator}0?{d}"
        yield rf"0?{d}{separator}0?{m}{separator}{y}"
        yield rf"0?{m}{separator}0?{d}{separator}{y}"
    yield f"{y}{m:02}{d:02}"


def _says_month(text: str, month: date) -> bool:
    lower = text.casefold()
    for year in re.finditer(rf"(?<!\d){month.year}(?!\d)", lower):
        near = lower[max(0, year.start() - _NEAR) : year.end() + _NEAR]
        for name in _MONTHS[month.month].split():
            start = r"(?<!\d)" if name[0].isdigit() else r"(?<!\w)"
            end = "" if name[0].isdigit() else r"(?!\w)"
            if re.search(start + re.escape(name) + end, re.sub(r"(?<=\d)\s+(?=[月월])", "", near)):
                return True
        if re.search(rf"(?<!\d)0?{month.month}[./-]{month.year}|{month.year}[./-]0?{month.month}(?!\d)", near):
            return True
    return False


def _states(text: str, occasion: Occasion) -> Iterator[Given]:
    codes = {subject.flag for subject in occasion.subjects} | {place.country for place in occasion.places}
    codes |= {one.addressee for one in occasion.engagements}
    said = {mention.state for mention in states.mentions(text)}
    for code in sorted(code for code in codes if code and code in said):
        yield Given("State", states.english_name(code))
