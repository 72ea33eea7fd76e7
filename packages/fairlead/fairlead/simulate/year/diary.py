"""What one hull does through the year, span after span, and how a position follows from it at any time.

A span is one row of numbers (see ``Log``), so that three thousand ships' years fit in memory; positions are made only
for the day that is being written (``water.py``). Times are seconds since the sea begins; ships have a past. Who hears
the ship is left out (``ears.py``).
"""

from __future__ import annotations

import math
import random
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field

from fairlead.simulate.fleet import Ship
from fairlead.simulate.year import chart
from fairlead.simulate.year.chart import HOUR, SPOTS

MOORED, ANCHORED, SAILING, DRIFTING, FISHING, AWAY, BESIDE = range(7)
Place = tuple[float, float]

TIDE_S = 12.42 * HOUR  # principal lunar tide
ELLIPSE_M = (1_250.0, 760.0)  # half-axes of the path on which the tide carries a drifting ship
LEEWAY_M_S = (-0.045, 0.055)  # what wind adds, north and east


def carried(t: float) -> tuple[float, float]:
    """Return metres north and east that tide and wind have carried anything afloat by time ``t``."""
    phase = 2 * math.pi * t / TIDE_S
    north, east = ELLIPSE_M[0] * math.sin(phase), ELLIPSE_M[1] * math.cos(phase)
    return north + LEEWAY_M_S[0] * t, east + LEEWAY_M_S[1] * t


def adrift(at: Place, since: float, time: float) -> Place:
    """Return where a ship that began to drift at a place and time is later."""
    north, east = carried(time)
    from_north, from_east = carried(since)
    return chart.moved(*at, north - from_north, east - from_east)


class Berths:
    """Who lies at which anchor position when, so that ships in the roads keep clear of each other."""

    def __init__(self) -> None:
        self._taken: dict[tuple[str, int], list[tuple[float, float]]] = defaultdict(list)

    def anchor(self, spot: str, begin: float, end: float, rng: random.Random) -> Place:
        """Return a position in the roads that nobody else holds in that time, half a mile from the next."""
        for attempt in range(400):
            number = rng.randrange(30 + attempt)
            held = self._taken[spot, number]
            at = bisect_left(held, (begin, end))
            before = held[at - 1][1] if at else -math.inf
            after = held[at][0] if at < len(held) else math.inf
            if before < begin and end < after:
                held.insert(at, (begin, end))
                return _spiral(spot, number, rng)
        return _spiral(spot, 500 + rng.randrange(200), rng)


def _spiral(spot: str, number: int, rng: random.Random) -> Place:
    place, turn = SPOTS[spot], number * 2.399963
    radius = 640 * math.sqrt(number + 0.5)
    north, east = radius * math.cos(turn), radius * math.sin(turn)
    return chart.moved(place.lat, place.lon, north + rng.uniform(-40, 40), east + rng.uniform(-40, 40))


@dataclass
class Log:
    """All spans of all hulls as columns; one row a span. ``other`` and the offsets are used by BESIDE alone."""

    hull: list[int] = field(default_factory=list)
    begin: list[float] = field(default_factory=list)
    end: list[float] = field(default_factory=list)
    doing: list[int] = field(default_factory=list)
    lat: list[float] = field(default_factory=list)
    lon: list[float] = field(default_factory=list)
    to_lat: list[float] = field(default_factory=list)
    to_lon: list[float] = field(default_factory=list)
    way: list[int] = field(default_factory=list)  # number of the pair of places in ``ways``
    speed_kn: list[float] = field(default_factory=list)
    wave: list[float] = field(default_factory=list)  # also the swing's phase at anchor, and the seed of fishing
    other: list[int] = field(default_factory=list)
    north_m: list[float] = field(default_factory=list)
    east_m: list[float] = field(default_factory=list)
    ways: dict[tuple[str, str], int] = field(default_factory=dict)


@dataclass(frozen=True)
class Stay:
    """A stay that service craft may come to: who, where, from when to when."""

    hull: int
    spot: str
    begin: float
    end: float
    at: Place


@dataclass
class World:
    """What all diaries share while the year is planned."""

    log: Log = field(default_factory=Log)
    berths: Berths = field(default_factory=Berths)
    roads: dict[str, list[Stay]] = field(default_factory=lambda: defaultdict(list))
    arrivals: dict[str, list[Stay]] = field(default_factory=lambda: defaultdict(list))
    names: list[list[tuple[float, Ship]]] = field(default_factory=list)  # hull → from when it bears which identity
    silences: list[tuple[int, float, float]] = field(default_factory=list)
    draughts: list[tuple[int, float, int]] = field(default_factory=list)  # hull, from when, decimetres; 0: not sent
    destinations: list[tuple[int, float, str]] = field(default_factory=list)
    failures: float = 0.0  # part of long voyages on which a transponder fails


