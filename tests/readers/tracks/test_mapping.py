"""A mapping is taken as it says, or refused with its file, key and reason."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairlead.errors import MisuseError
from fairlead.readers import mapped
from fairlead.readers.tracks import mapping
from fairlead.readers.tracks.times import Times

LEAST = "columns: {mmsi: ID, time: T, lat: Y, lon: X}\n"


def test_the_least_mapping_needs_four_columns() -> None:
    made = mapping.parse(LEAST.encode(), "m.yaml")
    assert {role: how.column for role, how in made.columns.items()} == {
        "mmsi": "ID",
        "time": "T",
        "lat": "Y",
        "lon": "X",
    }
    assert made.columns["lat"].factor == 10**7
    assert made.columns["time"].times == Times()


def test_a_full_mapping_is_taken_as_it_says() -> None:
    made = mapping.parse(
        b"""
columns:
  mmsi: ID
  time: {column: T, format: "%d/%m/%Y %H:%M", zone: "+09:00"}
  lat: {column: Y, unit: 1/600000 deg}
  lon: {column: X, unit: 1e-7 deg}
  speed: {column: V, unit: m/s}
  receiver: {column: S, values: {SAT: satellite, "?": }}
delimiter: ";"
decimal: ","
encoding: cp1252
missing: ["-", 999]
""",
        "m.yaml",
    )
    assert made.columns["lat"].factor == Fraction(50, 3)
    assert made.columns["lon"].factor == 1
    assert made.columns["speed"].factor == Fraction(36000, 1852)
    assert made.columns["time"].times == Times(format="%d/%m/%Y %H:%M", zone="+09:00")
    assert made.columns["receiver"].values == {"sat": "satellite", "?": None}
    assert (made.delimiter, made.decimal, made.encoding) == (";", ",", "cp1252")
    assert {"-", "999"} <= made.missing


@pytest.mark.parametrize(
    ("text", "key", "reason"),
    [
        ("[1, 2]", "the file", "not a mapping"),
        ("columns: 3", "columns", "not a mapping"),
        ("columns: {mmsi: ID, time: T, lat: Y}", "columns.lon", "is missing"),
        (LEAST + "colums: {}", "colums", "is not one of"),
        ("columns: {mmsi: ID, time: T, lat: Y, lon: X, sped: V}", "columns.sped", "is not one of"),
        ("columns: {mmsi: ID, time: T, lat: Y, lon: {column: X, unit: rad}}", "columns.lon.unit", "'rad'"),
        ("columns: {mmsi: {column: ID, unit: deg}, time: T, lat: Y, lon: X}", "columns.mmsi.unit", "is not one of"),
        ("columns: {mmsi: 7, time: T, lat: Y, lon: X}", "columns.mmsi", "not a mapping"),
        ("columns: {mmsi: {}, time: T, lat: Y, lon: X}", "columns.mmsi.column", "name of a column"),
        ("columns: {mmsi: I, time: {column: T, zone: Mars/Base}, lat: Y, lon: X}", "columns.time.zone", "Mars/Base"),
        ("columns: {mmsi: I, time: {column: T, epoch: min}, lat: Y, lon: X}", "columns.time.epoch", "'min'"),
        ("columns: {mmsi: I, time: {column: T, epoch: s, zone: UTC}, lat: Y, lon: X}", "columns.time.epoch", "neither"),
        ("columns: {mmsi: I, time: {column: T, format: '%d/%m %H:%M'}, lat: Y, lon: X}", "columns.time.format", "year"),
        (
            "columns: {mmsi: I, time: T, lat: Y, lon: X, receiver: {column: R, values: {a: moon}}}",
            "columns.receiver.values.a",
            "'moon'",
        ),
        (LEAST + "delimiter: ';;'", "delimiter", "one character"),
        (LEAST + "decimal: ';'", "decimal", "is"),
        (LEAST + "delimiter: ','\ndecimal: ','", "decimal", "not the delimiter"),
        (LEAST + "encoding: klingon", "encoding", "'klingon'"),
        (LEAST + "encoding: hex", "encoding", "'hex'"),
        (LEAST + "missing: none", "missing", "list"),
        ("columns: {mmsi: [", "not YAML", ""),
    ],
)
def test_a_bad_mapping_is_refused_with_file_key_and_reason(text: str, key: str, reason: str) -> None:
    with pytest.raises(MisuseError) as refused:
        mapping.parse(text.encode(), "m.yaml")
    assert str(refused.value).startswith(f"m.yaml: {key}")
    assert reason in str(refused.value)


def test_a_mapping_that_is_not_there_is_refused_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(MisuseError, match=r"gone\.yaml"):
        mapped.load(tmp_path / "gone.yaml")


@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)))
def test_whatever_bytes_a_mapping_holds_it_is_read_or_refused_by_name(data: bytes) -> None:
    try:
        message = mapping.parse(data, "m.yaml").name
    except MisuseError as refused:
        message = str(refused)
    assert message.startswith("m.yaml")
