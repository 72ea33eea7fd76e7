"""States as texts name them."""

import pycountry
import pytest

from fairlead.subjects import states


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("DPRK", "KP"),
        ("Chına", "CN"),
        ("CHİNA", "CN"),
        ("North Korea", "KP"),
        ("Democratic People’s Republic of Korea", "KP"),
        ("Democratic People's Republic\nof Korea", "KP"),
        ("Pyongyang", "KP"),
        ("North Korean", "KP"),
        ("South Korea", "KR"),
        ("Seoul", "KR"),
        ("Beijing", "CN"),
        ("Chinese", "CN"),
        ("Moscow", "RU"),
        ("Russian Federation", "RU"),
        ("Washington, D.C.", "US"),
        ("U.S.", "US"),
        ("Tokyo", "JP"),
        ("Vietnam", "VN"),
        ("Viet Nam", "VN"),
        ("the Netherlands", "NL"),
        ("Iran (Islamic Republic of)", "IR"),
        ("State of Palestine", "PS"),
        ("Sierra Leone", "SL"),
    ],
)
def test_a_state_is_known_by_its_names_its_people_and_its_seat(words: str, code: str) -> None:
    assert states.alpha2(words) == code


@pytest.mark.parametrize("words", [None, "", "na", "Korea Strait", "the State", "Ruritania"])
def test_words_that_name_no_state_give_none(words: str | None) -> None:
    assert states.alpha2(words) is None


def test_every_state_of_iso_is_known_by_the_name_it_is_printed_with() -> None:
    for country in pycountry.countries:
        assert states.alpha2(states.english_name(country.alpha_2)) == country.alpha_2


def test_a_running_text_yields_its_states_in_order_with_offsets_and_form() -> None:
    text = "Washington said that a DPRK-flagged ship left for China; Beijing and South Korean officials told us."
    found = list(states.mentions(text))
    assert [(each.words, each.state, each.form) for each in found] == [
        ("Washington", "US", "metonym"),
        ("DPRK", "KP", "name"),
        ("China", "CN", "name"),
        ("Beijing", "CN", "metonym"),
        ("South Korean", "KR", "demonym"),
    ]
    assert all(text[each.start : each.end] == each.words for each in found)


@pytest.mark.parametrize(
    "text",
    [
        "in the East China Sea and the South China Sea",
        "the Washington Post",
        "off the Panama Canal",
        "Latin American waters",
        "let us go. Us?",
        "the Indian Ocean",
    ],
)
def test_words_that_only_contain_a_states_name_are_no_mention(text: str) -> None:
    assert list(states.mentions(text)) == []


def test_the_longest_name_wins() -> None:
    assert [each.state for each in states.mentions("Guinea-Bissau, Equatorial Guinea, Papua New Guinea")] == [
        "GW",
        "GQ",
        "PG",
    ]


@pytest.mark.parametrize("text", ["CHİNA said so.", "It was Chına that said so.", "\u212aorea, North, said so."])
def test_letters_that_are_the_same_but_for_their_dot_or_sign_break_nothing(text: str) -> None:
    assert len(list(states.mentions(text))) <= 1


def test_a_state_with_an_undotted_i_is_that_state() -> None:
    assert [each.state for each in states.mentions("It was Chına that said so.")] == ["CN"]
