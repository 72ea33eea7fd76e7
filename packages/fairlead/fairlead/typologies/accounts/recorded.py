"""Acts as people recorded them: the observations with one reference, put together into one act.

Whether an act engages a measure is for ``observed_act.py``. Persons are never named: what is derived outlives the log's
private parts, which may be erased.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from fairlead.law import Goods, Regime
from fairlead.subjects import mmsi as numbers
from fairlead.subjects.names import ship_name
from fairlead.typologies import citing, moments, placing
from fairlead.typologies.occasion import Basis, Citation, Place, Subject
from fairlead.typologies.world import Observation

PERSON = "person"  # role of a subject who is a person, as the register has it
SHIPS = frozenset({"carrier", "counterpart", "ship", "vessel", "tanker", "barge", "tug", "lighter"})
"""Words of a role that say a ship; whoever has neither such a role nor a ship's number may be a firm."""

BUYERS = frozenset({"buyer", "consignee", "importer", "procurer"})
ORIGINS = frozenset({"origin", "loading"})

_TELLING = ("ship_to_ship", "delivery", "import", "discharge", "export", "loading", "host_labour", "port_call")
"""Acts by how much they tell: of several under one reference the first names the whole."""

_WORDS = {
    "ship_to_ship": "Ship-to-ship transfer",
    "loading": "Loading",
    "discharge": "Discharge",
    "delivery": "Delivery",
    "port_call": "Port call",
    "host_labour": "Work for income",
    "import": "Import",
    "export": "Export",
    "sighting": "Sighting",
}


_DAYS = frozenset({"second", "minute", "hour", "day"})


@dataclass(frozen=True)
class Recorded:
    """One act, from all observations with its reference."""

    reference: str
    kind: str  # the act
    seen: tuple[Observation, ...]
    subjects: tuple[Subject, ...]
    places: tuple[Place, ...]
    goods: tuple[str, ...]
    kinds_of_goods: tuple[Goods, ...]  # those of the regime that the words name
    first: Observation  # the one that tells when it began
    last: Observation  # the one that tells when it ended; often the same
    cited: tuple[Citation, ...]

    @property
    def start(self) -> date:
        """The first day."""
        return moments.day_of(self.first.start)

    @property
    def end(self) -> date:
        """The last day."""
        return moments.day_of(self.last.end)

    @property
    def sources(self) -> int:
        """How many different exhibits tell it."""
        return len({citation.sha256 for citation in self.cited})

    @property
    def basis(self) -> Basis:
        """The strongest basis among the observations: observed, then documented, then stated."""
        given = {one.basis for one in self.seen}
        return "observed" if "observed" in given else "documented" if "documented" in given else "stated"

    @property
    def ships(self) -> list[Subject]:
        """Those of the subjects that are ships."""
        return [one for one in self.subjects if one.imo or one.mmsi or SHIPS & set(one.role.lower().split())]

    def place(self, *roles: str) -> Place | None:
        """Return the first place in one of these roles."""
        return next((place for place in self.places if place.role in roles), None)

    def of_goods(self) -> Goods | None:
        """Return the goods where all words name one kind, else None."""
        return self.kinds_of_goods[0] if len(self.kinds_of_goods) == 1 else None

    def telling_goods(self) -> tuple[Citation, ...]:
        """Return the citations of the observations that name goods."""
        return citing.merged(one.cited for one in self.seen if one.goods)

    def how(self) -> str:
        """Return how it is known, in the observers' words."""
        return "; ".join(dict.fromkeys(one.how_known for one in self.seen))

    def when(self) -> str:
        """Return the time in words, no more precise than it is known."""
        whole = _words(self.first) if self.first == self.last else f"{_words(self.first)} to {_words(self.last)}"
        days = {self.first.precision, self.last.precision} <= _DAYS
        return moments.span(self.start, self.end) if days else whole

    def said(self) -> str:
        """Return the act as the beginning of a sentence; persons are never named."""
        goods = f" of {' and '.join(self.goods)}" if self.goods else ""
        whose = [called(one) for one in self.subjects if one.role not in (PERSON, "State", "state")]
        by = f" by {' and '.join(whose[:2])}" if whose else ""
        where = [placing.named(place) for place in self.places]
        at = f", {' to '.join(where[:2])}" if where else ""
        return f"{_WORDS.get(self.kind, self.kind)}{goods}{by}{at}, {self.when()}"


