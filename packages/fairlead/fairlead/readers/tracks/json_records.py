"""Records of JSON as rows of text: JSON lines, an array, or the one array of records in a document. No units here.

Numbers stay the decimals as written. What lies within a record is named by its path ("position.lat"), or by its last
word alone where no other path of the first records ends so. Points of GeoJSON give ``lon`` and ``lat``; the envelope of
aisstream, in which each kind of message has its own name, ``MetaData.*`` and ``Message.*``. Other lists are left out.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from fairlead.errors import UnreadableError
from fairlead.readers.reader import Source

MAX_DOCUMENT_BYTES = 64 << 20  # of a document that is not JSON lines: it is held as a whole, at some ten times its size
MAX_LINE_BYTES = 1 << 20
FIRST_RECORDS = 500  # by which names and units are judged
_TWICE = "\0"  # key under which a record says that a key of its stands twice
_ARRAY_OF_OBJECTS = re.compile(r"\[\s*\{")
_SPACED_TIME = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d{1,6})?)\d* \+0000 UTC")  # as Go prints a time
_AISSTREAM = "MetaData.MMSI"
_SHIPS = ("mmsi", "ssvid", "usermmsi", "userid")

Cells = dict[str, str | None]


class Record(NamedTuple):
    """One record: its number from 1, its cells by path, or why it has none, with an excerpt."""

    number: int
    cells: Cells | None
    why: str = ""
    excerpt: str = ""


def is_lines(head: bytes) -> bool:
    """Tell whether each line is a record: the first is an object by itself, and it or the second names a ship."""
    lines = [line for line in head.split(b"\n", 40)[:40] if line.strip()]
    objects = []
    for line in lines[:2]:
        try:
            objects.append(_decoder().decode(line.decode("utf-8-sig").strip()))
        except (ValueError, RecursionError):
            objects.append(None)
    if not objects or not isinstance(objects[0], dict):
        return False
    return any(isinstance(each, dict) and _of_ships(flat(each)) for each in objects)


def first_records(head: bytes) -> list[Cells]:
    """Return the whole records at the beginning of lines or of a document cut anywhere; empty where it holds none."""
    if is_lines(head):
        whole = head if len(head) < 1 << 16 else head[: head.rfind(b"\n") + 1]
        return [each.cells for each in _of_lines(whole.split(b"\n")) if each.cells][:FIRST_RECORDS]
    text = head.decode("utf-8-sig", "replace")
    for start in _ARRAY_OF_OBJECTS.finditer(text):
        found = list(_objects_from(text, start.start() + 1))
        cells = [flat(each) for each in found[:FIRST_RECORDS]]
        if any(_of_ships(each) for each in cells):
            return cells
    return []


def records(source: Source, head: bytes) -> Iterator[Record]:
    """Yield the records of an exhibit in order. Raises UnreadableError for a document that is too long or damaged."""
    with source.unpacked() as stream:
        if is_lines(head):
            yield from _of_lines(iter(lambda: stream.readline(MAX_LINE_BYTES + 1), b""))
            return
        data = stream.read(MAX_DOCUMENT_BYTES + 1)
    if len(data) > MAX_DOCUMENT_BYTES:
        raise UnreadableError(
            f"{source.name}: expected a JSON document of at most {MAX_DOCUMENT_BYTES >> 20} MiB",
            "write its records one a line (JSON lines), which has no limit",
        )
    for number, each in enumerate(_the_array(_parsed(data, source), source), 1):
        yield _record(number, each, json.dumps(each)[:400])


def flat(record: dict[str, Any]) -> Cells:
    """Return what a record holds by path, as text; None where it says null."""
    return dict(_leaves(_opened(record), ""))


def names(first: list[Cells]) -> dict[str, str]:
    """Return the names of paths, in the order in which they come: the last word where it is no other path's."""
    paths = list(dict.fromkeys(path for cells in first for path in cells))
    if _AISSTREAM in paths:
        return {path: path for path in paths}
    ends = Counter(path.rpartition(".")[2] for path in paths)
    return {path: last if ends[last := path.rpartition(".")[2]] == 1 else path for path in paths}


