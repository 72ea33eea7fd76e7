"""As a source would: real Chromium, sealed in the browser, offline from file://, and without JavaScript; in Korean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from drop_world import reply_to
from served import CHROMIUM, NOT_BUILT, Served, serving

from fairlead_drop import log
from fairlead_drop.store import open_store
from fairlead_drop.web import assets
from fairlead_drop.words import Words
from fairlead_ledger import tips
from fairlead_ledger.filing import Filing, Leaf

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
    pytest.mark.skipif(assets.program() is None, reason=NOT_BUILT),
]
CANARY = "카나리아는 세 번째 부표에서 노래한다"
NAME = "카나리아-선하증권.pdf"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("served") / "drop", puzzle_bits=8, mailbox_quantum_ms=50) as made:
        yield made


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    context = browser.new_context(locale="ko-KR", accept_downloads=True)
    made = context.new_page()
    made.set_default_timeout(30_000)
    made.complaints = []
    made.on("console", lambda said: made.complaints.append(said.text) if said.type in ("error", "warning") else None)
    made.on("pageerror", lambda error: made.complaints.append(str(error)))
    yield made
    context.close()


def words_of(page: Any) -> Words:
    return Words.parse(" ".join(page.locator("#words-list li, ol.words li").all_inner_texts()))


def newest(served: Served) -> tuple[Leaf, dict[str, Any], list[tips.Part]]:
    with served.client as client:
        entry = served.office.ask(client, "list").json()["tips"][-1]
        sealed = served.office.fetch(client, entry["position"])
    return Leaf.loads(entry["leaf"].encode()), entry, served.office.open(sealed)


def a_file(tmp_path: Path, size: int = 200_000) -> Path:
    path = tmp_path / NAME
    path.write_bytes(CANARY.encode() * (size // len(CANARY.encode())))
    return path


def test_t1_seals_here_gets_an_answer_and_proves_the_filing(served: Served, page: Any, tmp_path: Path) -> None:
    file = a_file(tmp_path, 3_000_000)
    page.goto(f"{served.url}/ko/")
    page.get_by_role("link", name=re.compile("이 브라우저에서")).click()
    page.get_by_label("무엇을 알고 계십니까?").fill(CANARY)
    page.locator("#files").set_input_files(file)
    page.get_by_role("button", name="봉인하여 보내기").click()
    page.get_by_text("접수되었습니다").wait_for()
    words = words_of(page)

    leaf, entry, parts = newest(served)
    assert (leaf.tier, entry["mailbox"]) == ("T1", words.mailbox)
    assert parts[0] == tips.Header("T1", "tip", None, "ko", words.mailbox, str(words.identity.recipient()))
    assert parts[1] == tips.Text(CANARY)
    assert isinstance(parts[2], tips.FileStart)
    assert parts[2].name == NAME
    assert b"".join(part.data for part in parts if isinstance(part, tips.FileData)) == file.read_bytes()

    answer = "언제였습니까? <b>감사합니다</b>"
    with served.client as client:
        assert (
            served.office.ask(client, "reply", mailbox=words.mailbox, sealed=reply_to(words, answer)).status_code == 200
        )
        served.office.ask(client, "status", mailbox=words.mailbox, status="in_use")
    store = open_store(served.path)
    log.make_checkpoint(store, whole_day=False)
    page.goto(f"{served.url}/ko/mailbox")
    page.locator("#words").fill(words.text())
    page.get_by_role("button", name="우편함 열기").click()
    page.get_by_text(answer).wait_for()
    assert not page.locator("#words").is_visible(), "the words do not stay on the screen"
    page.get_by_text("검토 중").wait_for()
    page.get_by_text("이 브라우저에서 확인함").wait_for()
    assert CANARY not in page.content(), "what the source wrote is not shown"
    with page.expect_download() as saved:
        page.get_by_role("link", name="증명 저장").click()
    proof = Filing.loads(Path(saved.value.path()).read_bytes())
    assert proof.verify(store.folder.verifier).size >= 1
    assert proof.leaf == leaf
    store.close()

    page.locator("#message").fill("5월이었습니다")
    page.get_by_role("button", name="봉인하여 보내기").click()
    page.get_by_text("접수되었습니다").wait_for()
    _, again, parts = newest(served)
    assert again["mailbox"] == words.mailbox
    assert (parts[0].kind, parts[1].text) == ("message", "5월이었습니다")
    assert page.complaints == []


def test_answers_lost_on_the_line_neither_stop_the_page_nor_file_twice(served: Served, page: Any) -> None:
    def lose_the_first(route: Any) -> None:
        end = next((one for one in ("/api/upload", "/finish") if route.request.url.endswith(one)), None)
        if end and end not in seen:
            seen.append(end)
            route.fetch()  # the server has done it
            route.abort("connectionreset")  # and the source never hears of it
        else:
            route.continue_()

    with served.client as client:
        before = len(served.office.ask(client, "list").json()["tips"])
    seen: list[str] = []
    page.route(re.compile("/api/upload"), lose_the_first)
    page.goto(f"{served.url}/ko/t1")
    page.locator("#message").fill(CANARY)
    page.get_by_role("button", name="봉인하여 보내기").click()
    page.get_by_text("접수되었습니다").wait_for()
    assert seen == ["/api/upload", "/finish"]
    with served.client as client:
        assert len(served.office.ask(client, "list").json()["tips"]) == before + 1


def go_to(page: Any, wanted: str) -> None:
    """Press the tab key until the element with this id or text has the focus."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id || document.activeElement.textContent") == wanted:
            return
    raise AssertionError(f"no tab leads to {wanted}")


