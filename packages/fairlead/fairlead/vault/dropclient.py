"""What an office asks of its drop: signed requests over HTTP, each over a challenge good once. It keeps nothing."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fairlead.errors import MisuseError, RefusedError, UnreachableError
from fairlead_ledger import office

TIMEOUT_S = 120  # an onion service is slow
TOR = "socks5h://127.0.0.1:9050"  # tor's own default (tor(1), SocksPort); the last h: it resolves the name
PIECE = 1 << 18
MAX_ANSWER = 64 << 20  # bytes of JSON; a thousand leaves with their proofs have some three million
BUSY = 503  # a bucket of the drop is empty: everybody waits, the office too
BUSY_WAITS_S = (1, 5, 15, 60, 60)


class DropClient:
    """One drop, by its address; ``origin`` is the name that it must answer to.

    An onion address is asked for through Tor, and never of the system's resolver: through ALL_PROXY where that is set,
    else through :data:`TOR`.
    """

    def __init__(self, url: str, origin: str, key: Ed25519PrivateKey, client: httpx.Client | None = None) -> None:
        self.origin = origin
        self._key = key
        self._client = client or httpx.Client(
            base_url=url, timeout=TIMEOUT_S, follow_redirects=False, proxy=_way_to(url)
        )

    def ask(self, action: str, **args: Any) -> dict[str, Any]:
        """Return the drop's answer to a signed request."""
        held = bytearray()
        with self._sent(action, args) as response:
            for piece in response.iter_bytes(PIECE):
                held += piece
                if len(held) > MAX_ANSWER:
                    raise UnreachableError(f"the drop {self.origin} answers {action} with more than {MAX_ANSWER} bytes")
            return dict(json.loads(held))

    def fetch(self, position: int) -> Iterator[bytes]:
        """Yield the sealed bytes of a tip."""
        with self._sent("fetch", {"position": position}) as response:
            yield from response.iter_bytes(PIECE)

    @contextmanager
    def _sent(self, action: str, args: dict[str, Any]) -> Iterator[httpx.Response]:
        try:
            for wait_s in (*BUSY_WAITS_S, None):
                with self._client.stream("POST", "/office/request", content=self._signed(action, args)) as response:
                    if response.status_code == BUSY and wait_s is not None:
                        time.sleep(wait_s)
                        continue
                    if response.is_error:
                        response.read()
                        self._refused(action, response)
                    yield response
                    return
        except (httpx.HTTPError, ValueError, KeyError) as failure:
            why = type(failure).__name__
            raise UnreachableError(f"the drop {self.origin} did not answer {action} ({why})") from None

    def _signed(self, action: str, args: dict[str, Any]) -> bytes:
        for wait_s in (*BUSY_WAITS_S, None):
            answer = self._client.get("/office/challenge")
            if answer.status_code != BUSY or wait_s is None:
                break
            time.sleep(wait_s)
        challenge = answer.raise_for_status().json()
        if challenge["drop"] != self.origin:
            raise UnreachableError(f"expected the drop {self.origin}, found {challenge['drop']} at this address")
        return office.sign(office.Request(self.origin, action, args, challenge["challenge"]), self._key)

    def _refused(self, action: str, response: httpx.Response) -> None:
        try:
            said = response.json().get("detail") or response.json().get("refused")
        except ValueError:
            said = f"status {response.status_code}"
        raise RefusedError(f"the drop refused {action}: {said}", "is the office key enrolled at the drop?")


def _way_to(url: str) -> str | None:
    """Return the proxy for an onion address; None for others, which go as the environment says."""
    if not (httpx.URL(url).host or "").endswith(".onion"):
        return None
    return os.environ.get("ALL_PROXY") or TOR


def read_key(path: Path) -> Ed25519PrivateKey:
    """Return the office's signing key, as ``fairlead-drop office new`` writes it."""
    try:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(path.read_text("ascii").strip()))
    except (OSError, ValueError):
        raise MisuseError(
            f"{path} is no signing key of an office", "make one: fairlead-drop office new FOLDER"
        ) from None
