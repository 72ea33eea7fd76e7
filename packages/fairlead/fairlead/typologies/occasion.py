"""An occasion as a document: its parts, its id and digest, and its stable JSON.

What people decided about an occasion (number, status, replies, what superseded it) is not computed here: the register
adds it in ``register.dress``. The published schema is ``occasion.schema.json`` beside this file.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

from fairlead_ledger import canonical

SCHEMA_VERSION = 1

Precision = Literal["second", "minute", "hour", "day", "part_of_month", "month", "months", "year"]
ElementStatus = Literal["shown", "indicated", "missing", "contradicted"]
Basis = Literal["observed", "documented", "stated"]
Zone = Literal["port", "internal waters", "territorial sea", "beyond", "undetermined"]
ReplyState = Literal[
    "not asked by us",
    "asked, no answer",
    "general position",
    "specific denial",
    "explanation",
    "admission",
    "not stated",
]
Status = Literal["machine candidate", "dismissed", "open", "found", "not found", "corrected", "withdrawn"]


@dataclass(frozen=True)
class Where:
    """A place in an exhibit: exactly one of rows, chars, or page with box."""

    rows: tuple[int, int] | None = None  # first and last row, both included
    chars: tuple[int, int] | None = None  # start included, end excluded
    page: int | None = None
    box: tuple[float, float, float, float] | None = None  # PDF points, origin bottom left; None: the whole page


@dataclass(frozen=True)
class Citation:
    """An exhibit and the places in it that bear on an element."""

    sha256: str
    where: tuple[Where, ...] = ()


@dataclass(frozen=True)
class Element:
    """One thing that a paragraph requires to be shown for one addressee, and how far the exhibits show it."""

    name: str
    status: ElementStatus
    why: str
    exhibits: tuple[Citation, ...] = ()


@dataclass(frozen=True)
class MeasureRef:
    """A measure as cited; ``paragraph_number`` carries the register's verification mark of that number."""

    id: str
    resolution: int
    paragraph: str
    paragraph_number: Literal["verified", "partial", "unverified"]


@dataclass(frozen=True)
class Reply:
    """What the addressee answered, as far as this office knows."""

    state: ReplyState = "not asked by us"
    text: str | None = None
    date: str | None = None  # ISO date; for "asked, no answer" the deadline


@dataclass(frozen=True)
class Engagement:
    """That the occasion touches a measure, for one addressee in one capacity."""

    measure: MeasureRef
    force: Literal["decides", "calls upon", "requests"]
    addressee: str  # ISO 3166-1 alpha-2 of a State, or a person's or firm's name, or 'undetermined'
    capacity: str  # target State, flag State, port State, importing State, supplying State, host State, person
    elements: tuple[Element, ...]
    reply: Reply = field(default_factory=Reply)


@dataclass(frozen=True)
class Place:
    """Where something happened; ``lat`` and ``lon`` in degrees, None where the source gives no position."""

    role: str  # origin, destination, meeting, sighting, workplace, ...
    name: str | None
    country: str | None
    zone: Zone
    lat: float | None = None
    lon: float | None = None

    @property
    def waters(self) -> str:
        """The zone in words that say by themselves what is meant."""
        said = {"beyond": "beyond the territorial sea", "undetermined": "zone undetermined"}
        return said.get(self.zone, self.zone)

    @property
    def there(self) -> str:
        """The zone as a sentence goes on with it: 'in internal waters', 'beyond the territorial sea'."""
        said = {
            "port": "in port",
            "internal waters": "in internal waters",
            "territorial sea": "in the territorial sea",
            "undetermined": "in waters whose zone is undetermined",
        }
        return said.get(self.zone, self.waters)


@dataclass(frozen=True)
class Subject:
    """A ship, company, person or State taking part, as identified at the date."""

    role: str  # carrier, counterpart, listed ship, ...
    name: str | None
    imo: int | None = None
    mmsi: int | None = None
    flag: str | None = None  # ISO 3166-1 alpha-2


@dataclass(frozen=True)
class EventRef:
    """A computed event that the occasion rests on."""

    id: str
    kind: str
    digest: str
    mmsi: int
    start: str  # ISO 8601 UTC
    end: str | None


