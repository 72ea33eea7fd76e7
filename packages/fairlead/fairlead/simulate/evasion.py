"""The hidden acts of the simulated sea. What anybody finds of them is left out.

Each function sends ships through one act and returns True, or returns False where the act would not end within the
period; then its ships are withdrawn again.
"""

from __future__ import annotations

from collections.abc import Callable

from fairlead.simulate.cast import ROADS, Cast, true_place
from fairlead.simulate.designations import designate
from fairlead.simulate.life import DAY, HOUR, Life, meet
from fairlead.simulate.truth import TruePlace

_THIRD_PORTS = ("shanghai", "zhoushan", "lianyungang", "qingdao", "gate-south", "gate-east")


def delivery(cast: Cast, begin: float, *, dark: bool | None = None) -> bool:
    """Load in a DPRK port and take the goods to another State: by a DPRK ship, another flag's, or a barge."""
    if dark is None:
        dark = bool(cast.rng.random() < 0.35)
    kind = cast.one_of("DPRK bulk carrier", "DPRK bulk carrier", "old bulk carrier", "self-propelled barge")
    port = "nampo" if kind == "self-propelled barge" else cast.one_of("nampo", "nampo", "haeju", "songnim")
    life = _waiting(cast, kind, port, begin)
    loaded_at = _load(cast, life, port)
    left = life.now
    roads = cast.one_of("zhoushan-roads", "zhoushan-roads", "lianyungang-roads", "qingdao-roads", "yantai-roads")
    life.sail(roads)
    if dark:
        life.silent(left + cast.some(2, 8) * HOUR, life.now - cast.some(3, 9) * HOUR)
    arrived, destination = life.now, roads
    life.anchor(cast.some(14, 90))
    berths = {roads: port for port, roads in ROADS.items()}
    if cast.rng.random() < 0.5:
        life.sail(berths[roads])
        destination = berths[roads]
        life.moor(cast.some(18, 36))
    life.load(False)
    end = life.now
    places = [true_place("origin", life, loaded_at, port), true_place("destination", life, end - HOUR, destination)]
    _return(cast, life)
    note = f"arrived in the roads {cast.ledger.date(arrived)}; AIS {'off on the way' if dark else 'on'}"
    goods = cast.one_of("coal", "coal", "coal", "iron ore", "sand")
    heard = "across a gap" if dark else "both ends"
    return _noted(cast, "delivery", [("carrier", life)], places, left, end, goods, heard, note)


def dark_voyage(cast: Cast, begin: float) -> bool:
    """Leave another State's port in ballast, vanish, fetch goods from a DPRK port, and come back out of the dark laden.

    Some are heard at the DPRK berth all the same, where a port wants to see its ships; others are off throughout.
    """
    home = cast.one_of("yantai", "dalian", "qingdao")
    life = cast.hire("old bulk carrier", home, begin - cast.some(20, 60) * HOUR, laden=False)
    life.moor((begin - life.now) / HOUR)
    port = cast.one_of("nampo", "nampo", "songnim")
    out = life.passage(port)
    off = begin + (out[0][-1] - begin) * cast.some(0.35, 0.6)
    life.take(out, port)
    loaded_at = life.now + HOUR
    heard_there = bool(cast.rng.random() < 0.6)
    life.moor(cast.some(20, 40))
    life.load(True)
    left = life.now
    destination = cast.one_of("lianyungang", "shanghai", "zhoushan", "qingdao")
    life.sail(destination)
    on = left + (life.now - left) * cast.some(0.45, 0.7)
    silences = [(off, loaded_at + HOUR), (left - HOUR, on)] if heard_there else [(off, on)]
    life.silences += silences
    life.moor(cast.some(16, 36))
    life.load(False)
    end = life.now
    places = [true_place("origin", life, loaded_at, port), true_place("destination", life, end - HOUR, destination)]
    cast.trade(life, _THIRD_PORTS)
    note = "AIS off " + " and ".join(f"from {cast.ledger.date(a)} to {cast.ledger.date(b)}" for a, b in silences)
    heard = "across a gap" if heard_there else "not in the port of origin"
    return _noted(cast, "dark_voyage", [("carrier", life)], places, off, end, "coal", heard, note)


def transfer_dprk(cast: Cast, begin: float) -> bool:
    """Pass oil at sea from another flag's tanker to one under the DPRK flag, which may have its AIS off."""
    taker = _waiting(cast, "DPRK tanker", "nampo", begin)
    taker.load(False)
    giver = cast.hire("old tanker", cast.one_of(*_THIRD_PORTS), begin - cast.some(10, 40) * HOUR, laden=True)
    giver.moor((begin - giver.now) / HOUR + cast.some(0, 8))
    left = taker.now
    area = cast.one_of("sts-ecs", "sts-ecs", "sts-ys", "sts-kb")
    met, parted = meet(taker, giver, area, cast.some(4, 14), cast.rng)
    taker.load(True)
    giver.load(False)
    if cast.rng.random() < 0.4:
        designate(cast, taker.ship, port_ban=True)
    taker.sail("nampo")
    dark = bool(cast.rng.random() < 0.25)
    if dark:
        taker.silent(left + 3 * HOUR, taker.now - 3 * HOUR)
    taker.moor(cast.some(20, 40))
    taker.load(False)
    _return(cast, taker)
    cast.trade(giver, _THIRD_PORTS)
    ships = [("receiver", taker), ("supplier", giver)]
    places = [true_place("meeting", giver, met, area)]
    heard = "one ship only" if dark else "both ships"
    return _noted(cast, "transfer_dprk", ships, places, met, parted, "oil", heard, "side by side, drifting")


