"""What the case holds of a State, per measure and month; ceilings with their scenarios; what binds when.

The numbers come from ``estimates`` as the command line prints them. Occasions are itemised, and what others claim
stands beside them and is never added.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from pydantic import BaseModel

from fairlead import law
from fairlead.desk.workplace import View, Workplace
from fairlead.errors import MisuseError
from fairlead.estimates import caps, chart, figures, record, record_chart, told
from fairlead.estimates.caps import FALLEN
from fairlead.register import times
from fairlead.register.correspondence import SPECIFIC
from fairlead.subjects import states


class StateRow(BaseModel):
    """A State in the list: how many occasions engage something for it, by basis, which are never added up."""

    state: str
    name: str
    observed: int
    documented: int
    stated: int
    measures: list[str]
    answered: int
    asked: int


class DeadlineShown(BaseModel):
    """A date that a measure sets."""

    date: str
    what: str
    measure: str
    passed: bool


class CapShown(BaseModel):
    """A year in which a ceiling bound."""

    goods: str
    year: int
    measure: str


class States(BaseModel):
    """All States that an occasion engages, what measures set as dates, and the ceilings that bound."""

    states: list[StateRow]
    deadlines: list[DeadlineShown]
    caps: list[CapShown]


def all_states(place: Workplace, view: View) -> States:
    """Return the States that occasions engage, most observed first."""
    rows: dict[str, Counter[str]] = {}
    measures: dict[str, set[str]] = {}
    letters = place.case.register.letters()
    for one in view.index.occasions:
        if one.status in FALLEN:
            continue
        for state in {each.addressee for each in one.engagements}:
            if len(state) != 2:
                continue
            count = rows.setdefault(state, Counter())
            count[one.basis] += 1
            replies = [each.reply.state for each in one.engagements if each.addressee == state]
            count["asked"] += any(letter.addressee == state for letter in letters.get(one.id, ()))
            count["answered"] += any(reply in SPECIFIC for reply in replies)
            measures.setdefault(state, set()).update(g.measure.id for g in one.engagements if g.addressee == state)
    found = [
        StateRow(
            state=state,
            name=states.english_name(state),
            measures=sorted(measures[state]),
            **{name: count[name] for name in ("observed", "documented", "stated", "asked", "answered")},
        )
        for state, count in rows.items()
    ]
    today = times.today()
    return States(
        states=sorted(found, key=lambda row: (-row.observed, -row.documented, -row.stated, row.state)),
        deadlines=[
            DeadlineShown(date=one.date.isoformat(), what=one.what, measure=one.measure, passed=one.date < today)
            for one in sorted(place.law.deadlines, key=lambda each: each.date)
        ],
        caps=_caps(place.law),
    )


def asked_of(place: Workplace, state: str) -> set[str]:
    """Return the occasions (ids) on which we asked a State, answered or not."""
    every = place.case.register.letters()
    return {id for id, letters in every.items() if any(letter.addressee == state for letter in letters)}


def one_state(place: Workplace, view: View, state: str) -> dict[str, Any]:
    """Return a State's record as `fairlead estimate CASE state` prints it."""
    return record.document(_record(place, view, state))


def months_chart(place: Workplace, view: View, state: str, measure: str, capacity: str) -> str:
    """Return the months of one measure as SVG that prints; MisuseError where nothing engages it for the State."""
    found = _record(place, view, state)
    for under in found.measures:
        if (under.measure.id, under.capacity) == (measure, capacity):
            return record_chart.drawn(under, _watched(place, view, state))
    raise MisuseError(f"no State {state} as {capacity} under {measure} in this case")


def cap_document(place: Workplace, view: View, goods: str, year: int) -> dict[str, Any]:
    """Return a ceiling's account as `fairlead estimate CASE caps` prints it."""
    return told.document(_accounts(place, view, goods, year), goods, year)


def cap_chart(place: Workplace, view: View, goods: str, year: int) -> str | None:
    """Return the chart of a ceiling's year, None where no ceiling bound."""
    found = _accounts(place, view, goods, year)
    return chart.cumulated(found[-1]) if found else None


def _accounts(place: Workplace, view: View, goods: str, year: int) -> list[caps.Account]:
    every = figures.read(place.case.followed(), [one.sha256 for one in place.case.exhibits.all()])
    return caps.accounts(place.law, every, view.index.occasions, goods, year)


def _record(place: Workplace, view: View, state: str) -> record.Record:
    every = figures.read(place.case.followed(), [one.sha256 for one in place.case.exhibits.all()])
    letters = place.case.register.letters()
    return record.record(place.law, state, view.index.occasions, every, _watched(place, view, state), letters)


def _watched(place: Workplace, view: View, state: str) -> dict[str, int]:
    return place.watched(record.squares(state, view.index.occasions))


def _caps(regime: law.Regime) -> list[CapShown]:
    found = []
    for cap in regime.caps:
        last = cap.effective_to.year if cap.effective_to else cap.effective_from.year + 4
        found += [
            CapShown(goods=cap.goods, year=year, measure=cap.measure)
            for year in range(cap.effective_from.year, min(last, cap.effective_from.year + 6) + 1)
        ]
    return list({(each.goods, each.year): each for each in found}.values())
