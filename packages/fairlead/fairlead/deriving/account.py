"""What a case makes of one ship around one day: occasions, candidates left alone, and why there is nothing else.

The command line prints it and the desk shows it beside the tracks. It derives nothing anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from fairlead.deriving import derive
from fairlead.errors import MisuseError
from fairlead.progress import Progress, part, silent
from fairlead.register.known import SHORT
from fairlead.register.times import microseconds
from fairlead.typologies import moments, whynot
from fairlead.typologies.grounds.ships import Identity
from fairlead.typologies.occasion import Occasion
from fairlead.typologies.whynot import asked as asking
from fairlead.typologies.whynot.asked import Asked, Reason

if TYPE_CHECKING:
    from fairlead.case import Case

SCHEMA_VERSION = 1


@dataclass(frozen=True)
class LeftAlone:
    """What a typology left alone, when, by which test and why; ``others``: the other ships, each in words."""

    typology: str
    start: str
    others: tuple[str, ...]
    test: str
    why: str


@dataclass(frozen=True)
class Account:
    """What there is to say of one ship (one MMSI) around one day."""

    ship: Identity
    identity_from: str
    day: date
    days: str
    heard: dict[str, Any]
    notes: tuple[str, ...]  # that nothing was heard on the day itself, or that several ships sent the number, in words
    occasions: tuple[Occasion, ...]
    rejected: tuple[dict[str, Any], ...]
    reasons: tuple[Reason, ...]

    @property
    def unexplained(self) -> list[Reason]:
        """The reasons of the typologies that have no occasion to show, nor refuted what the reason is about."""
        occasions = {one.typology.name for one in self.occasions}
        refuted = [(one["typology"], one["start"]) for one in self.rejected]
        left = [reason for reason in self.reasons if reason.typology not in occasions]
        return [reason for reason in left if not _refuted(reason, refuted)]

    @property
    def alike(self) -> list[list[Reason]]:
        """The same reasons, those told in the same words together; those with nothing to judge come last."""
        found: dict[tuple[str, tuple[str, ...]], list[Reason]] = {}
        for one in self.unexplained:
            found.setdefault((said(one), one.others), []).append(one)
        return sorted(found.values(), key=lambda one: one[0].idle)

    @property
    def left_alone(self) -> list[LeftAlone]:
        """The refuted candidates; those that differ in the other ship alone stand together."""
        called = f"MMSI {self.ship.mmsi:09d}"
        others: dict[tuple[str, str, str, str], list[str]] = {}
        for one in self.rejected:
            key = (one["typology"], one["start"], one["test"], one["why"])
            others.setdefault(key, []).extend(ship for ship in one["ships"] if called not in ship)
        return [
            LeftAlone(typology, start, tuple(dict.fromkeys(ships)), test, as_clause(why))
            for (typology, start, test, why), ships in others.items()
        ]

    def document(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        ship = self.ship
        return {
            "ship": {"mmsi": ship.mmsi, "name": ship.name, "imo": ship.imo, "flag": ship.flag},
            "identity_from": self.identity_from,
            "date": self.day.isoformat(),
            "heard": self.heard,
            "notes": list(self.notes),
            "occasions": [
                {
                    "id": one.id,
                    "number": one.number,
                    "status": one.status,
                    "typology": one.typology.name,
                    "start": one.start,
                    "end": one.end,
                    "title": one.title,
                }
                for one in self.occasions
            ],
            "rejected": list(self.rejected),
            "why_not": [asdict(reason) for reason in self.unexplained],
        }


def _refuted(reason: Reason, refuted: Sequence[tuple[str, str]]) -> bool:
    """Tell whether a refuted candidate says already what becomes of that which a reason is about."""
    own = {start for typology, start in refuted if typology == reason.typology}
    return reason.about in own or (reason.about is None and reason.condition is None and bool(own))


def accounts(case: Case, ship: str, day: date, progress: Progress = silent) -> list[Account]:
    """Return an account of each number that a ship was heard or is listed under, called by MMSI, IMO number or name.

    Raises MisuseError before the first ``find``, and where no ship is called so.
    """
    with derive.world(case) as world:
        numbers = asking.numbers_called(world, ship)
        if not numbers:
            raise MisuseError(
                f"no ship called {ship!r} was heard in this case, nor is one listed with its MMSI",
                "give its MMSI, its IMO number or its whole name",
            )
        occasions, rejected = derive.occasions(case), derive.rejected(case)
        parts = [part(progress, n / len(numbers), (n + 1) / len(numbers)) for n in range(len(numbers))]
        return [
            _account(Asked(world, number, day), occasions, rejected, own)
            for number, own in zip(numbers, parts, strict=True)
        ]


def as_clause(why: str) -> str:
    """Return a reason as it reads after the name of its test: 'Its draught was' becomes 'its draught was'."""
    return why[0].lower() + why[1:] if why.startswith(_OPENINGS) else why


_OPENINGS = ("It ", "Its ", "The ", "Next ")


def said(reason: Reason) -> str:
    """Say why a typology has nothing to show."""
    if reason.condition is None:
        return f"no condition failed ({reason.why}), yet the last find has no candidate"
    return reason.why


def _account(
    asked: Asked, occasions: Sequence[Occasion], rejected: Sequence[dict[str, Any]], progress: Progress
) -> Account:
    rows = asked.heard()
    times: list[int] = rows["t_us"].to_numpy().tolist()
    heard = {
        "from": moments.iso(asked.start_us),
        "until": moments.iso(asked.end_us),
        "positions": rows.num_rows,
        "first": moments.iso(times[0]) if times else None,
        "last": moments.iso(times[-1]) if times else None,
    }
    called = f"MMSI {asked.mmsi:09d}"
    reasons = whynot.reasons(asked.world, asked.mmsi, asked.day, progress=progress)
    begun = {(reason.typology, start) for reason in reasons for start in reason.candidates}
    return Account(
        ship=asked.ship,
        identity_from=asked.identity_from,
        day=asked.day,
        days=asked.days,
        heard=heard,
        notes=tuple(note for note in (asked.number_shared, asked.unheard if times else None) if note),
        occasions=tuple(one for one in occasions if _concerns(one, asked.ship) and _is_around(one, asked)),
        rejected=tuple(
            one
            for one in rejected
            if any(called in ship for ship in one["ships"])
            and (
                asked.start_us <= microseconds(one["start"]) < asked.end_us or (one["typology"], one["start"]) in begun
            )
        ),
        reasons=tuple(_told_of_others(reason, occasions) for reason in reasons),
    )


def _told_of_others(reason: Reason, occasions: Sequence[Occasion]) -> Reason:
    """Return a reason why nothing failed with what is told in its place: an occasion of the other ship's own stay.

    Of a stay, and of a silence, one pair alone is told (``transfer_dark.find``).
    """
    if reason.condition is not None or reason.about is None:
        return reason
    alike = (one for one in occasions if one.typology.name == reason.typology and one.start == reason.about)
    for one in alike:
        if any(ship.mmsi and f"MMSI {ship.mmsi:09d}" in reason.why for ship in one.subjects):
            said = " and ".join(Identity(ship.mmsi, ship.name).named() for ship in one.subjects if ship.mmsi)
            why = f"{reason.why}; what is told is that of {said}: occasion {one.number or one.id[:SHORT]}"
            return replace(reason, condition=ONCE, why=why)
    return reason


ONCE = "not told with another ship already"


def _concerns(occasion: Occasion, ship: Identity) -> bool:
    return any(
        subject.mmsi == ship.mmsi or (ship.imo is not None and subject.imo == ship.imo) for subject in occasion.subjects
    )


def _is_around(occasion: Occasion, asked: Asked) -> bool:
    return microseconds(occasion.start) < asked.end_us and microseconds(occasion.end) >= asked.start_us
