"""Land and the distance to it, offline: Natural Earth 1:10m land (public domain), rounded to a thousandth of a degree.

``land.bin`` is ours, made by ``make_tables.py``: zlib over three little-endian int32 arrays: ring lengths (preceded by
their number), then longitude and latitude of all vertices in 1e-3 degree, each as the difference to the vertex before.
The map's own error is larger than the rounding (55 m at most): a coast at 1:10 million is good to about a kilometre,
small islands and breakwaters are missing, and river mouths and lagoons may be drawn as land. It has no borders.
Left out: lakes, whose surface counts as land here.

``inland.bin`` follows from it: zlib over a bit for each cell of a twentieth of a degree, from the south-west on, which
tells whether its middle lies on land and at least ten kilometres from the coast. Asking a polygon takes far longer.
"""

from __future__ import annotations

import math
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from fairlead.places.runs import laid_out

SCALE = 1_000  # vertices are stored in 1e-3 degree, about 111 m
METRES_PER_DEGREE = 111_195.0  # on the sphere of 6,371,008.8 m, the IUGG mean radius
INLAND_CELL_E7 = 500_000  # 1e-7 degree; the cells of inland.bin
INLAND_M = 10_000
_ROWS = 1_800_000_000 // INLAND_CELL_E7
_PIECE = 16  # segments per entry of the spatial index
_REACHES_M = (20_000.0, 50_000.0, 100_000.0, 200_000.0, 350_000.0, 500_000.0)  # widening search boxes
_AT_ONCE = 256  # positions that are measured together
_MARGIN = 1.000001  # far more than the rounding of a distance
_SIDES = (np.minimum, np.maximum)
_BOXES_HOLD_TO = 88.9  # degrees of latitude; boxes are made for cosines of 89 and less

Floats = npt.NDArray[np.float64]


def pack(rings: Sequence[Floats]) -> bytes:
    """Return the bytes of ``land.bin`` for rings of longitude and latitude in degrees; tiny rings stay as they are."""
    lengths, columns = [], []
    for ring in rings:
        whole = np.rint(ring * SCALE).astype(np.int32)
        moved = np.ones(len(whole), bool)
        moved[1:] = (whole[1:] != whole[:-1]).any(axis=1)
        kept = whole[moved]
        if len(kept) >= 4:
            lengths.append(len(kept))
            columns.append(kept)
    vertices = np.concatenate(columns)
    steps = np.diff(vertices, axis=0, prepend=np.zeros((1, 2), np.int32)).astype("<i4")
    # one plane per byte: the high bytes are nearly all alike, and so compress away
    planes = np.ascontiguousarray(steps.T).view("u1").reshape(2, -1, 4).transpose(0, 2, 1)
    head = struct.pack(f"<i{len(lengths)}i", len(lengths), *lengths)
    return zlib.compress(head + planes.tobytes(), 9)


def unpack(packed: bytes) -> list[Floats]:
    """Return the rings that :func:`pack` stored: arrays (n, 2) of longitude and latitude in degrees."""
    data = zlib.decompress(packed)
    (count,) = struct.unpack_from("<i", data)
    lengths = np.frombuffer(data, "<i4", count, 4)
    planes = np.frombuffer(data, "u1", offset=4 + 4 * count).reshape(2, 4, -1)
    steps = np.ascontiguousarray(planes.transpose(0, 2, 1)).view("<i4")[..., 0]
    vertices = np.cumsum(steps.astype(np.int64), axis=1).T / SCALE
    return np.split(vertices, np.cumsum(lengths)[:-1])


