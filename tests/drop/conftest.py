"""A drop of its own for every test, in memory of this process but for its folder. No network."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browser_sources import BrowserSources
from drop_world import CALL, Drop, Office, settings
from starlette.testclient import TestClient

from fairlead_drop.settings import Folder
from fairlead_drop.store import Store
from fairlead_drop.web.server import application
from fairlead_drop.web.service import Service
from fairlead_ledger import office


@pytest.fixture(scope="session")
def browser(chromium: Any) -> Any:
    """Return the Chromium of this process."""
    return chromium


@pytest.fixture(scope="session")
def browser_sources(tmp_path_factory: pytest.TempPathFactory) -> BrowserSources:
    """Return the sources of the browser's program, with npm's packages."""
    return BrowserSources(tmp_path_factory.mktemp("build"))


@pytest.fixture
def make_drop(quick_path: Path) -> Iterator[Callable[..., Drop]]:
    """Return a function that opens a drop with other settings."""
    opened: list[TestClient] = []

    def make(place: Path = quick_path, **changes: Any) -> Drop:
        office_side, days = Office(), ["2026-02-01"]
        folder = Folder.create(place / f"drop-{secrets.token_hex(4)}", settings(office_side, **changes))
        store = Store(folder, today=lambda: days[-1])
        store.publish_recipients(office.sign(office_side.recipients(), office_side.key))
        service = Service(store)
        client = TestClient(application(store, service), base_url="http://drop.test")  # type: ignore[arg-type]
        client.__enter__()
        opened.append(client)
        return Drop(client, store, office_side, days, service)

    yield make
    for client in opened:
        client.__exit__(None, None, None)


@pytest.fixture
def drop(make_drop: Callable[..., Drop]) -> Drop:
    """Return a drop with one epoch and one call."""
    made = make_drop()
    made.store.publish_call(office.sign(CALL, made.office.key))
    return made


@pytest.fixture
def quick_path(tmp_path: Path) -> Iterator[Path]:
    """Return a folder in memory where there is one: for tests of thousands of writes that need no true disk."""
    if not Path("/dev/shm").is_dir():
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir="/dev/shm") as place:
        yield Path(place)
