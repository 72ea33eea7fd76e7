"""Typology: a State's own trade statistics tell of banned goods from the target State, or of banned goods to it.

One occasion is one row: reporter, partner, customs code, period. Rows that are parts of another row are left out, and
so are zeros and splits of totals. Trade through third States is not looked at, nor goods under a ceiling: a monthly
total does not show that a delivery was not notified.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from fairlead.law import Measure, Regime, editions, headings
from fairlead.law.editions import Editions
from fairlead.subjects import states
from fairlead.typologies import citing, engagements
from fairlead.typologies.candidates import Rejected
from fairlead.typologies.engagements import Proof
from fairlead.typologies.grounds import refutations
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
VERSION = 3
TITLE = "Trade in banned goods in a State's own statistics"
DOES_NOT_SHOW = (
    "Statistics show what was declared at a border, not who bought it and not whether an exemption applied. Partners "
    "are confused (the two Korean States above all), goods are returned or declared under a wrong heading, figures are "
    "revised, and a month's row may hold goods cleared in storage before. A row is no number of voyages. That "
    "statistics show nothing since a ban does not show that nothing was traded. An export names the last destination "
    "known when the goods left; goods for embassies, aid and approved projects stand in the same rows."
)
Row = dict[str, Any]


@dataclass(frozen=True)
class Way:
    """One direction of trade: how the reporter calls it, the law's word for the occasion, and whom it may touch."""

    flow: str
    kind: str
    capacities: tuple[str, ...]
    role: str  # of the reporter
    preposition: str  # before the target State
    coarser: (
        bool  # whether a code wider than the heading may still be meant: goods beside it may be allowed up to a cap
    )


WAYS = (
    Way("import", "import_statistics", ("importing State", "target State"), "importing State", "from", True),
    Way("export", "export_statistics", ("supplying State",), "supplying State", "to", False),
)


def find(world: World) -> Iterator[Occasion | Rejected]:
    """Yield an occasion for each row under a ban, a rejection where the period is not wholly after it began."""
    if world.shipments is None:
        return
    table = world.shipments.to_pyarrow().to_pylist()
    known = _editions(world)
    for regime in world.regimes.values():
        for way in WAYS:
            rows = _rows(table, regime, way)
            for row in rows:
                if not _is_part(regime, way, row, rows):
                    told = [row, *row["told_again"]]
                    cited = citing.rows(world.exhibits, *((one["exhibit"], one["row"]) for one in told))
                    yield _judge(regime, way, row, cited, known)


def _rows(table: Sequence[Row], regime: Regime, way: Way) -> list[Row]:
    """Return the totals of one way of trade that are not zero and touch a heading, one per flow and code."""
    found: dict[tuple[Any, ...], Row] = {}
    for row in sorted(table, key=lambda each: (each["exhibit"], each["row"])):
        wanted = row["partner"] == regime.target and row["flow"] == way.flow and row["breakdown"] is None
        if wanted and row["reporter"] != regime.target and _given(row) and _measures(regime, way, row["code"]):
            first = found.setdefault(_anchor(row), {**row, "told_again": []})
            if (first["exhibit"], first["row"]) != (row["exhibit"], row["row"]):
                first["told_again"].append(row)
    return list(found.values())


def _anchor(row: Row) -> tuple[str, ...]:
    """Return what names a row; an import stands without its flow, as it did before exports were looked at."""
    flow = () if row["flow"] == "import" else (row["flow"],)
    return (row["reporter"] or row["reporter_printed"], row["code"], row["period_start"], row["period_end"], *flow)


def _given(row: Row) -> bool:
    return any(row[name] not in (None, "0") for name in ("net_kg", "quantity", "value"))


def _measures(regime: Regime, way: Way, code: str) -> list[Measure]:
    ids = dict.fromkeys(obligation.measure for obligation in regime.obligations.get(way.kind, ()))
    return [
        measure
        for measure in map(regime.measure, ids)
        if any(headings.overlap(one, code) and (way.coarser or _covers(one, code)) for one in measure.hs)
    ]


