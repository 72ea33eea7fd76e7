"""What the tests of pages share: a page in memory, read into statements. No files but the fixtures, no network."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pyarrow as pa

from fairlead.readers.pages import furniture, statements, telling
from fairlead.readers.pages.press import PageReader
from fairlead.readers.reader import Source


class Kept:
    """A sink that keeps what a reader hands out."""

    def __init__(self) -> None:
        self.tables: list[pa.Table] = []
        self.notes: list[str] = []
        self.unread_rows: list[tuple[int, str]] = []
        self.programs: dict[str, str | None] = {}

    def rows(self, shape: str, batch: pa.RecordBatch | pa.Table) -> None:
        assert shape == "statements"
        self.tables.append(batch)

    def unread(self, row: int, why: str, excerpt: str | None = None) -> None:
        self.unread_rows.append((row, why))

    def note(self, remark: str) -> None:
        self.notes.append(remark)

    def program(self, name: str, version: str | None) -> None:
        self.programs[name] = version

    def progress(self, fraction: float) -> None:
        pass

    def statements(self) -> list[dict[str, Any]]:
        rows = [row for table in self.tables for row in table.to_pylist()]
        return [{**row, "body": json.loads(row["body"])} for row in rows]


def source(data: bytes, name: str = "page.txt") -> Source:
    digest = hashlib.sha256(data).hexdigest()
    return Source(digest, name, Path(name), len(data), "text/plain", None, lambda: io.BytesIO(data))


def kept(data: bytes, name: str = "page.txt") -> Kept:
    sink = Kept()
    PageReader().read(source(data, name), sink)
    return sink


def read(page: str | bytes, name: str = "page.txt") -> list[dict[str, Any]]:
    """Return the statements of a page."""
    return kept(page.encode() if isinstance(page, str) else page, name).statements()


def _page(paragraphs: tuple[str, ...], date: str) -> str:
    """Return a page of these paragraphs, in a frame that speaks of a sanctions regime."""
    frame = "The Security Council has imposed sanctions on North Korea that ban coal and cap oil."
    return "\n\n".join([date, frame, *paragraphs])


def told(*paragraphs: str, date: str = "3 March 2021") -> list[dict[str, Any]]:
    """Return the statements of such a page, and its passages to read."""
    return read(_page(paragraphs, date))


def proposed(*paragraphs: str, date: str = "3 March 2021") -> list[dict[str, Any]]:
    """Return what the rules propose of such a page, before they are asked what is understood."""
    page = furniture.of_text(_page(paragraphs, date))
    made = telling.proposed(page.paragraphs, page.dated.day if page.dated else None, "utf-8")
    rows = statements.table(made, 1).to_pylist()
    return [{**row, "body": json.loads(row["body"])} for row in rows]
