"""Which condition of ``dark_trip.py`` a ship's silences around a day did not meet, and by how much."""

from __future__ import annotations

from typing import Any

from fairlead.law import Regime
from fairlead.shapes import US_PER_HOUR
from fairlead.typologies import dark_trip, moments, placing
from fairlead.typologies.grounds.courses import Courses
from fairlead.typologies.whynot.asked import Asked, Failed, not_under
from fairlead.typologies.whynot.voyages import of_silences

_KM = 1_000


def dark_trip_failed(asked: Asked, regime: Regime) -> Failed:
    """Tell why no silence around the day is a trip of a ship of the target's far from home."""
    if (foreign := not_under(asked.ship, regime.target)) is not None:
        return foreign
    longer_us = dark_trip.SPARE_US + 1
    return of_silences(asked, longer_us, lambda gap, silent: _failed(asked, regime, gap, silent))


def _failed(asked: Asked, regime: Regime, gap: dict[str, Any], what: str) -> Failed:
    (spare_us,) = dark_trip.spares_us([gap])
    needed = dark_trip.SPARE_US / US_PER_HOUR
    spare = max(0.0, round(spare_us / US_PER_HOUR, 1))
    if spare_us <= dark_trip.SPARE_US:
        why = (
            f"{what}; the way between, at 12 knots and round the land, leaves {moments.hours(max(0, round(spare_us)))}"
        )
        return Failed(
            1, "a silence much longer than the way", f"{why}, where {needed:.0f} h are needed", spare, needed, "h"
        )
    back = dark_trip.far_off(regime, gap, "end")
    out = dark_trip.far_off(regime, gap, "start") and dark_trip.at_home(regime, gap)
    if not back and not out:
        off_m = placing.off_m(gap, "end", regime.target)
        again = f"it was heard again {placing.km(off_m)} off {regime.target}"
        if off_m >= dark_trip.FAR_M:
            return Failed(2, "at sea far from home", f"{what}; {again}, but in a port or off one")
        why = f"{what}; {again}, where {dark_trip.FAR_M / _KM:.0f} km are needed, or as far where it was lost"
        return Failed(2, "at sea far from home", why, round(off_m / _KM, 1), dark_trip.FAR_M / _KM, "km")
    ports, legs = placing.ports(regime.target), asked.world.legs
    came = Courses(legs, [gap]).away_from_all(gap, ports, dark_trip.aside(gap)) if back else None
    went = Courses(legs, [gap], "start").away_from_all(gap, ports) if out else None
    if came is None and went is None:
        why = f"{what}; it was on no course that has every port of {regime.target} ahead when it was heard again, or"
        return Failed(3, "on its way home, or out", f"{why} astern when it was lost")
    return Failed(4, None, f"{what}; {came or went}")
