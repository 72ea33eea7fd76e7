"""``fairlead award CASE screen``: a payee against the lists in the case. The name is read, looked up and forgotten."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from fairlead.case import Case
from fairlead.cli import terminal
from fairlead.cli.acting import printable
from fairlead.cli.award.deciding import command, step
from fairlead.whois import looked_up


@command.command("screen", epilog="Example: fairlead award CASE screen AWARD --tip TIP --how 'no match' < names.txt")
@click.argument("award")
@click.option("--tip", required=True)
@click.option("--settled", type=click.IntRange(0), default=0, help="matches that a person found to be somebody else")
@click.option("--how", required=True, help="how matches were settled; no name of the payee")
@click.pass_obj
def screen(case: Path, award: str, tip: str, settled: int, how: str) -> None:
    """Look a payee up on all lists of CASE: names on standard input, one a line, the payee's and each alias.

    What matches is shown here; counted in the log are matches, those settled, and the lists. Open ones block the award.
    """
    opened = Case.open(case)
    names = looked_up.names_of(sys.stdin.read().splitlines(), how)
    found = looked_up.on_the_lists(opened.exhibits, opened.followed(), opened.identities.decisions(), names)
    for match in found.matches:
        entry = match.entry
        told = f"{match.grade}: {printable(entry.name or 'no name')}, {entry.list_id} {entry.entry}"
        terminal.results.print(told, markup=False)
    body = found.body(settled, how)
    said = f"screened against {len(found.lists)} lists: {body['open_hits']} open"
    step(case, award, "award_screen", {**body, "tip": tip}, said)
