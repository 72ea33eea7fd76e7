"""The list of occasions as people ask for it: one by number, id or beginning of it; filtered; counted by basis.

Reads nothing and decides nothing. Stated occasions are never counted together with observed or documented ones.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fairlead.errors import MisuseError
from fairlead.register import times
from fairlead.register.dressing import Gone
from fairlead.register.known import SHORT
from fairlead.typologies.occasion import Basis, Occasion, Status

STAMP = "machine candidate, not for release"

STATUSES: tuple[Status, ...] = (
    "machine candidate", "dismissed", "open", "found", "not found", "corrected", "withdrawn",
)  # fmt: skip


@dataclass(frozen=True)
class Filter:
    """What to list; None means any. ``since`` and ``until`` are a day, month or year as people write it, included."""

    status: str | None = None
    typology: str | None = None
    state: str | None = None  # addressee of an engagement
    measure: str | None = None
    since: str | None = None
    until: str | None = None

    def keep(self, occasions: Iterable[Occasion]) -> list[Occasion]:
        """Return the occasions that pass: numbered ones first, what is only stated last, else by time."""
        first = times.microseconds(times.span(self.since, None, None)[0]) if self.since else None
        beyond = times.microseconds(times.span(self.until, None, None)[1]) if self.until else None
        kept = [
            one
            for one in occasions
            if self._matches(one)
            and (first is None or times.microseconds(one.end) >= first)
            and (beyond is None or times.microseconds(one.start) <= beyond)
        ]
        return sorted(kept, key=ordering)

    def _matches(self, occasion: Occasion) -> bool:
        engagements = occasion.engagements
        return (
            self.status in (None, occasion.status)
            and self.typology in (None, occasion.typology.name)
            and (self.state is None or self.state.casefold() in {g.addressee.casefold() for g in engagements})
            and (self.measure is None or self.measure in {g.measure.id for g in engagements})
        )


def ordering(occasion: Occasion) -> tuple[bool, int, bool, str, str]:
    """Return what lists are sorted by: numbered ones first, what is only stated last, else by time."""
    number, stated = occasion.number, occasion.basis == "stated"
    return number is None, number or 0, stated, occasion.start, occasion.id


def one(occasions: Sequence[Occasion], gone: Sequence[Gone], asked: str) -> Occasion | Gone:
    """Return the occasion called by number, id or beginning of an id; :class:`MisuseError` where none or several are.

    A number wins over an id that begins with the same digits.
    """
    asked = asked.strip().lower().removeprefix("#")
    called: list[tuple[str, int | None, Occasion | Gone]] = [
        *((each.id, each.number, each) for each in occasions),
        *((each.known.id, each.number, each) for each in gone),
    ]
    for _, number, each in called:
        if number is not None and asked == str(number):
            return each
    matches = [each for occasion_id, _, each in called if asked and occasion_id.startswith(asked)]
    if len(matches) == 1:
        return matches[0]
    if matches:
        raise MisuseError(
            f"{asked!r} begins the ids of {len(matches)} occasions", "write more letters of the id, or its number"
        )
    kind = "number or id" if re.fullmatch(r"[0-9a-f]+", asked) else "number or id (digits and letters a to f)"
    raise MisuseError(f"no occasion has the {kind} {asked!r}", "see `fairlead occasions CASE` for the list")


def counts(occasions: Iterable[Occasion]) -> str:
    """Return one line that counts by basis, never adding what is only stated to what was observed or documented."""
    by_basis: Counter[Basis] = Counter(occasion.basis for occasion in occasions)
    parts = [f"{by_basis[basis]} {basis}" for basis in ("observed", "documented") if by_basis[basis]]
    shown = ", ".join(parts) or "none observed or documented"
    return f"{shown}; apart from these, {by_basis['stated']} stated" if by_basis["stated"] else shown


def called(occasion: Occasion | Gone) -> str:
    """Return how an occasion is called in a sentence: its number where it has one, else the beginning of its id."""
    occasion_id = occasion.id if isinstance(occasion, Occasion) else occasion.known.id
    return str(occasion.number) if occasion.number is not None else occasion_id[:SHORT]


def stamp(occasion: Occasion) -> str | None:
    """Return the stamp that a machine candidate bears wherever it is shown, None for what people have opened."""
    return STAMP if occasion.status == "machine candidate" else None
