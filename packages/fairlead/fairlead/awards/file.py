"""An award file: which steps it took, what may follow, and who may take it. Pure: a state and a step in, a state out.

    opened ─▶ claimed ─▶ eligibility, screening ─▶ assessed (preliminary decision) ─▶ told ─▶ contested or not
           ─▶ approved m of n ─▶ final ─▶ paid ─▶ reported;  denied, or withdrawn by every claimant, before it is final

The same function judges a step before it is signed, within the log's transaction, and again when ``verify`` replays the
log. It knows keys and roles, not persons; that two keys are one person is looked at where names are known, in
``acts.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Literal

from fairlead.awards import amounts
from fairlead.awards.programme import Programme
from fairlead.errors import MisuseError

Finding = Literal["raises", "lowers", "neither"]
FINDINGS: tuple[Finding, ...] = ("raises", "lowers", "neither")
ANSWERS = ("yes", "no", "unknown")
_CLOSED = ("denied", "withdrawn", "paid", "reported")
_AFTER_FINAL = ("award_pay", "award_eligibility", "award_screen", "award_withdraw")


@dataclass(frozen=True)
class Step:
    """One act on an award file, as the log holds it."""

    act: str
    actor: str
    on: date
    body: Mapping[str, Any]


@dataclass(frozen=True)
class File:
    """How an award file stands. Amounts in whole units; claimants are tips (SHA-256 of the sealed tip)."""

    id: str
    programme: dict[str, str]  # id and digest; its bytes stand in the entry that opened the award
    status: str
    opened_on: str
    occasions: tuple[str, ...]
    claimants: tuple[str, ...]
    withdrawn: tuple[str, ...] = ()
    led_to: tuple[str, ...] = ()  # the led-to entries that it rests on, frozen when it was opened
    claimed: tuple[str, ...] = ()  # claimants who claimed, where the programme pays on a claim
    early: dict[str, str] = field(default_factory=dict)  # answers of eligibility as the source gave them
    answers: dict[str, str] = field(default_factory=dict)  # as adjudicated; only these count
    settled: tuple[str, ...] = ()  # claimants whose screening left nothing open
    assessed: dict[str, Any] | None = None
    assessed_by: str | None = None
    assessed_on: str | None = None
    told_on: dict[str, str] = field(default_factory=dict)  # claimant → when the preliminary decision was told
    contests: tuple[dict[str, str], ...] = ()
    approvals: tuple[str, ...] = ()  # actors
    final_on: str | None = None
    paid_on: str | None = None
    paid_by: str | None = None
    reported_on: str | None = None
    last: str = ""  # id of the entry of the last step: the next one names it
    hands: dict[str, str] = field(default_factory=dict)  # actor → the first capacity in which it acted on this file

    def to_json(self) -> dict[str, Any]:
        """Return canonical JSON's types: lists where there are tuples."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> File:
        """Read what :meth:`to_json` wrote."""
        fields: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in kept.items()
        }
        return cls(**fields)


CAPACITIES = {
    "award_open": "intake or investigation",
    "award_claim": "intake or investigation",
    "award_answers": "intake or investigation",
    "award_tell": "intake or investigation",
    "award_withdraw": "intake or investigation",
    "award_contest": "intake or investigation",
    "award_eligibility": "adjudication",
    "award_screen": "adjudication",
    "award_assess": "adjudication",
    "award_approve": "adjudication",
    "award_final": "adjudication",
    "award_pay": "payment",
    "award_reported": "payment",
}
ACTS = tuple(CAPACITIES)


def advance(file: File | None, step: Step, award: str, programme: Programme) -> File:
    """Return the file after a step. Raises MisuseError, saying which rule forbids it."""
    if (file is None) != (step.act == "award_open"):
        raise MisuseError("an award is opened once, and first" if file else f"no award {award[:12]}")
    if file is None:
        return _opened(step, award, programme)
    _check_hand(file, step)
    if file.status in _CLOSED and step.act not in ("award_reported",):
        raise MisuseError(f"award {award[:12]} is {file.status}; nothing follows but the report of a payment")
    if file.status == "final" and step.act not in _AFTER_FINAL:
        raise MisuseError(f"award {award[:12]} is final", "what eligibility or screening find reopens it")
    made = _STEPS[step.act](file, step, programme)
    return replace(made, hands={step.actor: CAPACITIES[step.act], **file.hands})


