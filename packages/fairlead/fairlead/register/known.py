"""What the register keeps of an occasion, so that it can be named, found again and followed when derivation changes.

Not the occasion itself: that is derived, and may change or vanish; people's acts on it may not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from fairlead.register import times
from fairlead.typologies.occasion import Occasion

PERSON = "person"
"""The role of a subject who is a person: the name stands only in the private part of the entry that recorded it."""

SHORT = 8
"""Letters of an id shown to people: 32 bits, so that two of a thousand occasions agree once in ten thousand cases."""


@dataclass(frozen=True)
class Known:
    """An occasion as an act names it: id and digest, and the few facts by which a successor is recognised."""

    id: str
    digest: str
    title: str
    typology: str
    ships: tuple[str, ...]  # 'imo:9066978', else 'mmsi:445123456', else 'name:PAEK MA'; sorted
    start: str  # ISO 8601 UTC
    end: str
    addressees: tuple[str, ...]

    def to_body(self) -> dict[str, Any]:
        """Return what the log entry of an act carries, in canonical JSON's types."""
        return {
            "id": self.id,
            "digest": self.digest,
            "title": self.title,
            "typology": self.typology,
            "ships": list(self.ships),
            "start": self.start,
            "end": self.end,
            "addressees": list(self.addressees),
        }


def known(occasion: Occasion) -> Known:
    """Return what the register keeps of ``occasion``."""
    ships = {_ship(who.imo, who.mmsi, who.name) for who in occasion.subjects if who.role != PERSON}
    return Known(
        id=occasion.id,
        digest=occasion.digest,
        title=occasion.title,
        typology=occasion.typology.name,
        ships=tuple(sorted(ships)),
        start=occasion.start,
        end=occasion.end,
        addressees=tuple(sorted({engagement.addressee for engagement in occasion.engagements})),
    )


def from_body(body: dict[str, Any]) -> Known:
    """Read back what :meth:`Known.to_body` wrote."""
    return Known(**{**body, "ships": tuple(body["ships"]), "addressees": tuple(body["addressees"])})


class Successors:
    """Occasions, ready to be asked which of them took the place of one that vanished."""

    def __init__(self, occasions: Iterable[Occasion]) -> None:
        self._alike: dict[tuple[str, tuple[str, ...]], list[Known]] = defaultdict(list)
        for other in map(known, occasions):
            self._alike[(other.typology, other.ships)].append(other)

    def of(self, gone: Known) -> str | None:
        """Return the id of the occasion that took the place of ``gone``, None where there is none.

        Same typology, same ships, overlapping time; of several the one that overlaps most, then the first by id.
        """
        rivals = [
            (-overlap, other.id)
            for other in self._alike.get((gone.typology, gone.ships), ())
            if (overlap := _overlap_us(gone, other)) >= 0
        ]
        return min(rivals)[1] if rivals else None


def _ship(imo: int | None, mmsi: int | None, name: str | None) -> str:
    if imo is not None:
        return f"imo:{imo}"
    return f"mmsi:{mmsi}" if mmsi is not None else f"name:{name}"


def _overlap_us(one: Known, other: Known) -> int:
    """Return how long both last together; negative where they lie apart, 0 where they touch or are instants."""
    end = min(times.microseconds(one.end), times.microseconds(other.end))
    return end - max(times.microseconds(one.start), times.microseconds(other.start))
