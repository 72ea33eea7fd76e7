"""``fairlead claims``: who says what, beside what the case holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from pathlib import Path

import click
from rich.padding import Padding
from rich.text import Text

from fairlead import law
from fairlead.case import Case
from fairlead.cli import take_apart, terminal
from fairlead.cli.acting import printable
from fairlead.deriving import derive
from fairlead.evidence import translations
from fairlead.register import claims_told
from fairlead.register.claims import Claim, beside
from fairlead.register.statements import Said


@click.command("claims", epilog="Examples:\n\n  fairlead claims CASE --format json\n\n  fairlead claims CASE --to-read")
@terminal.case_argument
@click.option("--take-apart", "apart", metavar="ID", help="One claimed number against everything in the case.")
@click.option(
    "--to-read", "reading", is_flag=True, help="Only the passages to read, which nobody turned into statements."
)
@terminal.format_option
def command(case: Path, apart: str | None, reading: bool, form: str) -> None:
    """Set each claim of the pages in CASE beside the occasions that the case holds.

    A claim is what somebody says; one claim of many occasions stays one claim. What the page does not state is shown as
    not stated. Replies stand beside the claims that they answer. A sentence that may hold a statement and was not
    understood is a passage to read: it accuses nobody, and `fairlead correct` makes a statement of it.
    """
    opened = Case.open(case)
    every = opened.statements()
    if apart is not None:
        take_apart.run(opened, every, apart, form)
        return
    if reading:
        _tell_passages(opened, every, form)
        return
    claims = beside(every, derive.occasions(opened), law.load(opened.regime))
    translated = translations.recorded(opened.log)
    if form == "json":
        terminal.print_json(
            claims_told.whole(claims, every) | {"translations": [one.document() for one in translated.values()]}
        )
        return
    if not claims:
        terminal.messages.print("no page in this case makes a claim; add one with `fairlead add`", markup=False)
    names = {exhibit.sha256: exhibit.name for exhibit in opened.exhibits.all()}
    names |= {
        sha256: f"{names[sha256]}, {one.words}, of {names.get(one.original)} ({one.original[:12]}),"
        for sha256, one in translated.items()
        if sha256 in names
    }
    told: set[tuple[str, int]] = set()
    for claim in claims:
        _print_claim(claim, names, told)
    _print_others(every, told)
    if left := len(claims_told.to_read(every)):
        passages = "passage" if left == 1 else "passages"
        said = f"{left:,} {passages} to read, which accuse nobody: fairlead claims {case} --to-read"
        terminal.messages.print(said, markup=False)


def _tell_passages(case: Case, every: Sequence[Said], form: str) -> None:
    """Print the passages to read, by exhibit, with what was not understood and how to make a statement of one."""
    passages = claims_told.to_read(every)
    if form == "json":
        terminal.print_json([claims_told.passage(one) for one in passages])
        return
    names = {exhibit.sha256: exhibit.name for exhibit in case.exhibits.all()}
    for one in passages:
        _line(f"“{one.quote}”", 0)
        _line(f"not understood: {', '.join(claims_told.not_understood(one.body))}; {_carrier(one, names)}", 2, "yellow")
    if passages:
        one = passages[0]
        said = (
            f"read, and where one says something: fairlead correct CASE {one.sha256[:12]} {one.row} --set kind=claim …"
        )
        terminal.messages.print(said, markup=False)
    else:
        terminal.messages.print("no passage is left to read", markup=False)


def _print_claim(claim: Claim, names: Mapping[str, str | None], told: set[tuple[str, int]], indent: int = 0) -> None:
    """Print a claim and its parts; a reply to several claims is printed in full only at the first."""
    accused = ", ".join(claim.body.get("accused") or ()) or "nobody named"
    heading = f"{claim.said.speaker or 'speaker not stated'} on {accused}: {claims_told.amount(claim)}"
    _line(f"{'of these, ' if indent else ''}{heading}", indent, "bold")
    _line(f"“{claim.said.quote}”", indent + 2)
    if claim.body.get("conduct"):
        _line(f"conduct claimed: {claim.body['conduct']}", indent + 2)
    _print_strength(claim, indent + 2)
    if missing := claims_told.not_stated(claim):
        _line(f"not stated: {', '.join(missing)}", indent + 2, "yellow")
    if unclear := claims_told.not_understood(claim.body):
        _line(f"not understood, read the sentence: {', '.join(unclear)}", indent + 2, "yellow")
    for name, values in claim.differs().items():
        _line(f"its carriers differ in {name}: {' / '.join(map(str, values))}", indent + 2, "magenta")
    _line(f"beside it: {claims_told.sentence(claim)}", indent + 2, "cyan")
    for reply in claim.replies:
        _print_reply(reply, indent + 2, again=(reply.sha256, reply.row) in told)
        told.add((reply.sha256, reply.row))
    _line(f"carried by: {', '.join(_carrier(one, names) for one in claim.carriers)}", indent + 2, "dim")
    for part in claim.parts:
        _print_claim(part, names, told, indent + 4)
    terminal.results.print()


def _print_strength(claim: Claim, indent: int) -> None:
    for name, what in (
        ("strength", "in the words"),
        ("period_words", "period"),
        ("goods", "goods"),
        ("places", "places"),
    ):
        if value := claim.body.get(name):
            _line(f"{what}: {', '.join(value) if isinstance(value, list) else value}", indent)
    if duty := claim.body.get("obligation"):
        hint = duty.get("measure_hint") or {}
        derived = f" (perhaps measure {hint['measure']}: {hint['why']})" if hint else ""
        _line(f"obligation named: {duty.get('words')}{derived}", indent)


def _print_reply(reply: Said, indent: int, *, again: bool) -> None:
    told = claims_told.reply_document(reply)
    if again:
        _line(f"reply of {reply.speaker or 'speaker not stated'}: {told['state']}, as above", indent, "green")
        return
    _line(f"reply of {reply.speaker or 'speaker not stated'}: {told['state']}: “{told['words']}”", indent, "green")
    if told["state"] == "general position":
        _line("a general position answers no single number or occasion", indent + 2, "dim")
    if told["defence"]:
        _line(f"defence: {told['defence']}", indent + 2)


def _print_others(every: Sequence[Said], told: Set[tuple[str, int]]) -> None:
    """Print replies that answer no claim told, votes and offers: they bear on the claims, and are none themselves."""
    for one in every:
        if one.kind == "reply" and (one.sha256, one.row) not in told:
            reply = claims_told.reply_document(one)
            who = one.speaker or "speaker not stated"
            _line(f"reply of {who} to no claim in particular: {reply['state']}: “{reply['words']}”", 0, "green")
        elif one.kind == "vote":
            years = ", ".join(str(year) for year in one.body.get("years") or ())
            position = one.body.get("position") or ("supported" if one.body.get("supported") else "not supported")
            _line(f"vote of {one.about or 'not stated'} in {years}: {position} ({_told_by(one)})", 0)
        elif one.kind == "offer":
            money = one.body.get("money") or {}
            amount = f"{money['amount']:,}" if isinstance(money.get("amount"), int) else money.get("amount")
            sum_offered = " ".join(str(part) for part in (money.get("bound"), amount, money.get("currency")) if part)
            _line(f"offer of {one.body.get('by') or 'not stated'}: {sum_offered} for {one.body.get('for')}", 0)


def _told_by(one: Said) -> str:
    acknowledged = one.body.get("acknowledged_by") or {}
    if acknowledged.get("name"):
        return f"as acknowledged by {acknowledged['name']}"
    return f"told by {one.speaker}" if one.speaker else "the page does not tell by whom"


def _carrier(one: Said, names: Mapping[str, str | None]) -> str:
    where = f"characters {one.chars[0]}-{one.chars[1]}" if one.chars else f"page {one.page}"
    return f"{names.get(one.sha256) or 'name erased'} ({one.sha256[:12]}:{one.row}), {where}"


def _line(text: str, indent: int, style: str = "") -> None:
    terminal.results.print(Padding(Text(printable(text), style=style), (0, 0, 0, indent)))
