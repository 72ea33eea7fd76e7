"""``fairlead subject``: one ship, firm or person over time, each line with its source and its days."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from fairlead.case import Case
from fairlead.cli import terminal
from fairlead.cli.acting import printable
from fairlead.deriving import derive
from fairlead.whois import ftm
from fairlead.whois import subject as subjects
from fairlead.whois.subject import Subject, WhoIsWho

EPILOG = """\b
Examples:
  fairlead subject CASE 9074729
  fairlead subject CASE ofac-sdn:1001 --on 2018-06-01
  fairlead subject CASE "EXAMPLE SHIPPING CO" --format json
"""
_ALL = 40  # statements of one kind shown at the terminal before the rest is counted


@click.command("subject", epilog=EPILOG)
@terminal.case_argument
@click.argument("asked", metavar="IMO|MMSI|LIST:ENTRY|NAME")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="only what was being said on that day")
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "ftm"]), default="table", help="ftm: FollowTheMoney lines"
)
def command(case: Path, asked: str, on: datetime | None, form: str) -> int:
    """Show what is said of one subject, by whom and from when to when; how it stands on lists; its ties; decisions.

    Entries with the same IMO number are one subject, and whatever a person decided (`fairlead same`, `distinct`). A
    shared MMSI, call sign or name joins nothing: it is shown as a question. Exit status 1: not found, or several meant.
    """
    opened = Case.open(case)
    with terminal.progress("reading the lists") as report:
        who = WhoIsWho(opened.exhibits, opened.followed(), opened.identities, report)
    found: dict[tuple[str, ...], Subject] = {}
    for ref in who.references(asked):
        one = who.subject(ref)
        if link := _first_link(opened, one):
            one = who.subject(ref, first_link=link)
        found.setdefault(one.references, one)
    day = on.date().isoformat() if on else None
    if form == "json":
        terminal.print_json([subjects.document(one, day) for one in found.values()])
    elif form == "ftm":
        terminal.print_lines({one["id"]: one for each in found.values() for one in ftm.entities(each)}.values())
    elif not found:
        _line("nothing found; that shows only that no list or track in this case has it in this form", 0)
    elif len(found) > 1:
        _line(f"{asked} may mean {len(found)} subjects; ask for one of them by its reference", 0, "bold")
        for one in found.values():
            _line(f"{one.references[0]}  {one.name} ({one.kind})", 2)
    else:
        _print(next(iter(found.values())), day)
    return 0 if len(found) == 1 else 1


def _first_link(case: Case, one: Subject) -> str | None:
    """Return the day of the first occasion that names the ship; None where none does."""
    imos = {int(ref.removeprefix("imo:")) for ref in one.references if ref.startswith("imo:")}
    days = [
        occasion.start
        for occasion in (derive.stored_occasions(case) if imos else ())
        if any(subject.imo in imos for subject in occasion.subjects)
    ]
    return min(days, default=None)


def _print(one: Subject, on: str | None) -> None:
    _line(f"{one.name} ({one.kind})", 0, "bold")
    _line(", ".join(one.references), 2, "dim")
    for listed in one.listed:
        _line(f"{listed.entry.reference}: {listed.status(on)}; listed since {listed.since[0]}, by {listed.since[1]}", 2)
        for basis in listed.bases:
            _line(f"basis: {basis.printed}", 4)
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for column in ("what", "said", "from", "to", "by"):
        table.add_column(column, overflow="fold")
    shown: dict[str, int] = {}
    for said in one.at(on) if on else one.statements:
        shown[said.what] = shown.get(said.what, 0) + 1
        if shown[said.what] > _ALL:
            continue
        note = f" ({said.note})" if said.note else ""
        count = f", {said.messages} messages" if said.messages else ""
        place = f"{said.by}{count} [{said.last.exhibit[:12]} row {said.last.row}]"
        cells = (said.what.replace("_", " "), f"{said.printed}{note}", said.since[:10], said.until[:10], place)
        table.add_row(*(Text(printable(cell)) for cell in cells))
    terminal.results.print(table)
    for what, number in shown.items():
        if number > _ALL:
            _line(f"and {number - _ALL} more of {what.replace('_', ' ')}; --format json has all", 2, "dim")
    for tie in (*one.ties, *one.tied):
        meant = f", perhaps {', '.join(tie.entries)}" if tie.by_name and tie.entries else ""
        exact = f", {', '.join(tie.entries)}" if tie.entries and not tie.by_name else ""
        _line(f"{tie.how} {tie.printed}{exact}{meant} (by {tie.said_by})", 2)
    if one.owns:
        _line(f"ships: {one.owns.told}", 2)
    for purchase in one.purchases:
        _line(purchase.told, 2, "yellow")
    for decision in one.decisions:
        _line(f"decided: {decision.told()}", 2, "magenta")
    for question in one.questions:
        _line(f"question: {question.reference} {question.name}: {question.why}", 2, "yellow")
    _line(subjects.DOES_NOT_SHOW, 0, "dim")


def _line(text: str, indent: int, style: str = "") -> None:
    terminal.results.print(Padding(Text(printable(text), style=style), (0, 0, 0, indent)))
