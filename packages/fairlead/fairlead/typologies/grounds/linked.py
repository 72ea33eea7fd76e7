"""Events that bear on other events: on the same track and in the same time; and events as occasions name them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import ibis

from fairlead.events import columns
from fairlead.typologies import moments
from fairlead.typologies.occasion import EventRef

if TYPE_CHECKING:
    import ibis.expr.types as ir

Row = Mapping[str, Any]


def event_ref(event: Row) -> EventRef:
    """Return a sealed event as an occasion names it."""
    end = None if event["end_us"] is None else moments.iso(event["end_us"])
    return EventRef(event["id"], event["kind"], event["digest"], event["mmsi"], moments.iso(event["start_us"]), end)


def on_tracks(events: ir.Table, tracks: Iterable[int]) -> dict[int, list[dict[str, Any]]]:
    """Return the events of some tracks, by track, in order of time."""
    wanted = sorted(set(tracks))
    return _by_track(columns.among(events, "track", wanted).to_pyarrow().to_pylist() if wanted else [])


def kinds_on_tracks(kinds: Mapping[str, ir.Table], tracks: Iterable[int]) -> dict[str, dict[int, list[dict[str, Any]]]]:
    """Return :func:`on_tracks` of several tables of the same columns, asked at once: few rows cost less than to ask."""
    wanted, found = sorted(set(tracks)), dict[str, list[dict[str, Any]]]()
    if wanted:
        named = [table.mutate(of=ibis.literal(kind)) for kind, table in kinds.items()]
        for row in columns.among(ibis.union(*named), "track", wanted).to_pyarrow().to_pylist():
            found.setdefault(row.pop("of"), []).append(row)
    return {kind: _by_track(found.get(kind, [])) for kind in kinds}


def _by_track(rows: Iterable[dict[str, Any]]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        found[row["track"]].append(row)
    for listed in found.values():
        listed.sort(key=lambda one: (one["start_us"], one["end_us"] or 0, one["id"]))
    return found


def events_between(events: ir.Table, rows: Sequence[Row]) -> dict[str, list[dict[str, Any]]]:
    """Return, by the id of each row, the events of its track that lie within its time."""
    tracks = on_tracks(events, [row["track"] for row in rows])
    return {row["id"]: [one for one in tracks.get(row["track"], []) if _within(one, row)] for row in rows}


def overlapping(events: Iterable[Row], start_us: int, end_us: int) -> list[Row]:
    """Return the events that share time with a span; an open event lasts."""
    return [one for one in events if one["start_us"] <= end_us and (one["end_us"] is None or one["end_us"] >= start_us)]


def _within(inner: Row, outer: Row) -> bool:
    ends = inner["end_us"] is not None and (outer["end_us"] is None or inner["end_us"] <= outer["end_us"])
    return bool(inner["start_us"] >= outer["start_us"] and ends)