@dataclass(frozen=True)
class Refutation:
    """An innocent explanation that would refute the occasion, and whether it was checked."""

    name: str
    checked: bool
    outcome: Literal["refutes", "speaks against it", "does not refute", "open"]
    why: str


@dataclass(frozen=True)
class Typology:
    """Which way of evading, in which version of its rule."""

    name: str
    version: int


@dataclass(frozen=True)
class Occasion:
    """One dated instance of conduct that engages one or more measures."""

    id: str
    regime: str
    typology: Typology
    basis: Basis
    title: str
    start: str  # ISO 8601 UTC; with start_precision the earliest time that the evidence allows
    start_precision: Precision
    end: str
    end_precision: Precision
    places: tuple[Place, ...]
    subjects: tuple[Subject, ...]
    goods: tuple[str, ...]
    events: tuple[EventRef, ...]
    engagements: tuple[Engagement, ...]
    refutations: tuple[Refutation, ...]
    does_not_show: str
    likelihood: float | None = None  # None: not measured; see typologies/likelihood.py for what it is not
    likelihood_ground: str | None = None  # what it was counted on, in words
    digest: str = ""
    number: int | None = None
    status: Status = "machine candidate"
    supersedes: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the stable JSON of this occasion, as published in the schema."""
        document = _plain(asdict(self))
        for engagement in document["engagements"]:
            for element in engagement["elements"]:
                for citation in element["exhibits"]:
                    citation["where"] = [_where(place) for place in citation["where"]]
        return {"schema_version": SCHEMA_VERSION, **document}

    def sealed(self) -> Occasion:
        """Return this occasion with its digest: over all that was derived, nothing that people decided."""
        document = self.to_json()
        for decided in ("digest", "number", "status", "supersedes"):
            del document[decided]
        for engagement in document["engagements"]:
            del engagement["reply"]
        return replace(self, digest=hashlib.sha256(canonical.dumps(_exact(document))).hexdigest())


def occasion_id(typology: str, ships: list[int | str], anchor: list[int | str]) -> str:
    """Return the id of an occasion: its typology, the ships' numbers and the typology's own anchor, nothing else."""
    named = [typology, sorted(str(ship) for ship in ships), [str(part) for part in anchor]]
    return hashlib.sha256(canonical.dumps(named)).hexdigest()[:32]


def from_json(document: dict[str, Any]) -> Occasion:
    """Read back what :meth:`Occasion.to_json` wrote."""
    body = {key: value for key, value in document.items() if key != "schema_version"}
    body["typology"] = Typology(**body["typology"])
    body["places"] = tuple(Place(**place) for place in body["places"])
    body["subjects"] = tuple(Subject(**subject) for subject in body["subjects"])
    body["goods"] = tuple(body["goods"])
    body["events"] = tuple(EventRef(**event) for event in body["events"])
    body["refutations"] = tuple(Refutation(**refutation) for refutation in body["refutations"])
    body["engagements"] = tuple(_engagement(engagement) for engagement in body["engagements"])
    return Occasion(**body)


def _engagement(document: dict[str, Any]) -> Engagement:
    return Engagement(
        MeasureRef(**document["measure"]),
        document["force"],
        document["addressee"],
        document["capacity"],
        tuple(_element(element) for element in document["elements"]),
        Reply(**document["reply"]),
    )


def _element(document: dict[str, Any]) -> Element:
    cited = tuple(Citation(one["sha256"], tuple(map(_where_from, one["where"]))) for one in document["exhibits"])
    return Element(document["name"], document["status"], document["why"], cited)


def _where_from(document: dict[str, Any]) -> Where:
    values: dict[str, Any] = {key: tuple(at) if isinstance(at, list) else at for key, at in document.items()}
    return Where(**values)


def _where(place: dict[str, Any]) -> dict[str, Any]:
    if place["page"] is not None:
        return {"page": place["page"], "box": place["box"]}
    return {key: place[key] for key in ("rows", "chars") if place[key] is not None}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value


def _exact(value: Any) -> Any:
    """Turn floats into text, since canonical JSON holds integers only."""
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, dict):
        return {key: _exact(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_exact(inner) for inner in value]
    return value
