"""A source and its award, with twelve words alone: told the decision, claims, contests, withdraws."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from drop_world import Drop
from vault_world import As

from fairlead.awards import programme
from fairlead.case import Case
from fairlead.cli import group
from fairlead.errors import MisuseError, RefusedError
from fairlead.vault import telling
from fairlead.vault.dropclient import DropClient
from fairlead.vault.holder import Holder
from fairlead.vault.intake import Tip
from fairlead_drop.words import Words
from fairlead_ledger import age, tips

OCCASION = "c" * 64


@pytest.fixture
def words(drop: Drop) -> Words:
    return drop.words(drop.send_plain("I saw the papers.", language="ko").text)


@pytest.fixture
def tip(ready: Case, words: Words, client: DropClient, holder: Holder, as_: As) -> Tip:
    with as_("intake"):
        ready.vault.pull(client)
        (tip,) = ready.vault.tips()
        ready.vault.open(tip, holder)
    ready.awards.led_to(tip.id, "confirmed", occasion=OCCASION)
    return ready.vault.one(tip.id)


def _award(case: Case, name: str, *tips: str) -> str:
    return case.awards.open(programme.read(name), f"{name}.yaml", tips, [OCCASION]).object


def _assess(case: Case, as_: As, award: str, tip: str, **changes: Any) -> None:
    rules = case.awards.one(award).programme
    names = [one.name for one in (*rules.raising, *rules.lowering)]
    made = {
        "outcome": "award",
        "reasons": "as the exhibits show",
        "test": {one.name: "met" for one in rules.test},
        "factors": {name: {"finding": "neither", "reasons": "nothing bears on it", "exhibits": []} for name in names},
        "amount": 50_000,
        "shares_bp": {tip: 10_000},
    }
    with as_("judge"):
        case.awards.step(award, "award_eligibility", {"answers": {one.name: "no" for one in rules.eligibility}})
        case.awards.assess(award, made | changes)


def test_the_decision_is_read_with_the_words_and_contested_with_them(
    ready: Case, drop: Drop, words: Words, tip: Tip, client: DropClient, holder: Holder, as_: As
) -> None:
    award = _award(ready, "example-fixed-cap", tip.id)
    _assess(ready, as_, award, tip.id)
    with as_("intake"):
        telling.tell(ready.vault, ready.awards, ready.awards.one(award), tip, holder, client)
    assert tip.id in ready.awards.one(award).file.told_on
    page = drop.client.post("/ko/mailbox/plain", data={"words": words.text()}).text
    assert "50,000 USD" in page
    assert "이의를 제기" in page
    sent = drop.send_plain("It was worth more.", words=words.text(), kind="contest")
    assert sent.status_code == 200, sent.text
    with as_("intake"):
        ready.vault.pull(client)
        message = ready.vault.tips()[-1]
        ready.vault.open(message, holder)
        (wish,) = telling.wishes(ready.vault, ready.awards)
        telling.record(ready.awards, wish)
    (contest,) = ready.awards.one(award).file.contests
    assert contest["tip"] == tip.id
    assert [one.recorded for one in telling.wishes(ready.vault, ready.awards)] == [True]


def test_a_claim_and_a_withdrawal_come_through_the_mailbox_too(
    ready: Case, drop: Drop, words: Words, tip: Tip, client: DropClient, holder: Holder, as_: As
) -> None:
    award = _award(ready, "example-share", tip.id)
    for kind in ("claim", "withdraw"):
        drop.send_plain("please", words=words.text(), kind=kind)
        with as_("intake"):
            ready.vault.pull(client)
            ready.vault.open(ready.vault.tips()[-1], holder)
            pending = [one for one in telling.wishes(ready.vault, ready.awards) if not one.recorded]
            telling.record(ready.awards, pending[0])
        if kind == "claim":
            assert ready.awards.one(award).file.claimed == (tip.id,)
    assert ready.awards.one(award).file.status == "withdrawn"


def test_a_stranger_s_contest_touches_no_award(
    ready: Case, drop: Drop, tip: Tip, client: DropClient, holder: Holder, as_: As
) -> None:
    _award(ready, "example-fixed-cap", tip.id)
    drop.send_plain("I contest it.", kind="contest")
    with as_("intake"):
        ready.vault.pull(client)
        ready.vault.open(ready.vault.tips()[-1], holder)
        (wish,) = telling.wishes(ready.vault, ready.awards)
        with pytest.raises(MisuseError, match="no award names"):
            telling.record(ready.awards, wish)


def _forged(drop: Drop, victim: Words, kind: str, reply_to: str | None) -> bytes:
    """Return a message into somebody's mailbox, by who copied the drop: the mailbox is known, the words are not."""
    writer, recipients = tips.TipWriter(), drop.store.recipients()[1]
    header = tips.Header("T2", kind, None, "\x1b]0;owned\x07", victim.mailbox, reply_to)
    data = b"".join([writer.header(header), writer.text("I withdraw."), *writer.finish()])
    return age.seal(data, recipients.recipients, [tips.Mark("T2", 1, victim.mailbox).stanza()])


