"""Points in a geometry column are read as positions where their CRS is degrees of WGS 84, and refused by its name."""

from __future__ import annotations

import io
import json
import struct
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from examples import examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from track_readings import ListSink, read, source_of

from fairlead.errors import UnreadableError
from fairlead.readers.tracks import mapping
from fairlead.readers.tracks.parquet import ParquetTracks

NOON = datetime(2024, 1, 1, 12, tzinfo=UTC)
ABSENT = object()


def point(x: float, y: float, order: str = "<", kind: int = 1, more: bytes = b"", srid: bytes = b"") -> bytes:
    return struct.pack(f"{order}BI", order == "<", kind) + srid + struct.pack(f"{order}2d", x, y) + more


def packed(geometry: Any, crs: Any = ABSENT, encoding: str = "WKB", metadata: Any = ABSENT, **others: Any) -> bytes:
    count = len(geometry)
    columns = {"MMSI": [431000001] * count, "BaseDateTime": [NOON] * count, **others, "geometry": geometry}
    about = {"encoding": encoding, "geometry_types": ["Point"]} | ({} if crs is ABSENT else {"crs": crs})
    geo = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": about}}
    geo = geo if metadata is ABSENT else metadata
    table = pa.table(columns).replace_schema_metadata({"geo": json.dumps(geo)})
    buffer = io.BytesIO()
    pq.write_table(table, buffer)
    return buffer.getvalue()


def test_points_in_well_known_binary_become_positions(tmp_path: Path) -> None:
    cells = [
        point(-120.5, 36.12345),
        point(-120.5, 36.12345, ">"),
        point(-120.5, 36.12345, kind=1001, more=bytes(8)),
        point(-120.5, 36.12345, kind=0x20000001, srid=struct.pack("<I", 4326)),
        point(float("nan"), float("nan")),
        None,
    ]
    result = read(tmp_path, packed(cells))
    assert result.column("lat_e7") == [361_234_500] * 4 + [None] * 2
    assert result.column("lon_e7") == [-1_205_000_000] * 4 + [None] * 2
    assert result.made.unread == 0
    assert result.made.reason == "GeoParquet with the columns of MarineCadastre's layout"


def test_what_is_no_point_on_earth_is_an_unread_row(tmp_path: Path) -> None:
    cells = [
        point(1, 2),
        struct.pack("<BII2d", 1, 2, 1, 1, 2),
        b"\x01\x01",
        point(1, 2, kind=0x20000001, srid=struct.pack("<I", 3857)),
        point(1, 95),
        point(200, 2),
        point(3, 4),
    ]
    result = read(tmp_path, packed(cells))
    assert result.column("row") == [1, 7]
    assert [(row["row"], row["why"]) for row in result.unread] == [
        (2, "geometry is no point, but type 2 of well-known binary"),
        (3, "geometry is no well-known binary"),
        (4, "geometry is in another SRID than 4326"),
        (5, "geometry (y) is beyond what a position can be: '95.0'"),
        (6, "geometry (x) is beyond what a position can be: '200.0'"),
    ]


def test_points_as_structs_are_read_too(tmp_path: Path) -> None:
    result = read(tmp_path, packed([{"x": -120.5, "y": 36.5}], encoding="point"))
    assert (result.column("lat_e7"), result.column("lon_e7")) == ([365_000_000], [-1_205_000_000])


@pytest.mark.parametrize(
    "crs", [{"id": {"authority": "EPSG", "code": 4326}}, {"id": {"authority": "OGC", "code": "CRS84"}}, "EPSG:4326"]
)
def test_degrees_of_wgs_84_are_accepted_under_either_name(tmp_path: Path, crs: Any) -> None:
    assert read(tmp_path, packed([point(1, 2)], crs)).column("lat_e7") == [20_000_000]


@pytest.mark.parametrize(
    ("crs", "found"),
    [
        ({"name": "WGS 84 / Pseudo-Mercator", "id": {"authority": "EPSG", "code": 3857}}, "found EPSG:3857"),
        ({"name": "NAD83"}, "found NAD83"),
        (None, "says that it is unknown"),
    ],
)
def test_any_other_crs_is_refused_by_its_name(tmp_path: Path, crs: Any, found: str) -> None:
    with pytest.raises(UnreadableError, match=found):
        read(tmp_path, packed([point(1, 2)], crs))


def test_columns_of_degrees_go_before_the_geometry(tmp_path: Path) -> None:
    result = read(tmp_path, packed([point(1, 2)], LAT=[36.5], LON=[-120.5]))
    assert result.column("lat_e7") == [365_000_000]
    assert result.made.notes == ("columns that are not read: geometry",)


def test_a_mapping_may_name_the_geometry(tmp_path: Path) -> None:
    data = packed([point(-120.5, 36.5)], Kennung=[440000002])
    with_mapping = mapping.parse(
        b"columns: {mmsi: Kennung, time: BaseDateTime, lat: geometry, lon: geometry}", "m.yaml"
    )
    result = read(tmp_path, data, with_mapping)
    assert (result.column("mmsi"), result.column("lon_e7")) == ([440000002], [-1_205_000_000])


def test_damaged_metadata_is_refused(tmp_path: Path) -> None:
    data = packed([point(1, 2)])
    with pytest.raises(UnreadableError, match="metadata of GeoParquet is damaged"):
        read(tmp_path, data.replace(b"primary_column", b"primary_colum_"))


scalars = (
    st.none() | st.booleans() | st.integers() | st.text(max_size=9) | st.sampled_from(["geometry", "WKB", "point"])
)
anything = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=9), inner)
)


@settings(max_examples=examples(25), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(anything, anything, anything, st.lists(st.none() | st.binary(max_size=30), max_size=4))
def test_whatever_the_metadata_say_the_reading_is_made_or_refused(
    tmp_path: Path, primary: Any, encoding: Any, crs: Any, cells: list[bytes | None]
) -> None:
    geo = {"primary_column": primary, "columns": {str(primary): {"encoding": encoding, "crs": crs}, "geometry": crs}}
    for metadata in (geo, {**geo, "primary_column": "geometry"}, crs, ABSENT):
        data = packed(pa.array(cells, pa.binary()), metadata=metadata)
        source, sink = source_of(tmp_path, data), ListSink()
        try:
            assert ParquetTracks().recognises(source, data)
            ParquetTracks().read(source, sink)
        except UnreadableError:
            continue
        assert sink.shapes["positions"] + len(sink.unread_rows) == len(cells)


def test_a_table_of_shapes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="expected points as WKB or 'point'"):
        read(tmp_path, packed([[1.0]], encoding="linestring"))
