"""GeoTIFF scenes: footprint and what one dot covers, from the file's own keys (OGC 19-008r4); time where it says one.

Read without decoding the picture. Rotated rasters, ground control points and reference systems without an EPSG code
are told as unread.
"""

from __future__ import annotations

import warnings
from typing import Any

from PIL import Image, UnidentifiedImageError

from fairlead.errors import UnreadableError
from fairlead.readers.images import told
from fairlead.readers.reader import Sink, Source

# Tags of GeoTIFF, and two of its keys.
_PIXEL_SCALE, _TIEPOINT, _KEYS = 33550, 33922, 34735
_GEOGRAPHIC, _PROJECTED = 2048, 3072
_DESCRIPTION, _SOFTWARE, _DATE_TIME = 270, 305, 306
_OWN_DEFINITION = 32767  # "user-defined": no EPSG code


class GeoTiff:
    """TIFFs that hold GeoTIFF keys."""

    name = "geotiff"
    version = 1
    libraries = ("pillow", "pyproj")

    def recognises(self, source: Source, head: bytes) -> str | None:
        """Recognise a TIFF by its first bytes and its GeoTIFF keys."""
        if not head.startswith((b"II*\x00", b"MM\x00*")):
            return None
        try:
            with warnings.catch_warnings(), source.open() as stream, Image.open(stream) as picture:
                warnings.simplefilter("ignore")  # they are told when it is read
                return "TIFF with GeoTIFF keys" if _KEYS in _tags(picture) else None
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
            return None

    def read(self, source: Source, sink: Sink) -> None:
        """Hand out one row. Raises UnreadableError where the file's head is damaged."""
        try:
            with warnings.catch_warnings(record=True) as heard, source.open() as stream, Image.open(stream) as picture:
                warnings.simplefilter("always")
                tags, (width, height) = _tags(picture), picture.size
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as broken:
            raise UnreadableError(f"{source.name}: expected a GeoTIFF, found a damaged one ({broken})") from broken
        for said in heard:
            sink.unread(1, f"damaged: {said.message}")
        footprint, ground_cm = _footprint(tags, width, height, sink)
        written = told.from_exif(_text(tags.get(_DATE_TIME)), None)
        if written:
            sink.note(f"the file was written {written}, which need not be when the scene was taken")
        row = told.table(
            source.key, kind="scene", footprint=footprint, ground_cm=ground_cm, width=width, height=height,
            scene=_text(tags.get(_DESCRIPTION)), edited_by=_text(tags.get(_SOFTWARE)),
        )  # fmt: skip
        sink.rows("images", row)
        sink.progress(1.0)


def _tags(picture: Image.Image) -> dict[int, Any]:
    return dict(getattr(picture, "tag_v2", {}))


def _footprint(tags: dict[int, Any], width: int, height: int, sink: Sink) -> tuple[str | None, int | None]:
    """Return the footprint as WKT and the ground that a dot covers, in cm; what cannot be told is told as unread."""
    keys = _keys(tags.get(_KEYS) or ())
    code = keys.get(_PROJECTED) or keys.get(_GEOGRAPHIC)
    scale, tie = tags.get(_PIXEL_SCALE), tags.get(_TIEPOINT)
    if not code or code == _OWN_DEFINITION:
        sink.unread(1, "no reference system by EPSG code: the footprint is not known")
        return None, None
    if not scale or not tie or len(scale) < 2 or len(tie) != 6:
        sink.unread(1, "rotated, or placed by control points: the footprint is not known")
        return None, None
    import pyproj  # long to load, and every file that is added asks this module whether it knows it
    from pyproj.exceptions import CRSError

    try:
        system = pyproj.CRS.from_epsg(code)
        to_degrees = pyproj.Transformer.from_crs(system, 4326, always_xy=True)
    except CRSError:
        sink.unread(1, f"unknown reference system: EPSG {code}")
        return None, None
    left, top = tie[3] - tie[0] * scale[0], tie[4] + tie[1] * scale[1]
    right, bottom = left + width * scale[0], top - height * scale[1]
    corners = [to_degrees.transform(x, y) for x, y in ((left, top), (right, top), (right, bottom), (left, bottom))]
    if not all(-180 <= lon <= 180 and -90 <= lat <= 90 for lon, lat in corners):
        sink.unread(1, f"the corners lie outside the world by EPSG {code}")
        return None, None
    unit = system.axis_info[0].unit_conversion_factor if system.is_projected else None
    return told.wkt(told.rounded(corners)), None if unit is None else round(scale[0] * unit * 100)


def _keys(directory: Any) -> dict[int, int]:
    """Return the keys that hold a number of their own; the first four numbers head the directory."""
    numbers = [int(number) for number in directory]
    entries = [numbers[at : at + 4] for at in range(4, len(numbers) - 3, 4)]
    return {key: value for key, location, _, value in entries if location == 0}


def _text(value: Any) -> str | None:
    return value.strip("\x00 ") or None if isinstance(value, str) else None