class Polygons:
    """The land in pieces, each made when it is first asked for: most of the world is far from any ship."""

    def __init__(self, rings: Sequence[Floats]) -> None:
        self._rings = rings
        lengths = np.array([len(ring) for ring in rings])
        lon, lat = np.rint(np.concatenate(rings) * SCALE).astype(np.int64).T
        across = np.append(lon[:-1] * lat[1:] - lon[1:] * lat[:-1], 0)
        across[np.cumsum(lengths) - 1] = 0  # from the end of one ring to the start of the next
        starts = np.cumsum(lengths) - lengths
        holes = np.add.reduceat(across, starts) > 0  # counter-clockwise: of the outer ring just before (Shapefile)
        holes[0] = False
        outer = np.flatnonzero(~holes)
        self._first = np.append(outer, len(rings))  # ring of each polygon, and one past the last
        boxes = [side.reduceat(axis, starts)[outer] / SCALE for side in _SIDES for axis in (lon, lat)]
        self._made: npt.NDArray[np.object_] = np.full(len(outer), None)
        self.tree = shapely.STRtree(_boxes(*boxes))

    def among(self, numbers: Any) -> npt.NDArray[np.object_]:
        """Return polygons by their numbers, of which there may be many alike, prepared."""
        for at in np.unique(numbers).tolist():
            if self._made[at] is None:
                shell, *holes = self._rings[self._first[at] : self._first[at + 1]]
                shape: Any = shapely.Polygon(shell, holes)
                # rounding can pinch a narrow neck
                self._made[at] = shape if shape.is_valid else shapely.buffer(shape, 0)
                shapely.prepare(self._made[at])
        made: npt.NDArray[np.object_] = self._made[numbers]
        return made

    def every(self) -> npt.NDArray[np.object_]:
        """Return all of them."""
        return self.among(np.arange(len(self._made)))


