"""``fairlead actor``: enrol and list the people who act on a case, and show one's own key."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from rich.table import Table

from fairlead.case import Case
from fairlead.cli import terminal
from fairlead.evidence import actors
from fairlead.evidence.actors import Actor
from fairlead_ledger import keys


@click.group("actor", cls=terminal.Whole, epilog="Example: fairlead actor cases/paekma list")
@terminal.case_argument
@click.pass_context
def command(context: click.Context, case: Path) -> None:
    """Enrol and list the people who act on CASE.

    People sign with a key of their own; the case holds its public half, the roles, and a commitment to the name.
    """
    context.obj = case


@command.command("list", epilog="Example: fairlead actor cases/paekma list --format json")
@terminal.format_option
@click.pass_obj
def list_actors(case: Path, form: str) -> None:
    """List everybody ever enrolled, with their present roles."""
    enrolled = Case.open(case).log.actors()
    if form == "json":
        terminal.print_json([_json(actor) for actor in enrolled])
        return
    table = Table()
    for heading in ("actor", "person", "roles", "since"):
        table.add_column(heading, overflow="fold")  # an id cut short is none
    for actor in enrolled:
        roles = ", ".join(actor.roles) or "none any more"
        table.add_row(actor.id, actor.person or "not known here", roles, _time(actor.since_us))
    terminal.results.print(table)


@command.command("enrol", epilog="Example: fairlead actor cases/paekma enrol KEY --person 'A. Analyst'")
@click.argument("key")
@click.option("--person", help="whose key it is; enters the log as a salted commitment, and can be erased")
@click.option(
    "--role", "roles", type=click.Choice(actors.ROLES), multiple=True, help="may be repeated; default: investigator"
)
@click.option("--withdraw", is_flag=True, help="take all roles away: what was signed stays, nothing more can be")
@click.option("--purpose", default="", help="why, for the log")
@click.pass_obj
def enrol(case: Path, key: str, person: str | None, roles: tuple[str, ...], withdraw: bool, purpose: str) -> None:
    """Enrol the owner of the public KEY, or give new roles in place of the old ones.

    The owner finds the KEY with `fairlead actor CASE key` on the own machine. Enrolling is a custodian's act.
    """
    if withdraw and roles:
        raise click.UsageError("--withdraw takes all roles away: it goes with no --role")
    log = Case.open(case).log
    entry = log.enrol(key, () if withdraw else roles or (actors.INVESTIGATOR,), person, purpose=purpose)
    given = ", ".join(entry.body["roles"]) or "no roles any more"
    terminal.results.print(f"actor {entry.object}: {given} (entry {entry.index})", markup=False)


@command.command("key", epilog="Example: fairlead actor cases/paekma key")
@click.pass_obj
def own_key(case: Path) -> None:  # noqa: ARG001 - the same key for every case
    """Print your own public key, to be sent to a custodian; it is made first where you have none."""
    terminal.results.print(keys.encode(keys.public_bytes(actors.own_key())), markup=False)


def _json(actor: Actor) -> dict[str, Any]:
    return {
        "id": actor.id,
        "key": actor.key,
        "roles": list(actor.roles),
        "person": actor.person,
        "since": _time(actor.since_us),
    }


def _time(time_us: int) -> str:
    return datetime.fromtimestamp(time_us // 1_000_000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
