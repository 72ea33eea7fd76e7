"""The desk in a real browser: what a person does first, accessibility, weight. Skips where there is no Chromium."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing
from typing import Any
from urllib.parse import urlsplit

import gathering
import pytest
from desk_axe import NO_MAP, complaints
from desk_office import Office, with_a_page
from found_case import START, at_home, copied

from fairlead.desk import serving

FIRST = ("/occasions", "/occasions/{occasion}", "/exhibits/{track}?judge=3")  # where most work is done
SCREENS = (
    "/exhibits",
    "/exhibits/{page}",
    "/ships",
    "/ships/imo-9000001",
    "/subjects?name=Example%20Minister",
    "/claims",
    "/findings",
    "/states",
    "/states/CN",
    "/news",
    "/build",
    "/identities?of=imo:9000001",
    "/search?q=coal",
    "/tour",
    "/left-alone",
    "/caps?goods=petroleum&year=2018",
)
BUDGET = 300_000  # bytes over the wire of the first screen, the map library aside


@pytest.fixture(scope="module")
def desk(tmp_path_factory, desk_app) -> Iterator[tuple[Office, Any]]:
    """One case for the tests here that share a browser's page, and a desk on it that is served."""
    root = tmp_path_factory.mktemp("browsed")
    with at_home(root / "home"):
        office = Office(copied(with_a_page, root / "case", root / "home"), desk_app)
        own = serving.own(office.case)
        with gathering.served(own):
            yield office, own


@pytest.fixture(scope="module")
def browsing(chromium, desk) -> Iterator[tuple[Any, Any, list[str]]]:
    """Two pages that are signed in, without the map and with it; what they asked of others or complained of."""
    address = desk[1].address
    ours = address.split("/?")[0]
    allowed = (ours, "blob:", "data:")
    wrong: list[str] = []
    contexts = [chromium.new_context(viewport={"width": 1280, "height": 800}, base_url=ours) for _ in range(2)]
    contexts[0].add_init_script(NO_MAP)
    pages = [context.new_page() for context in contexts]
    for page in pages:
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda line: wrong.append(line.text) if line.type == "error" else None)
        page.on("request", lambda asked: None if asked.url.startswith(allowed) else wrong.append(asked.url))
    pages[0].goto(address)
    contexts[1].add_cookies(contexts[0].cookies())
    yield pages[0], pages[1], wrong
    for context in contexts:
        context.close()


@pytest.fixture
def watching(browsing, desk, own_home, monkeypatch) -> Iterator[tuple[Any, Any]]:
    """The pages of all tests here; what they ask of another address, or complain of, fails the test."""
    plain, mapped, wrong = browsing
    monkeypatch.setenv("FAIRLEAD_HOME", str(desk[0].case.root.parent / "home"))  # whose keys the case knows
    yield plain, mapped
    said, wrong[:] = list(wrong), []
    assert said == []


def at_the_list(page: Any) -> Any:
    """Bring a page to the whole list, if it is elsewhere."""
    if urlsplit(page.url).path != "/occasions" or urlsplit(page.url).query:
        page.goto("/occasions")
    return page


@pytest.fixture
def page(watching) -> Any:
    """A page that is signed in, on which no map is drawn."""
    return at_the_list(watching[0])


@pytest.fixture
def mapped(watching) -> Any:
    """A page that is signed in, and draws the map."""
    return at_the_list(watching[1])


def test_a_newcomer_reaches_the_proof_of_the_first_occasion_in_two_presses(mapped):
    page = mapped
    page.click("table.list tbody tr:first-child td.what a")
    page.click("button.cell.shown >> nth=0")
    page.wait_for_selector("#panel table.rows tr.asked")
    assert page.locator("#panel table.rows tr.asked").count() == 9
    page.keyboard.press("Escape")
    assert page.locator("#panel").is_hidden()


