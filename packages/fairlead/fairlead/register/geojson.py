"""Occasions as GeoJSON (RFC 7946): one feature each, at the places that its sources give.

No position is added: an occasion without one has a null geometry. Places are points, never joined by a line, because a
line would claim a course.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from fairlead.register.occasions import stamp
from fairlead.typologies.occasion import Occasion


def collection(occasions: Iterable[Occasion]) -> dict[str, Any]:
    """Return a FeatureCollection; every machine candidate carries its stamp."""
    return {"type": "FeatureCollection", "features": [_feature(occasion) for occasion in occasions]}


def _feature(occasion: Occasion) -> dict[str, Any]:
    document = occasion.to_json()
    kept = ("number", "status", "basis", "title", "start", "start_precision", "end", "end_precision", "digest")
    return {
        "type": "Feature",
        "id": occasion.id,
        "geometry": _geometry(occasion),
        "properties": {
            **{key: document[key] for key in kept},
            "typology": occasion.typology.name,
            "stamp": stamp(occasion),
            "places": document["places"],
            "engages": [f"{g.measure.id}: {g.addressee} ({g.capacity})" for g in occasion.engagements],
            "does_not_show": occasion.does_not_show,
        },
    }


def _geometry(occasion: Occasion) -> dict[str, Any] | None:
    points = [[place.lon, place.lat] for place in occasion.places if place.lon is not None and place.lat is not None]
    if not points:
        return None
    return (
        {"type": "Point", "coordinates": points[0]}
        if len(points) == 1
        else {"type": "MultiPoint", "coordinates": points}
    )
