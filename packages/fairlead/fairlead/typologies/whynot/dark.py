"""Which condition of a transfer with a silent ship was not met around a day: of who lay still, or of who was silent.

The pairs themselves, and how near is near, are those of ``silences.py``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fairlead.events import gap, loitering
from fairlead.law import Regime
from fairlead.typologies import moments, placing, transfer_dark, transfer_unheard
from fairlead.typologies.grounds import lain, silences
from fairlead.typologies.grounds.ships import Ships
from fairlead.typologies.transfers import Side
from fairlead.typologies.whynot.asked import Asked, Failed, furthest
from fairlead.typologies.whynot.voyages import km

if TYPE_CHECKING:
    import ibis.expr.types as ir

_PAIR = "a pair of a stay and a silence"


def dark_transfer_failed(asked: Asked, regime: Regime) -> Failed:
    """Tell why no stay at sea around the day would be explained by a transfer with a ship that was silent then."""
    stays = [one for one in asked.events("loitering") if one["end_us"] is not None]
    gaps = [one for one in asked.events("gap") if one["end_us"] is not None]
    if not stays and not gaps:
        lain, silent = loitering.Parameters().least_h, gap.Parameters().least_h
        why = f"it neither lay still at sea for {lain} h {asked.days} nor was silent for more than {silent} h"
        return asked.not_heard() or Failed(1, "a stay at sea or a silence", why)
    return furthest(
        [*(_as_visible(asked, regime, one) for one in stays), *(_as_silent(asked, regime, one) for one in gaps)]
    )


def unheard_failed(asked: Asked, regime: Regime) -> Failed:
    """Tell why no stay at sea around the day speaks of cargo that passed while nobody was heard alongside."""
    side = Side(asked.ship, tuple(asked.matches))
    if side.ship.flag != regime.target:
        why = f"it is of {side.flag() or 'no State known'}, not under the flag of {regime.target}"
        return Failed(1, "a ship under the target State's flag", why)
    events = lain.seeds(asked.world, lambda table: (table.mmsi == asked.mmsi) & _around(asked, table))
    if not events:
        why = f"it neither lay still at sea for {loitering.Parameters().least_h} h {asked.days} nor drifted unheard"
        return asked.not_heard() or Failed(2, "a stay at sea", why)
    at_sea = [one for one in events if placing.offshore(one["start_lat_e7"], one["start_lon_e7"])]
    if not at_sea:
        limit = placing.OFFSHORE_M / 1_000
        why = f"where it lay {asked.days} was within {limit:.0f} km of a coast, where lighters come unheard"
        return Failed(3, "off every coast's roads", why)
    fleet = Ships(asked.world.static_reports, [asked.mmsi])
    handled = silences.Handled(asked.world, [one["track"] for one in at_sea])
    least = transfer_unheard.DEEPER_DM
    turned = [one for one in at_sea if silences.turned(one, fleet, handled, least)]
    if not turned:
        why = f"its draught did not change by {least / 10:.0f} m between the calls before and after it lay at sea"
        return Failed(4, "a draught that changed at sea", why, 0, least / 10, "m")
    lay = f"it lay at sea {_day(turned[0])} and reported another draught"
    return Failed(5, None, f"{lay}; if that is no occasion, it met a ship that was heard, or entered it for a call")


def _around(asked: Asked, table: ir.Table) -> Any:
    return (table.start_us < asked.end_us) & (table.end_us > asked.start_us)


def _as_visible(asked: Asked, regime: Regime, stay: dict[str, Any]) -> Failed:
    zone = placing.zone_at(stay["start_lat_e7"], stay["start_lon_e7"])
    lay = f"it lay still for {_length(stay)}, {_day(stay)}"
    if zone.zone != "beyond":
        return Failed(2, "beyond the territorial sea", f"{lay}, but not beyond the territorial sea: {zone.why}")
    if zone.shore_m is not None and zone.shore_m < placing.OFFSHORE_M:
        off, limit = zone.shore_m / 1_000, placing.OFFSHORE_M / 1_000
        why = f"{lay}, {off:.0f} km off the coast, where lighters come unheard; {limit:.0f} km are needed"
        return Failed(2, "off every coast's roads", why, round(off, 1), round(limit, 1), "km")
    wanted = transfer_dark.of_interest(asked.world, regime)
    stays = asked.world.events["loitering"]
    found = _pairs(asked, wanted, stays.filter(stays.id == stay["id"]))
    if not found:
        why = f"{lay}; no ship under the flag of {regime.target} or listed was silent then and could have come{_NEAR}"
        return Failed(4, _PAIR, why)
    return Failed(5, None, f"{lay}, while MMSI {found[0].gap['mmsi']:09d} was silent")


def _as_silent(asked: Asked, regime: Regime, silence: dict[str, Any]) -> Failed:
    silent = f"it was silent for {_length(silence)} from {_day(silence)}"
    side = Side(asked.ship, tuple(asked.matches))
    if not side.flies(regime.target) and not side.matches:
        whose = side.flag() or "no State known"
        why = f"{silent}, but is neither under the flag of {regime.target} (it is of {whose}) nor listed"
        return Failed(3, "a silent ship under the target State's flag or listed", why)
    gaps = asked.world.events["gap"]
    found = _pairs(asked, gaps.filter(gaps.id == silence["id"]), asked.world.events["loitering"])
    beyond = [
        one for one in found if placing.zone_at(one.stay["start_lat_e7"], one.stay["start_lon_e7"]).zone == "beyond"
    ]
    if not beyond:
        why = f"{silent}; no ship lay still beyond the territorial sea then where it could have come{_NEAR}{_BOTH}"
        return Failed(4, _PAIR, why)
    return Failed(5, None, f"{silent}, while MMSI {beyond[0].stay['mmsi']:09d} lay still")


_BOTH = "; a meeting with a ship that was silent too cannot be found from tracks"
_NEAR = f": with {km(silences.NEAR_M)} at most to one end of the silence, or draughts that changed over"


def _pairs(asked: Asked, gaps: ir.Table, stays: ir.Table) -> list[silences.Pair]:
    return silences.pairs(asked.world, gaps, stays)


def _length(event: dict[str, Any]) -> str:
    return moments.hours(event["end_us"] - event["start_us"])


def _day(event: dict[str, Any]) -> str:
    day = moments.day(event["start_us"])
    return moments.span(day, day)
