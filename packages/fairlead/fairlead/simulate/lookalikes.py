"""What looks like evasion in the simulated sea and is not: each innocent explanation, played by ships of its own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from fairlead.simulate import waters
from fairlead.simulate.cast import ROADS, Cast, true_place
from fairlead.simulate.designations import designate
from fairlead.simulate.lawful import GROUNDS, PORTS, fish
from fairlead.simulate.life import DAY, HOUR, Life
from fairlead.simulate.reception import DeafStretch
from fairlead.simulate.truth import TruePlace

_BERTHS = {roads: port for port, roads in ROADS.items()}


def play(cast: Cast, ships: int) -> None:
    """Send out the look-alikes that need ships of their own, as many of each as chance and ``ships`` allow."""
    for make, least, greatest in (
        (_humanitarian, 1, 2),
        (_ballast, 1, 2),
        (_neighbours, 1, 2),
        (_pair_trawlers, 1, 2),
        (_unbanned_call, 0, 1),
        (_banned_at_anchor, 0, 1),
        (_shared_number, 1, 1),
    ):
        for _ in range(int(cast.rng.integers(least, greatest + 1))):
            if len(cast.lives) + 2 <= ships:
                make(cast)


def deaf_stretches(cast: Cast) -> list[DeafStretch]:
    """Draw where and when nothing is received for the better part of a day, and note which ships were there."""
    stretches = []
    for _ in range(int(cast.rng.integers(1, 3))):
        centre = cast.one_of("dalian-roads", "qingdao-roads", "incheon-roads")
        place, hours = waters.SPOTS[centre], cast.some(15, 30)
        if cast.seconds < (hours + 24) * HOUR:
            continue
        begin = cast.some(12 * HOUR, cast.seconds - (hours + 10) * HOUR)
        stretch = DeafStretch(place.name, place.lat, place.lon, 70_000, begin, begin + hours * HOUR)
        inside = [("not heard", life.ship) for life in cast.lives if _inside(life, stretch)]
        where = [TruePlace("area", f"70 km around {place.name}", place.country, place.lat, place.lon)]
        cast.ledger.note("poor_reception", inside, where, begin, stretch.end, heard="nothing", note="no ship is heard")
        stretches.append(stretch)
    return stretches


def voyage_before_ban(cast: Cast) -> None:
    """Carry coal from Nampo to another State in July 2017, when that was capped and not yet banned."""
    life = cast.hire("old bulk carrier", "nampo", -20 * HOUR, laden=False)
    life.moor(34)
    life.load(True)
    left = life.now
    port = cast.one_of("yantai", "qingdao", "dalian", "lianyungang")
    life.sail(port)
    arrived = life.now
    life.moor(26)
    life.load(False)
    places = [true_place("origin", life, left - HOUR, "nampo"), true_place("destination", life, arrived + HOUR, port)]
    cast.ledger.note("voyage_before_ban", [("carrier", life.ship)], places, left, arrived, goods="coal")
    cast.trade(life, PORTS)


def _humanitarian(cast: Cast) -> None:
    """Bring aid to Nampo and leave empty."""
    home = cast.one_of("dalian", "qingdao", "incheon")
    latest = max(1.5 * DAY, cast.seconds - 9 * DAY)
    life = cast.hire("bulk carrier", home, cast.some(-2 * DAY, DAY), laden=True)
    life.moor(max(8.0, (cast.some(DAY, latest) - life.now) / HOUR))
    life.sail("nampo")
    arrived = life.now
    life.moor(cast.some(30, 60))
    life.load(False)
    life.sail(home)
    if life.now < cast.seconds:
        places = [true_place("port", life, arrived + HOUR, "nampo"), true_place("destination", life, life.now, home)]
        note = "came laden and left empty"
        cast.ledger.note(
            "humanitarian_call", [("carrier", life.ship)], places, arrived, life.now, goods="grain", note=note
        )
    life.moor(30)
    cast.trade(life, PORTS)


def _ballast(cast: Cast) -> None:
    """Leave Nampo empty under the DPRK flag, fetch lawful cargo from another State, and come home laden."""
    latest = max(1.5 * DAY, cast.seconds - 9 * DAY)
    life = cast.hire("DPRK bulk carrier", "nampo", -cast.some(1, 3) * DAY, laden=False)
    life.moor((cast.some(0.5 * DAY, latest) - life.now) / HOUR)
    left = life.now
    port = cast.one_of("dalian", "yantai", "lianyungang")
    life.sail(port)
    arrived = life.now
    life.moor(cast.some(24, 60))
    life.load(True)
    life.sail("nampo")
    if life.now < cast.seconds:
        places = [true_place("origin", life, left - HOUR, "nampo"), true_place("port", life, arrived + HOUR, port)]
        note = "empty out, laden home"
        cast.ledger.note("ballast_voyage", [("carrier", life.ship)], places, left, life.now, goods="grain", note=note)
    life.moor(30)
    life.load(False)
    life.sail("nampo-roads")
    life.anchor(max(12.0, (cast.seconds - life.now) / HOUR + 1))


def _neighbours(cast: Cast) -> None:
    """Let a DPRK ship in ballast ride out a night's wind at anchor with another ship a few cables off."""
    begin = cast.some(DAY, max(1.2 * DAY, cast.seconds - 6 * DAY))
    roads = cast.one_of("dalian-roads", "yantai-roads")
    home = _BERTHS[roads]
    guest = cast.hire("DPRK bulk carrier", "nampo-roads", begin - cast.some(1, 2) * DAY, laden=False)
    guest.anchor((begin - guest.now) / HOUR)
    guest.sail(roads)
    met = guest.now
    hours = cast.some(10, 22)
    other = cast.hire("bulk carrier", home, met - cast.some(30, 50) * HOUR)
    other.moor((met - 8 * HOUR - other.now) / HOUR)
    off = waters.moved(*guest.here(), cast.some(650, 900), cast.some(250, 500))
    other.sail(roads, to=off)
    guest.anchor(hours)
    other.anchor(max(6.0, (guest.now - other.now) / HOUR - cast.some(0, 3)))
    if guest.now < cast.seconds:
        ships = [("neighbour", guest.ship), ("neighbour", other.ship)]
        where = [true_place("roads", guest, met + HOUR, roads)]
        cast.ledger.note("anchored_neighbours", ships, where, met, guest.now, note="each at its own anchor")
    guest.sail("nampo-roads")
    guest.anchor(max(12.0, (cast.seconds - guest.now) / HOUR + 1))
    cast.trade(other, PORTS)


