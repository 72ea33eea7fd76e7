"""The record of a State, for any State: per measure and month what binds it, what the case holds, what was answered.

Occasions are itemised; what others claim of it stands beside them and is never added. Silence shows no omission. The
trend is of observed occasions alone, by how much was watched where they happened.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

import numpy as np
import pyarrow.dataset as ds

from fairlead.estimates import rates
from fairlead.estimates.caps import FALLEN
from fairlead.estimates.figures import Figure
from fairlead.law import Measure, Regime
from fairlead.shapes import E7, US_PER_HOUR
from fairlead.typologies.engagements import RESPONSES
from fairlead.typologies.occasion import Engagement, Occasion

DOES_NOT_SHOW = (
    "A record shows what this case holds, not what the State did. More occasions may mean more watching. That nothing "
    "is known of an answer or an act does not show that there was none. A square of one degree counts as watched on a "
    "day if the case holds any position in it; squares are those in which an occasion was observed, so that waters in "
    "which nothing was seen are not in the rate. Stated occasions and other people's numbers are in no rate."
)
_DAY_US = 24 * US_PER_HOUR
_SQUARE_E7 = E7  # ours: one degree, some 60 nautical miles: about as far as one coastal station hears
_LATITUDES, _LONGITUDES = 181, 361  # squares of which no two are the same modulo these

Square = tuple[int, int]  # whole degrees of latitude and longitude, rounded down
Watched = Mapping[str, int]  # month, "2019-03" → squares watched, each counted once a day


class Letter(Protocol):
    """A request as the register keeps it; dates are ISO."""

    @property
    def addressee(self) -> str:
        """Alpha-2 of a State, or a name."""

    @property
    def sent(self) -> str:
        """The day it was sent."""

    @property
    def deadline(self) -> str:
        """The last day to answer."""


@dataclass(frozen=True)
class Item:
    """One occasion under one measure, for the State in one capacity."""

    occasion: Occasion
    engagement: Engagement

    @property
    def acted(self) -> tuple[str, ...]:
        """What the exhibits say of the State's own response: "inspection shown"; empty: nothing known."""
        return tuple(
            f"{element.name} {element.status}"
            for element in self.engagement.elements
            if element.name in RESPONSES and element.status != "missing"
        )


@dataclass(frozen=True)
class Months:
    """One measure in one month ("2019-03"), or in a span that starts then."""

    month: str
    items: tuple[Item, ...]
    watched: int  # squares with any position in the case, each counted once a day

    def by_basis(self) -> dict[str, int]:
        """Return how many occasions are observed, documented and stated."""
        found = Counter(item.occasion.basis for item in self.items)
        return {basis: found[basis] for basis in ("observed", "documented", "stated")}


@dataclass(frozen=True)
class Trend:
    """Observed occasions by squares and days watched, in the earlier and the later half of the watched months."""

    before: tuple[int, int]  # events, watched squares times days
    after: tuple[int, int]
    ratio: tuple[float, float]  # interval of later over earlier rate

    @property
    def words(self) -> str:
        """What the interval shows, and no more."""
        low, high = self.ratio
        verdict = "so more often" if low > 1 else "so less often" if high < 1 else "which tells neither more nor less"
        times = f"at least {low:.2f}" if high == float("inf") else f"{low:.2f} to {high:.2f}"
        counted = f"{self.before[0]} in {self.before[1]} watched square-days, then {self.after[0]} in {self.after[1]}"
        return f"{counted}: with 95 % confidence the later rate is {times} times the earlier, {verdict}"


@dataclass(frozen=True)
class UnderMeasure:
    """A State's record under one measure in one capacity."""

    measure: Measure
    capacity: str
    months: tuple[Months, ...]  # those with occasions
    trend: Trend | None  # None: too little was watched to halve


@dataclass(frozen=True)
class Told:
    """One time that the State was told or asked of something, as far as this case knows; ``on`` as printed."""

    on: str | None
    by: str  # 'this office', or who says that he claims it
    how: str
    what: str


@dataclass(frozen=True)
class Record:
    """A State's record."""

    state: str
    told: tuple[Told, ...]
    measures: tuple[UnderMeasure, ...]
    own_figures: tuple[Figure, ...]  # what it reported on itself
    claims: tuple[Figure, ...]  # what others say of it in tables


def squares(state: str, occasions: Sequence[Occasion]) -> frozenset[Square]:
    """Return the squares in which observed occasions that engage a measure for the State took place."""
    return frozenset(
        (math.floor(place.lat), math.floor(place.lon))
        for occasion in occasions
        if occasion.basis == "observed" and any(one.addressee == state for one in occasion.engagements)
        for place in occasion.places
        if place.lat is not None and place.lon is not None
    )


