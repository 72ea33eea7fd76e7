"""IMO numbers: judged, never dropped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairlead.subjects import imo

SIX_DIGITS = st.integers(100_000, 999_999).map(str)


@given(SIX_DIGITS)
def test_exactly_one_seventh_digit_makes_a_ships_number_valid(first_six: str) -> None:
    verdicts = [imo.verdict(f"{first_six}{last}").verdict for last in range(10)]
    assert sorted(verdicts) == ["check digit fails"] * 9 + ["valid"]


@given(SIX_DIGITS, st.integers(0, 5), st.integers(1, 9))
def test_a_number_keeps_its_digits_whatever_the_verdict(first_six: str, place: int, shift: int) -> None:
    digit = str((int(first_six[place]) + shift) % 10)
    typed = first_six[:place] + digit + first_six[place + 1 :] + str(imo.ship_check_digit(first_six))
    judged = imo.verdict(f"IMO {typed}")
    assert judged.printed == f"IMO {typed}"
    assert judged.value in (int(typed), None)
    assert (judged.value is None) == typed.startswith("0")


@given(st.text(max_size=30))
def test_whatever_is_printed_is_kept_as_printed(text: str) -> None:
    judged = imo.verdict(text)
    assert judged.printed == text
    assert (judged.verdict in ("valid", "check digit fails")) == (judged.value is not None)


@pytest.mark.parametrize("printed", ["9074729", 9074729, "IMO 9074729", "IMO: 9074729", "IMO No. 9074729", " 9074729 "])
def test_the_published_example_is_valid_however_it_is_introduced(printed: str | int) -> None:
    # 9074729 is the example by which the scheme is explained in public
    assert imo.verdict(printed).value == 9074729
    assert imo.verdict(printed).verdict == "valid"


@pytest.mark.parametrize("printed", ["Does not exist", "does not exist", "IMO number does not exist"])
def test_a_number_that_does_not_exist_is_said_not_to_exist(printed: str) -> None:
    assert imo.verdict(printed) == imo.ImoNumber(printed, None, "said not to exist")


@pytest.mark.parametrize("printed", ["", "na", "907472", "90747290", "9O74729", "0074729", "９０７４７２９"])
def test_what_is_no_number_of_seven_digits_is_malformed(printed: str) -> None:
    assert imo.verdict(printed) == imo.ImoNumber(printed, None, "malformed")


def test_the_check_digit_finds_no_fraud() -> None:
    """Two publicly known laundered identities pass it; nothing here may say otherwise."""
    assert [imo.verdict(number).verdict for number in (8528864, 8514045)] == ["valid", "valid"]


def test_a_companys_number_has_another_check_than_a_ships() -> None:
    # 1·8 + 2·6 + 3·4 + 4·2 + 5·9 + 6·7 = 127, 127 mod 11 = 6, 11 - 6 = 5; as a ship's: 7+12+15+16+15+12 = 77, so 7
    assert imo.company_verdict("1234565").verdict == "valid"
    assert imo.verdict("1234565").verdict == "check digit fails"
    assert imo.verdict("1234567").verdict == "valid"
