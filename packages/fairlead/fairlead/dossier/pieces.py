"""What a dossier carries of an exhibit: all of it, the 64 KiB pieces that hold the cited rows, or its hash alone.

Pieces are given of texts read line by line, where a row's place in the bytes can be found; of other formats a piece
would say nothing, so the hash stands alone.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from fairlead.dossier.material import Material
from fairlead.evidence.exhibits import Exhibit
from fairlead_ledger import chunks, keys

TEXTS = ("text/csv", "text/plain")  # media types whose rows are lines


def carry(exhibit: Exhibit, material: Material, folder: Path, redact: bool) -> dict[str, Any]:
    """Put into ``folder`` what may go of an exhibit; return {"carried", "chunk_root"} and, for pieces, their proofs."""
    handling = exhibit.handling
    stated = {"chunk_root": exhibit.chunk_root}
    if handling.may_redistribute and handling.may_show and not redact:
        target = folder / "exhibits" / exhibit.sha256
        target.parent.mkdir(exist_ok=True)
        with material.exhibits.open(exhibit) as stream, target.open("wb") as copy:
            shutil.copyfileobj(stream, copy, 1 << 20)
        return {"carried": "whole", **stated}
    rows = _cited_rows(exhibit.sha256, material)
    if not handling.may_show or exhibit.media_type not in TEXTS or not rows:
        return {"carried": "hash", **stated}
    with material.exhibits.open(exhibit) as stream:
        indices = _chunks_of_lines(stream, rows)
    with material.exhibits.open(exhibit) as stream:
        proofs = chunks.chunk_proofs(stream, indices)
    target = folder / "chunks" / exhibit.sha256
    target.mkdir(parents=True)
    for proof in proofs:
        (target / str(proof.index)).write_bytes(proof.data)
    listed = [{"index": proof.index, "path": [keys.encode(node) for node in proof.path]} for proof in proofs]
    return {"carried": "chunks", **stated, "chunks": listed}


def _cited_rows(sha256: str, material: Material) -> list[int]:
    """Return the first and last cited rows (from 1); those between belong to other ships as well."""
    places = [place for citation in material.cited() if citation.sha256 == sha256 for place in citation.where]
    return sorted({row for place in places if place.rows for row in place.rows})


def _chunks_of_lines(stream: Iterable[bytes], rows: list[int]) -> list[int]:
    """Return the chunks that hold the header and the cited lines, and the lines beside them.

    A row's line is its number, or one more where a header precedes it; both, and their neighbours, are taken, so that
    the piece holds the row in either case.
    """
    wanted = {1} | {line for row in rows for line in (row, row + 1, row + 2)}
    needed: set[int] = set()
    last = max(wanted)
    offset = 0
    for number, line in enumerate(stream, 1):
        if number in wanted:
            needed.update(range(offset // chunks.CHUNK_SIZE, (offset + len(line) - 1) // chunks.CHUNK_SIZE + 1))
        offset += len(line)
        if number >= last:
            break
    return sorted(needed)
