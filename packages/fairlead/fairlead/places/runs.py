"""Runs of whole numbers, many at once: what each of a few ranges holds, laid end to end."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]


def laid_out(first: Any, after: Any) -> tuple[Integers, Integers]:
    """Return, for ranges of whole numbers that end before ``after``, which range each number is of, and the number."""
    first = first.astype(np.int64)
    counts = after.astype(np.int64) - first
    which = np.repeat(np.arange(len(counts)), counts)
    return which, np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts) + first[which]
