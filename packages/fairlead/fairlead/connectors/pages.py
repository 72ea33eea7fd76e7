"""Captures one page as it was served, as WARC: request, answer byte for byte, and certificates, bound by hashes.

The answer's record holds status line, headers and body exactly as they came inside the encryption; a metadata record of
the same capture names the server's address, the certificates as presented and the SHA-256 of that record's block. What
the page loads besides (images, scripts) is not fetched, nothing is rendered, and nobody vouches that others saw
the same page. Redirects are captured too, each as a pair of its own.
"""

from __future__ import annotations

import hashlib
import io
import json
import ssl
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, cast
from urllib.parse import urlsplit, urlunsplit

import httpcore
from warcio.recordloader import ArcWarcRecord
from warcio.warcwriter import WARCWriter

from fairlead.connectors import addresses, manners, wire
from fairlead.connectors.fetching import BUSY, REDIRECTS, Fetched, Limits
from fairlead.connectors.wire import Answer, Wire
from fairlead.errors import RefusedError, UnreachableError

HEAD_BYTES = 1 << 20  # of a message, in which its headers end; h11 allows fewer by far
IN_MEMORY = 8 << 20  # bytes of an answer kept in memory while it comes


@dataclass(frozen=True)
class Robots:
    """What was found at a site's robots.txt."""

    allowed: bool
    why: str


def robots(over: Wire, pace: manners.Pace, url: str) -> Robots:
    """Ask a site what robots may fetch (RFC 9309): nothing there allows all, a failing server allows nothing."""
    split = urlsplit(url)
    at = urlunsplit((split.scheme, split.netloc, "/robots.txt", "", ""))
    for _ in range(6):  # RFC 9309, section 2.3.1.2: at least five redirects are followed
        pace.wait(split.hostname or "")
        try:
            with over.ask(at) as got:
                if got.status in REDIRECTS and (location := got.header("location")):
                    at = addresses.follow(at, location)
                    continue
                if 400 <= got.status < 500:
                    return Robots(True, f"no robots.txt (status {got.status})")
                if got.status != 200:
                    return Robots(False, f"robots.txt cannot be had (status {got.status})")
                allowed = manners.robots_allow(_beginning(got), url)
                return Robots(allowed, "robots.txt allows it" if allowed else "robots.txt asks robots to leave it")
        except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError) as failure:
            return Robots(False, f"robots.txt cannot be had ({wire.describe(failure)})")
    return Robots(True, "robots.txt is redirected without end")


def _beginning(got: Answer) -> bytes:
    body = bytearray()
    for piece in got.pieces:
        body += piece
        if len(body) >= manners.ROBOTS_BYTES:
            break
    return bytes(body[: manners.ROBOTS_BYTES])


def capture(
    url: str,
    over: Wire,
    pace: manners.Pace,
    limits: Limits,
    folder: Path,
    sleep: Callable[[float], None] = time.sleep,
) -> Fetched:
    """Capture a page into a WARC file in ``folder``; raises Refused- or UnreachableError and leaves no file then."""
    folder.mkdir(parents=True, exist_ok=True)
    beside = folder / f"{hashlib.sha256(url.encode()).hexdigest()[:32]}.warc"
    with beside.open("wb") as kept:
        try:
            return _captured(url, over, pace, limits, kept, beside, sleep)
        except BaseException:
            kept.close()
            beside.unlink(missing_ok=True)
            raise


