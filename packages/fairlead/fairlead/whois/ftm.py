"""A subject as FollowTheMoney entities: who it is, its sanctions by list, its owners and officers as links.

What FollowTheMoney cannot say goes along under ``fairlead``: every statement with its days and its place, numbers that
are false or fail their check, legal bases by copy, and decisions on identity with their reasons (docs/ftm.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from fairlead.register.ftm import Entity, entity, entity_id, ship_mmsis, ship_numbers, written
from fairlead.subjects.history import History
from fairlead.subjects.listed import Entry
from fairlead.whois.ownership import Tie
from fairlead.whois.subject import Subject

_SCHEMATA = {"ship": "Vessel", "individual": "Person", "entity": "LegalEntity", "aircraft": "Airplane"}
_ANY = {
    "name": "name",
    "alias": "alias",
    "name_original_script": "alias",
    "former_name": "previousName",
    "address": "address",
}
_OWN = {
    "Vessel": {"call_sign": "callSign", "type": "type"},
    "Person": {"date_of_birth": "birthDate", "place_of_birth": "birthPlace", "passport": "passportNumber"},
    "LegalEntity": {},
    "Airplane": {"type": "type"},
}
_COUNTRIES = {
    "Vessel": {"flag": "flag", "former_flag": "pastFlags"},
    "Person": {"nationality": "nationality"},
    "LegalEntity": {"country": "country"},
    "Airplane": {"country": "country"},
}
_OWNED = {"owned by": "Ownership", "formerly owned by": "Ownership"}


def entities(subject: Subject) -> Iterator[Entity]:
    """Yield the subject, its sanctions, and its owners and other ties with whom they tie it to."""
    own = subject_id(subject)
    yield written(_principal(subject, own))
    for listed in subject.listed:
        yield written(_sanction(listed, own))
    for number, tie in enumerate(subject.ties):
        yield from map(written, _tied(tie, own, subject.kind, number))


def subject_id(subject: Subject) -> str:
    """Return the id of a subject: by its IMO number, as the events of occasions name ships, else by its first entry."""
    number = next((ref.removeprefix("imo:") for ref in subject.references if ref.startswith("imo:")), None)
    if subject.kind == "ship" and number:
        return entity_id("vessel", "imo", number)
    return entity_id(subject.kind, subject.references[0])


def _principal(subject: Subject, own: str) -> Entity:
    schema = _SCHEMATA.get(subject.kind, "LegalEntity")
    properties: dict[str, list[str | None]] = {"name": [subject.name]}
    for said in subject.statements:
        named = _ANY.get(said.what) or _OWN[schema].get(said.what)
        if named:
            value = said.value if said.what in ("date_of_birth", "passport") else said.printed
            properties.setdefault(named, []).append(value)
        elif said.what in _COUNTRIES[schema] and said.value and len(said.value) == len("xx"):
            properties.setdefault(_COUNTRIES[schema][said.what], []).append(said.value.lower())
    if schema == "Vessel":
        numbers = _values(subject, "imo")
        properties["imoNumber"], wrong = list(ship_numbers(numbers)[0]), ship_numbers(numbers)[1]
        properties["mmsi"] = list(ship_mmsis(_values(subject, "mmsi"))[0])
    else:
        wrong = [{"printed": printed, "verdict": None} for printed in _values(subject, "imo")]
    extension: dict[str, Any] = {
        "references": list(subject.references),
        "statements": [asdict(said) for said in subject.statements],
        "wrong_imo": wrong,
        "false_imo": _values(subject, "fraud_imo"),
        "decisions": [asdict(decision) for decision in subject.decisions],
        "questions": [asdict(question) for question in subject.questions],
    }
    return entity(own, schema, {key: dict.fromkeys(values) for key, values in properties.items()}, extension)


def _sanction(listed: History, own: str) -> Entity:
    entry: Entry = listed.entry
    properties: dict[str, Iterable[str | None]] = {
        "entity": [own],
        "authorityId": [entry.entry],
        "program": [entry.regime],
        "provisions": [basis.printed for basis in listed.bases],
        "listingDate": [entry.listed_on],
        "startDate": [entry.listed_on],
        "endDate": [listed.ended.by if listed.ended else None],
        "status": [listed.status()],
        "reason": [entry.narrative],
        "recordId": [entry.reference],
    }
    extension = {
        "list": entry.list_id,
        "bases": [asdict(basis) for basis in listed.bases],
        "first_copy": listed.seen[0].on,
        "last_copy": listed.seen[-1].on,
        "copies": len(listed.seen),
        "ended": asdict(listed.ended) if listed.ended else None,
    }
    return entity(entity_id("sanction", entry.reference), "Sanction", properties, extension)


def _tied(tie: Tie, own: str, kind: str, number: int) -> Iterator[Entity]:
    """Yield a tie as a link, with the other side named as the list prints it; addresses and posts are no links."""
    if tie.how in ("has the address", "holds the post"):
        return
    other = entity_id("named", tie.entries[0] if tie.entries and not tie.by_name else tie.printed)
    yield entity(
        other, "LegalEntity", {"name": [tie.printed]}, {"as_printed_by": tie.said_by, "may_be": list(tie.entries)}
    )
    since, _, until = (tie.said.verdict or "").partition("/") if "/" in (tie.said.verdict or "") else ("", "", "")
    dates: dict[str, Iterable[str | None]] = {"startDate": [since], "endDate": [until], "recordId": [tie.said_by]}
    link = entity_id("link", own, tie.how, tie.printed, number)
    extension = {
        "by_name": tie.by_name,
        "said_by": tie.said_by,
        "exhibit": tie.said.last[0].sha256,
        "row": tie.said.last[1],
    }
    if tie.how in _OWNED and kind in ("ship", "aircraft"):
        properties = {"owner": [other], "asset": [own], "role": [tie.how], **dates}
        yield entity(link, "Ownership", properties, extension)
    else:
        properties = {"subject": [own], "object": [other], "role": [tie.how], **dates}
        yield entity(link, "UnknownLink", properties, extension)


def _values(subject: Subject, what: str) -> list[str]:
    return list(dict.fromkeys(said.value or said.printed for said in subject.statements if said.what == what))