def test_a_facet_narrows_the_list_without_leaving_the_page_and_its_address_can_be_shared(page):
    page.check('[name="basis"][value="stated"]')
    page.wait_for_url("**/occasions?basis=stated")
    page.wait_for_function("() => document.querySelectorAll('table.list tbody tr').length === 1")
    page.reload()
    assert page.locator("table.list tbody tr").count() == 1


def test_an_occasion_is_opened_and_the_act_taken_back_from_its_page(page):
    page.click("table.list tbody tr:first-child td.what a")
    page.get_by_role("button", name="Open it").click()
    page.wait_for_url("**/occasions/1*")
    page.wait_for_selector(".status.s-open")
    page.click(".acts .undo button")
    page.wait_for_selector(".s-withdrawn")


@pytest.mark.parametrize(
    ("scheme", "screens"),
    [
        ("light", FIRST),
        pytest.param("light", SCREENS, marks=pytest.mark.wide),
        pytest.param("dark", (*FIRST, *SCREENS), marks=pytest.mark.slow),
    ],
    ids=["light, first", "light", "dark"],
)
def test_no_screen_is_wider_than_a_phone_and_axe_finds_no_violation_on_any(page, mapped, desk, scheme, screens):
    """Each is loaded as narrow as a phone, then made wide; the list once more, with its map."""
    office, found, over = desk[0], [], {}
    wide = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    names = {"occasion": office.occasions[0].id, "page": office.page, "track": office.sha256}
    for path in (screen.format(**names) for screen in screens):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": 390, "height": 800})
        try:
            page.goto(path)
            over[path] = page.evaluate(wide)
        finally:
            page.set_viewport_size({"width": 1280, "height": 800})
        at = mapped if path == "/occasions" else page
        if at is mapped:
            mapped.emulate_media(color_scheme=scheme)
            mapped.goto(path)
        at.wait_for_timeout(50)
        found += complaints(at, path)
        for each in (page, mapped):
            each.emulate_media(color_scheme="light")
    assert {path: width for path, width in over.items() if width > 0} == {}
    assert found == []


def test_the_first_screen_weighs_less_than_its_budget(mapped):
    page = mapped
    weights: dict[str, int] = {}
    page.on("response", lambda answer: weights.update({answer.url: int(answer.headers.get("content-length", 0))}))
    page.goto("/occasions", wait_until="networkidle")
    ours = {url: size for url, size in weights.items() if "maplibre-gl" not in url and url.startswith("http")}
    assert sum(ours.values()) < BUDGET, ours


@pytest.fixture
def shared(office) -> Iterator[Any]:
    """Serve the office's desk for several people, and yield its workplace."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    desk = serving.shared(office.case, f"http://localhost:{port}", port)
    with gathering.served(desk):
        yield desk.place


def person(chromium, place) -> Any:
    """Open a browser of somebody with an authenticator of their own, which knows them by finger or PIN."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, base_url=place.entrance.site.origin)
    context.add_init_script(NO_MAP)
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


def test_axe_finds_no_violation_at_the_entrance(chromium, shared):
    page = person(chromium, shared)
    page.goto("/")
    found = complaints(page, "/")
    page.goto(f"/join?token={shared.entrance.accounts.invite('C. Custodian')}")
    assert found + complaints(page, "/join") == []
    page.context.close()


@pytest.mark.wide  # by default the entrance, above
def test_axe_finds_no_violation_while_somebody_waits_and_on_the_accounts_screens(chromium, shared):
    page = person(chromium, shared)
    page.goto(f"/join?token={shared.entrance.accounts.invite('C. Custodian')}")
    page.click("button.passkey")
    page.wait_for_selector("text=A custodian has to admit you")
    found = complaints(page, "waiting")
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


def test_a_map_drawn_by_the_processor_is_dragged_with_fewer_pixels_and_whole_again_at_rest(mapped):
    mapped.wait_for_function("() => globalThis.deskMap?.loaded()")
    seen = "() => ({ at: deskMap.getCenter().lng, pixels: deskMap.getPixelRatio() })"
    before, box = mapped.evaluate(seen), mapped.locator("#map").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    mapped.mouse.move(x, y)
    mapped.mouse.down()
    mapped.mouse.move(x + 120, y, steps=6)
    assert mapped.evaluate(seen)["pixels"] == before["pixels"] / 2
    mapped.mouse.up()
    mapped.wait_for_function(f"() => deskMap.getPixelRatio() === {before['pixels']}")
    assert abs(mapped.evaluate(seen)["at"] - before["at"]) > 0.1


