"""Each primitive of the browser broken in turn: the page stops, says so, and no readable byte leaves it."""

from __future__ import annotations

import base64
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from browser_sources import BrowserSources
from served import CHROMIUM, NOT_BUILT
from served_here import Here, serving_here

from fairlead_drop.web import assets

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
    pytest.mark.skipif(assets.program() is None, reason=NOT_BUILT),
]
CANARY = "canary-at-the-third-buoy-카나리아"

# What a page's own objects do wrong, set before any script of the page runs.
ENVIRONMENT = {
    "no random numbers": "delete Crypto.prototype.getRandomValues",
    "zeros for random numbers": "Crypto.prototype.getRandomValues = (a) => a.fill(0)",
    "one value for random numbers": "Crypto.prototype.getRandomValues = (a) => a.fill(0xA7)",
    "the same random numbers again": "Crypto.prototype.getRandomValues = (a) => { for (let i = 0; i < a.length; i++) "
    "a[i] = (i * 167 + 13) % 256; return a; }",
    "no streams": "delete window.ReadableStream",
    "no transforming streams": "delete window.TransformStream",
    "no text encoder": "delete window.TextEncoder",
    "a text encoder that writes nothing": "TextEncoder.prototype.encode = () => new Uint8Array(0)",
    "no big integers": "delete window.BigInt",
    "numbers written wrongly": "DataView.prototype.setUint32 = () => {}",
    "arrays that copy nothing": "Uint8Array.prototype.set = () => {}",
    "parts of arrays wrong": "Uint8Array.prototype.subarray = function () { return this; }",
    "files read as nothing": "Blob.prototype.arrayBuffer = async () => new ArrayBuffer(0)",
    "base64 read wrongly": "window.atob = () => 'x'",
}

# Modules of the bundle that do wrong; `real` is the module itself.
MODULES = {
    "a cipher that leaves everything readable": (
        "@noble/ciphers/chacha.js",
        "export const chacha20poly1305 = () => ({ encrypt: (p) => { const c = new Uint8Array(p.length + 16); c.set(p); "
        "return c; }, decrypt: (c) => c.slice(0, -16) });",
    ),
    "a cipher with one pad for all": (
        "@noble/ciphers/chacha.js",
        "export const chacha20poly1305 = () => ({ encrypt: (p) => { const c = new Uint8Array(p.length + 16).fill(9); "
        "p.forEach((b, i) => { c[i] = b ^ 90; }); return c; }, decrypt: (c) => c.slice(0, -16).map((b) => b ^ 90) });",
    ),
    "derived keys of zeros": (
        "@noble/hashes/hkdf.js",
        "export const hkdf = (h, i, s, n, l) => new Uint8Array(l); export const extract = () => new Uint8Array(32); "
        "export const expand = (h, k, i, l) => new Uint8Array(l);",
    ),
    "a MAC of zeros": (
        "@noble/hashes/hmac.js",
        "export const hmac = Object.assign(() => new Uint8Array(32), { create: real.hmac.create });",
    ),
    "a hash of nothing": (
        "@noble/hashes/sha2.js",
        "export const sha256 = Object.assign(() => new Uint8Array(32).fill(7), { ...real.sha256 });",
    ),
    "keys of zeros": ("@noble/hashes/utils.js", "export const randomBytes = (n) => new Uint8Array(n);"),
    "a shared secret that everybody knows": (
        "@noble/post-quantum/hybrid.js",
        "export const MLKEM768X25519 = { ...real.MLKEM768X25519, encapsulate: (k) => ({ cipherText: "
        "real.MLKEM768X25519.encapsulate(k).cipherText, sharedSecret: new Uint8Array(32) }), "
        "decapsulate: () => new Uint8Array(32) };",
    ),
    "an age that seals nothing": (
        "age-encryption",
        "export class Encrypter { addRecipient() {} "
        "async encrypt(s) { return Object.assign(s, { size: (n) => n }); } }",
    ),
    "an age that writes plaintext behind a true header": (
        "age-encryption",
        "export class Encrypter extends real.Encrypter { async encrypt(s) { const head = await super.encrypt("
        "new Uint8Array(0)); const out = new ReadableStream({ async start(c) { c.enqueue(head); "
        "for await (const p of s) c.enqueue(p); c.close(); } }); "
        "return Object.assign(out, { size: (n) => n + head.length }); } }",
    ),
}


OFFLINE = ("zeros for random numbers", "no streams", "a text encoder that writes nothing", "parts of arrays wrong")


def _often(cases: Iterable[str], *often: str) -> list[Any]:
    """Return all cases; those that are not named are part of the long runs alone: each waits for a browser."""
    return [one if one in often else pytest.param(one, marks=pytest.mark.slow) for one in cases]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Here]:
    """Serve one drop for all tests here; nothing is ever filed in it but by the test that says so."""
    with serving_here(tmp_path_factory.mktemp("broken") / "drop", puzzle_bits=4) as made:
        yield made


@pytest.fixture(scope="session")
def broken_build(browser_sources: BrowserSources) -> Callable[[str, str], bytes]:
    """Return a function that bundles the program with one module replaced."""
    return browser_sources.broken


