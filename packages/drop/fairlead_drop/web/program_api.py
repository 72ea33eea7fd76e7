"""What the browser's program asks: terms, an upload in pieces, a mailbox. Everything it sends is sealed or public."""

from __future__ import annotations

import json
import time

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from fairlead_drop.errors import MalformedError
from fairlead_drop.web.service import Service, filings, is_hex, json_answer, json_of, padded, until_quantum
from fairlead_drop.words import mailbox_id
from fairlead_ledger import keys

PIECE = 1 << 20  # what the browser's program sends at once


async def terms(service: Service, _: Request) -> Response:
    """What the browser's program needs to seal: recipients, sizes, a puzzle."""
    document, recipients = await run_in_threadpool(service.store.recipients)
    puzzle, bits = service.puzzles.issue(service.tips["T1"].level())
    return json_answer(
        {
            "v": 1,
            "epoch": recipients.epoch,
            "recipients": service.store.recipient_texts(),
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
    body = await json_of(request)
    size, mailbox_of = body.get("size"), str(body.get("mailbox"))
    if type(size) is not int or not size > 0 or not is_hex(mailbox_of):
        raise MalformedError
    service.puzzles.check(str(body.get("puzzle", "")), str(body.get("answer", "")))
    answered = await run_in_threadpool(service.store.is_answered, mailbox_of)
    (service.talks if answered else service.tips["T1"]).take()
    return json_answer({"upload": await run_in_threadpool(service.uploads.begin, size, mailbox_of)})


async def upload_state(service: Service, request: Request) -> Response:
    """How far an upload has come, to go on from there."""
    return json_answer({"next": service.uploads.get(request.path_params["upload"]).size})


async def take_piece(service: Service, request: Request) -> Response:
    """The next bytes of an upload, at the place where it stands."""
    upload = request.path_params["upload"]
    arrival = service.uploads.get(upload)
    if arrival.busy or request.query_params.get("at") != str(arrival.size):
        return json_answer({"next": arrival.size}, 409)
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
    return json_answer({"next": arrival.size})


async def finish_upload(service: Service, request: Request) -> Response:
    """All bytes are here: file the tip, or say why not."""
    upload, body = request.path_params["upload"], await json_of(request)
    if not is_hex(body.get("sha256")):
        raise MalformedError
    if service.uploads.is_busy(upload):
        return json_answer({"next": service.uploads.get(upload).size}, 409)
    leaf = await run_in_threadpool(service.uploads.finish, upload, body["sha256"])
    return json_answer({"filed": True, "leaf": leaf.dumps().decode()})


async def open_mailbox(service: Service, request: Request) -> Response:
    """What lies in the mailbox that a token opens. Known or not: the same queries, size and time."""
    started = time.monotonic()
    service.openings.take()
    body = await json_of(request)
    if not is_hex(body.get("token")):
        raise MalformedError
    answer = await run_in_threadpool(_mailbox_answer, service, bytes.fromhex(body["token"]))
    await until_quantum(service, started)
    return Response(answer, media_type="application/json")


def _mailbox_answer(service: Service, token: bytes) -> bytes:
    opened = service.store.open_mailbox(mailbox_id(token))
    answer = {
        "status": opened.status,
        "replies": [
            {"number": number, "day": day, "sealed": keys.encode(sealed)} for number, day, sealed in opened.replies
        ],
        "tips": [{"leaf": leaf.dumps().decode(), "proof": proof} for leaf, proof in filings(opened)],
    }
    data = json.dumps(answer, separators=(",", ":")).encode()
    return data + b" " * (padded(len(data)) - len(data))
