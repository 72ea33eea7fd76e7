"""``fairlead witness``: a small server that vouches for checkpoints of logs which only grow (C2SP tlog-witness).

It keeps one file per log, the last checkpoint it vouched for, and writes that before it answers: two histories of one
log never get its cosignature. It sees sizes and roots of logs, nothing of any case. TLS is for a proxy before it.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import click

from fairlead.cli import terminal
from fairlead.errors import MisuseError
from fairlead.evidence import actors, durable
from fairlead_ledger import checkpoints, cosignatures, keys
from fairlead_ledger.checkpoints import Checkpoint
from fairlead_ledger.cosignatures import Refused, WitnessKey
from fairlead_ledger.errors import NoteError
from fairlead_ledger.notes import Verifier

EPILOG = """\b
Example:
  fairlead witness FOLDER --name witness.example.org --log "fairlead/…+1a2b3c4d+…" --port 8481
then, with the key that it prints:
  fairlead stamp CASE --witness http://127.0.0.1:8481 --witness-key "witness.example.org+…"
"""
_TIMEOUT_S = 20  # ours: how long a connection may be silent


class Witness:
    """A key, the logs it knows, and what it last vouched for of each."""

    def __init__(self, folder: Path, name: str, logs: list[Verifier], clock: Callable[[], float] = time.time) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = folder
        self._logs = {log.name: log for log in logs}
        self._name = name
        self._key = actors.load_or_make(folder / "witness.key")
        self._clock = clock
        self._lock = threading.Lock()

    @property
    def key(self) -> WitnessKey:
        """The public key under which it vouches."""
        return WitnessKey(self._name, keys.public_bytes(self._key))

    def add_checkpoint(self, body: bytes) -> str:
        """Return the cosignature line for a request; :class:`Refused` otherwise. What it vouches for is kept first."""
        asked = cosignatures.read_request(body, self._logs)
        with self._lock:
            cosignatures.judge(asked, self._seen(asked.checkpoint.origin))
            durable.put(self._file(asked.checkpoint.origin), asked.note.encode())
            return cosignatures.cosign(asked.note, self._name, self._key, int(self._clock()))

    def _seen(self, origin: str) -> Checkpoint | None:
        file = self._file(origin)
        if not file.exists():
            return None
        return checkpoints.open_checkpoint(file.read_bytes().decode(), [self._logs[origin]])

    def _file(self, origin: str) -> Path:
        return self._folder / f"{hashlib.sha256(origin.encode()).hexdigest()}.checkpoint"


def server(witness: Witness, port: int, host: str = "127.0.0.1") -> ThreadingHTTPServer:
    """Return a server, not yet running, that answers ``POST /add-checkpoint``."""

    class Handler(BaseHTTPRequestHandler):
        timeout = _TIMEOUT_S

        def do_POST(self) -> None:
            length = self.headers.get("Content-Length") or ""
            if self.path != "/add-checkpoint":
                self._say(404, "only /add-checkpoint is here\n")
            elif not length.isdigit() or int(length) > cosignatures.MAX_REQUEST:
                self._say(400, "a length is needed, and not too large a one\n")
            else:
                self._add(self.rfile.read(int(length)))

        def _add(self, body: bytes) -> None:
            try:
                self._say(200, witness.add_checkpoint(body))
            except Refused as refused:
                kind = "text/x.tlog.size" if refused.status == 409 else "text/plain; charset=utf-8"
                self._say(refused.status, refused.body, kind)

        def _say(self, status: int, body: str, kind: str = "text/plain; charset=utf-8") -> None:
            data = body.encode()
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            """Keep no record of who asked."""

    return ThreadingHTTPServer((host, port), Handler)


@click.command("witness", epilog=EPILOG)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--name", required=True, help="The witness's own name, such as a host name.")
@click.option("--log", "logs", multiple=True, required=True, help="Verifier key of a log; may be repeated.")
@click.option("--port", default=8481, show_default=True)
def command(folder: Path, name: str, logs: tuple[str, ...], port: int) -> None:
    """Vouch, from FOLDER, for checkpoints of the logs given: that each goes on from all that was seen before.

    A case's verifier key stands in its case.json and in every dossier. The server listens on this machine only.
    """
    try:
        witness = Witness(folder, name, [Verifier.parse(log) for log in logs])
    except NoteError as wrong:
        raise MisuseError(str(wrong)) from wrong
    running = server(witness, port)
    terminal.results.print(str(witness.key), markup=False, soft_wrap=True)
    terminal.messages.print(f"listening on http://127.0.0.1:{running.server_port}; end with Ctrl-C", markup=False)
    try:
        running.serve_forever()
    except KeyboardInterrupt:
        running.shutdown()
    finally:
        running.server_close()
