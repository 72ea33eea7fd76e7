"""``fairlead tips CASE drop|pull|open|list|show``: from the drop into the vault, and before one's eyes."""

from __future__ import annotations

from pathlib import Path

import click
from rich.table import Table

from fairlead import progress
from fairlead.case import Case
from fairlead.cli import acting, terminal
from fairlead.cli.tips.common import command, drop_client, identity_option, office_key_option, signed
from fairlead.errors import FairleadError, MisuseError
from fairlead.vault.holder import Holder
from fairlead.vault.intake import UNKNOWN, Tip, Vault


@command.command("drop", epilog="Example: fairlead tips CASE drop http://127.0.0.1:8600 drop.example.org/tips KEY")
@click.argument("url")
@click.argument("name")
@click.argument("key")
@click.pass_obj
def drop(case: Path, url: str, name: str, key: str) -> None:
    """Take note of a drop: its URL, its NAME and the KEY of its log (`fairlead-drop keys DIR` prints both).

    Get the key by another way than the drop itself: it is what a rewritten log is found by.
    """
    signed(Case.open(case).vault.know(url, name, key), f"the drop {name} is known")


@command.command("pull", epilog="Example: fairlead tips CASE pull --office-key sign.key")
@office_key_option
@click.pass_obj
def pull(case: Path, office_key: Path, origin: str | None) -> int:
    """Take every new tip from the drop, sealed as it came, and check the drop's log against what it said before."""
    vault = Case.open(case).vault
    with terminal.progress("pulling") as advance:
        pulled = vault.pull(drop_client(vault, origin, office_key), progress.fraction(advance))
    terminal.results.print(f"{pulled.new} new tips", markup=False)
    if pulled.damaged:
        terminal.messages.print(f"{pulled.damaged} tips have other bytes than their leaves; not taken", markup=False)
    if pulled.gone:
        terminal.messages.print(f"{pulled.gone} tips were filed, and the drop holds them no longer", markup=False)
    return 1 if pulled.damaged or pulled.gone else 0


@command.command("open", epilog="Example: fairlead tips CASE open TIP --identity identity.txt")
@click.argument("tip", required=False)
@click.option("--all", "everything", is_flag=True, help="every tip not opened yet, but those of barred mailboxes")
@identity_option
@acting.purpose_option
@click.pass_obj
def open_tips(case: Path, tip: str | None, everything: bool, identity: Path, purpose: str) -> int:
    """Open TIP with the offline key: message and files are sealed again, each under a key of its own.

    Nothing is shown; `show` does that. Each opening is signed.
    """
    vault, holder = Case.open(case).vault, Holder(identity)
    chosen = _unopened(vault) if everything else [vault.one(tip or "")]
    failed = 0
    with terminal.progress("opening") as advance:
        for number, (one, found) in enumerate(vault.open_all(chosen, holder, purpose), start=1):
            advance(number / len(chosen))
            if isinstance(found, FairleadError):
                if not everything and isinstance(found, MisuseError):
                    raise found
                failed += 1
                terminal.messages.print(f"{one.id[:12]}: {found}", markup=False)
                continue
            damaged = f"; damaged: {found.body['damaged']}" if found.body["damaged"] else ""
            said = f"{one.id[:12]}: {found.body['kind']}, {len(found.body['exhibits']) - 1} files{damaged}"
            terminal.results.print(said, markup=False)
    return 1 if failed else 0


def _unopened(vault: Vault) -> list[Tip]:
    barred = vault.barred()
    waiting = [one for one in vault.tips() if not one.opened]
    left = [one for one in waiting if one.mailbox in barred]
    if left:
        terminal.messages.print(f"{len(left)} tips of barred mailboxes are left sealed", markup=False)
    return [one for one in waiting if one.mailbox not in barred]


@command.command("list", epilog="Example: fairlead tips CASE list --format json")
@terminal.format_option
@click.pass_obj
def list_tips(case: Path, form: str) -> None:
    """List the tips: when filed, how sealed, graded, and how they stand. Nothing of their content, no mailbox."""
    tips = Case.open(case).vault.tips()
    if form == "json":
        terminal.print_json([_document(one) for one in tips])
        return
    table = Table()
    for heading in ("tip", "filed", "tier", "bytes", "opened", "grade", "status"):
        table.add_column(heading)
    for one in tips:
        grade = "F6 (unknown)" if one.grade == UNKNOWN else one.grade
        opened = (one.kind or "") if one.opened else "not yet"
        table.add_row(one.id[:12], one.leaf.day, one.leaf.tier, f"{one.leaf.size:,}", opened, grade, one.status)
    terminal.results.print(table)


@command.command("show", epilog="Example: fairlead tips CASE show TIP --identity identity.txt --purpose 'to assess it'")
@click.argument("tip")
@identity_option
@click.option("--purpose", required=True, help="why it is looked at; stands in the custody log")
@click.pass_obj
def show(case: Path, tip: str, identity: Path, purpose: str) -> None:
    """Show the message of an opened TIP and the names of its files on this terminal, and nowhere else."""
    vault, holder = Case.open(case).vault, Holder(identity)
    seen = vault.show(vault.one(tip), holder, purpose)
    said, out = seen.message, terminal.results
    told = f"{said.kind}, call {said.call or 'none'}, {said.language or 'language not stated'}"
    out.print(acting.printable(told).replace("\n", " "), markup=False)
    out.print(acting.printable(said.text), markup=False)
    for exhibit, label in seen.files:
        name = acting.printable(label.name or "without a name").replace("\n", " ")
        out.print(f"  {exhibit.sha256[:12]}  {label.media_type}, {label.size:,} bytes: {name}", markup=False)
    if first := vault.first_of(vault.one(tip)):
        terminal.messages.print(
            f"NOT by who wrote tip {first.id[:12]}, the first of this mailbox: it names another key. "
            "Whoever copied the drop, or runs it, can write into mailboxes without the words",
            markup=False,
        )
    elif said.kind in ("claim", "contest", "withdraw"):
        terminal.messages.print(f"record it: fairlead award {case} {said.kind} AWARD --tip {tip}", markup=False)


@command.command("filed", epilog="Example: fairlead tips CASE filed TIP > proof.json")
@click.argument("tip")
@click.pass_obj
def filed(case: Path, tip: str) -> None:
    """Print the proof that TIP was filed with the drop; `fairlead-drop verify-receipt` and others check it offline."""
    vault = Case.open(case).vault
    proof = vault.filed(vault.one(tip))
    if proof is None:
        raise MisuseError("no checkpoint of the drop holds this tip yet", "pull again once its day is over")
    click.echo(proof.dumps().decode())


def _document(tip: Tip) -> dict[str, object]:
    return {
        "tip": tip.id,
        "drop": tip.origin,
        "position": tip.position,
        "day": tip.leaf.day,
        "tier": tip.leaf.tier,
        "epoch": tip.leaf.epoch,
        "size": tip.leaf.size,
        "opened": tip.opened,
        "kind": tip.kind,
        "grade": tip.grade,
        "status": tip.status,
    }
