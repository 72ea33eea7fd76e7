"""Which addresses may be spoken to, and how a connection is made to exactly the address that was judged.

A link in a page or a redirect must not make an investigator's machine ask the office's own network, or the address
where a cloud keeps its keys. Names are resolved once, every address found is judged, and the connection goes to one of
those: a name that answers otherwise the second time changes nothing. Proxies are left out.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpcore

from fairlead.errors import MisuseError, RefusedError

Resolver = Callable[[str, int], list[str]]
_PORTS = {"http": 80, "https": 443}


def parts(url: str) -> tuple[str, str, int]:
    """Return scheme, host and port of an address; MisuseError for what is no web address or carries a password."""
    try:
        split = urlsplit(url)
        port = split.port
    except ValueError as wrong:
        raise MisuseError(f"not a web address: {url!r} ({wrong})") from wrong
    if split.scheme not in _PORTS or not split.hostname:
        raise MisuseError(f"not a web address: {url!r}", "expected http:// or https:// and a host")
    if split.username or split.password:
        raise MisuseError("an address with a user name or password in it is not fetched", "it would stand in the log")
    return split.scheme, split.hostname, port or _PORTS[split.scheme]


def follow(url: str, location: str) -> str:
    """Return where a redirect leads; RefusedError where it leaves the web or gives up encryption."""
    target = urljoin(url, location)
    if parts(url)[0] == "https" and urlsplit(target).scheme == "http":
        raise RefusedError(f"{url} redirects to an unencrypted address", "give that address yourself if it is meant")
    try:
        parts(target)
    except MisuseError as wrong:
        raise RefusedError(f"{url} redirects to what is no web address: {target[:200]!r}") from wrong
    return target


def resolve(host: str, port: int) -> list[str]:
    """Return the addresses of a host, as the system knows them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[4][0]) for address in found))


def is_public(address: str) -> bool:
    """Tell whether an IP address is one of the open internet, also where it is an IPv4 address wrapped in IPv6."""
    parsed = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(parsed, ipaddress.IPv6Address):
        inner = parsed.ipv4_mapped or parsed.sixtofour or (parsed.teredo[1] if parsed.teredo else None)
        if inner is None and parsed in ipaddress.ip_network("64:ff9b::/96"):  # RFC 6052: IPv4 behind NAT64
            inner = ipaddress.IPv4Address(int(parsed) & 0xFFFFFFFF)
        if inner is not None:
            return inner.is_global and not inner.is_multicast
    return parsed.is_global and not parsed.is_multicast


class GuardedNetwork(httpcore.NetworkBackend):
    """Connects to public addresses only, save ``allowed`` ones (``host:port``: an office's own mirror, a test)."""

    def __init__(
        self,
        allowed: Iterable[str] = (),
        resolver: Resolver = resolve,
        wrap: Callable[[httpcore.NetworkStream], httpcore.NetworkStream] | None = None,
    ) -> None:
        self._allowed = frozenset(allowed)
        self._resolver = resolver
        self._wrap = wrap
        self._inner = httpcore.SyncBackend()
        self.peer: str | None = None  # the IP address last connected to

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect, as httpcore asks; RefusedError where any address of the host is not public."""
        try:
            found = self._resolver(host, port)
        except OSError as unknown:
            raise httpcore.ConnectError(f"{host} has no address: {unknown}") from unknown
        if f"{host}:{port}" not in self._allowed:
            inside = [address for address in found if not is_public(address)]
            if inside:
                raise RefusedError(
                    f"{host} is {inside[0]}, which is no address of the open internet; nothing was sent to it",
                    f"--allow-host {host}:{port} if it is your own mirror",
                )
        last: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in found:
            try:
                stream = self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as failure:
                last = failure
                continue
            self.peer = address
            return self._wrap(stream) if self._wrap else stream
        raise last