def watched(legs: Path, within: frozenset[Square]) -> dict[str, int]:
    """Return by month how often any of these squares was watched, each once a day; empty where there are no tracks."""
    if not legs.exists() or not within:
        return {}
    listed = sorted(within)
    number = np.full((_LATITUDES, _LONGITUDES), -1, dtype=np.int64)  # of each square among those listed
    for n, (lat, lon) in enumerate(listed):
        number[lat % _LATITUDES, lon % _LONGITUDES] = n
    seen: set[tuple[int, int]] = set()  # day and number of the square
    for batch in ds.dataset(legs).to_batches(columns=["t_us", "lat_e7", "lon_e7"]):
        t_us, lat_e7, lon_e7 = (column.to_numpy(zero_copy_only=False) for column in batch.columns)
        of = number[lat_e7 // _SQUARE_E7 % _LATITUDES, lon_e7 // _SQUARE_E7 % _LONGITUDES]
        days, of = t_us[of >= 0] // _DAY_US, of[of >= 0]
        if len(days):
            flags = np.zeros((days.max() - days.min() + 1, len(listed)), dtype=np.bool_)  # no sorting: years hold much
            flags[days - days.min(), of] = True
            seen.update((int(day + days.min()), int(n)) for day, n in np.argwhere(flags))
    months = (datetime.fromtimestamp(day * _DAY_US / 1e6, UTC).strftime("%Y-%m") for day, _ in seen)
    return dict(sorted(Counter(months).items()))


def record(
    regime: Regime,
    state: str,
    occasions: Sequence[Occasion],
    figures: Sequence[Figure],
    seen: Watched,
    letters: Mapping[str, Sequence[Letter]] = MappingProxyType({}),
) -> Record:
    """Return a State's record (``state`` alpha-2); ``seen`` as :func:`watched` gives it, ``letters`` by occasion."""
    held: dict[tuple[str, str], list[Item]] = {}
    for occasion in occasions:
        for engagement in occasion.engagements if occasion.status not in FALLEN else ():
            if engagement.addressee == state:
                held.setdefault((engagement.measure.id, engagement.capacity), []).append(Item(occasion, engagement))
    mine = [one for one in figures if state in one.quantity().whose]
    own = [one for one in mine if one.basis == "reported" and one.claimant]  # and not as somebody else tells it
    under = [_under(regime.measure(id), capacity, items, seen) for (id, capacity), items in sorted(held.items())]
    others = tuple(one for one in mine if one not in own)
    return Record(state, _told(state, occasions, letters, others), tuple(under), tuple(own), others)


def _told(
    state: str, occasions: Sequence[Occasion], letters: Mapping[str, Sequence[Letter]], claims: Sequence[Figure]
) -> tuple[Told, ...]:
    """Return what the State was told: our own letters by occasion, then dated claims of others about it."""
    called = {one.id: f"occasion {one.number}" if one.number is not None else one.title for one in occasions}
    asked = [
        Told(one.sent, "this office", "request", f"{called.get(id, id[:12])}; to be answered by {one.deadline}")
        for id, sent in letters.items()
        for one in sent
        if one.addressee == state
    ]
    said = {
        (one.claimed_on, one.claimant or "not stated", one.reference or one.measure)
        for one in claims
        if one.claimed_on and one.basis == "claimed"
    }
    claimed = [Told(on, by, "claim; whether it was put to the State is not told", what) for on, by, what in said]
    return tuple(sorted([*asked, *claimed], key=lambda one: (one.on or "", one.by, one.what)))


def _under(measure: Measure, capacity: str, items: Sequence[Item], days: Watched) -> UnderMeasure:
    by_month: dict[str, list[Item]] = {}
    for item in sorted(items, key=lambda each: (each.occasion.start, each.occasion.id)):
        by_month.setdefault(item.occasion.start[:7], []).append(item)
    months = tuple(Months(month, tuple(group), days.get(month, 0)) for month, group in sorted(by_month.items()))
    return UnderMeasure(measure, capacity, months, _trend(measure, months, days))


def _trend(measure: Measure, months: Sequence[Months], days: Watched) -> Trend | None:
    """Halve the watched months since the measure bound, and compare the rates; None for fewer than two months."""
    since = measure.effective_from.isoformat()[:7]
    until = measure.effective_to.isoformat()[:7] if measure.effective_to else "9999-12"
    seen = [month for month in sorted(days) if since <= month <= until and days[month]]
    if len(seen) < 2:
        return None
    observed = {one.month: one.by_basis()["observed"] for one in months}
    halves = [seen[: len(seen) // 2], seen[len(seen) // 2 :]]
    before, after = (
        (sum(observed.get(month, 0) for month in half), sum(days[month] for month in half)) for half in halves
    )
    return Trend(before, after, rates.ratio(before, after))


def document(one: Record) -> dict[str, object]:
    """Return it as stable JSON; rates as text, since they are rounded."""
    return {
        "schema_version": 1,
        "estimate": "state",
        "state": one.state,
        "told": [{"on": told.on, "by": told.by, "how": told.how, "what": told.what} for told in one.told],
        "measures": [
            {
                "measure": each.measure.id,
                "capacity": each.capacity,
                "force": each.measure.force,
                "bound_since": each.measure.effective_from.isoformat(),
                "months": [
                    {
                        "month": month.month,
                        **month.by_basis(),
                        "watched_square_days": month.watched,
                        "occasions": [
                            {
                                "id": item.occasion.id,
                                "basis": item.occasion.basis,
                                "status": item.occasion.status,
                                "reply": item.engagement.reply.state,
                                "acted": list(item.acted),
                            }
                            for item in month.items
                        ],
                    }
                    for month in each.months
                ],
                "trend": None if each.trend is None else each.trend.words,
            }
            for each in one.measures
        ],
        "own_figures": [figure.document() for figure in one.own_figures],
        "claimed_by_others": [figure.document() for figure in one.claims],
        "does_not_show": DOES_NOT_SHOW,
    }
