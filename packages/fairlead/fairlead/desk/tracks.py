"""All tracks of a case, thinned so that a map shows a million positions as quickly as a thousand.

For each zoom level a position is kept where its track enters another cell of some pixels' width: what is left out could
not be told apart there. Lines are broken where nothing was heard for six hours, since a line would claim a course. Made
from the stored legs, in memory; nothing is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow.parquet as pq

from fairlead.shapes import E7, US_PER_HOUR

LEVELS = (2, 4, 6, 8, 10, 12)  # zooms as web maps count them: the world is 512 pixels wide at zoom 0
CELL_PIXELS = 3  # ours: finer than a line is wide
MOST_VERTICES = 20_000  # in one answer: some 250 kB of JSON, and what a software renderer draws at once; ours
SILENT_US = 6 * US_PER_HOUR  # as on the dossier's maps

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class _Level:
    track: Ints
    t_us: Ints
    lon: npt.NDArray[np.float64]
    lat: npt.NDArray[np.float64]
    broken: npt.NDArray[np.bool_]  # before this position nothing was heard for hours, or another track ended


class Overview:
    """Thinned tracks, by zoom level."""

    def __init__(self, levels: dict[int, _Level], positions: int) -> None:
        self._levels = levels
        self.positions = positions

    @classmethod
    def of(cls, legs: Path) -> Overview:
        """Read the stored legs, most of which lie by track and time."""
        if not legs.exists():
            return cls({}, 0)
        table = pq.read_table(legs, columns=["track", "t_us", "lat_e7", "lon_e7"])
        track, t_us, lat_e7, lon_e7 = (table.column(n).to_numpy().astype(np.int64) for n in range(4))
        if len(track) > 1 and not _ordered(track, t_us):
            order = np.lexsort((t_us, track))
            track, t_us, lat_e7, lon_e7 = track[order], t_us[order], lat_e7[order], lon_e7[order]
        levels: dict[int, _Level] = {}
        for zoom in sorted(LEVELS, reverse=True):
            cell = int(360 * E7 * CELL_PIXELS / (512 * 2**zoom))
            x, y = lon_e7 // cell, lat_e7 // cell
            new = np.ones(len(track), bool)
            new[1:] = (track[1:] != track[:-1]) | (x[1:] != x[:-1]) | (y[1:] != y[:-1])
            last = np.ones(len(track), bool)
            last[:-1] = track[1:] != track[:-1]
            silent = np.zeros(len(track), bool)
            silent[1:] = t_us[1:] - t_us[:-1] > SILENT_US
            before = np.zeros(len(track), bool)
            before[:-1] = silent[1:]
            kept = new | last | silent | before
            track, t_us, lat_e7, lon_e7 = track[kept], t_us[kept], lat_e7[kept], lon_e7[kept]
            levels[zoom] = _Level(track, t_us, lon_e7 / E7, lat_e7 / E7, _broken(track, t_us))
        return cls(levels, table.num_rows)

    def within(
        self, box: tuple[float, float, float, float], zoom: float, span_us: tuple[int, int] | None = None
    ) -> dict[str, Any]:
        """Return the tracks in a box (west, south, east, north) as GeoJSON; ``left_out`` tells whether it is thinned.

        Where the answer would be too long, a coarser level is given instead.
        """
        west, south, east, north = box
        for level in sorted((each for each in self._levels if each <= max(zoom, LEVELS[0])), reverse=True):
            held = self._levels[level]
            inside = (held.lon >= west) & (held.lon <= east) & (held.lat >= south) & (held.lat <= north)
            if span_us is not None:
                inside &= (held.t_us >= span_us[0]) & (held.t_us < span_us[1])
            if inside.sum() <= MOST_VERTICES or level == LEVELS[0]:
                at = np.flatnonzero(inside)[:MOST_VERTICES]
                return {"type": "FeatureCollection", "level": level, "features": _lines(held, at)}
        return {"type": "FeatureCollection", "level": None, "features": []}


def _ordered(track: Ints, t_us: Ints) -> bool:
    rising = (track[1:] > track[:-1]) | ((track[1:] == track[:-1]) & (t_us[1:] >= t_us[:-1]))
    return bool(rising.all())


def _broken(track: Ints, t_us: Ints) -> npt.NDArray[np.bool_]:
    broken = np.ones(len(track), bool)
    broken[1:] = (track[1:] != track[:-1]) | (t_us[1:] - t_us[:-1] > SILENT_US)
    return broken


def _lines(held: _Level, at: Ints) -> list[dict[str, Any]]:
    """Return one line for each unbroken run of positions in the box, by ship."""
    if not len(at):
        return []
    cuts = np.flatnonzero((np.diff(at) != 1) | held.broken[at[1:]]) + 1
    first = np.concatenate(([0], cuts))
    last = np.concatenate((cuts, [len(at)]))
    drawn = last - first > 1  # a position alone is no line
    coordinates = np.round(np.column_stack([held.lon[at], held.lat[at]]), 4).tolist()
    mmsi = (held.track[at[first[drawn]]] // 1000).tolist()
    return [
        {
            "type": "Feature",
            "properties": {"mmsi": number},
            "geometry": {"type": "LineString", "coordinates": coordinates[begin:end]},
        }
        for number, begin, end in zip(mmsi, first[drawn].tolist(), last[drawn].tolist(), strict=True)
    ]
