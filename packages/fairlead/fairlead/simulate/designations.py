"""Puts simulated ships on the simulated list, each with its legal bases and the reasons as such a list words them.

All dates of acts lie before the designation, and all designations before any simulated sea begins.
"""

from __future__ import annotations

from datetime import date, timedelta

from fairlead.simulate.cast import Cast, Designation, Told
from fairlead.simulate.fleet import Ship

_DATES = (date(2017, 10, 3), date(2017, 12, 28), date(2018, 3, 30), date(2018, 10, 16))
LAST = _DATES[-1]


def designate(cast: Cast, ship: Ship, *, port_ban: bool) -> Designation:
    """Add the ship to the list, with the reasons for it."""
    listed_on = _DATES[int(cast.rng.integers(len(_DATES)))]
    if not port_ban:
        return _add(cast, ship, listed_on, _belief(ship), (), port_ban=False)
    narrative, told = _reasons(cast, ship, listed_on)
    return _add(cast, ship, listed_on, narrative, (told,), port_ban=True)


def pad(cast: Cast, count: int) -> None:
    """Add ships that nobody meets in this sea: some with a dated act, some without, two that tell of one transfer."""
    _pair(cast)
    for _ in range(count):
        kind = cast.one_of("DPRK bulk carrier", "DPRK tanker", "old bulk carrier", "old tanker")
        designate(cast, cast.yard.build(kind), port_ban=bool(cast.rng.random() < 0.6))


def _pair(cast: Cast) -> None:
    """List both ships of one past transfer, each with its own wording of it."""
    giver, taker = cast.yard.build("old tanker"), cast.yard.build("DPRK tanker")
    listed_on = date(2018, 3, 30)
    day = listed_on - timedelta(days=int(cast.rng.integers(60, 120)))
    for ship, other, words in (
        (giver, taker, "M/V {0} engaged in a ship-to-ship transfer, likely for oil, with M/V {1} on {2}."),
        (taker, giver, "The DPRK oil tanker {0} engaged in a ship-to-ship transfer with M/V {1} on {2}."),
    ):
        told = Told("ship_to_ship", day.isoformat(), None, other.name)
        narrative = words.format(ship.name, other.name, _written(day))
        _add(cast, ship, listed_on, narrative, (told,), port_ban=True)


def _add(
    cast: Cast, ship: Ship, listed_on: date, narrative: str, told: tuple[Told, ...], *, port_ban: bool
) -> Designation:
    former = (cast.yard.name(ship.kind, ship.flag),) if cast.rng.random() < 0.3 else ()
    dprk = ship.flag == "KP"
    marks = (not port_ban, port_ban and not dprk, port_ban and dprk, port_ban, False)
    entry = Designation(ship, listed_on, former, marks, narrative, told, details=bool(cast.rng.random() < 0.4))
    cast.designations.append(entry)
    return entry


def _reasons(cast: Cast, ship: Ship, listed_on: date) -> tuple[str, Told]:
    day = listed_on - timedelta(days=int(cast.rng.integers(25, 110)))
    nation = "DPRK tanker " if ship.flag == "KP" else ""
    if "tanker" not in ship.kind:
        port = cast.one_of("Nampo", "Songnim")
        words = f"M/V {ship.name} loaded DPRK coal at {port}, DPRK, on {_written(day)}."
        return words, Told("loading", day.isoformat(), port, None)
    if cast.rng.random() < 0.3:
        words = f"{nation}M/V {ship.name} was involved in ship-to-ship transfer operations for oil in {day:%B %Y}."
        return words, Told("ship_to_ship", f"{day:%Y-%m}", None, None)
    words = f"{nation}M/V {ship.name} was involved in a ship-to-ship transfer, likely for oil, on {_written(day)}."
    return words, Told("ship_to_ship", day.isoformat(), None, None)


def _belief(ship: Ship) -> str:
    nation = "DPRK cargo vessel " if ship.flag == "KP" else "Cargo vessel "
    return f"{nation}M/V {ship.name} is believed to have been involved in illicit transfers of prohibited DPRK goods."


def _written(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
