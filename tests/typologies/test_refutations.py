"""How the innocent explanation by reception is told."""

from __future__ import annotations

import pytest

from fairlead.shapes import US_PER_HOUR
from fairlead.typologies.grounds import refutations


@pytest.mark.parametrize(
    ("expected", "words"),
    [
        (
            184,
            "in which 184 of its own messages were to be expected by how often it was heard before and after, and none",
        ),
        (
            0,
            "in which none of its own messages was to be expected by how often it was heard before and after; ",
        ),
    ],
)
def test_what_was_to_be_expected_is_said_of_the_ships_own_messages(expected: int, words: str) -> None:
    heard = {"heard_start": 20, "heard_end": 20, "audible_start_h": 12, "audible_end_h": 12}
    watched = {"watched_start_h": 12, "watched_end_h": 12, "likelihood_pm": 990, "expected": expected}
    assert words in refutations.reception([heard | watched], 20 * US_PER_HOUR).why


def test_a_ship_heard_every_few_minutes_is_not_said_to_have_been_silent_for_nothing() -> None:
    said = refutations.reception([], US_PER_HOUR // 30).why
    assert said == "the ship was heard all the way; the longest silence is under 1 h"
    assert refutations.reception([], 2 * US_PER_HOUR).why.endswith("the longest silence is 2.0 h")


def test_too_few_others_are_told_with_how_many_are_needed() -> None:
    gap = {"heard_start": 1, "heard_end": 1}
    said = refutations.reception([gap], 142 * US_PER_HOUR).why
    assert said.endswith("3 other ships at each end are needed to say that the silence was the ship's own")


def test_who_else_was_heard_is_said_of_the_hours_that_were_listened_in() -> None:
    gap = {"heard_start": 0, "heard_end": 4}
    said = refutations.reception([gap], 70 * US_PER_HOUR).why
    assert "other ships heard: 0 where it began, in the 12 h after; 4 where it ended, in the 12 h before" in said
    assert "other ships heard then: 0 where it began, 4 where" in refutations.reception([gap], 9 * US_PER_HOUR).why


def test_of_many_ships_the_first_few_are_named_and_the_others_counted() -> None:
    numbers = [f"MMSI {n}" for n in range(14)]
    assert refutations.several(numbers[:2]) == "MMSI 0, MMSI 1"
    assert refutations.several(numbers).endswith("MMSI 10, MMSI 11 and 2 more")
