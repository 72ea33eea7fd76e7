"""Fetches one address into a file: streamed, bounded, resumable, and refused where something else came than was asked.

    1. the host is asked when it may be (``manners``), at an address that may be (``addresses``)
    2. redirects are followed by hand, each judged like the first address
    3. the body goes to ``<folder>/<key>.part``; beside it stands what the server said of the version it sends
    4. cut off, it goes on with Range and If-Range under a strong ETag or Last-Modified; where the server has
       another version by then, it starts anew: a file is never made of two versions
    5. length and beginning are checked; only then the file is handed on

A killed run leaves the part, and the next run goes on with it. What becomes of the file is the caller's matter.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import httpcore

from fairlead.connectors import addresses, manners, wire
from fairlead.connectors.wire import Answer, Headers, Wire
from fairlead.errors import RefusedError, UnreachableError

REDIRECTS = (301, 302, 303, 307, 308)  # RFC 9110, section 15.4
BUSY = (429, 503)
PASSING = (500, 502, 504)  # may be gone at the next try


@dataclass(frozen=True)
class Limits:
    """How much and how long: bytes as sent, tries, waiting for a busy server, and the least speed over a while."""

    max_bytes: int
    tries: int = 6
    wait_s: float = 120.0
    redirects: int = 5
    least_bytes_per_s: int = 256
    slow_for_s: float = 60.0


@dataclass(frozen=True)
class Version:
    """What a server says of the version it sends; enough to ask for the rest of the same one, or not."""

    etag: str | None
    last_modified: str | None
    total: int | None  # bytes, None where not said

    @property
    def validator(self) -> str | None:
        """The strong validator for If-Range (RFC 9110, section 13.1.5): a strong ETag, else Last-Modified."""
        if self.etag is not None:
            return None if self.etag.startswith("W/") else self.etag
        return self.last_modified


@dataclass(frozen=True)
class Fetched:
    """A file as it came, and how it came."""

    path: Path
    url: str  # as asked
    final_url: str  # after redirects
    captured_us: int  # when the last byte was there, by the clock of this machine
    status: int
    headers: Headers  # of the last answer
    peer: str | None
    chain: tuple[bytes, ...]  # certificates, DER
    tls: str | None
    resumed: int  # how often it went on after being cut
    notes: tuple[str, ...] = ()

    def header(self, name: str) -> str | None:
        """Return the value of a header of the last answer."""
        return next((value for key, value in self.headers if key.lower() == name), None)


class _AgainError(Exception):
    """This try failed in a way that another may not."""

    def __init__(self, why: str, after_s: float | None = None) -> None:
        super().__init__(why)
        self.after_s = after_s


class Fetcher:
    """Fetches under given limits; ``sleep`` is replaced in tests."""

    def __init__(
        self,
        over: Wire,
        pace: manners.Pace,
        limits: Limits,
        sleep: Callable[[float], None] = time.sleep,
        tell: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._wire = over
        self._pace = pace
        self._limits = limits
        self._sleep = sleep
        self._tell = tell

    def fetch(
        self,
        url: str,
        folder: Path,
        begins: tuple[bytes, ...] = (),
        on_progress: Callable[[float], None] = lambda _: None,
    ) -> Fetched:
        """Fetch an address into ``folder``; a part may stay there for the next run.

        Raises RefusedError or UnreachableError.
        """
        folder.mkdir(parents=True, exist_ok=True)
        part = _Part(folder, url)
        why = ""
        for attempt in range(self._limits.tries):
            try:
                got = self._once(url, part, on_progress)
            except (_AgainError, httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError) as failure:
                why = str(failure) if isinstance(failure, _AgainError) else wire.describe(failure)
                asked = failure.after_s if isinstance(failure, _AgainError) else None
                self._rest(url, attempt, asked, why)
                continue
            _check_beginning(part, got, begins)
            return replace(got, resumed=part.resumed, notes=tuple(part.notes))
        raise UnreachableError(
            f"{url}: gave up after {self._limits.tries} tries: {why}",
            f"run the same command again: it goes on after {part.size:,} bytes" if part.size else "try again later",
        )

    @contextmanager
    def answer(self, url: str, headers: Headers = ()) -> Iterator[tuple[Answer, str]]:
        """Ask and follow redirects by hand; give the last answer and its address."""
        at = url
        for _ in range(self._limits.redirects + 1):
            self._pace.wait(urlsplit(at).hostname or "")
            with self._wire.ask(at, headers) as got:
                location = got.header("location")
                if got.status not in REDIRECTS or location is None:
                    yield got, at
                    return
            at = addresses.follow(at, location)
        raise UnreachableError(f"{url}: redirected more than {self._limits.redirects} times, last to {at}")

    def _once(self, url: str, part: _Part, on_progress: Callable[[float], None]) -> Fetched:
        with self.answer(url, part.ask_for()) as (got, at):
            self._judge_status(url, got)
            part.begin(got)
            if part.version.total is not None and part.version.total > self._limits.max_bytes:
                raise RefusedError(_too_large(url, self._limits.max_bytes, part.version.total))
            self._take(url, got, part, on_progress)
            part.check_whole()
            now_us = time.time_ns() // 1000
            return Fetched(part.path, url, at, now_us, got.status, got.headers, got.peer, got.chain, got.tls, 0)

    def _judge_status(self, url: str, got: Answer) -> None:
        if got.status in BUSY:
            after = manners.retry_after_s(got.header("retry-after"), datetime.now(UTC))
            if after is not None and after > self._limits.wait_s:
                raise UnreachableError(
                    f"{url}: the server is busy (status {got.status}) and asks to be left alone for {after:.0f} s",
                    "run the same command again then",
                )
            raise _AgainError(f"the server is busy (status {got.status})", after)
        if got.status in PASSING:
            raise _AgainError(f"the server failed (status {got.status})")
        if got.status not in (200, 206, 416):
            raise UnreachableError(
                f"{url}: expected the file, found status {got.status}", "is the address still right?"
            )

    def _take(self, url: str, got: Answer, part: _Part, on_progress: Callable[[float], None]) -> None:
        """Write the body as it comes; too much of it, or too little in a long while, ends it."""
        mark, since = time.monotonic(), 0
        with part.path.open("ab") as kept:
            for piece in got.pieces:
                if part.size + len(piece) > self._limits.max_bytes:
                    kept.close()
                    part.drop()
                    raise RefusedError(_too_large(url, self._limits.max_bytes, None))
                kept.write(piece)
                part.size += len(piece)
                since += len(piece)
                if part.version.total:
                    on_progress(part.size / part.version.total)
                passed = time.monotonic() - mark
                if passed >= self._limits.slow_for_s:
                    if since < passed * self._limits.least_bytes_per_s:
                        raise _AgainError(f"too slow: {since} bytes in {passed:.0f} s")
                    mark, since = time.monotonic(), 0

    def _rest(self, url: str, attempt: int, asked_s: float | None, why: str) -> None:
        if attempt + 1 < self._limits.tries:
            pause = asked_s if asked_s is not None else min(2.0**attempt, 30.0)
            self._tell(f"{urlsplit(url).hostname}: {why}; trying again in {pause:.0f} s")
            self._sleep(pause)


class _Part:
    """The bytes so far, and which version they are of."""

    def __init__(self, folder: Path, url: str) -> None:
        key = hashlib.sha256(url.encode()).hexdigest()[:32]
        self.path = folder / f"{key}.part"
        self._said = folder / f"{key}.json"
        self.resumed = 0
        self.notes: list[str] = []
        self.version = Version(None, None, None)
        self.size = 0
        try:
            self.version = Version(**json.loads(self._said.read_text()))
            self.size = self.path.stat().st_size
        except (OSError, ValueError, TypeError):
            self.drop()

    def ask_for(self) -> Headers:
        """Return the headers that ask for the rest of the same version; none where it cannot be asked for."""
        if self.size and self.version.validator:
            return (("Range", f"bytes={self.size}-"), ("If-Range", self.version.validator))
        return ()

    def begin(self, got: Answer) -> None:
        """Get ready for a body: go on where it is the rest of the same version, start anew where it is not."""
        if got.status == 416:
            whole = re.fullmatch(r"bytes \*/(\d+)", got.header("content-range") or "")
            if whole and int(whole[1]) == self.size and self._same(got, self.size):
                return  # the part was whole already
            self.drop()
            raise _AgainError("the server has another version by now")
        if got.status == 206:
            told = re.fullmatch(r"bytes (\d+)-\d+/(\d+|\*)", got.header("content-range") or "")
            total = int(told[2]) if told and told[2] != "*" else None
            if not told or int(told[1]) != self.size or not self._same(got, total):
                self.drop()
                raise _AgainError("the server sent a piece of another version")
            self.resumed += 1
            return
        if self.size:
            self.notes.append("the server has another version by now, or cannot go on: fetched from the beginning")
        self.drop()
        length = got.header("content-length")
        total = int(length) if length and length.isascii() and length.isdigit() else None
        self.version = Version(got.header("etag"), got.header("last-modified"), total)
        self._said.write_text(json.dumps(asdict(self.version)))

    def _same(self, got: Answer, total: int | None) -> bool:
        etag, modified = got.header("etag"), got.header("last-modified")
        return (
            (etag is None or etag == self.version.etag)
            and (modified is None or self.version.etag is not None or modified == self.version.last_modified)
            and (total is None or self.version.total is None or total == self.version.total)
        )

    def check_whole(self) -> None:
        if self.version.total is not None and self.size != self.version.total:
            short = self.size < self.version.total
            found, expected = self.size, self.version.total
            if not short:
                self.drop()
            raise _AgainError(f"expected {expected:,} bytes, found {found:,}")

    def drop(self) -> None:
        self.size = 0
        self.version = Version(None, None, None)
        for file in (self.path, self._said):
            with contextlib.suppress(FileNotFoundError):
                file.unlink()

    def done(self) -> None:
        self._said.unlink(missing_ok=True)


def _check_beginning(part: _Part, got: Fetched, begins: tuple[bytes, ...]) -> None:
    """Refuse what is not what was asked for, such as a page of regrets sent as if it were the file."""
    with part.path.open("rb") as stream:
        head = stream.read(512)
    plain = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    packed = head.startswith(b"\x1f\x8b") and (got.header("content-encoding") or "").lower() == "gzip"
    html = plain[:15].lower().startswith((b"<!doctype html", b"<html"))
    if (begins and not packed and not plain.startswith(begins)) or (not begins and html):
        part.drop()
        expected = " or ".join(repr(each.decode()) for each in begins) or "a table"
        kind = got.header("content-type") or "no type given"
        raise UnreachableError(
            f"{got.url}: expected a file that begins with {expected}, found {plain[:40]!r} ({kind})",
            "the address may have moved: --url gives another",
        )
    part.done()


def _too_large(url: str, most: int, found: int | None) -> str:
    told = f"{found:,}" if found is not None else "more"
    return f"{url}: expected at most {most:,} bytes, found {told}; nothing was kept"


def clear(fetched: Fetched) -> None:
    """Remove a fetched file once it is an exhibit."""
    fetched.path.unlink(missing_ok=True)
