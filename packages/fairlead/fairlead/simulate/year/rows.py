"""Writes one day of the simulated year: what was heard, with the faults that real files have, as Parquet.

The layout is VesselFinder's published one (columns of its AIS data set), which has a source for each row: TER or SAT. A
day depends on the plan and the seed alone, so that days can be made in any order and made again. Nothing of the readers
is used to write it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from fairlead.simulate import waters
from fairlead.simulate.fleet import Ship
from fairlead.simulate.waters import Degrees
from fairlead.simulate.year import diary, ears
from fairlead.simulate.year.chart import DAY, HOUR
from fairlead.simulate.year.diary import World
from fairlead.simulate.year.ears import Ears
from fairlead.simulate.year.fleet import Watch
from fairlead.simulate.year.water import Ints, Spans, Water, shifted

_AXIS_S = 1e9  # of the axis on which hulls' changes are laid end to end
_STATUS = np.array([5, 1, 0, 0, 7, 15, 0])  # ITU-R M.1371 table 45, by what the ship does
_MANY = 10_000_000


class Scribe:
    """Knows the whole plan, and writes any one day of it."""

    def __init__(self, world: World, watches: list[Watch], hearing: Ears, seed: int, epoch: datetime) -> None:
        self._spans = Spans.of(world.log)
        self._ears, self._seed, self._epoch = hearing, seed, epoch
        self._names = [ship for names in world.names for _, ship in names]
        since = [(hull, max(when, -_AXIS_S / 3)) for hull, names in enumerate(world.names) for when, _ in names]
        self._named = _axis(np.array([hull for hull, _ in since]), np.array([when for _, when in since]))
        self._first = np.array([names[0][1].ais_class == "A" for names in world.names])
        self._silences = _merged(world.silences)
        self._draughts = _changes(world.draughts)
        words = sorted({word for _, _, word in world.destinations} | {""})
        numbered = {word: number for number, word in enumerate(words)}
        self._destinations = _changes([(hull, when, numbered[word]) for hull, when, word in world.destinations])
        self._words = pa.array(words)
        self._statics = _statics(self._names, seed)
        self._habits = np.random.default_rng([seed, 5]).random((len(world.names), 3))
        self._watches = watches

    def write(self, day: int, path: Path) -> tuple[int, npt.NDArray[np.int64]]:
        """Write a day's file; return its number of rows, and how many messages each watch counts in it."""
        rng = np.random.default_rng([self._seed, 1, day])
        begin, end = day * DAY, (day + 1) * DAY
        water = Water(self._spans, begin, end)
        rows, t = self._windows(water, begin, end, rng)
        hull, doing = self._spans.hull[rows], self._spans.doing[rows]
        kept = ~self._silent(hull, t)
        hull, doing, t = hull[kept], doing[kept], t[kept]
        lat, lon = water.at(hull, t)
        class_a = self._first[hull]
        knots = np.where((doing == diary.SAILING) | (doing == diary.BESIDE), 8.0, 1.0)
        knots = np.where(doing == diary.FISHING, 3.0, knots)
        heard, coast = self._ears.heard(t, lat, lon, ears.sends(doing, knots, class_a), class_a, rng)
        order = np.flatnonzero(heard)
        order = order[np.argsort(t[order], kind="stable")]
        hull, doing, coast = hull[order], doing[order], coast[order]
        t, lat, lon = t[order], lat[order], lon[order]
        table = self._table(water, hull, doing, np.floor(t), (lat, lon), coast, rng)
        part = path.with_suffix(".part")
        pq.write_table(table, part, compression="zstd", compression_level=1, row_group_size=1 << 17)
        part.replace(path)
        return table.num_rows, self._count(hull, t)

    def _windows(self, water: Water, begin: float, end: float, rng: np.random.Generator) -> tuple[Ints, Degrees]:
        """Return the spans' rows and the moment of each window of the archive in which a ship may be heard."""
        spans = self._spans
        rows = water.rows[spans.doing[water.rows] != diary.AWAY]
        since, until = np.maximum(spans.begin[rows], begin), np.minimum(spans.end[rows], end)
        long = until > since
        rows, since, until = rows[long], since[long], until[long]
        width = np.array([ears.WINDOW_S.get(number, 600.0) for number in range(7)])[spans.doing[rows]]
        count = np.floor((until - since) / width + rng.random(len(rows))).astype(np.int64)
        each = np.repeat(np.arange(len(rows)), count)
        nth = np.arange(len(each)) - np.repeat(np.cumsum(count) - count, count)
        t = since[each] + (nth + rng.random(len(each))) * width[each]
        inside = t < until[each]
        return rows[each[inside]], t[inside]

    def _silent(self, hull: Ints, t: Degrees) -> npt.NDArray[np.bool_]:
        starts, ends = self._silences
        if not len(starts):
            return np.zeros(len(t), bool)
        key = _axis(hull, t)
        at = np.maximum(np.searchsorted(starts, key, "right") - 1, 0)
        silent: npt.NDArray[np.bool_] = (key >= starts[at]) & (key < ends[at])
        return silent

    def _table(
        self,
        water: Water,
        hull: Ints,
        doing: Ints,
        t: Degrees,
        at: tuple[Degrees, Degrees],
        coast: npt.NDArray[np.bool_],
        rng: np.random.Generator,
    ) -> pa.Table:
        class_a, count = self._first[hull], len(t)
        speed, course = _way(water, hull, t)
        speed = np.abs(speed + rng.normal(0, 0.09, count))
        speed = np.where(doing == diary.MOORED, rng.choice([0.0, 0.0, 0.0, 0.1], count), speed)
        course = np.where(speed < 0.4, rng.uniform(0, 360, count), course + rng.normal(0, 1.5, count)) % 360
        heading = np.where(speed < 0.6, (hull * 37 + t / 500) % 360, course + rng.normal(0, 2.5, count)) % 360
        lat, lon = self._scattered(hull, class_a, at, rng)
        name = np.searchsorted(self._named, _axis(hull, t), "right") - 1
        draught = _value(self._draughts, hull, t)
        known = class_a & (draught > 0)
        destination = np.maximum(_value(self._destinations, hull, t), 0)
        status = np.where(self._habits[hull, 0] < 0.04, 0, _STATUS[doing])  # some crews never touch it
        columns: dict[str, Any] = {
            "TIMESTAMP": _stamps(t, self._epoch),
            "LATITUDE": np.round(lat, 5),
            "LONGITUDE": np.round(lon, 5),
            "COURSE": np.round(course, 1) % 360,
            "SPEED": np.round(speed, 1),
            "HEADING": np.where(class_a & (self._habits[hull, 1] > 0.06), np.rint(heading) % 360, 511).astype(np.int16),
            "NAVSTAT": np.where(class_a, status, 15).astype(np.int8),
            "DRAUGHT": np.where(known, np.maximum(draught, 0) / 10, 0.0),
            "DESTINATION": pa.DictionaryArray.from_arrays(pa.array(destination, pa.int32()), self._words),
            "SRC": pa.DictionaryArray.from_arrays(
                pa.array(np.where(coast, 0, 1), pa.int32()), pa.array(["TER", "SAT"])
            ),
        }
        _spoil(columns, rng)
        columns |= {key: _taken(values, name) for key, values in self._statics.items()}
        table = pa.table({key: columns[key] for key in _COLUMNS})
        twice = np.sort(np.concatenate([np.arange(count), np.flatnonzero(rng.random(count) < 0.0008)]))
        return table.take(pa.array(twice)) if len(twice) > count else table

    def _scattered(
        self, hull: Ints, class_a: npt.NDArray[np.bool_], at: tuple[Degrees, Degrees], rng: np.random.Generator
    ) -> tuple[Degrees, Degrees]:
        """Add what a receiver of GPS errs by: some metres, a hundred now and then, and a wild one in a million."""
        count = len(hull)
        metres = np.where(class_a, 5.0, 9.0) * np.where(rng.random(count) < 0.0015, 14.0, 1.0)
        bias = 20 * (self._habits[hull, 2] - 0.5)  # the antenna's place on the hull
        lat, lon = shifted(*at, rng.normal(0, 1, count) * metres + bias, rng.normal(0, 1, count) * metres - bias)
        wild = np.flatnonzero(rng.random(count) < 1.5e-6)
        lat[wild] += rng.choice([-1, 1], len(wild)) * rng.uniform(0.8, 6, len(wild))
        lon[wild] += rng.choice([-1, 1], len(wild)) * rng.uniform(0.8, 6, len(wild))
        return lat, lon

    def _count(self, hull: Ints, t: Degrees) -> npt.NDArray[np.int64]:
        key = np.sort(_axis(hull, t))
        hulls = np.array([watch.hull for watch in self._watches], np.int64)
        edges = (np.array([watch.begin for watch in self._watches]), np.array([watch.end for watch in self._watches]))
        low, high = (np.searchsorted(key, _axis(hulls, edge)) for edge in edges)
        counted: npt.NDArray[np.int64] = high - low
        return counted


