"""Typology: a State's own trade statistics tell of imports of banned goods from the target State.

One occasion is one row: reporter, partner, customs code, period. Rows that are parts of another row are left out, and
so are zeros and splits of totals. Exports to the target and trade through third States are not looked at here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from fairlead.law import Measure, Regime, headings
from fairlead.subjects import states
from fairlead.typologies import citing, engagements, refutations
from fairlead.typologies.candidates import Rejected
from fairlead.typologies.engagements import Proof
from fairlead.typologies.occasion import (
    Citation,
    Engagement,
    Occasion,
    Place,
    Refutation,
    Subject,
    Typology,
    occasion_id,
)

if TYPE_CHECKING:
    from fairlead.typologies.world import World

NAME = "trade"
VERSION = 1
TITLE = "Import of banned goods in a State's own statistics"
DOES_NOT_SHOW = (
    "Statistics show what was declared at a border, not who bought it and not whether an exemption applied. Partners "
    "are confused (the two Korean States above all), goods are returned or declared under a wrong heading, figures are "
    "revised, and a month's row may hold goods cleared in storage before. A row is no number of voyages. That "
    "statistics show nothing since a ban does not show that nothing was imported."
)
_KIND = "import_statistics"
_CAPACITIES = ("importing State", "target State")
Row = dict[str, Any]


def find(world: World) -> Iterator[Occasion | Rejected]:
    """Yield an occasion for each row under a ban, a rejection where the period is not wholly after it began."""
    if world.shipments is None:
        return
    for regime in world.regimes.values():
        rows = _rows(world, regime)
        for row in rows:
            if not _is_part(regime, row, rows):
                told = [row, *row["told_again"]]
                yield _judge(regime, row, citing.rows(world.exhibits, *((one["exhibit"], one["row"]) for one in told)))


def _rows(world: World, regime: Regime) -> list[Row]:
    """Return the totals of imports from the target that are not zero and touch a heading, one per flow and code."""
    table = world.shipments.to_pyarrow().to_pylist() if world.shipments is not None else []
    found: dict[tuple[Any, ...], Row] = {}
    for row in sorted(table, key=lambda each: (each["exhibit"], each["row"])):
        wanted = row["partner"] == regime.target and row["flow"] == "import" and row["breakdown"] is None
        if wanted and row["reporter"] != regime.target and _given(row) and _measures(regime, row["code"]):
            first = found.setdefault(_anchor(row), {**row, "told_again": []})
            if (first["exhibit"], first["row"]) != (row["exhibit"], row["row"]):
                first["told_again"].append(row)
    return list(found.values())


def _anchor(row: Row) -> tuple[str, ...]:
    return (row["reporter"] or row["reporter_printed"], row["code"], row["period_start"], row["period_end"])


def _given(row: Row) -> bool:
    return any(row[name] not in (None, "0") for name in ("net_kg", "quantity", "value_usd"))


def _measures(regime: Regime, code: str) -> list[Measure]:
    ids = dict.fromkeys(obligation.measure for obligation in regime.obligations.get(_KIND, ()))
    return [measure for measure in map(regime.measure, ids) if any(headings.overlap(one, code) for one in measure.hs)]


def _wholly(measure: Measure, code: str) -> bool:
    """Tell whether all goods of a code are meant: the heading is not a part ('ex'), and no narrower than the code."""
    return any(
        headings.overlap(one, code) and not one.startswith("ex ") and len(code) >= len(one.partition("-")[0])
        for one in measure.hs
    )


def _is_part(regime: Regime, row: Row, rows: Sequence[Row]) -> bool:
    """Tell whether a row is left out: part of a coarser row that is banned whole, or the whole of finer ones."""
    whole = any(_wholly(measure, row["code"]) for measure in _measures(regime, row["code"]))
    for other in rows:
        if other is row or (_anchor(other)[0], *_anchor(other)[2:]) != (_anchor(row)[0], *_anchor(row)[2:]):
            continue
        if row["code"].startswith(other["code"]) and any(
            _wholly(measure, other["code"]) for measure in _measures(regime, other["code"])
        ):
            return True
        if not whole and other["code"].startswith(row["code"]):
            return True
    return False


def _judge(regime: Regime, row: Row, cited: tuple[Citation, ...]) -> Occasion | Rejected:
    start, end = date.fromisoformat(row["period_start"]), date.fromisoformat(row["period_end"])
    measures = _measures(regime, row["code"])
    due = [measure for measure in measures if _after(measure, start) and measure.applies(end - timedelta(days=1))]
    begins = f"{start.isoformat()}T00:00:00Z"
    who = states.english_name(row["reporter"]) if row["reporter"] else row["reporter_printed"]
    if not due:
        why = f"{row['code']}, {row['period']}: {'; '.join(_why_not(measure, start) for measure in measures)}"
        return Rejected(NAME, (who,), begins, "date before the measure", why)
    engaged = tuple(_engagement(measure, capacity, regime, row, cited) for measure in due for capacity in _CAPACITIES)
    return Occasion(
        id=occasion_id(NAME, [], [regime.id, *_anchor(row)]),
        regime=regime.id,
        typology=Typology(NAME, VERSION),
        basis="documented",
        title=f"{who} reports imports of {_amount(row)} from {states.english_name(regime.target)} in {row['period']};"
        f" engages {engagements.cited(engaged)} on this evidence",
        start=begins,
        start_precision="month" if (end - start).days <= 31 else "year",
        end=f"{(end - timedelta(days=1)).isoformat()}T23:59:59Z",
        end_precision="month" if (end - start).days <= 31 else "year",
        places=(
            Place("origin", states.english_name(regime.target), regime.target, "undetermined"),
            Place("destination", who, row["reporter"], "undetermined"),
        ),
        subjects=(Subject("importing State", who, flag=row["reporter"]),),
        goods=(row["goods"] or row["code"],),
        events=(),
        engagements=engaged,
        refutations=_tests(due, row),
        does_not_show=DOES_NOT_SHOW,
    ).sealed()


def _after(measure: Measure, start: date) -> bool:
    """Tell whether a period begins after the measure did and after any window for older contracts.

    Where the window's goods are in doubt it counts for all goods of the measure, in favour of the importer.
    """
    window = measure.wind_down
    return measure.effective_from <= start and (window is None or window.import_until < start)


def _why_not(measure: Measure, start: date) -> str:
    window = measure.wind_down
    if measure.effective_from <= start and window is not None:
        return f"{measure.id} let older contracts be carried out until {window.import_until}"
    return f"{measure.id} binds from {measure.effective_from}, and not on every day of the period"


def _engagement(measure: Measure, capacity: str, regime: Regime, row: Row, cited: tuple[Citation, ...]) -> Engagement:
    who = row["reporter"] or "undetermined"
    declared = f"{row['reporter_printed']} declares {row['partner_printed']} as the partner of this import"
    code = f"declared under customs code {row['code']} ({row['classification'] or 'edition not told'})"
    whole = _wholly(measure, row["code"])
    part = "all of which the paragraph names" if whole else "of which the paragraph names a part"
    evidence = {
        "goods": Proof("shown" if whole else "indicated", f"The goods are {code}, {part}.", cited),
        "origin": Proof("indicated", f"{declared}; statistics mean the State of origin or of consignment.", cited),
        "supply": Proof("indicated", f"{declared}.", cited),
        "procurement": Proof("indicated", f"{row['reporter_printed']} counts it among its imports.", cited),
        "date": Proof("shown", f"The whole of {row['period']} lies after the day, and after any window.", cited),
    }
    return engagements.engagement(measure, capacity, regime.target if capacity == "target State" else who, evidence)


def _amount(row: Row) -> str:
    """Return mass and value as reported; what is not given is not said."""
    mass = f"{Decimal(row['net_kg']) / 1000:,.3f}".rstrip("0").rstrip(".") + " t" if row["net_kg"] else None
    basis = f" {row['valued']}" if row["valued"] else ""
    value = f"{Decimal(row['value_usd']):,.0f} USD{basis}" if row["value_usd"] else None
    said = ", ".join(each for each in (mass, value) if each) or "goods"
    return f"{said} of {row['code']}"


def _tests(measures: Sequence[Measure], row: Row) -> tuple[Refutation, ...]:
    exempt = [text for measure in measures for text in measure.exemptions]
    return (
        refutations.passed("date before the measure", f"{row['period']} lies wholly after it and after any window"),
        refutations.unchecked("partner confused", "whether another State was meant (the Republic of Korea) is open"),
        refutations.unchecked("returned goods", "whether the reporter's own goods came back is open"),
        refutations.unchecked("wrong heading", "whether the goods were what the code says is open"),
        _revised(row),
        refutations.unchecked(
            "exempt cargo", "; ".join(exempt) or "the paragraph names no exemption; approval is open"
        ),
    )


def _revised(row: Row) -> Refutation:
    amounts = {_amount(one) for one in row["told_again"]} - {_amount(row)}
    if amounts:
        return refutations.against("revised figures", f"other rows for the same flow give {'; '.join(sorted(amounts))}")
    return refutations.unchecked("revised figures", "whether the reporter corrected this row later is open")
