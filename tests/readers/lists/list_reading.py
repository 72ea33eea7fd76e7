"""Reads a file with one reader into plain rows, for tests of lists."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from fairlead import shapes
from fairlead.readers.reader import Reader, Source


class Rows:
    """A sink that keeps all rows in memory and checks their shape."""

    def __init__(self) -> None:
        self.by_shape: dict[str, list[dict[str, Any]]] = {}
        self.refused: list[tuple[int, str]] = []
        self.notes: list[str] = []

    def rows(self, shape: str, batch: pa.RecordBatch | pa.Table) -> None:
        assert batch.schema.equals(shapes.READINGS[shape])
        self.by_shape.setdefault(shape, []).extend(batch.to_pylist())

    def unread(self, row: int, why: str, excerpt: str | None = None) -> None:
        self.refused.append((row, why))

    def note(self, remark: str) -> None:
        self.notes.append(remark)

    def program(self, name: str, version: str | None) -> None:
        raise AssertionError("no program of the machine reads this")

    def progress(self, fraction: float) -> None:
        assert 0 <= fraction <= 1

    def listed(self, name: str) -> dict[str, Any]:
        """Return the one listing with a principal name."""
        (found,) = [row for row in self.by_shape["listings"] if row["name"] == name]
        return found

    def identities(self, name: str, kind: str) -> list[dict[str, Any]]:
        """Return the identities of a kind of one listing."""
        row = self.listed(name)["row"]
        return [each for each in self.by_shape["listing_identities"] if each["row"] == row and each["kind"] == kind]

    def bases(self, name: str) -> Mapping[str, str | None]:
        """Return the measures of one listing with the date since when."""
        row = self.listed(name)["row"]
        return {each["measure"]: each["since"] for each in self.by_shape["listing_bases"] if each["row"] == row}


def source(path: Path) -> Source:
    """Return a file as a reader sees it."""
    content = path.read_bytes()
    return Source(hashlib.sha256(content).hexdigest(), path.name, path, len(content), "application/octet-stream")


def read_list(path: Path, reader: Reader) -> Rows:
    """Read a file that the reader must recognise."""
    exhibit = source(path)
    assert reader.recognises(exhibit, path.read_bytes()[: 1 << 16])
    rows = Rows()
    reader.read(exhibit, rows)
    return rows
