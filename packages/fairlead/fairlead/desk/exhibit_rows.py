"""Rows of an exhibit's readings in units people read, and what one place of an exhibit says."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pyarrow.compute as pc
import pyarrow.dataset as ds
from pydantic import BaseModel

from fairlead.desk import rows_shown
from fairlead.desk.addresses import address
from fairlead.desk.exhibit_pages import text
from fairlead.desk.exhibit_shown import PDF, shapes_of
from fairlead.desk.workplace import Workplace
from fairlead.errors import MisuseError
from fairlead.evidence.exhibits import Exhibit
from fairlead.register import corrections, judged_rows
from fairlead.register.excerpts import excerpts, readable
from fairlead.typologies.occasion import Citation, Where

ROWS = 100  # of a table at once; ours


class Table(BaseModel):
    """Some rows of a reading in units people read."""

    shape: str
    columns: list[str]
    rows: list[list[str]]
    asked: list[bool]
    first: int
    total: int
    numbers: list[tuple[int, int]]  # of each row: its number, and which of those that bear it
    judged: list[str | None]  # what people said of each row


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
    read = kept.sort_by("row").to_pylist()
    rows = [readable(row) for row in read]
    numbers = _numbered([row["row"] for row in read])
    said = rows_shown.last(place, one.sha256, chosen.name)
    columns = list(dict.fromkeys(name for row in rows for name in row))
    return Table(
        shape=chosen.name,
        columns=[name.replace("_", " ") for name in columns],
        rows=[[str(row.get(name, "")) for name in columns] for row in rows],
        asked=[asked is not None and asked[0] <= int(row["row"]) <= asked[1] for row in rows],
        first=first,
        total=chosen.rows,
        numbers=numbers,
        judged=[_said(said.get(at), row) for at, row in zip(numbers, read, strict=True)],
    )


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


def _numbered(rows: list[int]) -> list[tuple[int, int]]:
    seen: Counter[int] = Counter()
    numbers = []
    for row in rows:
        seen[row] += 1
        numbers.append((row, seen[row]))
    return numbers


def _said(judged: judged_rows.Judged | None, read: dict[str, Any]) -> str | None:
    if judged is None or judged.verdict == "taken back":
        return None
    if judged.read != corrections.digest(read):
        return f"{judged_rows.told(judged, None)}. It was read otherwise then, so this is not followed."
    return judged_rows.told(judged, read)


def _has_row(place: Workplace, one: Exhibit, shape: str, asked: tuple[int, int] | None) -> bool:
    if asked is None:
        return True
    path = place.case.readings_folder / one.sha256 / f"{shape}.parquet"
    return ds.dataset(path).count_rows(filter=(pc.field("row") >= asked[0]) & (pc.field("row") <= asked[1])) > 0
