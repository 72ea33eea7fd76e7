"""One State's page, summed up: per measure what was found, asked, answered and done; letters, dates and ceilings.

Everything is counted from the State's record, which the page itemises below. Bases are never added to one another, and
what is reported under a ceiling is never added to what is claimed.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from pydantic import BaseModel

from fairlead.desk import state_shown
from fairlead.desk.state_shown import DeadlineShown
from fairlead.desk.workplace import View, Workplace
from fairlead.register import times
from fairlead.register.correspondence import SPECIFIC

MOST_CEILINGS = 6


class MeasureSummed(BaseModel):
    """One measure in one capacity: occasions by basis, and of how many the State was asked, answered, or acted."""

    measure: str
    title: str
    capacity: str
    observed: int
    documented: int
    stated: int
    asked: int
    answered: int
    replies: dict[str, int]
    acted: dict[str, int]
    months: int


class LetterOf(BaseModel):
    """A letter of ours to this State."""

    occasion: str
    sent: str
    deadline: str
    overdue: bool


class CeilingOf(BaseModel):
    """A ceiling that a measure engaged here sets, in one year; quantities are words, since they may be incomplete."""

    goods: str
    year: int
    limit: str
    reported: str
    claimed: list[str]


class Summed(BaseModel):
    """What stands at the head of a State's page."""

    measures: list[MeasureSummed]
    letters: list[LetterOf]
    dates: list[DeadlineShown]
    ceilings: list[CeilingOf]


def summed(place: Workplace, view: View, state: str, record: dict[str, Any]) -> Summed:
    """Return the head of a State's page from its record as a document."""
    asked = state_shown.asked_of(place, state)
    measures = [_measure(place, each, asked) for each in record["measures"]]
    ids = {each.measure for each in measures}
    return Summed(
        measures=measures,
        letters=_letters(place, view, state),
        dates=[each for each in state_shown.all_states(place, view).deadlines if each.measure in ids],
        ceilings=_ceilings(place, view, ids, record),
    )


def _measure(place: Workplace, under: dict[str, Any], asked: set[str]) -> MeasureSummed:
    items = [item for month in under["months"] for item in month["occasions"]]
    bases = Counter(item["basis"] for item in items)
    replies = Counter(item["reply"] for item in items)
    titles = {each.id: each.title for each in place.law.measures}
    return MeasureSummed(
        measure=under["measure"],
        title=titles.get(under["measure"], ""),
        capacity=under["capacity"],
        observed=bases["observed"],
        documented=bases["documented"],
        stated=bases["stated"],
        asked=len({item["id"] for item in items} & asked),
        answered=sum(replies[each] for each in SPECIFIC),
        replies=dict(sorted(replies.items())),
        acted=dict(sorted(Counter(words for item in items for words in item["acted"]).items())),
        months=len(under["months"]),
    )


def _letters(place: Workplace, view: View, state: str) -> list[LetterOf]:
    today, found = times.today().isoformat(), []
    for id, letters in place.case.register.letters().items():
        at = view.index.at.get(id)
        if at is None:
            continue
        one = view.index.occasions[at]
        said = {each.addressee: each.reply.state for each in one.engagements}
        found += [
            LetterOf(
                occasion=str(one.number or id),
                sent=letter.sent,
                deadline=letter.deadline,
                overdue=letter.deadline < today and said.get(state) in (None, "not stated", "asked, no answer"),
            )
            for letter in letters
            if letter.addressee == state
        ]
    return sorted(found, key=lambda each: (each.deadline, each.occasion))


def _ceilings(place: Workplace, view: View, measures: set[str], record: dict[str, Any]) -> list[CeilingOf]:
    """Return the ceilings that its measures set, in years of its occasions."""
    years = {int(month["month"][:4]) for under in record["measures"] for month in under["months"]}
    wanted = [(cap.goods, cap.measure) for cap in place.law.caps if cap.measure in measures]
    found = []
    for goods, measure in dict.fromkeys(wanted):
        for year in sorted(years):
            told = state_shown.cap_document(place, view, goods, year)
            found += [_ceiling(goods, year, each) for each in told["ceilings"] if each["measure"] == measure]
    return found[:MOST_CEILINGS]


def _ceiling(goods: str, year: int, told: dict[str, Any]) -> CeilingOf:
    reported = told["reported"]
    total, share = reported["total"], reported["share_of_ceiling"]
    least = "" if reported["complete"] else "at least "
    said = f"{least}{total['best']} {total['unit']}" if total else "nothing in this case"
    claimed = []
    for claim in told["claims"]:
        words = f"{claim['by']}, {claim['period']}: {claim['stated']['best'] or 'no quantity'}"
        spans = [f"if {each['laden']} laden, {each['low']} to {each['high']}" for each in claim["scenarios"]]
        claimed.append(words + (f" ({'; '.join(spans)}: assumptions)" if spans else ""))
    return CeilingOf(
        goods=goods,
        year=year,
        limit=f"{told['limit']:,} {told['unit']}"
        if isinstance(told["limit"], int)
        else f"{told['limit']} {told['unit']}",
        reported=f"{said}, {share} of it" if total and share else said,
        claimed=claimed,
    )
