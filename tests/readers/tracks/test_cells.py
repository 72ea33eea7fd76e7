"""Cells become the integers that decimal arithmetic gives, however many digits are written."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fairlead.readers.tracks.cells import identifiers, names, scaled, words
from fairlead.readers.tracks.times import Times, times

DEGREES = Fraction(10**7)
decimals = st.decimals(min_value=-200, max_value=200, allow_nan=False, allow_infinity=False, places=None)
written = st.one_of(
    decimals.map(str),
    st.decimals(min_value=-180, max_value=180, places=5).map(str),
    st.decimals(min_value=-180, max_value=180, places=8).map(str),
    st.integers(-(10**11), 10**11).map(lambda number: f"{Decimal(number) / 10**8 + Decimal('0.000000005'):f}"),
)


@given(st.lists(written, min_size=1, max_size=50))
@example(["0.00000005", "0.00000015", "-0.00000005", "179.99999995", "36.12345675"])
@example(["1.00000005000000001", "179.00000004999999999999", "-1.00000005000000001"])  # doubles see halves here
def test_degrees_are_what_decimal_arithmetic_gives(cells: list[str]) -> None:
    expected = [int((Decimal(cell) * 10**7).to_integral_value(ROUND_HALF_EVEN)) for cell in cells]
    result = scaled(pa.array(cells), DEGREES)
    assert result.bad == {}
    assert result.array().to_pylist() == expected


@given(st.lists(st.floats(-200, 200, allow_nan=False), min_size=1, max_size=50))
def test_a_double_means_the_shortest_decimal_that_prints_it(numbers: list[float]) -> None:
    expected = [round(Fraction(repr(number)) * DEGREES) for number in numbers]
    assert scaled(pa.array(numbers, pa.float64()), DEGREES).array().to_pylist() == expected


def test_a_single_precision_number_means_the_shortest_decimal_that_prints_it() -> None:
    assert scaled(pa.array([54.5365, 10.3131], pa.float32()), DEGREES).array().to_pylist() == [545365000, 103131000]


@pytest.mark.parametrize("cell", ["abc", "1,5", "12°", "--1", "1_0", "inf", "1e99", "0x10", "1.2.3", "9e18"])
def test_what_is_no_number_is_bad_and_its_neighbours_are_not(cell: str) -> None:
    result = scaled(pa.array(["1.5", cell, "2.5"]), DEGREES)
    assert list(result.bad) == [1]
    assert result.array().to_pylist() == [15_000_000, None, 25_000_000]


@pytest.mark.parametrize("cell", ["", " ", "NA", "nan", "NaN", "null", "None", "\\N", "Unknown"])
def test_words_for_nothing_are_not_given(cell: str) -> None:
    result = scaled(pa.array([cell, "1"]), Fraction(1))
    assert result.bad == {}
    assert result.array().to_pylist() == [None, 1]


def test_blanks_signs_and_exponents_are_read() -> None:
    assert scaled(pa.array([" 1.5 ", "+2", "1e1", "1e-7"]), DEGREES).array().to_pylist() == [
        15_000_000,
        20_000_000,
        100_000_000,
        1,
    ]


def test_a_decimal_comma_is_read_where_it_is_said() -> None:
    assert scaled(pa.array(["36,12345", "1"]), DEGREES, decimal=",").array().to_pylist() == [361_234_500, 10_000_000]


def test_metres_per_second_are_knots_by_the_nautical_mile() -> None:
    assert scaled(pa.array(["5.144444444", "10"]), Fraction(36_000, 1_852)).array().to_pylist() == [100, 194]


@pytest.mark.parametrize("cell", ["2.1e8", "210.5", "MMSI1", "-1", "0x1F", "1234567890123456789012"])
def test_an_identifier_that_is_rounded_or_no_number_is_bad(cell: str) -> None:
    result = identifiers(pa.array(["123456789", cell]))
    assert list(result.bad) == [1]


def test_an_imo_number_is_read_with_its_letters() -> None:
    result = identifiers(pa.array(["IMO9307839", "imo 9307839", "9307839", "9307839.0", None]), "IMO")
    assert result.array().to_pylist() == [9307839, 9307839, 9307839, 9307839, None]


def test_words_and_numbers_of_a_status_are_read_and_strangers_counted() -> None:
    column, unknown = words(
        pa.array(["Moored", "5.0", "at  anchor", "gone fishing", None]), {"moored": 5, "at anchor": 1}
    )
    assert column.array().to_pylist() == [5, 5, 1, None, None]
    assert unknown == 1


def test_names_lose_the_padding_and_nothing_else() -> None:
    assert names(pa.array(["SEA  STAR@@@", "  ", "@@", " A@B ", None])).to_pylist() == [
        "SEA  STAR",
        None,
        None,
        "A@B",
        None,
    ]


SECOND = 1_000_000
NOON = 1_704_110_400 * SECOND  # 2024-01-01T12:00:00Z


@pytest.mark.parametrize(
    ("cell", "how", "t_us"),
    [
        ("2024-01-01T12:00:00", Times(), NOON),
        ("2024-01-01 12:00", Times(), NOON),
        ("2024-01-01T12:00:00Z", Times(), NOON),
        ("2024-01-01 21:00:00+09:00", Times(), NOON),
        ("2024-01-01T12:00:00.123456789", Times(), NOON + 123_456),
        ("2024-01-01 12:00:00 UTC", Times(), NOON),
        ("2024-01-01T21:00:00", Times(zone="+09:00"), NOON),
        ("2024-01-01T21:00:00", Times(zone="Asia/Seoul"), NOON),
        ("2024-01-01T12:00:00Z", Times(zone="Asia/Seoul"), NOON),
        ("01/01/2024 12:00:00", Times(format="%d/%m/%Y %H:%M:%S"), NOON),
        ("1/1/2024 12:00:00", Times(format="%d/%m/%Y %H:%M:%S"), NOON),
        ("1 Jan 2024 12:00", Times(format="%d %b %Y %H:%M"), NOON),
        ("1704110400", Times(epoch="s"), NOON),
        ("1704110400000", Times(epoch="ms"), NOON),
        ("1704110400.5", Times(epoch="s"), NOON + 500_000),
        ("NA", Times(), None),
    ],
)
def test_times_are_microseconds_utc(cell: str, how: Times, t_us: int | None) -> None:
    for cells in ([cell], [cell, None, "rubbish"]):
        result = times(pa.array(cells), how)
        assert result.array()[0].as_py() == t_us
        assert 0 not in result.bad


@pytest.mark.parametrize(
    ("cell", "how"),
    [
        ("2024-01-01", Times()),
        ("2024-01-01T12", Times()),
        ("2024-02-30T12:00:00", Times()),
        ("2024-01-01T24:00:01", Times()),
        ("31/12/2023 12:00:00", Times()),
        ("31/02/2023 12:00:00", Times(format="%d/%m/%Y %H:%M:%S")),
        ("12/31/2023 12:00:00", Times(format="%d/%m/%Y %H:%M:%S")),
        ("31/12/2023", Times(format="%d/%m/%Y %H:%M:%S")),
        ("2023-10-29 02:30:00", Times(zone="Europe/Copenhagen")),  # twice
        ("2023-03-26 02:30:00", Times(zone="Europe/Copenhagen")),  # never
    ],
)
def test_a_time_that_is_none_or_two_is_bad(cell: str, how: Times) -> None:
    for cells in ([cell], [cell, None, "rubbish"]):
        result = times(pa.array(cells), how)
        assert 0 in result.bad
        assert result.array()[0].as_py() is None


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
@pytest.mark.parametrize("zone", [None, "Asia/Seoul"])
def test_a_typed_time_that_no_calendar_holds_is_bad(unit: str, zone: str | None) -> None:
    per_second = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}[unit]
    ticks = pa.array([1_704_110_400 * per_second, 2**62, -(2**62)]).cast(pa.timestamp(unit))
    result = times(ticks, Times(zone=zone))
    assert result.array()[0].as_py() == NOON - (9 * 3600 * SECOND if zone else 0)
    assert set(result.bad) == ({1, 2} if unit != "ns" else set())  # 2**62 ns is in the year 2116


@given(
    st.datetimes(datetime(1500, 1, 1), datetime(3000, 1, 1)),  # noqa: DTZ001 (a clock face, no moment)
    st.sampled_from(["%d/%m/%Y %H:%M:%S", "%Y%m%d%H%M%S", "%m-%d-%Y %H.%M"]),
)
def test_a_fixed_format_gives_what_strptime_gives(moment, form: str) -> None:

    text = moment.strftime(form)
    expected = datetime.strptime(text, form).replace(tzinfo=UTC)
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    found = times(pa.array([text]), Times(format=form)).array()[0].as_py()
    assert found == int((expected - epoch).total_seconds()) * SECOND
