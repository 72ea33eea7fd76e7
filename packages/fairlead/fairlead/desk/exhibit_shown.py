"""One exhibit with its custody: who received it, how it may be handled, what became of it, what people saw in it.

What may not be shown to others may be shown here: the desk is the office itself; a dossier is where handling decides.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pyarrow.dataset as ds
import pypdfium2
from pydantic import BaseModel

from fairlead.deriving import reading_in
from fairlead.desk.addresses import address
from fairlead.desk.workplace import Workplace
from fairlead.evidence.exhibits import Exhibit
from fairlead.readers.reading import in_words
from fairlead.register import told
from fairlead.register.excerpts import place_of
from fairlead.register.times import iso
from fairlead.register.times import said as when_said

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
    return f"read: {in_words(last['counts'])}"


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
