"""What was measured of an occasion's ships over time: how far apart two were, and which draughts each reported.

Gathered from derived tables and readings, for pictures and for a terminal alike; nothing is drawn and nothing judged.
Positions and reports of exhibits under ``hidden`` are left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.dataset as ds

from fairlead import places
from fairlead.dossier import around, curves
from fairlead.dossier.around import microseconds
from fairlead.events import encounter, separation
from fairlead.shapes import US_PER_HOUR, US_PER_SECOND, exhibit_key
from fairlead.typologies.grounds import glimpses
from fairlead.typologies.occasion import EventRef, Occasion

BESIDE_US = 12 * US_PER_HOUR  # shown before and after a meeting
AROUND_US = 10 * 24 * US_PER_HOUR  # of draughts, before and after an occasion
MARKED_US = 3 * 24 * US_PER_HOUR  # voyages that end farther from the occasion are not marked: they crowd the curve
MEETINGS = 3  # pictures of distances per occasion, at most


@dataclass(frozen=True)
class Apart:
    """How far apart two ships were: (us, 0.1 m) in order of time, every ``step_us``, or at moments where it is 0."""

    title: str
    points: Sequence[tuple[int, int]]
    told: tuple[int, int]  # us; the encounter, or what the occasion tells of
    step_us: int
    reach_m: int


@dataclass(frozen=True)
class Drawn:
    """The draughts that one ship reported around an occasion, and what it did meanwhile."""

    who: str
    reports: Sequence[tuple[int, int]]  # us, 0.1 m, in order of time; of equal ones in a row the first and the last
    marks: Sequence[curves.Instant]
    start_us: int
    end_us: int
    told: str  # what ``spans`` are, in words
    spans: Sequence[tuple[int, int]]
    did: Sequence[str]  # of each span what it is, in words
    shared: str  # that its positions make several tracks, in words


def apart(occasion: Occasion, derived: Path, hidden: Collection[str] = ()) -> list[Apart]:
    """Return the distances of an occasion's meetings, and of two ships heard at moments alone."""
    if not (derived / "legs.parquet").exists():
        return []
    keys, legs = sorted(exhibit_key(sha256) for sha256 in hidden), ds.dataset(derived / "legs.parquet")
    meetings = _meetings(occasion, derived)
    found = [_distance(occasion, row, legs, keys) for row in meetings[:MEETINGS]]
    own = {subject.mmsi for subject in occasion.subjects}
    if not any({row["mmsi"], row["other_mmsi"]} <= own for row in meetings):
        found.insert(0, _glimpses(occasion, legs, keys))
    return [one for one in found if one is not None]


def draughts(occasion: Occasion, derived: Path, readings: Path, hidden: Collection[str] = ()) -> Iterator[Drawn]:
    """Yield the draughts of each ship of the occasion that reported any, with its voyages' ends and its meetings."""
    if not (derived / "legs.parquet").exists():
        return
    legs = ds.dataset(derived / "legs.parquet")
    told = [(ref.start, ref.end or ref.start) for ref in around.told_of(occasion)] or [(occasion.start, occasion.end)]
    start_us = min(microseconds(start) for start, _ in told) - AROUND_US
    end_us = max(microseconds(end) for _, end in told) + AROUND_US
    meetings = {row["id"]: {row["mmsi"], row["other_mmsi"]} for row in events_of(occasion, derived, "encounter")}
    files = [path for path in sorted(readings.glob("*/static_reports.parquet")) if path.parent.name not in set(hidden)]
    for mmsi in dict.fromkeys(subject.mmsi for subject in occasion.subjects if subject.mmsi):
        reports = _reported(files, mmsi, start_us, end_us)
        if len(reports) < 2:
            continue
        beyond = AROUND_US - MARKED_US
        own = [ref for ref in occasion.events if mmsi in meetings.get(ref.id, {ref.mmsi})]
        marks = _marks(own, derived, mmsi, start_us + beyond, end_us - beyond)
        who = _called(occasion, mmsi)
        sent = (pc.field("mmsi") == mmsi) & ~pc.field("exhibit").isin([exhibit_key(sha256) for sha256 in hidden])
        tracks = legs.to_table(columns=["track"], filter=sent)["track"].value_counts()
        shared = _shared(sorted((each["counts"].as_py() for each in tracks), reverse=True))
        what, spans, did = _told(occasion, own)
        yield Drawn(who, reports, marks, start_us, end_us, what, spans, did, shared)


