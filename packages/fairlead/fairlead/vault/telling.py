"""An award through the mailbox: the preliminary decision told to a source, and what sources want done, taken down.

What a source reads is the decision on its own tip alone: amount, factors, reasons, and until when it can be contested;
of other claimants nothing, not even how many there are. Reasons stand in the office's words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from fairlead.awards.acts import Award, Awards
from fairlead.errors import MisuseError, RefusedError
from fairlead.evidence.entries import Entry
from fairlead.vault.holder import Holder
from fairlead.vault.intake import Tip, Vault

if TYPE_CHECKING:
    from fairlead.vault.dropclient import DropClient

WISHES = {"claim": "award_claim", "contest": "award_contest", "withdraw": "award_withdraw"}
"""Kinds of messages (as the drop's page offers them) and the step of the award by which each is recorded."""

_SENTENCES = {
    "en": (
        "This is a preliminary decision on a reward for what you told us.",
        "It would be {amount}.",
        "No reward would be paid.",
        "You can contest it until {day}, or withdraw: open this mailbox with your words and choose so.",
        "Why:",
    ),
    "ko": (
        "알려 주신 내용에 대한 보상의 예비 결정입니다.",
        "금액은 {amount}입니다.",
        "보상은 지급되지 않습니다.",
        "{day}까지 이의를 제기하거나 철회할 수 있습니다. 단어로 이 사서함을 열고 선택하십시오.",
        "이유:",
    ),
    "zh": (
        "这是对您所提供信息的奖励的初步决定。",
        "金额为 {amount}。",
        "不支付奖励。",
        "您可以在 {day} 之前提出异议或撤回：用您的单词打开此邮箱并选择。",
        "理由：",
    ),
    "ru": (
        "Это предварительное решение о вознаграждении за то, что вы сообщили.",
        "Сумма: {amount}.",
        "Вознаграждение не выплачивается.",
        "До {day} вы можете оспорить его или отозвать заявление: откройте этот ящик своими словами и выберите.",
        "Основания:",
    ),
}


@dataclass(frozen=True)
class Wish:
    """What a source wants done: a message through the mailbox of a claimant; ``award`` None: none names its tip.

    ``first``: the tip whose key it does not name: then it is not by who wrote that one.
    """

    message: Tip
    award: Award | None
    claimant: str | None
    recorded: bool
    first: Tip | None = None


def decision(award: Award, tip: str, language: str | None) -> str:
    """Return the preliminary decision on one tip, in the source's language where the drop has it, else in English."""
    said, rules = award.file.assessed, award.programme
    if said is None or tip not in award.file.claimants:
        raise MisuseError("there is no preliminary decision on this tip to tell")
    opening, amount, none, contest, why = _SENTENCES.get(language or "en", _SENTENCES["en"])
    until = datetime.now(UTC).date() + timedelta(days=rules.clocks.contest_days)
    part = said["amounts"].get(tip, 0)
    known = {one.name: one.text for one in (*rules.raising, *rules.lowering)}
    lines = [opening, amount.format(amount=f"{part:,} {rules.money.currency}") if part else none]
    lines += [contest.format(day=until.isoformat()), "", why, str(said["reasons"])]
    for name, factor in sorted(said["factors"].items()):
        lines.append(f"- {known.get(name, name)}: {factor['finding']}. {factor['reasons']}")
    return "\n".join(lines)


def tell(vault: Vault, awards: Awards, award: Award, tip: Tip, holder: Holder, drop: DropClient) -> Entry:
    """Put the preliminary decision into the source's mailbox; the time to contest runs from the entry returned."""
    language = vault.show(tip, holder, "to tell the preliminary decision").message.language
    vault.reply(tip, decision(award, tip.id, language), holder, drop)
    vault.set_status(tip, "decided", drop)
    body = {"tip": tip.id, "assessment": (award.file.assessed or {})["id"]}
    return awards.step(award.file.id, "award_tell", body)


def wishes(vault: Vault, awards: Awards) -> Iterator[Wish]:
    """Yield what opened messages ask for, oldest first; a message counts for the claimants of its own mailbox alone."""
    tips = vault.tips()
    box = {tip.id: tip.mailbox for tip in tips if tip.mailbox is not None}
    done = {entry.body.get("message") for act in WISHES.values() for entry in vault.log.entries(act)}
    for message in tips:
        if message.kind not in WISHES:
            continue
        found = [
            (award, claimant)
            for award in awards.all()
            for claimant in award.file.claimants
            if message.mailbox is not None and box.get(claimant) == message.mailbox
        ]
        for award, claimant in found:
            yield Wish(
                message, award, claimant, message.id in done, vault.not_by_writer_of(message, vault.one(claimant))
            )
        if not found:
            yield Wish(message, None, None, False)


def record(awards: Awards, wish: Wish) -> Entry:
    """Take a wish down as a step of its award, naming the sealed message by which it came."""
    if wish.award is None or wish.claimant is None or wish.message.kind is None:
        raise MisuseError("no award names a tip of this mailbox", "open one first, or answer the source")
    if wish.first is not None:
        raise RefusedError(f"it names another key than tip {wish.first.id[:12]}, and so is not by who wrote that")
    body = {"tip": wish.claimant, "message": wish.message.id}
    return awards.step(wish.award.file.id, WISHES[wish.message.kind], body)
