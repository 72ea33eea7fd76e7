"""One simulated ship's life: where it is at every moment, what it is doing, how deep it lies and when its AIS is off.

A life is built forward, act by act; each begins where and when the last one ended, so that no ship jumps. Times are
seconds since the sea begins and may be negative: ships have a past. Who hears the ship is left out (``reception``).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from fairlead.simulate import waters
from fairlead.simulate.fleet import Ship
from fairlead.simulate.waters import Degrees

HOUR = 3_600.0
DAY = 24 * HOUR
_KNOT = 1852 / HOUR  # metres per second

_TIDE_S = 12.42 * HOUR  # principal lunar tide
_TIDE_NORTH_M, _TIDE_EAST_M = 1_300.0, 700.0  # half-axes of the ellipse that a drifting ship is carried round
_DRIFT_M_S = 0.06  # what wind adds, towards the south-east


@dataclass
class Span:
    """From ``begin`` to ``end`` the ship does one thing: moored, anchored, sailing, drifting, fishing or away."""

    begin: float
    end: float
    doing: str
    spot: str


@dataclass
class Life:
    """A ship from the past to the end of its plans; ``node`` is the spot where it is or that it last left."""

    ship: Ship
    rng: np.random.Generator
    node: str
    now: float
    spans: list[Span] = field(default_factory=list)
    silences: list[tuple[float, float]] = field(default_factory=list)  # its AIS is off
    draughts: list[tuple[float, float]] = field(default_factory=list)  # from when, metres
    anchors: dict[str, list[int]] = field(default_factory=dict)  # roads → MMSI of who has a place there; shared by all
    _points: list[tuple[Degrees, Degrees, Degrees]] = field(default_factory=list)

    def __post_init__(self) -> None:
        lat, lon = self._place(self.node)
        self._add(np.array([self.now]), np.array([lat]), np.array([lon]))
        if not self.draughts:
            laden = self.rng.random() < 0.5
            self.draughts.append((self.now, self.ship.laden_m if laden else self.ship.ballast_m))

    def at(self, times: Degrees) -> tuple[Degrees, Degrees]:
        """Return latitude and longitude in degrees at each of the times."""
        t, lat, lon = self._whole()
        return np.interp(times, t, lat), np.interp(times, t, lon)

    def position(self, time: float) -> tuple[float, float]:
        """Return latitude and longitude in degrees at one time."""
        lat, lon = self.at(np.array([time]))
        return float(lat[0]), float(lon[0])

    def here(self) -> tuple[float, float]:
        """Return latitude and longitude now, at the end of what is planned so far."""
        _, lat, lon = self._points[-1]
        return float(lat[-1]), float(lon[-1])

    def moor(self, hours: float) -> None:
        """Lie at a berth."""
        lat, lon = self.here()
        end = self.now + hours * HOUR
        self._add(np.array([self.now + 1, end]), np.array([lat, lat]), np.array([lon, lon]))
        self._span(end, "moored")

    def anchor(self, hours: float) -> None:
        """Ride to an anchor, swinging with the tide and yawing a little in the wind."""
        lat, lon = self.here()
        end = self.now + hours * HOUR
        t = np.linspace(self.now + 1, end, max(4, int(hours * 6)))
        radius = self.rng.uniform(90, 180) * np.minimum(1, np.minimum(t - self.now, end - t) / (0.6 * HOUR))
        bearing = 2 * np.pi * t / _TIDE_S + 0.25 * np.sin(2 * np.pi * t / 1900) + self.rng.uniform(-0.2, 0.2)
        self._add(t, *_moved(lat, lon, radius * np.cos(bearing), radius * np.sin(bearing)))
        self._span(end, "anchored")

    def drift(self, until: float) -> None:
        """Lie stopped in open water, carried by tide and wind."""
        lat, lon = self.here()
        t = np.arange(self.now + 1, until, 300.0)
        t = np.append(t, until)
        north, east = _carried(t)
        from_north, from_east = _carried(np.array(self.now))
        self._add(t, *_moved(lat, lon, north - from_north, east - from_east))
        self._span(until, "drifting")

    def fish(self, hours: float) -> None:
        """Work to and fro over the ground, drawn back to its middle when far out."""
        ground = waters.SPOTS[self.node]
        count = max(3, int(hours * 6))
        t = self.now + np.linspace(600, hours * HOUR, count)
        turns = np.cumsum(self.rng.normal(0, 0.35, count))
        speed = self.rng.uniform(2.0, 4.5) * _KNOT * (t[1] - t[0])
        north, east = np.cumsum(speed * np.cos(turns)), np.cumsum(speed * np.sin(turns))
        reach = np.hypot(north, east)
        kept = np.minimum(1, ground.spread_m / np.maximum(reach, 1.0))
        self._add(t, *_moved(*self.here(), north * kept, east * kept))
        self._span(float(t[-1]), "fishing")

    def away(self, hours: float) -> None:
        """Be outside the simulated sea, where nobody listens."""
        lat, lon = self.here()
        end = self.now + hours * HOUR
        self._add(np.array([end]), np.array([lat]), np.array([lon]))
        self._span(end, "away")

    def sail(self, spot: str, *, speed_kn: float | None = None, to: tuple[float, float] | None = None) -> None:
        """Sail to one of the spot's berths or, given ``to``, to that position near it."""
        self.take(self.passage(spot, speed_kn=speed_kn, to=to), spot)

    def passage(
        self, spot: str, *, speed_kn: float | None = None, to: tuple[float, float] | None = None
    ) -> tuple[Degrees, Degrees, Degrees]:
        """Return times and positions of a voyage to the spot without making it; see :meth:`take`."""
        names = waters.route(self.node, spot)
        lat, lon, sailed = waters.course(names, self.here(), to or self._place(spot), self.rng)
        wanted = (speed_kn or self.ship.speed_kn) * self._fluctuation(sailed)
        left = sailed[-1] - sailed
        for distance, end in ((sailed, self.node), (left, spot)):
            slow = 3.0 if waters.SPOTS[end].kind == "port" else 5.0
            wanted = np.minimum(wanted, slow + distance / 1000)
        seconds = np.diff(sailed) / (_KNOT * (wanted[1:] + wanted[:-1]) / 2)
        return self.now + np.cumsum(seconds), lat[1:], lon[1:]

    def take(
        self, passage: tuple[Degrees, Degrees, Degrees], spot: str, *, end: tuple[float, float] | None = None
    ) -> None:
        """Make a voyage; with ``end``, its last third bends so that it ends exactly there."""
        t, lat, lon = passage
        if end is not None:
            bend = np.clip(np.linspace(-2, 1, len(t)), 0, 1)
            lat, lon = lat + bend * (end[0] - lat[-1]), lon + bend * (end[1] - lon[-1])
        self._add(t, lat, lon)
        self.node = spot
        self._span(float(t[-1]), "sailing")

    def straight(self, to: tuple[float, float], speed_kn: float) -> None:
        """Cross open water within a port's or an anchorage's own bounds."""
        lat, lon = self.here()
        metres = float(waters.distance_m(np.array(lat), np.array(lon), *to))
        count = max(3, int(metres / 300))
        share = np.linspace(0, 1, count)[1:]
        t = self.now + share * max(60.0, metres / (speed_kn * _KNOT))
        self._add(t, lat + share * (to[0] - lat), lon + share * (to[1] - lon))
        self._span(float(t[-1]), "sailing")

    def beside(self, other: Life, until: float, *, north_m: float, east_m: float, doing: str) -> None:
        """Keep so many metres north and east of another ship, whatever it does."""
        step = 30.0 if doing == "sailing" else 120.0
        t = np.append(np.arange(self.now + step, until, step), until)
        lat, lon = other.at(t)
        self._add(t, *_moved(lat, lon, np.full(len(t), north_m), np.full(len(t), east_m)))
        self._span(until, doing)

    def retrace(
        self, other: Life, from_t: float, to_t: float, speed_kn: float, *, ready_by: float | None = None
    ) -> bool:
        """Sail along the other ship's own water, between where it is at two times, forwards or backwards.

        With ``ready_by``, set out so late that the other ship is awaited for ten minutes only; False, and nothing
        done, where it is too late for that already.
        """
        lat, lon = other.at(np.linspace(from_t, to_t, max(3, int(abs(to_t - from_t) / 60))))
        here = self.here()
        metres = waters.distance_m(lat, lon, np.append(here[0], lat[:-1]), np.append(here[1], lon[:-1]))
        taken = np.cumsum(np.maximum(metres / (speed_kn * _KNOT), 1.0))
        if ready_by is not None:
            hours = (ready_by - 600 - float(taken[-1]) - self.now) / HOUR
            if hours < 0.1:
                return False
            self.moor(hours)
        self._add(self.now + taken, lat, lon)
        self._span(self.now + float(taken[-1]), "sailing")
        if ready_by is not None:
            self._add(np.array([ready_by]), lat[-1:], lon[-1:])
            self._span(ready_by, "drifting")
        return True

    def load(self, laden: bool) -> None:
        """From now on report the draught of a full cargo, or of none."""
        self.draughts.append((self.now, self.ship.laden_m if laden else self.ship.ballast_m))

    def silent(self, begin: float, end: float) -> None:
        """Send nothing from ``begin`` to ``end``."""
        self.silences.append((begin, end))

    def _place(self, spot: str) -> tuple[float, float]:
        """Return a berth at random or, in the roads, the ship's own place clear of all others."""
        if waters.SPOTS[spot].kind != "anchorage":
            return waters.berth(spot, self.rng)
        places = self.anchors.setdefault(spot, [])
        if self.ship.mmsi not in places:
            places.append(self.ship.mmsi)
        return waters.anchor_place(spot, places.index(self.ship.mmsi), self.rng)

    def _fluctuation(self, sailed: Degrees) -> Degrees:
        knots = max(2, int(sailed[-1] / 15_000) + 2)
        drawn = 1 + self.rng.normal(0, 0.04, knots).clip(-0.1, 0.1)
        fluctuation: Degrees = np.interp(sailed, np.linspace(0, sailed[-1], knots), drawn)
        return fluctuation

    def _whole(self) -> tuple[Degrees, Degrees, Degrees]:
        if len(self._points) > 1:
            t, lat, lon = (np.concatenate(part) for part in zip(*self._points, strict=True))
            self._points = [(t, lat, lon)]
        return self._points[0]

    def _add(self, t: Degrees, lat: Degrees, lon: Degrees) -> None:
        self._points.append((t, lat, lon))

    def _span(self, end: float, doing: str) -> None:
        self.spans.append(Span(self.now, end, doing, self.node))
        self.now = end


