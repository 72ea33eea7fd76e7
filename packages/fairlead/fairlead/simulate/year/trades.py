"""Lawful lives of the simulated year: merchants, fishing fleets, service craft, and the DPRK's own coasters.

Each life is an endless round of cycles; the ones that hide acts take theirs up between two cycles (``acts.py``). What
looks like evasion and is not is noted in the key as it happens.
"""

from __future__ import annotations

from collections.abc import Callable

from fairlead.simulate.year import chart
from fairlead.simulate.year.chart import DAY, GATES, HOUR, PORTS, ROADS, SPOTS
from fairlead.simulate.year.diary import Diary, apart_m
from fairlead.simulate.year.fleet import Fleet, true_place

_FERRIES = (("incheon", "yantai"), ("incheon", "qingdao"), ("dalian", "yantai"), ("incheon", "dalian"))
_GROUNDS = {
    "ground-north": ("dalian", "yantai", "weihai"),
    "ground-middle": ("qingdao", "gunsan", "weihai"),
    "ground-south": ("lianyungang", "qingdao"),
    "ground-yangtze": ("zhoushan", "shanghai"),
}
_OIL_PORTS = ("shanghai", "qingdao", "zhoushan", "dalian", *GATES)
_SAND_PORTS = ("shanghai", "zhoushan", "lianyungang", "qingdao")
_HOME = ("nampo", "nampo", "haeju", "songnim")
_OFFINGS = ("offing-yangtze", "offing-shandong", "offing-jeju")
Cycle = Callable[[Fleet, Diary], None]


def merchant(fleet: Fleet, life: Diary) -> None:
    """Carry lawful cargo among a ship's own few ports until the year ends."""
    rng = life.rng
    ports = rng.sample(PORTS, 4) + list(GATES if rng.random() < 0.6 else ())
    shy = rng.random() < 0.08  # whose AIS is off in port
    sold = life.some(0, fleet.seconds / 0.04)
    while life.now < fleet.seconds:
        spot = rng.choice([port for port in ports if port != life.node])
        if spot in ROADS and rng.random() < 0.42:
            _wait(life, ROADS[spot])
        elif SPOTS[spot].kind == "gate" and rng.random() < 0.12:
            _await_orders(fleet, life)
        _voyage(fleet, life, spot)
        if SPOTS[spot].kind == "gate":
            _leave(fleet, life)
        else:
            _berth(fleet, life, shy)
        if SPOTS[spot].kind == "port" and life.now > sold:
            _sale(fleet, life)
            sold = fleet.seconds * 2


def _voyage(fleet: Fleet, life: Diary, spot: str) -> None:
    """Sail to a spot; now and then the transponder fails on a long way, and is mended at sea or in port."""
    begin = life.now
    life.sail(spot)
    length = life.now - begin
    if length > 20 * HOUR and life.rng.random() < 0.006:
        off = begin + life.some(0.1, 0.5) * length
        on = off + life.some(8, 30) * HOUR
        life.silent(off, on)
        where = [true_place("area", spot, life.at)]
        fleet.note("equipment_failure", [("ship", life.hull, life.ship)], where, off, on, heard="nothing")


def _wait(life: Diary, roads: str) -> None:
    hours = life.some(5, 60)
    life.sail(roads, stay_h=hours)
    life.anchor(hours)


def _await_orders(fleet: Fleet, life: Diary) -> None:
    """Lie stopped in open water for a day or so, off every route."""
    spot = life.rng.choice(_OFFINGS)
    life.sail(spot)
    begin = life.now
    life.drift(life.now + life.some(9, 50) * HOUR)
    where = [true_place("area", spot, life.at)]
    fleet.note("waiting_offshore", [("ship", life.hull, life.ship)], where, begin, life.now)


def _leave(fleet: Fleet, life: Diary) -> None:
    """Go out of the simulated sea and come back days later, laden otherwise as often as not."""
    left = life.now
    life.away(life.some(30, 340))
    life.load(life.rng.random() < 0.55)
    where = [true_place("area", life.node, life.at)]
    fleet.note("left_the_area", [("ship", life.hull, life.ship)], where, left, life.now, heard="nothing")


