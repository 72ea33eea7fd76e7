"""The record of a State, for any State: per measure and month what binds it, what the case holds, what was answered.

Occasions are itemised; what others claim of it stands beside them and is never added. Silence shows no omission. The
trend is of observed occasions by days watched alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow.compute
import pyarrow.parquet as pq

from fairlead.estimates import rates
from fairlead.estimates.caps import FALLEN
from fairlead.estimates.figures import Figure
from fairlead.law import Measure, Regime
from fairlead.shapes import US_PER_HOUR
from fairlead.typologies.engagements import RESPONSES
from fairlead.typologies.occasion import Engagement, Occasion

DOES_NOT_SHOW = (
    "A record shows what this case holds, not what the State did. More occasions may mean more watching. That nothing "
    "is known of an answer or an act does not show that there was none. A day counts as watched if the case holds any "
    "position of it, wherever that was. Stated occasions and other people's numbers are in no rate."
)
_DAY_US = 24 * US_PER_HOUR


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
    watched_days: int  # with any position in the case

    def by_basis(self) -> dict[str, int]:
        """Return how many occasions are observed, documented and stated."""
        found = Counter(item.occasion.basis for item in self.items)
        return {basis: found[basis] for basis in ("observed", "documented", "stated")}


@dataclass(frozen=True)
class Trend:
    """Observed occasions by days watched, in the earlier and the later half of the watched months."""

    before: tuple[int, int]  # events, watched days
    after: tuple[int, int]
    ratio: tuple[float, float]  # interval of later over earlier rate

    @property
    def words(self) -> str:
        """What the interval shows, and no more."""
        low, high = self.ratio
        verdict = "more often" if low > 1 else "less often" if high < 1 else "neither more nor less often"
        top = "no upper bound" if high == float("inf") else f"{high:.2f}"
        counted = f"{self.before[0]} in {self.before[1]} watched days, then {self.after[0]} in {self.after[1]}"
        return f"{counted}: the later rate is {low:.2f} to {top} times the earlier (95 %); this shows {verdict}"


@dataclass(frozen=True)
class UnderMeasure:
    """A State's record under one measure in one capacity."""

    measure: Measure
    capacity: str
    months: tuple[Months, ...]  # those with occasions
    trend: Trend | None  # None: too little was watched to halve


@dataclass(frozen=True)
class Record:
    """A State's record."""

    state: str
    measures: tuple[UnderMeasure, ...]
    own_figures: tuple[Figure, ...]  # what it reported on itself
    claims: tuple[Figure, ...]  # what others say of it in tables


def watched(legs: Path) -> dict[str, int]:
    """Return how many days of each month have any position in the case; empty where there are none."""
    if not legs.exists():
        return {}
    compute = pyarrow.compute
    days = {
        day
        for batch in pq.ParquetFile(legs).iter_batches(columns=["t_us"])
        for day in compute.unique(compute.divide(batch.column(0), _DAY_US)).to_pylist()
        if day is not None
    }
    month = [str(compute.strftime(pyarrow.scalar(day * _DAY_US, pyarrow.timestamp("us")), "%Y-%m")) for day in days]
    return dict(sorted(Counter(month).items()))


def record(
    regime: Regime, state: str, occasions: Sequence[Occasion], figures: Sequence[Figure], days: Mapping[str, int]
) -> Record:
    """Return a State's record (``state`` alpha-2); ``days`` as :func:`watched` gives them."""
    held: dict[tuple[str, str], list[Item]] = {}
    for occasion in occasions:
        for engagement in occasion.engagements if occasion.status not in FALLEN else ():
            if engagement.addressee == state:
                held.setdefault((engagement.measure.id, engagement.capacity), []).append(Item(occasion, engagement))
    mine = [one for one in figures if state in one.quantity().whose]
    own = [one for one in mine if one.basis == "reported" and one.claimant]  # and not as somebody else tells it
    under = [_under(regime.measure(id), capacity, items, days) for (id, capacity), items in sorted(held.items())]
    return Record(state, tuple(under), tuple(own), tuple(one for one in mine if one not in own))


def _under(measure: Measure, capacity: str, items: Sequence[Item], days: Mapping[str, int]) -> UnderMeasure:
    by_month: dict[str, list[Item]] = {}
    for item in sorted(items, key=lambda each: (each.occasion.start, each.occasion.id)):
        by_month.setdefault(item.occasion.start[:7], []).append(item)
    months = tuple(Months(month, tuple(group), days.get(month, 0)) for month, group in sorted(by_month.items()))
    return UnderMeasure(measure, capacity, months, _trend(measure, months, days))


def _trend(measure: Measure, months: Sequence[Months], days: Mapping[str, int]) -> Trend | None:
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
                        "watched_days": month.watched_days,
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
