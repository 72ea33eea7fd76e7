"""What a regime is made of: measures and their elements, ceilings, conversions, deadlines, votes.

Plain records; the questions are in ``regime.py``, the reading of YAML in ``loading.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

Mark = Literal["verified", "partial", "unverified"]
Force = Literal["decides", "calls upon", "requests"]

CAPACITIES = (
    "target State",
    "flag State",
    "port State",
    "importing State",
    "supplying State",
    "host State",
    "any State",
    "inspecting State",
    "requesting State",
    "informed State",
    "person",
    "Committee",
    "Security Council",
    "Secretary-General",
)
"""The roles in which a paragraph binds; 'informed State' is the one that holds the information in question."""

OF_ANY_STATE = frozenset(CAPACITIES) - {"target State", "person", "Committee", "Security Council", "Secretary-General"}
"""The capacities in which a State other than the target can be bound."""


@dataclass(frozen=True)
class ElementText:
    """One thing that the paragraph requires to be shown; ``name`` is what evidence is matched on."""

    name: str
    text: str


@dataclass(frozen=True)
class WindDown:
    """A window in which older contracts could still be carried out; ``goods`` None means all of the measure's goods."""

    contracts_before: date
    import_until: date
    notify_by: date
    goods: str | None
    verification: Mark | None  # None: as far as the measure's own substance
    note: str | None


@dataclass(frozen=True)
class Measure:
    """One paragraph of one resolution. ``effective_to`` is the last day in force; None: still in force."""

    id: str
    resolution: int
    paragraph: str
    adopted: date
    title: str
    force: Force
    conduct: str
    direction: str
    effective_from: date
    effective_to: date | None
    capacities: tuple[str, ...]
    paragraph_number: Mark
    substance: Mark
    sources: tuple[str, ...]
    goods: str | None
    hs: tuple[str, ...]  # headings as in the register: '2701', 'ex 2601' (part of it), '7201-7229'
    hs_national: Mapping[str, tuple[str, ...]]  # headings found only in the list of the EU or of a State
    wind_down: WindDown | None
    exemptions: tuple[str, ...]
    deadline: date | None
    reporting: str | None
    notified_by: tuple[str, ...]  # States that notified the Committee of what they supplied within the ceiling
    supersedes: tuple[str, ...]
    superseded_by: tuple[str, ...]
    national_measures: tuple[str, ...]
    elements: Mapping[str, tuple[ElementText, ...]]  # by capacity; only where a typology uses the measure
    notes: str | None

    def applies(self, on: date) -> bool:
        """Tell whether the measure was in force on that day; a wind-down window does not suspend it."""
        return self.effective_from <= on and (self.effective_to is None or on <= self.effective_to)

    def winding_down(self, on: date) -> bool:
        """Tell whether older contracts could still be carried out on that day."""
        return self.wind_down is not None and self.applies(on) and on <= self.wind_down.import_until


@dataclass(frozen=True)
class Limit:
    """A number with its unit: USD, t, bbl."""

    value: int
    unit: str


@dataclass(frozen=True)
class Cap:
    """A ceiling on quantity or value for a period; ``effective_to`` is the last day, None: none set."""

    measure: str
    goods: str
    effective_from: date
    effective_to: date | None
    period: str  # 'window', 'calendar year' or '12 months'
    limits: tuple[Limit, ...]
    rule: str | None  # how several limits stand to each other
    verification: Mark
    note: str | None

    def applies(self, on: date) -> bool:
        """Tell whether the ceiling's own period covers that day; whether its measure does is asked of the measure."""
        return self.effective_from <= on and (self.effective_to is None or on <= self.effective_to)


@dataclass(frozen=True)
class Conversion:
    """A factor between units; a decimal as text, since factors are quoted and not computed."""

    id: str
    product: str
    from_unit: str
    to_unit: str
    factor: str
    status: str  # verified, inferred, alternative, unverified
    evidence: str
    source: str | None


@dataclass(frozen=True)
class Deadline:
    """A date that a measure sets."""

    date: date
    what: str
    measure: str


@dataclass(frozen=True)
class Resolution:
    """A resolution of the regime and what it answered."""

    number: int
    adopted: date
    occasion: str
    symbol: str


@dataclass(frozen=True)
class Vote:
    """How a resolution was adopted."""

    resolution: int
    in_favour: int
    against: int
    abstaining: int
    verification: Mark
    note: str | None


@dataclass(frozen=True)
class Goods:
    """Everyday words for goods, and the headings to ask the register with."""

    name: str
    words: tuple[str, ...]
    hs: tuple[str, ...]


@dataclass(frozen=True)
class Obligation:
    """That a kind of occasion may touch a measure in a capacity.

    ``goods`` limits it to goods of that name, ``where`` = 'port' to what happens in a port; None: no such limit.
    """

    measure: str
    capacity: str
    goods: str | None
    where: str | None
    needs: str


@dataclass(frozen=True)
class Source:
    """Where a fact of the register was found."""

    title: str
    kind: str
    url: str | None
