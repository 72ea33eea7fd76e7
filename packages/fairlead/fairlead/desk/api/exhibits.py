"""Exhibits: the list, one with its custody, its text, rows and pages, and what one place of it says."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import StreamingResponse

from fairlead.desk import exhibit_pages, exhibit_rows, exhibit_shown
from fairlead.desk.access import needs
from fairlead.desk.api.given import Place
from fairlead.desk.exhibit_pages import Piece
from fairlead.desk.exhibit_rows import Excerpt, Table
from fairlead.desk.exhibit_shown import ExhibitShown, Row
from fairlead.errors import MisuseError
from fairlead.typologies.occasion import Where

routes = APIRouter(prefix="/api/v1/exhibits", tags=["exhibits"])

Span = Annotated[str | None, Query(max_length=40, pattern=r"^\d{1,15}(-\d{1,15})?$")]
Sides = Annotated[str | None, Query(max_length=120)]
IMAGES = ("image/png", "image/jpeg", "image/gif", "image/webp")


@routes.get("")
@needs("read", "exhibit")
def list_exhibits(place: Place) -> list[Row]:
    """List the exhibits in the order in which they were received."""
    return exhibit_shown.all_exhibits(place)


@routes.get("/{exhibit}")
@needs("read", "exhibit")
def one_exhibit(place: Place, exhibit: str) -> ExhibitShown:
    """One exhibit, by its SHA-256 or the beginning of it, with its custody."""
    return exhibit_shown.shown(place, exhibit)


@routes.get("/{exhibit}/text")
@needs("read", "exhibit")
def text(place: Place, exhibit: str, chars: Span = None) -> list[Piece]:
    """The decoded text, cut where statements begin and end."""
    return exhibit_pages.text(place, exhibit, span(chars))


@routes.get("/{exhibit}/rows")
@needs("read", "exhibit")
def rows(
    place: Place,
    exhibit: str,
    shape: Annotated[str | None, Query(max_length=40)] = None,
    first: Annotated[int, Query(ge=1, le=10**15)] = 1,
    rows: Span = None,
) -> Table:
    """Rows of a reading, in units people read."""
    return exhibit_rows.table(place, exhibit, shape, first, span(rows))


@routes.get("/{exhibit}/excerpt")
@needs("read", "exhibit")
def excerpt(
    place: Place,
    exhibit: str,
    rows: Span = None,
    chars: Span = None,
    page: Annotated[int | None, Query(ge=1, le=100_000)] = None,
    box: Sides = None,
) -> Excerpt:
    """What one place says: the very rows, words or region."""
    return exhibit_rows.excerpt(place, exhibit, where(rows, chars, page, box))


@routes.get("/{exhibit}/pages/{number}.png", response_class=Response)
@needs("read", "exhibit")
def page(place: Place, exhibit: str, number: int, box: Sides = None) -> Response:
    """A page of a PDF as a picture, or the region of it that is cited."""
    picture = exhibit_pages.page_picture(place, exhibit, number, _sides(box) if box else None)
    return Response(picture, media_type="image/png", headers={"cache-control": "private, max-age=3600"})


@routes.get("/{exhibit}/image", response_class=StreamingResponse)
@needs("read", "exhibit")
def image(place: Place, exhibit: str) -> StreamingResponse:
    """The bytes of an image; of nothing else, since a page of an exhibit must never run as a page of ours."""
    one = place.case.exhibits.get(exhibit)
    if one.media_type not in IMAGES:
        raise MisuseError(f"{one.name} is no image that can be shown here")
    return StreamingResponse(place.case.exhibits.open(one), media_type=one.media_type)


@routes.get("/{exhibit}/bytes", response_class=StreamingResponse)
@needs("export", "occasion")
def as_received(place: Place, exhibit: str) -> StreamingResponse:
    """The exhibit as received, always as a download."""
    one = place.case.exhibits.get(exhibit)
    safe = re.sub(r"[^A-Za-z0-9._-]+", "_", one.name)[-80:] or "exhibit"
    headers = {"content-disposition": f'attachment; filename="{safe}"', "content-length": str(one.size)}
    return StreamingResponse(place.case.exhibits.open(one), media_type="application/octet-stream", headers=headers)


def where(rows: str | None, chars: str | None, page: int | None, box: str | None) -> Where:
    """Return the one place that was named; MisuseError where none or several were."""
    if sum(each is not None for each in (rows, chars, page)) != 1:
        raise MisuseError("name one place: rows, chars or page", "rows=12-14")
    return Where(rows=span(rows), chars=span(chars), page=page, box=_sides(box) if box and page else None)


def span(text: str | None) -> tuple[int, int] | None:
    """Return "12-14" as a pair; one number is a range of one."""
    if text is None:
        return None
    first, _, last = text.partition("-")
    return int(first), int(last or first)


def _sides(text: str) -> tuple[float, float, float, float]:
    try:
        x0, y0, x1, y1 = (float(side) for side in text.split(","))
    except ValueError:
        raise MisuseError(f"not a box: {text!r}", "x0,y0,x1,y1") from None
    if not all(-1e6 < side < 1e6 for side in (x0, y0, x1, y1)):
        raise MisuseError(f"not a box: {text!r}", "x0,y0,x1,y1 in points of the page")
    return x0, y0, x1, y1
