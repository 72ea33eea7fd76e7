"""Likeness of names: what counts nothing, what counts once, and what is found again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairlead.subjects.likeness import MAX_LETTERS, Index, form, score

NAMES = st.text(alphabet="ABCDEFGHIKLMNOPRSTUVXYZ ", min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("MOHAMMED ALI", "Mohamed Ali"),
        ("Hassan Dahir", "DAHIR, Hassan"),
        ("Séan O'Neill", "SEAN ONEIL"),
        ("Heron Shipping Co., Ltd", "HERON SHIPPING COMPANY LIMITED"),
        ("Иван", "IVAN"),
    ],
)
def test_doubled_letters_order_accents_and_kinds_of_firm_count_nothing(one: str, other: str) -> None:
    assert score(form(one, "entity"), form(other, "entity")) == 100


def test_a_swap_of_neighbours_counts_once_even_over_a_blank() -> None:
    assert score(form("GRAYHERON"), form("GARYHERON")) == pytest.approx(100 * 8 / 9)
    assert score(form("RAZUKI ABD"), form("RAZUK IABD")) == 100


def test_a_firm_named_only_by_its_kind_keeps_its_name() -> None:
    assert form("Company Ltd", "entity").glued == "COMPANYLTD"


@given(NAMES, NAMES)
def test_likeness_is_the_same_both_ways_for_the_views_of_whole_names(one: str, other: str) -> None:
    first, second = form(one), form(other)
    if len(first.words) < 2:
        assert score(first, second) == score(second, first)
    assert 0 <= score(first, second) <= 100


@given(NAMES)
def test_every_name_is_like_itself_and_is_found_by_itself(name: str) -> None:
    made = form(name)
    found = Index([form("SOMEBODY ELSE"), made]).like(made, 100)
    assert [number for _, number in found] == ([1] if made.glued else [])


def test_names_without_end_are_compared_in_part() -> None:
    assert score(form("A B " * 100_000), form("A B " * (MAX_LETTERS // 4))) == 100


def test_nothing_is_like_nothing() -> None:
    assert Index([form("...")]).like(form("..."), 0) == []
    assert Index([]).like(form("ANA"), 0) == []
