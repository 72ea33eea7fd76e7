"""A silence that began or ended where hearing ends, off the target's coast, may be the ship's own at its other end."""

from __future__ import annotations

from typing import Any

import pytest

from fairlead.places import Port
from fairlead.typologies import placing
from fairlead.typologies.grounds import one_end
from fairlead.typologies.grounds.doors import Doors, Heard

OFF_NAMPO, OFF_SHANGHAI, OFF_JEJU = (38.4, 123.9), (31.5, 123.0), (33.2, 126.0)


def ports() -> list[Port]:
    return [port for port in placing.gazetteer().ports() if port.country == "KP"]


class Told(Doors):
    """Doors that were counted by hand."""

    def __init__(self, there: Heard) -> None:
        self._there = there

    def others(self, gap: Any, edge: str) -> Heard:
        return self._there


def silence(start: tuple[float, float], end: tuple[float, float], **further: Any) -> dict[str, Any]:
    told: dict[str, Any] = {"heard_start": 20, "heard_end": 20, "audible_ahead_h": 12, "audible_astern_h": 12}
    for edge, at in (("start", start), ("end", end)):
        told |= {f"{edge}_lat_e7": round(at[0] * 1e7), f"{edge}_lon_e7": round(at[1] * 1e7)}
        told |= {f"watched_{edge}_h": 12, f"audible_{edge}_h": 12}
    return told | further


SELDOM, OFTEN, FEW = Heard(50, 1_000, 20), Heard(50, 1_000, 300), Heard(4, 100, 0)


def test_it_came_back_through_waters_in_which_it_would_have_been_heard() -> None:
    said = one_end.own(silence(OFF_NAMPO, OFF_SHANGHAI), ports(), Told(SELDOM))
    assert said is not None
    assert said.startswith("lost 135 km off Nampo, it was heard again 772 km from there, where others are seldom lost")
    assert "heard in 12 of the 12 hours looked at, astern of it too" in said


def test_it_fell_silent_in_such_waters_and_came_back_off_the_target() -> None:
    said = one_end.own(silence(OFF_SHANGHAI, OFF_NAMPO), ports(), Told(SELDOM))
    assert said is not None
    assert said.startswith("heard again 135 km off Nampo, it was lost 772 km from there")
    assert "ahead of it too" in said


@pytest.mark.parametrize(
    ("gap", "there"),
    [
        (silence((36.8, 124.2), OFF_JEJU), OFTEN),  # out by a gate to the wide world
        (silence(OFF_JEJU, OFF_SHANGHAI), SELDOM),  # and hearing ends far from the target
        (silence(OFF_NAMPO, (38.6, 122.9)), SELDOM),  # back where it was lost
        (silence(OFF_NAMPO, OFF_SHANGHAI), OFTEN),
        (silence(OFF_NAMPO, OFF_SHANGHAI), FEW),
        (silence(OFF_NAMPO, OFF_SHANGHAI, audible_end_h=8), SELDOM),
        (silence(OFF_NAMPO, OFF_SHANGHAI, audible_astern_h=8), SELDOM),
        (silence(OFF_NAMPO, OFF_SHANGHAI, audible_astern_h=None), SELDOM),  # its course is not known
        (silence(OFF_NAMPO, OFF_SHANGHAI, heard_end=4), SELDOM),
        (silence(OFF_NAMPO, OFF_SHANGHAI, watched_end_h=0, audible_end_h=0, audible_astern_h=0), SELDOM),
    ],
)
def test_else_nothing_says_that_it_was_the_ships_own(gap: dict[str, Any], there: Heard) -> None:
    assert one_end.own(gap, ports(), Told(there)) is None


def test_far_from_the_target_a_smaller_share_of_days_makes_an_edge() -> None:
    assert one_end.shares(silence(OFF_NAMPO, OFF_JEJU), ports()) == (0.5, 0.25)
    assert one_end.shares(silence((36.4, 124.8), OFF_NAMPO), ports()) == (0.5, 0.5)
