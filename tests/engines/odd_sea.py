"""A small sea, made by hand, in which every kind of event happens at least once, at awkward places and times.

South of the equator, across the antimeridian, far in the north, on shared numbers, in several exhibits whose keys need
all 63 bits, with columns that are mostly None.
"""

from __future__ import annotations

import math
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from fairlead import shapes

US = shapes.US_PER_SECOND
START = int(datetime.fromisoformat("2018-03-01T00:00:00+00:00").timestamp())
EXHIBITS = {"f" * 64: 1, "7" + "e" * 63: 2, "0" * 63 + "1": 3}  # SHA-256 to a number for short
DAY = 24 * 60


class Readings:
    """Collects positions and static reports, by exhibit; rows are numbered in the order in which they come."""

    def __init__(self, seed: int = 1) -> None:
        self.rng = np.random.default_rng(seed)
        self.positions: dict[str, list[dict[str, Any]]] = {sha256: [] for sha256 in EXHIBITS}
        self.static: dict[str, list[dict[str, Any]]] = {sha256: [] for sha256 in EXHIBITS}

    def heard(self, mmsi: int, minute: float, lat: float, lon: float, speed: float | None = None, **told: Any) -> None:
        """Add a position, to an exhibit chosen at random; now and then to another as well, as overlapping copies do."""
        row = {
            "mmsi": mmsi,
            "t_us": (START + round(minute * 60)) * US,
            "lat_e7": round(lat * 1e7),
            "lon_e7": round((lon + 180) % 360 * 1e7) - 1_800_000_000,
            "speed_dkn": None if speed is None else round(speed * 10),
            **told,
        }
        for sha256 in self.rng.choice(list(EXHIBITS), 1 + int(self.rng.random() < 0.05), replace=False).tolist():
            self.positions[sha256].append(row)

    def way(
        self,
        mmsi: int,
        at: float,
        points: list[tuple[float, float, float]],
        every: float,
        noise: float = 0.0,
        **told: Any,
    ) -> float:
        """Add positions along (hours, lat, lon) legs from the first point on; return the minute of the last."""
        minute = at
        (_, lat, lon), *rest = points
        for hours, to_lat, to_lon in rest:
            steps = max(1, round(hours * 60 / every))
            for step in range(steps):
                share = step / steps
                wobble = self.rng.normal(0, noise, 2)
                self.heard(
                    mmsi,
                    minute,
                    lat + (to_lat - lat) * share + wobble[0],
                    lon + (to_lon - lon) * share + wobble[1],
                    **told,
                )
                minute += every
            lat, lon = to_lat, to_lon
        self.heard(mmsi, minute, lat, lon, **told)
        return minute

    def says(self, mmsi: int, minute: float, times: int = 3, **told: Any) -> None:
        """Add static reports, some minutes apart."""
        for nth in range(times):
            sha256 = str(self.rng.choice(list(EXHIBITS)))
            self.static[sha256].append({"mmsi": mmsi, "t_us": (START + round((minute + 6 * nth) * 60)) * US, **told})

    def write(self, folder: Path) -> list[str]:
        """Write it as readings, a folder for each exhibit, and return their names."""
        for sha256 in EXHIBITS:
            (folder / sha256).mkdir(parents=True)
            for name, rows in (("positions", self.positions[sha256]), ("static_reports", self.static[sha256])):
                key = shapes.exhibit_key(sha256)
                numbered = [{"exhibit": key, "row": number, **row} for number, row in enumerate(rows, 1)]
                table = pa.Table.from_pylist(numbered, schema=shapes.READINGS[name])
                pq.write_table(table, folder / sha256 / f"{name}.parquet")
        return list(EXHIBITS)


def make(seed: int = 1) -> Readings:
    """Return the sea: some 10,000 positions of some 50 numbers over eight days."""
    sea = Readings(seed)
    _background(sea)
    _meetings(sea)
    _calls(sea)
    _false_positions(sea)
    _identities(sea)
    return sea


def _background(sea: Readings) -> None:
    """Ships that pass, so that gaps of others are heard around; some hundreds of kilometres apart, at all speeds."""
    for nth in range(24):
        mmsi = 412_000_100 + nth
        lat, lon = 34 + sea.rng.uniform(-1.5, 1.5), 123 + sea.rng.uniform(-1.5, 1.5)
        told = {"receiver": str(sea.rng.choice(["terrestrial", "satellite"]))} if nth % 3 else {}
        minute = float(sea.rng.uniform(0, 300))
        while minute < 8 * DAY:
            hours, north, east = sea.rng.uniform(3, 20), sea.rng.uniform(-1, 1), sea.rng.uniform(-1, 1)
            course = {} if nth % 4 == 0 else {"course_ddeg": int(sea.rng.integers(0, 3600))}
            speed = None if nth % 5 == 0 else float(np.hypot(north, east) * 60 / hours)
            there = [(0, lat, lon), (hours, lat + north, lon + east)]
            minute = sea.way(mmsi, minute, there, every=17 + nth, noise=0.002, speed=speed, **course, **told)
            lat, lon = lat + north, lon + east
            minute += sea.rng.choice([31, 200, 480, 900, 1_800])  # silences, of which the longer are gaps


