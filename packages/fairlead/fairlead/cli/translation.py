"""``fairlead translation``: record that one exhibit is the translation of another, and who made it."""

from __future__ import annotations

from pathlib import Path

import click

from fairlead.case import Case
from fairlead.cli import acting, terminal
from fairlead.evidence import translations
from fairlead.register.known import SHORT

EPILOG = """\b
Examples:
  fairlead translation CASE 77c0 --of 3f2a --from ko --translator "a sworn translator"
  fairlead translation CASE 91aa --of 3f2a --from Korean --machine "example-mt 2.1"
"""


@click.command("translation", epilog=EPILOG)
@terminal.case_argument
@click.argument("exhibit")
@click.option("--of", "original", required=True, metavar="EXHIBIT", help="The original, which must be in the case.")
@click.option("--from", "language", required=True, metavar="LANGUAGE", help="ko, Korean, ... (ISO 639).")
@click.option("--into", default="en", show_default=True, metavar="LANGUAGE")
@click.option("--translator", metavar="NAME", help="Private to the log; leaves the case with nobody.")
@click.option("--machine", metavar="NAME", help="A program and its version, where no person translated.")
@acting.purpose_option
@terminal.format_option
def command(
    case: Path,
    exhibit: str,
    original: str,
    language: str,
    into: str,
    translator: str | None,
    machine: str | None,
    purpose: str,
    form: str,
) -> None:
    """Record that EXHIBIT translates another exhibit. Claims read from it then say so, and name the original."""
    opened = Case.open(case)
    entry = translations.record(
        opened.log,
        opened.exhibits.get(exhibit),
        opened.exhibits.get(original),
        language=language,
        into=into,
        translator=translator,
        machine=machine,
        purpose=purpose,
    )
    if form == "json":
        terminal.print_json({"act": entry.act, "entry": entry.id, "index": entry.index, "body": entry.body})
        return
    made = translations.recorded(opened.log)[entry.object]
    terminal.results.print(f"{made.translation[:SHORT]}: {made.words}, of {made.original[:SHORT]}", markup=False)
