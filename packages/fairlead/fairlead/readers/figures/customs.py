"""National trade statistics in delimited text, by a mapping file (``customs_mapping.py``).

Every row is kept as reported: no code is translated, no currency converted, nothing added up. Splits of totals cannot
be told from totals here; a table that holds both has to be cut first.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache

import pyarrow as pa
import pycountry

from fairlead import shapes
from fairlead.errors import UnreadableError
from fairlead.readers import lines
from fairlead.readers.figures.customs_mapping import FLOWS, VALUED, Cell, CustomsMapping
from fairlead.readers.reader import Sink, Source
from fairlead.readers.tracks.cells import number_of
from fairlead.subjects import states

_DELIMITERS = (",", ";", "\t", "|")
Row = Mapping[str, str]


class CustomsTable:
    """Reader of a customs table whose columns a mapping names."""

    name = "customs"
    version = 2
    libraries = ("pycountry",)

    def recognises(self, source: Source, head: bytes) -> str | None:
        """Return the mapping's name; without a mapping of trade no table is recognised."""
        return None if source.customs is None else f"mapping {source.customs.name}"

    def read(self, source: Source, sink: Sink) -> None:
        """Hand out one row of statistics or one unread row per data row."""
        mapping = source.customs
        if mapping is None:
            raise UnreadableError(f"{source.name}: no mapping says what its columns mean")
        made = []
        for number, cells, given in _rows(_text(source, mapping), source, mapping):
            try:
                if given is None:
                    raise ValueError("not the header's number of cells")
                made.append({"exhibit": source.key, "row": number, **_row(given, mapping)})
            except ValueError as error:
                sink.unread(number, f"not understood: {error}", ",".join(cells))
        sink.rows("shipments", pa.Table.from_pylist(made, schema=shapes.SHIPMENTS))


def _text(source: Source, mapping: CustomsMapping) -> str:
    encoding = mapping.encoding or "utf-8"
    with source.unpacked() as stream:
        data = stream.read()
    try:
        return data.decode(encoding).lstrip("\ufeff")
    except UnicodeDecodeError as error:
        hint = "name its encoding in the mapping, as encoding: gb18030"
        raise UnreadableError(f"{source.name}: not {encoding} at byte {error.start}", hint) from error


def _rows(text: str, source: Source, mapping: CustomsMapping) -> Iterator[tuple[int, list[str], Row | None]]:
    """Yield number, cells and cells by column of each data row; None for a row of another length than the header."""
    wanted = {cell.column for cell in mapping.cells.values() if cell.column is not None}
    first = text.partition("\n")[0].rstrip("\r")
    headers = {
        delimiter: [name.strip() for name in next(csv.reader([first], delimiter=delimiter), [])]
        for delimiter in ([mapping.delimiter] if mapping.delimiter else _DELIMITERS)
    }
    delimiter, header = min(headers.items(), key=lambda pair: len(wanted - set(pair[1])))
    if absent := ", ".join(sorted(wanted - set(header))):
        raise UnreadableError(f"{source.name}: the header has no column {absent}", "correct the mapping")
    if len(set(header)) < len(header):
        raise UnreadableError(f"{source.name}: two columns of the header have one name")
    for number, cells in lines.rows(text.partition("\n")[2], delimiter):
        yield number, cells, dict(zip(header, cells, strict=True)) if len(cells) == len(header) else None


def _row(given: Row, mapping: CustomsMapping) -> dict[str, str | None]:
    def words(role: str) -> str | None:
        return _words(mapping.cells.get(role), given, mapping)

    def number(role: str, times: Decimal = Decimal(1)) -> str | None:
        value = number_of(words(role) or "", mapping.decimal, mapping.missing)
        if value is not None and value < 0:
            raise ValueError(f"{role} is negative: {value}")
        return None if value is None else format((value * times).normalize(), "f")

    start, end = _period(_needed(words("period"), "period"), mapping.period_format)
    code = _needed(words("code"), "code").upper().replace(".", "").replace(" ", "")
    if code != "TOTAL" and not (code.isdigit() and 2 <= len(code) <= 12):
        raise ValueError(f"not a customs code: {code!r}")
    flow, valued = _needed(words("flow"), "flow").lower(), words("valued")
    if flow not in FLOWS:
        raise ValueError(f"not a flow: {flow!r}; name its meaning under flow.values")
    if valued is not None and valued.lower() not in VALUED:
        raise ValueError(f"neither c.i.f. nor f.o.b.: {valued!r}")
    reporter, partner = _needed(words("reporter"), "reporter"), _needed(words("partner"), "partner")
    value = number("value", mapping.times)
    return {
        "reporter": _state(reporter),
        "reporter_printed": reporter,
        "partner": _state(partner),
        "partner_printed": _printed(mapping.cells["partner"], given) or partner,
        "flow": flow,
        "period": _needed(words("period"), "period"),
        "period_start": start.isoformat(),
        "period_end": end.isoformat(),
        "classification": words("classification"),
        "code": code,
        "goods": words("goods"),
        "net_kg": number("net_mass", mapping.mass_kg),
        "quantity": number("quantity"),
        "quantity_unit": words("quantity_unit"),
        "value": value,
        "currency": mapping.currency if value is not None else None,
        "valued": valued.lower() if valued else None,
        "breakdown": None,
    }


def _words(cell: Cell | None, given: Row, mapping: CustomsMapping) -> str | None:
    """Return what a row says, by its meaning where the mapping gives one; None where it says nothing."""
    if cell is None:
        return None
    if cell.column is None:
        return cell.fixed
    printed = given[cell.column].strip()
    if printed.lower() in mapping.missing:
        return None
    return cell.values.get(printed.lower(), printed)


def _printed(cell: Cell, given: Row) -> str | None:
    return given[cell.column].strip() if cell.column is not None else None


def _needed(words: str | None, role: str) -> str:
    if words is None:
        raise ValueError(f"{role} is not given")
    return words


def _period(text: str, form: str) -> tuple[date, date]:
    """Return the days of a month or a year, end excluded."""
    try:
        first = datetime.strptime(text, form).replace(tzinfo=UTC).date()
    except ValueError:
        raise ValueError(f"not a period by {form!r}: {text!r}") from None
    if not any(part in form for part in ("%m", "%b", "%B")):
        return date(first.year, 1, 1), date(first.year + 1, 1, 1)
    return first.replace(day=1), date(first.year + first.month // 12, first.month % 12 + 1, 1)


@cache
def _state(words: str) -> str | None:
    """Return alpha-2 from a code or the name that a text would use; None where it names no one State."""
    if len(words) in (2, 3) and words.isupper():
        found = pycountry.countries.get(alpha_2=words) or pycountry.countries.get(alpha_3=words)
        if found is not None:
            return str(found.alpha_2)
    return states.alpha2(words)
