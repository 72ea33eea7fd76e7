"""The addresses that show a page or a file, and take nothing."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from fairlead_drop.errors import MissingError
from fairlead_drop.web import offline
from fairlead_drop.web.pages import mailboxes, sending, welcome
from fairlead_drop.web.service import Service, chosen_call, html, open_calls, ready
from fairlead_drop.web.shield import FOREVER, POLICY


async def chooser(service: Service, _: Request) -> Response:
    """The languages."""
    return html(welcome.chooser(service.site))


async def home(service: Service, request: Request) -> Response:
    """The first page of a language."""
    return html(welcome.home(service.site, service.wording(request), open_calls(service)))


async def call_page(service: Service, request: Request) -> Response:
    """One call."""
    say = service.wording(request)
    for call in open_calls(service):
        if call.id == request.path_params["call"]:
            return html(welcome.call_page(service.site, say, call))
    raise MissingError


async def protects(service: Service, request: Request) -> Response:
    """What the service can and cannot protect."""
    verifier = str(service.store.folder.verifier)
    return html(welcome.protects(service.site, service.wording(request), verifier))


async def sealed_in_browser(service: Service, request: Request) -> Response:
    """T1's page."""
    say = service.wording(request)
    ready(service)
    return html(sending.sealed_in_browser(service.site, say, open_calls(service), chosen_call(request)))


async def sealed_offline(service: Service, request: Request) -> Response:
    """T2's page."""
    say = service.wording(request)
    recipients = ready(service)
    return html(sending.sealed_offline(service.site, say, service.tickets.issue("t2"), recipients))


async def plain_warning(service: Service, request: Request) -> Response:
    """T3's first page."""
    return html(sending.plain_warning(service.site, service.wording(request), chosen_call(request)))


async def plain_form(service: Service, request: Request) -> Response:
    """T3's form."""
    say = service.wording(request)
    ready(service)
    ticket = service.tickets.issue("t3")
    return html(sending.plain_form(service.site, say, ticket, open_calls(service), chosen_call(request)))


async def mailbox(service: Service, request: Request) -> Response:
    """The mailbox, opened in the browser."""
    return html(mailboxes.mailbox(service.site, service.wording(request), open_calls(service)))


async def plain_mailbox(service: Service, request: Request) -> Response:
    """The mailbox without JavaScript."""
    return html(mailboxes.plain_mailbox(service.site, service.wording(request)))


async def offline_page(service: Service, _: Request) -> Response:
    """T2's sealing page, to save."""
    page = offline.page(service.site, service.store)
    if page is None:
        raise MissingError
    headers = {
        "content-disposition": 'attachment; filename="offline.html"',
        "content-security-policy": f"sandbox; {POLICY}",
    }
    return Response(page, media_type="text/html; charset=utf-8", headers=headers)


async def asset(service: Service, request: Request) -> Response:
    """A served file, under the name with its hash."""
    for found in service.site.assets.values():
        if found.path == request.url.path:
            return Response(found.data, media_type=found.content_type, headers={"cache-control": FOREVER})
    raise MissingError
