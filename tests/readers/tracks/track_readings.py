"""What the tests of the track readers share: an exhibit made in memory, read, and its rows as plain values."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from fairlead.readers import reading
from fairlead.readers.reader import Source
from fairlead.readers.reading import Reading
from fairlead.readers.tracks.mapping import Mapping


def source_of(folder: Path, data: bytes, name: str = "exhibit", mapping: Mapping | None = None) -> Source:
    path = folder / name
    path.write_bytes(data)
    return Source(hashlib.sha256(data).hexdigest(), name, path, len(data), "application/octet-stream", mapping)


@dataclass
class Read:
    """A reading and its rows."""

    made: Reading
    positions: list[dict[str, Any]]
    static_reports: list[dict[str, Any]]
    unread: list[dict[str, Any]]

    def column(self, name: str) -> list[Any]:
        return [row[name] for row in self.positions]


def read(folder: Path, data: bytes, mapping: Mapping | None = None, name: str = "exhibit") -> Read:
    return read_source(folder, source_of(folder, data, name, mapping))


def read_source(folder: Path, source: Source) -> Read:
    made = reading.read(source, folder / "reading")

    def rows(shape: str) -> list[dict[str, Any]]:
        path = folder / "reading" / f"{shape}.parquet"
        return pq.read_table(path).to_pylist() if path.exists() else []

    return Read(made, rows("positions"), rows("static_reports"), rows("unread"))


def read_real(folder: Path, path: Path) -> Read:
    data = path.read_bytes()
    return read_source(
        folder, Source(hashlib.sha256(data).hexdigest(), path.name, path, len(data), "application/octet-stream")
    )


@dataclass
class ListSink:
    """Keeps what a reader hands out; for tests that need no files."""

    shapes: dict[str, int] = field(default_factory=dict)
    unread_rows: list[tuple[int, str, str | None]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def rows(self, shape: str, batch: pa.RecordBatch | pa.Table) -> None:
        self.shapes[shape] = self.shapes.get(shape, 0) + batch.num_rows

    def unread(self, row: int, why: str, excerpt: str | None = None) -> None:
        self.unread_rows.append((row, why, excerpt))

    def note(self, remark: str) -> None:
        self.notes.append(remark)

    def program(self, name: str, version: str | None) -> None:
        raise AssertionError("no program of the machine reads this")

    def progress(self, fraction: float) -> None:
        pass
