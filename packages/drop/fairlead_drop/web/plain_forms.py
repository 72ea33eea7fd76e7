"""The forms that work without JavaScript: T2's upload, T3's message, and the mailbox that the server opens."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from fairlead_drop.errors import MalformedError
from fairlead_drop.limits import Bucket, Tokens
from fairlead_drop.plain import LIMITS, PlainTip, SealedFile, open_replies
from fairlead_drop.web.forms import FormReader
from fairlead_drop.web.pages import mailboxes, sending
from fairlead_drop.web.pages.mailboxes import Filed, Reply
from fairlead_drop.web.service import MAX_SMALL_BODY, Service, body_of, filings, html, padded, ready, until_quantum
from fairlead_drop.wording import Wording
from fairlead_drop.words import Words
from fairlead_ledger.errors import LedgerError
from fairlead_ledger.filing import Leaf

ANSWERED = "t3-answered"
"""The purpose of a ticket that the office's answer earned: no flood of strangers empties its bucket."""


async def take_sealed(service: Service, request: Request) -> Response:
    """T2: one sealed file."""
    say = service.wording(request)
    taker = SealedFile(service.store)
    leaf = await _take_form(service, request, taker, SealedFile.LIMITS, {"t2": service.tips["T2"]})
    words = taker.words.text() if taker.words else None
    return html(sending.filed(service.site, say, leaf.tier, leaf.sha256, words, by_server=True))


async def take_plain(service: Service, request: Request) -> Response:
    """T3: a form that the server seals."""
    say = service.wording(request)
    taker = PlainTip(service.store, say.language)
    leaf = await _take_form(service, request, taker, LIMITS, {"t3": service.tips["T3"], ANSWERED: service.talks})
    words = taker.words.text() if taker.words_are_new else None
    return html(sending.filed(service.site, say, leaf.tier, leaf.sha256, words, by_server=True))


async def _take_form(
    service: Service, request: Request, taker: SealedFile | PlainTip, limits: dict[str, int], buckets: dict[str, Bucket]
) -> Leaf:
    """Stream a form into a taker, and file what it made; nothing of it is left where anything fails."""
    ready(service)
    checked = _TicketFirst(service.tickets, buckets, taker)
    reader = FormReader(request.headers.get("content-type", ""), limits, "file", checked)
    try:
        async for data in request.stream():
            reader.feed(data)
        fields = reader.finish()
        checked.check(fields)
        return await run_in_threadpool(taker.finish, fields)
    except LedgerError:
        raise MalformedError from None
    finally:
        taker.abandon()


class _TicketFirst:
    """Passes files on only after the form's ticket was spent, and the bucket of its purpose had one left."""

    def __init__(self, tickets: Tokens, buckets: dict[str, Bucket], taker: SealedFile | PlainTip) -> None:
        self._tickets, self._buckets, self._checked = tickets, buckets, False
        self._taker = taker
        self.file_data, self.file_end = taker.file_data, taker.file_end

    def check(self, fields: Any) -> None:
        if not self._checked:
            bucket = self._buckets.get(self._tickets.spend(fields.get("ticket", "")))
            if bucket is None:
                raise MalformedError("refused_ticket")
            bucket.take()
            self._checked = True

    def file_start(self, fields: Any, name: str) -> None:
        self.check(fields)
        self._taker.file_start(fields, name)


async def open_plain_mailbox(service: Service, request: Request) -> Response:
    """The mailbox without JavaScript: the server opens the replies."""
    say = service.wording(request)
    started = time.monotonic()
    service.openings.take()
    body = await body_of(request, MAX_SMALL_BODY)
    try:
        typed = parse_qs(body.decode("utf-8"), max_num_fields=4).get("words", [""])[0]
    except ValueError:
        raise MalformedError from None
    try:
        words = Words.parse(typed)
        page = await run_in_threadpool(_plain_mailbox_page, service, say, words)
    finally:
        await until_quantum(service, started)
    return html(page)


def _plain_mailbox_page(service: Service, say: Wording, words: Words) -> bytes:
    opened = service.store.open_mailbox(words.mailbox)
    texts = open_replies([sealed for _, _, sealed in opened.replies], words)
    replies = [Reply(number, day, text) for (number, day, _), text in zip(opened.replies, texts, strict=True)]
    tips = [Filed(leaf.tier, leaf.day, leaf.sha256, proof) for leaf, proof in filings(opened)]
    answered = service.store.is_answered(words.mailbox)
    ticket = service.tickets.issue(ANSWERED if answered else "t3")
    page = mailboxes.opened_mailbox(service.site, say, opened.status, replies, tips, words.text(), ticket)
    return page + b"<!--" + b" " * (padded(len(page)) - len(page) - 7) + b"-->"
