"""The same case on PostgreSQL. Runs where FAIRLEAD_TEST_POSTGRESQL names a server whose user may make databases."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from pathlib import Path

import pytest
import sqlalchemy as sa

from fairlead.case import Case, verify
from fairlead.errors import MisuseError
from fairlead.evidence import tables
from fairlead.evidence.database import Database
from fairlead.evidence.verification import Outcome

SERVER = os.environ.get("FAIRLEAD_TEST_POSTGRESQL")
needs_server = pytest.mark.skipif(SERVER is None, reason="FAIRLEAD_TEST_POSTGRESQL names no server")


@pytest.fixture
def url() -> Iterator[str]:
    """An empty database of one's own."""
    server = sa.make_url(SERVER or "")
    name = f"fairlead_{secrets.token_hex(4)}"
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    yield server.set(database=name).render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))


@needs_server
def test_a_case_lives_on_postgresql_by_its_url(url: str, tmp_path: Path, file: Callable[..., Path]) -> None:
    case = Case.create(tmp_path / "case", database=url)
    exhibit = case.exhibits.add(file(), source="a reader")
    case.log.erase(next(case.log.entries(act="add")).private["source"], "asked to")
    assert Case.open(tmp_path / "case").exhibits.all() == [case.exhibits.get(exhibit.sha256)]
    assert verify(tmp_path / "case").ok
    assert not (tmp_path / "case" / "case.db").exists()
    with case.log.database.writing() as connection:
        connection.execute(sa.update(tables.EXHIBITS).values(size=1))
    failed = [check for check in verify(tmp_path / "case").checks if check.outcome is Outcome.FAILED]
    assert ["size: expected 6, found 1" in check.why for check in failed] == [True]


@needs_server
def test_several_processes_append_in_one_order_there_too(url: str, tmp_path: Path) -> None:
    case = Case.create(tmp_path / "case", database=url)

    def work() -> None:
        log = Case.open(tmp_path / "case").log
        for number in range(5):
            log.append("note", str(number), {})

    processes = [get_context("fork").Process(target=work) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0, 0]
    assert [entry.index for entry in case.log.entries()] == list(range(17))
    assert verify(tmp_path / "case").ok


@needs_server
def test_a_database_that_holds_a_case_takes_no_other(url: str, tmp_path: Path) -> None:
    Case.create(tmp_path / "case", database=url)
    with pytest.raises(MisuseError, match="holds a case already"):
        Case.create(tmp_path / "other", database=url)


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("postgresql+pg8000://user:secret@host/case", "password"),
        ("mysql://host/case", "no case can live in mysql"),
        ("not a url", "not a database URL"),
    ],
)
def test_a_url_that_cannot_hold_a_case_is_refused(url: str, word: str) -> None:
    with pytest.raises(MisuseError, match=word):
        Database.at(url)
