"""Photographs: what EXIF says of place, time and camera. Anybody can set it; most messengers remove it.

Left out: what is to be seen; maker notes; thumbnails; XMP. The picture itself is never decoded, only its head.
"""

from __future__ import annotations

import math
import warnings
from typing import Any

from PIL import ExifTags, Image, UnidentifiedImageError

from fairlead import shapes
from fairlead.errors import UnreadableError
from fairlead.readers.images import told
from fairlead.readers.reader import Sink, Source

_MAGIC = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\x00", b"MM\x00*")
MAX_BYTES = 1 << 30
_WIDEST = {"S": 90, "N": 90, "W": 180, "E": 180}  # degrees


class Photograph:
    """JPEG, PNG, TIFF and WebP."""

    name = "photograph"
    version = 1
    libraries = ("pillow",)

    def recognises(self, source: Source, head: bytes) -> str | None:
        """Recognise a picture by its first bytes."""
        is_webp = head[:4] == b"RIFF" and head[8:12] == b"WEBP"
        return "picture by its first bytes" if is_webp or head.startswith(_MAGIC) else None

    def read(self, source: Source, sink: Sink) -> None:
        """Hand out one row. Raises UnreadableError where the picture's head is damaged."""
        try:
            with warnings.catch_warnings(record=True) as heard, source.open() as stream, Image.open(stream) as picture:
                warnings.simplefilter("always")
                width, height = picture.size
                exif = picture.getexif()
                photo = dict(exif.get_ifd(ExifTags.IFD.Exif))
                gps = dict(exif.get_ifd(ExifTags.IFD.GPSInfo))
        except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as broken:
            raise UnreadableError(f"{source.name}: expected a picture, found a damaged one ({broken})") from broken
        for said in heard:
            sink.unread(1, f"damaged: {said.message}")
        base = ExifTags.Base
        taken, t_us = _taken(dict(exif), photo, gps, sink)
        lat, lon = _place(gps, sink)
        camera = " ".join(part for part in (_text(exif.get(base.Make)), _text(exif.get(base.Model))) if part)
        if taken is None and lat is None:
            sink.note("the picture says nothing of when or where it was taken, as after most messengers")
        else:
            sink.note("time and place are what the file says; anybody can set them")
        if edited := _text(exif.get(base.Software)):
            sink.note(f"the file says that {edited!r} wrote it")
        row = told.table(
            source.key, kind="photograph", taken=taken, t_us=t_us, lat_e7=lat, lon_e7=lon, platform=camera or None,
            width=width, height=height, edited_by=edited,
        )  # fmt: skip
        sink.rows("images", row)
        sink.progress(1.0)


def _taken(
    exif: dict[int, Any], photo: dict[int, Any], gps: dict[int, Any], sink: Sink
) -> tuple[str | None, int | None]:
    """Return when the picture was taken: as the camera's clock says, and in UTC where an offset or GPS gives it."""
    base = ExifTags.Base
    offset = _text(photo.get(base.OffsetTimeOriginal)) or _text(photo.get(base.OffsetTime))
    taken = told.from_exif(_text(photo.get(base.DateTimeOriginal)), offset)
    by_gps = _gps_time(gps)
    if taken is None and by_gps is None:
        if changed := told.from_exif(_text(exif.get(base.DateTime)), offset):
            sink.note(f"no time of taking; the file was last changed {changed}")
        return None, None
    if taken is None:
        return told.moment(by_gps)
    t_us = told.moment(taken)[1]
    if t_us is None:
        sink.note(f"the camera's clock gives no offset from UTC; by GPS it was {by_gps or 'not told'}")
        t_us = told.moment(by_gps)[1]
    return taken, t_us


def _gps_time(gps: dict[int, Any]) -> str | None:
    day, clock = _text(gps.get(ExifTags.GPS.GPSDateStamp)), gps.get(ExifTags.GPS.GPSTimeStamp)
    try:
        hour, minute, second = (float(part) for part in clock or ())
        return told.from_exif(f"{day} {int(hour):02}:{int(minute):02}:{int(second):02}", "+00:00")
    except (TypeError, ValueError, ZeroDivisionError):
        return None


def _place(gps: dict[int, Any], sink: Sink) -> tuple[int | None, int | None]:
    tags = ExifTags.GPS
    lat = _degrees(gps.get(tags.GPSLatitude), _text(gps.get(tags.GPSLatitudeRef)))
    lon = _degrees(gps.get(tags.GPSLongitude), _text(gps.get(tags.GPSLongitudeRef)))
    if (lat is None or lon is None) and (tags.GPSLatitude in gps or tags.GPSLongitude in gps):
        sink.unread(1, "place not readable: degrees, minutes and seconds or their side are missing or beyond reason")
        return None, None
    return lat, lon


def _degrees(parts: Any, side: str | None) -> int | None:
    """Return degrees, minutes and seconds as 1e-7 degree; None where they or their side are missing or impossible."""
    try:
        degrees, minutes, seconds = (float(part) for part in parts)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    value = degrees + minutes / 60 + seconds / 3600
    if side not in _WIDEST or not math.isfinite(value) or not 0 <= value <= _WIDEST[side]:
        return None
    return round((-value if side in "SW" else value) * shapes.E7)


def _text(value: Any) -> str | None:
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    return (value.strip("\x00 ") or None) if isinstance(value, str) else None
