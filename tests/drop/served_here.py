"""A drop served by a thread of the test's own process, for tests that replace a part of it."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import uvicorn
from served import make_folder

from fairlead_drop import serve
from fairlead_drop.store import open_store


@contextlib.contextmanager
def serving_here(path: Path, **changes: Any) -> Iterator[str]:
    """Serve a new drop; give its address."""
    make_folder(path, **changes)
    store = open_store(path)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(serve.config(store, host="127.0.0.1", port=port))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(20)
        store.close()
