"""``fairlead explain``: what the case makes of one ship around one day: occasions, rejections, and why not."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import click
from rich.padding import Padding
from rich.text import Text

from fairlead.case import Case
from fairlead.cli import terminal
from fairlead.cli.acting import printable
from fairlead.deriving import account
from fairlead.deriving.account import Account
from fairlead.errors import MisuseError
from fairlead.register.known import SHORT


@click.command("explain", epilog="Example:  fairlead explain CASE --why-not 445000001 2019-03-12")
@terminal.case_argument
@click.argument("ship")
@click.argument("day", metavar="DATE")
@click.option("--why-not", is_flag=True, help="Only what is no occasion: refuted candidates and failed conditions.")
@terminal.format_option
def command(case: Path, ship: str, day: str, why_not: bool, form: str) -> None:
    """Say what is made of SHIP (MMSI, IMO number or name) around DATE (such as 2019-03-12), and why nothing else is."""
    asked = _day(day)
    with terminal.progress("opening the case") as advance:
        accounts = account.accounts(Case.open(case), ship, asked, advance)
    if form == "json":
        document = {"schema_version": account.SCHEMA_VERSION, "ships": [one.document() for one in accounts]}
        terminal.print_json(document)
        return
    if len(accounts) > 1:
        numbers = ", ".join(f"MMSI {one.ship.mmsi:09d}" for one in accounts)
        terminal.results.print(Text(f"{len(accounts)} numbers are called so, each told by itself: {numbers}"))
    for n, one in enumerate(accounts):
        if n or len(accounts) > 1:
            terminal.results.print()
        _print(one, why_not)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise MisuseError(f"{text!r} is not a day", "write it as year-month-day: 2019-03-12") from None


def _print(told: Account, why_not: bool) -> None:
    ship = told.ship
    numbers = (f"IMO {ship.imo}" if ship.imo else None, f"MMSI {ship.mmsi:09d}", f"flag {ship.flag or 'not known'}")
    title = ", ".join(part for part in (ship.name or "name not known", *numbers) if part)
    terminal.results.print(Text(printable(title), style="bold"))
    terminal.results.print(Text(printable(f"as known from {told.identity_from}"), style="dim"))
    heard = told.heard
    said = f"{heard['positions']:,} positions, {heard['first']} to {heard['last']}"
    terminal.results.print(Text(f"{told.days}: {said if heard['positions'] else 'not heard'}", style="dim"))
    terminal.results.print(Text("times are UTC", style="dim"))
    for note in told.notes:
        terminal.results.print(Text(printable(note), style="dim"))
    if not why_not or told.occasions:
        _section("Occasions")
        for occasion in told.occasions:
            name = str(occasion.number) if occasion.number else occasion.id[:SHORT]
            _line(f"{name}  {occasion.title} ({occasion.status})")
        if not told.occasions:
            _line("none")
    _section("Candidates left alone")
    for one in told.left_alone:
        with_whom = f", with {', '.join(one.others)}" if one.others else ""
        _line(f"{_words(one.typology)}, {one.start[:16].replace('T', ' ')}{with_whom}: {one.test}: {one.why}")
    if not told.rejected:
        _line("none")
    judged = [one for one in told.alike if not one[0].idle]
    if judged:
        _section("Why nothing else")
    named: set[str] = set()
    for alike in judged:
        for reason in alike:
            _line(f"{_words(reason.typology)}: {reason.title}", style="dim")
        _line(account.said(alike[0]), 4)
        others = "; ".join(alike[0].others)
        if others:
            _line(f"also looked at: {'the same as above' if _acts(others) in named else others}", 4)
            named.add(_acts(others))
    if any(one[0].idle for one in told.alike):
        _section("Nothing to judge")
    for alike in (one for one in told.alike if one[0].idle):
        _line(f"{', '.join(_words(reason.typology) for reason in alike)}: {account.said(alike[0])}")


def _acts(others: str) -> str:
    """Return what else was looked at without the conditions that it failed, which differ from typology to typology."""
    return re.sub(r" \(not met: [^)]*\)", "", others)


def _words(name: str) -> str:
    return name.replace("_", " ")


def _section(title: str) -> None:
    terminal.results.print()
    terminal.results.print(Text(title, style="bold"))


def _line(text: str, indent: int = 2, style: str = "") -> None:
    terminal.results.print(Padding(Text(printable(text), style=style), (0, 0, 0, indent)))
