"""``fairlead occasions``: the list of occasions, for people and for machines."""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from pathlib import Path

import click
from rich.table import Table
from rich.text import Text

from fairlead.case import Case
from fairlead.cli import acting, terminal
from fairlead.deriving import derive
from fairlead.register import ftm, geojson, tabular, times
from fairlead.register.dressing import Gone, Standing
from fairlead.register.known import SHORT
from fairlead.register.occasions import STAMP, STATUSES, Filter, called, counts, stamp
from fairlead.typologies.occasion import Occasion

EPILOG = """\b
Examples:
  fairlead occasions CASE --status open
  fairlead occasions CASE --state CN --measure 2371-8 --since 2017-08 --until 2019
  fairlead occasions CASE --format geojson > occasions.geojson
  fairlead occasions CASE --format ftm > occasions.ftm.json     for OpenAleph; see docs/ftm.md
"""


@click.command("occasions", epilog=EPILOG)
@terminal.case_argument
@click.option("--status", type=acting.Words(STATUSES), help="Only those of this status.")
@click.option("--typology", help="Only those found by this typology.")
@click.option("--state", metavar="CC", help="Only those that engage a measure for this addressee.")
@click.option("--measure", metavar="ID", help="Only those that engage this measure, as 2371-8.")
@click.option("--since", metavar="DATE", help="Only those that last into this year, month or day, or later.")
@click.option("--until", metavar="DATE", help="Only those that began in this year, month or day, or before.")
@click.option("--format", "form", type=click.Choice(["table", "json", "csv", "geojson", "ftm"]), default="table")
def command(
    case: Path,
    status: str | None,
    typology: str | None,
    state: str | None,
    measure: str | None,
    since: str | None,
    until: str | None,
    form: str,
) -> None:
    """List the occasions of CASE: numbered ones first, then machine candidates by time, those only stated last.

    What is only stated is never counted together with what was observed or documented.
    """
    opened = Case.open(case)
    stored = derive.stored_occasions(opened)
    chosen = Filter(status, typology, state, measure, since, until)
    kept = chosen.keep(opened.register.dress(stored))
    if form == "json":
        terminal.print_json([occasion.to_json() for occasion in kept])
    elif form == "csv":
        _print_csv(kept)
    elif form == "geojson":
        terminal.print_json(geojson.collection(kept))
    elif form == "ftm":
        terminal.print_lines(ftm.entities(kept))
    else:
        gone = opened.register.gone(stored) if chosen == Filter() else []
        _print_table(case, kept, len(stored), opened.register.standings(stored), gone)


def _print_csv(occasions: Sequence[Occasion]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(tabular.COLUMNS)
    writer.writerows(tabular.rows(occasions))


def _print_table(
    case: Path, kept: Sequence[Occasion], of: int, standings: dict[str, Standing], gone: Sequence[Gone]
) -> None:
    out = terminal.results
    if not of and not gone:
        terminal.messages.print(f"no occasions yet; next: fairlead find {case}", markup=False, soft_wrap=True)
        return
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column("no. or id", no_wrap=True)
    table.add_column("when (UTC)", width=10)
    table.add_column("what", ratio=1, overflow="fold")
    table.add_column("engages", max_width=22, overflow="fold")
    for one in kept:
        table.add_row(called(one), _when(one), _what(one, standings[one.id]), "\n".join(tabular.engaged(one)))
    for vanished in gone:
        table.add_row(called(vanished), "", _what_gone(vanished), "")
    out.print(table)
    out.print(f"{'' if len(kept) == of else f'{len(kept)} of {of}: '}{counts(kept)}", markup=False)
    terminal.messages.print(
        f"one of them: fairlead show {case} {called(kept[0]) if kept else 'ID'}", markup=False, soft_wrap=True
    )


def _when(occasion: Occasion) -> str:
    return times.said(occasion.start, occasion.start_precision, occasion.end, occasion.end_precision)


def _what(occasion: Occasion, standing: Standing) -> Text:
    text = Text(acting.printable(occasion.title))
    text.append(f"\n{occasion.basis}; ", style="dim")
    if stamp(occasion):
        text.append(STAMP, style="yellow")
    else:
        text.append(occasion.status, style="bold")
    for note in standing.notes:
        text.append(f"\n{acting.printable(note)}", style="magenta")
    return text


def _what_gone(vanished: Gone) -> Text:
    text = Text(acting.printable(vanished.known.title))
    text.append(f"\n{vanished.status}; no longer derived from the evidence", style="magenta")
    if vanished.superseded_by:
        text.append(f"; superseded by {vanished.superseded_by[:SHORT]}", style="magenta")
    return text
