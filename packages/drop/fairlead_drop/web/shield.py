"""What stands around every answer: strict headers, patience with an end, and errors that say nothing of the request."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from fairlead_drop.settings import Settings

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "accelerometer=(), camera=(), geolocation=(), gyroscope=(), microphone=(), payment=()",
    "x-robots-tag": "noarchive",
    "x-dns-prefetch-control": "off",
}
NO_STORE = "no-store"
FOREVER = "public, max-age=31536000, immutable"  # the name of an asset holds its hash


class Shield:
    """Wraps an ASGI application. A body that pauses for ``idle_s`` or crawls is cut; so is an answer nobody reads."""

    def __init__(self, app: App, settings: Settings) -> None:
        self._app = app
        self._idle_s = settings.idle_s
        self._least_rate = settings.least_rate
        headers = dict(HEADERS)
        if settings.https:
            headers["strict-transport-security"] = "max-age=63072000; includeSubDomains"
        if settings.onion:
            headers["onion-location"] = settings.onion
        self._headers = [(name.encode(), value.encode()) for name, value in headers.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        scope["client"] = None  # nothing behind this point can know an address
        body = _Body(receive, self._idle_s, self._least_rate)

        async def strict_send(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *(pair for pair in self._headers if pair[0] not in own)]
                if b"cache-control" not in own:
                    message["headers"].append((b"cache-control", NO_STORE.encode()))
            await asyncio.wait_for(send(message), self._idle_s * 4)

        if _is_ambiguous(scope["headers"]):
            await strict_send({"type": "http.response.start", "status": 400, "headers": [(b"connection", b"close")]})
            return await strict_send({"type": "http.response.body", "body": b""})
        await self._app(scope, body.receive, strict_send)
        return None


class _Body:
    """A request's body, with patience that ends."""

    def __init__(self, receive: Receive, idle_s: float, least_rate: int) -> None:
        self._receive, self._idle_s, self._least_rate = receive, idle_s, least_rate
        self._began = time.monotonic()
        self._size = 0
        self._ended = False

    async def receive(self) -> Message:
        """Return the next message; the end of the connection where the body pauses or crawls."""
        if self._ended:  # whoever asks again waits for the end of the connection, not for a body
            return await self._receive()
        try:
            message = await asyncio.wait_for(self._receive(), self._idle_s)
        except TimeoutError:
            return {"type": "http.disconnect"}
        self._ended = message["type"] != "http.request" or not message.get("more_body", False)
        self._size += len(message.get("body", b""))
        passed = time.monotonic() - self._began
        if not self._ended and passed > self._idle_s and self._size < passed * self._least_rate:
            return {"type": "http.disconnect"}
        return message


def _is_ambiguous(headers: list[tuple[bytes, bytes]]) -> bool:
    """Tell whether two servers in a row could see other bodies in one request (smuggling; RFC 9112, section 6.3)."""
    lengths = [value for name, value in headers if name.lower() == b"content-length"]
    codings = [value for name, value in headers if name.lower() == b"transfer-encoding"]
    return len(lengths) > 1 or len(codings) > 1 or bool(lengths and codings)
