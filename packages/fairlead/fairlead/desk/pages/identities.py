"""The screen of who is who: what people decided, who else somebody may be, and the acts themselves."""

from __future__ import annotations

from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from fairlead.desk.access import needs
from fairlead.desk.api import identities as api
from fairlead.desk.api.given import Place, Who
from fairlead.desk.pages.drawing import page

routes = APIRouter(include_in_schema=False)

Reference = Annotated[str, Form(min_length=1, max_length=200)]
Reason = Annotated[str, Form(min_length=1, max_length=4000)]
Day = Annotated[str, Form(max_length=10)]


@routes.get("/identities")
@needs("read", "subject")
def identities(
    request: Request, place: Place, who: Who, of: Annotated[str | None, Query(max_length=200)] = None
) -> Response:
    """What people decided on who is who, and one subject with whoever else it may be."""
    return page(request, who, "identities.html.j2", i=api.identities(place, of or None), of=of or "")


@routes.post("/identities")
@needs("act", "subject")
def decide(
    place: Place,
    verdict: Annotated[Literal["same", "distinct"], Form()],
    one: Reference,
    other: Reference,
    because: Reason,
    since: Day = "",
    until: Day = "",
    exhibits: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Decide that two are one, or are not, from its form."""
    said = api.Deciding(
        verdict=verdict, one=one, other=other, because=because, since=since or None, until=until or None,
        exhibits=exhibits.split()[:20],
    )  # fmt: skip
    api.decide(place, said)
    return _back(one)


@routes.post("/identities/delisted")
@needs("act", "subject")
def delisted(
    place: Place, entry: Reference, on: Day, because: Reason, exhibit: Annotated[str, Form(max_length=64)] = ""
) -> Response:
    """Record a delisting from its form."""
    api.delisted(place, api.Delisting(entry=entry, on=on, because=because, exhibit=exhibit or None))
    return _back(entry)


@routes.post("/identities/{entry}/take-back")
@needs("act", "subject")
def take_back(place: Place, entry: str, because: Reason, of: Annotated[str, Form(max_length=200)] = "") -> Response:
    """Take an act on identity back from its form."""
    api.take_back(place, entry, api.TakingBack(because=because))
    return _back(of)


def _back(of: str) -> Response:
    return RedirectResponse(f"/identities?{urlencode({'of': of, 'done': 'identity'})}", status_code=303)
