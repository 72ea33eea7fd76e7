"""``fairlead init``: make a new case."""

from __future__ import annotations

from pathlib import Path

import click

from fairlead import law
from fairlead.case import Case
from fairlead.cli import terminal


@click.command("init", epilog="Example: fairlead init cases/paekma")
@terminal.case_argument
@click.option("--name", help="what people call the case; default: the folder's name")
@click.option("--regime", default="dprk", show_default=True, help="the law it is under: a name, or a YAML file")
@click.option(
    "--database", metavar="URL", help="an empty PostgreSQL database for its acts; default: a file in the case"
)
def command(case: Path, name: str | None, regime: str, database: str | None) -> None:
    """Make a new case in the folder CASE, which must be missing or empty.

    You become its first custodian and investigator. Your signing key is made at first use and stays in your own folder.
    """
    law.load(regime)
    made = Case.create(case, name, regime, database)
    terminal.results.print(f"made the case {made.name} at {case}", markup=False)
    for actor in made.log.actors():
        terminal.results.print(f"you act on it as {actor.id}: {', '.join(actor.roles)}", markup=False)
    terminal.messages.print(f"next: fairlead add {case} FILE...", markup=False)
