"""Verification: whatever was changed is found and named; what nobody vouches for is listed."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from fairlead.case import Case, verify
from fairlead.errors import MisuseError
from fairlead.evidence import actors, entries, log_checks, tables, witness
from fairlead.evidence.database import Database
from fairlead.evidence.log import CustodyLog
from fairlead.evidence.verification import Check, Outcome, Report
from fairlead_ledger import canonical, checkpoints, envelopes, keys, merkle, vectors
from fairlead_ledger.notes import Verifier

Write = Callable[..., Any]


def failures(report: Report) -> list[str]:
    return [f"{check.what}: {check.why}" for check in report.checks if check.outcome is Outcome.FAILED]


def change(case: Case, statement: sa.Executable) -> None:
    with case.log.database.writing() as connection:
        connection.execute(statement)


def found(case: Case, *words: str) -> None:
    """Assert that verification fails and that one of its lines has all the words."""
    lines = failures(verify(case.root))
    assert any(all(word in line for word in words) for line in lines), lines


def test_an_untouched_case_is_proved(full: Case) -> None:
    report = verify(full.root)
    assert failures(report) == []
    assert report.ok
    proved = {check.what.split()[0] for check in report.checks if check.outcome is Outcome.PROVED}
    assert {"custody", "checkpoints", "exhibit", "private", "table", "case.json", "key"} <= proved


def test_an_erased_value_is_not_checkable_and_not_failed(full: Case) -> None:
    report = verify(full.root)
    erased = [check for check in report.checks if check.outcome is Outcome.NOT_CHECKABLE]
    assert [(check.what, check.why) for check in erased] == [("entry 2 (add), private field name", "erased by entry 6")]


def test_verifying_changes_nothing(full: Case) -> None:
    before = {path: path.read_bytes() for path in full.root.rglob("*") if path.is_file()}
    verify(full.root)
    assert {path: path.read_bytes() for path in full.root.rglob("*") if path.is_file()} == before


def test_progress_reaches_the_end(full: Case) -> None:
    seen: list[float] = []
    verify(full.root, on_progress=seen.append)
    assert seen[-1] == 1.0


def test_a_missing_case_is_the_callers_mistake(tmp_path: Path) -> None:
    with pytest.raises(MisuseError, match="no case at"):
        verify(tmp_path)


def test_a_changed_or_missing_exhibit_is_named(full: Case) -> None:
    first, second, _ = list(full.store.all())
    full.store.path(first).write_bytes(b"other")
    full.store.path(second).unlink()
    found(full, first, "changed")
    found(full, second, "missing")


def test_an_unsigned_file_is_listed_as_not_vouched_for(full: Case) -> None:
    for name in ("notes.txt", "readings/x.parquet", "other/deep.txt", "exhibits/incoming/part"):
        (full.root / name).parent.mkdir(exist_ok=True)
        (full.root / name).write_bytes(b"x")
    full.store.receive(full.root / "notes.txt")
    report = verify(full.root)
    assert report.ok
    listed = [one.what for one in report.not_vouched_for]
    assert {"notes.txt", "readings/", "other/deep.txt", "exhibits/incoming/part", "case.db"} <= set(listed)
    assert any(what.startswith("exhibits/2d/2d7116") for what in listed)  # SHA-256 of "x"


def test_a_file_that_claims_a_hash_it_does_not_have_fails(full: Case) -> None:
    (full.root / "exhibits" / "aa").mkdir(exist_ok=True)
    (full.root / "exhibits" / "aa" / ("a" * 64)).write_bytes(b"x")
    found(full, "a" * 64, "no receipt names it")


def test_a_removed_entry_is_found(full: Case) -> None:
    change(full, sa.delete(tables.ENTRIES).where(tables.ENTRIES.c.position == 3))
    found(full, "entry 3 is missing")


def test_a_removed_last_entry_is_found_even_with_its_traces(full: Case) -> None:
    for table, column in ((tables.ENTRIES, "position"), (tables.CHECKPOINTS, "size")):
        newest = sa.select(sa.func.max(table.c[column])).scalar_subquery()
        change(full, sa.delete(table).where(table.c[column] == newest))
    frontier = merkle.Frontier()
    for leaf in full.log.leaves():
        frontier.append(merkle.leaf_hash(leaf))
    change(full, sa.update(tables.FRONTIER).values(nodes=frontier.dumps()))
    found(full, "checkpoint of 7 entries", "rolled back")


def test_a_rolled_back_folder_is_found(full: Case, tmp_path: Path, file: Write) -> None:
    shutil.copytree(full.root, tmp_path / "before")
    full.exhibits.add(file("late.txt", b"late"))
    shutil.rmtree(full.root)
    shutil.move(tmp_path / "before", full.root)
    found(full, "rolled back")


def test_a_rollback_is_found_against_a_checkpoint_kept_elsewhere(
    full: Case, tmp_path: Path, file: Write, user: Callable[[str], None]
) -> None:
    shutil.copytree(full.root, tmp_path / "before")
    full.exhibits.add(file("late.txt", b"late"))
    (tmp_path / "kept.txt").write_text(full.log.checkpoint() or "")
    user("stranger")
    assert verify(full.root, against=tmp_path / "kept.txt").ok
    assert verify(tmp_path / "before").ok
    lines = failures(verify(tmp_path / "before", against=tmp_path / "kept.txt"))
    assert any("kept.txt" in line and "rolled back" in line for line in lines)


def test_a_stranger_is_told_what_cannot_be_checked_there(full: Case, user: Callable[[str], None]) -> None:
    user("stranger")
    report = verify(full.root)
    assert report.ok
    open_questions = {check.what for check in report.checks if check.outcome is Outcome.NOT_CHECKABLE}
    assert {"key of the checkpoints", "rollback of the whole case"} <= open_questions


@pytest.mark.parametrize("text", ["", "not a checkpoint\n", "fairlead/x\n1\nAAAA\n\n\u2014 x AAAA\n"])
def test_a_checkpoint_elsewhere_that_is_none_fails(full: Case, tmp_path: Path, text: str) -> None:
    (tmp_path / "kept.txt").write_text(text)
    assert any("kept.txt" in line for line in failures(verify(full.root, against=tmp_path / "kept.txt")))
    assert any("missing.txt" in line for line in failures(verify(full.root, against=tmp_path / "missing.txt")))


def test_a_rewritten_log_is_found_even_with_both_keys(full: Case) -> None:
    """Somebody with actor key and case key rewrites an act and all that follows; the kept checkpoint tells."""
    key, case_key = actors.own_key(), actors.load(actors.case_key_path(full.id))
    frontier = merkle.Frontier()
    for entry, leaf in zip(list(full.log.entries()), list(full.log.leaves()), strict=True):
        written = leaf
        if entry.index == 3:
            body = envelopes.peek(leaf) | {"purpose": "another story"}
            written = envelopes.seal(body, key)
        changed = merkle.leaf_hash(written)
        frontier.append(changed)
        note = checkpoints.sign(
            checkpoints.Checkpoint(full.log.verifier.name, frontier.size, frontier.root()), case_key
        )
        row = tables.ENTRIES.c.position == entry.index
        change(full, sa.update(tables.ENTRIES).where(row).values(leaf=written, hash=changed.hex()))
        change(full, sa.update(tables.CHECKPOINTS).where(tables.CHECKPOINTS.c.size == frontier.size).values(note=note))
        change(full, sa.update(tables.RECEIPTS).where(tables.RECEIPTS.c.entry == entry.id).values(entry=changed.hex()))
    change(full, sa.update(tables.FRONTIER).values(nodes=frontier.dumps()))
    lines = failures(verify(full.root))
    assert len(lines) == 1
    assert "rewritten" in lines[0]


def _resigned(full: Case, position: int, **changed: Any) -> None:
    """Put another leaf, well signed by a stranger's key or the own one, in the place of an entry."""
    key = changed.pop("by", actors.own_key())
    leaf = list(full.log.leaves())[position]
    sealed = envelopes.seal(envelopes.peek(leaf) | changed, key)
    row = {"leaf": sealed, "hash": merkle.leaf_hash(sealed).hex()}
    change(full, sa.update(tables.ENTRIES).where(tables.ENTRIES.c.position == position).values(row))