def _covers(heading: str, code: str) -> bool:
    """Tell whether a heading is no narrower than a code, be only a part of it meant or not."""
    return len(code) >= len(heading.removeprefix("ex ").partition("-")[0])


def _wholly(measure: Measure, code: str) -> bool:
    """Tell whether all goods of a code are meant: the heading is not a part ('ex'), and no narrower than the code."""
    return any(headings.overlap(one, code) and not one.startswith("ex ") and _covers(one, code) for one in measure.hs)


def _is_part(regime: Regime, way: Way, row: Row, rows: Sequence[Row]) -> bool:
    """Tell whether a row is left out: part of a coarser row that is banned whole, or the whole of finer ones."""
    whole = any(_wholly(measure, row["code"]) for measure in _measures(regime, way, row["code"]))
    for other in rows:
        if other is row or (_anchor(other)[0], *_anchor(other)[2:]) != (_anchor(row)[0], *_anchor(row)[2:]):
            continue
        if row["code"].startswith(other["code"]) and any(
            _wholly(measure, other["code"]) for measure in _measures(regime, way, other["code"])
        ):
            return True
        if not whole and other["code"].startswith(row["code"]):
            return True
    return False


def _judge(regime: Regime, way: Way, row: Row, cited: tuple[Citation, ...], known: Editions) -> Occasion | Rejected:
    start, end = date.fromisoformat(row["period_start"]), date.fromisoformat(row["period_end"])
    measures = _measures(regime, way, row["code"])
    due = [measure for measure in measures if _after(measure, start) and measure.applies(end - timedelta(days=1))]
    begins = f"{start.isoformat()}T00:00:00Z"
    who = states.english_name(row["reporter"]) if row["reporter"] else row["reporter_printed"]
    if not due:
        why = f"{row['code']}, {_period(row)}: {'; '.join(_why_not(measure, start) for measure in measures)}"
        return Rejected(NAME, (who,), begins, "date before the measure", why)
    target = states.english_name(regime.target)
    at_target, at_reporter = ("origin", "destination") if way.flow == "import" else ("destination", "origin")
    engaged = tuple(
        _engagement(measure, capacity, regime, way, row, cited)
        for measure in due
        for capacity in way.capacities
        if capacity in measure.elements
    )
    return Occasion(
        id=occasion_id(NAME, [], [regime.id, *_anchor(row)]),
        regime=regime.id,
        typology=Typology(NAME, VERSION),
        basis="documented",
        title=f"{who} reports {way.flow}s of {_amount(row)} {way.preposition} {target} in {_period(row)};"
        f" engages {engagements.cited(engaged)} on this evidence",
        start=begins,
        start_precision="month" if (end - start).days <= 31 else "year",
        end=f"{(end - timedelta(days=1)).isoformat()}T23:59:59Z",
        end_precision="month" if (end - start).days <= 31 else "year",
        places=(
            Place(at_target, target, regime.target, "undetermined"),
            Place(at_reporter, who, row["reporter"], "undetermined"),
        ),
        subjects=(Subject(way.role, who, flag=row["reporter"]),),
        goods=(row["goods"] or row["code"],),
        events=(),
        engagements=engaged,
        refutations=_tests(due, row, known),
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


_BOUND = "; statistics mean the last destination known when the goods left, which may not be where they went"


def _engagement(
    measure: Measure, capacity: str, regime: Regime, way: Way, row: Row, cited: tuple[Citation, ...]
) -> Engagement:
    who = row["reporter"] or "undetermined"
    declared = f"{row['reporter_printed']} declares {row['partner_printed']} as the partner of this {way.flow}"
    code = f"declared under customs code {row['code']} ({row['classification'] or 'edition not told'})"
    whole = _wholly(measure, row["code"])
    part = "all of which the paragraph names" if whole else "of which the paragraph names a part"
    evidence = {
        "goods": Proof("shown" if whole else "indicated", f"The goods are {code}, {part}.", cited),
        "origin": Proof("indicated", f"{declared}; statistics mean the State of origin or of consignment.", cited),
        "supply": Proof("indicated", f"{declared}{_BOUND if way.flow == 'export' else ''}.", cited),
        "actor": Proof("indicated", f"{row['reporter_printed']} counts it among its exports.", cited),
        "procurement": Proof("indicated", f"{row['reporter_printed']} counts it among its imports.", cited),
        "date": Proof("shown", f"The whole of {_period(row)} lies after the day {_SINCE}.", cited),
    }
    return engagements.engagement(measure, capacity, regime.target if capacity == "target State" else who, evidence)


_SINCE = "from which the paragraph binds, and after any window for older contracts"


def _period(row: Row) -> str:
    """Return a row's period as people write it; as the row has it where it is neither a month nor a year."""
    start, end = date.fromisoformat(row["period_start"]), date.fromisoformat(row["period_end"])
    if (end - start).days <= 31:
        return f"{start:%B %Y}"
    whole_year = (start.month, start.day, end) == (1, 1, date(start.year + 1, 1, 1))
    return f"{start:%Y}" if whole_year else str(row["period"])


def _amount(row: Row) -> str:
    """Return mass and value as reported; what is not given is not said."""
    mass = f"{Decimal(row['net_kg']) / 1000:,.3f}".rstrip("0").rstrip(".") + " t" if row["net_kg"] else None
    basis = f" {row['valued']}" if row["valued"] else ""
    value = f"{Decimal(row['value']):,.0f} {row['currency']}{basis}" if row["value"] else None
    said = ", ".join(each for each in (mass, value) if each) or "goods"
    return f"{said} of {row['code']}"


def _tests(measures: Sequence[Measure], row: Row, known: Editions) -> tuple[Refutation, ...]:
    exempt = [text for measure in measures for text in measure.exemptions]
    return (
        refutations.passed("date before the measure", f"{_period(row)} lies wholly after the day {_SINCE}"),
        refutations.unchecked("partner confused", "whether another State was meant (the Republic of Korea) is open"),
        refutations.unchecked("returned goods", "whether the reporter's own goods came back is open"),
        refutations.unchecked("wrong heading", "whether the goods were what the code says is open"),
        _edition(measures, row, known),
        _revised(row),
        refutations.unchecked(
            "exempt cargo", "; ".join(exempt) or "the paragraph names no exemption; approval is open"
        ),
    )


def _editions(world: World) -> Editions:
    if world.correlations is None:
        return Editions()
    table = world.correlations.to_pyarrow().to_pylist()
    names = ("edition", "code", "other_edition", "other_code")
    return Editions.of((row[names[0]], row[names[1]], row[names[2]], row[names[3]]) for row in table)


def _edition(measures: Sequence[Measure], row: Row, known: Editions) -> Refutation:
    """Test whether the code meant other goods in the edition that stood when the paragraph was adopted."""
    name, of = "edition of the code", editions.edition(row["classification"])
    then = editions.in_force(max(measure.adopted for measure in measures).year)
    if of is None or of == then:
        said = "the edition is not told" if of is None else f"{of} is the edition of the paragraph's own year"
        return (refutations.unchecked if of is None else refutations.passed)(name, said)
    there = known.counterparts(row["code"], of, then)
    if there is None:
        return refutations.unchecked(name, f"the row is of {of}, the paragraph of {then}; no table here joins the two")
    under = sorted(six for six in there if any(headings.overlap(one, six) for m in measures for one in m.hs))
    said = f"{row['code']} of {of} holds goods of {', '.join(sorted(there))} of {then}"
    if not under:
        return refutations.against(name, f"{said}, none of which the paragraph names")
    return refutations.passed(name, f"{said}; the paragraph names {'all' if len(under) == len(there) else 'some'}")


def _revised(row: Row) -> Refutation:
    amounts = {_amount(one) for one in row["told_again"]} - {_amount(row)}
    if amounts:
        return refutations.against("revised figures", f"other rows for the same flow give {'; '.join(sorted(amounts))}")
    return refutations.unchecked("revised figures", "whether the reporter corrected this row later is open")
