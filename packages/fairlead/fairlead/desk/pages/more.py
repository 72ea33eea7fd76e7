"""The other screens: ships, claims, findings, States and ceilings, search, since your last visit, build, tour."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from fairlead.desk import listed_shown, state_summed, visits
from fairlead.desk.access import needs
from fairlead.desk.api import more as api
from fairlead.desk.api.given import Place, Who
from fairlead.desk.pages.drawing import page
from fairlead.desk.pages.lanes import drawn
from fairlead.desk.workplace import handles_sources
from fairlead.desk.workplace import who as whose
from fairlead.estimates.record import DOES_NOT_SHOW
from fairlead.evidence.handling import MARKINGS

routes = APIRouter(include_in_schema=False)
Text = Annotated[str, Query(max_length=200)]


@routes.get("/ships")
@needs("read", "case")
def ships(request: Request, place: Place, who: Who) -> Response:
    """The ships that occasions name."""
    return page(request, who, "ships.html.j2", ships=api.ships(place))


@routes.get("/ships/{key}")
@needs("read", "case")
def ship(request: Request, place: Place, who: Who, key: str) -> Response:
    """One ship: identities as lanes, every event on one time line, silences, meetings, lists."""
    found = api.ship(place, key)
    return page(request, who, "ship.html.j2", s=found, lanes=drawn(found))


@routes.get("/subjects")
@needs("read", "case")
def subject(
    request: Request, place: Place, who: Who, name: Annotated[str, Query(min_length=1, max_length=200)]
) -> Response:
    """A company or a person by a name."""
    return page(request, who, "subject.html.j2", s=api.subject(place, name))


@routes.get("/listed/{reference}")
@needs("read", "case")
def listed(request: Request, place: Place, who: Who, reference: str) -> Response:
    """One entry of a list over all its copies."""
    return page(request, who, "listed.html.j2", l=api.listed(place, reference), limits=listed_shown.DOES_NOT_SHOW)


@routes.get("/claims")
@needs("read", "case")
def claims(request: Request, place: Place, who: Who) -> Response:
    """Who says what, beside what the case holds."""
    names = {exhibit.sha256: exhibit.name for exhibit in place.case.exhibits.all()}
    return page(request, who, "claims.html.j2", told=api.claims(place), names=names)


@routes.get("/findings")
@needs("read", "occasion")
def findings(request: Request, place: Place, who: Who) -> Response:
    """Findings, requests, and what was handed over."""
    return page(request, who, "findings.html.j2", f=api.findings(place))


@routes.post("/findings/release")
@needs("act", "occasion")
def release(
    place: Place,
    dossier: Annotated[str, Form(max_length=64)],
    recipient: Annotated[str, Form(max_length=400)],
    note: Annotated[str, Form(max_length=4000)] = "",
    corrects: Annotated[str, Form(max_length=64)] = "",
) -> Response:
    """Record a release from its form."""
    api.release(place, api.Release(dossier=dossier, recipient=recipient, note=note, corrects=corrects or None))
    return RedirectResponse("/findings", status_code=303)


@routes.get("/states")
@needs("read", "case")
def states(request: Request, place: Place, who: Who) -> Response:
    """The States that occasions engage, dates and ceilings."""
    return page(request, who, "states.html.j2", told=api.states(place))


@routes.get("/states/{state}")
@needs("read", "case")
def state(request: Request, place: Place, who: Who, state: api.State) -> Response:
    """A State's record per measure and month."""
    view, record = place.view(), api.state(place, state)
    head = state_summed.summed(place, view, state.upper(), record)
    known = {one.id: one for one in view.index.occasions}
    return page(
        request, who, "state.html.j2", r=record, sum=head, state=state.upper(), known=known, limits=DOES_NOT_SHOW
    )


@routes.get("/caps")
@needs("read", "case")
def caps(request: Request, place: Place, who: Who, year: api.Year, goods: api.Goods = "petroleum") -> Response:
    """A ceiling in a year: reported, claimed and observed side by side, with scenarios."""
    return page(request, who, "caps.html.j2", told=api.caps(place, year, goods), year=year, goods=goods)


@routes.get("/search")
@needs("read", "case")
def search(request: Request, place: Place, who: Who, q: Text = "") -> Response:
    """Everything that holds these words."""
    found = api.search(place, q, 200) if q.strip() else None
    return page(request, who, "search.html.j2", found=found, q=q)


@routes.get("/news")
@needs("read", "own")
def news(request: Request, place: Place, who: Who) -> Response:
    """Since your last visit, and what you watch."""
    return page(
        request, who, "news.html.j2", n=visits.news(place, place.view(), whose(who), sources=handles_sources(who))
    )


@routes.post("/news")
@needs("act", "own")
def news_act(
    place: Place,
    who: Who,
    words: Annotated[str, Form(max_length=400)] = "",
    end: Annotated[str, Form(max_length=40)] = "",
    seen: Annotated[str, Form(max_length=5)] = "",
) -> Response:
    """Mark as seen, begin or end a watch."""
    if seen:
        visits.mark_seen(place, place.view(), whose(who))
    if words.strip():
        visits.watch(place, whose(who), words)
    if end:
        visits.unwatch(place, whose(who), end)
    return RedirectResponse("/news", status_code=303)


@routes.get("/build")
@needs("read", "job")
def build(request: Request, place: Place, who: Who) -> Response:
    """Add files, let Fairlead look for occasions, and see how far it is."""
    content: dict[str, Any] = {"markings": MARKINGS, "exhibits": len(place.case.exhibits.all())}
    return page(request, who, "build.html.j2", **content)


@routes.get("/tour")
@needs("read", "own")
def tour(request: Request, place: Place, who: Who) -> Response:
    """A way through the desk in six steps, on this very case."""
    index = place.view().index
    first = next((one for one in index.occasions if one.basis == "observed" and one.events), None)
    first = first or next(iter(index.occasions), None)
    return page(request, who, "tour.html.j2", first=first)
