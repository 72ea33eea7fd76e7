"""Quantities and sums of money in a sentence: number, bound, what is counted in the page's own words.

Only numbers that count something a regime may ask about are taken: acts, ships, people, amounts of goods, money.
Ages, scores, shares, distances, the size of a ship ("11,253-ton"), resolution numbers, years and caps are not
quantities here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from fairlead.readers import dates
from fairlead.readers.pages.goods import GOODS

Counts = Literal["acts", "ships", "persons", "quantity", "money", "other"]

_HEADS: dict[Counts, str] = {
    "acts": r"occasions?|instances?|cases?|times|incidents?|voyages?|trips?|shipments?|deliver(?:y|ies)|transfers?|"
    r"(?:port\s+)?calls?|port\s+visits?|visits?|violations?|breaches|breach|infractions?|cargoe?s|consignments?|"
    r"transactions?|sightings?|examples?|transshipments?|exports|imports|flights?|operations?|attempts?",
    "ships": r"ships?|vessels?|tankers?|barges?|boats?|freighters?|carriers?|trawlers?",
    "persons": r"labou?rers?|workers?|nationals?|employees?|citizens?|trainees?|technicians?|crew(?:men|\s+members)?|"
    r"seafarers?",
    "quantity": r"barrels?|tonnes?|tons?|litres?|liters?|gallons?|kilos?|kilograms?|kg|bbl|bags?|containers?|"
    r"cubic\s+met(?:er|re)s?|pounds|bushels|truckloads?|wagons?|head",
    "other": r"compan(?:y|ies)|firms?|entit(?:y|ies)|banks?|accounts?|joint\s+ventures?|vehicles?|trucks?|aircraft|"
    r"engines?|restaurants?|licen[cs]es?|permits?|individuals?|networks?|front\s+companies",
}
_PLAIN_HEADS = "|".join(_HEADS.values())
_ANY_HEAD = "|".join(f"(?P<{kind}>{heads})" for kind, heads in _HEADS.items())
_WORDS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
    "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90, "two dozen": 24, "a dozen": 12, "a hundred": 100, "a thousand": 1000,
    "a million": 10**6, "half a million": 500_000, "a billion": 10**9, "one million": 10**6,
}  # fmt: skip
_SCALES = {
    "thousand": 10**3,
    "million": 10**6,
    "mn": 10**6,
    "mln": 10**6,
    "m": 10**6,
    "billion": 10**9,
    "bn": 10**9,
    "trillion": 10**12,
}
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+(?!\d)|\d+)(?:\.\d+)?"  # "1,500" and "1 500"
_NUMBER = (
    rf"(?<![\w.,$€£¥/:-])(?:(?P<digits>{_DIGITS})(?:[\s-]?(?P<scale>thousand|million|billion|mn|bn|mln)\b)?"
    rf"|(?P<word>(?i:(?:{_TENS})-(?:one|two|three|four|five|six|seven|eight|nine)|"
    rf"{'|'.join(sorted(_WORDS, key=len, reverse=True))}))"
    rf"(?:\s+(?P<wordscale>hundred|thousand|million))?)(?![\w%°:-]|[.,]\d|/\d)"
)
_BOUND = re.compile(
    r"(?P<least>at\s+least|no\s+fewer\s+than|not\s+less\s+than|no\s+less\s+than|a\s+minimum\s+of|upwards\s+of)|"
    r"(?P<upto>up\s+to|as\s+many\s+as|as\s+much\s+as|no\s+more\s+than|at\s+most|a\s+maximum\s+of)|"
    r"(?P<more>more\s+than|over|exceeding|in\s+excess\s+of|above|greater\s+than)|"
    r"(?P<less>fewer\s+than|less\s+than|under|below)|"
    r"(?P<about>about|around|some|roughly|approximately|an?\s+estimated|estimated|nearly|almost|close\s+to|"
    r"an?\s+additional\s+estimated)",
    re.IGNORECASE,
)
_BOUNDS = {"least": "at least", "upto": "up to", "more": "more than", "less": "less than", "about": "about"}
_STOPS = (
    r"of|in|on|at|by|to|from|and|or|for|with|that|which|who|were|was|had|have|has|is|are|the|a|an|as|than|into|per|its|"
    r"their|his|her|also|said|between|under|after|before|during|since|but|while|when|where|if|did|does|do|been|be|"
    r"percent"
)
_UNIT = re.compile(
    rf"\s+(?:of\s+(?:the|these|those|such)\s+)?(?P<unit>(?:(?!(?:{_STOPS})\b)[\w'’-]+,?\s+){{0,5}}?(?:{_ANY_HEAD})"
    rf"\b(?![-’']|\s+(?:{_PLAIN_HEADS})\b)"
    rf"(?P<tail>\s+of\s+(?:(?!(?:{_STOPS})\b)[\w'’-]+\s+){{0,3}}?(?:{GOODS})(?:\s+(?:products?|oil))?\b|"
    r"\s+by\s+(?:[\w'’-]+\s+){0,2}(?:ships?|vessels?|tankers?|barges?)\b(?!\s+\w+ing\b))?)",
    re.IGNORECASE,
)
_ELIDED = re.compile(
    r"\s*(?:$|[.,;:”\"’)]|(?:were|was|had|have|are|of\s+(?:them|these|those|which|whom)|in|on|at|from|by|there|to)\b)"
)
_CAP_BEFORE = re.compile(
    r"\b(?:caps?|limit|ceiling|quota|threshold|maximum|allowance)\b[^.;]{0,30}\bof\s+$|"
    r"\b(?:capped|limited|set|allows|permits|caps)\s+(?:at|to|up\s+to)?\s*$|"
    r"\b(?:resolutions?|paragraphs?|articles?|section|no\.|number|imo|mmsi)\s+(?:\d+(?:,\s|\sand\s|\sor\s))*$",
    re.IGNORECASE,
)
_CAP_AFTER = re.compile(
    r"^[^.;,]{0,25}\b(?:(?:annual\s+)?(?:caps?|ceiling|quota|limit)\b|allowed\b|permitted\b|a\s+year\s+(?:cap|limit))",
    re.IGNORECASE,
)
_PART = re.compile(
    r"(?P<of>\b(?:of\s+(?:which|these|those|them|that\s+(?:number|total)|the\s+total)|among\s+(?:them|these|those)|"
    r"including)\b[\s,]*)$",
    re.IGNORECASE,
)
_PART_AFTER = re.compile(r"^\s+(?:of\s+(?:them|these|those|which|whom))\b", re.IGNORECASE)

_OF_WHOLE = re.compile(rf"\s+of\s+(?:the\s+|these\s+|those\s+|its\s+|their\s+)?(?={_NUMBER.replace('?P<', '?P<w_')})")
_WHOLE_BEFORE = re.compile(
    # "two of six ships", "is among the 10 ships": the second number is that of the whole, and the whole did nothing.
    rf"(?:\b(?:one|none|half|most|some|many|several|few|\d[\d,]*|{'|'.join(sorted(_WORDS, key=len, reverse=True))})"
    r"\s+of|\b(?:is|are|was|were)\s+among)\s+(?:the\s+|these\s+|those\s+|its\s+|their\s+|some\s+)?$",
    re.IGNORECASE,
)

_CURRENCIES = {
    "$": "USD", "us$": "USD", "usd": "USD", "dollars": "USD", "dollar": "USD", "€": "EUR", "eur": "EUR",
    "euros": "EUR", "£": "GBP", "gbp": "GBP", "¥": "JPY", "yen": "JPY", "yuan": "CNY", "renminbi": "CNY", "won": "KRW",
    "rubles": "RUB", "roubles": "RUB",
}  # fmt: skip
_MONEY = re.compile(
    rf"(?P<sign>US\$|[$€£¥]|\b(?:USD|EUR|GBP)\s?)\s?(?P<a>{_DIGITS})(?:[\s-]?(?P<as>thousand|million|billion|"
    rf"trillion|mn|bn|mln|m)\b)?"
    rf"|(?<![\w.,])(?P<b>{_DIGITS})\s*(?P<bs>thousand|million|billion|trillion|mn|"
    rf"bn)?\s+(?:US\s+)?(?P<word>dollars|euros|yen|yuan|renminbi|won|rubles|roubles)\b",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    rf"[“\"]?\b(?P<vague>(?:numerous|several|many|multiple|dozens\s+of|scores\s+of|hundreds\s+of|"
    rf"tens\s+of\s+thousands\s+of|thousands\s+of|"
    rf"countless|repeated)(?:,?\s+(?:and\s+)?(?!(?:{_STOPS})\b)[\w-]+){{0,3}}?)[”\"]?\s+(?P<unit>(?:(?!(?:{_STOPS}"
    rf")\b)[\w'’-]+\s+){{0,2}}?(?:{_ANY_HEAD})\b(?![-’'])(?P<tail>\s+of"
    rf"(?:\s+(?!(?:{_STOPS})\b)[\w'’-]+){{1,4}}(?:\s+at\s+sea)?)?)",
    re.IGNORECASE,
)


_ANY_DAY = date(2000, 1, 1)  # lets dates without a year be told from quantities; no date is kept


@dataclass(frozen=True)
class Quantity:
    """One quantity in a sentence. ``number`` is exact; ``unit`` is None where the page leaves it out after the
    number."""

    start: int  # where its bound begins, else the number
    end: int
    number: int | str | None  # text of a decimal where it is not whole; None for "dozens of"
    bound: str | None
    unit: str | None
    counts: Counts | None
    part: bool = False  # it is said to be part of another ("of which 400")
    vague: str | None = None


def find(text: str) -> list[Quantity]:
    """Return the quantities of a sentence, in order, money excluded."""
    sums = [found.span() for found in _MONEY.finditer(text)]
    sums += [(dated.char_start, dated.char_end) for dated in dates.find(text, _ANY_DAY)]
    found = []
    for number in re.finditer(_NUMBER, text):
        if not any(start < number.end() and number.start() < end for start, end in sums):
            quantity = _quantity(text, number)
            if quantity is not None:
                found.append(quantity)
    return found


def money(text: str) -> list[Quantity]:
    """Return the sums of money of a sentence; ``unit`` is the ISO 4217 code."""
    return [_sum(text, found) for found in _MONEY.finditer(text)]


def vague(text: str) -> list[Quantity]:
    """Return quantities without a number ("numerous examples of")."""
    return [
        Quantity(found.start(), found.end(), None, None, found["unit"], _kind(found), vague=found["vague"])
        for found in _VAGUE.finditer(text)
    ]


def _quantity(text: str, number: re.Match[str]) -> Quantity | None:
    before, after = text[max(0, number.start() - 80) : number.start()], text[number.end() :]
    bound, start = _bound(before, number.start())
    ahead = text[max(0, start - 60) : start]
    if _CAP_BEFORE.search(ahead) or _CAP_AFTER.match(after) or _WHOLE_BEFORE.search(ahead):
        return None
    value = _value(number)
    if (
        number["digits"]
        and not number["scale"]
        and re.fullmatch(r"(?:19|20)\d\d", number["digits"])
        and "," not in number["digits"]
        and not bound
    ):
        return None  # a year
    part = bool(_PART.search(ahead) or _PART_AFTER.match(after))
    whole = _OF_WHOLE.match(text, number.end())
    unit = _UNIT.match(text, _end_of_number(text, whole.end()) if whole else number.end())
    if unit is not None:
        if bound is None and re.match(r"\s+or\s+more\b", text[unit.end() :]):
            bound = "at least"
        return Quantity(start, unit.end(), value, bound, " ".join(unit["unit"].split()), _kind(unit), part)
    if number["digits"] and _ELIDED.match(after) and (part or bound):
        return Quantity(start, number.end(), value, bound, None, None, part)
    return None


def _end_of_number(text: str, at: int) -> int:
    found = re.compile(_NUMBER).match(text, at)
    return found.end() if found else at


def _bound(before: str, at: int) -> tuple[str | None, int]:
    tail = re.search(r"((?:[\w]+\s+){1,3})(?:the\s+)?$", before)
    if tail is None:
        return None, at
    found = next((each for each in _BOUND.finditer(before) if not before[each.end() :].strip()), None)
    if found is None or found.lastgroup is None:
        return None, at
    return _BOUNDS[found.lastgroup], at - (len(before) - found.start())


def _value(number: re.Match[str]) -> int | str:
    if number["digits"]:
        return exact(number["digits"], number["scale"])
    word = number["word"].lower()
    tens, _, ones = word.partition("-")
    value = _WORDS[word] if word in _WORDS else _WORDS[tens] + (_WORDS.get(ones, 1))
    return value * {"hundred": 100, "thousand": 1000, "million": 10**6}.get((number["wordscale"] or "").lower(), 1)


def exact(digits: str, scale: str | None) -> int | str:
    """Return a number as written: an int where it is whole, else the text of the decimal."""
    value = Decimal(digits.replace(",", "").replace(" ", "")) * _SCALES.get((scale or "").lower(), 1)
    return int(value) if value == value.to_integral_value() else str(value.normalize())


def _sum(text: str, found: re.Match[str]) -> Quantity:
    bound, start = _bound(text[max(0, found.start() - 80) : found.start()], found.start())
    digits, scale = (found["a"], found["as"]) if found["a"] else (found["b"], found["bs"])
    currency = _CURRENCIES[(found["sign"] or found["word"]).strip().lower()]
    return Quantity(start, found.end(), exact(digits, scale), bound, currency, "money")


def _kind(found: re.Match[str]) -> Counts | None:
    return next((kind for kind in _HEADS if found[kind]), None)


_NOUN = re.compile(
    rf"(?P<unit>(?:(?:North|South)\s+[A-Z]\w+\s+|[A-Z][\w-]+\s+|(?:illicit|illegal|banned|foreign|"
    rf"overseas)\s+){{0,3}}(?i:{_ANY_HEAD}))\b(?![-’'])"
)


def noun_before(text: str, at: int) -> tuple[str | None, Counts | None]:
    """Return the last thing counted that a sentence names before ``at``: what a bare number there leaves out."""
    found = list(_NOUN.finditer(text, 0, at))
    last = found[-1] if found else None
    if last is None or _kind(last) not in ("persons", "ships", "acts"):
        return None, None
    return " ".join(last["unit"].split()), _kind(last)
