"""All typologies, in the order in which they are asked, and all that they find in a world.

Left out: the typologies themselves, one file each.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from fairlead.typologies import (
    banned_port_entry,
    changed_at_sea,
    dark_laundered,
    dark_supply,
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
    trade,
    transfer_dark,
    transfer_flagged,
    transfer_listed,
    transfer_unheard,
)
from fairlead.typologies.candidates import Rejected
from fairlead.typologies.grounds import indications
from fairlead.typologies.occasion import Occasion
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
    dark_supply,
    laundered,
    dark_laundered,
    transfer_flagged,
    transfer_listed,
    transfer_dark,
    transfer_unheard,
    lightened_at_sea,
    changed_at_sea,
    banned_port_entry,
    laundered_entry,
    listed_act,
    listed_flag,
    manipulated,
    observed_act,
    papers,
    trade,
)


def find_all(world: World) -> tuple[list[Occasion], list[Rejected]]:
    """Return all occasions, by time and id, and all candidates that an innocent explanation refutes.

    The same world gives the same lists, whatever the order of its rows.
    """
    occasions: dict[str, Occasion] = {}
    rejected: set[Rejected] = set()
    for typology in TYPOLOGIES:
        for found in typology.find(world):
            if isinstance(found, Rejected):
                rejected.add(found)
            else:
                occasions.setdefault(found.id, likelihood.given(found))
    in_order = sorted(
        indications.added(world, list(occasions.values())),
        key=lambda occasion: (occasion.start, occasion.end, occasion.id),
    )
    return in_order, sorted(rejected, key=lambda one: (one.start, one.typology, one.ships, one.test, one.why))
