"""Normal forms of names, so that spellings of one name compare equal. A match is a lead, never an identification.

Many ships share a name and many have several. Only what changes no name is levelled here: case, accents, punctuation,
blanks, the ways of writing a number, and prefixes such as M/V. Transliterations (Paek, Baek) and likeness are left out.
"""

from __future__ import annotations

import re
import unicodedata

_PREFIX = re.compile(
    # What stands before a ship's name and is not part of it: motor vessel, motor tanker, fishing vessel, steamship, ...
    r"^(?:THE\s+)?(?:(?:M|F|S|D)\s*[/.]\s*(?:V|T|S)\.?|LPG/C|LNG/C|(?:MV|MT|FV|SS)(?=\s))\s*"
)
_FORMER = re.compile(r"\s*\(?\s*\b(?:EX[-. ]|F/K/A|A/K/A|FORMERLY\s).*$")
_NUMBER_WORD = re.compile(r"\b(?:NUMBER|NO|NR)\b\.?\s*(?=\d|[IVX]+\b)|[#№]\s*(?=\d)")
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}


def ship_name(text: str) -> str:
    """Return the normal form of a ship's name: words glued, numbers apart, as in ``SAMJONG 2``; '' for no name.

    "2", "II", "NO. 2" and a glued "2" are one number; a name with and a name without a number are two names. Roman
    numerals count up to X, at the end of a name of two words or more ("XI" is a syllable too often).
    """
    words = _upper(text)
    words = _FORMER.sub("", _PREFIX.sub("", words))
    words = re.sub(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])", " ", words)
    words = _NUMBER_WORD.sub("", words)
    return _glue(_with_digits(_tokens(words)))


def plain_name(text: str) -> str:
    """Return a company's or person's name in capitals without accents and punctuation, words in their order."""
    return " ".join(_tokens(_upper(text)))


def _upper(text: str) -> str:
    if text.isascii():  # as most names are: nothing to take apart
        return " ".join(text.upper().split())
    decomposed = unicodedata.normalize("NFKD", text.replace("№", "#"))
    plain = "".join(each for each in decomposed if not unicodedata.combining(each))
    return " ".join(plain.upper().split())


def _tokens(words: str) -> list[str]:
    return re.findall(r"\w+", re.sub(r"['’‘`´]", "", words).replace("_", " "))


def _with_digits(tokens: list[str]) -> list[str]:
    if len(tokens) > 1 and tokens[-1] in _ROMAN:
        tokens = [*tokens[:-1], str(_ROMAN[tokens[-1]])]
    return [str(int(token)) if token.isdecimal() else token for token in tokens]


def _glue(tokens: list[str]) -> str:
    glued = ""
    for index, token in enumerate(tokens):
        apart = index > 0 and (token.isdecimal() or tokens[index - 1].isdecimal())
        glued += f" {token}" if apart else token
    return glued
