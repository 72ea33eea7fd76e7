"""The web service: addresses, and what each reads, calls and answers. No cookie is set or read, nothing is logged.

What a source sends goes to arrivals and plain; pages make the HTML; the office's part is officeside.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from typing import Any
from urllib.parse import parse_qs

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from fairlead_drop import log
from fairlead_drop.arrivals import Uploads
from fairlead_drop.errors import DropError, MalformedError, MissingError, NotSealedError
from fairlead_drop.limits import Bucket, Puzzles, Tokens
from fairlead_drop.officeside import MAX_REQUEST, OfficeSide
from fairlead_drop.plain import LIMITS, PlainTip, SealedFile, open_reply
from fairlead_drop.store import Mailbox, Store
from fairlead_drop.web import assets, manifest, offline, pages
from fairlead_drop.web.forms import FormReader
from fairlead_drop.web.pages import Filed, Reply
from fairlead_drop.web.shield import FOREVER, POLICY, Shield
from fairlead_drop.wording import LANGUAGES, Wording
from fairlead_drop.words import Words, mailbox_id
from fairlead_ledger import keys
from fairlead_ledger.errors import LedgerError
from fairlead_ledger.filing import Leaf

PIECE = 1 << 20  # what the browser's program sends at once
MAX_SMALL_BODY = 4096
TICKET_LIFE_S = 12 * 3600  # a page may lie open for as long as somebody needs to write
HOUSEKEEPING_S = 60
MAILBOX_SIZES = (
    65_536,
    262_144,
    1_048_576,
    4_194_304,
    16_777_216,
)  # answers about mailboxes are padded to one of these
FETCH_SIZE = 1 << 18


class Service:
    """A drop that is being served: its store, its buckets, and what is under way. All but the store dies with it."""

    def __init__(self, store: Store, clock: Callable[[], float] = time.monotonic) -> None:
        self.store = store
        settings = store.settings
        self.settings = settings
        self.site = pages.Site(settings.name, assets.collect())
        self.uploads = Uploads(store)
        self.office = OfficeSide(store)
        self.puzzles = Puzzles(settings.puzzle_bits)
        self.tickets = Tokens(TICKET_LIFE_S)
        self.tips = {tier: Bucket(settings.tips_per_hour, clock) for tier in ("T1", "T2", "T3")}
        self.openings = Bucket(settings.openings_per_hour, clock)
        self.requests = Bucket(settings.openings_per_hour, clock)

    def wording(self, request: Request) -> Wording:
        """Return the texts in the language of the address; MissingError for another."""
        language = request.path_params.get("language", "en")
        if language not in LANGUAGES:
            raise MissingError
        return Wording(language, self.settings.name)

    async def tend(self) -> None:
        """Make the daily checkpoint, forget idle uploads."""
        while True:
            self.uploads.drop_idle()
            with contextlib.suppress(DropError, OSError):  # a full disk: the next round tries again
                await run_in_threadpool(log.make_checkpoint, self.store)
            await asyncio.sleep(HOUSEKEEPING_S)


def application(store: Store) -> Shield:
    """Return the ASGI application of a drop."""
    service = Service(store)

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
            route("/", chooser),
            route("/{language}/", home),
            route("/{language}/call/{call}", call_page),
            route("/{language}/protects", protects),
            route("/{language}/t1", sealed_in_browser),
            route("/{language}/t2", sealed_offline),
            route("/{language}/t2", take_sealed, "POST"),
            route("/{language}/t3", plain_warning),
            route("/{language}/t3/form", plain_form),
            route("/{language}/t3/form", take_plain, "POST"),
            route("/{language}/mailbox", mailbox),
            route("/{language}/mailbox/plain", plain_mailbox),
            route("/{language}/mailbox/plain", open_plain_mailbox, "POST"),
            route(pages.OFFLINE_PATH, offline_page),
            route("/assets/{name}", asset),
            route("/api/terms", terms),
            route("/api/upload", begin_upload, "POST"),
            route("/api/upload/{upload}", upload_state),
            route("/api/upload/{upload}", take_piece, "PUT"),
            route("/api/upload/{upload}/finish", finish_upload, "POST"),
            route("/api/mailbox", open_mailbox, "POST"),
            route("/recipients.txt", recipients_text),
            route("/recipients.json", recipients_document),
            route("/calls.json", calls_document),
            route("/manifest.json", signed_manifest),
            route("/log/checkpoint", checkpoint),
            route("/log/checkpoints", checkpoints),
            route("/office/challenge", office_challenge),
            route("/office/request", office_request, "POST"),
        ],
        exception_handlers={HTTPException: partial(_http_error, service), Exception: partial(_unforeseen, service)},
    )
    return Shield(app, store.settings)


# Pages


async def chooser(service: Service, _: Request) -> Response:
    """The languages."""
    return _html(pages.chooser(service.site))


async def home(service: Service, request: Request) -> Response:
    """The first page of a language."""
    return _html(pages.home(service.site, service.wording(request), _calls(service)))


async def call_page(service: Service, request: Request) -> Response:
    """One call."""
    say = service.wording(request)
    for call in _calls(service):
        if call.id == request.path_params["call"]:
            return _html(pages.call_page(service.site, say, call))
    raise MissingError


async def protects(service: Service, request: Request) -> Response:
    """What the service can and cannot protect."""
    verifier = str(service.store.folder.verifier)
    return _html(pages.protects(service.site, service.wording(request), verifier))


async def sealed_in_browser(service: Service, request: Request) -> Response:
    """T1's page."""
    say = service.wording(request)
    _ready(service)
    return _html(pages.sealed_in_browser(service.site, say, _calls(service), _chosen(request)))


