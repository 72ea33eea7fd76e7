"""Who sails in the other sea, and what they do: the hidden acts, their look-alikes, and everybody else.

As ``othersea_world.py``, on which it stands, this imports nothing of Fairlead.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from othersea_world import PORTS, ROADS, SPOTS, STEP_S, D, H, Sea, Ship

_HOME = ("Nampo", "Songnim", "Hungnam", "Wonsan", "Chongjin")
_ABROAD = [name for name, place in PORTS.items() if place[2] != "KP"]
_ROADS = [name for name, place in ROADS.items() if place[2] != "KP"]
_THIRD = ("TG", "KH", "CM", "MN", "PA")
_SPOTS = ("East China Sea", "south of Jeju", "East Sea", "Yellow Sea")
# Hidden acts with their weights.
_WAYS = (("port", 28), ("roads", 26), ("part dark", 13), ("dark", 8), ("at sea", 16), ("oil", 9))


def people(sea: Sea, hidden: int, ships: int) -> None:
    """Fill the sea: hidden acts first, then the DPRK's lawful ships and visitors, then everybody else."""
    names, weights = zip(*_WAYS, strict=True)
    for way in sea.rng.choice(names, hidden, p=[w / sum(weights) for w in weights]):
        {"port": to_port, "roads": to_roads, "part dark": part_dark, "dark": dark, "at sea": at_sea, "oil": oil}[way](
            sea
        )
    alike: list[Callable[[Sea], None]] = [fetching, aid, coastal, shelter, yard, two_of_one_flag, off_in_port]
    alike += [crew_change, helped_by_a_tug, bunkered, neighbours, shared_number, failure, kp_ferry]
    n = 0
    while len(sea.ships) < 0.55 * ships:
        alike[n % len(alike)](sea)
        n += 1
    while len(sea.ships) < ships:
        drawn = sea.rng.random()
        (squid if drawn < 0.3 else ferry if drawn < 0.36 else merchant)(sea)


def _kp(sea: Sea, kind: str = "coaster") -> Ship:
    ship = sea.build(kind, "KP", str(sea.rng.choice(_HOME)))
    _coast(sea, ship, sea.rng.uniform(0.5, 11) * D)
    return ship


def _foreigner(sea: Sea, kind: str = "coaster", at: str | None = None) -> Ship:
    return sea.build(kind, str(sea.rng.choice(_THIRD)), at or str(sea.rng.choice(_ABROAD)))


def _coast(sea: Sea, ship: Ship, until: float) -> None:
    """Trade along the DPRK's coasts until a time, on one side or the other of the peninsula."""
    side = (
        ("Nampo", "Songnim", "off Nampo")
        if ship.at in ("Nampo", "Songnim")
        else ("Hungnam", "Wonsan", "Chongjin", "off Hungnam")
    )
    while ship.now < until:
        sea.lie(ship, float(sea.rng.uniform(12, 60)))
        if ship.at in PORTS and sea.rng.random() < 0.6:
            sea.cargo(ship, not ship.laden)
        if ship.now < until:
            sea.sail(ship, str(sea.rng.choice([one for one in side if one != ship.at])))


def _rest(sea: Sea, ship: Ship) -> None:
    """Let a ship go on as its flag does until the month ends."""
    if ship.flag == "KP":
        sea.sail(ship, str(sea.rng.choice(("Nampo", "Hungnam"))))
        _coast(sea, ship, sea.seconds)
    else:
        _trade(sea, ship, sea.seconds)
    sea.lie_until(ship, sea.seconds + D)


def _trade(sea: Sea, ship: Ship, until: float) -> None:
    while ship.now < until:
        sea.lie(ship, float(sea.rng.uniform(10, 50)))
        if ship.at in PORTS and ship.kind in ("coaster", "tanker"):
            sea.cargo(ship, bool(sea.rng.random() < 0.55))
        if ship.now < until:
            drawn = sea.rng.random()
            sea.sail(
                ship,
                str(
                    sea.rng.choice(
                        _ROADS if drawn < 0.25 and ship.at in PORTS else [one for one in _ABROAD if one != ship.at]
                    )
                ),
            )


