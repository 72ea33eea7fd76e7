"""``fairlead read``: read exhibits again with today's readers, from the bytes that the case keeps."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from fairlead import progress
from fairlead.case import Case
from fairlead.cli import received, terminal
from fairlead.cli.acting import printable
from fairlead.deriving import reading_in
from fairlead.deriving.taking_apart import Taken
from fairlead.readers.reading import in_words
from fairlead.register import corrections, judged_rows
from fairlead.register.corrections import Correction
from fairlead.register.judged_rows import Judged


@click.command("read", epilog="Example:  fairlead read CASE && fairlead find CASE")
@terminal.case_argument
@click.argument("exhibits", nargs=-1, metavar="[EXHIBIT]...")
@terminal.format_option
def command(case: Path, exhibits: tuple[str, ...], form: str) -> int:
    """Read EXHIBITs again, or all of CASE whose reader or its libraries changed since, or that nobody could read.

    The bytes are those that the case keeps; a mapping given with `add` holds on. What people judged in a reading stays
    and is told where it no longer fits the new one: judge it anew with `fairlead correct`. Exit status 1: a reader knew
    the format and still could not read it.
    """
    opened = Case.open(case)
    named = [opened.exhibits.get(each) for each in exhibits]
    waiting = named or reading_in.outdated(opened)
    before = reading_in.readings(opened)
    done: list[Taken] = []
    with terminal.progress("reading") as advance:
        for n, exhibit in enumerate(waiting):
            step = progress.part(advance, n / len(waiting), (n + 1) / len(waiting), exhibit.sha256[:12])
            columns = before.get(exhibit.sha256, {}).get("mapping")
            done.append(Taken(exhibit.name, 0, reading_in.read(opened, exhibit, columns, step)))
    if form == "json":
        told = [received.document(one.name, one) for one in done]
        misfits = [_misfits(opened, one.read.exhibit.sha256) for one in done]
        terminal.print_json([one | {"judged_otherwise": each} for one, each in zip(told, misfits, strict=True)])
        return int(any(received.failed(one) for one in done))
    for one in done:
        received.tell(one.name, one)
        _tell_changed(opened, one.read.exhibit.sha256, before.get(one.read.exhibit.sha256, {}))
    terminal.messages.print(f"{len(done):,} read again" if done else "every reading is today's", markup=False)
    if done:
        terminal.messages.print(f"next: fairlead find {case}", markup=False)
    return int(any(received.failed(one) for one in done))


def _tell_changed(case: Case, sha256: str, before: Mapping[str, Any]) -> None:
    """Print how many rows there were before, and which judgements no longer fit what they judged."""
    counts = before.get("counts")
    if isinstance(counts, dict):
        terminal.results.print(f"  before: {in_words(counts)}", markup=False)
    for said in _misfits(case, sha256):
        terminal.results.print(printable(f"  {said}"), markup=False)


def _misfits(case: Case, sha256: str) -> list[str]:
    """Say which judgements no longer fit the statement or the row of a table that they judged."""
    found = []
    judgements = case.register.judgements()
    rows_now = corrections.rows(case.readings_folder, sha256)
    for said in corrections.of(judgements.statements, sha256):
        found += _misfit(f"statement {said.row}", said, rows_now.get(said.row))
    for row in (each for each in judgements.rows if each.exhibit == sha256):
        now = judged_rows.found(case.readings_folder, sha256, row.shape, row.row, row.part)
        part = f", part {row.part}," if row.part > 1 else ""
        found += _misfit(f"row {row.row}{part} of {row.shape.replace('_', ' ')}", row, now)
    return found


def _misfit(what: str, judged: Correction | Judged, now: Mapping[str, Any] | None) -> list[str]:
    if judged.verdict == "taken back" or (now is not None and corrections.digest(now) == judged.read):
        return []
    became = "is no longer read" if now is None else "is read otherwise now"
    return [f"{what} was {judged.verdict} ({judged.reason}) and {became}"]
