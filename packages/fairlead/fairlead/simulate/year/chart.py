"""Places and courses of the simulated year: more ports and roads than the small sea has, and how long a way takes.

Rounded by hand from public charts, no port's limits. A course is drawn once for a pair of places in a few variants, so
that thousands of voyages cost little; each voyage bends a variant to its own berths and keeps its own speed.
"""

from __future__ import annotations

import math
import zlib
from dataclasses import dataclass
from functools import cache

import numpy as np

from fairlead.simulate import waters
from fairlead.simulate.waters import Degrees, Spot

HOUR = 3_600.0
DAY = 24 * HOUR
KNOT = 1852 / HOUR  # metres per second
VARIANTS = 6
_STEP_M = 1_500.0
_BEND_M = 12_000.0  # over which a course bends to the berth

# Spots beyond the small sea's, each with the turning point of the lanes that it is reached from.
_MORE = {
    "weihai": (Spot("weihai", "Weihai", "CN", "port", 37.4980, 122.1300, 400), "cs-n"),
    "qinhuangdao": (Spot("qinhuangdao", "Qinhuangdao", "CN", "port", 39.9150, 119.6250, 400), "bohai-c"),
    "huanghua": (Spot("huanghua", "Huanghua", "CN", "port", 38.3300, 117.8900, 400), "bohai-c"),
    "dongfu-roads": (Spot("dongfu-roads", "roads off Dongfushan", "CN", "anchorage", 30.0200, 122.9000, 4000), "ecs-m"),
    "qushan-roads": (Spot("qushan-roads", "Qushan roads", "CN", "anchorage", 30.4200, 122.7800, 3000), "ecs-m"),
    "lvhua-roads": (Spot("lvhua-roads", "Lvhuashan roads", "CN", "anchorage", 30.8700, 122.8200, 3000), "ecs-m"),
    "xiangshan-roads": (
        Spot("xiangshan-roads", "roads off Liuheng", "CN", "anchorage", 29.5600, 122.3600, 3000),
        "zs-out",
    ),
    "offing-yangtze": (Spot("offing-yangtze", "East China Sea", "", "area", 31.3000, 123.9000, 25_000), "ecs-n"),
    "offing-shandong": (Spot("offing-shandong", "Yellow Sea", "", "area", 36.6000, 123.0000, 25_000), "ys-m"),
    "offing-jeju": (Spot("offing-jeju", "East China Sea", "", "area", 32.4000, 124.8000, 25_000), "ys-x"),
    "sts-deep": (Spot("sts-deep", "East China Sea", "", "area", 29.2000, 124.6000, 25_000), "ecs-s"),
}
SPOTS: dict[str, Spot] = {**waters.SPOTS, **{name: spot for name, (spot, _) in _MORE.items()}}
ARCHIPELAGO = ("zhoushan-roads", "dongfu-roads", "qushan-roads", "lvhua-roads", "xiangshan-roads")
PORTS = (
    *("dalian", "yantai", "tianjin", "tangshan", "qingdao", "rizhao", "lianyungang", "shanghai", "zhoushan"),
    *("incheon", "pyeongtaek", "gunsan", "weihai", "qinhuangdao", "huanghua"),
)
GATES = ("gate-south", "gate-east")
ROADS = {
    "dalian": "dalian-roads",
    "yantai": "yantai-roads",
    "tangshan": "bohai-roads",
    "tianjin": "bohai-roads",
    "qinhuangdao": "bohai-roads",
    "qingdao": "qingdao-roads",
    "rizhao": "lianyungang-roads",
    "lianyungang": "lianyungang-roads",
    "shanghai": "shanghai-roads",
    "zhoushan": "zhoushan-roads",
    "incheon": "incheon-roads",
    "nampo": "nampo-roads",
    "songnim": "nampo-roads",
}


@dataclass(frozen=True)
class Course:
    """A smooth way between two places: degrees, and metres sailed at each point."""

    lat: Degrees
    lon: Degrees
    sailed: Degrees

    @property
    def metres(self) -> float:
        """Length of the way."""
        return float(self.sailed[-1])


@cache
def names(origin: str, destination: str) -> tuple[str, ...]:
    """Return the turning points between two places, both included."""
    first = _MORE[origin][1] if origin in _MORE else origin
    last = _MORE[destination][1] if destination in _MORE else destination
    inner = (first,) if first == last else waters.route(first, last)
    head = (origin,) if origin in _MORE else ()
    tail = (destination,) if destination in _MORE else ()
    return (*head, *inner, *tail)


@cache
def course(origin: str, destination: str, variant: int) -> Course:
    """Return one of the variants of the way from one place's middle to another's."""
    seed = zlib.crc32(f"{origin}>{destination}>{variant}".encode())
    ends = [(SPOTS[name].lat, SPOTS[name].lon) for name in (origin, destination)]
    lat, lon, sailed = waters.course(names(origin, destination), ends[0], ends[1], np.random.default_rng(seed))
    count = max(12, int(sailed[-1] / _STEP_M))
    metres = np.linspace(0, sailed[-1], count)
    return Course(np.interp(metres, sailed, lat), np.interp(metres, sailed, lon), metres)


def voyage(
    way: Course, begin: tuple[float, float], end: tuple[float, float], speed_kn: float, wave: float
) -> tuple[Degrees, Degrees, Degrees]:
    """Return seconds since leaving, latitude and longitude along a way bent to its two ends.

    The ship gathers way, keeps a speed that wind and current vary by some percent (``wave`` is their phase), and slows
    before it arrives.
    """
    left = way.metres - way.sailed
    bend = min(_BEND_M, way.metres / 2.2)
    from_begin = np.clip(1 - way.sailed / bend, 0, 1) ** 2
    from_end = np.clip(1 - left / bend, 0, 1) ** 2
    lat = way.lat + from_begin * (begin[0] - way.lat[0]) + from_end * (end[0] - way.lat[-1])
    lon = way.lon + from_begin * (begin[1] - way.lon[0]) + from_end * (end[1] - way.lon[-1])
    return seconds(way, speed_kn, wave), lat, lon


def seconds(way: Course, speed_kn: float, wave: float) -> Degrees:
    """Return seconds since leaving at each point of a way."""
    swell = 1 + 0.05 * np.sin(way.sailed / 41_000 + wave) + 0.03 * np.sin(way.sailed / 9_700 + 2.3 * wave)
    ends = np.minimum(way.sailed, way.metres - way.sailed)
    knots = np.minimum(speed_kn * swell, 2.5 + ends / 900)
    middle = (knots[1:] + knots[:-1]) / 2
    taken: Degrees = np.concatenate([[0.0], np.cumsum(np.diff(way.sailed) / (middle * KNOT))])
    return taken


def hours(origin: str, destination: str, speed_kn: float) -> float:
    """Return how long a voyage takes, about."""
    way = course(origin, destination, 0)
    return way.metres / (speed_kn * KNOT) / HOUR + 1.0


def moved(lat: float, lon: float, north_m: float, east_m: float) -> tuple[float, float]:
    """Return the position so many metres north and east of the given one."""
    east = east_m / waters.METRES_PER_DEGREE / math.cos(math.radians(lat))
    return lat + north_m / waters.METRES_PER_DEGREE, lon + east
