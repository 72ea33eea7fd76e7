"""Fixtures for all rooms: real data where it is present, and a home of its own for every test."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import ibis
import ibis.backends.duckdb
import pytest
from hypothesis import settings
from ibis.common.annotations import EMPTY, NoMatch, Signature

from fairlead.dossier import pdf

REAL_DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"

# A run makes and removes some thirty thousand files (0.4 GiB): where there is room for them they lie in memory.
MEMORY, ROOM_BYTES = Path("/dev/shm"), 4 << 30
if "TMPDIR" not in os.environ and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM_BYTES:
    os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)

# Maps are drawn by the processor, and only they: to put whole pages together so takes twice the time.
CHROMIUM_FLAGS = (
    *("--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-gpu-compositing"),
    *("--disable-background-networking", "--disable-quic", "--no-first-run"),
)

# Shared machines are slow at times; how long a test runs says nothing of what it tests.
settings.register_profile("fairlead", deadline=None, max_examples=50)
settings.register_profile("long", deadline=None, max_examples=1_000)  # make test-long
settings.load_profile("fairlead")
# As engines.at and the command line have it: the same rows, compiled sooner.
ibis.options.sql.fuse_selects = False
gc.set_threshold(50_000, 20, 50)


def pytest_collection_finish() -> None:
    """Leave out of every sweep what was imported and collected, and sweep seldom: it was a twentieth of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(500_000, 20, 50)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the long runs and those on Spark unless they are asked for (``-m slow``, ``-m spark``)."""
    if config.getoption("markexpr"):
        return
    long = [item for item in items if "slow" in item.keywords or "spark" in item.keywords]
    config.hook.pytest_deselected(items=long)
    items[:] = [item for item in items if item not in long]


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep every test's keys and checkpoints away from the user's own."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("FAIRLEAD_HOME", str(home))
    return home


@pytest.fixture(scope="session", autouse=True)
def no_waiting_for_the_disk() -> Iterator[None]:
    """Let nothing in this process wait until bytes are on the disk: most of some rooms' time on a busy machine.

    What tests of faults lose they lose by what they put in place of ``durable``; served processes wait as ever.
    """
    from fairlead.evidence import database

    quick = tuple(pragma for pragma in database._PRAGMAS if "synchronous" not in pragma)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(database, "_PRAGMAS", (*quick, "PRAGMA synchronous=OFF"))
        patched.setattr(os, "fsync", lambda _: None)
        yield


@pytest.fixture(scope="session", autouse=True)
def compiled_once() -> Iterator[None]:
    """Let every connection of DuckDB's keep the SQL of equal expressions, as those of ``engines.at`` do."""
    from fairlead.engines import compiled

    plain = ibis.backends.duckdb.Backend.compile

    def kept(connection: Any, expression: Any, /, **asked: Any) -> str:
        if any(value is not None for value in asked.values()):
            return plain(connection, expression, **asked)
        return compiled.sql(expression, partial(plain, connection))

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(ibis.backends.duckdb.Backend, "compile", kept)
        patched.setattr(compiled, "_MOST", 10_000)  # a worker runs what thousands of processes would
        yield


@pytest.fixture(scope="session", autouse=True)
def one_thread() -> None:
    """Let what asks no connection of its own ask an engine of one thread: of few rows others take more than they give.

    That threads change nothing is shown in ``typologies/test_find_all.py``; a `find` has as many as ever.
    """
    ibis.get_backend().con.execute("SET threads = 1")


@pytest.fixture(scope="session", autouse=True)
def bound_by_place() -> Iterator[None]:
    """Let Ibis put the arguments of an operation in their places without ``inspect``, a tenth of what expressions cost.

    Each is checked as ever. Whatever is not plain, or does not pass, goes the usual way, and is refused in its words.
    """
    usual = Signature.validate
    plain: dict[int, tuple[Signature, list[tuple[str, Any, Any]] | None]] = {}  # beside what it is of, so that it lives

    def parts(signature: Signature) -> list[tuple[str, Any, Any]] | None:
        every = signature.parameters.values()
        if any(each.kind is not each.POSITIONAL_OR_KEYWORD for each in every):
            return None
        return [(each.name, each.default, each.annotation.pattern.match) for each in every]

    def validate(self: Signature, func: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
        if id(self) not in plain:
            plain[id(self)] = self, parts(self)
        _, names = plain[id(self)]
        if names is None or len(args) > len(names):
            return usual(self, func, args, kwargs)
        given = dict(zip((name for name, _, _ in names), args, strict=False)) | kwargs
        if len(given) != len(args) + len(kwargs):
            return usual(self, func, args, kwargs)
        found: dict[str, Any] = {}
        for name, default, match in names:
            value = given.pop(name, default)
            found[name] = NoMatch if value is EMPTY else match(value, found)
            if found[name] is NoMatch:
                return usual(self, func, args, kwargs)
        return usual(self, func, args, kwargs) if given else found

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Signature, "validate", validate)
        yield


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One Chromium for all tests that this process runs; each gets a context of its own in it, as an empty profile."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    program = pdf.browser()
    if program is None:
        pytest.skip("this machine has no Chromium")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def real_data() -> Callable[[str], Path]:
    """Return a function from a path under the real data to that path; the test skips where it is absent."""

    def find(path: str) -> Path:
        found = REAL_DATA / path
        if not found.exists():
            pytest.skip(f"real data not on this machine: {path}")
        return found

    return find
