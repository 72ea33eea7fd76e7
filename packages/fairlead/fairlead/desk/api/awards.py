"""Awards: every step of an award file, as the command line takes it; the custody log judges whose step it is.

A step names the last one that its maker saw (``last``), and is refused where another was taken meanwhile. What points
at a person (grounds of a contest, a payment's reference, a payee) is private to the log's entry and in no answer; a
payee's name is looked up and forgotten. Opening a payee's particulars takes two custodians' own keys, which never come
to a desk: that is left to the command line.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path
from pydantic import BaseModel, Field

from fairlead.awards import programme as programmes
from fairlead.desk import awards_shown
from fairlead.desk.access import needs
from fairlead.desk.api.given import Place
from fairlead.desk.awards_shown import AwardShown
from fairlead.desk.workplace import Workplace
from fairlead.errors import MisuseError
from fairlead.evidence.entries import Entry
from fairlead.register.dressing import Gone
from fairlead.vault import payees
from fairlead.whois import looked_up

routes = APIRouter(prefix="/api/v1", tags=["awards"])

Short = Annotated[str, Field(max_length=64)]
Count = Annotated[int, Field(ge=0, le=10**15)]
Answer = Literal["yes", "no", "unknown"]
AwardId = Annotated[str, Path(max_length=64)]


class Leading(BaseModel):
    """What a tip led to, entered on the day it happens."""

    tip: Short
    use: str = Field(max_length=20)
    occasion: str | None = Field(default=None, max_length=64)
    element: str | None = Field(default=None, max_length=100)
    exhibit: str | None = Field(default=None, max_length=64)
    task: str | None = Field(default=None, max_length=400)


class Beginning(BaseModel):
    """An award to open: an example's name or an office's own rules (YAML), tips, occasions they led to."""

    programme: str = Field(default="", max_length=80)
    rules: str = Field(default="", max_length=programmes.MAX_BYTES)
    tips: list[Short] = Field(min_length=1, max_length=50)
    occasions: list[Short] = Field(min_length=1, max_length=200)


class Stepping(BaseModel):
    """A step: ``last`` is the entry of the last step that its maker saw."""

    last: Short


class OfClaimant(Stepping):
    """A step for one claimant, named by the tip or its beginning."""

    tip: Short


class Telling(OfClaimant):
    """That a claimant was told the preliminary decision."""


class Answering(Stepping):
    """Answers to questions of eligibility; ``final``: as adjudicated, else as the source gave them."""

    answers: dict[Short, Answer] = Field(min_length=1, max_length=40)
    final: bool = False


class Screening(OfClaimant):
    """A payee's names, to be looked up on the lists and forgotten; ``how`` stands in the log and names nobody."""

    names: list[Annotated[str, Field(max_length=200)]] = Field(min_length=1, max_length=looked_up.MOST_NAMES)
    settled: Count = 0
    how: str = Field(max_length=2000)


class Factor(BaseModel):
    """What was found on one factor, and why."""

    finding: Literal["raises", "lowers", "neither"]
    reasons: str = Field(max_length=4000)


class Assessing(Stepping):
    """The preliminary decision: test, factors, amount, and shares in basis points by tip."""

    outcome: Literal["award", "deny"]
    reasons: str = Field(default="", max_length=8000)
    test: dict[Short, Literal["met", "not met"]] = Field(max_length=40)
    factors: dict[Short, Factor] = Field(max_length=40)
    collected: Count | None = None
    percent: Annotated[int, Field(ge=0, le=100)] | None = None
    amount: Count = 0
    shares_bp: dict[Short, Annotated[int, Field(ge=0, le=10_000)]] = Field(default={}, max_length=50)


class Contesting(OfClaimant):
    """That a claimant contests the decision; the grounds are private to the entry and can be erased."""

    grounds: str = Field(min_length=1, max_length=8000)


class Paying(Stepping):
    """That it was paid; the reference is private to the entry and can be erased."""

    reference: str = Field(min_length=1, max_length=400)


class Reporting(Stepping):
    """To whom the payment was reported."""

    to: str = Field(min_length=1, max_length=400)


