"""What anybody may fetch and check: recipients, calls, the manifest, checkpoints; and the office's signed requests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from fairlead_drop import log
from fairlead_drop.errors import MalformedError
from fairlead_drop.officeside import MAX_REQUEST
from fairlead_drop.web import manifest
from fairlead_drop.web.service import Service, body_of, json_answer, ready
from fairlead_ledger.filing import Leaf

FETCH_SIZE = 1 << 18


async def recipients_text(service: Service, _: Request) -> Response:
    """The recipients, one a line, as the age program reads them."""
    return Response("".join(f"{recipient}\n" for recipient in ready(service)), media_type="text/plain")


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
    return json_answer({"log": str(service.store.folder.verifier), "checkpoints": log.all_checkpoints(service.store)})


async def office_challenge(service: Service, _: Request) -> Response:
    """A text for the office's next request to sign."""
    service.requests.take()
    return json_answer({"challenge": service.office.challenge(), "drop": service.settings.origin})


async def office_request(service: Service, request: Request) -> Response:
    """A signed request."""
    service.requests.take()
    asked = service.office.open_request(await body_of(request, MAX_REQUEST))
    service.requests.give_back(2)  # this and its challenge: only what is not signed by the office empties the bucket
    if asked.action == "fetch":
        return await _fetch(service, asked.args)
    return json_answer(await run_in_threadpool(service.office.answer, asked))


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
