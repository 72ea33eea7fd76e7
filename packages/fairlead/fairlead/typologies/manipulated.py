"""Typology: manipulated AIS of a ship tied to the target State. Never an occasion of its own (decision 15).

No paragraph forbids a State or a ship to send false positions or a false name; resolution 2397 paragraph 13 (number
partly verified) calls for watchfulness towards ships tied to the target State, and no more. So each sign of a ship
under the target's flag, or reporting a listed hull's IMO number, is kept as a candidate left alone, with the innocent
explanation that holds where one does. Beside an occasion that rests on something else it is told with that.

Left out: signs of other ships, which would accuse them of nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fairlead.law import Regime
from fairlead.subjects import mmsi as numbers
from fairlead.typologies import moments
from fairlead.typologies.candidates import Rejected
from fairlead.typologies.grounds import concerned, manipulations
from fairlead.typologies.grounds.ships import Ships
from fairlead.typologies.occasion import Occasion

if TYPE_CHECKING:
    from fairlead.typologies.world import World

NAME = "manipulated"
VERSION = 2
TITLE = "Manipulated AIS of a ship tied to the target State, never an occasion alone"
DOES_NOT_SHOW = (
    "A false position or a changed identity does not show who made it, or why: receivers fail, satellites' signals are "
    "disturbed for a whole stretch of sea, small craft share numbers, transponders are delivered with default ones, "
    "tried out ashore and set up anew in port, ships are sold, renamed, towed and docked, and people mistype. By "
    "itself it engages nothing, whoever's ship it is."
)

ALONE = "engages nothing by itself"


def find(world: World) -> Iterator[Occasion | Rejected]:
    """Yield a rejection for each sign of a ship tied to a target State."""
    listed = set(concerned.reporting(world.static_reports, world.fleet.imos()))
    for regime in world.regimes.values():
        tied = sorted(listed | _flagged(world, regime))
        found = manipulations.signs(world, tied) if tied else []
        fleet = Ships(world.static_reports, [sign.event["mmsi"] for sign in found])
        for sign in found:
            name, why = sign.innocent or (ALONE, _why(regime))
            ship = fleet.at(sign.event["mmsi"], sign.event["start_us"])
            start = moments.iso(sign.event["start_us"])
            yield Rejected(NAME, (ship.called(),), start, name, f"{sign.said}; {why}")


def _flagged(world: World, regime: Regime) -> set[int]:
    """Return the numbers under the target's flag of which any sign was seen."""
    found: set[int] = set()
    for kind in (*manipulations.POSITIONS, *manipulations.IDENTITIES):
        table = world.events[kind]
        seen = table.select("mmsi").distinct().to_pyarrow()["mmsi"].to_pylist()
        found |= {mmsi for mmsi in seen if numbers.flag(mmsi) == regime.target}
    return found


def _why(regime: Regime) -> str:
    asked = next((one for one in regime.measures if one.conduct == "ais"), None)
    if asked is None:
        return "no paragraph of the regime is about it"
    return f"resolution {asked.resolution} paragraph {asked.paragraph} {asked.force} for watchfulness only"
