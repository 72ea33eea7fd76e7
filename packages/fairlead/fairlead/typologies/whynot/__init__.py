"""Why a ship around a day is *not* a candidate: for each typology the first condition that failed, and by how much.

Candidates that an innocent explanation refuted are told by ``find`` itself (``candidates.Rejected``). The conditions
stand in the order of the typology's own rule, and every threshold is read from there or from the event's parameters.
Left out: typologies that put several ships or papers together; of these only the absence of a candidate is told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from fairlead.law import Regime
from fairlead.progress import Progress, silent
from fairlead.typologies import (
    TYPOLOGIES,
    Typology,
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
from fairlead.typologies.whynot import (
    changes,
    dark,
    identities,
    lists,
    meetings,
    sea_trips,
    stand_ins,
    trips,
    unheard_ends,
    voyages,
)
from fairlead.typologies.whynot.asked import Asked, Failed, Reason

if TYPE_CHECKING:
    from datetime import date

    from fairlead.typologies.world import World

CONDITIONS: Mapping[str, Callable[[Asked, Regime], Failed]] = {
    delivery.NAME: voyages.delivery_failed,
    delivery_to_target.NAME: voyages.delivery_to_target_failed,
    dark_voyage.NAME: voyages.dark_voyage_failed,
    delivery_unheard.NAME: unheard_ends.unheard_end_failed,
    dark_trip.NAME: trips.dark_trip_failed,
    dark_supply.NAME: voyages.dark_supply_failed,
    laundered.NAME: identities.laundered_failed,
    dark_laundered.NAME: identities.dark_laundered_failed,
    assumed_identity.NAME: stand_ins.assumed_failed,
    laundered_entry.NAME: identities.laundered_entry_failed,
    transfer_dark.NAME: dark.dark_transfer_failed,
    transfer_unheard.NAME: dark.unheard_failed,
    lightened_at_sea.NAME: dark.lightened_failed,
    changed_at_sea.NAME: changes.changed_failed,
    sea_trip.NAME: sea_trips.sea_trip_failed,
    transfer_flagged.NAME: meetings.flagged_failed,
    transfer_listed.NAME: meetings.listed_failed,
    banned_port_entry.NAME: lists.banned_failed,
    listed_flag.NAME: identities.listed_flag_failed,
    manipulated.NAME: identities.manipulated_failed,
    listed_act.NAME: lists.listed_act_failed,
    observed_act.NAME: lists.observed_failed,
    papers.NAME: lists.papers_failed,
    trade.NAME: lists.trade_failed,
}


def reasons(
    world: World,
    mmsi: int,
    day: date,
    typologies: Sequence[Typology] = TYPOLOGIES,
    progress: Progress = silent,
) -> list[Reason]:
    """Return one reason for each typology and regime, in the order of the typologies."""
    asked = Asked(world, mmsi, day)
    found = []
    for n, typology in enumerate(typologies):
        progress(n / len(typologies), f"why no {typology.NAME.replace('_', ' ')}")
        for regime in world.regimes.values():
            failed = CONDITIONS.get(typology.NAME, _untold)(asked, regime)
            quantity = (failed.measured, failed.needed, failed.unit)
            beside = (failed.others, failed.candidates, failed.about)
            found.append(Reason(typology.NAME, typology.TITLE, failed.condition, failed.why, *quantity, *beside))
    return found


def _untold(asked: Asked, _regime: Regime) -> Failed:
    why = f"no candidate of this kind was made {asked.days}; its conditions are not told one by one"
    return Failed(0, "a candidate", why)
