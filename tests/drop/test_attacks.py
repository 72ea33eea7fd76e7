"""What attackers send: malformed, replayed and truncated files, polyglots, bombs, names that are paths."""

from __future__ import annotations

import gzip
import hashlib
import io
import secrets
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from drop_world import Drop, container, sealed_tip
from examples import examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fairlead_drop.words import Words
from fairlead_ledger import age, tips
from fairlead_ledger.age_keys import Identity, Stanza

CANARY = "canary-at-the-third-buoy"
OTHER = Identity.generate()
NOWHERE = (
    *("/assets/../drop.json", "/assets/%2e%2e/log.key", "/../../etc/passwd", "/en/call/..%2f..%2fdrop.db", "/en//t1"),
    *("/en/t1/", "/EN/", "/xx/", "/api/upload/..%2f..%2f", "/assets/" + "a" * 3000),
)
NAMES = ("../../etc/passwd", "..\\..\\boot.ini", "/etc/shadow", "CON", "a" * 4000, "x\u202egpj.exe", "\t\r", "🦜" * 300)


def nothing_was_kept(made: Drop) -> None:
    assert made.store.rows("SELECT 1 FROM tips") == []
    assert list(made.store.sealed.iterdir()) == []
    assert [path for path in made.store.parts.iterdir() if not path.name.startswith("slot-")] == []
    for path in made.store.folder.path.rglob("*"):
        assert not path.is_file() or CANARY.encode() not in path.read_bytes(), path.name


def good(made: Drop, tier: str = "T2") -> bytes:
    return sealed_tip(made, tier, Words.generate(), CANARY)


def header_of(sealed: bytes) -> bytes:
    reader = age.HeaderReader()
    rest = reader.feed(sealed)
    return sealed[: len(sealed) - len(rest)]


def bomb() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("zeros", bytes(30_000_000))
    return held.getvalue()


def polyglot(made: Drop, start: bytes) -> bytes:
    """An age header, and behind it something that another program would open."""
    head = header_of(good(made))
    return head + start + CANARY.encode() * 400


MALFORMED: dict[str, Callable[[Drop], bytes]] = {
    "nothing": lambda made: b"",
    "plaintext": lambda made: CANARY.encode() * 300,
    "the first line alone": lambda made: age.VERSION_LINE,
    "another version": lambda made: good(made).replace(b"/v1\n", b"/v2\n", 1),
    "armour": lambda made: b"-----BEGIN AGE ENCRYPTED FILE-----\n" + secrets.token_hex(3000).encode(),
    "lines that end as on Windows": lambda made: good(made).replace(b"\n", b"\r\n", 1),
    "a header without end": lambda made: age.VERSION_LINE + b"-> X25519 a\n" * 8000,
    "an endless stanza": lambda made: age.VERSION_LINE + b"-> mlkem768x25519 " + b"A" * 70_000,
    "a stanza of another kind": lambda made: good(made).replace(b"-> mlkem768x25519", b"-> scrypt", 1),
    "sealed to a stranger as well": lambda made: age.seal(
        container("T2", Words.generate(), CANARY), [made.office.identity.recipient(), OTHER.recipient()]
    ),
    "a mark of another epoch": lambda made: marked(made, tips.Mark("T2", 9, "0" * 64).stanza()),
    "a mark of another tier": lambda made: marked(made, tips.Mark("T1", 1, "0" * 64).stanza()),
    "two marks": lambda made: marked(made, *[tips.Mark("T2", 1, "0" * 64).stanza()] * 2),
    "a mark with a body": lambda made: marked(made, Stanza((tips.MARK, "T2", "1", "0" * 64), CANARY.encode())),
    "a mark that names a path": lambda made: marked(made, Stanza((tips.MARK, "T2", "1", "../" * 20), b"")),
    "the header alone": lambda made: header_of(good(made)),
    "a header and a nonce": lambda made: header_of(good(made)) + bytes(16),
    "the last byte missing in a last chunk that is empty": lambda made: header_of(good(made)) + secrets.token_bytes(31),
    "plaintext behind a true header": lambda made: (
        header_of(good(made)) + secrets.token_bytes(16) + CANARY.encode() * 400
    ),
    "plaintext in the second chunk": lambda made: (
        header_of(good(made)) + secrets.token_bytes(16 + age.SEALED_CHUNK_SIZE) + CANARY.encode() * 400
    ),
    "a zip behind the header": lambda made: polyglot(made, b"PK\x03\x04"),
    "a PDF behind the header": lambda made: polyglot(made, b"%PDF-1.7\n"),
    "a page behind the header": lambda made: polyglot(made, b"<html><script>"),
    "a page before it": lambda made: b"<html>" + good(made),
    "a zip bomb": lambda made: bomb(),
    "a gzip of a good file": lambda made: gzip.compress(good(made)),
    "XML with an entity": lambda made: b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
}


def marked(made: Drop, *marks: Stanza) -> bytes:
    return age.seal(container("T2", Words.generate(), CANARY), [made.office.identity.recipient()], marks)


