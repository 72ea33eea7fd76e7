"""Two screens: the exhibits, and one of them with its custody and what was drawn from it."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from fairlead.desk import exhibit_pages, exhibit_rows, exhibit_shown, rows_shown, statements_shown
from fairlead.desk.access import needs
from fairlead.desk.api import exhibits as api
from fairlead.desk.api.given import Place, Who
from fairlead.desk.pages.drawing import page
from fairlead.register import judged_rows
from fairlead.register.observations import ACTS

routes = APIRouter(include_in_schema=False)


@routes.get("/exhibits")
@needs("read", "exhibit")
def exhibits(request: Request, place: Place, who: Who) -> Response:
    """All exhibits."""
    return page(request, who, "exhibits.html.j2", exhibits=exhibit_shown.all_exhibits(place))


@routes.get("/exhibits/{exhibit}")
@needs("read", "exhibit")
def exhibit(
    request: Request,
    place: Place,
    who: Who,
    exhibit: str,
    shape: Annotated[str | None, Query(max_length=40)] = None,
    first: Annotated[int, Query(ge=1, le=10**15)] = 1,
    rows: api.Span = None,
    chars: api.Span = None,
    page_number: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
    box: api.Sides = None,
    judge: Annotated[str | None, Query(max_length=40, pattern=r"^\d{1,15}(\.\d{1,5})?$")] = None,
) -> Response:
    """One exhibit as it looks, at the place asked for."""
    shown = exhibit_shown.shown(place, exhibit)
    content: dict[str, Any] = {"text": None, "table": None, "regions": [], "size": None, "judging": None}
    look = "table" if rows or shape else shown.look
    if look == "text":
        content["text"] = exhibit_pages.text(place, shown.sha256, api.span(chars))
    elif look == "table" and shown.shapes:
        content["table"] = table = exhibit_rows.table(place, shown.sha256, shape, first, api.span(rows))
        if judge and table.shape in judged_rows.SHAPES:
            row, _, nth = judge.partition(".")
            content["judging"] = rows_shown.row(place, shown.sha256, table.shape, int(row), int(nth or 1))
    elif look == "pdf" and shown.pages:
        number = min(page_number, shown.pages)
        content |= exhibit_pages.page_regions(place, shown, number, box)
    named = {each.name for each in shown.shapes}
    statements = statements_shown.statements(place, shown.sha256) if "statements" in named else []
    return page(
        request,
        who,
        "exhibit.html.j2",
        x=shown,
        look=look,
        number=page_number,
        asked_box=box,
        acts=ACTS,
        asked_rows=rows,
        asked_chars=chars,
        statements=statements,
        offered=statements_shown.offered,
        judgeable=judged_rows.SHAPES,
        **content,
    )
