"""Ids and digests of events: the id says which event it is, the digest what was found and by which rule.

- id: SHA-256 of the canonical JSON ``[kind, [numbers of the ships, ascending], [start_us, start_lat_e7,
  start_lon_e7]]``, first 32 hex digits; a kind with a column ``field`` adds its value to the anchor. No rows, versions
  or parameters, so that neither the order of adding nor overlapping copies nor a better rule changes it.
- digest: SHA-256 of the JSON ``{"columns": ..., "parameters": ..., "version": ...}`` with sorted keys and no spaces.

Left out: occasions, which have their own anchors (``typologies.occasion``).
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, is_dataclass
from itertools import repeat
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from fairlead import shapes
from fairlead.errors import IntegrityError

ID_DIGITS = 32
_SEALED: list[pa.Field[Any]] = list(shapes.SEALED)


def seal(kind: str, table: pa.Table, version: int, parameters: object) -> pa.Table:
    """Return the events with their id and digest as first columns, in the shape ``shapes.EVENTS[kind]`` after them.

    ``parameters`` is the detector's frozen dataclass. Raises IntegrityError where two events would bear one id: that
    is a detector's fault.
    """
    events = table.select(shapes.EVENTS[kind].names).cast(shapes.EVENTS[kind]).combine_chunks()
    written = {name: _written(events[name]) for name in events.schema.names}
    ids = list(_ids(kind, written))
    twice = [found for found, count in Counter(ids).items() if count > 1]
    if twice:
        raise IntegrityError(
            f"expected one {kind} for each id, found {len(twice)} ids that several bear, as {twice[0]}"
        )
    sealed: dict[str, Any] = {"id": ids, "digest": list(_digests(written, version, parameters))}
    for name in events.schema.names:
        sealed[name] = events[name]
    return pa.table(sealed, schema=pa.schema([*_SEALED, *events.schema]))


def _ids(kind: str, written: dict[str, list[str]]) -> Iterator[str]:
    others = written.get("other_mmsi", repeat("null"))
    anchor = ("start_us", "start_lat_e7", "start_lon_e7", *(("field",) if "field" in written else ()))
    anchors = zip(*(written[name] for name in anchor), strict=True)
    for mmsi, other, at in zip(written["mmsi"], others, anchors, strict=False):
        ships = mmsi if other == "null" else ",".join(sorted((mmsi, other), key=int))
        yield _sha256(f'["{kind}",[{ships}],[{",".join(at)}]]')[:ID_DIGITS]


def _digests(written: dict[str, list[str]], version: int, parameters: object) -> Iterator[str]:
    names = sorted(written)
    rule = json.dumps(_plain(parameters), sort_keys=True, separators=(",", ":")).replace("%", "%%")
    fields = ",".join(f'"{name}":%s' for name in names)
    row = f'{{"columns":{{{fields}}},"parameters":{rule},"version":{version}}}'
    for values in zip(*(written[name] for name in names), strict=True):
        yield _sha256(row % values)


def _written(column: Any) -> list[str]:
    """Return each value as JSON, a whole column at a time."""
    if pa.types.is_int64(column.type):
        texts = list(map(str, pc.fill_null(column, 0).to_numpy().tolist()))
        known = pc.is_valid(column).to_numpy().tolist()
        return (
            texts if all(known) else [text if is_known else "null" for text, is_known in zip(texts, known, strict=True)]
        )
    json_of = {value: json.dumps(value) for value in pc.unique(column).to_pylist()}
    return [json_of[value] for value in column.to_pylist()]


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _plain(parameters: object) -> dict[str, Any]:
    return asdict(parameters) if is_dataclass(parameters) and not isinstance(parameters, type) else {}
