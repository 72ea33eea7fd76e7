"""Writes what was heard in MarineCadastre's layout of 17 columns, a file a day, and spoils a few rows as life does.

The layout is the published one of the Marine Cadastre's daily files; nothing of the readers is used to write it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from fairlead.simulate.reception import Heard

COLUMNS = (
    "MMSI BaseDateTime LAT LON SOG COG Heading VesselName IMO CallSign VesselType Status Length Width Draft Cargo "
    "TransceiverClass"
).split()  # noqa: SIM905 (reads as the header it is)

_DAY_S = 86_400


def table(heard: list[Heard], rng: np.random.Generator, epoch: datetime) -> tuple[pa.Table, dict[str, int]]:
    """Return all rows of a sea in the order of time, and how many were spoilt on purpose, by kind of fault."""
    counts = [len(one.t) for one in heard]
    ship = np.repeat(np.arange(len(heard)), counts)
    t, lat, lon, speed, course, heading, status, draught = (
        np.concatenate([getattr(one, name) for one in heard])
        for name in ("t", "lat", "lon", "speed_kn", "course_deg", "heading_deg", "status", "draught_m")
    )
    order = np.lexsort((ship, t))
    order, faults = _doubled(order, rng)
    ship, t, lat, lon, speed, course, heading, status, draught = (
        column[order] for column in (ship, t, lat, lon, speed, course, heading, status, draught)
    )
    faults |= _spoil(rng, lat, lon, speed, course, heading)
    numbers = {
        "LAT": (lat, 5),
        "LON": (lon, 5),
        "SOG": (speed, 1),
        "COG": (np.minimum(course, 360.0), 1),
        "Heading": (heading, 1),
    }
    class_a = np.array([one.life.ship.ais_class == "A" for one in heard])[ship]
    columns = {name: _decimal(values, places) for name, (values, places) in numbers.items()}
    columns["Status"] = _decimal(status, 1, class_a)
    columns["Draft"] = _decimal(draught, 1, class_a)
    columns["BaseDateTime"] = _stamp(t, epoch)
    columns |= _ship_columns(heard, ship)
    return pa.table({"t": t, **{name: columns[name] for name in COLUMNS}}), faults


def write(rows: pa.Table, folder: Path, epoch: datetime, days: int) -> dict[str, int]:
    """Write a file for each day; return the number of data rows of each."""
    written = {}
    t = rows["t"].to_numpy()
    options = pyarrow.csv.WriteOptions(quoting_style="none", include_header=False)
    for day in range(days):
        first, end = (int(edge) for edge in np.searchsorted(t, [day * _DAY_S, (day + 1) * _DAY_S]))
        name = f"simulated-ais-{epoch + timedelta(days=day):%Y-%m-%d}.csv"
        with (folder / name).open("wb") as file:
            file.write((",".join(COLUMNS) + "\n").encode())
            pyarrow.csv.write_csv(rows.slice(first, end - first).drop_columns(["t"]), file, options)
        written[name] = end - first
    return written


def _doubled(order: npt.NDArray[np.int64], rng: np.random.Generator) -> tuple[npt.NDArray[np.int64], dict[str, int]]:
    """Repeat one row in a thousand or so, as where two stations report the same message."""
    twice = rng.random(len(order)) < 0.0008
    return np.repeat(order, 1 + twice), {"duplicate rows": int(twice.sum())}


def _spoil(rng: np.random.Generator, *columns: npt.NDArray[np.float64]) -> dict[str, int]:
    """Put AIS' own marks of "not available" into a few rows; the arrays are changed in place."""
    lat, lon, speed, course, heading = columns
    draws = rng.random((4, len(lat))) < np.array([[0.0002], [0.0003], [0.0004], [0.01]])
    lat[draws[0]], lon[draws[0]] = 91.0, 181.0
    speed[draws[1]] = 102.3
    course[draws[2]] = 360.0
    heading[draws[3]] = 511.0
    kinds = ("position not available", "speed not available", "course not available", "heading not available")
    return {kind: int(drawn.sum()) for kind, drawn in zip(kinds, draws, strict=True)}


def _decimal(values: npt.NDArray[np.float64], places: int, given: npt.NDArray[np.bool_] | None = None) -> pa.Array:
    """Return exact decimals, so that the text is the same on every machine; null where ``given`` is false."""
    whole = np.rint(np.asarray(values, float) * 10**places).astype(np.int64)
    words = np.column_stack([whole, whole >> 63]).astype("<i8")
    exact = pa.Decimal128Array.from_buffers(
        pa.decimal128(18, places), len(whole), [None, pa.py_buffer(words.tobytes())]
    )
    return exact if given is None else pc.if_else(pa.array(given), exact, pa.scalar(None, exact.type))


def _stamp(t: npt.NDArray[np.int64], epoch: datetime) -> pa.Array:
    at = pa.array(t + int(epoch.timestamp()), pa.timestamp("s"))
    return pc.replace_substring(pc.cast(at, pa.string()), " ", "T")


def _ship_columns(heard: list[Heard], ship: npt.NDArray[np.int64]) -> dict[str, pa.Array]:
    ships = [one.life.ship for one in heard]
    sized = [one.ais_class == "A" for one in ships]
    columns = {
        "MMSI": [str(one.mmsi) for one in ships],
        "VesselName": [one.name for one in ships],
        "IMO": [f"IMO{one.imo}" if one.imo else None for one in ships],
        "CallSign": [one.call_sign for one in ships],
        "VesselType": [str(one.ship_type) for one in ships],
        "Length": [f"{one.length_m}.0" for one in ships],
        "Width": [f"{one.beam_m}.0" for one in ships],
        "Cargo": [f"{one.ship_type}.0" if large else None for one, large in zip(ships, sized, strict=True)],
        "TransceiverClass": [one.ais_class for one in ships],
    }
    index = pa.array(ship)
    return {name: pa.array(values, pa.string()).take(index) for name, values in columns.items()}
