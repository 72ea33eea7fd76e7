"""What routes are given: the workplace, the session, and a list as it was asked for."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query, Request

from fairlead.desk.listing import FACETS, Asked, day_us
from fairlead.desk.sessions import Session
from fairlead.desk.things import session_of
from fairlead.desk.workplace import Workplace
from fairlead.errors import MisuseError


def _workplace(request: Request) -> Workplace:
    place: Workplace = request.app.state.workplace
    return place


def _session(request: Request) -> Session:
    session = session_of(request)
    assert session is not None  # every route but the door's is admitted with one
    return session


Values = Annotated[list[str] | None, Query()]


def _asked(
    status: Values = None,
    basis: Values = None,
    typology: Values = None,
    measure: Values = None,
    state: Values = None,
    ship: Values = None,
    goods: Values = None,
    missing: Values = None,
    q: Annotated[str, Query(max_length=200)] = "",
    since: Annotated[str | None, Query(max_length=40, description="a year, month or day, included")] = None,
    until: Annotated[str | None, Query(max_length=40, description="a year, month or day, included")] = None,
    bbox: Annotated[str | None, Query(max_length=120, description="west,south,east,north in degrees")] = None,
) -> Asked:
    chosen = dict(zip(FACETS, (status, basis, typology, measure, state, ship, goods, missing), strict=True))
    return Asked(
        facets={name: values for name, values in chosen.items() if values},
        text=q,
        since_us=day_us(since, last=False) if since else None,
        until_us=day_us(until, last=True) if until else None,
        box=box_of(bbox) if bbox else None,
    )


def box_of(text: str) -> tuple[float, float, float, float]:
    """Return a box from its text; MisuseError where it is none."""
    try:
        west, south, east, north = (float(side) for side in text.split(","))
    except ValueError:
        raise MisuseError(f"not a box: {text!r}", "west,south,east,north in degrees") from None
    if not (-540 <= west <= 540 and -540 <= east <= 540 and -90 <= south <= north <= 90):
        raise MisuseError(f"not a box: {text!r}", "west,south,east,north in degrees")
    return west, south, east, north


Place = Annotated[Workplace, Depends(_workplace)]
Who = Annotated[Session, Depends(_session)]
AskedFor = Annotated[Asked, Depends(_asked)]
