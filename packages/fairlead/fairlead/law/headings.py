"""Customs headings of the Harmonized System: does a code that is asked for fall under a heading of the register?

It compares digits only. That a heading is marked 'ex' (only part of it is meant) is for the reader to judge.
"""

from __future__ import annotations

import re

_PLAIN = re.compile(r"(?:ex )?(\d{2,10})(?:-(\d{2,10}))?")


def is_heading(text: str) -> bool:
    """Tell whether the text is a heading as the register writes it: '2701', 'ex 2601', '7201-7229'."""
    found = _PLAIN.fullmatch(text)
    return found is not None and (found[2] is None or (len(found[1]) == len(found[2]) and found[1] <= found[2]))


def digits(code: str) -> str | None:
    """Return a code as typed ('2701.12', 'HS 2701') in plain digits, None where it is none."""
    plain = re.sub(r"[\s.]|^hs", "", code.strip().lower())
    return plain if re.fullmatch(r"\d{2,10}", plain) else None


def overlap(heading: str, code: str) -> bool:
    """Tell whether a code lies under a heading or a heading under the code ('27' asks for all of chapter 27)."""
    found = _PLAIN.fullmatch(heading)
    if found is None:
        return False
    first, last = found[1], found[2] or found[1]
    width = min(len(first), len(code))
    return first[:width] <= code[:width] <= last[:width]
