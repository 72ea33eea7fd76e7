"""A reading of a sealed exhibit, made in the sandbox: the readers' rows in memory, as Parquet, sealed by the caller.

The same readers as for plain exhibits; what they hand out never touches a folder of the case.
"""

from __future__ import annotations

import io
from collections import Counter
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from fairlead import shapes
from fairlead.readers import reading
from fairlead.readers.reader import Source


class _MemorySink:
    """Keeps what a reader hands out."""

    def __init__(self) -> None:
        self.batches: dict[str, list[pa.RecordBatch]] = {}
        self.reasons: Counter[str] = Counter()

    def rows(self, shape: str, batch: pa.RecordBatch | pa.Table) -> None:
        schema = shapes.READINGS[shape]
        batches = batch.to_batches() if isinstance(batch, pa.Table) else [batch]
        held = self.batches.setdefault(shape, [])
        held += [each if each.schema.equals(schema) else each.cast(schema) for each in batches]

    def unread(self, row: int, why: str, excerpt: str | None = None) -> None:
        self.reasons[why.partition(": ")[0]] += 1

    def note(self, remark: str) -> None:
        """Notes are for readings that others can look at."""

    def program(self, name: str, version: str | None) -> None:
        """Programs of the machine are not in the sandbox's answer."""

    def progress(self, fraction: float) -> None:
        """Nobody looks on."""


def read(data: bytes, sha256: str, media_type: str, folder: Path | None) -> tuple[dict[str, Any], bytes]:
    """Return what was read (reader, counts, reasons) with one Parquet file per shape, one after the other."""
    path = Path("exhibit")
    if folder is not None:
        path = folder / "exhibit"  # for readers whose library wants a file; the folder is in memory
        path.write_bytes(data)
    source = Source(sha256, "a sealed exhibit", path, len(data), media_type, opener=lambda: io.BytesIO(data))
    reader, _ = reading.choose(source)
    sink = _MemorySink()
    reader.read(source, sink)
    tables, parts = b"", []
    for shape, batches in sorted(sink.batches.items()):
        stream = io.BytesIO()
        pq.write_table(pa.Table.from_batches(batches, shapes.READINGS[shape]), stream, compression="zstd")
        parts.append({"shape": shape, "rows": sum(each.num_rows for each in batches), "size": stream.tell()})
        tables += stream.getvalue()
    said = {"reader": reader.name, "version": reader.version, "parts": parts, "unread": dict(sink.reasons)}
    said["libraries"] = {name: version(name) for name in reader.libraries}
    return said, tables
