"""Calls in the target State's waters at berths that no index of ports holds.

Who lay close under its coast for hours, where no port known to the index is, lay at a berth or in roads of the target
all the same, and may have loaded there; whether it did is for its draughts. A wait near a listed port just before or
after a call there is part of that call. Left out: what lies farther off land than berths do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from fairlead.law import Regime
from fairlead.shapes import E7, US_PER_HOUR
from fairlead.typologies import placing
from fairlead.typologies.grounds.linked import on_tracks, overlapping

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fairlead.typologies.world import World

SHORE_M = 3_000.0  # ours: quays, piers and inner roads lie within this of the land; outer roads do not
REACH_M = 50_000.0  # ours: a coast is the target's within this of a port of its own
SAME_US = 48 * US_PER_HOUR  # ours: who waits for a berth, or for the tide after it, waits no longer

Row = Mapping[str, Any]


def calls(world: World, regime: Regime, mmsi: int | None = None) -> dict[int, list[dict[str, Any]]]:
    """Return such calls in the shape of port visits of no place, by track, in order of time; ``mmsi``: of one number.

    Stays one after the other near the same place are one call.
    """
    stays = world.events["loitering"]
    near = _under_the_coast(stays if mmsi is None else stays.filter(stays.mmsi == mmsi), regime)
    stops = on_tracks(world.events["port_visit"], {one["track"] for one in near})
    found: dict[int, list[dict[str, Any]]] = {}
    for stay in near:
        own = [one for one in stops.get(stay["track"], ()) if one["stopped"]]
        if overlapping(own, stay["start_us"], stay["end_us"]) or any(_same(one, stay) for one in own):
            continue
        listed = found.setdefault(stay["track"], [])
        between = listed and any(listed[-1]["end_us"] <= one["start_us"] <= stay["start_us"] for one in own)
        if listed and not between and _same(listed[-1], stay):
            listed[-1] |= {key: stay[key] for key in stay if key.startswith("end_")}
            listed[-1]["rests_on"] = (*listed[-1]["rests_on"], stay)
        else:
            call = {"place": None, "place_kind": None, "country": regime.target, "stopped": True, "rests_on": (stay,)}
            listed.append({**stay, **call})
    return found


def _under_the_coast(stays: ir.Table, regime: Regime) -> list[dict[str, Any]]:
    ports = placing.ports(regime.target)
    if not ports:
        return []
    margin = round(REACH_M / 111_000 * E7 * 1.4)  # degrees of longitude are shorter, up to 45 degrees of latitude
    lats, lons = [port.lat_e7 for port in ports], [port.lon_e7 for port in ports]
    box = stays.start_lat_e7.between(min(lats) - margin, max(lats) + margin)
    box &= stays.start_lon_e7.between(min(lons) - margin, max(lons) + margin)
    rows = stays.filter(box, stays.end_us.notnull()).order_by(["track", "start_us"]).to_pyarrow().to_pylist()
    return [one for one in rows if _at_land(regime, one)]


def _at_land(regime: Regime, stay: Row) -> bool:
    at = (stay["start_lat_e7"], stay["start_lon_e7"])
    port, metres = placing.nearest(*at)
    if port.country != regime.target or metres > REACH_M:
        return False
    zone = placing.zone_at(*at)
    return zone.country == regime.target and zone.shore_m is not None and zone.shore_m <= SHORE_M


def _same(call: Row, stay: Row) -> bool:
    """Tell whether a stay is of one call: near it, and less than two days before or after it."""
    ends = (call["end_lat_e7"], call["end_lon_e7"], stay["start_lat_e7"], stay["start_lon_e7"])
    if call["end_us"] is None:
        return bool(call["start_us"] - stay["end_us"] <= SAME_US)
    apart_us = max(stay["start_us"] - call["end_us"], call["start_us"] - stay["end_us"])
    return apart_us <= SAME_US and placing.distance_m(*ends) <= placing.NEAR_M


def merged(stops: Sequence[Row], unlisted: Sequence[Row]) -> list[Row]:
    """Return stops and unlisted calls of one track in order of time."""
    return sorted([*stops, *unlisted], key=lambda one: one["start_us"])
