"""How a desk is served: on one's own machine at a one-time address, or for several people behind a server with TLS."""

from __future__ import annotations

import socket
from dataclasses import dataclass

import uvicorn

from fairlead.case import Case
from fairlead.desk.app import create
from fairlead.desk.basemap import Tiles
from fairlead.desk.entrance.accounts import Accounts
from fairlead.desk.entrance.gate import Entrance, site_of
from fairlead.desk.workplace import Workplace
from fairlead.errors import MisuseError
from fairlead.vault.holder import Holder

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Desk:
    """A desk that is about to be served: its socket is bound, so that nobody else can take its address."""

    place: Workplace
    bound: socket.socket
    address: str

    @property
    def listens(self) -> str:
        """Where on this machine it listens."""
        host, port = self.bound.getsockname()
        return f"{host}:{port}"

    def run(self) -> None:
        """Serve until it is stopped."""
        # No access log: addresses hold what somebody looked for.
        config = uvicorn.Config(create(self.place), log_level="warning", access_log=False, server_header=False)
        uvicorn.Server(config).run(sockets=[self.bound])


def _bound(port: int) -> socket.socket:
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((LOOPBACK, port))
    except OSError as taken:
        bound.close()
        raise MisuseError(f"port {port} of this machine cannot be had: {taken.strerror}", "leave out --port") from taken
    return bound


def own(case: Case, port: int = 0, tiles: Tiles | None = None, holder: Holder | None = None) -> Desk:
    """Return a desk on this machine, for whoever has its one-time address."""
    bound = _bound(port)
    port = bound.getsockname()[1]
    place = Workplace(
        case,
        hosts=(f"{LOOPBACK}:{port}", f"localhost:{port}"),
        cookie=f"fairlead-desk-{port}",
        tiles=tiles,
        holder=holder,
    )
    return Desk(place, bound, f"http://{LOOPBACK}:{port}/?ticket={place.sessions.ticket()}")


def shared(case: Case, address: str, port: int = 0, tiles: Tiles | None = None) -> Desk:
    """Return a desk for several people, who reach it at ``address`` through a server that speaks TLS before it.

    It listens on this machine alone. Its acts are signed by each person's own key, never by one of the server's user.
    """
    site = site_of(address)
    entrance = Entrance(site, Accounts.of(case.id))
    bound = _bound(port)
    cookie = "__Host-fairlead-desk" if entrance.safe else f"fairlead-desk-{bound.getsockname()[1]}"
    place = Workplace(case, hosts=(entrance.host,), cookie=cookie, entrance=entrance, tiles=tiles)
    return Desk(place, bound, site.origin)


def invitation(case: Case, address: str, name: str) -> str:
    """Return the address at which somebody can join a shared desk once."""
    return f"{site_of(address).origin}/join?token={Accounts.of(case.id).invite(name)}"