_COLUMNS = (
    *("MMSI", "TIMESTAMP", "LATITUDE", "LONGITUDE", "COURSE", "SPEED", "HEADING", "NAVSTAT", "IMO", "NAME", "CALLSIGN"),
    *("TYPE", "A", "B", "C", "D", "DRAUGHT", "DESTINATION", "SRC"),
)


def _axis(hull: Ints, t: Degrees) -> Degrees:
    key: Degrees = hull * _AXIS_S + t
    return key


def _changes(rows: list[tuple[int, float, int]]) -> tuple[Degrees, Ints, Ints]:
    """Return what holds from when for whom, in order: axis, hull, value."""
    rows = sorted((hull, max(when, -_AXIS_S / 3), value) for hull, when, value in rows) or [(_MANY, 0.0, 0)]
    hull, when, value = (np.array(part) for part in zip(*rows, strict=True))
    return _axis(hull, when), hull, value


def _value(changes: tuple[Degrees, Ints, Ints], hull: Ints, t: Degrees) -> Ints:
    """Return what holds for each hull at each time; -1 where nothing was said yet."""
    at = np.maximum(np.searchsorted(changes[0], _axis(hull, t), "right") - 1, 0)
    found: Ints = np.where(changes[1][at] == hull, changes[2][at], -1)
    return found


