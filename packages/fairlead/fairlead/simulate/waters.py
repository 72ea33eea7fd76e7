"""The simulated sea's geography: ports, anchorages, fishing grounds and the waterways between them; routes around land.

Coarse on purpose and made for this simulator alone: real places, rounded by hand from public charts, no port's official
limits. Nothing here is read by the detectors, which have a gazetteer of their own.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Degrees = npt.NDArray[np.float64]

METRES_PER_DEGREE = 111_195.0  # of latitude, on a sphere of 6,371 km


@dataclass(frozen=True)
class Spot:
    """A place that ships go to; ``spread_m`` is how far from the middle its berths or anchor positions lie."""

    id: str
    name: str
    country: str  # ISO 3166-1 alpha-2; '' on the high seas
    kind: str  # port, anchorage, ground, area (open sea), gate (out of the simulated sea)
    lat: float
    lon: float
    spread_m: float


SPOTS = {
    spot.id: spot
    for spot in (
        Spot("nampo", "Nampo", "KP", "port", 38.7150, 125.3950, 500),
        Spot("songnim", "Songnim", "KP", "port", 38.7330, 125.6230, 200),
        Spot("haeju", "Haeju", "KP", "port", 37.9950, 125.6990, 300),
        Spot("nampo-roads", "Nampo outer roads", "KP", "anchorage", 38.6050, 124.9300, 1500),
        Spot("dalian", "Dalian", "CN", "port", 38.9300, 121.6700, 700),
        Spot("dalian-roads", "Dalian roads", "CN", "anchorage", 38.8400, 121.8600, 2000),
        Spot("yantai", "Yantai", "CN", "port", 37.5620, 121.4200, 500),
        Spot("yantai-roads", "Yantai roads", "CN", "anchorage", 37.6400, 121.5300, 2000),
        Spot("tianjin", "Tianjin Xingang", "CN", "port", 38.9600, 117.8400, 700),
        Spot("tangshan", "Tangshan (Jingtang)", "CN", "port", 39.1930, 119.0290, 300),
        Spot("bohai-roads", "Tangshan roads", "CN", "anchorage", 38.9800, 119.1500, 4000),
        Spot("qingdao", "Qingdao", "CN", "port", 36.0450, 120.2750, 600),
        Spot("qingdao-roads", "Qingdao roads", "CN", "anchorage", 35.9300, 120.5200, 2500),
        Spot("rizhao", "Rizhao", "CN", "port", 35.3800, 119.5850, 500),
        Spot("lianyungang", "Lianyungang", "CN", "port", 34.7450, 119.4650, 300),
        Spot("lianyungang-roads", "Lianyungang roads", "CN", "anchorage", 34.8600, 119.7600, 3000),
        Spot("shanghai", "Shanghai", "CN", "port", 31.3700, 121.5900, 600),
        Spot("shanghai-roads", "Changjiang estuary roads", "CN", "anchorage", 31.0300, 122.5200, 4000),
        Spot("zhoushan", "Ningbo-Zhoushan (Dinghai)", "CN", "port", 29.9950, 122.1050, 300),
        Spot("zhoushan-roads", "Ningbo-Zhoushan outer roads", "CN", "anchorage", 29.7600, 122.5200, 3000),
        Spot("incheon", "Incheon", "KR", "port", 37.4590, 126.5940, 200),
        Spot("incheon-roads", "Incheon roads", "KR", "anchorage", 37.2800, 126.3800, 1500),
        Spot("pyeongtaek", "Pyeongtaek", "KR", "port", 36.9900, 126.8250, 300),
        Spot("gunsan", "Gunsan", "KR", "port", 35.9810, 126.6100, 150),
        Spot("ground-north", "fishing ground", "", "ground", 38.2000, 123.1000, 25_000),
        Spot("ground-middle", "fishing ground", "", "ground", 36.4000, 123.9000, 35_000),
        Spot("ground-south", "fishing ground", "", "ground", 33.6000, 123.4000, 35_000),
        Spot("ground-yangtze", "fishing ground", "", "ground", 31.6000, 123.6000, 30_000),
        Spot("sts-ecs", "East China Sea", "", "area", 29.9000, 124.3000, 20_000),
        Spot("sts-ys", "Yellow Sea", "", "area", 35.2000, 124.0000, 20_000),
        Spot("sts-kb", "Korea Bay", "", "area", 38.1500, 123.8000, 9000),
        Spot("gate-south", "leaving for the south", "", "gate", 28.2000, 122.9000, 9000),
        Spot("gate-east", "leaving for the east", "", "gate", 33.2000, 126.0000, 9000),
    )
}

# Turning points: latitude, longitude, and how far to either side ships of one lane spread there, in metres.
_POINTS = {
    "kp-lock": (38.690, 125.270, 150),
    "kp-barrage": (38.680, 125.135, 120),
    "kp-outer": (38.630, 125.080, 200),
    "kp-chodo": (38.630, 124.780, 500),
    "kp-bay": (38.480, 124.400, 6000),
    "kp-river": (38.725, 125.480, 60),
    "kp-haeju": (37.870, 125.785, 250),
    "kp-haeju-s": (37.690, 125.640, 400),
    "kp-haeju-w": (37.560, 125.100, 1500),
    "nll-w": (37.500, 124.400, 5000),
    "ys-n": (38.350, 123.400, 8000),
    "ys-nw": (38.350, 122.300, 6000),
    "ys-c": (37.300, 123.500, 9000),
    "ys-m": (36.000, 123.200, 10000),
    "ys-s": (34.500, 122.900, 10000),
    "ys-x": (33.000, 122.900, 10000),
    "ys-e": (36.300, 125.000, 8000),
    "ys-se": (34.600, 124.900, 8000),
    "ecs-n": (31.600, 122.900, 7000),
    "ecs-m": (30.700, 123.000, 7000),
    "ecs-s": (29.500, 122.900, 6000),
    "dalian-out": (38.780, 122.000, 1500),
    "lts": (38.580, 121.020, 1200),
    "lts-e": (38.550, 121.450, 1500),
    "bohai-c": (38.600, 119.900, 6000),
    "tj-out": (38.830, 118.500, 1000),
    "tj-app": (38.930, 118.050, 300),
    "jt-app": (39.120, 119.100, 300),
    "yt-app": (37.680, 121.480, 500),
    "yt-out": (37.870, 121.650, 1500),
    "cs-n": (37.700, 122.600, 1500),
    "cs-e": (37.450, 122.980, 1500),
    "qd-app": (35.990, 120.340, 250),
    "qd-out": (35.800, 120.700, 1500),
    "sd-s": (36.400, 122.400, 5000),
    "rz-app": (35.360, 119.700, 400),
    "ly-app": (34.742, 119.505, 120),
    "ly-out": (34.950, 120.100, 1500),
    "js-n": (34.900, 121.300, 6000),
    "cj-app": (31.300, 121.750, 250),
    "cj-mid": (31.150, 122.000, 300),
    "cj-out": (31.050, 122.350, 500),
    "zs-app": (29.800, 122.360, 300),
    "zs-out": (29.700, 122.650, 1000),
    "ic-app": (37.360, 126.500, 200),
    "ic-out": (37.100, 126.250, 400),
    "pt-app": (37.085, 126.500, 200),
    "kr-w": (36.900, 125.600, 1500),
    "gs-app": (35.975, 126.400, 150),
    "gs-out": (35.900, 125.900, 1200),
}

_WAYS = """
nampo kp-lock; kp-lock kp-barrage; kp-barrage kp-outer; kp-outer nampo-roads; kp-chodo kp-bay
nampo-roads kp-chodo; kp-lock kp-river; nampo kp-river; kp-river songnim; kp-bay ys-n; kp-bay nll-w; kp-bay ys-c
haeju kp-haeju; kp-haeju kp-haeju-s; kp-haeju-s kp-haeju-w; kp-haeju-w nll-w; nll-w ys-c; nll-w ys-e; nll-w kr-w
ys-n ys-nw; ys-n ys-c; ys-n dalian-out; ys-nw dalian-out; ys-nw lts-e; ys-nw cs-n; ys-nw ys-c
dalian dalian-roads; dalian-roads dalian-out; dalian-out lts-e; dalian-out cs-n; dalian-out yt-out
lts-e lts; lts bohai-c; lts-e yt-out; lts-e cs-n; bohai-c tj-out; bohai-c bohai-roads; bohai-roads jt-app
bohai-roads tj-out; tj-out tj-app; tj-app tianjin; jt-app tangshan
yantai yt-app; yt-app yantai-roads; yt-app yt-out; yantai-roads yt-out; yt-out cs-n; cs-n cs-e; cs-e ys-c; cs-e sd-s
cs-e ys-m; ys-c ys-m; ys-c ys-e; ys-c kr-w; sd-s qd-out; sd-s ys-m; qingdao qd-app; qd-app qingdao-roads
qingdao-roads qd-out; qd-app qd-out; qd-out ys-m; qd-out js-n; qd-out rz-app; rz-app rizhao; rz-app ly-out; js-n rz-app
lianyungang ly-app; ly-app lianyungang-roads; lianyungang-roads ly-out; ly-app ly-out; ly-out js-n; js-n ys-s; js-n ys-m
js-n sd-s; ys-m ys-s; ys-s ys-x; ys-x ecs-n; ecs-n ecs-m; ecs-n cj-out; ecs-m cj-out; ecs-m ecs-s; ecs-m zs-out
ecs-s zs-out; cj-out cj-mid; cj-mid cj-app; cj-app shanghai; shanghai-roads cj-out; shanghai-roads ecs-m
zs-out zhoushan-roads; zhoushan-roads zs-app; zs-out zs-app; zs-app zhoushan; ecs-s gate-south
ic-app incheon; ic-app incheon-roads; incheon-roads ic-out; ic-out kr-w; ic-out pt-app; pt-app pyeongtaek; kr-w ys-e
gunsan gs-app; gs-app gs-out; gs-out ys-e; gs-out ys-se; ys-e ys-se; ys-e ys-m; ys-se ys-s; ys-se ys-x; ys-se gate-east
ys-se ecs-n; ys-x gate-east
ground-north ys-n; ground-north ys-nw; ground-north ys-c; ground-middle ys-m; ground-middle ys-c; ground-middle ys-e
ground-south ys-s; ground-south ys-x; ground-south ys-se; ground-yangtze ecs-n; ground-yangtze ecs-m
sts-ecs ecs-m; sts-ecs ecs-s; sts-ys ys-m; sts-ys ys-s; sts-ys ys-se; sts-ys ys-e; sts-kb ys-n; sts-kb kp-bay
"""


_COURSE_STEP_M = 400.0  # between the points of a computed course
_SPIRAL_M = 620.0  # places on a sunflower's spiral lie some 1.7 times this apart
_TURN_M = 1_500.0  # from a turning point, where the turn begins and ends


def route(origin: str, destination: str) -> tuple[str, ...]:
    """Return the names along the shortest waterway from one spot to another, both included."""
    return _shortest(origin, destination)


def course(
    names: Iterable[str], begin: tuple[float, float], end: tuple[float, float], rng: np.random.Generator
) -> tuple[Degrees, Degrees, Degrees]:
    """Return a smooth course along ``names`` from ``begin`` to ``end`` (latitude, longitude in degrees).

    Three arrays: latitude and longitude in degrees every 400 m or so, and metres sailed so far. Between the two ends
    each turning point is moved at random within its lane.
    """
    corners = [begin]
    for name in list(names)[1:-1]:
        lat, lon, spread_m = _point(name)
        north, east = rng.normal(0, spread_m / 2.5, 2).clip(-spread_m, spread_m)
        corners.append(moved(lat, lon, north, east))
    corners.append(end)
    return _resampled(_rounded(corners))


def moved(lat: float, lon: float, north_m: float, east_m: float) -> tuple[float, float]:
    """Return the position so many metres north and east of the given one."""
    return lat + north_m / METRES_PER_DEGREE, lon + east_m / METRES_PER_DEGREE / float(np.cos(np.radians(lat)))


def distance_m(lat: Degrees, lon: Degrees, other_lat: Degrees | float, other_lon: Degrees | float) -> Degrees:
    """Return metres between positions, on a plane: good to a metre or two within some ten kilometres."""
    east = (lon - other_lon) * np.cos(np.radians((lat + other_lat) / 2))
    distance: Degrees = METRES_PER_DEGREE * np.hypot(lat - other_lat, east)
    return distance


def berth(spot: str, rng: np.random.Generator) -> tuple[float, float]:
    """Return one of the positions at a spot, at random within its spread."""
    place = SPOTS[spot]
    north, east = rng.uniform(-1, 1, 2) * place.spread_m / np.sqrt(2)
    return moved(place.lat, place.lon, float(north), float(east))


def anchor_place(spot: str, number: int, rng: np.random.Generator) -> tuple[float, float]:
    """Return the numbered anchor position of the roads: on a spiral, at least half a nautical mile from each other."""
    place, turn = SPOTS[spot], number * np.pi * (3 - np.sqrt(5))
    radius = _SPIRAL_M * np.sqrt(number + 0.5)
    north, east = radius * np.cos(turn), radius * np.sin(turn)
    return moved(place.lat, place.lon, *(float(metres + rng.uniform(-40, 40)) for metres in (north, east)))


def _point(name: str) -> tuple[float, float, float]:
    if name in SPOTS:
        return SPOTS[name].lat, SPOTS[name].lon, SPOTS[name].spread_m
    return _POINTS[name]


@cache
def _ways() -> dict[str, dict[str, float]]:
    ways: dict[str, dict[str, float]] = {}
    for one, other in (way.split() for way in _WAYS.replace("\n", ";").split(";") if way):
        (lat, lon, _), (other_lat, other_lon, _) = _point(one), _point(other)
        length = float(distance_m(np.array(lat), np.array(lon), other_lat, other_lon))
        ways.setdefault(one, {})[other] = ways.setdefault(other, {})[one] = length
    return ways


@cache
def _shortest(origin: str, destination: str) -> tuple[str, ...]:
    """Dijkstra; spots other than ports' own roads are never passed through, so that nobody sails across a berth."""
    frontier: list[tuple[float, tuple[str, ...]]] = [(0.0, (origin,))]
    done: set[str] = set()
    while frontier:
        length, path = heapq.heappop(frontier)
        here = path[-1]
        if here == destination:
            return path
        if here in done or (here in SPOTS and SPOTS[here].kind != "anchorage" and here != origin):
            continue
        done.add(here)
        for onward, step in _ways()[here].items():
            heapq.heappush(frontier, (length + step, (*path, onward)))
    raise ValueError(f"no waterway from {origin} to {destination}")


