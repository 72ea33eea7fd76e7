"""A regime and the questions asked of it: what was in force, for whom, with which ceilings, deadlines and votes.

It knows nothing of files (``loading.py``) and judges no conduct (``fairlead.typologies``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from fairlead.errors import MisuseError
from fairlead.law import headings
from fairlead.law.measure import (
    OF_ANY_STATE,
    Cap,
    Conversion,
    Deadline,
    Goods,
    Measure,
    Obligation,
    Resolution,
    Source,
    Vote,
)


@dataclass(frozen=True)
class Regime:
    """A set of measures about one State, with what is needed to apply them. ``target`` is ISO 3166-1 alpha-2."""

    id: str
    name: str
    target: str
    committee: str
    basis: str
    note: str
    resolutions: tuple[Resolution, ...]
    votes: tuple[Vote, ...]
    goods: tuple[Goods, ...]
    measures: tuple[Measure, ...]
    caps: tuple[Cap, ...]
    conversions: tuple[Conversion, ...]
    deadlines: tuple[Deadline, ...]
    obligations: Mapping[str, tuple[Obligation, ...]]  # by kind of occasion
    hs_notes: tuple[str, ...]
    sources: Mapping[str, Source]

    @cached_property
    def _by_id(self) -> dict[str, Measure]:
        return {measure.id: measure for measure in self.measures}

    def measure(self, id: str) -> Measure:
        """Return the measure of that id; :class:`MisuseError` where the regime has none."""
        if id not in self._by_id:
            raise MisuseError(f"no measure {id} in regime {self.id}", "fairlead law lists the measures")
        return self._by_id[id]

    def in_force(
        self,
        on: date | None,
        *,
        hs: str | None = None,
        conduct: str | None = None,
        capacity: str | None = None,
        state: str | None = None,
    ) -> tuple[Measure, ...]:
        """Return the measures in force on a day (None: ever), narrowed by customs code, conduct, capacity and State.

        A State is bound as the target State, or in any other State's capacity; which of those it had is a question of
        fact. :class:`MisuseError` for a code that is none.
        """
        code = None if hs is None else headings.digits(hs)
        if hs is not None and code is None:
            raise MisuseError(f"not a customs code of 2 to 10 digits: {hs}")
        return tuple(
            measure
            for measure in self.measures
            if (on is None or measure.applies(on))
            and (code is None or _covers(measure, code))
            and (conduct is None or measure.conduct == conduct)
            and (capacity is None or capacity in measure.capacities)
            and (state is None or self._binds(measure, state))
        )

    def goods_named(self, text: str) -> Goods | None:
        """Return the goods that a text names, the longest word first ('crude oil' before 'oil'); None for none."""
        words = sorted(((word, goods) for goods in self.goods for word in goods.words), key=lambda pair: -len(pair[0]))
        return next((goods for word, goods in words if re.search(rf"\b{re.escape(word)}\b", text, re.I)), None)

    def caps_on(self, measure: str, on: date) -> tuple[Cap, ...]:
        """Return the ceilings that a measure set for that day."""
        return tuple(cap for cap in self.caps if cap.measure == measure and cap.applies(on))

    def _binds(self, measure: Measure, state: str) -> bool:
        bound = {"target State"} if state == self.target else OF_ANY_STATE
        return bool(bound & set(measure.capacities))


def _covers(measure: Measure, code: str) -> bool:
    return any(headings.overlap(heading, code) for heading in measure.hs)
