"""Two screens: the list of occasions beside its map and time brush, and one occasion."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from fairlead.desk import access, beside_shown, occasion_shown, occasions_shown
from fairlead.desk.access import needs
from fairlead.desk.api.given import AskedFor, Place, Who
from fairlead.desk.occasions_shown import PAGE
from fairlead.desk.pages.drawing import page
from fairlead.register import reversing, statuses
from fairlead.register.correspondence import ANSWERS
from fairlead.register.drafting import FIRM_ROLES
from fairlead.register.dressing import Gone
from fairlead.register.findings import BANDS, CONFIDENCES, LIKELIHOODS, STANDARDS
from fairlead.register.known import PERSON
from fairlead.register.occasions import called

routes = APIRouter(include_in_schema=False)

NO_SHIPS = (*FIRM_ROLES, PERSON)
"""Roles of those who have a page by name, not one of a ship."""


@routes.get("/occasions")
@needs("read", "occasion")
def occasions(
    request: Request,
    place: Place,
    who: Who,
    asked: AskedFor,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
) -> Response:
    """The list beside a map and a time brush."""
    view = place.view()
    listed = occasions_shown.listed(view, asked, offset)
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "offset" and value]
    return page(
        request, who, "occasions.html.j2", listed=listed, asked=request.query_params, kept=kept, page_size=PAGE,
        gone=view.gone if not kept else (), left_alone=len(place.left_alone()),
    )  # fmt: skip


@routes.get("/occasions/{occasion}")
@needs("read", "occasion")
def occasion(request: Request, place: Place, who: Who, occasion: str) -> Response:
    """One occasion with its proof and its gaps."""
    view = place.view()
    found = view.find(occasion)
    if isinstance(found, Gone):
        history = occasion_shown.history_of(place, found.known.id)[1]
        return page(request, who, "gone.html.j2", gone=found, called=called(found), history=history)
    detail = occasion_shown.detail(place, view, found.id)
    sees_awards = access.allows(who.roles, access.Need("read", "award"))
    return page(
        request, who, "occasion.html.j2", o=detail, undo=_way_back(place, found.id), firms=NO_SHIPS,
        claims=beside_shown.claims(place, found), led=beside_shown.led(place, found.id) if sees_awards else [],
        **act_words(detail),
    )  # fmt: skip


def _way_back(place: Place, id: str) -> str | None:
    history = place.case.register.history(id)
    return reversing.way_back(history[-1] if history else None)


def act_words(detail: occasion_shown.Detail) -> dict[str, Any]:
    """Return which acts its status allows, and the vocabularies of their forms."""
    allowed = {act for act, from_ in statuses.ALLOWED.items() if detail.status in from_}
    if detail.status == "open" and any(note.startswith("basis changed") for note in detail.notes):
        allowed.add("open")
    if not detail.waiting_for_second:
        allowed.discard("confirm")
    if detail.number is None:
        allowed.discard("reply")
    elements: dict[str, list[str]] = {}
    for column in detail.columns:
        if column.addressee != "undetermined":
            elements.setdefault(column.addressee, []).extend(column.cells)
    return {
        "allowed": allowed,
        "bands": {word: f" ({band})" for word, band in BANDS.items()},
        "answers": ANSWERS,
        "standards": STANDARDS,
        "likelihoods": LIKELIHOODS,
        "confidences": CONFIDENCES,
        "addressees": {who: list(dict.fromkeys(names)) for who, names in elements.items()},
    }
