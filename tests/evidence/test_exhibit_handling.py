"""Handling: the strictest wins, and nothing goes further than its marking."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairlead.errors import MisuseError
from fairlead.evidence import handling
from fairlead.evidence.handling import MARKINGS, Handling, strictest

DAY = date(2020, 12, 1)
handlings = st.builds(
    Handling,
    originator=st.none() | st.sampled_from(["agency", "newspaper"]),
    marking=st.sampled_from(MARKINGS),
    may_cite=st.booleans(),
    may_attribute=st.booleans(),
    may_show=st.booleans(),
    may_redistribute=st.booleans(),
    not_before=st.none() | st.dates(date(2020, 1, 1), date(2021, 1, 1)).map(date.isoformat),
)


@given(
    st.lists(handlings, min_size=1, max_size=4), st.sampled_from(MARKINGS), st.dates(date(2020, 1, 1), date(2021, 1, 1))
)
def test_together_they_allow_exactly_what_each_allows(every: list[Handling], audience: str, on: date) -> None:
    together = strictest(every)
    assert together.allows(audience, on) == all(one.allows(audience, on) for one in every)  # type: ignore[arg-type]
    for flag in ("may_cite", "may_attribute", "may_show", "may_redistribute"):
        assert getattr(together, flag) == all(getattr(one, flag) for one in every)


@given(handlings)
def test_what_the_log_says_is_read_back(one: Handling) -> None:
    assert "originator" not in one.to_body()
    assert handling.from_body(one.to_body(), one.originator) == one


def test_a_marking_reaches_its_own_circle_and_narrower_ones() -> None:
    amber = Handling(marking="amber")
    assert [marking for marking in MARKINGS if amber.allows(marking, DAY)] == ["amber", "amber+strict", "red"]  # type: ignore[arg-type]


def test_nothing_leaves_before_its_day() -> None:
    embargoed = Handling(marking="clear", not_before=DAY.isoformat())
    assert not embargoed.allows("red", DAY - timedelta(days=1))
    assert embargoed.allows("red", DAY)


def test_nothing_known_is_handled_most_strictly() -> None:
    assert strictest([]) == Handling(None, "red", False, False, False, False, None)


def test_originators_are_all_named() -> None:
    assert strictest([Handling("b"), Handling(None), Handling("a"), Handling("b")]).originator == "a; b"


@pytest.mark.parametrize("wrong", [{"marking": "white"}, {"not_before": "1 Dec 2020"}, {"not_before": "20201201"}])
def test_an_unknown_marking_or_date_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(MisuseError):
        Handling(**wrong)  # type: ignore[arg-type]
