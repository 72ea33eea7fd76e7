"""``fairlead estimate``: ceilings and workers, recomputed from the figures in a case, with their scenarios."""

from __future__ import annotations

from pathlib import Path

import click

from fairlead import derive, law
from fairlead.case import Case
from fairlead.cli import estimate_tables, terminal
from fairlead.errors import MisuseError
from fairlead.estimates import caps, figures, scenarios, told

EPILOG = """\b
Examples:
  fairlead estimate CASE caps --year 2018
  fairlead estimate CASE caps --year 2020 --laden 50% --laden 90% --capacity 12000..30000
  fairlead estimate CASE caps --year 2018 --factor 7.32 -o cap.svg
"""


@click.command("estimate", epilog=EPILOG)
@terminal.case_argument
@click.argument("what", metavar="caps", type=click.Choice(["caps"]), expose_value=False)
@click.option("--year", type=click.IntRange(1946, 2999), help="The calendar year.")
@click.option("--goods", default="petroleum", show_default=True, help="Goods under a ceiling, as coal.")
@click.option("--laden", multiple=True, metavar="SHARE", help="A laden share to look at: 0.6, 60% or 3/5; repeatable.")
@click.option("--capacity", metavar="N", help="Capacity per act, as 17000 or 12000..30000, instead of what is claimed.")
@click.option("--factor", metavar="N", help="Barrels per tonne, instead of the regime's.")
@terminal.format_option
def command(
    case: Path,
    year: int | None,
    goods: str,
    laden: tuple[str, ...],
    capacity: str | None,
    factor: str | None,
    form: str,
) -> int:
    """Recompute a ceiling from the figures in CASE: reported, claimed and observed, never added.

    Figures are read from tables by `fairlead add` (docs/estimates.md). Every assumption can be moved. Exit 1 where no
    ceiling bound in that year.
    """
    opened = Case.open(case)
    if year is None:
        raise MisuseError("which year?", f"fairlead estimate {case} caps --year 2018")
    moved = caps.Assumptions(
        shares=scenarios.shares(laden),
        capacity=scenarios.span(capacity, "capacity") if capacity else None,
        bbl_per_t=factor,
    )
    every = figures.read(opened.readings_folder, [exhibit.sha256 for exhibit in opened.exhibits.all()])
    found = caps.accounts(law.load(opened.regime), every, derive.occasions(opened), goods, year, moved)
    if form == "json":
        terminal.print_json(told.document(found, goods, year))
    else:
        estimate_tables.show(found)
    if not found:
        terminal.messages.print(f"no ceiling on {goods} bound in {year}", markup=False)
    return 0 if found else 1