async def sealed_offline(service: Service, request: Request) -> Response:
    """T2's page."""
    say = service.wording(request)
    recipients = [str(recipient) for recipient in _ready(service)]
    return _html(pages.sealed_offline(service.site, say, service.tickets.issue("t2"), recipients))


async def plain_warning(service: Service, request: Request) -> Response:
    """T3's first page."""
    return _html(pages.plain_warning(service.site, service.wording(request), _chosen(request)))


async def plain_form(service: Service, request: Request) -> Response:
    """T3's form."""
    say = service.wording(request)
    _ready(service)
    ticket = service.tickets.issue("t3")
    return _html(pages.plain_form(service.site, say, ticket, _calls(service), _chosen(request)))


async def mailbox(service: Service, request: Request) -> Response:
    """The mailbox, opened in the browser."""
    return _html(pages.mailbox(service.site, service.wording(request), _calls(service)))


async def plain_mailbox(service: Service, request: Request) -> Response:
    """The mailbox without JavaScript."""
    return _html(pages.plain_mailbox(service.site, service.wording(request)))


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


# Taking tips without JavaScript


async def take_sealed(service: Service, request: Request) -> Response:
    """T2: one sealed file."""
    say = service.wording(request)
    service.tips["T2"].take()
    taker = SealedFile(service.store)
    leaf = await _take_form(service, request, taker, SealedFile.LIMITS, "t2")
    words = taker.words.text() if taker.words else None
    return _html(pages.filed(service.site, say, leaf.tier, leaf.sha256, words, by_server=True))


async def take_plain(service: Service, request: Request) -> Response:
    """T3: a form that the server seals."""
    say = service.wording(request)
    service.tips["T3"].take()
    taker = PlainTip(service.store, say.language)
    leaf = await _take_form(service, request, taker, LIMITS, "t3")
    words = taker.words.text() if taker.words_are_new else None
    return _html(pages.filed(service.site, say, leaf.tier, leaf.sha256, words, by_server=True))


async def _take_form(
    service: Service, request: Request, taker: SealedFile | PlainTip, limits: dict[str, int], purpose: str
) -> Leaf:
    """Stream a form into a taker, and file what it made; nothing of it is left where anything fails."""
    _ready(service)
    checked = _TicketFirst(service.tickets, purpose, taker)
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
    """Passes files on only after the form's ticket was spent."""

    def __init__(self, tickets: Tokens, purpose: str, taker: SealedFile | PlainTip) -> None:
        self._tickets, self._purpose, self._checked = tickets, purpose, False
        self._taker = taker
        self.file_data, self.file_end = taker.file_data, taker.file_end

    def check(self, fields: Any) -> None:
        if not self._checked:
            if self._tickets.spend(fields.get("ticket", "")) != self._purpose:
                raise MalformedError("refused_ticket")
            self._checked = True

    def file_start(self, fields: Any, name: str) -> None:
        self.check(fields)
        self._taker.file_start(fields, name)


async def open_plain_mailbox(service: Service, request: Request) -> Response:
    """The mailbox without JavaScript: the server opens the replies."""
    say = service.wording(request)
    started = time.monotonic()
    service.openings.take()
    body = await _body(request, MAX_SMALL_BODY)
    try:
        typed = parse_qs(body.decode("utf-8"), max_num_fields=4).get("words", [""])[0]
    except ValueError:
        raise MalformedError from None
    words = Words.parse(typed)
    page = await run_in_threadpool(_plain_mailbox_page, service, say, words)
    await _until_quantum(service, started)
    return _html(page)


