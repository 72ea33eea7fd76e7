"""``fairlead estimate``: ceilings, workers and sums, recomputed from the figures in a case, with their scenarios."""

from __future__ import annotations

from pathlib import Path

import click

from fairlead import law
from fairlead.case import Case
from fairlead.cli import estimate_tables, take_apart, terminal
from fairlead.deriving import derive
from fairlead.dossier import numbers
from fairlead.dossier.numbers import Numbers
from fairlead.errors import MisuseError
from fairlead.estimates import caps, chart, figures, labour, mirror, record, scenarios, told
from fairlead.estimates.caps import Account
from fairlead.estimates.figures import Figure
from fairlead.estimates.quantity import total
from fairlead.law import editions

EPILOG = """\b
Examples:
  fairlead estimate CASE caps --year 2018
  fairlead estimate CASE caps --year 2020 --laden 50% --laden 90% --capacity 12000..30000
  fairlead estimate CASE caps --year 2018 --factor 7.32
  fairlead estimate CASE labour
  fairlead estimate CASE trade --code 2701 --reporter NO
  fairlead estimate CASE trade --code 030617 --edition "HS 2017"
  fairlead estimate CASE state --state CN
  fairlead estimate CASE sum --figure ID --figure ID
"""


@click.command("estimate", epilog=EPILOG)
@terminal.case_argument
@click.argument("what", type=click.Choice(["caps", "labour", "trade", "state", "sum"]))
@click.option("--year", type=click.IntRange(1946, 2999), help="caps: the calendar year.")
@click.option("--goods", default="petroleum", show_default=True, help="caps: goods under a ceiling, as coal.")
@click.option("--laden", multiple=True, metavar="SHARE", help="caps: a laden share, as 0.6, 60% or 3/5; repeatable.")
@click.option("--capacity", metavar="N", help="caps: capacity per act, as 17000 or 12000..30000.")
@click.option("--factor", metavar="N", help="caps: barrels per tonne, instead of the regime's.")
@click.option("--figure", "asked", multiple=True, metavar="ID", help="sum: a figure to add; repeatable.")
@click.option("--code", help="trade: a customs code as it stands in the statistics.")
@click.option("--edition", metavar="H5", help="trade: the code's edition; others are translated by tables here.")
@click.option("--reporter", metavar="CC", help="trade: only this importing State.")
@click.option("--state", metavar="CC", help="state: whose record.")
@click.option("-o", "chart_file", type=click.Path(path_type=Path), help="caps: also write a chart (SVG) to this file.")
@terminal.format_option
def command(
    case: Path,
    what: str,
    year: int | None,
    goods: str,
    laden: tuple[str, ...],
    capacity: str | None,
    factor: str | None,
    asked: tuple[str, ...],
    code: str | None,
    edition: str | None,
    reporter: str | None,
    state: str | None,
    chart_file: Path | None,
    form: str,
) -> int:
    """Recompute from the figures in CASE what was reported, claimed and observed; unlike things are never added.

    caps: a ceiling in a year, with scenarios; every assumption can be moved. labour: workers by State, stocks and flows
    apart. trade: imports from the target State beside their mirror, zero and no report apart. state: the record of a
    State by measure and month. sum: the sum of figures that you name, or why there is none. Figures are read from
    tables by `fairlead add` (docs/estimates.md). Exit 1 where there is nothing to estimate or a sum is refused.
    """
    opened = Case.open(case)
    every = figures.read(opened.followed(), [exhibit.sha256 for exhibit in opened.exhibits.all()])
    if what == "labour":
        return _labour(opened, every, form)
    if what == "trade":
        return _trade(opened, code, edition, reporter, form)
    if what == "state":
        return _record(opened, every, state, form)
    if what == "sum":
        return _sum(case, every, asked, form)
    if year is None:
        raise MisuseError("which year?", f"fairlead estimate {case} caps --year 2018")
    moved = caps.Assumptions(
        shares=scenarios.shares(laden),
        capacity=scenarios.span(capacity, "capacity") if capacity else None,
        bbl_per_t=factor,
    )
    found = caps.accounts(law.load(opened.regime), every, derive.occasions(opened), goods, year, moved)
    if form == "json":
        terminal.print_json(told.document(found, goods, year))
    else:
        estimate_tables.show(found)
    if chart_file is not None and found:
        _write_chart(found, chart_file)
    if not found:
        terminal.messages.print(f"no ceiling on {goods} bound in {year}", markup=False)
    return 0 if found else 1


def _write_chart(found: list[Account], file: Path) -> None:
    """Write the chart of the year's last ceiling; a file that is there is not replaced."""
    if len(found) > 1:
        terminal.messages.print(f"{len(found)} ceilings touch the year; the chart shows the last", markup=False)
    try:
        with file.open("x", encoding="utf-8") as stream:
            stream.write(chart.cumulated(found[-1]))
    except OSError as refusal:
        raise MisuseError(f"cannot write {file}: {refusal.strerror}", "give the name of a new file") from refusal
    terminal.messages.print(f"chart: {file}", markup=False)


