"""The door: signing in by the one-time address, leaving, and the files that draw the screens."""

from __future__ import annotations

import gzip
from functools import lru_cache

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from fairlead.desk import basemap
from fairlead.desk.access import needs
from fairlead.desk.api.given import Place, Who
from fairlead.desk.guard import NotAdmittedError, session_of
from fairlead.desk.pages.drawing import asset, page
from fairlead.desk.sessions import LONGEST_S
from fairlead.errors import MisuseError

routes = APIRouter(include_in_schema=False)

TYPES = {"js": "text/javascript", "css": "text/css", "svg": "image/svg+xml"}
LIBRARY = ("maplibre-gl.js", "maplibre-gl.css")


@routes.get("/")
@needs("enter", "door")
def enter(request: Request, place: Place, ticket: str | None = None) -> Response:
    """Sign in by the one-time address, or go on to the occasions."""
    if ticket is not None and not place.shared:
        if not place.sessions.redeem(ticket):
            raise NotAdmittedError(
                401,
                "this address was used already, or is of an earlier desk",
                "start the desk again: it prints a new one",
            )
        session = place.sessions.begin(place.own_name(), place.own_role())
        answer = RedirectResponse("/occasions", status_code=303)
        answer.set_cookie(place.cookie, session.id, max_age=LONGEST_S, httponly=True, samesite="strict", path="/")
        return answer
    if session_of(request) is None:
        return page(request, None, "door.html.j2", 401)
    return RedirectResponse("/occasions", status_code=303)


@routes.post("/leave")
@needs("act", "own")
def leave(place: Place, who: Who) -> Response:
    """End this session."""
    place.sessions.end(who.id)
    answer = RedirectResponse("/", status_code=303)
    answer.delete_cookie(place.cookie, path="/")
    return answer


@routes.get("/assets/{name}")
@needs("enter", "door")
def file(request: Request, name: str) -> Response:
    """One of the files that draw the screens: ours, or the map library's from the package that carries it."""
    data = basemap.library(name).read_bytes() if name in LIBRARY else asset(name)
    if data is None:
        raise MisuseError(f"no file {name!r} here")
    headers = {"cache-control": "public, max-age=31536000, immutable", "vary": "accept-encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        data, headers["content-encoding"] = _packed(name), "gzip"
    return Response(data, media_type=TYPES.get(name.rpartition(".")[2], "application/octet-stream"), headers=headers)


@lru_cache(maxsize=64)
def _packed(name: str) -> bytes:
    data = basemap.library(name).read_bytes() if name in LIBRARY else asset(name)
    return gzip.compress(data or b"", 6)
