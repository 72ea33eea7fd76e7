"""What ``verify`` says of awards beyond the replay of their steps: persons, amounts anew, and what it cannot see.

The replay itself (every step allowed, by whom, in which order) is that of all projections: ``evidence.table_checks``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from fairlead.awards import amounts
from fairlead.awards.acts import Award
from fairlead.awards.file import File
from fairlead.errors import MisuseError
from fairlead.evidence.actors import Actor, person_of
from fairlead.evidence.entries import Entry
from fairlead.evidence.verification import Check, Outcome

CLOCKS_DIFFER_US = 600 * 1_000_000  # between the machines of an office; ours
DATED = ("tip_", "led_to", "award_")  # acts of which the day decides something


def check(awards: Sequence[Award], enrolled: Sequence[Actor], entries: Sequence[Entry]) -> Iterator[Check]:
    """Yield the checks of every award, and of the days of what it rests on."""
    yield from _dates(entries)
    persons = {actor.id: person_of(actor) for actor in enrolled}
    for award in awards:
        name = f"award {award.file.id[:12]}"
        yield _amounts(name, award)
        yield from _persons(name, award.file, persons)


def _dates(entries: Sequence[Entry]) -> Iterator[Check]:
    """Look for entries dated before the one that they follow: written later than they say.

    An entry dated back by less than the clocks of an office differ, or into a gap in which nobody wrote, is not found.
    """
    latest, dated, wrong = 0, 0, 0
    for entry in entries:
        if entry.act.startswith(DATED):
            dated += 1
            if entry.time_us < latest - CLOCKS_DIFFER_US:
                why = f"dated back: it says {_said(entry.time_us)}, and follows an entry of {_said(latest)}"
                wrong += 1
                yield Check(Outcome.FAILED, f"entry {entry.index} ({entry.act})", why)
        latest = max(latest, entry.time_us)
    if dated and not wrong:
        why = f"{dated} entries stand where they were written"
        yield Check(Outcome.PROVED, "order of tips, led-to and awards", why)


def _said(time_us: int) -> str:
    return f"{datetime.fromtimestamp(time_us / 1e6, UTC):%Y-%m-%d %H:%M}"


def _amounts(name: str, award: Award) -> Check:
    """Reckon the award and its parting again from the programme in the log and the figures of the assessment."""
    said = award.file.assessed
    if said is None or said["outcome"] == "deny":
        return Check(Outcome.PROVED, name, "no amount stands in it")
    lowered = any(one["finding"] == "lowers" for one in said["factors"].values())
    try:
        amounts.check_amount(award.programme.money, said["amount"], said["collected"], said["percent"], lowered=lowered)
        again = amounts.parted(said["amount"], said["shares_bp"])
    except MisuseError as wrong:
        return Check(Outcome.FAILED, name, str(wrong))
    if again != said["amounts"]:
        return Check(Outcome.FAILED, name, f"the claimants' amounts: expected {again}, found {said['amounts']}")
    return Check(
        Outcome.PROVED, name, f"{said['amount']:,} {award.programme.money.currency}, reckoned again and parted alike"
    )


def _persons(name: str, file: File, persons: Mapping[str, str]) -> Iterator[Check]:
    """Look for one person behind two keys; where a key names nobody that cannot be told."""
    unnamed = sorted(actor[:12] for actor in file.hands if not persons.get(actor))
    by_person: dict[str, set[str]] = {}
    for actor, capacity in file.hands.items():
        if persons.get(actor):
            by_person.setdefault(persons[actor], set()).add(capacity)
    if any(len(capacities) > 1 for capacities in by_person.values()):
        yield Check(Outcome.FAILED, name, "one person acted on it in two capacities, under two keys")
    signed = [actor for actor in (file.assessed_by, *file.approvals) if actor is not None and persons.get(actor)]
    if len({persons[actor] for actor in signed}) < len(signed):
        yield Check(
            Outcome.FAILED, name, "one person both assessed and approved it, or approved it twice, under two keys"
        )
    if unnamed:
        why = f"whether one person acted under two keys: enrolment names nobody for {', '.join(unnamed)}"
        yield Check(Outcome.NOT_CHECKABLE, name, why)
