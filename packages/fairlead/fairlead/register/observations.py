"""Observations: what a named person records from an exhibit, checked for what it must say and what it must not.

A person's name is private to the log entry (so that it can be erased); workers are never named at all. Nothing is
looked up or added: what the exhibit does not give stays empty.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast, get_args

from fairlead.errors import MisuseError, RefusedError
from fairlead.register import times
from fairlead.register.known import PERSON
from fairlead.typologies.occasion import Citation, Place, Precision, Subject, Where, Zone
from fairlead.typologies.world import Observation

Act = Literal[
    "ship_to_ship", "loading", "discharge", "delivery", "port_call", "host_labour", "import", "export", "sighting"
]
ACTS: tuple[str, ...] = get_args(Act)

PLACE_ROLES: dict[str, str] = {
    "ship_to_ship": "meeting",
    "loading": "origin",
    "export": "origin",
    "discharge": "destination",
    "delivery": "destination",
    "import": "destination",
    "port_call": "destination",
    "host_labour": "workplace",
    "sighting": "sighting",
}
"""The role of the first place of each act; a second place is the destination."""


@dataclass(frozen=True)
class Draft:
    """What a person wants to record, as written. ``persons`` are named only in the private part of the entry."""

    act: str
    where: Where
    start: str
    how_known: str
    end: str | None = None
    precision: Precision | None = None
    subjects: tuple[Subject, ...] = ()
    persons: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    goods: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    reference: str | None = None
    note: str = ""
    basis: str | None = None


def entry_of(draft: Draft, sha256: str) -> tuple[dict[str, Any], dict[str, str]]:
    """Return body and private part of the log entry that records ``draft`` on exhibit ``sha256``.

    Raises :class:`MisuseError` for what is missing or contradicts itself, :class:`RefusedError` for a named worker.
    """
    _check(draft)
    start, end, precision = times.span(draft.start, draft.end, draft.precision)
    if times.day(start[:10], "start") > times.today():
        raise MisuseError(f"the start {draft.start} lies in the future", "an observation tells what was done")
    body: dict[str, Any] = {
        "exhibit": sha256,
        "where": _where_body(draft.where),
        "reference": draft.reference or f"{sha256[:16]}:{draft.act}:{start}",
        "act": draft.act,
        "subjects": [vars(subject) for subject in draft.subjects],
        "persons": len(draft.persons),
        "places": [_place_body(place) for place in draft.places],
        "goods": list(draft.goods),
        "start": start,
        "end": end,
        "precision": precision,
        "how_known": draft.how_known.strip(),
        "note": draft.note,
        "measures": list(draft.measures),
        "basis": draft.basis or ("observed" if draft.act == "sighting" else "documented"),
    }
    return body, {f"person_{number}": name for number, name in enumerate(draft.persons, 1)}


def observation(entry: str, body: Mapping[str, Any], private: Mapping[str, Any]) -> Observation:
    """Read an observation back from its log entry; an erased person stays as a subject without a name."""
    subjects = [Subject(**subject) for subject in body["subjects"]]
    for number in range(1, body["persons"] + 1):
        name = private.get(f"person_{number}")
        subjects.append(Subject(role=PERSON, name=str(name) if name is not None else None))
    return Observation(
        id=entry,
        reference=body["reference"],
        act=body["act"],
        subjects=tuple(subjects),
        places=tuple(_place(place) for place in body["places"]),
        goods=tuple(body["goods"]),
        start=body["start"],
        end=body["end"],
        precision=cast(Precision, body["precision"]),
        how_known=body["how_known"],
        note=body["note"],
        cited=Citation(body["exhibit"], (_where(body["where"]),)),
        measures=tuple(body["measures"]),
        basis=body["basis"],
    )


def in_order(observations: Sequence[Observation]) -> list[Observation]:
    """Return observations by time, then place in the log's hash order: never by the order of adding."""
    return sorted(observations, key=lambda seen: (seen.start, seen.end, seen.id))


def _check(draft: Draft) -> None:
    if draft.act not in ACTS:
        raise MisuseError(f"unknown act: {draft.act!r}", f"one of: {', '.join(ACTS)}")
    if draft.act == "host_labour" and draft.persons:
        raise RefusedError(
            "workers are never named", "record the State, the firm and the workplace; leave out --person"
        )
    if not draft.how_known.strip():
        raise MisuseError("an observation must say how it is known", '--how-known "date printed on the bill"')
    if not draft.subjects and not draft.persons:
        raise MisuseError("an observation needs somebody who acts", "--ship NAME[:IMO], --firm NAME or --state CC")
    if draft.basis not in (None, "observed", "documented", "stated"):
        raise MisuseError(f"unknown basis: {draft.basis!r}", "observed, documented or stated")
    _check_where(draft.where)


def _check_where(where: Where) -> None:
    given = [where.rows is not None, where.chars is not None, where.page is not None]
    if sum(given) != 1:
        raise MisuseError(
            "an observation names one place in its exhibit", "--page N [--box ...], --region, --rows A-B or --chars A-B"
        )
    for pair, least, what in ((where.rows, 1, "rows"), (where.chars, 0, "chars")):
        if pair is not None and not least <= pair[0] <= pair[1]:
            raise MisuseError(f"{what} {pair[0]}-{pair[1]} are not a range", f"--{what} FIRST-LAST, from {least}")
    if where.page is not None and where.page < 1:
        raise MisuseError(f"there is no page {where.page}", "pages count from 1")
    if where.box is not None and (where.box[0] >= where.box[2] or where.box[1] >= where.box[3]):
        raise MisuseError("the box is empty", "x0,y0,x1,y1 with x0 < x1 and y0 < y1")


def _where_body(where: Where) -> dict[str, Any]:
    """Boxes are kept in 1/1000 point (or pixel), since canonical JSON holds integers only."""
    if where.page is not None:
        return {"page": where.page, "box_milli": [round(side * 1000) for side in where.box] if where.box else None}
    return {"rows": list(where.rows)} if where.rows else {"chars": list(where.chars or ())}


def _where(body: Mapping[str, Any]) -> Where:
    if "page" in body:
        box = body["box_milli"]
        sides = tuple(side / 1000 for side in box) if box else None
        return Where(page=body["page"], box=cast("tuple[float, float, float, float] | None", sides))
    first, last = body["rows"] if "rows" in body else body["chars"]
    return Where(rows=(first, last)) if "rows" in body else Where(chars=(first, last))


def _place_body(place: Place) -> dict[str, Any]:
    lat, lon = place.lat, place.lon
    if (lat is None) != (lon is None):
        raise MisuseError("a position needs both latitude and longitude", "--lat 38.717 --lon 125.4")
    if lat is not None and lon is not None and not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise MisuseError(f"no such position: {lat}, {lon}", "degrees, north and east positive")
    return {
        "role": place.role,
        "name": place.name,
        "country": place.country,
        "zone": place.zone,
        "lat_e7": None if lat is None else round(lat * 10_000_000),
        "lon_e7": None if lon is None else round(lon * 10_000_000),
    }


def _place(body: Mapping[str, Any]) -> Place:
    lat, lon = body["lat_e7"], body["lon_e7"]
    return Place(
        body["role"],
        body["name"],
        body["country"],
        cast(Zone, body["zone"]),
        None if lat is None else lat / 10_000_000,
        None if lon is None else lon / 10_000_000,
    )
