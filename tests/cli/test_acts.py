"""Acts from the command line: what they say, and every refusal with its exit status and its hint."""

from __future__ import annotations

import os

import pytest

from fairlead.evidence import actors
from fairlead_ledger import keys

FINDING = (
    *("--standard", "balance-of-probabilities", "--likelihood", "very likely", "--confidence", "moderate"),
    *("--grounds", "rows 1-9", "--by", "A. Person"),
)


@pytest.fixture
def opened(fairlead, found):
    fairlead("open", found.root, found.make("A").id)
    return found


def size(found):
    return found.case.log.size()


def test_opening_says_the_number_and_what_it_is_and_that_it_is_signed(fairlead, found):
    said = fairlead("open", found.root, found.make("A").id[:6])
    assert said.status == 0
    assert said.out.startswith("occasion 1: opened: Voyage A of EXAMPLE STAR")
    assert "signed, entry" in said.err


def test_an_act_as_json_names_entry_number_and_digest(fairlead, found):
    document = fairlead("open", found.root, found.make("A").id, "--format", "json").json()
    assert document["occasion"] == {
        "id": found.make("A").id,
        "digest": found.make("A").digest,
        "number": 1,
        "status": "open",
    }


def test_a_dismissal_without_a_reason_or_with_a_blank_one_is_refused(fairlead, found):
    before = size(found)
    assert fairlead("dismiss", found.root, found.make("A").id).status == 2
    assert fairlead("dismiss", found.root, found.make("A").id, "--reason", " ").status == 2
    assert size(found) == before


def test_a_dismissed_candidate_comes_back_when_its_evidence_changes_and_says_why_it_was_dismissed(fairlead, found):
    fairlead("dismiss", found.root, found.make("A").id, "--reason", "a pilot boat")
    found.derive(found.make("A"))
    assert "dismissed" in fairlead("occasions", found.root).out
    found.derive(found.make("A", goods=("iron",)))
    text = " ".join(fairlead("show", found.root, found.make("A").id).out.split())
    assert "machine candidate, not for release" in text
    assert "basis changed: dismissed on" in text
    assert "for a pilot boat" in text


def test_a_request_is_kept_with_its_letter_and_shown_in_the_history(fairlead, opened, tmp_path):
    letter = tmp_path / "letter.txt"
    letter.write_text("a fictitious letter")
    ask = ("--ask", "goods", "What was carried?")
    said = fairlead("request", opened.root, 1, "cn", *ask, "--deadline", "2999-01-01", "--file", letter)
    assert "occasion 1: CN asked on" in said.out
    assert letter.name in {exhibit.name for exhibit in opened.case.exhibits.all()}
    text = " ".join(fairlead("show", opened.root, 1).out.split())
    assert "request by" in text
    assert "the time to answer runs until 2999-01-01" in text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("RU", "--ask", "goods", "What?", "--deadline", "2999-01-01"), "not an addressee"),
        (("CN", "--deadline", "2999-01-01"), "at least one question"),
        (("CN", "--ask", "weather", "How?", "--deadline", "2999-01-01"), "element 'weather'"),
        (("CN", "--ask", "goods", "What?", "--deadline", "2001-01-01"), "not after the day"),
        (("CN", "--ask", "goods", "What?"), "--deadline"),
    ],
)
def test_a_request_that_cannot_be_leaves_no_entry_and_no_exhibit(fairlead, opened, tmp_path, arguments, said):
    letter = tmp_path / "letter.txt"
    letter.write_text("a fictitious letter")
    before = size(opened)
    refused = fairlead("request", opened.root, 1, *arguments, "--file", letter)
    assert refused.status == 2
    assert said in refused.err
    assert size(opened) == before


def test_a_request_about_a_candidate_is_refused_and_leaves_no_exhibit(fairlead, found, tmp_path):
    letter = tmp_path / "letter.txt"
    letter.write_text("a fictitious letter")
    before = size(found)
    ask = ("--ask", "goods", "What?", "--deadline", "2999-01-01", "--file", letter)
    refused = fairlead("request", found.root, found.make("A").id, "CN", *ask)
    assert (refused.status, size(found)) == (2, before)
    assert "open it first" in refused.err


