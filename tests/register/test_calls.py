"""Calls: after a request, by two people, giving nothing away unseen; and what each text would give away."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from found_case import make_occasion

from fairlead import case as cases
from fairlead.case import Case
from fairlead.errors import MisuseError, RefusedError, UnreadableError
from fairlead.evidence import actors
from fairlead.register import calls
from fairlead.register.calls import Draft
from fairlead.register.revealing import given_away
from fairlead.typologies.occasion import Occasion, Reply
from fairlead_ledger import keys, office

OCCASION = make_occasion("A", "0" * 64)
TEXTS = {
    "en": {"title": "Papers of a cargo", "wanted": "Who has papers of coal cargoes of that winter?", "offer": ""},
    "ko": {"title": "화물 서류", "wanted": "그 겨울 석탄 화물의 서류를 가지고 계십니까?", "offer": ""},
}


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case.create(tmp_path / "case")


@pytest.fixture
def second(case: Case) -> Callable[[], AbstractContextManager[None]]:
    key = Ed25519PrivateKey.generate()
    case.log.enrol(keys.encode(keys.public_bytes(key)), ["investigator"], "B. Second")
    return lambda: actors.signing(key)


def opened(**changes: object) -> Occasion:
    """Return the occasion as opened, with its requests spent."""
    spent = tuple(replace(one, reply=Reply("asked, no answer", None, "2026-01-01")) for one in OCCASION.engagements)
    return replace(OCCASION, status="open", number=1, **{"engagements": spent, **changes})  # type: ignore[arg-type]


def draft(**changes: object) -> Draft:
    return replace(Draft("2026-01", "goods", "2026-01-01", None, TEXTS), **changes)  # type: ignore[arg-type]


def test_a_call_is_written_approved_by_another_published_and_withdrawn(
    case: Case, second: Callable[[], AbstractContextManager[None]]
) -> None:
    case.calls.write(opened(), draft(withheld="two hoses"), [OCCASION])
    with pytest.raises(MisuseError, match="who wrote a call cannot approve it"):
        case.calls.approve("2026-01")
    with pytest.raises(MisuseError, match="is written"):
        case.calls.published("2026-01", "drop.example.org")
    with second():
        case.calls.approve("2026-01")
    case.calls.published("2026-01", "drop.example.org")
    with pytest.raises(MisuseError, match="is published"):
        case.calls.write(opened(), draft(), [OCCASION])
    signed = office.sign(case.calls.one("2026-01").document, Ed25519PrivateKey.generate())
    assert b"two hoses" not in signed
    case.calls.withdraw("2026-01", "answered")
    assert case.calls.one("2026-01").status == "withdrawn"
    assert [one.what for one in cases.verify(case.root).checks if one.outcome.value == "failed"] == []


def test_a_call_written_anew_needs_a_new_approval(
    case: Case, second: Callable[[], AbstractContextManager[None]]
) -> None:
    case.calls.write(opened(), draft(), [])
    with second():
        case.calls.approve("2026-01")
    case.calls.write(opened(), draft(closes="2026-12-31"), [])
    assert case.calls.one("2026-01").status == "written"


def test_a_request_comes_first_unless_it_is_spent_or_unwise(case: Case) -> None:
    unasked = replace(OCCASION, status="open")
    with pytest.raises(RefusedError, match="a request to KP, CN comes first"):
        case.calls.write(unasked, draft(), [])
    case.calls.write(unasked, draft(unwise="the addressee would warn the ship"), [])
    with pytest.raises(MisuseError, match="was not opened"):
        case.calls.write(OCCASION, draft(unwise="x"), [])
    with pytest.raises(MisuseError, match="no element 'origin' is missing"):
        case.calls.write(opened(), draft(element="origin"), [])


def test_a_call_that_names_the_ship_is_refused_unless_somebody_decides_so(case: Case) -> None:
    telling = {"en": {"title": "The EXAMPLE-STAR", "wanted": "Who saw IMO 900 0001 on 6 March 2019?", "offer": ""}}
    size = case.log.size()
    with pytest.raises(RefusedError, match="name EXAMPLE STAR, number 9000001, date 2019-03"):
        case.calls.write(opened(), draft(texts=telling), [])
    assert case.log.size() == size
    entry = case.calls.write(opened(), draft(texts=telling, reveal="the ship is in the papers already"), [])
    assert entry.body["revealed"] == ["date", "name", "number"]


def test_what_another_occasion_of_the_case_holds_is_not_given_away_either(case: Case) -> None:
    other = make_occasion("B", "0" * 64, subjects=(replace(OCCASION.subjects[0], name="OTHER MOON", imo=9000013),))
    telling = {"en": {"title": "Other Moon", "wanted": "Who saw it?", "offer": ""}}
    with pytest.raises(RefusedError, match="name OTHER MOON"):
        case.calls.write(opened(), draft(texts=telling), [OCCASION, other])


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Who saw papers of coal that winter?", set()),
        ("a stellar example of seamanship; 2019 was a cold year", set()),
        ("exámple-stár", {"name"}),
        ("the Examplestar", {"name"}),
        ("MMSI 445 000 001", {"number"}),
        ("IMO９０００００１", {"number"}),
        ("off Nampo", {"place"}),
        ("seen on 2019-03-06", {"date"}),
        ("seen on 6.3.2019", {"date"}),
        ("in March of 2019", {"date"}),
        ("в марте 2019 года: марта", {"date"}),
        ("2019年3月", {"date"}),
        ("2019년 3월 6일", {"date"}),
        ("in the spring of 2018, or April 2020", set()),
        ("a port of China", {"State"}),
    ],
)
def test_what_a_text_gives_away(text: str, kinds: set[str]) -> None:
    assert {one.kind for one in given_away(text, [OCCASION])} == kinds


def test_proposals_name_each_addressee_once_and_say_what_comes_first() -> None:
    first, second = calls.proposals(OCCASION)
    assert (first.addressee, first.spent, [name for name, _ in first.elements]) == ("KP", False, ["goods"])
    assert all(one.spent for one in calls.proposals(opened()))
    assert "Nothing in the case bears on it" in second.questions[0]


def test_a_text_that_the_drop_would_not_take_is_refused(case: Case) -> None:
    with pytest.raises(MisuseError, match="the drop would not take this call"):
        case.calls.write(opened(), draft(id="no spaces here"), [])
    with pytest.raises(UnreadableError, match="a language each"):
        calls.texts("- a\n", "texts.yaml")
    with pytest.raises(UnreadableError, match="not YAML"):
        calls.texts("a: [", "texts.yaml")


def test_neither_the_writer_nor_the_same_person_under_another_key_approves(case: Case) -> None:
    case.calls.write(opened(), draft(), [])
    with pytest.raises(MisuseError, match="cannot approve"):
        case.log.append("call_approve", "2026-01", {})
    alias = Ed25519PrivateKey.generate()
    (me,) = case.log.actors()
    case.log.enrol(keys.encode(keys.public_bytes(alias)), ["investigator"], f" {(me.person or '').upper()}")
    with actors.signing(alias), pytest.raises(MisuseError, match="cannot approve"):
        case.calls.approve("2026-01")
