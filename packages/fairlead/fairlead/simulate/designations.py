"""Puts simulated ships on the simulated list, each with its legal bases and the reasons as such a list words them."""

from __future__ import annotations

from datetime import date

from fairlead.simulate.cast import Cast, Designation
from fairlead.simulate.fleet import Ship

_DATES = (date(2017, 10, 3), date(2017, 12, 28), date(2018, 3, 30), date(2018, 10, 16))
_MONTHS = tuple(date(2017, month, 1).strftime("%B") for month in range(1, 13))


def designate(cast: Cast, ship: Ship, *, port_ban: bool) -> Designation:
    """Add the ship to the list, on a date before the sea begins."""
    listed_on = _DATES[int(cast.rng.integers(len(_DATES)))]
    former = (cast.yard.name(ship.kind, ship.flag),) if cast.rng.random() < 0.3 else ()
    entry = Designation(
        ship=ship,
        listed_on=listed_on,
        former_names=former,
        asset_freeze=not port_ban,
        flag_loss=port_ban and ship.flag != "KP",
        directed=port_ban and ship.flag == "KP",
        port_ban=port_ban,
        narrative=_reasons(cast, ship, listed_on) if port_ban else _belief(ship),
    )
    cast.designations.append(entry)
    return entry


def _reasons(cast: Cast, ship: Ship, listed_on: date) -> str:
    day, month = int(cast.rng.integers(2, 28)), int(cast.rng.integers(6, 9 if listed_on.year == 2017 else 12))
    when = f"{day} {_MONTHS[month - 1]} 2017"
    if "tanker" in ship.kind:
        nation = "DPRK tanker " if ship.flag == "KP" else ""
        forms = (
            f"{nation}M/V {ship.name} was involved in a ship-to-ship transfer operation, likely for oil, on {when}.",
            f"{nation}M/V {ship.name} was involved in ship-to-ship transfer operations for oil in late "
            f"{_MONTHS[month - 1]} 2017.",
        )
    else:
        forms = (
            f"M/V {ship.name} loaded DPRK coal at Nampo, DPRK, on {when}.",
            f"M/V {ship.name} loaded DPRK coal at Songnim, DPRK, on {when} for export.",
        )
    return cast.one_of(*forms)


def _belief(ship: Ship) -> str:
    nation = "DPRK cargo vessel " if ship.flag == "KP" else "Cargo vessel "
    return f"{nation}M/V {ship.name} is believed to have been involved in illicit transfers of prohibited DPRK goods."
