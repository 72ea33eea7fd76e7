"""Identities as dated statements: what was said of a subject, by whom, from when to when, and where that stands.

A list's statement runs from the first to the last copy in a row that prints it. What a ship reported of itself runs
from the first to the last such report under one MMSI; it is typed in by hand and proves nothing. Nothing is merged
across sources, and nothing is concluded from what a source does not say.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from fairlead.register import times
from fairlead.shapes import exhibit_key
from fairlead.subjects import imo, mmsi
from fairlead.subjects.listed import Entry

ORDER = (
    "name", "former_name", "alias", "name_original_script", "imo", "company_imo", "fraud_imo", "imo_mentioned", "mmsi",
    "call_sign", "flag", "former_flag", "owner", "former_owner", "manager", "operator", "linked_to",
    "economic_resource_of", "parent", "subsidiary", "director", "type", "length", "beam", "address", "date_of_birth",
)  # fmt: skip
"""Kinds of statements in the order in which people read them; all others follow, by name."""


@dataclass(frozen=True)
class Place:
    """Where a statement stands: exhibit and row, first and last."""

    exhibit: str  # SHA-256
    row: int
    on: str  # ISO date or time


@dataclass(frozen=True)
class Statement:
    """One thing that one source says, the same way, from ``first`` to ``last``."""

    what: str  # a kind of listing identity, or 'length' and 'beam' in metres
    printed: str
    value: str | None  # normal form; None where there is none
    note: str | None  # verdict on a number, or what its digits indicate
    by: str  # 'ofac-sdn:1001', or 'reports of MMSI 457000001'
    first: Place
    last: Place
    messages: int | None = None  # heard while it said so; None for lists

    @property
    def since(self) -> str:
        """From when it was said, as far as the case tells."""
        return self.first.on

    @property
    def until(self) -> str:
        """When it was last said."""
        return self.last.on


def of_entry(entry: Entry) -> Iterable[Statement]:
    """Yield what all copies of a list say of an entry, one statement per run of copies."""
    for said in entry.said:
        note = _note(said.kind, said.value, said.verdict)
        runs = [((run.first, run.first_row), (run.last, run.last_row)) for run in said.runs]
        for (first, first_row), (last, last_row) in runs or [((said.copy, said.row), (said.copy, said.row))]:
            yield Statement(
                said.kind,
                said.printed,
                said.value,
                note,
                entry.reference,
                Place(first.sha256, first_row, first.on),
                Place(last.sha256, last_row, last.on),
            )


_REPORTED = """
WITH told AS (
    SELECT exhibit, row, mmsi, t_us, imo, name, call_sign, length_dm, beam_dm
    FROM read_parquet($told) WHERE t_us IS NOT NULL AND mmsi IN (
        SELECT mmsi FROM read_parquet($told) WHERE list_contains($imos, imo) OR list_contains($mmsis, mmsi))
), heard AS (
    SELECT exhibit, row, mmsi, t_us FROM told
    UNION
    SELECT exhibit, row, mmsi, t_us FROM read_parquet($heard) WHERE mmsi IN (SELECT mmsi FROM told) AND t_us IS NOT NULL
), during AS (
    SELECT told.mmsi, imo, name, call_sign, length_dm, beam_dm, heard.exhibit, heard.row, heard.t_us
    FROM heard ASOF JOIN told
    ON heard.exhibit = told.exhibit AND heard.mmsi = told.mmsi AND heard.t_us >= told.t_us
)
SELECT mmsi, imo, name, call_sign, length_dm, beam_dm,
       count(*) AS messages, min(t_us) AS first_us, max(t_us) AS last_us,
       arg_min(exhibit, (t_us, exhibit, row)) AS first_exhibit, arg_min(row, (t_us, exhibit, row)) AS first_row,
       arg_max(exhibit, (t_us, exhibit, row)) AS last_exhibit, arg_max(row, (t_us, exhibit, row)) AS last_row
