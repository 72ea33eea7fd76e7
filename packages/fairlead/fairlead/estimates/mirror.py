"""Trade statistics month by month: what one State says it imported beside what the other says it exported.

Zero, no row and no report are three things. Differences are shown with the known reasons for them; none is corrected,
and codes of different editions of the Harmonized System are joined only by a correlation table that the case holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from statistics import median
from typing import Literal

import pyarrow.parquet as pq

from fairlead.estimates.conversions import decimal
from fairlead.law.editions import Editions
from fairlead.law.editions import edition as read_edition

Told = Literal["reported", "zero", "no row", "no report"]

REASONS = (
    "imports are mostly valued c.i.f. and exports f.o.b.: freight and insurance lie between them",
    "goods under way at the end of a month count in different months",
    "re-exports and transit give another partner on each side",
    "partners are confused, the two Korean States above all",
    "the two may use different editions of the customs code",
)
"""Known reasons for which mirror figures differ; how much each weighs differs by pair of States and is not told."""

UNIT_VALUE_TIMES = 5
"""Ours: a unit value this many times above or below the median of the same code is worth a look, and proves nothing."""


@dataclass(frozen=True)
class TradeRow:
    """One total of a flow; numbers None where not given."""

    sha256: str
    row: int
    reporter: str
    partner: str | None
    flow: str
    start: date
    period: str
    classification: str | None
    code: str
    net_kg: Fraction | None
    value: Fraction | None
    currency: str | None
    valued: str | None
    parts: tuple[TradeRow, ...] = ()  # rows of another edition that together are this code

    @property
    def unit_value(self) -> Fraction | None:
        """Value per kilogram, in its currency; None where either is missing or zero."""
        return self.value / self.net_kg if self.value and self.net_kg else None


@dataclass(frozen=True)
class Month:
    """One period of one flow from partner to reporter."""

    period: str
    start: date
    told: Told
    own: TradeRow | None
    other_told: Told
    other: TradeRow | None  # the partner's export to the reporter
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class Flow:
    """Imports of one code by one State from a partner, in every period for which either of them has any row here."""

    reporter: str
    partner: str
    code: str
    months: tuple[Month, ...]


def read(readings: Path, exhibits: Iterable[str]) -> list[TradeRow]:
    """Return the totals in these exhibits (SHA-256), splits of totals left out, one per flow, code and period."""
    found: dict[tuple[object, ...], TradeRow] = {}
    for sha256 in sorted(exhibits):
        path = readings / sha256 / "shipments.parquet"
        for row in pq.read_table(path).to_pylist() if path.exists() else ():
            if row["breakdown"] is None:
                made = TradeRow(
                    sha256=sha256,
                    row=row["row"],
                    reporter=row["reporter"] or row["reporter_printed"],
                    partner=row["partner"],
                    flow=row["flow"],
                    start=date.fromisoformat(row["period_start"]),
                    period=row["period"],
                    classification=row["classification"],
                    code=row["code"],
                    net_kg=_fraction(row["net_kg"]),
                    value=_fraction(row["value"]),
                    currency=row["currency"],
                    valued=row["valued"],
                )
                found.setdefault((made.reporter, made.partner, made.flow, made.period, made.code), made)
    return list(found.values())


def read_editions(readings: Path, exhibits: Iterable[str]) -> Editions:
    """Return what the correlation tables among these exhibits tell."""
    paths = (readings / sha256 / "correlations.parquet" for sha256 in sorted(exhibits))
    columns = ["edition", "code", "other_edition", "other_code"]
    tables = (pq.read_table(path, columns=columns) for path in paths if path.exists())
    return Editions.of(tuple(row.values()) for table in tables for row in table.to_pylist())


def flows(
    rows: Sequence[TradeRow],
    partner: str,
    code: str,
    reporter: str | None = None,
    *,
    edition: str | None = None,
    editions: Editions = Editions(),
) -> list[Flow]:
    """Return the imports of a code from a partner, by reporter; a reporter without any row here is left out.

    ``edition`` (H0 to H6) says which edition the code is of: rows of other editions are then translated into it where
    ``editions`` tells, and left aside where their code shares goods with others. None: the code as it stands anywhere.
    """
    if edition is not None:
        rows = [*rows, *_translated(rows, code, edition, editions)]
    reporters = sorted({one.reporter for one in rows if one.reporter != partner} - {""})
    made = [_flow(rows, each, partner, code) for each in reporters if reporter in (None, each)]
    return [flow for flow in made if any(month.own or month.other for month in flow.months)]


def _flow(rows: Sequence[TradeRow], reporter: str, partner: str, code: str) -> Flow:
    own = {one.period: one for one in rows if _is(one, reporter, partner, "import", code)}
    other = {one.period: one for one in rows if _is(one, partner, reporter, "export", code)}
    periods = {one.period: one.start for one in rows if one.reporter in (reporter, partner)}
    values = [one for one in (*own.values(), *other.values()) if one.unit_value is not None]
    return Flow(
        reporter,
        partner,
        code,
        tuple(
            Month(
                period,
                start,
                _told(rows, reporter, period, own.get(period)),
                own.get(period),
                _told(rows, partner, period, other.get(period)),
                other.get(period),
                tuple(_remarks(own.get(period), other.get(period), values)),
            )
            for period, start in sorted(periods.items(), key=lambda pair: (pair[1], pair[0]))
        ),
    )


def _translated(rows: Sequence[TradeRow], code: str, edition: str, editions: Editions) -> list[TradeRow]:
    """Return rows of the code made of rows of other editions: those of which every part lies wholly inside it."""
    found: dict[tuple[object, ...], dict[str, TradeRow]] = {}
    present = {(one.reporter, one.partner, one.flow, one.period) for one in rows if one.code == code}
    for one in rows:
        of = read_edition(one.classification)
        key = (one.reporter, one.partner, one.flow, one.period)
        if of in (None, edition) or key in present or not one.code.isdigit() or len(one.code) < len(code):
            continue
        if of is not None and editions.inside(one.code, of, code, edition) == "wholly":
            found.setdefault(key, {})[one.code] = one
    return [_joined(code, edition, _outermost(parts)) for parts in found.values()]


def _outermost(parts: dict[str, TradeRow]) -> tuple[TradeRow, ...]:
    """Return rows none of which is part of another: the coarsest that there are."""
    return tuple(
        one
        for code, one in sorted(parts.items())
        if not any(code != other and code.startswith(other) for other in parts)
    )


def _joined(code: str, edition: str, parts: tuple[TradeRow, ...]) -> TradeRow:
    """Return one row of several; a number that one of them does not give is not given."""
    first = parts[0]
    alike = len({one.currency for one in parts}) == 1
    return replace(
        first,
        code=code,
        classification=edition,
        net_kg=_total([one.net_kg for one in parts]),
        value=_total([one.value for one in parts]) if alike else None,
        parts=parts,
    )


def _total(numbers: Sequence[Fraction | None]) -> Fraction | None:
    given = [number for number in numbers if number is not None]
    return sum(given, Fraction(0)) if len(given) == len(numbers) else None


def _is(row: TradeRow, reporter: str, partner: str, flow: str, code: str) -> bool:
    return (row.reporter, row.partner, row.flow, row.code) == (reporter, partner, flow, code)


def _told(rows: Sequence[TradeRow], reporter: str, period: str, found: TradeRow | None) -> Told:
    """Tell a report from a zero, from a month of which the reporter tells other things, and from no report at all."""
    if found is not None:
        given = [number for number in (found.net_kg, found.value) if number is not None]
        return "zero" if given and not any(given) else "reported"
    return "no row" if any(one.reporter == reporter and one.period == period for one in rows) else "no report"


def _remarks(own: TradeRow | None, other: TradeRow | None, valued: Sequence[TradeRow]) -> list[str]:
    """Say what is worth a look; amounts in two currencies are not compared."""
    found = [
        f"{one.reporter}: {', '.join(each.code for each in one.parts)} of {one.parts[0].classification} in {one.code}"
        for one in (own, other)
        if one and one.parts
    ]
    for one in (own, other):
        values = [each.unit_value for each in valued if one and each.currency == one.currency and each.unit_value]
        if one is not None and one.unit_value is not None and len(values) > 2:
            usual = median(values)
            times = one.unit_value / usual
            if times > UNIT_VALUE_TIMES or times * UNIT_VALUE_TIMES < 1:
                said = f"{decimal(one.unit_value)} {one.currency}/kg by {one.reporter}"
                found.append(f"{said}, {decimal(times, 2)} times the median here")
    if own and other:
        pairs = [("kg", own.net_kg, other.net_kg)]
        if own.currency == other.currency:
            pairs.append((own.currency or "", own.value, other.value))
        elif own.currency and other.currency:
            found.append(f"values are in {own.currency} and {other.currency}: not compared")
        for unit, here, there in pairs:
            if here is not None and there is not None and here != there:
                found.append(
                    f"{unit}: {decimal(abs(here - there), 0)} {'more' if here > there else 'less'} than the mirror"
                )
        if own.classification != other.classification:
            found.append(f"editions differ: {own.classification or 'not told'}, {other.classification or 'not told'}")
    return found


def document(found: Sequence[Flow]) -> dict[str, object]:
    """Return flows as stable JSON."""
    return {
        "schema_version": 1,
        "estimate": "trade",
        "flows": [
            {
                "reporter": flow.reporter,
                "partner": flow.partner,
                "code": flow.code,
                "periods": [
                    {
                        "period": month.period,
                        "told": month.told,
                        "import": _row(month.own),
                        "mirror_told": month.other_told,
                        "mirror_export": _row(month.other),
                        "remarks": list(month.remarks),
                    }
                    for month in flow.months
                ],
            }
            for flow in found
        ],
        "known_reasons_for_differences": list(REASONS),
    }


def _row(one: TradeRow | None) -> dict[str, object] | None:
    if one is None:
        return None
    numbers = {"net_kg": one.net_kg, "value": one.value, "value_per_kg": one.unit_value}
    return {
        "exhibit": one.sha256,
        "row": one.row,
        "translated_from": [[part.sha256, part.row, part.code, part.classification] for part in one.parts],
        "classification": one.classification,
        "currency": one.currency,
        "valued": one.valued,
        **{name: None if number is None else decimal(number) for name, number in numbers.items()},
    }


def _fraction(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)
