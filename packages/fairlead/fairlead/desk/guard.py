"""What stands before every route: the right host, a session, one's own page behind each change, the right headers.

    1. a host that is not ours is turned away, so that no foreign name can point a browser here (DNS rebinding)
    2. the cookie's session is found; acts in this request are signed with its key, or not at all
    3. security headers go onto every answer, errors too
    4. ``admit``, a dependency of every route, asks :mod:`access`, and that a change comes from a page of ours

What a route may do beyond that is its own and the custody log's to judge.
"""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse

from fairlead.desk import access, things
from fairlead.desk.things import session_of
from fairlead.errors import FairleadError
from fairlead.evidence import actors

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from fairlead.desk.sessions import Session
    from fairlead.desk.workplace import Workplace

CSRF_HEADER = "x-csrf-token"
CSRF_FIELD = "_csrf"
SAFE = ("GET", "HEAD", "OPTIONS")

# MapLibre starts its workers from a blob and has its few icons as data; everything else is a file of ours.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "font-src 'self'; worker-src blob:; child-src blob:; manifest-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",  # with none, browsers send our own forms with the origin "null"
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "geolocation=(), camera=(), microphone=(), payment=(), usb=()",
}


class NotAdmittedError(FairleadError):
    """The request may not do this; ``status`` is 401 where signing in would help, else 403."""

    def __init__(self, status: int, message: str, hint: str | None = None) -> None:
        super().__init__(message, hint)
        self.status = status


class Guard:
    """ASGI middleware: numbers 1 to 3 of the plan above."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        place: Workplace = scope["app"].state.workplace

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    kept[name] = value
                if place.tiles is not None:
                    allowed = POLICY.replace("img-src 'self'", f"img-src 'self' {place.tiles.origin}")
                    allowed = allowed.replace("connect-src 'self'", f"connect-src 'self' {place.tiles.origin}")
                    kept["content-security-policy"] = allowed
                if place.entrance is not None and place.entrance.site.origin.startswith("https"):
                    kept["strict-transport-security"] = "max-age=31536000"
                kept.setdefault("cache-control", "no-store")
            await send(message)

        if not place.is_ours(headers.get("host", "")):
            refusal = PlainTextResponse("this desk is not at that address", status_code=421)
            await refusal(scope, receive, send_guarded)
            return
        session = place.sessions.find(Request(scope).cookies.get(place.cookie))
        if session is not None and place.entrance is not None:
            session.roles = await run_in_threadpool(place.roles_of, session.actor)
        scope.setdefault("state", {})["session"] = session
        signer = actors.signing(session.key if session else None) if place.shared else nullcontext()
        with signer:
            await self._app(scope, receive, send_guarded)


async def admit(request: Request) -> None:
    """Let a request through to its route, or raise :class:`NotAdmittedError`: number 4 of the plan above."""
    session = session_of(request)
    need, others = things.touched(request, session)
    if not access.allows(session.roles if session else None, need, others=others):
        if session is None:
            raise NotAdmittedError(401, "nobody has signed in here", "sign in, or open the address that the desk gave")
        if not session.roles:
            raise NotAdmittedError(403, "no custodian has admitted you yet", "ask one, with your public key")
        raise NotAdmittedError(403, f"the role {session.role} may not do this", "ask a custodian of the case")
    if request.method not in SAFE:
        await _from_our_page(request, session)


async def _from_our_page(request: Request, session: Session | None) -> None:
    """Refuse a change that another site's page may have sent."""
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise NotAdmittedError(403, "the change was sent from a page of another site")
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise NotAdmittedError(403, "the change was sent from a page of another site")
    if session is None:
        return  # the door: there is no session yet that a foreign page could misuse
    token: Any = request.headers.get(CSRF_HEADER)
    if token is None and "form" in request.headers.get("content-type", ""):
        token = (await request.form()).get(CSRF_FIELD)
    if not session.vouches(token if isinstance(token, str) else None):
        raise NotAdmittedError(403, "the change carries no proof that it comes from this desk", "load the page again")
