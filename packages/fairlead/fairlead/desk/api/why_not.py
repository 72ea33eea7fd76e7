"""What is no occasion: candidates left alone, and what is made of one ship around one day."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query

from fairlead.deriving.account import SCHEMA_VERSION, accounts
from fairlead.desk import drawn_shown, why_not_shown
from fairlead.desk.access import needs
from fairlead.desk.api.given import Place
from fairlead.desk.drawn_shown import Drawings
from fairlead.desk.why_not_shown import LeftAloneList

routes = APIRouter(prefix="/api/v1", tags=["occasions"])

Name = Annotated[str, Query(max_length=80)]
Offset = Annotated[int, Query(ge=0, le=10_000_000)]
Ship = Annotated[str, Query(min_length=1, max_length=200, description="an MMSI, an IMO number or a name")]
Day = Annotated[date, Query(description="year-month-day")]


@routes.get("/left-alone")
@needs("read", "occasion")
def left_alone(place: Place, typology: Name = "", test: Name = "", offset: Offset = 0) -> LeftAloneList:
    """The candidates that the last run looked at and left alone, by time, each with the test that refuted it."""
    return why_not_shown.left_alone(place, typology, test, offset)


@routes.get("/why-not")
@needs("read", "occasion")
def why_not(place: Place, ship: Ship, day: Day) -> dict[str, Any]:
    """What is made of a ship around a day: as `fairlead explain --format json` prints it."""
    return {"schema_version": SCHEMA_VERSION, "ships": [one.document() for one in accounts(place.case, ship, day)]}


@routes.get("/why-not/{mmsi}/track")
@needs("read", "occasion")
def track(place: Place, mmsi: Annotated[int, Path(ge=0, le=999_999_999)], day: Day) -> dict[str, Any]:
    """Positions and events around a day of a ship and of those it met; times in microseconds since 1970."""
    return why_not_shown.track(place, mmsi, day)


@routes.get("/why-not/{mmsi}/pictures")
@needs("read", "occasion")
def pictures(place: Place, mmsi: Annotated[int, Path(ge=0, le=999_999_999)], day: Day) -> Drawings:
    """The same pictures as of an occasion, of what a ship and those that it met did on a day, or around it."""
    return drawn_shown.around_day(place, mmsi, day)
