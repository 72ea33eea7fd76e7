"""``fairlead dismiss``: a person dismisses a candidate, with the reason."""

from __future__ import annotations

from pathlib import Path

import click

from fairlead.cli import acting, terminal


@click.command("dismiss", epilog="Example:  fairlead dismiss CASE 3f2a --reason 'a pilot boat, see its static reports'")
@terminal.case_argument
@acting.occasion_argument
@click.option("--reason", required=True, help="Why it is no occasion, or none to follow.")
@acting.purpose_option
@terminal.format_option
def command(case: Path, occasion: str, reason: str, purpose: str, form: str) -> None:
    """Dismiss the candidate or open occasion ID.

    It stays dismissed until its evidence changes; then it is a machine candidate again and says why it was dismissed.
    """
    chosen = acting.choose(case, occasion)
    entry = chosen.case.register.dismiss(chosen.known, reason, purpose)
    acting.tell(chosen, entry, f"dismissed: {reason}", form)
