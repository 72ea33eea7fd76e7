"""A shared desk that is served, people signed in at it, and an empty database of PostgreSQL to put its case into."""

from __future__ import annotations

import os
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import uvicorn
from crowd import Person
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from found_case import Found, begun

from fairlead.case import Case
from fairlead.desk import serving
from fairlead.desk.app import create
from fairlead.evidence import actors
from fairlead_ledger import keys

SERVER = os.environ.get("FAIRLEAD_TEST_POSTGRESQL")


@contextmanager
def postgresql(server: str) -> Iterator[str]:
    """Make an empty database at a server whose user may make some, yield its URL, and remove it."""
    url = sa.make_url(server)
    name = f"fairlead_{secrets.token_hex(4)}"
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    try:
        yield url.set(database=name).render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))


@contextmanager
def served(desk: Any) -> Iterator[None]:
    """Serve a desk on loopback."""
    server = uvicorn.Server(uvicorn.Config(create(desk.place), log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [desk.bound]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield
    server.should_exit = True
    thread.join(10)


def shared(case: Case) -> Any:
    """Return a desk for several people at an address of this machine."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    return serving.shared(case, f"http://localhost:{port}", port)


def many(root: Path, database: str | None, occasions: int) -> Found:
    """Make a case of many occasions in a file, or in a database."""
    found = begun(root, "Example case", database)
    found.derive(*(found.make(f"{n:03}") for n in range(occasions)))
    return found


def member(place: Any, name: str, *roles: str) -> Person:
    """Let somebody be enrolled and signed in, without the ceremony."""
    key = Ed25519PrivateKey.generate()
    public = keys.encode(keys.public_bytes(key))
    place.case.log.enrol(public, roles, name)
    actor = actors.actor_id(keys.public_bytes(key))
    session = place.sessions.begin(name, roles, name.replace(" ", "-"), actor, key)
    return Person(name, {place.cookie: session.id}, session.csrf)
