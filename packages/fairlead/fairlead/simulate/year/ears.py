"""Who hears the ships of the simulated year: coast stations and satellites, which vary by place, day and season.

A ship sends as ITU-R M.1371-5 table 1 has it, by class, speed and status; the archive keeps one message of each ship in
a window of some minutes, as published ones do. Whether anything is heard in a window follows from how often it sent.

    coast stations   a range each; farther in summer, when the air ducts; days off, one by one
    satellites       ten minutes in an hour or so; worse where ships crowd, and for class B; hours without any
    deaf stretches   a circle of sea from which nothing comes for a day or two
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fairlead.simulate import waters
from fairlead.simulate.waters import Degrees
from fairlead.simulate.year import diary
from fairlead.simulate.year.chart import DAY, HOUR

Bools = npt.NDArray[np.bool_]

# Latitude, longitude, and km at which half of single messages are still heard: high masts hear farther.
_STATIONS = np.array(
    [
        *((38.95, 121.75, 62), (38.90, 117.80, 48), (39.20, 119.10, 46), (39.92, 119.60, 50), (38.35, 117.90, 40)),
        *((37.60, 121.40, 60), (37.42, 122.70, 66), (36.05, 120.40, 62), (35.30, 119.60, 48), (34.75, 119.45, 52)),
        *((33.00, 120.90, 45), (31.35, 121.70, 52), (30.72, 122.45, 64), (30.05, 122.40, 66), (29.75, 122.30, 58)),
        *((29.00, 121.95, 50), (28.40, 121.90, 50), (37.45, 126.45, 58), (37.95, 124.70, 55), (36.80, 126.15, 58)),
        *((35.95, 126.55, 50), (34.70, 125.40, 60), (33.35, 126.20, 70), (38.05, 124.75, 40)),
    ]
)
_SOUTH, _WEST, _NORTH, _EAST, _CELL = 27.0, 116.5, 41.0, 130.0, 0.04
_FADE_KM = 5.5

# Seconds of a window of the archive, by what the ship does; and what it sends, by class, seconds between messages.
WINDOW_S = {
    diary.MOORED: 840.0,
    diary.ANCHORED: 600.0,
    diary.SAILING: 240.0,
    diary.DRIFTING: 360.0,
    diary.FISHING: 360.0,
    diary.BESIDE: 420.0,
}
_SLOW_A_S, _FAST_A_S, _FASTER_A_S, _SLOW_B_S, _FAST_B_S = 180.0, 10.0, 6.0, 180.0, 30.0


@dataclass(frozen=True)
class Deaf:
    """A circle of sea from which nothing is heard between two times."""

    lat: float
    lon: float
    radius_m: float
    begin: float
    end: float


class Ears:
    """All receivers over all days of a sea, drawn once from its seed."""

    def __init__(self, seed: int, days: int, first_day_of_year: int) -> None:
        rng = np.random.default_rng([seed, 77])
        end = (days + 1) * DAY
        count = int(days * 30) + 60
        gaps = rng.lognormal(np.log(44 * 60), 0.55, count) + 240
        rises = np.cumsum(gaps) - 2 * HOUR
        self._rises = rises[rises < end]
        self._lasts = rng.uniform(420, 840, len(self._rises))
        self._strength = rng.beta(2.2, 2.5, len(self._rises)) * 0.2
        for begin in rng.uniform(0, end, rng.poisson(days * 0.04)):
            out = (self._rises > begin) & (self._rises < begin + rng.uniform(2, 14) * HOUR)
            self._strength[out] = 0.0
        self._off = [(s, b, b + rng.exponential(1.1) * DAY) for s in range(len(_STATIONS)) for b in _times(rng, days)]
        self._duct = 1 + 0.05 * rng.standard_normal(days + 2) + _season(days + 2, first_day_of_year)
        self.deaf = [_stretch(rng, begin) for begin in np.sort(rng.uniform(0, end, rng.poisson(days * 0.06)))]
        lats = np.arange(_SOUTH, _NORTH, _CELL) + _CELL / 2
        lons = np.arange(_WEST, _EAST, _CELL) + _CELL / 2
        grid_lat, grid_lon = np.meshgrid(lats, lons, indexing="ij")
        self._shape = grid_lat.shape
        self._km = [
            waters.distance_m(grid_lat, grid_lon, lat, lon).ravel() / 1000 for lat, lon, _ in _STATIONS.tolist()
        ]

    def quarter(self, begin: float) -> tuple[Degrees, Degrees]:
        """Return, by cell, the chance of one message of class A and of class B for six hours from ``begin``."""
        duct = self._duct[min(len(self._duct) - 1, max(0, int(begin / DAY)))]
        chances = [np.zeros(len(self._km[0])), np.zeros(len(self._km[0]))]
        for number, km in enumerate(self._km):
            if any(s == number and b < begin + 3 * HOUR < e for s, b, e in self._off):
                continue
            reach = _STATIONS[number, 2] * duct
            near = np.flatnonzero(km < reach + 8 * _FADE_KM)
            for chance, part in zip(chances, (1.0, 0.52), strict=True):
                value = 0.8 / (1 + np.exp((km[near] - reach * part) / _FADE_KM))
                chance[near] = np.maximum(chance[near], value)
        return chances[0], chances[1]

    def heard(
        self, t: Degrees, lat: Degrees, lon: Degrees, sends: Degrees, class_a: Bools, rng: np.random.Generator
    ) -> tuple[Bools, Bools]:
        """Return which windows are heard at all, and which by a coast station; ``sends``: messages in each."""
        chance = np.zeros(len(t))
        cell = self._cell(lat, lon)
        quarter = np.floor(t / (6 * HOUR)).astype(np.int64)
        for number in np.unique(quarter).tolist():
            at = np.flatnonzero(quarter == number)
            by_class = self.quarter(number * 6 * HOUR)
            chance[at] = np.where(class_a[at], by_class[0][cell[at]], by_class[1][cell[at]])
        coast = rng.random(len(t)) < 1 - (1 - chance) ** np.minimum(sends, 12)
        above = rng.random(len(t)) < self._from_above(t, lat, sends, class_a)
        for one in self.deaf:
            if one.begin < t.max() and one.end > t.min():
                inside = waters.distance_m(lat, lon, one.lat, one.lon) < one.radius_m
                lost = inside & (t >= one.begin) & (t < one.end)
                coast &= ~lost
                above &= ~lost
        return coast | above, coast

    def _from_above(self, t: Degrees, lat: Degrees, sends: Degrees, class_a: Bools) -> Degrees:
        at = np.maximum(np.searchsorted(self._rises, t) - 1, 0)
        overhead = (t >= self._rises[at]) & (t - self._rises[at] < self._lasts[at])
        crowded = np.where(lat < 33, 0.65, 1.0)
        single = self._strength[at] * crowded * np.where(class_a, 1.0, 0.12)
        found: Degrees = np.where(overhead, 1 - (1 - single) ** np.minimum(sends, 40), 0.0)
        return found

    def _cell(self, lat: Degrees, lon: Degrees) -> npt.NDArray[np.int64]:
        row = np.clip(((lat - _SOUTH) / _CELL).astype(np.int64), 0, self._shape[0] - 1)
        column = np.clip(((lon - _WEST) / _CELL).astype(np.int64), 0, self._shape[1] - 1)
        cell: npt.NDArray[np.int64] = row * self._shape[1] + column
        return cell


def sends(doing: npt.NDArray[np.int64], speed_kn: Degrees, class_a: Bools) -> Degrees:
    """Return how many messages a ship sends in a window of the archive (ITU-R M.1371-5 table 1)."""
    windows = np.array([WINDOW_S.get(number, 600.0) for number in range(7)])[doing]
    of_a = np.where(speed_kn > 14, _FASTER_A_S, np.where(speed_kn > 0.5, _FAST_A_S, _SLOW_A_S))
    of_a = np.where((doing == diary.MOORED) | (doing == diary.ANCHORED), _SLOW_A_S, of_a)
    of_b = np.where(speed_kn > 2, _FAST_B_S, _SLOW_B_S)
    count: Degrees = windows / np.where(class_a, of_a, of_b)
    return count


def _times(rng: np.random.Generator, days: int) -> list[float]:
    return [float(begin) for begin in rng.uniform(0, days * DAY, rng.poisson(days * 0.012))]


def _season(days: int, first: int) -> Degrees:
    """Return how much farther stations hear: most in July, least in January."""
    season: Degrees = -0.11 * np.cos(2 * np.pi * (np.arange(days) + first - 15) / 365)
    return season


def _stretch(rng: np.random.Generator, begin: float) -> Deaf:
    lat, lon = rng.uniform(29, 39), rng.uniform(120.5, 125.5)
    return Deaf(lat, lon, float(rng.uniform(35_000, 90_000)), float(begin), float(begin + rng.uniform(8, 40) * HOUR))
