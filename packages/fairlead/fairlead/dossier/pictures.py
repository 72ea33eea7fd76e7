"""Which curves an occasion's section shows, drawn from derived tables and readings, each with what it does not show.

A sceptic is to judge by them: distance for an encounter, reception for a silence, draught where any was reported,
positions at which no hull can have been, and what each number said of itself. What is not to be shown (exhibits under
``hidden``) is left out, and with it the picture that would have nothing else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.dataset as ds

from fairlead import places
from fairlead.dossier import around, close_up, curves, heard, lanes
from fairlead.events import encounter, separation
from fairlead.shapes import US_PER_HOUR, US_PER_SECOND, exhibit_key
from fairlead.typologies.grounds import glimpses
from fairlead.typologies.occasion import EventRef, Occasion

BESIDE_US = 12 * US_PER_HOUR  # shown before and after a meeting
AROUND_US = 10 * 24 * US_PER_HOUR  # of draughts, before and after an occasion
MARKED_US = 3 * 24 * US_PER_HOUR  # voyages that end farther from the occasion are not marked: they crowd the curve
MEETINGS = 3  # pictures of distances per occasion, at most

DISTANCE_CAPTION = (
    "Distance between the two antennas every ten minutes, on straight lines between positions received within an hour; "
    "logarithmic scale. Shaded: the encounter, between the positions that bound it. Broken: one of the two was not "
    "heard. It does not show how near the hulls were, that anything passed between them, or why they met."
)
GLIMPSES_CAPTION = (
    "Distance between the two antennas at the moments at which both were heard within ten minutes of each other; "
    "logarithmic scale. Shaded: what the occasion tells of. Between the dots it is not known where either ship was. It "
    "does not show how near the hulls were, that they stayed together, that anything passed between them, or why."
)
RECEPTION_CAPTION = (
    "Other ships heard in the cell of a quarter of a degree where the silence began and where it ended. Shaded: the "
    "silence{more}. It does not show that this ship could have been heard: transmitters differ, signals collide, "
    "sources thin their data; nor what could be heard on the way between the two cells, nor why the ship was silent."
)
DRAUGHT_CAPTION = (
    "Draught as reported by {who}; of equal reports in a row the first and the last. Dotted: between two reports that "
    "differ nothing is known. Shaded: {told}. It does not show cargo: the crew types the draught in, often late or "
    "never, and ballast, fuel and water change it too.{shared}"
)


@dataclass(frozen=True)
class Picture:
    """A drawing with what it shows and what it does not."""

    svg: str
    caption: str


def drawn(occasion: Occasion, derived: Path, readings: Path, hidden: Collection[str] = ()) -> list[Picture]:
    """Return an occasion's pictures: distances, reception around its longest silence, draughts, false positions."""
    if not (derived / "legs.parquet").exists():
        return []
    identities = _lanes(occasion, derived, readings, hidden)
    if not occasion.events:
        return [identities] if identities else []
    keys = sorted(exhibit_key(sha256) for sha256 in hidden)
    legs = ds.dataset(derived / "legs.parquet")
    meetings = _meetings(occasion, derived)[:MEETINGS]
    pictures: list[Picture | None] = [_distance(occasion, row, legs, keys) for row in meetings]
    pictures.append(_glimpses(occasion, legs, keys))
    if silences := heard.silences_of(occasion, derived):
        pictures.append(_reception(silences, legs, keys))
    pictures += _draughts(occasion, derived, readings, legs, hidden)
    pictures += _close_ups(occasion, derived, legs, keys)
    pictures.append(identities)
    return [picture for picture in pictures if picture is not None]


def _events(occasion: Occasion, derived: Path, kind: str) -> list[dict[str, Any]]:
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
    rows = _events(occasion, derived, "encounter")
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


def _distance(occasion: Occasion, meeting: dict[str, Any], legs: ds.Dataset, hidden: list[int]) -> Picture | None:
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
    svg = curves.separation(points, (meeting["start_us"], end_us), step_us, rule.reach_m, title)
    return Picture(svg, f"{title}. {DISTANCE_CAPTION}")