def _load_at_home(sea: Sea, ship: Ship) -> tuple[str, float, float, tuple[float, float]]:
    """Go to a DPRK port and load; return which, from when to when, and where."""
    if ship.at not in _HOME or sea.rng.random() < 0.4:
        near = (
            ("Nampo", "Songnim") if ship.at in ("Nampo", "Songnim", "off Nampo") else ("Hungnam", "Wonsan", "Chongjin")
        )
        goal = str(sea.rng.choice([one for one in near if one != ship.at]))
        sea.sail(ship, goal)
    begin, port, at = ship.now, ship.at, ship.here
    if ship.laden:
        sea.lie(ship, float(sea.rng.uniform(12, 30)))
        sea.cargo(ship, False)
    sea.lie(ship, float(sea.rng.uniform(20, 60)))
    sea.cargo(ship, True)
    return port, begin, ship.now, at


def _delivered(sea: Sea, ship: Ship, goal: str, hide: str) -> None:
    port, came, left, berth = _load_at_home(sea, ship)
    say = str(sea.rng.choice(("", "ORDERS", "DALIAN", "BUSAN", goal.upper())))
    sea.sail(ship, goal, say=say)
    reached, way = ship.now, ship.now - left
    kind = "delivery"
    if hide == "part":
        ship.off.append((left + sea.rng.uniform(0.08, 0.3) * way, left + sea.rng.uniform(0.5, 0.85) * way))
    if hide == "all":
        ship.off.append((came - sea.rng.uniform(6, 20) * H, left + sea.rng.uniform(0.45, 0.8) * way))
        kind = "dark_voyage"
    sea.lie(ship, float(sea.rng.uniform(18, 80)))
    there = ship.here
    sea.cargo(ship, False)
    sea.note(
        kind, [("carrier", ship)], [("origin", port, berth), ("destination", goal, there)], left, ship.now,
        ends=[(ship, came, left), (ship, reached, ship.now)], goods="coal", note=f"draught {ship.habit}; {hide}",
    )  # fmt: skip
    _rest(sea, ship)


def _carrier(sea: Sea) -> Ship:
    """Return a ship of either flag; a third flag comes empty from abroad."""
    if sea.rng.random() < 0.6:
        return _kp(sea)
    ship = _foreigner(sea)
    _trade(sea, ship, float(sea.rng.uniform(0.5, 8)) * D)
    if ship.laden:
        if ship.at not in PORTS:
            sea.sail(ship, str(sea.rng.choice(_ABROAD)))
        sea.lie(ship, 24)
        sea.cargo(ship, False)
    sea.sail(ship, str(sea.rng.choice(_HOME)))
    return ship


def to_port(sea: Sea) -> None:
    """Load in the DPRK and discharge in a port abroad."""
    _delivered(sea, _carrier(sea), str(sea.rng.choice(_ABROAD)), "open")


def to_roads(sea: Sea) -> None:
    """Load in the DPRK and discharge in roads into lighters that nobody hears."""
    _delivered(sea, _carrier(sea), str(sea.rng.choice(_ROADS)), "open")


def part_dark(sea: Sea) -> None:
    """The same, with the AIS off for part of the way."""
    _delivered(sea, _carrier(sea), str(sea.rng.choice(_ROADS + _ABROAD)), "part")


def dark(sea: Sea) -> None:
    """The same, with the AIS off before the call and until well after it."""
    _delivered(sea, _carrier(sea), str(sea.rng.choice(_ROADS + _ABROAD)), "all")


