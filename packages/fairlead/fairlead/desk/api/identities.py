"""Decisions on who is who: two are one, two are not, an entry was taken off its list; each can be taken back."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, Field

from fairlead.desk import identities_shown
from fairlead.desk.access import needs
from fairlead.desk.api.given import Place
from fairlead.evidence.entries import Entry
from fairlead.whois import lists

routes = APIRouter(prefix="/api/v1", tags=["who is who"])

Reference = Annotated[str, Field(min_length=1, max_length=200)]
Day = Annotated[str, Field(max_length=10)]


class Deciding(BaseModel):
    """That two references are one subject, or are not, and in which period."""

    verdict: Literal["same", "distinct"]
    one: Reference
    other: Reference
    because: str = Field(min_length=1, max_length=4000)
    since: Day | None = None
    until: Day | None = None
    exhibits: list[Annotated[str, Field(max_length=64)]] = Field(default=[], max_length=20)
    purpose: str = Field(default="", max_length=2000)


class Delisting(BaseModel):
    """That an entry was taken off its list on a day, and how that is known."""

    entry: Reference
    on: Day
    because: str = Field(min_length=1, max_length=4000)
    exhibit: str | None = Field(default=None, max_length=64)


class TakingBack(BaseModel):
    """Why an act on identity is taken back."""

    because: str = Field(min_length=1, max_length=4000)


class Decided(BaseModel):
    """The entry that was written."""

    act: str
    entry: str
    index: int


@routes.get("/identities")
@needs("read", "subject")
def identities(place: Place, of: Annotated[str | None, Query(max_length=200)] = None) -> identities_shown.Identities:
    """What people decided on who is who; ``of``: who else a subject may be, as imo:9000001 or ofac-sdn:1001."""
    return identities_shown.shown(place, of)


@routes.post("/identities")
@needs("act", "subject")
def decide(place: Place, said: Deciding) -> Decided:
    """Decide that two references are one, or are not; refused where that contradicts what stands."""
    case = place.case
    refs = [lists.known(case.exhibits, case.followed(), text) for text in (said.one, said.other)]
    return _decided(
        case.identities.decide(
            said.verdict, refs[0], refs[1], said.because, since=said.since or None, until=said.until or None,
            exhibits=said.exhibits, purpose=said.purpose,
        )
    )  # fmt: skip


@routes.post("/identities/delisted")
@needs("act", "subject")
def delisted(place: Place, said: Delisting) -> Decided:
    """Record that an entry was taken off its list."""
    case = place.case
    entry = lists.known(case.exhibits, case.followed(), said.entry)
    return _decided(case.identities.delisted(entry, said.on, said.because, exhibit=said.exhibit or None))


@routes.post("/identities/{entry}/take-back")
@needs("act", "subject")
def take_back(place: Place, entry: Annotated[str, Path(max_length=64)], said: TakingBack) -> Decided:
    """Take an act on identity back."""
    return _decided(place.case.identities.take_back(entry, said.because))


def _decided(entry: Entry) -> Decided:
    return Decided(act=entry.act, entry=entry.id, index=entry.index)
