"""One occasion, and the list of them, as the desk's screens and its API give them: stable documents.

The words come from the register, the rows from the readings; here they are put side by side.
"""

from __future__ import annotations

from typing import Any, cast

from pydantic import BaseModel

from fairlead.desk.listing import Asked, Listed, iso_day, ship_key
from fairlead.desk.workplace import View, Workplace
from fairlead.dossier import around
from fairlead.errors import MisuseError
from fairlead.evidence.entries import Entry
from fairlead.register import times, told
from fairlead.register.dressing import Gone
from fairlead.register.excerpts import place_of
from fairlead.register.occasions import called, stamp
from fairlead.subjects import states
from fairlead.typologies.occasion import Citation, Element, Engagement, Occasion, Precision, Subject, Where

PAGE = 50  # rows of the list in one answer; ours
MOST = 500

FACET_NAMES = {
    "status": "Status",
    "basis": "Basis",
    "typology": "Way of evading",
    "measure": "Measure",
    "state": "State or addressee",
    "ship": "Ship",
    "goods": "Goods",
    "missing": "Element missing",
}


class Ship(BaseModel):
    """A subject, and the address of its page; ``key`` is None where nothing but a role is known."""

    role: str
    name: str | None
    imo: int | None
    mmsi: int | None
    flag: str | None
    key: str | None


class Item(BaseModel):
    """One row of the list."""

    id: str
    called: str
    number: int | None
    status: str
    stamp: str | None
    basis: str
    typology: str
    title: str
    when: str
    days: str
    start: str
    end: str
    measures: list[str]
    addressees: list[str]
    missing: list[str]
    reply: str
    notes: list[str]
    position: tuple[float, float] | None
    digest: str


class FacetValue(BaseModel):
    """A value of a facet, and how many occasions it would leave."""

    value: str
    label: str
    count: int
    chosen: bool


class Facet(BaseModel):
    """One way of narrowing the list."""

    name: str
    label: str
    values: list[FacetValue]


class Bar(BaseModel):
    """A bar of the time brush."""

    start: str
    count: int


class OccasionList(BaseModel):
    """The list: one page of it, its facets, its time line; ``bits`` names all of it to the map (hex, lowest first)."""

    total: int
    of: int
    offset: int
    by_basis: dict[str, int]
    counted: str
    items: list[Item]
    facets: list[Facet]
    bars: list[Bar]
    first: str | None
    last: str | None
    bits: str


class Points(BaseModel):
    """All occasions as the map needs them, in the order of the bits: position or None, start, basis, status."""

    ids: list[str]
    points: list[tuple[float, float] | None]
    starts: list[int]  # seconds since 1970
    basis: list[str]
    titles: list[str]


class Place(BaseModel):
    """A place in an exhibit, its address on the exhibit's page, and its name in words."""

    sha256: str
    exhibit: int  # its number on this page
    name: str
    words: str
    address: str
    rows: tuple[int, int] | None
    chars: tuple[int, int] | None
    page: int | None
    box: tuple[float, float, float, float] | None


class Cell(BaseModel):
    """One element for one addressee."""

    name: str
    status: str
    why: str
    places: list[Place]


class Column(BaseModel):
    """One engagement: a column of the matrix, the reply at its foot."""

    measure: str
    paragraph: str
    force: str
    addressee: str
    addressee_name: str
    capacity: str
    reply: str
    reply_state: str
    cells: dict[str, Cell]


class Told(BaseModel):
    """One act of the history."""

    entry: str
    index: int
    when: str
    act: str
    who: str
    said: str
    purpose: str


class FindingShown(BaseModel):
    """A finding; names only where the log still holds them."""

    entry: str
    state: str
    outcome: str
    standard: str
    likelihood: str
    confidence: str
    grounds: str
    dissent: str | None
    concluding: list[str]
    dissenting: list[str]
    proposed_by: str
    confirmed_by: str | None


class RequestShown(BaseModel):
    """A request with its questions."""

    entry: str
    addressee: str
    sent: str
    deadline: str
    questions: list[dict[str, str]]
    text: str | None
    exhibit: str | None


