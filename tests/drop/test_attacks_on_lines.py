"""What attackers do to connections and to the machine: smuggling, slow clients, crowds, floods, a full disk."""

from __future__ import annotations

import contextlib
import itertools
import os
import re
import shutil
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from drop_world import Drop, reply_to, sealed_tip
from served_here import serving_here
from test_attacks import begin, header_of, solved, terms, upload

from fairlead_drop import log, serve
from fairlead_drop.arrivals import Arrival
from fairlead_drop.store import Store
from fairlead_drop.web import shield
from fairlead_drop.words import Words
from fairlead_ledger import age, tips

IDLE_S = 1
GET = b"GET /en/ HTTP/1.1\r\nHost: x\r\n"
POST = b"POST /api/mailbox HTTP/1.1\r\nHost: x\r\n"
SMUGGLED = b"GET /log/checkpoint HTTP/1.1\r\nHost: x\r\n\r\n"
# Requests in which two servers in a row could see different bodies, or that are none.
AMBIGUOUS = {
    "length and chunks": POST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "two lengths": POST + b"Content-Length: 0\r\nContent-Length: 60\r\n\r\n",
    "two equal lengths": POST + b"Content-Length: 0\r\nContent-Length: 0\r\n\r\n",
    "a list of lengths": POST + b"Content-Length: 0, 60\r\n\r\n",
    "a length with a sign": POST + b"Content-Length: +0\r\n\r\n",
    "a length below zero": POST + b"Content-Length: -1\r\n\r\n",
    "a length in letters": POST + b"Content-Length: 0x0\r\n\r\n",
    "an unknown coding": POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "two codings": POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    "a coding twice": POST + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
    "a space before the colon": POST + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    "a chunk of another size": POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
    "a chunk beyond all sizes": POST + b"Transfer-Encoding: chunked\r\n\r\nfffffffffffffffffffff\r\n\r\n",
    "a header with a null": GET + b"X: a\0b\r\n\r\n",
    "a header without colon": GET + b"nothing\r\n\r\n",
    "no host": b"GET /en/ HTTP/1.1\r\n\r\n",
    "two hosts": GET + b"Host: y\r\n\r\n",
    "no protocol": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "headers without end": GET + b"X: " + b"a" * 70_000,
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, int]]:
    """Serve a drop that is impatient, and takes twelve connections."""
    most, serve.PatientProtocol.most = serve.PatientProtocol.most, 12
    with serving_here(tmp_path_factory.mktemp("lines") / "drop", idle_s=IDLE_S, header_s=1, least_rate=2000) as made:
        host, port = made.url.removeprefix("http://").split(":")
        yield host, int(port)
    serve.PatientProtocol.most = most


def everything(line: socket.socket, within_s: float = 5) -> bytes:
    """Return what comes until the other side ends the connection; fails where it does not."""
    line.settimeout(within_s)
    held = b""
    with contextlib.suppress(ConnectionResetError):
        while data := line.recv(65_536):
            held += data
    return held


@pytest.mark.parametrize("what", AMBIGUOUS)
def test_a_request_that_can_be_read_in_two_ways_ends_the_connection(address: tuple[str, int], what: str) -> None:
    with socket.create_connection(address) as line:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            line.sendall(AMBIGUOUS[what] + SMUGGLED)
        answered = everything(line)
        assert answered == b"" or answered.split(b" ")[1] in (b"400", b"413", b"501"), answered[:80]
        assert answered.count(b"HTTP/1.1 ") <= 1, "what was hidden behind it was answered"


def test_headers_that_drip_end_in_time(address: tuple[str, int]) -> None:
    with socket.create_connection(address) as line:
        began = time.monotonic()
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            for byte in (GET + b"X: " + b"a" * 60)[:60]:
                line.sendall(bytes([byte]))
                time.sleep(0.05)
        everything(line)
        assert 0.9 < time.monotonic() - began < 4.5


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, float]]:
    """Return a list of what the service made of each piece of a body, and how old it then held the body to be, in s.

    By its own clock: how long a busy machine takes to come to it says nothing of how patient it is.
    """
    seen: list[tuple[str, float]] = []
    read = [0.0]
    monotonic, receive = time.monotonic, shield._Body.receive

    def clock() -> float:
        read[0] = monotonic()
        return read[0]

    async def watched(body: shield._Body) -> shield.Message:
        message = await receive(body)
        seen.append((message["type"], read[0] - body._began))
        return message

    monkeypatch.setattr(shield, "time", SimpleNamespace(monotonic=clock))
    monkeypatch.setattr(shield._Body, "receive", watched)
    return seen


@pytest.mark.parametrize("pause_s", [0.1, 1.5])
def test_a_body_that_drips_or_stops_ends_in_time(
    address: tuple[str, int], judged: list[tuple[str, float]], pause_s: float
) -> None:
    with socket.create_connection(address) as line:
        line.sendall(POST + b"Content-Length: 4000\r\n\r\n")
        sent, whole = 0, int(20 / pause_s)
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            while sent < whole:
                line.sendall(b"x")
                sent += 1
                time.sleep(pause_s)
        assert everything(line)[:13] in (b"", b"HTTP/1.1 400 ")
        assert sent < whole  # cut off while it dripped; how soon is told by the service's own clock
    taken = list(itertools.takewhile(lambda one: one[0] == "http.request", judged))
    assert taken
    assert max(passed for _, passed in taken) <= IDLE_S, "the first piece that came later was to be its end"
    assert {what for what, _ in judged[len(taken) :]} == {"http.disconnect"}