def _glimpses(occasion: Occasion, legs: ds.Dataset, hidden: list[int]) -> Picture | None:
    """Draw two ships' distances where an occasion rests on a stay and on moments; None where a number is shared."""
    numbers = sorted({subject.mmsi for subject in occasion.subjects if subject.mmsi})
    if len(numbers) != 2 or {ref.kind for ref in occasion.events} != {"loitering"}:
        return None
    told = (_us(occasion.start), _us(occasion.end))
    shown = (told[0] - glimpses.AROUND_US, told[1] + glimpses.AROUND_US)
    sent = [around.sent(legs, pc.field("mmsi") == mmsi, *shown, hidden) for mmsi in numbers]
    if any(len(table["track"].unique()) != 1 for table in sent):
        return None
    points = separation.at_moments(sent[0], sent[1], glimpses.TOGETHER_US)
    if sum(told[0] <= t_us <= told[1] for t_us, _ in points) < glimpses.LEAST:
        return None
    title = _between(occasion, *numbers)
    svg = curves.separation(points, told, 0, encounter.Parameters().reach_m, title)
    return Picture(svg, f"{title}. {GLIMPSES_CAPTION}")


def _close_ups(occasion: Occasion, derived: Path, legs: ds.Dataset, hidden: list[int]) -> Iterator[Picture]:
    """Yield maps of positions at which no hull can have been, close by."""
    events = [event for kind in close_up.KINDS for event in _events(occasion, derived, kind)]
    for event in events[: close_up.MOST]:
        if svg := close_up.picture(event, legs, hidden):
            yield Picture(svg, close_up.words(event))


def _reception(silences: list[dict[str, Any]], legs: ds.Dataset, hidden: list[int]) -> Picture:
    """Draw the reception around the longest silence."""
    found = heard.around(silences, legs, hidden)
    title = f"Reception around the silence {found.of_whom}"
    shown = [curves.Heard(words, counts) for words, counts in found.places]
    svg = curves.reception(shown, found.start_us, found.bin_h * US_PER_HOUR, found.silence, found.per, title)
    more = f", the longest of {len(silences)}" if len(silences) > 1 else ""
    return Picture(svg, f"{title}. {RECEPTION_CAPTION.format(more=more)}")


def _lanes(occasion: Occasion, derived: Path, readings: Path, hidden: Collection[str]) -> Picture | None:
    """Draw what the occasion's numbers said of themselves."""
    found = lanes.of(occasion, derived, readings, hidden)
    return Picture(lanes.picture(found), f"Identities. {lanes.CAPTION}") if found else None


def _draughts(
    occasion: Occasion, derived: Path, readings: Path, legs: ds.Dataset, hidden: Collection[str]
) -> Iterator[Picture]:
    """Yield the draughts of each ship of the occasion that reported any, with its voyages' ends and its meetings."""
    start_us = min(_us(ref.start) for ref in occasion.events) - AROUND_US
    end_us = max(_us(ref.end or ref.start) for ref in occasion.events) + AROUND_US
    meetings = {row["id"]: {row["mmsi"], row["other_mmsi"]} for row in _events(occasion, derived, "encounter")}
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
        what, spans = _told(occasion, own)
        svg = curves.draught(reports, marks, start_us, end_us, f"Draught of {who}", spans)
        yield Picture(svg, DRAUGHT_CAPTION.format(who=who, shared=shared, told=what))


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


def _told(occasion: Occasion, own: Sequence[EventRef]) -> tuple[str, list[tuple[int, int]]]:
    """Return the spans of a ship's own silences, stays and meetings in an occasion, and in words what they are.

    Who has none of them is shown the time of the occasion.
    """
    shown = [ref for ref in own if ref.kind in _DID]
    if not shown:
        return "the time that the occasion tells of", [(_us(occasion.start), _us(occasion.end))]
    kinds = [ref.kind for ref in shown]
    words = [(_DID if kinds.count(kind) == 1 else _SEVERAL)[kind] for kind in dict.fromkeys(kinds)]
    return " and ".join(words), [(_us(ref.start), _us(ref.end or ref.start)) for ref in shown]


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
    marks = [curves.Instant(_us(ref.start), words[ref.kind]) for ref in own if ref.kind in words]
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


def _us(text: str) -> int:
    return round(datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()) * US_PER_SECOND
