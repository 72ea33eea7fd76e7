"""Where something happened, as occasions write it: the place of an event, its zone, and words for a title."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np

from fairlead import places
from fairlead.places import Port, ZoneAt, land
from fairlead.places.gazetteer import great_circle_m
from fairlead.shapes import E7, US_PER_HOUR
from fairlead.subjects import states
from fairlead.typologies.occasion import Place

EARTH_M = 6_371_008.8  # mean radius, IUGG
OPEN_SEA = "the open sea"
COASTAL = "coastal waters"  # far from every port that is known, and yet not on the open sea
OFFSHORE_M = 37_040.0  # Global Fishing Watch counts loitering from 20 nautical miles off the shore on
KNOT_M_PER_US = 1_852 / US_PER_HOUR  # metres that a knot makes in a microsecond
PORT_M = 20_000.0  # ours: berths, basins and roads of a port lie so far from where an index of ports puts it
NEAR_M = 100_000.0  # ours: a stop farther from every port is not named after one
_SAMPLES = 60


@cache
def gazetteer() -> places.Gazetteer:
    """Return the world's ports, loaded once."""
    return places.gazetteer()


@cache
def zone_at(lat_e7: int, lon_e7: int) -> ZoneAt:
    """Return the zone of a row's position."""
    return gazetteer().zone(lat_e7 / E7, lon_e7 / E7)


@cache
def coast(lat_e7: int, lon_e7: int) -> str | None:
    """Return the State off whose coast a position lies, within 20 nautical miles; None where none clearly is."""
    return None if offshore(lat_e7, lon_e7) else gazetteer().coast(lat_e7 / E7, lon_e7 / E7)


def offshore(lat_e7: int, lon_e7: int) -> bool:
    """Tell whether a position is off every coast's roads, where lighters and launches come and go unheard."""
    zone = zone_at(lat_e7, lon_e7)
    return zone.zone == "beyond" and (zone.shore_m is None or zone.shore_m >= OFFSHORE_M)


def are_offshore(rows: Sequence[Mapping[str, Any]], edge: str) -> list[bool]:
    """Return :func:`offshore` of one end, 'start' or 'end', of many events at once."""
    if not rows:
        return []
    ends = np.array([(row[f"{edge}_lat_e7"], row[f"{edge}_lon_e7"]) for row in rows], np.float64)
    once, of = np.unique(ends, axis=0, return_inverse=True)  # a stay is asked about once for each ship that was silent
    lats, lons = once.T / E7
    found: list[bool] = gazetteer().are_beyond(lats, lons, OFFSHORE_M)[of.ravel()].tolist()
    return found


def position(row: Mapping[str, Any], edge: str) -> tuple[int, int]:
    """Return where an event began or ended ('start' or 'end'), in 1e-7 degrees of latitude and longitude."""
    return row[f"{edge}_lat_e7"], row[f"{edge}_lon_e7"]


def distance_m(lat_e7: int, lon_e7: int, other_lat_e7: int, other_lon_e7: int) -> float:
    """Return the great-circle distance between two rows' positions in metres."""
    lat, lon = math.radians(lat_e7 / E7), math.radians(lon_e7 / E7)  # one by one: a million are asked for in a month
    other_lat, other_lon = math.radians(other_lat_e7 / E7), math.radians(other_lon_e7 / E7)
    chord = math.sin((other_lat - lat) / 2) ** 2
    chord += math.cos(lat) * math.cos(other_lat) * math.sin((other_lon - lon) / 2) ** 2
    return 2 * EARTH_M * math.asin(math.sqrt(min(1.0, chord)))


def nearest(lat_e7: int, lon_e7: int, country: str | None = None) -> tuple[Port, float]:
    """Return the nearest port (of a country) and its distance in metres."""
    listed = ports(country)
    near = _around(country).nearest(lat_e7 / E7, lon_e7 / E7).tolist()
    metres, _, port = min(
        (distance_m(lat_e7, lon_e7, port.lat_e7, port.lon_e7), port.id, port) for port in map(listed.__getitem__, near)
    )
    return port, metres


def off_m(row: Mapping[str, Any], edge: str, country: str) -> float:
    """Return how far off the nearest port of a State an event began or ended ('start' or 'end'), in metres."""
    return nearest(*position(row, edge), country=country)[1]


def by_port_abroad(lat_e7: int, lon_e7: int, target: str) -> str | None:
    """Return in words by which port of another State than the target a position lies; None where it lies by none."""
    zone, (port, metres) = zone_at(lat_e7, lon_e7), nearest(lat_e7, lon_e7)
    if zone.zone == "port":
        return None if zone.country == target else f"in a port of {zone.country} ({zone.why})"
    if metres > PORT_M or port.country == target:
        return None
    return f"{metres / 1_000:.0f} km from {port.name} ({port.country})"


def ways_m(ends: Sequence[tuple[int, int]], *, without: str) -> Any:
    """Return how far it is from one end to the other by way of each port, but for those of one State; in metres."""
    return _by_way_of(ends, *_ports_without(without))


