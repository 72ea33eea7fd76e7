"""One request over the wire: guarded, timed, with the certificates of the server and, where asked, every byte as sent.

Bodies come as the server encoded them: nothing is decompressed here, so that a bomb is only as large as it was sent.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any, BinaryIO

import httpcore
import httpx

from fairlead.connectors import addresses
from fairlead.errors import UnreachableError

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Timeouts:
    """How long we wait, in seconds: for a connection, and for the next bytes of an answer."""

    connect_s: float = 20.0
    read_s: float = 30.0


@dataclass
class Answer:
    """What a server answers; ``pieces`` gives the body as sent, and raises httpcore's errors where it breaks off."""

    url: str
    status: int
    headers: Headers
    peer: str | None  # the IP address that answered
    chain: tuple[bytes, ...]  # certificates as presented, DER, the server's own first; empty without TLS
    tls: str | None  # protocol and cipher
    pieces: Iterator[bytes] = field(repr=False)

    def header(self, name: str) -> str | None:
        """Return the value of a header, None where it was not sent."""
        return next((value for key, value in self.headers if key.lower() == name), None)


class Wire:
    """Speaks HTTP/1.1, one connection for each request."""

    def __init__(
        self,
        agent: str,
        allowed: frozenset[str] = frozenset(),
        timeouts: Timeouts | None = None,
        resolver: addresses.Resolver = addresses.resolve,
        trusted: ssl.SSLContext | None = None,
    ) -> None:
        self._agent = agent
        self._allowed = allowed
        self._timeouts = timeouts or Timeouts()
        self._resolver = resolver
        self._trusted = trusted or httpx.create_ssl_context()

    @contextmanager
    def ask(self, url: str, headers: Headers = (), record: tuple[BinaryIO, BinaryIO] | None = None) -> Iterator[Answer]:
        """Send a GET and give the answer; ``record`` takes every byte sent and received, as they were.

        Raises RefusedError for addresses that may not be asked, UnreachableError where the certificate is not trusted,
        httpcore's errors where the connection fails.
        """
        _, host, port = addresses.parts(url)
        wrap = (lambda stream: _Recorded(stream, *record)) if record else None
        network = addresses.GuardedNetwork(self._allowed, self._resolver, wrap)
        named = f"[{host}]" if ":" in host else host
        sent = [
            ("Host", named if port in (80, 443) else f"{named}:{port}"),
            ("User-Agent", self._agent),
            ("Accept", "*/*"),
            ("Accept-Encoding", "identity"),
            ("Connection", "close"),
            *headers,
        ]
        limits = {
            "connect": self._timeouts.connect_s,
            "read": self._timeouts.read_s,
            "write": self._timeouts.read_s,
            "pool": self._timeouts.connect_s,
        }
        with ExitStack() as stack:
            pool = stack.enter_context(
                httpcore.ConnectionPool(ssl_context=self._trusted, network_backend=network, max_connections=1)
            )
            try:
                response = stack.enter_context(pool.stream("GET", url, headers=sent, extensions={"timeout": limits}))
            except httpcore.ConnectError as failure:
                if "CERTIFICATE_VERIFY_FAILED" in str(failure):
                    raise UnreachableError(
                        f"{host}: its certificate is not trusted here: {failure}",
                        "SSL_CERT_FILE=roots.pem adds roots; a page behind a false certificate is not evidence",
                    ) from failure
                raise
            chain, tls = _certificates(response.extensions.get("network_stream"))
            yield Answer(
                url,
                response.status,
                tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in response.headers),
                network.peer,
                chain,
                tls,
                response.iter_stream(),
            )


def _certificates(stream: Any) -> tuple[tuple[bytes, ...], str | None]:
    """Return the certificates as the server presented them, and protocol and cipher."""
    spoken = stream.get_extra_info("ssl_object") if stream is not None else None
    if spoken is None:
        return (), None
    protocol = " ".join(filter(None, (spoken.version(), (spoken.cipher() or ("",))[0])))
    leaf = spoken.getpeercert(True)
    inner = spoken if hasattr(spoken, "get_unverified_chain") else getattr(spoken, "_sslobj", None)  # before 3.13
    try:
        chain = [_der(each) for each in inner.get_unverified_chain() or ()] if inner is not None else []
    except (AttributeError, ValueError):
        chain = []
    return tuple(chain or ([leaf] if leaf else [])), protocol


def _der(certificate: Any) -> bytes:
    if isinstance(certificate, bytes):
        return certificate
    return ssl.PEM_cert_to_DER_cert(certificate.public_bytes())


class _Recorded(httpcore.NetworkStream):
    """A stream that writes down what passes; over TLS, what passes inside it."""

    def __init__(self, stream: httpcore.NetworkStream, sent: BinaryIO, received: BinaryIO) -> None:
        self._stream, self._sent, self._received = stream, sent, received

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data = self._stream.read(max_bytes, timeout)
        self._received.write(data)
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._sent.write(buffer)
        self._stream.write(buffer, timeout)

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Recorded(self._stream.start_tls(ssl_context, server_hostname, timeout), self._sent, self._received)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def describe(failure: Exception) -> str:
    """Return a failure of the network in words."""
    words: dict[type[Exception], str] = {
        httpcore.ConnectTimeout: "no connection in time",
        httpcore.ReadTimeout: "no bytes in time",
        httpcore.RemoteProtocolError: "the answer broke off or is no HTTP",
        httpcore.ConnectError: "no connection",
        httpcore.ReadError: "the connection was cut",
    }
    told = next((text for kind, text in words.items() if isinstance(failure, kind)), type(failure).__name__)
    return f"{told}: {failure}" if str(failure) else told
