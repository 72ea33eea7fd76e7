"""``fairlead award``: what tips led to, and awards by a programme's rules, step by step, each step signed.

What a source is told of it goes through ``fairlead tips reply``; nothing here sends anything.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from fairlead.awards import file as files
from fairlead.awards import led_to, programme, report
from fairlead.awards.acts import Award
from fairlead.case import Case
from fairlead.cli import acting, terminal
from fairlead.errors import MisuseError, UnreadableError
from fairlead.evidence.entries import Entry

EPILOG = """\b
Examples:
  fairlead award CASE programmes
  fairlead award CASE led-to TIP confirmed --occasion 1
  fairlead award CASE open example-fixed-cap --tip TIP --occasion 1
  fairlead award CASE answer AWARD official_duty=no sanctioned=no
  fairlead award CASE assess AWARD decision.json
  fairlead award CASE show AWARD
"""

DECISION = """\b
Example: fairlead award CASE assess AWARD decision.json
\b
DECISION is JSON:
{"outcome": "award", "reasons": "...",
 "test": {"disruption": "met", "originality": "met"},
 "factors": {"significance": {"finding": "raises", "reasons": "...", "exhibits": ["SHA-256"]}, ...},
 "collected": null, "percent": null, "amount": 250000, "shares_bp": {"TIP": 10000}}"""


@click.group("award", cls=terminal.Whole, epilog=EPILOG)
@terminal.case_argument
@click.pass_context
def command(context: click.Context, case: Path) -> None:
    """Record what tips led to, and decide on awards in CASE by a programme's own rules.

    Intake, investigation, adjudication and payment are four people: roles exclude each other, on each award as well.
    """
    context.obj = case


@command.command("programmes", epilog="Example: fairlead award CASE programmes")
def programmes() -> None:
    """List the programmes that are shipped; they are examples, and say so."""
    for name in programme.EXAMPLES:
        one = programme.load(name)
        terminal.results.print(f"{one.id}: {one.title}", markup=False)
        for bar in one.eligibility:
            terminal.results.print(f"  {bar.name}: {bar.question}", markup=False)
        factors = ", ".join(factor.name for factor in (*one.raising, *one.lowering))
        terminal.results.print(f"  factors: {factors}", markup=False)


@command.command("led-to", epilog="Example: fairlead award CASE led-to TIP confirmed --occasion 1")
@click.argument("tip")
@click.argument("use", type=click.Choice(list(led_to.USES)))
@click.option("--occasion", help="by number, id or the beginning of an id")
@click.option("--element", help="the element of the occasion that an exhibit from the tip fills")
@click.option("--exhibit", help="SHA-256 of the exhibit that it became, or its beginning")
@click.option("--task", help="the task in which it was used, in words that point at nobody")
@acting.purpose_option
@click.pass_obj
def add_led_to(
    case: Path,
    tip: str,
    use: str,
    occasion: str | None,
    element: str | None,
    exhibit: str | None,
    task: str | None,
    purpose: str,
) -> None:
    """Record today what a TIP led to. It cannot be entered for another day, and it is never changed."""
    opened = Case.open(case)
    what = {
        "occasion": acting.choose(case, occasion).known.id if occasion else None,
        "element": element,
        "exhibit": opened.exhibits.get(exhibit).sha256 if exhibit else None,
        "task": task,
    }
    signed(opened.awards.led_to(tip, use, purpose=purpose, **what), f"{use}: {led_to.USES[use]}")


@command.command("open", epilog="Example: fairlead award CASE open example-share --tip TIP --occasion 1")
@click.argument("rules", metavar="PROGRAMME")
@click.option("--tip", "tips", multiple=True, required=True, help="a tip that led there; repeatable")
@click.option("--occasion", "occasions", multiple=True, required=True, help="an occasion that it led to; repeatable")
@click.pass_obj
def open_award(case: Path, rules: str, tips: tuple[str, ...], occasions: tuple[str, ...]) -> None:
    """Open an award by a PROGRAMME (an example's name, or the path of a YAML file).

    It rests on led-to entries made before; without them it is refused.
    """
    opened = Case.open(case)
    chosen = programme.load(rules)
    if chosen.example:
        terminal.messages.print(f"{chosen.id} is an example: no office is bound by it", markup=False)
    ids = [acting.choose(case, one).known.id for one in occasions]
    entry = opened.awards.open(programme.read(rules), f"{chosen.id}.yaml", tips, ids)
    signed(entry, f"award {entry.object[:12]} opened by {chosen.title}")


@command.command("claim", epilog="Example: fairlead award CASE claim AWARD --tip TIP")
@click.argument("award")
@click.option("--tip", required=True)
@click.pass_obj
def claim(case: Path, award: str, tip: str) -> None:
    """Record, for a source, that a reward is claimed, where the programme pays on a claim."""
    step(case, award, "award_claim", {"tip": tip}, "claimed")


@command.command("tell", epilog="Example: fairlead award CASE tell AWARD --tip TIP")
@click.argument("award")
@click.option("--tip", required=True)
@click.pass_obj
def tell(case: Path, award: str, tip: str) -> None:
    """Record that a source was told the preliminary decision; the time to contest runs from then."""
    assessed = Case.open(case).awards.one(award).file.assessed
    step(case, award, "award_tell", {"tip": tip, "assessment": assessed["id"] if assessed else ""}, "told")


@command.command("answer", epilog="Example: fairlead award CASE answer AWARD official_duty=no told_elsewhere=unknown")
@click.argument("award")
@click.argument("answers", nargs=-1, required=True, metavar="NAME=yes|no|unknown...")
@click.option("--final", is_flag=True, help="as adjudicator, at the end; else early, as intake, without identity")
@click.pass_obj
def answer(case: Path, award: str, answers: tuple[str, ...], final: bool) -> None:
    """Record answers to the questions of eligibility."""
    given = dict(one.partition("=")[::2] for one in answers)
    act = "award_eligibility" if final else "award_answers"
    step(case, award, act, {"answers": given}, f"{len(given)} answers")


@command.command("assess", epilog=DECISION)
@click.argument("award")
@click.argument("decision", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def assess(case: Path, award: str, decision: Path) -> None:
    """Make the preliminary decision: every factor with its reasons, the amount, the claimants' shares."""
    try:
        given = json.loads(decision.read_text(encoding="utf-8"))
    except (ValueError, OSError) as error:
        raise UnreadableError(f"{decision}: not JSON ({error})") from error
    if not isinstance(given, dict):
        raise UnreadableError(f"{decision}: expected an object", "see `fairlead award CASE assess --help`")
    signed(Case.open(case).awards.assess(award, given), "preliminary decision; tell it to every claimant")


@command.command("contest", epilog="Example: fairlead award CASE contest AWARD --tip TIP --grounds '...'")
@click.argument("award")
@click.option("--tip", required=True)
@click.option("--grounds", required=True, help="private to the log entry; can be erased")
@click.pass_obj
def contest(case: Path, award: str, tip: str, grounds: str) -> None:
    """Record, for a source, that the preliminary decision is contested; it must then be made again."""
    step(case, award, "award_contest", {"tip": tip}, "contested", {"grounds": grounds})


@command.command("withdraw", epilog="Example: fairlead award CASE withdraw AWARD --tip TIP")
@click.argument("award")
@click.option("--tip", required=True)
@click.pass_obj
def withdraw(case: Path, award: str, tip: str) -> None:
    """Record, for a source, that a claim is withdrawn."""
    step(case, award, "award_withdraw", {"tip": tip}, "withdrawn")


@command.command("approve", epilog="Example: fairlead award CASE approve AWARD")
@click.argument("award")
@click.pass_obj
def approve(case: Path, award: str) -> None:
    """Approve the assessment as it stands; who made it cannot, and nobody can twice."""
    assessed = Case.open(case).awards.one(award).file.assessed
    body = {"assessment": assessed["id"] if assessed else ""}
    step(case, award, "award_approve", body, "approved")


@command.command("final", epilog="Example: fairlead award CASE final AWARD")
@click.argument("award")
@click.pass_obj
def final(case: Path, award: str) -> None:
    """Make the decision final, once the time to contest is over and enough people approved."""
    step(case, award, "award_final", {}, "final")


@command.command("pay", epilog="Example: fairlead award CASE pay AWARD --reference VOUCHER")
@click.argument("award")
@click.option("--reference", required=True, help="private to the log entry; can be erased")
@click.pass_obj
def pay(case: Path, award: str, reference: str) -> None:
    """Record the payment, claimant by claimant as awarded."""
    assessed = Case.open(case).awards.one(award).file.assessed
    body = {"amounts": assessed["amounts"] if assessed else {}}
    step(case, award, "award_pay", body, "paid", {"reference": reference})


@command.command("reported", epilog="Example: fairlead award CASE reported AWARD --to 'a committee'")
@click.argument("award")
@click.option("--to", "whom", required=True)
@click.pass_obj
def reported(case: Path, award: str, whom: str) -> None:
    """Record that the payment was reported as the programme obliges."""
    step(case, award, "award_reported", {"to": whom}, f"reported to {whom}")


@command.command("show", epilog="Example: fairlead award CASE show AWARD --format json")
@click.argument("award", required=False)
@terminal.format_option
@click.pass_obj
def show(case: Path, award: str | None, form: str) -> None:
    """Show one award, or list all, with the dates that run; nothing here points at a person."""
    opened = Case.open(case)
    found = [opened.awards.one(award)] if award else opened.awards.all()
    if form == "json":
        terminal.print_json([one.file.to_json() for one in found])
        return
    if not found:
        terminal.messages.print("no award in this case; see `fairlead award CASE open --help`", markup=False)
    for one in found:
        _show(opened, one)


@command.command("dossier", epilog="Example: fairlead award CASE dossier AWARD -o award-7")
@click.argument("award")
@click.option("-o", "--out", required=True, type=click.Path(path_type=Path), help="the folder to make")
@click.option("--officers", is_flag=True, help="with the names of those who acted, so that two keys of one are found")
@click.pass_obj
def dossier(case: Path, award: str, out: Path, officers: bool) -> None:
    """Make a package from which a stranger recomputes the AWARD offline; no tip, mailbox or payee is in it."""
    from fairlead.dossier import award_package

    opened = Case.open(case)
    award_package.make(opened.vault, opened.awards.one(award), out, officers=officers)
    terminal.results.print(f"{out}: python3 {out}/verify_award.py {out}", markup=False)


@command.command("report", epilog="Example: fairlead award CASE report > awards.json")
@click.pass_obj
def public_report(case: Path) -> None:
    """Print the public report: counts and median times, counts below five withheld."""
    awards = Case.open(case).awards
    terminal.print_json(report.report(len(awards.tips()), awards.used(), awards.all()))


def step(
    case: Path, award: str, act: str, body: dict[str, Any], said: str, private: dict[str, str] | None = None
) -> None:
    """Take a step of an award, and say so."""
    awards = Case.open(case).awards
    if "tip" in body:
        body = {**body, "tip": full(awards.one(award), body["tip"])}
    signed(awards.step(award, act, body, private=private), said)


def full(award: Award, tip: str) -> str:
    """Return the claimant that a tip, or the beginning of one, names."""
    found = [one for one in award.file.claimants if one.startswith(tip)]
    if len(found) != 1:
        raise MisuseError(f"{'no' if not found else 'more than one'} claimant {tip!r} of this award")
    return found[0]


def signed(entry: Entry, said: str) -> None:
    """Say what was done, and where it is signed."""
    terminal.results.print(said, markup=False)
    terminal.messages.print(f"signed, entry {entry.index} of the custody log", markup=False)


def _show(case: Case, award: Award) -> None:
    one, rules = award.file, award.programme
    out = terminal.results
    out.print(f"award {one.id[:12]}: {one.status}, by {rules.title}", markup=False)
    out.print(f"  opened {one.opened_on}; tips {', '.join(tip[:12] for tip in one.claimants)}", markup=False)
    for use in case.awards.used():
        if use.tip in one.claimants:
            told = use.element or use.task or ""
            out.print(f"  led to, {use.on}: {use.use} {(use.occasion or '')[:12]} {told}".rstrip(), markup=False)
    for bar in rules.eligibility:
        mark = " (bars)" if bar.bars else ""
        early = f" (the source: {one.early[bar.name]})" if bar.name in one.early else ""
        out.print(f"  {bar.name}: {one.answers.get(bar.name, 'not adjudicated')}{early}{mark}", markup=False)
    said = one.assessed
    if said is not None:
        amount = f"{said['amount']:,} {rules.money.currency}" if said["outcome"] == "award" else "denied"
        out.print(f"  assessed {one.assessed_on}: {amount}", markup=False)
        for name, factor in sorted(said["factors"].items()):
            out.print(f"    {name}: {factor['finding']}; {acting.printable(factor['reasons'])}", markup=False)
        for tip, part in sorted(said["amounts"].items()):
            out.print(f"    {tip[:12]}: {part:,} ({said['shares_bp'][tip] / 100:g} %)", markup=False)
        need = rules.approvals_for(said["amount"]) if said["outcome"] == "award" else 1
        out.print(f"  approvals: {len(one.approvals)} of {need}", markup=False)
    for clock in files.clocks(one, rules, datetime.now(UTC).date()):
        out.print(f"  {clock.what} until {clock.until}{': OVERDUE' if clock.overdue else ''}", markup=False)
