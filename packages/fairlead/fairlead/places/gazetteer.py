"""Ports and anchorages by id, name and position, and in which zone a position lies.

The zone is a reading of a map, not of law. No baseline, straight or normal, is known here, nor any maritime border:
distances run from Natural Earth's coast, and a country is named only where its ports are clearly the nearest ones. What
rests on a zone must say so. Left out: contiguous and economic zones, historic bays, and whose anchorage it is in law.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from fairlead.places import land, spellings

Floats = npt.NDArray[np.float64]
Zone = Literal["port", "internal waters", "territorial sea", "beyond", "undetermined"]

_COLUMNS: list[pa.Field[Any]] = [
    pa.field("place", pa.string(), nullable=False),  # UN/LOCODE, else WPI number, NEAR-..., anchorages: ANCH-...
    pa.field("name", pa.string()),
    pa.field("country", pa.string()),  # ISO 3166-1 alpha-2; None where undetermined
    pa.field("kind", pa.string(), nullable=False),  # 'port' or 'anchorage'
    pa.field("lat_e7", pa.int64(), nullable=False),
    pa.field("lon_e7", pa.int64(), nullable=False),
]
ANCHORS = pa.schema(_COLUMNS)

NAUTICAL_MILE_M = 1_852.0
PORT_RADIUS_M = 5_000.0  # ours: the index gives minutes of arc (up to 1.7 km off) and harbours extend some 3 km
TERRITORIAL_SEA_M = 12 * NAUTICAL_MILE_M  # UN Convention on the Law of the Sea, article 3: at most 12 nautical miles
MAP_ERROR_M = 0.5 * NAUTICAL_MILE_M  # ours: a coast at 1:10 million is good to about a kilometre
COUNTRY_REACH_M = 100_000.0  # ours: no port of a country within this distance of the shore point: undetermined
COUNTRY_RATIO = 2.0  # ours: the nearest port of any other country must be at least this many times farther

# Islands and waters whose administration is not that of the nearest mainland port, or is in dispute: south, west,
# north, east in degrees. The country stays undetermined here. Boxes are ours and generous; no judgement on any claim.
UNDETERMINED_WATERS = {
    "north-west islands of the Yellow Sea": (37.3, 124.3, 38.1, 126.3),
    "mouth of the Yalu (Amnok)": (39.3, 123.7, 40.3, 124.9),
    "mouth of the Tumen": (42.1, 130.5, 42.7, 131.0),
    "Kinmen and Xiamen approaches": (24.2, 118.1, 24.65, 118.6),
    "Matsu": (25.8, 119.8, 26.5, 120.6),
    "Senkaku / Diaoyu": (25.6, 123.3, 26.1, 124.7),
    "Dokdo / Takeshima": (37.0, 131.6, 37.5, 132.1),
    "Paracels": (15.6, 111.0, 17.3, 113.0),
    "Spratlys": (4.5, 109.3, 12.0, 117.6),
    "southern Kurils": (43.3, 145.3, 45.7, 148.9),
    "Crimea": (44.2, 32.4, 46.3, 36.7),
}


@dataclass(frozen=True)
class Port:
    """A port of the World Port Index; positions in 1e-7 degree."""

    id: str
    name: str
    other_names: tuple[str, ...]
    country: str  # ISO 3166-1 alpha-2
    lat_e7: int
    lon_e7: int
    source: str


@dataclass(frozen=True)
class ZoneAt:
    """Where a position lies; ``why`` tells the rule and the distances, for showing beside any result."""

    zone: Zone
    country: str | None
    port: str | None  # id of the port whose zone this is
    shore_m: float | None  # metres to the nearest mapped coast, also from its landward side
    why: str


class Gazetteer:
    """Ports, and anchorages if a derived table (:data:`ANCHORS`) is given."""

    def __init__(self, ports: Iterable[Port], anchorages: pa.Table | None = None) -> None:
        self._ports = {port.id: port for port in ports}
        self._listed = list(self._ports.values())
        self._lat = np.array([port.lat_e7 for port in self._listed]) / 1e7
        self._lon = np.array([port.lon_e7 for port in self._listed]) / 1e7
        self._around, self._northward = Around(self._lat, self._lon), np.argsort(self._lat)
        self._numbers = {country: n for n, country in enumerate(sorted({port.country for port in self._listed}))}
        self._countries = np.array([self._numbers[port.country] for port in self._listed], np.int64)
        self._anchorages = ANCHORS.empty_table() if anchorages is None else anchorages.select(ANCHORS.names)

    @cached_property
    def _names(self) -> Mapping[tuple[str, str], list[Port]]:
        return _by_key(self._listed)

    def anchors(self) -> pa.Table:
        """Return what a port visit is measured from: all ports, then all anchorages, in the shape ANCHORS."""
        ports = pa.Table.from_pylist(
            [
                {
                    "place": port.id,
                    "name": port.name,
                    "country": port.country,
                    "kind": "port",
                    "lat_e7": port.lat_e7,
                    "lon_e7": port.lon_e7,
                }
                for port in self._listed
            ],
            schema=ANCHORS,
        )
        return pa.concat_tables([ports, self._anchorages.cast(ANCHORS)])

    def port(self, port_id: str) -> Port | None:
        """Return the port with this id, or None."""
        return self._ports.get(port_id)

    def ports(self) -> tuple[Port, ...]:
        """Return all ports, in the order of their ids."""
        return tuple(self._listed)

    def find(self, name: str, country: str | None = None) -> Port | None:
        """Return the one port of this name (of this country), whatever the spelling; None if there is none or several.

        A principal name goes before other names; Korean ports are also found across romanisations.
        """
        keys = [(rank, spellings.key(name)) for rank in ("principal", "other")]
        keys += [(rank, spellings.korean_key(name)) for rank in ("korean", "korean other")]
        for at in keys:
            found = [port for port in self._names.get(at, ()) if country in (None, port.country)]
            if found:
                return found[0] if len(found) == 1 else None
        return None

    def named(self, name: str) -> tuple[Port, ...]:
        """Return all ports of a name, whatever the spelling: of the first rank that holds any, as in :meth:`find`."""
        keys = [(rank, spellings.key(name)) for rank in ("principal", "other")]
        keys += [(rank, spellings.korean_key(name)) for rank in ("korean", "korean other")]
        return next((tuple(found) for at in keys if at[1] and (found := self._names.get(at))), ())

    def zone(self, lat: float, lon: float) -> ZoneAt:
        """Return the zone of a position in degrees.

        Rule: within 5 km of a port: port. Else drawn as land: internal waters (a river, lagoon or basin that the map
        does not show). Else by distance from the mapped coast: territorial sea up to 12 nautical miles, beyond further
        out, undetermined within half a mile of that line. Not a legal baseline: straight baselines lie further out.
        """
        nearest, away_m = self._nearest(lat, lon)
        coast = land.coast()
        shore_m, shore_lat, shore_lon = coast.shore(lat, lon)
        if away_m <= PORT_RADIUS_M:
            port = self._listed[nearest]
            why = f"{away_m / 1000:.1f} km from {port.name} as the index has it; up to 5 km counts as port"
            return ZoneAt("port", port.country, port.id, shore_m, why)
        miles = f"{shore_m / NAUTICAL_MILE_M:.1f} nm from the mapped coast, which is not a legal baseline"
        if coast.is_land(lat, lon):
            country, whose = self._country(lat, lon)
            return ZoneAt("internal waters", country, None, shore_m, f"drawn as land, {miles}; {whose}")
        if abs(shore_m - TERRITORIAL_SEA_M) <= MAP_ERROR_M:
            return ZoneAt("undetermined", None, None, shore_m, f"{miles}; too near the 12 nm line to tell")
        if shore_m > TERRITORIAL_SEA_M:
            return ZoneAt("beyond", None, None, shore_m, miles)
        country, whose = self._country(shore_lat, shore_lon)
        return ZoneAt("territorial sea", country, None, shore_m, f"{miles}; {whose}")

    def are_beyond(self, lats: Floats, lons: Floats, least_m: float) -> npt.NDArray[np.bool_]:
        """Return of many positions in degrees whether their zone is beyond, at least so far from the mapped coast.

        ``least_m`` lies farther out than where that zone begins.
        """
        assert least_m > TERRITORIAL_SEA_M + MAP_ERROR_M
        coast = land.coast()
        found = coast.are_farther(lats, lons, least_m) & ~coast.are_land(lats, lons)
        around = 2 * PORT_RADIUS_M / land.METRES_PER_DEGREE
        first, last = (np.searchsorted(self._lat[self._northward], lats + edge) for edge in (-around, around))
        for at in np.flatnonzero(found).tolist():  # by a port off the mapped coast it is in that port's zone
            near = self._northward[first[at] : last[at]]
            if len(near):
                metres = great_circle_m(self._lat[near], self._lon[near], float(lats[at]), float(lons[at]))
                found[at] = metres.min() > PORT_RADIUS_M
        return found

    def coast(self, lat: float, lon: float) -> str | None:
        """Return the State whose coast is probably the nearest to a position in degrees; None where none clearly is."""
        _, shore_lat, shore_lon = land.coast().shore(lat, lon)
        return self._country(shore_lat, shore_lon)[0]

    def _country(self, lat: float, lon: float) -> tuple[str | None, str]:
        """Return whose coast this probably is, by the nearest ports, and why."""
        for name, (south, west, north, east) in UNDETERMINED_WATERS.items():
            if south <= lat <= north and west <= lon <= east:
                return None, f"country undetermined: {name}"
        nearest, away_m = self._nearest(lat, lon)
        port = self._listed[nearest]
        if away_m <= COUNTRY_REACH_M and self._nearest(lat, lon, port.country)[1] >= COUNTRY_RATIO * away_m:
            return port.country, f"nearest port {port.name} ({port.country}), {away_m / 1000:.0f} km from that coast"
        return None, "country undetermined: no port clearly the nearest"

    def _nearest(self, lat: float, lon: float, but: str | None = None) -> tuple[int, float]:
        """Return the number of the nearest port, but for those of one State, and how far it is in metres; else inf."""
        kept = None if but is None else np.flatnonzero(self._countries != self._numbers[but])
        near = self._around.nearest(lat, lon, kept)
        if not len(near):
            return -1, float("inf")
        distances = great_circle_m(self._lat[near], self._lon[near], lat, lon)
        at = int(np.argmin(distances))
        return int(near[at]), float(distances[at])


@lru_cache(maxsize=1)
def world_ports() -> tuple[Port, ...]:
    """Return the ports of ``ports.csv``, read at first use."""
    table = files(__package__).joinpath("ports.csv").read_text(encoding="utf-8")
    return tuple(
        Port(
            row["id"],
            row["name"],
            tuple(filter(None, row["other_names"].split("; "))),
            row["country"],
            int(row["lat_e7"]),
            int(row["lon_e7"]),
            row["source"],
        )
        for row in csv.DictReader(table.splitlines())
    )


def gazetteer(anchorages: pa.Table | None = None) -> Gazetteer:
    """Return the gazetteer of the world's ports, with a case's frozen anchorages if given."""
    return Gazetteer(world_ports(), anchorages)


def _by_key(ports: Iterable[Port]) -> Mapping[tuple[str, str], list[Port]]:
    found: dict[tuple[str, str], list[Port]] = defaultdict(list)
    for port in ports:
        ranks = [("principal", "korean", port.name)]
        ranks += [("other", "korean other", name) for name in port.other_names]
        for rank, korean_rank, name in ranks:
            keys = [(rank, spellings.key(name))]
            if port.country in spellings.KOREAN:
                keys.append((korean_rank, spellings.korean_key(name)))
            for key in keys:
                if port not in found[key]:
                    found[key].append(port)
    return found


class Around:
    """Places among which the nearest are sought: those that may be, by straight lines through the earth, are few."""

    def __init__(self, lats: Floats, lons: Floats) -> None:
        """Take them in degrees."""
        self._units = _unit(lats, lons)

    def nearest(self, lat: float, lon: float, kept: npt.NDArray[np.intp] | None = None) -> npt.NDArray[np.intp]:
        """Return the numbers, ascending, of those that may be the nearest to a place, among some of them or all."""
        x, y, z = self._units if kept is None else (each[kept] for each in self._units)
        if not len(x):
            return np.zeros(0, np.intp)
        here_x, here_y, here_z = _unit(np.float64(lat), np.float64(lon))
        ways = 1.0 - (x * here_x + y * here_y + z * here_z)
        near = np.flatnonzero(ways <= ways.min() * _NEARLY + _ROUNDED)
        return near if kept is None else kept[near]


_NEARLY = 1.001  # far more than two ways of reckoning a distance differ
_ROUNDED = 1e-11  # on a sphere of radius 1: some 30 m, far more than is lost near the place itself


def _unit(lats: Any, lons: Any) -> tuple[Any, Any, Any]:
    lat, lon = np.radians(lats), np.radians(lons)
    return np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)


def great_circle_m(
    lats: npt.NDArray[np.float64], lons: npt.NDArray[np.float64], lat: Any, lon: Any
) -> npt.NDArray[np.float64]:
    """Return great-circle distances in metres, of many places to one, or to one each."""
    half_lat, half_lon = np.radians(lats - lat) / 2, np.radians(lons - lon) / 2
    chord = np.sin(half_lat) ** 2 + np.cos(np.radians(lats)) * np.cos(np.radians(lat)) * np.sin(half_lon) ** 2
    angles = np.degrees(2 * np.arcsin(np.sqrt(np.minimum(chord, 1.0))))
    return np.asarray(angles * land.METRES_PER_DEGREE, dtype=np.float64)
