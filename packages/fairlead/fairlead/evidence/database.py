"""The case's database: how it is opened, read and written, and how its failures read. It knows no tables.

SQLite by default, PostgreSQL by URL. Writers wait for each other: one lock orders everything that is written.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import exc
from sqlalchemy.pool import NullPool

from fairlead.errors import FairleadError, IntegrityError, MisuseError

WAIT_S = 60  # how long a writer waits for another before it gives up

# FULL and a rollback journal put a commit on the disk before it returns; EXTRA also the journal's removal.
# secure_delete overwrites what is erased (https://www.sqlite.org/pragma.html).
_PRAGMAS = (
    "PRAGMA journal_mode=DELETE",
    "PRAGMA synchronous=EXTRA",
    "PRAGMA secure_delete=ON",
    "PRAGMA cell_size_check=ON",
    "PRAGMA trusted_schema=OFF",
)


class Database:
    """One case's database. ``name`` is what messages call it."""

    def __init__(self, engine: sa.Engine, name: str) -> None:
        self.engine = engine
        self.name = name
        self._writing = engine.execution_options(writing=True)

    @classmethod
    def sqlite(cls, path: Path, *, create: bool = False) -> Database:
        """Open the database file; a missing one is made only if told so, and else raises IntegrityError."""
        if not create and not path.is_file():
            raise IntegrityError(f"{path} is missing", "put back its copy; what people did on the case is in it")
        mode = "rwc" if create else "rw"
        address = f"{path.resolve().as_uri()}?mode={mode}"
        engine = sa.create_engine(
            "sqlite://",
            creator=lambda: _connect(address),
            poolclass=NullPool,  # a connection each: nothing is held between acts, or across a fork
        )
        sa.event.listen(engine, "begin", _begin)
        return cls(engine, path.name)

    @classmethod
    def at(cls, url: str) -> Database:
        """Open the database at a URL, such as ``postgresql+pg8000://user@host/case``.

        The URL stands in the case's settings, so a password must not be in it: ``PGPASSWORD`` may hold it.
        """
        try:
            address = sa.make_url(url)
            if address.password is not None:
                raise MisuseError("the database URL holds a password", "leave it out and put it into PGPASSWORD")
            if address.get_backend_name() != "postgresql":
                raise MisuseError(f"no case can live in {address.get_backend_name()}", "use a PostgreSQL URL, or none")
            secret = address.set(password=os.environ.get("PGPASSWORD"))
            return cls(sa.create_engine(secret, pool_pre_ping=True), address.database or "the database")
        except (exc.ArgumentError, exc.NoSuchModuleError, ImportError) as wrong:
            raise MisuseError(f"not a database URL that this machine can open: {wrong}") from wrong

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a file of the case."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Read in one transaction; keep it short: in SQLite a writer's commit waits for readers."""
        with self._translated(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """Write in one transaction, alone: all of it is kept at the end, or nothing after an error."""
        with self._translated(), self._writing.begin() as connection:
            if not self.is_sqlite:
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_lock_number(self.engine))))
            yield connection

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (exc.SQLAlchemyError, sqlite3.Error) as failure:
            raise _translate(self.name, failure) from failure


def rows(connection: sa.Connection, table: sa.Table) -> list[dict[str, Any]]:
    """Return all rows of a table in the order of its primary key."""
    statement = sa.select(table).order_by(*table.primary_key.columns)
    return [dict(row) for row in connection.execute(statement).mappings()]


def _connect(address: str) -> sqlite3.Connection:
    connection = sqlite3.connect(address, uri=True, timeout=WAIT_S, check_same_thread=False, isolation_level=None)
    for pragma in _PRAGMAS:
        connection.execute(pragma)
    return connection


def _begin(connection: sa.Connection) -> None:
    """Begin here, since the driver would begin late: two writers could then both read before either writes."""
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _lock_number(engine: sa.Engine) -> int:
    """Return the number of PostgreSQL's advisory lock: any will do that no other program uses in this database."""
    name = f"fairlead custody log {engine.url.database}"
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)


def _translate(name: str, failure: Exception) -> FairleadError:
    original = getattr(failure, "orig", None) or failure
    text = str(original).lower()
    if "locked" in text:
        return FairleadError(f"{name} is in use by another command", "wait until it is done, then do it again")
    if "full" in text or "i/o error" in text or "readonly" in text or "unable to open" in text:
        return FairleadError(f"cannot write {name}: {text}", "free some space or mend the disk, then do it again")
    if isinstance(original, sqlite3.DatabaseError | sqlite3.Error):
        return IntegrityError(f"{name} is damaged: {text}", "run `fairlead verify`, then put back a copy")
    return FairleadError(f"{name}: {text}")