class Detail(BaseModel):
    """One occasion with all that stands around it. ``based_on`` is what an act on it must name."""

    id: str
    called: str
    number: int | None
    status: str
    stamp: str | None
    basis: str
    typology: str
    typology_version: int
    title: str
    sentence: str
    when: str
    start: str
    end: str
    digest: str
    based_on: str
    notes: list[str]
    ships: list[Ship]
    places: list[dict[str, Any]]
    goods: list[str]
    elements: list[str]
    columns: list[Column]
    missing: list[tuple[str, str]]
    refutations: list[dict[str, Any]]
    does_not_show: str
    exhibits: list[dict[str, Any]]
    history: list[Told]
    findings: list[FindingShown]
    requests: list[RequestShown]
    related: list[Item]
    has_track: bool
    waiting_for_second: bool


def label(facet: str, value: str, names: dict[str, str] | None = None) -> str:
    """Return how a facet's value reads."""
    if facet == "typology":
        return value.replace("_", " ")
    if facet == "state":
        return f"{states.english_name(value)} ({value})" if len(value) == 2 and value.isupper() else value
    if facet == "measure":
        resolution, _, paragraph = value.partition("-")
        return f"{resolution} ¶ {paragraph}"
    if facet == "ship":
        return (names or {}).get(value) or value.replace("-", " ", 1).upper()
    return value


