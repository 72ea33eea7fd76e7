"""Whom an engagement addresses, in words."""

from __future__ import annotations

import pytest

from fairlead.register import told


@pytest.mark.parametrize(
    ("name", "words"), [("CN", "China"), ("undetermined", "a State not determined"), ("A FIRM", "A FIRM")]
)
def test_a_state_is_named_and_one_that_is_not_determined_is_said_to_be_so(name: str, words: str) -> None:
    assert told.addressee(name) == words
