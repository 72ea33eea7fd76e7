"""SQL that is kept is that of an equal expression, and each reads its own tables."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import ibis
import ibis.backends.duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fairlead.engines import behind, compiled


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was compiled and not kept."""
    monkeypatch.setattr(compiled, "_kept", {})
    texts: list[str] = []
    inner = ibis.backends.duckdb.Backend.compile

    def outer(self: Any, expression: Any, /, **asked: Any) -> str:
        texts.append(inner(self, expression, **asked))
        return texts[-1]

    monkeypatch.setattr(ibis.backends.duckdb.Backend, "compile", outer)
    return texts


@pytest.fixture
def connections() -> Iterator[list[Any]]:
    both = [behind.Connection()._from_url(urlsplit("duckdb://")) for _ in range(2)]
    yield both
    for each in both:
        each.disconnect()


def file(path: Path, *numbers: int) -> Path:
    pq.write_table(pa.table({"mmsi": pa.array(numbers, pa.int64())}), path)
    return path


def test_an_equal_expression_is_compiled_once_and_reads_its_own_files(
    made: list[str], connections: list[Any], tmp_path: Path
) -> None:
    for connection, number in zip(connections, (7, 8), strict=True):
        table = connection.read_parquet(file(tmp_path / f"{number}.parquet", number))
        told = ibis.memtable({"mmsi": [number], "said": [f"number {number}"]})
        found = connection.to_pyarrow(table.join(told, "mmsi").select("mmsi", "said"))
        assert found.to_pylist() == [{"mmsi": number, "said": f"number {number}"}]
    assert len(made) == 1


def test_two_tables_do_not_change_places(made: list[str], connections: list[Any], tmp_path: Path) -> None:
    connection = connections[0]
    one, two = (connection.read_parquet(file(tmp_path / f"{n}.parquet", n)) for n in (1, 2))
    for left, right, expected in ((one, two, 1), (two, one, 2), (one, one, None)):
        left_over = connection.to_pyarrow(left.anti_join(right, "mmsi"))["mmsi"].to_pylist()
        assert left_over == ([] if expected is None else [expected])
    assert len(made) == 2  # of a table with itself is another expression


@pytest.mark.parametrize(("one", "other"), [(1, 2), (1, 1.0), (1, True), (0.0, -0.0), ("a", "b"), (1, None)])
def test_what_differs_in_a_value_is_compiled_anew(
    made: list[str], connections: list[Any], tmp_path: Path, one: object, other: object
) -> None:
    table = connections[0].read_parquet(file(tmp_path / "t.parquet", 5))
    for value in (one, other, one):
        found = connections[0].to_pyarrow(table.mutate(given=ibis.literal(value)))["given"].to_pylist()
        assert found == [value]
        assert type(found[0]) is type(value)
    assert len(made) == 2


def test_the_same_operations_wired_otherwise_are_another_expression(
    made: list[str], connections: list[Any], tmp_path: Path
) -> None:
    pq.write_table(pa.table({"a": [5], "b": [3]}), tmp_path / "t.parquet")
    table = connections[0].read_parquet(tmp_path / "t.parquet")
    one, other = (
        table.select(a=table.a, b=table.b, x=left - right) for left, right in ((table.a, table.b), (table.b, table.a))
    )
    for expression, expected in ((one, 2), (other, -2), (one, 2)):
        assert connections[0].to_pyarrow(expression)["x"].to_pylist() == [expected]
    assert len(made) == 2