def _pair_trawlers(cast: Cast) -> None:
    """Two boats drag one net between them."""
    ground = cast.one_of(*GROUNDS)
    leader = cast.hire("fishing boat", GROUNDS[ground][0], -cast.some(0, 2) * DAY)
    home = leader.node
    leader.moor(cast.some(20, 50))
    cast.hire("fishing boat", home, leader.now)
    mate = cast.lives[-1]
    leader.sail(ground)
    mate.sail(ground, to=waters.moved(*leader.here(), 0, 180))
    begin = max(leader.now, mate.now)
    leader.fish(cast.some(40, 90))
    mate.beside(leader, leader.now, north_m=0, east_m=180, doing="fishing")
    ships = [("trawler", leader.ship), ("trawler", mate.ship)]
    cast.ledger.note("pair_trawling", ships, [true_place("area", leader, begin, ground)], begin, leader.now)
    for boat in (leader, mate):
        boat.sail(home)
        boat.moor(max(2.0, (cast.seconds - boat.now) / HOUR + 1))


def _unbanned_call(cast: Cast) -> None:
    """Bring to port a listed ship whose legal basis holds no port-entry ban."""
    life, arrived = _listed_visitor(cast, "port", port_ban=False)
    if arrived < cast.seconds:
        places = [true_place("port", life, arrived + HOUR, life.node)]
        note = "listed, but under no port-entry ban"
        ships = [("listed ship", life.ship)]
        cast.ledger.note("listed_without_ban", ships, places, arrived, min(life.now, cast.seconds), note=note)
    cast.trade(life, ("gate-south", "gate-east"))


def _banned_at_anchor(cast: Cast) -> None:
    """Let a ship under a port-entry ban wait in the roads and go away again; that is no port entry."""
    life, arrived = _listed_visitor(cast, "roads", port_ban=True)
    if arrived < cast.seconds:
        places = [true_place("roads", life, arrived + HOUR, life.node)]
        note = "rode at anchor outside the port and left"
        ships = [("listed ship", life.ship)]
        cast.ledger.note("banned_at_anchor", ships, places, arrived, min(life.now, cast.seconds), note=note)
    cast.trade(life, ("gate-south", "gate-east"))


def _listed_visitor(cast: Cast, where: str, *, port_ban: bool) -> tuple[Life, float]:
    life = cast.hire("old bulk carrier", "gate-south", cast.some(-DAY, max(0.5, cast.seconds / DAY - 6) * DAY))
    designate(cast, life.ship, port_ban=port_ban)
    life.away(cast.some(4, 10))
    port = cast.one_of("lianyungang", "qingdao", "zhoushan")
    life.sail(port if where == "port" else ROADS[port])
    arrived = life.now
    if where == "port":
        life.moor(cast.some(16, 40))
    else:
        life.anchor(cast.some(20, 50))
    return life, arrived


def _shared_number(cast: Cast) -> None:
    """Let two fishing boats far from each other send one number and one name."""
    fish(cast)
    original = cast.lives[-1].ship
    life = cast.hire("fishing boat", "gunsan", -cast.some(0, 3) * DAY)
    life.ship = replace(original, length_m=life.ship.length_m)
    while life.now < cast.seconds:
        life.moor(cast.some(10, 30))
        life.sail("ground-middle")
        life.fish(cast.some(30, 90))
        life.sail("gunsan")
    where = [true_place("area", life, 0.0, "gunsan")]
    cast.ledger.note("shared_mmsi", [("one hull", original), ("other hull", life.ship)], where, 0, cast.seconds)


def _inside(life: Life, stretch: DeafStretch) -> bool:
    """Say whether the ship lay within the stretch for at least eight of its hours."""
    t = np.arange(stretch.begin, stretch.end, HOUR)
    lat, lon = life.at(t)
    return int((waters.distance_m(lat, lon, stretch.lat, stretch.lon) < stretch.radius_m).sum()) >= 8
