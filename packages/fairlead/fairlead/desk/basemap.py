"""The base map, made of our own tables of land and ports; and where the map library's own file lies.

Nothing is fetched from anywhere. A coast at 1:10 million is good to about a kilometre, and no border is drawn.
"""

from __future__ import annotations

import importlib.util
import math
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import shapely

from fairlead import places
from fairlead.errors import MisuseError
from fairlead.places import land
from fairlead.places.gazetteer import PORT_RADIUS_M, UNDETERMINED_WATERS

_HOST = re.compile(r"[A-Za-z0-9.-]+(:\d{1,5})?")  # what may stand in a browser's policy
COARSE_DEG = 0.3  # of the whole world at once: a pixel at zoom 1, and some 80 kB; ours
LEAST_AREA = 0.3  # square degrees: smaller islands come with the finer map of what is looked at
EARTH_M = 6_371_008.8  # mean radius (IUGG); circles are drawn, nothing is measured with it
MOST_AREAS_DEG = 15.0  # of a map on which port areas can still be told apart; ours
MOST_SPAN_DEG = 130.0  # of a finer map asked for


@dataclass(frozen=True)
class Tiles:
    """A tile server that whoever serves the desk named. It learns where people look; our own map tells nobody."""

    address: str  # with {z}, {x} and {y}
    by: str  # whom its pictures are owed to

    @property
    def origin(self) -> str:
        """What browsers must be let ask."""
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}"


def tiles(address: str, by: str = "") -> Tiles:
    """Return a tile server by its address; MisuseError where that is none."""
    parts = urlsplit(address)
    plain = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1"))
    whole = all(f"{{{each}}}" in parts.path + parts.query for each in "zxy")
    if not (plain and whole and _HOST.fullmatch(parts.netloc)):
        raise MisuseError(f"not the address of a tile server: {address!r}", "https://tiles.example.org/{z}/{x}/{y}.png")
    return Tiles(address, by or parts.netloc)


@lru_cache(maxsize=1)
def world() -> dict[str, Any]:
    """Return the world's land, coarse, as GeoJSON."""
    shapes = shapely.simplify(land.coast().polygons.every(), COARSE_DEG)
    rings = []
    for shape in shapes:
        for part in shapely.get_parts(shape):
            if isinstance(part, shapely.Polygon) and part.area >= LEAST_AREA:
                edges = [part.exterior, *(hole for hole in part.interiors if shapely.Polygon(hole).area >= LEAST_AREA)]
                rings.append([_rounded(edge.coords, 2) for edge in edges])
    return _collection({"type": "MultiPolygon", "coordinates": rings})


@lru_cache(maxsize=64)
def detail(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    """Return the land in a box, as fine as it is worth drawing there, as GeoJSON."""
    if not (-360 <= west < east <= 540 and -90 <= south < north <= 90):
        raise MisuseError("not a box", "west,south,east,north in degrees")
    if east - west > MOST_SPAN_DEG:
        return world()
    turns = [0.0] if east <= 180 else [0.0, 360.0]
    tolerance = (east - west) / 2000
    polygons = []
    for turn in turns:
        box = shapely.box(west - turn, south, east - turn, north)
        hits = sorted(int(hit) for hit in land.coast().polygons.tree.query(box))
        cut = shapely.clip_by_rect(land.coast().polygons.among(hits), west - turn, south, east - turn, north)
        for shape in shapely.simplify(cut, tolerance):
            for part in shapely.get_parts(shape):
                if isinstance(part, shapely.Polygon) and not part.is_empty:
                    edges = [part.exterior, *part.interiors]
                    polygons.append([_rounded(((x + turn, y) for x, y in edge.coords), 4) for edge in edges])
    return _collection({"type": "MultiPolygon", "coordinates": polygons})


def ports(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    """Return the ports in a box as GeoJSON."""
    inside = [
        port
        for port in places.gazetteer().ports()
        if west <= port.lon_e7 / 1e7 <= east and south <= port.lat_e7 / 1e7 <= north
    ]
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"name": port.name, "country": port.country, "id": port.id},
                "geometry": {
                    "type": "Point",
                    "coordinates": [port.lon_e7 / 1e7, port.lat_e7 / 1e7],
                },
            }
            for port in inside
        ],
    }


def areas(west: float, south: float, east: float, north: float, frozen: Any = None) -> dict[str, Any]:
    """Return as GeoJSON where a place is read otherwise than by its distance from the coast.

    Around ports (what lies there counts as in port), waters whose country is left open, and anchorages of the case.
    """
    box = shapely.box(west, south, east, north)
    found = []
    for name, (low, left, high, right) in UNDETERMINED_WATERS.items():
        shape = shapely.box(left, low, right, high)
        if shape.intersects(box):
            found.append(_area("country left open", name, shape))
    if east - west <= MOST_AREAS_DEG:
        for feature in ports(west, south, east, north)["features"]:
            lon, lat = feature["geometry"]["coordinates"]
            found.append(_area("counts as port", feature["properties"]["name"], _circle(lon, lat, PORT_RADIUS_M)))
    for row in frozen.to_pylist() if frozen is not None else ():
        lon, lat = row["lon_e7"] / 1e7, row["lat_e7"] / 1e7
        if west <= lon <= east and south <= lat <= north:
            found.append(_area("anchorage of this case", row["name"] or row["place"], _circle(lon, lat, PORT_RADIUS_M)))
    return {"type": "FeatureCollection", "features": found}


def _circle(lon: float, lat: float, radius_m: float) -> shapely.Polygon:
    up = math.degrees(radius_m / EARTH_M)
    across = up / max(math.cos(math.radians(lat)), 0.05)
    turns = [2 * math.pi * n / 32 for n in range(33)]
    return shapely.Polygon([(lon + across * math.cos(turn), lat + up * math.sin(turn)) for turn in turns])


def _area(kind: str, name: str, shape: Any) -> dict[str, Any]:
    ring = _rounded(shape.exterior.coords, 4)
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": {"kind": kind, "name": name}, "geometry": geometry}


def library(name: str) -> Path:
    """Return a file of the map library, from the package that carries it."""
    # Found without importing: the package wants notebooks and says so on standard error.
    found = importlib.util.find_spec("maplibre")
    for folder in (found.submodule_search_locations or ()) if found else ():
        path = Path(folder) / "srcjs" / name
        if path.is_file():
            return path
    raise MisuseError(f"the map library's {name} is not installed", "pip install maplibre")


def _rounded(coordinates: Any, digits: int) -> list[list[float]]:
    ring: list[list[float]] = []
    for x, y in coordinates:
        point = [round(x, digits), round(y, digits)]
        if not ring or ring[-1] != point:
            ring.append(point)
    return ring


def _collection(geometry: dict[str, Any]) -> dict[str, Any]:
    feature = {"type": "Feature", "properties": {}, "geometry": geometry}
    return {"type": "FeatureCollection", "features": [feature]}