def _record(number: int, given: Any, excerpt: str) -> Record:
    if not isinstance(given, dict):
        return Record(number, None, f"expected an object, found {type(given).__name__}", excerpt)
    if _TWICE in given:
        return Record(number, None, f"the key {given[_TWICE]!r} stands twice", excerpt)
    return Record(number, flat(given))


def _of_lines(lines: Iterable[bytes]) -> Iterator[Record]:
    number = 0
    for line in lines:
        if not line.strip():
            continue
        number += 1
        excerpt = line[:400].decode("utf-8", "replace").strip()
        if len(line) > MAX_LINE_BYTES:
            raise UnreadableError(f"record {number} is longer than {MAX_LINE_BYTES} bytes")
        try:
            yield _record(number, _decoder().decode(line.decode("utf-8-sig").strip()), excerpt)
        except (ValueError, RecursionError) as error:
            yield Record(number, None, f"not JSON: {error}"[:200], excerpt)


def _parsed(data: bytes, source: Source) -> Any:
    try:
        return _decoder().decode(data.decode("utf-8-sig").strip())
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"{source.name}: damaged or cut off JSON ({str(error)[:200]})") from error


def _decoder() -> json.JSONDecoder:
    return json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str, object_pairs_hook=_object, strict=False)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        made[_TWICE] = next(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
    return made


def _objects_from(text: str, at: int) -> Iterator[dict[str, Any]]:
    """Yield the whole objects of an array from ``at`` on, until it ends or is cut off."""
    decoder = _decoder()
    while found := re.compile(r"[\s,]*(?=\{)").match(text, at):
        try:
            each, at = decoder.raw_decode(text, found.end())
        except (ValueError, RecursionError):
            return
        yield each


def _the_array(document: Any, source: Source) -> list[Any]:
    """Return the one array of a document in which records of ships lie. Raises UnreadableError for none and for two."""
    found = [each for each in _arrays(document) if any(isinstance(one, dict) and _of_ships(flat(one)) for one in each)]
    if len(found) != 1:
        raise UnreadableError(
            f"{source.name}: expected one array of records that name ships, found {len(found) or 'none'}",
            "split it into files",
        )
    return found[0]


def _arrays(held: Any, depth: int = 0) -> Iterator[list[Any]]:
    """Yield the arrays that hold objects, those within records left out."""
    if isinstance(held, list):
        if any(isinstance(each, dict) for each in held):
            yield held
        for each in held:
            if isinstance(each, list):
                yield from _arrays(each, depth + 1)
    elif isinstance(held, dict) and depth < 4:
        for each in held.values():
            yield from _arrays(each, depth + 1)


def _of_ships(cells: Cells) -> bool:
    return any(path.rpartition(".")[2].replace("_", "").lower() in _SHIPS for path in cells)


def _opened(record: dict[str, Any]) -> dict[str, Any]:
    """Return a record with a point's coordinates by name, and without the level that names the kind of message."""
    geometry = record.get("geometry")
    if isinstance(geometry, dict) and geometry.get("type") == "Point":
        place = geometry.get("coordinates")
        if isinstance(place, list) and len(place) in (2, 3):
            rest = {key: value for key, value in record.items() if key not in ("geometry", "type")}
            return {**rest, "lon": place[0], "lat": place[1]}
    message, kind = record.get("Message"), record.get("MessageType")
    if isinstance(message, dict) and isinstance(kind, str) and isinstance(message.get(kind), dict):
        return {**record, "Message": message[kind]}
    return record


def _leaves(held: dict[str, Any], path: str) -> Iterator[tuple[str, str | None]]:
    for key, value in held.items():
        own = f"{path}{key}"
        if isinstance(value, dict):
            yield from _leaves(value, f"{own}.") if own.count(".") < 6 else ()
        elif isinstance(value, bool):
            yield own, str(value).lower()
        elif isinstance(value, str):
            time = _SPACED_TIME.fullmatch(value)
            yield own, f"{time[1]}T{time[2]}+00:00" if time else value
        elif value is None:
            yield own, None