def events_of(occasion: Occasion, derived: Path, kind: str) -> list[dict[str, Any]]:
    """Return the occasion's own events of a kind, in order of time."""
    ids = [ref.id for ref in occasion.events if ref.kind == kind]
    path = derived / "events" / f"{kind}.parquet"
    if not ids or not path.exists():
        return []
    rows = ds.dataset(path).to_table(filter=pc.field("id").isin(ids)).to_pylist()
    return sorted(rows, key=lambda row: (row["start_us"], row["id"]))


def _meetings(occasion: Occasion, derived: Path) -> list[dict[str, Any]]:
    """Return the encounters of an occasion, those between its own ships first, then those of either with a third."""
    own = {subject.mmsi for subject in occasion.subjects}
    rows = events_of(occasion, derived, "encounter")
    return sorted(rows, key=lambda row: not {row["mmsi"], row["other_mmsi"]} <= own)


def _called(occasion: Occasion, mmsi: int) -> str:
    """Return how a caption calls a number: with its name where it is one of the occasion's ships."""
    name = next((subject.name for subject in occasion.subjects if subject.mmsi == mmsi), None)
    return f"{name} (MMSI {mmsi:09d})" if name else f"MMSI {mmsi:09d}"


def _between(occasion: Occasion, one: int, other: int) -> str:
    """Return the title of two ships' distance; of a third ship that it is none of the occasion's."""
    title = f"Distance between {_called(occasion, one)} and {_called(occasion, other)}"
    own = {subject.mmsi for subject in occasion.subjects}
    third = [f"MMSI {mmsi:09d}" for mmsi in (one, other) if mmsi not in own]
    return f"{title}; {third[0]} is a third ship" if len(third) == 1 else title


def _distance(occasion: Occasion, meeting: dict[str, Any], legs: ds.Dataset, hidden: list[int]) -> Apart | None:
    rule = encounter.Parameters()
    end_us = meeting["end_us"] if meeting["end_us"] is not None else meeting["start_us"]
    start_us, until_us = meeting["start_us"] - BESIDE_US, end_us + BESIDE_US
    one, other = (
        around.sent(legs, pc.field("track") == meeting[key], start_us, until_us, hidden)
        for key in ("track", "other_track")
    )
    points = separation.over_time(one, other, start_us, until_us, rule)
    if len(points) < 2:
        return None
    step_us = rule.step_min * 60 * US_PER_SECOND
    title = _between(occasion, meeting["mmsi"], meeting["other_mmsi"])
    return Apart(title, points, (meeting["start_us"], end_us), step_us, rule.reach_m)


def _glimpses(occasion: Occasion, legs: ds.Dataset, hidden: list[int]) -> Apart | None:
    """Return two ships' distances where an occasion rests on moments; None where a number is shared."""
    numbers = sorted({subject.mmsi for subject in occasion.subjects if subject.mmsi})
    if len(numbers) != 2 or occasion.typology.name not in _MET:
        return None
    told = (microseconds(occasion.start), microseconds(occasion.end))
    shown = (told[0] - glimpses.AROUND_US, told[1] + glimpses.AROUND_US)
    sent = [around.sent(legs, pc.field("mmsi") == mmsi, *shown, hidden) for mmsi in numbers]
    if any(len(table["track"].unique()) != 1 for table in sent):
        return None
    points = separation.at_moments(sent[0], sent[1], glimpses.TOGETHER_US)
    if not any(told[0] <= t_us <= told[1] for t_us, _ in points):
        return None
    return Apart(_between(occasion, *numbers), points, told, 0, encounter.Parameters().reach_m)