def test_a_crowd_of_silent_lines_shuts_nobody_out(address: tuple[str, int]) -> None:
    crowd = []
    for _ in range(40):
        line = socket.create_connection(address)
        line.sendall(GET)  # and never the end of it
        crowd.append(line)
        if len(crowd) % 10 == 0:
            with socket.create_connection(address) as honest:
                honest.sendall(GET + b"Connection: close\r\n\r\n")
                assert everything(honest).startswith(b"HTTP/1.1 200 ")
    for line in crowd:
        line.close()


def test_a_flood_by_one_way_leaves_the_others_and_the_mailboxes_open(make_drop: Callable[..., Drop]) -> None:
    made = make_drop(tips_per_hour=60)
    words = Words.generate()
    assert upload(made, sealed_tip(made, "T1", words, "First."), words).status_code == 200
    made.office.ask(made.client, "reply", mailbox=words.mailbox, sealed=reply_to(words, "Go on."))
    easy = terms(made)["bits"]
    statuses = [begin(made, 5000, "0" * 64).status_code for _ in range(12)]
    assert statuses[-1] == 503
    assert terms(made)["bits"] > easy, "work grows as the bucket empties"
    assert [made.send_plain("junk").status_code for _ in range(12)][-1] == 503
    answer = made.send_sealed(sealed_tip(made, "T2", Words.generate(), "x"))
    assert answer.status_code == 200, "the third way is open"
    assert made.mailbox(words)["status"] == "filed"
    again = upload(made, sealed_tip(made, "T1", words, "Second."), words)
    assert again.status_code == 200, "whom the office has answered does not wait behind a flood"
    assert made.send_plain("junk").headers["retry-after"] == "300"
    page = made.client.post("/en/mailbox/plain", data={"words": words.text()}).text
    ticket = re.findall(r'name="ticket" value="([^"]+)"', page)[0]
    fields = {"ticket": ticket, "words": words.text(), "message": "Third."}
    answer = made.client.post("/en/t3/form", data=fields, files=[("file", ("", b""))])
    assert answer.status_code == 200, "nor by the way without a program"


def test_a_form_without_a_ticket_empties_no_bucket(make_drop: Callable[..., Drop]) -> None:
    made = make_drop(tips_per_hour=60)
    for way in ("t2", "t3/form") * 10:
        fields = {"ticket": "t3.9999999999.00.00", "message": "junk"} if way != "t2" else {"ticket": "x"}
        assert made.client.post(f"/en/{way}", data=fields, files=[("file", ("a", b"x"))]).status_code == 403
    assert made.send_plain("A true one.").status_code == 200
    assert made.send_sealed(sealed_tip(made, "T2", Words.generate(), "x")).status_code == 200


def test_the_office_s_own_requests_empty_no_bucket_and_false_ones_do(make_drop: Callable[..., Drop]) -> None:
    made = make_drop(openings_per_hour=40)  # four at once
    for _ in range(12):
        assert made.office.ask(made.client, "list").status_code == 200
    statuses = [made.client.post("/office/request", content=b"{}").status_code for _ in range(8)]
    assert 503 in statuses, "false requests wait"


