"""What leaves the house from a screen: dossiers, Word, PDF; observations from an exhibit; and taking acts back."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated, cast

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool

from fairlead.desk.access import needs
from fairlead.desk.api.given import Place
from fairlead.dossier import package, pdf
from fairlead.errors import MisuseError
from fairlead.evidence.handling import MARKINGS, Marking
from fairlead.register import drafting, reversing

routes = APIRouter(include_in_schema=False)

KINDS = {
    "zip": "application/zip",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
FIELDS = (
    *("act", "place", "country", "lat", "lon", "zone", "to_place", "to_country", "start", "end", "precision"),
    *("how_known", "page", "box", "rows", "chars", "reference", "basis", "note"),
)
LISTS = ("ships", "firms", "states", "persons", "goods", "measures")


@routes.post("/occasions/{occasion}/dossier")
@needs("export", "occasion")
def dossier(
    place: Place,
    occasion: str,
    audience: Annotated[str, Form(max_length=20)] = "amber",
    form: Annotated[str, Form(max_length=10)] = "zip",
) -> Response:
    """Make a dossier of one occasion for an audience, and hand it to the browser."""
    if audience not in MARKINGS or form not in KINDS:
        raise MisuseError(f"{audience!r} or {form!r} is unknown", f"audiences: {', '.join(MARKINGS)}")
    one = place.view().present(occasion)
    material = place.case.material([one])
    name = f"occasion-{one.number or one.id[:8]}"
    with tempfile.TemporaryDirectory(prefix="fairlead-dossier-") as folder:
        made = package.make(material, Path(folder) / name, cast(Marking, audience), docx=form == "docx")
        if form == "zip":
            data = made.archive.read_bytes()
        elif form == "pdf":
            data = pdf.printed(made.folder / "dossier.html")
        else:
            data = (made.folder / "dossier.docx").read_bytes()
    headers = {"content-disposition": f'attachment; filename="{name}.{form}"'}
    return Response(data, media_type=KINDS[form], headers=headers)


@routes.post("/occasions/{occasion}/undo")
@needs("act", "occasion")
def undo(place: Place, occasion: str, entry: Annotated[str, Form(max_length=64)]) -> Response:
    """Take back the last act on an occasion, by the act that reverses it."""
    one = place.view().find(occasion)
    done = reversing.reverse(place.case.register, one, entry)
    return RedirectResponse(f"/occasions/{done.object}?done={done.act}&entry={done.id}", status_code=303)


@routes.post("/exhibits/{exhibit}/observe")
@needs("act", "exhibit")
async def observe(request: Request, place: Place, exhibit: str) -> Response:
    """Record an observation from the form on an exhibit's page."""
    form = await request.form(max_files=0, max_fields=100)
    given: dict[str, object] = {name: str(form.get(name, "")).strip() or None for name in FIELDS}
    for name in LISTS:
        lines = str(form.get(name, "")).replace(";", "\n").splitlines()
        given[name] = tuple(line.strip() for line in lines if line.strip())
    if given.get("rows") or given.get("chars"):
        given["page"] = given["box"] = None

    def write() -> Response:
        draft = drafting.draft(given)
        drafting.check_measures(draft, place.law)
        entry = place.case.register.observe(exhibit, draft, str(form.get("purpose", "")))
        return RedirectResponse(f"/exhibits/{entry.object}?done=observe", status_code=303)

    return await run_in_threadpool(write)


@routes.post("/exhibits/{exhibit}/withdraw")
@needs("act", "exhibit")
def withdraw(
    place: Place,
    exhibit: str,
    observation: Annotated[str, Form(max_length=64)],
    reason: Annotated[str, Form(max_length=4000)],
) -> Response:
    """Withdraw an observation, with the reason."""
    place.case.register.withdraw_observation(observation, reason)
    return RedirectResponse(f"/exhibits/{exhibit}", status_code=303)