def test_an_entry_by_somebody_not_enrolled_is_found(full: Case, tmp_path: Path) -> None:
    stranger = actors.load_or_make(tmp_path / "stranger.key")
    _resigned(full, 3, by=stranger, actor=actors.actor_id(keys.public_bytes(stranger)))
    found(full, "entry 3 (add)", "not enrolled")


def test_an_entry_in_the_name_of_another_is_found(full: Case, tmp_path: Path) -> None:
    _resigned(full, 3, by=actors.load_or_make(tmp_path / "stranger.key"))
    found(full, "entry 3 (add)", "is signed by")


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"index": 4}, "column position"),
        ({"case": "0" * 32}, "belongs to the case"),
        ({"act": "find"}, "column act"),
        ({"v": 2}, "version 1"),
        ({"time_us": "now"}, "mistyped"),
        ({"private": {"name": "plain"}}, "commitments"),
        ({"extra": 1}, "foreign"),
    ],
)
def test_an_entry_of_another_form_or_place_is_found(full: Case, changed: dict[str, Any], word: str) -> None:
    _resigned(full, 3, **changed)
    found(full, "entry 3", word)


def test_a_second_beginning_is_found(full: Case) -> None:
    first = envelopes.peek(next(full.log.leaves()))
    _resigned(full, 3, act="init", body=first["body"])
    change(full, sa.update(tables.ENTRIES).where(tables.ENTRIES.c.position == 3).values(act="init"))
    found(full, "entry 3", "made once")


