"""``fairlead observe``: record what a named person sees in an exhibit that no reader could tell."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import get_args

import click
from rich.table import Table
from rich.text import Text

from fairlead import law
from fairlead.case import Case
from fairlead.cli import acting, proposing, terminal
from fairlead.register import beside_picture, drafting, times
from fairlead.register.known import SHORT
from fairlead.register.observations import ACTS, Draft
from fairlead.subjects import imo
from fairlead.typologies.occasion import Precision, Zone

EPILOG = """\b
Examples:
  fairlead observe CASE 3f2a --act loading --ship "EXAMPLE STAR:9000001:KP" \\
      --place Nampo --country KP --start 2019-03-05 --goods coal --page 1 \\
      --how-known "date printed on the bill of lading" --reference "B/L 17"
  fairlead observe CASE 77c0 --act ship_to_ship --ship A:9000001 --ship B --start 2018-02-16 \\
      --region 120,80,640,400 --how-known "the photograph's caption"
  fairlead observe CASE 91aa --act host_labour --firm "Example Textiles" --state CN --start 2020-03 \\
      --place "Example Works" --country CN --measure 2397-8 --page 4 --how-known "dated work permits"
  fairlead observe CASE 3f2a --propose
  fairlead observe CASE --list
  fairlead observe CASE --withdraw 5d1e --reason "another ship"
"""


@click.command("observe", epilog=EPILOG)
@terminal.case_argument
@click.argument("exhibit", required=False)
@click.option("--act", type=click.Choice(ACTS), help="What was done.")
@click.option("--ship", "ships", multiple=True, metavar="NAME[:IMO][:MMSI][:FLAG]", help="May be repeated.")
@click.option("--firm", "firms", multiple=True, metavar="NAME", help="A company, such as a consignee or an employer.")
@click.option("--state", "states", multiple=True, metavar="CC", help="A State, by its two-letter code.")
@click.option("--person", "persons", multiple=True, metavar="NAME", help="Private to the log; never for a worker.")
@click.option("--role", "roles", multiple=True, help="Of each ship, firm and State, in that order, as consignee.")
@click.option("--place", help="Where, as the exhibit names it.")
@click.option("--country", metavar="CC", help="Country of the place.")
@click.option("--lat", type=float, help="Degrees, north positive; only where the exhibit gives it.")
@click.option("--lon", type=float, help="Degrees, east positive.")
@click.option("--zone", type=click.Choice(get_args(Zone)), default="undetermined", show_default=True)
@click.option("--to", "to_place", help="The destination, where the exhibit names one.")
@click.option("--to-country", metavar="CC", help="Country of the destination.")
@click.option("--start", metavar="TIME", help="2019, 2019-03, 2019-03-05 or 2019-03-05T14:30Z; UTC.")
@click.option("--end", metavar="TIME", help="The last day or moment; without it, as long as --start is precise.")
@click.option("--precision", type=click.Choice(get_args(Precision)), help="Where coarser than --start is written.")
@click.option("--how-known", help="How the time and act are known: a printed date, a caption, a shadow.")
@click.option("--page", type=int, help="Page of the exhibit, from 1.")
@click.option("--box", metavar="X0,Y0,X1,Y1", help="On that page, in points from the bottom left.")
@click.option("--region", metavar="X0,Y0,X1,Y1", help="Of an image, in pixels from its top left corner.")
@click.option("--rows", metavar="A-B", help="Rows of a table, from 1.")
@click.option("--chars", metavar="A-B", help="Characters of a text, from 0, end excluded.")
@click.option("--goods", multiple=True, help="As the exhibit names them; may be repeated.")
@click.option("--measure", "measures", multiple=True, metavar="ID", help="A measure that it engages, as 2371-8.")
@click.option("--reference", help="The document's own number; observations with one reference tell of one act.")
@click.option("--basis", type=click.Choice(["observed", "documented"]), help="Default: observed for a sighting.")
@click.option("--note", default="")
@click.option("--propose", is_flag=True, help="Say what the labels of a shipping paper give; records nothing.")
@click.option("--list", "listed", is_flag=True, help="List the observations that stand, with their ids.")
@click.option("--withdraw", metavar="OBSERVATION", help="Withdraw an observation, by the beginning of its entry's id.")
@click.option("--reason", default="", help="Why it is withdrawn.")
@acting.purpose_option
@terminal.format_option
def command(
    case: Path,
    exhibit: str | None,
    propose: bool,
    listed: bool,
    withdraw: str | None,
    reason: str,
    purpose: str,
    form: str,
    **said: object,
) -> None:
    """Record what you see in EXHIBIT (the beginning of its SHA-256): who did what, where, when, and how you know.

    Record only what the exhibit gives: leave out what it does not say. Where it is a picture that says when and
    where it was taken, what you give is compared with that. The next `fairlead find` makes occasions of it.
    """
    opened = Case.open(case)
    if listed:
        _list(opened, form)
        return
    if propose:
        proposing.tell(opened, drafting.required(exhibit, "EXHIBIT", "a bill of lading, a certificate"), form)
        return
    if withdraw is not None:
        entry = opened.register.withdraw_observation(withdraw, reason, purpose)
        sentence = f"observation {entry.object[:SHORT]} withdrawn: {reason}"
    else:
        draft = drafting.draft(said)
        drafting.check_measures(draft, law.load(opened.regime))
        entry = opened.register.observe(drafting.required(exhibit, "EXHIBIT", "see `fairlead add`"), draft, purpose)
        when = times.said(*(entry.body[key] for key in ("start", "precision", "end", "precision")))
        sentence = f"observation {entry.id[:SHORT]}: {draft.act.replace('_', ' ')}, {when}"
        _warn(draft)
        for words in beside_picture.telling(opened.readings_folder, entry.body["exhibit"], draft):
            terminal.messages.print(f"note: {words}", markup=False)
    if form == "json":
        terminal.print_json({"act": entry.act, "entry": entry.id, "index": entry.index, "body": entry.body})
        return
    terminal.results.print(sentence, markup=False)
    terminal.messages.print(f"signed, entry {entry.index} of the custody log; next: fairlead find {case}", markup=False)


def _list(case: Case, form: str) -> None:
    seen = case.register.observations()
    if form == "json":
        terminal.print_json([asdict(observation) for observation in seen])
        return
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for column in ("id", "when", "act", "who", "exhibit", "reference"):
        table.add_column(column, overflow="fold")
    for one in seen:
        who = ", ".join(subject.name or str(subject.imo or subject.flag or "not named") for subject in one.subjects)
        when = times.said(one.start, one.precision, one.end, one.precision)
        told = (one.act.replace("_", " "), who, one.cited.sha256[:SHORT], one.reference)
        table.add_row(one.id[:SHORT], when, *(Text(acting.printable(cell)) for cell in told))
    terminal.results.print(table)


def _warn(draft: Draft) -> None:
    """Say where a printed number is odd; it is kept as printed, because it is evidence."""
    for ship in draft.subjects:
        if ship.imo is not None and (verdict := imo.verdict(ship.imo).verdict) != "valid":
            terminal.messages.print(f"note: IMO {ship.imo}: {verdict}; kept as printed", markup=False)
