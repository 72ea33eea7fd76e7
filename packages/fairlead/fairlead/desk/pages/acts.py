"""The forms of the one-occasion screen: each becomes the same act that the API and the command line write.

After an act the page is shown again, with a way back. Where somebody acted meanwhile nothing is written, and a page
shows what changed since.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from fairlead.desk import occasion_shown
from fairlead.desk.access import needs
from fairlead.desk.api import acts
from fairlead.desk.api.given import Place, Who
from fairlead.desk.pages import forms
from fairlead.desk.pages.drawing import page
from fairlead.errors import ConflictError, MisuseError

routes = APIRouter(include_in_schema=False)

FORMS: Mapping[str, tuple[type[BaseModel], Callable[..., acts.Done]]] = {
    "open": (acts.Opening, acts.open_),
    "dismiss": (acts.Reasoned, acts.dismiss),
    "request": (acts.Asking, acts.request),
    "reply": (acts.Answering, acts.reply),
    "propose": (acts.Concluding, acts.propose),
    "confirm": (acts.Confirming, acts.confirm),
    "correct": (acts.Reasoned, acts.correct),
    "withdraw": (acts.Reasoned, acts.withdraw),
}


async def _form(request: Request) -> FormData:
    return await request.form(max_files=0, max_fields=200)


@routes.post("/occasions/{occasion}/acts/{act}")
@needs("act", "occasion")
async def write(request: Request, place: Place, who: Who, occasion: str, act: str) -> Response:
    """Write an act from its form."""
    form = await _form(request)
    return await run_in_threadpool(_write, request, place, who, occasion, act, form)


def _write(request: Request, place: Place, who: Who, occasion: str, act: str, form: FormData) -> Response:
    if act not in FORMS:
        raise MisuseError(f"no act {act!r}")
    model, function = FORMS[act]
    said = _read(model, form)
    try:
        done = function(place, occasion, said)
    except ConflictError as conflict:
        return _conflict(request, place, who, occasion, form, str(conflict))
    return RedirectResponse(f"/occasions/{done.number or done.occasion}?done={act}&entry={done.entry}", status_code=303)


def _read(model: type[BaseModel], form: FormData) -> BaseModel:
    """Return what a form says; fields left blank are as if not given."""
    many = {"concluding", "dissenting"}
    given: dict[str, Any] = {}
    for name in model.model_fields:
        if name in many:
            lines = str(form.get(name, "")).splitlines()
            given[name] = [line.strip() for line in lines if line.strip()]
        elif name == "questions":
            pairs = zip(form.getlist("element"), form.getlist("question"), strict=False)
            given[name] = [(str(element), str(text)) for element, text in pairs if str(text).strip()]
        elif str(form.get(name, "")).strip() or name in ("digest", "entry"):
            given[name] = str(form.get(name, ""))
    return forms.read(model, given)


def _conflict(request: Request, place: Place, who: Who, occasion: str, form: FormData, why: str) -> Response:
    """Show what happened since, beside what was about to be written."""
    view = place.view()
    detail = occasion_shown.detail(place, view, occasion)
    known = str(form.get("entry", ""))
    seen = next((n for n, each in enumerate(detail.history) if each.entry == known), -1)
    own = [(name, str(value)) for name, value in form.multi_items() if name not in ("_csrf", "digest", "entry")]
    return page(
        request, who, "conflict.html.j2", 409, o=detail, why=why, since=detail.history[seen + 1 :],
        evidence_changed=str(form.get("digest", "")) != detail.digest, own=[pair for pair in own if pair[1].strip()],
    )  # fmt: skip
