"""A tip from the drop into the vault: pulled, opened, shown, answered, judged; and what is refused on the way."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from drop_world import ORIGIN, Drop, sealed_tip
from vault_world import FILE, SECRET, As

from fairlead import case as cases
from fairlead.case import Case
from fairlead.errors import FairleadError, IntegrityError, MisuseError, RefusedError, UnreachableError, UnreadableError
from fairlead.evidence import sealed
from fairlead.evidence.log import Act
from fairlead.vault import release
from fairlead.vault.dropclient import DropClient
from fairlead.vault.holder import Holder
from fairlead.vault.triage import Told, triage
from fairlead_drop import log
from fairlead_drop.words import Words
from fairlead_ledger import age


def _failed(case: Case) -> list[str]:
    return [f"{check.what}: {check.why}" for check in cases.verify(case.root).checks if check.outcome.value == "failed"]


def test_a_tip_is_pulled_opened_shown_and_answered(
    ready: Case, drop: Drop, client: DropClient, holder: Holder, as_: As
) -> None:
    words = drop.words(drop.send_plain(SECRET, [FILE], "ko").text)
    with as_("intake"):
        assert ready.vault.pull(client).new == 1
        (tip,) = ready.vault.tips()
        assert (tip.opened, tip.grade, tip.mailbox, tip.leaf.tier) == (False, "F6", words.mailbox, "T3")
        ready.vault.open(tip, holder)
        seen = ready.vault.show(tip, holder, "to read")
        ready.vault.reply(tip, "언제였습니까?", holder, client)
        ready.vault.set_status(tip, "in_use", client)
    assert (seen.message.text, seen.message.language) == (SECRET, "ko")
    assert [(label.name, label.size) for _, label in seen.files] == [(FILE[0], len(FILE[1]))]
    exhibit, label = seen.files[0]
    assert b"".join(ready.exhibits.unseal(exhibit, label)) == FILE[1]
    shown = drop.client.post("/ko/mailbox/plain", data={"words": words.text()}).text
    assert "언제였습니까?" in shown
    assert "검토 중" in shown
    assert not list(drop.store.sealed.iterdir()), "what the office has leaves the drop"
    assert _failed(ready) == []
    acts = [entry.act for entry in ready.log.entries()][-7:]
    assert acts == ["seal", "tip_open", "unseal", "unseal", "seal", "tip_reply", "tip_status"]


def test_nothing_of_a_tip_lies_anywhere_in_clear(
    opened: Callable[..., Any],
    ready: Case,
    client: DropClient,
    holder: Holder,
    tmp_path: Path,
    as_: As,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "temp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temp"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temp"))
    tip = opened(language="ko")
    with as_("intake"):
        seen = ready.vault.show(tip, holder, "to read")
        ready.vault.reply(tip, "CANARY-IN-A-REPLY", holder, client)
        triage([Told(one.id, one.mailbox, message.text) for one, message in ready.vault.messages(holder, "triage")])
        with pytest.raises((UnreadableError, RefusedError)):  # no reader knows it; or there is no sandbox here
            release.read(ready.vault, seen.files[0][0], holder, "to assess it")
    canaries = [SECRET.encode(), SECRET[:20].encode(), b"CANARY-IN-A-FILE", FILE[0].encode(), b"CANARY-IN-A-REPLY"]
    canaries += [SECRET.encode("utf-16-le"), "나는 보았다".encode(), b"bill of lading", SECRET[30:].encode()]
    looked = 0
    for folder in (ready.root, Path(os.environ["FAIRLEAD_HOME"]), tmp_path):
        for file in folder.rglob("*"):
            if file.is_file():
                looked += 1
                data = file.read_bytes()
                assert [one for one in canaries if one in data] == [], file
    assert looked > 8
    assert SECRET[:12] not in caplog.text


def test_an_interrupted_opening_is_done_again_and_leaves_no_second_message(
    ready: Case, drop: Drop, client: DropClient, holder: Holder, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    drop.send_plain(SECRET, [FILE])
    with as_("intake"):
        ready.vault.pull(client)
        (tip,) = ready.vault.tips()
        with monkeypatch.context() as patch:
            patch.setattr(type(ready.awards), "opening", interrupted)
            with pytest.raises(KeyboardInterrupt):
                ready.vault.open(tip, holder)
        ready.vault.open(tip, holder)
    assert [entry.body["what"] for _, entry in ready.vault.parts(tip)] == ["message", "file"]
    assert _failed(ready) == []


def test_a_reply_that_the_drop_did_not_take_is_not_told_as_sent(
    opened: Callable[..., Any],
    ready: Case,
    client: DropClient,
    holder: Holder,
    as_: As,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def unreachable(*_: object, **__: object) -> None:
        raise UnreachableError("the drop did not answer")

    tip = opened()
    with as_("intake"):
        with monkeypatch.context() as patch:
            patch.setattr(DropClient, "ask", unreachable)
            with pytest.raises(UnreachableError):
                ready.vault.reply(tip, "Which day?", holder, client)
        assert ready.vault.parts(tip, "reply") == []
        ready.vault.reply(tip, "Which day?", holder, client)
        assert len(ready.vault.parts(tip, "reply")) == 1


def test_only_intake_opens_and_an_investigator_does_not(
    ready: Case, drop: Drop, client: DropClient, holder: Holder, as_: As
) -> None:
    drop.send_plain(SECRET)
    with as_("intake"):
        ready.vault.pull(client)
    (tip,) = ready.vault.tips()
    with pytest.raises(RefusedError, match="no intake"):
        ready.vault.open(tip, holder)
    with as_("judge"), pytest.raises(RefusedError, match="no intake"):
        ready.vault.pull(client) if drop.send_plain(SECRET) else None


def test_another_key_opens_nothing_and_leaves_nothing(
    ready: Case, drop: Drop, client: DropClient, tmp_path: Path, as_: As
) -> None:
    from fairlead_ledger.age_keys import Identity

    drop.send_plain(SECRET)
    other = tmp_path / "other.txt"
    other.write_text(Identity.generate().secret_text())
    with as_("intake"):
        ready.vault.pull(client)
        (tip,) = ready.vault.tips()
        size = ready.log.size()
        with pytest.raises(MisuseError, match=r"other\.txt does not open this"):
            ready.vault.open(tip, Holder(other))
    assert ready.log.size() == size


def test_a_tip_is_opened_once_and_a_second_pull_brings_nothing(
    opened: Callable[..., Any], ready: Case, client: DropClient, holder: Holder, as_: As
) -> None:
    tip = opened()
    with as_("intake"):
        size = ready.log.size()
        with pytest.raises(MisuseError, match="opened before"):
            ready.vault.open(tip, holder)
        assert ready.log.size() == size, "nothing was sealed a second time"
        pulled = ready.vault.pull(client)
    assert (pulled.new, pulled.damaged, pulled.gone) == (0, 0, 0)


def test_what_no_page_of_ours_sealed_is_one_file(
    opened: Callable[..., Any], ready: Case, drop: Drop, holder: Holder, client: DropClient, as_: As
) -> None:
    drop.send_sealed(age.seal(b"just text", drop.store.recipients()[1].recipients))
    with as_("intake"):
        ready.vault.pull(client)
        (tip,) = ready.vault.tips()
        ready.vault.open(tip, holder)
        seen = ready.vault.show(tip, holder, "to read")
    ((exhibit, label),) = seen.files
    assert (label.name, seen.message.text) == (None, "")
    assert b"".join(ready.exhibits.unseal(exhibit, label)) == b"just text"


def test_a_tip_damaged_in_the_middle_is_kept_as_far_as_it_goes(
    ready: Case, drop: Drop, client: DropClient, holder: Holder, as_: As
) -> None:
    words = Words.generate()
    whole = sealed_tip(drop, "T2", words, SECRET, [("a.bin", b"x" * 200_000)])
    plain = age.open_sealed(whole, [drop.office.identity])
    drop.send_sealed(age.seal(plain[:150_000], drop.store.recipients()[1].recipients))
    with as_("intake"):
        ready.vault.pull(client)
        (tip,) = ready.vault.tips()
        entry = ready.vault.open(tip, holder)
        seen = ready.vault.show(tip, holder, "to read")
    assert (seen.message.text, seen.files) == (SECRET, ())
    assert "ends too early" in entry.body["damaged"]


def test_a_drop_that_rewrites_its_log_is_found(ready: Case, drop: Drop, client: DropClient, as_: As) -> None:
    for number in range(3):
        drop.send_plain(f"{SECRET} {number}")
    drop.days.append("2026-02-02")
    log.make_checkpoint(drop.store)
    with as_("intake"):
        ready.vault.pull(client)
        tip = ready.vault.tips()[1]
        proof = ready.vault.filed(tip)
        assert proof is not None
        assert proof.verify(drop.store.folder.verifier).size == 3
        with drop.store.writing() as database:
            other = proof.leaf.dumps().replace(b"2026-02-01", b"2026-01-31")
            database.execute("UPDATE tips SET leaf = ? WHERE position = 1", (other,))
        with pytest.raises(IntegrityError, match="was rewritten"):
            ready.vault.pull(client)
        ready.vault.know("http://elsewhere.test", ORIGIN, str(drop.store.folder.verifier))
        with pytest.raises(IntegrityError, match="was rewritten"):
            ready.vault.pull(client)  # what was seen before is not forgotten with a new address


def test_bytes_that_are_not_those_of_their_leaf_are_not_taken(
    ready: Case, drop: Drop, client: DropClient, as_: As
) -> None:
    drop.send_plain(SECRET)
    (file,) = drop.store.sealed.iterdir()
    file.write_bytes(file.read_bytes()[:-1] + b"x")
    with as_("intake"):
        pulled = ready.vault.pull(client)
    assert (pulled.new, pulled.damaged, ready.vault.tips()) == (0, 1, [])
    assert list(ready.store.all()) == []


def test_a_grade_begins_as_unknown_and_needs_its_reason(opened: Callable[..., Any], ready: Case, as_: As) -> None:
    tip = opened()
    assert tip.grade == "F6"
    with as_("intake"):
        with pytest.raises(MisuseError, match="reason"):
            ready.vault.grade(tip, "B2", " ")
        with pytest.raises(MisuseError, match="no grade"):
            ready.vault.grade(tip, "Z9", "because")
        ready.vault.grade(tip, "B2", "two other sources agree")
    assert ready.vault.one(tip.id).grade == "B2"


def test_a_sealed_exhibit_is_in_no_list_that_readers_and_dossiers_use(opened: Callable[..., Any], ready: Case) -> None:
    opened()
    assert ready.exhibits.all() == []
    assert len(ready.exhibits.sealed()) == 3
    for exhibit in ready.exhibits.sealed():
        assert (exhibit.handling.marking, exhibit.handling.may_show) == ("red", False)
        with pytest.raises(RefusedError, match="is sealed"):
            ready.exhibits.open(exhibit)


def test_a_changed_sealed_file_fails_and_cannot_be_shown(
    opened: Callable[..., Any], ready: Case, holder: Holder, as_: As
) -> None:
    tip = opened()
    exhibit = ready.vault.parts(tip, "message")[0][0]
    path = ready.store.path(exhibit.sha256)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    assert any(exhibit.sha256 in one and "bytes were changed" in one for one in _failed(ready))
    with as_("intake"), pytest.raises(IntegrityError, match="cannot be opened"):
        ready.vault.show(tip, holder, "to read")


def test_the_drop_must_answer_to_its_name_and_know_the_key(ready: Case, drop: Drop, as_: As) -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    stranger = DropClient("http://drop.test", ORIGIN, Ed25519PrivateKey.generate(), drop.client)
    with as_("intake"), pytest.raises(RefusedError, match="the drop refused list"):
        ready.vault.pull(stranger)
    with as_("intake"), pytest.raises(MisuseError, match="is not known"):
        ready.vault.pull(DropClient("http://drop.test", "another.example/x", drop.office.key, drop.client))


def test_no_representation_shows_a_message_or_a_label(
    opened: Callable[..., Any], ready: Case, holder: Holder, as_: As
) -> None:
    tip = opened()
    with as_("intake"):
        seen = ready.vault.show(tip, holder, "to read")
    assert "buoy" not in repr(seen)
    assert "AGE-SECRET" not in repr(seen)
    assert "lading" not in repr(seen)


def test_an_error_in_a_source_s_bytes_shows_nothing_of_them(
    ready: Case, drop: Drop, client: DropClient, holder: Holder, as_: As
) -> None:
    drop.send_plain(SECRET)
    with as_("intake"):
        ready.vault.pull(client)
        (tip,) = ready.vault.tips()
        path = ready.store.path(tip.id)
        path.write_bytes(path.read_bytes()[:-40])
        with pytest.raises(UnreadableError, match="were changed or cut") as refused:
            ready.vault.open(tip, holder)
    assert "buoy" not in str(refused.value)


@pytest.mark.parametrize("wrong", [{"sha256": "0" * 64}, {"size": 3}, {"size": 10_000}])
def test_a_sealed_exhibit_that_is_not_what_its_label_says_is_refused_at_the_end(wrong: dict[str, Any]) -> None:
    sealing = sealed.Sealing([b"twelve bytes"])
    file = b"".join(sealing.sealed())
    label = sealing.label("name", None, "text/plain")
    assert b"".join(sealed.opened(label, [file], "it")) == b"twelve bytes"
    with pytest.raises(IntegrityError, match="not what its label says"):
        list(sealed.opened(replace(label, **wrong), [file], "it"))


def test_one_tip_that_cannot_be_opened_stops_none_of_its_lot(
    ready: Case, drop: Drop, client: DropClient, holder: Holder, as_: As
) -> None:
    for number in range(4):
        drop.send_plain(f"{SECRET} {number}", [])
    with as_("intake"):
        ready.vault.pull(client)
        first, second, third, fourth = ready.vault.tips()
        path = ready.store.path(second.id)
        path.write_bytes(path.read_bytes()[:200])  # its header is cut: there is nothing to keep
        ready.vault.open(third, holder)
        found = list(ready.vault.open_all([first, second, third, fourth], holder))
    assert {tip.id for tip, entry in found if not isinstance(entry, FairleadError)} == {first.id, fourth.id}
    assert [one.opened for one in ready.vault.tips()] == [True, False, True, True]


def test_tips_of_one_lot_are_written_at_once_and_each_entry_has_its_checkpoint(
    ready: Case, drop: Drop, client: DropClient, holder: Holder, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        drop.send_plain(f"{SECRET} {number}", [])
    written: list[int] = []
    append_all = type(ready.log).append_all

    def counted(log: Any, acts: Any) -> Any:
        written.append(len(acts))
        return append_all(log, acts)

    monkeypatch.setattr(type(ready.log), "append_all", counted)
    with as_("intake"):
        assert ready.vault.pull(client).new == 3
        assert len(list(ready.vault.open_all(ready.vault.tips(), holder))) == 3
    assert written == [3, 6], "three receipts; three messages and three openings"
    assert _failed(ready) == []


def test_a_refused_act_takes_the_others_of_its_transaction_with_it(ready: Case, as_: As) -> None:
    size = ready.log.size()
    noted = Act("drop", ORIGIN, {"url": "u", "key": "k", "checkpoint": None})
    for refused, error in (
        (Act("epoch_begin", "2", {"recipients": [], "retention_days": 1}), RefusedError),
        (Act("tip_grade", "a" * 64, {"grade": "Z9"}), MisuseError),
    ):
        with as_("intake"), pytest.raises(error):
            ready.log.append_all([noted, refused])
    assert ready.log.size() == size
    assert ready.vault.drops()[0]["url"] != "u"
    assert _failed(ready) == []


def test_a_drop_that_was_taken_over_cannot_fill_the_office_s_disk_or_memory(
    ready: Case, drop: Drop, client: DropClient, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop.send_plain(SECRET)
    given = 0

    def endless(position: int) -> Iterator[bytes]:
        nonlocal given
        while given < 1 << 30:
            given += 1 << 16
            yield bytes(1 << 16)

    monkeypatch.setattr(client, "fetch", endless)
    with as_("intake"):
        pulled = ready.vault.pull(client)
    assert (pulled.new, pulled.damaged) == (0, 1)
    assert given <= 1 << 18
    monkeypatch.setattr("fairlead.vault.dropclient.MAX_ANSWER", 100)
    with as_("intake"), pytest.raises(UnreachableError, match="more than 100 bytes"):
        ready.vault.pull(client)