def _berth(fleet: Fleet, life: Diary, shy: bool) -> None:
    begin = life.now
    life.moor(life.some(9, 46))
    if shy:
        life.silent(begin + life.some(0.2, 1) * HOUR, life.now - life.some(0.1, 0.6) * HOUR)
        where = [true_place("port", life.node, life.at)]
        fleet.note("off_in_port", [("ship", life.hull, life.ship)], where, begin, life.now, heard="nothing")
    life.load(life.rng.random() < 0.55)


def _sale(fleet: Fleet, life: Diary) -> None:
    """Lie in a yard, change hands in the open, and sail on under another name, number and flag."""
    begin, old = life.now, life.ship
    life.moor(life.some(70, 300))
    life.rename(fleet.yard.again(old, life.rng.choice(("PA", "LR", "HK", "BZ", "TG"))), (begin + life.now) / 2)
    parts = [("before", life.hull, old), ("after", life.hull, life.ship)]
    fleet.note("sale_and_rename", parts, [true_place("port", life.node, life.at)], begin, life.now)


def ferry(fleet: Fleet, life: Diary) -> None:
    """Run to a timetable: out in one evening, back in the next."""
    one, other = life.rng.choice(_FERRIES)
    life.node, departure = one, life.now + life.some(2, 20) * HOUR
    life.at = (SPOTS[one].lat, SPOTS[one].lon)
    while life.now < fleet.seconds:
        life.moor(max(1.0, (departure - life.now) / HOUR))
        life.sail(other if life.node == one else one)
        departure += DAY if life.now < departure + 22 * HOUR else 2 * DAY


def fisher(fleet: Fleet, life: Diary) -> None:
    """Go to and fro between a port and a ground, less in the summer's closed season."""
    ground = life.rng.choice(list(_GROUNDS))
    life.node = home = life.rng.choice(_GROUNDS[ground])
    life.at = chart.moved(SPOTS[home].lat, SPOTS[home].lon, life.some(-300, 300), life.some(-300, 300))
    while life.now < fleet.seconds:
        life.moor(life.some(14, 80))
        spot = chart.moved(SPOTS[ground].lat, SPOTS[ground].lon, *(life.some(-30_000, 30_000) for _ in range(2)))
        life.sail(ground, to=spot)
        life.fish(life.some(30, 150))
        life.sail(home)


def pair_trawlers(fleet: Fleet, leader: Diary, mate: Diary) -> None:
    """Drag one net between two boats, trip after trip."""
    ground = leader.rng.choice(list(_GROUNDS))
    home = leader.rng.choice(_GROUNDS[ground])
    for boat in (leader, mate):
        boat.node, boat.at = home, chart.moved(SPOTS[home].lat, SPOTS[home].lon, boat.some(-300, 300), 0)
    east = leader.some(160, 420)
    while leader.now < fleet.seconds:
        hours = leader.some(14, 60)
        leader.moor(hours)
        mate.moor((leader.now - mate.now) / HOUR)
        spot = chart.moved(SPOTS[ground].lat, SPOTS[ground].lon, *(leader.some(-30_000, 30_000) for _ in range(2)))
        leader.sail(ground, to=spot)
        mate.sail(ground, to=chart.moved(*spot, 0, east), speed=leader.ship.speed_kn / mate.ship.speed_kn * 0.98)
        begin = max(leader.now, mate.now)
        leader.fish(leader.some(40, 90))
        mate.drift(begin)
        mate.beside(leader.hull, leader.now, 0, east, chart.moved(*leader.at, 0, east))
        parts = [("trawler", one.hull, one.ship) for one in (leader, mate)]
        fleet.note("pair_trawling", parts, [true_place("area", ground, leader.at)], begin, leader.now)
        leader.sail(home)
        mate.sail(home)