@pytest.mark.parametrize("named", ["another key", "no key"])
def test_who_copied_the_drop_can_neither_withdraw_for_a_source_nor_get_its_answers(
    ready: Case,
    drop: Drop,
    words: Words,
    tip: Tip,
    client: DropClient,
    holder: Holder,
    as_: As,
    named: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    award = _award(ready, "example-fixed-cap", tip.id)
    own = str(Words.generate().identity.recipient()) if named == "another key" else None
    sent = drop.send_sealed(_forged(drop, words, "withdraw", own))
    assert sent.status_code == 200, "the drop cannot tell"
    with as_("intake"):
        ready.vault.pull(client)
        forged = ready.vault.tips()[-1]
        ready.vault.open(forged, holder)
        forged = ready.vault.one(forged.id)
        assert forged.mailbox == tip.mailbox
        (wish,) = telling.wishes(ready.vault, ready.awards)
        with pytest.raises(RefusedError, match="another key than tip"):
            telling.record(ready.awards, wish)
        with pytest.raises(RefusedError, match="not the words"):
            ready.vault.reply(forged, "Who told you?", holder, client)
        ready.vault.reply(tip, "Thank you.", holder, client)
    assert ready.awards.one(award).file.status == "open"
    capsys.readouterr()
    asked = ["tips", ready.root, "show", forged.id, "--identity", holder._file, "--purpose", "to see"]
    with as_("intake"):
        assert not group.main([str(one) for one in asked], standalone_mode=False)
    shown = "".join(capsys.readouterr())
    assert "NOT by who wrote" in shown
    assert "\x1b" not in shown


def test_a_drop_that_lists_a_tip_under_another_mailbox_gives_nobody_its_reward(
    ready: Case, drop: Drop, words: Words, tip: Tip, client: DropClient, holder: Holder, as_: As
) -> None:
    """By the drop's word the thief's own tip came first, with the key of the claim; the claimant's key is another."""
    award = _award(ready, "example-share", tip.id)
    thief = drop.words(drop.send_plain("Something.").text)
    drop.send_plain("I claim.", words=thief.text(), kind="claim")
    with as_("intake"):
        ready.vault.pull(client)
        for one in ready.vault.tips():
            if not one.opened:
                ready.vault.open(one, holder)
        listed = sorted(ready.vault.tips(), key=lambda one: one.id == tip.id)
        lying = [replace(one, mailbox=thief.mailbox) for one in listed]
        ready.vault.tips = lambda: lying  # type: ignore[method-assign]
        (wish,) = telling.wishes(ready.vault, ready.awards)
        assert wish.claimant == tip.id
        with pytest.raises(RefusedError, match="not by who wrote that"):
            telling.record(ready.awards, wish)
    assert ready.awards.one(award).file.claimed == ()


def test_a_source_reads_nothing_of_other_claimants(ready: Case, tip: Tip, as_: As) -> None:
    other = "b" * 64
    with as_("intake"):
        ready.awards.opened(other, tier=None, call=None)
    ready.awards.led_to(other, "confirmed", occasion=OCCASION)
    award = _award(ready, "example-fixed-cap", tip.id, other)
    _assess(ready, as_, award, tip.id, shares_bp={tip.id: 6_000, other: 4_000})
    text = telling.decision(ready.awards.one(award), tip.id, "en")
    assert "30,000 USD" in text
    assert not any(part in text for part in ("20,000", "50,000", other[:8], "40 %", "60 %"))


@pytest.mark.parametrize("language", ["en", "ko", "zh", "ru", None, "xx"])
def test_a_denial_is_told_with_its_reasons_in_each_language(
    ready: Case, tip: Tip, as_: As, language: str | None, opened: Callable[..., Any]
) -> None:
    award = _award(ready, "example-fixed-cap", tip.id)
    _assess(ready, as_, award, tip.id, outcome="deny", reasons="it was known before", shares_bp={})
    text = telling.decision(ready.awards.one(award), tip.id, language)
    assert "it was known before" in text
    assert "USD" not in text
