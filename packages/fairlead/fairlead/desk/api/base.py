"""The base map, the tracks on it, and the API's own description."""

from __future__ import annotations

import gzip
import json
from functools import lru_cache
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel

from fairlead import __version__
from fairlead.deriving import follows_from
from fairlead.desk import basemap
from fairlead.desk.access import needs
from fairlead.desk.api.given import Place, Who, box_of
from fairlead.desk.listing import day_us

routes = APIRouter(prefix="/api/v1", tags=["base"])

Box = Annotated[str, Query(max_length=120, description="west,south,east,north in degrees")]


class Me(BaseModel):
    """Who is at this browser, on which case."""

    name: str
    role: str
    case: str
    shared: bool
    version: str


@routes.get("/openapi.json")
@needs("read", "own")
def description(request: Request) -> dict[str, Any]:
    """This description."""
    found: dict[str, Any] = request.app.openapi()
    return found


@routes.get("/me")
@needs("read", "own")
def me(place: Place, who: Who) -> Me:
    """Who is at this browser."""
    return Me(name=who.name, role=who.role, case=place.case.name, shared=place.shared, version=__version__)


@routes.get("/base/world", response_class=Response)
@needs("read", "case")
def world(request: Request) -> Response:
    """The world's land, coarse, as GeoJSON."""
    return packed(request, _world())


@routes.get("/base/land", response_class=Response)
@needs("read", "case")
def land(request: Request, bbox: Box) -> Response:
    """The land in a box, finer."""
    west, south, east, north = box_of(bbox)
    return packed(request, _bytes(basemap.detail(west, south, east, north)))


@routes.get("/base/ports")
@needs("read", "case")
def ports(bbox: Box) -> dict[str, Any]:
    """The ports in a box, as GeoJSON."""
    return basemap.ports(*box_of(bbox))


@routes.get("/base/areas")
@needs("read", "case")
def areas(place: Place, bbox: Box) -> dict[str, Any]:
    """Where a place is read otherwise than by its distance from the coast, as GeoJSON."""
    return basemap.areas(*box_of(bbox), follows_from.anchorages(place.case))


@routes.get("/tracks", response_class=Response)
@needs("read", "case")
def tracks(
    request: Request,
    place: Place,
    bbox: Box,
    zoom: Annotated[float, Query(ge=0, le=24)] = 4,
    since: Annotated[str | None, Query(max_length=40)] = None,
    until: Annotated[str | None, Query(max_length=40)] = None,
) -> Response:
    """All tracks in a box, thinned to what can be told apart at that zoom, as GeoJSON."""
    span = None
    if since or until:
        span = (day_us(since, last=False) if since else 0, day_us(until, last=True) if until else 1 << 62)
    return packed(request, _bytes(place.overview().within(box_of(bbox), zoom, span)), keep=False)


def packed(request: Request, data: bytes, *, keep: bool = True) -> Response:
    """Return GeoJSON, compressed where the browser takes that: it holds no secret that its length could give away."""
    headers = {"vary": "accept-encoding", "cache-control": "private, max-age=86400" if keep else "no-store"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(
            gzip.compress(data, 5), media_type="application/geo+json", headers={**headers, "content-encoding": "gzip"}
        )
    return Response(data, media_type="application/geo+json", headers=headers)


@lru_cache(maxsize=1)
def _world() -> bytes:
    return _bytes(basemap.world())


def _bytes(document: dict[str, Any]) -> bytes:
    return json.dumps(document, separators=(",", ":")).encode()