def server(fleet: Fleet, life: Diary, spot: str, kind: str, hours: tuple[float, float], *, least_m: int = 0) -> None:
    """Lie in the roads and go alongside anchored ships for some hours: to fuel them, or to take cargo off them."""
    station = life.at = fleet.world.berths.anchor(spot, -10 * DAY, fleet.seconds + DAY, life.rng)  # its own all year
    for stay in sorted(fleet.world.roads[spot], key=lambda one: (one.begin, one.hull)):
        other = fleet.hulls[stay.hull]
        begin = stay.begin + life.some(1.5, 6) * HOUR
        unfit = other.ship.flag == "KP" or other.ship.length_m < least_m or stay.hull == life.hull
        if unfit or begin - 3 * HOUR < life.now or begin > fleet.seconds or life.rng.random() < 0.25:
            continue
        until = min(begin + life.some(*hours) * HOUR, stay.end - 0.5 * HOUR)
        if until < begin + 2 * HOUR or apart_m(station, stay.at) > 25_000:
            continue
        offset = life.rng.choice((-1, 1)) * life.some(14, 28), life.rng.choice((-1, 1)) * life.some(10, 22)
        alongside = chart.moved(*stay.at, *offset)
        life.lie((begin - life.now) / HOUR)
        life.straight(alongside, 5.0)
        met = life.now
        life.beside(stay.hull, until, *offset, alongside)
        parts = [("service", life.hull, life.ship), ("served", other.hull, other.ship)]
        fleet.note(kind, parts, [true_place("meeting", spot, stay.at)], met, until, heard="both ships")
        life.straight(station, 5.0)
    life.lie((fleet.seconds - life.now) / HOUR + 2)


def pilot(fleet: Fleet, life: Diary, kind: str) -> None:
    """Go out to ships that come in, run or push beside them for a while, and come back to wait in port."""
    station = life.at
    for stay in sorted(fleet.world.arrivals[life.node], key=lambda one: (one.begin, one.hull)):
        other = fleet.hulls[stay.hull]
        met = stay.begin - (0.4 if kind == "pilotage" else 0.3) * HOUR
        if other.ship.length_m < 85 or met - HOUR < life.now or met > fleet.seconds or life.rng.random() < 0.4:
            continue
        life.lie((met - life.now) / HOUR - 0.5)
        life.straight(chart.moved(*stay.at, 60, 40), life.ship.speed_kn * 0.7)
        begin = max(life.now, met)
        until = begin + life.some(10, 24) * 60
        life.drift(begin)
        offset = (22.0, -14.0)
        life.beside(stay.hull, until, *offset, chart.moved(*stay.at, *offset))
        parts = [("service", life.hull, life.ship), ("served", other.hull, other.ship)]
        fleet.note(kind, parts, [true_place("meeting", life.node, stay.at)], begin, until, heard="both ships")
        life.straight(station, 6.0)
    life.lie((fleet.seconds - life.now) / HOUR + 2)


def dprk_round(fleet: Fleet, life: Diary) -> None:
    """Spend some days as ships of the DPRK do: along the coast, waiting, laid up, or fetching lawful cargo."""
    drawn = life.rng.random()
    if drawn < 0.42:
        _coast(fleet, life)
    elif drawn < 0.66:
        hours = life.some(30, 150)
        life.sail("nampo-roads", stay_h=hours) if life.node != "nampo-roads" else None
        life.anchor(hours)
    elif drawn < 0.78:
        _laid_up(fleet, life)
    else:
        _fetch(fleet, life)


def _coast(fleet: Fleet, life: Diary) -> None:
    begin = life.now
    for _ in range(2):
        life.sail(life.rng.choice([port for port in ("nampo", "haeju", "songnim") if port != life.node]))
        life.moor(life.some(16, 50))
        life.load(life.rng.random() < 0.5)
    where = [true_place("area", life.node, life.at)]
    fleet.note("dprk_coastal", [("carrier", life.hull, life.ship)], where, begin, life.now)


