"""One exhibit as a person looks at it: its custody, its text with the statements marked, its pages, its rows.

The text is decoded as the reader that read it decodes it, so that a statement's characters are the same characters.
What may not be shown to others may be shown here: the desk is the office itself; a dossier is where handling decides.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import asdict
from itertools import pairwise
from typing import Any

import pyarrow.compute as pc
import pyarrow.dataset as ds
import pypdfium2
from PIL import ImageDraw
from pydantic import BaseModel

from fairlead.deriving import reading_in
from fairlead.desk.occasion_shown import address
from fairlead.desk.workplace import Workplace
from fairlead.errors import MisuseError, UnreadableError
from fairlead.evidence.exhibits import Exhibit
from fairlead.readers.decoding import MAX_PAGE_BYTES, decode
from fairlead.register import told
from fairlead.register.excerpts import excerpts, place_of, readable
from fairlead.register.statements import said
from fairlead.register.times import iso
from fairlead.register.times import said as when_said
from fairlead.typologies.occasion import Citation, Where

ROWS = 100  # of a table at once; ours
SCALE = 1.6  # pixels per PDF point: readable at the width of a screen's half
MOST_PAGES_BYTES = 200 << 20  # a larger PDF is not drawn here
PDF = "application/pdf"


class ReceiptShown(BaseModel):
    """One receiving, as the custody log has it."""

    entry: str
    index: int
    when: str
    who: str
    name: str | None
    source: str | None
    url: str | None
    captured: str | None
    grade: str
    marking: str
    may: list[str]
    not_before: str | None
    purpose: str


class Shape(BaseModel):
    """A reading's shape and how many rows it has."""

    name: str
    rows: int


class Seen(BaseModel):
    """An observation recorded on an exhibit."""

    id: str
    act: str
    when: str
    who: str
    how_known: str
    note: str
    where: str
    address: str
    box: tuple[float, float, float, float] | None
    page: int | None


class ExhibitShown(BaseModel):
    """An exhibit with its custody; ``look`` tells how it is shown: text, pdf, image, table or nothing."""

    sha256: str
    name: str
    size: int
    media_type: str
    look: str
    pages: int
    receipts: list[ReceiptShown]
    read: str | None
    why_unread: str | None
    notes: list[str]
    shapes: list[Shape]
    observations: list[Seen]
    history: list[dict[str, Any]]


class Row(BaseModel):
    """One exhibit in the list."""

    sha256: str
    name: str
    size: int
    media_type: str
    grade: str
    marking: str
    received: str
    state: str


class Piece(BaseModel):
    """A run of text; ``kind`` and ``row`` name the statement that it belongs to, None where it belongs to none."""

    text: str
    kind: str | None = None
    row: int | None = None
    speaker: str | None = None
    asked: bool = False


class Table(BaseModel):
    """Some rows of a reading in units people read."""

    shape: str
    columns: list[str]
    rows: list[list[str]]
    asked: list[bool]
    first: int
    total: int


class Excerpt(BaseModel):
    """What one place of an exhibit says: rows, words, or a picture at ``image``."""

    sha256: str
    name: str
    where: str
    words: str | None
    columns: list[str]
    rows: list[list[str]]
    left_out: int
    image: str | None
    address: str


def all_exhibits(place: Workplace) -> list[Row]:
    """Return the exhibits in the order in which they were received."""
    read = reading_in.readings(place.case)
    return [
        Row(
            sha256=one.sha256,
            name=one.name,
            size=one.size,
            media_type=one.media_type,
            grade=f"{one.receipts[0].reliability}{one.receipts[0].credibility}",
            marking=one.handling.marking,
            received=iso(one.receipts[0].received_us).replace("T", " ")[:16],
            state=_state(read.get(one.sha256)),
        )
        for one in place.case.exhibits.all()
    ]


def shown(place: Workplace, sha256: str) -> ExhibitShown:
    """Return one exhibit with its custody."""
    one = place.case.exhibits.get(sha256)
    last = reading_in.readings(place.case).get(one.sha256)
    people = place.people()
    entries = list(place.case.log.entries(object=one.sha256))
    return ExhibitShown(
        sha256=one.sha256,
        name=one.name,
        size=one.size,
        media_type=one.media_type,
        look=look(place, one),
        pages=_page_count(place, one),
        receipts=[_receipt(each, people) for each in one.receipts],
        read=_state(last),
        why_unread=last.get("why") if last and "why" in last else None,
        notes=list(last.get("notes") or ()) if last else [],
        shapes=shapes_of(place, one),
        observations=[_seen(each) for each in place.case.register.observations() if each.cited.sha256 == one.sha256],
        history=[
            {"index": entry.index, "when": iso(entry.time_us), "act": entry.act, "who": told.actor(people, entry)}
            for entry in entries
        ],
    )


def look(place: Workplace, one: Exhibit) -> str:
    """Tell how an exhibit is best shown."""
    if one.media_type == PDF:
        return "pdf"
    if one.media_type in ("image/png", "image/jpeg", "image/gif", "image/webp"):
        return "image"
    names = {shape.name for shape in shapes_of(place, one)}
    if "statements" in names or (one.media_type.startswith("text/") and not names & {"positions", "static_reports"}):
        return "text"
    return "table" if names - {"unread"} else "nothing"


