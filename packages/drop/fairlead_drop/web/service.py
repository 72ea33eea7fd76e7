"""A drop that is being served, and what all handlers share: reading bodies, answering, waiting for the quantum."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sqlite3
import time
from collections.abc import Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from fairlead_drop import log
from fairlead_drop.arrivals import Uploads
from fairlead_drop.errors import DropError, MalformedError, MissingError
from fairlead_drop.limits import Bucket, Puzzles, Tokens
from fairlead_drop.officeside import OfficeSide
from fairlead_drop.plain import LIMITS
from fairlead_drop.store import Mailbox, Store
from fairlead_drop.web import assets
from fairlead_drop.web.pages.frame import Site
from fairlead_drop.wording import LANGUAGES, Wording
from fairlead_ledger.filing import Leaf

MAX_SMALL_BODY = 4096
TICKET_LIFE_S = 12 * 3600  # a page may lie open for as long as somebody needs to write
HOUSEKEEPING_S = 60
COARSE = 0.002  # seconds; twice what the event loop rounds up to
MAILBOX_SIZES = (
    65_536,
    262_144,
    1_048_576,
    4_194_304,
    16_777_216,
)  # answers about mailboxes are padded to one of these


class Service:
    """A drop that is being served: its store, its buckets, and what is under way. All but the store dies with it."""

    def __init__(self, store: Store, clock: Callable[[], float] = time.monotonic) -> None:
        self.store = store
        settings = store.settings
        self.settings = settings
        self.site = Site(settings.name, assets.collect())
        self.uploads = Uploads(store)
        self.office = OfficeSide(store)
        self.puzzles = Puzzles(settings.puzzle_bits)
        self.tickets = Tokens(TICKET_LIFE_S)
        self.tips = {tier: Bucket(settings.tips_per_hour, clock) for tier in ("T1", "T2", "T3")}
        self.talks = Bucket(settings.tips_per_hour, clock)  # mailboxes that the office has answered
        self.openings = Bucket(settings.openings_per_hour, clock)
        self.requests = Bucket(settings.openings_per_hour, clock)

    def wording(self, request: Request) -> Wording:
        """Return the texts in the language of the address; MissingError for another."""
        language = request.path_params.get("language", "en")
        if language not in LANGUAGES:
            raise MissingError
        return Wording(language, self.settings.name)

    async def tend(self) -> None:
        """Make the daily checkpoint, forget idle uploads, and what files would tell of hours."""
        while True:
            self.uploads.drop_idle()
            with contextlib.suppress(DropError, OSError, sqlite3.Error):  # a full disk: the next round tries again
                await run_in_threadpool(log.make_checkpoint, self.store)
                await run_in_threadpool(self.store.forget_times)
            await asyncio.sleep(HOUSEKEEPING_S)


def ready(service: Service) -> list[str]:
    """Return whom tips are sealed to, as age reads it; MissingError where the office has published nobody yet."""
    try:
        return service.store.recipient_texts()
    except MissingError:
        raise MissingError("not_ready") from None


def open_calls(service: Service) -> list[Any]:
    """Return the calls that are shown today."""
    return [call for _, call in service.store.calls()]


def chosen_call(request: Request) -> str:
    """Return the call that a link names, if its id could be one."""
    call = request.query_params.get("call", "")
    return call if len(call) <= LIMITS["call"] else ""


def filings(opened: Mailbox) -> list[tuple[Leaf, str | None]]:
    """Return each tip of a mailbox with its proof, None before its checkpoint."""
    found = []
    for row in opened.tips:
        proof = log.filing(row)
        found.append((Leaf.loads(row["leaf"]), proof.dumps().decode() if proof else None))
    return found


def padded(size: int) -> int:
    """Return the size that an answer about a mailbox is padded to."""
    return next((step for step in MAILBOX_SIZES if step >= size + 7), size + 7)


async def until_quantum(service: Service, started: float) -> None:
    """Wait for the next multiple of the quantum since a request began, to some microseconds.

    The event loop rounds what it waits up to a millisecond, so that the moment of waking tells, in parts of one, how
    long the work took. The last two are waited for in this thread.
    """
    quantum = service.settings.mailbox_quantum_ms / 1000
    if quantum:
        passed = time.monotonic() - started
        due = started + quantum * (passed // quantum + 1)
        await asyncio.sleep(max(0.0, due - time.monotonic() - COARSE))
        while (left := due - time.monotonic()) > 0:
            time.sleep(left)


async def body_of(request: Request, limit: int) -> bytes:
    """Return a whole body; raises MalformedError where it is longer than the limit."""
    held = bytearray()
    async for data in request.stream():
        held += data
        if len(held) > limit:
            raise MalformedError
    return bytes(held)


async def json_of(request: Request) -> dict[str, Any]:
    """Return a body that is a small JSON object; raises MalformedError."""
    try:
        value = json.loads(await body_of(request, MAX_SMALL_BODY))
    except (ValueError, RecursionError):
        raise MalformedError from None
    if not isinstance(value, dict):
        raise MalformedError
    return value


def is_hex(value: Any) -> bool:
    """Tell whether a value is 32 bytes in hex."""
    return isinstance(value, str) and len(value) == 64 and all(letter in "0123456789abcdef" for letter in value)


def html(page: bytes, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """Answer with a page."""
    return Response(page, status, media_type="text/html; charset=utf-8", headers=headers)


def json_answer(value: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """Answer with JSON."""
    return Response(json.dumps(value, separators=(",", ":")), status, media_type="application/json", headers=headers)
