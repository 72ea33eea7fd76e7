"""The rows of a simulated sea as arrays, beside its key."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow.csv


@dataclass
class Made:
    folder: Path
    key: dict[str, Any]
    mmsi: npt.NDArray[np.int64]
    t: npt.NDArray[np.int64]  # seconds since 1970
    lat: npt.NDArray[np.float64]
    lon: npt.NDArray[np.float64]
    draught: npt.NDArray[np.float64]

    def of(self, mmsi: int, begin: str, end: str) -> npt.NDArray[np.bool_]:
        """The rows with a position of one number between two dates."""
        first, last = (int(np.datetime64(edge.rstrip("Z"), "s").astype(int)) for edge in (begin, end))
        return (self.mmsi == mmsi) & (self.t >= first) & (self.t <= last) & (self.lat < 91)

    def acts(self, *kinds: str) -> Iterator[dict[str, Any]]:
        return (act for act in self.key["hidden"] + self.key["innocent"] if act["kind"] in kinds)


def read(folder: Path) -> Made:
    types = {"Draft": "float64", "IMO": "string", "CallSign": "string", "Status": "float64", "Cargo": "string"}
    options = pyarrow.csv.ConvertOptions(column_types=types)
    files = sorted(folder.glob("simulated-ais-*.csv"))
    rows = pyarrow.concat_tables([pyarrow.csv.read_csv(file, convert_options=options) for file in files])
    t = rows["BaseDateTime"].cast("timestamp[s]").cast("int64").to_numpy()
    lat, lon, draught = (rows[name].to_numpy() for name in ("LAT", "LON", "Draft"))
    key = json.loads((folder / "truth.json").read_text())
    return Made(folder, key, rows["MMSI"].to_numpy(), t, lat, lon, draught)
