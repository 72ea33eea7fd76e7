"""Names of other scripts in Latin letters, and coarse keys under which romanisations of a name meet.

Hangul is written out letter by letter as the Revised Romanisation does, without its rules of assimilation; Cyrillic by
one simple table. Han characters are simplified, and read out by ``han.py`` for keys alone. Arabic and other scripts
stay as they are. Keys bring together names that are not the same, too: equal keys are a lead, and say so.
"""

from __future__ import annotations

import re
import unicodedata

from fairlead.subjects import han

# Revised Romanisation of Korean (Ministry of Culture and Tourism, notice 2000-8): letters of a syllable by position.
_INITIALS = ("g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h")
_VOWELS = (
    "a",
    "ae",
    "ya",
    "yae",
    "eo",
    "e",
    "yeo",
    "ye",
    "o",
    "wa",
    "wae",
    "oe",
    "yo",
    "u",
    "wo",
    "we",
    "wi",
    "yu",
    "eu",
    "ui",
    "i",
)
_FINALS = (
    "",
    "k",
    "k",
    "k",
    "n",
    "n",
    "n",
    "t",
    "l",
    "k",
    "m",
    "l",
    "l",
    "l",
    "p",
    "l",
    "m",
    "p",
    "p",
    "t",
    "t",
    "ng",
    "t",
    "t",
    "k",
    "t",
    "p",
    "t",
)
_FIRST, _LAST = 0xAC00, 0xD7A3  # Unicode 15, section 3.12

_CYRILLIC = {
    "а": "a",
    "б": "b",
    "в": "v",
    "г": "g",
    "д": "d",
    "е": "e",
    "ё": "e",
    "ж": "zh",
    "з": "z",
    "и": "i",
    "й": "i",
    "к": "k",
    "л": "l",
    "м": "m",
    "н": "n",
    "о": "o",
    "п": "p",
    "р": "r",
    "с": "s",
    "т": "t",
    "у": "u",
    "ф": "f",
    "х": "kh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "ъ": "",
    "ы": "y",
    "ь": "",
    "э": "e",
    "ю": "yu",
    "я": "ya",
    "і": "i",
    "ї": "i",
    "є": "e",
    "ґ": "g",
    "ў": "u",
}

_KEYS: tuple[tuple[str, str], ...] = (
    # McCune-Reischauer, Revised and press habits: Pak/Bak/Park, Kim/Gim, Ri/Lee/Yi, Choe/Choi, Jong/Chong/Jeong.
    (r"\b(?:PARK|BAK|PAK)\b", "PAK"),
    (r"\b(?:LEE|LI|RI|RHEE|YI|RHI)\b", "RI"),
    (r"\b(?:CHOI|CHOE|CHOY)\b", "CHOE"),
    (r"\b(?:NO|ROH|RO|NOH)\b", "NO"),
    (r"\b(?:YIM|LIM|RIM|IM)\b", "RIM"),
    # Arabic: one name, many vowels.
    (r"\bM[OU]H+[AE]M+[AE]D\b|\bMOHD\b", "MUHAMAD"),
    (r"\bAH?M[AE]D\b", "AHMAD"),
    (r"\b(?:EL|UL|AL)\b", "AL"),
    (r"OU|OO", "U"),
    (r"EE", "I"),
    (r"PH(?=[^Y]|Y)", "P"),
    (r"EO(?=[NKLMPBRST]|\b)", "O"),
    (r"EU", "U"),
    (r"KH", "K"),
    (r"TH", "T"),
    (r"CH|J", "C"),
    (r"SH", "S"),
    (r"Q|G(?!$)", "K"),
    (r"(?<=N)K\b", "G"),
    (r"D", "T"),
    (r"B", "P"),
    (r"L", "R"),
    (r"W", "U"),
    (r"Y", "I"),
    (r"AE", "E"),
)


def latin(text: str) -> str:
    """Return a text with Hangul (each syllable a word) and Cyrillic written in Latin letters, and Han simplified."""
    return text if text.isascii() else "".join(map(_letter, unicodedata.normalize("NFC", han.simplified(text)))).strip()


def read_out(text: str) -> list[str]:
    """Return the ways in which a text is written in Latin letters: one, but several where it holds Han characters."""
    return [latin(text), *map(latin, han.readings(text))]


def keys(plain: str) -> frozenset[str]:
    """Return the coarse keys of a name in capitals (``names.plain_name`` of a text in Latin letters), without blanks.

    One has the words in their order, one sorted: Hangul parts no words, and lists differ in where the surname stands.
    """
    words = _levelled(plain)
    return frozenset((words.replace(" ", ""), "".join(sorted(words.split()))))


def in_order(plain: str) -> str:
    """Return the coarse key of a name with its words in their own order alone."""
    return _levelled(plain).replace(" ", "")


def _levelled(plain: str) -> str:
    words = plain
    for pattern, level in _COMPILED:
        words = pattern.sub(level, words)
    return re.sub(r"(\D)\1+", r"\1", words)


_COMPILED = tuple((re.compile(pattern), level) for pattern, level in _KEYS)


def _letter(letter: str) -> str:
    if _FIRST <= ord(letter) <= _LAST:
        place = ord(letter) - _FIRST
        return f"{_INITIALS[place // 588]}{_VOWELS[place % 588 // 28]}{_FINALS[place % 28]} "
    small = letter.lower()
    if small in _CYRILLIC:
        written = _CYRILLIC[small]
        return written if small == letter else written.capitalize()
    return letter
