"""The screens of awards: each form becomes the step that the API and the command line take, and nothing else.

What a payee's name matched on the lists is shown in the answer to its form alone, and stands nowhere afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from fairlead.awards import file as files
from fairlead.awards import led_to, programme
from fairlead.desk import awards_shown
from fairlead.desk.access import needs
from fairlead.desk.api import awards as api
from fairlead.desk.api.given import Place, Who
from fairlead.desk.pages import forms
from fairlead.desk.pages.drawing import page
from fairlead.desk.workplace import Workplace
from fairlead.errors import MisuseError

routes = APIRouter(include_in_schema=False)

STEPS: Mapping[str, tuple[type[api.Stepping], Callable[..., api.Entered]]] = {
    "claim": (api.OfClaimant, api.claim),
    "answers": (api.Answering, api.answers),
    "screen": (api.Screening, api.screen),
    "assess": (api.Assessing, api.assess),
    "tell": (api.Telling, api.tell),
    "contest": (api.Contesting, api.contest),
    "withdraw": (api.OfClaimant, api.withdraw),
    "approve": (api.Stepping, api.approve),
    "final": (api.Stepping, api.final),
    "payee": (api.Payee, api.payee),
    "pay": (api.Paying, api.pay),
    "reported": (api.Reporting, api.reported),
}


@routes.get("/awards")
@needs("read", "award")
def awards(request: Request, place: Place, who: Who) -> Response:
    """The award files, and what tips led to."""
    every = awards_shown.awards(place)
    return page(request, who, "awards.html.j2", awards=every, uses=led_to.USES, programmes=programme.EXAMPLES)


@routes.post("/awards/led-to")
@needs("act", "occasion")
async def lead(request: Request, place: Place) -> Response:
    """Record what a tip led to, from its form."""
    given = _plain(await request.form(max_files=0, max_fields=20))
    await run_in_threadpool(api.led_to, place, forms.read(api.Leading, given))
    return RedirectResponse("/awards", status_code=303)


@routes.post("/awards/open")
@needs("act", "occasion")
async def begin(request: Request, place: Place) -> Response:
    """Open an award from its form."""
    given = _plain(await request.form(max_files=0, max_fields=20))
    lists = {name: str(given.get(name, "")).split() for name in ("tips", "occasions")}
    if str(given.get("rules", "")).strip():
        given.pop("programme", None)
    made = await run_in_threadpool(api.begin, place, forms.read(api.Beginning, {**given, **lists}))
    return RedirectResponse(f"/awards/{made.award}", status_code=303)


@routes.get("/awards/{award}")
@needs("read", "award")
def award(request: Request, place: Place, who: Who, award: str) -> Response:
    """One award file, with the steps that may follow."""
    return _award(request, place, who, award)


@routes.post("/awards/{award}/{step}")
@needs("act", "award")
async def step(request: Request, place: Place, who: Who, award: str, step: str) -> Response:
    """Take a step of an award from its form."""
    form = await request.form(max_files=0, max_fields=200)
    return await run_in_threadpool(_step, request, place, who, award, step, form)


def _step(request: Request, place: Workplace, who: Who, award: str, step: str, form: FormData) -> Response:
    if step not in STEPS:
        raise MisuseError(f"no act {step!r} of an award", f"one of: {', '.join(STEPS)}")
    model, function = STEPS[step]
    made = function(place, award, forms.read(model, given_of(step, form)))
    if isinstance(made, api.Screened):
        return _award(request, place, who, award, screened=made)
    return RedirectResponse(f"/awards/{award}", status_code=303)


def given_of(step: str, form: FormData) -> dict[str, Any]:
    """Return what a form says, in the shape of its model: answers, factors and shares come as fields of their own."""
    given = _plain(form)
    if step == "answers":
        given |= {"answers": _under(form, "a-"), "final": given.get("final") == "yes"}
    if step == "screen":
        given["names"] = str(given.get("names", "")).splitlines()[:50]
    if step == "assess":
        reasons = _under(form, "r-")
        factors = {
            name: {"finding": found, "reasons": reasons.get(name, "")} for name, found in _under(form, "f-").items()
        }
        given |= {"test": _under(form, "t-"), "factors": factors}
        given["shares_bp"] = {tip: basis_points(said) for tip, said in _under(form, "s-").items()}
        if given.get("outcome") == "deny":
            given = {name: each for name, each in given.items() if name in ("last", "outcome", "reasons")} | {
                name: given[name] for name in ("test", "factors")
            }
    return given


def basis_points(said: str) -> int:
    """Return a share written in percent as basis points; MisuseError where it is none, or finer than one of them."""
    try:
        points = Decimal(said) * 100
    except InvalidOperation:
        raise MisuseError(f"a share is written in percent, not {said!r}", "50, or 33.34") from None
    if not points.is_finite() or points != points.to_integral_value() or not 0 <= points <= 10_000:
        raise MisuseError(f"a share has 0 to 100 percent and at most two decimals, not {said!r}", "33.34")
    return int(points)


def _plain(form: FormData) -> dict[str, Any]:
    """Return the fields that hold anything, without those under a prefix."""
    return {
        name: value.strip()
        for name, value in form.multi_items()
        if isinstance(value, str) and value.strip() and name != "_csrf" and name[1:2] != "-"
    }


def _under(form: FormData, prefix: str) -> dict[str, str]:
    return {
        name.removeprefix(prefix): value.strip()
        for name, value in form.multi_items()
        if isinstance(value, str) and name.startswith(prefix) and value.strip()
    }


def _award(request: Request, place: Workplace, who: Who, award: str, screened: api.Screened | None = None) -> Response:
    shown = awards_shown.award(place, award)
    known = {one.id: one.number for one in place.view().index.occasions}
    return page(request, who, "award.html.j2", a=shown, known=known, screened=screened, findings=files.FINDINGS)
