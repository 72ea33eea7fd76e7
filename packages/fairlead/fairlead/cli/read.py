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
from fairlead.register import corrections


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
        terminal.print_json([received.document(one.name, one) for one in done])
        return int(any(received.failed(one) for one in done))
    for one in done:
        received.tell(one.name, one)
        _tell_changed(opened, one.read.exhibit.sha256, before.get(one.read.exhibit.sha256, {}))
    terminal.messages.print(f"{len(done):,} read again" if done else "every reading is today's", markup=False)
    if done:
        terminal.messages.print(f"next: fairlead find {case}", markup=False)
    return int(any(received.failed(one) for one in done))


def _tell_changed(case: Case, sha256: str, before: Mapping[str, Any]) -> None:
    """Print how many rows there were before, and which judgements no longer fit the statement that they judged."""
    counts = before.get("counts")
    if isinstance(counts, dict):
        rows = ", ".join(f"{count:,} {shape.replace('_', ' ')}" for shape, count in counts.items() if count)
        terminal.results.print(f"  before: {rows or 'no rows'}", markup=False)
    rows_now = corrections.rows(case.readings_folder, sha256)
    for judged in corrections.of(case.register.corrections(), sha256):
        now = rows_now.get(judged.row)
        if now is None or judged.read != corrections.digest(now):
            said = f"  statement {judged.row} was {judged.verdict} ({judged.reason}) and is read otherwise now"
            terminal.results.print(printable(said), markup=False)
