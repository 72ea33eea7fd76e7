"""How long work tells how far it is: one kind of callback everywhere, and parts of a whole. It shows nothing itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol


class Progress(Protocol):
    """Called with the part of the work done so far (0 to 1) and, where it changes, what is being done."""

    def __call__(self, fraction: float, what: str | None = None) -> None:
        """Report progress."""


def silent(fraction: float, what: str | None = None) -> None:
    """Report nothing."""


def part(progress: Progress, start: float, end: float, name: str | None = None) -> Progress:
    """Return the progress of a piece of work that is this part of the whole; ``name`` is used unless it tells more."""

    def report(fraction: float, what: str | None = None) -> None:
        progress(start + (end - start) * fraction, what or name)

    return report


def fraction(progress: Progress) -> Callable[[float], None]:
    """Return the same for work that only tells how far it is."""
    return lambda done: progress(done)
