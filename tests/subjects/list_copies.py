"""Reads files of one list into entries over all of them, as `fairlead screen` would."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from fairlead import shapes
from fairlead.readers import reading
from fairlead.readers.reader import Source
from fairlead.subjects import listed


def entries_of(files: Sequence[Path], folder: Path | None = None) -> list[listed.Entry]:
    import tempfile

    rows: dict[str, list[dict[str, Any]]] = {"listings": [], "listing_identities": [], "listing_bases": []}
    copies = []
    with tempfile.TemporaryDirectory() as made:
        for file in files:
            sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
            source = Source(sha256, file.name, file, file.stat().st_size, "application/xml")
            reading.read(source, Path(made) / sha256)
            for shape, held in rows.items():
                held += pq.read_table(Path(made) / sha256 / f"{shape}.parquet").to_pylist()
            day = next(row["as_of"] for row in rows["listings"] if row["exhibit"] == shapes.exhibit_key(sha256))
            copies.append(listed.Copy(shapes.exhibit_key(sha256), sha256, day, "the list itself"))
    return listed.gather(rows["listings"], rows["listing_identities"], rows["listing_bases"], copies)
