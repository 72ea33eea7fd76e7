"""Occasions and the ships and firms in them as FollowTheMoney entities, one JSON line each, for OpenAleph and its kin.

What FollowTheMoney cannot say stands beside it under one key of our own, ``fairlead``, that its readers keep and do not
judge (docs/ftm.md): engagements with their elements and replies, what would refute the occasion, events with digests,
and identifiers that fail their check, which its readers would drop in silence. No exhibit's name or content leaves.
Persons keep their names only where the occasion gives them; an occasion that nobody opened says so in its summary.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from fairlead.register.known import PERSON
from fairlead.register.occasions import stamp
from fairlead.subjects import imo, mmsi
from fairlead.typologies.occasion import Occasion, Place, Subject

EXTENSION_VERSION = 2
IN_PROPERTY = "fairlead extension: "  # what a property that holds the extension begins with
_INTERVALS = frozenset(("UnknownLink", "Ownership", "Directorship", "Employment", "Sanction"))  # they have no notes
_DAY = 10  # letters of an ISO date

_SHIPS_ROLE = re.compile(r"ship|vessel|tanker|carrier|counterpart", re.IGNORECASE)

Entity = dict[str, Any]


def entities(occasions: Iterable[Occasion]) -> Iterator[Entity]:
    """Yield each subject once, then the occasions as events, each with a link to whoever takes part in it.

    An Event of FollowTheMoney involves legal entities only, and a ship is none: so every link has its role.
    """
    known: dict[str, Entity] = {}
    events = []
    for occasion in occasions:
        event = entity_id("occasion", occasion.id)
        links: dict[str, Entity] = {}
        for subject in occasion.subjects:
            made = _subject(subject)
            if made is None:
                continue
            _merge(known.setdefault(made["id"], made), made)
            link = entity_id("part", occasion.id, made["id"], subject.role)
            properties = {"subject": [made["id"]], "object": [event], "role": [subject.role]}
            links[link] = entity(link, "UnknownLink", {**properties, "startDate": [occasion.start[:_DAY]]}, {})
        involved = [one["properties"]["subject"][0] for one in links.values()]
        legal = [id for id in dict.fromkeys(involved) if known[id]["schema"] != "Vessel"]
        events += [_event(occasion, event, legal), *links.values()]
    yield from map(written, known.values())
    yield from map(written, events)


def written(made: Entity) -> Entity:
    """Return an entity as it is exported: its extension as one text of JSON.

    FollowTheMoney merges entities of one id and puts what they hold beside their properties into sets, which takes
    texts and no objects: with an object there, `ftm aggregate` and a second load end in an error. OpenAleph's own bulk
    load keeps properties alone and replaces all that stands beside them, so the text stands in one of them as well.
    """
    if "fairlead" not in made:
        return made
    text = json.dumps(made["fairlead"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    field = "description" if made["schema"] in _INTERVALS else "notes"
    kept = [*made["properties"].get(field, ()), f"{IN_PROPERTY}{text}"]
    return {**made, "properties": {**made["properties"], field: kept}, "fairlead": text}


def entity_id(kind: str, *parts: object) -> str:
    """Return an id that is the same in every export of the same thing, and tells nothing but its kind."""
    digest = hashlib.sha256("\x1f".join([kind, *map(str, parts)]).encode()).hexdigest()
    return f"fairlead-{kind}-{digest[:32]}"


def ship_id(number: int | None, station: int | None, name: str | None) -> str | None:
    """Return the id of a ship by IMO number, else MMSI, else name; None where nothing is known."""
    for kind, value in (("imo", number), ("mmsi", station), ("name", name)):
        if value is not None:
            return entity_id("vessel", kind, value)
    return None


def entity(id: str, schema: str, properties: dict[str, Iterable[str | None]], extension: dict[str, Any]) -> Entity:
    """Return one entity; empty properties are left out, and what FollowTheMoney cannot say goes under ``fairlead``."""
    said = {key: [value for value in values if value] for key, values in properties.items()}
    made: Entity = {"id": id, "schema": schema, "properties": {key: values for key, values in said.items() if values}}
    kept = {key: value for key, value in extension.items() if value not in (None, [], {}, "")}
    return {**made, "fairlead": {"v": EXTENSION_VERSION, **kept}} if kept else made


def ship_numbers(numbers: Iterable[int | str]) -> tuple[list[str], list[dict[str, Any]]]:
    """Return the IMO numbers that pass their check as FollowTheMoney takes them, and all others with their verdict."""
    judged = [imo.verdict(number) for number in numbers]
    wrong = [{"printed": one.printed, "verdict": one.verdict} for one in judged if one.verdict != "valid"]
    return [f"IMO{one.value}" for one in judged if one.verdict == "valid"], wrong


def ship_mmsis(numbers: Iterable[int | str]) -> tuple[list[str], list[str]]:
    """Return the MMSIs of ships as FollowTheMoney takes them, and all others as they were given."""
    given = [f"{int(number):09d}" if str(number).isdigit() else str(number) for number in numbers]
    good = [one for one in given if one.isdigit() and mmsi.kind(int(one)) == "ship"]
    return good, [one for one in given if one not in good]


def _subject(subject: Subject) -> Entity | None:
    if subject.role == PERSON:
        return (
            entity(entity_id("person", subject.name), "Person", {"name": [subject.name]}, {}) if subject.name else None
        )
    made = ship_id(subject.imo, subject.mmsi, subject.name)
    if made is None:
        return None
    if subject.imo is None and subject.mmsi is None:
        # A name without a number is told to be a ship by its role alone; many ships bear one name.
        extension = {"named_only": True, "flag": subject.flag}
        schema = "Vessel" if _SHIPS_ROLE.search(subject.role) else "LegalEntity"
        return entity(entity_id("named", schema, subject.name), schema, {"name": [subject.name]}, extension)
    numbers, wrong = ship_numbers([subject.imo] if subject.imo is not None else [])
    stations, odd = ship_mmsis([subject.mmsi] if subject.mmsi is not None else [])
    name = subject.name or f"ship without a name ({(numbers or stations or ['number not valid'])[0]})"
    properties: dict[str, Iterable[str | None]] = {
        "name": [name],
        "imoNumber": numbers,
        "mmsi": stations,
        "flag": [subject.flag.lower() if subject.flag else None],
    }
    return entity(made, "Vessel", properties, {"wrong_imo": wrong, "other_mmsi": odd})


def _event(occasion: Occasion, own: str, involved: list[str]) -> Entity:
    document = occasion.to_json()
    stamped = stamp(occasion)
    summary = f"{f'{stamped}. ' if stamped else ''}{occasion.title}"
    engaged = [f"{one.measure.id}: {one.addressee} ({one.capacity})" for one in occasion.engagements]
    properties: dict[str, Iterable[str | None]] = {
        "name": [occasion.title],
        "summary": [summary],
        "description": ["; ".join(f"engages {one}" for one in engaged), occasion.does_not_show],
        "startDate": [occasion.start[:_DAY]],
        "endDate": [occasion.end[:_DAY]],
        "recordId": [occasion.id],
        "location": [_located(place) for place in occasion.places],
        "country": sorted({place.country.lower() for place in occasion.places if place.country}),
        "involved": involved,
    }
    return entity(own, "Event", properties, {"occasion": document, "stamp": stamped})


def _located(place: Place) -> str | None:
    where = f" ({place.lat:.4f}, {place.lon:.4f})" if place.lat is not None and place.lon is not None else ""
    return f"{place.role}: {place.name or place.zone}{where}" if place.name or where else None


def _merge(held: Entity, other: Entity) -> None:
    """Add to an entity what another occasion gives of the same one, nothing twice."""
    for key, values in other["properties"].items():
        kept = held["properties"].setdefault(key, [])
        kept += [value for value in values if value not in kept]
    for key, values in other.get("fairlead", {}).items():
        extension = held.setdefault("fairlead", {"v": EXTENSION_VERSION})
        if isinstance(values, list):
            kept = extension.setdefault(key, [])
            kept += [value for value in values if value not in kept]
        else:
            extension.setdefault(key, values)
