"""The rows that Global Fishing Watch's programs find, with the defects that make them differ from ours."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import ibis
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet
import pytest
from tests.events.conftest import position, reading, table

from fairlead.events.compatible import encounters

ONE, OTHER = 445_000_001, 445_000_002


def beside(mmsi: int, minutes: range, lon: float) -> list[dict]:
    return [position(mmsi, minute, 38.0, lon, 0.5, course_ddeg=900) for minute in minutes]


def test_a_meeting_is_told_from_both_sides_and_cut_at_midnight() -> None:
    night = range(-240, 241, 10)  # four hours on either side of midnight
    positions = ibis.memtable(table(beside(ONE, night, 124.0) + beside(OTHER, night, 124.001)))
    found = encounters.encounters(positions, extrapolate=False)
    assert [(row.mmsi, row.other_mmsi) for row in found] == [(ONE, OTHER)] * 2 + [(OTHER, ONE)] * 2
    assert found[0].end_s - found[0].start_s == 230 * 60
    assert len(encounters.pairs(found)) == 1


def test_a_hole_in_the_first_ships_track_passes_as_contact_but_one_in_the_others_does_not() -> None:
    holed = [*range(0, 60, 10), *range(200, 280, 10)]
    whole = beside(OTHER, range(0, 280, 10), 124.001)
    positions = ibis.memtable(table([*whole, *(row for at in holed for row in beside(ONE, range(at, at + 1), 124.0))]))
    found = encounters.encounters(positions, extrapolate=False)
    assert [(row.mmsi, row.other_mmsi) for row in found] == [(ONE, OTHER)]


def test_gaps_are_counted_by_number_whatever_hull_sends_it(real_data: Callable[[str], Path]) -> None:
    source = pa.parquet.read_table(real_data("ais/omtad/omtad_west_grid_2018_2020.parquet"), columns=["ssvid", "t"])
    mmsi = source["ssvid"].combine_chunks().dictionary_encode().indices.cast(pa.int64())
    times = pc.cast(pc.cast(source["t"], pa.timestamp("us")), pa.int64())
    positions = ibis.memtable(pa.table({"mmsi": mmsi, "t_us": times}))
    assert encounters.gaps(positions).count().execute() == 13_875  # as pipe-gaps


@pytest.mark.parametrize(("year", "rows"), [(2018, 189), pytest.param(2019, 66, marks=pytest.mark.slow)])
def test_encounters_of_real_traffic_are_as_many_as_theirs(
    real_data: Callable[[str], Path], year: int, rows: int
) -> None:
    positions = ibis.memtable(reading(real_data(f"ais/bc-shipstrike/bc{year}.parquet")))
    assert len(encounters.encounters(positions, extrapolate=False)) == rows