def _labour(case: Case, every: list[Figure], form: str) -> int:
    found = labour.account(law.load(case.regime), every)
    if found is None or not found.states:
        why = "the regime sets no day for sending workers home" if found is None else "no figure here counts workers"
        terminal.messages.print(why)
        return 1
    if form == "json":
        terminal.print_json(labour.document(found))
    else:
        estimate_tables.show_labour(found)
    return 0


def _trade(case: Case, code: str | None, edition: str | None, reporter: str | None, form: str) -> int:
    if code is None:
        raise MisuseError("which customs code?", f"fairlead estimate {case.root} trade --code 2701")
    if edition is not None and editions.edition(edition) is None:
        raise MisuseError(f"no edition of the Harmonized System: {edition}", "H0 to H6, or HS 2017")
    exhibits = [exhibit.sha256 for exhibit in case.exhibits.all()]
    found = mirror.flows(
        mirror.read(case.followed(), exhibits),
        law.load(case.regime).target,
        code,
        reporter.upper() if reporter else None,
        edition=editions.edition(edition),
        editions=mirror.read_editions(case.followed(), exhibits),
    )
    if form == "json":
        terminal.print_json(mirror.document(found))
    else:
        estimate_tables.show_trade(found)
    if not found:
        terminal.messages.print("no such row in this case; that is not a report of zero")
    return 0 if found else 1


def _record(case: Case, every: list[Figure], state: str | None, form: str) -> int:
    if state is None:
        raise MisuseError("whose record?", f"fairlead estimate {case.root} state --state CN")
    found, _ = _record_of(case, every, state.upper())
    if form == "json":
        terminal.print_json(record.document(found))
    else:
        estimate_tables.show_record(found)
    return 0 if found.measures or found.own_figures or found.claims or found.told else 1


def _sum(case: Path, every: list[Figure], asked: tuple[str, ...], form: str) -> int:
    chosen = [figures.one(every, id) for id in asked]
    if len(chosen) < 2:
        raise MisuseError("a sum needs two figures", f"fairlead estimate {case} sum --figure ID --figure ID")
    found = total([one.quantity() for one in chosen])  # refused loudly by UnlikeError, with every reason
    if form == "json":
        terminal.print_json({"schema_version": 1, "estimate": "sum", **told.quantity(found)})
    else:
        estimate_tables.line(f"{found.name} = {estimate_tables.amount(found.amount, found.unit)}")
    return 0


def for_dossier(case: Case, asked: str) -> Numbers:
    """Return what ``fairlead dossier --with`` names, as caps:YEAR, caps:YEAR:GOODS, labour, trade:CODE, claim:ID."""
    what, *words = asked.split(":")
    exhibits = [exhibit.sha256 for exhibit in case.exhibits.all()]
    every, regime = figures.read(case.followed(), exhibits), law.load(case.regime)
    if what == "caps" and words and words[0].isdigit():
        goods = words[1] if len(words) > 1 else "petroleum"
        found = caps.accounts(regime, every, derive.occasions(case), goods, int(words[0]), caps.Assumptions())
        if not found:
            raise MisuseError(f"no ceiling on {goods} bound in {words[0]}")
        return numbers.of_caps(found, goods, int(words[0]))
    if what == "labour" and not words:
        workers = labour.account(regime, every)
        if workers is None or not workers.states:
            raise MisuseError("no figure here counts workers under a duty of this regime")
        return numbers.of_labour(workers)
    if what == "trade" and len(words) == 1:
        flows = mirror.flows(mirror.read(case.followed(), exhibits), regime.target, words[0])
        if not flows:
            raise MisuseError(f"no row of {words[0]} in this case; that is not a report of zero")
        return numbers.of_trade(flows)
    if what == "state" and len(words) == 1:
        return numbers.of_record(*_record_of(case, every, words[0].upper()))
    if what == "claim" and words:
        return numbers.of_claim(*take_apart.taken(case, case.statements(), ":".join(words)))
    hint = "caps:2018, caps:2017:coal, labour, trade:2701, state:CN or claim:ID"
    raise MisuseError(f"no such numbers: {asked}", hint)


def _record_of(case: Case, every: list[Figure], state: str) -> tuple[record.Record, dict[str, int]]:
    """Return the record of a State and what was watched for it."""
    occasions = derive.occasions(case)
    seen = record.watched(case.derived_folder / "legs.parquet", record.squares(state, occasions))
    return record.record(law.load(case.regime), state, occasions, every, seen, case.register.letters()), seen