def test_the_map_is_taken_along_as_a_picture_of_both_kinds(mapped, tmp_path):
    page = mapped
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


def test_a_ships_lanes_are_taken_along_as_a_picture_that_stands_alone(page, desk, tmp_path):
    report = {"row": 1, "mmsi": 445000001, "imo": 9000001, "t_us": START, "name": "EXAMPLE <STAR>", "draught_dm": 52}
    desk[0].read(desk[0].sha256, "static_reports", [report, {**report, "row": 2, "t_us": START + 86_400_000_000}])
    page.goto("/ships/imo-9000001")
    for kind, begins in (("PNG", b"\x89PNG"), ("SVG", b"<svg")):
        with page.expect_download() as waiting:
            page.click(f".taken button:text-is('{kind}')")
        waiting.value.save_as(tmp_path / kind)
        assert (tmp_path / kind).read_bytes().startswith(begins)
    assert "EXAMPLE &lt;STAR&gt;" in (tmp_path / "SVG").read_text()
    assert "drawn from what the case holds" in (tmp_path / "SVG").read_text()
    assert "class=" in (tmp_path / "SVG").read_text()
    assert 'fill="rgb' in (tmp_path / "SVG").read_text()


def test_playback_begins_with_the_occasion_though_a_sign_beside_it_lies_days_before(page, desk):
    hour, began = 3_600_000_000, 1_552_348_800_000_000  # 2019-03-12
    sign = {"id": "sign", "kind": "impossible_movement", "mmsi": 1, "label": "sign"}
    sign |= {"start_us": began - 90 * hour, "end_us": began - 90 * hour}
    points = [[began - 100 * hour, 35.0, 124.0], [began + 10 * hour, 35.1, 124.0]]
    track = {"start": "2019-03-12T00:00:00Z", "ships": [{"mmsi": 1, "label": "A", "points": points}]}
    silence = sign | {"id": "silence", "kind": "gap", "label": "gap", "end_us": began + 9 * hour, "start_us": began}
    track |= {"events": [sign, silence], "own": ["sign"], "places": []}
    page.route("**/track*", lambda route: route.fulfill(json=track))
    page.goto(f"/occasions/{desk[0].occasions[0].id}")
    page.wait_for_function("() => document.getElementById('atsaid').textContent")
    said, scale = (page.locator(which).text_content() for which in ("#atsaid", "#lanes"))
    page.unroute("**/track*")
    assert said.startswith("2019-03-12 00:00 UTC")
    assert "2019-03-07 20:00 to 2019-03-12 10:00 UTC, a fine line at each midnight" in scale
    assert "gap: not heard" in scale


def test_an_occasion_is_drawn_over_time_on_its_own_page(page, desk):
    svg = (
        '<svg class="graph" viewBox="0 0 9 9" role="img" aria-label="Made up"><path class="curve" d="M0 0L9 9"/></svg>'
    )
    pictures = [{"svg": svg, "caption": "Distance between <b>two</b>."}]
    page.route("**/pictures", lambda route: route.fulfill(json={"pictures": pictures}))
    page.goto(f"/occasions/{desk[0].occasions[0].id}")
    page.locator("#drawn").scroll_into_view_if_needed()
    figure = page.wait_for_selector("#drawn figure")
    assert figure.query_selector("svg path.curve") is not None
    assert figure.query_selector("figcaption").text_content() == "Distance between <b>two</b>."
    page.unroute("**/pictures")
    page.reload()
    page.locator("#drawn").scroll_into_view_if_needed()
    page.wait_for_function("() => !document.querySelector('#drawn > p')?.textContent.startsWith('drawing')")
