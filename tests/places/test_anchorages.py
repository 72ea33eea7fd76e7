"""Anchorages: where many hulls have lain, and nowhere else."""

from __future__ import annotations

from typing import Any

import ibis
import numpy as np
import pyarrow as pa

from fairlead import places, shapes
from fairlead.places import anchorages

HOUR = shapes.US_PER_HOUR


def lying(tracks: range, lat: float, lon: float, hours: int = 20, drift_dm: int = 300) -> list[dict[str, Any]]:
    """Legs of an hour each, all begun within 200 m of a position."""
    random = np.random.default_rng(tracks.start)
    return [
        {
            "track": track * 1_000,
            "mmsi": track,
            "t_us": hour * HOUR,
            "lat_e7": round(lat * 1e7) + int(random.integers(-15_000, 15_000)),
            "lon_e7": round(lon * 1e7) + int(random.integers(-15_000, 15_000)),
            "next_t_us": (hour + 1) * HOUR,
            "distance_dm": drift_dm,
            "exhibit": 1,
            "row": track * 100 + hour,
        }
        for track in tracks
        for hour in range(hours)
    ]


def derived(*legs: list[dict[str, Any]], **parameters: Any) -> pa.Table:
    table = pa.Table.from_pylist([leg for some in legs for leg in some], schema=shapes.LEGS)
    return anchorages.derive(ibis.memtable(table), places.gazetteer(), anchorages.Parameters(**parameters))


def test_twenty_hulls_that_lay_still_make_an_anchorage_of_the_coast_it_is_off() -> None:
    (found,) = derived(lying(range(1, 26), 38.605, 124.905)).to_pylist()
    assert (found["kind"], found["country"], found["place"]) == ("anchorage", "KP", "ANCH+03860+12490")
    assert abs(found["lat_e7"] - 386_050_000) < 10_000


def test_too_few_hulls_too_short_stays_and_passing_ships_make_none() -> None:
    assert derived(lying(range(1, 15), 38.605, 124.905)).num_rows == 0
    assert derived(lying(range(1, 30), 38.605, 124.905, hours=8)).num_rows == 0
    assert derived(lying(range(1, 30), 38.605, 124.905, drift_dm=30_000)).num_rows == 0


def test_one_hull_for_a_month_makes_none() -> None:
    assert derived(lying(range(1, 2), 38.605, 124.905, hours=700)).num_rows == 0


def test_inside_a_port_there_is_no_anchorage() -> None:
    assert derived(lying(range(1, 30), 38.725, 125.405)).num_rows == 0  # Nampo


def test_of_neighbouring_cells_the_fullest_stands_for_all() -> None:
    full, beside = lying(range(1, 40), 38.605, 124.905), lying(range(40, 65), 38.615, 124.905)
    elsewhere = lying(range(65, 90), 38.655, 124.905)
    found = derived(full, beside, elsewhere).to_pylist()
    assert [row["lat_e7"] // 100_000 for row in found] == [3_860, 3_865]


def test_the_table_joins_the_ports_as_anchors_and_has_a_stable_digest() -> None:
    sea = lying(range(1, 26), 38.605, 124.905)
    table = derived(sea)
    assert shapes.table_digest(table) == shapes.table_digest(derived(sea[::-1]))
    anchors = places.gazetteer(table).anchors()
    assert anchors.to_pylist()[-1] == table.to_pylist()[0]
