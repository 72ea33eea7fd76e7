"""Which parts of an expression are made once and stored: those that are dear and read more than once."""

from __future__ import annotations

from typing import Any

import ibis
import pyarrow as pa
import pytest

from fairlead.engines import stages


@pytest.fixture
def connection() -> Any:
    return ibis.duckdb.connect()


@pytest.fixture
def numbers(connection: Any) -> Any:
    connection.con.register("numbers", pa.table({"key": [1, 1, 2, 3], "value": [5, 7, 11, 13]}))
    return connection.table("numbers")


class Store:
    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.parts: list[Any] = []

    def __call__(self, part: Any) -> Any:
        self.parts.append(part)
        name = f"part_{len(self.parts)}"
        self.connection.con.sql(f"create table {name} as {self.connection.compile(part)}")
        return self.connection.table(name)


def rows(table: Any) -> list[Any]:
    return sorted(map(str, table.to_pyarrow().to_pylist()))


def test_an_aggregate_read_twice_is_made_once_and_the_rows_stay(connection: Any, numbers: Any) -> None:
    sums = numbers.group_by("key").agg(total=numbers.value.max())
    least = sums.agg(least=sums.total.min())
    whole = sums.join(least, sums.total == least.least)
    store = Store(connection)
    staged = stages.staged(whole, store)
    assert [part.columns for part in store.parts] == [("key", "total")]
    assert "numbers" not in str(connection.compile(staged))
    assert rows(staged) == rows(whole) == ["{'key': 1, 'total': 7, 'least': 7}"]


def test_parts_come_from_the_ground_up_each_without_the_ones_before(connection: Any, numbers: Any) -> None:
    sums = numbers.group_by("key").agg(total=numbers.value.max())
    pairs = sums.join(sums.view(), "key")
    both = pairs.filter(pairs.total > 11).union(pairs.filter(pairs.total <= 11))
    store = Store(connection)
    staged = stages.staged(both, store)
    assert len(store.parts) == 2
    assert "part_1" in str(connection.compile(store.parts[1]))
    assert rows(staged) == rows(both)


def test_what_is_cheap_or_read_once_is_left_in_its_place(connection: Any, numbers: Any) -> None:
    some = numbers.filter(numbers.value > 5)
    cheap = some.filter(some.key == 1).union(some.filter(some.key == 2))
    once = numbers.group_by("key").agg(total=numbers.value.max()).filter(ibis._.total > 11)
    store = Store(connection)
    for table in (cheap, once):
        assert stages.staged(table, store).equals(table)
    assert store.parts == []
