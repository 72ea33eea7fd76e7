"""The custody log: what is appended stands, signed, in order, with its projections and its checkpoint."""

from __future__ import annotations

import os
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path

import pytest
import sqlalchemy as sa

from fairlead.case import Case
from fairlead.errors import IntegrityError, MisuseError, RefusedError
from fairlead.evidence import actors, tables, witness
from fairlead.evidence.entries import Entry
from fairlead_ledger import checkpoints, keys, merkle

NOTES = sa.MetaData()
NOTED = sa.Table("noted", NOTES, sa.Column("entry", sa.String(64), primary_key=True), sa.Column("text", sa.Text))


def note(connection: sa.Connection, entry: Entry) -> None:
    connection.execute(sa.insert(NOTED).values(entry=entry.id, text=entry.body["text"]))


def noted(case: Case) -> list[str]:
    with case.log.database.reading() as connection:
        return list(connection.execute(sa.select(NOTED.c.text)).scalars())


def test_an_entry_says_who_did_what_to_what_when_and_with_which_tool(case: Case) -> None:
    entry = case.log.append("note", "object", {"text": "seen"}, purpose="to test")
    assert list(case.log.entries())[-1] == entry
    assert (entry.act, entry.object, entry.body, entry.purpose) == ("note", "object", {"text": "seen"}, "to test")
    assert entry.actor == actors.actor_id(keys.public_bytes(actors.own_key()))
    assert (entry.tool, entry.index, entry.case) == ("fairlead", 2, case.id)


def test_the_id_of_an_entry_is_the_hash_of_its_leaf(case: Case) -> None:
    entry = case.log.append("note", "object", {"text": "seen"})
    assert merkle.leaf_hash(list(case.log.leaves())[-1]).hex() == entry.id


def test_entries_are_found_by_act_and_object(case: Case) -> None:
    for act, name in (("note", "a"), ("note", "b"), ("other", "a")):
        case.log.append(act, name, {"text": ""})
    assert [entry.object for entry in case.log.entries(act="note")] == ["a", "b"]
    assert [entry.act for entry in case.log.entries(object="a")] == ["note", "other"]
    assert [entry.act for entry in case.log.entries("note", "a")] == ["note"]


def test_entries_can_be_appended_while_others_are_read(case: Case) -> None:
    for entry in case.log.entries(act="init"):
        case.log.append("note", entry.object, {"text": ""})
    assert case.log.size() == 3


