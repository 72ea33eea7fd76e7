"""What people decided, laid over what was derived: number, status, replies, what changed since, what vanished.

Pure: rows of the register and occasions in, dressed occasions out. An act is never moved to another digest or id; where
its basis changed or vanished, that is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from fairlead.register import correspondence, statuses, times
from fairlead.register.correspondence import Answered, Letter
from fairlead.register.known import SHORT, Known, Successors
from fairlead.typologies.occasion import Occasion, Status


@dataclass(frozen=True)
class Decided:
    """Where people's acts left one occasion: the register's row about it."""

    known: Known
    number: int | None
    status: Status
    digest: str
    since_us: int
    reason: str | None


@dataclass(frozen=True)
class Proposed:
    """A finding that waits for a second person."""

    occasion: str
    digest: str
    outcome: str


@dataclass(frozen=True)
class Standing:
    """How one occasion stands today; ``notes`` say in words what its status alone does not."""

    id: str
    number: int | None
    status: Status
    basis_changed: str | None = None
    notes: tuple[str, ...] = ()
    supersedes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gone:
    """An occasion that people acted on and that derivation no longer yields."""

    known: Known
    number: int | None
    status: Status
    superseded_by: str | None


def standing(
    occasion: Occasion, decided: Decided | None, proposed: Proposed | None = None, supersedes: Sequence[str] = ()
) -> Standing:
    """Return how ``occasion`` stands, from the register's row about it (None: nobody acted on it)."""
    followed = tuple(f"supersedes {former[:SHORT]}, which derivation no longer yields" for former in supersedes)
    if decided is None:
        return Standing(occasion.id, None, "machine candidate", None, followed, tuple(supersedes))
    changed = _basis_changed(occasion, decided)
    notes = (*((changed,) if changed else ()), *_proposal(occasion, proposed), *followed)
    status = statuses.effective(decided.status, decided.digest, occasion.digest)
    return Standing(occasion.id, decided.number, status, changed, notes, tuple(supersedes))


def gone(decided: Iterable[Decided], occasions: Sequence[Occasion]) -> list[Gone]:
    """Return what people acted on and no occasion bears the id of any more, with its successor where there is one."""
    present = {occasion.id for occasion in occasions}
    vanished = [row for row in decided if row.known.id not in present]
    successors = Successors(occasions if vanished else ())
    return [Gone(row.known, row.number, row.status, successors.of(row.known)) for row in vanished]


def dress(
    occasion: Occasion, stand: Standing, letters: Sequence[Letter], replies: Sequence[Answered], on: date
) -> Occasion:
    """Return ``occasion`` with number, status, each addressee's reply on the day ``on``, and what it supersedes."""
    engagements = tuple(
        replace(engagement, reply=correspondence.state(engagement.addressee, letters, replies, on))
        for engagement in occasion.engagements
    )
    return replace(
        occasion,
        number=stand.number,
        status=stand.status,
        engagements=engagements,
        supersedes=stand.supersedes[0] if stand.supersedes else None,
    )


def superseded(vanished: Iterable[Gone]) -> Mapping[str, list[str]]:
    """Return, for each successor's id, the ids it takes the place of: numbered ones first, in order."""
    ordered = sorted(vanished, key=lambda one: (one.number is None, one.number or 0, one.known.id))
    found: dict[str, list[str]] = {}
    for one in ordered:
        if one.superseded_by:
            found.setdefault(one.superseded_by, []).append(one.known.id)
    return found


def _basis_changed(occasion: Occasion, decided: Decided) -> str | None:
    if decided.digest == occasion.digest or decided.status == "machine candidate":
        return None
    done = {"open": "opened"}.get(decided.status, decided.status)
    reason = f" for {decided.reason}" if decided.reason else ""
    return f"basis changed: {done} on {times.iso(decided.since_us)[:10]}{reason}"


def _proposal(occasion: Occasion, proposed: Proposed | None) -> tuple[str, ...]:
    if proposed is None:
        return ()
    waits = f"finding proposed: {proposed.outcome}; a second person must confirm it"
    return (waits if proposed.digest == occasion.digest else f"{waits}, but the basis changed since",)