class Payee(OfClaimant):
    """A payee's particulars, sealed at once so that two custodians open them together."""

    particulars: str = Field(min_length=1, max_length=20_000)
    first: str = Field(max_length=4000)
    second: str = Field(max_length=4000)


class Entered(BaseModel):
    """The entry that was written."""

    act: str
    entry: str
    index: int
    award: str | None = None


class Matched(BaseModel):
    """Whom on the lists a payee's name may be; shown once, and kept nowhere."""

    grade: str
    name: str
    reference: str


class Screened(Entered):
    """A screening: what matched, and how many matches stay open."""

    found: list[Matched]
    open_hits: int
    lists: int


@routes.get("/awards")
@needs("read", "award")
def awards(place: Place) -> list[AwardShown]:
    """The award files."""
    return awards_shown.awards(place)


@routes.get("/awards/{award}")
@needs("read", "award")
def award(place: Place, award: AwardId) -> AwardShown:
    """One award file, by its id or the beginning of it."""
    return awards_shown.award(place, award)


@routes.post("/led-to")
@needs("act", "occasion")
def led_to(place: Place, said: Leading) -> Entered:
    """Record what a tip led to."""
    exhibit = place.case.exhibits.get(said.exhibit).sha256 if said.exhibit else None
    named = _occasion(place, said.occasion) if said.occasion else None
    entry = place.case.awards.led_to(
        said.tip, said.use, occasion=named, element=said.element or None, exhibit=exhibit, task=said.task or None
    )
    return entered(entry)


@routes.post("/awards")
@needs("act", "occasion")
def begin(place: Place, said: Beginning) -> Entered:
    """Open an award by an example's rules or an office's own; it rests on led-to entries made before."""
    if bool(said.rules.strip()) == bool(said.programme):
        raise MisuseError("either an example or the office's own rules", f"examples: {', '.join(programmes.EXAMPLES)}")
    if said.programme and said.programme not in programmes.EXAMPLES:
        raise MisuseError(f"no such example {said.programme!r}", f"one of: {', '.join(programmes.EXAMPLES)}")
    rules = said.rules.encode() if said.rules.strip() else programmes.read(said.programme)
    file = f"{said.programme}.yaml" if said.programme else "the rules given"
    ids = [_occasion(place, one) for one in said.occasions]
    return entered(place.case.awards.open(rules, file, said.tips, ids))


@routes.post("/awards/{award}/claim")
@needs("act", "award")
def claim(place: Place, award: AwardId, said: OfClaimant) -> Entered:
    """Record, for a source, that a reward is claimed, where the programme pays on a claim."""
    return _step(place, award, "award_claim", {"tip": _claimant(place, award, said.tip)}, said)


@routes.post("/awards/{award}/answers")
@needs("act", "award")
def answers(place: Place, award: AwardId, said: Answering) -> Entered:
    """Record answers of eligibility: early, as the source gave them, or as adjudicated."""
    act = "award_eligibility" if said.final else "award_answers"
    return _step(place, award, act, {"answers": dict(said.answers)}, said)


@routes.post("/awards/{award}/screen")
@needs("act", "award")
def screen(place: Place, award: AwardId, said: Screening) -> Screened:
    """Look a payee up on all lists of the case; counted in the log are matches and lists, never the name."""
    names, case = looked_up.names_of(said.names, said.how), place.case
    found = looked_up.on_the_lists(case.exhibits, case.followed(), case.identities.decisions(), names)
    body = found.body(said.settled, said.how) | {"tip": _claimant(place, award, said.tip)}
    made = _step(place, award, "award_screen", body, said)
    shown = [Matched(grade=each.grade, name=each.entry.name or "no name", reference=each.entry.reference)
             for each in found.matches]  # fmt: skip
    return Screened(**made.model_dump(), found=shown, open_hits=body["open_hits"], lists=len(body["lists"]))


