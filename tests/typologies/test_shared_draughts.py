"""Draughts under a number that two hulls send at once are nobody's: no typology may use them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from fairlead.typologies import Occasion, delivery
from fairlead.typologies.grounds.ships import shared_at_once, without_draughts

COASTER = 445000001


@pytest.mark.parametrize(
    ("pattern", "positions", "found"), [("two at once", 20, 0), ("two at once", 5, 1), ("stray", 3, 1)]
)
def test_a_deeper_draught_tells_nothing_where_two_hulls_send_the_number(
    sea: Any, pattern: str, positions: int, found: int
) -> None:
    """A handful of positions over days are damaged messages that fell together, and no second hull."""
    for at, draught in (("2019-10-01T00:00", 32), ("2019-10-03T05:00", 62)):
        sea.reports(COASTER, at, name="MADE UP 1", ship_type=70, draught_dm=draught)
    sea.voyage(COASTER, "2019-10-03T04:00", "2019-10-05T02:00")
    sea.event(
        "impossible_movement",
        COASTER,
        "2019-10-01T00:00",
        "2019-10-09T00:00",
        (36.0, 123.0),
        pattern=pattern,
        positions=positions,
        other_positions=900,
    )
    world = sea.world()
    shared = shared_at_once(world.events["impossible_movement"])
    events = {**world.events, "voyage": without_draughts(world.events["voyage"], shared)}
    told = replace(world, events=events, static_reports=without_draughts(world.static_reports, shared))
    assert sum(isinstance(one, Occasion) for one in delivery.find(told)) == found
