"""Distances against geodesics computed by Vincenty's inverse formula, which shares nothing with the code under test."""

from __future__ import annotations

import math

import ibis
import numpy as np
import pyarrow as pa
import pytest

from fairlead.events import geodesy

A, B = 6_378_137.0, 6_356_752.314245
F = 1 - B / A


def vincenty_m(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Vincenty 1975, Survey Review 23 (176), inverse method."""
    u1, u2 = (math.atan((1 - F) * math.tan(math.radians(lat))) for lat in (lat1, lat2))
    total = math.radians((lon2 - lon1 + 540) % 360 - 180)
    on_sphere = total
    for _ in range(200):
        sin_sigma = math.hypot(
            math.cos(u2) * math.sin(on_sphere),
            math.cos(u1) * math.sin(u2) - math.sin(u1) * math.cos(u2) * math.cos(on_sphere),
        )
        if sin_sigma == 0:
            return 0.0
        cos_sigma = math.sin(u1) * math.sin(u2) + math.cos(u1) * math.cos(u2) * math.cos(on_sphere)
        sigma = math.atan2(sin_sigma, cos_sigma)
        sin_alpha = math.cos(u1) * math.cos(u2) * math.sin(on_sphere) / sin_sigma
        cos2_alpha = 1 - sin_alpha**2
        middle = cos_sigma - 2 * math.sin(u1) * math.sin(u2) / cos2_alpha if cos2_alpha else 0.0
        c = F / 16 * cos2_alpha * (4 + F * (4 - 3 * cos2_alpha))
        before = on_sphere
        on_sphere = total + (1 - c) * F * sin_alpha * (
            sigma + c * sin_sigma * (middle + c * cos_sigma * (2 * middle**2 - 1))
        )
        if abs(on_sphere - before) < 1e-13:
            break
    u = cos2_alpha * (A**2 - B**2) / B**2
    big_a = 1 + u / 16384 * (4096 + u * (-768 + u * (320 - 175 * u)))
    big_b = u / 1024 * (256 + u * (-128 + u * (74 - 47 * u)))
    change = (
        big_b
        * sin_sigma
        * (
            middle
            + big_b
            / 4
            * (cos_sigma * (2 * middle**2 - 1) - big_b / 6 * middle * (4 * sin_sigma**2 - 3) * (4 * middle**2 - 3))
        )
    )
    return B * big_a * (sigma - change)


def distances_dm(pairs: np.ndarray) -> list[int]:
    names = ("lat_a", "lon_a", "lat_b", "lon_b")
    whole = {name: np.rint(pairs[:, at] * 1e7).astype(np.int64) for at, name in enumerate(names)}
    table = ibis.memtable(pa.table(whole))
    found = table.select(d=geodesy.distance_dm(table.lat_a, table.lon_a, table.lat_b, table.lon_b))
    return found.to_pyarrow()["d"].to_pylist()


def pairs_about(reach_degrees: float, count: int = 2_000, most_lat: float = 75.0) -> np.ndarray:
    random = np.random.default_rng(5)
    start = np.column_stack([random.uniform(-most_lat, most_lat, count), random.uniform(-180, 180, count)])
    steps = random.uniform(-reach_degrees, reach_degrees, (count, 2))
    ends = start + steps
    ends[:, 1] = (ends[:, 1] + 180) % 360 - 180
    return np.round(np.column_stack([start, ends]), 7)


@pytest.mark.parametrize(
    ("reach_degrees", "relative", "absolute_m"),
    [(0.005, 0.0, 0.06), (0.05, 1e-6, 0.06), (0.9, 1e-4, 0.1), (2.99, 1.5e-3, 0.1), (60.0, 6e-3, 0.1)],
)
def test_distances_keep_their_stated_bound(reach_degrees: float, relative: float, absolute_m: float) -> None:
    pairs = pairs_about(reach_degrees, most_lat=75.0 if reach_degrees < 3 else 30.0)
    for pair, found in zip(pairs, distances_dm(pairs), strict=True):
        true_m = vincenty_m(*pair)
        assert abs(found / 10 - true_m) <= absolute_m + relative * true_m, (pair, found / 10, true_m)


def test_the_reference_itself_gives_the_published_example() -> None:
    # Flinders Peak to Buninyon on GRS 80 (Geoscience Australia, GDA Technical Manual): 54,972.271 m
    assert vincenty_m(-37.95103341667, 144.42486788889, -37.65282113889, 143.92649552778) == pytest.approx(
        54_972.271, abs=0.01
    )


def test_the_antimeridian_is_no_distance_and_none_stays_none() -> None:
    pairs = np.array([[10.0, 179.9995, 10.0, -179.9995], [10.0, -179.9995, 10.0, 179.9995], [10.0, 0.0, 10.0, 0.001]])
    east, west, elsewhere = distances_dm(pairs)
    assert east == west == elsewhere
    unknown = ibis.memtable(pa.table({"x": pa.array([None], pa.int64())}))
    found = unknown.select(d=geodesy.distance_dm(unknown.x, unknown.x, unknown.x, unknown.x)).to_pyarrow()["d"]
    assert found.to_pylist() == [None]


def test_distances_outside_an_engine_are_those_inside() -> None:
    random = np.random.default_rng(47)
    lat_a, lon_a = (
        random.integers(-850_000_000, 850_000_001, 20_000),
        random.integers(-1_800_000_000, 1_800_000_000, 20_000),
    )
    off = np.rint(10 ** random.uniform(0, 9, (2, 20_000)) * random.choice([-1, 1], (2, 20_000))).astype(np.int64)
    lat_b = np.clip(lat_a + off[0], -900_000_000, 900_000_000)
    lon_b = (lon_a + off[1] + 1_800_000_000) % 3_600_000_000 - 1_800_000_000
    lat_b[:100], lon_b[:100] = lat_a[:100], lon_a[:100]
    pairs = ibis.memtable(pa.table({"a": lat_a, "b": lon_a, "c": lat_b, "d": lon_b}))
    inside = pairs.select(distance=geodesy.distance_dm(pairs.a, pairs.b, pairs.c, pairs.d)).to_pyarrow()["distance"]
    assert geodesy.distances_dm(lat_a, lon_a, lat_b, lon_b).tolist() == inside.to_pylist()
