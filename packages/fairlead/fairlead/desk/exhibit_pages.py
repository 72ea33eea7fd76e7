"""What an exhibit looks like: its text with the statements marked, the pages of a PDF with what was read on them.

The text is decoded as the reader that read it decodes it, so that a statement's characters are the same characters.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import pyarrow.compute as pc
import pyarrow.dataset as ds
import pypdfium2
from PIL import ImageDraw
from pydantic import BaseModel

from fairlead.desk.exhibit_shown import MOST_PAGES_BYTES, PDF, ExhibitShown
from fairlead.desk.workplace import Workplace
from fairlead.errors import MisuseError, UnreadableError
from fairlead.readers.decoding import MAX_PAGE_BYTES, decode
from fairlead.register.statements import Said, said

HTML = "text/html"
_TAG = re.compile(r"<(?:([a-zA-Z]+)[^<>]*|[!/?][^<>]*)>")
_UNSEEN = ("script", "style", "head")
SCALE = 1.6  # pixels per PDF point: readable at the width of a screen's half


class Piece(BaseModel):
    """A run of text; ``kind`` and ``row`` name the statement that it belongs to, None where it belongs to none."""

    text: str
    kind: str | None = None
    row: int | None = None
    speaker: str | None = None
    asked: bool = False
    markup: bool = False  # of a web page: between its words, nothing that a reader of it sees


def text(place: Workplace, sha256: str, asked: tuple[int, int] | None = None) -> list[Piece]:
    """Return the decoded text cut where statements begin and end; MisuseError where the exhibit is no text."""
    one = place.case.exhibits.get(sha256)
    with place.case.exhibits.open(one) as stream:
        data = stream.read(MAX_PAGE_BYTES + 1)
    try:
        whole = decode(data, one.name).text
    except UnreadableError as refusal:
        raise MisuseError(str(refusal), refusal.hint) from refusal
    told_ = [each for each in said(place.case.readings_folder, [one.sha256]) if each.chars]
    marks = sorted(((each.chars or (0, 0), each) for each in told_), key=lambda mark: (mark[0], mark[1].row))
    cuts = {0, len(whole), *(edge for span, _ in marks for edge in span)}
    if asked is not None:
        cuts |= {min(max(edge, 0), len(whole)) for edge in asked}
    tags = list(_markup(whole)) if one.media_type == HTML else []
    cuts |= {edge for span in tags for edge in span}
    edges = sorted(cut for cut in cuts if 0 <= cut <= len(whole))
    pieces, ahead, inside = [], list(reversed(marks)), list(reversed(tags))
    over: list[tuple[tuple[int, int], Said]] = []  # statements that a piece may lie within
    for start, end in pairwise(edges):
        while ahead and ahead[-1][0][0] <= start:
            over.append(ahead.pop())
        while inside and inside[-1][1] <= start:
            inside.pop()
        over = [mark for mark in over if mark[0][1] >= end]
        inner = min(over, key=lambda mark: mark[0][1] - mark[0][0], default=(None, None))[1]
        pieces.append(
            Piece(
                text=whole[start:end],
                kind=inner.kind if inner else None,
                row=inner.row if inner else None,
                speaker=inner.speaker if inner else None,
                asked=asked is not None and asked[0] <= start and end <= asked[1],
                markup=bool(inside) and inside[-1][0] <= start,
            )
        )
    return pieces


def _markup(whole: str) -> Iterator[tuple[int, int]]:
    """Yield where a web page holds tags, or scripts, styles and its head; each letter is looked at once or twice."""
    at, unclosed = 0, set[str]()
    while found := _TAG.search(whole, at):
        start, at = found.span()
        name = (found[1] or "").lower()
        if name in _UNSEEN and name not in unclosed:
            closing = re.compile(f"</{name}[^<>]*>", re.IGNORECASE).search(whole, at)
            if closing:
                at = closing.end()
            else:
                unclosed.add(name)
        yield start, at


def page_picture(
    place: Workplace, sha256: str, number: int, box: tuple[float, float, float, float] | None = None
) -> bytes:
    """Return a page of a PDF as PNG; with ``box`` only that region of it, with the room of a line around it."""
    one = place.case.exhibits.get(sha256)
    if one.media_type != PDF or one.size > MOST_PAGES_BYTES:
        raise MisuseError(f"{one.name} is no PDF that can be drawn here")
    with place.case.exhibits.open(one) as stream:
        document = pypdfium2.PdfDocument(stream.read())
    try:
        if not 1 <= number <= len(document):
            raise MisuseError(f"{one.name} has no page {number}", f"it has {len(document)}")
        page = document[number - 1]
        height = page.get_height()
        crop = (0.0, 0.0, 0.0, 0.0)
        if box is not None:
            crop = (0.0, max(0.0, box[1] - 14), 0.0, max(0.0, height - box[3] - 14))
        picture = page.render(scale=SCALE, crop=crop).to_pil()
        if box is not None:
            left, top = box[0] * SCALE, (height - crop[3] - box[3]) * SCALE
            sides = (left - 2, top - 2, box[2] * SCALE + 2, top + (box[3] - box[1]) * SCALE + 2)
            ImageDraw.Draw(picture).rectangle(sides, outline="#b35900", width=2)
    except pypdfium2.PdfiumError as failure:
        raise MisuseError(f"{one.name}: page {number} cannot be drawn: {failure}") from failure
    finally:
        document.close()
    buffer = io.BytesIO()
    picture.convert("P", colors=64).save(buffer, "PNG")
    return buffer.getvalue()


def page_regions(place: Workplace, one: ExhibitShown, number: int, asked: str | None) -> dict[str, Any]:
    """Return a PDF page's size in points and the regions on it that somebody or something read, from the top left."""
    exhibit = place.case.exhibits.get(one.sha256)
    with place.case.exhibits.open(exhibit) as stream:
        document = pypdfium2.PdfDocument(stream.read())
    try:
        width, height = document[number - 1].get_size()
    finally:
        document.close()
    regions = [
        {"kind": shape, "label": label, **_flipped(box, height)}
        for shape, column in (("listings", "name"), ("statements", "quote"))
        for label, box in _boxes(place, one.sha256, shape, column, number)
    ]
    regions += [
        {"kind": "observation", "label": f"{seen.act}: {seen.who}", **_flipped(seen.box, height)}
        for seen in one.observations
        if seen.page == number and seen.box
    ]
    if asked:
        sides = [float(side) for side in asked.split(",")]
        regions.append({"kind": "asked", "label": "the place asked for", **_flipped(sides, height)})
    return {"size": (round(width, 1), round(height, 1)), "regions": regions}


def _boxes(place: Workplace, sha256: str, shape: str, column: str, number: int) -> list[tuple[str, list[float]]]:
    path = place.case.readings_folder / sha256 / f"{shape}.parquet"
    if not path.exists():
        return []
    kept = ds.dataset(path).to_table(columns=[column, "box"], filter=pc.field("page") == number).to_pylist()
    return [(row[column], [float(side) for side in row["box"].split(",")]) for row in kept if row["box"]]


def _flipped(box: Sequence[float], height: float) -> dict[str, float]:
    """Return a box with its origin at the top left, as pictures have it."""
    return {"x": box[0], "y": round(height - box[3], 1), "w": round(box[2] - box[0], 1), "h": round(box[3] - box[1], 1)}
