"""Says of each stay that a peer tells what we tell of it, or why we tell nothing: ``benchmarks/peers.py`` counts them.

Each is put under the first cause that holds. Left out: what the ships did there; some of each cause were looked at on
the map (docs/benchmarks.md).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from fairlead import places, shapes
from fairlead.events import gap as gaps
from fairlead.events import keeping, loitering, port_visit, tracks
from fairlead.events.compatible.stops import Stop

HOUR = shapes.US_PER_HOUR


class Ours(NamedTuple):
    """What we tell of each ship, as (start, end), and when it was heard."""

    calls: dict[int, list[tuple[int, int]]]
    passings: dict[int, list[tuple[int, int]]]
    loiterings: dict[int, list[tuple[int, int]]]
    silences: dict[int, list[tuple[int, int]]]
    heard: dict[int, list[int]]
    judged: dict[int, list[tuple[int, int, bool]]]  # hourly ways: from, to, whether slow


def by_cause(positions: Any, theirs: Sequence[Stop], keep: keeping.ParquetFolder) -> Counter[str]:
    """Count a peer's stops or stays by what we tell of them, and our stays that it does not tell."""
    ours = told(positions, keep)
    return Counter([*(cause(one, ours) for one in theirs), *unknown_to(theirs, ours)])


def told(positions: Any, keep: keeping.ParquetFolder) -> Ours:
    """Derive what we tell."""
    legs, anchors = tracks.legs(positions, keep), places.gazetteer().anchors()
    calls, passings, slow = defaultdict(list), defaultdict(list), defaultdict(list)
    far = 1 << 62
    for row in port_visit.detect(legs, anchors).to_pyarrow().to_pylist():
        (calls if row["stopped"] else passings)[row["mmsi"]].append((row["start_us"], row["end_us"] or far))
    for row in loitering.detect(legs, anchors).to_pyarrow().to_pylist():
        slow[row["mmsi"]].append((row["start_us"], row["end_us"]))
    silent = defaultdict(list)
    for row in gaps.detect(legs).to_pyarrow().to_pylist():
        silent[row["mmsi"]].append((row["start_us"], row["end_us"] or far))
    heard = defaultdict(list)
    ways = defaultdict(list)
    ordered = legs.order_by("mmsi", "t_us").select("mmsi", "t_us").to_pyarrow()
    for mmsi, t_us in zip(*(column.to_pylist() for column in ordered.columns), strict=True):
        heard[mmsi].append(t_us)
    number = {row["track"]: row["mmsi"] for row in legs.select("track", "mmsi").distinct().to_pyarrow().to_pylist()}
    for row in loitering.steps(legs, anchors).to_pyarrow().to_pylist():
        if row["to_us"] is not None:
            ways[number[row["track"]]].append((row["t_us"], row["to_us"], row["slow"]))
    return Ours(calls, passings, slow, silent, heard, ways)


def cause(one: Stop, ours: Ours) -> str:
    """Return what we tell of a peer's stay, or why we tell nothing of it."""
    span = (one.start_us, one.end_us)
    if _meets(span, ours.calls[one.mmsi]):
        return "told by us too, as a call"
    if _meets(span, ours.loiterings[one.mmsi]):
        return "told by us too, as loitering"
    if _longest_silence(one, ours) > 6 * HOUR:
        return "not told: nothing heard for over 6 h of it; with us a silence, and no stay"
    if _meets(span, ours.passings[one.mmsi]):
        return "not told: near a port, where it did not lie still for an hour"
    if one.end_us - one.start_us < 8 * HOUR:
        return "not told: away from ports, shorter than the 8 h that we ask for"
    if any(not slow for start, end, slow in ours.judged[one.mmsi] if start < one.end_us and end > one.start_us):
        return "not told: 8 h, but not at under 2 kn from hour to hour for 8 h in a row, or by a port"
    return "not told: no cause found"


def unknown_to(theirs: Sequence[Stop], ours: Ours) -> Iterator[str]:
    """Yield, for each stay of ours that meets none of a peer's, what it is."""
    known = defaultdict(list)
    for one in theirs:
        known[one.mmsi].append((one.start_us, one.end_us))
    for what, spans in (("a call", ours.calls), ("loitering", ours.loiterings)):
        for mmsi, own in spans.items():
            yield from (f"ours alone, as {what}" for span in own if not _meets(span, known[mmsi]))


def _meets(span: tuple[int, int], others: Sequence[tuple[int, int]]) -> bool:
    return any(start < span[1] and end > span[0] for start, end in others)


def _longest_silence(one: Stop, ours: Ours) -> int:
    heard = ours.heard[one.mmsi]
    at = [t_us for t_us in heard[bisect_left(heard, one.start_us) :] if t_us <= one.end_us]
    return max((two - one for one, two in pairwise(at)), default=one.end_us - one.start_us)
