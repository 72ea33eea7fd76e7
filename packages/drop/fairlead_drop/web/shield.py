"""What stands around every answer: strict headers, patience with an end, and errors that say nothing of the request."""

from __future__ import annotations

import asyncio
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
    """Wraps an ASGI application. A body that pauses for ``idle_s`` is cut; so is an answer that nobody reads."""

    def __init__(self, app: App, settings: Settings) -> None:
        self._app = app
        self._idle_s = settings.idle_s
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
        ended = False

        async def patient_receive() -> Message:
            nonlocal ended
            if ended:  # whoever asks again waits for the end of the connection, not for a body
                return await receive()
            try:
                message = await asyncio.wait_for(receive(), self._idle_s)
            except TimeoutError:
                return {"type": "http.disconnect"}
            ended = message["type"] != "http.request" or not message.get("more_body", False)
            return message

        async def strict_send(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *(pair for pair in self._headers if pair[0] not in own)]
                if b"cache-control" not in own:
                    message["headers"].append((b"cache-control", NO_STORE.encode()))
            await asyncio.wait_for(send(message), self._idle_s * 4)

        await self._app(scope, patient_receive, strict_send)
        return None