def _laid_up(fleet: Fleet, life: Diary) -> None:
    """Lie in a home port with the AIS off for days."""
    if life.node not in _HOME:
        life.sail(life.rng.choice(_HOME))
    begin = life.now
    life.moor(life.some(48, 160))
    life.silent(begin + HOUR, life.now - HOUR)
    where = [true_place("port", life.node, life.at)]
    fleet.note("off_in_port", [("ship", life.hull, life.ship)], where, begin, life.now, heard="nothing")


def _fetch(fleet: Fleet, life: Diary) -> None:
    """Leave a home port empty, fetch lawful cargo from another State, maybe after a wait, and come home."""
    home = life.rng.choice(_HOME)
    if life.node != home:
        life.sail(home)
    life.moor(life.some(16, 44))
    life.load(False)
    left, origin = life.now, life.at
    port = life.rng.choice(("dalian", "yantai", "weihai", "lianyungang", "zhoushan", "tianjin"))
    if port in ROADS and life.rng.random() < 0.5:
        _wait(life, ROADS[port])
    life.sail(port)
    arrived, there = life.now, life.at
    life.moor(life.some(24, 60))
    life.load(True)
    life.sail(home)
    places = [true_place("origin", home, origin), true_place("port", port, there)]
    parts = [("carrier", life.hull, life.ship)]
    fleet.note("ballast_voyage", parts, places, left, arrived, goods="grain", note=f"draught {life.habit}")
    life.moor(life.some(20, 44))
    life.load(False)


def visitor(fleet: Fleet, life: Diary) -> None:
    """Trade under an old third flag, and now and then bring aid to the DPRK and leave empty."""
    if life.rng.random() < 0.12:
        home = life.rng.choice(("dalian", "qingdao", "incheon", "tianjin"))
        if life.node != home:
            life.sail(home)
        life.moor(life.some(16, 40))
        life.load(True)
        life.sail("nampo")
        arrived, there = life.now, life.at
        life.moor(life.some(30, 60))
        life.load(False)
        life.sail(home)
        places = [true_place("port", "nampo", there), true_place("destination", home, life.at)]
        parts = [("carrier", life.hull, life.ship)]
        fleet.note("humanitarian_call", parts, places, arrived, life.now, goods="grain", note=f"draught {life.habit}")
        life.moor(life.some(12, 30))
        return
    for _ in range(2):
        spot = life.rng.choice([port for port in (*PORTS[:9], "gate-south") if port != life.node])
        _voyage(fleet, life, spot)
        if SPOTS[spot].kind == "gate":
            _leave(fleet, life)
        else:
            _berth(fleet, life, False)


def tanker_round(fleet: Fleet, life: Diary) -> None:
    """Spend a week as an old tanker of any flag does: two ports, or out of the sea and back."""
    for _ in range(2):
        spot = life.rng.choice(
            [port for port in ("shanghai", "qingdao", "zhoushan", "dalian", *GATES) if port != life.node]
        )
        life.sail(spot)
        if SPOTS[spot].kind == "gate":
            _leave(fleet, life)
        else:
            _berth(fleet, life, False)


def barge_round(_fleet: Fleet, life: Diary) -> None:
    """Carry sand and stone along the coast without an IMO number."""
    for _ in range(2):
        spot = life.rng.choice(
            [port for port in ("shanghai", "zhoushan", "lianyungang", "qingdao") if port != life.node]
        )
        life.sail(spot)
        life.moor(life.some(12, 40))
        life.load(life.rng.random() < 0.5)


def dprk_tanker_round(fleet: Fleet, life: Diary) -> None:
    """Lie off Nampo or in it, or carry oil to Haeju."""
    if life.rng.random() < 0.4:
        _coast(fleet, life)
    else:
        hours = life.some(30, 120)
        if life.node != "nampo-roads":
            life.sail("nampo-roads", stay_h=hours)
        life.anchor(hours)