def meet(one: Life, other: Life, area: str, hours: float, rng: np.random.Generator) -> tuple[float, float]:
    """Let two ships come together in an area, lie side by side, drifting, and part; return when it began and ended."""
    place = waters.berth(area, rng)
    passages = [(life, life.passage(area, to=place)) for life in (one, other)]
    passages.sort(key=lambda pair: float(pair[1][0][-1]))
    (first, first_passage), (second, second_passage) = passages
    begin = float(second_passage[0][-1])
    end = begin + hours * HOUR
    first.take(first_passage, area)
    first.drift(end)
    north, east = (float(metres) for metres in rng.choice([-1, 1], 2) * rng.uniform(14, 40, 2))
    second.take(second_passage, area, end=waters.moved(*first.position(begin), north, east))
    second.beside(first, end, north_m=north, east_m=east, doing="drifting")
    return begin, end


def _carried(t: Degrees) -> tuple[Degrees, Degrees]:
    """Return metres north and east that tide and wind have carried anything afloat by time ``t``."""
    phase = 2 * np.pi * t / _TIDE_S
    return _TIDE_NORTH_M * np.sin(phase) - _DRIFT_M_S * t, _TIDE_EAST_M * np.cos(phase) + _DRIFT_M_S * t


def _moved(lat: Degrees | float, lon: Degrees | float, north_m: Degrees, east_m: Degrees) -> tuple[Degrees, Degrees]:
    moved_lat = lat + north_m / waters.METRES_PER_DEGREE
    return moved_lat, lon + east_m / waters.METRES_PER_DEGREE / np.cos(np.radians(lat))
