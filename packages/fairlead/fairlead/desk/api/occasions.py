"""Occasions: the list, the map's points, one of them, and what its ships did around it."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from fairlead.desk import drawn_shown, occasion_shown, occasions_shown
from fairlead.desk.access import needs
from fairlead.desk.acts_shown import Told
from fairlead.desk.api.given import AskedFor, Place
from fairlead.desk.drawn_shown import Drawings
from fairlead.desk.occasion_shown import Detail
from fairlead.desk.occasions_shown import MOST, PAGE, OccasionList, Points

routes = APIRouter(prefix="/api/v1/occasions", tags=["occasions"])


@routes.get("")
@needs("read", "occasion")
def list_occasions(
    place: Place,
    asked: AskedFor,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=MOST)] = PAGE,
) -> OccasionList:
    """List occasions: numbered ones first, what is only stated last, else by time."""
    return occasions_shown.listed(place.view(), asked, offset, limit)


@routes.get("/points")
@needs("read", "occasion")
def points(place: Place) -> Points:
    """All occasions as the map draws them; the list's ``bits`` tell which of these it holds."""
    return occasions_shown.points(place.view())


@routes.get("/{occasion}")
@needs("read", "occasion")
def one_occasion(place: Place, occasion: str) -> Detail:
    """One occasion, by number, id or the beginning of an id."""
    return occasion_shown.detail(place, place.view(), occasion)


@routes.get("/{occasion}/document")
@needs("read", "occasion")
def document(place: Place, occasion: str) -> dict[str, Any]:
    """The occasion as the published schema has it, and as `fairlead show --format json` prints it."""
    return place.view().present(occasion).to_json()


@routes.get("/{occasion}/track")
@needs("read", "occasion")
def track(place: Place, occasion: str) -> dict[str, Any]:
    """Positions and events of its ships around it; times in microseconds since 1970."""
    return occasion_shown.track(place, place.view(), occasion)


@routes.get("/{occasion}/pictures")
@needs("read", "occasion")
def pictures(place: Place, occasion: str) -> Drawings:
    """Distance, reception, draughts and identities over time, as SVG, as its dossier draws them."""
    return drawn_shown.of_occasion(place, place.view(), occasion)


@routes.get("/{occasion}/history")
@needs("read", "occasion")
def history(place: Place, occasion: str) -> list[Told]:
    """What people did about it, from the custody log; also where derivation no longer yields it."""
    return occasion_shown.history_of(place, occasion)[1]
