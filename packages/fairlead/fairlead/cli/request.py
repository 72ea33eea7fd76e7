"""``fairlead request``: record a dated letter that asks an addressee for what is missing."""

from __future__ import annotations

from pathlib import Path

import click

from fairlead.cli import acting, terminal
from fairlead.register.correspondence import Question

EPILOG = """\b
Example:
  fairlead request CASE 12 CN --deadline 2026-12-31 --file letter.pdf \\
      --ask goods "What cargo did EXAMPLE STAR discharge on 8 March 2019?"
"""


@click.command("request", epilog=EPILOG)
@terminal.case_argument
@acting.occasion_argument
@click.argument("addressee")
@click.option(
    "--ask",
    "asked",
    nargs=2,
    multiple=True,
    metavar="ELEMENT QUESTION",
    help="A question, tied to an element that `fairlead show` lists; may be repeated.",
)
@click.option("--deadline", required=True, metavar="DATE", help="The last day to answer, as 2026-12-31.")
@click.option("--sent", metavar="DATE", help="The day it was sent; today by default.")
@click.option("--text", help="The words of the letter.")
@click.option(
    "--file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="The letter; kept as an exhibit."
)
@acting.purpose_option
@terminal.format_option
def command(
    case: Path,
    occasion: str,
    addressee: str,
    asked: tuple[tuple[str, str], ...],
    deadline: str,
    sent: str | None,
    text: str | None,
    file: Path | None,
    purpose: str,
    form: str,
) -> None:
    """Record that ADDRESSEE of the opened occasion ID was asked for what is missing.

    ADDRESSEE is a State's two-letter code or a name, as in an engagement of the occasion. Nothing is sent. When the
    deadline passes without a reply, the occasion says "asked, no answer by DATE", and no more than that.
    """
    chosen = acting.choose(case, occasion)
    questions = [Question(element, question) for element, question in asked]
    entry = chosen.case.register.request(
        chosen.present, addressee, questions, deadline, sent=sent, text=text, file=file, purpose=purpose
    )
    body = entry.body
    acting.tell(chosen, entry, f"{body['addressee']} asked on {body['sent']}, to answer by {body['deadline']}", form)
