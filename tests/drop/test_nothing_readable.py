"""A copy of everything the drop's machine holds after many tips: no content, address, agent, language or hour in it.

Every tip comes from an address of its own over loopback, with canaries wherever a client can put one. Scanned are the
folder (database, WAL, sealed files), what the process printed, its temporary folder, and its memory while it runs.
"""

from __future__ import annotations

import base64
import contextlib
import http.client
import re
import secrets
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from drop_world import Office, container
from served import Served, make_folder, start

from fairlead_drop.words import Words
from fairlead_ledger import age, tips

MARK = "zaunkoenig"
AGENT = f"Mozilla/5.0 ({MARK}-agent)"
LANGUAGE = f"tlh;q=0.7,x-{MARK}"
SETTINGS = {"tips_per_hour": 1_000_000, "openings_per_hour": 1_000_000, "puzzle_bits": 0, "mailbox_quantum_ms": 0}
WORDS, TOKEN, ADDRESS = (
    re.compile(shape) for shape in (rb"(?:[a-z]{3,8}[ +]){11}[a-z]{3,8}", rb"[0-9a-f]{64}", rb"127\.1[0-9.]{5,10}[0-9]")
)


class Source:
    """One who sends: an address of its own, and canaries in every header."""

    def __init__(self, served: Served, number: int) -> None:
        self.address = f"127.{100 + number // 40_000}.{1 + number // 200 % 200}.{1 + number % 200}"
        host, port = served.url.removeprefix("http://").split(":")
        self.line = http.client.HTTPConnection(host, int(port), timeout=60, source_address=(self.address, 0))
        self.headers = {
            "User-Agent": AGENT, "Accept-Language": LANGUAGE, "Referer": f"https://{MARK}.example/referer",
            "X-Forwarded-For": self.address, "Forwarded": f"for={self.address}", "Cookie": f"id={MARK}-cookie",
            "X-Real-IP": self.address,
        }  # fmt: skip

    def ask(self, method: str, path: str, body: bytes = b"", **more: str) -> bytes:
        self.line.request(method, path, body, {**self.headers, **more})
        answer = self.line.getresponse()
        data = answer.read()
        assert answer.status == 200, (answer.status, data[:200])
        assert "set-cookie" not in answer.headers
        return data

    def form(self, path: str, page: str, fields: dict[str, str], name: str, data: bytes) -> bytes:
        found = re.search(rb'name="ticket" value="([^"]+)"', self.ask("GET", page))
        assert found
        edge = secrets.token_hex(8)
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
            for key, value in {"ticket": found[1].decode(), **fields}.items()
        ]
        head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
        body = b"".join([*parts, head, data, f"\r\n--{edge}--\r\n".encode()])
        return self.ask("POST", path, body, **{"Content-Type": f"multipart/form-data; boundary={edge}"})


def canary(number: int) -> str:
    return f"{MARK}-{number:05d}-singt-über-der-dritten-Boje"


def sealed(office: Office, tier: str, words: Words, number: int) -> bytes:
    data = container(tier, words, canary(number), [(f"{canary(number)}.pdf", canary(number).encode() * 40)])
    return age.seal(data, [office.identity.recipient()], [tips.Mark(tier, 1, words.mailbox).stanza()])


def tell(served: Served, number: int) -> tuple[Source, Words | None]:
    """Send one tip, by one of the three ways in turn."""
    source, words = Source(served, number), Words.generate()
    if number % 3 == 0:
        import hashlib
        import json

        data = sealed(served.office, "T1", words, number)
        terms = json.loads(source.ask("GET", "/api/terms"))
        asked = {"puzzle": terms["puzzle"], "answer": "0", "size": len(data), "mailbox": words.mailbox}
        place = json.loads(source.ask("POST", "/api/upload", json.dumps(asked).encode()))["upload"]
        source.ask("PUT", f"/api/upload/{place}?at=0", data)
        told = json.dumps({"sha256": hashlib.sha256(data).hexdigest()}).encode()
        source.ask("POST", f"/api/upload/{place}/finish", told)
    elif number % 3 == 1:
        source.form("/en/t2", "/en/t2", {}, f"{canary(number)}.age", sealed(served.office, "T2", words, number))
    else:
        page = source.form("/ru/t3/form", "/ru/t3/form", {"message": canary(number)}, canary(number), b"\xff" * 9000)
        found = re.search(rb'<ol class="words"[^>]*>(.*?)</ol>', page, re.S)
        assert found
        words = Words.parse(" ".join(re.findall(r"<li>([a-z]+)</li>", found[1].decode())))
        source.ask("POST", "/ru/mailbox/plain", f"words={words.text().replace(' ', '+')}".encode())
    source.line.close()
    return source, words