def _check_hand(file: File, step: Step) -> None:
    held = file.hands.get(step.actor)
    if held is not None and held != CAPACITIES[step.act]:
        raise MisuseError(
            f"this actor acted on the award in {held}, and may not in {CAPACITIES[step.act]}",
            "another person must take this step",
        )


def _opened(step: Step, award: str, programme: Programme) -> File:
    body = step.body
    if not body["tips"] or len(set(body["tips"])) < len(body["tips"]):
        raise MisuseError("an award names at least one tip, and none twice")
    if not body["occasions"]:
        raise MisuseError("an award names the occasions that were advanced or confirmed")
    return File(
        id=award,
        programme={"id": programme.id, "digest": programme.digest},
        status="open",
        opened_on=step.on.isoformat(),
        occasions=tuple(body["occasions"]),
        claimants=tuple(body["tips"]),
        led_to=tuple(body["led_to"]),
        hands=dict.fromkeys((step.actor, *body["hands"]), CAPACITIES[step.act]),
    )


def _claim(file: File, step: Step, programme: Programme) -> File:
    tip = _claimant(file, step.body["tip"])
    if programme.route != "claim":
        raise MisuseError("this programme pays on nomination: the source claims nothing")
    until = date.fromisoformat(file.opened_on) + timedelta(days=programme.clocks.claim_days)
    if step.on > until:
        raise MisuseError(f"the time to claim ended on {until}")
    return replace(file, claimed=tuple(dict.fromkeys([*file.claimed, tip])))


def _early(file: File, step: Step, programme: Programme) -> File:
    return replace(file, early={**file.early, **_given(step, programme)})


def _eligibility(file: File, step: Step, programme: Programme) -> File:
    return replace(file, answers={**file.answers, **_given(step, programme)}, **_reopened(file))


def _given(step: Step, programme: Programme) -> dict[str, str]:
    given = dict(step.body["answers"])
    known = {one.name for one in programme.eligibility}
    if not given or set(given) - known or any(answer not in ANSWERS for answer in given.values()):
        raise MisuseError(f"answers are {', '.join(ANSWERS)} to: {', '.join(sorted(known))}")
    return given


def _screen(file: File, step: Step, _programme: Programme) -> File:
    tip = _claimant(file, step.body["tip"])
    hits = step.body["open_hits"]
    if type(hits) is not int or hits < 0 or not str(step.body["how"]).strip():
        raise MisuseError("a screening says how many matches are open, and how it was made")
    if hits:
        return replace(file, settled=tuple(one for one in file.settled if one != tip), **_reopened(file))
    return replace(file, settled=tuple(dict.fromkeys([*file.settled, tip])))


def _assess(file: File, step: Step, programme: Programme) -> File:
    body = step.body
    _check_factors(body["factors"], programme)
    unmet = [one.name for one in programme.test if body["test"].get(one.name) not in ("met", "not met")]
    if unmet or set(body["test"]) - {one.name for one in programme.test}:
        raise MisuseError(f"each element of the programme's own test is met or not met: {', '.join(unmet)}")
    if body["outcome"] not in ("award", "deny"):
        raise MisuseError(f"a decision is to award or to deny, not {body['outcome']!r}")
    kept: dict[str, Any] = {
        "status": "preliminary",
        "assessed": dict(body),
        "assessed_by": step.actor,
        "assessed_on": step.on.isoformat(),
        "told_on": {},
        "contests": (),
        "approvals": (),
    }
    if body["outcome"] == "deny":
        if not body["reasons"].strip():
            raise MisuseError("a denial needs its reasons")
        return replace(file, **kept)
    _check_may_be_paid(file, body, programme)
    lowered = any(one["finding"] == "lowers" for one in body["factors"].values())
    amounts.check_amount(programme.money, body["amount"], body["collected"], body["percent"], lowered=lowered)
    programme.approvals_for(body["amount"])
    standing = _standing(file)
    if programme.route == "claim" and (silent := [tip[:12] for tip in standing if tip not in file.claimed]):
        raise MisuseError(f"nobody claimed for {', '.join(silent)}", "record the claim, or the withdrawal")
    if set(body["shares_bp"]) != set(standing):
        raise MisuseError("each claimant who did not withdraw has a share, and nobody else")
    if amounts.parted(body["amount"], body["shares_bp"]) != dict(body["amounts"]):
        raise MisuseError("the claimants' amounts are not those that their shares give")
    return replace(file, **kept)


