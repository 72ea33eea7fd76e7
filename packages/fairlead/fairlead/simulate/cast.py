"""Who sails in one period of the sea: the lives made so far, the ships on the list, and the key being written."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import numpy as np

from fairlead.simulate import waters
from fairlead.simulate.fleet import Ship, Shipyard
from fairlead.simulate.life import Life
from fairlead.simulate.truth import Ledger, TruePlace

# Where ships wait before a port.
ROADS = {
    "dalian": "dalian-roads",
    "yantai": "yantai-roads",
    "tangshan": "bohai-roads",
    "tianjin": "bohai-roads",
    "qingdao": "qingdao-roads",
    "lianyungang": "lianyungang-roads",
    "shanghai": "shanghai-roads",
    "zhoushan": "zhoushan-roads",
    "incheon": "incheon-roads",
}


@dataclass(frozen=True)
class Told:
    """A past act that the reasons of a listing tell."""

    act: str  # loading or ship_to_ship
    when: str  # ISO date, or year and month where the words give no day
    place: str | None
    counterpart: str | None


@dataclass(frozen=True)
class Designation:
    """A ship's entry on the simulated list."""

    ship: Ship
    listed_on: date
    former_names: tuple[str, ...]
    marks: tuple[bool, bool, bool, bool, bool]  # Yes in the columns of measures; the fourth is the port-entry ban
    narrative: str
    told: tuple[Told, ...]
    details: bool  # the entry also prints MMSI, flag, call sign and type

    @property
    def port_ban(self) -> bool:
        """Whether ports other than the DPRK's must refuse the ship."""
        return self.marks[3]


@dataclass
class Cast:
    """One period: ``seconds`` long, its ships' lives, and the acts noted down for the key."""

    rng: np.random.Generator
    yard: Shipyard
    ledger: Ledger
    seconds: float
    lives: list[Life] = field(default_factory=list)
    designations: list[Designation] = field(default_factory=list)
    anchors: dict[str, list[int]] = field(default_factory=dict)  # roads → MMSI of the ships with a place there

    def hire(self, kind: str, spot: str, begin: float, *, flag: str | None = None, laden: bool | None = None) -> Life:
        """Put a new ship to sea, at a spot from ``begin`` on."""
        ship = self.yard.build(kind, flag)
        depth = [] if laden is None else [(begin, ship.laden_m if laden else ship.ballast_m)]
        life = Life(ship, self.rng, spot, begin, draughts=depth, anchors=self.anchors)
        self.lives.append(life)
        return life

    def some(self, low: float, high: float) -> float:
        """Draw a number between two."""
        return float(self.rng.uniform(low, high))

    def one_of(self, *choices: str) -> str:
        """Draw one of several words."""
        return choices[int(self.rng.integers(len(choices)))]

    def trade(self, life: Life, ports: tuple[str, ...], until: float | None = None) -> None:
        """Carry lawful cargo from port to port until the period ends, waiting in the roads now and then."""
        while life.now < (until or self.seconds):
            port = self.one_of(*(name for name in ports if name != life.node))
            if port in ROADS and self.rng.random() < 0.45:
                life.sail(ROADS[port])
                life.anchor(self.some(6, 40))
            life.sail(port)
            self.unload_or_load(life)

    def unload_or_load(self, life: Life) -> None:
        """Lie at the berth, or outside the simulated sea, and leave it laden or in ballast."""
        if waters.SPOTS[life.node].kind == "gate":
            left = life.now
            life.away(self.some(30, 120))
            if 0 < left < self.seconds:
                where = [true_place("area", life, left, life.node)]
                self.ledger.note("left_the_area", [("ship", life.ship)], where, left, min(life.now, self.seconds))
        else:
            life.moor(self.some(10, 44))
        life.load(bool(self.rng.random() < 0.55))


def true_place(role: str, life: Life, at: float, spot: str) -> TruePlace:
    """Return where the ship was at a time, under the spot's name."""
    lat, lon = life.position(at)
    place = waters.SPOTS[spot]
    return TruePlace(role, place.name, place.country, round(lat, 5), round(lon, 5))
