"""A drop served in a process of its own on loopback, for tests that need a socket: browsers, kills."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from drop_world import CALL, Office, settings

from fairlead_drop.settings import Folder
from fairlead_drop.store import Store
from fairlead_ledger import office

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
NOT_BUILT = "the browser's program is not built here; installing packages/drop builds it, where npm is in reach"


@dataclass
class Served:
    """A running drop: its folder, its address, its office, its process."""

    path: Path
    url: str
    office: Office
    process: subprocess.Popen[bytes]
    uds: Path | None = None

    @property
    def client(self) -> httpx.Client:
        return httpx.Client(
            transport=httpx.HTTPTransport(uds=self.uds and str(self.uds)), base_url=self.url, timeout=60
        )

    def end(self, how: int = signal.SIGTERM) -> None:
        if self.process.poll() is None:
            self.process.send_signal(how)
        self.process.wait(20)


def make_folder(path: Path, **changes: Any) -> Office:
    """Make a drop with one epoch and one call, and return its office."""
    office_side = Office()
    store = Store(Folder.create(path, settings(office_side, **changes)))
    store.publish_recipients(office.sign(office_side.recipients(), office_side.key))
    store.publish_call(office.sign(CALL, office_side.key))
    store.close()
    return office_side


def start(path: Path, office_side: Office, *prefix: str, uds: Path | None = None) -> Served:
    """Serve a folder, on a port or a socket file; return once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    where = ["--uds", str(uds)] if uds else ["--port", str(port)]
    command = [*(prefix or (sys.executable, "-m", "fairlead_drop")), "serve", str(path), *where]
    log = (path.parent / f"{path.name}.output").open("ab")
    process = subprocess.Popen(command, stdout=log, stderr=log, env=os.environ.copy())
    made = Served(path, f"http://127.0.0.1:{port}", office_side, process, uds)
    began = time.monotonic()
    while time.monotonic() - began < 60:
        with contextlib.suppress(httpx.TransportError), made.client as client:
            client.get("/recipients.txt").raise_for_status()
            return made
        if process.poll() is not None:
            break
        time.sleep(0.05)
    process.kill()
    raise RuntimeError(f"the drop did not start: {(path.parent / f'{path.name}.output').read_text()}")


@contextlib.contextmanager
def serving(path: Path, uds: Path | None = None, **changes: Any) -> Iterator[Served]:
    """Make a drop and serve it for the length of a block."""
    served = start(path, make_folder(path, **changes), uds=uds)
    try:
        yield served
    finally:
        served.end()
