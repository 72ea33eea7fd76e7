"""Dates in running text, never more exact than written."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairlead.readers import dates

DAYS = st.dates(date(1990, 1, 1), date(2049, 12, 31))


@pytest.mark.parametrize(
    ("words", "start", "end", "precision"),
    [
        ("22 October 2017", "2017-10-22", "2017-10-23", "day"),
        ("June 7, 2018", "2018-06-07", "2018-06-08", "day"),
        ("30-Mar-18", "2018-03-30", "2018-03-31", "day"),
        ("2018-03-30", "2018-03-30", "2018-03-31", "day"),
        ("17/01/2016", "2016-01-17", "2016-01-18", "day"),
        ("1st of March 2018", "2018-03-01", "2018-03-02", "day"),
        ("late December 2017", "2017-12-21", "2018-01-01", "part_of_month"),
        ("mid-November 2017", "2017-11-11", "2017-11-21", "part_of_month"),
        ("early November 2017", "2017-11-01", "2017-11-11", "part_of_month"),
        ("late February 2020", "2020-02-21", "2020-03-01", "part_of_month"),
        ("7-9 June 2018", "2018-06-07", "2018-06-10", "part_of_month"),
        ("January 2018", "2018-01-01", "2018-02-01", "month"),
        ("03/2016", "2016-03-01", "2016-04-01", "month"),
        ("September/October 2017", "2017-09-01", "2017-11-01", "months"),
        ("December/January 2018", "2017-12-01", "2018-02-01", "months"),
        ("first half of 2018", "2018-01-01", "2018-07-01", "months"),
        ("third quarter of 2020", "2020-07-01", "2020-10-01", "months"),
    ],
)
def test_a_date_means_the_days_that_its_words_allow(words: str, start: str, end: str, precision: str) -> None:
    found = dates.parse(words)
    assert found is not None
    assert (found.start.isoformat(), found.end.isoformat(), found.precision) == (start, end, precision)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("between 7 and 9 June 2018", "2018-06-07", "2018-06-10"),
        ("from 28 May to 2 June 2018", "2018-05-28", "2018-06-03"),
        ("from January to August 2019", "2019-01-01", "2019-09-01"),
        ("between 30 December 2017 and 2 January 2018", "2017-12-30", "2018-01-03"),
        ("from 2017 to 2019", "2017-01-01", "2020-01-01"),
    ],
)
def test_two_dates_that_bound_a_period_are_one(text: str, start: str, end: str) -> None:
    (found,) = dates.find(text)
    assert (found.start.isoformat(), found.end.isoformat()) == (start, end)


def test_two_days_without_between_are_two_days() -> None:
    assert [found.start.day for found in dates.find("on 7 and 9 June 2018")] == [7, 9]


def test_a_year_written_once_holds_for_all_dates_joined_to_it() -> None:
    found = dates.find("in October, early November and mid-November 2017 through several transfers")
    assert [each.start.isoformat() for each in found] == ["2017-10-01", "2017-11-01", "2017-11-11"]
    assert all(each.year_given for each in found)


def test_a_year_that_is_not_written_is_never_guessed_without_a_reference() -> None:
    assert dates.find("on 24 February and since May") == []


def test_a_year_that_is_not_written_is_the_latest_before_the_reference_and_says_so() -> None:
    (february, may) = dates.find("on 24 February, since May", date(2020, 4, 1))
    assert (february.start, february.year_given) == (date(2020, 2, 24), False)
    assert (may.start, may.relation, may.year_given) == (date(2019, 5, 1), "since", False)


@pytest.mark.parametrize(
    "text",
    [
        "31 June 2018",
        "30 February 2020",
        "04/05/2018",
        "it may be that they march",
        "resolution 2371 (2017)",
        "IMO 2017",
        "9 to 7 June 2018",
        "99/2018",
        "31/31/2018",
    ],
)
def test_what_is_no_date_or_could_be_two_is_passed_over(text: str) -> None:
    assert dates.find(text) == []


def test_years_in_a_list_are_years() -> None:
    assert [each.start.year for each in dates.find("the resolutions of 2006, 2009, 2013, 2016 and 2017")] == [
        2006,
        2009,
        2013,
        2016,
        2017,
    ]


@given(DAYS, st.sampled_from(["%d %B %Y", "%B %d, %Y", "%d %b %Y", "%Y-%m-%d", "%d-%b-%Y"]))
def test_a_day_written_in_any_usual_way_is_that_day(day: date, form: str) -> None:
    words = day.strftime(form)
    (found,) = dates.find(f"loaded on {words}, it is said")
    assert (found.words, found.start, found.end) == (words, day, day + timedelta(days=1))


@given(DAYS, DAYS)
def test_a_period_begins_with_its_first_and_ends_after_its_last_day(one: date, other: date) -> None:
    first, last = sorted((one, other))
    found = dates.find(f"between {first:%d %B %Y} and {last:%d %B %Y}")
    if first == last:
        assert found[0].start == first
    else:
        assert [(each.start, each.end) for each in found] == [(first, last + timedelta(days=1))]


DAY_PIECES = [
    "7",
    "31",
    "00",
    "1/",
    "99",
    "20",
    "2018",
    "May",
    "June/July",
    "Feb.",
    "late",
    "mid-",
    "early",
    "first half",
]
JOINING_PIECES = ["of", "to", "and", "or", ",", "-", "/", "between", "from", "in", "since", "the"]
PIECES = st.sampled_from(DAY_PIECES + JOINING_PIECES)


@given(st.lists(PIECES, max_size=12).map(" ".join) | st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=80))
def test_any_text_is_read_and_offsets_are_those_of_the_words(text: str) -> None:
    for found in dates.find(text, date(2020, 12, 1)):
        assert text[found.char_start : found.char_end] == found.words
        assert found.start < found.end
