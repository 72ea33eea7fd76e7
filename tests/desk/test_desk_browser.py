"""The desk in a real browser: what a person does first, accessibility, weight. Skips where there is no Chromium."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
import uvicorn

from fairlead.desk import serving
from fairlead.desk.app import create
from fairlead.dossier import pdf

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")

SCREENS = (
    "/occasions",
    "/exhibits",
    "/ships",
    "/ships/imo-9000001",
    "/subjects?name=Example%20Minister",
    "/claims",
    "/findings",
    "/states",
    "/states/CN",
    "/news",
    "/build",
)
BUDGET = 300_000  # bytes over the wire of the first screen, the map library aside
FLAGS = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-background-networking"]


@contextmanager
def served(desk: Any) -> Iterator[None]:
    """Serve a desk on loopback."""
    server = uvicorn.Server(uvicorn.Config(create(desk.place), log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [desk.bound]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def address(office) -> Iterator[str]:
    """Serve the office's desk, and yield its one-time address."""
    desk = serving.own(office.case)
    with served(desk):
        yield desk.address


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """One Chromium for all tests here; each gets a context of its own in it, as with an empty profile."""
    program = pdf.browser()
    if program is None:
        pytest.skip("this machine has no Chromium")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium, address) -> Iterator[Any]:
    """A browser's page that is signed in; what it asks of another address, or complains of, fails the test."""
    ours = address.split("/?")[0]
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, base_url=ours)
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda line: wrong.append(line.text) if line.type == "error" else None)
    allowed = (ours, "blob:", "data:")
    page.on("request", lambda asked: None if asked.url.startswith(allowed) else wrong.append(asked.url))
    page.goto(address)
    yield page
    context.close()
    assert wrong == []


def test_a_newcomer_reaches_the_proof_of_the_first_occasion_in_two_presses(page):
    page.click("table.list tbody tr:first-child td.what a")
    page.click("button.cell.shown >> nth=0")
    page.wait_for_selector("#panel table.rows tr.asked")
    assert page.locator("#panel table.rows tr.asked").count() == 9
    page.keyboard.press("Escape")
    assert page.locator("#panel").is_hidden()


def test_a_facet_narrows_the_list_without_leaving_the_page_and_its_address_can_be_shared(page):
    page.check('[name="basis"][value="stated"]')
    page.wait_for_url("**/occasions?basis=stated")
    page.wait_for_function("document.querySelectorAll('table.list tbody tr').length === 1")
    page.reload()
    assert page.locator("table.list tbody tr").count() == 1


def test_an_occasion_is_opened_and_the_act_taken_back_from_its_page(page):
    page.click("table.list tbody tr:first-child td.what a")
    page.get_by_role("button", name="Open it").click()
    page.wait_for_url("**/occasions/1*")
    assert "status s-open" in page.content()
    page.click(".acts .undo button")
    page.wait_for_selector(".s-withdrawn")


def complaints(page, path: str) -> list[Any]:
    """Return what axe has against a page."""
    results = axe.Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
    broken = results.response["violations"]
    return [(path, each["id"], [node["html"][:140] for node in each["nodes"][:3]]) for each in broken]


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
def test_axe_finds_no_violation_on_any_screen(page, office, scheme):
    page.emulate_media(color_scheme=scheme)
    found = []
    for path in (
        *SCREENS,
        f"/occasions/{office.occasions[0].id}",
        f"/exhibits/{office.page}",
        f"/exhibits/{office.sha256}",
    ):
        page.goto(path)
        page.wait_for_timeout(150)
        found += complaints(page, path)
    assert found == []


def test_the_first_screen_weighs_less_than_its_budget(page):
    weights: dict[str, int] = {}
    page.on("response", lambda answer: weights.update({answer.url: int(answer.headers.get("content-length", 0))}))
    page.goto("/occasions")
    page.wait_for_timeout(1500)
    ours = {url: size for url, size in weights.items() if "maplibre-gl" not in url and url.startswith("http")}
    assert sum(ours.values()) < BUDGET, ours


@pytest.fixture
def shared(office) -> Iterator[Any]:
    """Serve the office's desk for several people, and yield its workplace."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    desk = serving.shared(office.case, f"http://localhost:{port}", port)
    with served(desk):
        yield desk.place


def person(chromium, place) -> Any:
    """Open a browser of somebody with an authenticator of their own, which knows them by finger or PIN."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, base_url=place.entrance.site.origin)
    page = context.new_page()
    devices = context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    kind = {
        "protocol": "ctap2",
        "ctap2Version": "ctap2_1",
        "transport": "internal",
        "automaticPresenceSimulation": True,
    }
    able = dict.fromkeys(("hasResidentKey", "hasUserVerification", "hasPrf", "isUserVerified"), True)
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": kind | able})
    return page