def test_an_act_of_the_wrong_role_is_found(full: Case) -> None:
    """The enrolment that made its signer an investigator is rewritten: what the signer added is without a role."""
    body = envelopes.peek(list(full.log.leaves())[1])["body"]
    _resigned(full, 1, body=body | {"roles": ["custodian"]})
    found(full, "entry 2 (add)", "not enrolled as investigator")


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        (sa.update(tables.SECRETS).values(value=canonical.dumps("x")), ("private field", "not the one committed to")),
        (sa.update(tables.SECRETS).values(value=b"\xff"), ("private field", "not the one committed to")),
        (sa.update(tables.SECRETS).values(salt=None), ("private field", "no entry tells that it was erased")),
        (sa.update(tables.SECRETS).values(position=2), ("filed under entry 2",)),
        (sa.delete(tables.SECRETS), ("private field", "no entry tells")),
        (sa.update(tables.EXHIBITS).values(size=1), ("table exhibits", "size: expected")),
        (sa.update(tables.EXHIBITS).values(media_type="image/png"), ("table exhibits", "found 'image/png'")),
        (sa.delete(tables.RECEIPTS).where(tables.RECEIPTS.c.position == 3), ("table receipts", "row 3", "missing")),
        (sa.insert(tables.RECEIPTS).values(position=99, sha256="", entry=""), ("table receipts", "row 99", "no entry")),
        (sa.update(tables.ACTORS).values(roles='["king"]'), ("table actors", "king")),
        (sa.delete(tables.CHECKPOINTS).where(tables.CHECKPOINTS.c.size == 3), ("checkpoint 3 is missing",)),
        (sa.update(tables.CHECKPOINTS).values(note="x"), ("checkpoint 1", "6 more")),
        (sa.update(tables.FRONTIER).values(nodes=b"\x00" * 8), ("edge of the tree",)),
        (sa.delete(tables.FRONTIER), ("edge of the tree",)),
        (sa.update(tables.ENTRIES).values(hash="0" * 64), ("entry 0", "column hash")),
        (sa.delete(tables.ENTRIES), ("custody log", "empty")),
        (sa.text("CREATE TABLE extra (x)"), ("definition of table extra", "foreign")),
        (
            sa.text("CREATE TRIGGER t AFTER INSERT ON receipts BEGIN DELETE FROM receipts; END"),
            ("trigger t", "foreign"),
        ),
        (sa.text("DROP TABLE receipts"), ("receipts", "no such table")),
        (sa.text("DROP INDEX ix_entries_act"), ("ix_entries_act", "missing")),
    ],
)
def test_every_change_of_the_database_is_found_and_named(
    full: Case, statement: sa.Executable, words: tuple[str]
) -> None:
    change(full, statement)
    found(full, *words)


def test_an_erased_value_that_comes_back_is_found(full: Case) -> None:
    erased = next(full.log.entries(act="erase")).object
    row = tables.SECRETS.c.commitment == erased
    change(full, sa.update(tables.SECRETS).where(row).values(salt=b"\x00" * 32, value=b'"x"'))
    found(full, "erased by entry 6", "yet its value is there")


def test_a_foreign_private_value_is_found(full: Case) -> None:
    row = {"commitment": "f" * 64, "position": 2, "field": "x", "salt": b"", "value": b""}
    change(full, sa.insert(tables.SECRETS).values(row))
    found(full, "f" * 64, "no entry commits to it")


@pytest.mark.parametrize("field", ["name", "regime", "case", "checkpoints"])
def test_changed_settings_are_found(full: Case, field: str) -> None:
    settings = dict(full.settings)
    settings[field] = str(settings[field]) + "x"
    (full.root / "case.json").write_bytes(canonical.dumps(settings) + b"\n")
    assert any("case.json" in line or "is no checkpoint" in line for line in failures(verify(full.root)))


