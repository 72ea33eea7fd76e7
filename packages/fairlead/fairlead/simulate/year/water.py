"""Where every hull is at any moment of one day, from the spans of all diaries; thousands of ships in one sweep.

Knots of the ways that lie in the day are laid end to end on one axis, hull after hull, so that a single interpolation
serves all. Swinging at anchor, drifting and being beside another hull are added after it. Left out: who sends when.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fairlead.simulate import waters
from fairlead.simulate.waters import Degrees
from fairlead.simulate.year import chart, diary
from fairlead.simulate.year.diary import Log

Ints = npt.NDArray[np.int64]

_AXIS_S = 1e6  # of the common axis, for each hull; more than a day with its margins
_MARGIN_S = 3_600.0
_TRAWL_S = 900.0  # between the turns of a boat that fishes


@dataclass(frozen=True)
class Spans:
    """The log as arrays, in the order of hull and time."""

    hull: Ints
    begin: Degrees
    end: Degrees
    doing: Ints
    lat: Degrees
    lon: Degrees
    to_lat: Degrees
    to_lon: Degrees
    way: Ints
    speed_kn: Degrees
    wave: Degrees
    other: Ints
    north_m: Degrees
    east_m: Degrees
    ways: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, log: Log) -> Spans:
        """Return a log's spans, sorted."""
        order = np.lexsort((np.array(log.begin), np.array(log.hull)))
        whole = {name: np.array(values)[order] for name, values in vars(log).items() if name != "ways"}
        return cls(**whole, ways=tuple(log.ways))


