"""``fairlead explain``: what the case makes of one ship around one day: occasions, rejections, and why not."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click
from rich.padding import Padding
from rich.text import Text

from fairlead.case import Case
from fairlead.cli import terminal
from fairlead.cli.acting import printable
from fairlead.deriving import derive
from fairlead.errors import MisuseError
from fairlead.register.known import SHORT
from fairlead.typologies import moments, whynot
from fairlead.typologies.occasion import Occasion
from fairlead.typologies.ships import Identity
from fairlead.typologies.whynot import asked as asking
from fairlead.typologies.whynot.asked import Asked, Reason
from fairlead.typologies.world import World

SCHEMA_VERSION = 1


@dataclass(frozen=True)
class Account:
    """What there is to say of one ship (one MMSI) around one day."""

    ship: Identity
    identity_from: str
    day: date
    days: str
    heard: dict[str, Any]
    occasions: tuple[Occasion, ...]
    rejected: tuple[dict[str, Any], ...]
    reasons: tuple[Reason, ...]


@click.command("explain", epilog="Example:  fairlead explain CASE --why-not 445000001 2019-03-12")
@terminal.case_argument
@click.argument("ship")
@click.argument("day", metavar="DATE")
@click.option("--why-not", is_flag=True, help="Only what is no occasion: refuted candidates and failed conditions.")
@terminal.format_option
def command(case: Path, ship: str, day: str, why_not: bool, form: str) -> None:
    """Say what is made of SHIP (MMSI, IMO number or name) around DATE (such as 2019-03-12), and why nothing else is."""
    when = _day(day)
    opened = Case.open(case)
    with derive.world(opened) as world:
        numbers = asking.numbers_called(world, ship)
        if not numbers:
            raise MisuseError(
                f"no ship called {ship!r} was heard in this case, nor is one listed with its MMSI",
                "give its MMSI, its IMO number or its whole name",
            )
        accounts = [_account(opened, world, number, when) for number in numbers]
    if form == "json":
        terminal.print_json({"schema_version": SCHEMA_VERSION, "ships": [_document(one) for one in accounts]})
        return
    for n, account in enumerate(accounts):
        if n:
            terminal.results.print()
        _print(account, why_not)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise MisuseError(f"{text!r} is not a day", "write it as year-month-day: 2019-03-12") from None


def _account(case: Case, world: World, mmsi: int, day: date) -> Account:
    asked = Asked(world, mmsi, day)
    rows = asked.heard()
    times: list[int] = rows["t_us"].to_numpy().tolist()
    heard = {
        "from": moments.iso(asked.start_us),
        "until": moments.iso(asked.end_us),
        "positions": rows.num_rows,
        "first": moments.iso(times[0]) if times else None,
        "last": moments.iso(times[-1]) if times else None,
    }
    concerned = [one for one in derive.occasions(case) if _concerns(one, asked.ship) and _around(one, asked)]
    called = f"MMSI {mmsi:09d}"
    left_alone = [
        one
        for one in derive.rejected(case)
        if any(called in ship for ship in one["ships"]) and asked.start_us <= _us(one["start"]) < asked.end_us
    ]
    reasons = whynot.reasons(world, mmsi, day)
    return Account(
        asked.ship, asked.identity_from, day, asked.days, heard, tuple(concerned), tuple(left_alone), tuple(reasons)
    )


def _concerns(occasion: Occasion, ship: Identity) -> bool:
    return any(
        subject.mmsi == ship.mmsi or (ship.imo is not None and subject.imo == ship.imo) for subject in occasion.subjects
    )


def _around(occasion: Occasion, asked: Asked) -> bool:
    return _us(occasion.start) < asked.end_us and _us(occasion.end) >= asked.start_us


def _us(text: str) -> int:
    moment = datetime.fromisoformat(text)
    return round((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1_000_000)


def _document(account: Account) -> dict[str, Any]:
    ship = account.ship
    return {
        "ship": {"mmsi": ship.mmsi, "name": ship.name, "imo": ship.imo, "flag": ship.flag},
        "identity_from": account.identity_from,
        "date": account.day.isoformat(),
        "heard": account.heard,
        "occasions": [
            {
                "id": one.id,
                "number": one.number,
                "status": one.status,
                "typology": one.typology.name,
                "start": one.start,
                "end": one.end,
                "title": one.title,
            }
            for one in account.occasions
        ],
        "rejected": list(account.rejected),
        "why_not": [asdict(reason) for reason in _unexplained(account)],
    }


def _unexplained(account: Account) -> list[Reason]:
    """Return the reasons of the typologies that have neither an occasion nor a refuted candidate to show."""
    told = {one.typology.name for one in account.occasions} | {one["typology"] for one in account.rejected}
    return [reason for reason in account.reasons if reason.typology not in told]


def _print(account: Account, why_not: bool) -> None:
    ship = account.ship
    numbers = (f"IMO {ship.imo}" if ship.imo else None, f"MMSI {ship.mmsi:09d}", f"flag {ship.flag or 'not known'}")
    title = ", ".join(part for part in (ship.name or "name not known", *numbers) if part)
    terminal.results.print(Text(printable(title), style="bold"))
    terminal.results.print(Text(printable(f"as known from {account.identity_from}"), style="dim"))
    heard = account.heard
    said = f"{heard['positions']:,} positions, {heard['first']} to {heard['last']}"
    terminal.results.print(Text(f"{account.days}: {said if heard['positions'] else 'not heard'}", style="dim"))
    if not why_not or account.occasions:
        _section("Occasions")
        for occasion in account.occasions:
            name = str(occasion.number) if occasion.number else occasion.id[:SHORT]
            _line(f"{name}  {occasion.title} ({occasion.status})")
        if not account.occasions:
            _line("none")
    _section("Candidates left alone")
    for one in account.rejected:
        _line(f"{_words(one['typology'])}, {one['start'][:16].replace('T', ' ')}: {one['test']}; {one['why']}")
    if not account.rejected:
        _line("none")
    _section("Why nothing else")
    for reason in _unexplained(account):
        _line(_reason(reason))


def _reason(reason: Reason) -> str:
    if reason.condition is None:
        return f"{_words(reason.typology)}: no condition failed ({reason.why}), yet the last find has no candidate"
    return f"{_words(reason.typology)}: {reason.why}"


def _words(name: str) -> str:
    return name.replace("_", " ")


def _section(title: str) -> None:
    terminal.results.print()
    terminal.results.print(Text(title, style="bold"))


def _line(text: str) -> None:
    terminal.results.print(Padding(Text(printable(text)), (0, 0, 0, 2)))
