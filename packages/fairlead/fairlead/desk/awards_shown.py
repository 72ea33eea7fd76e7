"""Award files as those who decide and pay see them: claimants as tips, the programme's questions, where it stands.

Nothing here points at a person: no mailbox, no payee, no ground of a contest, no reference of a payment.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from pydantic import BaseModel

from fairlead.awards import file as files
from fairlead.awards.acts import Award
from fairlead.awards.file import ACTS
from fairlead.desk.tips_shown import UseShown, uses
from fairlead.desk.workplace import Workplace
from fairlead.evidence.entries import Entry
from fairlead.register import told
from fairlead.register.times import iso

STAGES = ("open", "preliminary", "final", "paid", "reported")
CLOSED = ("denied", "withdrawn", "paid", "reported")


class Claimant(BaseModel):
    """How one claimant of an award stands."""

    tip: str
    claimed: bool
    withdrawn: bool
    settled: bool
    told_on: str | None
    contested_on: str | None
    share: str | None
    amount: int | None


class Stage(BaseModel):
    """A stage of an award's way; ``now`` where it stands."""

    name: str
    past: bool
    now: bool


class Taken(BaseModel):
    """A step that was taken, and by whom."""

    index: int
    when: str
    act: str
    who: str


class AwardShown(BaseModel):
    """One award file as far as nothing in it points at a person; ``last`` is what a further step must name."""

    id: str
    last: str
    status: str
    closed: bool
    stages: list[Stage]
    programme: str
    example: bool
    route: str
    rule: str
    cap: int | None
    low_percent: int | None
    high_percent: int | None
    opened_on: str
    final_on: str | None
    paid_on: str | None
    reported_on: str | None
    occasions: list[str]
    claimants: list[str]
    withdrawn: list[str]
    rows: list[Claimant]
    standing: list[Claimant]
    test: list[dict[str, str]]
    factors: list[dict[str, str]]
    eligibility: list[dict[str, Any]]
    assessed: dict[str, Any] | None
    assessed_on: str | None
    contested: bool
    approvals: int
    needed: int | None
    currency: str
    clocks: list[dict[str, Any]]
    uses: list[UseShown]
    history: list[Taken]


def awards(place: Workplace) -> list[AwardShown]:
    """Return all award files, in the order of opening."""
    led, steps, people = uses(place), _steps(place), place.people()
    return [_award(one, led, steps, people) for one in place.case.awards.all()]


def award(place: Workplace, asked: str) -> AwardShown:
    """Return one award file."""
    return _award(place.case.awards.one(asked), uses(place), _steps(place), place.people())


def _steps(place: Workplace) -> list[Entry]:
    found = [entry for act in ACTS for entry in place.case.log.entries(act=act)]
    return sorted(found, key=lambda entry: entry.index)


def _award(one: Award, led: list[UseShown], steps: list[Entry], people: dict[str, str | None]) -> AwardShown:
    file, rules = one.file, one.programme
    said = dict(file.assessed) if file.assessed is not None else None
    needed = None
    if said is not None:
        needed = rules.approvals_for(said["amount"]) if said["outcome"] == "award" else 1
    rows = [_claimant(one, tip) for tip in file.claimants]
    return AwardShown(
        id=file.id,
        last=file.last,
        status=file.status,
        closed=file.status in CLOSED,
        stages=_stages(file.status),
        programme=rules.title,
        example=rules.example,
        route=rules.route,
        rule=rules.money.rule,
        cap=rules.money.cap,
        low_percent=rules.money.low_percent,
        high_percent=rules.money.high_percent,
        opened_on=file.opened_on,
        final_on=file.final_on,
        paid_on=file.paid_on,
        reported_on=file.reported_on,
        occasions=list(file.occasions),
        claimants=list(file.claimants),
        withdrawn=list(file.withdrawn),
        rows=rows,
        standing=[each for each in rows if not each.withdrawn],
        test=[{"name": each.name, "text": each.text} for each in rules.test],
        factors=[
            {"name": each.name, "text": each.text, "can": can}
            for can, every in (("raise", rules.raising), ("lower", rules.lowering))
            for each in every
        ],
        eligibility=[
            {"name": bar.name, "question": bar.question, "bars": bar.bars, "early": file.early.get(bar.name),
             "answer": file.answers.get(bar.name)}
            for bar in rules.eligibility
        ],
        assessed=said,
        assessed_on=file.assessed_on,
        contested=bool(file.contests),
        approvals=len(file.approvals),
        needed=needed,
        currency=rules.money.currency,
        clocks=[
            {"what": each.what, "until": each.until.isoformat(), "overdue": each.overdue}
            for each in files.clocks(file, rules, datetime.now(UTC).date())
        ],
        uses=[each for each in led if each.tip in file.claimants],
        history=[
            Taken(index=each.index, when=iso(each.time_us).replace("T", " ")[:16], act=each.act.removeprefix("award_"),
                  who=told.actor(people, each))
            for each in steps
            if each.object == file.id
        ],
    )  # fmt: skip


def _claimant(one: Award, tip: str) -> Claimant:
    file = one.file
    said = file.assessed or {}
    share = said.get("shares_bp", {}).get(tip)
    return Claimant(
        tip=tip,
        claimed=tip in file.claimed,
        withdrawn=tip in file.withdrawn,
        settled=tip in file.settled,
        told_on=file.told_on.get(tip),
        contested_on=next((each["on"] for each in reversed(file.contests) if each["tip"] == tip), None),
        share=None if share is None else f"{share / 100:g} %",
        amount=said.get("amounts", {}).get(tip),
    )


def _stages(status: str) -> list[Stage]:
    if status not in STAGES:
        return [Stage(name=status, past=False, now=True)]
    at = STAGES.index(status)
    return [Stage(name=name, past=n < at, now=n == at) for n, name in enumerate(STAGES)]
