"""An observation beside what its picture says of itself: the time and place that a person gives, and the file's own.

Agreement proves nothing, since anybody can set what a file says; a difference is a question to ask before relying on.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import shapely

from fairlead import shapes
from fairlead.places.gazetteer import great_circle_m
from fairlead.register import times
from fairlead.register.observations import Draft
from fairlead.typologies.occasion import Place

NEAR_KM = 20  # ours: a ship's length of days at anchor, a lens and a rounded position stay within it
FARTHEST_OFFSET = timedelta(hours=14)  # from UTC, of any clock on land (Kiribati)


def images(readings: Path, sha256: str) -> list[dict[str, Any]]:
    """Return what the pictures of an exhibit say of themselves; empty where it is none, or was not read."""
    path = readings / sha256 / "images.parquet"
    rows: list[dict[str, Any]] = pq.read_table(path).to_pylist() if path.exists() else []
    return rows


def compare(draft: Draft, image: dict[str, Any]) -> list[str]:
    """Return in words how the time and the places of ``draft`` stand to those that the picture gives."""
    start, end, _ = times.span(draft.start, draft.end, draft.precision)
    told = [_time(start, end, image), *(_place(place, image) for place in draft.places)]
    return [words for words in told if words is not None]


def _time(start: str, end: str, image: dict[str, Any]) -> str | None:
    if image["taken"] is None:
        return None
    if image["t_us"] is not None:
        first = last = image["t_us"]
        said = f"the file says {times.iso(first)}"
    else:
        middle = times.microseconds(image["taken"])
        margin = round(FARTHEST_OFFSET / timedelta(microseconds=1))
        first, last = middle - margin, middle + margin
        said = f"the file says {image['taken']} by a clock whose offset it does not give"
    begun, ended = times.microseconds(start), times.microseconds(end)
    if last < begun or ended < first:
        apart = timedelta(microseconds=begun - last if last < begun else first - ended)
        return f"{said}: {_span(apart)} {'before' if last < begun else 'after'} the time you give"
    return f"{said}: within the time you give"


def _place(place: Place, image: dict[str, Any]) -> str | None:
    if place.lat is None or place.lon is None:
        return None
    name = place.name or "the place you give"
    if image["footprint"] is not None:
        inside = shapely.from_wkt(image["footprint"]).covers(shapely.Point(place.lon, place.lat))
        return f"{name} lies {'inside' if inside else 'outside'} the scene's footprint"
    if image["lat_e7"] is None:
        return None
    away = great_circle_m(image["lat_e7"] / shapes.E7, image["lon_e7"] / shapes.E7, place.lat, place.lon) / 1000
    return f"the file puts the camera {float(away):,.1f} km from {name}{'' if away <= NEAR_KM else ': far off'}"


def _span(apart: timedelta) -> str:
    hours = apart / timedelta(hours=1)
    return f"{hours:,.0f} hours" if hours < 72 else f"{hours / 24:,.0f} days"


def telling(readings: Path, sha256: str, draft: Draft) -> Sequence[str]:
    """Return all comparisons of an observation on an exhibit with what its pictures say."""
    return [words for image in images(readings, sha256) for words in compare(draft, image)]