WHOLE = "the time that the occasion tells of"
_MET = ("transfer_flagged", "transfer_listed")
_DID = {"gap": "its silence", "loitering": "its stay", "encounter": "the meeting"}
_SEVERAL = {"gap": "its silences", "loitering": "its stays", "encounter": "its meetings"}


def _shared(counts: Sequence[int]) -> str:
    """Say of how many tracks a number's positions are, most first, where they are of more than one."""
    if len(counts) < 2:
        return ""
    least = "one position" if counts[1] == 1 else f"{counts[1]:,} positions at most"
    rest = f"another of {least}" if len(counts) == 2 else f"{len(counts) - 1} others of {least}"
    return (
        f" The positions under this number make a track of {counts[0]:,} and {rest}, since one hull cannot have been "
        "at all of them: a second hull, or messages that were damaged. A report does not say of which it is."
    )


def _told(occasion: Occasion, own: Sequence[EventRef]) -> tuple[str, list[tuple[int, int]], list[str]]:
    """Return in words what a ship's own silences, stays and meetings in an occasion are, their spans, and each alone.

    Who has none of them is shown the time of the occasion.
    """
    shown = [ref for ref in own if ref.kind in _DID]
    if not shown:
        whole = (microseconds(occasion.start), microseconds(occasion.end))
        return WHOLE, [whole], ["the occasion, whole"]
    kinds = [ref.kind for ref in shown]
    words = [(_DID if kinds.count(kind) == 1 else _SEVERAL)[kind] for kind in dict.fromkeys(kinds)]
    spans = [(microseconds(ref.start), microseconds(ref.end or ref.start)) for ref in shown]
    return " and ".join(words), spans, [_DID[kind] for kind in kinds]


def _reported(files: list[Path], mmsi: int | None, start_us: int, end_us: int) -> list[tuple[int, int]]:
    """Return draughts (us, 0.1 m) in order of time; of equal ones in a row the first and the last."""
    if not files:
        return []
    wanted = (pc.field("mmsi") == mmsi) & (pc.field("t_us") >= start_us) & (pc.field("t_us") <= end_us)
    table = ds.dataset(files).to_table(
        columns=["t_us", "draught_dm"], filter=wanted & pc.field("draught_dm").is_valid()
    )
    times: list[int] = table["t_us"].to_numpy().tolist()
    values: list[int] = table["draught_dm"].to_numpy().tolist()
    rows = sorted(zip(times, values, strict=True))
    last = len(rows) - 1
    return [row for n, row in enumerate(rows) if n in (0, last) or not rows[n - 1][1] == row[1] == rows[n + 1][1]]


def _marks(own: Sequence[EventRef], derived: Path, mmsi: int, start_us: int, end_us: int) -> list[curves.Instant]:
    """Return the moments to mark in a ship's draughts: its own meetings and silences, and the ends of its voyages."""
    words = {"encounter": "meeting", "gap": "silent"}
    marks = [curves.Instant(microseconds(ref.start), words[ref.kind]) for ref in own if ref.kind in words]
    path = derived / "events" / "voyage.parquet"
    if path.exists():
        near = (pc.field("start_us") <= end_us) & (pc.field("end_us") >= start_us)
        for voyage in ds.dataset(path).to_table(filter=(pc.field("mmsi") == mmsi) & near).to_pylist():
            marks.append(curves.Instant(voyage["start_us"], f"left {_name(voyage['from_place'])}"))
            marks.append(curves.Instant(voyage["end_us"], f"reached {_name(voyage['to_place'])}"))
    inside = {mark for mark in marks if start_us <= mark.t_us <= end_us}
    return sorted(inside, key=lambda mark: (mark.t_us, mark.label))


def _name(place: str | None) -> str:
    port = places.gazetteer().port(place) if place else None
    return port.name if port else "an anchorage"