FROM during WHERE list_contains($imos, imo) OR list_contains($mmsis, mmsi)
GROUP BY mmsi, imo, name, call_sign, length_dm, beam_dm ORDER BY mmsi, first_us, last_us, name, imo
"""
# Readers keep a report where what it says changed; until the next of its number, each message heard stands under it.


@dataclass(frozen=True)
class Reported:
    """What one MMSI reported of itself in one combination, and how often."""

    mmsi: int
    imo: int | None
    name: str | None
    call_sign: str | None
    length_dm: int | None
    beam_dm: int | None
    messages: int  # heard while it said so
    first: Place
    last: Place


def reported(readings: Path, exhibits: Sequence[str], imos: Iterable[int], mmsis: Iterable[int]) -> list[Reported]:
    """Return what ships with these IMO numbers or MMSIs reported of themselves, over all tracks of the case."""
    told, heard = (_files(readings, exhibits, shape) for shape in ("static_reports", "positions"))
    if not told:
        return []
    named = {exhibit_key(sha256): sha256 for sha256 in exhibits}
    wanted = {"told": told, "heard": heard or told, "imos": sorted(imos), "mmsis": sorted(mmsis)}
    with duckdb.connect() as connection:
        rows = connection.execute(_REPORTED, wanted).fetchall()
    return [
        Reported(
            row[0],
            row[1],
            row[2],
            row[3],
            row[4],
            row[5],
            row[6],
            Place(named[row[9]], row[10], times.iso(row[7])),
            Place(named[row[11]], row[12], times.iso(row[8])),
        )
        for row in rows
    ]


def of_reports(rows: Sequence[Reported]) -> Iterable[Statement]:
    """Yield what the reports say, value by value, with the numbers judged."""
    for what, column in _COLUMNS:
        spans: dict[tuple[int, str], Statement] = {}
        for row in rows:
            value = getattr(row, column)
            if value in (None, ""):
                continue
            printed = f"{value / 10:g} m" if column.endswith("_dm") else str(value)
            key = (row.mmsi, printed)
            made = Statement(
                what,
                printed,
                printed,
                _note(what, printed, None),
                f"reports of MMSI {row.mmsi:09d}",
                row.first,
                row.last,
                row.messages,
            )
            spans[key] = _joined(spans[key], made) if key in spans else made
        yield from spans.values()


def _files(readings: Path, exhibits: Sequence[str], shape: str) -> list[str]:
    files = (readings / sha256 / f"{shape}.parquet" for sha256 in sorted(exhibits))
    return [str(file) for file in files if file.is_file()]


_COLUMNS = (
    ("name", "name"),
    ("imo", "imo"),
    ("mmsi", "mmsi"),
    ("call_sign", "call_sign"),
    ("length", "length_dm"),
    ("beam", "beam_dm"),
)


def in_order(statements: Iterable[Statement]) -> list[Statement]:
    """Return statements by kind, then by time."""
    place = {kind: number for number, kind in enumerate(ORDER)}
    return sorted(
        statements, key=lambda one: (place.get(one.what, len(ORDER)), one.what, one.since, one.until, one.printed)
    )


def _joined(one: Statement, other: Statement) -> Statement:
    first = min(one.first, other.first, key=lambda place: place.on)
    last = max(one.last, other.last, key=lambda place: place.on)
    return Statement(
        one.what, one.printed, one.value, one.note, one.by, first, last, (one.messages or 0) + (other.messages or 0)
    )


def _note(what: str, value: str | None, verdict: str | None) -> str | None:
    if what == "mmsi" and value and value.isdigit():
        flag = mmsi.flag(int(value))
        kind = mmsi.kind(int(value))
        return f"its digits are those of {flag}" if flag and kind == "ship" else f"a number of the class: {kind}"
    if what == "imo" and verdict is None and value:
        return imo.verdict(value).verdict
    return verdict