def _captured(
    url: str,
    over: Wire,
    pace: manners.Pace,
    limits: Limits,
    kept: BinaryIO,
    path: Path,
    sleep: Callable[[float], None],
) -> Fetched:
    writer = WARCWriter(kept, gzip=False, warc_version="1.1")
    info = {"software": manners.user_agent(), "format": "WARC File Format 1.1", "conformsTo": _STANDARD}
    writer.write_record(writer.create_warcinfo_record("capture.warc", info))
    at, waited = url, 0
    for _ in range(limits.redirects + 1 + limits.tries):
        addresses.parts(at)
        pace.wait(urlsplit(at).hostname or "")
        with tempfile.SpooledTemporaryFile(IN_MEMORY) as sent, tempfile.SpooledTemporaryFile(IN_MEMORY) as received:
            try:
                with over.ask(at, record=(cast(BinaryIO, sent), cast(BinaryIO, received))) as got:
                    begun_us = time.time_ns() // 1000
                    size = _drain(at, got, limits)
            except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError) as failure:
                raise UnreachableError(f"{at}: {wire.describe(failure)}", "try again later") from failure
            if got.status in BUSY and waited < limits.tries:
                waited += 1
                after = manners.retry_after_s(got.header("retry-after"), datetime.now(UTC))
                if after is not None and after > limits.wait_s:
                    raise UnreachableError(f"{at}: the server is busy and asks to be left alone for {after:.0f} s")
                sleep(after if after is not None else min(2.0**waited, 30.0))
                continue
            _write(writer, at, got, begun_us, cast(BinaryIO, sent), cast(BinaryIO, received))
        if got.status in REDIRECTS and (location := got.header("location")):
            at = addresses.follow(at, location)
            continue
        if got.status != 200 or size == 0:
            raise UnreachableError(f"{at}: expected a page, found status {got.status} with {size:,} bytes")
        now_us = time.time_ns() // 1000
        return Fetched(path, url, at, now_us, got.status, got.headers, got.peer, got.chain, got.tls, 0)
    raise UnreachableError(f"{url}: redirected or put off too often, last to {at}")


_STANDARD = "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"


def _drain(url: str, got: Answer, limits: Limits) -> int:
    """Let the answer pass by, so that it is recorded whole; return the bytes of its body."""
    size, begun = 0, time.monotonic()
    for piece in got.pieces:
        size += len(piece)
        if size > limits.max_bytes:
            raise RefusedError(f"{url}: expected at most {limits.max_bytes:,} bytes, found more; nothing was kept")
        if time.monotonic() - begun > 10 * limits.slow_for_s:
            raise UnreachableError(f"{url}: too slow: {size:,} bytes in {time.monotonic() - begun:.0f} s")
    return size


def _write(writer: WARCWriter, url: str, got: Answer, begun_us: int, sent: BinaryIO, received: BinaryIO) -> None:
    """Write answer, request and circumstances as three records that name each other."""
    date = datetime.fromtimestamp(begun_us / 1e6, UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    common = {"WARC-Date": date} | ({"WARC-IP-Address": got.peer} if got.peer else {})
    block = _sha256(received)
    response = _record(writer, url, "response", received, common | {"WARC-Block-Digest": f"sha256:{block}"})
    beside = common | {"WARC-Concurrent-To": response.rec_headers.get_header("WARC-Record-ID")}
    request = _record(writer, url, "request", sent, beside)
    told = {
        "response_block_sha256": block,
        "peer": got.peer,
        "tls": got.tls,
        "certificates_sha256": [hashlib.sha256(each).hexdigest() for each in got.chain],
        "certificates": [ssl.DER_cert_to_PEM_cert(each) for each in got.chain],
    }
    words = io.BytesIO(json.dumps(told, indent=1).encode())
    metadata = writer.create_warc_record(
        url, "metadata", payload=words, warc_content_type="application/json", warc_headers_dict=beside
    )
    for record in (response, request, metadata):
        writer.write_record(record)


class _AsSent:
    """The head of a message byte for byte, where warcio would write it anew in its own words."""

    def __init__(self, head: bytes) -> None:
        self.headers_buff = head

    def compute_headers_buffer(self, header_filter: object = None) -> None:
        """Keep the bytes as they are."""


def _record(writer: WARCWriter, url: str, kind: str, message: BinaryIO, headers: dict[str, str]) -> ArcWarcRecord:
    message.seek(0)
    start = message.read(HEAD_BYTES)
    end = start.find(b"\r\n\r\n")
    head = start[: end + 4] if end >= 0 else start
    message.seek(len(head))
    made: ArcWarcRecord = writer.create_warc_record(
        url, kind, payload=message, http_headers=_AsSent(head), warc_headers_dict=dict(headers)
    )
    return made


def _sha256(stream: BinaryIO) -> str:
    stream.seek(0)
    return hashlib.file_digest(cast(io.BufferedReader, stream), "sha256").hexdigest()
