"""Tables of sightings of transfers at sea, one act a row, as statements: who was seen with whom, when, how surely.

Nothing is judged: the wording of strength ("strongly suspects", "suspected") is kept as printed. A row that names no
ship or no day is kept as unread. Left out: positions, which such tables give in words only.
"""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta
from typing import Any

import pyarrow as pa

from fairlead import shapes
from fairlead.errors import UnreadableError
from fairlead.readers.decoding import decode
from fairlead.readers.reader import Sink, Source
from fairlead.subjects import states
from fairlead_ledger import canonical

NEEDED = ("date", "counterpart", "place_as_stated", "observer", "stated_strength")
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:/(\d{1,2}))?")  # 2019-05-13/14: two days, one act
_NOBODY = re.compile(r"^(unknown|unnamed|small vessel|two small|several|\(see source\)|$)", re.I)


class Sightings:
    """Reader of one table of sightings."""

    name = "sightings"
    version = 2
    libraries = ("charset-normalizer",)

    def recognises(self, source: Source, head: bytes) -> str | None:
        """Return that the header has the columns of a table of sightings."""
        if b"\0" in head[:1024]:
            return None
        names = _names(head.decode("utf-8", "replace"))
        return "table of sightings at sea" if _ship_columns(names) and set(NEEDED) <= set(names) else None

    def read(self, source: Source, sink: Sink) -> None:
        """Hand out one statement or one unread row per row."""
        with source.unpacked() as stream:
            text = decode(stream.read(), source.name).text.lstrip("\ufeff")
        names = _names(text)
        ship = _ship_columns(names)
        if ship is None:
            raise UnreadableError(f"{source.name}: expected columns of a ship and its IMO number, found {names}")
        made = []
        for number, row in enumerate(csv.DictReader(io.StringIO(text, newline=""), restval=""), 1):
            body, why = _body(row, ship) if None not in row else (None, "more cells than the header has columns")
            if body is None:
                sink.unread(number, why, ",".join(str(value) for value in row.values()))
                continue
            made.append(
                {
                    "exhibit": source.key,
                    "row": number,
                    "kind": "act",
                    "quote": "; ".join(f"{key}: {value}" for key, value in row.items() if value),
                    "speaker": row["observer"] or None,
                    "about": None,
                    "body": canonical.dumps(body).decode(),
                }
            )
        sink.rows("statements", pa.Table.from_pylist(made, schema=shapes.STATEMENTS))


def _names(text: str) -> list[str]:
    return [name.strip() for name in next(csv.reader([text.lstrip("\ufeff").partition("\n")[0].rstrip("\r")]), [])]


def _ship_columns(names: list[str]) -> tuple[str, str, str | None] | None:
    """Return the columns of the ship seen and its IMO number, and the State that the column's name gives it."""
    for name in names:
        prefix, _, word = name.rpartition("_")
        if word == "vessel" and f"{prefix}_imo" in names:
            return name, f"{prefix}_imo", "KP" if prefix.lower() == "dprk" else None
    return None


def _body(row: dict[str, str], ship: tuple[str, str, str | None]) -> tuple[dict[str, Any] | None, str]:
    """Return the body of an act (readers/lists/narratives.py), or why there is none."""
    days = _DATE.fullmatch(row["date"].strip())
    if days is None:
        return None, f"expected a day or two days, found {row['date']!r}"
    if _NOBODY.match(row[ship[0]].strip()):
        return None, "the row names no ship"
    try:
        start = date(int(days[1]), int(days[2]), int(days[3]))
        last = start.replace(day=int(days[4])) if days[4] else start
        after = last + timedelta(days=1)
    except (ValueError, OverflowError):
        return None, f"no such day: {row['date']!r}"
    other = row["counterpart"].strip()
    party = {"name": row[ship[0]].strip(), "imo": _imo(row[ship[1]]), "listing": None, "state": ship[2]}
    counterpart = None
    if not _NOBODY.match(other):
        flag = states.alpha2(row.get("counterpart_flag_as_stated") or None)
        imo = _imo(row.get("counterpart_imo") or "")
        counterpart = {"name": other, "imo": imo, "listing": None, "state": flag, "described": None}
    body = {
        "v": 1,
        "act": "ship_to_ship",
        "ship": {**party, "described": ship[0].replace("_", " ") if ship[2] else None},
        "counterpart": counterpart,
        "goods": [],
        "goods_origin": None,
        "goods_strength": None,
        "strength": row["stated_strength"] or None,
        "place": row["place_as_stated"] or None,
        "place_country": None,
        "to_place": None,
        "to_country": None,
        "start": start.isoformat(),
        "end": after.isoformat(),
        "precision": "day",
        "listing": None,
        "note": row.get("note") or None,
        "source": row.get("source") or None,
    }
    return body, ""


def _imo(text: str) -> int | None:
    return int(text) if text.strip().isdigit() and len(text.strip()) == 7 else None
