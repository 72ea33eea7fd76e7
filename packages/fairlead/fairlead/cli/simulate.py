"""`fairlead simulate`: make the simulated sea alone, with its truth. Nothing of it enters a case by itself."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from fairlead.cli import terminal
from fairlead.errors import MisuseError
from fairlead.simulate import Truth, sea


@click.command(
    "simulate",
    help="Make a simulated sea in DIR: tracks, a press page, a vessels list, and the truth.",
    epilog="Example:  fairlead simulate sea --seed 7 --days 10",
)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--seed", default=1, show_default=True, help="the same seed makes the same bytes")
@click.option("--days", default=30, show_default=True, help="length of the sea")
@click.option("--ships", default=100, show_default=True, help="number of ships")
@click.option("--start", type=click.DateTime(["%Y-%m-%d"]), default="2019-03-01", show_default="2019-03-01")
@click.option("--innocent", is_flag=True, help="a sea without any evasion")
@click.option("--progress/--no-progress", default=True, help="show a bar where standard error is a terminal")
@terminal.format_option
def command(
    folder: Path, seed: int, days: int, ships: int, start: datetime, innocent: bool, progress: bool, form: str
) -> None:
    """Refuse a folder that already holds something; else make the sea and say what is in it."""
    if folder.is_dir() and any(folder.iterdir()):
        raise MisuseError(f"expected an empty or new folder, found files in {folder}", "name another folder")
    if not progress:
        truth = sea(folder, seed, days, ships, start.date(), innocent=innocent)
    else:
        with terminal.progress("simulate") as advance:
            truth = sea(folder, seed, days, ships, start.date(), innocent=innocent, advance=advance)
    if form == "json":
        terminal.print_json({"folder": str(folder), **truth.summary()})
    else:
        _show(folder, truth)


def _show(folder: Path, truth: Truth) -> None:
    terminal.results.print(f"{sum(truth.files.values()):,} positions of {truth.ships} simulated ships in {folder}")
    for title, counts in (("hidden acts", truth.summary()["hidden"]), ("innocent", truth.summary()["innocent"])):
        listed = ", ".join(f"{count} {kind.replace('_', ' ')}" for kind, count in counts.items())
        terminal.results.print(f"{title}: {listed or 'none'}")
    terminal.results.print("the whole truth is in truth.json; do not add it to a case")
