"""Han characters: their simplified form, and how names in them are written in Latin letters by those who read them.

A character has many readings and a name none that is certain: readings are for bringing names together as leads, never
for printing. Given are Mandarin in pinyin and Wade-Giles, and Sino-Korean in the Revised Romanisation; Japanese,
Cantonese and Vietnamese readings are left out. The table is made from Unihan by ``benchmarks/han_readings.py``.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

_ANY = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_WADE_GILES: tuple[tuple[str, str], ...] = (
    # Initials and finals of pinyin that Wade-Giles writes otherwise (without its apostrophes); first that fits.
    (r"^(?:zh|j)", "ch"),
    (r"^q", "ch"),
    (r"^x", "hs"),
    (r"^[zc](?=i$)", "tz"),
    (r"^c(?!h)", "ts"),
    (r"^z", "ts"),
    (r"^s(?=i$)", "sz"),
    (r"^r", "j"),
    (r"^b", "p"),
    (r"^d", "t"),
    (r"^g", "k"),
)
_FINALS: tuple[tuple[str, str], ...] = (
    (r"ian$", "ien"),
    (r"ie$", "ieh"),
    (r"ong$", "ung"),
    (r"^(y|ch|hs)ue$", r"\1ueh"),
    (r"(?<=[shj])i$", "ih"),
    (r"(?<=z)i$", "u"),
    (r"^you$", "yu"),
    (r"(?<!k)(?<!sh)(?<!^h)uo$", "o"),
    (r"^yan$", "yen"),
)


class _Tables(NamedTuple):
    mandarin: dict[str, str]
    korean: dict[str, str]  # in Hangul
    second: dict[str, str]  # in Hangul, where a character has two
    simplified: dict[int, str]


def simplified(text: str) -> str:
    """Return a text with traditional characters in their simplified form; all else as it is."""
    return text.translate(_tables().simplified) if _ANY.search(text) else text


def readings(text: str) -> list[str]:
    """Return a text with its Han characters read out, a syllable a word: pinyin, Wade-Giles, Hangul once or twice.

    Characters without a reading stay. [] for a text without Han characters.
    """
    if not _ANY.search(text):
        return []
    held = _tables()
    mandarin = _said(text, held.mandarin)
    korean = _said(text, held.korean)
    first = _ANY.search(text)
    other = f"{text[: first.start()]}{held.second.get(first[0], '')}" if first else ""
    again = [other + _said(text[first.end() :], held.korean)] if first and held.second.get(first[0]) else []
    return [mandarin, " ".join(map(_wade_giles, mandarin.split())), korean, *again]


def _said(text: str, table: dict[str, str]) -> str:
    return "".join(f" {table[letter]} " if letter in table else letter for letter in text)


def _wade_giles(syllable: str) -> str:
    if not re.fullmatch(r"[a-z]+", syllable):
        return syllable
    palatal = syllable[0] in "jqx"
    for pattern, written in _WADE_GILES:
        changed, count = re.subn(pattern, written, syllable)
        if count:
            syllable = changed
            break
    for pattern, written in _FINALS:
        if palatal and written == "ih":
            continue  # ji, qi, xi keep their i
        syllable = re.sub(pattern, written, syllable)
    return syllable


@cache
def _tables() -> _Tables:
    sections: dict[str, list[str]] = {}
    for line in Path(__file__).with_name("han_readings.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            rows = sections.setdefault(line.strip("[]"), [])
        elif not line.startswith("#"):
            rows.append(line)
    mandarin, korean, second = (_by_letter(sections[name]) for name in ("mandarin", "korean", "korean, second"))
    pairs = "".join(sections["simplified"])
    twins = list(zip(pairs[::2], pairs[1::2], strict=True))
    for one, other in twins:  # Unihan reads the traditional form alone in Sino-Korean
        for table in (korean, second):
            if one in table:
                table.setdefault(other, table[one])
    return _Tables(mandarin, korean, second, {ord(one): other for one, other in twins})


def _by_letter(rows: list[str]) -> dict[str, str]:
    return {letter: reading for reading, _, letters in (row.partition(" ") for row in rows) for letter in letters}