def listed(view: View, asked: Asked, offset: int = 0, limit: int = PAGE) -> OccasionList:
    """Return one page of the list that was asked for."""
    index = view.index
    found = index.find(asked)
    chosen = [index.occasions[n] for n in found.order[offset : offset + min(limit, MOST)]]
    span = index.span_us()
    size = max(1, (len(index.occasions) + 7) // 8)
    return OccasionList(
        total=len(found.order),
        of=len(index.occasions),
        offset=offset,
        by_basis=found.by_basis,
        counted=_counted(found),
        items=[item(view, one) for one in chosen],
        facets=_facets(view, asked, found),
        bars=[Bar(start=times.iso(bar.start_us), count=bar.count) for bar in found.bins],
        first=iso_day(span[0]) if span else None,
        last=iso_day(span[1]) if span else None,
        bits=found.bits.to_bytes(size, "little").hex(),
    )


def item(view: View, one: Occasion) -> Item:
    """Return one row of the list."""
    standing = view.standings.get(one.id)
    replies = sorted({engagement.reply.state for engagement in one.engagements}, key=lambda said: said == _UNASKED)
    missing = {element.name for each in one.engagements for element in each.elements if element.status == "missing"}
    return Item(
        id=one.id,
        called=called(one),
        number=one.number,
        status=one.status,
        stamp=stamp(one),
        basis=one.basis,
        typology=one.typology.name,
        title=one.title,
        when=told.when(one),
        days=_days(one),
        start=one.start,
        end=one.end,
        measures=sorted({each.measure.id for each in one.engagements}),
        addressees=sorted({each.addressee for each in one.engagements}),
        missing=sorted(missing),
        reply="; ".join(replies) or _UNASKED,
        notes=list(standing.notes) if standing else [],
        position=next(((p.lon, p.lat) for p in one.places if p.lon is not None and p.lat is not None), None),
        digest=one.digest,
    )


_UNASKED = "not asked by us"


def _days(one: Occasion) -> str:
    """Return its time to the day, or coarser where it is known no better: what a list has room for."""
    coarse = {"second": "day", "minute": "day", "hour": "day"}
    first, last = (coarse.get(each, each) for each in (one.start_precision, one.end_precision))
    end = one.end if one.end_precision not in coarse else times.iso(times.microseconds(one.end) + 1)
    return times.said(one.start, cast(Precision, first), end, cast(Precision, last))


def points(view: View) -> Points:
    """Return what the map draws."""
    index = view.index
    return Points(
        ids=[one.id for one in index.occasions],
        points=index.points(),
        starts=[start // 1_000_000 for start in index.starts_us()],
        basis=[one.basis for one in index.occasions],
        titles=[one.title[:120] for one in index.occasions],
    )


def detail(place: Workplace, view: View, asked: str) -> Detail:
    """Return one occasion with all that stands around it."""
    one = view.present(asked)
    standing, register = view.standings.get(one.id), place.case.register
    cited = told.numbered(one)
    names = {sha256: _exhibit_name(place, sha256) for sha256 in cited}
    numbers = {sha256: number for sha256, (number, _) in cited.items()}
    history = register.history(one.id)
    people = place.people()
    return Detail(
        id=one.id,
        called=called(one),
        number=one.number,
        status=one.status,
        stamp=stamp(one),
        basis=one.basis,
        typology=one.typology.name,
        typology_version=one.typology.version,
        title=one.title,
        sentence=told.engages(one),
        when=told.when(one),
        start=one.start,
        end=one.end,
        digest=one.digest,
        based_on=history[-1].id if history else "",
        notes=list(standing.notes) if standing else [],
        ships=[ship(who) for who in one.subjects],
        places=[vars(each) for each in one.places],
        goods=list(one.goods),
        elements=list(dict.fromkeys(part.name for each in one.engagements for part in each.elements)),
        columns=[_column(each, numbers, names) for each in one.engagements],
        missing=[(part.name, each.addressee) for each in one.engagements for part in each.elements if _is_gap(part)],
        refutations=[vars(each) for each in one.refutations],
        does_not_show=one.does_not_show,
        exhibits=[_cited(place, number, sha256) for sha256, (number, _) in cited.items()],
        history=[_told(place, entry, people) for entry in history],
        findings=[finding(place, row, history, people) for row in register.findings(one.id)],
        requests=[_request(row) for row in register.requests(one.id)],
        related=[item(view, other) for other in related(view, one)],
        has_track=bool(one.events),
        waiting_for_second=register.proposal(one.id) is not None,
    )


def history_of(place: Workplace, asked: str) -> tuple[Gone | Occasion, list[Told]]:
    """Return an occasion, also one that vanished, with its history."""
    found = place.view().find(asked)
    id = found.known.id if isinstance(found, Gone) else found.id
    people = place.people()
    return found, [_told(place, entry, people) for entry in place.case.register.history(id)]


def related(view: View, one: Occasion, most: int = 8) -> list[Occasion]:
    """Return occasions of the same ships, nearest in time first."""
    index = view.index
    keys = [ship_key(who.imo, who.mmsi, who.name) for who in one.subjects if who.imo or who.mmsi]
    if not keys:
        return []
    found = index.find(Asked({"ship": keys}))
    others = [index.occasions[n] for n in found.order if index.occasions[n].id != one.id]
    start = times.microseconds(one.start)
    return sorted(others, key=lambda other: abs(times.microseconds(other.start) - start))[:most]


def ship(who: Subject) -> Ship:
    """Return a subject with the address of its page."""
    key = ship_key(who.imo, who.mmsi, who.name) if who.imo or who.mmsi or who.name else None
    return Ship(role=who.role, name=who.name, imo=who.imo, mmsi=who.mmsi, flag=who.flag, key=key)


def track(place: Workplace, view: View, asked: str) -> dict[str, Any]:
    """Return what its ships did around an occasion: positions to play back, and events as bars of lanes."""
    one = view.present(asked)
    derived = place.case.derived_folder
    span = around.span_us(one)
    return {
        "start": one.start,
        "end": one.end,
        "from_us": span[0] if span else None,
        "until_us": span[1] if span else None,
        "ships": [
            {"mmsi": each.mmsi, "label": each.label, "points": [list(point) for point in each.points]}
            for each in around.sailed(one, derived / "legs.parquet")
        ],
        "events": [vars(each) for each in around.happened(one, derived / "events")],
        "own": [ref.id for ref in one.events],
        "places": [vars(each) for each in one.places if each.lat is not None],
    }


def address(sha256: str, where: Where) -> str:
    """Return the address of a place in an exhibit: its page on the desk, at the very rows, words or region."""
    if where.rows:
        return f"/exhibits/{sha256}?rows={where.rows[0]}-{where.rows[1]}"
    if where.chars:
        return f"/exhibits/{sha256}?chars={where.chars[0]}-{where.chars[1]}"
    box = f"&box={','.join(f'{side:g}' for side in where.box)}" if where.box else ""
    return f"/exhibits/{sha256}?page={where.page}{box}"


def _column(engagement: Engagement, numbers: dict[str, int], names: dict[str, str]) -> Column:
    who = engagement.addressee
    return Column(
        measure=engagement.measure.id,
        paragraph=told.paragraph(engagement),
        force=engagement.force,
        addressee=who,
        addressee_name=states.english_name(who) if len(who) == 2 else who,
        capacity=engagement.capacity,
        reply=told.reply(engagement),
        reply_state=engagement.reply.state,
        cells={part.name: _cell(part, numbers, names) for part in engagement.elements},
    )


def _cell(part: Element, numbers: dict[str, int], names: dict[str, str]) -> Cell:
    places = [place for citation in part.exhibits for place in _places(citation, numbers, names)]
    return Cell(name=part.name, status=part.status, why=part.why, places=places)


def _places(citation: Citation, numbers: dict[str, int], names: dict[str, str]) -> list[Place]:
    sha256 = citation.sha256
    return [
        Place(
            sha256=sha256,
            exhibit=numbers[sha256],
            name=names[sha256],
            words=place_of(where),
            address=address(sha256, where),
            rows=where.rows,
            chars=where.chars,
            page=where.page,
            box=where.box,
        )
        for where in citation.where
    ]


def _is_gap(part: Element) -> bool:
    return part.status == "missing"


def _exhibit_name(place: Workplace, sha256: str) -> str:
    try:
        return place.case.exhibits.get(sha256).name
    except MisuseError:
        return "not in this case any more"


def _cited(place: Workplace, number: int, sha256: str) -> dict[str, Any]:
    try:
        exhibit = place.case.exhibits.get(sha256)
    except MisuseError:
        return {"number": number, "sha256": sha256, "name": "not in this case any more", "media_type": "", "grade": ""}
    first, handling = exhibit.receipts[0], exhibit.handling
    return {
        "number": number,
        "sha256": sha256,
        "name": exhibit.name,
        "media_type": exhibit.media_type,
        "grade": f"{first.reliability}{first.credibility}",
        "handling": handling.marking,
        "may_show": handling.may_show,
    }


def _told(place: Workplace, entry: Entry, people: dict[str, str | None]) -> Told:
    named = place.case.register.people(entry) if entry.act == "finding" else None
    return Told(
        entry=entry.id,
        index=entry.index,
        when=times.iso(entry.time_us).replace("T", " ")[:16],
        act=entry.act,
        who=told.actor(people, entry),
        said=told.act(entry, named),
        purpose=entry.purpose,
    )


def finding(place: Workplace, row: dict[str, Any], history: list[Entry], people: dict[str, str | None]) -> FindingShown:
    """Return a finding with the names that the log still holds."""
    entry = next((each for each in history if each.id == row["entry"]), None)
    named = place.case.register.people(entry) if entry else None
    kept = ("entry", "state", "outcome", "standard", "likelihood", "confidence", "grounds", "dissent")
    return FindingShown(
        **{name: row[name] for name in kept},
        concluding=list(named.concluding) if named else [],
        dissenting=list(named.dissenting) if named else [],
        proposed_by=people.get(row["proposed_by"]) or f"actor {row['proposed_by'][:8]}",
        confirmed_by=None
        if row["confirmed_by"] is None
        else people.get(row["confirmed_by"]) or f"actor {row['confirmed_by'][:8]}",
    )


def _request(row: dict[str, Any]) -> RequestShown:
    kept = ("entry", "addressee", "sent", "deadline", "questions", "text", "exhibit")
    return RequestShown(**{name: row[name] for name in kept})


def _counted(found: Listed) -> str:
    """Say how many by basis, never adding what is only stated to the rest."""
    parts = [f"{found.by_basis.get(basis, 0):,} {basis}" for basis in ("observed", "documented")]
    stated = found.by_basis.get("stated", 0)
    return f"{', '.join(parts)}; apart from these, {stated:,} stated" if stated else ", ".join(parts)


def _facets(view: View, asked: Asked, found: Listed) -> list[Facet]:
    names = view.index.ship_names
    facets = []
    for name, counted in found.facets.items():
        chosen = set(asked.facets.get(name, ()))
        kept = [pair for pair in counted if pair[0] in chosen] + [pair for pair in counted if pair[0] not in chosen]
        values = [
            FacetValue(value=value, label=label(name, value, names), count=count, chosen=value in chosen)
            for value, count in kept[:_VALUES_SHOWN]
        ]
        facets.append(Facet(name=name, label=FACET_NAMES[name], values=values))
    return facets


_VALUES_SHOWN = 30  # of one facet; the search box finds the rest
