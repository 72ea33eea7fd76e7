"""Runs the service: one process on uvicorn and h11, with every log off, no core dumps, and patience that ends."""

from __future__ import annotations

import asyncio
import ctypes
import faulthandler
import logging
import os
import resource
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from fairlead_drop.store import Store
from fairlead_drop.web.server import application

MAX_CONNECTIONS = 400
MAX_HEADERS = 16_384
_PR_SET_DUMPABLE = 4  # linux/prctl.h


class PatientProtocol(H11Protocol):
    """Closes a connection whose request line and headers do not come whole in time; uvicorn itself would wait."""

    header_s = 20.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start to wait."""
        super().connection_made(transport)
        self._waiting = self.loop.call_later(self.header_s, self._end_if_silent)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop to wait."""
        self._waiting.cancel()
        super().connection_lost(exc)

    def handle_events(self) -> None:
        """Read what came; once a request is whole, it is the shield's to wait for its body."""
        super().handle_events()
        self._waiting.cancel()
        if self.cycle is None or self.cycle.response_complete:
            self._waiting = self.loop.call_later(self.header_s, self._end_if_silent)

    def on_response_complete(self) -> None:
        """Wait for the next request of the connection."""
        super().on_response_complete()
        self._waiting.cancel()
        self._waiting = self.loop.call_later(self.header_s, self._end_if_silent)

    def _end_if_silent(self) -> None:
        if self.cycle is None or self.cycle.response_complete:
            self.transport.close()


def harden() -> None:
    """Let nothing of this process' memory reach a disk through a crash; let new files be the owner's only."""
    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    faulthandler.disable()
    logging.disable(logging.CRITICAL)
    try:
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    except (OSError, AttributeError):
        return  # not Linux: the limit above stands alone


def config(store: Store, **where: Any) -> uvicorn.Config:
    """Return uvicorn's settings. ``where``: host and port, or uds."""
    protocol = type("Protocol", (PatientProtocol,), {"header_s": float(store.settings.header_s)})
    return uvicorn.Config(
        application(store),
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
        limit_concurrency=MAX_CONNECTIONS,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=20,
        h11_max_incomplete_event_size=MAX_HEADERS,
        **where,
    )


def run(store: Store, **where: Any) -> None:
    """Serve until a signal ends it."""
    harden()
    try:
        uvicorn.Server(config(store, **where)).run()
    finally:
        store.close()
