"""The pass over sorted positions: wherever batches are cut, whatever the order of ties, the legs are the same."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fairlead import shapes
from fairlead.events import following

position = st.fixed_dictionaries(
    {
        "mmsi": st.sampled_from([445_000_001, 445_000_002, 445_000_003]),
        "t_us": st.integers(0, 30).map(lambda step: step * 600_000_000),
        "lat_e7": st.sampled_from([380_000_000, 380_000_000, 380_010_000, 12_000_000]),
        "lon_e7": st.sampled_from([1_240_000_000, 1_240_000_000, -1_799_999_999]),
        "speed_dkn": st.sampled_from([None, 0, 10, 123]),
        "course_ddeg": st.sampled_from([None, 0, 1801]),
        "receiver": st.sampled_from([None, "satellite", "terrestrial"]),
        "exhibit": st.sampled_from([1, 2]),
    }
)


def batches(table: pa.Table, cuts: list[int]) -> Iterator[pa.RecordBatch]:
    edges = sorted({0, len(table), *(cut % (len(table) + 1) for cut in cuts)})
    for start, end in pairwise(edges):
        yield from table.slice(start, end - start).combine_chunks().to_batches()


def legs(rows: list[dict[str, Any]], cuts: list[int], most_rows: int) -> list[dict[str, Any]]:
    schema = pa.schema([shapes.LEGS.field(name) for name in following.POSITION])
    sorted_rows = sorted(rows, key=lambda one: (one["mmsi"], one["t_us"]))  # as an engine does: ties as they come
    table = pa.Table.from_pylist(sorted_rows, schema=schema)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(following, "_MOST_ROWS", most_rows)
        found = list(following.legs(batches(table, cuts), following.Parameters()))
    assert all(batch.schema.equals(shapes.LEGS) for batch in found)
    return [row for batch in found for row in batch.to_pylist()]


@given(st.lists(position, max_size=60), st.lists(st.integers(0, 60), max_size=8), st.integers(1, 30), st.randoms())
@settings(deadline=None, max_examples=150)
def test_neither_cuts_nor_the_order_of_ties_change_a_leg(
    rows: list[dict[str, Any]], cuts: list[int], most_rows: int, random: Any
) -> None:
    numbered = [{**one, "row": number} for number, one in enumerate(rows, 1)]
    whole = legs(numbered, [], 1_000)
    random.shuffle(numbered)
    assert legs(numbered, cuts, most_rows) == whole
    places = {
        (one["mmsi"], one["t_us"], one["lat_e7"], one["lon_e7"]) for one in rows if one["receiver"] != "satellite"
    }
    assert places <= {(leg["mmsi"], leg["t_us"], leg["lat_e7"], leg["lon_e7"]) for leg in whole}
    assert whole == sorted(whole, key=lambda leg: (leg["track"], leg["t_us"]))


def test_a_coarse_copy_that_comes_first_does_not_hide_that_the_position_was_heard_precisely() -> None:
    place = {"mmsi": 445_000_001, "lat_e7": 380_000_000, "lon_e7": 1_240_000_000, "speed_dkn": 0, "course_ddeg": 0}
    heard = [(0, "terrestrial", 1), (600_000_000, "satellite", 1), (600_000_000, "terrestrial", 2)]
    rows = [
        {**place, "t_us": t_us, "receiver": receiver, "exhibit": exhibit, "row": row}
        for row, (t_us, receiver, exhibit) in enumerate(heard, 1)
    ]
    assert [leg["t_us"] for leg in legs(rows, [], 1_000)] == [0, 600_000_000]
    assert [leg["t_us"] for leg in legs(rows[:2], [], 1_000)] == [0], "a coarse one alone is set aside"
