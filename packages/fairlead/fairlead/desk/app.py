"""The desk's application: every route, behind one guard, with one shape of error.

An error is always ``{"error": {"status", "message", "hint"}}`` for programs and a page with the same words for people;
it never tells a file of this machine or a line of the program.
"""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from fastapi import Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from fairlead import __version__
from fairlead.desk import pages
from fairlead.desk.api import (
    acts,
    awards,
    base,
    exhibits,
    identities,
    more,
    occasions,
    own,
    rows,
    statements,
    tips,
    why_not,
)
from fairlead.desk.guard import Guard, NotAdmittedError, admit
from fairlead.desk.things import session_of
from fairlead.desk.workplace import Workplace
from fairlead.errors import ConflictError, FairleadError, IntegrityError, MisuseError, RefusedError

if TYPE_CHECKING:
    from fastapi import APIRouter

log = logging.getLogger("fairlead.desk")

ROUTES: tuple[APIRouter, ...] = (
    base.routes,
    occasions.routes,
    why_not.routes,
    acts.routes,
    exhibits.routes,
    statements.routes,
    rows.routes,
    more.routes,
    own.routes,
    tips.routes,
    awards.routes,
    identities.routes,
    *pages.ROUTES,
)


class Problem(BaseModel):
    """What went wrong: what was expected and found, and what to do."""

    status: int
    message: str
    hint: str | None = None


class Failure(BaseModel):
    """The one shape of every error."""

    error: Problem


_ANSWERS: dict[int | str, dict[str, Any]] = {
    401: {"model": Failure, "description": "nobody has signed in"},
    403: {"model": Failure, "description": "not allowed, or not from a page of this desk"},
    404: {"model": Failure, "description": "there is no such thing"},
    409: {"model": Failure, "description": "somebody acted, or the evidence changed, since you looked"},
    421: {"description": "this desk is not at that address"},
    422: {"model": Failure, "description": "the request itself is wrong"},
}


def create(place: Workplace) -> FastAPI:
    """Return the application on one workplace."""
    app = FastAPI(
        title="Fairlead desk",
        version=__version__,
        description="What the desk shows, and the acts it writes. Every act is a signed entry of the custody log.",
        docs_url=None,  # FastAPI's own page loads its script from elsewhere
        redoc_url=None,
        openapi_url=None,  # served by a route of ours, behind the guard
        dependencies=[Depends(admit)],
        responses=_ANSWERS,
    )
    app.state.workplace = place
    for routes in ROUTES:
        app.include_router(routes)
    app.add_exception_handler(FairleadError, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _broken)
    app.add_middleware(Guard)
    return app


_THINGS = ("occasion", "exhibit", "ship", "company", "job", "State", "account", "file", "act ", "tip", "award")
_ABSENT = tuple(f"no {thing}" for thing in _THINGS)


def status_of(failure: FairleadError) -> int:
    """Return the status of an error, by who must act."""
    if isinstance(failure, NotAdmittedError):
        return failure.status
    if isinstance(failure, ConflictError):
        return 409
    if isinstance(failure, MisuseError):
        return 404 if str(failure).startswith(_ABSENT) else 422
    if isinstance(failure, RefusedError):
        return 403
    return 500 if isinstance(failure, IntegrityError) else 503


def _refused(request: Request, failure: Exception) -> Response:
    assert isinstance(failure, FairleadError)
    return _answer(request, status_of(failure), str(failure), failure.hint)


def _invalid(request: Request, failure: Exception) -> Response:
    assert isinstance(failure, RequestValidationError)
    first = failure.errors()[0]
    where = " ".join(str(part) for part in first.get("loc", ())[1:]) or "the request"
    return _answer(request, 422, f"{where}: {first.get('msg', 'not valid')}", None)


def _http(request: Request, failure: Exception) -> Response:
    assert isinstance(failure, HTTPException)
    message = HTTPStatus(failure.status_code).phrase.lower()
    return _answer(request, failure.status_code, message, None, dict(failure.headers or {}))


def _broken(request: Request, failure: Exception) -> Response:
    """Say that it failed, and nothing of how: that stands in the log of the desk."""
    log.error("%s %s failed", request.method, request.url.path, exc_info=failure)
    return _answer(request, 500, "an error of the program; its log tells which", None)


def _answer(
    request: Request, status: int, message: str, hint: str | None, headers: dict[str, str] | None = None
) -> Response:
    if request.url.path.startswith("/api/") or "text/html" not in request.headers.get("accept", "text/html"):
        content = {"error": {"status": status, "message": message, "hint": hint}}
        return JSONResponse(content, status_code=status, headers=headers)
    return pages.problem(request, session_of(request), status, message, hint)
