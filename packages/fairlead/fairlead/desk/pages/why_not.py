"""Two screens: the candidates left alone, and why nothing is told of a ship on a day, beside its track."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from fairlead.deriving.account import accounts, said
from fairlead.desk import why_not_shown
from fairlead.desk.access import needs
from fairlead.desk.api import why_not as api
from fairlead.desk.api.given import Place, Who
from fairlead.desk.pages.drawing import page

routes = APIRouter(include_in_schema=False)


@routes.get("/left-alone")
@needs("read", "occasion")
def left_alone(
    request: Request, place: Place, who: Who, typology: api.Name = "", test: api.Name = "", offset: api.Offset = 0
) -> Response:
    """The candidates that were looked at and left alone, by the reason why."""
    told = why_not_shown.left_alone(place, typology, test, offset)
    return page(
        request, who, "left_alone.html.j2", told=told, typology=typology, test=test, page_size=why_not_shown.PAGE
    )


@routes.get("/why-not")
@needs("read", "occasion")
def why_not(request: Request, place: Place, who: Who, ship: api.Ship, day: api.Day) -> Response:
    """What is made of a ship around a day, beside its track."""
    told = accounts(place.case, ship, day)
    return page(request, who, "why_not.html.j2", told=told, ship=ship, day=day.isoformat(), said=said)
