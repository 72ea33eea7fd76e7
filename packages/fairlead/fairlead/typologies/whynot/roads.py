"""Which condition of ``roads.py`` the stays of a ship did not meet after a call at the target State, and by how much.

A stay ends a voyage where it lies in another State's waters, or where the ship rose in it; each is told apart. What
became of a voyage that does end in roads is left to ``delivery.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fairlead.events import loitering
from fairlead.law import Regime
from fairlead.typologies import moments, placing
from fairlead.typologies.grounds import roads
from fairlead.typologies.grounds.lading import CHANGE_DM
from fairlead.typologies.grounds.ships import AROUND_US, Ships
from fairlead.typologies.whynot.asked import Asked, Failed, furthest, said

if TYPE_CHECKING:
    from fairlead.places import ZoneAt

_KM = 1_000
_NAME = "an arrival in another State"

Row = Mapping[str, Any]


def roads_failed(asked: Asked, regime: Regime, call: Row, following: Row | None) -> Failed:
    """Tell of the stays between a call and the next stop (None: none was heard) why none of them ends a voyage.

    Its ``condition`` is None where one does.
    """
    until_us = following["start_us"] if following else None
    stays = [
        one
        for one in asked.events("loitering", call["end_us"], until_us if until_us is not None else asked.end_us)
        if one["start_us"] >= call["end_us"] and (until_us is None or one["start_us"] < until_us)
    ]
    if not stays:
        hours = loitering.Parameters().least_h
        return Failed(4, _NAME, f"no stay at sea of {hours} h or more was heard on the way", 0, hours, "h")
    fleet = Ships(asked.world.static_reports, [asked.mmsi])
    later = [*stays[1:], following]
    ended = roads.first_abroad(regime, fleet, stays, call["end_us"], following)
    went_on = following is not None and following["country"] != regime.target
    if ended is not None and (not went_on or roads.rose(fleet, ended, until_us)):
        lay = f"it lay {_where(ended)} for {_length(ended)}, {said(ended['start_us'])}"
        return Failed(7, None, f"{lay}, which ends a voyage there")
    return furthest([_stay_failed(regime, fleet, one, then, following) for one, then in zip(stays, later, strict=True)])


def _stay_failed(regime: Regime, fleet: Ships, stay: Row, later: Row | None, following: Row | None) -> Failed:
    zone = placing.zone_at(stay["start_lat_e7"], stay["start_lon_e7"])
    lay = f"it lay {_where(stay)} for {_length(stay)}, {said(stay['start_us'])}"
    off = placing.nearest(stay["start_lat_e7"], stay["start_lon_e7"])[0]
    if zone.country == regime.target or (zone.country is None and off.country == regime.target):
        return Failed(4, "roads off another State", f"{lay}: off the target's own coast, nearest to {off.name}")
    if zone.zone in roads.COASTAL and zone.country is not None and following is not None:
        port = placing.place("next", following["start_lat_e7"], following["start_lon_e7"], id=following["place"])
        went = f"{lay}, and went on to {placing.named(port)}: a wait, unless it left there lighter"
        why = f"{went}; {_rise(fleet, stay, later)[1]}"
        return _by_draught(fleet, stay, later, why)
    why = (
        f"{lay}, {_no_state(zone)}, so that it counts only if the ship left it lighter; {_rise(fleet, stay, later)[1]}"
    )
    return _by_draught(fleet, stay, later, why)


def _by_draught(fleet: Ships, stay: Row, later: Row | None, why: str) -> Failed:
    rise = _rise(fleet, stay, later)[0]
    measured = None if rise is None else rise / 10
    return Failed(5, "lighter when it left the roads", why, measured, CHANGE_DM / 10, "m")


def _no_state(zone: ZoneAt) -> str:
    if zone.shore_m is None:
        return "on the open sea"
    within = "within" if zone.zone in roads.COASTAL else "beyond"
    return f"{within} the territorial sea, {zone.shore_m / _KM:.0f} km off a coast whose State no port tells"


def _rise(fleet: Ships, stay: Row, later: Row | None) -> tuple[int | None, str]:
    """Return by how many decimetres a ship rose in a stay, and in words."""
    until_us = later["start_us"] if later else (stay["end_us"] or stay["start_us"]) + AROUND_US
    reports = fleet.draughts(stay["mmsi"], stay["start_us"], until_us)
    came = [one.dm for one in reports if one.t_us <= stay["start_us"]]
    left = [one.dm for one in reports if stay["start_us"] < one.t_us <= until_us]
    if not came or not left:
        return None, "no draught was reported both before it and after it"
    changed = f"it came with {came[-1] / 10:.1f} m and left with {left[-1] / 10:.1f} m"
    return came[-1] - left[-1], f"{changed}, where {CHANGE_DM / 10:.1f} m less is needed"


def _where(stay: Row) -> str:
    return placing.at(placing.place("stay", stay["start_lat_e7"], stay["start_lon_e7"]))


def _length(stay: Row) -> str:
    return moments.hours((stay["end_us"] or stay["start_us"]) - stay["start_us"])
