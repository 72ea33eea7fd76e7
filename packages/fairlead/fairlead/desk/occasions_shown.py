"""The list of occasions as the desk's screen, its map and its API give it: rows, facets, bars of time, points."""

from __future__ import annotations

from typing import cast

from pydantic import BaseModel

from fairlead.desk.listing import Asked, Listed, iso_day
from fairlead.desk.workplace import View
from fairlead.register import times, told
from fairlead.register.occasions import called, stamp
from fairlead.subjects import states
from fairlead.typologies.occasion import Occasion, Precision

PAGE = 50  # rows of the list in one answer; ours
MOST = 500
_UNASKED = "not asked by us"
_VALUES_SHOWN = 30  # of one facet; the search box finds the rest

FACET_NAMES = {
    "status": "Status",
    "basis": "Basis",
    "typology": "Typology",
    "measure": "Measure",
    "state": "State or addressee",
    "ship": "Ship",
    "goods": "Goods",
    "missing": "Element missing",
}


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
    unfollowed: str  # what people did since these were derived, which deriving anew would follow; "": nothing


class Points(BaseModel):
    """All occasions as the map needs them, in the order of the bits: position or None, start, basis, status."""

    ids: list[str]
    points: list[tuple[float, float] | None]
    starts: list[int]  # seconds since 1970
    basis: list[str]
    titles: list[str]


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
        unfollowed=view.unfollowed,
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


def _days(one: Occasion) -> str:
    """Return its time to the day, or coarser where it is known no better: what a list has room for."""
    coarse = {"second": "day", "minute": "day", "hour": "day"}
    first, last = (coarse.get(each, each) for each in (one.start_precision, one.end_precision))
    end = one.end if one.end_precision not in coarse else times.iso(times.microseconds(one.end) + 1)
    return times.said(one.start, cast(Precision, first), end, cast(Precision, last))


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
