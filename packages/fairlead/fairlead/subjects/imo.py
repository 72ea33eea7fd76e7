"""IMO numbers of ships and companies: read as printed, judged by their check digit. Nothing is dropped or repaired.

The check digit finds typing errors, not fraud: known laundered identities pass it. A number that fails, or that a list
says does not exist, is evidence and is kept as printed with its verdict. No look-up in any register happens here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Verdict = Literal["valid", "check digit fails", "said not to exist", "malformed"]

DIGITS = 7  # IMO resolution A.1117(30), annex, paragraph 1.3
SHIP_WEIGHTS = (7, 6, 5, 4, 3, 2)  # IMO circular letter 1886: the sum's last digit is the check digit
COMPANY_WEIGHTS = (8, 6, 4, 2, 9, 7)  # IMO resolution MSC.160(78) scheme: 11 minus the sum modulo 11, last digit

_DENIED = re.compile(r"(does|do|did)\s+not\s+exist|non-?\s?existent|no\s+such\s+number", re.IGNORECASE)
_PREFIX = re.compile(r"^\s*(?:IMO)?\s*(?:number|no\.?|nr\.?|#)?\s*[:.]?\s*(?:IMO)?\s*", re.IGNORECASE)


@dataclass(frozen=True)
class ImoNumber:
    """A number as a source prints it; ``value`` is None where it is not seven digits."""

    printed: str
    value: int | None
    verdict: Verdict


def verdict(number: str | int) -> ImoNumber:
    """Judge a ship's number; ``number`` may carry a prefix such as ``IMO`` or be words such as 'does not exist'."""
    return _judge(number, ship_check_digit)


def company_verdict(number: str | int) -> ImoNumber:
    """Judge a company's or registered owner's IMO number, which has seven digits too but another check."""
    return _judge(number, company_check_digit)


def ship_check_digit(first_six: str) -> int:
    """Return the seventh digit that belongs to a ship's first six."""
    return _weigh(first_six, SHIP_WEIGHTS) % 10


def company_check_digit(first_six: str) -> int:
    """Return the seventh digit that belongs to a company's first six."""
    return (11 - _weigh(first_six, COMPANY_WEIGHTS) % 11) % 10


def _judge(number: str | int, check_digit: Callable[[str], int]) -> ImoNumber:
    printed = str(number)
    if _DENIED.search(printed):
        return ImoNumber(printed, None, "said not to exist")
    digits = _PREFIX.sub("", printed).strip()
    if len(digits) != DIGITS or not (digits.isascii() and digits.isdigit()) or digits[0] == "0":
        return ImoNumber(printed, None, "malformed")
    passes = check_digit(digits[:6]) == int(digits[6])
    return ImoNumber(printed, int(digits), "valid" if passes else "check digit fails")


def _weigh(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))