@routes.post("/awards/{award}/assess")
@needs("act", "award")
def assess(place: Place, award: AwardId, said: Assessing) -> Entered:
    """Make the preliminary decision; amounts of claimants are reckoned from their shares."""
    decision = said.model_dump(exclude={"last"})
    decision["shares_bp"] = {_claimant(place, award, tip): share for tip, share in said.shares_bp.items() if share}
    return entered(place.case.awards.assess(award, decision, after=said.last))


@routes.post("/awards/{award}/tell")
@needs("act", "award")
def tell(place: Place, award: AwardId, said: Telling) -> Entered:
    """Record that a claimant was told the preliminary decision; the time to contest runs from then."""
    body = {"tip": _claimant(place, award, said.tip), "assessment": _assessment(place, award)}
    return _step(place, award, "award_tell", body, said)


@routes.post("/awards/{award}/contest")
@needs("act", "award")
def contest(place: Place, award: AwardId, said: Contesting) -> Entered:
    """Record, for a claimant, that the decision is contested; it must then be made again."""
    body = {"tip": _claimant(place, award, said.tip)}
    return _step(place, award, "award_contest", body, said, {"grounds": said.grounds})


@routes.post("/awards/{award}/withdraw")
@needs("act", "award")
def withdraw(place: Place, award: AwardId, said: OfClaimant) -> Entered:
    """Record, for a claimant, that the claim is withdrawn."""
    return _step(place, award, "award_withdraw", {"tip": _claimant(place, award, said.tip)}, said)


@routes.post("/awards/{award}/approve")
@needs("act", "award")
def approve(place: Place, award: AwardId, said: Stepping) -> Entered:
    """Approve an assessment as it stands; who made it cannot, and nobody can twice."""
    return _step(place, award, "award_approve", {"assessment": _assessment(place, award)}, said)


@routes.post("/awards/{award}/final")
@needs("act", "award")
def final(place: Place, award: AwardId, said: Stepping) -> Entered:
    """Make a decision final, once the time to contest is over and enough people approved."""
    return _step(place, award, "award_final", {}, said)


@routes.post("/awards/{award}/payee")
@needs("act", "award")
def payee(place: Place, award: AwardId, said: Payee) -> Entered:
    """Keep who is paid, sealed to two custodians' recipients; no answer of this API ever holds it."""
    case, tip = place.case, _claimant(place, award, said.tip)
    case.awards.unless_later(award, said.last)
    to = (said.first.strip(), said.second.strip())
    return entered(payees.put(case.log, case.awards, award, tip, said.particulars.encode(), to))


@routes.post("/awards/{award}/pay")
@needs("act", "award")
def pay(place: Place, award: AwardId, said: Paying) -> Entered:
    """Record the payment, claimant by claimant as awarded."""
    assessed = place.case.awards.one(award).file.assessed
    body = {"amounts": assessed["amounts"] if assessed else {}}
    return _step(place, award, "award_pay", body, said, {"reference": said.reference})


@routes.post("/awards/{award}/reported")
@needs("act", "award")
def reported(place: Place, award: AwardId, said: Reporting) -> Entered:
    """Record that the payment was reported as the programme obliges."""
    return _step(place, award, "award_reported", {"to": said.to}, said)


def _step(
    place: Workplace, award: str, act: str, body: dict[str, Any], said: Stepping, private: dict[str, str] | None = None
) -> Entered:
    return entered(place.case.awards.step(award, act, body, private=private, after=said.last))


def _claimant(place: Workplace, award: str, tip: str) -> str:
    found = [one for one in place.case.awards.one(award).file.claimants if tip and one.startswith(tip)]
    if len(found) != 1:
        raise MisuseError(f"{'no' if not found else 'more than one'} claimant {tip[:12]!r} of this award")
    return found[0]


def _assessment(place: Workplace, award: str) -> str:
    assessed = place.case.awards.one(award).file.assessed
    return str(assessed["id"]) if assessed else ""


def _occasion(place: Workplace, asked: str) -> str:
    found = place.view().find(asked)
    return found.known.id if isinstance(found, Gone) else found.id


def entered(entry: Entry) -> Entered:
    """Return what was written."""
    award = entry.object if entry.act.startswith("award_") else None
    return Entered(act=entry.act, entry=entry.id, index=entry.index, award=award)
