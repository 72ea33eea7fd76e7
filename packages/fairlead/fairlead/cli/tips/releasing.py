"""``fairlead tips CASE read|find|release|look|approve|unsandboxed|triage``: from sealed exhibits to plain ones."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import cast

import click

from fairlead.case import Case
from fairlead.cli import acting, terminal
from fairlead.cli.tips.common import command, identity_option, signed
from fairlead.errors import MisuseError
from fairlead.evidence import durable
from fairlead.evidence.entries import Entry
from fairlead.evidence.handling import MARKINGS, Handling, Marking
from fairlead.vault import release as releasing
from fairlead.vault.holder import Holder
from fairlead.vault.intake import Vault
from fairlead.vault.triage import Told, Triage, triage

EXAMPLE = "Example: fairlead tips CASE release EXHIBIT --identity identity.txt --reason 'it proves the cargo'"


@command.command("read", epilog="Example: fairlead tips CASE read EXHIBIT --identity ID --purpose 'to assess'")
@click.argument("exhibit")
@click.option("--rows", type=click.IntRange(0), default=0, help="show so many rows of each table")
@click.option("--purpose", required=True, help="stands in the custody log")
@identity_option
@click.pass_obj
def read(case: Path, exhibit: str, rows: int, purpose: str, identity: Path) -> None:
    """Read a sealed EXHIBIT in a sandbox without network; its rows are sealed with its own key.

    The case's own `find` does not use them: what is derived would lie in clear. `tips find` does, in memory; release a
    copy where it shall prove something.
    """
    opened = Case.open(case)
    found = releasing.read(opened.vault, opened.exhibits.get(exhibit), Holder(identity), purpose)
    for shape, table in found.tables.items():
        terminal.results.print(f"{shape}: {table.num_rows:,} rows", markup=False)
        for row in table.slice(0, rows).to_pylist():
            terminal.results.print(acting.printable(str({k: v for k, v in row.items() if v is not None})), markup=False)
    unread = sum(found.said["unread"].values())
    terminal.messages.print(f"read by {found.said['reader']}; {unread} rows unread", markup=False)


@command.command("find", epilog="Example: fairlead tips CASE find --identity ID --purpose 'what the tracks show'")
@click.option("--purpose", required=True, help="stands in the custody log")
@terminal.format_option
@identity_option
@click.pass_obj
def find_sealed(case: Path, purpose: str, form: str, identity: Path) -> None:
    """Derive occasions from sealed readings too (`tips read` makes them), in memory, and tell what they change.

    Nothing of it is kept or shown anywhere else: it is not for release. Release a copy of what the source brought, as
    two people, and the case's own `find` uses it.
    """
    from fairlead.deriving import sealed_find

    with terminal.progress("finding") as advance:
        found = sealed_find.find(Case.open(case), Holder(identity), purpose, advance)
    if form == "json":
        told = [
            {"sealed": True, "change": one.change, "sealed_exhibits": one.exhibits, "occasion": one.occasion.to_json()}
            for one in found.occasions
        ]
        terminal.print_json({"schema_version": 1, "readings": found.readings, "without": found.without, "found": told})
        return
    for one in found.occasions:
        by = ", ".join(sha256[:12] for sha256 in one.exhibits) or "none cited"
        terminal.results.print(f"SEALED, {one.change}: {acting.printable(one.occasion.title)}", markup=False)
        terminal.results.print(f"  {one.occasion.id[:12]}, by sealed exhibits {by}", markup=False)
    said = f"{found.readings} sealed readings: {len(found.occasions)} occasions new or changed, {found.without} fewer"
    terminal.messages.print(f"{said}. Not kept, and not for release", markup=False)


@command.command("release", epilog=EXAMPLE)
@click.argument("exhibit")
@click.option("--reason", required=True, help="stands in the custody log")
@click.option("--marking", type=click.Choice(MARKINGS), default="amber", help="of the copy; traffic light protocol 2.0")
@click.option("--show/--no-show", default=False, help="may its content be shown in a dossier?")
@click.option("--redistribute/--no-redistribute", default=False, help="may it be passed on whole?")
@identity_option
@click.pass_obj
def release(
    case: Path, exhibit: str, reason: str, marking: str, show: bool, redistribute: bool, identity: Path
) -> None:
    """Have a scrubbed copy of a sealed EXHIBIT made: of a picture, a PDF, an office document or a plain text.

    The original stays sealed, and so does the copy, until a second person of intake looked at it and approves.
    """
    opened = Case.open(case)
    handling = Handling(None, cast(Marking, marking), True, False, show, redistribute)
    asked = releasing.propose(opened.vault, opened.exhibits.get(exhibit), Holder(identity), handling, reason)
    removed = ", ".join(asked.body["removed"]) or "nothing that a scrubber knows"
    signed(asked, f"copy {asked.object[:12]}, by {asked.body['tool']} {asked.body['version']}; removed: {removed}")
    terminal.messages.print(f"another person: fairlead tips {case} look {asked.object[:12]}, and approve", markup=False)


@command.command("look", epilog="Example: fairlead tips CASE look COPY --identity ID -o /dev/shm/copy.jpg")
@click.argument("copy", required=False)
@click.option("-o", "--out", type=click.Path(path_type=Path), help="a new file, best in memory; remove it afterwards")
@click.option("--purpose", default="before a release", help="stands in the custody log")
@click.option("--identity", type=click.Path(exists=True, dir_okay=False, path_type=Path), envvar="FAIRLEAD_IDENTITY")
@click.pass_obj
def look(case: Path, copy: str | None, out: Path | None, purpose: str, identity: Path | None) -> None:
    """List the copies that wait for a second person; or write COPY to a file, to be looked at before its release.

    Look for whatever only the source can have seen, or written so: scrubbing does not change picture or words.
    """
    vault = Case.open(case).vault
    if copy is None:
        for asked in releasing.proposed(vault):
            kind = asked.body["media_type"]
            said = f"{asked.object[:12]}  of {asked.body['of'][:12]}, {kind}, asked by {asked.actor[:12]}"
            terminal.results.print(said, markup=False)
        return
    if out is None or identity is None or out.exists():
        raise MisuseError("a copy is written to a new file, with the offline key", "-o FILE --identity ID")
    data = releasing.look(vault, _proposed(vault, copy), Holder(identity), purpose)
    durable.put(out, data)
    terminal.messages.print(f"look at {out}, and remove it: it lies there in clear", markup=False)


@command.command("approve", epilog="Example: fairlead tips CASE approve COPY --identity ID --reason 'looked at'")
@click.argument("copy")
@click.option("--reason", required=True, help="stands in the custody log")
@identity_option
@click.pass_obj
def approve(case: Path, copy: str, reason: str, identity: Path) -> None:
    """Release a COPY that another person had made: it becomes a plain exhibit, which others work with."""
    vault = Case.open(case).vault
    made, entry = releasing.approve(vault, _proposed(vault, copy), Holder(identity), reason)
    signed(entry, f"released as exhibit {made.sha256[:12]}")


def _proposed(vault: Vault, copy: str) -> Entry:
    found = [asked for asked in releasing.proposed(vault) if copy and asked.object.startswith(copy.lower())]
    if len(found) != 1:
        raise MisuseError(f"no copy {copy!r} waits for its release", "fairlead tips CASE look")
    return found[0]


@command.command("unsandboxed", epilog="Example: fairlead tips CASE unsandboxed --reason 'an air-gapped machine'")
@click.option("--reason", required=True, help="stands in the custody log")
@click.option("--withdraw", is_flag=True, help="accept it no longer")
@click.pass_obj
def unsandboxed(case: Path, reason: str, withdraw: bool) -> None:
    """Accept, as custodian, that sources' files are parsed under limits alone where bubblewrap is missing."""
    entry = releasing.accept_unsandboxed(Case.open(case).vault, not withdraw, reason)
    signed(entry, "accepted no longer" if withdraw else "accepted: limits alone, where there is no sandbox")