def _merged(silences: list[tuple[int, float, float]]) -> tuple[Degrees, Degrees]:
    """Return the silences on the common axis, overlapping ones joined."""
    joined: list[list[float]] = []
    for begin, end in sorted((hull * _AXIS_S + begin, hull * _AXIS_S + end) for hull, begin, end in silences):
        if joined and begin <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], end)
        else:
            joined.append([begin, end])
    return np.array([one[0] for one in joined]), np.array([one[1] for one in joined])


def _way(water: Water, hull: Ints, t: Degrees) -> tuple[Degrees, Degrees]:
    """Return speed in knots and course in degrees, from where a hull is half a minute before and after."""
    (lat_before, lon_before), (lat_after, lon_after) = water.at(hull, t - 30), water.at(hull, t + 30)
    north = (lat_after - lat_before) * waters.METRES_PER_DEGREE
    east = (lon_after - lon_before) * waters.METRES_PER_DEGREE * np.cos(np.radians(lat_before))
    return np.hypot(north, east) / 60 * HOUR / 1852, np.degrees(np.arctan2(east, north)) % 360


def _spoil(columns: dict[str, Any], rng: np.random.Generator) -> None:
    """Put AIS' own marks of "not available" into a few rows."""
    for part, marks in (
        (0.0002, {"LATITUDE": 91.0, "LONGITUDE": 181.0}),
        (0.0004, {"SPEED": 102.3}),
        (0.0006, {"COURSE": 360.0}),
        (0.004, {"HEADING": 511}),
    ):
        drawn = rng.random(len(columns["SPEED"])) < part
        for name, mark in marks.items():
            columns[name][drawn] = mark


def _stamps(t: Degrees, epoch: datetime) -> Any:
    return pa.array(t.astype(np.int64) + int(epoch.timestamp()), pa.timestamp("s"))


def _statics(names: list[Ship], seed: int) -> dict[str, Any]:
    """Return what each identity sends of itself; some crews enter it wrongly or not at all."""
    rng = np.random.default_rng([seed, 9])
    drawn = rng.random((len(names), 6))
    numbers = [ship.imo or 0 for ship in names]
    for n, ship in enumerate(names):
        if ship.imo and drawn[n, 0] < 0.02:
            numbers[n] = 0 if drawn[n, 0] < 0.014 else ship.imo + int(10 * drawn[n, 1]) + 1
    sized = drawn[:, 2] > 0.02
    lengths, beams = (np.array([getattr(ship, key) for ship in names]) for key in ("length_m", "beam_m"))
    bow, port = np.rint(lengths * 0.7), np.rint(beams * 0.5)
    return {
        "MMSI": pa.array([ship.mmsi for ship in names], pa.int32()),
        "IMO": pa.array(numbers, pa.int32()),
        "NAME": pa.array([ship.name if drawn[n, 3] > 0.006 else "" for n, ship in enumerate(names)]),
        "CALLSIGN": pa.array([(ship.call_sign or "") if drawn[n, 4] > 0.03 else "" for n, ship in enumerate(names)]),
        "TYPE": pa.array([ship.ship_type if drawn[n, 5] > 0.03 else 0 for n, ship in enumerate(names)], pa.int16()),
        "A": pa.array(np.where(sized, bow, 0), pa.int16()),
        "B": pa.array(np.where(sized, lengths - bow, 0), pa.int16()),
        "C": pa.array(np.where(sized, port, 0), pa.int16()),
        "D": pa.array(np.where(sized, beams - port, 0), pa.int16()),
    }


def _taken(values: Any, index: Ints) -> Any:
    if pa.types.is_string(values.type):
        return pa.DictionaryArray.from_arrays(pa.array(index, pa.int32()), values)
    return values.take(pa.array(index))


def file_name(epoch: datetime, day: int) -> str:
    """Return the name of a day's file."""
    return f"simulated-ais-{epoch + timedelta(days=day):%Y-%m-%d}.parquet"