def memory_of(process: int) -> bytes:
    """Return everything that a process may read of its own memory; empty where this machine does not allow it."""
    held = bytearray()
    with contextlib.suppress(OSError), Path(f"/proc/{process}/mem").open("rb", buffering=0) as memory:
        for line in Path(f"/proc/{process}/maps").read_text().splitlines():
            (
                span,
                rights,
                *_,
            ) = line.split()
            if rights.startswith("rw"):
                low, high = (int(end, 16) for end in span.split("-"))
                with contextlib.suppress(OSError, ValueError, OverflowError):
                    memory.seek(low)
                    held += memory.read(high - low)
    return bytes(held)


def traces(text: str) -> list[bytes]:
    data = text.encode()
    based = [base64.b64encode(data[cut:])[: len(data) * 4 // 3 - 4] for cut in range(3)]
    return [trace for trace in (data, text.encode("utf-16-le"), data.hex().encode(), *based) if len(trace) > 4]


def births(folder: Path) -> list[int]:
    """Return when each sealed file was born, as far as the file system says."""
    paths = [str(path) for path in sorted((folder / "sealed").iterdir())]
    return [
        int(line)
        for line in subprocess.run(["stat", "-c", "%W", *paths], capture_output=True, check=True).stdout.split()
    ]


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    """Return one drop for all of these tests, in memory where there is such a folder."""
    memory = Path("/dev/shm")
    with (
        tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as held,
        pytest.MonkeyPatch.context() as own,
    ):
        place = Path(held)
        (place / "temporary").mkdir()
        own.setenv("TMPDIR", str(place / "temporary"))
        office = make_folder(place / "drop", **SETTINGS)
        made = start(place / "drop", office)
        yield made
        made.end()


def scan(served: Served, sources: list[Source], words: list[Words | None], moments: list[float]) -> dict[str, Any]:
    """Look for every canary in every byte; return how much was scanned."""
    time.sleep(0.3)
    memory = memory_of(served.process.pid)
    held = {path: path.read_bytes() for path in served.path.parent.rglob("*") if path.is_file()}
    everything = b"\0".join(held.values())
    known = {one.text().encode() for one in words if one} | {one.token.hex().encode() for one in words if one}
    known |= {source.address.encode() for source in sources}
    for what, data in (("a file", everything), ("the memory of the process", memory)):
        # glibc overwrites what is freed but for its last eight bytes: shorter pieces are looked for in files only.
        for text in (MARK, LANGUAGE[:9], "-singt-")[: 2 if data is memory else 3]:
            for trace in traces(text):
                where = [path.name for path, own in held.items() if trace in own and data is everything]
                assert trace not in data, f"{text!r} stands in {', '.join(where) or what}"
        for shape in (WORDS, TOKEN, ADDRESS):
            assert not known & set(shape.findall(data)), f"words, a token or an address stand in {what}"
        for one in [one for one in words if one][:100]:
            assert one.entropy not in data, f"words stand in {what}, as the bytes they write"
            assert one.token not in data, f"a token stands in {what}"
    assert not list((served.path.parent / "temporary").iterdir())
    assert (served.path.parent / "drop.output").read_bytes().count(b"\n") <= 2, "it printed more than that it runs"
    database = b"".join(data for path, data in held.items() if path.name.startswith("drop.db"))
    for moment in {int(moment) for moment in moments}:
        seconds, day = str(moment).encode(), moment // 86_400 * 86_400
        hour = f"{(moment - day) // 3600:02d}:{(moment - day) % 3600 // 60:02d}".encode()
        assert seconds not in database
        assert hour not in database
        for width, order in ((4, "big"), (4, "little"), (8, "big"), (8, "little")):
            assert moment.to_bytes(width, order) not in database or width == 4, "an hour stands in the database"
    for source in sources[:200]:
        assert bytes(map(int, source.address.split("."))) not in database
    return {"tips": len(sources), "bytes": sum(map(len, held.values())), "memory": len(memory)}


def send_and_scan(served: Served, count: int) -> dict[str, Any]:
    sent, moments = [], []
    for number in range(count):
        sent.append(tell(served, number))
        moments.append(time.time())
    return scan(served, [source for source, _ in sent], [words for _, words in sent], moments)


def test_the_machine_holds_nothing_readable_after_tips_by_all_three_ways(served: Served) -> None:
    assert send_and_scan(served, 9)["bytes"] > 9 * 4096


@pytest.mark.slow
def test_the_machine_holds_nothing_readable_after_a_thousand_tips(served: Served) -> None:
    print(send_and_scan(served, 1000))


def test_the_scan_finds_what_it_looks_for(served: Served) -> None:
    sent = [tell(served, 2)]
    forgotten = served.path / "sealed" / "forgotten"
    forgotten.write_bytes(b"..." + canary(2).encode("utf-16-le"))
    with pytest.raises(AssertionError, match="stands in forgotten"):
        scan(served, [sent[0][0]], [sent[0][1]], [])
    forgotten.unlink()