def test_many_entries_are_read_in_order(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fairlead.evidence.log.PAGE", 3)
    for number in range(7):
        case.log.append("note", str(number), {"text": ""})
    assert [entry.object for entry in case.log.entries(act="note")] == list("0123456")


def test_the_first_checkpoint_and_every_later_one_state_the_tree(case: Case) -> None:
    leaves = [merkle.leaf_hash(leaf) for leaf in case.log.leaves()]
    tree = checkpoints.open_checkpoint(case.log.checkpoint() or "", [case.log.verifier])
    assert (tree.size, tree.root) == (2, merkle.root(leaves))
    assert witness.kept(case.id, case.log.verifier) == tree


def test_a_private_value_is_not_in_the_leaf_and_can_be_revealed(case: Case) -> None:
    entry = case.log.append("note", "o", {"text": ""}, private={"person": "A. Analyst", "number": 7, "none": None})
    assert b"Analyst" not in list(case.log.leaves())[-1]
    assert case.log.reveal(entry) == {"person": "A. Analyst", "number": 7}


def test_an_erased_value_is_gone_from_the_file_and_the_entry_stands(case: Case) -> None:
    entry = case.log.append("note", "o", {"text": ""}, private={"person": "A. Analyst-Unique"})
    assert b"Analyst-Unique" in (case.root / "case.db").read_bytes()
    case.log.erase(entry.private["person"], "asked to")
    assert b"Analyst-Unique" not in (case.root / "case.db").read_bytes()
    assert case.log.reveal(entry) == {"person": None}
    assert next(case.log.entries(act="erase")).body == {"commitment": entry.private["person"], "reason": "asked to"}


def test_erasing_needs_a_reason_and_something_to_erase(case: Case) -> None:
    entry = case.log.append("note", "o", {"text": ""}, private={"person": "A"})
    with pytest.raises(MisuseError, match="reason"):
        case.log.erase(entry.private["person"], " ")
    case.log.erase(entry.private["person"], "asked to")
    for gone in (entry.private["person"], "0" * 64):
        with pytest.raises(MisuseError, match="nothing to erase"):
            case.log.erase(gone, "again")
    assert case.log.size() == 4


def test_a_changed_private_value_is_not_shown(case: Case) -> None:
    entry = case.log.append("note", "o", {"text": ""}, private={"person": "A"})
    with case.log.database.writing() as connection:
        connection.execute(sa.update(tables.SECRETS).values(value=b'"B"'))
    with pytest.raises(IntegrityError, match="not what was recorded"):
        case.log.reveal(entry)


def test_a_projection_is_written_with_its_act(case: Case) -> None:
    case.log.project(["note"], note, NOTES)
    case.log.append("note", "o", {"text": "seen"})
    case.log.append("other", "o", {"text": "not for it"})
    assert noted(case) == ["seen"]


def test_a_projection_that_fails_takes_its_act_with_it(case: Case) -> None:
    case.log.project(["note"], note, NOTES)
    with pytest.raises(KeyError):
        case.log.append("note", "o", {"no text": ""})
    assert (case.log.size(), noted(case)) == (2, [])


def test_a_projection_new_to_an_old_case_learns_what_was_done_before(case: Case) -> None:
    case.log.append("note", "o", {"text": "before"})
    again = Case.open(case.root)
    again.log.project(["note"], note, NOTES)
    again.log.append("note", "o", {"text": "after"})
    assert noted(again) == ["before", "after"]


def test_a_body_can_be_made_under_the_lock_and_refuse(case: Case) -> None:
    def next_number(connection: sa.Connection) -> dict[str, int]:
        return {"number": len(connection.execute(sa.select(tables.ENTRIES.c.position)).all())}

    assert case.log.append("note", "o", next_number).body == {"number": 2}

    def refuse(connection: sa.Connection) -> dict[str, int]:
        raise MisuseError("no")

    with pytest.raises(MisuseError, match="no"):
        case.log.append("note", "o", refuse)
    assert case.log.size() == 3


def test_what_cannot_be_written_canonically_is_refused(case: Case) -> None:
    with pytest.raises(MisuseError, match="float"):
        case.log.append("note", "o", {"share": 0.5})
    assert case.log.size() == 2


def test_who_is_not_enrolled_cannot_act(case: Case, user: Callable[[str], None]) -> None:
    case_key = actors.case_key_path(case.id).read_bytes()
    user("stranger")
    with pytest.raises(RefusedError, match="checkpoints is not here"):
        case.log.append("note", "o", {})
    actors.case_key_path(case.id).write_bytes(case_key)
    with pytest.raises(RefusedError, match="not enrolled"):
        case.log.append("note", "o", {})


def test_an_enrolled_investigator_acts_but_does_not_enrol_and_a_withdrawn_one_does_nothing(
    case: Case, user: Callable[[str], None]
) -> None:
    case_key = actors.case_key_path(case.id).read_bytes()
    user("colleague")
    actors.case_key_path(case.id).write_bytes(case_key)
    colleague = keys.encode(keys.public_bytes(actors.own_key()))
    user("self")
    case.log.enrol(colleague, [actors.INVESTIGATOR], "B. Colleague")
    user("colleague")
    assert case.log.append("note", "o", {}).index == 3
    with pytest.raises(RefusedError, match="no custodian"):
        case.log.enrol(colleague, actors.OWN_ROLES)
    user("self")
    case.log.enrol(colleague, [])
    user("colleague")
    with pytest.raises(RefusedError, match="no investigator"):
        case.log.append("note", "o", {})


def test_actors_are_listed_with_name_and_roles(case: Case) -> None:
    key = keys.encode(b"\x01" * 32)
    case.log.enrol(key, [actors.INVESTIGATOR], "B. Colleague")
    colleague = case.log.actors()[-1]
    assert (colleague.key, colleague.person, colleague.roles) == (key, "B. Colleague", ("investigator",))
    assert set(case.log.actors()[0].roles) == set(actors.OWN_ROLES)


@pytest.mark.parametrize(("key", "role"), [("no key", "investigator"), (keys.encode(b"\x01" * 32), "king")])
def test_a_bad_key_or_role_is_refused(case: Case, key: str, role: str) -> None:
    with pytest.raises(MisuseError):
        case.log.enrol(key, [role])


def test_a_rolled_back_case_does_not_go_on(case: Case) -> None:
    before = (case.root / "case.db").read_bytes()
    case.log.append("note", "o", {})
    (case.root / "case.db").write_bytes(before)
    with pytest.raises(IntegrityError, match="rolled back"):
        case.log.append("note", "other", {})


def test_two_copies_do_not_both_go_on(case: Case, tmp_path: Path) -> None:
    import shutil

    shutil.copytree(case.root, tmp_path / "copy")
    case.log.append("note", "o", {})
    with pytest.raises(IntegrityError, match="went on elsewhere"):
        Case.open(tmp_path / "copy").log.append("note", "other", {})


def test_a_case_opened_for_reading_writes_nothing(case: Case) -> None:
    before = (case.root / "case.db").read_bytes()
    reading = Case.open(case.root, read_only=True)
    reading.log.project(["note"], note, NOTES)
    with pytest.raises(RefusedError, match="reading only"):
        reading.log.append("note", "o", {})
    assert (case.root / "case.db").read_bytes() == before


def _append_some(root: Path, count: int) -> None:
    log = Case.open(root).log
    for number in range(count):
        log.append("note", f"{os.getpid()}-{number}", {})


def test_several_processes_append_in_one_order(case: Case) -> None:
    context = get_context("fork")
    processes = [context.Process(target=_append_some, args=(case.root, 5)) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0, 0]
    assert [entry.index for entry in case.log.entries()] == list(range(17))
    tree = checkpoints.open_checkpoint(case.log.checkpoint() or "", [case.log.verifier])
    assert tree.root == merkle.root(merkle.leaf_hash(leaf) for leaf in case.log.leaves())
