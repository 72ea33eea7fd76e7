"""Citations: from the exhibit and row that every reading carries to the exhibit's SHA-256 and the place in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from fairlead.typologies.occasion import Citation, Where

Row = Mapping[str, Any]


def rows(exhibits: Mapping[int, str], *places: tuple[int | None, int | None]) -> tuple[Citation, ...]:
    """Return citations of single rows, given as exhibit key and row; those without a known exhibit are left out."""
    found: dict[str, set[int]] = {}
    for key, row in places:
        if key is not None and row is not None and key in exhibits:
            found.setdefault(exhibits[key], set()).add(int(row))
    return tuple(
        Citation(sha256, tuple(Where(rows=(row, row)) for row in sorted(found[sha256]))) for sha256 in sorted(found)
    )


def ends(exhibits: Mapping[int, str], event: Row) -> tuple[Citation, ...]:
    """Return the two positions that bound an event."""
    return rows(
        exhibits, (event["start_exhibit"], event["start_row"]), (event.get("end_exhibit"), event.get("end_row"))
    )


def passage(exhibits: Mapping[int, str], reading: Row) -> tuple[Citation, ...]:
    """Return the place of a listing or statement: its page and box, its characters, or its row."""
    sha256 = exhibits.get(reading["exhibit"])
    if sha256 is None:
        return ()
    if reading.get("page") is not None:
        return (Citation(sha256, (Where(page=int(reading["page"]), box=_box(reading.get("box"))),)),)
    if reading.get("char_start") is not None:
        return (Citation(sha256, (Where(chars=(int(reading["char_start"]), int(reading["char_end"]))),)),)
    return (Citation(sha256, (Where(rows=(int(reading["row"]), int(reading["row"]))),)),)


def merged(citations: Iterable[Citation]) -> tuple[Citation, ...]:
    """Return one citation for each exhibit, its places in order and none twice."""
    found: dict[str, list[Where]] = {}
    for citation in citations:
        places = found.setdefault(citation.sha256, [])
        places += [where for where in citation.where if where not in places]
    return tuple(Citation(sha256, tuple(sorted(found[sha256], key=_order))) for sha256 in sorted(found))


def _order(where: Where) -> tuple[int, tuple[float, ...]]:
    first = where.rows or where.chars or (where.page or 0,)
    return (0 if where.rows else 1 if where.chars else 2, (*first, *(where.box or ())))


def _box(text: str | None) -> tuple[float, float, float, float] | None:
    if not text:
        return None
    left, bottom, right, top = (float(part) for part in text.split(","))
    return left, bottom, right, top
