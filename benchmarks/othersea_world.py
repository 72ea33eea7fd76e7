"""Another sea, written apart from ``fairlead.simulate``: the two coasts of Korea, in the layout of the Danish files.

Imports nothing of Fairlead, so that neither detectors nor the first simulator lend it a constant. What differs:

    ways        great circles between turning points, through tides, a warm current and weather that comes and goes
    speeds      a ship's gain in ballast is its own, 2 to 11 %; orders change each voyage's speed by some percent
    draughts    part cargoes, half-metre rounding, entries late by an exponential, constant, absent
    reception   coast stations by radio horizon and daily fading; satellites by passes; nobody listens in the DPRK
    company     coasters, squid boats, ferries, tugs, bunker tankers; the DPRK's own trade around the peninsula
    look-alikes aid, lawful fetching, a yard, a shelter in foreign roads, crew change, two of one flag side by side,
                help from a tug, the AIS off in port, shared numbers, failures at sea

A month of some hundred ships. ``make`` returns the rows and the answer key as plain values; writing and judging are
left to ``othersea.py``. Every name begins with OTHER; all is invented.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Place = tuple[float, float]

STEP_S = 300
H = 3_600.0
D = 24 * H
EARTH_KM = 6_371.0
KNOT = 0.514444  # metres per second

PORTS: dict[str, tuple[float, float, str]] = {
    "Nampo": (38.717, 125.402, "KP"),
    "Songnim": (38.735, 125.612, "KP"),
    "Hungnam": (39.832, 127.622, "KP"),
    "Wonsan": (39.166, 127.446, "KP"),
    "Chongjin": (41.770, 129.822, "KP"),
    "Vladivostok": (43.098, 131.892, "RU"),
    "Nakhodka": (42.806, 132.884, "RU"),
    "Donghae": (37.492, 129.142, "KR"),
    "Pohang": (36.022, 129.392, "KR"),
    "Ulsan": (35.492, 129.392, "KR"),
    "Busan": (35.092, 129.052, "KR"),
    "Incheon": (37.462, 126.602, "KR"),
    "Niigata": (37.932, 139.062, "JP"),
    "Dalian": (38.922, 121.662, "CN"),
    "Qingdao": (36.042, 120.292, "CN"),
    "Lianyungang": (34.742, 119.462, "CN"),
    "Zhoushan": (29.992, 122.102, "CN"),
    "Dandong": (39.822, 124.152, "CN"),
}
ROADS: dict[str, tuple[float, float, str]] = {
    "off Zhujiajian": (29.840, 122.620, "CN"),
    "off Dongji": (30.190, 122.830, "CN"),
    "off Lianyungang": (34.840, 119.860, "CN"),
    "off Nakhodka": (42.700, 132.930, "RU"),
    "off Vladivostok": (42.960, 131.960, "RU"),
    "off Pohang": (36.090, 129.560, "KR"),
    "off Nampo": (38.610, 124.880, "KP"),
    "off Hungnam": (39.740, 127.700, "KP"),
}
SPOTS: dict[str, tuple[float, float, str]] = {
    "East China Sea": (30.500, 124.500, ""),
    "south of Jeju": (31.900, 126.200, ""),
    "East Sea": (39.600, 131.300, ""),
    "Yellow Sea": (36.600, 123.700, ""),
    "Yamato bank": (39.200, 134.300, ""),
    "Kita bank": (40.700, 132.600, ""),
}
_TURNS = {
    **{"chodo": (38.56, 124.62), "ys1": (37.70, 123.95), "ys2": (36.10, 123.85), "ys3": (34.30, 123.60)},
    **{"ys4": (32.60, 123.50), "ecs1": (31.20, 123.35), "ecs2": (30.35, 123.15), "ecs3": (29.70, 122.90)},
    **{"lock": (38.69, 125.20), "dl": (38.72, 122.10), "qd": (35.85, 120.75), "ly": (34.92, 120.25)},
    **{"dd": (39.35, 123.95), "kw": (36.95, 125.55), "ic": (37.12, 126.25), "jj": (32.35, 125.80)},
    **{"js": (32.95, 127.55), "kz": (33.95, 128.35), "ts": (34.52, 129.12), "pu": (35.20, 129.85)},
    **{"es1": (36.35, 130.30), "es2": (38.20, 129.95), "es3": (39.75, 129.40), "es4": (41.25, 130.65)},
    **{"hn": (39.62, 127.95), "ws": (39.30, 127.80), "cj": (41.66, 129.95), "pv": (42.60, 132.05)},
    **{"nk": (42.55, 132.80), "dh": (37.50, 129.35), "ph": (36.16, 129.66), "ul": (35.42, 129.60)},
    **{"bs": (34.98, 129.16), "ng": (38.60, 138.30), "zs": (29.80, 122.42), "ng2": (38.10, 138.85)},
}
_EDGES = (
    "Nampo lock;lock off_Nampo;off_Nampo chodo;Songnim Nampo;chodo ys1;chodo dl;chodo dd;dd Dandong;"
    "dl Dalian;dl ys1;ys1 ys2;ys1 kw;kw ic;ic Incheon;ys2 ys3;ys2 qd;qd Qingdao;ys3 ly;ly Lianyungang;"
    "ly off_Lianyungang;ys3 ys4;ys4 ecs1;ecs1 ecs2;ecs2 ecs3;ecs3 zs;zs Zhoushan;ecs3 off_Zhujiajian;"
    "ecs2 off_Dongji;ecs1 jj;ys4 jj;jj js;js kz;kz ts;ts bs;bs Busan;ts pu;pu es1;pu ul;ul Ulsan;es1 ph;"
    "ph Pohang;ph off_Pohang;es1 es2;es2 dh;dh Donghae;es2 es3;es3 hn;hn Hungnam;hn off_Hungnam;hn ws;"
    "ws Wonsan;es3 es4;es4 cj;cj Chongjin;es4 pv;pv Vladivostok;pv off_Vladivostok;es4 nk;nk Nakhodka;"
    "nk off_Nakhodka;es2 ng;ng ng2;ng2 Niigata;es2 ws;kw ys2;ecs1 East_China_Sea;ys2 Yellow_Sea;"
    "ys1 Yellow_Sea;es3 East_Sea;es4 East_Sea;es2 East_Sea;jj south_of_Jeju;ecs1 south_of_Jeju;"
    "ng Yamato_bank;es2 Yamato_bank;East_Sea Kita_bank;es4 Kita_bank"
)
# Coast stations: latitude, longitude, metres of the antenna above the sea.
STATIONS = (
    *((38.88, 121.65, 150), (36.06, 120.36, 120), (34.78, 119.45, 90), (30.03, 122.38, 230), (30.70, 122.50, 110)),
    *((29.90, 122.42, 180), (37.43, 122.55, 140), (37.96, 124.68, 160), (37.40, 126.40, 130), (36.10, 129.55, 170)),
    *((35.15, 129.20, 260), (37.50, 129.12, 150), (37.50, 130.88, 400), (33.30, 126.55, 500), (34.05, 128.05, 200)),
    *((43.05, 131.95, 190), (42.78, 132.95, 210), (38.00, 138.75, 160), (34.65, 129.40, 300), (36.00, 126.10, 80)),
)
_FLAGS = {"KP": 445, "CN": 412, "KR": 441, "RU": 273, "JP": 431, "PA": 355, "TG": 671, "KH": 514, "CM": 613, "MN": 457}
WORDS = {"coaster": "Cargo", "tanker": "Tanker", "squid boat": "Fishing", "ferry": "Passenger", "tug": "Tug"}
_ENTERED = (("prompt", 0.60), ("rounded", 0.16), ("late", 0.14), ("constant", 0.06), ("absent", 0.04))


@dataclass
class Ship:
    """One hull: where it is every five minutes, what it said when, and when its AIS was off."""

    name: str
    mmsi: int
    imo: int
    kind: str
    flag: str
    length_m: int
    knots: float
    gain: float  # how much faster in ballast
    light_m: float
    full_m: float
    habit: str
    home: str
    lat: Floats
    lon: Floats
    doing: npt.NDArray[np.int8]  # 0 under way, 1 at anchor, 5 moored, 7 fishing or adrift
    at: str = ""
    here: Place = (0.0, 0.0)
    now: float = 0.0
    laden: bool = False
    depth_m: float = 0.0
    off: list[tuple[float, float]] = field(default_factory=list)
    draughts: list[tuple[float, float]] = field(default_factory=list)
    bound: list[tuple[float, str]] = field(default_factory=list)
    numbers: list[tuple[float, int]] = field(default_factory=list)


class Sea:
    """A month: its weather, its ships and its answer key. Times are seconds since it begins."""

    def __init__(self, seed: int, days: int) -> None:
        self.rng = np.random.default_rng([seed, 20_405])
        self.days, self.seconds = days, days * D
        self.count = int(self.seconds / STEP_S) + 1
        self.t = np.arange(self.count) * float(STEP_S)
        self.ships: list[Ship] = []
        self.hidden: list[dict[str, Any]] = []
        self.innocent: list[dict[str, Any]] = []
        self._weather = self._storms()
        self._wind = np.cumsum(self.rng.normal(0, 3.0, (2, self.count)), axis=1) * 4.0

    # -- physics

    def _storms(self) -> Floats:
        """Return what weather takes from a ship's speed, a part of one: a slow noise with a gale now and then."""
        steps = int(3 * H / STEP_S)
        coarse = np.zeros(self.count // steps + 2)
        for n in range(1, len(coarse)):
            coarse[n] = 0.93 * coarse[n - 1] + self.rng.normal(0, 0.012)
        loss = np.interp(np.arange(self.count) / steps, np.arange(len(coarse)), coarse) + 0.03
        for begin in self.rng.uniform(0, self.seconds, self.rng.poisson(self.days / 9)):
            loss += 0.16 * np.exp(-(((self.t - begin) / (14 * H)) ** 2))
        return np.clip(loss, 0.0, 0.35)

    def _stream(self, lat: Floats, lon: Floats, t: Floats) -> tuple[Floats, Floats]:
        """Return the current north and east in m/s: tides strong in the west, a warm current in the east."""
        west = 1 / (1 + np.exp((lon - 127.0) / 0.7))
        tide = 2 * np.pi * t / (12.4206 * H)
        sun = 2 * np.pi * t / (12.0 * H)
        along = 0.42 * np.sin(tide - lat) + 0.14 * np.sin(sun - lat)
        across = 0.21 * np.cos(tide - lat)
        warm = (1 - west) * np.clip((41 - lat) / 5, 0, 1) * 0.28
        return west * along + 0.7 * warm, west * across + 0.7 * warm + 0.02

    def _carried(self, at: Place, first: int, last: int) -> tuple[Floats, Floats]:
        """Return where a ship goes that lies stopped from one step to another."""
        t = self.t[first:last]
        north, east = self._stream(np.full(len(t), at[0]), np.full(len(t), at[1]), t)
        wind = self._wind[:, first:last] - self._wind[:, first : first + 1]
        return moved(at, np.cumsum(north) * STEP_S * 0.55 + wind[0], np.cumsum(east) * STEP_S * 0.55 + wind[1])

    # -- ships

    def build(self, kind: str, flag: str, at: str, *, habit: str | None = None) -> Ship:
        """Return a new ship that lies at a place when the month begins."""
        rng, number = self.rng, len(self.ships) + 1
        length = {
            "coaster": (70, 140),
            "tanker": (65, 125),
            "squid boat": (25, 38),
            "ferry": (90, 180),
            "tug": (28, 40),
        }
        knots = {"coaster": (7.5, 11.5), "tanker": (8, 11.5), "squid boat": (8, 10), "ferry": (15, 20), "tug": (9, 12)}
        names, parts = zip(*_ENTERED, strict=True)
        light = float(rng.uniform(2.4, 4.2))
        ship = Ship(
            f"OTHER {kind.split(maxsplit=1)[0].upper()} {number}",
            _FLAGS[flag] * 1_000_000 + 700_000 + number * 7,
            _imo(310_000 + number) if kind in ("coaster", "tanker", "ferry") else 0,
            kind,
            flag,
            int(rng.integers(*length[kind])),
            float(rng.uniform(*knots[kind])),
            float(rng.uniform(0.02, 0.11)),
            round(light, 1),
            round(light + float(rng.uniform(1.9, 4.0)), 1),
            habit or str(rng.choice(names, p=parts)),
            at,
            np.full(self.count, np.nan),
            np.full(self.count, np.nan),
            np.zeros(self.count, np.int8),
        )
        ship.at, ship.here = at, self.berth(at)
        ship.numbers.append((-D, ship.mmsi))
        ship.depth_m = ship.light_m
        self.enter(ship, -D)
        self.ships.append(ship)
        return ship

    def berth(self, at: str) -> Place:
        """Return a berth or an anchor position."""
        lat, lon, _ = {**PORTS, **ROADS, **SPOTS}[at]
        reach = 350.0 if at in PORTS else 4_500.0
        north, east = self.rng.uniform(-reach, reach, 2)
        there = moved((lat, lon), np.array([north]), np.array([east]))
        return float(there[0][0]), float(there[1][0])

    def cargo(self, ship: Ship, laden: bool) -> None:
        """Load or discharge; the crew enters a draught as it is wont to."""
        ship.laden = laden
        part = self.rng.uniform(0.55, 1.0) if laden else self.rng.uniform(-0.06, 0.06)
        ship.depth_m = ship.light_m + part * (ship.full_m - ship.light_m)
        self.enter(ship, ship.now)

    def enter(self, ship: Ship, when: float) -> None:
        """Let the crew enter the draught that the ship has now."""
        if ship.habit == "absent" or (ship.habit == "constant" and ship.draughts):
            return
        late = self.rng.exponential(8 * H) if ship.habit == "late" and when > 0 else -self.rng.uniform(0, 1.5) * H
        depth = round(ship.depth_m * 2) / 2 if ship.habit == "rounded" else round(ship.depth_m, 1)
        ship.draughts.append((when + late, depth))

    # -- what ships do

    def lie(self, ship: Ship, hours: float, *, doing: int | None = None) -> None:
        """Stay moored, at anchor (swinging), or adrift."""
        first, last = self._steps(ship.now, ship.now + hours * H)
        how = doing if doing is not None else 5 if ship.at in PORTS else 1
        if how == 7:
            lat, lon = self._carried(ship.here, first, last)
        else:
            swing = 0.0 if how == 5 else 90.0
            angle = 2 * np.pi * self.t[first:last] / (12.42 * H)
            lat, lon = moved(ship.here, swing * np.cos(angle), swing * np.sin(angle))
        self._put(ship, first, last, lat, lon, how)
        ship.now += hours * H
        if how == 7 and len(lat):
            ship.here = (float(lat[-1]), float(lon[-1]))

    def lie_until(self, ship: Ship, when: float) -> None:
        """Stay where the ship is until a time."""
        if when > ship.now:
            self.lie(ship, (when - ship.now) / H)

    def sail(self, ship: Ship, to: str, *, there: Place | None = None, say: str | None = None) -> float:
        """Sail to a place by great circles; return when the ship left."""
        left, end = ship.now, there or self.berth(to)
        corners = [ship.here, *(_at(name) for name in _way(ship.at, to)[1:-1]), end]
        lane = self.rng.normal(0, 1, len(corners)) * 0.03
        lane[0] = lane[-1] = 0.0
        corners = [(lat + d, lon + d) for (lat, lon), d in zip(corners, lane.tolist(), strict=True)]
        lat, lon = _sailed_by(corners, self._over_ground(ship, corners, left))
        first, _ = self._steps(left, left)
        last = min(self.count, first + len(lat))
        ship.bound.append((left + self.rng.uniform(0, 1.0) * H, say if say is not None else self._spelt(to)))
        self._put(ship, first, last, lat[: last - first], lon[: last - first], 0)
        ship.now, ship.at, ship.here = left + len(lat) * STEP_S, to, end
        return left

    def _spelt(self, to: str) -> str:
        drawn = self.rng.random()
        return "" if drawn < 0.15 else "ORDERS" if drawn < 0.2 else to.upper()

    def _over_ground(self, ship: Ship, corners: Sequence[Place], left: float) -> Floats:
        """Return metres made good in each step of a voyage that begins at a time: water, weather, current, orders."""
        orders = 1 + self.rng.normal(0, 0.03)
        knots = ship.knots * orders * (1.0 if ship.laden else 1 + ship.gain)
        metres = sum(_metres(one, other) for one, other in _pairs(corners))
        number = int(metres / (knots * KNOT * 0.5) / STEP_S) + 4
        t = left + np.arange(number) * STEP_S
        done = np.clip(np.cumsum(np.full(number, knots * KNOT * STEP_S * 0.95)) / metres, 0, 1)
        lat, lon, bearing = _along(corners, done)
        north, east = self._stream(lat, lon, t)
        loss = np.interp(t, self.t, self._weather)
        speed = knots * KNOT * (1 - loss) + north * np.cos(bearing) + east * np.sin(bearing)
        speed = np.maximum(speed, 0.4 * knots * KNOT)
        ramp = np.minimum(1.0, 0.35 + np.minimum(done, 1 - done) * metres / 6_000)
        return speed * ramp * STEP_S

    def beside(self, ship: Ship, other: Ship, hours: float) -> None:
        """Keep some tens of metres from another ship, whatever it does."""
        first, last = self._steps(ship.now, ship.now + hours * H)
        offset = (
            self.rng.uniform(16, 38) * self.rng.choice((-1, 1)),
            self.rng.uniform(10, 30) * self.rng.choice((-1, 1)),
        )
        lat, lon = moved_each(other.lat[first:last], other.lon[first:last], *offset)
        self._put(ship, first, last, lat, lon, 7)
        ship.now += hours * H
        if len(lat) and math.isfinite(lat[-1]):
            ship.here = (float(lat[-1]), float(lon[-1]))

    def _put(self, ship: Ship, first: int, last: int, lat: Floats, lon: Floats, doing: int) -> None:
        last = min(last, self.count)
        if last > first:
            ship.lat[first:last], ship.lon[first:last] = lat[: last - first], lon[: last - first]
            ship.doing[first:last] = doing

    def _steps(self, begin: float, end: float) -> tuple[int, int]:
        return tuple(min(self.count, max(0, math.ceil(when / STEP_S))) for when in (begin, end))  # type: ignore[return-value]

    def note(
        self, kind: str, ships: Sequence[tuple[str, Ship]], places: Sequence[tuple[str, str, Place]], begin: float,
        end: float, *, ends: Sequence[tuple[Ship, float, float]] = (), goods: str | None = None, note: str = "",
    ) -> None:  # fmt: skip
        """Write an act into the key, if it ended within the month."""
        if begin < 0 or end > self.seconds - 2 * H:
            return
        known = {**PORTS, **ROADS, **SPOTS}
        acts = self.hidden if kind in HIDDEN else self.innocent
        acts.append(
            {
                "id": f"{'hidden' if kind in HIDDEN else 'innocent'}-{len(acts) + 1}",
                "kind": kind,
                "ships": [(role, one.name, one.mmsi, one.imo or None, one.flag, one.kind) for role, one in ships],
                "places": [(role, name, known[name][2], *(round(x, 4) for x in at)) for role, name, at in places],
                "begin": begin,
                "end": end,
                "goods": goods,
                "note": note,
                "watched": [(self.ships.index(one), since, until) for one, since, until in ends],
            }
        )


HIDDEN = ("delivery", "dark_voyage", "transfer_dprk", "oil_delivery")


# -- geometry


def moved(at: Place, north_m: Floats | float, east_m: Floats | float) -> tuple[Floats, Floats]:
    """Return places so many metres north and east of one."""
    per = EARTH_KM * 1_000 * math.pi / 180
    return np.asarray(at[0] + north_m / per), np.asarray(at[1] + east_m / per / math.cos(math.radians(at[0])))


def moved_each(lat: Floats, lon: Floats, north_m: float, east_m: float) -> tuple[Floats, Floats]:
    """Return places so many metres north and east of each of some."""
    per = EARTH_KM * 1_000 * math.pi / 180
    return lat + north_m / per, lon + east_m / per / np.cos(np.radians(lat))


def _metres(one: Place, other: Place) -> float:
    a, b, c, d = (math.radians(x) for x in (*one, *other))
    inner = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * EARTH_KM * 1_000 * math.asin(math.sqrt(inner))


def _pairs(corners: Sequence[Place]) -> list[tuple[Place, Place]]:
    return list(pairwise(corners))


def _along(corners: Sequence[Place], done: Floats) -> tuple[Floats, Floats, Floats]:
    """Return latitude, longitude and bearing (radians) at parts of a way along great circles."""
    lengths = np.array([_metres(one, other) for one, other in _pairs(corners)])
    ends = np.concatenate([[0.0], np.cumsum(lengths)])
    metres = done * ends[-1]
    leg = np.clip(np.searchsorted(ends, metres, "right") - 1, 0, len(lengths) - 1)
    part = np.clip((metres - ends[leg]) / np.maximum(lengths[leg], 1.0), 0, 1)
    points = np.radians(np.array(corners))
    vectors = np.stack(
        [
            np.cos(points[:, 0]) * np.cos(points[:, 1]),
            np.cos(points[:, 0]) * np.sin(points[:, 1]),
            np.sin(points[:, 0]),
        ],
        axis=1,
    )
    angle = np.maximum(lengths / (EARTH_KM * 1_000), 1e-9)[leg]
    mix = (np.sin((1 - part) * angle) / np.sin(angle))[:, None] * vectors[leg]
    mix = mix + (np.sin(part * angle) / np.sin(angle))[:, None] * vectors[leg + 1]
    lat, lon = np.degrees(np.arcsin(np.clip(mix[:, 2], -1, 1))), np.degrees(np.arctan2(mix[:, 1], mix[:, 0]))
    away = points[leg + 1] - points[leg]
    bearing = np.arctan2(away[:, 1] * np.cos(points[leg, 0]), away[:, 0])
    return lat, lon, bearing


def _sailed_by(corners: Sequence[Place], steps_m: Floats) -> tuple[Floats, Floats]:
    """Return the places of a way at each step, up to its end."""
    metres = sum(_metres(one, other) for one, other in _pairs(corners))
    done = np.concatenate([[0.0], np.cumsum(steps_m)]) / metres
    needed = int(np.searchsorted(done, 1.0)) + 1
    lat, lon, _ = _along(corners, np.clip(done[:needed], 0, 1))
    return lat, lon


def _at(name: str) -> Place:
    lat, lon = ({**PORTS, **ROADS, **SPOTS, **_TURNS}[name])[:2]
    return float(lat), float(lon)


def _graph() -> dict[str, list[tuple[str, float]]]:
    graph: dict[str, list[tuple[str, float]]] = {}
    for edge in _EDGES.split(";"):
        one, other = (word.replace("_", " ") for word in edge.split())
        length = _metres(_at(one), _at(other))
        graph.setdefault(one, []).append((other, length))
        graph.setdefault(other, []).append((one, length))
    return graph


_GRAPH = _graph()


def _way(origin: str, to: str) -> list[str]:
    """Return the places on the shortest way, by Dijkstra's algorithm."""
    heap: list[tuple[float, str, list[str]]] = [(0.0, origin, [origin])]
    done: set[str] = set()
    while heap:
        length, here, path = heapq.heappop(heap)
        if here == to:
            return path
        if here in done:
            continue
        done.add(here)
        for onward, step in _GRAPH[here]:
            heapq.heappush(heap, (length + step, onward, [*path, onward]))
    raise ValueError(f"no way from {origin} to {to}")


def _imo(six: int) -> int:
    return six * 10 + sum(int(digit) * weight for digit, weight in zip(str(six), range(7, 1, -1), strict=True)) % 10
