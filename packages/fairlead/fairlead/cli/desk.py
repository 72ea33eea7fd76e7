"""``fairlead desk``: the investigators' web workbench on a case, on one's own machine or for several people."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fairlead.case import Case
from fairlead.cli import terminal
from fairlead.cli.demo import has_browser

if TYPE_CHECKING:
    from fairlead.desk.serving import Desk

EPILOG = """\b
Examples:
  fairlead desk cases/paekma --port 8300
  fairlead desk cases/paekma --address https://desk.example.org --invite "A. Analyst"
  fairlead desk cases/paekma --address https://desk.example.org --port 8300"""


@click.command("desk", epilog=EPILOG)
@terminal.case_argument
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Of this machine; a free one by default.")
@click.option(
    "--browser/--no-browser", "show", default=None, help="Open it in a browser (default: where there is one)."
)
@click.option(
    "--address",
    metavar="URL",
    help="Serve several people, who reach the desk at this address (https) through a server that speaks TLS.",
)
@click.option("--invite", metavar="NAME", help="Print an address at which NAME can join once, and stop.")
@click.option("--tiles", metavar="URL", help="A tile server for the map; it then learns where you look.")
@click.option("--tiles-by", default="", metavar="WORDS", help="Whom its pictures are owed to, for the map's corner.")
@click.option("--identity", type=click.Path(exists=True, dir_okay=False, path_type=Path), envvar="FAIRLEAD_IDENTITY",
              help="The offline key that opens tips, for intake; on your own machine only.")  # fmt: skip
def command(
    case: Path,
    port: int,
    show: bool | None,
    address: str | None,
    invite: str | None,
    tiles: str | None,
    tiles_by: str,
    identity: Path | None,
) -> None:
    """Open the desk on CASE: occasions on a map, their proof and their gaps, and every act on them.

    It listens on this machine only, at an address that signs in one browser, once. Acts are signed with your own key,
    as by the other commands. Stop it with Ctrl-C.

    With --address it is for several people: each joins by an invitation, signs in with a passkey or with password and
    one-time code, and signs acts with a key of their own, which nobody else can open. A custodian admits them, on the
    desk or with `fairlead actor CASE enrol`.
    """
    from fairlead.desk import basemap, serving
    from fairlead.vault.holder import Holder

    opened, map_tiles = Case.open(case), basemap.tiles(tiles, tiles_by) if tiles else None
    if address is None:
        if invite is not None:
            raise click.UsageError("--invite goes with --address: on your own machine nobody needs an account")
        holder = Holder(identity) if identity else None
        desk = serving.own(opened, port, map_tiles, holder)
        _serve(desk, "it works once, on this machine only; Ctrl-C stops the desk", show)
        return
    if identity is not None:
        raise click.UsageError("tips are opened on a machine of your own: --identity does not go with --address")
    if invite is not None:
        terminal.results.print(serving.invitation(opened, address, invite), markup=False, soft_wrap=True)
        terminal.messages.print("it works once, for two days; send it on a way that you trust", markup=False)
        return
    desk = serving.shared(opened, address, port, map_tiles)
    _serve(desk, f"listening on {desk.listens} for the server before it; Ctrl-C stops the desk", show or False)


def _serve(desk: Desk, said: str, show: bool | None) -> None:
    terminal.results.print(desk.address, markup=False, soft_wrap=True)
    terminal.messages.print(said, markup=False)
    if show if show is not None else has_browser():
        webbrowser.open(desk.address)
    desk.run()
