"""Fictitious tables of figures, read as `fairlead add` reads them. No State, ship or number here is of the world."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from fairlead import law
from fairlead.estimates import figures
from fairlead.estimates.figures import Figure
from fairlead.law import Regime
from fairlead.readers import reading
from fairlead.readers.reader import Source

Read = Callable[..., list[Figure]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Return a function from texts of tables to the figures read from them."""

    def figures_of(*tables: str | Path) -> list[Figure]:
        hashes = []
        for n, table in enumerate(tables):
            path = table if isinstance(table, Path) else tmp_path / f"table{n}.csv"
            if isinstance(table, str):
                path.write_text(table, encoding="utf-8")
            data = path.read_bytes()
            sha256 = hashlib.sha256(data).hexdigest()
            source = Source(sha256, path.name, path, len(data), "text/csv")
            reading.read(source, tmp_path / "readings" / sha256)
            hashes.append(sha256)
        return figures.read(tmp_path / "readings", hashes)

    return figures_of


@pytest.fixture(scope="session")
def regime() -> Regime:
    """Return the first regime."""
    return law.load("dprk")
