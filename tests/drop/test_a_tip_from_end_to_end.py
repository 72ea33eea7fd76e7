"""A tip's whole way: told, filed, proved, pulled, opened, answered, read. Through T3 and T2, without a browser."""

from __future__ import annotations

import hashlib

from drop_world import CALL, Drop, reply_to, sealed_tip

from fairlead_drop import log
from fairlead_drop.words import Words
from fairlead_ledger import age, tips
from fairlead_ledger.filing import Filing, Leaf

SECRET = "The ship lay at the third buoy, and I saw the papers."


def test_a_tip_without_javascript_reaches_the_office_and_its_answer_the_source(drop: Drop) -> None:
    filed = drop.send_plain(
        SECRET, [("Фото.jpg", b"\xff\xd8" * 50_000), ("b.txt", b"")], "ru", call=CALL.id, kind="claim"
    )
    assert filed.status_code == 200, filed.text
    words = drop.words(filed.text)

    listed = drop.office.ask(drop.client, "list").json()
    assert "\n0\n" in listed["checkpoint"], "the day's checkpoint was made before the tip came"
    (entry,) = listed["tips"]
    leaf = Leaf.loads(entry["leaf"].encode())
    assert (leaf.tier, leaf.day, entry["mailbox"], entry["proof"]) == ("T3", "2026-02-01", words.mailbox, None)
    sealed = drop.office.fetch(drop.client, entry["position"])
    assert hashlib.sha256(sealed).hexdigest() == leaf.sha256

    header, text, *parts = drop.office.open(sealed)
    reply = str(words.identity.recipient())
    assert header == tips.Header("T3", "claim", CALL.id, "ru", words.mailbox, reply)
    assert text == tips.Text(SECRET)
    assert [part.name for part in parts if isinstance(part, tips.FileStart)] == ["Фото.jpg", "b.txt"]
    assert b"".join(part.data for part in parts if isinstance(part, tips.FileData)) == b"\xff\xd8" * 50_000

    answer = "감사합니다. 언제였습니까?"
    assert drop.office.ask(drop.client, "reply", mailbox=words.mailbox, sealed=reply_to(words, answer)).json() == {
        "number": 1
    }
    assert drop.office.ask(drop.client, "status", mailbox=words.mailbox, status="in_use").json() == {}
    shown = drop.client.post("/ko/mailbox/plain", data={"words": words.text().upper()}).text
    assert answer in shown
    assert "검토 중" in shown
    assert SECRET not in shown

    again = drop.send_plain("It was in May.", words=words.text(), kind="message")
    assert again.status_code == 200
    assert "<ol class=" not in again.text, "the words are not shown again"
    second = drop.office.ask(drop.client, "list", after=0).json()["tips"]
    assert [one["mailbox"] for one in second] == [words.mailbox]


def test_a_file_sealed_elsewhere_gets_words_at_upload(drop: Drop) -> None:
    recipients = drop.store.recipients()[1].recipients
    filed = drop.send_sealed(age.seal(SECRET.encode(), recipients))
    assert filed.status_code == 200, filed.text
    words = drop.words(filed.text)
    (entry,) = drop.office.ask(drop.client, "list").json()["tips"]
    assert entry["mailbox"] == words.mailbox
    assert age.open_sealed(drop.office.fetch(drop.client, 0), [drop.office.identity]) == SECRET.encode()


def test_a_file_sealed_offline_keeps_its_own_mailbox(drop: Drop) -> None:
    words = Words.generate()
    filed = drop.send_sealed(sealed_tip(drop, "T2", words, SECRET))
    assert filed.status_code == 200, filed.text
    assert "<ol class=" not in filed.text.split("<main")[1]
    assert drop.mailbox(words)["status"] == "filed"


def test_the_words_fetch_a_proof_that_verifies_offline_once_the_day_is_over(drop: Drop) -> None:
    boxes = [drop.words(drop.send_plain(f"{SECRET} {number}").text) for number in range(5)]
    assert log.make_checkpoint(drop.store) is None, "the checkpoint of the day was made when the service began"
    assert drop.mailbox(boxes[0])["tips"][0]["proof"] is None
    drop.days.append("2026-02-02")
    assert log.make_checkpoint(drop.store) is not None
    assert log.make_checkpoint(drop.store) is None, "one a day"
    for index, words in enumerate(boxes):
        (tip,) = drop.mailbox(words)["tips"]
        proof = Filing.loads(tip["proof"].encode())
        assert proof.verify(drop.store.folder.verifier).size == 5
        assert (proof.index, proof.leaf.day) == (index, "2026-02-01")
        shown = drop.client.post("/en/mailbox/plain", data={"words": words.text()}).text
        assert "Proof of filing" in shown
    assert drop.office.ask(drop.client, "list").json()["tips"][4]["proof"] == tip["proof"]
    assert log.check(drop.store) == []


def test_tips_that_the_office_has_leave_the_drop_and_their_leaves_stay(drop: Drop) -> None:
    drop.send_plain(SECRET)
    assert drop.office.ask(drop.client, "taken", positions=[0]).json() == {"taken": 1}
    assert not list(drop.store.sealed.iterdir())
    assert drop.office.ask(drop.client, "fetch", position=0).status_code == 404
    assert drop.office.ask(drop.client, "list").json()["tips"][0]["kept"] is False
    assert log.check(drop.store) == []
