"""The hidden deliveries of the simulated year: who brings goods out of the DPRK, how, and where to.

Of 555 deliveries, 400 go by ships under the DPRK flag to the roads of one archipelago; the others by barges, third
flags, at sea from ship to ship, and under laundered identities. What anybody finds of them is left out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from fairlead.simulate.fleet import Ship
from fairlead.simulate.year import chart
from fairlead.simulate.year.chart import ARCHIPELAGO, DAY, HOUR, SPOTS
from fairlead.simulate.year.diary import Diary, Place, adrift
from fairlead.simulate.year.fleet import Fleet, true_place

FLAG_SHARE = 400 / 555  # by ships of the regime's flag to the archipelago
# Ways of the others, with their weights.
OTHERS = (("barge", 34), ("third flag", 28), ("at sea", 22), ("laundered", 16))
NEED_S = 15 * DAY  # the longest that an act lasts
SPACE_S = 21 * DAY  # between the beginnings of two acts of one hull

_AREAS = ("sts-ecs", "sts-ys", "sts-deep", "offing-yangtze")
Task = Callable[[Fleet, Diary], None]


@dataclass
class Meeting:
    """Two hulls that meet at sea: the first comes early and drifts, the second comes alongside at ``when``."""

    area: str
    place: Place
    when: float
    hours: float
    goods: str
    first_gives: bool
    dark: bool
    first: Diary | None = None
    first_ship: Ship | None = None
    waits_from: tuple[float, Place] = (0.0, (0.0, 0.0))
    silence: tuple[float, float] = field(default=(0.0, 0.0))
    entered: range = range(0)  # the draughts that the first's crew entered after it, in the world's list
    met: bool = False


def delivery(fleet: Fleet, life: Diary) -> None:
    """Load in a home port and discharge in the archipelago's roads into lighters that nobody hears."""
    drawn = life.rng.random()
    port = life.rng.choice(("nampo", "nampo", "nampo", "haeju", "songnim"))
    _come(life, port)
    called_off = life.now
    arrived, berth = _take(life)
    left = life.now
    roads = life.rng.choice(ARCHIPELAGO)
    hours = life.some(16, 90)
    if life.rng.random() < 0.25:
        life.say(life.rng.choice(("DALIAN", "VLADIVOSTOK", "FOR ORDERS", "BUSAN", "CN TAO")), left + 60)
    life.sail(roads, stay_h=hours)
    reached = life.now
    kind, heard = "delivery", "both ends"
    if drawn < 0.28:
        life.silent(left + life.some(2, 9) * HOUR, reached - life.some(2, 10) * HOUR)
        heard = "across a gap"
    elif drawn < 0.36:
        life.silent(called_off - life.some(1, 3) * HOUR, reached - life.some(3, 14) * HOUR)
        kind, heard = "dark_voyage", "not in the port of origin"
    life.anchor(hours)
    life.load(False)
    places = [true_place("origin", port, berth), true_place("destination", roads, life.at)]
    ends = [(life.hull, arrived, left), (life.hull, reached, life.now)]
    note = f"in the roads {hours:.0f} h; draught {life.habit}; {heard}"
    parts = [("carrier", life.hull, life.ship)]
    fleet.note(kind, parts, places, left, life.now, ends=ends, goods="coal", heard=heard, note=note)
    life.sail("nampo-roads", stay_h=30)
    life.anchor(life.some(10, 40))


def abroad(fleet: Fleet, life: Diary) -> None:
    """Fetch goods from a DPRK port under another flag, or in a barge, openly or with the AIS off on one of the ways."""
    home = life.rng.choice(("yantai", "dalian", "qingdao", "lianyungang"))
    if life.node != home:
        life.sail(home)
    life.moor(life.some(10, 30))
    life.load(False)
    out, port = life.now, life.rng.choice(("nampo", "nampo", "songnim"))
    life.sail(port)
    arrived, berth = life.now, life.at
    life.moor(life.some(22, 44))
    life.load(True)
    left = life.now
    goal = life.rng.choice((*ARCHIPELAGO, "lianyungang", "qingdao", "shanghai", "zhoushan", "yantai"))
    hours = life.some(18, 60)
    life.sail(goal, stay_h=hours)
    reached = life.now
    drawn, kind, heard = life.rng.random(), "delivery", "both ends"
    if drawn < 0.25:
        life.silent(left + life.some(1, 8) * HOUR, left + (reached - left) * life.some(0.4, 0.8))
        heard = "across a gap"
    elif drawn < 0.5:
        off = out + (arrived - out) * life.some(0.3, 0.6)
        life.silent(off, left + (reached - left) * life.some(0.4, 0.7))
        kind, heard = "dark_voyage", "not in the port of origin"
    life.lie(hours)
    life.load(False)
    places = [true_place("origin", port, berth), true_place("destination", goal, life.at)]
    ends = [(life.hull, arrived, left), (life.hull, reached, life.now)]
    parts = [("carrier", life.hull, life.ship)]
    note = f"{life.ship.kind}; draught {life.habit}; {heard}"
    fleet.note(kind, parts, places, left, life.now, ends=ends, goods="coal", heard=heard, note=note)


