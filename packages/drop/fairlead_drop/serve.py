"""Runs the service: one process on uvicorn and h11, with every log off, no core dumps, and patience that ends."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import faulthandler
import gc
import logging
import os
import platform
import resource
import sys
from typing import Any, ClassVar

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from fairlead_drop.store import Store
from fairlead_drop.web.server import application
from fairlead_drop.web.service import Service

MAX_CONNECTIONS = 400
MAX_HEADERS = 16_384
LET_GO_S = 0.1
GRACE_S, GRACE_BYTES = 10.0, 10_000  # how a connection is judged that has only begun
# Chunks kept for quick reuse are not overwritten, so that there must be none; the byte itself means nothing.
WIPING = {"PYTHONMALLOC": "malloc", "GLIBC_TUNABLES": "glibc.malloc.perturb=165:glibc.malloc.tcache_count=0"}
_PR_SET_DUMPABLE = 4  # linux/prctl.h


class PatientProtocol(H11Protocol):
    """Ends connections that take without giving, so that slow ones can neither use up the service nor crowd others out.

    One whose request line and headers do not come whole in ``header_s`` is closed; uvicorn itself would wait. When
    there are more than ``most``, the one that moved the fewest bytes a second ends, not the newcomer.
    """

    header_s = 20.0
    most = MAX_CONNECTIONS
    letting_go: ClassVar[list[asyncio.TimerHandle]] = []  # at most one, for all connections

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start to wait."""
        super().connection_made(transport)
        self.client = None  # an address is of no use to anybody here
        self._born, self._moved = self.loop.time(), 0
        self._waiting = self.loop.call_later(self.header_s, self._end_if_silent)
        if len(self.connections) > self.most:
            slowest = min((one for one in self.connections if isinstance(one, PatientProtocol)), key=_rate)
            slowest.transport.abort()

    def data_received(self, data: bytes) -> None:
        """Count, and go on."""
        self._moved += len(data)
        super().data_received(data)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop to wait; what the connection held is let go soon, not when Python finds time for it."""
        self._waiting.cancel()
        super().connection_lost(exc)
        if not self.letting_go:
            self.letting_go.append(self.loop.call_later(LET_GO_S, _let_go))

    def handle_events(self) -> None:
        """Read what came; once a request is whole, it is the shield's to wait for its body."""
        super().handle_events()
        if self.cycle is None or self.cycle.response_complete:
            return  # still in the headers: more of them does not buy more time
        self._waiting.cancel()

    def on_response_complete(self) -> None:
        """Wait for the next request of the connection."""
        super().on_response_complete()
        self._waiting.cancel()
        self._waiting = self.loop.call_later(self.header_s, self._end_if_silent)

    def rate(self) -> float:
        """Return bytes a second since it began, as if it had begun some seconds ago: new ones get their chance."""
        return (self._moved + GRACE_BYTES) / (self.loop.time() - self._born + GRACE_S)

    def _end_if_silent(self) -> None:
        if self.cycle is None or self.cycle.response_complete:
            self.transport.close()
            self._waiting = self.loop.call_later(self.header_s, self.transport.abort)  # where nobody reads the rest


def _let_go() -> None:
    PatientProtocol.letting_go.clear()
    gc.collect()  # quick: what was there at the start is frozen, and not looked at


def _rate(connection: PatientProtocol) -> float:
    return connection.rate()


def wipe_freed_memory() -> None:
    """Begin this program anew with an allocator that overwrites what is freed; nothing where that is so, or no glibc.

    Python cannot wipe what it held. glibc can, if told before the program begins: what T3 sealed is overwritten once
    the request is over, instead of staying until somebody needs the place.
    """
    if platform.libc_ver()[0] != "glibc" or all(os.environ.get(name) == value for name, value in WIPING.items()):
        return
    os.execve(sys.executable, [sys.executable, "-m", "fairlead_drop", *sys.argv[1:]], {**os.environ, **WIPING})  # noqa: S606 - itself


def harden() -> None:
    """Let nothing of this process' memory reach a disk through a crash; let new files be the owner's only."""
    os.umask(0o077)
    with contextlib.suppress(OSError, ValueError):  # a unit that has set it already may forbid to set it
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    faulthandler.disable()
    logging.disable(logging.CRITICAL)
    try:
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    except (OSError, AttributeError):
        return  # not Linux: the limit above stands alone


def config(store: Store, service: Service | None = None, **where: Any) -> uvicorn.Config:
    """Return uvicorn's settings. ``where``: host and port, or uds."""
    protocol = type("Protocol", (PatientProtocol,), {"header_s": float(store.settings.header_s)})
    return uvicorn.Config(
        application(store, service),
        http=protocol,
        loop="asyncio",
        ws="none",
        lifespan="on",
        log_config=None,
        log_level="critical",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        date_header=False,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=20,
        h11_max_incomplete_event_size=MAX_HEADERS,
        **where,
    )


def run(store: Store, **where: Any) -> None:
    """Serve until a signal ends it."""
    harden()
    server = uvicorn.Server(config(store, **where))
    gc.collect()
    gc.freeze()
    try:
        server.run()
    finally:
        store.close()
