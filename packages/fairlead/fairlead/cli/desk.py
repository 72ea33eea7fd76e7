"""``fairlead desk``: the investigators' web workbench on a case, at an address of this machine that works once."""

from __future__ import annotations

import webbrowser
from pathlib import Path

import click

from fairlead.case import Case
from fairlead.cli import terminal
from fairlead.cli.demo import has_browser


@click.command("desk", epilog="Example:  fairlead desk cases/paekma --port 8300")
@terminal.case_argument
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Of this machine; a free one by default.")
@click.option(
    "--browser/--no-browser", "show", default=None, help="Open it in a browser (default: where there is one)."
)
def command(case: Path, port: int, show: bool | None) -> None:
    """Open the desk on CASE: occasions on a map, their proof and their gaps, and every act on them.

    It listens on this machine only, at an address that signs in one browser, once. Acts are signed with your own key,
    as by the other commands. Stop it with Ctrl-C.
    """
    from fairlead.desk import serving

    opened = Case.open(case)
    desk = serving.own(opened, port)
    terminal.results.print(desk.address, markup=False, soft_wrap=True)
    terminal.messages.print("it works once, on this machine only; Ctrl-C stops the desk", markup=False)
    if show if show is not None else has_browser():
        webbrowser.open(desk.address)
    desk.run()
