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

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute

from fairlead import shapes
from fairlead.errors import IntegrityError

pc: Any = pyarrow.compute
Ints = npt.NDArray[np.int64]
ID_DIGITS = 32
_SEALED: list[pa.Field[Any]] = list(shapes.SEALED)


def seal(kind: str, table: pa.Table, version: int, parameters: object, older: pa.Table | None = None) -> pa.Table:
    """Return the events with their id and digest as first columns, in the shape ``shapes.EVENTS[kind]`` after them.

    ``parameters`` is the detector's frozen dataclass. ``older``: events that were sealed by the same version and
    parameters; what equals one of them in every column bears its id and digest. Raises IntegrityError where two events
    would bear one id: that is a detector's fault.
    """
    events = table.select(shapes.EVENTS[kind].names).cast(shapes.EVENTS[kind]).combine_chunks()
    known = np.full(events.num_rows, -1) if older is None else _known(events, older)
    fresh = events.filter(pa.array(known < 0)).combine_chunks()
    written = {name: _written(fresh[name]) for name in events.schema.names}
    ids = _beside(known, older, "id", _ids(kind, written))
    twice = [found for found, count in Counter(ids).items() if count > 1]
    if twice:
        raise IntegrityError(
            f"expected one {kind} for each id, found {len(twice)} ids that several bear, as {twice[0]}"
        )
    sealed: dict[str, Any] = {
        "id": ids,
        "digest": _beside(known, older, "digest", _digests(written, version, parameters)),
    }
    for name in events.schema.names:
        sealed[name] = events[name]
    return pa.table(sealed, schema=pa.schema([*_SEALED, *events.schema]))


def _known(events: pa.Table, older: pa.Table) -> Ints:
    """Return, by event, which of the older ones is equal to it in every column; -1 where none is."""
    columns = [_numbered(older[name], events[name]) for name in events.schema.names]
    was, now = (np.zeros(len(side), np.uint64) for side in columns[0])
    for before, after in columns:
        was, now = (so_far * _MIXED ^ side.view(np.uint64) for so_far, side in ((was, before), (now, after)))
        was, now = was ^ was >> _HALF, now ^ now >> _HALF
    if not len(was):
        return np.full(len(now), -1)
    order = np.argsort(was)
    at = order[np.minimum(np.searchsorted(was[order], now), len(order) - 1)]
    same = np.logical_and.reduce([before[at] == after for before, after in columns])
    return np.where(same, at, -1)


def _numbered(older: Any, events: Any) -> tuple[Ints, Ints]:
    """Return two columns as integers, equal where they are; None is a number that nothing else is."""
    both = pa.chunked_array([*older.chunks, *events.chunks], events.type)
    if not pa.types.is_int64(both.type):
        whole: Any = both.combine_chunks()
        both = whole.dictionary_encode().indices.cast(pa.int64())
    found = np.asarray(pc.fill_null(both, _NONE).to_numpy(), np.int64)
    return found[: len(older)], found[len(older) :]


_NONE = -(2**62)  # in the place of None, among numbers that never are
_MIXED, _HALF = np.uint64(0x9E3779B97F4A7C15), np.uint64(32)  # odd, its bits in no order: 2**64 by the golden ratio


def _beside(known: Ints, older: pa.Table | None, name: str, fresh: Iterator[str]) -> list[str]:
    """Return what the older events bear, where they are known, and in the other places what is made."""
    there = [] if older is None else older[name].to_pylist()
    return [there[at] if at >= 0 else next(fresh) for at in known.tolist()]


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
