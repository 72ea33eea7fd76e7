"""``fairlead finding``: record what named people concluded; proposed by one, confirmed by another."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import click

from fairlead.cli import acting, terminal
from fairlead.errors import MisuseError
from fairlead.register import People
from fairlead.register.findings import CONFIDENCES, LIKELIHOODS, STANDARDS, Finding
from fairlead.register.statuses import Outcome

EPILOG = """\b
Examples:
  fairlead finding CASE 12 found --standard balance-of-probabilities --likelihood very-likely \\
      --confidence moderate --grounds "loaded at Nampo (rows 2-9), discharged at ..." --by "A. Person" --by "B. Person"
  fairlead finding CASE 12 --confirm --by "C. Person"       by another actor, with another key
  fairlead finding CASE 12 --correct "the ship was IMO 9000013"
"""


@click.command("finding", epilog=EPILOG)
@terminal.case_argument
@acting.occasion_argument
@click.argument("outcome", type=acting.Words(["found", "not found"]), required=False)
@click.option("--standard", type=acting.Words(STANDARDS), help="Standard of proof.")
@click.option("--likelihood", type=acting.Words(LIKELIHOODS), help="How likely it is that this was done.")
@click.option("--confidence", type=acting.Words(CONFIDENCES), help="How good the basis of that judgement is.")
@click.option("--grounds", help="Which exhibits show which element.")
@click.option("--by", "concluding", multiple=True, metavar="NAME", help="Who concludes; may be repeated.")
@click.option("--dissenter", "dissenting", multiple=True, metavar="NAME", help="Who dissents; may be repeated.")
@click.option("--dissent", help="The dissent, with its reasons.")
@click.option("--confirm", is_flag=True, help="Confirm what another actor proposed, on the same evidence.")
@click.option("--correct", metavar="REASON", help="Say what was wrong with the finding, and what is right.")
@click.option("--withdraw", metavar="REASON", help="Take the occasion back, with its finding.")
@acting.purpose_option
@terminal.format_option
def command(
    case: Path,
    occasion: str,
    outcome: str | None,
    standard: str | None,
    likelihood: str | None,
    confidence: str | None,
    grounds: str | None,
    concluding: tuple[str, ...],
    dissenting: tuple[str, ...],
    dissent: str | None,
    confirm: bool,
    correct: str | None,
    withdraw: str | None,
    purpose: str,
    form: str,
) -> None:
    """Record what people concluded on the opened occasion ID: found, or not found.

    It takes two: the first actor's finding is only proposed; it stands when a second actor, signing with another key,
    confirms it on unchanged evidence. Names are private to the custody log and can be erased. Correcting or
    withdrawing takes one.
    """
    if sum([outcome is not None, confirm, correct is not None, withdraw is not None]) != 1:
        raise MisuseError(
            "say one thing: found, not-found, --confirm, --correct REASON or --withdraw REASON",
            f"fairlead finding {case} {occasion} found --standard ... --grounds ...",
        )
    chosen = acting.choose(case, occasion)
    register, people = chosen.case.register, People(concluding, dissenting)
    if correct is not None:
        acting.tell(chosen, register.correct(chosen.known, correct, purpose), f"corrected: {correct}", form)
    elif withdraw is not None:
        acting.tell(chosen, register.withdraw(chosen.known, withdraw, purpose), f"withdrawn: {withdraw}", form)
    elif confirm:
        entry = register.confirm(chosen.present, people, purpose)
        acting.tell(chosen, entry, "the finding is confirmed", form)
    else:
        said = {"--standard": standard, "--likelihood": likelihood, "--confidence": confidence, "--grounds": grounds}
        missing = [option for option, value in said.items() if value is None]
        if missing:
            raise MisuseError(f"a finding needs {', '.join(missing)}", "see the example in `fairlead finding --help`")
        finding = Finding(
            outcome=cast(Outcome, outcome),
            standard=standard or "",
            likelihood=likelihood or "",
            confidence=confidence or "",
            grounds=grounds or "",
            dissent=dissent,
        )
        entry = register.propose(chosen.present, finding, people, purpose)
        acting.tell(chosen, entry, f"proposed: {outcome}; another actor must now confirm it", form)
