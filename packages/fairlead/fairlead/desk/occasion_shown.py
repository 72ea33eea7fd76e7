"""One occasion as the desk's screen and its API give it: a stable document.

The words come from the register, the rows from the readings; here they are put side by side.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from fairlead.desk.acts_shown import FindingShown, RequestShown, Told, finding, request, told_of
from fairlead.desk.addresses import address
from fairlead.desk.listing import Asked, ship_key
from fairlead.desk.occasions_shown import Item, item
from fairlead.desk.workplace import View, Workplace
from fairlead.dossier import around
from fairlead.errors import MisuseError
from fairlead.register import followed, times, told
from fairlead.register.dressing import Gone
from fairlead.register.excerpts import place_of
from fairlead.register.occasions import called, stamp
from fairlead.typologies import likelihood
from fairlead.typologies.occasion import Citation, Element, Engagement, Occasion, Subject


class Ship(BaseModel):
    """A subject, and the address of its page; ``key`` is None where nothing but a role is known."""

    role: str
    name: str | None
    imo: int | None
    mmsi: int | None
    flag: str | None
    key: str | None


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


class JudgedShown(BaseModel):
    """What people said of something that was read in an exhibit that the occasion cites."""

    exhibit: int  # its number on this page
    sha256: str
    said: str


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
    likelihood: float | None  # None: not measured
    likelihood_said: str
    exhibits: list[dict[str, Any]]
    history: list[Told]
    findings: list[FindingShown]
    requests: list[RequestShown]
    related: list[Item]
    has_track: bool
    waiting_for_second: bool
    judged: list[JudgedShown]
    unfollowed: str  # what people did since it was derived, which deriving anew would follow; "": nothing


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
        places=[vars(each) | {"waters": each.waters} for each in one.places],
        goods=list(one.goods),
        elements=list(dict.fromkeys(part.name for each in one.engagements for part in each.elements)),
        columns=[_column(each, numbers, names) for each in one.engagements],
        missing=[(part.name, each.addressee) for each in one.engagements for part in each.elements if _is_gap(part)],
        refutations=[vars(each) for each in one.refutations],
        does_not_show=one.does_not_show,
        likelihood=one.likelihood,
        likelihood_said=likelihood.said(one).removeprefix("likelihood: "),
        exhibits=[_cited(place, number, sha256) for sha256, (number, _) in cited.items()],
        history=[told_of(place, entry, people) for entry in history],
        findings=[finding(place, row, history, people) for row in register.findings(one.id)],
        requests=[request(row) for row in register.requests(one.id)],
        related=[item(view, other) for other in related(view, one)],
        has_track=around.span_us(one) is not None,
        waiting_for_second=register.proposal(one.id) is not None,
        unfollowed=view.unfollowed,
        judged=[JudgedShown(exhibit=numbers[sha256], sha256=sha256, said=line) for sha256, line in _judged(place, one)],
    )


def _judged(place: Workplace, one: Occasion) -> list[tuple[str, str]]:
    judged = place.case.register.judgements()
    if not judged.statements and not judged.rows:
        return []
    pending = place.case.log.ids_since("find", followed.JUDGING)
    return followed.beneath(one, judged, place.case.readings_folder, (), pending)


def history_of(place: Workplace, asked: str) -> tuple[Gone | Occasion, list[Told]]:
    """Return an occasion, also one that vanished, with its history."""
    found = place.view().find(asked)
    id = found.known.id if isinstance(found, Gone) else found.id
    people = place.people()
    return found, [told_of(place, entry, people) for entry in place.case.register.history(id)]


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


def _column(engagement: Engagement, numbers: dict[str, int], names: dict[str, str]) -> Column:
    who = engagement.addressee
    return Column(
        measure=engagement.measure.id,
        paragraph=told.paragraph(engagement),
        force=engagement.force,
        addressee=who,
        addressee_name=told.addressee(who),
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
