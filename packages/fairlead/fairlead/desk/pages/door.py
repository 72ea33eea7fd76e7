"""The door: who comes in at it, by the one-time address or signed in; leaving, and the files that draw the screens."""

from __future__ import annotations

import gzip
from functools import lru_cache

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from fairlead.desk import basemap
from fairlead.desk.access import needs
from fairlead.desk.api.given import Place, Who
from fairlead.desk.entrance.gate import own_account
from fairlead.desk.guard import NotAdmittedError
from fairlead.desk.pages.drawing import asset, page
from fairlead.desk.sessions import LONGEST_S, Session
from fairlead.desk.things import session_of
from fairlead.desk.workplace import Workplace
from fairlead.errors import MisuseError

routes = APIRouter(include_in_schema=False)

TYPES = {"js": "text/javascript", "css": "text/css", "svg": "image/svg+xml"}
LIBRARY = ("maplibre-gl.js", "maplibre-gl.css")


@routes.get("/")
@needs("enter", "door")
def enter(request: Request, place: Place, ticket: str | None = None) -> Response:
    """Sign in by the one-time address, show how one signs in here, or go on to the occasions."""
    if ticket is not None and not place.shared:
        if not place.sessions.redeem(ticket):
            raise NotAdmittedError(
                401,
                "this address was used already, or is of an earlier desk",
                "start the desk again: it prints a new one",
            )
        return admitted(place, place.sessions.begin(place.own_name(), place.own_roles()), "/occasions")
    session = session_of(request)
    if session is None:
        return page(request, None, "signin.html.j2" if place.shared else "door.html.j2", 401)
    if place.shared and not session.roles:
        return page(request, session, "waiting.html.j2", key=own_account(place.entrance, session).key)
    return RedirectResponse("/awards" if session.roles == ("payer",) else "/occasions", status_code=303)


@routes.post("/leave")
@needs("act", "self")
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


def admitted(place: Workplace, session: Session, to: str) -> Response:
    """Return the answer that gives a browser its session and sends it on."""
    answer = RedirectResponse(to, status_code=303)
    give(answer, place, session)
    return answer


def give(answer: Response, place: Workplace, session: Session) -> None:
    """Put a session's cookie on an answer."""
    safe = place.entrance is not None and place.entrance.safe
    answer.set_cookie(
        place.cookie, session.id, max_age=LONGEST_S, httponly=True, samesite="strict", secure=safe, path="/"
    )


@lru_cache(maxsize=64)
def _packed(name: str) -> bytes:
    data = basemap.library(name).read_bytes() if name in LIBRARY else asset(name)
    return gzip.compress(data or b"", 6)
