"""The rows of a list, gathered entry by entry and handed out in the shapes of listings. Reads no format itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields

import pyarrow as pa

from fairlead import shapes
from fairlead.readers.reader import Sink
from fairlead.subjects import imo


@dataclass(frozen=True)
class Identity:
    """One identity of an entry, as ``shapes.LISTING_IDENTITIES`` has it."""

    kind: str
    printed: str
    value: str | None = None
    ordinal: int | None = None
    verdict: str | None = None


@dataclass(frozen=True)
class Basis:
    """One legal basis of an entry, as ``shapes.LISTING_BASES`` has it."""

    measure: str
    since: str | None
    printed: str


@dataclass
class Listing:
    """One entry of a list with all that hangs on it, as ``shapes.LISTINGS`` has it; ``row`` counts from 1."""

    row: int
    list_id: str
    as_of: str | None
    entry: str
    kind: str
    regime: str | None
    name: str
    listed_on: str | None = None
    narrative: str | None = None
    page: int | None = None
    box: str | None = None
    identities: list[Identity] = field(default_factory=list)
    bases: list[Basis] = field(default_factory=list)


@dataclass(frozen=True)
class Statement:
    """One statement, as ``shapes.STATEMENTS`` has it; rows are numbered when they are handed out."""

    kind: str
    quote: str
    body: str
    speaker: str | None
    about: str | None
    page: int | None = None
    box: str | None = None
    char_start: int | None = None
    char_end: int | None = None


def imo_number(printed: str, kind: str) -> Identity:
    """Return an IMO number with its verdict: a ship's own in the entry of a ship, otherwise a company's."""
    judged = imo.verdict(printed) if kind == "ship" else imo.company_verdict(printed)
    named = "imo" if kind == "ship" else "company_imo"
    return Identity(named, printed, str(judged.value) if judged.value else None, verdict=judged.verdict)


def hand_out(sink: Sink, exhibit: int, listings: list[Listing]) -> None:
    """Give all listings with their identities and bases to ``sink``; an empty shape is declared all the same."""
    sink.rows("listings", _table(shapes.LISTINGS, exhibit, ((each.row, each) for each in listings)))
    identities = ((each.row, identity) for each in listings for identity in each.identities)
    sink.rows("listing_identities", _table(shapes.LISTING_IDENTITIES, exhibit, identities))
    bases = ((each.row, basis) for each in listings for basis in each.bases)
    sink.rows("listing_bases", _table(shapes.LISTING_BASES, exhibit, bases))


def hand_out_statements(sink: Sink, exhibit: int, statements: list[Statement]) -> None:
    """Give statements to ``sink``, numbered from 1 in their order."""
    sink.rows("statements", _table(shapes.STATEMENTS, exhibit, enumerate(statements, start=1)))


def _table(schema: pa.Schema, exhibit: int, rows: Iterable[tuple[int, object]]) -> pa.Table:
    columns: dict[str, list[object]] = {name: [] for name in schema.names}
    for row, each in rows:
        values = {spec.name: getattr(each, spec.name) for spec in fields(each)}  # type: ignore[arg-type]
        for name in schema.names:
            columns[name].append(exhibit if name == "exhibit" else row if name == "row" else values[name])
    return pa.table(columns, schema=schema)
