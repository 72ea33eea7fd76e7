"""A sea as somebody in a hurry simulates one: straight legs, one spot for all ships of a port, an even rate of reports.

Imports nothing of Fairlead. Ships may cross capes, berths are one point with some metres of noise, roads too, and what
is heard is thinned at random. Acts and look-alikes are many, habits of entering draughts differ by ship. Unlike the
other two simulators it knows no receivers: a ship that is not heard was switched off, or thinned.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

START = datetime(2018, 10, 5, tzinfo=UTC)
HOUR, DAY, STEP = 3_600.0, 86_400.0, 600.0
Point = tuple[float, float]

# country, berth, and where a ship comes in from the sea; about where the ports are
PORTS: dict[str, tuple[str, Point, Point]] = {
    "Nampo": ("KP", (38.72, 125.36), (38.65, 124.6)),
    "Songnim": ("KP", (38.74, 125.62), (38.65, 124.6)),
    "Haeju": ("KP", (37.98, 125.70), (37.6, 124.7)),
    "Wonsan": ("KP", (39.16, 127.45), (39.2, 128.2)),
    "Hungnam": ("KP", (39.82, 127.62), (39.5, 128.2)),
    "Chongjin": ("KP", (41.77, 129.83), (41.6, 130.4)),
    "Zhoushan": ("CN", (29.95, 122.30), (29.9, 122.9)),
    "Ningbo": ("CN", (29.93, 121.90), (29.9, 122.9)),
    "Lianyungang": ("CN", (34.75, 119.45), (34.8, 120.2)),
    "Longkou": ("CN", (37.66, 120.32), (38.0, 120.4)),
    "Weihai": ("CN", (37.50, 122.15), (37.5, 122.6)),
    "Dalian": ("CN", (38.93, 121.65), (38.7, 121.9)),
    "Qingdao": ("CN", (36.07, 120.30), (35.9, 120.7)),
    "Shanghai": ("CN", (31.35, 121.65), (31.1, 122.4)),
    "Incheon": ("KR", (37.46, 126.60), (37.2, 125.9)),
    "Busan": ("KR", (35.10, 129.05), (34.9, 129.2)),
    "Pohang": ("KR", (36.03, 129.40), (36.1, 129.7)),
    "Ulsan": ("KR", (35.50, 129.40), (35.4, 129.7)),
    "Niigata": ("JP", (37.95, 139.06), (38.2, 138.8)),
    "Maizuru": ("JP", (35.50, 135.35), (35.8, 135.3)),
    "Vladivostok": ("RU", (43.10, 131.90), (42.8, 131.8)),
}
ROADS: dict[str, Point] = {
    "Zhoushan roads": (30.15, 122.75),
    "Shidao roads": (36.75, 122.55),
    "Lianyungang roads": (34.85, 119.75),
    "Longkou roads": (37.85, 120.35),
}
_WEST: list[Point] = [(37.0, 123.3), (34.0, 122.8), (31.0, 123.3)]
_ROUND: list[Point] = [
    (39.0, 130.5),
    (37.0, 130.8),
    (35.0, 130.0),
    (34.2, 128.6),
    (33.2, 126.0),
    (33.6, 124.5),
    (36.0, 124.2),
]
_DIGITS = {"KP": 445, "CN": 412, "KR": 440, "JP": 431, "PA": 351, "SL": 667, "TG": 671, "HK": 477, "KH": 514}
_TYPES = {"cargo": 70, "tanker": 80, "fishing": 30, "tug": 52, "passenger": 60}
_WORDS = ["SUN", "STAR", "GOLD", "HAI", "JIN", "RYONG", "PAEK", "HUA", "XIN", "MERIT", "ORIENT", "PONG", "BRIGHT"]
_HOME, _THIRD = ["Nampo", "Songnim", "Haeju", "Wonsan", "Hungnam", "Chongjin"], ["SL", "TG", "KH", "PA"]
HEADER = [
    *("mmsi", "timestamp", "latitude", "longitude", "sog_knots", "cog", "heading", "nav_status", "ship_name", "imo"),
    *("callsign", "ship_type", "length_m", "width_m", "draught_m", "destination"),
]


@dataclass
class Ship:
    """A ship with its way so far: points (second, latitude, longitude, knots, course, status), and what it entered."""

    sea: Sea
    mmsi: int
    name: str
    imo: int | None
    flag: str
    kind: str
    length: float
    light: float
    deep: float
    speed: float
    habit: str  # how draughts are entered: well, rounded, late, never another one, not at all
    draught: float = 0.0
    t: float = 0.0
    at: Point = (0.0, 0.0)
    port: str | None = None
    points: list[tuple[float, ...]] = field(default_factory=list)
    entered: list[tuple[float, float | None, str]] = field(default_factory=list)
    dark: list[tuple[float, float]] = field(default_factory=list)

    def begin(self, port: str, after: float, draught: float, bound: str = "") -> Ship:
        """Put it at a berth at a time, in seconds."""
        self.t, self.at, self.port = after, PORTS[port][1], port
        return self.enter(draught, bound)

    def enter(self, draught: float | None = None, bound: str = "") -> Ship:
        """Let the crew enter a draught and a destination, as it does."""
        self.draught = self.draught if draught is None else round(draught, 1)
        told: float | None = self.draught
        if self.habit == "rounded":
            told = round(self.draught * 2) / 2
        elif self.habit == "constant" and self.entered:
            told = self.entered[0][1]
        elif self.habit == "absent":
            told = None
        late = float(self.sea.random.uniform(2, 14)) * HOUR if self.habit == "late" and self.entered else 0.0
        self.entered.append((self.t + late, told, bound.upper()))
        return self

    def stay(self, hours: float, status: int = 1, swing: float = 0.0005) -> Ship:
        """Lie for some hours."""
        random = self.sea.random
        for n in range(max(1, int(hours * 6))):
            lat, lon = (angle + float(random.normal(0, swing)) for angle in self.at)
            knots, course = abs(float(random.normal(0, 0.1))), float(random.uniform(0, 360))
            self.points.append((self.t + n * STEP, lat, lon, knots, course, status))
        self.t += hours * HOUR
        return self

    def go(self, to: Point, knots: float | None = None) -> Ship:
        """Sail straight to a point."""
        random, (lat, lon) = self.sea.random, self.at
        speed = (knots or self.speed) * float(random.uniform(0.93, 1.05))
        north, east = to[0] - lat, (to[1] - lon) * math.cos(math.radians(lat))
        miles = 60 * math.hypot(north, (to[1] - lon) * math.cos(math.radians((lat + to[0]) / 2)))
        course, steps = math.degrees(math.atan2(east, north)) % 360, max(1, int(miles / speed * 6))
        for n in range(steps):
            part = n / steps
            here = (lat + (to[0] - lat) * part, lon + (to[1] - lon) * part)
            noisy = [angle + float(random.normal(0, 0.002)) for angle in here]
            self.points.append((self.t + n * STEP, *noisy, speed + float(random.normal(0, 0.3)), course, 0))
        self.t += miles / speed * HOUR
        self.at = to
        return self

    def way(self, to: Point, by: Point | None = None) -> Ship:
        """Leave the port, and sail to a point by the lanes of this sea."""
        if self.port is not None:
            self.go(PORTS[self.port][2])
            self.port = None
        for point in _lane(self.at, by or to):
            self.go(point)
        return (self.go(by) if by else self).go(to)

    def call(self, port: str, hours: float) -> Ship:
        """Sail to a port and lie at its berth."""
        self.enter(bound=port)
        self.way(PORTS[port][1], PORTS[port][2]).stay(hours, 5, 0.0002)
        self.port = port
        return self

    def silent(self, since: float, until: float) -> Ship:
        """Switch the transponder off between two times."""
        self.dark.append((since, until))
        return self


def _lane(start: Point, to: Point) -> list[Point]:
    east_of = [point[1] > 127.0 and point[0] > 33.5 for point in (start, to)]
    low, high = sorted((start[0], to[0]))
    if all(east_of):
        inside = [point for point in _ROUND[:3] if low < point[0] < high]
        return sorted(inside, reverse=start[0] > to[0])
    if not any(east_of):
        inside = [point for point in _WEST if low < point[0] < high] if low < 36 < high else []
        return sorted(inside, reverse=start[0] > to[0])
    east = start if east_of[0] else to
    lane = [point for point in _ROUND if point[0] < east[0] or point[1] < 129]
    return lane if east_of[0] else lane[::-1]


class Sea:
    """Ships, acts and look-alikes of some days."""

    def __init__(self, seed: int, days: int, ships: int, hidden: int | None) -> None:
        self.random = np.random.default_rng(seed)
        self.days, self.count = days, ships
        self.number = int(self.random.integers(0, 41)) if hidden is None else hidden
        self.lost = float(self.random.choice([0.08, 0.3, 0.7, 0.85]))  # of the positions, one in ten minutes
        self.habits = [["well"], ["well", "well", "constant", "absent", "rounded"], ["well", "late", "rounded"]]
        self.crews = self.habits[int(self.random.integers(0, 3))]
        self.ships: list[Ship] = []
        self.hidden: list[dict[str, Any]] = []
        self.innocent: list[dict[str, Any]] = []

    def build(self, flag: str, kind: str = "cargo") -> Ship:
        """Return a new ship."""
        random = self.random
        number = 880_000 + 7 * len(self.ships) + int(random.integers(0, 7))
        check = sum(int(digit) * weight for digit, weight in zip(str(number), range(7, 1, -1), strict=True)) % 10
        low, high = {"cargo": (80, 180), "tanker": (80, 150), "fishing": (25, 40)}.get(kind, (30, 120))
        length = float(round(random.uniform(low, high)))
        light = round(length / 35 + float(random.uniform(0.2, 0.6)), 1)
        deep = round(light + length / 40 + float(random.uniform(0.3, 1.0)), 1)
        mmsi = _DIGITS[flag] * 1_000_000 + 100_000 + 37 * len(self.ships) + int(random.integers(0, 37))
        name = f"{' '.join(random.choice(_WORDS, 2))} {int(random.integers(1, 99))}"
        imo = None if kind == "fishing" else number * 10 + check
        speed = 8.0 if kind == "fishing" else float(random.uniform(8.5, 13))
        ship = Ship(self, mmsi, name, imo, flag, kind, length, light, deep, speed, str(random.choice(self.crews)))
        self.ships.append(ship)
        return ship

    def note(self, kind: str, ships: Sequence[Ship], begin: float, end: float, *, hid: bool = False) -> None:
        """Note an act, or what looks like one."""
        acts = self.hidden if hid else self.innocent
        told = [["ship", one.name, one.mmsi, one.imo, one.flag, one.kind] for one in ships]
        acts.append(
            {
                "id": f"{'hidden' if hid else 'innocent'}-{len(acts) + 1:03d}",
                "kind": kind,
                "ships": told,
                "places": [],
                "begin": begin,
                "end": min(end, self.days * DAY),
                "goods": None,
                "note": f"draughts {', '.join(one.habit for one in ships)}",
                "ends": [],
            }
        )

    def early(self, days: float) -> float:
        """Return a moment after which so many days are left."""
        return float(self.random.uniform(0, max(1.0, self.days - days))) * DAY

    def any(self, several: Sequence[str]) -> str:
        """Return one of several."""
        return str(self.random.choice(np.array(several)))

    def hours(self, low: float, high: float) -> float:
        """Return a number of hours."""
        return float(self.random.uniform(low, high))

    # --- acts ---------------------------------------------------------------------------------------------------

    def deliver(self, *, roads: bool, dark: bool) -> None:
        """Let a ship load in the DPRK and land that in China, in port or in roads; dark on the way in and out."""
        ship = self.build("KP" if self.random.random() < 0.7 else self.any(_THIRD))
        home, begin = self.any(_HOME), self.early(16)
        if dark:
            ship.begin("Qingdao", begin, ship.light).stay(10, 5)
            left = ship.t
            ship.way(PORTS[home][1], PORTS[home][2])
            ship.silent(left + (ship.t - left) / 2, ship.t + 1)
            ship.port = home
        else:
            ship.begin(home, begin, ship.light)
        ship.stay(self.hours(30, 70), 5, 0.0002)
        goal = self.any(list(ROADS)) if roads else self.any(["Longkou", "Weihai", "Dalian", "Lianyungang", "Qingdao"])
        ship.enter(ship.deep - self.hours(0, 0.4), goal.split()[0])
        left = ship.t
        if roads:
            ship.way(ROADS[goal])
        else:
            ship.way(PORTS[goal][1], PORTS[goal][2])
            ship.port = goal
        came = ship.t
        if dark:
            ship.silent(left - HOUR * self.hours(20, 40), left + (came - left) * self.hours(0.4, 0.75))
        ship.stay(self.hours(40, 80), 1 if roads else 5).enter(ship.light, home)
        end = ship.t
        if self.random.random() < 0.7:
            ship.call(home, 30)
        self.note("dark_voyage" if dark else "delivery", [ship], left, end, hid=True)

    def transfer(self, *, dark: bool, hid: bool = True) -> None:
        """Let a tanker take oil from another on the East China Sea; under the DPRK's flag where it is hidden."""
        taker, giver = self.build("KP" if hid else "PA", "tanker"), self.build(self.any([*_THIRD, "HK"]), "tanker")
        at = (float(self.random.uniform(29.2, 31.5)), float(self.random.uniform(123.8, 125.5)))
        home = "Nampo" if hid else "Shanghai"
        giver.begin("Busan", self.early(14), giver.deep, "ORDERS").stay(12, 5).way(at)
        taker.begin(home, max(0.0, giver.t - 3.3 * DAY), taker.light, "ORDERS").stay(20, 5).way((at[0], at[1] + 0.0004))
        begin = max(taker.t, giver.t) + HOUR / 2
        hours, drift = self.hours(5, 12), self.random.normal(0, 0.004, 2)
        for ship, aside in ((taker, 0.0004), (giver, 0.0)):
            for n in range(int(hours * 6)):
                lat, lon = (a + d * n / 6 + float(self.random.normal(0, 1e-4)) for a, d in zip(at, drift, strict=True))
                knots = abs(float(self.random.normal(0.6, 0.3)))
                ship.points.append((begin + n * STEP, lat, lon + aside, knots, self.hours(0, 360), 0))
            ship.t = begin + hours * HOUR
            ship.at = (at[0] + float(drift[0]) * hours, at[1] + float(drift[1]) * hours + aside)
        taker.enter(taker.deep, home)
        giver.enter(giver.light, "ORDERS")
        if dark:
            taker.silent(begin - HOUR * self.hours(20, 36), taker.t + HOUR * self.hours(10, 30))
        end = taker.t
        taker.call(home, 30)
        giver.call("Busan", 40)
        self.note("transfer_dprk" if hid else "lightering", [taker, giver], begin, end, hid=hid)

    def launder(self) -> None:
        """Let a ship call in the DPRK, fall silent at sea, and come back under another name, number and flag."""
        first, second = self.build("KP"), self.build(self.any(_THIRD))
        for name in ("length", "light", "deep", "speed"):
            setattr(second, name, getattr(first, name))
        second.imo = None
        goal = self.any(["Zhoushan roads", "Lianyungang roads"])
        first.begin("Nampo", self.early(14), first.light).stay(self.hours(30, 60), 5).enter(first.deep, goal.split()[0])
        left = first.t
        first.way((37.2, 123.9))
        second.t, second.at = first.t + HOUR * self.hours(6, 40), (36.6, 123.7)
        second.enter(second.deep, goal.split()[0]).way(ROADS[goal]).stay(60).enter(second.light)
        end = second.t
        second.call("Busan", 40)
        self.note("laundered_delivery", [first, second], left, end, hid=True)

    # --- look-alikes, and the rest ------------------------------------------------------------------------------

    def alike(self) -> None:
        """Fill the sea with what looks like an act and is none."""
        several: list[tuple[int, Callable[[], None]]] = [
            (7, self._ballast),
            (7, self._grain),
            (6, self._coasting),
            (8, self._shelter),
            (5, self._drifting),
            (6, self._failing),
            (6, self._far_silence),
            (4, self._bunkers),
            (8, self._trawling),
            (25, self._waiting),
            (5, lambda: self.transfer(dark=bool(self.random.random() < 0.3), hid=False)),
        ]
        for count, make in several:
            for _ in range(count):
                make()

    def _ballast(self) -> None:
        ship, begin = self.build(self.any(["KP", "KP", "SL"])), self.early(14)
        home = self.any(["Nampo", "Wonsan", "Chongjin"])
        ship.begin(home, begin, ship.light).stay(20, 5).call(self.any(["Dalian", "Weihai"]), self.hours(30, 60))
        ship.enter(ship.deep, home).call(home, 60).enter(ship.light)
        self.note("ballast_voyage", [ship], begin, ship.t)

    def _grain(self) -> None:
        ship, begin, home = self.build(self.any(["KP", "KP", "SL"])), self.early(14), self.any(["Nampo", "Chongjin"])
        ship.begin("Dalian", begin, ship.deep).stay(30, 5).call(home, 60).enter(ship.light).call("Dalian", 40)
        self.note("humanitarian_call", [ship], begin, ship.t)

    def _coasting(self) -> None:
        ship, begin = self.build("KP"), self.early(8)
        ship.begin("Hungnam", begin, ship.deep).stay(20, 5).call("Chongjin", 40).enter(ship.light)
        self.note("dprk_coastal", [ship], begin, ship.t)

    def _shelter(self) -> None:
        ship, begin = self.build("KP"), self.early(12)
        ship.begin("Nampo", begin, ship.light, "SHELTER").stay(20, 5).way(ROADS[self.any(list(ROADS))])
        ship.stay(self.hours(10, 34)).call("Nampo", 40)
        self.note("shelter", [ship], begin, ship.t)

    def _drifting(self) -> None:
        ship, begin = self.build("KP"), self.early(10)
        ship.begin("Dalian", begin, ship.light).stay(10, 5).way((38.2, 122.6)).stay(self.hours(10, 40), 0, 0.003)
        ship.call("Nampo", 30)
        self.note("equipment_failure", [ship], begin, ship.t)

    def _failing(self) -> None:
        ship, begin = self.build("KP"), self.early(10)
        ship.begin("Dalian", begin, ship.deep if self.random.random() < 0.5 else ship.light).stay(10, 5)
        left = ship.t
        ship.call("Nampo", 40).silent(left + 5 * HOUR, left + HOUR * self.hours(15, 40))
        ship.enter(ship.light).call("Dalian", 30)
        self.note("equipment_failure", [ship], begin, ship.t)

    def _far_silence(self) -> None:
        ship, begin = self.build(self.any(["PA", "SL", "HK"])), self.early(14)
        one, other = (str(each) for each in self.random.choice(["Qingdao", "Dalian", "Busan", "Incheon"], 2, False))
        ship.begin(one, begin, ship.light).stay(30, 5).enter(ship.deep, other)
        left = ship.t
        ship.call(other, 40).silent(left + HOUR * self.hours(2, 6), left + HOUR * self.hours(20, 70))
        ship.enter(ship.light, one).call(one, 30)
        self.note("poor_reception", [ship], begin, ship.t)

    def _bunkers(self) -> None:
        ship, server, begin = self.build("KP"), self.build("CN", "tanker"), self.early(10)
        server.length = 70.0
        ship.begin("Nampo", begin, ship.light).stay(15, 5).way(ROADS["Shidao roads"]).stay(6)
        server.begin("Weihai", ship.t - 3 * HOUR, server.deep).way((ship.at[0] + 0.0004, ship.at[1]))
        ship.t = server.t = max(ship.t, server.t)
        server.stay(4, 0).call("Weihai", 20)
        ship.stay(4).call("Nampo", 40)
        self.note("bunkering", [ship, server], begin, ship.t)

    def _trawling(self) -> None:
        flag, begin = self.any(["CN", "CN", "CN", "KP"]), self.early(6)
        pair = [self.build(flag, "fishing"), self.build("CN", "fishing")]
        at = (float(self.random.uniform(36.5, 38)), float(self.random.uniform(122.8, 124)))
        steps = self.random.normal(0, 0.04, (40, 2))
        for n, ship in enumerate(pair):
            ship.t, ship.at = begin, (at[0] + 0.002 * n, at[1])
            for north, east in steps:
                ship.go((ship.at[0] + float(north), ship.at[1] + float(east)), 3)
        self.note("pair_trawling", pair, begin, pair[0].t)

    def _waiting(self) -> None:
        ship = self.build(self.any(["PA", "HK", "CN"]))
        ship.begin(self.any(["Busan", "Ulsan", "Niigata"]), self.early(10), ship.deep).stay(10, 5)
        ship.way(ROADS[self.any(list(ROADS))]).stay(self.hours(24, 90))
        ship.call(self.any(["Zhoushan", "Lianyungang", "Longkou"]), 30).enter(ship.light)

    def _trade(self) -> None:
        kind = str(self.random.choice(["cargo", "tanker", "fishing", "tug"], p=[0.5, 0.2, 0.25, 0.05]))
        ship, end = self.build(self.any(["CN", "KR", "JP", "PA", "HK"]), kind), self.days * DAY
        ports = [name for name, (country, _, _) in PORTS.items() if country != "KP"]
        home = self.any(["Weihai", "Qingdao", "Zhoushan", "Busan", "Maizuru"]) if kind == "fishing" else self.any(ports)
        ship.begin(home, 0.0, ship.light)
        while ship.t < end:
            ship.stay(self.hours(8, 50), 5, 0.0002)
            if kind == "fishing":
                lat, lon = PORTS[home][2]
                ship.way((lat + float(self.random.normal(0, 0.4)), lon + abs(float(self.random.normal(0.5, 0.3)))))
                ground = ship.at
                for _ in range(int(self.random.integers(5, 25))):
                    ship.go((ground[0] + self.hours(-0.1, 0.1), ground[1] + self.hours(-0.1, 0.1)), 3)
                ship.way(PORTS[home][1], PORTS[home][2])
                ship.port = home
                continue
            ship.enter([ship.light, ship.deep, (ship.light + ship.deep) / 2][int(self.random.integers(0, 3))])
            ship.call(self.any([name for name in ports if name != ship.port]), 1)
            if self.random.random() < 0.03:
                ship.silent(ship.t, ship.t + HOUR * self.hours(10, 60))

    def live(self) -> None:
        """Let everything happen."""
        for _ in range(self.number):
            what = int(self.random.integers(0, 8))
            if what < 6:
                self.deliver(roads=what > 1, dark=what > 3)
            elif what == 6:
                self.transfer(dark=bool(self.random.random() < 0.6))
            else:
                self.launder()
        self.alike()
        while len(self.ships) < self.count:
            self._trade()

    # --- what is heard ------------------------------------------------------------------------------------------

    def write(self, folder: Path) -> dict[str, int]:
        """Write a file a day; return the rows of each."""
        folder.mkdir(parents=True, exist_ok=True)
        rows = sorted((row for ship in self.ships for row in self._heard(ship)), key=lambda row: row[:2])
        counts = {}
        for day in range(self.days):
            name = f"plain-{START + timedelta(days=day):%Y-%m-%d}.csv"
            told = [row for row in rows if day * DAY <= row[0] < (day + 1) * DAY]
            with (folder / name).open("w", newline="", encoding="utf-8") as stream:
                writer = csv.writer(stream)
                writer.writerow(HEADER)
                writer.writerows(self._told(row) for row in told)
            counts[name] = len(told)
        return counts

    def _heard(self, ship: Ship) -> list[tuple[Any, ...]]:
        entered, n, found = sorted(ship.entered, key=lambda one: one[0]) or [(0.0, None, "")], 0, []
        lost = 0.9 if ship.kind == "fishing" else self.lost
        for t, *rest in sorted(ship.points):
            t += float(self.random.uniform(0, 120))
            kept = 0 <= t < self.days * DAY and self.random.random() >= lost
            if not kept or any(since <= t <= until for since, until in ship.dark):
                continue
            while n + 1 < len(entered) and entered[n + 1][0] <= t:
                n += 1
            found.append((t, ship.mmsi, *rest, ship, entered[n][1], entered[n][2]))
        return found

    def _told(self, row: tuple[Any, ...]) -> list[Any]:
        t, mmsi, lat, lon, knots, course, status, ship, draught, bound = row
        when = f"{START + timedelta(seconds=round(t)):%Y-%m-%dT%H:%M:%SZ}"
        way = [f"{lat:.6f}", f"{lon:.6f}", f"{max(knots, 0):.1f}", f"{course:.1f}", int(course), int(status)]
        who = [ship.name, ship.imo or "", f"D{mmsi % 100_000}", _TYPES[ship.kind], ship.length, round(ship.length / 6)]
        return [mmsi, when, *way, *who, "" if draught is None else f"{draught:.1f}", bound]
