"""As a source would in Firefox, set as Tor Browser's "Safer": all three ways in Korean, once over an onion address.

Not Tor Browser itself: its patches and NoScript are not here. Takes minutes, and skips where Firefox or tor are absent.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from drop_world import ORIGIN, reply_to
from firefox import FIREFOX, SAFER, Firefox, firefox, through, words_of
from served import NOT_BUILT, Served, serving
from tor_network import GENCERT, TOR, tor_network

from fairlead.vault.dropclient import DropClient
from fairlead_drop import log
from fairlead_drop.store import open_store
from fairlead_drop.web import assets
from fairlead_drop.words import Words
from fairlead_ledger import tips
from fairlead_ledger.filing import Filing, Leaf

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(FIREFOX is None, reason="no Firefox on this machine"),
    pytest.mark.skipif(assets.program() is None, reason=NOT_BUILT),
]
needs_tor = pytest.mark.skipif(TOR is None or GENCERT is None, reason="no tor on this machine")
CANARY = "카나리아는 세 번째 부표에서 노래한다"
NAME = "카나리아-선하증권.pdf"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Return a drop with the work that it asks for by default: here nothing is compiled, and it must still be done."""
    with serving(tmp_path_factory.mktemp("served") / "drop", puzzle_bits=16) as made:
        yield made


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    with firefox(tmp_path_factory.mktemp("safer"), network__proxy__type=0) as made:
        yield made