def recorded(regime: Regime, reference: str, observations: Iterable[Observation]) -> Recorded:
    """Return the act that the observations with one reference tell."""
    seen = tuple(sorted(observations, key=lambda one: (one.start, one.end, one.id)))
    acts = {one.act for one in seen}
    kind = next((act for act in _TELLING if act in acts), seen[0].act)
    goods = tuple(dict.fromkeys(word for one in seen for word in one.goods))
    kinds = {named.name: named for word in goods if (named := regime.goods_named(word))}
    dating = _dating(seen)
    return Recorded(
        reference=reference,
        kind=kind,
        seen=seen,
        subjects=_subjects(seen, kind),
        places=_places(seen),
        goods=goods,
        kinds_of_goods=tuple(kinds.values()),
        first=min(dating, key=lambda one: (moments.first_instant(one.start), _length(one), one.id)),
        last=max(dating, key=lambda one: (moments.last_instant(one.end), -_length(one), one.id)),
        cited=citing.merged(one.cited for one in seen),
    )


def flag_of(ship: Subject) -> str | None:
    """Return the flag recorded for a ship, else the one that its MMSI indicates."""
    return ship.flag or (numbers.flag(ship.mmsi) if ship.mmsi else None)


def called(subject: Subject) -> str:
    """Return words for a subject; a person is never named."""
    if subject.role == PERSON:
        return "a person"
    number = f"IMO {subject.imo}" if subject.imo else f"MMSI {subject.mmsi}" if subject.mmsi else "somebody"
    return subject.name or number


def _subjects(seen: Sequence[Observation], act: str) -> tuple[Subject, ...]:
    """Return whoever takes part, once each, persons without their names; at a workplace no person at all."""
    found: list[Subject] = []
    for subject in (one for observation in seen for one in observation.subjects):
        if subject.role == PERSON:
            if act != "host_labour":
                found.append(replace(subject, name=None))
            continue
        same = next((n for n, known in enumerate(found) if _same(known, subject)), None)
        if same is None:
            found.append(subject)
        else:
            found[same] = _joined(found[same], subject)
    return tuple(found)


def _same(one: Subject, other: Subject) -> bool:
    if one.imo and other.imo:
        return one.imo == other.imo
    if one.mmsi and other.mmsi:
        return one.mmsi == other.mmsi
    if not one.name or not other.name:
        return one == other
    return one.role == other.role and ship_name(one.name) == ship_name(other.name)


def _joined(one: Subject, other: Subject) -> Subject:
    return replace(
        one,
        name=one.name or other.name,
        imo=one.imo or other.imo,
        mmsi=one.mmsi or other.mmsi,
        flag=one.flag or other.flag,
    )


def _places(seen: Sequence[Observation]) -> tuple[Place, ...]:
    """Return the places once each, origins first; a named port gets the position it has in the gazetteer."""
    found: dict[tuple[str, str | None, str | None], Place] = {}
    for place in (one for observation in seen for one in observation.places):
        known = place
        if place.lat is None and place.name:
            known = placing.stated(place.role, place.name, place.country)
            known = replace(known, zone=place.zone if place.zone != "undetermined" else known.zone)
        found.setdefault((place.role, place.name, place.country), known)
    return tuple(sorted(found.values(), key=lambda place: place.role not in ORIGINS))


def _dating(seen: Sequence[Observation]) -> list[Observation]:
    """Return the observations that date the act: all but those that another of the same step dates more precisely."""
    return [one for one in seen if not any(_narrower(other, one) for other in seen)]


def _narrower(one: Observation, other: Observation) -> bool:
    """Tell whether one observation dates the same step as another, within its time and more precisely."""
    within = moments.first_instant(other.start) <= moments.first_instant(one.start)
    within = within and moments.last_instant(one.end) <= moments.last_instant(other.end)
    return one.act == other.act and within and _length(one) < _length(other)


def _length(one: Observation) -> timedelta:
    return moments.time_of(moments.last_instant(one.end)) - moments.time_of(moments.first_instant(one.start))


def _words(one: Observation) -> str:
    return moments.words(moments.day_of(one.start), moments.day_of(one.end), one.precision)