def test_a_reply_is_shown_in_its_own_words_beside_the_engagement(fairlead, opened):
    said = fairlead(
        "reply", opened.root, 1, "CN", "specific-denial", "--text", "She was empty.", "--date", "2020-01-02"
    )
    assert "reply of CN on 2020-01-02: specific denial" in said.out
    text = " ".join(fairlead("show", opened.root, 1).out.split())
    assert "reply: specific denial (2020-01-02): She was empty." in text


def test_a_reply_without_words_or_of_an_unknown_kind_is_refused_with_the_kinds(fairlead, opened):
    assert "its words or its exhibit" in fairlead("reply", opened.root, 1, "CN", "admission").err
    refused = fairlead("reply", opened.root, 1, "CN", "silence", "--text", "x")
    assert refused.status == 2
    assert "general position" in refused.err


def test_a_finding_is_proposed_and_its_proposer_cannot_confirm_it(fairlead, opened):
    said = fairlead("finding", opened.root, 1, "found", *FINDING)
    assert "another actor must now confirm it" in " ".join(said.out.split())
    assert "finding proposed: found" in " ".join(fairlead("occasions", opened.root).out.split())
    refused = fairlead("finding", opened.root, 1, "--confirm", "--by", "A. Person")
    assert refused.status == 2
    assert "cannot confirm it" in refused.err
    assert "open" in fairlead("show", opened.root, 1, "--format", "json").out


def test_a_second_enrolled_actor_confirms_and_both_stand_in_the_history(fairlead, opened, tmp_path, monkeypatch):
    fairlead("finding", opened.root, 1, "found", *FINDING, "--dissenter", "D. Person", "--dissent", "thin")
    own, case_key = os.environ["FAIRLEAD_HOME"], actors.case_key_path(opened.case.id).read_bytes()
    monkeypatch.setenv("FAIRLEAD_HOME", str(tmp_path / "second"))
    key = keys.encode(keys.public_bytes(actors.own_key()))
    actors.case_key_path(opened.case.id).write_bytes(case_key)
    monkeypatch.setenv("FAIRLEAD_HOME", own)
    opened.case.log.enrol(key, actors.OWN_ROLES, "second colleague")
    monkeypatch.setenv("FAIRLEAD_HOME", str(tmp_path / "second"))
    said = fairlead("finding", opened.root, 1, "--confirm", "--by", "B. Person")
    assert (said.status, said.out) == (0, "occasion 1: the finding is confirmed\n")
    text = " ".join(fairlead("show", opened.root, 1).out.split())
    assert "status found" in text
    assert "by A. Person; dissent of D. Person: thin" in text
    assert "finding by second colleague: confirmed" in text


def test_a_finding_on_a_candidate_is_refused(fairlead, found):
    refused = fairlead("finding", found.root, found.make("A").id, "found", *FINDING)
    assert refused.status == 2
    assert "open it first" in refused.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "say one thing"),
        (("found", "--confirm"), "say one thing"),
        (("found", "--standard", "beyond-reasonable-doubt"), "--likelihood, --confidence, --grounds"),
        (("found", *FINDING[:-2]), "names the people"),
        (("guilty",), "is not one of"),
        (("--confirm",), "no finding is proposed"),
        (("--correct", "wrong ship"), "to correct it needs"),
    ],
)
def test_an_incomplete_or_impossible_finding_is_refused_clearly(fairlead, opened, arguments, said):
    refused = fairlead("finding", opened.root, 1, *arguments)
    assert refused.status == 2
    assert said in " ".join(refused.err.split())


def test_what_vanished_can_be_withdrawn_but_not_asked_about(fairlead, opened):
    opened.derive(opened.make("Z", start="2022-01-01T00:00:00Z", end="2022-01-02T00:00:00Z"))
    refused = fairlead("request", opened.root, 1, "CN", "--ask", "goods", "What?", "--deadline", "2999-01-01")
    assert "no longer derived" in refused.err
    assert fairlead("finding", opened.root, 1, "--withdraw", "a forged file").status == 0


@pytest.mark.parametrize("name", ["open", "dismiss", "request", "reply", "finding", "observe", "occasions", "show"])
def test_every_command_explains_itself_with_an_example(fairlead, name):
    said = fairlead(name, "--help")
    assert said.status == 0
    assert f"fairlead {name} CASE" in said.out