def laundered(fleet: Fleet, life: Diary) -> None:
    """Load under one identity, fall silent, and come out of the dark under another, to discharge."""
    old, port = life.ship, life.rng.choice(("nampo", "nampo", "haeju"))
    _come(life, port)
    arrived, berth = _take(life)
    left = life.now
    roads = life.rng.choice((*ARCHIPELAGO, "lianyungang-roads"))
    hours = life.some(20, 70)
    life.sail(roads, stay_h=hours)
    reached = life.now
    off, on = left + life.some(2, 10) * HOUR, reached - life.some(4, 16) * HOUR
    new = fleet.yard.again(old, life.rng.choice(("TG", "SL", "PW", "BZ", "MN")), keep_imo=life.rng.random() < 0.3)
    life.silent(off, on)
    life.rename(new, (off + on) / 2)
    life.anchor(hours)
    life.load(False)
    parts = [("carrier", life.hull, old), ("carrier, later", life.hull, new)]
    places = [true_place("origin", port, berth), true_place("destination", roads, life.at)]
    ends = [(life.hull, arrived, left), (life.hull, reached, life.now)]
    note = f"{old.mmsi} until {fleet.ledger.date(off)}, {new.mmsi} from {fleet.ledger.date(on)}"
    fleet.note(
        "laundered_delivery", parts, places, left, life.now, ends=ends, goods="coal", heard="across a gap", note=note
    )
    begin = life.now
    life.sail("nampo-roads", stay_h=30)
    off, on = begin + life.some(4, 12) * HOUR, life.now - life.some(2, 8) * HOUR
    life.silent(off, on)
    life.rename(old, (off + on) / 2)
    life.anchor(life.some(10, 40))


def first_at_sea(_fleet: Fleet, life: Diary, meeting: Meeting) -> None:
    """Come to the place of a meeting early and drift there; home again after it."""
    if meeting.first_gives:
        _come(life, "nampo")
        _take(life)
    else:
        life.load(False)
    ready = meeting.when - 3 * HOUR
    hours = chart.hours(life.node, meeting.area, life.ship.speed_kn) * 1.12
    life.lie((ready - hours * HOUR - life.now) / HOUR)
    left = life.now
    life.sail(meeting.area, to=meeting.place)
    if life.now > meeting.when + 6 * HOUR:
        meeting.first = None
        life.sail("nampo-roads", stay_h=30)
        life.anchor(20)
        return
    meeting.when = max(meeting.when, life.now + 0.3 * HOUR)
    meeting.first, meeting.first_ship, meeting.waits_from = life, life.ship, (life.now, life.at)
    end = meeting.when + meeting.hours * HOUR
    life.drift(end + 600)
    before = len(life.world.draughts)
    life.load(not meeting.first_gives)
    meeting.entered = range(before, len(life.world.draughts))
    life.sail("nampo-roads", stay_h=30)
    if meeting.dark:
        meeting.silence = (left + life.some(4, 9) * HOUR, life.now - life.some(3, 8) * HOUR)
        life.silent(*meeting.silence)
    life.anchor(20)
    life.sail("nampo")
    life.moor(24)
    life.load(False)


def second_at_sea(fleet: Fleet, life: Diary, meeting: Meeting) -> None:
    """Come alongside the hull that drifts, lie there for hours, and go away with the goods, or without them."""
    first, ship = meeting.first, meeting.first_ship
    if first is None or ship is None:
        return
    life.load(not meeting.first_gives)
    hours = chart.hours(life.node, meeting.area, life.ship.speed_kn) * 1.08
    life.lie((meeting.when - hours * HOUR - life.now) / HOUR)
    offset = life.rng.choice((-1, 1)) * life.some(12, 32), life.rng.choice((-1, 1)) * life.some(12, 28)
    since, at = meeting.waits_from
    guess = max(meeting.when, life.now + hours * HOUR)
    life.sail(meeting.area, to=chart.moved(*adrift(at, since, guess), *offset))
    met, end = life.now, meeting.when + meeting.hours * HOUR
    if end - met < 3 * HOUR:
        return
    life.beside(first.hull, end, *offset, chart.moved(*adrift(at, since, end), *offset))
    life.load(meeting.first_gives)
    parts = [("DPRK flag", first.hull, ship), ("counterpart", life.hull, life.ship)]
    ends = [(first.hull, met, end), (life.hull, met, end)]
    heard = "one ship only" if meeting.dark else "both ships"
    note = f"{meeting.goods}, side by side, drifting {meeting.hours:.0f} h; {heard}"
    where = [true_place("meeting", meeting.area, life.at)]
    fleet.note("transfer_dprk", parts, where, met, end, ends=ends, goods=meeting.goods, heard=heard, note=note)
    meeting.met = True


def unmet(draughts: list[tuple[int, float, int]], meeting: Meeting) -> None:
    """Let a ship that nobody came to keep its cargo: what its crew entered after it says what it said before."""
    for at in meeting.entered:
        hull, when, _ = draughts[at]
        draughts[at] = (hull, when, next(depth for other, _, depth in reversed(draughts[:at]) if other == hull))


def _come(life: Diary, port: str) -> None:
    """Wait off the port of loading, unless the ship lies in it."""
    if life.node == port:
        return
    if port != "haeju" and life.node != "nampo-roads" and life.rng.random() < 0.5:
        life.sail("nampo-roads", stay_h=40)
        life.anchor(life.some(6, 36))
    life.sail(port)


def _take(life: Diary) -> tuple[float, Place]:
    """Berth, load, and return when and where that was."""
    begin = life.now
    life.moor(life.some(22, 50))
    life.load(True)
    return begin, life.at


def draw_meeting(life: Diary, when: float, *, oil: bool) -> Meeting:
    """Draw where two hulls meet about ``when``, and for how long."""
    area = life.rng.choice(_AREAS)
    spot = SPOTS[area]
    place = chart.moved(spot.lat, spot.lon, *(life.some(-20_000, 20_000) for _ in range(2)))
    dark = life.rng.random() < 0.25
    return Meeting(area, place, when, life.some(5, 16), "oil" if oil else "coal", not oil, dark)