def at_sea(sea: Sea) -> None:
    """Meet a ship of another flag at sea and pass cargo one way or the other; now and then the DPRK's ship is dark."""
    tanker = sea.rng.random() < 0.6
    kind = "tanker" if tanker else "coaster"
    first = _kp(sea, kind)
    if not tanker:
        _load_at_home(sea, first)
    elif first.laden:
        sea.cargo(first, False)
    spot, left = str(sea.rng.choice(_SPOTS)), first.now
    sea.sail(first, spot)
    came = first.now
    wait, hours = float(sea.rng.uniform(3, 20)), float(sea.rng.uniform(5, 18))
    sea.lie(first, wait + hours + 1, doing=7)
    second = _foreigner(sea, kind)
    second.depth_m = second.full_m if tanker else second.light_m
    second.laden = tanker
    sea.enter(second, -D)
    trial = second.now
    where = _near(first, came + wait * H)
    sea.sail(second, spot, there=where)
    taken = second.now - trial
    _restart(sea, second, came + wait * H - taken, spot, where)
    met = second.now
    if first.now < met + (hours + 1) * H:  # the other came late: who has come this far waits for it
        sea.lie(first, (met - first.now) / H + hours + 1, doing=7)
    sea.beside(second, first, hours)
    sea.cargo(second, not tanker)
    sea.cargo(first, tanker)
    end = second.now
    hide = sea.rng.random() < 0.3
    sea.note(
        "transfer_dprk", [("DPRK flag", first), ("counterpart", second)], [("meeting", spot, second.here)], met, end,
        ends=[(first, met, end), (second, met, end)], goods="oil" if tanker else "coal",
        note="first dark" if hide else f"draughts {first.habit}, {second.habit}",
    )  # fmt: skip
    back = first.now
    sea.sail(first, "Nampo" if spot != "East Sea" else "Hungnam")
    if hide:
        first.off.append((left + 0.4 * (came - left), back + 0.5 * (first.now - back)))
    sea.lie(first, 30)
    sea.cargo(first, False)
    _rest(sea, first)
    _rest(sea, second)


def _restart(sea: Sea, ship: Ship, leave: float, spot: str, where: tuple[float, float]) -> None:
    """Begin a ship's month anew: it waits in port and leaves so as to be there in time."""
    ship.lat[:], ship.lon[:] = float("nan"), float("nan")
    ship.now, ship.at, ship.here = 0.0, ship.home, sea.berth(ship.home)
    ship.bound.clear()
    sea.lie_until(ship, max(0.0, leave))
    sea.sail(ship, spot, there=where)


def _near(ship: Ship, when: float) -> tuple[float, float]:
    """Return a place beside a ship at a time; beyond the month's end, beside where it was last."""
    step = min(len(ship.lat) - 1, int(when / STEP_S))
    if not math.isfinite(ship.lat[step]):
        return ship.here
    return float(ship.lat[step]) + 0.0003, float(ship.lon[step]) + 0.0003


def oil(sea: Sea) -> None:
    """Bring oil to a DPRK port under a third flag, and notify nobody; many say where they go, as lawful ones do."""
    ship = _foreigner(sea, "tanker")
    _trade(sea, ship, float(sea.rng.uniform(0.5, 9)) * D)
    if ship.at not in PORTS:
        sea.sail(ship, str(sea.rng.choice(_ABROAD)))
    sea.lie(ship, 20)
    sea.cargo(ship, True)
    origin, berth, left = ship.at, ship.here, ship.now
    port = str(sea.rng.choice(("Nampo", "Hungnam", "Chongjin")))
    sea.sail(ship, port)
    came, there = ship.now, ship.here
    sea.lie(ship, float(sea.rng.uniform(16, 40)))
    sea.cargo(ship, False)
    sea.note(
        "oil_delivery", [("carrier", ship)], [("origin", origin, berth), ("destination", port, there)], left, ship.now,
        ends=[(ship, left - 20 * H, left), (ship, came, ship.now)], goods="oil", note=f"draught {ship.habit}",
    )  # fmt: skip
    _rest(sea, ship)


# -- look-alikes


def _alike(sea: Sea, kind: str, ships: list[Ship], place: str, begin: float, end: float) -> None:
    sea.note(
        kind,
        [("ship", one) for one in ships],
        [("place", place, ships[0].here)],
        begin,
        end,
        note=f"draught {ships[0].habit}",
    )


def fetching(sea: Sea) -> None:
    """A DPRK ship leaves empty, fetches lawful cargo abroad, maybe after a wait in the roads, and comes home laden."""
    ship = _kp(sea)
    while ship.now < sea.seconds - 9 * D:
        if ship.at not in _HOME:
            sea.sail(ship, "Nampo")
        sea.lie(ship, 30)
        sea.cargo(ship, False)
        left, home = ship.now, ship.at
        if sea.rng.random() < 0.45:
            sea.sail(ship, str(sea.rng.choice(_ROADS)))
            sea.lie(ship, float(sea.rng.uniform(8, 60)))
        sea.sail(ship, str(sea.rng.choice(_ABROAD)))
        came = ship.now
        sea.lie(ship, float(sea.rng.uniform(20, 60)))
        sea.cargo(ship, True)
        _alike(sea, "ballast_voyage", [ship], ship.at, left, came)
        sea.sail(ship, home)
        sea.lie(ship, float(sea.rng.uniform(24, 60)))
        sea.cargo(ship, False)
    _rest(sea, ship)


