"""What receivers hear of the other sea, and the rows of it in the layout of the Danish Maritime Authority's files.

As ``othersea_world.py``, this imports nothing of Fairlead. Positions come at random moments, thinned as an archive
thins them: coast stations by radio horizon and daily fading, satellites by passes of some minutes.
"""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv
from othersea_world import KNOT, STATIONS, WORDS, D, Floats, Sea, Ship

START = datetime(2018, 10, 5, tzinfo=UTC)
_STATUS = {0: "Under way using engine", 1: "At anchor", 5: "Moored", 7: "Under way using engine"}


def write(sea: Sea, folder: Path) -> dict[str, int]:
    """Write a file a day; return the rows of each. Fills in ``messages`` and ``ends`` of the key's acts."""
    folder.mkdir(parents=True, exist_ok=True)
    fading = np.exp(sea.rng.normal(0, 0.13, (len(STATIONS), sea.days + 1)))
    fading[sea.rng.random(fading.shape) < 0.03] = 0.05  # a station's bad day
    passes = np.sort(sea.rng.uniform(0, sea.seconds, int(sea.days * 22)))
    strength = sea.rng.beta(2.0, 2.0, len(passes))
    parts, times = [], []
    for ship in sea.ships:
        t = _heard(sea, ship, fading, passes, strength)
        times.append(t)
        parts.append(_rows(sea, ship, t))
    for act in (*sea.hidden, *sea.innocent):
        act["ends"] = [int(np.sum((times[n] >= a) & (times[n] <= b))) for n, a, b in act.pop("watched")]
    table = pa.concat_tables(parts)
    seconds = table["second"].to_numpy()
    table = table.take(pa.array(np.argsort(seconds, kind="stable"))).drop(["second"])
    seconds = np.sort(seconds, kind="stable")
    counts = {}
    for day in range(sea.days):
        first, last = np.searchsorted(seconds, (day * D, (day + 1) * D))
        name = f"other-{START + timedelta(days=day):%Y-%m-%d}.csv"
        pyarrow.csv.write_csv(table.slice(first, last - first), folder / name)
        counts[name] = int(last - first)
    return counts


def _heard(sea: Sea, ship: Ship, fading: Floats, passes: Floats, strength: Floats) -> Floats:
    """Return the moments at which a ship's positions were kept."""
    rng, small = sea.rng, ship.kind == "squid boat"
    known = np.flatnonzero(~np.isnan(ship.lat))
    if not len(known):
        return np.zeros(0)
    begin, end = known[0] * 300.0, min(sea.seconds, known[-1] * 300.0)
    t = np.sort(rng.uniform(begin, end, rng.poisson(max(0.0, end - begin) / 330)))
    lat, lon, doing = _where(sea, ship, t)
    kept = rng.random(len(t)) < np.where(np.isin(doing, (1, 5)), 0.35, 1.0)
    t, lat, lon = t[kept], lat[kept], lon[kept]
    lost = np.ones(len(t))
    day = (t / D).astype(int)
    height = 6.0 if small else 14.0
    for number, (at, beside, metres) in enumerate(STATIONS):
        km = 111.19 * np.hypot(lat - at, (lon - beside) * math.cos(math.radians(at)))
        horizon = 4.12 * (math.sqrt(metres) + math.sqrt(height)) * fading[number, day] * (0.7 if small else 1.0)
        lost *= 1 - 0.92 / (1 + np.exp((km - horizon) / 7.0))
    coast = t[rng.random(len(t)) > lost]
    seen = (passes > begin) & (passes < end) & (rng.random(len(passes)) < strength * (0.15 if small else 1.0))
    above = passes[seen] + rng.uniform(0, 540, int(np.sum(seen)))
    found = np.sort(np.concatenate([coast, above[above < end]]))
    for off, on in ship.off:
        found = found[(found < off) | (found > on)]
    return found


def _where(sea: Sea, ship: Ship, t: Floats) -> tuple[Floats, Floats, npt.NDArray[np.int8]]:
    return (
        np.interp(t, sea.t, ship.lat),
        np.interp(t, sea.t, ship.lon),
        ship.doing[np.minimum((t / 300).astype(int), sea.count - 1)],
    )


def _rows(sea: Sea, ship: Ship, t: Floats) -> pa.Table:
    rng, count = sea.rng, len(t)
    lat, lon, doing = _where(sea, ship, t)
    before, after = _where(sea, ship, t - 60), _where(sea, ship, t + 60)
    north, east = (after[0] - before[0]) * 111_190, (after[1] - before[1]) * 111_190 * np.cos(np.radians(lat))
    knots = np.abs(np.hypot(north, east) / 120 / KNOT + rng.normal(0, 0.12, count))
    knots = np.where(doing == 5, np.where(rng.random(count) < 0.8, 0.0, 0.1), knots)
    course = np.nan_to_num(np.degrees(np.arctan2(east, north)) % 360)
    knots = np.nan_to_num(knots)
    error = rng.standard_t(3, (2, count)) * 4.0
    lat, lon = lat + error[0] / 111_190, lon + error[1] / 111_190 / np.cos(np.radians(lat))
    wild = rng.random(count) < 4e-6
    lat = np.where(wild, lat + rng.uniform(-3, 3, count), lat)
    second = np.floor(t) + np.where(rng.random(count) < 0.004, rng.integers(1, 4, count), 0)
    small = ship.kind == "squid boat"
    columns: dict[str, Any] = {
        "# Timestamp": [f"{START + timedelta(seconds=float(one)):%d/%m/%Y %H:%M:%S}" for one in second],
        "Type of mobile": ["Class B" if small else "Class A"] * count,
        "MMSI": np.full(count, ship.mmsi),
        "Latitude": np.round(lat, 6),
        "Longitude": np.round(lon, 6),
        "Navigational status": ["Unknown value" if small else _STATUS[int(one)] for one in doing],
        "ROT": [""] * count,
        "SOG": np.round(knots, 1),
        "COG": np.round((course + rng.normal(0, 2, count)) % 360, 1),
        "Heading": np.rint((course + rng.normal(0, 3, count)) % 360).astype(int),
        "IMO": [str(ship.imo) if ship.imo else "Unknown"] * count,
        "Callsign": [""] * count,
        "Name": [ship.name] * count,
        "Ship type": [WORDS[ship.kind]] * count,
        "Cargo type": [""] * count,
        "Width": np.full(count, max(5, ship.length_m // 7)),
        "Length": np.full(count, ship.length_m),
        "Type of position fixing device": ["GPS"] * count,
        "Draught": _held(ship.draughts, t, ""),
        "Destination": _held(ship.bound, t, "Unknown"),
        "ETA": [""] * count,
        "Data source type": ["AIS"] * count,
    }
    return pa.table({**columns, "second": second})


def _held(changes: list[tuple[float, Any]], t: Floats, none: str) -> list[str]:
    """Return what the crew had entered last at each moment; entries made late do not undo later ones."""
    if not changes:
        return [none] * len(t)
    ordered = sorted(changes, key=lambda one: one[0])
    at = np.searchsorted(np.array([when for when, _ in ordered]), t, "right") - 1
    return [none if n < 0 else str(ordered[n][1]) for n in at.tolist()]


def iso(seconds: float) -> str:
    """Return seconds since the month began as ISO 8601 UTC."""
    return f"{START + timedelta(seconds=round(seconds)):%Y-%m-%dT%H:%M:%SZ}"
