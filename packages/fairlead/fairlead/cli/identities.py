"""``fairlead identities``: what people decided on who is who, and taking one of these acts back."""

from __future__ import annotations

from pathlib import Path

import click
from rich.padding import Padding
from rich.text import Text

from fairlead.case import Case
from fairlead.cli import deciding, terminal
from fairlead.cli.acting import printable, purpose_option
from fairlead.errors import MisuseError
from fairlead.evidence.entries import Entry
from fairlead.register import times

EPILOG = """\b
Examples:
  fairlead identities CASE
  fairlead identities CASE --take-back 17 --because "the photograph is of her sister ship"
"""


@click.command("identities", epilog=EPILOG)
@terminal.case_argument
@click.option("--take-back", metavar="ENTRY", help="Take an act back: its number in the log, or how its id begins.")
@click.option("--because", help="Why it is taken back.")
@purpose_option
@terminal.format_option
def command(case: Path, take_back: str | None, because: str | None, purpose: str, form: str) -> None:
    """List the decisions on identity and the recorded delistings, those taken back too, or take one back."""
    opened = Case.open(case)
    if take_back is not None:
        if not because:
            raise MisuseError("taking an act back needs a reason", "add --because TEXT")
        act = opened.identities.take_back(take_back, because, purpose)
        deciding.tell(act, f"act {act.object[:8]} is taken back: {because}", form)
        return
    acts = opened.identities.acts()
    undone = {act.object: act for act in acts if act.act == "take_back_identity"}
    made = [act for act in acts if act.act != "take_back_identity"]
    if form == "json":
        terminal.print_json([_document(act, undone.get(act.id)) for act in made])
        return
    if not made:
        terminal.messages.print("nobody decided anything on identity in this case", markup=False)
    for act in made:
        back = undone.get(act.id)
        _line(f"{act.index}  {_sentence(act)}", 0, "dim strike" if back else "")
        if back:
            _line(f"taken back by entry {back.index}: {back.body['because']}", 4, "yellow")


def _sentence(act: Entry) -> str:
    body, day = act.body, times.iso(act.time_us)[:10]
    if act.act == "delisted":
        return f"{act.object} was taken off its list on {body['on']}: {body['because']} ({day})"
    period = "".join(f" {word} {body[word]}" for word in ("since", "until") if body[word])
    joined = "are one" if act.act == "same" else "are not one"
    return f"{body['one']} and {body['other']} {joined}{period}: {body['because']} ({day})"


def _document(act: Entry, back: Entry | None) -> dict[str, object]:
    taken = {"entry": back.id, "index": back.index, "because": back.body["because"]} if back else None
    return {"act": act.act, "entry": act.id, "index": act.index, "object": act.object, **act.body, "taken_back": taken}


def _line(text: str, indent: int, style: str = "") -> None:
    terminal.results.print(Padding(Text(printable(text), style=style), (0, 0, 0, indent)))
