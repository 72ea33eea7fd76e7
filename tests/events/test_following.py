"""The pass over sorted positions: wherever batches are cut, whatever the order of ties, the legs are the same."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from fairlead import shapes
from fairlead.deriving import going_on
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


def in_order(rows: list[dict[str, Any]]) -> pa.Table:
    schema = pa.schema([shapes.LEGS.field(name) for name in following.POSITION])
    sorted_rows = sorted(rows, key=lambda one: (one["mmsi"], one["t_us"]))  # as an engine does: ties as they come
    return pa.Table.from_pylist(sorted_rows, schema=schema)


def legs(rows: list[dict[str, Any]], cuts: list[int], most_rows: int) -> list[dict[str, Any]]:
    table = in_order(rows)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(following, "_MOST_ROWS", most_rows)
        found = list(following.legs(batches(table, cuts), following.Parameters()))
    assert all(batch.schema.equals(shapes.LEGS) for batch in found)
    return [row for batch in found for row in batch.to_pylist()]


@given(st.lists(position, max_size=60), st.lists(st.integers(0, 60), max_size=8), st.integers(1, 30), st.randoms())
@settings(deadline=None, max_examples=examples(150))
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


@given(st.lists(position, max_size=60), st.lists(st.integers(1, 29), min_size=1, max_size=3, unique=True))
@settings(deadline=None, max_examples=examples(100))
def test_numbers_go_on_from_the_ends_of_their_tracks_as_if_followed_from_their_beginning(
    rows: list[dict[str, Any]], steps: list[int]
) -> None:
    goes_on([{**one, "row": number} for number, one in enumerate(rows, 1)], [step * 600_000_000 for step in steps])


@pytest.mark.wide(after=4)
@pytest.mark.parametrize("seed", range(20))
def test_hulls_on_one_number_go_on_from_the_ends_of_their_tracks(seed: int) -> None:
    random, rows = np.random.default_rng(seed), []
    fast = random.choice([100, 100, 420])
    for minute in np.unique(random.integers(0, 3_000, 300)).tolist():
        hull = random.choice(3, p=[0.6, 0.39, 0.01])
        # far apart; some positions err as far as a hull can just have sailed, some for good
        lat = 30 + 3 * hull + minute * fast / 10 / 60 / 60 + random.choice([0, 0.5, 20], p=[0.93, 0.06, 0.01])
        coarse = random.random() < 0.3
        told = {"speed_dkn": int(round(fast, -1)) if coarse else random.choice([None, fast + random.integers(-30, 30)])}
        told |= {"course_ddeg": 0, "receiver": "satellite" if coarse else None}
        place = {"lat_e7": round(lat * 600) * 10**7 // 600 if coarse else round(lat * 1e7), "lon_e7": 1_240_000_000}
        rows.append({"mmsi": 445_000_004, "t_us": minute * 60_000_000, **place, **told, "exhibit": 1, "row": len(rows)})
    went_on = goes_on(rows, [minute * 60_000_000 for minute in (1_000, 1_100, 1_500, 1_501, 2_000, 2_900)])
    assert went_on >= 1


def test_a_number_does_not_go_on_from_a_coarse_position_that_a_copy_told_precisely() -> None:
    place = {"mmsi": 445_000_001, "lat_e7": 380_000_000, "lon_e7": 1_240_000_000, "speed_dkn": 0, "course_ddeg": 0}
    heard = [(0, "satellite", 1), (0, "terrestrial", 2), (600_000_000, "satellite", 3)]
    rows = [{**place, "t_us": t_us, "receiver": by, "exhibit": exhibit, "row": 1} for t_us, by, exhibit in heard]
    goes_on(rows, [0])


def test_a_number_that_was_one_hulls_for_a_week_was_so_before() -> None:
    place = {"mmsi": 445_000_001, "lon_e7": 1_240_000_000, "speed_dkn": 80, "course_ddeg": 0, "receiver": None}
    lats = [38.0 + hour / 1_000 for hour in range(300)]
    for hour in (20, 240):  # 40 knots there and back: no hull goes so fast that reports 8
        lats[hour] += 0.67
    lats[290] = 12.0
    rows = [
        {**place, "t_us": hour * shapes.US_PER_HOUR, "lat_e7": round(lat * 1e7), "exhibit": 1, "row": hour}
        for hour, lat in enumerate(lats)
    ]
    tracks = {leg["t_us"] // shapes.US_PER_HOUR: leg["track"] for leg in legs(rows, [], 1_000)}
    assert sorted(hour for hour, track in tracks.items() if track % 1_000) == [240, 290]
    assert goes_on(rows, [280 * shapes.US_PER_HOUR, 295 * shapes.US_PER_HOUR]) == 1


def goes_on(rows: list[dict[str, Any]], cuts_us: list[int]) -> int:
    """Follow rows part by part, as they are cut, and compare with all at once; return how often several hulls went on.

    Numbers that have to be followed anew are followed from their beginning.
    """
    tails, settled, went_on = following.TAILS.empty_table(), [], 0
    for since_us, until_us in pairwise([-1, *sorted(cuts_us), 2**60]):
        new = [one for one in rows if since_us < one["t_us"] <= until_us]
        heard = {one["mmsi"] for one in new}
        anew = heard & {one["mmsi"] for one in tails.to_pylist() if one["anew"]}
        for again in (False, True):
            ends = [one for one in tails.to_pylist() if one["mmsi"] in heard and one["mmsi"] not in anew]
            onward = going_on._Onward(pa.Table.from_pylist(ends, schema=following.TAILS))
            known = [{name: one[name] for name in following.POSITION} for one in ends]
            known += [one for one in rows if one["mmsi"] in anew and one["t_us"] <= since_us]
            made = [leg for batch in onward.legs(batches(in_order(known + new), [])) for leg in batch.to_pylist()]
            anew |= set() if again else onward.anew()
        went_on += len({one["mmsi"] for one in ends if one["reports"]})
        settled = [leg for leg in settled if leg["mmsi"] not in anew]
        settled = [leg for leg in settled if leg["mmsi"] not in heard or leg["next_t_us"] is not None] + made
        others = [one for one in tails.to_pylist() if one["mmsi"] not in heard]
        tails = pa.concat_tables([pa.Table.from_pylist(others, schema=following.TAILS), onward.seen.tails()])
    seen = following.Seen()
    every = following.legs(batches(in_order(rows), []), following.Parameters(), seen)
    assert in_place(settled) == in_place([leg for batch in every for leg in batch.to_pylist()])
    assert in_place(tails.to_pylist()) == in_place(seen.tails().to_pylist())
    return went_on


def in_place(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda one: (one["track"], one["t_us"], one["lat_e7"], one["lon_e7"]))
