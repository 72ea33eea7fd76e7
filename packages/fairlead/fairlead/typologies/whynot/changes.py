"""Which condition of ``changed_at_sea.py`` the draughts of a ship of the target's flag did not meet around a day."""

from __future__ import annotations

from typing import Any

from fairlead.law import Regime
from fairlead.shapes import US_PER_HOUR
from fairlead.typologies import changed_at_sea, placing
from fairlead.typologies.grounds import departures, unlisted
from fairlead.typologies.grounds.lading import CHANGE_DM
from fairlead.typologies.grounds.linked import on_tracks
from fairlead.typologies.grounds.ships import TANKERS
from fairlead.typologies.whynot.asked import Asked, Failed, Way, chosen, said

_TRIP_US = 5 * 24 * US_PER_HOUR  # a draught is entered days after the meeting of which it may tell
_KM = 1_000


def changed_failed(asked: Asked, regime: Regime) -> Failed:
    """Tell why no draught that the ship entered around the day speaks of cargo that came or went at sea."""
    if asked.ship.flag != regime.target:
        why = f"it is of {asked.ship.flag or 'no State known'}, not under the flag of {regime.target}"
        return Failed(1, "a ship under the target State's flag", why)
    rows = asked.events("draught_change", until_us=asked.end_us + _TRIP_US)
    if not rows:
        return asked.not_heard() or Failed(2, "another draught", f"it entered no other draught {asked.days}")
    return chosen(asked, [Way(_what(one), one["start_us"], one["end_us"], _failed(asked, regime, one)) for one in rows])


def _what(event: dict[str, Any]) -> str:
    had, has = event["from_draught_dm"] / 10, event["to_draught_dm"] / 10
    return f"it reported {had:.1f} m until {said(event['start_us'])} and {has:.1f} m from {said(event['end_us'])} on"


def _failed(asked: Asked, regime: Regime, event: dict[str, Any]) -> Failed:
    what, changed_dm = _what(event), abs(event["to_draught_dm"] - event["from_draught_dm"])
    if changed_dm < CHANGE_DM:
        why = f"{what}, where {CHANGE_DM / 10:.1f} m are needed"
        return Failed(3, "another draught", why, changed_dm / 10, CHANGE_DM / 10, "m")
    if None in (event["start_lat_e7"], event["end_lat_e7"]):
        return Failed(4, "far from home", f"{what}; where it then was nobody heard")
    near_m = min(placing.off_m(event, edge, regime.target) for edge in ("start", "end"))
    if near_m < changed_at_sea.AWAY_M:
        needed = changed_at_sea.AWAY_M / _KM
        why = f"{what}, {near_m / _KM:.0f} km from a port of {regime.target}, where {needed:.0f} km are needed"
        return Failed(4, "far from home", why, round(near_m / _KM), needed, "km")
    if not changed_at_sea.tells(asked.ship, event):
        tanker = asked.ship.ship_type in TANKERS
        why = f"{what}; of {'tankers' if tanker else 'ships that are no tankers'} of its flag only those are told"
        why = f"{why} that came {'deeper' if tanker else 'lighter'} at sea, as with a cargo that the measures touch"
        return Failed(5, "deeper, as a tanker" if tanker else "lighter, as a ship that is no tanker", why)
    return _left_home(asked, regime, event, what)


def _left_home(asked: Asked, regime: Regime, event: dict[str, Any], what: str) -> Failed:
    """Tell whether the ship came from home: else what it entered may be of a call abroad."""
    name, track = f"a call in {regime.target} before", event["track"]
    stops = on_tracks(asked.world.events["port_visit"], [track]).get(track, ())
    berths = unlisted.calls(asked.world, regime, asked.mmsi).get(track, ())
    calls = unlisted.merged([one for one in stops if one["stopped"]], berths)
    call = departures.last_call(calls, event["end_us"])
    if call is None:
        none = f"{what}; no call of the ship was heard before, in {regime.target} or elsewhere"
        return Failed(7, None, none) if changed_at_sea.deeper(event) else Failed(6, name, none)
    called = f"its last call before was at {placing.port_name(call)}, on {said(call['start_us'])}"
    if departures.sailed_from(regime, call, event):
        return Failed(7, None, f"{what}; {called}")
    lay = ", and it had not left there" if call["country"] == regime.target else f", not in {regime.target}"
    return Failed(6, name, f"{what}; {called}{lay}")
