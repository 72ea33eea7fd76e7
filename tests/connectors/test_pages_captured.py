"""A page is kept as it was served, with what proves it; robots and certificates are respected."""

from __future__ import annotations

import hashlib
import json
import ssl
from pathlib import Path
from types import SimpleNamespace

import pytest
from servers import Handler, Server, redirect, self_signed, serving, whole
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from fairlead.connectors import pages
from fairlead.connectors.fetching import Fetched, Limits
from fairlead.connectors.manners import Pace
from fairlead.connectors.wire import Timeouts, Wire
from fairlead.errors import RefusedError, UnreachableError

PAGE = b"<!DOCTYPE html><html><body><p>The Example Star was seen.</p></body></html>"


def capture(server: Server, folder: Path, path: str, trusted: ssl.SSLContext | None = None) -> Fetched:
    over = Wire("Fairlead/test", frozenset({server.host}), Timeouts(2.0, 1.0), trusted=trusted)
    limits = Limits(1 << 20)
    return pages.capture(server.url(path), over, Pace(folder / "asked", 0), limits, folder, lambda _: None)


def records(path: Path) -> list[tuple[str, str, bytes, dict[str, str]]]:
    """Return kind, address, block and headers of each record, the block byte for byte."""
    with path.open("rb") as stream:
        return [
            (
                record.rec_type,
                record.rec_headers.get_header("WARC-Target-URI") or "",
                record.raw_stream.read(),
                dict(record.rec_headers.headers),
            )
            for record in ArchiveIterator(stream, no_record_parse=True)
        ]


def chunked(handler: Handler) -> None:
    """Answer with odd but lawful headers, in chunks."""
    handler.wfile.write(b"HTTP/1.1 200 Fine\r\nX-odd:   two  blanks\r\nTransfer-Encoding: chunked\r\n\r\n")
    handler.wfile.write(b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE))
    handler.close_connection = True


def test_a_page_is_kept_byte_for_byte_as_it_was_served(tmp_path: Path) -> None:
    with serving({"/page": chunked}) as server:
        got = capture(server, tmp_path, "/page")
    by_kind = {kind: block for kind, _, block, _ in records(got.path)}
    assert by_kind["response"].startswith(b"HTTP/1.1 200 Fine\r\nX-odd:   two  blanks\r\n")
    assert by_kind["response"].endswith(b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE))
    assert by_kind["request"].startswith(b"GET /page HTTP/1.1\r\n")
    told = json.loads(by_kind["metadata"])
    assert told["response_block_sha256"] == hashlib.sha256(by_kind["response"]).hexdigest()
    assert told["certificates"] == []


def test_other_programs_read_it_and_find_its_digests_right(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serving({"/page": whole(PAGE, Content_Type="text/html")}) as server:
        got = capture(server, tmp_path, "/page")

    assert Checker(SimpleNamespace(inputs=[str(got.path)], verbose=True)).process_all() == 0
    assert "digest pass" in capsys.readouterr().out
    with got.path.open("rb") as stream:
        bodies = [each.content_stream().read() for each in ArchiveIterator(stream) if each.rec_type == "response"]
    assert bodies == [PAGE]


def test_the_certificates_are_bound_to_the_page(tmp_path: Path) -> None:
    file = self_signed(tmp_path)
    trusted = ssl.create_default_context(cafile=str(file))
    with serving({"/page": whole(PAGE)}, file) as server:
        got = capture(server, tmp_path, "/page", trusted)
    told = json.loads(next(block for kind, _, block, _ in records(got.path) if kind == "metadata"))
    expected = ssl.PEM_cert_to_DER_cert(file.read_text()[file.read_text().index("-----BEGIN CERT") :])
    assert told["certificates_sha256"] == [hashlib.sha256(expected).hexdigest()]
    assert got.chain == (expected,)
    assert told["tls"].startswith("TLSv1.")


def test_a_page_behind_a_certificate_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    certificate = self_signed(tmp_path)
    with (
        serving({"/page": whole(PAGE)}, certificate) as server,
        pytest.raises(UnreachableError, match="certificate is not trusted"),
    ):
        capture(server, tmp_path, "/page")
    assert not list(tmp_path.glob("*.warc"))


def test_each_step_of_a_redirect_is_kept(tmp_path: Path) -> None:
    with serving({"/old": redirect("/page", 301), "/page": whole(PAGE)}) as server:
        got = capture(server, tmp_path, "/old")
    assert got.final_url == server.url("/page")
    answers = [(url, block[:12]) for kind, url, block, _ in records(got.path) if kind == "response"]
    assert answers == [(server.url("/old"), b"HTTP/1.1 301"), (server.url("/page"), b"HTTP/1.1 200")]


@pytest.mark.parametrize(
    ("behaviour", "words"),
    [
        (lambda handler: handler.give(404, b"gone"), "found status 404"),
        (lambda handler: handler.give(200, b""), "with 0 bytes"),
        (whole(b"x" * (1 << 21)), "at most"),
        (redirect("http://10.9.8.7/"), r"10\.9\.8\.7"),
        (lambda handler: handler.give(200, PAGE, Content_Length="9999"), "broke off"),
    ],
)
def test_what_is_no_page_leaves_no_file(tmp_path: Path, behaviour: object, words: str) -> None:
    refused = pytest.raises((RefusedError, UnreachableError), match=words)
    with serving({"/page": behaviour}) as server, refused:  # type: ignore[dict-item]
        capture(server, tmp_path, "/page")
    assert not list(tmp_path.glob("*.warc"))


def robots(server: Server, folder: Path) -> pages.Robots:
    over = Wire("Fairlead/test", frozenset({server.host}), Timeouts(2.0, 1.0))
    return pages.robots(over, Pace(folder / "asked", 0), server.url("/private/page"))


@pytest.mark.parametrize(
    ("behaviour", "allowed"),
    [
        (whole(b"User-agent: *\nDisallow: /private\n"), False),
        (whole(b"User-agent: *\nDisallow: /other\n"), True),
        (lambda handler: handler.give(404), True),
        (lambda handler: handler.give(503), False),
        (redirect("/elsewhere.txt"), False),
        (whole(b"User-agent: *\nAllow: /\n" + b"#" * (1 << 21)), True),
    ],
)
def test_robots_are_asked_before_a_page_is_taken(tmp_path: Path, behaviour: object, allowed: bool) -> None:
    rules = {"/robots.txt": behaviour, "/elsewhere.txt": whole(b"User-agent: *\nDisallow: /")}
    with serving(rules) as server:  # type: ignore[arg-type]
        assert robots(server, tmp_path).allowed is allowed
