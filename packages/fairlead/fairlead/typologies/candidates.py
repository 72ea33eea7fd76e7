"""What becomes of a candidate: an occasion, or a rejection that names the innocent explanation which refutes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fairlead.typologies.occasion import Refutation


@dataclass(frozen=True)
class Rejected:
    """A candidate that was rightly left alone."""

    typology: str
    ships: tuple[str, ...]
    start: str  # ISO 8601 UTC
    test: str  # the name of the refutation
    why: str


def refuted(typology: str, ships: Sequence[str], start: str, tests: Sequence[Refutation]) -> Rejected | None:
    """Return the first refutation that holds, as a rejection; None where none does."""
    for test in tests:
        if test.outcome == "refutes":
            return Rejected(typology, tuple(ships), start, test.name, test.why)
    return None
