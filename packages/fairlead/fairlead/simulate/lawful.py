"""Lawful business in the simulated sea: merchants, ferries, fishing boats, pilots, tugs and bunker tankers.

What needs ships of its own to look like evasion is in ``lookalikes``; no hidden act is made here.
"""

from __future__ import annotations

from collections.abc import Callable

from fairlead.simulate import waters
from fairlead.simulate.cast import Cast, true_place
from fairlead.simulate.fleet import Ship
from fairlead.simulate.life import DAY, HOUR, Life

PORTS = (
    *("dalian", "yantai", "tianjin", "tangshan", "qingdao", "rizhao", "lianyungang", "shanghai", "zhoushan"),
    *("incheon", "pyeongtaek", "gunsan", "gate-south", "gate-east"),
)
_FERRIES = (("incheon", "yantai"), ("incheon", "qingdao"), ("dalian", "yantai"), ("incheon", "dalian"))
GROUNDS = {
    "ground-north": ("dalian", "yantai"),
    "ground-middle": ("qingdao", "gunsan"),
    "ground-south": ("lianyungang", "qingdao"),
    "ground-yangtze": ("zhoushan", "shanghai"),
}

# Kind of ship → its part of the lawful traffic.
_MIX = {
    "bulk carrier": 0.27,
    "tanker": 0.10,
    "container ship": 0.12,
    "fishing boat": 0.27,
    "ferry": 0.05,
    "DPRK coaster": 0.06,
    "pilot boat": 0.05,
    "tug": 0.04,
    "bunker tanker": 0.04,
}


def populate(cast: Cast, ships: int) -> None:
    """Fill the sea with lawful ships up to the given number; the ones that serve others come last."""
    wanted = max(0, ships - len(cast.lives))
    counts = {kind: round(part * wanted) for kind, part in _MIX.items()}
    counts["bulk carrier"] += wanted - sum(counts.values())
    trades: dict[str, Callable[[Cast], None]] = {
        "fishing boat": fish,
        "ferry": _ply,
        "DPRK coaster": _coast,
        "pilot boat": _pilot,
        "tug": _tow,
        "bunker tanker": _bunker,
    }
    for kind, count in counts.items():
        for _ in range(count):
            if kind in trades:
                trades[kind](cast)
            else:
                _merchant(cast, kind)


def _merchant(cast: Cast, kind: str) -> None:
    life = cast.hire(kind, cast.one_of(*PORTS), -cast.some(0, 5) * DAY)
    cast.unload_or_load(life)
    cast.trade(life, PORTS)


def fish(cast: Cast) -> None:
    """Send a boat to and fro between its port and its ground."""
    ground = cast.one_of(*GROUNDS)
    life = cast.hire("fishing boat", cast.one_of(*GROUNDS[ground]), -cast.some(0, 6) * DAY)
    home = life.node
    while life.now < cast.seconds:
        life.moor(cast.some(14, 60))
        life.sail(ground)
        life.fish(cast.some(30, 140))
        life.sail(home)


def _ply(cast: Cast) -> None:
    """Run a ferry to its timetable: out in one evening, back in the next."""
    one, other = _FERRIES[int(cast.rng.integers(len(_FERRIES)))]
    life = cast.hire("ferry", one, -DAY)
    departure = -DAY + cast.some(6, 20) * HOUR
    while life.now < cast.seconds:
        life.moor(max(1.0, (departure - life.now) / HOUR))
        life.sail(other if life.node == one else one)
        departure = departure + DAY if life.now < departure + 22 * HOUR else departure + 2 * DAY


def _coast(cast: Cast) -> None:
    """Carry goods between ports of the DPRK."""
    life = cast.hire("DPRK bulk carrier", cast.one_of("nampo", "haeju", "songnim"), -cast.some(0, 5) * DAY)
    first = max(0.0, life.now)
    cast.unload_or_load(life)
    while life.now < cast.seconds:
        if life.node != "nampo-roads" and cast.rng.random() < 0.35:
            life.sail("nampo-roads")
            life.anchor(cast.some(20, 90))
        life.sail(cast.one_of(*(port for port in ("nampo", "haeju", "songnim") if port != life.node)))
        cast.unload_or_load(life)
    where = [true_place("area", life, first, "nampo")]
    cast.ledger.note("dprk_coastal", [("carrier", life.ship)], where, first, cast.seconds)


