"""Times as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairlead.errors import MisuseError
from fairlead.register import times


@pytest.mark.parametrize(
    ("written", "start", "end", "precision"),
    [
        ("2019", "2019-01-01T00:00:00Z", "2019-12-31T23:59:59Z", "year"),
        ("2019-12", "2019-12-01T00:00:00Z", "2019-12-31T23:59:59Z", "month"),
        ("2019-03-05", "2019-03-05T00:00:00Z", "2019-03-05T23:59:59Z", "day"),
        ("2019-03-05T14:30Z", "2019-03-05T14:30:00Z", "2019-03-05T14:30:59Z", "minute"),
        ("2019-03-05T14:30+09:00", "2019-03-05T05:30:00Z", "2019-03-05T05:30:59Z", "minute"),
        ("2019-03-05T14:30:15Z", "2019-03-05T14:30:15Z", "2019-03-05T14:30:15Z", "second"),
    ],
)
def test_a_time_lasts_as_long_as_it_is_precise(written, start, end, precision):
    assert times.span(written, None, None) == (start, end, precision)


def test_an_end_is_included_as_written_and_the_coarser_precision_counts():
    assert times.span("2019-03-05", "2019-03-07", None) == ("2019-03-05T00:00:00Z", "2019-03-07T23:59:59Z", "day")
    assert times.span("2019-03-05", "2019-04", None)[1:] == ("2019-04-30T23:59:59Z", "month")


def test_an_end_before_the_start_is_refused():
    with pytest.raises(MisuseError, match="before the start"):
        times.span("2019-03-05", "2019-03-04", None)


def test_a_precision_finer_than_what_is_written_is_refused():
    with pytest.raises(MisuseError, match="written to the month"):
        times.span("2019-03", None, "day")
    assert times.span("2019-03-05", "2019-03-12", "part_of_month")[2] == "part_of_month"


def test_a_precision_coarser_than_what_is_written_widens_the_range_to_what_is_known():
    month = ("2019-03-01T00:00:00Z", "2019-03-31T23:59:59Z", "month")
    assert times.span("2019-03-05", None, "month") == month
    assert times.span("2019-03-31", None, "month") == month
    assert times.span("2019-12", None, "year") == ("2019-01-01T00:00:00Z", "2019-12-31T23:59:59Z", "year")
    assert times.span("2019-03-05", "2019-05-02", "months")[:2] == ("2019-03-01T00:00:00Z", "2019-05-31T23:59:59Z")


@pytest.mark.parametrize("written", ["05/03/2019", "yesterday", "2019-13", "2019-02-30", "0000", "14:30", ""])
def test_what_is_no_time_is_refused_and_not_guessed(written):
    with pytest.raises(MisuseError, match="not a time"):
        times.span(written, None, None)


@given(st.integers(0, 4_000_000_000))
def test_seconds_survive_being_written_and_read(seconds):
    assert times.microseconds(times.iso(seconds * 1_000_000)) == seconds * 1_000_000


@pytest.mark.parametrize(
    ("start", "precision", "end", "said"),
    [
        ("2019-03-05T00:00:00Z", "day", "2019-03-06T00:00:00Z", "2019-03-05"),
        ("2019-03-05T00:00:00Z", "day", "2019-03-05T23:59:59Z", "2019-03-05"),
        ("2019-03-05T00:00:00Z", "day", "2019-03-05T00:00:00Z", "2019-03-05"),
        ("2019-03-05T00:00:00Z", "day", "2019-03-08T00:00:00Z", "2019-03-05 to 2019-03-07"),
        ("2019-03-01T00:00:00Z", "month", "2019-04-01T00:00:00Z", "2019-03"),
        ("2019-01-01T00:00:00Z", "year", "2020-01-01T00:00:00Z", "2019"),
        ("2019-03-05T14:30:15Z", "second", "2019-03-05T15:00:00Z", "2019-03-05 14:30:15 to 2019-03-05 15:00:00"),
    ],
)
def test_a_range_is_said_no_finer_than_it_is_known(start, precision, end, said):
    assert times.said(start, precision, end, precision) == said
