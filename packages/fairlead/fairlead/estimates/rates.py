"""Rates of few, unevenly watched events, with exact intervals: a change in watching is no change in doing.

Counts alone are no trend. Whether the days watched were the right days at the right place is not known here.
"""

from __future__ import annotations

import math
from collections.abc import Callable

LEVEL = 0.95
"""Two-sided level of all intervals; the usual choice, and ours."""


def per_day(events: int, days: int) -> tuple[float, float]:
    """Return the exact interval of a Poisson rate per watched day (Garwood, Biometrika 28, 1936). ``days`` above 0."""
    tail = (1 - LEVEL) / 2
    most = 10.0 * (events + 10)
    low = 0.0 if not events else _solve(lambda rate: 1 - _poisson(events - 1, rate) - tail, 0.0, most)
    high = _solve(lambda rate: tail - _poisson(events, rate), 0.0, most)
    return low / days, high / days


def ratio(before: tuple[int, int], after: tuple[int, int]) -> tuple[float, float]:
    """Return the exact interval of the later rate over the earlier; each is (events, watched days).

    The later events are binomial among all, given their number (Clopper and Pearson, Biometrika 26, 1934); an interval
    that holds 1 shows no change. Infinite above where there were no earlier events.
    """
    (first, first_days), (last, last_days) = before, after
    count, tail = first + last, (1 - LEVEL) / 2
    low = 0.0 if not last else _solve(lambda p: 1 - _binomial(last - 1, count, p) - tail, 0.0, 1.0)
    high = 1.0 if not first else _solve(lambda p: tail - _binomial(last, count, p), 0.0, 1.0)
    scale = first_days / last_days
    return low / (1 - low) * scale, math.inf if high == 1.0 else high / (1 - high) * scale


def _poisson(most: int, rate: float) -> float:
    """Return the probability of at most so many events."""
    if not rate:
        return 1.0
    return sum(math.exp(n * math.log(rate) - rate - math.lgamma(n + 1)) for n in range(most + 1))


def _binomial(most: int, count: int, p: float) -> float:
    return sum(math.comb(count, n) * p**n * (1 - p) ** (count - n) for n in range(most + 1))


def _solve(rising: Callable[[float], float], low: float, high: float) -> float:
    """Return where a rising function passes zero, by halving."""
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < 0 else (low, middle)
    return (low + high) / 2
