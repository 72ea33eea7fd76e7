"""``fairlead award CASE screen``: a payee against the lists in the case. The name is read, looked up and forgotten."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from fairlead.case import Case
from fairlead.cli import terminal
from fairlead.cli.acting import printable
from fairlead.cli.award.deciding import command, step
from fairlead.errors import MisuseError
from fairlead.subjects import screening
from fairlead.whois import lists

MAX_NAMES = 50


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
    names = [line.strip() for line in sys.stdin.read().splitlines() if line.strip()][:MAX_NAMES]
    if not names:
        raise MisuseError("no name on standard input", "one a line")
    if any(name.casefold() in how.casefold() for name in names):
        raise MisuseError("--how names the payee", "it stands in the log for good")
    copies, entries = lists.entries(opened.exhibits, opened.readings_folder)
    if not copies:
        raise MisuseError("no list is read in this case, so that nothing was screened", "fairlead get, or fairlead add")
    looking = screening.Screen(entries, opened.identities.decisions())
    found = {match.entry.reference: match for name in names for match in looking.match(screening.parse(name))}
    for match in found.values():
        entry = match.entry
        told = f"{match.grade}: {printable(entry.name or 'no name')}, {entry.list_id} {entry.entry}"
        terminal.results.print(told, markup=False)
    if settled > len(found):
        raise MisuseError(f"{settled} matches are settled, {len(found)} were found")
    body = {"found": len(found), "settled": settled, "open_hits": len(found) - settled, "how": how, "tip": tip}
    body["lists"] = sorted({copy.sha256 for copy in copies})
    step(case, award, "award_screen", body, f"screened against {len(copies)} lists: {body['open_hits']} open")