@pytest.mark.parametrize("name", ["case.json", "case.db"])
def test_a_lost_file_of_the_case_fails_and_the_exhibits_are_still_checked(full: Case, name: str) -> None:
    (full.root / name).unlink()
    first = next(full.store.all())
    full.store.path(first).write_bytes(b"other")
    found(full, name)
    found(full, first)


def test_a_database_that_is_none_fails_without_a_traceback(full: Case) -> None:
    (full.root / "case.db").write_bytes(b"not a database" * 1000)
    found(full, "case.db", "not a database")


def test_another_case_key_than_the_makers_is_found(full: Case, tmp_path: Path) -> None:
    actors.case_key_path(full.id).unlink()
    actors.load_or_make(actors.case_key_path(full.id))
    found(full, "key of the checkpoints")


def test_a_damaged_checkpoint_of_ones_own_is_named(full: Case) -> None:
    witness.path(full.id).write_text("x")
    found(full, full.id, "no checkpoint of this case")


def test_checks_that_derive_again_are_part_of_the_report_and_may_fail(full: Case) -> None:
    report = verify(full.root, rederive=lambda case: [Check(Outcome.NOT_CHECKABLE, case.name, "other version")])
    assert Check(Outcome.NOT_CHECKABLE, "case", "other version") in report.checks

    def broken(case: Case) -> list[Check]:
        raise ValueError("no")

    assert any("ValueError: no" in line for line in failures(verify(full.root, rederive=broken)))


def test_the_report_has_a_stable_json(full: Case) -> None:
    document = verify(full.root).to_json()
    assert set(document) == {"ok", "counts", "checks", "not_vouched_for"}
    assert set(document["counts"]) == {"proved", "failed", "not checkable here"}
    assert set(document["checks"][0]) == {"outcome", "what", "why"}


def _content(database: Path) -> list[str] | str:
    """Return all that a database says, or the error."""
    try:
        connection = sqlite3.connect(database)
        try:
            return list(connection.iterdump())
        finally:
            connection.close()
    except (sqlite3.Error, ValueError) as broken:
        return repr(broken)


def _flip(case: Case, times: int, seed: int) -> None:
    """Change one byte at a time, anywhere, and look: found and named, or nothing that counts was changed."""
    chance = random.Random(seed)
    database = case.root / "case.db"
    said = _content(database)
    files = [path for path in sorted(case.root.rglob("*")) if path.is_file()]
    for _ in range(times):
        path = chance.choice([database, database, *files])
        kept = path.read_bytes()
        place, mask = chance.randrange(len(kept)), chance.randrange(1, 256)
        changed = bytearray(kept)
        changed[place] ^= mask
        path.write_bytes(changed)
        report = verify(case.root)
        where = f"{path.name}, byte {place} ^ {mask}: {failures(report)}"
        listed = {one.what for one in report.not_vouched_for}
        if report.ok:
            assert path.name in listed, where
            assert _content(database) == said, where
        else:
            named = path.name if path != database else ""
            assert any(named in line for line in failures(report)), where
        path.write_bytes(kept)
    assert verify(case.root).ok


def test_a_byte_changed_anywhere_is_found_and_named_or_not_vouched_for(full: Case) -> None:
    _flip(full, 20, 1)


@pytest.mark.slow
def test_a_thousand_bytes_changed_anywhere_are_found_and_named_or_not_vouched_for(full: Case) -> None:
    _flip(full, 1000, 2)


def test_the_published_log_passes_the_checks_of_a_case(tmp_path: Path) -> None:
    published = vectors.published()["custody_log"]
    verifier = Verifier.parse(published["verifier_key"])
    database = Database.sqlite(tmp_path / "case.db", create=True)
    with database.writing() as connection:
        tables.LOG.create_all(connection)
        for leaf in map(str.encode, published["leaves"]):
            entry = entries.parse(leaf)
            row = {"position": entry.index, "leaf": leaf, "hash": entry.id, "act": entry.act, "object": entry.object}
            connection.execute(sa.insert(tables.ENTRIES).values(row))
    report = Report()
    log = CustodyLog(database, verifier.name.removeprefix("fairlead/"), verifier, read_only=True)
    audit = log_checks.check_log(log, report)
    assert [check.what for check in report.checks if check.outcome is Outcome.PROVED] == ["custody log"]
    tree = checkpoints.open_checkpoint(published["checkpoint"], [verifier])
    assert (audit.size, audit.roots[-1]) == (tree.size, tree.root)
