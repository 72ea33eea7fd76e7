"""The pages for people: four languages, keyboard, screen readers, 320 px, without scripts; nothing foreign."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from drop_world import CALL, Drop, reply_to
from served import CHROMIUM, NOT_BUILT, Served, serving

from fairlead_drop import wording
from fairlead_drop.web import assets, markup

PAGES = ("", "protects", f"call/{CALL.id}", "t1", "t2", "t3", "t3/form", "mailbox", "mailbox/plain", "nowhere")
FIRST = ("", "t1", "t3/form")  # the first page, the one with a program, and the longest form
LANGUAGES = wording.LANGUAGES
in_chromium = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("served") / "drop", puzzle_bits=4) as made:
        yield made


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_text_with_the_same_places_to_fill(language: str) -> None:
    def places(text: str | list[str]) -> list[str]:
        return sorted(re.findall(r"\{\w+\}", text if isinstance(text, str) else " ".join(text)))

    english, own = wording.texts("en"), wording.texts(language)
    assert own.keys() == english.keys()
    for key, text in own.items():
        assert places(text) == places(english[key]), key
        assert language == "en" or key in ("dir",) or text != english[key], f"{key} is not translated"


@pytest.mark.parametrize(("language", "third"), [("en", "third"), ("ko", "셋째"), ("zh", "第三"), ("ru", "третьем")])
def test_the_first_page_promises_nothing_that_the_third_way_does_not_keep(language: str, third: str) -> None:
    lead = wording.texts(language)["lead_home"]
    assert third in lead, "who reads what is sent depends on the way"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_no_page_holds_a_script_a_style_or_anything_from_elsewhere(drop: Drop, language: str, page: str) -> None:
    answer = drop.client.get(f"/{language}/{page}")
    assert answer.status_code == (404 if page == "nowhere" else 200)
    html = answer.text
    assert f'<html lang="{language}" dir="ltr">' in html
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\son\w+=|style=|javascript:", html)
    for link in re.findall(r'(?:src|href|action)="([^"]*)"', html):
        assert link.startswith(("/", "#")), link
    for tag in re.findall(r"<(?:script|link)[^>]*>", html):
        assert 'integrity="sha384-' in tag
    assert "set-cookie" not in answer.headers
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"


def test_the_style_sheet_is_ready_for_right_to_left() -> None:
    sheet = assets.style().decode()
    assert not re.search(
        r"(?:margin|padding|border|inset)-(?:left|right)|text-align:\s*(?:left|right)|\b(?:left|right):", sheet
    )
    assert "url(" not in sheet
    assert "@import" not in sheet


def test_what_an_office_writes_is_shown_as_text() -> None:
    evil = "<script>alert(1)</script>\"'&"
    assert markup.render(evil) == "&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#x27;&amp;"
    assert markup.element("p", evil, title=evil).count("<") == 2


@pytest.fixture(scope="module")
def phone(browser: Any) -> Iterator[Any]:
    """Return a tab of a small phone."""
    context = browser.new_context(viewport={"width": 320, "height": 640}, bypass_csp=True)
    yield context.new_page()
    context.close()


def fits(tab: Any) -> bool:
    return bool(tab.evaluate("document.documentElement.scrollWidth") <= 320)


def look(tab: Any, served: Served, language: str, page: str) -> None:
    """Open a page as on a small phone; nothing overflows, and axe finds nothing in light or dark."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    tab.goto(f"{served.url}/{language}/{page}")
    if page in ("t1", "mailbox") and assets.program() is not None:
        tab.wait_for_selector("form:visible")
    assert fits(tab)
    for scheme in ("light", "dark"):
        tab.emulate_media(color_scheme=scheme)
        only = {"runOnly": ["color-contrast"]} if scheme == "dark" else {}  # the rest does not know of colours
        found = axe.run(tab, options=only)
        assert found.violations_count == 0, found.generate_report()


@in_chromium
@pytest.mark.parametrize(
    "page", [page if page in FIRST else pytest.param(page, marks=pytest.mark.wide) for page in PAGES]
)
def test_axe_finds_nothing_on_any_page(served: Served, phone: Any, page: str) -> None:
    """Each page in one language; all in all languages are a longer run."""
    look(phone, served, LANGUAGES[PAGES.index(page) % len(LANGUAGES)], page)


@in_chromium
@pytest.mark.wide(after=1)
@pytest.mark.parametrize("language", sorted(LANGUAGES, reverse=True, key=lambda language: language == "ru"))
def test_nothing_overflows_at_320_px_in_any_language(drop: Drop, browser: Any, language: str) -> None:
    """Each page as it is served, without its program: the program's own forms are looked at above."""
    context = browser.new_context(viewport={"width": 320, "height": 640}, java_script_enabled=False)
    tab, style = context.new_page(), f"<style>{assets.style().decode()}</style>"
    for page in PAGES:
        html = drop.client.get(f"/{language}/{page}").text
        bare, count = re.subn(r"<link[^>]*stylesheet[^>]*>", lambda _: style, html)
        assert count == 1
        tab.set_content(re.sub(r"<script[^>]*></script>", "", bare))
        box = tab.locator("html").evaluate("(root) => [root.scrollWidth, root.clientWidth]")
        assert box[0] <= 320 == box[1], (language, page)
    context.close()


@in_chromium
@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_axe_finds_nothing_on_any_page_in_any_language(served: Served, phone: Any, language: str, page: str) -> None:
    look(phone, served, language, page)


@in_chromium
def test_a_keyboard_alone_reaches_everything_of_a_form(served: Served, browser: Any) -> None:
    tab = browser.new_page()
    tab.goto(f"{served.url}/en/t3/form")
    seen = []
    for _ in range(30):
        tab.keyboard.press("Tab")
        seen.append(tab.evaluate("document.activeElement.id || document.activeElement.textContent"))
    assert seen[0] == "Skip to content"
    for wanted in ("kind", "call", "message", "files", "Send to this server, which seals it"):
        assert wanted in seen
    tab.close()


@in_chromium
def test_an_opened_mailbox_and_a_filed_page_pass_axe_too(served: Served, browser: Any, tmp_path: Path) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    from fairlead_drop import log
    from fairlead_drop.store import open_store
    from fairlead_drop.web import assets
    from fairlead_drop.words import Words

    if assets.program() is None:
        pytest.skip(NOT_BUILT)
    context = browser.new_context(viewport={"width": 320, "height": 640}, bypass_csp=True)
    tab = context.new_page()
    tab.goto(f"{served.url}/ru/t3/form")
    tab.fill("#message", "x")
    tab.click("button")
    tab.wait_for_selector("ol.words")
    assert axe.run(tab).violations_count == 0, axe.run(tab).generate_report()
    words = Words.parse(" ".join(tab.locator("ol.words li").all_inner_texts()))
    with served.client as client:
        served.office.ask(client, "reply", mailbox=words.mailbox, sealed=reply_to(words, "y" * 500))
    store = open_store(served.path)
    log.make_checkpoint(store, whole_day=False)
    store.close()
    for path in ("mailbox", "mailbox/plain"):
        tab.goto(f"{served.url}/ru/{path}")
        tab.fill("#words", words.text())
        tab.click("form:visible button")
        tab.get_by_text("yyyyy").wait_for()
        assert axe.run(tab).violations_count == 0, axe.run(tab).generate_report()
        assert tab.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()
