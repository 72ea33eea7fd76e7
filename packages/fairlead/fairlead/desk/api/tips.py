"""Tips: what the log tells of them. Words of a tip are in no answer of this API."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel, Field

from fairlead.desk import tips_shown
from fairlead.desk.access import needs
from fairlead.desk.api.given import Place
from fairlead.desk.tips_shown import TipShown
from fairlead.evidence.entries import Entry

routes = APIRouter(prefix="/api/v1", tags=["tips"])


class Grading(BaseModel):
    """A grade by the Admiralty system, with its reason."""

    grade: str = Field(max_length=4)
    reason: str = Field(max_length=4000)


class Entered(BaseModel):
    """The entry that was written."""

    act: str
    entry: str
    index: int


@routes.get("/tips")
@needs("read", "source")
def tips(place: Place) -> list[TipShown]:
    """The tips in the order of the drops' logs."""
    return tips_shown.tips(place)


@routes.get("/tips/{tip}")
@needs("read", "source")
def tip(place: Place, tip: str) -> TipShown:
    """One tip, by its SHA-256 or the beginning of it."""
    return tips_shown.tip(place, tip)


@routes.post("/tips/{tip}/grade")
@needs("act", "source")
def grade(place: Place, tip: str, said: Grading) -> Entered:
    """Grade a tip; F6 is no verdict, nobody judged it yet."""
    vault = place.case.vault
    return entered(vault.grade(vault.one(tip), said.grade, said.reason))


def entered(entry: Entry) -> Entered:
    """Return what was written."""
    return Entered(act=entry.act, entry=entry.id, index=entry.index)