def aid(sea: Sea) -> None:
    """A third flag brings grain to a DPRK port and leaves empty."""
    ship = _foreigner(sea)
    _trade(sea, ship, float(sea.rng.uniform(1, 10)) * D)
    if ship.at not in PORTS:
        sea.sail(ship, str(sea.rng.choice(_ABROAD)))
    sea.lie(ship, 20)
    sea.cargo(ship, True)
    sea.sail(ship, str(sea.rng.choice(_HOME)))
    came = ship.now
    sea.lie(ship, float(sea.rng.uniform(24, 70)))
    sea.cargo(ship, False)
    sea.sail(ship, str(sea.rng.choice(_ABROAD)))
    _alike(sea, "humanitarian_call", [ship], ship.at, came, ship.now)
    _rest(sea, ship)


def coastal(sea: Sea) -> None:
    """From one coast of the DPRK to the other, laden, around the peninsula, without a stop."""
    ship = sea.build("coaster", "KP", str(sea.rng.choice(("Nampo", "Hungnam"))))
    _coast(sea, ship, float(sea.rng.uniform(1, 8)) * D)
    _, _, left, _ = _load_at_home(sea, ship)
    goal = "Hungnam" if ship.at in ("Nampo", "Songnim") else "Nampo"
    sea.sail(ship, goal)
    _alike(sea, "dprk_coastal", [ship], goal, left, ship.now)
    sea.lie(ship, 40)
    sea.cargo(ship, False)
    _rest(sea, ship)


def shelter(sea: Sea) -> None:
    """A DPRK ship in ballast shelters for a day in foreign roads on its way, and goes home as it came."""
    ship = _kp(sea)
    if ship.at not in _HOME:
        sea.sail(ship, "Nampo" if ship.at == "off Nampo" else "Hungnam")
    sea.lie(ship, 20)
    if ship.laden:
        sea.cargo(ship, False)
    left, home = ship.now, ship.at
    near = (
        ("off Vladivostok", "off Nakhodka", "off Pohang")
        if home in ("Hungnam", "Wonsan", "Chongjin")
        else ("off Lianyungang",)
    )
    sea.sail(ship, str(sea.rng.choice(near)))
    sea.lie(ship, float(sea.rng.uniform(10, 30)))
    sea.sail(ship, home)
    _alike(sea, "shelter_in_roads", [ship], home, left, ship.now)
    _rest(sea, ship)


def yard(sea: Sea) -> None:
    """A DPRK ship goes empty to a yard abroad for ten days, and home empty."""
    ship = _kp(sea)
    if ship.at not in _HOME:
        sea.sail(ship, "Nampo" if ship.at == "off Nampo" else "Hungnam")
    sea.lie(ship, 24)
    if ship.laden:
        sea.cargo(ship, False)
    left = ship.now
    sea.sail(ship, "Zhoushan" if ship.at in ("Nampo", "Songnim") else "Vladivostok")
    _alike(sea, "yard", [ship], ship.at, left, ship.now)
    sea.lie(ship, float(sea.rng.uniform(150, 260)))
    _rest(sea, ship)


def two_of_one_flag(sea: Sea) -> None:
    """Two DPRK tankers lie side by side at sea."""
    first = _kp(sea, "tanker")
    spot = "Yellow Sea" if first.at in ("Nampo", "Songnim", "off Nampo") else "East Sea"
    sea.sail(first, spot)
    came = first.now
    sea.lie(first, 30, doing=7)
    second = sea.build("tanker", "KP", "Nampo" if spot == "Yellow Sea" else "Hungnam")
    where = _near(first, came + 8 * H)
    begin = second.now
    sea.sail(second, spot, there=where)
    taken = second.now - begin
    _restart(sea, second, came + 8 * H - taken, spot, where)
    met = second.now
    sea.beside(second, first, 8)
    _alike(sea, "one_flag_meeting", [first, second], spot, met, second.now)
    _rest(sea, first)
    _rest(sea, second)


