"""What people did about an occasion, in words: acts of its history, findings with their names, requests."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from fairlead.desk.workplace import Workplace
from fairlead.evidence.entries import Entry
from fairlead.register import times, told


class Told(BaseModel):
    """One act of the history."""

    entry: str
    index: int
    when: str
    act: str
    who: str
    said: str
    purpose: str


class FindingShown(BaseModel):
    """A finding; names only where the log still holds them."""

    entry: str
    state: str
    outcome: str
    standard: str
    likelihood: str
    confidence: str
    grounds: str
    dissent: str | None
    concluding: list[str]
    dissenting: list[str]
    proposed_by: str
    confirmed_by: str | None


class RequestShown(BaseModel):
    """A request with its questions."""

    entry: str
    addressee: str
    sent: str
    deadline: str
    questions: list[dict[str, str]]
    text: str | None
    exhibit: str | None


def told_of(place: Workplace, entry: Entry, people: dict[str, str | None]) -> Told:
    """Return an act as its history tells it."""
    named = place.case.register.people(entry) if entry.act == "finding" else None
    return Told(
        entry=entry.id,
        index=entry.index,
        when=times.iso(entry.time_us).replace("T", " ")[:16],
        act=entry.act,
        who=told.actor(people, entry),
        said=told.act(entry, named),
        purpose=entry.purpose,
    )


def finding(place: Workplace, row: dict[str, Any], history: list[Entry], people: dict[str, str | None]) -> FindingShown:
    """Return a finding with the names that the log still holds."""
    entry = next((each for each in history if each.id == row["entry"]), None)
    named = place.case.register.people(entry) if entry else None
    kept = ("entry", "state", "outcome", "standard", "likelihood", "confidence", "grounds", "dissent")
    return FindingShown(
        **{name: row[name] for name in kept},
        concluding=list(named.concluding) if named else [],
        dissenting=list(named.dissenting) if named else [],
        proposed_by=people.get(row["proposed_by"]) or f"actor {row['proposed_by'][:8]}",
        confirmed_by=None
        if row["confirmed_by"] is None
        else people.get(row["confirmed_by"]) or f"actor {row['confirmed_by'][:8]}",
    )


def request(row: dict[str, Any]) -> RequestShown:
    """Return a request from its row in the register."""
    kept = ("entry", "addressee", "sent", "deadline", "questions", "text", "exhibit")
    return RequestShown(**{name: row[name] for name in kept})
