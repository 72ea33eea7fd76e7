"""The dossier's one HTML page: what a committee reads on paper or screen. It shows what it is given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import jinja2

from fairlead import __version__, places
from fairlead.dossier import around, chart, heard, pictures
from fairlead.dossier.excerpts import Excerpt, excerpts, say_where
from fairlead.dossier.numbers import Numbers
from fairlead.evidence.store import ExhibitStore
from fairlead.register import told
from fairlead.shapes import E7, exhibit_key
from fairlead.subjects import states
from fairlead.typologies import likelihood, moments
from fairlead.typologies.occasion import Occasion

_NEAR_DEG = 0.0005  # some fifty metres: one point of any map
STANDARD = (
    "No finding has been made on the occasions below unless their status says so; a finding names its standard of "
    "proof and those who concluded."
)


@dataclass(frozen=True)
class Shown:
    """One occasion with everything that its section of the page needs."""

    occasion: Occasion
    label: str
    anchor: str
    when: str
    map: str | None
    map_caption: str
    timeline: str | None
    timeline_caption: str
    pictures: Sequence[pictures.Picture]
    excerpts: Sequence[Excerpt]
    history: Sequence[Mapping[str, str]]
    judged: Sequence[tuple[str, str]]  # exhibit (SHA-256), what people said of its reading


@dataclass(frozen=True)
class Annexes:
    """What stands behind the occasions: exhibits and entries as rows for the annexes, the key and the checkpoint."""

    exhibits: Sequence[Mapping[str, Any]]
    entries: Sequence[Mapping[str, Any]]
    labels: Mapping[str, str]  # SHA-256 → "E1"
    case_key: str
    checkpoint: str


def render(
    case: str, made: str, audience: str, shown: Sequence[Shown], annexes: Annexes, numbers: Sequence[Numbers] = ()
) -> str:
    """Return the page as one HTML document that loads nothing from anywhere."""
    occasions = [item.occasion for item in shown]
    candidates = any(occasion.status == "machine candidate" for occasion in occasions)
    environment = jinja2.Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    environment.filters.update(
        state=states.english_name,
        addressee=told.addressee,
        where=say_where,
        likelihood=likelihood.figure,
        lat=lambda degrees: _angle(degrees, "NS"),
        lon=lambda degrees: _angle(degrees, "EW"),
    )
    folder = files("fairlead.dossier")
    template = environment.from_string((folder / "dossier.html.j2").read_text(encoding="utf-8"))
    return template.render(
        title=_title(occasions, numbers),
        case=case,
        made=made,
        audience=audience,
        summary=summary(occasions),
        standard=STANDARD,
        stamp="machine candidate, not for release" if candidates else None,
        simulated=any("simulated" in (row["name"] or "").lower() for row in annexes.exhibits),
        css=(folder / "dossier.css").read_text(encoding="utf-8"),
        occasions=shown,
        contents=[
            (f"Occasions {basis}", items)
            for basis in ("observed", "documented", "stated")
            if (items := [item for item in shown if item.occasion.basis == basis])
        ],
        numbers=numbers,
        labels=annexes.labels,
        exhibits=annexes.exhibits,
        entries=annexes.entries,
        case_key=annexes.case_key,
        checkpoint=annexes.checkpoint,
        version=__version__,
    )


def show(
    n: int,
    occasion: Occasion,
    derived: Path,
    readings: Path,
    store: ExhibitStore,
    history: Sequence[Mapping[str, str]],
    hidden: Collection[str] = (),
    judged: Sequence[tuple[str, str]] = (),
    followed: Path | None = None,
) -> Shown:
    """Gather what one occasion's section shows: map and time line from derived tables, excerpts from readings.

    ``followed`` are the readings as people judged them: curves are drawn from these, as the occasion was derived.
    """
    lines = _tracks(occasion, derived / "legs.parquet", hidden)
    drawn = _map(occasion, lines, _silent(occasion, derived, hidden))
    bars = _bars(occasion, derived / "events", hidden)
    return Shown(
        occasion=occasion,
        label=f"No. {occasion.number}" if occasion.number else f"C{n}",
        anchor=f"occasion-{occasion.id}",
        when=when(occasion),
        map=drawn,
        map_caption=_map_caption(bool(lines), bool(hidden)),
        timeline=chart.time_line(bars, *_span(occasion, bars)) if bars else None,
        timeline_caption=_timeline_caption(occasion, bars) if bars else "",
        pictures=pictures.drawn(occasion, derived, followed or readings, hidden),
        excerpts=excerpts(occasion, readings, store, hidden),
        history=history,
        judged=judged,
    )


def _map_caption(tracks: bool, hidden: bool) -> str:
    land = "Land: Natural Earth 1:10 million."
    if not tracks:
        return f"Places named; no track is drawn. {land}"
    withheld = " Positions from exhibits that this audience may not see are left out." if hidden else ""
    dotted = "Dotted: nothing was heard for more than six hours; the ship need not have sailed that line."
    return f"{land} {dotted}{withheld}"


def when(occasion: Occasion) -> str:
    """Return the occasion's time as people write it, no more precise than it is known."""
    start, end = _time(occasion.start), _time(occasion.end)
    if occasion.start_precision in ("second", "minute", "hour"):
        same_day = start.date() == end.date()
        return (
            f"{start:%-d %B %Y, %H:%M} to {end:%H:%M} UTC"
            if same_day
            else f"{start:%-d %B %Y, %H:%M} to {end:%-d %B %Y, %H:%M} UTC"
        )
    if occasion.start_precision == "day" and start.date() == end.date():
        return f"{start:%-d %B %Y}"
    return f"between {start:%-d %B %Y} and {end:%-d %B %Y}"


