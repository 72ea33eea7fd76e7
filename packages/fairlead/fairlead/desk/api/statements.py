"""What people say of what the machine read: an exhibit's statements, and judging them as `fairlead correct` does."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, Path, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from fairlead.desk import statements_shown
from fairlead.desk.access import needs
from fairlead.desk.api.given import Place
from fairlead.desk.statements_shown import StatementShown
from fairlead.errors import MisuseError
from fairlead.evidence.entries import Entry
from fairlead.register.corrections import Verdict

routes = APIRouter(tags=["statements"])

Row = Annotated[int, Path(ge=1, le=10**9)]


class Judgement(BaseModel):
    """What is said of anything that was read: ``read`` and ``entry`` as it gave them."""

    verdict: Verdict
    reason: str = Field(max_length=4000)
    read: str = Field(max_length=64)
    entry: str = Field(default="", max_length=64)
    purpose: str = Field(default="", max_length=2000)


class Judging(Judgement):
    """A judgement of a statement: ``changes`` for a correction."""

    changes: dict[str, Any] = Field(default={}, max_length=40)


class Written(BaseModel):
    """The entry that was written."""

    act: str
    entry: str
    index: int
    verdict: str


def written(entry: Entry) -> Written:
    """Return the entry of a judgement as the API tells it."""
    return Written(act=entry.act, entry=entry.id, index=entry.index, verdict=entry.body["verdict"])


async def fields_of(request: Request) -> dict[str, str]:
    """Return what a form of a judgement says of each field, by its name."""
    form = await request.form(max_files=0, max_fields=60)
    return {name.removeprefix("f-"): str(value) for name, value in form.multi_items() if name.startswith("f-")}


@routes.get("/api/v1/exhibits/{exhibit}/statements")
@needs("read", "exhibit")
def statements(place: Place, exhibit: str) -> list[StatementShown]:
    """The statements that were read in an exhibit, with what people said of each."""
    return statements_shown.statements(place, exhibit)


@routes.post("/api/v1/exhibits/{exhibit}/statements/{row}")
@needs("act", "exhibit")
def judge(place: Place, exhibit: str, row: Row, said: Judging) -> Written:
    """Accept, correct or reject a statement, or take the last judgement back."""
    register = place.case.register.after(said.entry)
    entry = register.judge_statement(
        place.case.readings_folder, exhibit, row, said.verdict, said.reason, said.changes,
        read=said.read, purpose=said.purpose,
    )  # fmt: skip
    return written(entry)


@routes.post("/exhibits/{exhibit}/statements/{row}", include_in_schema=False)
@needs("act", "exhibit")
async def judge_by_form(
    request: Request,
    place: Place,
    exhibit: str,
    row: Row,
    verdict: Annotated[Verdict, Form()],
    reason: Annotated[str, Form(max_length=4000)],
    read: Annotated[str, Form(max_length=64)],
    entry: Annotated[str, Form(max_length=64)] = "",
) -> Response:
    """Judge a statement from its form: what differs from what was read is the correction."""
    given = await fields_of(request)

    def write() -> Response:
        one = next((each for each in statements_shown.statements(place, exhibit) if each.row == row), None)
        if one is None:
            raise MisuseError(f"no exhibit here has a statement {row}")
        changes = statements_shown.changes_of(one, given) if verdict == "corrected" else {}
        said = Judging(verdict=verdict, reason=reason, changes=changes, read=read, entry=entry)
        judge(place, exhibit, row, said)
        return RedirectResponse(f"/exhibits/{exhibit}?done=statement#statement-{row}", status_code=303)

    return await run_in_threadpool(write)
