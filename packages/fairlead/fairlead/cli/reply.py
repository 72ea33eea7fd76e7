"""``fairlead reply``: record what an addressee answered."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import click

from fairlead.cli import acting, terminal
from fairlead.register.correspondence import ANSWERS, Answer

EPILOG = """\b
Example:
  fairlead reply CASE 12 CN specific-denial --date 2026-12-20 --file answer.pdf \\
      --text "The ship was inspected and carried no cargo."
"""


@click.command("reply", epilog=EPILOG)
@terminal.case_argument
@acting.occasion_argument
@click.argument("addressee")
@click.argument("state", type=acting.Words(ANSWERS))
@click.option("--text", help="What it says, in its own words.")
@click.option("--date", "on", metavar="DATE", help="The day of the reply; today by default.")
@click.option(
    "--file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="The reply; kept as an exhibit."
)
@click.option("--exhibit", metavar="SHA256", help="The reply, where it is an exhibit already.")
@acting.purpose_option
@terminal.format_option
def command(
    case: Path,
    occasion: str,
    addressee: str,
    state: str,
    text: str | None,
    on: str | None,
    file: Path | None,
    exhibit: str | None,
    purpose: str,
    form: str,
) -> None:
    """Record what ADDRESSEE of the opened occasion ID answered, and what kind of answer it is.

    A general position ("we have always implemented the resolutions") answers no single occasion: a request that it
    came before stays unanswered. A denial, explanation or admission of this occasion stands, whatever comes later.
    """
    chosen = acting.choose(case, occasion)
    entry = chosen.case.register.reply(
        chosen.known, addressee, cast(Answer, state), text=text, on=on, exhibit=exhibit, file=file, purpose=purpose
    )
    acting.tell(chosen, entry, f"reply of {entry.body['addressee']} on {entry.body['date']}: {state}", form)