def off_in_port(sea: Sea) -> None:
    """A DPRK ship lies for days in a home port with its AIS off."""
    ship = _kp(sea)
    if ship.at not in _HOME:
        sea.sail(ship, "Nampo" if ship.at == "off Nampo" else "Hungnam")
    begin = ship.now
    sea.lie(ship, float(sea.rng.uniform(60, 200)))
    ship.off.append((begin + 2 * H, ship.now - 2 * H))
    if sea.rng.random() < 0.5:
        sea.cargo(ship, not ship.laden)
    _alike(sea, "off_in_port", [ship], ship.at, begin, ship.now)
    _rest(sea, ship)


def crew_change(sea: Sea) -> None:
    """A merchant lies off a port for some hours, and goes on."""
    ship = _foreigner(sea)
    _trade(sea, ship, float(sea.rng.uniform(1, 12)) * D)
    sea.sail(ship, str(sea.rng.choice(_SPOTS)))
    begin = ship.now
    sea.lie(ship, float(sea.rng.uniform(6, 30)), doing=7)
    _alike(sea, "waiting_offshore", [ship], ship.at, begin, ship.now)
    _rest(sea, ship)


def helped_by_a_tug(sea: Sea) -> None:
    """A DPRK ship drifts with a broken engine, and a tug lies beside it for hours."""
    ship = _kp(sea)
    spot = "Yellow Sea" if ship.at in ("Nampo", "Songnim", "off Nampo") else "East Sea"
    sea.sail(ship, spot)
    begin = ship.now
    sea.lie(ship, 34, doing=7)
    port = "Qingdao" if spot == "Yellow Sea" else "Donghae"
    tug = sea.build("tug", "CN" if port == "Qingdao" else "KR", port, habit="absent")
    sea.lie_until(tug, max(0.0, begin - 8 * H))
    sea.sail(tug, spot, there=_near(ship, tug.now + 16 * H))
    met = tug.now
    sea.beside(tug, ship, 7)
    _alike(sea, "helped_at_sea", [ship, tug], spot, met, tug.now)
    sea.sail(tug, port)
    sea.lie_until(tug, sea.seconds + D)
    _rest(sea, ship)


def bunkered(sea: Sea) -> None:
    """A small tanker fuels a merchant at anchor in the roads."""
    ship = _foreigner(sea)
    _trade(sea, ship, float(sea.rng.uniform(1, 12)) * D)
    roads = str(sea.rng.choice(("off Zhujiajian", "off Pohang", "off Nakhodka")))
    sea.sail(ship, roads)
    came = ship.now
    sea.lie(ship, 40)
    port = {"off Zhujiajian": "Zhoushan", "off Pohang": "Pohang", "off Nakhodka": "Nakhodka"}[roads]
    small = sea.build("tanker", PORTS[port][2], port)
    small.length_m = int(sea.rng.integers(45, 75))
    sea.lie_until(small, came + 3 * H)
    sea.sail(small, roads, there=(ship.here[0] + 0.0004, ship.here[1] + 0.0003))
    met = small.now
    sea.beside(small, ship, float(sea.rng.uniform(3, 7)))
    _alike(sea, "bunkering", [small, ship], roads, met, small.now)
    sea.sail(small, port)
    sea.lie_until(small, sea.seconds + D)
    _rest(sea, ship)


def neighbours(sea: Sea) -> None:
    """A DPRK ship on its way to fetch lawful cargo rides at anchor some hundred metres from a merchant."""
    ship = _kp(sea)
    if ship.laden:
        if ship.at not in _HOME:
            sea.sail(ship, "Nampo" if ship.at == "off Nampo" else "Hungnam")
        sea.lie(ship, 24)
        sea.cargo(ship, False)
    roads = "off Lianyungang" if ship.at in ("Nampo", "Songnim", "off Nampo") else "off Nakhodka"
    sea.sail(ship, roads)
    begin = ship.now
    sea.lie(ship, 40)
    other = _foreigner(sea, at="Lianyungang" if roads == "off Lianyungang" else "Nakhodka")
    sea.lie_until(other, begin + 2 * H)
    sea.sail(other, roads, there=(ship.here[0] + 0.0035, ship.here[1] + 0.001))
    sea.lie(other, 24)
    _alike(sea, "anchored_neighbours", [ship, other], roads, begin, begin + 38 * H)
    sea.sail(ship, roads.removeprefix("off "))
    sea.lie(ship, 30)
    sea.cargo(ship, True)
    _rest(sea, ship)
    _rest(sea, other)


