"""FollowTheMoney entities as JSON lines, as OpenSanctions and its kin publish them: ships, firms and persons.

Entities that can be listed become listings; ownerships and posts hang on what is owned or run, with their dates, as
rows of the kind ``link``; addresses and other links are counted in a note and left out. Identifiers that their
publisher marks as false (``fraudImoNumber`` and its kind) keep a kind of their own and never count as the ship's.
Values are kept as printed, in the order of the file.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from fairlead.errors import UnreadableError
from fairlead.readers.lists.listing_rows import Identity, Listing, hand_out
from fairlead.readers.reader import Sink, Source
from fairlead.subjects import imo, names, states

BATCH = 2_000  # entities handed out at a time
MAX_LINE_BYTES = 8 << 20  # our choice
SCHEMATA = {
    # followthemoney's schemata that stand for somebody or something; all others are links or papers
    "Vessel": "ship",
    "Airplane": "aircraft",
    "Person": "individual",
    "Company": "entity",
    "Organization": "entity",
    "LegalEntity": "entity",
    "PublicBody": "entity",
}
_LINKS = {
    # schema of a link → the property whose entity it hangs on, the other one, and how that is told
    "Ownership": ("asset", "owner", "owner"),
    "Directorship": ("organization", "director", "director"),
}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_FALSE = re.compile(r"(?i)^(?:fraud|fake|false|spoofed)(?=[A-Z_])")


class FtmLines:
    """Reader of entities, one JSON object per line."""

    name = "ftm-lines"
    version = 2
    libraries = ("pycountry",)

    def recognises(self, source: Source, head: bytes) -> str | None:
        """Recognise the first line: an object with id, schema and properties that are lists."""
        first = head.lstrip(b"\xef\xbb\xbf\r\n\t ").partition(b"\n")[0]
        if first[:1] != b"{" or not (b'"schema"' in first and b'"properties"' in first):
            return None
        if first[-1:] == b"}" or len(head) < 1 << 16:
            entity = _entity(first)
            if isinstance(entity, str):
                return None
        return "JSON lines of FollowTheMoney entities"

    def read(self, source: Source, sink: Sink) -> None:
        """Hand out a listing per ship, firm, person or aircraft. Raises UnreadableError where there is no entity."""
        batch: list[Listing] = []
        left: Counter[str] = Counter()
        row = 0
        with source.unpacked() as stream:
            while line := stream.readline(MAX_LINE_BYTES + 1):
                if not line.strip():
                    continue
                row += 1
                if len(line) > MAX_LINE_BYTES:
                    raise UnreadableError(f"{source.name}: line {row} is longer than {MAX_LINE_BYTES} bytes")
                entity = _entity(line.lstrip(b"\xef\xbb\xbf"))
                if isinstance(entity, str):
                    sink.unread(row, entity, line[:200].decode("utf-8", "replace"))
                elif (links := _link(row, entity)) is not None:
                    batch += links
                elif entity["schema"] not in SCHEMATA:
                    left[str(entity["schema"])] += 1
                else:
                    listing = _listing(row, entity)
                    if listing is None:
                        sink.unread(row, "entity without a name", str(entity["id"]))
                    else:
                        batch.append(listing)
                if len(batch) == BATCH:
                    hand_out(sink, source.key, batch)
                    batch = []
        if row == 0:
            raise UnreadableError(f"{source.name}: no entity")
        hand_out(sink, source.key, batch)
        for schema, count in sorted(left.items()):
            sink.note(f"entities not read as listings: {schema} ({count})")
        sink.progress(1.0)


def _entity(line: bytes) -> dict[str, Any] | str:
    """Return an entity, or why a line is none."""
    try:
        entity = json.loads(line)
    except (ValueError, RecursionError) as error:
        return f"not JSON: {error}"
    if not isinstance(entity, dict) or not isinstance(entity.get("properties"), dict):
        return "not an entity: no properties"
    if not isinstance(entity.get("id"), str) or not isinstance(entity.get("schema"), str):
        return "not an entity: no id or schema"
    return entity


def _listing(row: int, entity: dict[str, Any]) -> Listing | None:
    kind = SCHEMATA[entity["schema"]]
    properties = entity["properties"]
    called = _values(properties, "name")
    caption = entity.get("caption")
    if not called and isinstance(caption, str) and caption.strip():
        called = [caption]
    if not called:
        return None
    datasets = [each for each in entity.get("datasets") or () if isinstance(each, str)]
    days = [found[0] for day in _values(properties, "createdAt") if (found := _DAY.match(day))]
    as_of = _DAY.match(str(entity.get("last_change") or entity.get("last_seen") or ""))
    listing = Listing(
        row=row,
        list_id=f"ftm:{'+'.join(sorted(datasets))}" if datasets else "ftm",
        as_of=as_of[0] if as_of else None,
        entry=entity["id"],
        kind=kind,
        regime="; ".join(_values(properties, "program")) or None,
        name=called[0],
        listed_on=min(days, default=None),
        narrative="\n".join([*_values(properties, "notes"), *_values(properties, "summary")]) or None,
    )
    for property_name in properties:
        listing.identities += _identities(property_name, _values(properties, property_name), kind)
    return listing


def _link(row: int, entity: dict[str, Any]) -> list[Listing] | None:
    """Return a link as a row that hangs on the entity owned or run; ``verdict`` says from when to when: '2018-01-05/'.

    None where the entity is no link of those, lacks one side, or hangs on several.
    """
    if entity["schema"] not in _LINKS:
        return None
    held, holder, kind = _LINKS[entity["schema"]]
    properties = entity["properties"]
    sides = _values(properties, held), _values(properties, holder)
    if len(sides[0]) != 1 or not sides[1]:
        return None
    dates = "/".join(next(iter(_values(properties, side)), "") for side in ("startDate", "endDate"))
    datasets = [each for each in entity.get("datasets") or () if isinstance(each, str)]
    list_id = f"ftm:{'+'.join(sorted(datasets))}" if datasets else "ftm"
    identities = [Identity(kind, other, other, verdict=dates) for other in sides[1]]
    return [Listing(row, list_id, None, sides[0][0], "link", None, sides[1][0], identities=identities)]


def _identities(property_name: str, values: list[str], kind: str) -> Iterator[Identity]:
    """Yield a property's values; one that is marked as false keeps its own name, with its verdict beside it."""
    bare = _FALSE.sub("", property_name)
    false = bare != property_name
    bare = bare[:1].lower() + bare[1:]
    for printed in values:
        if bare == "imoNumber":
            judged = imo.verdict(printed) if kind == "ship" or false else imo.company_verdict(printed)
            named = "fraud_imo" if false else "imo" if kind == "ship" else "company_imo"
            yield Identity(named, printed, str(judged.value) if judged.value else None, verdict=judged.verdict)
        elif false:
            yield Identity(f"fraud_{_KINDS.get(bare, (_snake(bare),))[0]}", printed)
        elif bare in ("name", "alias", "weakAlias", "previousName"):
            normal = names.ship_name if kind == "ship" else names.plain_name
            yield Identity(
                _KINDS[bare][0], printed, normal(printed) or None, verdict="weak" if "weak" in bare else None
            )
        elif bare not in _ELSEWHERE:
            named, normal_form = _KINDS.get(bare, (_snake(bare), _no_normal_form))
            yield Identity(named, printed, normal_form(printed))