@dataclass
class Diary:
    """One hull, written forward: each span begins where and when the last one ended."""

    world: World
    hull: int
    ship: Ship
    rng: random.Random
    node: str
    now: float
    habit: str = "prompt"  # how its crew enters the draught: prompt, late, stale, none
    laden: bool = False
    at: Place = (0.0, 0.0)

    def __post_init__(self) -> None:
        self.world.names.append([(-math.inf, self.ship)])
        self.at = self._berth(self.node, 24.0)
        self._enter(-math.inf)

    def some(self, low: float, high: float) -> float:
        """Draw a number between two."""
        return self.rng.uniform(low, high)

    def moor(self, hours: float) -> None:
        """Lie at a berth."""
        self.world.arrivals[self.node].append(Stay(self.hull, self.node, self.now, self.now + hours * HOUR, self.at))
        self._span(MOORED, self.now + hours * HOUR, self.at)

    def anchor(self, hours: float) -> None:
        """Ride to an anchor."""
        end = self.now + hours * HOUR
        self.world.roads[self.node].append(Stay(self.hull, self.node, self.now, end, self.at))
        self._span(ANCHORED, end, self.at)

    def lie(self, hours: float) -> None:
        """Wait where the ship is: at its berth or at anchor."""
        if hours > 0:
            (self.moor if SPOTS[self.node].kind == "port" else self.anchor)(hours)

    def drift(self, until: float) -> None:
        """Lie stopped in open water, carried by tide and wind."""
        self._span(DRIFTING, until, adrift(self.at, self.now, until))

    def fish(self, hours: float) -> None:
        """Work to and fro over the ground and come back to where it began."""
        self._span(FISHING, self.now + hours * HOUR, self.at, speed=self.some(2.4, 4.2))

    def away(self, hours: float) -> None:
        """Be outside the simulated sea, where nobody listens."""
        self._span(AWAY, self.now + hours * HOUR, self.at)

    def sail(
        self, spot: str, *, stay_h: float = 24.0, to: Place | None = None, speed: float = 1.0, origin: str | None = None
    ) -> None:
        """Sail to a berth, an anchor position or, given ``to``, to that position; ``stay_h`` is how long it will lie.

        ``speed`` is the part of the ship's own; ``origin`` stands for the place that it leaves from open water.
        """
        begin, wave = origin or self.node, self.rng.uniform(0, 6.28)
        knots = self.ship.speed_kn * speed * (0.96 if self.laden else 1.03)
        variant = self.rng.randrange(chart.VARIANTS)
        way = chart.course(begin, spot, variant)
        taken = float(chart.seconds(way, knots, wave)[-1])
        place = to or self._berth(spot, stay_h, self.now + taken)
        number = self.world.log.ways.setdefault((begin, spot), len(self.world.log.ways))
        self._bound(spot)
        self._span(SAILING, self.now + taken, place, way=number * 64 + variant, speed=knots, wave=wave)
        self.node = spot

    def straight(self, to: Place, knots: float) -> None:
        """Cross open water within a port's or an anchorage's own bounds."""
        metres = apart_m(self.at, to)
        self._span(SAILING, self.now + max(120.0, metres / (knots * chart.KNOT)), to, way=-1, speed=knots)

    def beside(self, other: int, until: float, north_m: float, east_m: float, at_end: Place) -> None:
        """Keep so many metres north and east of another hull, whatever it does."""
        self._span(BESIDE, until, at_end, other=other, offset=(north_m, east_m))

    def load(self, laden: bool, *, hours: float = 0.0) -> None:
        """Take or give a cargo that is aboard, or out, ``hours`` ago; the crew enters the draught as it is wont to."""
        self.laden = laden
        self._enter(self.now - hours * HOUR)

    def silent(self, begin: float, end: float) -> None:
        """Send nothing from ``begin`` to ``end``."""
        if end > begin:
            self.world.silences.append((self.hull, begin, end))

    def rename(self, ship: Ship, when: float) -> None:
        """Bear another name and number from ``when`` on."""
        self.ship = ship
        self.world.names[self.hull].append((when, ship))

    def say(self, destination: str, when: float | None = None) -> None:
        """Send a destination of the crew's choice."""
        self.world.destinations.append((self.hull, self.now if when is None else when, destination))

    def _enter(self, when: float) -> None:
        depth = round((self.ship.laden_m if self.laden else self.ship.ballast_m) * 10)
        late = self.some(3, 20) * HOUR if self.habit == "late" and when > -1e12 else 0.0
        if self.habit == "none":
            depth = 0
        if self.habit != "stale" or when < -1e12:
            self.world.draughts.append((self.hull, when + late, depth))

    def _bound(self, spot: str) -> None:
        drawn = self.rng.random()
        if drawn < 0.08:
            return  # nobody entered the new one
        name = SPOTS[spot].name.upper()
        self.say(("", name, f"{SPOTS[spot].country} {name[:9]}")[0 if drawn < 0.12 else 1 if drawn < 0.7 else 2])

    def _berth(self, spot: str, stay_h: float, arrival: float | None = None) -> Place:
        place = SPOTS[spot]
        if place.kind == "anchorage":
            begin = self.now if arrival is None else arrival
            return self.world.berths.anchor(spot, begin - 2 * HOUR, begin + (stay_h + 2) * HOUR, self.rng)
        reach = place.spread_m * (0.7 if place.kind == "port" else 0.6)
        return chart.moved(place.lat, place.lon, self.some(-reach, reach), self.some(-reach, reach))

    def _span(
        self,
        doing: int,
        end: float,
        to: Place,
        *,
        way: int = -1,
        speed: float = 0.0,
        wave: float | None = None,
        other: int = -1,
        offset: tuple[float, float] = (0.0, 0.0),
    ) -> None:
        if end <= self.now:
            return
        log = self.world.log
        log.hull.append(self.hull)
        log.begin.append(self.now)
        log.end.append(end)
        log.doing.append(doing)
        log.lat.append(self.at[0])
        log.lon.append(self.at[1])
        log.to_lat.append(to[0])
        log.to_lon.append(to[1])
        log.way.append(way)
        log.speed_kn.append(speed)
        log.wave.append(self.rng.uniform(0, 6.28) if wave is None else wave)
        log.other.append(other)
        log.north_m.append(offset[0])
        log.east_m.append(offset[1])
        self.now, self.at = end, to


def apart_m(one: Place, other: Place) -> float:
    """Return metres between two places, on a plane."""
    east = (one[1] - other[1]) * math.cos(math.radians(one[0]))
    return 111_195.0 * math.hypot(one[0] - other[0], east)
