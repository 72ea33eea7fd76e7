"""Codes of one edition in another; the codes are real in form only."""

from __future__ import annotations

import pytest

from fairlead.law import editions
from fairlead.law.editions import Editions

KNOWN = Editions.of(
    [("H6", "030900", "H5", "030510"), ("H6", "030510", "H5", "030510"), ("H6", "854910", "H5", "854810")]
)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("H5", "H5"),
        ("HS 2017", "H5"),
        ("HS22", "H6"),
        ("HS2012, national 8 digits", "H4"),
        ("HS", None),
        ("H9", None),
        ("SITC Rev. 4", None),
        ("HS 2013", None),
        (None, None),
    ],
)
def test_an_edition_is_known_by_year_or_short_name(words: str | None, found: str | None) -> None:
    assert editions.edition(words) == found


@pytest.mark.parametrize(("year", "found"), [(2016, "H4"), (2017, "H5"), (2021, "H5"), (2022, "H6"), (2006, "H2")])
def test_an_edition_stands_from_its_year_until_the_next(year: int, found: str) -> None:
    assert editions.in_force(year) == found


def test_counterparts_are_read_in_both_directions() -> None:
    assert KNOWN.counterparts("030510", "H5", "H6") == {"030900", "030510"}
    assert KNOWN.counterparts("0305", "H5", "H6") == {"030900", "030510"}
    assert KNOWN.counterparts("03090012", "H6", "H5") == {"030510"}


def test_a_code_lies_wholly_in_part_or_not_inside_and_may_be_unknown() -> None:
    assert KNOWN.inside("030510", "H5", "0309", "H6") == "in part"
    assert KNOWN.inside("030900", "H6", "0305", "H5") == "wholly"
    assert KNOWN.inside("854910", "H6", "0305", "H5") == "no"
    assert KNOWN.inside("999999", "H6", "0305", "H5") == "unknown"
