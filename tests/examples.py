"""How wide a run of the tests is: what everybody runs before a change lands, or all of it, as CI does."""

from __future__ import annotations

import os

from hypothesis import settings

WIDE = os.environ.get("FAIRLEAD_TESTS") == "wide"


def examples(number: int | None = None) -> int:
    """Return how many examples of a dear property to try: so many in a wide run, else three tenths of them.

    Not given: as many as of other properties.
    """
    whole = number or settings().max_examples
    return whole if WIDE else max(2, whole * 3 // 10)
