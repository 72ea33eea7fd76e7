"""One's own: the visit, watch-lists; exports; background work."""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Form, Response, UploadFile
from pydantic import BaseModel, Field

from fairlead.desk import exports, visits, working
from fairlead.desk.access import needs
from fairlead.desk.api.given import AskedFor, Place, Who
from fairlead.desk.jobs import Job
from fairlead.desk.workplace import handles_sources
from fairlead.desk.workplace import who as whose
from fairlead.errors import MisuseError

routes = APIRouter(prefix="/api/v1", tags=["own"])


class Words(BaseModel):
    """What to watch: words, or an area as west, south, east, north in degrees, or words in an area."""

    words: str = Field(default="", max_length=400)
    box: visits.Box | None = None


class JobShown(BaseModel):
    """Background work: how far it is, and what came of it."""

    id: str
    what: str
    by: str
    state: str
    fraction: float
    step: str
    said: str


@routes.get("/news")
@needs("read", "own")
def news(place: Place, who: Who) -> visits.News:
    """What is new, changed or gone since you marked everything as seen."""
    return visits.news(place, place.view(), whose(who), sources=handles_sources(who))


@routes.post("/news/seen")
@needs("act", "own")
def seen(place: Place, who: Who) -> visits.News:
    """Mark everything as seen."""
    visits.mark_seen(place, place.view(), whose(who))
    return visits.news(place, place.view(), whose(who), sources=handles_sources(who))


@routes.post("/watches")
@needs("act", "own")
def watch(place: Place, who: Who, given: Words) -> dict[str, str]:
    """Watch words (a ship's name or number, a firm, a place) or an area."""
    return {"id": visits.watch(place, whose(who), given.words, given.box)}


@routes.delete("/watches/{watch}")
@needs("act", "own")
def unwatch(place: Place, who: Who, watch: str) -> dict[str, str]:
    """End a watch."""
    visits.unwatch(place, whose(who), watch)
    return {"id": watch}


@routes.get("/export/occasions.{form}", response_class=Response)
@needs("export", "case")
def export(place: Place, asked: AskedFor, form: str) -> Response:
    """The list that was asked for, as csv, xlsx, geojson, kml or parquet."""
    if form not in exports.FORMS:
        raise MisuseError(f"no file of the form {form!r}", f"one of: {', '.join(exports.FORMS)}")
    kind, write = exports.FORMS[form]
    view = place.view()
    found = [view.index.occasions[n] for n in view.index.find(asked).order]
    headers = {"content-disposition": f'attachment; filename="occasions.{form}"'}
    return Response(write(found), media_type=kind, headers=headers)


@routes.get("/jobs")
@needs("read", "job")
def jobs(place: Place) -> list[JobShown]:
    """Background work, newest first."""
    return [shown(job) for job in place.jobs.all()]


@routes.post("/jobs/find")
@needs("act", "job")
def find(place: Place, who: Who) -> JobShown:
    """Read what is unread, then derive events and occasions anew."""
    return shown(place.jobs.start("find", working.find(place.case), who.name, who.account))


@routes.post("/jobs/add")
@needs("act", "job")
def add(
    place: Place,
    who: Who,
    files: list[UploadFile],
    source: Annotated[str, Form(max_length=400)] = "",
    marking: Annotated[str, Form(max_length=20)] = "amber",
    reliability: Annotated[str, Form(max_length=1)] = "F",
    credibility: Annotated[int, Form(ge=1, le=6)] = 6,
    purpose: Annotated[str, Form(max_length=2000)] = "",
) -> JobShown:
    """Keep files as exhibits and read them."""
    grades = working.Grades(source or None, marking, reliability, credibility, purpose)
    grades.check()
    folder = Path(tempfile.mkdtemp(prefix="fairlead-incoming-"))
    kept = [_kept(folder, n, file) for n, file in enumerate(files)]
    work = working.add(place.case, folder, kept, grades)
    return shown(place.jobs.start(f"add {len(kept)} files", work, who.name, who.account))


@routes.post("/jobs/{job}/cancel")
@needs("act", "job")
def cancel(place: Place, job: str) -> JobShown:
    """Stop it at its next step; what was done so far stays."""
    return _found(place.jobs.cancel(job), job)


@routes.post("/jobs/{job}/again")
@needs("act", "job")
def again(place: Place, who: Who, job: str) -> JobShown:
    """Do ended work again: it goes on where it stopped."""
    return _found(place.jobs.again(job, who.name, who.account), job)


def shown(job: Job) -> JobShown:
    """Return a job as a document."""
    return JobShown(**{name: getattr(job, name) for name in JobShown.model_fields})


def _found(job: Job | None, asked: str) -> JobShown:
    if job is None:
        raise MisuseError(f"no job {asked!r} that this can be done with")
    return shown(job)


def _kept(folder: Path, n: int, file: UploadFile) -> Path:
    """Put an uploaded file into a folder of its own, so that its name stays its name and leads nowhere else."""
    name = Path((file.filename or "").replace("\\", "/")).name
    name = re.sub(r"[\x00-\x1f\x7f]", "", name)[-200:].strip() or f"file-{n + 1}"
    if name in (".", ".."):
        name = f"file-{n + 1}"
    own = folder / f"{n:04}"
    own.mkdir()
    with (own / name).open("xb") as out:
        shutil.copyfileobj(file.file, out, 1 << 20)
    return own / name
