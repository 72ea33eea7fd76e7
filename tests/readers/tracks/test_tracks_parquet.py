"""Parquet gives the rows that the same table gives as text, and is refused where it is damaged or foreign."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from examples import examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from track_readings import ListSink, read, read_real, source_of

from fairlead.errors import UnreadableError
from fairlead.readers.tracks import mapping
from fairlead.readers.tracks.parquet import ParquetTracks

NOON = datetime(2024, 1, 1, 12, 0, 0, 123456, tzinfo=UTC)
COLUMNS: dict[str, list[Any]] = {
    "ssvid": ["431000001", "431000001", "440000002"],
    "t": [NOON, None, NOON],
    "lat": [36.12345, None, 95.0],
    "lon": [-120.5, 181.0, 1.0],
    "speed": [7.5, 102.3, 1.0],
    "course": [101.3, 360.0, 1.0],
    "receiver_type": ["satellite", "terrestrial", None],
    "shipname": ["SEA STAR", None, "X"],
    "imo": ["9074729", None, None],
}


def packed(columns: dict[str, Any], **options: Any) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(pa.table(columns), buffer, **options)
    return buffer.getvalue()


def test_the_columns_of_global_fishing_watch_are_recognised_and_read(tmp_path: Path) -> None:
    result = read(tmp_path, packed(COLUMNS))
    assert result.made.reason == "Parquet with the columns of Global Fishing Watch's layout"
    first, second = result.positions
    assert (first["mmsi"], first["lat_e7"], first["lon_e7"]) == (431000001, 361_234_500, -1_205_000_000)
    assert first["t_us"] == 1_704_110_400_123_456
    assert (first["speed_dkn"], first["course_ddeg"], first["receiver"]) == (75, 1013, "satellite")
    assert [second[name] for name in ("t_us", "lat_e7", "lon_e7", "speed_dkn", "course_ddeg")] == [None] * 5
    assert [(row["row"], row["why"]) for row in result.unread] == [(3, "lat is beyond what a position can be: '95.0'")]
    assert [(report["name"], report["imo"]) for report in result.static_reports] == [("SEA STAR", 9074729)]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("t", pa.timestamp("ns")),
        ("t", pa.timestamp("ms", "Asia/Seoul")),
        ("t", pa.string()),
        ("ssvid", pa.int64()),
        ("ssvid", pa.int32()),
        ("ssvid", pa.large_string()),
        ("ssvid", pa.dictionary(pa.int32(), pa.string())),
        ("lat", pa.float32()),
        ("lat", pa.string()),
        ("imo", pa.int64()),
    ],
)
def test_columns_of_any_type_give_the_same_rows(tmp_path: Path, name: str, kind: pa.DataType) -> None:
    columns = {**COLUMNS, "t": [NOON.replace(microsecond=0)] * 3, "lat": [36.5, None, -36.25]}
    before = read(tmp_path, packed(columns))
    if kind == pa.string() and name == "t":
        typed: Any = pa.array(["2024-01-01T12:00:00"] * 3)
    elif kind == pa.string():
        typed = pa.array(["36.5", None, "-36.25"])
    elif pa.types.is_dictionary(kind):
        typed = pa.array(columns[name]).dictionary_encode()
    else:
        typed = pc.cast(pa.array(columns[name]), kind)
    after = read(tmp_path, packed({**columns, name: typed}))
    for row in (*before.positions, *after.positions, *before.static_reports, *after.static_reports):
        del row["exhibit"]
    assert after.positions == before.positions
    assert after.static_reports == before.static_reports


def test_words_kept_as_a_dictionary_are_read(tmp_path: Path) -> None:
    columns = {"MMSI": [431000001] * 2, "BaseDateTime": [NOON] * 2, "LAT": [1.0] * 2, "LON": [2.0] * 2}
    status = pa.array(["at anchor", "under way using engine"]).dictionary_encode()
    assert read(tmp_path, packed({**columns, "Status": status})).column("nav_status") == [1, 0]


def test_a_mapping_reads_other_columns(tmp_path: Path) -> None:
    made = mapping.parse(
        b"columns: {mmsi: id, time: {column: when, zone: '+09:00'}, lat: {column: y, unit: 1e-7 deg}, lon: x}", "m.yaml"
    )
    columns = {"id": [431000001], "when": [datetime(2024, 1, 1, 21, 0)], "y": [361_234_500], "x": [1.5]}  # noqa: DTZ001
    result = read(tmp_path, packed(columns), made)
    assert (result.column("t_us"), result.column("lat_e7")) == ([1_704_110_400_000_000], [361_234_500])


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        (
            {"mmsi": [1], "wann": [1]},
            "a table about ships in no known layout of positions, with the columns mmsi, wann",
        ),
        ({"price": [1.0]}, "no table of ship positions known here, with the columns price"),
        ({**COLUMNS, "timestamp": COLUMNS["t"]}, "columns that mean the same: t, timestamp"),
        ({**COLUMNS, "lat": [[1.0], None, None]}, "expected text, numbers or times in column 'lat', found list"),
    ],
)
def test_foreign_columns_are_refused(tmp_path: Path, columns: dict[str, Any], reason: str) -> None:
    with pytest.raises(UnreadableError, match=reason):
        read(tmp_path, packed(columns))
    assert not (tmp_path / "reading").exists()


@pytest.mark.parametrize("keep", [5, 100, -1, -9])
def test_a_truncated_file_is_refused(tmp_path: Path, keep: int) -> None:
    with pytest.raises(UnreadableError, match="damaged or truncated"):
        read(tmp_path, packed(COLUMNS)[:keep])
    assert not (tmp_path / "reading").exists()


def test_a_text_that_is_no_text_is_damage(tmp_path: Path) -> None:
    data = packed(COLUMNS, compression="none", use_dictionary=False, write_statistics=False)
    with pytest.raises(UnreadableError, match="damaged or truncated"):
        read(tmp_path, data.replace(b"SEA STAR", b"SEA \xffTAR"))


@settings(max_examples=examples(100), suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 255))
def test_whatever_byte_is_changed_the_reading_is_made_or_refused(tmp_path: Path, place: int, value: int) -> None:
    data = bytearray(packed(COLUMNS))
    data[place % len(data)] = value
    source, reader = source_of(tmp_path, bytes(data)), ParquetTracks()
    try:
        if reader.recognises(source, bytes(data)):
            reader.read(source, ListSink())
    except UnreadableError:
        pass


@pytest.mark.parametrize(
    "name", ["bc-shipstrike/bc2018", "gfw-segment-regression/gfwregr_positions", "solent-2016/solent"]
)
def test_real_sets_are_read_in_full(tmp_path: Path, real_data: Callable[[str], Path], name: str) -> None:
    path = real_data(f"ais/{name}.parquet")
    table = pq.read_table(path)
    result = read_real(tmp_path, path)
    assert len(result.positions) + len(result.unread) == table.num_rows
    for place in range(0, len(result.positions), 997):
        position = result.positions[place]
        row = table.slice(position["row"] - 1, 1).to_pylist()[0]
        assert position["mmsi"] == int(row["ssvid"])
        assert position["t_us"] == round(row["t"].replace(tzinfo=UTC).timestamp() * 1_000) * 1_000
        assert abs(position["lat_e7"] - row["lat"] * 1e7) <= 0.5001
        assert abs(position["lon_e7"] - row["lon"] * 1e7) <= 0.5001
