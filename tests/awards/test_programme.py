"""Programmes as data: the two examples, and what is refused."""

from __future__ import annotations

import pytest

from fairlead.awards import programme
from fairlead.errors import MisuseError, UnreadableError


@pytest.mark.parametrize("name", programme.EXAMPLES)
def test_what_is_shipped_says_that_it_is_an_example(name: str) -> None:
    one = programme.load(name)
    assert (one.id, one.example, one.title[:7]) == (name, True, "EXAMPLE")
    assert {bar.name for bar in one.eligibility} >= {"official_duty", "sanctioned", "privileged", "unlawful"}


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("rule: share", "rule: lottery", "unknown rule"),
        ("low_percent: 10", "low_percent: 40", "shares go from"),
        ("unless_lowered: true", "unless_lowered: false", "rebut"),
        ("need: 2", "need: 1", "nobody pays on one signature"),
        ("{up_to: 1_000_000,", "{up_to: 2_000_000_000,", "thresholds rise"),
        ("currency: USD", "currency: dollars", "ISO 4217"),
        ("name: delay", "name: voluntary", "one name"),
        ("example: true", "example: maybe", "true or false"),
        ("contest_days: 60", "contest_day: 60", "unknown key"),
    ],
)
def test_a_bad_programme_is_refused_with_file_line_and_reason(old: str, new: str, reason: str) -> None:
    text = programme.read("example-share").decode()
    assert old in text
    with pytest.raises(UnreadableError, match=r"p\.yaml, line \d+: ") as refused:
        programme.parse(text.replace(old, new, 1).encode(), "p.yaml")
    assert reason in str(refused.value)


def test_a_programme_that_is_not_there_is_refused() -> None:
    with pytest.raises(MisuseError, match="no programme"):
        programme.load("nowhere.yaml")