def summary(occasions: Sequence[Occasion]) -> str:
    """Return one paragraph that counts occasions by basis (never added up) and by the measures they engage."""
    by_basis = Counter(occasion.basis for occasion in occasions)
    counted = "; ".join(f"{by_basis[b]} {b}" for b in ("observed", "documented", "stated") if by_basis[b])
    measures = Counter(
        measure
        for occasion in occasions
        for measure in {f"{e.measure.resolution} paragraph {e.measure.paragraph}" for e in occasion.engagements}
    )
    named = "; ".join(f"resolution {measure} ({count})" for measure, count in measures.most_common(6))
    missing = Counter(
        element.name
        for occasion in occasions
        for element in {e.name: e for g in occasion.engagements for e in g.elements if e.status == "missing"}.values()
    )
    gaps = "; ".join(f"{name} ({count})" for name, count in missing.most_common(4))
    parts = [f"Occasions: {counted or 'none'}."]
    parts += [f"Measures engaged, with the number of occasions: {named}."] if named else []
    parts += [f"Most often missing: {gaps}."] if gaps else []
    return " ".join(parts)


def _title(occasions: Sequence[Occasion], numbers: Sequence[Numbers]) -> str:
    if not occasions:
        return "; ".join(one.title for one in numbers)
    if len(occasions) == 1:
        return occasions[0].title
    return f"{len(occasions)} occasions and the evidence for each"


def _tracks(occasion: Occasion, legs: Path, hidden: Collection[str]) -> list[chart.Line]:
    """Return the tracks around the occasion as lines of a map."""
    return [chart.Line(one.label, list(one.points)) for one in around.sailed(occasion, legs, hidden)]


def _map(occasion: Occasion, lines: Sequence[chart.Line], silent: Sequence[chart.Mark]) -> str | None:
    """Draw the places of an occasion, its tracks, and the ends of its silences with their times."""
    kinds = {"meeting": "meeting", "origin": "start", "destination": "end"}
    marks = [
        chart.Mark(
            kinds.get(place.role, "place"),
            f"{place.role}: {place.name}" if place.name else place.role,
            place.lat,
            place.lon,
        )
        for place in occasion.places
        if place.lat is not None and place.lon is not None
    ]
    for end in silent:
        here = next((n for n, mark in enumerate(marks) if _same(mark, end)), None)
        if here is None:
            marks.append(end)
        elif marks[here].label.startswith(_ENDS):  # the place says already what happened there
            marks[here] = replace(marks[here], label=f"{marks[here].label}, {end.label.rpartition(': ')[2]}")
        else:
            marks[here] = replace(marks[here], label=f"{marks[here].label}; {end.label}")
    points = [(mark.lat, mark.lon) for mark in marks] + [(lat, lon) for line in lines for _, lat, lon in line.points]
    if not points:
        return None
    view = chart.frame(points)
    land = places.land.within(view.west, view.south, view.east, view.north)
    return chart.sea_map(view, land, lines, marks)


