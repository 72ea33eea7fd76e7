"""A drop served by a thread of the test's own process, for tests that replace a part of it."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn
from served import make_folder

from fairlead_drop import serve
from fairlead_drop.store import Store, open_store
from fairlead_drop.web import assets
from fairlead_drop.web.pages.frame import Site
from fairlead_drop.web.service import Service


@dataclass
class Here:
    """A drop that runs in this process."""

    url: str
    store: Store
    service: Service
    received: bytearray  # every byte that came over its lines

    @contextlib.contextmanager
    def another_program(self, code: bytes) -> Iterator[None]:
        """Serve another program to browsers for a while."""
        own, real = self.service.site, assets.program
        assets.program = lambda: code  # type: ignore[assignment]
        try:
            self.service.site = Site(own.name, assets.collect())
            yield
        finally:
            assets.program, self.service.site = real, own  # type: ignore[assignment]


@contextlib.contextmanager
def serving_here(path: Path, **changes: Any) -> Iterator[Here]:
    """Serve a new drop."""
    make_folder(path, **changes)
    store = open_store(path)
    service = Service(store)
    received, real = bytearray(), serve.PatientProtocol.data_received

    def recording(self: serve.PatientProtocol, data: bytes) -> None:
        received.extend(data)
        real(self, data)

    serve.PatientProtocol.data_received = recording  # type: ignore[method-assign]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(serve.config(store, service, host="127.0.0.1", port=port))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.02)
    try:
        yield Here(f"http://127.0.0.1:{port}", store, service, received)
    finally:
        serve.PatientProtocol.data_received = real  # type: ignore[method-assign]
        server.should_exit = True
        thread.join(20)
        store.close()
