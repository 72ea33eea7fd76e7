"""The web service: addresses, and how a refusal is said. No cookie is set or read, nothing is logged."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from fairlead_drop.errors import DropError, MissingError, NotSealedError
from fairlead_drop.store import Store
from fairlead_drop.web import plain_forms, program_api, published, visits
from fairlead_drop.web.pages import sending, welcome
from fairlead_drop.web.service import Service, html, json_answer
from fairlead_drop.web.shield import Shield
from fairlead_drop.wording import LANGUAGES, Wording


def application(store: Store, service: Service | None = None) -> Shield:
    """Return the ASGI application of a drop."""
    service = service or Service(store)

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        store.sweep()
        tending = asyncio.create_task(service.tend())
        yield
        tending.cancel()

    def route(path: str, handler: Callable[[Service, Request], Awaitable[Response]], *methods: str) -> Route:
        return Route(path, partial(_answer, service, handler), methods=[*methods] or ["GET"])

    app = Starlette(
        lifespan=lifespan,
        routes=[
            route("/", visits.chooser),
            route("/{language}/", visits.home),
            route("/{language}/call/{call}", visits.call_page),
            route("/{language}/protects", visits.protects),
            route("/{language}/t1", visits.sealed_in_browser),
            route("/{language}/t2", visits.sealed_offline),
            route("/{language}/t2", plain_forms.take_sealed, "POST"),
            route("/{language}/t3", visits.plain_warning),
            route("/{language}/t3/form", visits.plain_form),
            route("/{language}/t3/form", plain_forms.take_plain, "POST"),
            route("/{language}/mailbox", visits.mailbox),
            route("/{language}/mailbox/plain", visits.plain_mailbox),
            route("/{language}/mailbox/plain", plain_forms.open_plain_mailbox, "POST"),
            route(sending.OFFLINE_PATH, visits.offline_page),
            route("/assets/{name}", visits.asset),
            route("/api/terms", program_api.terms),
            route("/api/upload", program_api.begin_upload, "POST"),
            route("/api/upload/{upload}", program_api.upload_state),
            route("/api/upload/{upload}", program_api.take_piece, "PUT"),
            route("/api/upload/{upload}/finish", program_api.finish_upload, "POST"),
            route("/api/mailbox", program_api.open_mailbox, "POST"),
            route("/recipients.txt", published.recipients_text),
            route("/recipients.json", published.recipients_document),
            route("/calls.json", published.calls_document),
            route("/manifest.json", published.signed_manifest),
            route("/log/checkpoint", published.checkpoint),
            route("/log/checkpoints", published.checkpoints),
            route("/office/challenge", published.office_challenge),
            route("/office/request", published.office_request, "POST"),
        ],
        exception_handlers={HTTPException: partial(_http_error, service), Exception: partial(_unforeseen, service)},
    )
    app.router.redirect_slashes = False  # it would answer with an address made from the Host that somebody sent
    return Shield(app, store.settings)


async def _answer(
    service: Service, handler: Callable[[Service, Request], Awaitable[Response]], request: Request
) -> Response:
    """Call a handler; a refusal becomes an answer that holds nothing of the request."""
    try:
        return await handler(service, request)
    except ClientDisconnect:
        return Response(status_code=400)
    except DropError as refused:
        return _refusal(service, request, refused)


def _refusal(service: Service, request: Request, refused: DropError) -> Response:
    headers = {"retry-after": "300"} if refused.status in (503, 507) else {}
    # The rest of a refused body is not read: the connection ends with the answer.
    headers |= {"connection": "close"} if request.method in ("POST", "PUT") else {}
    if request.url.path.startswith(("/api/", "/office/")):
        detail = str(refused) if request.url.path.startswith("/office/") or isinstance(refused, NotSealedError) else ""
        return json_answer({"refused": refused.reason, "detail": detail}, refused.status, headers)
    language = request.url.path.split("/")[1]
    say = Wording(language if language in LANGUAGES else "en", service.settings.name)
    return html(welcome.refused(service.site, say, refused.reason), refused.status, headers)


async def _http_error(service: Service, request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 404 and request.method == "GET" and request.url.path.strip("/") in LANGUAGES:
        return RedirectResponse(f"/{request.url.path.strip('/')}/")
    missing = MissingError()
    missing.status = error.status_code
    return _refusal(service, request, missing)


async def _unforeseen(service: Service, request: Request, _: Exception) -> Response:
    """A mistake of ours. Nothing is logged, since a traceback could hold what a source wrote."""
    refused = DropError()
    refused.status = 500
    return _refusal(service, request, refused)