def traces(text: str) -> list[bytes]:
    """Return how the beginning of a text could look on the wire."""
    data = text.encode()[:24]
    based = [base64.b64encode(data[shift:])[:20] for shift in range(3)]
    return [data, quote(text).encode()[:24], text.encode("utf-16-le")[:30], data.hex().encode(), *based]


def tell(browser: Any, made: Here, script: str | None) -> Any:
    """Try to send the canary as a source would; return the page. What left the browser is in ``made.received``."""
    made.received.clear()
    page = browser.new_context().new_page()
    page.set_default_timeout(20_000)
    errors: list[Any] = []
    page.on("pageerror", lambda error: errors.append(error))
    elsewhere: list[str] = []
    page.on("request", lambda asked: elsewhere.append(asked.url) if not asked.url.startswith(made.url) else None)
    if script:
        page.add_init_script(script)
    page.goto(f"{made.url}/en/t1")
    for _ in range(200):  # a program that cannot even start leaves the page as it came
        if errors or page.locator("#seal:visible, #stopped.final").count():
            break
        page.wait_for_timeout(50)
    if page.locator("#seal").is_visible():
        page.fill("#message", CANARY * 40)
        file = {"name": f"{CANARY}.txt", "mimeType": "text/plain", "buffer": CANARY.encode() * 999}
        page.set_input_files("#files", [file])
        page.click("#seal button")
        page.wait_for_selector("#stopped.final, #state:has-text('Filed')")
    assert elsewhere == [], "it asks nobody but the drop"
    return page


def assert_nothing_left(page: Any, made: Here) -> None:
    assert b"GET /en/t1" in made.received, "the lines were recorded"
    for trace in traces(CANARY):
        assert trace not in made.received, trace
    assert page.locator("#stopped").is_visible()
    assert page.locator("form:visible").count() == 0
    assert page.locator("#stopped a[href$='/t2'], #stopped a[href$='/t3']").count() == 2
    assert page.url.endswith("/en/t1"), "it never goes to another way by itself"
    assert made.store.rows("SELECT 1 FROM tips") == []
    assert all(path.name.startswith("slot-") or path.stat().st_size == 0 for path in made.store.parts.iterdir())
    page.context.close()


@pytest.mark.parametrize(
    "broken", _often(ENVIRONMENT, "zeros for random numbers", "a text encoder that writes nothing", "no streams")
)
def test_a_browser_that_is_broken_sends_nothing_readable(broken: str, browser: Any, served: Here) -> None:
    assert_nothing_left(tell(browser, served, ENVIRONMENT[broken]), served)


@pytest.mark.slow  # npm brings what is bundled: the longest of all waits here
@pytest.mark.parametrize("broken", MODULES)
def test_a_primitive_that_is_broken_sends_nothing_readable(
    broken: str, browser: Any, broken_build: Callable[[str, str], bytes], served: Here
) -> None:
    with served.another_program(broken_build(*MODULES[broken])):
        assert_nothing_left(tell(browser, served, None), served)


@pytest.mark.parametrize("broken", _often(OFFLINE, "zeros for random numbers"))
def test_the_offline_page_stops_too(broken: str, browser: Any, served: Here, tmp_path: Path) -> None:
    offline = tmp_path / "offline.html"
    with urllib.request.urlopen(f"{served.url}/offline.html") as answer:
        offline.write_bytes(answer.read())
    page = browser.new_context().new_page()
    page.add_init_script(ENVIRONMENT[broken])
    page.goto(offline.as_uri())
    page.wait_for_selector("#reason")
    assert page.locator("form:visible, a[download]").count() == 0
    page.context.close()


def test_random_numbers_that_fail_after_the_test_stop_the_page_too(browser: Any, served: Here) -> None:
    late = "setTimeout(() => { Crypto.prototype.getRandomValues = (a) => a.fill(0); }, 0)"
    late = f"document.addEventListener('input', () => {{ {late} }}, true)"
    assert_nothing_left(tell(browser, served, late), served)


def test_a_program_changed_on_the_way_does_not_run(browser: Any, served: Here) -> None:
    page = browser.new_page()
    stolen = "document.querySelector('#seal').hidden = false"
    page.route("**/assets/drop-*.js", lambda route: route.fulfill(body=stolen, content_type="text/javascript"))
    page.goto(f"{served.url}/en/t1")
    page.wait_for_timeout(300)
    assert page.locator("form:visible").count() == 0
    page.close()


@pytest.mark.slow
def test_a_program_that_is_not_broken_does_send(
    browser: Any, broken_build: Callable[[str, str], bytes], tmp_path: Path
) -> None:
    """The way the others are broken breaks nothing by itself."""
    with (
        serving_here(tmp_path / "drop", puzzle_bits=4) as made,
        made.another_program(broken_build("@noble/ciphers/chacha.js", "")),
    ):
        page = tell(browser, made, None)
        assert page.locator("#state").inner_text().startswith("Filed")
        assert b"age-encryption.org/v1\n-> mlkem768x25519 " in made.received, "sealed bytes were recorded"
        assert not any(trace in made.received for trace in traces(CANARY))
        page.context.close()
