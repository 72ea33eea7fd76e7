"""Silences with a known cause in real or simulated traffic: of a ship (its positions cut out) or of the receivers.

    cut       positions of one ship between two of its own are taken out: the ship was dark, everybody else was heard
    outage    positions of all ships in a circle, for some hours, are taken out: nobody listened there
    edge      found in the data: the ship left the area that the set covers, where nobody listens
    act       simulated seas only: the ship switched its AIS off to hide what it did
    natural   simulated seas only: found in the data, and the ship had its AIS on: coasts and satellites did not hear it
    unknown   found in real data otherwise: nobody knows the cause, so that it is neither trained on nor scored

Left out: real disabling, of which nobody has the truth. Cutting is kinder than life: a ship that goes dark on purpose
may choose its place, and its transmitter may have been weak before.
"""

from __future__ import annotations

import math
import os
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

import duckdb
import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from fairlead import shapes
from fairlead.case import Case
from fairlead.deriving import reading_in
from fairlead.events import gap, keeping, tracks
from fairlead.simulate import reception as ears
from fairlead.simulate import sea

HOUR_US = shapes.US_PER_HOUR
LEAST_US = gap.Parameters().least_h * HOUR_US
KM_PER_DEGREE = 111.2


@dataclass(frozen=True)
class Traffic:
    """A set of positions: where it lies, how far apart its messages are kept, and how wide its outages are."""

    name: str
    positions: pa.Table  # shapes.POSITIONS
    step_h: float  # legs up to this long count as continuous: the source thins its data
    outage_km: tuple[float, float]
    outages: int
    edge_km: float = 0.0  # a ship last heard this near to the set's edge left the area
    off: dict[int, list[tuple[int, int]]] | None = None  # when AIS was off, by ship (us); None: nobody knows


def real(path: Path, name: str, course: bool = True, **further: Any) -> Traffic:
    """Return a set of real tracks (columns ssvid, t, lat, lon, speed, course) as positions."""
    table = duckdb.sql(
        "select 7::bigint as exhibit, row_number() over (order by ssvid, t, lat, lon) as row,"
        " cast(cast(ssvid as double) as bigint) as mmsi, epoch_us(t) as t_us, round(lat * 1e7)::bigint as lat_e7,"
        " round(lon * 1e7)::bigint as lon_e7, round(speed * 10)::bigint as speed_dkn,"
        f" {'round(course * 10)::bigint' if course else 'null::bigint'} as course_ddeg,"
        " null::bigint as heading_ddeg, null::bigint as nav_status, null::varchar as receiver"
        f" from read_parquet('{path}')"
    ).to_arrow_table()
    return Traffic(name, table.cast(shapes.POSITIONS), **further)


def simulated(seed: int, ships: int = 100, days: int = 30) -> Traffic:
    """Return a simulated sea as its readers hear it, with the times at which each ship had its AIS off."""
    off: dict[int, list[tuple[int, int]]] = {}
    listen = ears.Ears.listen

    def noted(self: ears.Ears, life: Any) -> ears.Heard:
        off.setdefault(life.ship.mmsi, []).extend(life.silences)
        return listen(self, life)

    with tempfile.TemporaryDirectory() as folder:
        with patch.object(ears.Ears, "listen", noted):
            truth = sea(Path(folder) / "sea", seed, days, ships)
        with patch.dict(os.environ, {"FAIRLEAD_HOME": str(Path(folder) / "home")}):
            case = Case.create(Path(folder) / "case", f"sea {seed}")
            for path in sorted((Path(folder) / "sea").glob("*.csv")):
                reading_in.read_added(case, case.exhibits.add(path, source="fairlead simulate"))
        parts = sorted((Path(folder) / "case").glob("readings/*/positions.parquet"))
        table = pa.concat_tables([pq.read_table(part) for part in parts])
    whole = pc.and_(pc.is_valid(table["mmsi"]), pc.and_(pc.is_valid(table["lat_e7"]), pc.is_valid(table["t_us"])))
    placed = table.filter(whole)
    began = round(datetime.fromisoformat(f"{truth.start}T00:00+00:00").timestamp())
    spans = {
        mmsi: [((began + round(a)) * shapes.US_PER_SECOND, (began + round(b)) * shapes.US_PER_SECOND) for a, b in each]
        for mmsi, each in off.items()
    }
    return Traffic(f"sea {seed}", placed, 1.0, (30, 150), 12, off=spans)


def silences(traffic: Traffic, seed: int, share: float = 0.25) -> list[dict[str, Any]]:
    """Return the gaps of the traffic after cuts and outages: the event's columns, with ``cause`` and ``group``."""
    rng = np.random.default_rng(seed)
    table = traffic.positions.sort_by([("mmsi", "ascending"), ("t_us", "ascending"), ("row", "ascending")])
    known = {name: table[name].to_numpy(zero_copy_only=False) for name in ("mmsi", "t_us", "lat_e7", "lon_e7")}
    deaf = _outages(traffic, known, rng)
    cut, starts = _cuts(traffic, known, deaf, rng, share)
    kept = table.filter(pa.array(~(deaf | cut)))
    found = gaps(kept)
    lost = _by_ship(known, deaf)
    box = [(int(known[name].min()), int(known[name].max())) for name in ("lat_e7", "lon_e7")]
    for row in found:
        row["group"] = f"{traffic.name}/{row['mmsi']}"
        row["cause"] = _cause(row, starts, lost, box, traffic)
    return found


