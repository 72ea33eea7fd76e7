"""Local servers that behave as told, over HTTP or TLS with a certificate of their own; loopback only."""

from __future__ import annotations

import datetime as dt
import ipaddress
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Behaviour = Callable[["Handler"], None]
BODY = b"<?xml version='1.0'?><CONSOLIDATED_LIST>" + bytes(range(65, 91)) * 4000 + b"</CONSOLIDATED_LIST>"


class Handler(BaseHTTPRequestHandler):
    """Hands each request to the behaviour of its path; ``server.seen`` keeps path and headers."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        seen = self.server.seen  # type: ignore[attr-defined]
        seen.append((self.path, dict(self.headers)))
        behaviours = self.server.behaviours  # type: ignore[attr-defined]
        behaviours.get(self.path, nothing)(self)

    @property
    def count(self) -> int:
        """How often this path was asked for, this time included."""
        return sum(path == self.path for path, _ in self.server.seen)  # type: ignore[attr-defined]

    def give(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content_Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def nothing(handler: Handler) -> None:
    handler.give(404, b"nothing here")


def whole(body: bytes = BODY, **headers: str) -> Behaviour:
    return lambda handler: handler.give(200, body, **headers)


def redirect(to: str, status: int = 302) -> Behaviour:
    return lambda handler: handler.give(status, Location=to)


def cut(at: int, etags: list[str], body: bytes = BODY, *, honest_range: bool = True) -> Behaviour:
    """Cut the connection after ``at`` more bytes each time; the n-th request gets the n-th ETag (then the last)."""

    def behave(handler: Handler) -> None:
        etag = etags[min(handler.count, len(etags)) - 1]
        start, wanted = 0, handler.headers.get("Range")
        asked = handler.headers.get("If-Range")
        if wanted and honest_range and (asked is None or asked == etag):
            start = int(wanted.removeprefix("bytes=").partition("-")[0])
        rest = body[start:]
        handler.send_response(206 if start else 200)
        handler.send_header("ETag", etag)
        handler.send_header("Content-Length", str(len(rest)))
        if start:
            handler.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
        handler.end_headers()
        handler.wfile.write(rest[:at])
        handler.wfile.flush()
        handler.close_connection = True

    return behave


def slow(pieces: int, pause_s: float) -> Behaviour:
    def behave(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(BODY)))
        handler.end_headers()
        for _ in range(pieces):
            handler.wfile.write(b"<")
            handler.wfile.flush()
            time.sleep(pause_s)

    return behave


class Server(ThreadingHTTPServer):
    daemon_threads = True
    scheme = "http"

    def __init__(self, behaviours: dict[str, Behaviour]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.behaviours = behaviours
        self.seen: list[tuple[str, dict[str, str]]] = []

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"

    def url(self, path: str) -> str:
        return f"{self.scheme}://{self.host}{path}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is no news."""


@contextmanager
def serving(behaviours: dict[str, Behaviour], certificate: Path | None = None) -> Iterator[Server]:
    server = Server(behaviours)
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        server.scheme = "https"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def self_signed(folder: Path) -> Path:
    """Write key and certificate of 127.0.0.1 into one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "fictitious server")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .add_extension(x509.BasicConstraints(True, None), True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "server.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return file