def _pilot(cast: Cast) -> None:
    """Take pilots to ships that come in, and wait in port in between."""
    port = cast.one_of("qingdao", "lianyungang", "shanghai", "incheon", "dalian")
    boat = cast.hire("pilot boat", port, -6 * HOUR)
    for ship, arrival in _arrivals(cast, port):
        aboard = arrival - cast.some(1.0, 1.5) * HOUR
        if cast.rng.random() < 0.5 or not boat.retrace(ship, arrival, aboard, boat.ship.speed_kn, ready_by=aboard):
            continue
        parted = aboard + cast.some(10, 18) * 60
        boat.beside(ship, parted, north_m=18, east_m=-12, doing="sailing")
        boat.retrace(ship, parted, arrival, boat.ship.speed_kn)
        _service(cast, "pilotage", boat, ship, aboard, parted, port)
    boat.moor(max(2.0, (cast.seconds - boat.now) / HOUR + 1))


def _tow(cast: Cast) -> None:
    """Meet ships off the berth, push them alongside, go back and wait."""
    port = cast.one_of("qingdao", "zhoushan", "tianjin", "rizhao", "pyeongtaek")
    tug = cast.hire("tug", port, -6 * HOUR)
    station = tug.here()
    for ship, arrival in _arrivals(cast, port):
        begin = arrival - 0.6 * HOUR
        if cast.rng.random() < 0.4 or not tug.retrace(ship, arrival, begin, tug.ship.speed_kn, ready_by=begin):
            continue
        tug.beside(ship, arrival + 1200, north_m=25, east_m=15, doing="sailing")
        _service(cast, "towage", tug, ship, begin, tug.now, port)
        tug.straight(station, 6.0)
    tug.moor(max(2.0, (cast.seconds - tug.now) / HOUR + 1))


def _bunker(cast: Cast) -> None:
    """Lie in the roads and go alongside anchored ships for some hours, to fuel them."""
    roads = cast.one_of("zhoushan-roads", "qingdao-roads", "dalian-roads", "shanghai-roads")
    tanker = cast.hire("bunker tanker", roads, -12 * HOUR)
    station = tanker.here()
    stays = [
        (span.begin, span.end, life)
        for life in cast.lives
        for span in life.spans
        if span.spot == roads
        and span.doing == "anchored"
        and span.end - span.begin > 9 * HOUR
        and life.ship.flag != "KP"
    ]
    for begin, end, ship in sorted(stays, key=lambda stay: stay[0]):
        start = begin + cast.some(1.5, 3) * HOUR
        if ship is tanker or start - 2 * HOUR < tanker.now or start > cast.seconds:
            continue
        tanker.anchor((start - tanker.now) / HOUR)
        tanker.straight(waters.moved(*ship.position(start + 0.5 * HOUR), 20, 14), 5.0)
        met = tanker.now
        until = min(met + cast.some(3, 6) * HOUR, end - HOUR)
        if until < met + 1.5 * HOUR:
            continue
        tanker.beside(ship, until, north_m=20, east_m=14, doing="anchored")
        _service(cast, "bunkering", tanker, ship, met, until, roads)
        tanker.straight(station, 5.0)
    tanker.anchor(max(2.0, (cast.seconds - tanker.now) / HOUR + 1))


def _arrivals(cast: Cast, port: str) -> list[tuple[Life, float]]:
    """Return the larger ships that come to a port within the period, and when they are alongside, in that order."""
    found = [
        (life, span.end)
        for life in cast.lives
        for span in life.spans
        if span.doing == "sailing"
        and span.spot == port
        and span.end - span.begin > 4 * HOUR
        and life.ship.length_m > 80
        and life.ship.kind != "ferry"
        and 8 * HOUR < span.end < cast.seconds
    ]
    return sorted(found, key=lambda arrival: arrival[1])


def _service(cast: Cast, kind: str, servant: Life, ship: Life, begin: float, end: float, spot: str) -> None:
    if end < cast.seconds:
        ships: list[tuple[str, Ship]] = [("service", servant.ship), ("served", ship.ship)]
        cast.ledger.note(kind, ships, [true_place("meeting", servant, begin, spot)], begin, end, heard="both ships")
