"""All findings, requests and replies of a case; dossiers made, and to whom they went.

Bands of the words of estimative probability stand beside the words, since readers take the words differently.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from fairlead.desk.acts_shown import FindingShown, finding
from fairlead.desk.occasions_shown import Item, item
from fairlead.desk.workplace import View, Workplace
from fairlead.register import told
from fairlead.register.findings import BANDS
from fairlead.register.times import iso, today

UNDOING = ("correct", "withdraw", "dismiss")
"""Acts after which whoever received a dossier on the occasion has to hear of it."""


class OfOccasion(BaseModel):
    """A finding with the occasion that it is on; None where derivation no longer yields it."""

    occasion: Item | None
    finding: FindingShown
    band: str
    elements: dict[str, int]


class LetterShown(BaseModel):
    """A request with what became of it."""

    occasion: str
    title: str
    addressee: str
    addressee_name: str
    sent: str
    deadline: str
    state: str
    overdue: bool


class Handed(BaseModel):
    """A dossier made, and its releases."""

    manifest: str
    when: str
    who: str
    audience: str
    occasions: list[str]
    releases: list[dict[str, Any]]


class Findings(BaseModel):
    """Everything that was concluded, asked and handed over."""

    waiting: list[OfOccasion]
    standing: list[OfOccasion]
    former: list[OfOccasion]
    letters: list[LetterShown]
    handed: list[Handed]


def shown(place: Workplace, view: View) -> Findings:
    """Return findings by state, letters by deadline, dossiers by time."""
    people, register = place.people(), place.case.register
    found: dict[str, list[OfOccasion]] = {"proposed": [], "confirmed": [], "former": []}
    for row in register.all_findings():
        at = view.index.at.get(row["occasion"])
        one = view.index.occasions[at] if at is not None else None
        elements: dict[str, int] = {}
        for engagement in one.engagements if one else ():
            for part in engagement.elements:
                elements[part.status] = elements.get(part.status, 0) + 1
        told_ = OfOccasion(
            occasion=item(view, one) if one else None,
            finding=finding(place, row, register.history(row["occasion"]), people),
            band=BANDS[row["likelihood"]],
            elements=elements,
        )
        found[row["state"] if row["state"] in found else "former"].append(told_)
    return Findings(
        waiting=found["proposed"],
        standing=found["confirmed"],
        former=found["former"],
        letters=_letters(place, view),
        handed=_handed(place, people),
    )


def _letters(place: Workplace, view: View) -> list[LetterShown]:
    letters, day = [], today().isoformat()
    known = {row.known.id: row for row in place.case.register.decided()}
    for id, every in place.case.register.letters().items():
        at = view.index.at.get(id)
        replies = {each.addressee: each for each in view.index.occasions[at].engagements} if at is not None else {}
        for letter in every:
            engagement = replies.get(letter.addressee)
            state = told.reply(engagement) if engagement else "no longer derived"
            unanswered = engagement is not None and engagement.reply.state in ("asked, no answer", "not stated")
            letters.append(
                LetterShown(
                    occasion=str(known[id].number or id),
                    title=known[id].known.title,
                    addressee=letter.addressee,
                    addressee_name=told.addressee(letter.addressee),
                    sent=letter.sent,
                    deadline=letter.deadline,
                    state=state,
                    overdue=unanswered and letter.deadline < day,
                )
            )
    return sorted(letters, key=lambda each: (each.deadline, each.occasion))


def _handed(place: Workplace, people: dict[str, str | None]) -> list[Handed]:
    register = place.case.register
    every = register.releases()
    names = {row.known.id: str(row.number or row.known.id[:8]) for row in register.decided()}
    made = list(place.case.log.entries(act="dossier"))
    holds = {entry.object: [each["id"] for each in entry.body["occasions"]] for entry in made}
    undone = [entry for act in UNDOING for entry in place.case.log.entries(act=act)]
    corrected = {entry.body["corrects"]: entry.index for entry, _ in every if entry.body["corrects"]}  # the last one
    releases: dict[str, list[dict[str, Any]]] = {}
    for entry, recipient in every:
        told_by, of = corrected.get(entry.id, entry.index), holds.get(entry.object, ())
        since = dict.fromkeys(each.object for each in undone if each.index > told_by and each.object in of)
        due = [names.get(id, id[:8]) for id in since]
        said: dict[str, Any] = {
            "entry": entry.id,
            "when": iso(entry.time_us),
            "who": told.actor(people, entry),
            "recipient": recipient,
        }
        said |= {"due": due, "is_corrected": entry.id in corrected}
        releases.setdefault(entry.object, []).append({**entry.body, **said})
    return [
        Handed(
            manifest=entry.object,
            when=iso(entry.time_us).replace("T", " ")[:16],
            who=told.actor(people, entry),
            audience=entry.body["audience"],
            occasions=[names.get(each["id"], each["id"][:8]) for each in entry.body["occasions"]],
            releases=releases.get(entry.object, []),
        )
        for entry in reversed(made)
    ]
