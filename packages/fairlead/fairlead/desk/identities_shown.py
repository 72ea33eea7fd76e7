"""Who is who as people decided it: what stands, what was taken back, and who may be one with a subject and is not yet.

A question is a shared number or a name that agrees: a lead, never an identification. What a decision changes in
occasions is seen when they are derived the next time.
"""

from __future__ import annotations

from pydantic import BaseModel

from fairlead.desk.workplace import Workplace
from fairlead.errors import MisuseError
from fairlead.register import told
from fairlead.register.times import iso
from fairlead.subjects.decided import reference
from fairlead.whois.subject import DOES_NOT_SHOW, WhoIsWho

MOST_SHOWN = 500


class ActShown(BaseModel):
    """One act on identity; ``stands`` until it is taken back, and ``taken_back`` says by whom and why."""

    entry: str
    index: int
    act: str
    one: str
    other: str | None
    since: str | None
    until: str | None
    because: str
    exhibits: list[str]
    who: str
    when: str
    stands: bool
    taken_back: str | None


class QuestionShown(BaseModel):
    """Who may be the same, and why somebody may think so."""

    reference: str
    name: str
    why: str


class Asked(BaseModel):
    """One subject: every reference that is it already, what was decided on it, and who else may be it."""

    reference: str
    name: str
    references: list[str]
    decisions: list[str]
    questions: list[QuestionShown]
    does_not_show: str


class Identities(BaseModel):
    """All acts on identity, newest first, and the subject that was asked for."""

    acts: list[ActShown]
    asked: Asked | None


def shown(place: Workplace, of: str | None = None) -> Identities:
    """Return all acts on identity; ``of``: the reference of a subject to look at beside them."""
    identities, people = place.case.identities, place.people()
    every = identities.acts()
    undone = {entry.object: entry for entry in every if entry.act == "take_back_identity"}
    acts = []
    for entry in reversed(every):
        if entry.act == "take_back_identity":
            continue
        back = undone.get(entry.id)
        acts.append(
            ActShown(
                entry=entry.id,
                index=entry.index,
                act=entry.act,
                one=entry.body.get("one", entry.object),
                other=entry.body.get("other"),
                since=entry.body.get("since", entry.body.get("on")),
                until=entry.body.get("until"),
                because=entry.body["because"],
                exhibits=list(entry.body["exhibits"]),
                who=told.actor(people, entry),
                when=iso(entry.time_us).replace("T", " ")[:16],
                stands=back is None,
                taken_back=f"{told.actor(people, back)}: {back.body['because']}" if back else None,
            )
        )
    return Identities(acts=acts[:MOST_SHOWN], asked=_asked(place, of) if of else None)


def _asked(place: Workplace, of: str) -> Asked:
    case, ref = place.case, reference(of)
    known = WhoIsWho(case.exhibits, case.followed(), case.identities)
    try:
        one = known.subject(ref)
    except MisuseError as nothing:  # a ship of a track alone: no list bears its number, and it reported none
        return Asked(
            reference=ref, name=str(nothing), references=[ref], questions=[], does_not_show=DOES_NOT_SHOW,
            decisions=[each.told() for each in known.decisions.about([ref])],
        )  # fmt: skip
    return Asked(
        reference=ref,
        name=one.name,
        references=list(one.references),
        decisions=[each.told() for each in one.decisions],
        questions=[QuestionShown(reference=each.reference, name=each.name, why=each.why) for each in one.questions],
        does_not_show=DOES_NOT_SHOW,
    )
