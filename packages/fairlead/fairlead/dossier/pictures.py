"""Which curves an occasion's section shows, drawn from derived tables and readings, each with what it does not show.

A sceptic is to judge by them: distance for an encounter, reception for a silence, draught where any was reported,
positions at which no hull can have been, and what each number said of itself. What is not to be shown (exhibits under
``hidden``) is left out, and with it the picture that would have nothing else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.dataset as ds

from fairlead.dossier import around, close_up, curves, heard, lanes, measured
from fairlead.shapes import US_PER_HOUR, exhibit_key
from fairlead.typologies.occasion import Occasion

DISTANCE_CAPTION = (
    "Distance between the two antennas every ten minutes, on straight lines between positions received within an hour; "
    "logarithmic scale. Shaded: the encounter, between the positions that bound it. Broken: one of the two was not "
    "heard. It does not show how near the hulls were, that anything passed between them, or why they met."
)
TOLD_OF = "what the occasion tells of"
GLIMPSES_CAPTION = (
    "Distance between the two antennas at the moments at which both were heard within ten minutes of each other; "
    f"logarithmic scale. Shaded: {TOLD_OF}. Between the dots it is not known where either ship was. It "
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
    if around.span_us(occasion) is None:
        return [identities] if identities else []
    keys = sorted(exhibit_key(sha256) for sha256 in hidden)
    legs = ds.dataset(derived / "legs.parquet")
    pictures: list[Picture | None] = [_distance(one) for one in measured.apart(occasion, derived, hidden)]
    if silences := heard.silences_of(occasion, derived):
        pictures.append(_reception(silences, legs, keys))
    pictures += [_draught(one) for one in measured.draughts(occasion, derived, readings, hidden)]
    pictures += _close_ups(occasion, derived, legs, keys)
    pictures.append(identities)
    return [picture for picture in pictures if picture is not None]


def _distance(found: measured.Apart) -> Picture:
    svg = curves.separation(found.points, found.told, found.step_us, found.reach_m, found.title)
    return Picture(svg, f"{found.title}. {DISTANCE_CAPTION if found.step_us else GLIMPSES_CAPTION}")


def _draught(found: measured.Drawn) -> Picture:
    title = f"Draught of {found.who}"
    svg = curves.draught(found.reports, found.marks, found.start_us, found.end_us, title, found.spans)
    return Picture(svg, DRAUGHT_CAPTION.format(who=found.who, shared=found.shared, told=found.told))


def _close_ups(occasion: Occasion, derived: Path, legs: ds.Dataset, hidden: list[int]) -> Iterator[Picture]:
    """Yield maps of positions at which no hull can have been, close by."""
    events = [event for kind in close_up.KINDS for event in measured.events_of(occasion, derived, kind)]
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
