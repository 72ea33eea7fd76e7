"""All typologies, in the order in which they are asked, and all that they find in a world.

Left out: the typologies themselves, one file each.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Protocol

from fairlead.typologies import (
    assumed_identity,
    banned_port_entry,
    changed_at_sea,
    dark_laundered,
    dark_supply,
    dark_trip,
    dark_voyage,
    delivery,
    delivery_to_target,
    delivery_unheard,
    laundered,
    laundered_entry,
    lightened_at_sea,
    likelihood,
    listed_act,
    listed_flag,
    manipulated,
    observed_act,
    papers,
    sea_trip,
    trade,
    transfer_dark,
    transfer_flagged,
    transfer_listed,
    transfer_unheard,
)
from fairlead.typologies.candidates import Rejected
from fairlead.typologies.grounds import indications
from fairlead.typologies.grounds.lading import ENTERED_US
from fairlead.typologies.grounds.ships import Identity
from fairlead.typologies.occasion import Occasion, Subject
from fairlead.typologies.world import World


class Typology(Protocol):
    """What each module in :data:`TYPOLOGIES` offers."""

    NAME: str
    VERSION: int
    TITLE: str
    DOES_NOT_SHOW: str

    def find(self, world: World) -> Iterator[Occasion | Rejected]:
        """Yield each candidate as an occasion, or as a rejection that names the explanation which refutes it."""
        ...


TYPOLOGIES: tuple[Typology, ...] = (
    delivery,
    delivery_to_target,
    dark_voyage,
    delivery_unheard,
    dark_trip,
    dark_supply,
    laundered,
    dark_laundered,
    assumed_identity,
    transfer_flagged,
    transfer_listed,
    transfer_dark,
    transfer_unheard,
    lightened_at_sea,
    changed_at_sea,
    sea_trip,
    banned_port_entry,
    laundered_entry,
    listed_act,
    listed_flag,
    manipulated,
    observed_act,
    papers,
    trade,
)


# What is told by less is left to what is told by more, where both rest on one event of this kind of one ship.
_TOLD_ONCE = (
    (dark_voyage.NAME, delivery.NAME, "gap"),
    (lightened_at_sea.NAME, transfer_dark.NAME, "loitering"),
    *(
        (dark_trip.NAME, by.NAME, "gap")
        for by in (
            delivery,
            dark_voyage,
            delivery_unheard,
            dark_laundered,
            laundered,
            assumed_identity,
            transfer_dark,
            changed_at_sea,
        )
    ),
    *((sea_trip.NAME, by.NAME, kind) for by in (transfer_dark, transfer_unheard) for kind in ("loitering", "gap")),
    *((assumed_identity.NAME, by.NAME, "gap") for by in (dark_laundered, laundered)),
)

# A draught entered on the way home from a stay, or within a day of it, tells of that stay.
_TOLD_OF_STAY = (transfer_unheard.NAME, sea_trip.NAME)
_ENTERED = timedelta(microseconds=ENTERED_US)


def find_all(world: World) -> tuple[list[Occasion], list[Rejected]]:
    """Return all occasions, by time and id, and all candidates that an innocent explanation refutes.

    Of one act one thing is told: what another typology tells by more counts as refuted. The same world gives the same
    lists, whatever the order of its rows.
    """
    occasions: dict[str, Occasion] = {}
    rejected: set[Rejected] = set()
    for typology in TYPOLOGIES:
        for found in typology.find(world):
            if isinstance(found, Rejected):
                rejected.add(found)
            else:
                occasions.setdefault(found.id, likelihood.given(found))
    for lesser, greater, kind in _TOLD_ONCE:
        for one, by in _told_by_more(list(occasions.values()), lesser, greater, kind):
            del occasions[one.id]
            rejected.add(_once(one, by, f"its {kind} is told with more"))
    for one, by in _told_of_stay(list(occasions.values())):
        del occasions[one.id]
        rejected.add(_once(one, by, "the stay that its draught may tell of is told"))
    in_order = sorted(
        indications.added(world, list(occasions.values())),
        key=lambda occasion: (occasion.start, occasion.end, occasion.id),
    )
    return in_order, sorted(rejected, key=lambda one: (one.start, one.typology, one.ships, one.test, one.why))


def _told_by_more(
    occasions: list[Occasion], lesser: str, greater: str, kind: str
) -> Iterator[tuple[Occasion, Occasion]]:
    """Yield occasions of one typology with one of another that rests on the same event of some kind."""
    ordered = sorted(occasions, key=lambda one: one.id)
    by = {
        event.id: one for one in ordered if one.typology.name == greater for event in one.events if event.kind == kind
    }
    for one in ordered:
        if one.typology.name == lesser:
            found = next((by[event.id] for event in one.events if event.kind == kind and event.id in by), None)
            if found is not None:
                yield one, found


def _told_of_stay(occasions: list[Occasion]) -> Iterator[tuple[Occasion, Occasion]]:
    """Yield each draught that changed at sea with the stay of the same ship that it may tell of, where that is told."""
    ordered = sorted(occasions, key=lambda one: one.id)
    told = [one for one in ordered if one.typology.name in _TOLD_OF_STAY]
    for one in ordered:
        if one.typology.name == changed_at_sea.NAME:
            ship, start, end = one.subjects[0].mmsi, *(datetime.fromisoformat(at) for at in (one.start, one.end))
            for by in told:
                since, until = (datetime.fromisoformat(at) for at in (by.start, by.end))
                if by.subjects[0].mmsi == ship and since <= end and start <= until + _ENTERED:
                    yield one, by
                    break


def _once(one: Occasion, by: Occasion, why: str) -> Rejected:
    """Return the rejection of what is told by another occasion."""
    called = tuple(_called(who) for who in one.subjects)
    said = f"{why}, as {by.typology.name.replace('_', ' ')}: {by.title}"
    return Rejected(one.typology.name, called, one.start, "told once", said)


def _called(who: Subject) -> str:
    """Return what rejections call a ship."""
    return Identity(who.mmsi or 0, who.name).called()
