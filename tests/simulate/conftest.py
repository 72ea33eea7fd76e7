"""One small sea and one of full size, each made once."""

from __future__ import annotations

from pathlib import Path

import pytest
from seas import Made, read

from fairlead.simulate import sea


@pytest.fixture(scope="session")
def full(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A whole month with all kinds of hidden acts in it."""
    folder = tmp_path_factory.mktemp("full")
    sea(folder)
    return read(folder)


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    sea(folder, seed=3, days=4, ships=24)
    return folder
