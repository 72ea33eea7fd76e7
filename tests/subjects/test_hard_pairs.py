"""Fifty hard pairs of ships: no pair of different hulls is ever declared one, and the rest is said as it should be."""

from __future__ import annotations

from typing import Any

import pytest
from hard_pairs import MISSED, PAIRS

from fairlead.subjects import listed
from fairlead.subjects.imo import verdict
from fairlead.subjects.screening import Query, Screen

GRADES = {"same identifier": "one", "question": "question", "name lead only": "lead", "another ship": "another"}


def said(asked: dict[str, str], has: dict[str, Any]) -> str:
    copy = listed.Copy(1, "a" * 64, "2020-01-01", "the list itself")
    common = {"exhibit": 1, "row": 1}
    row = {"list_id": "a-list", "entry": "1", "kind": has.get("kind", "ship"), "regime": None, "name": has["name"]}
    identities = [{**common, "kind": "name", "printed": has["name"], "value": has["name"], "verdict": None}]
    for kind, values in has.items():
        if kind not in ("name", "kind"):
            for value in values:
                judged = verdict(value).verdict if kind == "imo" else None
                identities.append({**common, "kind": kind, "printed": value, "value": value, "verdict": judged})
    entries = listed.gather([{**common, **row, "listed_on": None}], identities, [], [copy])
    found = Screen(entries).match(Query(**asked))
    return GRADES[found[0].grade] if found else "nothing"


def test_there_are_fifty() -> None:
    assert len(PAIRS) == 50


@pytest.mark.parametrize(("asked", "has", "expected"), PAIRS)
def test_a_hard_pair_is_said_to_be_what_it_is(asked: dict[str, str], has: dict[str, Any], expected: str) -> None:
    assert said(asked, has) == ("nothing" if (asked, has, expected) in MISSED else expected)


def test_what_is_missed_is_a_lead_lost_and_never_two_hulls_joined() -> None:
    assert MISSED == []
