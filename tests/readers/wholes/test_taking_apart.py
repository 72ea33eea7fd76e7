"""Files that hold files become exhibits: nothing lost, nothing doubled, nothing trusted. All of it is fictitious."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import tracemalloc
import zipfile
from email.message import EmailMessage
from pathlib import Path

import brotli
import pytest
from found_case import staffed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from fairlead.case import Case
from fairlead.deriving import taking_apart
from fairlead.evidence.handling import Handling
from fairlead.evidence.verification import Outcome

PAGE = (
    b"<html><head><meta property='article:published_time' content='2020-12-01'></head><body><p>The Security Council "
    b"imposed sanctions on North Korea. The United States said on Tuesday that North Korea had made 40 deliveries of "
    b"refined petroleum in 2020.</p></body></html>"
)
URL = "https://news.example/article/1?x=2"


def warc(*answers: tuple[str, str, bytes, dict[str, str]], packed: bool = False) -> bytes:
    """Return an archive of answers: address, status line, body, headers."""
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("a.warc", {"software": "test"}))
    for url, status, body, headers in answers:
        http = StatusAndHeaders(status, list(headers.items()), protocol="HTTP/1.1")
        date = {"WARC-Date": "2020-12-02T08:00:00Z"}
        record = writer.create_warc_record(
            url, "response", payload=io.BytesIO(body), http_headers=http, warc_headers_dict=date
        )
        asked = StatusAndHeaders(f"GET {url} HTTP/1.1", [("Host", "news.example")], is_http_request=True)
        writer.write_request_response_pair(writer.create_warc_record(url, "request", http_headers=asked), record)
    return buffer.getvalue()


@pytest.fixture
def case(tmp_path: Path, own_home: Path) -> Case:
    return staffed(tmp_path / "case", own_home)[0]


def take(case: Case, tmp_path: Path, name: str, data: bytes, **receipt: object) -> list[taking_apart.Taken]:
    file = tmp_path / name
    file.write_bytes(data)
    return taking_apart.take(case, case.exhibits.add(file, **receipt))  # type: ignore[arg-type]


def test_a_length_of_twenty_digits_ends_the_archive_there_and_says_so(case, tmp_path):
    data = warc((URL, "200 OK", PAGE, {}), (URL + "3", "200 OK", b"other", {}))
    at = data.rindex(b"Content-Length: ") + len(b"Content-Length: ")
    whole, *parts = take(case, tmp_path, "a.warc", data[:at] + b"9" * 20 + data[at:])
    assert hashlib.sha256(PAGE).hexdigest() in {part.read.exhibit.sha256 for part in parts}
    assert "broken after record" in (whole.read.why_unread or "")


def test_an_archive_packed_as_a_whole_is_taken_apart_too(case, tmp_path):
    data = gzip.compress(warc((URL, "200 OK", PAGE, {}), (URL + "3", "200 OK", b"other", {})))
    whole, *parts = take(case, tmp_path, "a.warc.gz", data)
    assert [part.read.exhibit.size for part in parts] == [len(PAGE), 5]
    assert "2 × request" in whole.read.why_unread


@pytest.mark.parametrize("packed", [False, True])
def test_each_answer_of_an_archive_is_an_exhibit_with_address_time_and_headers(case, tmp_path, packed):
    html = {"Content-Type": "text/html", "X-Served-By": "cache-7"}
    data = warc((URL, "200 OK", PAGE, html), (URL + "3", "404 Not Found", b"gone", {}), packed=packed)
    handling = Handling(originator="an office", marking="red")
    whole, page, gone = take(case, tmp_path, "a.warc", data, handling=handling, reliability="B", credibility=2)
    assert whole.read.why_unread.startswith("taken apart into 2 exhibits (WARC records); left inside: 2 × request")
    assert page.read.exhibit.sha256 == hashlib.sha256(PAGE).hexdigest()
    assert page.read.reading.counts["passages_to_read"] == 1
    receipt = page.read.exhibit.receipts[0]
    assert (receipt.url, receipt.captured, receipt.reliability) == (URL, "2020-12-02T08:00:00Z", "B")
    assert receipt.handling == handling
    entry = next(case.log.entries(act="part", object=page.read.exhibit.sha256))
    assert ["X-Served-By", "cache-7"] in json.loads(case.log.reveal(entry)["headers"])
    assert "cache-7" not in json.dumps(entry.to_body())
    assert next(case.log.entries(act="part", object=gone.read.exhibit.sha256)).body["notes"] == [
        "answered with status 404"
    ]


def test_chunks_and_encodings_are_undone(case, tmp_path):
    squeezed = gzip.compress(PAGE)
    chunks = b"%x\r\n%s\r\n0\r\n\r\n" % (len(squeezed), squeezed)
    data = warc((URL, "200 OK", chunks, {"Transfer-Encoding": "chunked", "Content-Encoding": "gzip"}))
    assert take(case, tmp_path, "a.warc", data)[1].read.exhibit.sha256 == hashlib.sha256(PAGE).hexdigest()


def test_the_encoding_that_browsers_ask_for_is_undone(case, tmp_path):
    data = warc((URL, "200 OK", brotli.compress(PAGE * 40), {"Content-Encoding": "br"}))
    assert take(case, tmp_path, "a.warc", data)[1].read.exhibit.sha256 == hashlib.sha256(PAGE * 40).hexdigest()


def test_a_bomb_of_brotli_is_cut_off_and_told(case, tmp_path):
    bomb = brotli.compress(b" " * (200 << 20), quality=5)
    tracemalloc.start()
    _, part = take(case, tmp_path, "a.warc", warc((URL, "200 OK", bomb, {"Content-Encoding": "br"})))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 100 << 20
    entry = next(case.log.entries(act="part", object=part.read.exhibit.sha256))
    assert any("brotli beyond" in note for note in entry.body["notes"])


def test_a_record_that_was_changed_is_told(case, tmp_path):
    data = warc((URL, "200 OK", PAGE, {"Content-Type": "text/html"})).replace(b"40 deliveries", b"90 deliveries")
    taken = take(case, tmp_path, "a.warc", data)
    entry = next(case.log.entries(act="part", object=taken[1].read.exhibit.sha256))
    assert any("digest" in note for note in entry.body["notes"])


def test_a_broken_archive_gives_what_it_has_and_says_where_it_broke(case, tmp_path):
    data = warc((URL, "200 OK", PAGE, {}), (URL + "3", "200 OK", os.urandom(9000), {}), packed=True)
    whole, *parts = take(case, tmp_path, "a.warc", data[:-900])
    assert "taken apart into 2 exhibits" in whole.read.why_unread
    assert parts[0].read.exhibit.sha256 == hashlib.sha256(PAGE).hexdigest()
    entry = next(case.log.entries(act="part", object=parts[1].read.exhibit.sha256))
    assert any("torn off" in note for note in entry.body["notes"])


def test_rubbish_within_an_archive_ends_it_and_is_told(case, tmp_path):
    data = warc((URL, "200 OK", PAGE, {})) + b"rubbish\r\n\r\nmore rubbish"
    whole, *parts = take(case, tmp_path, "a.warc", data)
    assert (whole.read.recognised, len(parts)) == (True, 1)
    assert "broken after record 3" in whole.read.why_unread


def test_a_bomb_in_a_record_is_refused_in_bounded_memory(case, tmp_path):
    bomb = gzip.compress(b" " * (200 << 20), 9)
    data = warc((URL, "200 OK", bomb, {"Content-Encoding": "gzip"}))
    tracemalloc.start()
    whole = take(case, tmp_path, "a.warc", data)[0]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "over 300 times" in whole.read.why_unread
    assert peak < 100 << 20
    assert len(case.exhibits.all()) == 1


def test_a_package_is_taken_apart_and_its_false_hashes_are_told(case, tmp_path):
    inner = warc((URL, "200 OK", PAGE, {"Content-Type": "text/html"}), packed=True)

    def wacz(said: str) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as package:
            package.writestr("archive/data.warc.gz", inner)
            package.writestr("pages/pages.jsonl", "{}")
            resources = [{"path": "archive/data.warc.gz", "hash": f"sha256:{said}"}]
            package.writestr("datapackage.json", json.dumps({"profile": "data-package", "resources": resources}))
        return buffer.getvalue()

    for name, said, wrong in (("a.wacz", hashlib.sha256(inner).hexdigest(), 0), ("b.wacz", "0" * 64, 1)):
        whole, page = take(case, tmp_path, name, wacz(said))
        assert "WACZ package" in whole.read.why_unread
        assert page.read.exhibit.sha256 == hashlib.sha256(PAGE).hexdigest()
        entry = list(case.log.entries(act="part"))[-1]
        assert entry.body["place"] == "archive/data.warc.gz record 3" or "record 2" in entry.body["place"]
        assert len(entry.body["notes"]) == wrong


def message() -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "source@ministry.example"
    mail["To"] = "panel@office.example"
    mail["Date"] = "Tue, 01 Dec 2020 09:30:00 +0900"
    mail["Subject"] = "Reply"
    mail.set_content("Министерство отвечает.\n", charset="koi8-r")
    mail.add_attachment(PAGE, maintype="text", subtype="html", filename="../../page.html")
    inner = EmailMessage()
    inner["From"] = "other@ministry.example"
    inner["Date"] = "Mon, 30 Nov 2020 09:30:00 +0900"
    inner["Subject"] = "Forwarded"
    inner.set_content("The ship was seen.\n")
    mail.add_attachment(inner)
    return mail


def test_a_message_gives_its_texts_attachments_and_messages_within(case, tmp_path):
    whole, text, page, forwarded, words = take(case, tmp_path, "m.eml", message().as_bytes())
    assert "headers of a message" in whole.read.why_unread
    assert case.exhibits.open(text.read.exhibit).read().decode("utf-8-sig").strip() == "Министерство отвечает."
    entry = next(case.log.entries(act="part", object=text.read.exhibit.sha256))
    assert entry.body["notes"] == ["turned from koi8-r into UTF-8"]
    assert page.name == "page.html"
    assert page.read.reading.counts["passages_to_read"] == 1
    assert "taken apart" in forwarded.read.why_unread
    assert (words.depth, case.exhibits.open(words.read.exhibit).read()) == (2, b"The ship was seen.\n")
    headers = dict(json.loads(case.log.reveal(entry)["headers"]))
    assert headers["From"] == "source@ministry.example"
    assert "ministry.example" not in json.dumps([each.to_body() for each in case.log.entries()])


def test_a_message_without_a_date_is_one_all_the_same(case, tmp_path):
    dated = message()
    del dated["Date"]
    taken = take(case, tmp_path, "a.eml", dated.as_bytes())
    assert "taken apart into 3 exhibits" in taken[0].read.why_unread


def test_what_only_looks_like_a_message_is_read_as_before(case, tmp_path):
    assert (
        take(case, tmp_path, "t.txt", b"From: here\nto there. Date: none. It was a dark night at sea.\n")[0].depth == 0
    )
    assert len(case.exhibits.all()) == 1


def test_a_message_of_parts_within_parts_without_end_is_refused(case, tmp_path):
    head = b"From: a@example.org\nDate: Mon, 1 Jan 2024 00:00:00 +0000\nTo: b@example.org\nSubject: x\n"
    nested = b"Content-Type: message/rfc822\n\n" * 900
    (whole,) = take(case, tmp_path, "m.eml", head + nested + b"\nwords\n")
    assert "parts within parts deeper" in whole.read.why_unread


@pytest.mark.parametrize("charset", ["no-such", "utf\0-8", "koi8-r"])
def test_a_text_whose_charset_is_none_or_false_is_kept_as_it_is(case, tmp_path, charset):
    head = b"From: a@example.org\nDate: Mon, 1 Jan 2024 00:00:00 +0000\nTo: b@example.org\nSubject: x\n"
    words = b"it sailed \xc3\x28\n" if charset == "koi8-r" else b"it sailed\n"
    kind = f'Content-Type: text/plain; charset="{charset}"\n\n'.encode()
    _, text = take(case, tmp_path, "m.eml", head + kind + words)
    assert b"it sailed" in case.exhibits.open(text.read.exhibit).read()


def test_a_zip_with_a_nameless_member_is_refused(case, tmp_path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a", "words")
        archive.writestr("b", "words")
    data = buffer.getvalue().replace(b"a\x50\x4b", b"\x00\x50\x4b")  # its name in the directory ends before it begins
    (whole,) = take(case, tmp_path, "two.zip", data)
    assert not whole.read.recognised or "damaged" in whole.read.why_unread


def test_a_zip_of_days_becomes_an_exhibit_for_each_day(case, tmp_path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for day in ("01", "02"):
            row = f"457000001,2020-03-{day}T00:00:00,38.7,125.4,0.1,10,11,A,IMO9074729,9XYZ1,70,0,100,20,7.1,70,A\n"
            archive.writestr(
                f"days/{day}.csv",
                "MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName,IMO,CallSign,VesselType,Status,Length,Width,"
                "Draft,Cargo,TransceiverClass\n" + row,
            )
    whole, *days = take(case, tmp_path, "march.zip", buffer.getvalue())
    assert "zip of 2 files" in whole.read.why_unread
    assert [day.read.reading.counts["positions"] for day in days] == [1, 1]


def test_taken_again_nothing_is_doubled_and_a_check_proves_the_parts(case, tmp_path):
    data = warc((URL, "200 OK", PAGE, {}), (URL + "3", "200 OK", b"other words", {}))
    for _ in range(2):
        assert len(take(case, tmp_path, "a.warc", data)) == 3
    assert len(list(case.log.entries(act="part"))) == 2
    (check,) = taking_apart.check(case)
    assert (check.outcome, check.why) == (Outcome.PROVED, "taken apart again: the same 2 exhibits")


def test_a_part_that_the_whole_does_not_hold_fails_the_check(case, tmp_path):
    whole = take(case, tmp_path, "a.warc", warc((URL, "200 OK", PAGE, {})))[0]
    (tmp_path / "planted.txt").write_bytes(b"planted")
    planted = case.exhibits.add(tmp_path / "planted.txt")
    body = {"of": whole.read.exhibit.sha256, "place": "record 9", "notes": []}
    case.log.append("part", planted.sha256, body)
    (check,) = taking_apart.check(case)
    assert check.outcome is Outcome.FAILED
    assert "record 9" in check.why


def test_a_zip_with_a_damaged_member_gives_what_is_before_it_and_says_so(case, tmp_path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", "whole " * 50)
        archive.writestr("b.txt", "to be damaged " * 50)
    data = buffer.getvalue().replace(b"to be damaged to", b"to be damagEd to", 1)
    whole, *parts = take(case, tmp_path, "two.zip", data)
    assert [part.name for part in parts] == ["a.txt"]
    assert "member b.txt is damaged" in whole.read.why_unread
    assert whole.read.recognised


def test_a_body_that_is_not_as_its_headers_say_is_told_and_not_printed(case, tmp_path, capfd):
    packed = gzip.compress(os.urandom(30_000))
    damaged = packed[:20_000] + bytes(2_000) + packed[22_000:]
    data = warc((URL, "200 OK", damaged, {"Content-Encoding": "gzip"}), (URL + "3", "200 OK", b"other", {}))
    _, *parts = take(case, tmp_path, "a.warc", data)
    assert capfd.readouterr().err == ""
    assert len(parts) == 2
    first, second = (entry.body["notes"] for entry in case.log.entries(act="part"))
    assert any(note.startswith("not decoded as its headers say") for note in first)
    assert second == []