def _check_factors(factors: Mapping[str, Any], programme: Programme) -> None:
    for name, known, wrong in (
        ("raise", programme.raising, "lowers"),
        ("lower", programme.lowering, "raises"),
    ):
        for one in known:
            said = factors.get(one.name)
            if said is None or said["finding"] not in FINDINGS or not said["reasons"].strip():
                raise MisuseError(f"factor {one.name}: a finding ({', '.join(FINDINGS)}) with its reasons is missing")
            if said["finding"] == wrong:
                raise MisuseError(f"factor {one.name} can {name} an award, or neither")
    unknown = set(factors) - {one.name for one in (*programme.raising, *programme.lowering)}
    if unknown:
        raise MisuseError(f"no factor of this programme: {', '.join(sorted(unknown))}")


def _check_may_be_paid(file: File, body: Mapping[str, Any], programme: Programme) -> None:
    failed = [one.name for one in programme.test if body["test"][one.name] != "met"]
    if failed:
        raise MisuseError(f"the programme's own test is not met: {', '.join(failed)}", "deny it, with the reasons")
    for one in programme.eligibility:
        answer = file.answers.get(one.name, "unknown")
        if one.bars and answer != "no":
            raise MisuseError(f"eligibility, {one.name}: the answer is {answer}; nothing may be awarded")
        if answer == "unknown":
            raise MisuseError(f"eligibility, {one.name}: not answered yet")


def _tell(file: File, step: Step, _programme: Programme) -> File:
    tip = _claimant(file, step.body["tip"])
    if file.status != "preliminary" or file.assessed is None or step.body["assessment"] != file.assessed["id"]:
        raise MisuseError("there is no such preliminary decision to tell")
    return replace(file, told_on={tip: step.on.isoformat(), **file.told_on})


def _contest(file: File, step: Step, programme: Programme) -> File:
    tip = _claimant(file, step.body["tip"])
    if file.status != "preliminary" or file.assessed_on is None:
        raise MisuseError("there is no preliminary decision to contest")
    told = file.told_on.get(tip)
    until = date.fromisoformat(told) + timedelta(days=programme.clocks.contest_days) if told else None
    if until is not None and step.on > until:
        raise MisuseError(f"the time to contest ended on {until}")
    return replace(file, contests=(*file.contests, {"tip": tip, "on": step.on.isoformat()}), approvals=())


def _withdraw(file: File, step: Step, _programme: Programme) -> File:
    tip = _claimant(file, step.body["tip"])
    withdrawn = (*file.withdrawn, tip)
    if set(withdrawn) == set(file.claimants):
        return replace(file, withdrawn=withdrawn, status="withdrawn")
    return replace(file, withdrawn=withdrawn, **_reopened(file))


def _approve(file: File, step: Step, _programme: Programme) -> File:
    if file.status != "preliminary" or file.assessed is None:
        raise MisuseError("nothing stands to be approved")
    if step.actor == file.assessed_by:
        raise MisuseError("who made the assessment cannot approve it", "another adjudicator must sign")
    if step.actor in file.approvals:
        raise MisuseError("this actor approved it already")
    if step.body["assessment"] != file.assessed["id"]:
        raise MisuseError("another assessment was made meanwhile", "look at it again")
    if file.contests:
        raise MisuseError("it was contested: the assessment must be made again, with an answer")
    return replace(file, approvals=(*file.approvals, step.actor))


