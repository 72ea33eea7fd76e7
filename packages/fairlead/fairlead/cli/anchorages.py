"""``fairlead anchorages``: derive anchorages from where many ships have lain, and freeze them for the case."""

from __future__ import annotations

from pathlib import Path

import click

from fairlead.case import Case
from fairlead.cli import terminal
from fairlead.deriving import follows_from
from fairlead.shapes import E7


@click.command("anchorages", epilog="Example:  fairlead anchorages CASE && fairlead find CASE")
@terminal.case_argument
@click.option("--list", "only_list", is_flag=True, help="show those frozen last; derive nothing")
@terminal.format_option
def command(case: Path, only_list: bool, form: str) -> int:
    """Derive the anchorages that the tracks of CASE show, and use them from now on.

    Port visits and voyages then also end where ships habitually lie. The table stays as it is, whatever is added, until
    this command makes it anew; it stands in the custody log.
    """
    opened = Case.open(case)
    table = follows_from.anchorages(opened) if only_list else follows_from.freeze_anchorages(opened)
    rows = [] if table is None else table.to_pylist()
    if form == "json":
        terminal.print_json([{**row, "lat": row["lat_e7"] / E7, "lon": row["lon_e7"] / E7} for row in rows])
        return 0
    for row in rows:
        where = f"{row['lat_e7'] / E7:8.4f} {row['lon_e7'] / E7:9.4f}"
        terminal.results.print(f"{row['place']}  {where}  {row['country'] or 'country undetermined'}", markup=False)
    terminal.messages.print(f"{len(rows):,} anchorages", markup=False)
    if not only_list:
        terminal.messages.print(f"next: fairlead find {case}", markup=False)
    return 0
