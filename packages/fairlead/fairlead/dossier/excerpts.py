"""The very rows, words and page regions that an element cites, drawn from the readings and exhibits for printing.

Shows at most a page of rows for each citation and says how many it left out; decides nothing.
"""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pypdfium2

from fairlead.evidence.store import ExhibitStore
from fairlead.shapes import E7, US_PER_SECOND
from fairlead.typologies.occasion import Citation, Occasion, Where

ROWS_SHOWN = 14  # per citation; a longer stretch shows its first and last rows
PAGE_MARGIN = 8.0  # PDF points around a cited box
PAGE_SCALE = 1.8  # pixels per PDF point: readable on paper at the width of the page
_SHAPES = ("positions", "static_reports", "listings", "statements")


@dataclass(frozen=True)
class Excerpt:
    """One cited place as it is printed: a table of rows, a quotation, or a picture of a page region."""

    sha256: str
    where: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    quote: str | None = None
    before: str = ""
    after: str = ""
    image: str | None = None  # PNG, base64
    page: int | None = None
    note: str | None = None


def excerpts(
    occasion: Occasion, readings_folder: Path, store: ExhibitStore, hidden: Collection[str] = ()
) -> list[Excerpt]:
    """Return one excerpt for each cited exhibit and place of an occasion, in the order of first citation.

    ``hidden`` are the exhibits (SHA-256) whose originator does not allow their content to be shown.
    """
    ships = {subject.mmsi for subject in occasion.subjects if subject.mmsi} | {ref.mmsi for ref in occasion.events}
    drawn: list[Excerpt] = []
    for sha256, places in _gather(occasion).items():
        if sha256 in hidden:
            drawn.append(Excerpt(sha256, "", note="Its originator does not allow its content to be shown."))
            continue
        rows = sorted({place.rows for place in places if place.rows})
        if rows:
            drawn += _rows(sha256, rows, readings_folder / sha256, ships)
        for place in places:
            if place.chars:
                drawn.append(_quotation(sha256, place.chars, readings_folder / sha256))
            elif place.page is not None:
                drawn.append(_region(sha256, place, store))
    return drawn


def say_where(citation: Citation) -> str:
    """Return the cited places in words: "rows 12, 40–52; page 3"."""
    rows = [place.rows for place in citation.where if place.rows]
    parts = []
    if rows:
        shown = sorted(set(rows))
        text = ", ".join(f"{first}" if first == last else f"{first}–{last}" for first, last in shown[:4])
        one = len(shown) == 1 and shown[0][0] == shown[0][1]
        parts.append(f"{'row' if one else 'rows'} {text}" + (f" and {len(shown) - 4} more" if len(shown) > 4 else ""))
    parts += [f"characters {place.chars[0]}–{place.chars[1]}" for place in citation.where if place.chars]
    pages = sorted({place.page for place in citation.where if place.page is not None})
    parts += [f"page {page}" for page in pages]
    return "; ".join(parts)


def _gather(occasion: Occasion) -> dict[str, list[Where]]:
    found: dict[str, list[Where]] = {}
    for engagement in occasion.engagements:
        for element in engagement.elements:
            for citation in element.exhibits:
                places = found.setdefault(citation.sha256, [])
                places += [place for place in citation.where if place not in places]
    return found


def _rows(sha256: str, ranges: Sequence[tuple[int, int]], folder: Path, ships: Collection[int]) -> Iterator[Excerpt]:
    for shape in _SHAPES[:2]:
        path = folder / f"{shape}.parquet"
        if not path.exists():
            continue
        table = _cited_rows(path, ranges, ships)
        if table.num_rows:
            yield _table(sha256, ranges, table)
    for shape in _SHAPES[2:]:
        path = folder / f"{shape}.parquet"
        if path.exists():
            yield from _words(sha256, _cited_rows(path, ranges, ()))


def _cited_rows(path: Path, ranges: Sequence[tuple[int, int]], ships: Collection[int]) -> pa.Table:
    """Return the rows in the ranges; of a table of ships only those of the ships concerned."""
    row = pc.field("row")
    wanted = pc.scalar(False)
    for first, last in ranges:
        wanted = wanted | ((row >= first) & (row <= last))
    dataset = ds.dataset(path)
    if ships and "mmsi" in dataset.schema.names:
        wanted = wanted & pc.field("mmsi").isin(sorted(ships))
    return dataset.to_table(filter=wanted).sort_by("row")


