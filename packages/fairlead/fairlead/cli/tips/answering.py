"""``fairlead tips CASE reply|status|close|tell|wishes``: what goes back to the source, through the mailbox alone."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import IO

import click

from fairlead.case import Case
from fairlead.cli import terminal
from fairlead.cli.tips.common import command, drop_client, identity_option, office_key_option, signed
from fairlead.errors import MisuseError, RefusedError
from fairlead.vault import telling
from fairlead.vault.holder import Holder
from fairlead.vault.intake import STATUSES


@command.command(
    "reply", epilog="Example: fairlead tips CASE reply TIP --identity ID --office-key sign.key < answer.txt"
)
@click.argument("tip")
@click.option("--text-file", type=click.File("r", encoding="utf-8"), default=sys.stdin, help="- for standard input")
@identity_option
@office_key_option
@click.pass_obj
def reply(case: Path, tip: str, text_file: IO[str], identity: Path, office_key: Path, origin: str | None) -> None:
    """Answer the source of TIP in its mailbox, sealed to the source's own key; a sealed copy stays in the vault."""
    vault = Case.open(case).vault
    text = "".join(text_file)
    entry = vault.reply(vault.one(tip), text, Holder(identity), drop_client(vault, origin, office_key))
    signed(entry, f"reply {entry.body['number']} lies in the mailbox")


@command.command("status", epilog="Example: fairlead tips CASE status TIP in_use --office-key sign.key")
@click.argument("tip")
@click.argument("status", type=click.Choice(STATUSES))
@office_key_option
@click.pass_obj
def set_status(case: Path, tip: str, status: str, office_key: Path, origin: str | None) -> None:
    """Set the coarse STATUS that the source sees; none says what the office thinks of a tip."""
    vault = Case.open(case).vault
    entry = vault.set_status(vault.one(tip), status, drop_client(vault, origin, office_key))
    signed(entry, f"the source sees: {status}")


@command.command("close", epilog="Example: fairlead tips CASE close TIP --reason 'answered' --office-key sign.key")
@click.argument("tip")
@click.option("--reason", required=True, help="stands in the custody log")
@office_key_option
@click.pass_obj
def close(case: Path, tip: str, reason: str, office_key: Path, origin: str | None) -> None:
    """Close the mailbox of TIP: it takes no further message; replies can still be read."""
    vault = Case.open(case).vault
    signed(vault.set_status(vault.one(tip), "closed", drop_client(vault, origin, office_key), reason), "closed")


@command.command("tell", epilog="Example: fairlead tips CASE tell TIP AWARD --identity ID --office-key sign.key")
@click.argument("tip")
@click.argument("award")
@identity_option
@office_key_option
@click.pass_obj
def tell(case: Path, tip: str, award: str, identity: Path, office_key: Path, origin: str | None) -> None:
    """Put the preliminary decision of AWARD on TIP into the source's mailbox; the time to contest runs from now."""
    opened = Case.open(case)
    vault, awards = opened.vault, opened.awards
    drop = drop_client(vault, origin, office_key)
    entry = telling.tell(vault, awards, awards.one(award), vault.one(tip), Holder(identity), drop)
    signed(entry, "the preliminary decision lies in the mailbox")


@command.command("wishes", epilog="Example: fairlead tips CASE wishes --record")
@click.option("--record", is_flag=True, help="take down those that are not yet, as steps of their awards")
@click.pass_obj
def wishes(case: Path, record: bool) -> int:
    """List claims, contests and withdrawals that came through mailboxes, and what became of them."""
    opened = Case.open(case)
    refused = 0
    for wish in list(telling.wishes(opened.vault, opened.awards)):
        award = wish.award.file.id[:12] if wish.award else "no award names a tip of this mailbox"
        name = f"{wish.message.id[:12]}: {wish.message.kind}, {award}"
        if wish.recorded or not record or wish.award is None:
            terminal.results.print(f"{name}{': recorded' if wish.recorded else ''}", markup=False)
            continue
        try:
            signed(telling.record(opened.awards, wish), f"{name}: recorded")
        except (MisuseError, RefusedError) as rule:
            refused += 1
            terminal.messages.print(f"{name}: {rule}", markup=False)
    return 1 if refused else 0