def _values(properties: dict[str, Any], key: str) -> list[str]:
    found = properties.get(key)
    listed = found if isinstance(found, list) else [found]
    return [" ".join(each.split()) for each in listed if isinstance(each, str) and each.strip()]


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def _no_normal_form(_printed: str) -> str | None:
    return None


def _nine_digits(printed: str) -> str | None:
    return printed if re.fullmatch(r"\d{9}", printed) else None


def _country(printed: str) -> str | None:
    return printed.upper() if re.fullmatch(r"[a-z]{2}", printed) else states.alpha2(printed)


def _day(printed: str) -> str | None:
    return printed if re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", printed) else None


_ELSEWHERE = {"notes", "summary", "program", "createdAt"}
_KINDS: dict[str, tuple[str, Callable[[str], str | None]]] = {
    "name": ("name", _no_normal_form),
    "alias": ("alias", _no_normal_form),
    "weakAlias": ("alias", _no_normal_form),
    "previousName": ("former_name", _no_normal_form),
    "mmsi": ("mmsi", _nine_digits),
    "callSign": ("call_sign", str.upper),
    "flag": ("flag", _country),
    "pastFlags": ("former_flag", _country),
    "country": ("country", _country),
    "nationality": ("nationality", _country),
    "citizenship": ("nationality", _country),
    "birthDate": ("date_of_birth", _day),
    "birthPlace": ("place_of_birth", _no_normal_form),
    "passportNumber": ("passport", str.upper),
    "type": ("type", _no_normal_form),
    "unscId": ("un_reference", str),
}