def test_what_is_no_sealed_file_for_the_office_leaves_nothing_behind(drop: Drop) -> None:
    for what, make in MALFORMED.items():
        answer = drop.send_sealed(make(drop))
        assert 400 <= answer.status_code < 500, (what, answer.status_code)
        assert "Nothing was filed" in answer.text, what
        nothing_was_kept(drop)
        answer = upload(drop, make(drop) or b"\0", Words.generate())
        assert 400 <= answer.status_code < 500, (what, "T1", answer.status_code)
        nothing_was_kept(drop)
    assert drop.send_sealed(good(drop)).status_code == 200, "and a good one passes"


@settings(max_examples=examples(50), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_change_of_a_header_makes_the_drop_stumble(drop: Drop, data: st.DataObject) -> None:
    change_a_header(drop, data)


@pytest.mark.slow
@settings(max_examples=2000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_none_of_two_thousand_changes_of_a_header_makes_the_drop_stumble(drop: Drop, data: st.DataObject) -> None:
    change_a_header(drop, data)


def change_a_header(drop: Drop, data: st.DataObject) -> None:
    sealed = bytearray(good(drop))
    head = len(header_of(bytes(sealed)))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, head - 1))
        edit = data.draw(st.sampled_from(("flip", "cut", "put")))
        if edit == "flip":
            sealed[place] = data.draw(st.integers(0, 255))
        elif edit == "cut":
            del sealed[place : place + data.draw(st.integers(1, 80))]
        else:
            sealed[place:place] = data.draw(st.binary(max_size=80))
        head = min(head, len(sealed))
    answer = drop.send_sealed(bytes(sealed))
    assert answer.status_code in (200, 409, 413, 422), answer.status_code
    drop.service.tips["T2"]._filled = 1000.0


def terms(made: Drop) -> Any:
    return made.client.get("/api/terms").json()


def solved(found: Any) -> str:
    for answer in range(1 << 20):
        digest = hashlib.sha256(f"{found['puzzle']}.{answer}".encode()).digest()
        if int.from_bytes(digest, "big") >> (256 - found["bits"]) == 0:
            return str(answer)
    raise AssertionError


def begin(made: Drop, size: Any, mailbox: str, **changes: Any) -> Any:
    found = terms(made)
    body = {"puzzle": found["puzzle"], "answer": solved(found), "size": size, "mailbox": mailbox, **changes}
    return made.client.post("/api/upload", json=body)


def upload(made: Drop, sealed: bytes, words: Words, declared: int | None = None, sha256: str | None = None) -> Any:
    """Send as the browser's program does; return the first answer that refuses, or the last."""
    answer = begin(made, declared or len(sealed), words.mailbox)
    if answer.status_code != 200:
        return answer
    place = f"/api/upload/{answer.json()['upload']}"
    for start in range(0, len(sealed), 1 << 20):
        answer = made.client.put(f"{place}?at={start}", content=sealed[start : start + (1 << 20)])
        if answer.status_code != 200:
            return answer
    return made.client.post(f"{place}/finish", json={"sha256": sha256 or hashlib.sha256(sealed).hexdigest()})


def test_uploads_that_lie_are_refused_and_gone(drop: Drop) -> None:
    words = Words.generate()
    sealed = sealed_tip(drop, "T1", words, CANARY)
    assert upload(drop, sealed, words, declared=len(sealed) + 1).json()["refused"] == "refused_damaged"
    assert upload(drop, sealed, words, declared=len(sealed) - 1).json()["refused"] == "refused_too_large"
    for cut in (1, 16, 17, 4000):
        assert upload(drop, sealed[:-cut], words).json()["refused"] in ("refused_damaged", "refused_not_sealed")
    assert upload(drop, sealed, words, sha256="0" * 64).json()["refused"] == "refused_damaged"
    assert upload(drop, sealed, Words.generate()).json()["refused"] == "refused_damaged", "for another mailbox"
    assert upload(drop, good(drop, "T2"), words).json()["refused"] == "refused_tier"
    nothing_was_kept(drop)
    place = f"/api/upload/{begin(drop, len(sealed), words.mailbox).json()['upload']}"
    assert drop.client.put(f"{place}?at=5", content=sealed[5:]).json() == {"next": 0}
    assert drop.client.put(f"{place}?at=0", content=sealed[:1000]).json() == {"next": 1000}
    assert drop.client.put(f"{place}?at=0", content=sealed[:1000]).status_code == 409, "the same piece again"
    assert drop.client.get(place).json() == {"next": 1000}
    assert drop.client.put(f"{place}?at=1000", content=sealed[1000:]).json() == {"next": len(sealed)}
    finish = {"sha256": hashlib.sha256(sealed).hexdigest()}
    assert drop.client.post(f"{place}/finish", json=finish).json()["filed"] is True
    assert drop.client.post(f"{place}/finish", json=finish).json()["filed"] is True, "asked again, the same answer"
    assert drop.client.put(f"{place}?at=0", content=sealed).json()["refused"] == "refused_upload_gone"
    assert upload(drop, sealed, words).json()["filed"] is True, "a source that lost the answer may send it again"
    assert len(drop.store.rows("SELECT 1 FROM tips")) == 1
    assert drop.client.get("/api/upload/" + "0" * 32).status_code == 404


