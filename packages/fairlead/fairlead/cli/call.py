"""``fairlead call``: what is missing, whom to ask first, and a public call for it, by two people."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from fairlead.awards import programme
from fairlead.case import Case
from fairlead.cli import acting, terminal
from fairlead.cli.tips.common import drop_client
from fairlead.errors import MisuseError
from fairlead.evidence.entries import Entry
from fairlead.register import calls
from fairlead.vault.dropclient import read_key
from fairlead_ledger import office

EPILOG = """\b
Examples:
  fairlead call CASE propose 1
  fairlead call CASE write 1 2026-01 goods texts.yaml --closes 2026-12-31
  fairlead call CASE approve 2026-01
  fairlead call CASE publish 2026-01 --office-key sign.key
  fairlead call CASE withdraw 2026-01 --reason 'answered'
\b
texts.yaml:
  en: {title: 'Cargo of a voyage', wanted: 'Who saw papers of ...', offer: ''}
  ko: {title: ..., wanted: ..., offer: ''}
"""
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("call", cls=terminal.Whole, epilog=EPILOG)
@terminal.case_argument
@click.pass_context
def command(context: click.Context, case: Path) -> None:
    """Ask the public of CASE's missing elements, after whoever is concerned was asked.

    A call tells nothing that the office holds, nor whom it suspects, unless its writer decides so with a reason. The
    drop says beside each: send only what you already have or know; take no risk, break no law.
    """
    context.obj = case


@command.command("propose", epilog="Example: fairlead call CASE propose 1")
@acting.occasion_argument
@click.pass_obj
def propose(case: Path, occasion: str) -> None:
    """Say what is missing of the occasion ID: a request for each addressee first, then a call. Nothing is recorded."""
    chosen = acting.choose(case, occasion)
    found = calls.proposals(chosen.present)
    out = terminal.results
    if not found:
        out.print("nothing is missing of this occasion", markup=False)
    for one in found:
        todo = "a call, since the request is spent" if one.spent else "a request first"
        out.print(f"{one.addressee}: {todo} (reply: {one.reply})", markup=False)
        for name, why in one.elements:
            out.print(f"  {name}: {why}", markup=False)
        if not one.spent and one.addressee != "undetermined":
            asked = " ".join(f'--ask {name} "..."' for name, _ in one.elements)
            hint = f"fairlead request {case} {occasion} {one.addressee} --deadline DATE {asked}"
        else:
            elements = "|".join(name for name, _ in one.elements)
            hint = f"fairlead call {case} write {occasion} CALL {elements} texts.yaml"
        terminal.messages.print(hint, markup=False)


@command.command("write", epilog="Example: fairlead call CASE write 1 2026-01 goods texts.yaml --closes 2026-12-31")
@acting.occasion_argument
@click.argument("call")
@click.argument("element")
@click.argument("texts", type=FILE)
@click.option("--opens", help="first day, as 2026-01-31; today by default")
@click.option("--closes", help="last day; open until withdrawn by default")
@click.option("--programme", "rules", help="take the offer from this programme, in the languages that it has")
@click.option("--unwise", metavar="REASON", help="why no request is made first")
@click.option("--reveal", metavar="REASON", help="why it may give away what the office holds")
@click.option("--withhold", metavar="FACT", help="a fact kept back against forgers; private to the log entry")
@acting.purpose_option
@click.pass_obj
def write(
    case: Path,
    occasion: str,
    call: str,
    element: str,
    texts: Path,
    opens: str | None,
    closes: str | None,
    rules: str | None,
    unwise: str | None,
    reveal: str | None,
    withhold: str | None,
    purpose: str,
) -> None:
    """Write the call CALL (an id that all may see) for the missing ELEMENT of the occasion ID, in several languages.

    Refused where its texts name a ship, firm, number, place, day or State of the case, unless you decide so.
    """
    chosen = acting.choose(case, occasion)
    said = calls.texts(texts.read_text(encoding="utf-8"), texts.name)
    if rules:
        offer = programme.load(rules).offer
        said = {language: {**own, "offer": own["offer"] or offer.get(language, "")} for language, own in said.items()}
    today = datetime.now(UTC).date().isoformat()
    draft = calls.Draft(call, element, opens or today, closes, said, unwise, reveal, withhold)
    entry = chosen.case.calls.write(chosen.present, draft, acting.every(chosen.case), purpose)
    told = f"; it reveals: {', '.join(entry.body['revealed'])}" if entry.body["revealed"] else ""
    _signed(entry, f"call {call} written in {', '.join(said)}{told}; another person approves it")


@command.command("approve", epilog="Example: fairlead call CASE approve 2026-01")
@click.argument("call")
@acting.purpose_option
@click.pass_obj
def approve(case: Path, call: str, purpose: str) -> None:
    """Approve CALL as it stands, after reading it; who wrote it cannot."""
    opened = Case.open(case)
    for language, own in opened.calls.one(call).document.texts.items():
        terminal.messages.print(f"{language}: {own['title']}\n  {own['wanted']}\n  {own['offer']}", markup=False)
    _signed(opened.calls.approve(call, purpose), f"call {call} approved")


@command.command("publish", epilog="Example: fairlead call CASE publish 2026-01 --office-key sign.key")
@click.argument("call")
@click.option("--office-key", type=FILE, required=True, envvar="FAIRLEAD_OFFICE_KEY", help="signs it for the drop")
@click.option("--drop", "origin", help="the drop's name, where the case knows several")
@click.option("--print", "only_print", is_flag=True, help="print it signed, for `fairlead-drop calls DIR --add FILE`")
@click.pass_obj
def publish(case: Path, call: str, office_key: Path, origin: str | None, only_print: bool) -> None:
    """Sign an approved CALL and give it to the drop."""
    opened = Case.open(case)
    found = opened.calls.one(call)
    if found.status != "approved":
        raise MisuseError(f"call {call} is {found.status}", "it is written, then approved, then published")
    document = office.sign(found.document, read_key(office_key)).decode()
    if only_print:
        click.echo(document)
        entry = opened.calls.published(call, "a file")
    else:
        client = drop_client(opened.vault, origin, office_key)
        client.ask("call", document=document)
        entry = opened.calls.published(call, client.origin)
    terminal.messages.print(f"call {call} published; signed, entry {entry.index} of the custody log", markup=False)


@command.command("withdraw", epilog="Example: fairlead call CASE withdraw 2026-01 --reason answered --office-key KEY")
@click.argument("call")
@click.option("--reason", required=True, help="stands in the custody log")
@click.option("--office-key", type=FILE, envvar="FAIRLEAD_OFFICE_KEY", help="needed where it was published")
@click.option("--drop", "origin", help="the drop's name, where the case knows several")
@click.pass_obj
def withdraw(case: Path, call: str, reason: str, office_key: Path | None, origin: str | None) -> None:
    """Withdraw CALL: the drop shows it no longer; who had it can still tell."""
    opened = Case.open(case)
    if opened.calls.one(call).status == "published":
        if office_key is None:
            raise MisuseError("it was published: the drop must be told", "--office-key FILE")
        drop_client(opened.vault, origin, office_key).ask("withdraw-call", id=call)
    _signed(opened.calls.withdraw(call, reason), f"call {call} withdrawn")


@command.command("list", epilog="Example: fairlead call CASE list --format json")
@terminal.format_option
@click.pass_obj
def list_calls(case: Path, form: str) -> None:
    """List the calls and how they stand."""
    found = Case.open(case).calls.all()
    if form == "json":
        terminal.print_json([_document(one) for one in found])
        return
    for one in found:
        title = one.document.text("en")[1]["title"]
        said = f"{one.document.id}  {one.status}  {', '.join(one.document.texts)}  {one.element}: {title}"
        terminal.results.print(said, markup=False)


def _document(one: calls.Call) -> dict[str, object]:
    return {
        "call": one.document.id,
        "status": one.status,
        "occasion": one.occasion,
        "element": one.element,
        "opened": one.document.opened,
        "closes": one.document.closes,
        "texts": one.document.texts,
        "writer": one.writer,
        "approver": one.approver,
    }


def _signed(entry: Entry, said: str) -> None:
    terminal.results.print(said, markup=False)
    terminal.messages.print(f"signed, entry {entry.index} of the custody log", markup=False)