@dataclass(frozen=True)
class Coast:
    """The rings with their two indices: polygons for "is this land", pieces of coastline for "how far"."""

    polygons: Polygons
    segments: Floats  # (n, 4): longitude and latitude of the start, then of the end
    pieces: npt.NDArray[np.int64]  # first segment of each entry of piece_tree, and one past the last
    piece_tree: shapely.STRtree

    def is_land(self, lat: float, lon: float) -> bool:
        """Return whether the map shows land (or a lake) there."""
        return bool(self.are_land(np.array([lat]), np.array([lon]))[0])

    def are_land(self, lats: Floats, lons: Floats) -> npt.NDArray[np.bool_]:
        """Return :meth:`is_land` of many positions at once."""
        wrapped = (lons + 180.0) % 360.0 - 180.0
        at, polygon = self.polygons.tree.query(shapely.points(wrapped, lats))  # boxes only
        inside = shapely.intersects_xy(self.polygons.among(polygon), wrapped[at], lats[at])
        found = np.zeros(len(lats), bool)
        found[at[inside]] = True
        return found

    def shore(self, lat: float, lon: float) -> tuple[float, float, float]:
        """Return the distance in metres to the nearest coastline, and that point's latitude and longitude.

        Flat about the given point, so within 0.5 % up to 500 km; beyond that the nearest vertex on the sphere.
        """
        for reach_m in _REACHES_M:
            _, segments = self._segments_within(np.array([lat]), np.array([lon]), np.array([reach_m]))
            if len(segments):
                here = np.full((3, len(segments)), [[lat], [lon], [_wide(lat)]])
                nearest, scale = _nearest(segments, *here)
                distance = np.hypot(*nearest.T)
                at = int(np.argmin(distance))
                if distance[at] <= reach_m:
                    east, north = nearest[at] / scale[at]
                    return float(distance[at]), lat + float(north), _wrapped(lon + float(east))
        return self._nearest_vertex(lat, lon)

    def are_farther(self, lats: Floats, lons: Floats, reach_m: float) -> npt.NDArray[np.bool_]:
        """Return whether the nearest coastline is at least so far away, by the distances of :meth:`shore`."""
        return self._within_m(lats, lons, np.full(len(lats), reach_m)) >= reach_m

    def away_m(self, lats: Floats, lons: Floats) -> Floats:
        """Return the distances in metres that :meth:`shore` gives, of many positions at once."""
        found = np.full(len(lats), np.inf)
        # no farther than some coastline, if that is known; so few segments need be looked at
        bound_m = np.minimum(self._at_most_m(lats, lons) * _MARGIN + 1.0, _REACHES_M[-1])
        # nearer the poles a box may be narrower than its reach: what is found there depends on the steps, as in shore()
        near_pole = np.abs(lats) > _BOXES_HOLD_TO
        for who, reaches_m in [(~near_pole, bound_m), *((near_pole, np.full(len(lats), step)) for step in _REACHES_M)]:
            left = np.flatnonzero(np.isinf(found) & who)
            within = self._within_m(lats[left], lons[left], reaches_m[left])
            found[left] = np.where(within <= reaches_m[left], within, np.inf)
        for at in np.flatnonzero(np.isinf(found)).tolist():
            found[at] = self._nearest_vertex(float(lats[at]), float(lons[at]))[0]
        return found

    def _at_most_m(self, lats: Floats, lons: Floats) -> Floats:
        """Return distances in metres to a coastline near some positions, by degrees; the nearest is no farther."""
        piece = self.piece_tree.nearest(shapely.points((lons + 180.0) % 360.0 - 180.0, lats))
        whose, segment = laid_out(self.pieces[piece], self.pieces[piece + 1])
        return _least_m(whose, self.segments[segment], lats, lons)

    def _within_m(self, lats: Floats, lons: Floats, reaches_m: Floats) -> Floats:
        """Return the distances in metres to the nearest coastline; right up to each reach, beyond it inf or more."""
        found = np.full(len(lats), np.inf)
        for first in range(0, len(lats), _AT_ONCE):
            some = slice(first, first + _AT_ONCE)
            whose, segments = self._segments_within(lats[some], lons[some], reaches_m[some])
            found[some] = _least_m(whose, segments, lats[some], lons[some])
        return found

    def _segments_within(self, lats: Floats, lons: Floats, reaches_m: Floats) -> tuple[npt.NDArray[np.int64], Floats]:
        """Return pairs of a position's number, in order, and a segment that may be within its reach."""
        tall = reaches_m / METRES_PER_DEGREE
        wide = np.minimum(180.0, tall / np.maximum(0.01, np.cos(np.radians(np.minimum(89.0, np.abs(lats) + tall)))))
        turned = np.add.outer([-360.0, 0.0, 360.0], lons)
        boxes = _boxes(turned - wide, lats - tall, turned + wide, lats + tall)
        box, hit = self.piece_tree.query(boxes.ravel())
        whose = box % max(1, len(lats))
        order = np.lexsort((hit, whose))
        whose, hit = whose[order], hit[order]
        which, segment = laid_out(self.pieces[hit], self.pieces[hit + 1])
        return whose[which], self.segments[segment]

    def _nearest_vertex(self, lat: float, lon: float) -> tuple[float, float, float]:
        vertices = self.segments[:, :2]
        half = np.radians((vertices - [lon, lat]) / 2)
        chord = (
            np.sin(half[:, 1]) ** 2
            + np.cos(np.radians(lat)) * np.cos(np.radians(vertices[:, 1])) * np.sin(half[:, 0]) ** 2
        )
        at = int(np.argmin(chord))
        distance_m = 2 * math.degrees(math.asin(math.sqrt(float(chord[at])))) * METRES_PER_DEGREE
        return distance_m, float(vertices[at, 1]), float(vertices[at, 0])


@lru_cache(maxsize=1)
def coast() -> Coast:
    """Return the world's land, read at first use."""
    rings = unpack(files(__package__).joinpath("land.bin").read_bytes())
    segments = np.concatenate([np.hstack([ring[:-1], ring[1:]]) for ring in rings])
    firsts: list[int] = []
    at = 0
    for ring in rings:
        firsts += range(at, at + len(ring) - 1, _PIECE)
        at += len(ring) - 1
    low = np.minimum.reduceat(np.minimum(segments[:, :2], segments[:, 2:]), firsts)
    high = np.maximum.reduceat(np.maximum(segments[:, :2], segments[:, 2:]), firsts)
    piece_tree = shapely.STRtree(_boxes(*low.T, *high.T))
    return Coast(Polygons(rings), segments, np.array([*firsts, at]), piece_tree)


@lru_cache(maxsize=1)
def inland() -> npt.NDArray[np.bool_]:
    """Return which cells' middles lie well inland (``INLAND_M``): (rows from the south, columns from the west)."""
    bits = np.frombuffer(zlib.decompress(files(__package__).joinpath("inland.bin").read_bytes()), np.uint8)
    return np.unpackbits(bits).reshape(_ROWS, 2 * _ROWS).astype(bool)


