"""A sea of changing identities: laundered deliveries among ships that change number, name or owner in the open.

Hidden: hulls that load in a DPRK port, fall silent, and discharge elsewhere under another identity; some keep their IMO
number, some wait in the dark for days, some come back under the old name. Innocent: sales in port, transponders
replaced, numbers typed wrong and mended, sister ships of which one is laid up while the other comes in for the first
time, and newcomers of any size. Left out: what nobody would hear of, and identities that were in use before.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from pathlib import Path

import numpy as np

from fairlead.simulate import lawful, lookalikes, marine_csv
from fairlead.simulate.cast import ROADS, Cast, true_place
from fairlead.simulate.fleet import Ship, Shipyard
from fairlead.simulate.life import DAY, HOUR, Life
from fairlead.simulate.reception import Ears, Heard
from fairlead.simulate.truth import Act, Ledger, Truth

_STREAM = 17  # of chance, apart from the other seas'
_FLAGS = ("TG", "SL", "PW", "BZ", "MN")
_NEED = 20 * DAY  # the longest that a laundered delivery and the way back take
_MOST_HIDDEN = 6
_ROADS = ("zhoushan-roads", "zhoushan-roads", "lianyungang-roads", "shanghai-roads", "qingdao-roads")


@dataclass
class Names:
    """Who each hull says it is from when on, beside its first identity; and the sea that it sails in."""

    cast: Cast
    of: dict[int, list[tuple[float, Ship]]] = field(default_factory=dict)  # number of the life in the cast → changes

    def change(self, life: Life, when: float, ship: Ship) -> None:
        """Let a hull bear another identity from ``when`` on."""
        at = next(n for n, one in enumerate(self.cast.lives) if one is life)
        self.of.setdefault(at, []).append((when, ship))


def sea(folder: Path, seed: int, days: int = 30, ships: int = 140, *, innocent: bool = False) -> Truth:
    """Write a sea's tracks and its key into ``folder`` (made if absent) and return the key."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng([_STREAM, seed, days, ships, int(innocent)])
    epoch = datetime.combine(date(2019, 3, 1), time(), UTC)
    cast = Cast(rng, Shipyard(rng), Ledger(epoch), days * DAY)
    names = Names(cast)
    for _ in range(0 if innocent else int(rng.integers(0, _MOST_HIDDEN + 1))):
        _attempt(names, _laundered)
    for act, least, greatest in _LOOKALIKES:
        for _ in range(int(rng.integers(least, greatest + 1))):
            _attempt(names, act)
    lookalikes.play(cast, ships * 2 // 3)
    lawful.populate(cast, ships)
    ears = Ears(rng, cast.seconds, lookalikes.deaf_stretches(cast))
    heard = [part for at, life in enumerate(cast.lives) for part in _told(ears.listen(life), names.of.get(at, []))]
    rows, faults = marine_csv.table(heard, rng, epoch)
    truth = Truth(seed, epoch.date().isoformat(), days, ships, faults=faults)
    truth.files |= marine_csv.write(rows, folder, epoch, days)
    truth.hidden = [_counted(act, heard, epoch) for act in cast.ledger.hidden]
    truth.innocent = [_counted(act, heard, epoch) for act in cast.ledger.innocent]
    truth.write(folder / "truth.json")
    return truth


def _told(heard: Heard, changes: list[tuple[float, Ship]]) -> list[Heard]:
    """Return what was heard of a hull, identity by identity."""
    parts, since, ship = [], -np.inf, heard.life.ship
    for until, following in [*sorted(changes, key=lambda one: one[0]), (np.inf, heard.life.ship)]:
        kept = (heard.t >= since) & (heard.t < until)
        life = copy.copy(heard.life)
        life.ship = ship
        columns = {key: value[kept] for key, value in vars(heard).items() if key != "life"}
        parts.append(Heard(life, **columns))
        since, ship = until, following
    return parts


def _counted(act: Act, heard: list[Heard], epoch: datetime) -> Act:
    begin, end = (datetime.fromisoformat(edge).timestamp() - epoch.timestamp() for edge in (act.start, act.end))
    counts: dict[int, int] = {}
    for one in heard:
        inside = int(np.count_nonzero((one.t >= begin) & (one.t <= end)))
        counts[one.life.ship.mmsi] = counts.get(one.life.ship.mmsi, 0) + inside
    return replace(act, messages=tuple(counts.get(ship.mmsi, 0) for ship in act.ships))


def _attempt(names: Names, act: Callable[[Names], bool]) -> None:
    """Try an act three times; nothing remains of an attempt that does not end within the period."""
    lives = len(names.cast.lives)
    for _ in range(3):
        if act(names):
            return
        del names.cast.lives[lives:]
        names.of = {at: changes for at, changes in names.of.items() if at < lives}


# --- hidden -------------------------------------------------------------------------------------------------------


def _laundered(names: Names) -> bool:
    cast = names.cast
    port = cast.one_of("nampo", "nampo", "haeju", "songnim")
    life = cast.hire(
        "DPRK bulk carrier", port, cast.some(-40, 24 * max(1, cast.seconds / DAY - 20)) * HOUR, laden=False
    )
    old, loaded_at = life.ship, life.now + HOUR
    life.moor(cast.some(22, 50))
    life.load(True)
    left = life.now
    if cast.rng.random() < 0.4:  # days of waiting in the dark before the second identity is shown
        life.sail(cast.one_of("sts-ecs", "sts-ys"))
        life.drift(life.now + cast.some(1, 6) * DAY)
    roads = cast.one_of(*_ROADS)
    life.sail(roads)
    reached = life.now
    off, on = left + cast.some(2, 9) * HOUR, reached - cast.some(3, 14) * HOUR
    if on < off + 6 * HOUR or left < 0:
        return False
    new = cast.yard.again(old, cast.one_of(*_FLAGS), keep_imo=bool(cast.rng.random() < 0.25))
    if cast.rng.random() < 0.3:  # forged papers round a metre the other way
        new = replace(new, length_m=old.length_m + int(cast.rng.integers(-1, 2)))
    life.silent(off, on)
    names.change(life, (off + on) / 2, new)
    life.anchor(cast.some(20, 70))
    if cast.rng.random() < 0.4:
        life.sail({berth: port for port, berth in ROADS.items()}[roads])
        life.moor(cast.some(14, 40))
    life.load(False)
    end = life.now
    if end > cast.seconds - 6 * HOUR:
        return False
    places = [true_place("origin", life, loaded_at, port), true_place("destination", life, end - HOUR, life.node)]
    note = f"{old.mmsi} until {cast.ledger.date(off)}, {new.mmsi} from {cast.ledger.date(on)}"
    parts = [("carrier", old), ("carrier, later", new)]
    cast.ledger.note("laundered_delivery", parts, places, left, end, goods="coal", heard="across a gap", note=note)
    life.sail("nampo-roads")
    if cast.rng.random() < 0.6:
        off, on = end + cast.some(4, 12) * HOUR, life.now - cast.some(2, 8) * HOUR
        life.silent(off, on)
        names.change(life, (off + on) / 2, old)
    life.anchor(max(12.0, (cast.seconds - life.now) / HOUR + 1))
    return True


# --- innocent -----------------------------------------------------------------------------------------------------


def _merchant(names: Names, kind: str = "bulk carrier") -> Life:
    cast = names.cast
    life = cast.hire(kind, cast.one_of(*lawful.PORTS[:9]), cast.some(-4, 0) * DAY)
    cast.trade(life, lawful.PORTS, until=cast.some(0.2, 0.7) * cast.seconds)
    while life.node in ("gate-south", "gate-east"):
        life.sail(cast.one_of(*lawful.PORTS[:9]))
    return life


def _noted(names: Names, kind: str, life: Life, parts: list[tuple[str, Ship]], begin: float, note: str) -> bool:
    cast = names.cast
    if life.now > cast.seconds - 12 * HOUR:
        return False
    cast.ledger.note(kind, parts, [true_place("port", life, begin, life.node)], begin, life.now, note=note)
    cast.trade(life, lawful.PORTS)
    return True


def _sold(names: Names) -> bool:
    """Change hands in port, in the open: another name, number and flag, and the same IMO number."""
    life, cast = _merchant(names), names.cast
    begin, old = life.now, life.ship
    life.moor(cast.some(60, 200))
    new = cast.yard.again(old, cast.one_of("PA", "LR", "HK", "BZ", "TG"))
    names.change(life, (begin + life.now) / 2, new)
    return _noted(names, "sale_and_rename", life, [("before", old), ("after", new)], begin, "in port")


def _refitted(names: Names) -> bool:
    """Have the transponder replaced in port; it is set up with another number, and all else as before."""
    life, cast = _merchant(names), names.cast
    begin, old = life.now, life.ship
    life.moor(cast.some(30, 90))
    new = replace(old, mmsi=cast.yard.build(old.kind, old.flag).mmsi)
    names.change(life, (begin + life.now) / 2, new)
    return _noted(names, "replaced_transponder", life, [("before", old), ("after", new)], begin, "in port")


def _mistyped(names: Names) -> bool:
    """Send a number with one digit wrong from one port to the next, where it is mended."""
    life, cast = _merchant(names), names.cast
    begin, old = life.now, life.ship
    wrong = replace(old, mmsi=old.mmsi + 10 ** int(cast.rng.integers(1, 5)))
    life.moor(cast.some(14, 40))
    names.change(life, (begin + life.now) / 2, wrong)
    life.load(bool(cast.rng.random() < 0.5))
    life.sail(cast.one_of(*(port for port in lawful.PORTS[:9] if port != life.node)))
    arrived = life.now
    life.moor(cast.some(14, 40))
    names.change(life, (arrived + life.now) / 2, old)
    return _noted(names, "number_typed_wrong", life, [("before", old), ("wrong", wrong)], begin, "mended in port")


def _sisters(names: Names) -> bool:
    """Lay up a ship that left a DPRK port laden, its AIS off; its sister comes into the sea for the first time."""
    cast = names.cast
    begin = cast.some(1, 10) * DAY
    one = cast.hire("DPRK bulk carrier", "nampo", begin - 40 * HOUR, laden=False)
    one.moor(40)
    one.load(True)
    left = one.now
    one.sail("haeju")
    one.silent(left + cast.some(1, 3) * HOUR, cast.seconds)
    one.moor((cast.seconds - one.now) / HOUR + 2)
    built = cast.yard.build("old bulk carrier")
    alike = ("length_m", "beam_m", "ballast_m", "laden_m", "speed_kn")
    other = cast.hire("old bulk carrier", "gate-south", left)
    other.ship = replace(built, **{key: getattr(one.ship, key) for key in alike})
    other.draughts = [(left, other.ship.laden_m)]
    other.away(cast.some(20, 150))
    came = other.now
    other.sail(cast.one_of("zhoushan-roads", "shanghai-roads"))
    other.anchor(cast.some(20, 50))
    other.load(False)
    if other.now > cast.seconds - 12 * HOUR:
        return False
    parts = [("laid up", one.ship), ("sister", other.ship)]
    places = [true_place("area", one, left, "nampo"), true_place("area", other, came, "gate-south")]
    cast.ledger.note("sister_ships", parts, places, left, other.now, note="two hulls")
    cast.trade(other, lawful.PORTS)
    return True


def _newcomer(names: Names) -> bool:
    """Come into the sea for the first time, from afar or new from a yard."""
    cast = names.cast
    kind, spot = cast.one_of("old bulk carrier", "bulk carrier"), cast.one_of("gate-south", "gate-east", "dalian")
    life = cast.hire(kind, spot, 0.0)
    life.away(cast.some(2, 22) * 24)
    begin = life.now
    life.sail(cast.one_of(*(port for port in lawful.PORTS[:9] if port != spot)))
    if life.now > cast.seconds - 12 * HOUR:
        return False
    where = [true_place("area", life, begin, spot)]
    cast.ledger.note("newcomer", [("ship", life.ship)], where, begin, life.now)
    cast.trade(life, lawful.PORTS)
    return True


_LOOKALIKES: tuple[tuple[Callable[[Names], bool], int, int], ...] = (
    # the act, least and greatest number in a sea
    (_sold, 1, 4),
    (_refitted, 1, 3),
    (_mistyped, 1, 2),
    (_sisters, 1, 3),
    (_newcomer, 4, 12),
)