def test_a_keyboard_alone_sends_and_reads_the_mailbox(served: Served, page: Any) -> None:
    page.goto(f"{served.url}/ko/t1")
    page.locator("#seal").wait_for()
    go_to(page, "message")
    page.keyboard.type(CANARY)
    go_to(page, "봉인하여 보내기")
    page.keyboard.press("Enter")
    page.get_by_text("접수되었습니다").wait_for()
    words = words_of(page)
    page.goto(f"{served.url}/ko/mailbox")
    page.locator("#mailbox").wait_for()
    go_to(page, "words")
    page.keyboard.type(words.text())
    go_to(page, "우편함 열기")
    page.keyboard.press("Enter")
    page.get_by_text("접수됨, 아직 읽지 않음").wait_for()
    assert page.evaluate("document.activeElement.textContent") == "상태", "reading goes on where the answer begins"


def test_what_is_missing_is_said_where_it_is_seen_and_typing_goes_on_there(served: Served, page: Any) -> None:
    page.set_viewport_size({"width": 320, "height": 560})
    page.goto(f"{served.url}/ko/t1")
    page.get_by_role("button", name="봉인하여 보내기").click()
    told = page.get_by_text("먼저 글을 쓰거나 파일을 고르세요.")
    told.wait_for()
    box = told.bounding_box()
    assert 0 <= box["y"] < 560, "it stands in the part of the page that is seen"
    assert page.evaluate("document.activeElement.id") == "message"
    page.goto(f"{served.url}/ko/mailbox")
    page.locator("#words").fill("abandon " * 12)
    page.get_by_role("button", name="우편함 열기").click()
    page.get_by_text("목록에 있는 열두 단어가 아니거나").wait_for()
    page.locator("#words").fill(Words.generate().text())
    page.get_by_role("button", name="우편함 열기").click()
    page.get_by_text("이 단어로는 아무것도 없습니다").wait_for()
    assert page.evaluate("document.activeElement.id") == "words"


def test_t2_seals_from_a_file_without_any_network(served: Served, page: Any, tmp_path: Path) -> None:
    page.goto(f"{served.url}/ko/t2")
    with page.expect_download() as saved:
        page.get_by_role("link", name=re.compile("봉인 페이지 저장")).click()
    offline = tmp_path / "offline.html"
    saved.value.save_as(offline)
    page.context.set_offline(True)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(offline.as_uri())
    page.get_by_label("무엇을 알고 계십니까?").fill(CANARY)
    page.locator("#files").set_input_files(a_file(tmp_path))
    page.get_by_role("button", name="파일로 봉인").click()
    page.get_by_role("link", name="봉인된 파일 저장").wait_for()
    words = words_of(page)
    with page.expect_download() as saved:
        page.get_by_role("link", name="봉인된 파일 저장").click()
    sealed = tmp_path / "sealed.age"
    saved.value.save_as(sealed)
    assert all(url.startswith(("file:", "blob:")) for url in asked), asked
    assert CANARY.encode() not in sealed.read_bytes()

    page.context.set_offline(False)
    page.goto(f"{served.url}/ko/t2")
    page.get_by_label("봉인된 파일").set_input_files(sealed)
    page.get_by_role("button", name="봉인된 파일 업로드").click()
    page.get_by_role("heading", name="접수되었습니다").wait_for()
    leaf, entry, parts = newest(served)
    assert (leaf.tier, entry["mailbox"], parts[0].tier) == ("T2", words.mailbox, "T2")
    assert parts[1] == tips.Text(CANARY)
    assert page.complaints == []


def test_t3_works_without_javascript_and_warns_before_anything_is_typed(
    served: Served, browser: Any, tmp_path: Path
) -> None:
    context = browser.new_context(locale="ko-KR", java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served.url}/ko/t1")
    assert page.locator("form:visible").count() == 0
    page.get_by_role("link", name=re.compile("3. 자바스크립트 없이")).click()
    page.get_by_text("모두 읽을 수 있습니다").first.wait_for()
    assert page.locator("textarea, input").count() == 0, "nothing to type into beside the warning"
    page.get_by_role("link", name=re.compile("이해했습니다")).click()
    page.get_by_label("무엇을 알고 계십니까?").fill(CANARY)
    page.locator("#files").set_input_files(a_file(tmp_path))
    page.get_by_role("button", name=re.compile("서버로 보내기")).click()
    page.get_by_role("heading", name="접수되었습니다").wait_for()
    words = words_of(page)
    leaf, _, parts = newest(served)
    assert (leaf.tier, parts[0].tier, parts[0].language) == ("T3", "T3", "ko")
    with served.client as client:
        served.office.ask(client, "reply", mailbox=words.mailbox, sealed=reply_to(words, "받았습니다"))
    page.goto(f"{served.url}/ko/mailbox/plain")
    page.locator("#words").fill(words.text())
    page.get_by_role("button", name="우편함 열기").click()
    page.get_by_text("받았습니다").wait_for()
    context.close()
