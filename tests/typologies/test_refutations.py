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