class Disk:
    """A disk with so much room, less what the drop writes."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, path: Path, free: int) -> None:
        self.free, self._path = free, path
        self._start = self._used()
        monkeypatch.setattr(
            shutil, "disk_usage", lambda _: SimpleNamespace(free=self.free - self._used() + self._start)
        )

    def _used(self) -> int:
        return sum(path.stat().st_size for path in (*self._path.glob("parts/*"), *self._path.glob("sealed/*")))


def test_the_reserve_keeps_mailboxes_alive_when_the_disk_is_full(
    make_drop: Callable[..., Drop], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make_drop(reserve_bytes=8 << 20)
    words = Words.generate()
    assert upload(made, sealed_tip(made, "T1", words, "First."), words).status_code == 200
    Disk(monkeypatch, made.store.folder.path, (8 << 20) + 5000)
    stranger = Words.generate()
    assert upload(made, sealed_tip(made, "T1", stranger, "x" * 4000), stranger).status_code == 507
    refused = made.send_sealed(sealed_tip(made, "T2", Words.generate(), "x" * 9000))
    assert refused.status_code in (200, 507)
    assert (
        made.office.ask(made.client, "reply", mailbox=words.mailbox, sealed=reply_to(words, "Go on.")).status_code
        == 200
    )
    assert len(made.mailbox(words)["replies"]) == 1
    assert upload(made, sealed_tip(made, "T1", words, "Second."), words).status_code == 200


def test_many_uploads_at_once_cannot_eat_the_reserve(
    make_drop: Callable[..., Drop], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make_drop(reserve_bytes=8 << 20)
    disk = Disk(monkeypatch, made.store.folder.path, 20 << 20)
    answers = [begin(made, 4 << 20, f"{number:064x}").status_code for number in range(4)]
    assert answers == [200, 200, 507, 507], "what is promised counts as taken"
    beside = made.send_sealed(sealed_tip(made, "T2", Words.generate(), "x", [("a.bin", bytes(2 << 20))]))
    assert beside.status_code == 200, "and leaves room for the other ways"
    made.office.ask(made.client, "taken", positions=[0])
    made.service.uploads.drop_idle()
    for upload_id in list(made.service.uploads._arrivals):
        made.service.uploads.end(upload_id)
    assert made.store.promised == 0
    head = header_of(sealed_tip(made, "T2", Words.generate(), "x"))
    answer = made.send_sealed(head + os.urandom(16 << 20))
    assert answer.status_code == 507, "one that did not say how long it is stops at the reserve"
    assert disk.free == 20 << 20
    assert len(made.store.rows("SELECT 1 FROM tips")) == 1


def test_an_upload_that_was_begun_on_enough_room_is_taken_to_its_end(
    make_drop: Callable[..., Drop], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make_drop(reserve_bytes=4 << 20)
    Disk(monkeypatch, made.store.folder.path, 20 << 20)
    words = Words.generate()
    sealed = sealed_tip(made, "T1", words, "x", [("a.bin", bytes(9 << 20))])
    assert upload(made, sealed, words).status_code == 200


def test_uploads_that_are_begun_and_left_alone_keep_nobody_out(make_drop: Callable[..., Drop]) -> None:
    made = make_drop(max_uploads=4)
    uploads, now = made.service.uploads, [1000.0]
    uploads._clock = lambda: now[0]
    words = Words.generate()
    sealed = sealed_tip(made, "T1", words, "x", [("a.bin", bytes(200_000))])
    slow = begin(made, len(sealed), words.mailbox).json()["upload"]
    for number in range(3):
        assert begin(made, 9000, f"{number:064x}").status_code == 200
    assert begin(made, 9000, f"{4:064x}").status_code == 503, "each has its time"
    assert made.client.put(f"/api/upload/{slow}?at=0", content=sealed[:100_000]).status_code == 200
    now[0] += 61
    for number in range(5, 8):
        assert begin(made, 9000, f"{number:064x}").status_code == 200, "the slowest made way"
    assert made.client.get(f"/api/upload/{slow}").json() == {"next": 100_000}, "who sends goes on"


def junk(store: Store, count: int, start: int = 0) -> float:
    """File so many junk tips, as nobody could tell from true ones; return tips a second."""
    first = tips.Mark("T1", 1, f"{0:064x}")
    head = age.Sealer(store.recipients()[1].recipients, [first.stanza()]).header
    began = time.monotonic()
    for number in range(start, start + count):
        arrival = Arrival(store, "T1")
        arrival.take(head.replace(first.mailbox.encode(), f"{number:064x}".encode()) + os.urandom(4096 + age.TAG_SIZE))
        arrival.finish()
    return count / (time.monotonic() - began)


def after_junk(made: Drop, count: int) -> dict[str, Any]:
    """Flood a drop, and measure what a source and the office feel afterwards."""
    return {"junk tips per s": round(junk(made.store, count))} | felt(made, count)


def felt(made: Drop, count: int) -> dict[str, Any]:
    """Measure what a source and the office feel after so many junk tips."""
    words = Words.generate()
    assert upload(made, sealed_tip(made, "T1", words, "Mine."), words).status_code == 200
    took: dict[str, float] = {}

    def clocked(what: str, do: Callable[[], Any]) -> Any:
        began = time.monotonic()
        answer = do()
        took[what] = round(time.monotonic() - began, 3)
        return answer

    assert clocked("mailbox, s", lambda: made.mailbox(words))["status"] == "filed"
    made.days.append("2026-02-02")
    clocked("checkpoint, s", lambda: log.make_checkpoint(made.store))
    assert clocked("proof, s", lambda: made.mailbox(words))["tips"][0]["proof"]
    listed = clocked("list from the end, s", lambda: made.office.ask(made.client, "list", after=count - 1).json())
    assert [tip["mailbox"] for tip in listed["tips"]] == [words.mailbox]
    assert clocked("check, s", lambda: log.check(made.store)) == []
    assert clocked("sweep at a restart, s", made.store.sweep) == 0
    clocked("times forgotten, s", made.store.forget_times)
    return took


def test_after_a_flood_of_junk_a_source_is_served_as_before(make_drop: Callable[..., Drop], quick_path: Path) -> None:
    took = after_junk(make_drop(quick_path), 150)
    assert took["mailbox, s"] < 1
    assert solved({"puzzle": "x", "bits": 0}) == "0"


@pytest.mark.slow
def test_after_a_hundred_thousand_junk_tips_a_source_is_served_as_before(
    make_drop: Callable[..., Drop], quick_path: Path
) -> None:
    took = after_junk(make_drop(quick_path), 100_000)
    print(took)
    assert took["mailbox, s"] < 1