def _table(sha256: str, ranges: Sequence[tuple[int, int]], table: pa.Table) -> Excerpt:
    total = table.num_rows
    note = None
    if total > ROWS_SHOWN:
        half = ROWS_SHOWN // 2
        table = pa.concat_tables([table.slice(0, half), table.slice(total - half)])
        note = f"{total - ROWS_SHOWN:,} further rows of these ships between the first and the last are not printed."
    columns = [name for name in table.column_names if name != "exhibit" and table[name].null_count < table.num_rows]
    rows = tuple(tuple(_cell(name, value) for name, value in row.items()) for row in table.select(columns).to_pylist())
    return Excerpt(
        sha256,
        say_where(Citation(sha256, tuple(Where(rows=each) for each in ranges))),
        _heads(columns),
        rows,
        note=note,
    )


def _words(sha256: str, table: pa.Table) -> Iterator[Excerpt]:
    for row in table.to_pylist():
        text = row.get("quote") or row.get("narrative") or row.get("name")
        if text:
            yield Excerpt(sha256, f"entry {row['row']}", quote=str(text), page=row.get("page"))


def _quotation(sha256: str, chars: tuple[int, int], folder: Path) -> Excerpt:
    where = f"characters {chars[0]}–{chars[1]}"
    path = folder / "statements.parquet"
    if path.exists():
        for row in ds.dataset(path).to_table().to_pylist():
            if row["char_start"] is not None and row["char_start"] <= chars[0] and chars[1] <= row["char_end"]:
                said = f"Said by {row['speaker']}." if row["speaker"] else "The page does not say who says so."
                return Excerpt(sha256, where, quote=row["quote"], note=said)
    return Excerpt(sha256, where, note="Read by no reader; see the exhibit.")


def _region(sha256: str, place: Where, store: ExhibitStore) -> Excerpt:
    """Draw the cited part of a PDF page; other exhibits are named only."""
    assert place.page is not None
    where = f"page {place.page}"
    with store.open(sha256) as stream:
        data = stream.read(5)
        if data != b"%PDF-":
            return Excerpt(sha256, where, page=place.page, note="See the exhibit.")
        data += stream.read()
    document = pypdfium2.PdfDocument(data)
    try:
        page = document[place.page - 1]
        picture = page.render(scale=PAGE_SCALE, crop=_crop(place, page.get_size())).to_pil()
    finally:
        document.close()
    buffer = io.BytesIO()
    picture.convert("L").save(buffer, "PNG", optimize=True)
    return Excerpt(sha256, where, image=base64.b64encode(buffer.getvalue()).decode(), page=place.page)


def _crop(place: Where, size: tuple[float, float]) -> tuple[float, float, float, float]:
    """Return what to cut off a page on the left, bottom, right and top: the whole width, and the box's height."""
    if place.box is None:
        return (0, 0, 0, 0)
    _, low, _, high = place.box
    return (0, max(0.0, low - PAGE_MARGIN), 0, max(0.0, size[1] - high - PAGE_MARGIN))


_HEADS = {
    "t_us": "time (UTC)",
    "lat_e7": "latitude",
    "lon_e7": "longitude",
    "speed_dkn": "speed (kn)",
    "course_ddeg": "course",
    "heading_ddeg": "heading",
    "draught_dm": "draught (m)",
    "length_dm": "length (m)",
    "beam_dm": "beam (m)",
    "mmsi": "MMSI",
    "imo": "IMO",
}


def _heads(columns: Sequence[str]) -> tuple[str, ...]:
    return tuple(_HEADS.get(name, name.replace("_", " ")) for name in columns)


def _cell(name: str, value: Any) -> str:
    if value is None:
        return ""
    if name == "t_us":
        return f"{datetime.fromtimestamp(value / US_PER_SECOND, UTC):%Y-%m-%d %H:%M:%S}"
    if name.endswith("_e7"):
        return f"{value / E7:.5f}"
    if name.endswith(("_dkn", "_ddeg", "_dm")):
        return f"{value / 10:g}"
    if name == "body":
        return json.dumps(json.loads(value), ensure_ascii=False)
    return str(value)
