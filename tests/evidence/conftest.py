"""A case of one's own for every test, and small files to add to it."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from fairlead.case import Case

Made = tuple[Path, Path]  # a case's folder and its user's home


def _made(folder: Path, fill: Callable[[Case], None]) -> Made:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FAIRLEAD_HOME", str(folder / "home"))
        fill(Case.create(folder / "case"))
    return folder / "case", folder / "home"


def _copied(made: Made, root: Path, home: Path) -> Case:
    """Return a copy, of the home too: to a copy, nobody has gone on elsewhere."""
    shutil.copytree(made[0], root)
    shutil.copytree(made[1], home, dirs_exist_ok=True)
    return Case.open(root)


@pytest.fixture(scope="session")
def made_empty(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A new case, made once: copying it is much faster than making it."""
    return _made(tmp_path_factory.mktemp("empty"), lambda case: None)


@pytest.fixture(scope="session")
def made_full(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A case with three exhibits, one of them twice, and one erased file name; made once."""
    folder = tmp_path_factory.mktemp("full")

    def fill(case: Case) -> None:
        for number in range(3):
            path = folder / f"{number}.txt"
            path.write_bytes(random.Random(number).randbytes(40_000 * number + 9))
            case.exhibits.add(path, source="s")
        case.exhibits.add(folder / "0.txt", url="https://x.example")
        case.log.erase(next(case.log.entries(act="add")).private["name"], "asked to")

    return _made(folder, fill)


@pytest.fixture
def case(made_empty: Made, tmp_path: Path, own_home: Path) -> Case:
    """A new case, made by this test's own user."""
    return _copied(made_empty, tmp_path / "case", own_home)


@pytest.fixture
def full(made_full: Made, tmp_path: Path, own_home: Path) -> Case:
    """A case of this test's own user with three exhibits, one of them twice, and one erased file name."""
    return _copied(made_full, tmp_path / "case", own_home)


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
