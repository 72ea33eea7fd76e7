"""What an addressee's silence or answer amounts to on a given day."""

from __future__ import annotations

from datetime import date

import pytest

from fairlead.errors import MisuseError
from fairlead.register import correspondence
from fairlead.register.correspondence import Answered, Letter, Question
from fairlead.register.known import known
from fairlead.typologies.occasion import Reply

LETTER = Letter("CN", "2020-01-10", "2020-02-10")


def state(letters=(), replies=(), on=date(2020, 3, 1), addressee="CN"):
    return correspondence.state(addressee, letters, replies, on)


def said(what, on, text="words", position=0, who="CN"):
    return Answered(who, what, text, on, position)


def test_nobody_is_silent_who_was_not_asked():
    assert state() == Reply("not asked by us")


def test_silence_past_the_deadline_is_asked_no_answer_by_that_date():
    assert state([LETTER]) == Reply("asked, no answer", None, "2020-02-10")


def test_on_the_day_of_the_deadline_the_time_still_runs_and_that_is_neither_silence_nor_not_asked():
    reply = state([LETTER], on=date(2020, 2, 10))
    assert reply.state == "not stated"
    assert "runs until 2020-02-10" in reply.text


def test_a_letter_to_one_state_says_nothing_of_another():
    assert state([LETTER], addressee="KP") == Reply("not asked by us")


def test_an_answer_on_the_day_of_the_letter_answers_it():
    assert state([LETTER], [said("general position", "2020-01-10")]).state == "general position"


def test_a_general_position_from_before_the_letter_does_not_answer_it_but_is_told():
    reply = state([LETTER], [said("general position", "2020-01-09")])
    assert reply.state == "asked, no answer"
    assert "general position" in reply.text


def test_a_general_position_after_the_letter_is_shown_as_such():
    assert state([LETTER], [said("general position", "2020-02-01")]).state == "general position"


def test_a_specific_denial_is_never_hidden_by_a_later_general_position_or_unanswered_letter():
    replies = [said("specific denial", "2020-01-05"), said("general position", "2020-02-20")]
    assert state([LETTER], replies).state == "specific denial"


def test_of_two_specific_answers_of_one_day_the_later_entry_counts():
    replies = [said("explanation", "2020-02-01", position=9), said("specific denial", "2020-02-01", position=4)]
    assert state([LETTER], replies).state == "explanation"


def test_an_addressee_is_found_whatever_the_case_it_is_written_in(make):
    assert correspondence.addressee_of(known(make()), " cn ") == "CN"


def test_somebody_the_occasion_does_not_address_is_refused_with_those_it_does(make):
    with pytest.raises(MisuseError, match="'RU' is not an addressee") as refused:
        correspondence.addressee_of(known(make()), "RU")
    assert refused.value.hint == "its addressees are: CN, KP"


def test_a_request_without_a_question_or_about_no_element_is_refused(make):
    with pytest.raises(MisuseError, match="at least one question"):
        correspondence.questions_of(make(), "CN", [])
    with pytest.raises(MisuseError, match="element 'weather'") as refused:
        correspondence.questions_of(make(), "CN", [Question("weather", "How was it?")])
    assert refused.value.hint == "its elements are: goods, origin"
    with pytest.raises(MisuseError, match="is empty"):
        correspondence.questions_of(make(), "CN", [Question("goods", " ")])