def shapes_of(place: Workplace, one: Exhibit) -> list[Shape]:
    """Return the shapes in which it was read, with their rows."""
    folder = place.case.readings_folder / one.sha256
    if not folder.is_dir():
        return []
    return [Shape(name=path.stem, rows=ds.dataset(path).count_rows()) for path in sorted(folder.glob("*.parquet"))]


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
    edges = sorted(cut for cut in cuts if 0 <= cut <= len(whole))
    pieces = []
    for start, end in pairwise(edges):
        within = [each for span, each in marks if span[0] <= start and end <= span[1]]
        inner = min(within, key=lambda each: (each.chars or (0, 0))[1] - (each.chars or (0, 0))[0], default=None)
        pieces.append(
            Piece(
                text=whole[start:end],
                kind=inner.kind if inner else None,
                row=inner.row if inner else None,
                speaker=inner.speaker if inner else None,
                asked=asked is not None and asked[0] <= start and end <= asked[1],
            )
        )
    return pieces


def table(
    place: Workplace, sha256: str, shape: str | None, first: int = 1, asked: tuple[int, int] | None = None
) -> Table:
    """Return up to ROWS rows of a reading from its row ``first`` on, or around the rows asked for."""
    one = place.case.exhibits.get(sha256)
    shapes = shapes_of(place, one)
    named = [each for each in shapes if each.name == shape] if shape else shapes
    if not named:
        raise MisuseError(f"{one.name} was not read as {shape or 'a table'}", "its readings are listed on its page")
    if asked is not None:
        first = max(1, asked[0] - 3)
    chosen = next((each for each in named if _has_row(place, one, each.name, asked)), named[0])
    path = place.case.readings_folder / one.sha256 / f"{chosen.name}.parquet"
    kept = ds.dataset(path).to_table(filter=(pc.field("row") >= first) & (pc.field("row") < first + ROWS))
    rows = [readable(row) for row in kept.sort_by("row").to_pylist()]
    columns = list(dict.fromkeys(name for row in rows for name in row))
    return Table(
        shape=chosen.name,
        columns=[name.replace("_", " ") for name in columns],
        rows=[[str(row.get(name, "")) for name in columns] for row in rows],
        asked=[asked is not None and asked[0] <= int(row["row"]) <= asked[1] for row in rows],
        first=first,
        total=chosen.rows,
    )


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


def excerpt(place: Workplace, sha256: str, where: Where) -> Excerpt:
    """Return what one place of an exhibit says, for a panel beside what cites it."""
    one = place.case.exhibits.get(sha256)
    found = excerpts(place.case.readings_folder, Citation(one.sha256, (where,)), 40)[0]
    columns = list(dict.fromkeys(name for row in found.rows for name in row))
    words = found.words
    if words is None and where.chars is not None:
        words = "".join(piece.text for piece in text(place, one.sha256, where.chars) if piece.asked)
    image = None
    if where.page is not None and one.media_type == PDF:
        box = f"?box={','.join(f'{side:g}' for side in where.box)}" if where.box else ""
        image = f"/api/v1/exhibits/{one.sha256}/pages/{where.page}.png{box}"
    return Excerpt(
        sha256=one.sha256,
        name=one.name,
        where=found.where,
        words=words,
        columns=[name.replace("_", " ") for name in columns],
        rows=[[str(row.get(name, "")) for name in columns] for row in found.rows],
        left_out=found.left_out,
        image=image,
        address=address(one.sha256, where),
    )


def _has_row(place: Workplace, one: Exhibit, shape: str, asked: tuple[int, int] | None) -> bool:
    if asked is None:
        return True
    path = place.case.readings_folder / one.sha256 / f"{shape}.parquet"
    return ds.dataset(path).count_rows(filter=(pc.field("row") >= asked[0]) & (pc.field("row") <= asked[1])) > 0


def _page_count(place: Workplace, one: Exhibit) -> int:
    if one.media_type != PDF or one.size > MOST_PAGES_BYTES:
        return 1 if one.media_type.startswith("image/") else 0
    try:
        with place.case.exhibits.open(one) as stream:
            document = pypdfium2.PdfDocument(stream.read())
    except pypdfium2.PdfiumError:
        return 0
    try:
        return len(document)
    finally:
        document.close()


def _state(last: dict[str, Any] | None) -> str:
    if last is None:
        return "not read yet"
    if "why" in last:
        return "not read"
    rows = ", ".join(f"{count:,} {shape.replace('_', ' ')}" for shape, count in last["counts"].items() if count)
    return f"read: {rows or 'no rows'}"


def _receipt(each: Any, people: dict[str, str | None]) -> ReceiptShown:
    handling = each.handling
    named = ("cite", "attribute", "show", "redistribute")
    return ReceiptShown(
        entry=each.entry,
        index=each.index,
        when=iso(each.received_us).replace("T", " ")[:16],
        who=people.get(each.actor) or f"actor {each.actor[:8]}",
        name=each.name,
        source=each.source,
        url=each.url,
        captured=each.captured,
        grade=f"{each.reliability}{each.credibility}",
        marking=handling.marking,
        may=[name for name in named if asdict(handling)[f"may_{name}"]],
        not_before=handling.not_before,
        purpose=each.purpose,
    )


def _seen(each: Any) -> Seen:
    where = each.cited.where[0]
    return Seen(
        id=each.id,
        act=each.act.replace("_", " "),
        when=when_said(each.start, each.precision, each.end, each.precision),
        who=", ".join(who.name or str(who.imo or who.flag or who.role) for who in each.subjects),
        how_known=each.how_known,
        note=each.note,
        where=place_of(where),
        address=address(each.cited.sha256, where),
        box=where.box,
        page=where.page,
    )
