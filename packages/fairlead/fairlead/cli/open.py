"""``fairlead open``: a person opens a machine candidate, which gives it its permanent number."""

from __future__ import annotations

from pathlib import Path

import click

from fairlead.cli import acting, terminal
from fairlead.register.occasions import called


@click.command("open", epilog="Example:  fairlead open CASE 3f2a --purpose 'carrier is known from case 12'")
@terminal.case_argument
@acting.occasion_argument
@click.option("--reason", help="Needed where it was dismissed or withdrawn before.")
@acting.purpose_option
@terminal.format_option
def command(case: Path, occasion: str, reason: str | None, purpose: str, form: str) -> None:
    """Open the candidate ID: it gets a permanent number, and is no longer a machine candidate.

    ID is the beginning of its id, as `fairlead occasions CASE` shows it. An open occasion whose basis changed is opened
    again, to say that somebody has looked at it as it is now.
    """
    chosen = acting.choose(case, occasion)
    present = chosen.present
    entry = chosen.case.register.open(present, reason, purpose)
    again = f" again, as number {called(present)}" if present.number else ""
    acting.tell(chosen, entry, f"opened{again}: {present.title}", form)