def _final(file: File, step: Step, programme: Programme) -> File:
    if file.status != "preliminary" or file.assessed is None:
        raise MisuseError("nothing stands to be made final")
    if file.contests:
        raise MisuseError("it was contested: the assessment must be made again, with an answer")
    until = _contest_ends(file, programme)
    if until is None:
        untold = ", ".join(tip[:12] for tip in _standing(file) if tip not in file.told_on)
        raise MisuseError(f"the preliminary decision was not told to {untold}", "the time to contest runs from then")
    if step.on <= until:
        raise MisuseError(f"the claimants may contest it until {until}")
    if file.assessed["outcome"] == "deny":
        _check_approved(file, 1)
        return replace(file, status="denied", final_on=step.on.isoformat())
    _check_settled(file)
    _check_approved(file, programme.approvals_for(file.assessed["amount"]))
    return replace(file, status="final", final_on=step.on.isoformat())


def _check_settled(file: File) -> None:
    unsettled = [tip[:12] for tip in _standing(file) if tip not in file.settled]
    if unsettled:
        raise MisuseError(f"screening of the payee is not settled for {', '.join(unsettled)}")


def _check_approved(file: File, need: int) -> None:
    if len(file.approvals) < need:
        raise MisuseError(f"{need} approvals are needed, {len(file.approvals)} given")


def _pay(file: File, step: Step, _programme: Programme) -> File:
    if file.status != "final" or file.assessed is None:
        raise MisuseError("only a final award is paid")
    if dict(step.body["amounts"]) != dict(file.assessed["amounts"]):
        raise MisuseError("what is paid is what was awarded, claimant by claimant")
    return replace(file, status="paid", paid_on=step.on.isoformat(), paid_by=step.actor)


def _reported(file: File, step: Step, _programme: Programme) -> File:
    if file.status != "paid":
        raise MisuseError("only a payment is reported, and once")
    return replace(file, status="reported", reported_on=step.on.isoformat())


def _reopened(file: File) -> dict[str, Any]:
    """Return what new facts undo: an assessment that was made on others, be it final already but not yet paid."""
    if file.status not in ("preliminary", "final"):
        return {}
    undone = dict.fromkeys(("assessed", "assessed_by", "assessed_on", "final_on"))
    return {"status": "open", **undone, "told_on": {}, "contests": (), "approvals": ()}


def _claimant(file: File, tip: str) -> str:
    if tip not in file.claimants or tip in file.withdrawn:
        raise MisuseError(f"tip {tip[:12]} is no claimant of this award, or withdrew")
    return tip


def _standing(file: File) -> list[str]:
    return [tip for tip in file.claimants if tip not in file.withdrawn]


def _contest_ends(file: File, programme: Programme) -> date | None:
    """Return the last day to contest, None while a claimant was not told."""
    if any(tip not in file.told_on for tip in _standing(file)):
        return None
    last = max(date.fromisoformat(file.told_on[tip]) for tip in _standing(file))
    return last + timedelta(days=programme.clocks.contest_days)


_STEPS = {
    "award_claim": _claim,
    "award_answers": _early,
    "award_tell": _tell,
    "award_eligibility": _eligibility,
    "award_screen": _screen,
    "award_assess": _assess,
    "award_contest": _contest,
    "award_withdraw": _withdraw,
    "award_approve": _approve,
    "award_final": _final,
    "award_pay": _pay,
    "award_reported": _reported,
}


@dataclass(frozen=True)
class Clock:
    """A date that the programme sets; ``overdue`` as of the day asked for."""

    what: str
    until: date
    overdue: bool


def clocks(file: File, programme: Programme, today: date) -> list[Clock]:
    """Return the dates that run on a file."""
    found: list[tuple[str, date]] = []
    if file.status in ("open", "preliminary"):
        opened = date.fromisoformat(file.opened_on)
        found.append(("decide", opened + timedelta(days=programme.clocks.decide_days)))
    if file.status == "open" and programme.route == "claim":
        opened = date.fromisoformat(file.opened_on)
        found.append(("claim", opened + timedelta(days=programme.clocks.claim_days)))
    if file.status == "preliminary" and (ends := _contest_ends(file, programme)):
        found.append(("contest", ends))
    if file.status == "paid" and file.paid_on:
        paid = date.fromisoformat(file.paid_on)
        found.append(("report the payment", paid + timedelta(days=programme.clocks.report_days)))
    return [Clock(what, until, until < today) for what, until in found]