def pack_inland() -> bytes:
    """Return the bytes of ``inland.bin``, from the coast."""
    middles_e7 = np.arange(2 * _ROWS) * INLAND_CELL_E7 + INLAND_CELL_E7 // 2
    lats, lons = (middles_e7[:_ROWS] - 900_000_000) / 1e7, (middles_e7 - 1_800_000_000) / 1e7
    return zlib.compress(np.packbits([_inland_row(lat, lons) for lat in lats.tolist()]).tobytes(), 9)


def _inland_row(lat: float, lons: Floats) -> npt.NDArray[np.bool_]:
    lats = np.full(len(lons), lat)
    deep = coast().are_land(lats, lons)
    deep[deep] = coast().are_farther(lats[deep], lons[deep], INLAND_M)
    return deep


def within(west: float, south: float, east: float, north: float) -> list[list[tuple[float, float]]]:
    """Return the rings (longitude, latitude in degrees) of the land inside a box, cut at its edges; for maps.

    Holes (the Caspian Sea) follow their outer ring; draw with the even-odd rule. A box over the antimeridian has
    ``east`` > 180 and its rings run on past 180.
    """
    rings: list[list[tuple[float, float]]] = []
    for turn in (0.0, 360.0):
        box = shapely.box(west - turn, south, east - turn, north)
        hits = sorted(int(hit) for hit in coast().polygons.tree.query(box))
        for shape in shapely.clip_by_rect(coast().polygons.among(hits), west - turn, south, east - turn, north):
            for part in shapely.get_parts(shape):
                if isinstance(part, shapely.Polygon) and not part.is_empty:
                    rings += [_ring(edge, turn) for edge in (part.exterior, *part.interiors)]
    return rings


def _ring(edge: Any, turn: float) -> list[tuple[float, float]]:
    return [(float(lon) + turn, float(lat)) for lon, lat in edge.coords]


def _boxes(west: Any, south: Any, east: Any, north: Any) -> npt.NDArray[np.object_]:
    corners: Any = np.broadcast_arrays(west, south, east, north)
    boxes: npt.NDArray[np.object_] = shapely.box(*corners)
    return boxes


def _wide(lat: float) -> float:
    """Return the metres in a degree of longitude."""
    return METRES_PER_DEGREE * math.cos(math.radians(lat))  # math, not numpy: its last digit may be another


def _nearest(segments: Floats, lats: Floats, lons: Floats, wide: Floats) -> tuple[Floats, Floats]:
    """Return the point of each segment nearest to a position of its own, and metres per degree there.

    Both as (east, north); the point in metres from the position. ``wide`` are the metres in a degree of longitude.
    """
    scale = np.column_stack([wide, np.full(len(wide), METRES_PER_DEGREE)])
    start = segments[:, :2] - np.column_stack([lons, lats])
    along = (segments[:, 2:] - segments[:, :2]) * scale
    start[:, 0] = (start[:, 0] + 180.0) % 360.0 - 180.0
    start *= scale
    length = np.maximum((along**2).sum(axis=1), 1e-12)
    share = np.clip(-(start * along).sum(axis=1) / length, 0.0, 1.0)
    return start + along * share[:, None], scale


def _least_m(whose: npt.NDArray[np.int64], segments: Floats, lats: Floats, lons: Floats) -> Floats:
    """Return how far the nearest of its segments is from each position, in metres; inf where it has none.

    ``whose`` numbers the position of each segment, in order.
    """
    least_m = np.full(len(lats), np.inf)
    if len(whose):
        wide = np.array([_wide(lat) for lat in lats.tolist()])
        nearest, _ = _nearest(segments, lats[whose], lons[whose], wide[whose])
        starts = np.flatnonzero(np.append(True, whose[1:] != whose[:-1]))
        least_m[whose[starts]] = np.minimum.reduceat(np.hypot(*nearest.T), starts)
    return least_m


def _wrapped(lon: float) -> float:
    return (lon + 180.0) % 360.0 - 180.0 if not -180.0 <= lon <= 180.0 else lon
