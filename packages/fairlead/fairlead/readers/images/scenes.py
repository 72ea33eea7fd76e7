"""STAC items: a provider's own description of one satellite scene (STAC 1.0 and 1.1). The pictures are not fetched."""

from __future__ import annotations

import json
from typing import Any

import shapely
from shapely.errors import ShapelyError
from shapely.geometry import shape

from fairlead.errors import UnreadableError
from fairlead.readers.images import told
from fairlead.readers.reader import Sink, Source

MAX_BYTES = 16 << 20  # the largest items seen, with all their bands, have some 100 KB


class StacItem:
    """One item; catalogues and collections are not of concern here."""

    name = "stac-item"
    version = 1
    libraries = ("shapely",)

    def recognises(self, source: Source, head: bytes) -> str | None:
        """Recognise JSON that calls itself a STAC feature."""
        start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
        if not start.startswith(b"{") or b'"stac_version"' not in head or source.size > MAX_BYTES:
            return None
        return "STAC item by its version" if b'"Feature"' in head else None

    def read(self, source: Source, sink: Sink) -> None:
        """Hand out one row. Raises UnreadableError where it is no JSON or no item."""
        with source.unpacked() as stream:
            data = stream.read(MAX_BYTES + 1)
        try:
            item = json.loads(data)
            properties = item["properties"]
            if item["type"] != "Feature" or not isinstance(properties, dict):
                raise ValueError("it is no feature with properties")
        except (ValueError, KeyError, TypeError, RecursionError) as broken:
            raise UnreadableError(f"{source.name}: expected a STAC item, found {broken}") from broken
        taken, t_us = told.moment(_text(properties.get("datetime")) or _text(properties.get("start_datetime")))
        if taken is None:
            sink.unread(1, f"no time of taking: {properties.get('datetime')!r}")
        elif t_us is None:
            sink.note("the time gives no offset from UTC")
        sensors = properties.get("instruments")
        row = told.table(
            source.key, kind="scene", taken=taken, t_us=t_us, footprint=_footprint(item, sink),
            taken_end=told.moment(_text(properties.get("end_datetime")))[0],
            platform=_text(properties.get("platform")),
            sensor=", ".join(map(str, sensors)) if isinstance(sensors, list) and sensors else None,
            scene=_text(item.get("id")), licence=_licence(item, properties),
            cloud_percent=_whole(properties.get("eo:cloud_cover"), 1), ground_cm=_whole(properties.get("gsd"), 100),
        )  # fmt: skip
        sink.rows("images", row)
        sink.progress(1.0)


def _footprint(item: dict[str, Any], sink: Sink) -> str | None:
    try:
        found = shapely.set_precision(shape(item["geometry"]), 10**-told.DECIMALS, mode="pointwise")
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError, ShapelyError) as broken:
        sink.unread(1, f"footprint not readable: {broken}")
        return None
    return told.wkt(found) or None


def _licence(item: dict[str, Any], properties: dict[str, Any]) -> str | None:
    links = item.get("links")
    linked = (
        [one.get("href") for one in links if isinstance(one, dict) and one.get("rel") == "license"]
        if isinstance(links, list)
        else []
    )
    return _text(properties.get("license")) or (_text(linked[0]) if linked else None)


def _whole(value: Any, times: int) -> int | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return round(value * times) if is_number and abs(value) < 1e9 else None


def _text(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
