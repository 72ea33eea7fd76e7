"""Ships' names: one name in two spellings is one, two numbers are two ships."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairlead.subjects.names import plain_name, ship_name

WORDS = st.lists(st.text("ABCDEFGHKLMNOPRSTUWY", min_size=2, max_size=8), min_size=1, max_size=3).filter(
    lambda words: not {"EX", "NO", "NR", "NUMBER", "MV", "MT", "FV", "SS", "THE"} & set(words)
)
ROMAN = {1: "I", 2: "II", 3: "III", 4: "IV", 5: "V", 6: "VI", 7: "VII", 8: "VIII", 9: "IX", 10: "X"}


@given(WORDS, st.integers(1, 10))
def test_all_ways_of_writing_a_number_are_one(words: list[str], number: int) -> None:
    name = " ".join(words)
    spellings = {
        f"{name} {number}",
        f"{name}{number}",
        f"{name} NO. {number}",
        f"{name} No.{number}",
        f"{name.lower()} no {number}",
        f"{name} #{number}",
        f"{name} {ROMAN[number]}",
        f"M/V {name} {number}",
        f"MV {name} 0{number}",
    }
    assert {ship_name(spelling) for spelling in spellings} == {ship_name(f"{name} {number}")}


@given(WORDS, st.integers(1, 999), st.integers(1, 999))
def test_two_numbers_are_two_ships(words: list[str], one: int, other: int) -> None:
    name = " ".join(words)
    assert (ship_name(f"{name} {one}") == ship_name(f"{name} {other}")) == (one == other)
    assert ship_name(name) != ship_name(f"{name} {one}")


@given(st.text(max_size=40))
def test_the_normal_form_of_a_normal_form_is_itself(text: str) -> None:
    assert plain_name(plain_name(text)) == plain_name(text)


def test_sam_jong_1_and_sam_jong_2_are_two_ships() -> None:
    assert ship_name("SAM JONG 1") != ship_name("SAM JONG 2")
    assert ship_name("Asia Bridge") != ship_name("Asia Bridge 1")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Song Jin", "Songjin"),
        ("KUMJINGANG3", "Kum Jin Gang 3"),
        ("The M/V NEW REGENT", "New Regent"),
        ("M.V. Petrel 8", "PETREL-8"),
        ("Namp’o", "NAMPO"),
        ("Étoile II", "ETOILE 2"),
        ("Greenlight (ex Blue Nouvelle)", "GREENLIGHT"),
    ],
)
def test_spellings_of_one_name_are_equal(one: str, other: str) -> None:
    assert ship_name(one) == ship_name(other)


@pytest.mark.parametrize(("one", "other"), [("DA XI", "DA 11"), ("EXA 2", "A 2"), ("MVOLA", "OLA"), ("V", "5")])
def test_syllables_are_not_taken_for_numbers_or_prefixes(one: str, other: str) -> None:
    assert ship_name(one) != ship_name(other)


def test_accents_part_no_word_and_two_numbers_stay_two() -> None:
    assert plain_name("Étoile du Nord") == "ETOILE DU NORD"
    assert ship_name("HERON 1 1") != ship_name("HERON 11")


def test_no_name_has_the_empty_normal_form() -> None:
    assert ship_name("  ") == ship_name("M/V") == ""
