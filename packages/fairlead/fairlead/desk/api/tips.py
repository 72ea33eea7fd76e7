"""Tips and awards: what the log tells of them. Words of a tip are in no answer of this API."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel, Field

from fairlead.desk import tips_shown
from fairlead.desk.access import needs
from fairlead.desk.api.given import Place
from fairlead.desk.tips_shown import AwardShown, TipShown
from fairlead.evidence.entries import Entry
from fairlead.register.dressing import Gone

routes = APIRouter(prefix="/api/v1", tags=["tips and awards"])


class Grading(BaseModel):
    """A grade by the Admiralty system, with its reason."""

    grade: str = Field(max_length=4)
    reason: str = Field(max_length=4000)


class Leading(BaseModel):
    """What a tip led to, entered on the day it happens."""

    tip: str = Field(max_length=64)
    use: str = Field(max_length=20)
    occasion: str | None = Field(default=None, max_length=64)
    element: str | None = Field(default=None, max_length=100)
    exhibit: str | None = Field(default=None, max_length=64)
    task: str | None = Field(default=None, max_length=400)


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


@routes.get("/awards")
@needs("read", "award")
def awards(place: Place) -> list[AwardShown]:
    """The award files."""
    return tips_shown.awards(place)


@routes.get("/awards/{award}")
@needs("read", "award")
def award(place: Place, award: str) -> AwardShown:
    """One award file, by its id or the beginning of it."""
    return tips_shown.award(place, award)


@routes.post("/led-to")
@needs("act", "occasion")
def led_to(place: Place, said: Leading) -> Entered:
    """Record what a tip led to."""
    occasion = place.view().find(said.occasion) if said.occasion else None
    named = occasion.known.id if isinstance(occasion, Gone) else occasion.id if occasion else None
    exhibit = place.case.exhibits.get(said.exhibit).sha256 if said.exhibit else None
    entry = place.case.awards.led_to(
        said.tip, said.use, occasion=named, element=said.element or None, exhibit=exhibit, task=said.task or None
    )
    return entered(entry)


@routes.post("/awards/{award}/approve")
@needs("act", "award")
def approve(place: Place, award: str) -> Entered:
    """Approve an assessment as it stands; who made it cannot, and nobody can twice."""
    assessed = place.case.awards.one(award).file.assessed
    body = {"assessment": assessed["id"] if assessed else ""}
    return entered(place.case.awards.step(award, "award_approve", body))


@routes.post("/awards/{award}/final")
@needs("act", "award")
def final(place: Place, award: str) -> Entered:
    """Make a decision final, once the time to contest is over and enough people approved."""
    return entered(place.case.awards.step(award, "award_final", {}))


def entered(entry: Entry) -> Entered:
    """Return what was written."""
    return Entered(act=entry.act, entry=entry.id, index=entry.index)
