"""A row that the machine read in a table: what people say of it, and judging it as `fairlead correct --in` does."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Path, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import Field
from starlette.concurrency import run_in_threadpool

from fairlead.desk import rows_shown
from fairlead.desk.access import needs
from fairlead.desk.api.given import Place
from fairlead.desk.api.statements import Judgement, Written, fields_of, written
from fairlead.desk.rows_shown import RowShown
from fairlead.register.corrections import Verdict

routes = APIRouter(tags=["rows"])

Shape = Annotated[str, Path(max_length=40)]
Number = Annotated[int, Path(ge=1, le=10**15)]
Part = Annotated[int, Query(ge=1, le=10_000, description="which of several rows under one number")]


class Judging(Judgement):
    """A judgement of a row; ``said``: values of a correction, as people write."""

    said: dict[str, str | None] = Field(default={}, max_length=40)


@routes.get("/api/v1/exhibits/{exhibit}/rows/{shape}/{row}")
@needs("read", "exhibit")
def one_row(place: Place, exhibit: str, shape: Shape, row: Number, part: Part = 1) -> RowShown:
    """One row as it was read, with what people said of it."""
    return rows_shown.row(place, exhibit, shape, row, part)


@routes.post("/api/v1/exhibits/{exhibit}/rows/{shape}/{row}")
@needs("act", "exhibit")
def judge_row(place: Place, exhibit: str, shape: Shape, row: Number, said: Judging, part: Part = 1) -> Written:
    """Accept, correct or reject a row, or take the last judgement back."""
    register = place.case.register.after(said.entry)
    entry = register.judge_row(
        place.case.readings_folder, exhibit, (shape, row, part), said.verdict, said.reason, said.said,
        read=said.read, purpose=said.purpose,
    )  # fmt: skip
    return written(entry)


@routes.post("/exhibits/{exhibit}/rows/{shape}/{row}", include_in_schema=False)
@needs("act", "exhibit")
async def judge_row_by_form(
    request: Request,
    place: Place,
    exhibit: str,
    shape: Shape,
    row: Number,
    verdict: Annotated[Verdict, Form()],
    reason: Annotated[str, Form(max_length=4000)],
    read: Annotated[str, Form(max_length=64)],
    entry: Annotated[str, Form(max_length=64)] = "",
    part: Annotated[int, Form(ge=1, le=10_000)] = 1,
) -> Response:
    """Judge a row from its form: what differs from what was read is the correction."""
    given = await fields_of(request)

    def write() -> Response:
        shown = rows_shown.row(place, exhibit, shape, row, part)
        changes = rows_shown.changes_of(shown, given) if verdict == "corrected" else {}
        said = Judging(verdict=verdict, reason=reason, said=dict(changes), read=read, entry=entry)
        judge_row(place, exhibit, shape, row, said, part)
        back = f"/exhibits/{exhibit}?shape={shape}&first={max(1, row - 3)}&done=row#row-{row}.{part}"
        return RedirectResponse(back, status_code=303)

    return await run_in_threadpool(write)
