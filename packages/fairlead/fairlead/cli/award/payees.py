"""``fairlead award CASE payee ...``: who is paid, kept apart and opened by two custodians together."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from fairlead.case import Case
from fairlead.cli.award.deciding import command, full, signed
from fairlead.errors import MisuseError
from fairlead.vault import payees
from fairlead.vault.holder import Holder


@command.group("payee", epilog="Example: fairlead award CASE payee put AWARD --tip TIP --to A --to B < FILE")
def payee() -> None:
    """Who is paid: kept apart, sealed so that two custodians open it together, each opening signed."""


@payee.command(
    "put", epilog="Example: fairlead award CASE payee put AWARD --tip TIP --to age1pq... --to age1pq... < FILE"
)
@click.argument("award")
@click.option("--tip", required=True)
@click.option("--to", "recipients", nargs=1, multiple=True, required=True, help="a custodian's recipient; twice")
@click.pass_obj
def payee_put(case: Path, award: str, tip: str, recipients: tuple[str, ...]) -> None:
    """Keep a payee's particulars, read from standard input, as payer."""
    if len(recipients) != 2:
        raise MisuseError("two custodians open it together", "--to A --to B")
    opened = Case.open(case)
    claimant = full(opened.awards.one(award), tip)
    given = sys.stdin.buffer.read()
    entry = payees.put(opened.log, opened.awards, award, claimant, given, (recipients[0], recipients[1]))
    signed(entry, "kept; the custodian of the second --to unlocks, that of the first opens")


@payee.command("unlock", epilog="Example: fairlead award CASE payee unlock AWARD --tip TIP --identity B > for-a.age")
@click.argument("award")
@click.option("--tip", required=True)
@click.option("--identity", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=True)
@click.option("--purpose", required=True, help="stands in the custody log")
@click.pass_obj
def payee_unlock(case: Path, award: str, tip: str, identity: Path, purpose: str) -> None:
    """Take off the outer seal, as the second custodian; only the first can open what is written out."""
    opened = Case.open(case)
    claimant = full(opened.awards.one(award), tip)
    inner = payees.unlock(opened.log, opened.awards, award, claimant, Holder(identity), purpose)
    sys.stdout.buffer.write(inner)


@payee.command("open", epilog="Example: fairlead award CASE payee open AWARD --tip TIP --identity A < for-a.age")
@click.argument("award")
@click.option("--tip", required=True)
@click.option("--identity", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=True)
@click.option("--purpose", required=True, help="stands in the custody log")
@click.pass_obj
def payee_open(case: Path, award: str, tip: str, identity: Path, purpose: str) -> None:
    """Open what the second custodian unlocked, as the first, and write it to standard output."""
    opened = Case.open(case)
    claimant, inner = full(opened.awards.one(award), tip), sys.stdin.buffer.read()
    found = payees.open_(opened.log, opened.awards, award, claimant, inner, Holder(identity), purpose)
    sys.stdout.buffer.write(found)
