"""``fairlead tips CASE epoch ...``: keys of a time: made offline, begun, published, ended for good."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from fairlead.case import Case
from fairlead.cli import terminal
from fairlead.cli.tips.common import command, drop_client, office_key_option, signed
from fairlead.errors import MisuseError
from fairlead.evidence import durable
from fairlead.vault import ending
from fairlead.vault.dropclient import read_key
from fairlead_ledger import office
from fairlead_ledger.age_keys import Identity

GRACE_DAYS = 14  # as fairlead-drop: long enough for somebody who seals offline and travels


@command.group("epoch", epilog="Example: fairlead tips CASE epoch list")
def epoch() -> None:
    """Epochs: to whom tips are sealed, for how long they are kept, and the end of it."""


@epoch.command("new", epilog="Example: fairlead tips CASE epoch new -o /media/offline/identity.txt")
@click.option("-o", "--out", required=True, type=click.Path(path_type=Path), help="a new file, off any network")
def new(out: Path) -> None:
    """Make a post-quantum identity into a file, and print its recipient. Nothing is recorded yet."""
    if out.exists():
        raise MisuseError(f"{out} exists", "give the identity a file of its own")
    made = Identity.generate()
    durable.put(out, f"# public key: {made.recipient()}\n{made.secret_text()}\n".encode())
    terminal.results.print(str(made.recipient()), markup=False, soft_wrap=True)
    terminal.messages.print("keep a copy of the file in another building; who has it opens tips", markup=False)


@epoch.command("begin", epilog="Example: fairlead tips CASE epoch begin age1pq... --retention-days 365")
@click.argument("recipients", nargs=-1, required=True)
@click.option("--retention-days", type=click.IntRange(1), required=True, help="how long what is sealed to it is kept")
@click.pass_obj
def begin(case: Path, recipients: tuple[str, ...], retention_days: int) -> None:
    """Begin the next epoch, as custodian: any one of RECIPIENTS opens what is sealed to it."""
    entry = Case.open(case).vault.epochs.begin(recipients, retention_days)
    signed(entry, f"epoch {entry.object} begins; publish it at the drop: fairlead tips {case} epoch publish")


@epoch.command("publish", epilog="Example: fairlead tips CASE epoch publish --office-key sign.key")
@office_key_option
@click.option("--grace-days", type=click.IntRange(0, 366), default=GRACE_DAYS, help="the epoch before is still taken")
@click.option("--print", "only_print", is_flag=True, help="print the signed list for `fairlead-drop recipients --add`")
@click.pass_obj
def publish(case: Path, office_key: Path, origin: str | None, grace_days: int, only_print: bool) -> None:
    """Sign the newest epoch's recipients and give them to the drop."""
    vault = Case.open(case).vault
    standing = [one for one in vault.epochs.all() if one.ended is None]
    if not standing:
        raise MisuseError("no epoch stands", "fairlead tips CASE epoch begin RECIPIENT")
    newest = standing[-1]
    listed = office.Recipients(newest.number, newest.recipients, grace_days)
    document = office.sign(listed, read_key(office_key)).decode()
    if only_print:
        click.echo(document)
        return
    drop_client(vault, origin, office_key).ask("recipients", document=document)
    terminal.results.print(f"epoch {newest.number} is published", markup=False)


@epoch.command("list", epilog="Example: fairlead tips CASE epoch list")
@click.pass_obj
def list_epochs(case: Path) -> None:
    """List the epochs, and whether their term is over."""
    for one in Case.open(case).vault.epochs.all():
        overdue = ": OVERDUE, end it" if one.ended is None and one.due < datetime.now(UTC) else ""
        state = f"ended {one.ended:%Y-%m-%d}" if one.ended else f"kept until {one.due:%Y-%m-%d}{overdue}"
        said = f"{one.number}  begun {one.begun:%Y-%m-%d}  {len(one.recipients)} recipients  {state}"
        terminal.results.print(said, markup=False)


@epoch.command("keep", epilog="Example: fairlead tips CASE epoch keep EXHIBIT --identity identity.txt --reason '...'")
@click.argument("exhibit")
@click.option("--identity", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=True)
@click.option("--reason", required=True, help="why it must outlast its term; stands in the custody log")
@click.pass_obj
def keep(case: Path, exhibit: str, identity: Path, reason: str) -> None:
    """Seal the key of a sealed EXHIBIT to the newest epoch, too, so that it outlasts the one it came in."""
    from fairlead.vault.holder import Holder

    opened = Case.open(case)
    entry = ending.keep(opened.vault, opened.exhibits.get(exhibit), Holder(identity), reason)
    signed(entry, f"kept until epoch {entry.body['epoch']} ends")


@epoch.command("end", epilog="Example: fairlead tips CASE epoch end 1 --reason 'term over' --identity identity.txt")
@click.argument("number", type=int)
@click.option("--reason", required=True, help="stands in the custody log")
@click.option("--identity", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="the file to destroy")
@click.option("--early", is_flag=True, help="before its term is over")
@click.confirmation_option(prompt="Everything sealed to this epoch and not kept will be gone for good. Go on?")
@click.pass_obj
def end(case: Path, number: int, reason: str, identity: Path | None, early: bool) -> None:
    """End an epoch, as custodian: every key sealed to it is erased, its tips removed, its identity file destroyed.

    Copies and backups, of the case and of the identity, are their keepers' to destroy.
    """
    ended = ending.end(Case.open(case).vault, number, reason, early=early, identity=identity)
    signed(
        ended.entry,
        f"epoch {number} ended: {ended.erased} exhibits erased, {ended.kept} kept, {ended.tips} tips removed",
    )
    if identity is None:
        terminal.messages.print("destroy every copy of its identity now", markup=False)