def _rounded(corners: list[tuple[float, float]]) -> Degrees:
    """Replace each corner by a short curve, so that ships turn and do not jerk."""
    points = np.array(corners)
    rounded = [points[0]]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        into, out = (_towards(corner, other) for other in (before, after))
        for share in np.linspace(0, 1, 7):
            rounded.append((1 - share) ** 2 * into + 2 * share * (1 - share) * corner + share**2 * out)
    return np.array([*rounded, points[-1]])


def _towards(corner: Degrees, other: Degrees) -> Degrees:
    length = float(distance_m(corner[0], corner[1], float(other[0]), float(other[1])))
    share = min(_TURN_M, 0.4 * length) / max(length, 1.0)
    onward: Degrees = corner + share * (other - corner)
    return onward


def _resampled(points: Degrees) -> tuple[Degrees, Degrees, Degrees]:
    steps = [float(distance_m(a[0], a[1], float(b[0]), float(b[1]))) for a, b in pairwise(points)]
    sailed = np.concatenate([[0.0], np.cumsum(steps)])
    count = max(3, int(sailed[-1] / _COURSE_STEP_M))
    metres = np.linspace(0, sailed[-1], count)
    return np.interp(metres, sailed, points[:, 0]), np.interp(metres, sailed, points[:, 1]), metres
