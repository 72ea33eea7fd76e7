"""What the commands on tips share: the group, the offline key, and the way to the drop."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from fairlead.cli import terminal
from fairlead.errors import MisuseError
from fairlead.evidence.entries import Entry
from fairlead.vault.dropclient import DropClient, read_key
from fairlead.vault.intake import Vault

EPILOG = """\b
Examples:
  fairlead tips CASE epoch new -o /media/offline/identity.txt
  fairlead tips CASE drop https://drop.example.org drop.example.org/tips KEY
  fairlead tips CASE pull --office-key sign.key
  fairlead tips CASE open TIP --identity /media/offline/identity.txt
  fairlead tips CASE show TIP --identity /media/offline/identity.txt
  fairlead tips CASE reply TIP --text-file answer.txt --identity ... --office-key sign.key
"""

_F = TypeVar("_F", bound=Callable[..., Any])
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("tips", cls=terminal.Whole, epilog=EPILOG)
@terminal.case_argument
@click.pass_context
def command(context: click.Context, case: Path) -> None:
    """Pull tips from the drop into CASE, open them with an offline key, answer, judge and close them.

    Everything here is intake's; epochs are a custodian's. No name of a source is asked for or kept, and nothing that is
    opened is written anywhere in clear. Each opening is signed.
    """
    context.obj = case


def identity_option(function: _F) -> _F:
    """Add ``--identity``."""
    text = "the offline key: an age identity file, or one that names an age plugin"
    return click.option("--identity", type=FILE, required=True, envvar="FAIRLEAD_IDENTITY", help=text)(function)


def office_key_option(function: _F) -> _F:
    """Add ``--office-key`` and ``--drop``."""
    text = "the key that signs what is asked of the drop"
    added = click.option("--office-key", type=FILE, required=True, envvar="FAIRLEAD_OFFICE_KEY", help=text)(function)
    return click.option("--drop", "origin", help="the drop's name, where the case knows several")(added)


def drop_client(vault: Vault, origin: str | None, key: Path) -> DropClient:
    """Return the way to a drop that the case knows."""
    known = [one for one in vault.drops() if origin is None or one["origin"] == origin]
    if len(known) != 1:
        raise MisuseError(
            "no such drop is known to this case" if not known else "the case knows several drops",
            "--drop NAME" if known else "fairlead tips CASE drop URL NAME KEY",
        )
    return DropClient(known[0]["url"], known[0]["origin"], read_key(key))


def signed(entry: Entry, said: str) -> None:
    """Say what was done, and where it is signed."""
    terminal.results.print(said, markup=False)
    terminal.messages.print(f"signed, entry {entry.index} of the custody log", markup=False)
