"""``fairlead delisted``: record that an entry was taken off its list, on which day, and how that is known."""

from __future__ import annotations

from pathlib import Path

import click

from fairlead.case import Case
from fairlead.cli import acting, deciding, terminal

EPILOG = """\b
Example:
  fairlead delisted CASE un-1718-vessels:12 --on 2020-07-02 --because "press release SC/14240" --exhibit 3f2a
"""


@click.command("delisted", epilog=EPILOG)
@terminal.case_argument
@click.argument("entry", metavar="LIST:ENTRY")
@click.option("--on", required=True, metavar="DATE", help="The day it was taken off.")
@click.option("--because", required=True, help="How that is known; stands in the custody log.")
@click.option("--exhibit", help="What shows it, by the beginning of its SHA-256.")
@acting.purpose_option
@terminal.format_option
def command(case: Path, entry: str, on: str, because: str, exhibit: str | None, purpose: str, form: str) -> None:
    """Record that LIST:ENTRY was taken off its list; a later copy that still has it keeps it listed."""
    opened = Case.open(case)
    known = deciding.known(opened, entry)
    act = opened.identities.delisted(known, on, because, exhibit=exhibit, purpose=purpose)
    deciding.tell(act, f"{known}: taken off its list on {on}: {because}", form)
