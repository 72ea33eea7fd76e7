"""What the receivers hear of the simulated ships: when ships send, what coasts and satellites pick up, what is lost.

Coasts hear well within some 35 nautical miles and worse beyond; the open sea is heard only while a satellite passes;
now and then a whole stretch of sea goes unheard for a day. Wrong rows are added last (``spoil`` in ``marine_csv``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fairlead.simulate import waters
from fairlead.simulate.life import HOUR, Life, Span
from fairlead.simulate.waters import Degrees

# What the ship does → least and greatest seconds between two messages kept, and the navigational status it shows.
_SENDS = {
    "moored": (900.0, 1800.0, 5),
    "anchored": (480.0, 960.0, 1),
    "sailing": (150.0, 360.0, 0),
    "drifting": (150.0, 300.0, 0),
    "fishing": (400.0, 900.0, 7),
}

# Coast stations: latitude, longitude, and the distance in km at which half of the messages still come in.
_COASTS = np.array(
    [
        (38.95, 121.75, 75),
        (38.90, 117.80, 60),
        (39.20, 119.10, 60),
        (37.60, 121.40, 75),
        (37.40, 122.70, 80),
        (36.05, 120.40, 80),
        (35.30, 119.60, 60),
        (34.75, 119.45, 70),
        (33.00, 120.90, 60),
        (31.35, 121.70, 70),
        (30.65, 122.05, 75),
        (29.90, 122.40, 85),
        (28.50, 121.90, 60),
        (37.45, 126.45, 75),
        (37.95, 124.70, 65),
        (36.80, 126.15, 75),
        (35.95, 126.55, 65),
        (34.70, 125.40, 75),
        (33.35, 126.20, 80),
    ]
)

_GPS_NOISE_M = 6.0


@dataclass(frozen=True)
class DeafStretch:
    """A circle of sea from which nothing is received between two times, whoever sends."""

    name: str
    lat: float
    lon: float
    radius_m: float
    begin: float
    end: float


@dataclass(frozen=True)
class Heard:
    """What was heard of one ship: one element of each array per message; ``t`` in whole seconds."""

    life: Life
    t: npt.NDArray[np.int64]
    lat: Degrees
    lon: Degrees
    speed_kn: Degrees
    course_deg: Degrees
    heading_deg: Degrees  # 511 where not sent
    status: npt.NDArray[np.int64]
    draught_m: Degrees


class Ears:
    """All receivers of a sea over its days."""

    def __init__(self, rng: np.random.Generator, seconds: float, deaf: list[DeafStretch]) -> None:
        self._rng = rng
        self._seconds = seconds
        self._deaf = deaf
        waits = rng.uniform(22, 42, int(seconds / 60 / 20) + 10) * 60
        self._rises = np.cumsum(waits) - 1800
        self._lasts = rng.uniform(9, 15, len(waits)) * 60

    def listen(self, life: Life) -> Heard:
        """Return what is heard of a ship within the days of the sea."""
        sent = list(self._sent(life))
        t = np.concatenate([part for part, _ in sent]) if sent else np.empty(0)
        status = np.concatenate([np.full(len(part), shown) for part, shown in sent]) if sent else np.empty(0, int)
        lat, lon = life.at(t)
        kept = self._received(t, lat, lon, life.ship.ais_class)
        for begin, end in life.silences:
            kept &= ~((t >= begin) & (t < end))
        return self._observed(life, np.rint(t[kept]), lat[kept], lon[kept], status[kept])

    def _sent(self, life: Life) -> Iterator[tuple[Degrees, int]]:
        for span in life.spans:
            begin, end = max(span.begin, 0.0), min(span.end, self._seconds - 1)
            if span.doing == "away" or end <= begin:
                continue
            yield self._moments(span, begin, end), _SENDS[span.doing][2]

    def _moments(self, span: Span, begin: float, end: float) -> Degrees:
        least, greatest, _ = _SENDS[span.doing]
        count = int((end - begin) / least) + 2
        moments = begin + np.cumsum(self._rng.uniform(least, greatest, count))
        kept: Degrees = moments[moments < end]
        return kept

    def _received(self, t: Degrees, lat: Degrees, lon: Degrees, ais_class: str) -> npt.NDArray[np.bool_]:
        chance = np.zeros(len(t))
        for station_lat, station_lon, half_km in _COASTS:
            far = waters.distance_m(lat, lon, station_lat, station_lon) / 1000
            chance = np.maximum(chance, 0.93 / (1 + np.exp((far - half_km * (1.0 if ais_class == "A" else 0.5)) / 5)))
        passing = np.searchsorted(self._rises, t) - 1
        overhead = (passing >= 0) & (t - self._rises[passing] < self._lasts[passing])
        chance = np.maximum(chance, overhead * (0.75 if ais_class == "A" else 0.2))
        for stretch in self._deaf:
            inside = waters.distance_m(lat, lon, stretch.lat, stretch.lon) < stretch.radius_m
            chance[inside & (t >= stretch.begin) & (t < stretch.end)] = 0
        heard: npt.NDArray[np.bool_] = self._rng.random(len(t)) < chance
        return heard

    def _observed(self, life: Life, t: Degrees, lat: Degrees, lon: Degrees, status: npt.NDArray[np.int64]) -> Heard:
        rng, count = self._rng, len(t)
        (lat_before, lon_before), (lat_after, lon_after) = life.at(t - 45), life.at(t + 45)
        north = (lat_after - lat_before) * waters.METRES_PER_DEGREE
        east = (lon_after - lon_before) * waters.METRES_PER_DEGREE * np.cos(np.radians(lat))
        speed = np.hypot(north, east) / 90 * HOUR / 1852
        course = np.degrees(np.arctan2(east, north)) + rng.normal(0, 1.2, count)
        moored = status == 5
        speed = np.where(moored, rng.choice([0.0, 0.0, 0.0, 0.1], count), np.abs(speed + rng.normal(0, 0.08, count)))
        course = np.where(speed < 0.3, rng.uniform(0, 360, count), course) % 360
        berthed = rng.uniform(0, 360)
        heading = np.where(moored, berthed, np.where(speed < 1.0, 28.98 * t / HOUR, course + rng.normal(0, 2, count)))
        noise = rng.normal(0, _GPS_NOISE_M / waters.METRES_PER_DEGREE, (2, count))
        since, depth = zip(*life.draughts, strict=True)
        draught = np.array(depth)[np.maximum(np.searchsorted(np.array(since), t, "right") - 1, 0)]
        return Heard(
            life,
            t.astype(np.int64),
            lat + noise[0],
            lon + noise[1],
            speed,
            course,
            np.rint(heading) % 360 if life.ship.ais_class == "A" else np.full(count, 511.0),
            status,
            draught,
        )
