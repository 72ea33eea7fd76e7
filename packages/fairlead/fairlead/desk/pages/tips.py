"""The screens of intake. What a tip says is shown in answer to a form alone, and signed before it is."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from fairlead.desk import tips_shown
from fairlead.desk.access import needs
from fairlead.desk.api import tips as api
from fairlead.desk.api.given import Place, Who
from fairlead.desk.pages.drawing import page
from fairlead.desk.workplace import Workplace
from fairlead.errors import MisuseError
from fairlead.vault.holder import Holder

routes = APIRouter(include_in_schema=False)

Reason = Annotated[str, Form(max_length=4000)]


@routes.get("/tips")
@needs("read", "source")
def inbox(request: Request, place: Place, who: Who) -> Response:
    """The tips: filed when, sealed how, opened or not, graded, what they led to."""
    return page(request, who, "tips.html.j2", tips=tips_shown.tips(place), key=place.holder is not None, found=None)


@routes.post("/tips/sort")
@needs("act", "source")
def sort(request: Request, place: Place, who: Who, purpose: Reason) -> Response:
    """Show which opened tips say nearly the same."""
    found = tips_shown.sorted_out(place, purpose)
    return page(request, who, "tips.html.j2", tips=tips_shown.tips(place), key=True, found=found)


@routes.get("/tips/{tip}")
@needs("read", "source")
def tip(request: Request, place: Place, who: Who, tip: str) -> Response:
    """One tip, without its words."""
    return _tip(request, place, who, tip)


@routes.post("/tips/{tip}/open")
@needs("act", "source")
def open_(place: Place, tip: str, purpose: Reason = "") -> Response:
    """Open a tip: message and files are sealed again, each under a key of its own."""
    vault = place.case.vault
    vault.open(vault.one(tip), _holder(place), purpose)
    return RedirectResponse(f"/tips/{tip}", status_code=303)


@routes.post("/tips/{tip}/show")
@needs("act", "source")
def show(request: Request, place: Place, who: Who, tip: str, purpose: Reason) -> Response:
    """Show the message of an opened tip and the names of its files, once; why stands in the custody log."""
    if not purpose.strip():
        raise MisuseError("say why it is looked at", "it stands in the custody log")
    vault = place.case.vault
    return _tip(request, place, who, tip, seen=vault.show(vault.one(tip), _holder(place), purpose))


@routes.post("/tips/{tip}/grade")
@needs("act", "source")
def grade(place: Place, tip: str, grade: Annotated[str, Form(max_length=4)], reason: Reason) -> Response:
    """Grade a tip."""
    api.grade(place, tip, api.Grading(grade=grade, reason=reason))
    return RedirectResponse(f"/tips/{tip}", status_code=303)


@routes.post("/tips/{tip}/bar")
@needs("act", "source")
def bar(place: Place, tip: str, reason: Reason) -> Response:
    """Put the mailbox of a tip on the bar list."""
    vault = place.case.vault
    vault.bar(vault.one(tip), reason)
    return RedirectResponse(f"/tips/{tip}", status_code=303)


def _holder(place: Workplace) -> Holder:
    if place.holder is None:
        raise MisuseError("the offline key is not here", "on your own machine: fairlead desk CASE --identity FILE")
    return place.holder


def _tip(request: Request, place: Workplace, who: Who, tip: str, seen: Any = None) -> Response:
    shown = tips_shown.tip(place, tip)
    return page(request, who, "tip.html.j2", t=shown, key=place.holder is not None, seen=seen)