def _meetings(sea: Readings) -> None:
    """Pairs side by side for five hours: in open sea, in the far south, across the antimeridian, near a pole."""
    for nth, (lat, lon) in enumerate([(33.3, 124.2), (-48.7, -30.1), (-0.0001, 179.9999), (81.2, 20.0)]):
        for side in (0, 1):
            away = 0.0008 * side
            points = [
                (0, lat - 0.5, lon + away),
                (5, lat, lon + away),
                (5.3, lat + 0.004, lon + away),
                (6, lat + 0.7, lon),
            ]
            sea.way(538_000_200 + 2 * nth + side, 30 + 7 * side, points, every=9 + 3 * side, noise=0.0003, speed=1.2)
        sea.says(538_000_200 + 2 * nth, 60, name=f"MADE UP {nth}", ship_type=80, length_dm=1_200, beam_dm=200)


def _calls(sea: Readings) -> None:
    """A ship between two ports, laden one way, and one that waits at sea for a day."""
    nampo, dalian = (38.7167, 125.4), (38.93, 121.65)
    points = [(0, *nampo), (9, *nampo), (14, 38.4, 123.5), (14, *dalian), (10, *dalian), (12, 38.3, 122.8)]
    sea.way(445_000_301, 100, points, every=15, noise=0.0004)
    for minute, draught in ((40, 41), (200, 41), (900, 72), (1_500, 72), (3_200, 40)):
        sea.says(445_000_301, minute, 2, name="MADE UP KP", imo=9000301, ship_type=70, draught_dm=draught)
    sea.way(
        445_000_302, 700, [(0, 36.1, 123.6), (26, 36.12, 123.61), (6, 36.9, 124.4)], every=20, noise=0.001, speed=0.4
    )


def _false_positions(sea: Readings) -> None:
    """Circles, one point at speed, positions inland, and two hulls on one number."""
    for minute in np.arange(0, 118, 2.0):
        turn = 2 * math.pi * minute / 18
        sea.heard(477_000_401, 120 + minute, 30 + 0.01 * math.cos(turn), 124 + 0.012 * math.sin(turn), 12.1)
    for nth in range(12):
        sea.heard(477_000_402, 33 + 2 * nth, 31.5, 124.6, 9.3 + nth / 10)
        sea.heard(477_000_403, 34 + 2 * nth, 31.5, 124.6, 8.1)
        sea.heard(477_000_404, 50 + 5 * nth, 33.0 + nth / 10_000, 112.0, 3.0)
    sea.way(477_000_404, 400, [(0, 32.0, 124.0), (5, 32.4, 124.3)], every=11)
    for nth in range(60):
        sea.heard(477_000_405, 20 + 13 * nth, 35 + nth / 200, 122, 8.0)
        sea.heard(477_000_405, 21 + 13 * nth, -20 - nth / 300, 60, 7.0)


def _identities(sea: Readings) -> None:
    """A new name, an IMO number under two numbers at once, and a hull that goes on under another number."""
    sea.way(511_000_501, 10, [(0, 34.4, 124.4), (20, 35.4, 123.2)], every=14)
    for minute, name in ((20, "Straße İ 1"), (400, "STRASSE 1"), (500, "NEW ÉTOILE"), (900, "NEW TOILE")):
        sea.says(511_000_501, minute, 4, name=name, call_sign="AB 1" if minute < 450 else "CD-2", length_dm=900)
    for mmsi, lat in ((511_000_502, 33.0), (511_000_503, 36.5)):
        sea.way(mmsi, 10, [(0, lat, 124.4), (15, lat + 0.4, 123.2)], every=14)
        sea.says(mmsi, 60, 5, imo=9000502, name="TWICE")
    hull = {"length_dm": 1_330, "beam_dm": 190, "ship_type": 81}
    sea.way(511_000_504, 5, [(0, 34.1, 122.0), (30, 34.0, 122.4)], every=25, speed=5.0)
    sea.says(511_000_504, 30, 4, name="BEFORE", draught_dm=55, **hull)
    sea.way(511_000_505, 3 * DAY, [(0, 34.002, 122.403), (30, 35.0, 122.9)], every=25, speed=6.0)
    sea.says(511_000_505, 3 * DAY + 30, 4, name="AFTER", draught_dm=81, **hull)
