"""Whom an engagement addresses, in words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fairlead.register import told
from fairlead.typologies.occasion import Occasion


@pytest.mark.parametrize(
    ("name", "words"), [("CN", "China"), ("undetermined", "a State not determined"), ("A FIRM", "A FIRM")]
)
def test_a_state_is_named_and_one_that_is_not_determined_is_said_to_be_so(name: str, words: str) -> None:
    assert told.addressee(name) == words


@pytest.mark.parametrize(
    ("title", "begins"),
    [
        (
            "Ship A was silent; would engage X paragraph 8 and 1 other paragraph if it loaded there",
            "If it loaded there, ",
        ),
        (
            "Ship A lay; would engage X paragraph 11 if it met a ship of another flag",
            "If it met a ship of another flag, ",
        ),
        ("Ship A went from B to C; engages X paragraph 8 on this evidence", "It engages resolution 2371 paragraph 8"),
    ],
)
def test_what_hangs_on_a_condition_is_not_said_to_be_engaged(
    make: Callable[..., Occasion], title: str, begins: str
) -> None:
    said = told.engages(make(title=title))
    assert said.startswith(begins)
    assert ("would engage" in said) is ("would engage" in title)