class Water:
    """The sea during one stretch of time, a day as a rule; times are seconds since the sea begins."""

    def __init__(self, spans: Spans, begin: float, end: float) -> None:
        self.begin, self.end = begin, end
        low, high = begin - _MARGIN_S, end + _MARGIN_S
        self.rows = np.flatnonzero((spans.begin < high) & (spans.end > low))
        self._spans = spans
        self._axis = self._key(spans.hull[self.rows], np.maximum(spans.begin[self.rows], low))
        parts = [self._still(low, high), *self._moving(low, high)]
        key, lat, lon = (np.concatenate(values) for values in zip(*parts, strict=True))
        order = np.argsort(key, kind="stable")
        self._knots = key[order], lat[order], lon[order]

    def span_of(self, hull: Ints, t: Degrees) -> Ints:
        """Return the row of the span in which each hull is at each time."""
        at = np.searchsorted(self._axis, self._key(hull, t), "right") - 1
        found: Ints = self.rows[np.maximum(at, 0)]
        return found

    def at(self, hull: Ints, t: Degrees) -> tuple[Degrees, Degrees]:
        """Return latitude and longitude of each hull at each time."""
        rows = self.span_of(hull, t)
        beside = np.flatnonzero(self._spans.doing[rows] == diary.BESIDE)
        lat, lon = self._alone(hull, t, rows)
        if len(beside):
            other, then = self._spans.other[rows[beside]], t[beside]
            other_lat, other_lon = self._alone(other, then, self.span_of(other, then))
            north, east = self._spans.north_m[rows[beside]], self._spans.east_m[rows[beside]]
            lat[beside], lon[beside] = shifted(other_lat, other_lon, north, east)
        return lat, lon

    def _alone(self, hull: Ints, t: Degrees, rows: Ints) -> tuple[Degrees, Degrees]:
        spans, key = self._spans, self._key(hull, t)
        lat, lon = np.interp(key, *self._knots[:2]), np.interp(key, self._knots[0], self._knots[2])
        north, east = np.zeros(len(t)), np.zeros(len(t))
        doing = spans.doing[rows]
        riding = np.flatnonzero(doing == diary.ANCHORED)
        north[riding], east[riding] = self._swing(rows[riding], t[riding])
        adrift = np.flatnonzero(doing == diary.DRIFTING)
        for part, out in ((0, north), (1, east)):
            out[adrift] = _carried(t[adrift])[part] - _carried(spans.begin[rows[adrift]])[part]
        return shifted(lat, lon, north, east)

    def _swing(self, rows: Ints, t: Degrees) -> tuple[Degrees, Degrees]:
        """Return metres from the anchor: the ship lies down the stream, which turns with the tide, and yaws."""
        spans = self._spans
        from_ends = np.minimum(t - spans.begin[rows], spans.end[rows] - t)
        radius = (85 + 14 * spans.wave[rows]) * np.clip(from_ends / 2_400, 0, 1)
        stream = np.tanh(3 * np.sin(2 * np.pi * t / diary.TIDE_S)) * 1.35
        bearing = spans.wave[rows] / 5 + stream + 0.22 * np.sin(2 * np.pi * t / 1_730 + spans.wave[rows])
        return radius * np.cos(bearing), radius * np.sin(bearing)

    def _still(self, low: float, high: float) -> tuple[Degrees, Degrees, Degrees]:
        """Return two knots for each span in which the base does not move, or moves straight."""
        spans = self._spans
        sailing = (spans.doing[self.rows] == diary.SAILING) & (spans.way[self.rows] >= 0)
        rows = self.rows[~sailing & (spans.doing[self.rows] != diary.FISHING)]
        begin, end = spans.begin[rows], spans.end[rows]
        edges = np.maximum(begin, low), np.minimum(end, high) - 0.01
        straight = (spans.doing[rows] == diary.SAILING) | (spans.doing[rows] == diary.BESIDE)
        knots = []
        for edge in edges:
            share = np.where(straight, (edge - begin) / (end - begin), 0.0)
            lat = spans.lat[rows] + share * (spans.to_lat[rows] - spans.lat[rows])
            lon = spans.lon[rows] + share * (spans.to_lon[rows] - spans.lon[rows])
            knots.append((self._key(spans.hull[rows], edge), lat, lon))
        key, lat, lon = (np.concatenate(both) for both in zip(*knots, strict=True))
        return key, lat, lon

    def _moving(self, low: float, high: float) -> list[tuple[Degrees, Degrees, Degrees]]:
        spans, found = self._spans, []
        for row in self.rows.tolist():
            doing = spans.doing[row]
            if doing == diary.SAILING and spans.way[row] >= 0:
                t, lat, lon = self._sailed(row)
            elif doing == diary.FISHING:
                t, lat, lon = self._fished(row)
            else:
                continue
            first = max(0, int(np.searchsorted(t, low)) - 1)
            last = int(np.searchsorted(t, high)) + 1
            inside = slice(first, last)
            hull = np.full(len(t[inside]), spans.hull[row])
            found.append((self._key(hull, np.clip(t[inside], low, high)), lat[inside], lon[inside]))
        return found

    def _sailed(self, row: int) -> tuple[Degrees, Degrees, Degrees]:
        spans = self._spans
        number, variant = divmod(int(spans.way[row]), 64)
        way = chart.course(*spans.ways[number], variant)
        ends = [
            (float(lat[row]), float(lon[row])) for lat, lon in ((spans.lat, spans.lon), (spans.to_lat, spans.to_lon))
        ]
        taken, lat, lon = chart.voyage(way, ends[0], ends[1], float(spans.speed_kn[row]), float(spans.wave[row]))
        return spans.begin[row] + taken, lat, lon

    def _fished(self, row: int) -> tuple[Degrees, Degrees, Degrees]:
        """Return the turns of a boat that works around a ground and ends where it began."""
        spans = self._spans
        count = max(4, int((spans.end[row] - spans.begin[row]) / _TRAWL_S))
        t = np.linspace(spans.begin[row], spans.end[row], count)
        turns = np.cumsum(np.random.default_rng(int(spans.wave[row] * 1e9)).normal(0, 0.55, count))
        step = spans.speed_kn[row] * chart.KNOT * (t[1] - t[0])
        north, east = np.cumsum(step * np.cos(turns)), np.cumsum(step * np.sin(turns))
        home = np.linspace(0, 1, count)
        north, east = north - home * north[-1], east - home * east[-1]
        return t, *shifted(np.full(count, spans.lat[row]), np.full(count, spans.lon[row]), north, east)

    def _key(self, hull: Ints, t: Degrees) -> Degrees:
        key: Degrees = hull * _AXIS_S + (t - self.begin + 10 * _MARGIN_S)
        return key


def shifted(lat: Degrees, lon: Degrees, north_m: Degrees, east_m: Degrees) -> tuple[Degrees, Degrees]:
    """Return positions so many metres north and east of the given ones."""
    east = east_m / waters.METRES_PER_DEGREE / np.cos(np.radians(lat))
    return lat + north_m / waters.METRES_PER_DEGREE, lon + east


def _carried(t: Degrees) -> tuple[Degrees, Degrees]:
    phase = 2 * np.pi * t / diary.TIDE_S
    north, east = diary.ELLIPSE_M[0] * np.sin(phase), diary.ELLIPSE_M[1] * np.cos(phase)
    return north + diary.LEEWAY_M_S[0] * t, east + diary.LEEWAY_M_S[1] * t
