"""Fixtures for all rooms: real data where it is present, and a home of its own for every test."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import ibis
import ibis.backends.duckdb
import pytest
from examples import WIDE
from hypothesis import settings

from fairlead.dossier import pdf

REAL_DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"

LEFT: dict[str, int] = {}  # how many tests of a kind this run did not take

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
    """Leave out the long runs and those on Spark unless they are asked for (``-m slow``, ``-m spark``).

    The wide ones too, unless the run is a wide one or they are asked for (``-m wide``); how many is told at the end.
    """
    asked = config.getoption("markexpr")
    wide = [] if WIDE or "wide" in asked else _wide(items)
    long = [item for item in items if not asked and ("slow" in item.keywords or "spark" in item.keywords)]
    left = {*wide, *long}
    config.hook.pytest_deselected(items=[item for item in items if item in left])
    items[:] = [item for item in items if item not in left]
    getattr(config, "workeroutput", LEFT)["wide"] = len(wide)


def _wide(items: list[pytest.Item]) -> list[pytest.Item]:
    """Return the wide ones of some tests; ``wide(after=2)`` says that the first two cases of one are not."""
    seen: Counter[str] = Counter()
    wide = []
    for item in items:
        if (mark := item.get_closest_marker("wide")) and "slow" not in item.keywords:
            case = item.nodeid.partition("[")[0]
            seen[case] += 1
            if seen[case] > mark.kwargs.get("after", 0):
                wide.append(item)
    return wide


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    """Hear from a process of xdist's what it left out; each collects all tests."""
    LEFT.update({"wide": node.workeroutput["wide"]} if "wide" in getattr(node, "workeroutput", {}) else {})


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say what this run left to CI."""
    if LEFT.get("wide"):
        kinds = f"{LEFT['wide']} wide tests, and most examples of dear properties"
        terminalreporter.write_line(f"{kinds}, are left to CI: FAIRLEAD_TESTS=wide make test")


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