def _plain_mailbox_page(service: Service, say: Wording, words: Words) -> bytes:
    opened = service.store.open_mailbox(words.mailbox)
    replies = [Reply(number, day, open_reply(sealed, words)) for number, day, sealed in opened.replies]
    tips = [Filed(leaf.tier, leaf.day, leaf.sha256, proof) for leaf, proof in _filings(opened)]
    ticket = service.tickets.issue("t3")
    page = pages.opened_mailbox(service.site, say, opened.status, replies, tips, words.text(), ticket)
    return page + b"<!--" + b" " * (_padded(len(page)) - len(page) - 7) + b"-->"


# The browser's program


async def terms(service: Service, _: Request) -> Response:
    """What the browser's program needs to seal: recipients, sizes, a puzzle."""
    document, recipients = await run_in_threadpool(service.store.recipients)
    puzzle, bits = service.puzzles.issue(service.tips["T1"].level())
    return _json(
        {
            "v": 1,
            "epoch": recipients.epoch,
            "recipients": [str(recipient) for recipient in recipients.recipients],
            "document": document.decode(),
            "log": str(service.store.folder.verifier),
            "piece": PIECE,
            "max_bytes": service.settings.max_tip_bytes,
            "puzzle": puzzle,
            "bits": bits,
        }
    )


async def begin_upload(service: Service, request: Request) -> Response:
    """A puzzle's answer, size and mailbox; gives an upload's id."""
    body = await _json_body(request)
    size, mailbox_of = body.get("size"), str(body.get("mailbox"))
    if type(size) is not int or not size > 0 or not _is_hex(mailbox_of):
        raise MalformedError
    service.puzzles.check(str(body.get("puzzle", "")), str(body.get("answer", "")))
    service.tips["T1"].take()
    return _json({"upload": await run_in_threadpool(service.uploads.begin, size, mailbox_of)})


async def upload_state(service: Service, request: Request) -> Response:
    """How far an upload has come, to go on from there."""
    return _json({"next": service.uploads.get(request.path_params["upload"]).size})


async def take_piece(service: Service, request: Request) -> Response:
    """The next bytes of an upload, at the place where it stands."""
    upload = request.path_params["upload"]
    arrival = service.uploads.get(upload)
    if arrival.busy or request.query_params.get("at") != str(arrival.size):
        return _json({"next": arrival.size}, 409)
    arrival.busy = True
    try:
        taken = 0
        async for data in request.stream():
            taken += len(data)
            if taken > PIECE:
                raise MalformedError
            service.uploads.take(upload, data)
    finally:
        arrival.busy = False
    return _json({"next": arrival.size})


async def finish_upload(service: Service, request: Request) -> Response:
    """All bytes are here: file the tip, or say why not."""
    upload, body = request.path_params["upload"], await _json_body(request)
    if not _is_hex(body.get("sha256")):
        raise MalformedError
    arrival = service.uploads.get(upload)
    if arrival.busy:
        return _json({"next": arrival.size}, 409)
    arrival.busy = True
    try:
        leaf, _ = await run_in_threadpool(arrival.finish, body["sha256"])
    finally:
        service.uploads.end(upload)
    return _json({"filed": True, "leaf": leaf.dumps().decode()})


async def open_mailbox(service: Service, request: Request) -> Response:
    """What lies in the mailbox that a token opens. Known or not: the same queries, size and time."""
    started = time.monotonic()
    service.openings.take()
    body = await _json_body(request)
    if not _is_hex(body.get("token")):
        raise MalformedError
    answer = await run_in_threadpool(_mailbox_answer, service, bytes.fromhex(body["token"]))
    await _until_quantum(service, started)
    return Response(answer, media_type="application/json")


def _mailbox_answer(service: Service, token: bytes) -> bytes:
    opened = service.store.open_mailbox(mailbox_id(token))
    answer = {
        "status": opened.status,
        "replies": [
            {"number": number, "day": day, "sealed": keys.encode(sealed)} for number, day, sealed in opened.replies
        ],
        "tips": [{"leaf": leaf.dumps().decode(), "proof": proof} for leaf, proof in _filings(opened)],
    }
    data = json.dumps(answer, separators=(",", ":")).encode()
    return data + b" " * (_padded(len(data)) - len(data))


# What anybody may read


async def recipients_text(service: Service, _: Request) -> Response:
    """The recipients, one a line, as the age program reads them."""
    return Response("".join(f"{recipient}\n" for recipient in _ready(service)), media_type="text/plain")


