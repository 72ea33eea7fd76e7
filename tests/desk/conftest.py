"""A case as `find` would leave it, and a desk on it in this process, for each test."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from desk_office import Office, with_a_page
from fastapi import FastAPI
from found_case import copied, make_occasion

from fairlead.desk.app import create
from fairlead.typologies.occasion import Occasion


@pytest.fixture(scope="session")
def desk_app(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    """Return the application, made once; each test puts its own workplace into it."""
    nowhere: Any = None
    return create(nowhere)


@pytest.fixture
def office(tmp_path: Path, own_home: Path, desk_app: FastAPI) -> Iterator[Office]:
    """Yield a desk on a case of one track and one page, with three occasions: observed, documented, stated."""
    made = Office(copied(with_a_page, tmp_path / "case", own_home), desk_app)
    with ExitStack() as made.loops:
        yield made
    for job in made.place.jobs.all():  # a thread that went on would write into the next test's home
        job.stop.set()
    while any(job.ended is None for job in made.place.jobs.all()):
        time.sleep(0.01)


@pytest.fixture
def make() -> Callable[..., Occasion]:
    """Return what makes one more occasion."""
    return make_occasion
