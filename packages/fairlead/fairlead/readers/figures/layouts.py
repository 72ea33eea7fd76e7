"""Layouts of tables of figures, each known by its header: the layout of our own, and published ones as they are.

What a column means is settled here; numbers and words in cells are read in ``cells.py``. A table's silence
stays silence: a claimant, a State or a rule that the row does not give is None.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

from fairlead.readers.figures import cells
from fairlead.readers.figures import periods as figure_periods
from fairlead.readers.figures.periods import Span

Row = Mapping[str, str]
KINDS = ("flow", "stock", "share", "change", "quota")
BASES = ("reported", "claimed", "estimated")


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One published number; the columns of ``shapes.FIGURES`` without exhibit and row."""

    measure: str
    value: str
    unit: str
    kind: str = "flow"
    basis: str = "claimed"
    reference: str | None = None
    claimant: str | None = None
    carrier: str | None = None
    claimed_on: str | None = None
    about: str | None = None
    period: str | None = None
    period_start: str | None = None
    period_end: str | None = None
    period_precision: str | None = None
    period_doubtful: bool = False
    goods: str | None = None
    bound: str | None = None
    rule: str | None = None
    laden_share: str | None = None
    breach_share: str | None = None
    part_of: str | None = None
    words: str | None = None
    reply: str | None = None
    source: str | None = None

    def during(self, span: Span) -> Figure:
        """Return this figure with its period."""
        return replace(
            self,
            period=span.words,
            period_start=_iso(span.start),
            period_end=_iso(span.end),
            period_precision=span.precision,
            period_doubtful=span.doubtful,
        )


@dataclass(frozen=True)
class Layout:
    """A header by its columns, and how its rows become figures (ValueError: the row is not understood).

    ``start`` is called once per table, since a row may be a part of one before it.
    """

    name: str
    required: tuple[str, ...]
    optional: tuple[str, ...]
    start: Callable[[], Callable[[Row], Iterator[Figure]]]


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


_OWN_OPTIONAL = (
    *("reference", "claimed_on", "about", "kind", "goods", "bound", "rule", "laden_share", "breach_share", "basis"),
    *("part_of", "words", "reply", "source", "carrier"),
)


def _own(row: Row) -> Iterator[Figure]:
    """Read a row of the layout of our own (docs/estimates.md)."""
    value, bound, percent = cells.number(row["value"])
    if percent:
        raise ValueError("a share is written as a number with the unit 'percent'")
    given = {name: row[name] for name in _OWN_OPTIONAL if row.get(name)}
    kind, basis = given.pop("kind", "flow"), given.pop("basis", "claimed")
    cells.one_of(kind, KINDS, "kind")
    cells.one_of(basis, BASES, "basis")
    if given.get("bound"):
        cells.one_of(given["bound"], cells.BOUNDS, "bound")
    for share in ("laden_share", "breach_share"):
        if share in given:
            given[share] = cells.share(given[share])
    if "claimed_on" in given:
        given["claimed_on"] = date.fromisoformat(given["claimed_on"]).isoformat()
    if not row["measure"] or not row["unit"]:
        raise ValueError("a number without what it measures, or without its unit")
    figure = Figure(
        measure=row["measure"],
        value=value,
        unit=row["unit"],
        kind=kind,
        basis=basis,
        claimant=row["claimant"] or None,
        bound=given.pop("bound", bound),
    )
    yield replace(figure, **cast(Any, given)).during(figure_periods.read(row["period"]))


def _cap_claims(row: Row) -> Iterator[Figure]:
    """Read a claim about petroleum: acts counted, barrels said, barrels reported for the same period."""
    span = figure_periods.read(row["period_start"], row["period_end"])
    words = row["other_statement"]
    claim = Figure(
        measure="",
        value="",
        unit="",
        reference=row["claim_id"],
        claimant=row["claimant"] or None,
        claimed_on=row["claim_date"] or None,
        goods="refined petroleum products",
        laden_share=cells.share(row["laden_fraction_stated"]) if row["laden_fraction_stated"] else None,
        breach_share=cells.breach_share(words),
        words=words or None,
        reply=row["responses"] or None,
        source=row["source"] or None,
    ).during(span)
    unit = row["delivery_unit_as_stated"]
    if row["deliveries"]:
        act = replace(claim, measure=unit, unit=cells.acts(unit), bound=cells.bound_in(unit))
        yield replace(act, value=cells.number(row["deliveries"])[0])
        for carrier, value, rule in cells.carried(unit):
            if value != cells.number(row["deliveries"])[0]:
                yield replace(act, value=value, carrier=carrier, rule=rule)
    barrels = replace(claim, measure="refined petroleum products", unit="bbl")
    if row["barrels_stated"]:
        yield replace(barrels, value=cells.number(row["barrels_stated"])[0], bound=cells.bound_of_amount(words))
    for carrier, value in cells.amounts_carried(words, "barrels"):
        yield replace(barrels, value=value, carrier=carrier)
    if official := row["officially_reported_barrels_same_period"]:
        value, bound, unit, said = cells.amount(official, "bbl")
        plain = replace(barrels, claimant=None, basis="reported", laden_share=None, breach_share=None, words=said)
        plain = replace(plain, about=said.partition("reported by ")[2] or None if said else None)
        yield replace(plain, value=value, bound=bound, unit=unit, measure="reported to the Committee, same period")