def transfer_listed(cast: Cast, begin: float) -> bool:
    """Pass oil at sea between a listed ship under another flag and a ship that is not listed."""
    listed = cast.hire("old tanker", cast.one_of("gate-south", "gate-east"), begin - 12 * HOUR, laden=True)
    listed.away(12 + cast.some(0, 10))
    designate(cast, listed.ship, port_ban=True)
    other = cast.hire("tanker", cast.one_of("shanghai", "qingdao", "gunsan"), begin - cast.some(10, 40) * HOUR)
    other.moor((begin - other.now) / HOUR + cast.some(0, 8))
    area = cast.one_of("sts-ecs", "sts-ys")
    met, parted = meet(listed, other, area, cast.some(4, 14), cast.rng)
    listed.load(False)
    other.load(True)
    for life in (listed, other):
        life.sail(cast.one_of("gate-south", "gate-east"))
        life.away(24 * 40)
    ships = [("listed ship", listed), ("counterpart", other)]
    places = [true_place("meeting", other, met, area)]
    return _noted(cast, "transfer_listed", ships, places, met, parted, "oil", "both ships", "side by side, drifting")


def banned_port_entry(cast: Cast, begin: float) -> bool:
    """Bring a ship under a port-entry ban to a berth in another State's port."""
    life = cast.hire("old bulk carrier", "gate-south", begin - 10 * HOUR)
    designate(cast, life.ship, port_ban=True)
    life.away(10)
    port = cast.one_of("lianyungang", "qingdao", "yantai", "dalian", "zhoushan")
    life.sail(port)
    arrived = life.now
    life.moor(cast.some(16, 50))
    left = life.now
    life.load(bool(cast.rng.random() < 0.5))
    life.sail("gate-south")
    life.away(24 * 40)
    places = [true_place("port", life, arrived + HOUR, port)]
    return _noted(cast, "banned_port_entry", [("listed ship", life)], places, arrived, left, None, "both ends", "")


# How many of each act a sea of thirty days holds: drawn from least to greatest, both included.
_ACTS: tuple[tuple[Callable[[Cast, float], bool], int, int, float], ...] = (
    # the act, least, greatest, and the days it needs at most
    (delivery, 2, 5, 13.0),
    (transfer_dprk, 1, 3, 9.0),
    (dark_voyage, 0, 2, 10.0),
    (transfer_listed, 0, 2, 7.0),
    (banned_port_entry, 0, 2, 7.0),
)


def commit(cast: Cast, berths: int) -> None:
    """Send out ships on as many hidden acts as the stream of chance wants and the number of ships allows."""
    counts = [int(cast.rng.integers(least, greatest + 1)) for _, least, greatest, _ in _ACTS]
    for place in range(max(counts)):
        for (act, _, _, days), count in zip(_ACTS, counts, strict=True):
            latest = cast.seconds - days * DAY
            if place < count and latest > 0 and len(cast.lives) + 2 <= berths:
                _attempt(cast, act, latest)


def _attempt(cast: Cast, act: Callable[[Cast, float], bool], latest: float) -> None:
    """Try an act up to three times, each time earlier; nothing remains of an attempt that takes too long."""
    lives, listed = len(cast.lives), len(cast.designations)
    for share in (1.0, 0.6, 0.2):
        if act(cast, cast.some(0.2 * DAY, max(0.3 * DAY, share * latest))):
            return
        del cast.lives[lives:]
        del cast.designations[listed:]


def _waiting(cast: Cast, kind: str, port: str, begin: float) -> Life:
    """Return a ship that lies off a DPRK port, or in it, until ``begin``."""
    spot = "nampo-roads" if port in ("nampo", "songnim") else port
    life = cast.hire(kind, spot, begin - cast.some(30, 90) * HOUR, laden=False)
    hours = (begin - life.now) / HOUR
    if spot == port:
        life.moor(hours)
    else:
        life.anchor(hours)
    return life


def _load(cast: Cast, life: Life, port: str) -> float:
    """Berth, take the cargo, and return a time at which the ship surely lay at the berth."""
    life.sail(port)
    at_berth = life.now + HOUR
    life.moor(cast.some(22, 50))
    life.load(True)
    return at_berth


def _return(cast: Cast, life: Life) -> None:
    """Go back to wait off Nampo for the rest of the period; ships of other flags find other trade."""
    if life.ship.flag != "KP":
        cast.trade(life, _THIRD_PORTS)
        return
    life.sail("nampo-roads")
    life.anchor(max(12.0, (cast.seconds - life.now) / HOUR + 1))


def _noted(
    cast: Cast,
    kind: str,
    lives: list[tuple[str, Life]],
    places: list[TruePlace],
    begin: float,
    end: float,
    goods: str | None,
    heard: str,
    note: str,
) -> bool:
    if end > cast.seconds - 6 * HOUR:
        return False
    ships = [(role, life.ship) for role, life in lives]
    cast.ledger.note(kind, ships, places, begin, end, goods=goods, heard=heard, note=note)
    return True
