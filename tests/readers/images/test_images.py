"""What pictures say of themselves: photographs, GeoTIFF scenes and STAC items, all made here."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import shapely
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image
from PIL.TiffImagePlugin import ImageFileDirectory_v2

from fairlead.errors import UnreadableError
from fairlead.readers import reading
from fairlead.readers.reader import Source

EXIF, GPS = ExifTags.Base, ExifTags.GPS


def source(data: bytes, name: str) -> Source:
    digest = hashlib.sha256(data).hexdigest()
    return Source(digest, name, Path(name), len(data), "", None, lambda: io.BytesIO(data))


def read(data: bytes, name: str, folder: Path) -> tuple[dict[str, Any], reading.Reading]:
    made = reading.read(source(data, name), folder / "reading")
    (row,) = pq.read_table(folder / "reading" / "images.parquet").to_pylist()
    return row, made


def photograph(photo: dict[int, Any], gps: dict[int, Any], base: dict[int, Any], form: str = "JPEG") -> bytes:
    exif = Image.Exif()
    exif.update(base)
    exif.get_ifd(ExifTags.IFD.Exif).update(photo)
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(gps)
    made = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(made, form, exif=exif)
    return made.getvalue()


AT_NAMPO = {GPS.GPSLatitude: (38.0, 43.0, 12.0), GPS.GPSLatitudeRef: "N", GPS.GPSLongitude: (125.0, 24.0, 36.0),
            GPS.GPSLongitudeRef: "E"}  # fmt: skip
TAKEN = {EXIF.DateTimeOriginal: "2018:02:16 14:30:00", EXIF.OffsetTimeOriginal: "+09:00"}


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_photograph_says_when_where_and_by_what_it_was_taken(tmp_path: Path, form: str) -> None:
    base = {EXIF.Make: "Example", EXIF.Model: "C1", EXIF.Software: "Retoucher 2"}
    row, made = read(photograph(TAKEN, AT_NAMPO, base, form), "photo", tmp_path)
    assert (row["taken"], row["t_us"]) == ("2018-02-16T14:30:00+09:00", 1_518_759_000_000_000)
    assert (row["lat_e7"], row["lon_e7"]) == (387_200_000, 1_254_100_000)
    assert (row["platform"], row["edited_by"], row["width"], row["height"]) == ("Example C1", "Retoucher 2", 40, 30)
    assert "time and place are what the file says; anybody can set them" in made.notes
    assert any("'Retoucher 2' wrote it" in note for note in made.notes)


def test_a_clock_without_offset_gives_no_moment(tmp_path: Path) -> None:
    row, made = read(photograph({EXIF.DateTimeOriginal: "2018:02:16 14:30:00"}, {}, {}), "a.jpg", tmp_path)
    assert (row["taken"], row["t_us"]) == ("2018-02-16T14:30:00", None)
    assert any("gives no offset from UTC" in note for note in made.notes)


def test_south_and_west_are_negative_and_gps_gives_the_moment(tmp_path: Path) -> None:
    gps = {GPS.GPSLatitude: (33.0, 30.0, 0.0), GPS.GPSLatitudeRef: "S", GPS.GPSLongitude: (70.0, 0.0, 36.0),
           GPS.GPSLongitudeRef: "W", GPS.GPSDateStamp: "2018:02:16", GPS.GPSTimeStamp: (5.0, 30.0, 0.0)}  # fmt: skip
    row, _ = read(photograph({}, gps, {}), "a.jpg", tmp_path)
    assert (row["lat_e7"], row["lon_e7"]) == (-335_000_000, -700_100_000)
    assert (row["taken"], row["t_us"]) == ("2018-02-16T05:30:00+00:00", 1_518_759_000_000_000)


def test_a_picture_that_says_nothing_is_told_so(tmp_path: Path) -> None:
    row, made = read(photograph({}, {}, {}), "a.jpg", tmp_path)
    assert (row["taken"], row["lat_e7"]) == (None, None)
    assert any("says nothing of when or where" in note for note in made.notes)


@pytest.mark.parametrize("wrong", [{GPS.GPSLatitude: (95.0, 0.0, 0.0)}, {GPS.GPSLatitudeRef: "X"}])
def test_a_place_beyond_reason_is_unread_and_not_half_kept(tmp_path: Path, wrong: dict[int, Any]) -> None:
    row, made = read(photograph(TAKEN, AT_NAMPO | wrong, {}), "a.jpg", tmp_path)
    assert (row["lat_e7"], row["lon_e7"], made.unread) == (None, None, 1)


def scene(code: int, key: int, scale: float, left: float, top: float, *, rotated: bool = False) -> bytes:
    made = io.BytesIO()
    tags = ImageFileDirectory_v2()
    tags[34735] = (1, 1, 0, 1, key, 0, 1, code)
    tags.tagtype[34735] = 3
    if not rotated:
        tags[33550] = (scale, scale, 0.0)
        tags.tagtype[33550] = 12
        tags[33922] = (0.0, 0.0, 0.0, left, top, 0.0)
        tags.tagtype[33922] = 12
    Image.new("L", (100, 50)).save(made, "TIFF", tiffinfo=tags)
    return made.getvalue()


def test_a_scene_in_degrees_has_its_corners(tmp_path: Path) -> None:
    row, _ = read(scene(4326, 2048, 0.01, 125.0, 39.0), "scene.tif", tmp_path)
    assert shapely.from_wkt(row["footprint"]).bounds == (125.0, 38.5, 126.0, 39.0)
    assert row["ground_cm"] is None


def test_a_scene_in_metres_is_brought_to_degrees(tmp_path: Path) -> None:
    # Zone 51 north: its middle meridian is 123 degrees east, where its easting is 500 km.
    row, _ = read(scene(32651, 3072, 10.0, 500_000.0, 4_300_000.0), "scene.tif", tmp_path)
    west, south, east, north = shapely.from_wkt(row["footprint"]).bounds
    assert west == pytest.approx(123.0, abs=1e-6)
    assert north == pytest.approx(38.848, abs=2e-3)  # 4,300 km of meridian, by the scale of 0.9996
    assert (east - west) == pytest.approx(1000 / (111_320 * 0.7789), rel=2e-3)
    assert (north - south) == pytest.approx(500 / 110_990, rel=2e-3)
    assert row["ground_cm"] == 1000


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (scene(32767, 3072, 10.0, 0.0, 0.0), "no reference system by EPSG code"),
        (scene(4326, 2048, 0.01, 0.0, 0.0, rotated=True), "rotated, or placed by control points"),
        (scene(32651, 3072, 1e7, 0.0, 0.0), "outside the world"),
        (scene(1, 3072, 10.0, 0.0, 0.0), "unknown reference system"),
    ],
)
def test_a_footprint_that_cannot_be_told_is_not_guessed(tmp_path: Path, data: bytes, why: str) -> None:
    row, made = read(data, "scene.tif", tmp_path)
    assert row["footprint"] is None
    assert any(reason.startswith(why) or why in reason for reason in made.reasons), made.reasons


ITEM: dict[str, Any] = {
    "type": "Feature", "stac_version": "1.0.0", "id": "S2-EXAMPLE-51SVB-20180216",
    "geometry": {"type": "Polygon", "coordinates": [[[125, 38], [126, 38], [126, 39], [125, 39], [125, 38]]]},
    "properties": {"datetime": "2018-02-16T02:31:09.5Z", "platform": "example-2a", "instruments": ["msi"],
                   "eo:cloud_cover": 12.4, "gsd": 10, "license": "proprietary"},
    "links": [], "assets": {},
}  # fmt: skip


def test_a_stac_item_gives_scene_time_and_footprint(tmp_path: Path) -> None:
    row, _ = read(json.dumps(ITEM).encode(), "item.json", tmp_path)
    assert (row["scene"], row["platform"], row["sensor"]) == ("S2-EXAMPLE-51SVB-20180216", "example-2a", "msi")
    assert (row["cloud_percent"], row["ground_cm"], row["licence"]) == (12, 1000, "proprietary")
    assert row["t_us"] == 1_518_748_269_500_000
    assert shapely.from_wkt(row["footprint"]).bounds == (125, 38, 126, 39)


def test_an_item_without_time_or_place_is_kept_and_told(tmp_path: Path) -> None:
    huge = {"type": "Polygon", "coordinates": [[[10**400, 1], [1, 2], [3, 1], [10**400, 1]]]}
    for number, geometry in enumerate((None, {"type": "Nothing", "coordinates": [1]}, {"type": "Polygon"}, huge)):
        item = ITEM | {"geometry": geometry, "properties": {"datetime": None}}
        row, made = read(json.dumps(item).encode(), "item.json", tmp_path / str(number))
        assert (row["taken"], row["footprint"], made.unread) == (None, None, 2)


def test_an_item_cut_off_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match=r"item\.json: expected a STAC item"):
        read(json.dumps(ITEM).encode()[:-9], "item.json", tmp_path)


@given(st.integers(0, 400), st.binary(max_size=8))
@settings(max_examples=examples(60))
def test_no_damage_to_a_photograph_breaks_its_reader(
    tmp_path_factory: pytest.TempPathFactory, at: int, by: bytes
) -> None:
    data = photograph(TAKEN, AT_NAMPO, {EXIF.Make: "Example"})
    broken = data[:at] + by + data[at + len(by) :]
    folder = tmp_path_factory.mktemp("damaged")
    why = ""
    try:
        read(broken, "a.jpg", folder)
    except UnreadableError as error:
        why = str(error)
    assert "broke on it" not in why
