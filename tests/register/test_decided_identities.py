"""Acts on identity: signed, refused where they contradict, taken back by another act, and replayed by verify."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import sqlalchemy as sa

from fairlead import case as cases
from fairlead.case import Case
from fairlead.errors import MisuseError
from fairlead.evidence import tables
from fairlead.register.identities import ACTS

ONE, OTHER = "un-1718-vessels:12", "ofac-sdn:1001"


def test_a_decision_stands_with_its_reason_until_it_is_taken_back(case: Case) -> None:
    act = case.identities.decide("same", OTHER, ONE, "same hull on both photographs")
    (decision,) = case.identities.decisions().all
    assert (decision.one, decision.other, decision.entry) == (*sorted((ONE, OTHER)), act.id)
    assert "same hull on both photographs" in decision.told()
    case.identities.take_back(str(act.index), "a sister ship")
    assert not case.identities.decisions()
    assert [entry.act for entry in case.identities.acts()] == ["same", "take_back_identity"]
    case.identities.decide("distinct", ONE, OTHER, "a sister ship")


def test_a_contradiction_leaves_neither_entry_nor_act(case: Case) -> None:
    case.identities.decide("same", ONE, OTHER, "a reason")
    before = len(list(case.log.entries()))
    with pytest.raises(MisuseError, match="decided already"):
        case.identities.decide("distinct", ONE, OTHER, "another reason")
    assert len(list(case.log.entries())) == before


@pytest.mark.parametrize("because", ["", "  "])
def test_an_act_without_a_reason_is_refused(case: Case, because: str) -> None:
    with pytest.raises(MisuseError, match="reason"):
        case.identities.decide("same", ONE, OTHER, because)
    with pytest.raises(MisuseError, match="reason"):
        case.identities.delisted(ONE, "2020-01-01", because)


def test_what_is_taken_back_once_cannot_be_again(case: Case) -> None:
    act = case.identities.decide("same", ONE, OTHER, "a reason")
    case.identities.take_back(act.id[:8], "an error")
    with pytest.raises(MisuseError, match="taken back already"):
        case.identities.take_back(act.id[:8], "an error")
    with pytest.raises(MisuseError, match="no act on identity"):
        case.identities.take_back("ffff", "an error")


def test_a_delisting_is_one_act_dated_and_reversible(case: Case) -> None:
    act = case.identities.delisted(ONE, "2020-07-02", "press release")
    (delisting,) = case.identities.delistings()
    assert (delisting.list_id, delisting.entry, delisting.on) == ("un-1718-vessels", "12", "2020-07-02")
    with pytest.raises(MisuseError, match="already"):
        case.identities.delisted(ONE, "2020-07-03", "press release")
    with pytest.raises(MisuseError, match="future"):
        case.identities.delisted(OTHER, "2999-01-01", "press release")
    with pytest.raises(MisuseError, match="entry of a list"):
        case.identities.delisted("imo:9074729", "2020-07-03", "press release")
    case.identities.take_back(act.id, "another ship")
    assert case.identities.delistings() == []


def test_verify_replays_them_and_finds_one_changed_behind_the_log(case: Case) -> None:
    act = case.identities.decide("same", ONE, OTHER, "a reason")
    case.identities.take_back(act.id, "an error")
    case.identities.decide("distinct", ONE, OTHER, "another")
    assert cases.verify(case.root).ok
    with case.log.database.writing() as connection:
        connection.execute(sa.update(ACTS).where(ACTS.c.act == "same").values(taken_back=None))
    failed = [check for check in cases.verify(case.root).checks if check.outcome == "failed"]
    assert [check.what for check in failed] == [f"{case.log.database.name}: table register_identities"]


def test_a_case_made_before_there_were_such_acts_verifies_and_can_be_read(case: Case) -> None:
    with case.log.database.writing() as connection:
        ACTS.drop(connection)
    assert cases.verify(case.root).ok
    opened = Case.open(case.root, read_only=True)
    assert not opened.identities.decisions()
    assert opened.identities.delistings() == []


def test_no_reading_is_touched_and_the_entry_is_public(case: Case, tmp_path: Path) -> None:
    (tmp_path / "photo.txt").write_text("a photograph", encoding="utf-8")
    kept = case.exhibits.add(tmp_path / "photo.txt")
    act = case.identities.decide("same", ONE, OTHER, "as seen", exhibits=[kept.sha256[:8]], since="2018-01-01")
    assert act.body["exhibits"] == [kept.sha256]
    assert not case.readings_folder.exists() or not list(case.readings_folder.iterdir())
    with case.log.database.reading() as connection:
        leaf = connection.execute(sa.select(tables.ENTRIES.c.leaf).where(tables.ENTRIES.c.hash == act.id)).scalar()
    assert leaf is not None
    assert json.dumps("as seen")[1:-1].encode() in leaf
