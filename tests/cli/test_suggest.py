"""Suggestions of a program: what is not in the page, word for word, is refused; nothing is ever recorded."""

from __future__ import annotations

import json
import shlex
import sys

import pytest

from fairlead.evidence.handling import Handling

PAGE = "The Example Council met. A minister said that\nthe ship had made 1,250 deliveries off Example Roads in 2018.\n"


@pytest.fixture
def page(found):
    path = found.root / "page.txt"
    path.write_text(PAGE, encoding="utf-8")
    return found.case.exhibits.add(path)


def program(found, *suggestions, text=None):
    """Return a command that answers so, and keeps what it was asked beside it."""
    script = found.root / "model.py"
    answer = json.dumps({"suggestions": list(suggestions)}) if text is None else text
    script.write_text(
        f"import sys, pathlib\npathlib.Path({str(found.root / 'asked.json')!r}).write_bytes(sys.stdin.buffer.read())\n"
        f"print({answer!r})\n"
    )
    return shlex.join([sys.executable, str(script)])


GOOD = {"kind": "claim", "quote": "the ship had made 1,250 deliveries  off Example Roads", "fields": {"number": 1250}}


@pytest.mark.parametrize(
    ("suggestion", "why"),
    [
        (GOOD, None),
        (GOOD | {"quote": "the ship had made 1,251 deliveries"}, "its quote is not in the exhibit"),
        (GOOD | {"fields": {"number": 125}}, "not in its quote: 125"),
        (GOOD | {"fields": {"places": ["Elsewhere"]}}, "not in its quote: 'Elsewhere'"),
        (GOOD | {"fields": {"places": ["example roads"], "vague": None}}, None),
        (GOOD | {"kind": "verdict"}, "unknown kind: 'verdict'"),
        (GOOD | {"row": 9}, "no statement 9 was read"),
        ({"kind": "claim", "fields": {}}, "its quote is not in the exhibit"),
    ],
)
def test_each_suggestion_is_held_against_the_words_of_the_page(fairlead, found, page, suggestion, why):
    before = found.case.log.checkpoint()
    said = fairlead("suggest", found.root, page.sha256[:8], "--with", program(found, suggestion), "--format", "json")
    (one,) = json.loads(said.out)
    assert one["refused"] == why
    assert said.status == (0 if why is None else 1)
    assert found.case.log.checkpoint() == before
    asked = json.loads((found.root / "asked.json").read_text())
    assert (asked["text"], asked["read"]) == (PAGE, [])


def test_the_place_of_a_quote_is_where_it_stands(fairlead, found, page):
    said = fairlead("suggest", found.root, page.sha256[:8], "--with", program(found, GOOD))
    start = PAGE.index("the ship")
    assert f"--chars {start}-{PAGE.index(' in 2018')}" in said.out
    assert "1 suggestions, 0 of them refused; nothing was recorded" in said.err


def test_what_may_not_be_passed_on_goes_to_no_program(fairlead, found, tmp_path):
    path = tmp_path / "secret.txt"
    path.write_text(PAGE)
    kept = found.case.exhibits.add(path, handling=Handling(may_redistribute=False))
    refused = fairlead("suggest", found.root, kept.sha256[:8], "--with", program(found, GOOD))
    assert (refused.status, "does not let it be passed on" in refused.err) == (1, True)
    assert not (found.root / "asked.json").exists()
    assert fairlead("suggest", found.root, kept.sha256[:8], "--with", program(found, GOOD), "--stays-here").status == 0


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"suggestions": 5}', "[" * 5000])
def test_an_answer_that_is_not_as_agreed_is_refused(fairlead, found, page, text):
    said = fairlead("suggest", found.root, page.sha256[:8], "--with", program(found, text=text))
    assert said.status != 0
    assert "expected one JSON document" in said.err


def test_a_program_that_is_not_there_is_named(fairlead, found, page):
    said = fairlead("suggest", found.root, page.sha256[:8], "--with", "no-such-program-anywhere")
    assert "no such program: 'no-such-program-anywhere'" in said.err
