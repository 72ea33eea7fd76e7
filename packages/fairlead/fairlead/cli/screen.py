"""``fairlead screen``: who on the lists of a case may be meant by a name or number, as of which date, and why."""

from __future__ import annotations

import csv
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
from rich.padding import Padding
from rich.text import Text

from fairlead.case import Case
from fairlead.cli import terminal
from fairlead.cli.acting import printable
from fairlead.errors import MisuseError
from fairlead.subjects import listed, screening
from fairlead.whois import lists

_COLUMNS = ("name", "imo", "mmsi", "call_sign", "born")
_STYLES = {
    "same by decision": "bold red",
    "another by decision": "dim",
    "same identifier": "bold red",
    "question": "yellow",
    "name lead only": "cyan",
    "another ship": "dim",
}


@click.command("screen", epilog='Example:  fairlead screen CASE "EXAMPLE STAR" --as-of 2018-06-01')
@terminal.case_argument
@click.argument("asked", metavar="NAME|IMO|FILE")
@click.option("--as-of", "on", type=click.DateTime(["%Y-%m-%d"]), help="tell what was listed on that day")
@click.option("--limit", default=10, show_default=True, help="how many leads by name alone to show for each")
@terminal.format_option
def command(case: Path, asked: str, on: datetime | None, limit: int, form: str) -> int:
    """Look a name, an IMO number or an MMSI up on all lists of CASE, and explain what is found.

    FILE holds one of them per line, or is a CSV with a header of name, imo, mmsi, call_sign, born. Only an IMO number
    identifies; a name is a lead, a shared MMSI a question. Exit status 1 says that nothing was found.
    """
    opened = Case.open(case)
    with terminal.progress("reading the lists") as report:
        copies, entries = lists.entries(opened.exhibits, opened.followed(), report)
    screen = screening.Screen(entries, opened.identities.decisions())
    day = on.date() if on else None
    answers = [(query, screen.match(query, limit)) for query in _queries(asked)]
    if form == "json":
        terminal.print_json(_document(answers, copies, day))
    else:
        _print(answers, copies, day)
    return 0 if any(matches for _, matches in answers) else 1


def _queries(asked: str) -> list[screening.Query]:
    file = Path(asked)
    if not file.is_file():
        if not asked.strip():
            raise MisuseError("expected a name, a number or a file, found nothing")
        return [screening.parse(asked)]
    try:
        lines = [line for line in file.read_text(encoding="utf-8-sig").splitlines() if line.strip()]
    except UnicodeDecodeError as error:
        raise MisuseError(f"{file}: expected text in UTF-8: {error}") from error
    if not lines:
        raise MisuseError(f"{file}: expected a name or number per line, found none")
    header = [column.strip().lower() for column in next(csv.reader(lines[:1]))]
    if set(header) & set(_COLUMNS) and set(header) & {"name", "imo", "mmsi"}:
        return [_of_row(row) for row in csv.DictReader(lines[1:], fieldnames=header)]
    return [screening.parse(line.strip()) for line in lines]


def _of_row(row: dict[str, Any]) -> screening.Query:
    values = {column: (row.get(column) or "").strip() or None for column in _COLUMNS}
    return screening.Query(**values)


def _document(
    answers: list[tuple[screening.Query, list[screening.Match]]], copies: list[listed.Copy], on: date | None
) -> Any:
    return {
        "schema_version": 1,
        "as_of": on.isoformat() if on else None,
        "least_score": screening.LEAST_SCORE,
        "copies": [{"exhibit": copy.sha256, "on": copy.on, "dated_by": copy.dated_by} for copy in copies],
        "answers": [
            {
                "asked": {column: getattr(query, column) for column in _COLUMNS if getattr(query, column)},
                "matches": [_match(match, on) for match in matches],
            }
            for query, matches in answers
        ],
    }


def _match(match: screening.Match, on: date | None) -> dict[str, Any]:
    entry = match.entry
    return {
        "grade": match.grade,
        "score": match.score,
        "list": entry.list_id,
        "entry": entry.entry,
        "kind": entry.kind,
        "name": entry.name,
        "regime": entry.regime,
        "bases": list(entry.bases),
        "listed_on": entry.listed_on,
        "status": entry.status(on.isoformat() if on else None),
        "agreed": [_reason(reason) for reason in match.agreed],
        "conflicted": [_reason(reason) for reason in match.conflicted],
        "seen": [{"exhibit": copy.sha256, "on": copy.on} for copy in entry.seen],
        "not_seen": [
            {"exhibit": copy.sha256, "on": copy.on, "perhaps_now": ", ".join(like) or None}
            for copy, like in entry.not_seen
        ],
    }


def _reason(reason: screening.Reason) -> dict[str, Any]:
    said = reason.said
    where = {"exhibit": said.copy.sha256, "row": said.row, "as_of": said.copy.on} if said else None
    return {"what": reason.what, "words": reason.words, "where": where}


def _print(
    answers: list[tuple[screening.Query, list[screening.Match]]], copies: list[listed.Copy], on: date | None
) -> None:
    if not copies:
        terminal.messages.print("no list is read in this case; add one with `fairlead add`", markup=False)
    for query, matches in answers:
        asked = ", ".join(f"{column} {value}" for column in _COLUMNS if (value := getattr(query, column)))
        _line(f"asked: {asked}", 0, "bold")
        if not matches:
            _line("nothing found; that shows only that no list in this case has it in this form", 2)
        for match in matches:
            _print_match(match, on)


def _print_match(match: screening.Match, on: date | None) -> None:
    entry = match.entry
    _line(f"{match.grade}: {entry.name} ({entry.kind}), {entry.list_id} {entry.entry}", 2, _STYLES[match.grade])
    for reason in match.agreed:
        _line(f"agrees: {reason.words}{_where(reason)}", 4)
    for reason in match.conflicted:
        _line(f"conflicts: {reason.words}{_where(reason)}", 4, "magenta")
    basis = "; ".join(filter(None, [entry.regime, *entry.bases])) or "not stated"
    _line(f"basis: {basis}{f'; listed on {entry.listed_on}' if entry.listed_on else ''}", 4)
    _line(f"status: {entry.status(on.isoformat() if on else None)}", 4)
    seen = ", ".join(f"{copy.on} ({copy.dated_by})" for copy in entry.seen)
    _line(f"seen in: {seen}", 4, "dim")
    for copy, like in entry.not_seen:
        perhaps = f"; perhaps there as {', '.join(like)}" if like else ""
        _line(f"not seen in this copy: {copy.on}{perhaps}; that alone is no delisting", 4, "yellow")


def _where(reason: screening.Reason) -> str:
    said = reason.said
    return f" [{said.copy.sha256[:12]} row {said.row}]" if said else ""


def _line(text: str, indent: int, style: str = "") -> None:
    terminal.results.print(Padding(Text(printable(text), style=style), (0, 0, 0, indent)))
