"""A file is fetched whole, of one version, from the open internet only; or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from servers import BODY, Handler, Server, cut, redirect, serving, slow, whole

from fairlead.connectors import addresses
from fairlead.connectors.fetching import Fetched, Fetcher, Limits
from fairlead.connectors.manners import Pace
from fairlead.connectors.wire import Timeouts, Wire
from fairlead.errors import FairleadError, MisuseError, RefusedError, UnreachableError


class Desk:
    """A fetcher allowed to speak to one local server; ``slept`` keeps how long it would have waited."""

    def __init__(self, server: Server, folder: Path, **limits: float) -> None:
        self.server, self.folder = server, folder
        self.slept: list[float] = []
        over = Wire("Fairlead/test", frozenset({server.host}), Timeouts(2.0, 1.0))
        pace = Pace(folder / "asked", 0)
        self.fetcher = Fetcher(over, pace, Limits(**{"max_bytes": 1 << 20, **limits}), self.slept.append)  # type: ignore[arg-type]

    def get(self, path: str, begins: tuple[bytes, ...] = (b"<?xml",)) -> Fetched:
        return self.fetcher.fetch(self.server.url(path), self.folder, begins)

    def left(self) -> list[str]:
        return sorted(file.suffix for file in self.folder.iterdir() if file.is_file())


def test_a_file_comes_as_it_is_with_what_the_server_said(tmp_path: Path) -> None:
    with serving({"/list": whole(ETag='"a"', Content_Type="text/xml")}) as server:
        got = Desk(server, tmp_path).get("/list")
    assert got.path.read_bytes() == BODY
    assert (got.header("etag"), got.header("content-type"), got.peer) == ('"a"', "text/xml", "127.0.0.1")
    assert server.seen[0][1]["User-Agent"] == "Fairlead/test"
    assert server.seen[0][1]["Accept-Encoding"] == "identity"


def test_a_cut_connection_goes_on_where_it_was_cut(tmp_path: Path) -> None:
    with serving({"/list": cut(40_000, ['"a"'])}) as server:
        got = Desk(server, tmp_path).get("/list")
    assert got.path.read_bytes() == BODY
    assert got.resumed == 2
    assert [headers.get("Range") for _, headers in server.seen] == [None, "bytes=40000-", "bytes=80000-"]
    assert server.seen[1][1]["If-Range"] == '"a"'


def test_a_version_that_changes_midway_starts_anew_and_is_never_mixed(tmp_path: Path) -> None:
    new = BODY.replace(b"ABC", b"abc")

    def behave(handler: Handler) -> None:
        cut(40_000, ['"a"', '"b"'], BODY if handler.count == 1 else new)(handler)

    with serving({"/list": behave}) as server:
        got = Desk(server, tmp_path).get("/list")
    assert got.path.read_bytes() == new
    assert any("another version" in note for note in got.notes)


def test_a_server_that_ignores_if_range_is_found_out(tmp_path: Path) -> None:
    new = BODY.replace(b"ABC", b"abc")

    def behave(handler: Handler) -> None:
        if handler.count == 2:  # the rest of another version, as if it were the rest of ours
            handler.give(206, new[40_000:], ETag='"b"', Content_Range=f"bytes 40000-{len(new) - 1}/{len(new)}")
        else:
            cut(40_000 if handler.count == 1 else len(new), ['"a"', '"b"'], BODY if handler.count == 1 else new)(
                handler
            )

    with serving({"/list": behave}) as server:
        assert Desk(server, tmp_path).get("/list").path.read_bytes() == new


def test_without_a_strong_validator_nothing_is_joined(tmp_path: Path) -> None:
    def behave(handler: Handler) -> None:
        cut(40_000 if handler.count == 1 else len(BODY), ['W/"a"'])(handler)

    with serving({"/list": behave}) as server:
        got = Desk(server, tmp_path).get("/list")
    assert got.path.read_bytes() == BODY
    assert [headers.get("Range") for _, headers in server.seen] == [None, None]


def test_a_killed_run_is_gone_on_with(tmp_path: Path) -> None:
    with serving({"/list": cut(60_000, ['"a"'])}) as server:
        with pytest.raises(UnreachableError, match="gave up after 1 tries"):
            Desk(server, tmp_path, tries=1).get("/list")
        got = Desk(server, tmp_path).get("/list")
    assert got.path.read_bytes() == BODY
    assert server.seen[1][1]["Range"] == "bytes=60000-"


def test_a_part_that_was_whole_already_is_taken(tmp_path: Path) -> None:
    """Killed between the last byte and the end, the next run asks for nothing more and is told so (status 416)."""

    def behave(handler: Handler) -> None:
        if handler.headers.get("Range") == f"bytes={len(BODY)}-":
            handler.give(416, ETag='"a"', Content_Range=f"bytes */{len(BODY)}")
        else:
            cut(len(BODY) // 2, ['"a"'])(handler)

    with serving({"/list": behave}) as server:
        desk = Desk(server, tmp_path, tries=1)
        with pytest.raises(UnreachableError):
            desk.get("/list")
        part = next(tmp_path.glob("*.part"))
        part.write_bytes(BODY)
        assert desk.get("/list").path.read_bytes() == BODY


@pytest.mark.parametrize(
    ("behaviour", "error", "words"),
    [
        (whole(b"<!DOCTYPE html><p>Sorry", Content_Type="text/html"), UnreachableError, "expected a file that begins"),
        (whole(b"\x1f\x8b not declared"), UnreachableError, "expected a file that begins"),
        (lambda handler: handler.give(403, b"no"), UnreachableError, "found status 403"),
        (lambda handler: handler.give(204), UnreachableError, "found status 204"),
        (redirect("http://10.0.0.8/list"), RefusedError, "10.0.0.8"),
        (redirect("http://169.254.169.254/latest/meta-data/"), RefusedError, "no address of the open internet"),
        (redirect("http://127.0.0.1:1/list"), RefusedError, "127.0.0.1"),
        (redirect("http://[::ffff:192.168.0.1]/"), RefusedError, "192.168.0.1|ffff"),
        (redirect("file:///etc/passwd"), RefusedError, "no web address"),
        (redirect("/list"), UnreachableError, "redirected more than 5 times"),
        (whole(BODY * 12), RefusedError, "expected at most 1,048,576 bytes"),
    ],
)
def test_what_is_not_the_file_is_refused_and_leaves_nothing(
    tmp_path: Path, behaviour: object, error: type[FairleadError], words: str
) -> None:
    with serving({"/list": behaviour}) as server:  # type: ignore[dict-item]
        desk = Desk(server, tmp_path)
        with pytest.raises(error, match=words):
            desk.get("/list")
    assert desk.left() in ([], [".json"])
    assert not list(tmp_path.glob("*.part"))


def test_a_body_without_a_length_is_bounded_too(tmp_path: Path) -> None:
    def endless(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        piece = b"<?xml" + b"x" * 65_531
        for _ in range(64):
            handler.wfile.write(b"10000\r\n" + piece + b"\r\n")

    with serving({"/list": endless}) as server:
        desk = Desk(server, tmp_path)
        with pytest.raises(RefusedError, match="at most"):
            desk.get("/list")
    assert not list(tmp_path.glob("*.part"))


def test_a_busy_server_is_left_alone_as_long_as_it_asks(tmp_path: Path) -> None:
    def behave(handler: Handler) -> None:
        whole()(handler) if handler.count > 2 else handler.give((429, 503)[handler.count - 1], Retry_After="7")

    with serving({"/list": behave}) as server:
        desk = Desk(server, tmp_path)
        assert desk.get("/list").path.read_bytes() == BODY
    assert desk.slept == [7.0, 7.0]


def test_a_server_that_asks_for_an_hour_is_not_waited_for(tmp_path: Path) -> None:
    with serving({"/list": lambda handler: handler.give(429, Retry_After="3600")}) as server:
        desk = Desk(server, tmp_path)
        with pytest.raises(UnreachableError, match="left alone for 3600 s"):
            desk.get("/list")
    assert desk.slept == []
    assert len(server.seen) == 1


def test_a_server_that_drips_is_given_up(tmp_path: Path) -> None:
    with serving({"/list": slow(40, 0.1)}) as server:
        desk = Desk(server, tmp_path, tries=2, slow_for_s=0.5, least_bytes_per_s=1000)
        with pytest.raises(UnreachableError, match="too slow"):
            desk.get("/list")


def test_a_server_that_says_nothing_is_given_up(tmp_path: Path) -> None:
    with serving({"/list": slow(1, 2.0)}) as server:
        desk = Desk(server, tmp_path, tries=1)
        with pytest.raises(UnreachableError, match="no bytes in time"):
            desk.get("/list")


def test_a_length_that_is_not_kept_is_found_out(tmp_path: Path) -> None:
    longer = whole(Content_Length=str(len(BODY) + 9))
    with serving({"/list": longer}) as server, pytest.raises(UnreachableError, match="gave up"):
        Desk(server, tmp_path, tries=2).get("/list")


def test_a_name_that_leads_inside_is_refused_before_anything_is_sent(tmp_path: Path) -> None:
    over = Wire("Fairlead/test", resolver=lambda host, port: ["93.184.216.34", "192.168.1.1"])
    fetcher = Fetcher(over, Pace(tmp_path / "asked", 0), Limits(100))
    with pytest.raises(RefusedError, match=r"192\.168\.1\.1"):
        fetcher.fetch("http://lists.example/", tmp_path)


@pytest.mark.parametrize(
    "address",
    [
        "10.1.2.3",
        "127.0.0.1",
        "169.254.169.254",
        "0.0.0.0",
        "100.64.0.1",
        "::1",
        "fe80::1%eth0",
        "fc00::1",
        "224.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::",
    ],
)
def test_addresses_that_are_not_of_the_open_internet(address: str) -> None:
    assert not addresses.is_public(address)
    assert addresses.is_public("93.184.216.34")
    assert addresses.is_public("2606:2800:220:1::1")


@pytest.mark.parametrize("url", ["ftp://a.example/", "http://", "https://user:secret@a.example/", "http://a:port/"])
def test_what_is_no_web_address_is_misuse_and_a_password_is_not_repeated(url: str) -> None:
    with pytest.raises(MisuseError) as refusal:
        addresses.parts(url)
    assert "secret" not in str(refusal.value)


def test_encryption_is_not_given_up_on_the_way() -> None:
    with pytest.raises(RefusedError, match="unencrypted"):
        addresses.follow("https://a.example/x", "http://a.example/y")
    assert addresses.follow("https://a.example/x/y", "../z") == "https://a.example/z"