def shared_number(sea: Sea) -> None:
    """Two coasters send one number, hundreds of miles apart."""
    one, other = _foreigner(sea, at="Qingdao"), _foreigner(sea, at="Niigata")
    other.mmsi = one.mmsi
    other.numbers[:] = [(-D, one.mmsi)]
    for ship in (one, other):
        _trade(sea, ship, sea.seconds)
        sea.lie_until(ship, sea.seconds + D)
    sea.note("shared_mmsi", [("ship", one), ("ship", other)], [("place", "Qingdao", one.here)], D, 20 * D)


def failure(sea: Sea) -> None:
    """A third flag's transponder fails on a voyage near the DPRK, and it takes other cargo afterwards."""
    ship = _foreigner(sea, at=str(sea.rng.choice(("Dalian", "Vladivostok", "Donghae"))))
    _trade(sea, ship, float(sea.rng.uniform(2, 10)) * D)
    if ship.at not in PORTS:
        sea.sail(ship, str(sea.rng.choice(_ABROAD)))
    sea.lie(ship, 20)
    sea.cargo(ship, False)
    left = sea.sail(ship, str(sea.rng.choice(("Qingdao", "Nakhodka", "Pohang"))))
    ship.off.append((left + 0.2 * (ship.now - left), left + 0.9 * (ship.now - left)))
    _alike(sea, "equipment_failure", [ship], ship.at, left, ship.now)
    sea.lie(ship, 30)
    sea.cargo(ship, True)
    _rest(sea, ship)


def kp_ferry(sea: Sea) -> None:
    """A DPRK passenger ship runs to Vladivostok and back."""
    ship = sea.build("ferry", "KP", "Chongjin", habit="constant")
    while ship.now < sea.seconds:
        sea.lie(ship, 50)
        left = sea.sail(ship, "Vladivostok" if ship.at == "Chongjin" else "Chongjin")
        _alike(sea, "dprk_ferry", [ship], ship.at, left, ship.now)


def squid(sea: Sea) -> None:
    """A squid boat drifts by night on a bank, class B, and comes home every few days."""
    home = str(sea.rng.choice(("Donghae", "Pohang", "Niigata", "Zhoushan", "Qingdao")))
    bank = {"Zhoushan": "East China Sea", "Qingdao": "Yellow Sea", "Niigata": "Yamato bank"}.get(home, "Kita bank")
    ship = sea.build("squid boat", PORTS[home][2], home, habit="absent")
    while ship.now < sea.seconds:
        sea.lie(ship, float(sea.rng.uniform(10, 60)))
        sea.sail(ship, bank, there=(SPOTS[bank][0] + sea.rng.normal(0, 0.25), SPOTS[bank][1] + sea.rng.normal(0, 0.3)))
        for _ in range(int(sea.rng.integers(2, 6))):
            sea.lie(ship, 11, doing=7)
            sea.sail(ship, bank, there=(ship.here[0] + sea.rng.normal(0, 0.1), ship.here[1] + sea.rng.normal(0, 0.1)))
        sea.sail(ship, home)


def ferry(sea: Sea) -> None:
    """A ferry between two ports."""
    one, other = (("Donghae", "Vladivostok"), ("Incheon", "Qingdao"), ("Incheon", "Dalian"))[int(sea.rng.integers(3))]
    ship = sea.build("ferry", "KR", one, habit="constant")
    while ship.now < sea.seconds:
        sea.lie(ship, float(sea.rng.uniform(6, 14)))
        sea.sail(ship, other if ship.at == one else one)


def merchant(sea: Sea) -> None:
    """A lawful coaster or tanker."""
    ship = sea.build(
        "coaster" if sea.rng.random() < 0.75 else "tanker",
        str(sea.rng.choice(("CN", "KR", "RU", "JP", "PA"))),
        str(sea.rng.choice(_ABROAD)),
    )
    sea.cargo(ship, bool(sea.rng.random() < 0.5))
    _trade(sea, ship, sea.seconds)
    sea.lie_until(ship, sea.seconds + D)
