"""MMSI: the class of station, and whose digits a number carries."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairlead.subjects import mmsi


@pytest.mark.parametrize(
    ("number", "kind", "flag"),
    [
        (445_114_000, "ship", "KP"),
        (412_000_001, "ship", "CN"),
        (414_000_001, "ship", "CN"),
        (775_123_456, "ship", "VE"),
        (3_669_999, "coast station", "US"),
        (4_450_001, "coast station", "KP"),
        (44_500_001, "group", "KP"),
        (111_445_001, "aircraft", "KP"),
        (970_123_456, "search and rescue transmitter", None),
        (972_123_456, "man overboard device", None),
        (974_123_456, "emergency beacon", None),
        (984_451_234, "craft of a parent ship", "KP"),
        (994_451_234, "aid to navigation", "KP"),
        (844_512_345, "handheld", "KP"),
        (mmsi.OWN + 445_001_001, "publisher's own number", None),
    ],
)
def test_a_number_tells_its_class_and_its_digits(number: int, kind: str, flag: str | None) -> None:
    assert (mmsi.kind(number), mmsi.flag(number)) == (kind, flag)


@pytest.mark.parametrize("number", [0, -1, 4_450_000_001, 200_123_456, 776_123_456, 100_000_001])
def test_a_number_without_assigned_digits_has_no_flag(number: int) -> None:
    assert mmsi.flag(number) is None
    assert mmsi.kind(number) in ("invalid", "reserved")


@given(st.integers(-10, 1_100_000_000))
def test_every_number_has_a_class_and_every_ship_a_flag(number: int) -> None:
    assert (mmsi.kind(number) == "ship") <= (mmsi.flag(number) is not None)
    if mmsi.kind(number) == "ship":
        assert 201 <= number // 1_000_000 <= 775


def test_the_digits_are_the_292_assigned_ones_in_order() -> None:
    assert len(mmsi.FLAGS) == 292
    assert list(mmsi.FLAGS) == sorted(mmsi.FLAGS)
    assert min(mmsi.FLAGS) == 201
    assert max(mmsi.FLAGS) == 775
