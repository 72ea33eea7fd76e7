"""Acts on a real custody log: what they leave, what they refuse, and that the log alone can tell it all again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from fairlead.errors import MisuseError
from fairlead.register import People, times
from fairlead.register.correspondence import Question
from fairlead.register.findings import Finding
from fairlead.register.known import known
from fairlead.register.observations import Draft
from fairlead.register.tables import METADATA
from fairlead.typologies.occasion import Subject, Where

FINDING = Finding("found", "balance of probabilities", "very likely", "moderate", "rows 2-3 show the voyage")
US = People(("A. Person",))
DIVIDED = People(("A. Person",), ("B. Person",))
ASKED = [Question("goods", "What was carried?")]
SOON = (times.today() + timedelta(days=30)).isoformat()


def dressed(case, occasion):
    return case.register.dress([occasion])[0]


def test_opening_gives_numbers_in_order_that_are_never_given_again(case, make):
    first, second, third = make("a"), make("b"), make("c")
    case.register.open(first)
    case.register.open(second)
    case.register.dismiss(second, "a pilot boat")
    case.register.open(third)
    case.register.open(second, reason="not a pilot boat after all")
    assert [dressed(case, each).number for each in (first, second, third)] == [1, 2, 3]
    assert dressed(case, second).status == "open"


def test_what_is_refused_leaves_neither_entry_nor_act(case, make):
    case.register.open(make())
    before = case.log.size()
    with pytest.raises(MisuseError, match="occasion 1 is open"):
        case.register.open(make())
    with pytest.raises(MisuseError, match="needs a reason"):
        case.register.dismiss(make(), " ")
    with pytest.raises(MisuseError, match="machine candidate"):
        case.register.propose(make("other"), FINDING, US)
    with pytest.raises(MisuseError, match="to withdraw it needs"):
        case.register.withdraw(make("other"), "why not")
    assert case.log.size() == before
    assert [row.number for row in case.register.decided()] == [1]


def test_a_dismissal_lapses_when_the_digest_changes_and_then_it_is_opened_without_a_reason(case, make):
    occasion, changed = make(), make(goods=("iron",))
    case.register.dismiss(occasion, "a pilot boat")
    assert dressed(case, occasion).status == "dismissed"
    assert dressed(case, changed).status == "machine candidate"
    assert "dismissed on" in case.register.standings([changed])[changed.id].basis_changed
    case.register.open(changed)
    assert case.register.standings([changed])[changed.id].basis_changed is None


def test_every_act_names_id_and_digest(case, make):
    case.register.open(make())
    case.register.request(make(), "CN", ASKED, SOON)
    for entry in case.register.history(make().id):
        assert (entry.body["occasion"]["id"], entry.body["occasion"]["digest"]) == (make().id, make().digest)


def test_a_finding_needs_two_people_who_see_the_same_digest(case, make, colleague):
    occasion = make()
    case.register.open(occasion)
    with pytest.raises(MisuseError, match="no finding is proposed"):
        case.register.confirm(occasion)
    case.register.propose(occasion, FINDING, US)
    assert dressed(case, occasion).status == "open"
    with pytest.raises(MisuseError, match="cannot confirm it"):
        case.register.confirm(occasion)
    with colleague():
        with pytest.raises(MisuseError, match="basis changed since the finding was proposed"):
            case.register.confirm(make(goods=()))
        case.register.confirm(occasion)
    assert dressed(case, occasion).status == "found"
    [row] = case.register.findings(occasion.id)
    assert (row["state"], row["proposed_by"] != row["confirmed_by"]) == ("confirmed", True)


def test_a_proposal_falls_with_the_occasion_and_does_not_rise_with_it(case, make, colleague):
    case.register.open(make())
    case.register.propose(make(), FINDING, US)
    case.register.dismiss(make(), "a pilot boat")
    case.register.open(make(), reason="not a pilot boat after all")
    with colleague(), pytest.raises(MisuseError, match="no finding is proposed"):
        case.register.confirm(make())


def test_nobody_confirms_what_was_replaced_while_he_was_reading(case, make, colleague):
    case.register.open(make())
    read = case.register.propose(make(), FINDING, US)
    case.register.propose(make(), replace(FINDING, confidence="low"), US)
    body = {"occasion": known(make()).to_body(), "stage": "confirmed", "proposal": read.id}
    with colleague(), pytest.raises(MisuseError, match="another finding was proposed meanwhile"):
        case.log.append("finding", make().id, body)


def test_names_of_those_who_conclude_or_dissent_are_private_and_can_be_erased(case, make):
    occasion = make()
    case.register.open(occasion)
    entry = case.register.propose(occasion, replace(FINDING, dissent="thin"), DIVIDED)
    assert b"A. Person" not in b"".join(case.log.leaves())
    assert case.register.people(entry) == DIVIDED
    case.log.erase(entry.private["concluding_01"], "asked for")
    assert case.register.people(entry) == People(("(erased)",), ("B. Person",))


def test_a_finding_without_people_or_a_dissent_without_reasons_is_refused(case, make):
    case.register.open(make())
    with pytest.raises(MisuseError, match="names the people"):
        case.register.propose(make(), FINDING, People(()))
    with pytest.raises(MisuseError, match="dissent needs its reasons"):
        case.register.propose(make(), FINDING, DIVIDED)


def test_a_finding_is_corrected_then_replaced_or_withdrawn_and_all_of_it_stays(case, make, colleague):
    occasion = make()
    case.register.open(occasion)
    case.register.propose(occasion, replace(FINDING, confidence="low"), US)
    case.register.propose(occasion, FINDING, US)
    with colleague():
        case.register.confirm(occasion)
    with pytest.raises(MisuseError, match="a finding needs status open or corrected"):
        case.register.propose(occasion, FINDING, US)
    case.register.correct(occasion, "the ship was another")
    assert dressed(case, occasion).status == "corrected"
    case.register.propose(occasion, replace(FINDING, outcome="not found"), US)
    with colleague():
        case.register.confirm(occasion)
    assert dressed(case, occasion).status == "not found"
    case.register.withdraw(occasion, "no longer stands")
    assert dressed(case, occasion).status == "withdrawn"
    assert sorted(row["state"] for row in case.register.findings(occasion.id)) == ["replaced", "withdrawn", "withdrawn"]


def test_a_request_needs_a_deadline_after_the_day_it_was_sent(case, make):
    case.register.open(make())
    today = times.today().isoformat()
    for deadline in (today, "2020-01-01"):
        with pytest.raises(MisuseError, match="is not after the day"):
            case.register.request(make(), "CN", ASKED, deadline)
    with pytest.raises(MisuseError, match="dated in the future"):
        case.register.request(make(), "CN", ASKED, "2999-01-02", sent="2999-01-01")
    with pytest.raises(MisuseError, match="not a date"):
        case.register.request(make(), "CN", ASKED, "next week")


def test_silence_is_told_after_the_deadline_and_an_answer_when_it_comes(case, make):
    occasion = make()
    case.register.open(occasion)
    case.register.request(occasion, "CN", ASKED, "2020-02-10", sent="2020-01-10")
    replies = [g.reply.state for g in dressed(case, occasion).engagements]
    assert replies == ["not asked by us", "asked, no answer"]
    case.register.reply(occasion, "CN", "specific denial", text="She was empty.", on="2020-03-01")
    reply = dressed(case, occasion).engagements[1].reply
    assert (reply.state, reply.text, reply.date) == ("specific denial", "She was empty.", "2020-03-01")
    [before] = case.register.dress([occasion], on=date(2020, 2, 10))
    assert before.status == "open"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"addressee": "RU", "state": "admission", "text": "x"}, "not an addressee"),
        ({"addressee": "CN", "state": "asked, no answer", "text": "x"}, "unknown state"),
        ({"addressee": "CN", "state": "admission"}, "its words or its exhibit"),
        ({"addressee": "CN", "state": "admission", "text": "x", "on": "2999-01-01"}, "in the future"),
        ({"addressee": "CN", "state": "admission", "exhibit": "ffff"}, "no exhibit begins with"),
    ],
)
def test_a_reply_that_cannot_be_is_refused(case, make, arguments, said):
    case.register.open(make())
    with pytest.raises(MisuseError, match=said):
        case.register.reply(make(), **arguments)


def test_what_vanished_is_kept_superseded_and_can_be_withdrawn(case, make):
    old, new = make("old"), make("new")
    case.register.open(old)
    [gone] = case.register.gone([new])
    assert (gone.number, gone.superseded_by) == (1, new.id)
    assert dressed(case, new).supersedes == old.id
    case.register.withdraw(gone.known, "the file was a forgery")
    assert case.register.gone([new])[0].status == "withdrawn"


def bill(**changes):
    draft = Draft(
        act="loading",
        where=Where(page=1),
        start="2019-03-05",
        how_known="date printed on the bill",
        subjects=(Subject("carrier", "EXAMPLE STAR", 9000001),),
        persons=("A. Person",),
    )
    return replace(draft, **changes)


def test_an_observation_stands_until_it_is_withdrawn_with_a_reason(case, tmp_path):
    paper = tmp_path / "bill.txt"
    paper.write_text("a fictitious bill of lading")
    sha256 = case.exhibits.add(paper).sha256
    entry = case.register.observe(sha256[:10], bill())
    [seen] = case.register.observations()
    assert (seen.id, seen.cited.sha256, seen.subjects[-1].name) == (entry.id, sha256, "A. Person")
    with pytest.raises(MisuseError, match="needs a reason"):
        case.register.withdraw_observation(entry.id, "")
    with pytest.raises(MisuseError, match="no observation 'ffff"):
        case.register.withdraw_observation("ffff" * 16, "wrong")
    case.register.withdraw_observation(entry.id[:12], "the wrong ship")
    assert case.register.observations() == []
    with pytest.raises(MisuseError, match="withdrawn already"):
        case.register.withdraw_observation(entry.id, "again")


def test_an_observation_of_no_exhibit_is_refused(case):
    with pytest.raises(MisuseError, match="no exhibit begins with"):
        case.register.observe("ffff", bill())


def test_no_table_of_the_register_has_a_column_for_a_persons_name():
    columns = {column.name for table in METADATA.tables.values() for column in table.columns}
    assert not columns & {"name", "person", "persons", "people", "concluding", "dissenting"}


def test_of_several_people_who_open_one_candidate_at_once_only_one_does(case, make):
    def attempt(_: int) -> bool:
        try:
            case.register.open(make())
        except MisuseError:
            return False
        return True

    with ThreadPoolExecutor(4) as people:
        assert sum(people.map(attempt, range(4))) == 1
    assert len(case.register.history(make().id)) == 1


def test_the_tables_can_be_made_in_postgresql_too():
    for table in METADATA.sorted_tables:
        assert f"CREATE TABLE {table.name}" in str(CreateTable(table).compile(dialect=postgresql.dialect()))
