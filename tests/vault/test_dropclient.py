"""An office that pulls from an onion address goes through Tor, and asks nobody else where that address lies."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fairlead.errors import UnreachableError
from fairlead.vault import dropclient
from fairlead.vault.dropclient import DropClient

ONION = "abcdefghijklmnopqrstuvwxyz234567abcdefghijklmnopqrstuvwx.onion"


@pytest.fixture
def socks() -> Iterator[tuple[int, list[bytes]]]:
    """Return the port of a SOCKS proxy (RFC 1928) that takes down what it is asked for, and refuses it."""
    asked: list[bytes] = []
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                line, _ = server.accept()
            except OSError:
                return
            with line:
                line.recv(64)
                line.sendall(b"\x05\x00")
                asked.append(line.recv(256))
                line.sendall(b"\x05\x04\x00\x01" + bytes(6))

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield server.getsockname()[1], asked
    server.shutdown(socket.SHUT_RDWR)
    server.close()
    thread.join(5)


@pytest.mark.parametrize("told", [True, False], ids=["as the environment says", "where tor listens by itself"])
def test_an_onion_address_is_asked_of_tor_and_of_nobody_else(
    socks: tuple[int, list[bytes]], monkeypatch: pytest.MonkeyPatch, told: bool
) -> None:
    port, asked = socks
    real = socket.getaddrinfo

    def resolve(host: str, *more: Any) -> Any:
        assert host == "127.0.0.1", f"{host} was asked of the system"
        return real(host, *more)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setenv("ALL_PROXY", f"socks5h://127.0.0.1:{port}" if told else "")
    monkeypatch.setattr(dropclient, "TOR", f"socks5h://127.0.0.1:{'1' if told else port}")
    drop = DropClient(f"http://{ONION}", "drop.example.org/tips", Ed25519PrivateKey.generate())
    with pytest.raises(UnreachableError):
        drop.ask("list", after=-1)
    assert asked == [b"\x05\x01\x00\x03" + bytes([len(ONION)]) + ONION.encode() + b"\x00\x50"]


def test_another_address_goes_as_before() -> None:
    assert dropclient._way_to("https://drop.example.org") is None
    assert dropclient._way_to("https://onion.example.org") is None
