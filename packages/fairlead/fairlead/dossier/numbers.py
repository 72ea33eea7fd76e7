"""Numbers for a dossier: ceilings, workers, trade and the record of a State, as tables and charts that print.

What each number is was decided in ``estimates``; here it is laid out, with the rows of the exhibits that it rests on,
so that the dossier carries and proves them. Nothing is computed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fairlead.estimates import caps, chart, labour, mirror, record, record_chart, take_apart, told
from fairlead.estimates.caps import Account
from fairlead.estimates.conversions import decimal
from fairlead.estimates.figures import Figure
from fairlead.estimates.labour import Labour
from fairlead.estimates.mirror import Flow, Month, TradeRow
from fairlead.estimates.record import Record
from fairlead.estimates.take_apart import Apart
from fairlead.subjects import states
from fairlead.typologies.occasion import Citation, Occasion, Where

Cells = tuple[str, ...]
_FIGURE = ("period", "kind", "number", "what is counted", "basis", "by")


@dataclass(frozen=True)
class Table:
    """Rows of words under a header."""

    title: str
    header: Cells
    rows: tuple[Cells, ...]


@dataclass(frozen=True)
class Numbers:
    """One estimate as a dossier shows it; ``cited`` are the rows that it rests on."""

    title: str
    document: Mapping[str, Any]  # stable JSON, as `fairlead estimate --format json` prints it
    pictures: tuple[str, ...]  # SVG
    tables: tuple[Table, ...]
    remarks: tuple[str, ...]
    does_not_show: str
    cited: tuple[Citation, ...]


def of_caps(accounts: Sequence[Account], goods: str, year: int) -> Numbers:
    """Lay out the ceilings on goods in a year."""
    figures = [figure for one in accounts for figure in _of_account(one)]
    document = told.document(accounts, goods, year)
    tables = [table for one in document["ceilings"] for table in _ceiling(one)]
    remarks = [text for one in accounts for text in (*one.disagreements, *(f"not added: {n}" for n in one.not_added))]
    return Numbers(
        f"Ceiling on {goods}, {year}",
        document,
        tuple(chart.cumulated(one) for one in accounts),
        tuple(tables),
        tuple(remarks),
        caps.DOES_NOT_SHOW,
        _cited((one.sha256, one.row) for one in figures),
    )


def of_labour(found: Labour) -> Numbers:
    """Lay out what is told of workers, by State; stocks and flows stay apart."""
    tables = tuple(
        Table(
            f"{each.name} ({each.code})",
            _FIGURE,
            tuple(_figure(one) for one in each.figures),
        )
        for each in found.states
    )
    remarks = [f"{each.name}: {text}" for each in found.states for text in (*each.relations, *each.remarks)]
    rows = ((one.sha256, one.row) for each in found.states for one in each.figures)
    title = f"Workers abroad (measure {found.measure.id})"
    document = labour.document(found)
    return Numbers(title, document, (), tables, tuple(remarks), labour.DOES_NOT_SHOW, _cited(rows))


def of_trade(found: Sequence[Flow]) -> Numbers:
    """Lay out imports beside their mirror."""
    header = ("period", "import", "kg", "value", "mirror", "kg", "value", "remarks")
    tables = tuple(
        Table(
            f"{flow.code}: {states.english_name(flow.reporter)} from {states.english_name(flow.partner)}",
            header,
            tuple(_month(month) for month in flow.months),
        )
        for flow in found
    )
    sides = [side for flow in found for month in flow.months for side in (month.own, month.other) if side]
    rows = ((part.sha256, part.row) for side in sides for part in (side.parts or (side,)))
    codes = ", ".join(dict.fromkeys(flow.code for flow in found))
    document = mirror.document(found)
    lost = "Zero, no row and no report are three things. A month's row is no number of voyages."
    return Numbers(f"Trade in {codes}", document, (), tables, tuple(mirror.REASONS), lost, _cited(rows))


def of_claim(found: Apart, place: Citation) -> Numbers:
    """Lay out a claimed number taken apart: what it can contain, what it cannot, what it would take to reach it."""
    can = tuple((_called(one), one.start[:10], one.basis, one.title) for one in found.can)
    stated = tuple((_called(one), one.start[:10], one.basis, one.title) for one in found.stated)
    cannot = tuple((str(count), why) for why, count in found.cannot_by_reason.items())
    header = ("occasion", "from", "basis", "what")
    tables = (
        Table(f"It can contain {len(can)}, observed or documented", header, can),
        Table(f"Only stated, counted apart: {len(stated)}", header, stated),
        Table(f"It cannot contain {len(found.cannot)}", ("occasions", "why"), cannot),
    )
    remarks = [f"to reach it: {text}" for text in found.needed]
    remarks += [f"beside it: {text}" for text in found.others]
    remarks += [f"not stated: {'; '.join(found.left_open)}"] if found.left_open else []
    return Numbers(
        f"A claim taken apart: {found.claim.words}",
        take_apart.document(found),
        (),
        tuple(table for table in tables if table.rows),
        tuple(remarks),
        take_apart.DOES_NOT_SHOW,
        (place,),
    )


def of_record(found: Record, watched: record.Watched) -> Numbers:
    """Lay out the record of a State."""
    name = states.english_name(found.state)
    heard = Table("What it was told", ("on", "by", "how", "what"), tuple(_told(one) for one in found.told))
    months = tuple(
        Table(
            f"{each.measure.id} as {each.capacity}: {each.measure.force}, since {each.measure.effective_from}",
            ("month", "occasion", "basis", "reply", "acted"),
            tuple(
                (
                    month.month,
                    _called(item.occasion),
                    item.occasion.basis,
                    item.engagement.reply.state,
                    ", ".join(item.acted) or "nothing known",
                )
                for month in each.months
                for item in month.items
            ),
        )
        for each in found.measures
    )
    given = {"Reported by itself": found.own_figures, "Claimed by others, in no count": found.claims}
    figures = tuple(Table(title, _FIGURE, tuple(_figure(one) for one in rows)) for title, rows in given.items())
    trends = [f"{each.measure.id} as {each.capacity}: {each.trend.words}" for each in found.measures if each.trend]
    return Numbers(
        f"The record of {name}",
        record.document(found),
        tuple(record_chart.drawn(each, watched) for each in found.measures),
        tuple(table for table in (heard, *months, *figures) if table.rows),
        tuple(trends),
        record.DOES_NOT_SHOW,
        _cited((one.sha256, one.row) for one in (*found.own_figures, *found.claims)),
    )


def _of_account(one: Account) -> list[Figure]:
    claims = [figure for claim in one.claims for figure in (*claim.acts, *claim.amounts, *claim.reported)]
    return [*one.reported.rows, *one.reported.crossing, *one.reported.zero, *claims]


def _ceiling(one: Mapping[str, Any]) -> list[Table]:
    """Return the tables of one ceiling from its stable JSON: what was reported, and each claim with its scenarios."""
    unit, total = one["unit"], one["reported"]["total"]
    head = (
        f"{one['goods']}: {one['limit']} {unit}, {one['start']} to before {one['end_excluded']} ({one['verification']})"
    )
    reported = tuple(
        (each["claimant"] or "not stated", each["period"], f"{_spaced(each['value'])} {each['unit']}", _yes(each, one))
        for each in one["reported"]["rows"]
    )
    sum_row = () if total is None else (("counted once each", "", f"{_amount(total)} {total['unit']}", ""),)
    tables = [Table(f"{head}: reported", ("by", "period", "quantity", "in the sum"), (*reported, *sum_row))]
    for claim in one["claims"]:
        rows = tuple(
            (
                f"{each['laden']} laden",
                f"{_amount(each)} {unit}",
                _amount(each["times_ceiling"]),
                each["passed_if_even"] or "not passed",
            )
            for each in claim["scenarios"]
        )
        stated = f"{_amount(claim['stated'])} {unit}" if claim["stated"]["best"] or claim["stated"]["low"] else "none"
        title = f"Claimed, {claim['reference']}: {claim['by']}, {claim['period']}; quantity stated: {stated}"
        reply = ("reply", claim["reply"] or "none in this row; none sought here", "", "")
        tables.append(Table(title, ("scenario", "quantity", "times the ceiling", "passed if even"), (*rows, reply)))
    return tables


def _yes(figure: Mapping[str, Any], one: Mapping[str, Any]) -> str:
    return "yes" if figure["id"] in one["reported"]["counted"] else "no: inside another row, or told twice"


def _amount(given: Mapping[str, str | None]) -> str:
    best, low, high = (given[name] for name in ("best", "low", "high"))
    if best is not None and low == high:
        return _spaced(best)
    if best is None and low is None and high is None:
        return "not known"
    bound = "at least" if high is None else "at most" if low is None else ""
    one = _spaced(best or low or high or "")
    return f"{bound} {one}" if bound else f"{_spaced(low or '')} to {_spaced(high or '')}"


def _spaced(number: str) -> str:
    """Return a decimal with its thousands told apart."""
    whole, point, rest = number.partition(".")
    return f"{int(whole):,}{point}{rest}" if whole.isdigit() else number


def _figure(one: Figure) -> Cells:
    number = f"{one.bound or ''} {_spaced(one.value)} {one.unit}".strip()
    return (one.period or "not stated", one.kind, number, one.measure, one.basis, one.by)


def _called(one: Occasion) -> str:
    return f"No. {one.number}" if one.number is not None else one.id[:12]


def _told(one: record.Told) -> Cells:
    return (one.on or "no date", one.by, one.how, one.what)


def _side(said: str, row: TradeRow | None) -> Cells:
    if row is None:
        return (said, "", "")
    kg = "not given" if row.net_kg is None else decimal(row.net_kg, 0)
    value = "not given" if row.value is None else f"{decimal(row.value, 0)} {row.currency}"
    return (said, kg, value)


def _month(month: Month) -> Cells:
    sides = (*_side(month.told, month.own), *_side(month.other_told, month.other))
    return (month.period, *sides, "; ".join(month.remarks))


def _cited(rows: Iterable[tuple[str, int]]) -> tuple[Citation, ...]:
    found: dict[str, set[int]] = {}
    for sha256, row in rows:
        found.setdefault(sha256, set()).add(row)
    return tuple(
        Citation(sha, tuple(Where(rows=(row, row)) for row in sorted(kept))) for sha, kept in sorted(found.items())
    )