def gaps(positions: pa.Table) -> list[dict[str, Any]]:
    """Return the gap events of positions, through files as in a case."""
    with tempfile.TemporaryDirectory() as folder:
        connection = ibis.duckdb.connect(memory_limit="1200MB", threads=2, preserve_insertion_order=False)
        keep = keeping.ParquetFolder(connection, Path(folder))
        pq.write_table(positions, Path(folder) / "positions.parquet")
        legs = tracks.legs(connection.read_parquet(Path(folder) / "positions.parquet"), keep)
        found: list[dict[str, Any]] = gap.detect(legs, keep=keep).to_pyarrow().to_pylist()
        connection.disconnect()
    return found


def _outages(traffic: Traffic, known: dict[str, Any], rng: np.random.Generator) -> Any:
    """Return which positions fall into a circle of sea that nobody hears for some hours, centred where ships sail."""
    deaf = np.zeros(len(known["t_us"]), dtype=bool)
    for _ in range(traffic.outages):
        at = rng.integers(len(deaf))
        radius = rng.uniform(*traffic.outage_km)
        begin = known["t_us"][at] - rng.uniform(0, 6) * HOUR_US
        hours = math.exp(rng.uniform(math.log(8), math.log(48)))
        north = (known["lat_e7"] - known["lat_e7"][at]) / shapes.E7 * KM_PER_DEGREE
        narrow = math.cos(math.radians(known["lat_e7"][at] / shapes.E7))
        east = (known["lon_e7"] - known["lon_e7"][at]) / shapes.E7 * KM_PER_DEGREE * narrow
        inside = (known["t_us"] >= begin) & (known["t_us"] < begin + hours * HOUR_US)
        deaf |= inside & (np.hypot(north, east) < radius)
    return deaf


def _cuts(
    traffic: Traffic, known: dict[str, Any], deaf: Any, rng: np.random.Generator, share: float
) -> tuple[Any, dict[tuple[int, int], int]]:
    """Return which positions are cut out, and the start of each cut with its end, by ship and time."""
    mmsi, t = known["mmsi"], known["t_us"]
    cut = np.zeros(len(t), dtype=bool)
    starts: dict[tuple[int, int], int] = {}
    first = np.flatnonzero(np.diff(mmsi, prepend=mmsi[0] - 1))
    for begin, end in zip(first, [*first[1:], len(t)], strict=True):
        if rng.random() > share or end - begin < 12:
            continue
        for _ in range(2):
            at = int(rng.integers(begin, end - 2))
            hours = math.exp(rng.uniform(math.log(7), math.log(48)))
            until = at + int(np.searchsorted(t[at:end], t[at] + hours * HOUR_US))
            window = slice(at, until + 1)
            near = (t[begin:end] > t[at] - 24 * HOUR_US) & (t[begin:end] < t[min(until, end - 1)] + 24 * HOUR_US)
            if until >= end or cut[begin:end][near].any() or deaf[window].any():
                continue
            if until - at < 3 or np.diff(t[window]).max() > traffic.step_h * HOUR_US:
                continue
            if t[until] - t[at] <= LEAST_US:
                continue
            cut[at + 1 : until] = True
            starts[int(mmsi[at]), int(t[at])] = int(t[until])
    return cut, starts


def _by_ship(known: dict[str, Any], deaf: Any) -> dict[int, Any]:
    mmsi, t = known["mmsi"][deaf], known["t_us"][deaf]
    return {int(ship): t[mmsi == ship] for ship in np.unique(mmsi)}


def _cause(
    row: dict[str, Any],
    starts: dict[tuple[int, int], int],
    lost: dict[int, Any],
    box: list[tuple[int, int]],
    traffic: Traffic,
) -> str:
    if (row["mmsi"], row["start_us"]) in starts:
        return "cut"
    end_us = row["end_us"] if row["end_us"] is not None else row["start_us"] + 3 * LEAST_US
    spans = (traffic.off or {}).get(row["mmsi"], ())
    hidden = sum(max(0, min(end_us, end) - max(row["start_us"], begin)) for begin, end in spans)
    if hidden:
        return "act" if hidden > (end_us - row["start_us"]) / 2 else "unknown"
    unheard = lost.get(row["mmsi"], np.empty(0))
    inside = unheard[(unheard > row["start_us"]) & (unheard < end_us)]
    if len(inside):
        whole = np.concatenate([[row["start_us"]], inside, [end_us]])
        return "outage" if np.diff(whole).max() <= LEAST_US or traffic.off is not None else "unknown"
    if traffic.off is not None:
        return "natural"
    return "edge" if _at_edge(row, "start", box, traffic) else "unknown"


def _at_edge(row: dict[str, Any], end: str, box: list[tuple[int, int]], traffic: Traffic) -> bool:
    lat, lon = row[f"{end}_lat_e7"], row[f"{end}_lon_e7"]
    narrow = math.cos(math.radians(lat / shapes.E7))
    away = [(lat - box[0][0], 1.0), (box[0][1] - lat, 1.0), (lon - box[1][0], narrow), (box[1][1] - lon, narrow)]
    nearest = min(distance / shapes.E7 * KM_PER_DEGREE * scale for distance, scale in away)
    return bool(nearest <= (traffic.edge_km))