def a_file(place: Path, size: int = 2_000_000) -> Path:
    path = place / NAME
    path.write_bytes((CANARY.encode() * (size // len(CANARY.encode()) + 1))[:size])
    return path


def newest(served: Served) -> tuple[Leaf, dict[str, Any], list[tips.Part]]:
    with served.client as client:
        entry = served.office.ask(client, "list").json()["tips"][-1]
        sealed = served.office.fetch(client, entry["position"])
    return Leaf.loads(entry["leaf"].encode()), entry, served.office.open(sealed)


def files_of(parts: list[tips.Part]) -> bytes:
    return b"".join(part.data for part in parts if isinstance(part, tips.FileData))


def answer(served: Served, words: Words, text: str) -> None:
    """Let the office answer, and the log have its checkpoint."""
    with served.client as client:
        said = served.office.ask(client, "reply", mailbox=words.mailbox, sealed=reply_to(words, text))
        assert said.status_code == 200
        served.office.ask(client, "status", mailbox=words.mailbox, status="in_use")
    store = open_store(served.path)
    log.make_checkpoint(store, whole_day=False)
    store.close()


def test_the_settings_of_safer_hold_and_nothing_can_be_compiled(served: Served, tab: Firefox) -> None:
    tab.go(f"{served.url}/ko/")
    assert {name: tab.setting(name) for name in SAFER} == SAFER
    assert tab.run("return typeof WebAssembly") == "undefined"
    assert tab.run("return navigator.language") == "en-US"
    assert tab.run("return new Date().getTimezoneOffset()") == 0
    assert "이 브라우저에서" in tab.text()


def test_t1_seals_answers_and_proves_in_korean(served: Served, tab: Firefox, tmp_path: Path) -> None:
    file = a_file(tmp_path)
    tab.go(f"{served.url}/ko/t1")
    began = time.monotonic()
    tab.find("#seal")
    tested = time.monotonic() - began
    tab.type("#message", CANARY)
    tab.type("#files", str(file))
    began = time.monotonic()
    tab.click("#seal button")
    tab.until("접수되었습니다")
    print(f"self-test {tested:.1f} s; work of 16 bits, sealing and sending 2 MB {time.monotonic() - began:.1f} s")
    words = Words.parse(" ".join(words_of(tab)))

    leaf, entry, parts = newest(served)
    assert (leaf.tier, entry["mailbox"]) == ("T1", words.mailbox)
    assert parts[0] == tips.Header("T1", "tip", None, "ko", words.mailbox, str(words.identity.recipient()))
    assert parts[1] == tips.Text(CANARY)
    assert [part.name for part in parts if isinstance(part, tips.FileStart)] == [NAME]
    assert files_of(parts) == file.read_bytes()

    said = "언제였습니까? <b>감사합니다</b>"
    answer(served, words, said)
    tab.go(f"{served.url}/ko/mailbox")
    tab.type("#words", words.text())
    tab.click("#mailbox button")
    tab.until(said)
    tab.until("이 브라우저에서 확인함")
    assert CANARY not in tab.text()
    tab.click("a[download]")
    proof = Filing.loads(tab.saved("filing-*.json").read_bytes())
    store = open_store(served.path)
    assert proof.verify(store.folder.verifier).size >= 1
    store.close()
    assert proof.leaf == leaf
    tab.type("#message", "5월이었습니다")
    tab.click("#seal button")
    tab.until("접수되었습니다")
    _, again, parts = newest(served)
    assert (again["mailbox"], parts[0].kind, parts[1].text) == (words.mailbox, "message", "5월이었습니다")


def test_t2_seals_from_a_file_and_the_upload_is_taken(
    served: Served, tab: Firefox, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    tab.go(f"{served.url}/ko/t2")
    tab.click("a[download]")
    page = tab.saved("offline*.html")
    # The device without a network: a Firefox of its own, whose only way out is a port where nobody listens.
    with firefox(tmp_path_factory.mktemp("offline"), **through(1)) as offline:
        offline.go(page.as_uri())
        offline.type("#message", CANARY)
        offline.type("#files", str(a_file(tmp_path)))
        offline.click("#seal button")
        words = Words.parse(" ".join(words_of(offline)))
        offline.click("a[download]")
        sealed = offline.saved("sealed*.age")
        assert CANARY.encode() not in sealed.read_bytes()
        tab.type("#file", str(sealed))
        tab.click("form button")
        tab.until("접수되었습니다")
    leaf, entry, parts = newest(served)
    assert (leaf.tier, entry["mailbox"], parts[1].text) == ("T2", words.mailbox, CANARY)
    assert files_of(parts) == a_file(tmp_path).read_bytes()
    answer(served, words, "받았습니다")
    tab.go(f"{served.url}/ko/mailbox")
    tab.type("#words", words.text())
    tab.click("#mailbox button")
    tab.until("받았습니다")


def test_t3_works_at_safest_where_no_script_runs(
    served: Served, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    place = tmp_path_factory.mktemp("safest")
    with firefox(place, network__proxy__type=0, javascript__enabled=False, svg__disabled=True) as safest:
        send_plain_and_read(served, safest, served.url, tmp_path)


def send_plain_and_read(served: Served, tab: Firefox, url: str, place: Path) -> None:
    """T3 as a source goes: from the first page on, through the warning, to the reply, and an answer to it."""
    tab.go(f"{url}/ko/t3")
    assert not tab.texts("textarea, input"), "nothing to type into beside the warning"
    tab.click("main a.button")
    tab.type("#message", CANARY)
    tab.type("#files", str(a_file(place, 300_000)))
    tab.click("form button")
    tab.until("접수되었습니다")
    words = Words.parse(" ".join(words_of(tab)))
    leaf, _, parts = newest(served)
    assert (leaf.tier, parts[0].tier, parts[0].language, parts[1].text) == ("T3", "T3", "ko", CANARY)
    assert files_of(parts) == a_file(place, 300_000).read_bytes()
    answer(served, words, "받았습니다")
    tab.go(f"{url}/ko/mailbox/plain")
    tab.type("#words", words.text())
    tab.click("form button")
    tab.until("받았습니다")
    tab.type("#message", "고맙습니다")
    tab.click("form[enctype] button")
    tab.until("접수되었습니다")
    assert newest(served)[2][1].text == "고맙습니다"


@needs_tor
def test_all_of_it_over_an_onion_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The published recipe, as it stands but for paths, in a Tor network of its own, before a drop on a socket file."""
    socket_file = tmp_path / "http.sock"
    with (
        serving(tmp_path / "drop", socket_file, puzzle_bits=16) as served,
        tor_network(tmp_path / "tor", socket_file) as onion,
        firefox(tmp_path / "firefox", **through(onion.socks)) as tab,
    ):
        url = f"http://{onion.onion}"
        tab.go(f"{url}/ko/t1")
        assert tab.run("return window.isSecureContext") is True, "as in Tor Browser, an onion address is secure"
        tab.type("#message", CANARY)
        tab.type("#files", str(a_file(tmp_path)))
        began = time.monotonic()
        tab.click("#seal button")
        tab.until("접수되었습니다")
        print(f"2 MB sealed and sent over six relays in {time.monotonic() - began:.1f} s")
        words = Words.parse(" ".join(words_of(tab)))
        leaf, _, parts = newest(served)
        assert (leaf.tier, parts[1].text) == ("T1", CANARY)
        assert files_of(parts) == a_file(tmp_path).read_bytes()
        answer(served, words, "어느 부두였습니까?")
        tab.go(f"{url}/ko/mailbox")
        tab.type("#words", words.text())
        tab.click("#mailbox button")
        tab.until("어느 부두였습니까?")
        tab.type("#message", "세 번째")
        tab.click("#seal button")
        tab.until("접수되었습니다")
        assert newest(served)[2][1].text == "세 번째"
        send_plain_and_read(served, tab, url, tmp_path)
        monkeypatch.setenv("ALL_PROXY", f"socks5h://127.0.0.1:{onion.socks}")
        office = DropClient(url, ORIGIN, served.office.key)
        assert len(office.ask("list", after=-1)["tips"]) == 4
        assert served.office.open(b"".join(office.fetch(0)))[1].text == CANARY, "the office pulls over it too"
