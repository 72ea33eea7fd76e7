"""Ships, claims, findings and releases, States and ceilings, search: what the other screens show."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from fairlead.desk import finder, findings_shown, listed_shown, ship_shown, state_shown
from fairlead.desk.access import needs
from fairlead.desk.api.given import Place
from fairlead.errors import MisuseError
from fairlead.register import claims_told
from fairlead.register.claims import beside

routes = APIRouter(prefix="/api/v1", tags=["other screens"])

State = Annotated[str, Field(pattern="^[A-Za-z]{2}$")]
Year = Annotated[int, Query(ge=1946, le=2999)]
Goods = Annotated[str, Query(max_length=80)]
SVG = "image/svg+xml"


class Release(BaseModel):
    """A dossier handed over: which, to whom; ``corrects`` names the entry of an earlier release."""

    dossier: str = Field(max_length=64)
    recipient: str = Field(max_length=400)
    note: str = Field(default="", max_length=4000)
    corrects: str | None = Field(default=None, max_length=64)


class Written(BaseModel):
    """An entry that was written."""

    act: str
    entry: str
    index: int


@routes.get("/ships")
@needs("read", "case")
def ships(place: Place) -> list[ship_shown.ShipRow]:
    """The ships that occasions name."""
    return ship_shown.all_ships(place.view())


@routes.get("/ships/{key}")
@needs("read", "case")
def ship(place: Place, key: str) -> ship_shown.ShipShown:
    """One ship, as imo-9000001, mmsi-445000001 or name-EXAMPLE STAR."""
    return ship_shown.shown(place, place.view(), key)


@routes.get("/subjects")
@needs("read", "case")
def subject(place: Place, name: Annotated[str, Query(min_length=1, max_length=200)]) -> listed_shown.SubjectShown:
    """A company or a person by a name: occasions, observations, lists and statements that bear it."""
    return listed_shown.subject(place, place.view(), name)


@routes.get("/listed/{reference}")
@needs("read", "case")
def listed(place: Place, reference: str) -> listed_shown.ListedShown:
    """One entry of a list over all its copies, as ofac-sdn:1001."""
    return listed_shown.one(place, reference)


@routes.get("/claims")
@needs("read", "case")
def claims(place: Place) -> dict[str, Any]:
    """Who says what, beside what the case holds: as `fairlead claims --format json` prints it."""
    every = place.case.statements()
    return claims_told.whole(beside(every, place.view().index.occasions, place.law), every)


@routes.get("/findings")
@needs("read", "occasion")
def findings(place: Place) -> findings_shown.Findings:
    """Findings by state, letters by deadline, dossiers with their releases."""
    return findings_shown.shown(place, place.view())


@routes.post("/releases")
@needs("act", "occasion")
def release(place: Place, given: Release) -> Written:
    """Record that a dossier went to somebody."""
    entry = place.case.register.release(given.dossier, given.recipient, given.note, given.corrects or None)
    return Written(act=entry.act, entry=entry.id, index=entry.index)


@routes.get("/states")
@needs("read", "case")
def states(place: Place) -> state_shown.States:
    """The States that occasions engage, dates that measures set, and ceilings."""
    return state_shown.all_states(place, place.view())


@routes.get("/states/{state}")
@needs("read", "case")
def state(place: Place, state: State) -> dict[str, Any]:
    """A State's record: as `fairlead estimate CASE state --format json` prints it."""
    return state_shown.one_state(place, place.view(), state.upper())


@routes.get("/states/{state}/months.svg", response_class=Response)
@needs("read", "case")
def months(
    place: Place,
    state: State,
    measure: Annotated[str, Query(max_length=40)],
    capacity: Annotated[str, Query(max_length=40)],
) -> Response:
    """A State's months under one measure, as a chart that prints."""
    return Response(state_shown.months_chart(place, place.view(), state.upper(), measure, capacity), media_type=SVG)


@routes.get("/caps")
@needs("read", "case")
def caps(place: Place, year: Year, goods: Goods = "petroleum") -> dict[str, Any]:
    """A ceiling in a year, with its scenarios: as `fairlead estimate CASE caps --format json` prints it."""
    return state_shown.cap_document(place, place.view(), goods, year)


@routes.get("/caps/chart.svg", response_class=Response)
@needs("read", "case")
def caps_chart(place: Place, year: Year, goods: Goods = "petroleum") -> Response:
    """What was reported and claimed under a ceiling, cumulated, as a chart that prints."""
    drawn = state_shown.cap_chart(place, place.view(), goods, year)
    if drawn is None:
        raise MisuseError(f"no State was bound by a ceiling on {goods} in {year}")
    return Response(drawn, media_type=SVG)


@routes.get("/search")
@needs("read", "case")
def search(
    place: Place, q: Annotated[str, Query(max_length=200)], limit: Annotated[int, Query(ge=1, le=200)] = 40
) -> finder.Found:
    """Everything that holds all these words."""
    return finder.find(place.view(), place.corpus(), q, limit)
