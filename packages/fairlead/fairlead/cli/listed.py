"""``fairlead listed``: who was on a list when, on which legal basis, over all copies of it in the case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from rich.padding import Padding
from rich.text import Text

from fairlead.case import Case
from fairlead.cli import terminal
from fairlead.cli.acting import printable
from fairlead.subjects import screening
from fairlead.subjects.history import Absence, History, histories, short_copies
from fairlead.subjects.listed import Copy, Entry
from fairlead.whois import lists

EPILOG = """\b
Examples:
  fairlead listed CASE 9074729
  fairlead listed CASE "EXAMPLE STAR" --on 2018-06-01
  fairlead listed CASE un-1718-vessels:12
  fairlead listed CASE                      every list with its copies, and who is no longer seen
"""


@click.command("listed", epilog=EPILOG)
@terminal.case_argument
@click.argument("asked", metavar="[NAME|IMO|LIST:ENTRY]", required=False)
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="tell how it stood on that day")
@click.option("--limit", default=10, show_default=True, help="how many entries by name alone to show")
@terminal.format_option
def command(case: Path, asked: str | None, on: datetime | None, limit: int, form: str) -> int:
    """Tell when an entry was seen on its list, on which legal basis, and in which copies it was not seen.

    A vanished entry is "not seen in this copy". It is taken off only by a recorded act (`fairlead delisted`) or when
    its absence lasts; a name is a lead, as in `fairlead screen`. Exit status 1 says that nothing was found.
    """
    opened = Case.open(case)
    with terminal.progress("reading the lists") as report:
        copies, entries = lists.entries(opened.exhibits, opened.followed(), report)
    every = histories(entries, opened.identities.delistings())
    if asked is None:
        _overview(copies, entries, every, form)
        return 0
    decisions = opened.identities.decisions()
    chosen = _chosen(asked, screening.Screen(entries, decisions), every, limit)
    day = on.date().isoformat() if on else None
    if form == "json":
        terminal.print_json({"schema_version": 1, "on": day, "histories": [document(one, day) for one in chosen]})
    elif not chosen:
        _line("nothing found; that shows only that no list in this case has it in this form", 0)
    for one in chosen if form != "json" else ():
        _print(one, day)
    return 0 if chosen else 1


def _chosen(asked: str, screen: screening.Screen, every: Sequence[History], limit: int) -> list[History]:
    by_reference = {f"{one.entry.reference.split(':')[0]}:{ref}": one for one in every for ref in one.references}
    if asked in by_reference:
        return [by_reference[asked]]
    matches = screen.match(screening.parse(asked), limit)
    found = [by_reference[match.entry.reference] for match in matches if not match.grade.startswith("another")]
    return list({id(one): one for one in found}.values())


def document(one: History, on: str | None) -> dict[str, Any]:
    """Return a history as stable JSON."""
    entry, (since, by) = one.entry, one.since
    return {
        "list": entry.list_id,
        "references": list(one.references),
        "kind": entry.kind,
        "name": entry.name,
        "status": one.status(on),
        "listed_since": {"on": since, "by": by},
        "bases": [{"printed": each.printed, "first_seen": each.first, "last_seen": each.last} for each in one.bases],
        "seen": {"copies": len(one.seen), "first": _copy(one.seen[0]), "last": _copy(one.seen[-1])},
        "not_seen": [
            {
                "last_seen": _copy(absence.last_seen),
                "copies": [_copy(copy) for copy in absence.copies],
                "short_copies": [_copy(copy) for copy in absence.short],
                "seen_again": _copy(absence.seen_again) if absence.seen_again else None,
                "perhaps_as": list(absence.perhaps_as),
            }
            for absence in one.absences
        ],
        "ended": vars(one.ended) if one.ended else None,
    }


def _copy(copy: Copy) -> dict[str, str]:
    return {"on": copy.on, "exhibit": copy.sha256, "dated_by": copy.dated_by}


def _print(one: History, on: str | None) -> None:
    entry, (since, by) = one.entry, one.since
    _line(f"{entry.name} ({entry.kind}), {entry.list_id} {', also '.join(one.references)}", 0, "bold")
    _line(f"status: {one.status(on)}", 2, "magenta" if one.ended else "")
    _line(f"listed since {since}, by {by}", 2)
    for basis in one.bases:
        _line(f"basis: {basis.printed} (in copies of {basis.first} to {basis.last})", 2)
    if not one.bases:
        _line(f"basis: {entry.regime or 'not stated'}", 2)
    _line(f"seen in {len(one.seen)} copies, {one.seen[0].on} to {one.seen[-1].on}", 2, "dim")
    for absence in one.absences:
        _line(_absence(absence), 2, "yellow")


def _absence(absence: Absence) -> str:
    counted, short = len(absence.copies), len(absence.short)
    first, last = (absence.copies or absence.short)[0].on, (absence.copies or absence.short)[-1].on
    words = f"not seen in {counted} {'copy' if counted == 1 else 'copies'}"
    words += f" and {short} short" if short else ""
    words += f", {first} to {last}" if first != last else f", {first}"
    words += f"; seen again on {absence.seen_again.on}" if absence.seen_again else "; that alone is no delisting"
    return words + (f"; perhaps there as {', '.join(absence.perhaps_as)}" if absence.perhaps_as else "")


def _overview(copies: Sequence[Copy], entries: Sequence[Entry], every: Sequence[History], form: str) -> None:
    names = list(dict.fromkeys(one.entry.list_id for one in every))
    told: list[dict[str, Any]] = []
    for name in names:
        mine = [one for one in every if one.entry.list_id == name]
        own = {copy.exhibit: copy for one in mine for copy in one.seen}
        short = short_copies([entry for entry in entries if entry.list_id == name])
        told.append(
            {
                "list": name,
                "copies": len(own),
                "first": min(copy.on for copy in own.values()),
                "last": max(copy.on for copy in own.values()),
                "short": sorted(copy.on for copy in short),
                "entries": len(mine),
                "not_seen_in_last": sum(one.ended is None and _absent(one) for one in mine),
                "taken_off": [one.entry.reference for one in mine if one.ended],
            }
        )
    if form == "json":
        terminal.print_json({"schema_version": 1, "lists": told})
        return
    if not copies:
        terminal.messages.print("no list is read in this case; add one with `fairlead add`", markup=False)
    for one in told:
        _line(f"{one['list']}: {one['copies']} copies, {one['first']} to {one['last']}, {one['entries']} entries", 0)
        if one["short"]:
            _line(f"short copies, whose absences do not count: {', '.join(one['short'])}", 2, "yellow")
        _line(f"{one['not_seen_in_last']} not seen in the last copy; that alone is no delisting", 2)
        if one["taken_off"]:
            _line(f"taken off, by an act or lasting absence: {', '.join(one['taken_off'])}", 2, "magenta")


def _absent(one: History) -> bool:
    return bool(one.absences) and one.absences[-1].seen_again is None


def _line(text: str, indent: int, style: str = "") -> None:
    terminal.results.print(Padding(Text(printable(text), style=style), (0, 0, 0, indent)))
