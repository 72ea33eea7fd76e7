"""``fairlead find``: derive events and occasions, and say what is new, changed or gone since the last time."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from fairlead import engines
from fairlead.case import Case
from fairlead.cli import terminal
from fairlead.deriving import derive


@click.command("find", epilog="Example:  fairlead find CASE && fairlead occasions CASE")
@terminal.case_argument
@click.option(
    "--engine",
    metavar="URL",
    default=engines.DEFAULT,
    show_default=True,
    help="where to derive: duckdb://, spark://HOST:7077, or any URL of Ibis'; docs/spark.md tells what Spark needs",
)
@terminal.format_option
def command(case: Path, engine: str, form: str) -> int:
    """Read what is unread, then derive events and occasions.

    Can be interrupted and run again at any time. Ids stay the same whatever the order in which exhibits were added,
    and whichever engine derived them.
    """
    if engine == engines.DEFAULT:
        terminal.without_pandas()
    opened = Case.open(case)
    with terminal.progress("finding") as advance:
        found = derive.find(opened, advance, engine)
    if form == "json":
        terminal.print_json(summary(found))
    else:
        print_found(case, found)
    return 0


def summary(found: derive.Found) -> dict[str, object]:
    """Return what was found as a stable document."""
    return {
        "positions": found.positions,
        "legs": found.legs,
        "events": found.events,
        "occasions": len(found.occasions),
        "by_basis": dict(Counter(occasion.basis for occasion in found.occasions)),
        "new": list(found.new),
        "changed": list(found.changed),
        "gone": list(found.gone),
        "rejected": found.rejected,
    }


def print_found(case: Path, found: derive.Found) -> None:
    """Print what was found for a person; occasions by basis, which are never added up."""
    out = terminal.results
    counted = ", ".join(f"{count:,} {kind.replace('_', ' ')}" for kind, count in found.events.items())
    out.print(f"{found.positions:,} positions, {found.legs:,} kept on tracks")
    out.print(f"events: {counted}")
    by_basis = Counter(occasion.basis for occasion in found.occasions)
    for basis in ("observed", "documented", "stated"):
        if by_basis[basis]:
            out.print(f"occasions {basis}: {by_basis[basis]:,}")
    if not found.occasions:
        out.print("occasions: none")
    out.print(f"since the last time: {len(found.new):,} new, {len(found.changed):,} changed, {len(found.gone):,} gone")
    if found.rejected:
        out.print(f"left alone: {found.rejected:,} candidates that an innocent explanation refutes")
    terminal.messages.print(f"next: fairlead occasions {case}", markup=False)
