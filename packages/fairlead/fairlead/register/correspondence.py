"""Requests and replies: what a letter must hold, and what an addressee's reply amounts to on a given day.

Pure: letters and replies in, one state of the vocabulary out. Silence is never more than "asked, no answer".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from fairlead.errors import MisuseError
from fairlead.register.known import Known
from fairlead.typologies.occasion import Occasion, Reply

Answer = Literal["general position", "specific denial", "explanation", "admission", "not stated"]
"""What can be recorded; "not asked by us" and "asked, no answer" follow from the letters and are never entered."""

ANSWERS: tuple[str, ...] = get_args(Answer)
SPECIFIC: tuple[Answer, ...] = ("specific denial", "explanation", "admission")
"""Answers that answer this occasion; a general position answers no single one."""


@dataclass(frozen=True)
class Question:
    """One question of a letter, tied to an element of an engagement."""

    element: str
    text: str


@dataclass(frozen=True)
class Letter:
    """A request as sent: dates are ISO, the deadline is the last day to answer."""

    addressee: str
    sent: str
    deadline: str


@dataclass(frozen=True)
class Answered:
    """A reply as recorded; ``position`` is its order in the log."""

    addressee: str
    state: Answer
    text: str | None
    date: str
    position: int = 0


def addressee_of(occasion: Known, written: str) -> str:
    """Return the addressee of ``occasion`` that was meant; :class:`MisuseError` where it has no such addressee."""
    addressees = [addressee for addressee in occasion.addressees if addressee != "undetermined"]
    for addressee in addressees:
        if addressee.casefold() == written.strip().casefold():
            return addressee
    raise MisuseError(
        f"{written!r} is not an addressee of this occasion",
        f"its addressees are: {', '.join(addressees)}" if addressees else "no engagement of it names an addressee yet",
    )


def questions_of(occasion: Occasion, addressee: str, asked: Sequence[Question]) -> tuple[Question, ...]:
    """Return the questions, each checked to name an element that stands against ``addressee``."""
    elements = [e.name for g in occasion.engagements if g.addressee == addressee for e in g.elements]
    if not asked:
        raise MisuseError("a request needs at least one question", f"--ask ELEMENT TEXT; elements: {_listed(elements)}")
    for question in asked:
        if question.element not in elements:
            raise MisuseError(
                f"no engagement for {addressee} has the element {question.element!r}",
                f"its elements are: {_listed(elements)}",
            )
        if not question.text.strip():
            raise MisuseError(f"the question about {question.element!r} is empty")
    return tuple(asked)


def check_deadline(sent: str, deadline: str) -> None:
    """Raise :class:`MisuseError` where a letter of the day ``sent`` leaves no time to answer."""
    if deadline <= sent:
        raise MisuseError(
            f"the deadline {deadline} is not after the day the request was sent, {sent}",
            "an addressee needs time to answer",
        )


def check_date(replied: str, recorded: str) -> None:
    """Raise :class:`MisuseError` where a reply is dated after the day it is recorded (ISO dates, UTC)."""
    if replied > recorded:
        raise MisuseError(f"the reply is dated in the future: {replied}")


def state(addressee: str, letters: Sequence[Letter], replies: Sequence[Answered], on: date) -> Reply:
    """Return what ``addressee`` answered as far as this office knows on the day ``on``.

    A specific answer (denial, explanation, admission) stands, the latest of several, whatever follows. Otherwise a
    letter whose deadline passed without any reply since it was sent is "asked, no answer". While a letter's time
    still runs the reply is "not stated": neither "not asked" nor "no answer" would be true.
    """
    own = sorted((r for r in replies if r.addressee == addressee), key=lambda reply: (reply.date, reply.position))
    specific = [reply for reply in own if reply.state in SPECIFIC]
    if specific:
        return _reply(specific[-1])
    latest = own[-1] if own else None
    unanswered = sorted(
        (x for x in letters if x.addressee == addressee and (latest is None or latest.date < x.sent)),
        key=lambda letter: letter.deadline,
    )
    overdue = [letter for letter in unanswered if letter.deadline < on.isoformat()]
    if overdue:
        return Reply("asked, no answer", _earlier(latest), overdue[-1].deadline)
    if latest:
        return _reply(latest)
    if unanswered:
        letter = unanswered[-1]
        return Reply("not stated", f"asked on {letter.sent}; the time to answer runs until {letter.deadline}")
    return Reply()


def _reply(answered: Answered) -> Reply:
    return Reply(answered.state, answered.text, answered.date)


def _earlier(reply: Answered | None) -> str | None:
    return f"before the request, on {reply.date}: {reply.state}" if reply else None


def _listed(elements: Sequence[str]) -> str:
    return ", ".join(dict.fromkeys(elements)) or "none"