def joined(page, place, name: str, *roles: str) -> None:
    """Join by an invitation with a passkey, and be admitted."""
    page.goto(f"/join?token={place.entrance.accounts.invite(name)}")
    page.click("button.passkey")
    page.wait_for_selector("text=A custodian has to admit you")
    account = next(each for each in place.entrance.accounts.all() if each.name == name)
    place.case.log.enrol(account.key, roles, name)


def test_a_passkey_joins_signs_in_and_opens_the_key_that_signs(chromium, shared, office):
    page = person(chromium, shared)
    joined(page, shared, "A. Analyst", "investigator")
    page.goto("/")
    page.click("details.me summary")
    page.get_by_role("button", name="Leave").click()
    page.wait_for_selector("text=Sign in with a passkey")
    page.click("button.passkey")
    page.wait_for_url("**/occasions")
    page.click("table.list tbody tr:first-child td.what a")
    page.get_by_role("button", name="Open it").click()
    page.wait_for_url("**/occasions/1*")
    account = shared.entrance.accounts.all()[0]
    assert list(office.case.log.entries(act="open"))[-1].actor == account.actor
    page.context.close()


def test_a_passkey_without_a_secret_of_its_own_is_refused_and_the_other_way_named(chromium, shared):
    page = person(chromium, shared)
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.disable")
    devices.send("WebAuthn.enable")
    kind = {"protocol": "ctap2", "transport": "internal", "automaticPresenceSimulation": True}
    able = dict.fromkeys(("hasResidentKey", "hasUserVerification", "isUserVerified"), True)
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": kind | able})
    page.goto(f"/join?token={shared.entrance.accounts.invite('B. Person')}")
    page.click("button.passkey")
    page.wait_for_selector("#passkey-said:not([hidden])")
    assert "password with one-time codes" in page.inner_text("#passkey-said")
    assert shared.entrance.accounts.all()[0].key is None
    page.context.close()


def test_axe_finds_no_violation_at_the_entrance_and_on_the_accounts_screen(chromium, shared):
    page = person(chromium, shared)
    page.goto("/")
    found = complaints(page, "/")
    page.goto(f"/join?token={shared.entrance.accounts.invite('C. Custodian')}")
    found += complaints(page, "/join")
    page.click("button.passkey")
    page.wait_for_selector("text=A custodian has to admit you")
    found += complaints(page, "waiting")
    account = shared.entrance.accounts.all()[0]
    shared.case.log.enrol(account.key, ["custodian"], account.name)
    for path in ("/accounts", "/account"):
        page.goto(path)
        found += complaints(page, path)
    assert found == []
    page.context.close()


def test_the_tour_goes_over_the_real_screens_and_ends_when_told(page):
    page.goto("/tour")
    page.click("[data-tour]")
    for n in range(1, 9):
        page.wait_for_selector(f".tournote :text('{n} of 9')")
        page.click(".tournote button:text-is('Next')")
    page.wait_for_url("**/findings")
    page.click(".tournote button:text-is('Done')")
    page.wait_for_selector(".tournote", state="detached")
    page.goto("/occasions")
    assert page.locator(".tournote").count() == 0


def test_the_map_is_taken_along_as_a_picture_of_both_kinds(page, tmp_path):
    page.goto("/occasions")
    for _ in range(100):
        if page.evaluate("() => Boolean(globalThis.deskMap?.loaded())"):
            break
        page.wait_for_timeout(100)
    for kind, begins in (("PNG", b"\x89PNG"), ("SVG", b"<svg")):
        with page.expect_download() as waiting:
            page.click(f"#pictures button:text-is('{kind}')")
        file = tmp_path / kind
        waiting.value.save_as(file)
        assert file.read_bytes().startswith(begins)
        assert file.stat().st_size > 2000
    assert 'class="l-occasions b-observed"' in (tmp_path / "SVG").read_text()


def test_a_chart_is_taken_along_as_png_too(page, tmp_path):
    page.goto("/states/CN")
    with page.expect_download() as waiting:
        page.click("button.aspng >> nth=0")
    waiting.value.save_as(tmp_path / "chart.png")
    assert (tmp_path / "chart.png").read_bytes().startswith(b"\x89PNG")
