"""Occasions as GeoJSON (RFC 7946) for maps: one feature per place that has a position."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def feature_collection(occasions: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return occasions (in their stable JSON) as a feature collection of points in WGS 84."""
    return {"type": "FeatureCollection", "features": [f for occasion in occasions for f in _features(occasion)]}


def _features(occasion: dict[str, Any]) -> list[dict[str, Any]]:
    told = {
        "occasion": occasion["id"],
        "number": occasion["number"],
        "title": occasion["title"],
        "status": occasion["status"],
        "basis": occasion["basis"],
        "start": occasion["start"],
        "end": occasion["end"],
        "measures": sorted({engagement["measure"]["id"] for engagement in occasion["engagements"]}),
    }
    return [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [place["lon"], place["lat"]]},
            "properties": {**told, "role": place["role"], "place": place["name"], "zone": place["zone"]},
        }
        for place in occasion["places"]
        if place["lat"] is not None and place["lon"] is not None
    ]
