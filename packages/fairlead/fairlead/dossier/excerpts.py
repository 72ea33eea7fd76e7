"""What an occasion cites, as the page prints it: tables of rows, words, and pictures of PDF regions.

The rows and words come from ``register.excerpts``; here they are laid out, and what a reader cannot give (the look of
a page) is drawn from the exhibit. At most a page of rows is printed for each exhibit; the rest is counted.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

from fairlead.evidence.store import ExhibitStore
from fairlead.register import excerpts as places
from fairlead.typologies.occasion import Citation, Occasion, Where

ROWS_SHOWN = 14  # per exhibit and occasion; more are counted
PAGE_MARGIN = 8.0  # PDF points around a cited box
PAGE_SCALE = 1.8  # pixels per PDF point: readable on paper at the width of the page


@dataclass(frozen=True)
class Excerpt:
    """One cited place as it is printed: a table of rows, a quotation, or a picture of a page region."""

    sha256: str
    where: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    quote: str | None = None
    image: str | None = None  # PNG, base64
    page: int | None = None
    note: str | None = None


def excerpts(occasion: Occasion, readings: Path, store: ExhibitStore, hidden: Collection[str] = ()) -> list[Excerpt]:
    """Return the cited places of an occasion as they are printed, in the order of first citation.

    ``hidden`` are the exhibits (SHA-256) whose originator does not allow their content to be shown.
    """
    drawn: list[Excerpt] = []
    for citation in cited(occasion):
        if citation.sha256 in hidden:
            note = "Its originator does not allow its content to be shown."
            drawn.append(Excerpt(citation.sha256, say_where(citation), note=note))
        else:
            drawn += _of_exhibit(citation, readings, store)
    return drawn


def cited(occasion: Occasion) -> list[Citation]:
    """Return each exhibit that the occasion cites once, with all places in it, in the order of first citation."""
    found: dict[str, list[Where]] = {}
    for engagement in occasion.engagements:
        for element in engagement.elements:
            for citation in element.exhibits:
                named = found.setdefault(citation.sha256, [])
                named += [place for place in citation.where if place not in named]
    return [Citation(sha256, tuple(named)) for sha256, named in found.items()]


def say_where(citation: Citation) -> str:
    """Return the cited places in words: "rows 12, 40–52; page 3"."""
    rows = sorted({place.rows for place in citation.where if place.rows})
    parts = []
    if rows:
        text = ", ".join(f"{first}" if first == last else f"{first}–{last}" for first, last in rows[:4])
        one = len(rows) == 1 and rows[0][0] == rows[0][1]
        parts.append(f"{'row' if one else 'rows'} {text}" + (f" and {len(rows) - 4} more" if len(rows) > 4 else ""))
    parts += [f"characters {place.chars[0]}–{place.chars[1]}" for place in citation.where if place.chars]
    pages = sorted({place.page for place in citation.where if place.page is not None})
    parts += [f"page {page}" for page in pages]
    return "; ".join(parts)


def _of_exhibit(citation: Citation, readings: Path, store: ExhibitStore) -> Iterator[Excerpt]:
    in_rows = Citation(citation.sha256, tuple(place for place in citation.where if place.rows))
    if in_rows.where:
        yield _table(in_rows, places.excerpts(readings, in_rows, ROWS_SHOWN))
    for place in citation.where:
        if place.rows:
            continue
        found = places.excerpts(readings, Citation(citation.sha256, (place,)))[0]
        if place.page is None:
            yield Excerpt(citation.sha256, found.where, quote=found.words)
        else:
            yield _region(citation.sha256, place, found.words, store)


def _table(citation: Citation, found: Sequence[places.Excerpt]) -> Excerpt:
    """Lay rows out under the columns that any of them has."""
    rows = {row["row"]: row for excerpt in found for row in excerpt.rows}
    shown = [rows[number] for number in sorted(rows)][:ROWS_SHOWN]
    columns = list(dict.fromkeys(name for row in shown for name in row))
    left_out = sum(excerpt.left_out for excerpt in found) + len(rows) - len(shown)
    return Excerpt(
        citation.sha256,
        say_where(citation),
        tuple(name.replace("_", " ") for name in columns),
        tuple(tuple(str(row.get(name, "")) for name in columns) for row in shown),
        note=f"{left_out:,} further rows are not printed." if left_out else None,
    )


def _region(sha256: str, place: Where, words: str | None, store: ExhibitStore) -> Excerpt:
    """Draw the cited part of a PDF page; of other exhibits the words alone are given."""
    assert place.page is not None
    where = f"page {place.page}"
    with store.open(sha256) as stream:
        data = stream.read(5)
        if data != b"%PDF-":
            return Excerpt(sha256, where, quote=words, page=place.page, note=None if words else "See the exhibit.")
        data += stream.read()
    document = pypdfium2.PdfDocument(data)
    try:
        page = document[place.page - 1]
        picture = page.render(scale=PAGE_SCALE, crop=_crop(place, page.get_size())).to_pil()
    finally:
        document.close()
    buffer = io.BytesIO()
    picture.convert("L").save(buffer, "PNG", optimize=True)
    image = base64.b64encode(buffer.getvalue()).decode()
    return Excerpt(sha256, where, quote=words, image=image, page=place.page)


def _crop(place: Where, size: tuple[float, float]) -> tuple[float, float, float, float]:
    """Return what to cut off a page on the left, bottom, right and top: the whole width, and the box's height."""
    if place.box is None:
        return (0, 0, 0, 0)
    _, low, _, high = place.box
    return (0, max(0.0, low - PAGE_MARGIN), 0, max(0.0, size[1] - high - PAGE_MARGIN))
