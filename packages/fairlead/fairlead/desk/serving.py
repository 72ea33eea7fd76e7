"""How a desk is served: on one's own machine, at a one-time address on loopback."""

from __future__ import annotations

import socket
from dataclasses import dataclass

import uvicorn

from fairlead.case import Case
from fairlead.desk.app import create
from fairlead.desk.workplace import Workplace
from fairlead.errors import MisuseError

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Desk:
    """A desk that is about to be served: its socket is bound, so that nobody else can take its address."""

    place: Workplace
    bound: socket.socket
    address: str

    def run(self) -> None:
        """Serve until it is stopped."""
        # No access log: addresses hold what somebody looked for.
        config = uvicorn.Config(create(self.place), log_level="warning", access_log=False, server_header=False)
        uvicorn.Server(config).run(sockets=[self.bound])


def own(case: Case, port: int = 0) -> Desk:
    """Return a desk on this machine, for whoever has its one-time address."""
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((LOOPBACK, port))
    except OSError as taken:
        bound.close()
        raise MisuseError(f"port {port} of this machine cannot be had: {taken.strerror}", "leave out --port") from taken
    port = bound.getsockname()[1]
    place = Workplace(case, hosts=(f"{LOOPBACK}:{port}", f"localhost:{port}"), cookie=f"fairlead-desk-{port}")
    return Desk(place, bound, f"http://{LOOPBACK}:{port}/?ticket={place.sessions.ticket()}")
