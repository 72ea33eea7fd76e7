"""Acts on an occasion, each a signed entry of the custody log: the same that the command line writes.

Every act names what its maker saw: the evidence's ``digest`` and the last ``entry`` about it. Where either has changed
nothing is written, and the answer is 409.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field, StringConstraints

from fairlead.desk.access import needs
from fairlead.desk.api.given import Place
from fairlead.desk.workplace import Workplace
from fairlead.evidence.entries import Entry
from fairlead.register import People, Register
from fairlead.register.correspondence import Answer, Question
from fairlead.register.findings import Finding

routes = APIRouter(prefix="/api/v1/occasions/{occasion}/acts", tags=["acts"])

Text = Annotated[str, StringConstraints(max_length=20_000)]
Line = Annotated[str, StringConstraints(max_length=400)]


class Based(BaseModel):
    """What an act rests on: the digest shown, and the last entry about the occasion ("" for none)."""

    digest: Line
    entry: Line = ""
    purpose: Text = ""


class Reasoned(Based):
    """An act with its reason."""

    reason: Text


class Opening(Based):
    """Opening a candidate; the reason is needed where it was dismissed or withdrawn."""

    reason: Text | None = None


class Asking(Based):
    """A letter: questions by element."""

    addressee: Line
    questions: list[tuple[Line, Text]] = Field(max_length=50)
    deadline: Line
    sent: Line | None = None
    text: Text | None = None


class Answering(Based):
    """A reply as received."""

    addressee: Line
    state: Answer
    text: Text | None = None
    date: Line | None = None
    exhibit: Line | None = None


class Concluding(Based):
    """A finding, proposed."""

    outcome: Literal["found", "not found"]
    standard: Line
    likelihood: Line
    confidence: Line
    grounds: Text
    dissent: Text | None = None
    concluding: list[Line] = Field(max_length=20)
    dissenting: list[Line] = Field(default=[], max_length=20)


class Confirming(Based):
    """The second person's confirmation."""

    concluding: list[Line] = Field(default=[], max_length=20)
    dissenting: list[Line] = Field(default=[], max_length=20)


class Done(BaseModel):
    """What was written."""

    act: str
    entry: str
    index: int
    occasion: str
    number: int | None
    status: str


@routes.post("/open")
@needs("act", "occasion")
def open_(place: Place, occasion: str, said: Opening) -> Done:
    """Open a candidate: it gets its permanent number."""
    return _with_reason(Register.open, place, occasion, said)


@routes.post("/dismiss")
@needs("act", "occasion")
def dismiss(place: Place, occasion: str, said: Reasoned) -> Done:
    """Dismiss it, until its evidence changes."""
    return _with_reason(Register.dismiss, place, occasion, said)


@routes.post("/request")
@needs("act", "occasion")
def request(place: Place, occasion: str, said: Asking) -> Done:
    """Record a letter that asks an addressee for what is missing."""
    register, one = place.acting_on(occasion, said.digest, said.entry)
    asked = [Question(element, text) for element, text in said.questions]
    entry = register.request(
        one, said.addressee, asked, said.deadline, sent=said.sent, text=said.text, purpose=said.purpose
    )
    return done(place, entry)


@routes.post("/reply")
@needs("act", "occasion")
def reply(place: Place, occasion: str, said: Answering) -> Done:
    """Record what an addressee answered."""
    register, one = place.acting_on(occasion, said.digest, said.entry)
    entry = register.reply(
        one, said.addressee, said.state, text=said.text, on=said.date, exhibit=said.exhibit, purpose=said.purpose
    )
    return done(place, entry)


@routes.post("/propose")
@needs("act", "occasion")
def propose(place: Place, occasion: str, said: Concluding) -> Done:
    """Propose a finding; another person must confirm it."""
    register, one = place.acting_on(occasion, said.digest, said.entry)
    finding = Finding(said.outcome, said.standard, said.likelihood, said.confidence, said.grounds, said.dissent or None)
    people = People(_names(said.concluding), _names(said.dissenting))
    return done(place, register.propose(one, finding, people, said.purpose))


@routes.post("/confirm")
@needs("act", "occasion")
def confirm(place: Place, occasion: str, said: Confirming) -> Done:
    """Confirm what another actor proposed, on the same evidence."""
    register, one = place.acting_on(occasion, said.digest, said.entry)
    people = People(_names(said.concluding), _names(said.dissenting))
    return done(place, register.confirm(one, people, said.purpose))


@routes.post("/correct")
@needs("act", "occasion")
def correct(place: Place, occasion: str, said: Reasoned) -> Done:
    """Say what was wrong with a finding."""
    return _with_reason(Register.correct, place, occasion, said)


@routes.post("/withdraw")
@needs("act", "occasion")
def withdraw(place: Place, occasion: str, said: Reasoned) -> Done:
    """Take an opened occasion back, with its finding."""
    return _with_reason(Register.withdraw, place, occasion, said)


def _with_reason(act: Callable[..., Entry], place: Workplace, occasion: str, said: Opening | Reasoned) -> Done:
    register, one = place.acting_on(occasion, said.digest, said.entry)
    return done(place, act(register, one, said.reason, said.purpose))


def done(place: Place, entry: Entry) -> Done:
    """Return what was written, and how the occasion stands now."""
    row = next((row for row in place.case.register.decided() if row.known.id == entry.object), None)
    return Done(
        act=entry.act,
        entry=entry.id,
        index=entry.index,
        occasion=entry.object,
        number=row.number if row else None,
        status=row.status if row else "machine candidate",
    )


def _names(given: list[str]) -> tuple[str, ...]:
    return tuple(name.strip() for name in given if name.strip())
