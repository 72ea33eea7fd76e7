"""What an occasion's ships sent that was out of the ordinary, told beside it as explanations tested; never alone.

False positions, and a number that another hull uses, speak against whatever rests on the track. An identity out of the
ordinary speaks for nothing by itself; it is told so that a reader knows of it, with what else would explain it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from fairlead.shapes import US_PER_HOUR
from fairlead.typologies import moments
from fairlead.typologies.grounds import manipulations
from fairlead.typologies.grounds.linked import event_ref
from fairlead.typologies.grounds.manipulations import Sign
from fairlead.typologies.grounds.refutations import against, passed
from fairlead.typologies.grounds.ships import Ships
from fairlead.typologies.occasion import Occasion, Refutation

if TYPE_CHECKING:
    from fairlead.typologies.world import World

VERSION = 1
AROUND_US = 3 * 24 * US_PER_HOUR  # ours: as asked.AROUND_US
IDENTITY, POSITIONS = "ordinary identity", "true positions of its own"
_OTHERWISE = "slips of the pen, sales, repairs and late entries explain as much"


def added(world: World, occasions: Sequence[Occasion]) -> list[Occasion]:
    """Return occasions with what was out of the ordinary in them, sealed anew; those without any as they are."""
    concerned = {one.id: _numbers(one) for one in occasions if one.basis == "observed"}
    every = sorted({mmsi for mmsis in concerned.values() for mmsi in mmsis})
    found = manipulations.signs(world, every) if every else []
    fleet = Ships(world.static_reports, every)
    return [_with(one, concerned.get(one.id, frozenset()), found, fleet) for one in occasions]


def _numbers(occasion: Occasion) -> frozenset[int]:
    return frozenset({one.mmsi for one in occasion.events} | {one.mmsi for one in occasion.subjects if one.mmsi})


def _with(occasion: Occasion, mmsis: frozenset[int], found: Sequence[Sign], fleet: Ships) -> Occasion:
    if not mmsis:
        return occasion
    start, end = moments.microseconds(occasion.start), moments.microseconds(occasion.end)
    near = [
        sign
        for sign in found
        if sign.mmsis & mmsis
        and sign.event["start_us"] <= end + AROUND_US
        and (sign.event["end_us"] or sign.event["start_us"]) >= start - AROUND_US
    ]
    ships = [fleet.at(mmsi, start) for mmsi in sorted(mmsis)]
    whose = [f"{ship.called()}: " if len(ships) > 1 else "" for ship in ships]
    words = [f"{who}{text}" for who, ship in zip(whose, ships, strict=True) for text in manipulations.of_number(ship)]
    tests = _tests(near, words)
    if not tests:
        return occasion
    have = {event.id for event in occasion.events}
    events = (*occasion.events, *(event_ref(sign.event) for sign in near if sign.event["id"] not in have))
    return replace(occasion, events=events, refutations=(*occasion.refutations, *tests)).sealed()


def _tests(near: Sequence[Sign], words: Sequence[str]) -> list[Refutation]:
    tests = []
    placed = [_said(sign) for sign in near if sign.of_positions]
    if placed:
        tests.append(against(POSITIONS, "; ".join(placed)))
    named = [*words, *(_said(sign) for sign in near if not sign.of_positions)]
    if named:
        tests.append(passed(IDENTITY, f"{'; '.join(named)}. {_OTHERWISE[0].upper()}{_OTHERWISE[1:]}"))
    return tests


def _said(sign: Sign) -> str:
    return f"{sign.said} ({sign.innocent[0]}: {sign.innocent[1]})" if sign.innocent else sign.said
