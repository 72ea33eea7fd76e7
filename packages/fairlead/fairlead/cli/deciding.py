"""What the acts on identity share: references that the case knows, and what is said when it is done."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from fairlead.case import Case
from fairlead.cli import acting, terminal
from fairlead.evidence.entries import Entry
from fairlead.subjects.decided import Verdict
from fairlead.whois import lists


def known(case: Case, text: str) -> str:
    """Return a reference in its one form; MisuseError where it names an entry that no list of the case has."""
    return lists.known(case.exhibits, case.followed(), text)


def tell(act: Entry, sentence: str, form: str) -> None:
    """Say what was done, and where it stands."""
    if form == "json":
        terminal.print_json({"act": act.act, "entry": act.id, "index": act.index, "body": act.body})
        return
    terminal.results.print(acting.printable(sentence), markup=False)
    terminal.messages.print(
        f"signed, entry {act.index} of the custody log; it touches no reading, and can be taken back: "
        f"`fairlead identities CASE --take-back {act.index} --because ...`",
        markup=False,
    )


def decision_command(verdict: Verdict, help_text: str, epilog: str) -> click.Command:
    """Return the command that records one verdict on two references."""

    @click.command(verdict, help=help_text, epilog=epilog)
    @terminal.case_argument
    @click.argument("one", metavar="A")
    @click.argument("other", metavar="B")
    @click.option("--because", required=True, help="The reason; stands in the custody log.")
    @click.option("--since", metavar="DATE", help="From which day it holds; for an MMSI, when it took the number.")
    @click.option("--until", metavar="DATE", help="Up to which day, excluded.")
    @click.option("--exhibit", "exhibits", multiple=True, help="What it rests on; may be repeated.")
    @acting.purpose_option
    @terminal.format_option
    def command(case: Path, one: str, other: str, because: str, purpose: str, form: str, **given: Any) -> None:
        opened = Case.open(case)
        refs = [known(opened, text) for text in (one, other)]
        act = opened.identities.decide(verdict, refs[0], refs[1], because, purpose=purpose, **given)
        joined = "are one" if verdict == "same" else "are not one"
        tell(act, f"{refs[0]} and {refs[1]} {joined}: {because}", form)

    return command
