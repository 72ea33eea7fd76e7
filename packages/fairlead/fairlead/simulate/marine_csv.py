"""Writes what was heard in MarineCadastre's layout of 17 columns, a file a day, and spoils a few rows as life does.

The layout is the published one of the Marine Cadastre's daily files; nothing of the readers is used to write it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from fairlead.simulate.reception import Heard

HEADER = (
    "MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName,IMO,CallSign,VesselType,Status,Length,Width,Draft,Cargo,"
    "TransceiverClass"
)
COLUMNS = tuple(HEADER.split(","))

_DAY_S = 86_400
_MESSAGE = ("t", "lat", "lon", "speed_kn", "course_deg", "heading_deg", "status", "draught_m")


def table(heard: list[Heard], rng: np.random.Generator, epoch: datetime) -> tuple[pa.Table, dict[str, int]]:
    """Return all rows of a sea in the order of time, and how many were spoilt on purpose, by kind of fault."""
    ship = np.repeat(np.arange(len(heard)), [len(one.t) for one in heard])
    said: dict[str, Any] = {name: np.concatenate([getattr(one, name) for one in heard]) for name in _MESSAGE}
    order, faults = _doubled(np.lexsort((ship, said["t"])), rng)
    ship, said = ship[order], {name: values[order] for name, values in said.items()}
    said["course_deg"] = np.rint(said["course_deg"] * 10) % 3600 / 10  # 360.0 would mean "not available"
    faults |= _spoil(rng, said)
    class_a = np.array([one.life.ship.ais_class == "A" for one in heard])[ship]
    columns = {
        "BaseDateTime": _stamp(said["t"], epoch),
        "LAT": _decimal(said["lat"], 5),
        "LON": _decimal(said["lon"], 5),
        "SOG": _decimal(said["speed_kn"], 1),
        "COG": _decimal(said["course_deg"], 1),
        "Heading": _decimal(said["heading_deg"], 1),
        "Status": _decimal(said["status"], 1, class_a),
        "Draft": _decimal(said["draught_m"], 1, class_a),
        **_ship_columns(heard, ship),
    }
    return pa.table({"t": said["t"], **{name: columns[name] for name in COLUMNS}}), faults


def write(rows: pa.Table, folder: Path, epoch: datetime, days: int) -> dict[str, int]:
    """Write a file for each day; return the number of data rows of each."""
    written = {}
    t = rows["t"].to_numpy()
    options = pyarrow.csv.WriteOptions(quoting_style="none", include_header=False)
    for day in range(days):
        first, end = (int(edge) for edge in np.searchsorted(t, [day * _DAY_S, (day + 1) * _DAY_S]))
        name = f"simulated-ais-{epoch + timedelta(days=day):%Y-%m-%d}.csv"
        with (folder / name).open("wb") as file:
            file.write((HEADER + "\n").encode())
            pyarrow.csv.write_csv(rows.slice(first, end - first).drop_columns(["t"]), file, options)
        written[name] = end - first
    return written


def _doubled(order: npt.NDArray[np.int64], rng: np.random.Generator) -> tuple[npt.NDArray[np.int64], dict[str, int]]:
    """Repeat one row in a thousand or so, as where two stations report the same message."""
    twice = rng.random(len(order)) < 0.0008
    return np.repeat(order, 1 + twice), {"duplicate rows": int(twice.sum())}


def _spoil(rng: np.random.Generator, said: dict[str, Any]) -> dict[str, int]:
    """Put AIS' own marks of "not available" into a few rows; the arrays are changed in place."""
    faults = {}
    for kind, part, marks in (
        ("position not available", 0.0002, {"lat": 91.0, "lon": 181.0}),
        ("speed not available", 0.0003, {"speed_kn": 102.3}),
        ("course not available", 0.0004, {"course_deg": 360.0}),
        ("heading not available", 0.01, {"heading_deg": 511.0}),
    ):
        drawn = rng.random(len(said["t"])) < part
        faults[kind] = int(drawn.sum())
        for name, mark in marks.items():
            said[name][drawn] = mark
    return faults


def _decimal(values: npt.NDArray[Any], places: int, given: npt.NDArray[np.bool_] | None = None) -> Any:
    """Return exact decimals, so that the text is the same on every machine; null where ``given`` is false."""
    whole = np.rint(np.asarray(values, float) * 10**places).astype(np.int64)
    words = np.column_stack([whole, whole >> 63]).astype("<i8")
    exact = pa.Decimal128Array.from_buffers(
        pa.decimal128(18, places), len(whole), [None, pa.py_buffer(words.tobytes())]
    )
    return exact if given is None else pc.if_else(pa.array(given), exact, pa.scalar(None, exact.type))


def _stamp(t: npt.NDArray[np.int64], epoch: datetime) -> Any:
    at = pa.array(t + int(epoch.timestamp()), pa.timestamp("s"))
    return pc.replace_substring(pc.cast(at, pa.string()), " ", "T")


def _ship_columns(heard: list[Heard], ship: npt.NDArray[np.int64]) -> dict[str, Any]:
    ships = [one.life.ship for one in heard]
    sized = [one.ais_class == "A" for one in ships]
    columns: dict[str, list[str | None]] = {
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
    index: Any = pa.array(ship)
    return {name: pa.array(values, pa.string()).take(index) for name, values in columns.items()}