def ways_by_m(ends: Sequence[tuple[int, int]], country: str) -> Any:
    """Return how far it is from one end to the other by way of each port of one State; in metres."""
    return _by_way_of(ends, *_ports_of(country)[:2])


def _by_way_of(ends: Sequence[tuple[int, int]], lats: Any, lons: Any) -> Any:
    return sum(great_circle_m(lats, lons, lat_e7 / E7, lon_e7 / E7) for lat_e7, lon_e7 in ends)


@cache
def _ports_without(country: str) -> tuple[Any, Any]:
    lats, lons, listed = _ports_of(None)
    kept = np.array([port.country != country for port in listed])
    return lats[kept], lons[kept]


def ports(country: str | None) -> list[Port]:
    """Return the ports of a State, or all."""
    return _ports_of(country)[2]


def cross_land(ways: Sequence[Sequence[int]]) -> list[bool]:
    """Tell of each straight way between two places whether it goes over land, its first and last tenth aside.

    A way: latitude and longitude of either end, in 1e-7 degrees.
    """
    if not ways:
        return []
    lat, lon, to_lat, to_lon = np.array(ways, np.float64).T / E7
    east = (to_lon - lon + 540) % 360 - 180
    shares = np.arange(_SAMPLES // 10, _SAMPLES - _SAMPLES // 10 + 1) / _SAMPLES
    lats = lat[:, None] + (to_lat - lat)[:, None] * shares
    lons = (lon[:, None] + east[:, None] * shares + 540) % 360 - 180
    ashore = land.coast().are_land(lats.ravel(), lons.ravel()).reshape(lats.shape)
    return [bool(one.any()) for one in ashore]


@cache
def _around(country: str | None) -> places.Around:
    return places.Around(*_ports_of(country)[:2])


@cache
def _ports_of(country: str | None) -> tuple[Any, Any, list[Port]]:
    """Return latitudes, longitudes and the ports themselves, of a country or all."""
    listed = [port for port in gazetteer().ports() if country in (None, port.country)]
    at = np.array([(port.lat_e7, port.lon_e7) for port in listed], dtype=np.float64) / E7
    return at[:, 0], at[:, 1], listed


def place(
    role: str, lat_e7: int, lon_e7: int, *, id: str | None = None, country: str | None = None, off: str = "off"
) -> Place:
    """Return the place of an event; ``id`` and ``country`` as the event has them, ``off`` the words without an id."""
    zone = zone_at(lat_e7, lon_e7)
    port = gazetteer().port(id) if id else None
    name = port.name if port else _off(lat_e7, lon_e7, "an anchorage off" if id else off)
    whose = port.country if port else country or zone.country
    return Place(role, name, whose, zone.zone, lat_e7 / E7, lon_e7 / E7)


def is_port(id: str | None) -> bool:
    """Tell whether a place's id is a port's; an anchorage is none."""
    return id is not None and gazetteer().port(id) is not None


def km(metres: float) -> str:
    """Return a distance in words, below ten kilometres to a tenth, so that no two places are said to be one."""
    return f"{metres / 1_000:.1f} km" if metres < 10_000 else f"{metres / 1_000:.0f} km"


def one_coast(at: tuple[int, int], other: tuple[int, int]) -> bool:
    """Tell whether two places in one State are on one of its coasts: to another one it is not much farther by land."""
    return distance_m(*at, *other) <= NEAR_M


def named(where: Place) -> str:
    """Return words for a title: 'Nampo (KP)', 'an anchorage off Dinghai (CN)', 'coastal waters (CN)'."""
    name = where.name or "an unnamed place"
    return f"{name} ({where.country})" if where.country else name


def port_name(visit: Mapping[str, Any]) -> str:
    """Return the place of a port visit in words, as :func:`named`."""
    return named(place("call", visit["start_lat_e7"], visit["start_lon_e7"], id=visit["place"]))


def at(where: Place) -> str:
    """Return words that say where: 'on the open sea', 'off Dalian (CN)', 'at Nampo (KP)'."""
    if where.name in (OPEN_SEA, COASTAL):
        return f"{'on' if where.name == OPEN_SEA else 'in'} {named(where)}"
    return named(where) if (where.name or "").startswith("off ") else f"at {named(where)}"


def stated(role: str, name: str | None, country: str | None) -> Place:
    """Return a place that a document names; its position where a port of that name is known, else none."""
    code = states.alpha2(country) if country and len(country) != 2 else country
    port = gazetteer().find(name, code) if name else None
    if port is None:
        return Place(role, name, code, "undetermined")
    return Place(role, name, code or port.country, "port", port.lat_e7 / E7, port.lon_e7 / E7)


def _off(lat_e7: int, lon_e7: int, words: str) -> str:
    port, metres = nearest(lat_e7, lon_e7)
    if metres <= NEAR_M:
        return f"{words} {port.name}"
    return OPEN_SEA if zone_at(lat_e7, lon_e7).zone in ("beyond", "undetermined") else COASTAL