_ENDS = ("last heard", "heard again", "first heard")
_SILENCES = 3  # of an occasion, the longest of which are marked on its map


def _silent(occasion: Occasion, derived: Path, hidden: Collection[str]) -> list[chart.Mark]:
    """Return where an occasion's longest silences began and ended, with the time and, of several ships, the name."""
    keys = {exhibit_key(sha256) for sha256 in hidden}
    found = heard.silences_of(occasion, derived)
    longest = sorted(found, key=lambda row: (row["start_us"] - (row["end_us"] or row["start_us"]), row["id"]))
    marks = []
    for row in longest[:_SILENCES]:
        whose = row["mmsi"], row.get("other_mmsi") or row["mmsi"]
        last = "heard again" if whose[0] == whose[1] else "first heard"
        for edge, mmsi, words in (("start", whose[0], "last heard"), ("end", whose[1], last)):
            if row[f"{edge}_us"] is None or row[f"{edge}_exhibit"] in keys:
                continue
            name = next((ship.name for ship in occasion.subjects if ship.mmsi == mmsi), None) or f"MMSI {mmsi:09d}"
            who = f"{name} " if len(around.ships(occasion)) > 1 else ""
            label = f"{who}{words}: {moments.at(row[f'{edge}_us']):%-d %b %H:%M}"
            marks.append(chart.Mark("place", label, row[f"{edge}_lat_e7"] / E7, row[f"{edge}_lon_e7"] / E7))
    return marks


def _same(mark: chart.Mark, other: chart.Mark) -> bool:
    return abs(mark.lat - other.lat) < _NEAR_DEG and abs(mark.lon - other.lon) < _NEAR_DEG


def _bars(occasion: Occasion, events: Path, hidden: Collection[str]) -> list[chart.Bar]:
    """Return the events around the occasion as bars of a time line, a lane for each ship, its own ships first."""
    found = around.happened(occasion, events, hidden)
    return [chart.Bar(f"MMSI {one.mmsi}", one.kind, one.label, one.start_us, one.end_us) for one in found]


def _span(occasion: Occasion, bars: Sequence[chart.Bar]) -> tuple[int, int]:
    """Return the time that a time line shows: that of its bars, and no more than that of the tracks on the map."""
    first, last = min(bar.start_us for bar in bars), max(bar.end_us or bar.start_us for bar in bars)
    shown = around.span_us(occasion) or (first, last)
    return max(first, shown[0]), min(last, shown[1])


def _timeline_caption(occasion: Occasion, bars: Sequence[chart.Bar]) -> str:
    start, end = _span(occasion, bars)
    cut = any(bar.start_us < start or (bar.end_us or end + 1) > end for bar in bars)
    kinds = {bar.kind for bar in bars}
    words = "".join(f" {said}" for kind, said in _KINDS.items() if kind in kinds)
    return f"Dashed: silence.{words}{' A bar that reaches an edge may go on beyond it.' if cut else ''}"


_KINDS = {
    "gap": "Gap: it was not heard.",
    "loitering": "Loitering: it lay or drifted at sea.",
    "encounter": "Encounter: another ship was near it.",
}
"""What an event's word means, for who reads a time line alone."""


def _angle(degrees: float, hemispheres: str) -> str:
    minutes = round(abs(degrees) * 60_000)
    return f"{minutes // 60_000}°{minutes % 60_000 / 1000:06.3f}′ {hemispheres[0] if degrees >= 0 else hemispheres[1]}"


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(UTC)