@pytest.mark.parametrize("size", [0, -1, True, None, "9", 1.5, 10**30, [], 621 << 20])
def test_a_size_that_is_none_is_refused(drop: Drop, size: Any) -> None:
    answer = begin(drop, size, "0" * 64)
    assert answer.status_code in (400, 409, 413, 507), answer.text
    nothing_was_kept(drop)


def test_puzzles_and_tickets_are_good_once(drop: Drop) -> None:
    found = terms(drop)
    body = {"puzzle": found["puzzle"], "answer": solved(found), "size": 9000, "mailbox": "0" * 64}
    assert drop.client.post("/api/upload", json=body).status_code == 200
    assert drop.client.post("/api/upload", json=body).json()["refused"] == "refused_ticket"
    for wrong in ({"answer": "x"}, {"answer": "9" * 17}, {"puzzle": "2.9999999999.00.00"}, {"puzzle": ""}):
        assert begin(drop, 9000, "0" * 64, **wrong).status_code == 403
    ticket = drop.ticket("/en/t2")
    sealed = good(drop)
    for status in (200, 403):
        answer = drop.client.post("/en/t2", data={"ticket": ticket}, files={"file": ("x", sealed)})
        assert answer.status_code == status
    other = drop.ticket("/en/t3/form")
    assert drop.client.post("/en/t2", data={"ticket": other}, files={"file": ("x", good(drop))}).status_code == 400


def test_a_replayed_file_is_no_second_tip(drop: Drop) -> None:
    marked_file, bare = good(drop), age.seal(bytes(9000), [drop.office.identity.recipient()])
    assert [drop.send_sealed(marked_file).status_code for _ in range(2)] == [200, 200]
    assert drop.send_sealed(bare).status_code == 200
    again = drop.send_sealed(bare)
    assert again.status_code == 400
    assert "was filed before" in again.text
    assert len(drop.store.rows("SELECT 1 FROM tips")) == len(list(drop.store.sealed.iterdir())) == 2


def test_names_of_files_name_no_place_of_the_server(drop: Drop) -> None:
    assert drop.send_plain(CANARY, [(name, b"x") for name in NAMES]).status_code == 200
    found = {path.name for path in drop.store.folder.path.rglob("*")}
    expected = {"drop.db", "drop.db-wal", "drop.db-shm", "drop.json", "log.key", "parts", "sealed"}
    row = drop.store.row("SELECT sha256 FROM tips")
    assert {name for name in found if not name.startswith("slot-")} == {*expected, row["sha256"]}
    parts = drop.office.open((drop.store.sealed / row["sha256"]).read_bytes())
    assert len([part for part in parts if isinstance(part, tips.FileStart)]) == len(NAMES)


def test_a_bomb_is_sealed_as_it_came(drop: Drop) -> None:
    packed = bomb()
    assert drop.send_plain("A bomb.", [("a.zip", packed)]).status_code == 200
    sealed = (drop.store.sealed / drop.store.row("SELECT sha256 FROM tips")["sha256"]).read_bytes()
    assert len(sealed) < 2 * len(packed) + 20_000
    held = b"".join(part.data for part in drop.office.open(sealed) if isinstance(part, tips.FileData))
    assert held == packed


def test_addresses_lead_nowhere_but_to_pages(drop: Drop) -> None:
    for path in NOWHERE:
        answer = drop.client.get(path, follow_redirects=False)
        assert answer.status_code == 404, (path, answer.status_code)
        assert "location" not in answer.headers
        assert "log.key" not in answer.text
    assert drop.client.get("/en", follow_redirects=False).headers["location"] == "/en/"
    assert drop.client.delete("/en/t1").status_code == 405


def test_forms_that_no_page_sends_are_refused(drop: Drop) -> None:
    ticket = drop.ticket("/en/t3/form")
    many = {f"f{number}": "x" for number in range(300)}
    post = drop.client.post
    assert post("/en/t3/form", data={"ticket": ticket, "message": "x"}).status_code == 400, "not multipart"
    assert post("/en/t3/form", data={"ticket": ticket, "evil": "x"}, files={"file": ("", b"")}).status_code == 400
    assert post("/en/t3/form", data=many, files={"file": ("", b"")}).status_code == 400
    long = {"ticket": ticket, "message": "x" * 300_000}
    assert post("/en/t3/form", data=long, files={"file": ("", b"")}).status_code == 413
    kind = {"content-type": "multipart/form-data; boundary=x"}
    for body in (b"", b"--x", b"--x\r\n\r\n\r\n--x--\r\n", b"\0" * 5000, b"--x\r\nContent-Disposition: " + b"a" * 9000):
        assert post("/en/t3/form", content=body, headers=kind).status_code == 400
        assert post("/en/t2", content=body, headers=kind).status_code == 400
    for body in (b"", b"[" * 5000, b"null", b'{"token":1}', b'{"token":"' + b"g" * 64 + b'"}', b"x" * 9000, b"\xff"):
        assert post("/api/mailbox", content=body).status_code == 400
    nothing_was_kept(drop)