async def recipients_document(service: Service, _: Request) -> Response:
    """The recipients, as the office signed them."""
    return Response((await run_in_threadpool(service.store.recipients))[0], media_type="application/json")


async def calls_document(service: Service, _: Request) -> Response:
    """The open calls, as the office signed them."""
    documents = b",".join(document for document, _ in service.store.calls())
    return Response(b"[" + documents + b"]", media_type="application/json")


async def signed_manifest(service: Service, _: Request) -> Response:
    """What is served, with hashes, signed."""
    return Response(manifest.signed(service.site, service.store), media_type="application/json")


async def checkpoint(service: Service, _: Request) -> Response:
    """The newest checkpoint."""
    return Response(log.latest(service.store), media_type="text/plain; charset=utf-8")


async def checkpoints(service: Service, _: Request) -> Response:
    """Every checkpoint, each with the proof that the one before is its beginning."""
    return _json({"log": str(service.store.folder.verifier), "checkpoints": log.all_checkpoints(service.store)})


# The office


async def office_challenge(service: Service, _: Request) -> Response:
    """A text for the office's next request to sign."""
    service.requests.take()
    return _json({"challenge": service.office.challenge(), "drop": service.settings.origin})


async def office_request(service: Service, request: Request) -> Response:
    """A signed request."""
    service.requests.take()
    asked = service.office.open_request(await _body(request, MAX_REQUEST))
    if asked.action == "fetch":
        return await _fetch(service, asked.args)
    return _json(await run_in_threadpool(service.office.answer, asked))


async def _fetch(service: Service, args: dict[str, Any]) -> Response:
    """Stream a tip's sealed bytes, from an offset on."""
    position, offset = args.get("position"), args.get("offset", 0)
    if type(position) is not int or type(offset) is not int or offset < 0:
        raise MalformedError
    row = service.store.row("SELECT leaf, sha256 FROM tips WHERE position = ? AND kept = 1", position)
    size = Leaf.loads(row["leaf"]).size

    async def pieces() -> AsyncIterator[bytes]:
        with (service.store.sealed / row["sha256"]).open("rb") as file:
            file.seek(offset)
            while data := await run_in_threadpool(file.read, FETCH_SIZE):
                yield data

    headers = {"content-length": str(max(0, size - offset))}
    return StreamingResponse(pieces(), media_type="application/octet-stream", headers=headers)


# Shared by the handlers


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
        return _json({"refused": refused.reason, "detail": detail}, refused.status, headers)
    language = request.url.path.split("/")[1]
    say = Wording(language if language in LANGUAGES else "en", service.settings.name)
    return _html(pages.refused(service.site, say, refused.reason), refused.status, headers)


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


def _ready(service: Service) -> list[Any]:
    try:
        return list(service.store.recipients()[1].recipients)
    except MissingError:
        raise MissingError("not_ready") from None


def _calls(service: Service) -> list[Any]:
    return [call for _, call in service.store.calls()]


def _chosen(request: Request) -> str:
    """Return the call that a link names, if its id could be one."""
    call = request.query_params.get("call", "")
    return call if len(call) <= LIMITS["call"] else ""


def _filings(opened: Mailbox) -> list[tuple[Leaf, str | None]]:
    found = []
    for row in opened.tips:
        proof = log.filing(row)
        found.append((Leaf.loads(row["leaf"]), proof.dumps().decode() if proof else None))
    return found


def _padded(size: int) -> int:
    return next((step for step in MAILBOX_SIZES if step >= size + 7), size + 7)


async def _until_quantum(service: Service, started: float) -> None:
    """Wait for the next multiple of the quantum since a request began."""
    quantum = service.settings.mailbox_quantum_ms / 1000
    if quantum:
        passed = time.monotonic() - started
        await asyncio.sleep(quantum - passed % quantum)


async def _body(request: Request, limit: int) -> bytes:
    held = bytearray()
    async for data in request.stream():
        held += data
        if len(held) > limit:
            raise MalformedError
    return bytes(held)


async def _json_body(request: Request) -> dict[str, Any]:
    try:
        value = json.loads(await _body(request, MAX_SMALL_BODY))
    except (ValueError, RecursionError):
        raise MalformedError from None
    if not isinstance(value, dict):
        raise MalformedError
    return value


def _is_hex(value: Any) -> bool:
    return isinstance(value, str) and len(value) == 64 and all(letter in "0123456789abcdef" for letter in value)


def _html(page: bytes, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return Response(page, status, media_type="text/html; charset=utf-8", headers=headers)


def _json(value: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return Response(json.dumps(value, separators=(",", ":")), status, media_type="application/json", headers=headers)
