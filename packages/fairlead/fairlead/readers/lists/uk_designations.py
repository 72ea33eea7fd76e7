"""The UK Sanctions List as one YAML document per designation in a tar: a third party's conversion, read as one exhibit.

The conversion lost the ships' own fields; where the reasons of a ship name exactly one IMO number, that number is kept
as the ship's. The list's original layout is left out. Nothing is unpacked to disk; links, documents with YAML aliases
(bombs) and documents beyond 1 MiB are unread.
"""

from __future__ import annotations

import re
import tarfile
from collections.abc import Iterator
from typing import Any

import yaml

from fairlead.errors import UnreadableError
from fairlead.readers.lists.listing_rows import Identity, Listing, hand_out
from fairlead.readers.reader import Sink, Source
from fairlead.subjects import imo, names, states

LIST_ID = "uk-sanctions"
MAX_DOCUMENT_BYTES = 1 << 20  # our choice; the longest real designation has some 10 KiB
MAX_DOCUMENTS = 200_000  # our choice; the list has some 6,000
_KINDS = {"individual": "individual", "entity": "entity", "ship": "ship"}
_IMO = re.compile(r"\bIMO\b\D{0,20}(\d{4,9})\b", re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NAME_PARTS = ("name1", "name2", "name3", "name4", "name5", "name6")  # 6 is the surname or the only name
_ADDRESS = (*(f"address_line{number}" for number in range(1, 7)), "address_postcode", "address_country")

Document = dict[str, Any]


class Designations:
    """Reader of a tar of designations, packed or not."""

    name = "uk-designations"
    version = 1
    of_tars = True
    libraries = ("PyYAML", "pycountry")

    def recognises(self, source: Source, head: bytes) -> str | None:
        """Recognise a tar whose first documents have the list's keys."""
        if head[257:262] != b"ustar":  # POSIX.1-1988, header block
            return None
        keys = (b"unique_id:", b"individual_entity_ship:", b"designation_source:")
        return "tar of YAML designations with UK ids" if all(key in head for key in keys) else None

    def read(self, source: Source, sink: Sink) -> None:
        """Hand out one listing per document. Raises UnreadableError for a damaged tar and for one without any."""
        listings: list[Listing] = []
        as_of: str | None = None
        stated: int | None = None
        for row, (name, document) in enumerate(_documents(source, sink), start=1):
            if "unique_id" not in document and "fetched_at" in document:
                as_of, stated = _day(document.get("fetched_at")), _integer(document.get("count"))
                continue
            listing = _listing(len(listings) + 1, document)
            if listing is None:
                sink.unread(row, "designation without id, kind or name", name)
                continue
            listings.append(listing)
        if not listings:
            raise UnreadableError(f"{source.name}: a tar without a designation")
        for listing in listings:
            listing.as_of = as_of
        hand_out(sink, source.key, listings)
        _remark(sink, listings, as_of, stated)
        sink.progress(1.0)


def _remark(sink: Sink, listings: list[Listing], as_of: str | None, stated: int | None) -> None:
    if as_of is None:
        sink.note("the list bears no date; the day it was captured stands in its receipt")
    else:
        sink.note(f"as of {as_of}: the day on which its converter fetched it")
    if stated is not None and stated != len(listings):
        sink.note(f"its index counts {stated} designations, the exhibit holds {len(listings)}")
    if any(listing.kind == "ship" for listing in listings):
        sink.note("a third party's conversion: IMO numbers of ships are those that their reasons name")


def _documents(source: Source, sink: Sink) -> Iterator[tuple[str, Document]]:
    with source.unpacked() as stream:
        try:
            with tarfile.open(fileobj=stream, mode="r|") as archive:
                for number, member in enumerate(archive, start=1):
                    if number > MAX_DOCUMENTS:
                        raise UnreadableError(f"{source.name}: more than {MAX_DOCUMENTS} documents")
                    if member.isdir() or not member.name.endswith((".yaml", ".yml")):
                        continue
                    why = _refusal(member)
                    read = None if why else _document(archive, member)
                    if isinstance(read, dict):
                        yield member.name, read
                    else:
                        sink.unread(number, why or read or "not a YAML document of keys", member.name)
        except (tarfile.TarError, EOFError) as error:
            raise UnreadableError(f"{source.name}: the tar is damaged or truncated ({error})") from error


def _refusal(member: tarfile.TarInfo) -> str | None:
    if not member.isfile():
        return "not a plain file in the tar"
    return f"document of more than {MAX_DOCUMENT_BYTES} bytes" if member.size > MAX_DOCUMENT_BYTES else None


def _document(archive: tarfile.TarFile, member: tarfile.TarInfo) -> Document | str | None:
    """Return a document, or why there is none."""
    stream = archive.extractfile(member)
    content = stream.read() if stream else b""
    try:
        if b"&" in content and any(isinstance(each, yaml.AliasEvent) for each in yaml.parse(content, _LOADER)):
            return "YAML with aliases"  # they may grow without end when they are followed
        loaded = yaml.load(content, _LOADER)  # noqa: S506 - a safe loader
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return f"not YAML: {' '.join(str(error).split())}"
    return loaded if isinstance(loaded, dict) else None


_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _listing(row: int, document: Document) -> Listing | None:
    kind = _KINDS.get(_text(document.get("individual_entity_ship")).lower())
    entry = _text(document.get("unique_id"))
    identities = list(_names(document, kind or ""))
    principal = next((one for one in identities if (one.verdict or "").lower() == "primary name"), None)
    first = principal or next(iter(identities), None)
    if kind is None or not entry or first is None:
        return None
    reasons = [_text(document.get(key)) for key in ("uk_statement_of_reasons", "other_information")]
    listing = Listing(
        row=row,
        list_id=LIST_ID,
        as_of=None,
        entry=entry,
        kind=kind,
        regime=_text(document.get("regime_name")) or None,
        name=first.printed,
        listed_on=_day(document.get("date_designated")),
        narrative="\n".join(filter(None, reasons)) or None,
    )
    listing.identities += [*identities, *_fields(document)]
    if kind == "ship":
        listing.identities += _numbers(" ".join(reasons))
    return listing


def _names(document: Document, kind: str) -> Iterator[Identity]:
    """Yield the names; ``verdict`` is the list's word for their kind and, for aliases, their strength."""
    normal = names.ship_name if kind == "ship" else names.plain_name
    for each in _inner(document, "names"):
        printed = " ".join(filter(None, (_text(each.get(part)) for part in _NAME_PARTS)))
        words = _text(each.get("name_type"))
        role = ", ".join(filter(None, (words, _text(each.get("alias_strength")))))
        if printed:
            primary = words.lower().startswith("primary name") and "variation" not in words.lower()
            yield Identity("name" if primary else "alias", printed, normal(printed) or None, verdict=role or None)
    for each in _inner(document, "non_latin_names", "names"):
        printed = _text(each.get("name_non_latin_script"))
        if printed:
            yield Identity("name_original_script", printed, names.plain_name(printed) or None)


def _fields(document: Document) -> Iterator[Identity]:
    for key, kind in (("un_reference_number", "un_reference"), ("ofsi_group_id", "ofsi_group")):
        if printed := _text(document.get(key)):
            yield Identity(kind, printed, printed)
    for printed in filter(None, map(str.strip, _text(document.get("sanctions_imposed")).split("|"))):
        yield Identity("measure", printed)
    if printed := _text(document.get("designation_source")):
        yield Identity("designation_source", printed)
    if printed := _text(document.get("last_updated")):
        yield Identity("last_updated", printed, _day(printed))
    for each in _inner(document, "addresses"):
        printed = ", ".join(filter(None, (_text(each.get(part)).rstrip(",") for part in _ADDRESS)))
        if printed:
            yield Identity("address", printed, states.alpha2(_text(each.get("address_country")) or None))


def _numbers(reasons: str) -> Iterator[Identity]:
    found = list(dict.fromkeys(_IMO.findall(reasons)))
    for printed in found:
        judged = imo.verdict(printed)
        kind = "imo" if len(found) == 1 else "imo_mentioned"
        yield Identity(kind, printed, str(judged.value) if judged.value else None, verdict=judged.verdict)


def _inner(document: Document, key: str, inner: str | None = None) -> Iterator[Document]:
    """Yield the parts of ``key: {inner: [...]}``; whatever is shaped otherwise yields nothing."""
    outer = document.get(key)
    listed = outer.get(inner or key) if isinstance(outer, dict) else None
    for each in listed if isinstance(listed, list) else ():
        if isinstance(each, dict):
            yield each


def _text(value: Any) -> str:
    """Return a scalar as text, blanks and line breaks joined; '' for none and for anything nested."""
    return "" if value is None or isinstance(value, dict | list) else " ".join(str(value).split())


def _day(value: Any) -> str | None:
    found = _DAY.match(_text(value))
    return found[0] if found else None


def _integer(value: Any) -> int | None:
    return value if isinstance(value, int) else None