def _reported(row: Row) -> Iterator[Figure]:
    """Read what suppliers reported to the Committee, in barrels, tonnes or both (one supply said twice)."""
    span = figure_periods.read(row["period"])
    supplier = row["supplier"]
    for column, unit in (("barrels", "bbl"), ("tonnes", "t")):
        if row[column]:
            yield Figure(
                measure="reported to the Committee",
                value=cells.number(row[column])[0],
                unit=unit,
                basis="reported",
                reference=f"{supplier} {row['period']}",
                claimant=supplier,
                about=supplier,
                goods="refined petroleum products",
                source=row["source"] or None,
            ).during(span)


class _OfWhich:
    """Finds the whole of a row that begins with "of which": the last row before it of the same period."""

    def __init__(self) -> None:
        self._whole: tuple[str, str] | None = None

    def part_of(self, reference: str, measure: str, period: str) -> str | None:
        """Return the reference of the whole; None for a row that is one."""
        if measure.startswith("of which"):
            return self._whole[0] if self._whole and self._whole[1] == period else None
        self._whole = (reference, period)
        return None


def _coal_claims() -> Callable[[Row], Iterator[Figure]]:
    wholes = _OfWhich()

    def figures(row: Row) -> Iterator[Figure]:
        span = figure_periods.read(row["period_start"], row["period_end"])
        coal = "coal" in row["measure"] and "other" not in row["measure"]
        yield Figure(
            measure=row["measure"],
            value=cells.number(row["value"])[0],
            unit=row["unit"],
            reference=row["claim_id"],
            claimant=row["claimant"] or None,
            goods="coal" if coal else None,
            bound=cells.bound_in(row["note"].partition(";")[0]),
            part_of=wholes.part_of(row["claim_id"], row["measure"], span.words),
            words=row["note"] or None,
            source=row["source"] or None,
        ).during(span)

    return figures


def _workers(row: Row) -> Iterator[Figure]:
    """Read one figure about workers abroad; its kind comes from what the row says is counted."""
    value, bound, percent = cells.number(row["value"])
    measure, claimant = row["measure"], row["claimant"]
    own_word = bool(row["state"]) and claimant.startswith(row["state"])
    kind, span = cells.labour_kind(measure), figure_periods.read(row["as_of"])
    if kind == "flow":
        span = replace(span, start=None)  # "as of" tells when it was said, not since when it counts
    estimated = "estimate" in f"{measure} {claimant}"
    yield Figure(
        measure=measure,
        value=value,
        unit="percent" if percent else "persons" if "permit" not in measure or "with" in measure else "permits",
        kind=kind,
        basis="reported" if own_word else "estimated" if estimated else "claimed",
        claimant=claimant or None,
        about=row["state"] or None,
        bound=bound or cells.bound_in(measure) or cells.bound_in(claimant),
        source=row["source"] or None,
    ).during(span)


def _customs(row: Row) -> Iterator[Figure]:
    """Read one row of a customs summary. Whose customs it is, the row does not say."""
    yield Figure(
        measure=f"{row['flow']} of {row['commodity']} (HS {row['hs']})",
        value=cells.number(row["value"])[0],
        unit=row["unit"],
        basis="reported",
        goods=row["commodity"],
        source=row["source"] or None,
    ).during(figure_periods.read(row["period"]))


LAYOUTS: tuple[Layout, ...] = (
    Layout("figures", ("claimant", "period", "measure", "value", "unit"), _OWN_OPTIONAL, lambda: _own),
    Layout(
        "claims about a petroleum ceiling",
        (
            *("claim_id", "claimant", "claim_date", "period_start", "period_end", "deliveries"),
            *("delivery_unit_as_stated", "laden_fraction_stated", "barrels_stated", "other_statement"),
            "officially_reported_barrels_same_period",
        ),
        ("responses", "source"),
        lambda: _cap_claims,
    ),
    Layout(
        "petroleum reported to the Committee",
        ("supplier", "period", "barrels", "tonnes"),
        ("source",),
        lambda: _reported,
    ),
    Layout(
        "claims about coal",
        ("claim_id", "claimant", "period_start", "period_end", "measure", "value", "unit", "note"),
        ("source",),
        _coal_claims,
    ),
    Layout("workers abroad", ("state", "as_of", "measure", "value", "claimant"), ("source",), lambda: _workers),
    Layout("customs summary", ("period", "flow", "commodity", "hs", "value", "unit"), ("source",), lambda: _customs),
)
