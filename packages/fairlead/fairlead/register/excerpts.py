"""The very rows, words or page regions of an exhibit that a citation names, as its readings hold them.

Reads the derived Parquet files only: what no reader read (an image, a scan) is named by page and box, not shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq

from fairlead import shapes
from fairlead.register.times import iso
from fairlead.typologies.occasion import Citation, Where

_BY_ROW = ("positions", "static_reports", "listings")
_BY_PAGE = ("listings", "statements")
_HIDDEN = ("exhibit", "row", "body", "page", "box", "list_id", "kind", "char_start", "char_end", "speaker", "about")


@dataclass(frozen=True)
class Excerpt:
    """What one place of one exhibit says. ``rows`` are dictionaries in units people read; ``left_out`` counts more."""

    sha256: str
    where: str  # 'rows 12-14', 'characters 100-180', 'page 3, box 10,20,200,40'
    shape: str | None  # of the readings it was found in; None where no reading holds it
    rows: tuple[Mapping[str, Any], ...] = ()
    words: str | None = None
    left_out: int = 0


def excerpts(readings: Path, citation: Citation, limit: int = 6) -> list[Excerpt]:
    """Return what each place of ``citation`` says, at most ``limit`` rows each, from the case's readings folder."""
    folder = readings / citation.sha256
    return [_excerpt(folder, citation.sha256, where, limit) for where in citation.where]


def place_of(where: Where) -> str:
    """Return a place in an exhibit in words."""
    if where.rows:
        first, last = where.rows
        return f"row {first}" if first == last else f"rows {first}-{last}"
    if where.chars:
        return f"characters {where.chars[0]}-{where.chars[1]}"
    box = f", box {','.join(f'{side:g}' for side in where.box)}" if where.box else ""
    return f"page {where.page}{box}"


def _excerpt(folder: Path, sha256: str, where: Where, limit: int) -> Excerpt:
    if where.rows:
        return _rows(folder, sha256, where, limit)
    shape, words = next(_words(folder, where), (None, None))
    return Excerpt(sha256, place_of(where), shape, words=words)


def _rows(folder: Path, sha256: str, where: Where, limit: int) -> Excerpt:
    """Return the rows; one line of a file that gave both a position and a static report is one row here."""
    first, last = where.rows or (0, 0)
    found: dict[int, dict[str, Any]] = {}
    shapes_found = []
    for shape in _BY_ROW:
        path = folder / f"{shape}.parquet"
        if path.exists():
            table = pq.read_table(path, filters=[("row", ">=", first), ("row", "<=", last)])
            shapes_found += [shape] if table.num_rows else []
            for row in table.to_pylist():
                found[row["row"]] = readable(row) | found.get(row["row"], {})
    rows = tuple(found[row] for row in sorted(found)[:limit])
    shape_names = " and ".join(shapes_found) or None
    return Excerpt(sha256, place_of(where), shape_names, rows, left_out=max(0, len(found) - limit))


def _words(folder: Path, where: Where) -> Iterator[tuple[str, str]]:
    """Yield shape and words of each reading's row at a place: the same box, else the same page, else words within."""
    for shape in _BY_PAGE if where.page is not None else ("statements",):
        path = folder / f"{shape}.parquet"
        if not path.exists():
            continue
        column = "quote" if shape == "statements" else "narrative"
        if where.page is not None:
            table = pq.read_table(path, filters=[("page", "=", where.page)])
            found = [row for row in table.to_pylist() if row[column] and _same_box(row["box"], where)]
        else:
            start, end = where.chars or (0, 0)
            table = pq.read_table(path, filters=[("char_start", "<", end), ("char_end", ">", start)])
            found = table.take(pc.sort_indices(table, [("char_start", "ascending")])).to_pylist()
        if found:
            yield shape, " […] ".join(dict.fromkeys(row[column] for row in found))


def _same_box(printed: str | None, where: Where) -> bool:
    if where.box is None or printed is None:
        return True
    return all(abs(float(side) - ours) < 1 for side, ours in zip(printed.split(","), where.box, strict=True))


def readable(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row in units people read, empty columns left out; its own number first."""
    readable: dict[str, Any] = {"row": row["row"]}
    for column, value in row.items():
        if value is not None and column not in _HIDDEN:
            title, shown = _in_units(column, value)
            readable[title] = shown
    return readable


def _in_units(column: str, value: Any) -> tuple[str, Any]:
    name, _, unit = column.rpartition("_")
    if unit == "us":
        return "time", iso(value)
    if unit == "e7":
        return name, value / shapes.E7
    if unit in _TENTHS:
        return f"{name} {_TENTHS[unit]}", value / 10
    return column, value


_TENTHS = {"dkn": "kn", "ddeg": "°", "dm": "m"}