@command.command("triage", epilog="Example: fairlead tips CASE triage --identity identity.txt --top 2")
@click.option("--top", type=click.IntRange(0), default=2, help="how many of the busiest mailboxes to count apart")
@terminal.format_option
@identity_option
@click.pass_obj
def triage_tips(case: Path, top: int, form: str, identity: Path) -> None:
    """Count all opened tips: how many say nearly the same, and how much comes from the busiest mailboxes.

    A cluster says that texts are alike; not who wrote them, nor whether they are true.
    """
    vault, holder = Case.open(case).vault, Holder(identity)
    told = [Told(tip.id, tip.mailbox, message.text) for tip, message in vault.messages(holder, "triage")]
    found = triage(told, top)
    if form == "json":
        terminal.print_json({**asdict(found), "schema_version": 1})
        return
    _tell(found)


def _tell(found: Triage) -> None:
    out = terminal.results
    for name, one in (("all", found.everything), (f"without the top {len(found.top)}", found.without_top)):
        told = f"{one.tips:,} tips, {one.mailboxes:,} mailboxes, {one.clusters:,} different texts"
        out.print(f"{name}: {told}", markup=False)
    for tip, count in found.top:
        out.print(f"  {count:,} through the mailbox of {tip[:12]} (bar it: fairlead tips CASE bar TIP)", markup=False)
    for tips in (one for one in found.clusters[:20] if len(one) > 1):
        out.print(f"  {len(tips):,} nearly alike, the first is {tips[0][:12]}", markup=False)
