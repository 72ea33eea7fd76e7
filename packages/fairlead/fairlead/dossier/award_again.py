"""``verify`` on a case lets the verifier of an award's dossier, which shares no code with it, recompute each award.

Beside it: that each dossier handed over named the step that was the last one then. It makes no dossier.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fairlead.awards.acts import Award
from fairlead.dossier import award_verifier
from fairlead.evidence.entries import Entry
from fairlead.evidence.log import CustodyLog
from fairlead.evidence.verification import Check, Outcome

_ABOUT = ("init", "enrol", "tip_pull", "tip_open", "led_to")


def check(log: CustodyLog, awards: Sequence[Award], entries: Sequence[Entry]) -> Iterator[Check]:
    """Yield the outcome for each award, and for each dossier of one."""
    yield from _last_steps(entries)
    if not awards:
        return
    leaves = [award_verifier.read_entry(leaf, index) for index, leaf in enumerate(log.leaves())]
    about = [one for one in leaves if one["act"] in _ABOUT]
    for award in awards:
        own = [one for one in leaves if one["object"] == award.file.id]
        tips, led = set(award.file.claimants), set(award.file.led_to)
        kept = [one for one in about if one["act"] in ("init", "enrol") or one["object"] in tips or one["id"] in led]
        name = f"award {award.file.id[:12]} by the dossier's verifier"
        try:
            again = award_verifier.Award(sorted([*own, *kept], key=lambda one: int(one["index"])))
            results = list(award_verifier.recompute(again, undecided=award.file.assessed is None))
        except (award_verifier.WrongError, KeyError, TypeError, ValueError) as wrong:
            yield Check(Outcome.FAILED, name, str(wrong))
            continue
        failed = [(what, why) for outcome, what, why in results if outcome == "failed"]
        for what, why in failed:
            yield Check(Outcome.FAILED, name, f"{what}: {why}")
        if not failed:
            yield Check(Outcome.PROVED, name, f"{', '.join(what for _, what, _ in results)} recomputed")


def _last_steps(entries: Sequence[Entry]) -> Iterator[Check]:
    """Look for a dossier whose maker signed another last step than the one that was."""
    last: dict[str, str] = {}
    for entry in entries:
        if entry.act.startswith("award_"):
            last[entry.object] = entry.id
        elif entry.act == "dossier" and entry.body.get("last") is not None:
            award = str(entry.body.get("award"))
            what = f"entry {entry.index} (dossier of award {award[:12]})"
            if entry.body["last"] == last.get(award):
                yield Check(Outcome.PROVED, what, "it named the step that was the last one then")
            else:
                yield Check(Outcome.FAILED, what, "it named another step as the last one: later ones were withheld")
