"""Land: the packed file, distances to shore, and cut-outs for maps."""

from __future__ import annotations

import numpy as np
import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from fairlead.places import land


def test_rings_survive_packing_to_a_thousandth_of_a_degree() -> None:
    rings = [
        np.array([[0.0, 0.0], [0.0, 1.23456], [2.0, 1.0], [0.0, 0.0]]),
        np.array([[179.9991, -80.0], [-179.9994, -80.0], [-179.0, -81.0], [179.9991, -80.0]]),
    ]
    back = land.unpack(land.pack(rings))
    assert len(back) == 2
    for before, after in zip(rings, back, strict=True):
        assert np.abs(before - after).max() <= 0.0005 + 1e-9


@pytest.mark.parametrize(
    ("lat", "lon", "on_land"),
    [
        (39.0, 125.75, True),
        (37.0, 123.5, False),
        (35.68, 139.7, True),
        (0.0, 0.0, False),
        (-89.0, 179.9999, True),
        (66.5, -179.9999, True),
    ],
)
def test_land_is_where_it_is(lat: float, lon: float, on_land: bool) -> None:
    assert land.coast().is_land(lat, lon) is on_land
    assert land.coast().are_land(np.array([lat, 0.0]), np.array([lon, 0.0])).tolist() == [on_land, False]


def test_distance_to_shore_is_that_of_the_chart() -> None:
    distance_m, lat, lon = land.coast().shore(37.5, 123.0)
    assert distance_m == pytest.approx(29_300, abs=1_500)  # Chengshan Cape lies about 29 km to the west-south-west
    assert (lat, lon) == (pytest.approx(37.4, abs=0.05), pytest.approx(122.7, abs=0.05))


def test_the_middle_of_the_south_pacific_is_far_from_everything() -> None:
    distance_m, _, _ = land.coast().shore(-48.8767, -123.3933)  # Point Nemo: 2,688 km (Lukatela 1992)
    assert distance_m == pytest.approx(2_688_000, rel=0.01)


@settings(max_examples=examples())
@given(st.floats(-80, 80), st.floats(-180, 180))
def test_distance_to_shore_is_the_same_on_both_sides_of_the_antimeridian_and_reaches_the_shore(
    lat: float, lon: float
) -> None:
    coast = land.coast()
    distance_m, shore_lat, shore_lon = coast.shore(lat, lon)
    assert -180 <= shore_lon <= 180
    again_m, _, _ = coast.shore(shore_lat, shore_lon)
    assert again_m < max(60.0, 0.01 * distance_m)
    turned_m, _, _ = coast.shore(lat, lon + 360 if lon < 0 else lon - 360)
    assert turned_m == pytest.approx(distance_m, rel=1e-6, abs=0.01)


def test_a_cut_out_stays_inside_its_box() -> None:
    rings = land.within(124.0, 37.0, 126.5, 39.5)
    assert rings
    assert all(124.0 <= lon <= 126.5 and 37.0 <= lat <= 39.5 for ring in rings for lon, lat in ring)


def test_a_cut_out_runs_on_across_the_antimeridian() -> None:
    rings = land.within(176.0, -19.0, 182.0, -15.0)
    longitudes = [lon for ring in rings for lon, _ in ring]
    assert min(longitudes) < 180 < max(longitudes) <= 182


def test_many_distances_at_once_are_those_told_one_by_one() -> None:
    chance = np.random.default_rng(4)
    lats = np.concatenate([chance.uniform(-60, 75, 90), chance.uniform(-90, 90, 30), chance.uniform(-90, -87, 20)])
    lons = np.concatenate([chance.uniform(-180, 180, 120), chance.uniform(-181, 181, 20)])
    lats, lons = (
        np.append(lats, [40.0, -16.5, -17.0, 46.3, 0.0]),
        np.append(lons, [500.0, 179.99, -179.99, 86.7, -30.0]),
    )
    found = land.coast().away_m(lats, lons)
    assert found.tolist() == [land.coast().shore(*at)[0] for at in zip(lats.tolist(), lons.tolist(), strict=True)]
    assert len(land.coast().away_m(lats[:0], lons[:0])) == 0


def test_no_more_coast_is_looked_at_than_a_coastline_that_is_known_lies_off(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []
    nearest = land._nearest

    def counted(segments: land.Floats, *where: land.Floats) -> tuple[land.Floats, land.Floats]:
        looked.append(len(segments))
        return nearest(segments, *where)

    monkeypatch.setattr(land, "_nearest", counted)
    inland = np.array([49.0, 52.0, -25.0]), np.array([15.0, 32.0, 134.0])  # Bohemia, Bryansk, Central Australia
    land.coast().away_m(*inland)
    at_once = sum(looked)
    looked.clear()
    for at in zip(*(each.tolist() for each in inland), strict=True):
        land.coast().shore(*at)
    assert at_once < sum(looked) / 2


def test_what_is_far_from_the_coast_is_told_at_once_as_the_distance_tells_it() -> None:
    chance = np.random.default_rng(3)
    lats, lons = chance.uniform(30, 41, 300), chance.uniform(117, 130, 300)
    one_by_one = [
        land.coast().shore(lat, lon)[0] >= 10_000 for lat, lon in zip(lats.tolist(), lons.tolist(), strict=True)
    ]
    assert land.coast().are_farther(lats, lons, 10_000).tolist() == one_by_one
    assert 0 < sum(one_by_one) < 300


def test_the_cells_inland_are_those_of_the_coast() -> None:
    row, column = np.random.default_rng(7).integers(0, [[3_600], [7_200]], (2, 4_000))
    lats, lons = (row * 500_000 + 250_000) / 1e7 - 90, (column * 500_000 + 250_000) / 1e7 - 180
    deep = land.coast().are_land(lats, lons)
    deep[deep] = land.coast().are_farther(lats[deep], lons[deep], land.INLAND_M)
    assert 500 < deep.sum() < 2_000
    assert land.inland()[row, column].tolist() == deep.tolist()
