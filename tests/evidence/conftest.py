"""A case of one's own for every test, and small files to add to it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fairlead.case import Case


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """A new case, made by this test's own user."""
    return Case.create(tmp_path / "case")


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes a file with a name and a content."""

    def write(name: str = "page.txt", content: bytes = b"a page") -> Path:
        path = tmp_path / "sources" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        return path

    return write


@pytest.fixture
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own_home: Path) -> Callable[[str], None]:
    """Return a function that goes on as another user, with a home of their own; the first user is 'self'."""

    def become(name: str) -> None:
        monkeypatch.setenv("FAIRLEAD_HOME", str(own_home if name == "self" else tmp_path / "homes" / name))

    return become
