"""Statements as the readings keep them, read back for people: what pages say, and where they say it.

Nothing is judged here; what somebody says is set beside what the case holds in ``claims.py``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq


@dataclass(frozen=True)
class Said:
    """One statement of one exhibit; ``body`` as ``readers/pages/statements.py`` writes it for its kind."""

    sha256: str
    row: int
    kind: str
    quote: str
    chars: tuple[int, int] | None
    page: int | None
    box: tuple[float, float, float, float] | None
    speaker: str | None
    about: str | None
    body: dict[str, Any]

    @property
    def speaker_state(self) -> str | None:
        """The State for which the speaker speaks, alpha-2; None where the page does not tell."""
        named = self.body.get("speaker")
        return named.get("state") if isinstance(named, dict) else None

    def carrier(self) -> dict[str, Any]:
        """Return where this is said, as a document."""
        where: dict[str, Any] = {"page": self.page, "box": self.box} if self.page is not None else {"chars": self.chars}
        return {"exhibit": self.sha256, "row": self.row, "where": where, "quote": self.quote}


def said(readings: Path, exhibits: Iterable[str]) -> Iterator[Said]:
    """Yield the statements of these exhibits (SHA-256) in the order of their hashes and rows."""
    for sha256 in sorted(exhibits):
        path = readings / sha256 / "statements.parquet"
        if path.exists():
            for row in pq.read_table(path).sort_by("row").to_pylist():
                yield _said(sha256, row)


def _said(sha256: str, row: dict[str, Any]) -> Said:
    start, end = row["char_start"], row["char_end"]
    return Said(
        sha256=sha256,
        row=row["row"],
        kind=row["kind"],
        quote=row["quote"],
        chars=None if start is None else (start, end),
        page=row["page"],
        box=row["box"] and tuple(float(side) for side in row["box"].split(",")),
        speaker=row["speaker"],
        about=row["about"],
        body=json.loads(row["body"]),
    )
