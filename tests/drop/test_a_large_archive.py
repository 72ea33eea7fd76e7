"""200 MB of photographs in Korean, by T1 over a line that breaks and by T2 from a file, to an answer and back."""

from __future__ import annotations

import hashlib
import os
import random
import re
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from drop_world import reply_to
from served import CHROMIUM, NOT_BUILT, Served, serving
from test_in_a_browser import words_of

from fairlead_drop import wording
from fairlead_drop.web import assets
from fairlead_ledger import age, tips

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
    pytest.mark.skipif(assets.program() is None, reason=NOT_BUILT),
]
SIZE = 200_000_000
NAME = "부두-사진.zip"
TEXTS = wording.texts("ko")
LONG_MS = 900_000


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("archive") / NAME
    lot = random.Random(200)
    with path.open("wb") as file:
        for _ in range(SIZE // 1_000_000):
            file.write(lot.randbytes(1_000_000))
    return path


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serving(tmp_path / "drop", puzzle_bits=8, mailbox_quantum_ms=50) as made:
        yield made


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    context = browser.new_context(locale="ko-KR", accept_downloads=True)
    made = context.new_page()
    made.set_default_timeout(LONG_MS)
    yield made
    context.close()


def memory_mb() -> int:
    """Return the resident memory of the largest renderer of this process' own Chromium, in MB."""
    most, parents, sizes = 0, {}, {}
    for folder in Path("/proc").iterdir():
        with suppress(OSError):
            if folder.name.isdigit():
                status = (folder / "status").read_text()
                parents[folder.name] = re.search(r"PPid:\s+(\d+)", status)[1]  # type: ignore[index]
                if b"--type=renderer" in (folder / "cmdline").read_bytes() and (
                    found := re.search(r"VmRSS:\s+(\d+)", status)
                ):
                    sizes[folder.name] = int(found[1]) // 1000
    for process, size in sizes.items():
        above = process
        while above not in ("0", str(os.getpid())):
            above = parents.get(above, "0")
        most = max(most, size if above != "0" else 0)
    return most


@contextmanager
def measured() -> Iterator[dict[str, float]]:
    """Measure time, and the largest memory of a page."""
    took: dict[str, float] = {"page MB before": memory_mb(), "page MB at most": 0}
    over = threading.Event()

    def watch() -> None:
        while not over.wait(0.25):
            took["page MB at most"] = max(took["page MB at most"], memory_mb())

    watching = threading.Thread(target=watch)
    began = time.monotonic()
    watching.start()
    try:
        yield took
    finally:
        over.set()
        watching.join()
        took["s"] = round(time.monotonic() - began, 1)


def opened(served: Served, archive: Path) -> tuple[list[tips.Part], str]:
    """Fetch and open the newest tip as a stream; check the archive in it; return the other parts and its mailbox."""
    with served.client as client:
        entry = served.office.ask(client, "list").json()["tips"][-1]
        sealed = served.office.fetch(client, entry["position"])
    digest, others = hashlib.sha256(), []
    pieces = (sealed[start : start + 1_000_000] for start in range(0, len(sealed), 1_000_000))
    for part in tips.read_tip(age.open_stream(pieces, [served.office.identity])):
        if isinstance(part, tips.FileData):
            digest.update(part.data)
        else:
            others.append(part)
    with archive.open("rb") as file:
        assert digest.hexdigest() == hashlib.file_digest(file, "sha256").hexdigest()
    return others, entry["mailbox"]


def answer_and_read(served: Served, page: Any, mailbox: str) -> None:
    """Answer, open the mailbox with the words, read, write again."""
    words = page.kept_words
    assert words.mailbox == mailbox
    with served.client as client:
        served.office.ask(client, "reply", mailbox=mailbox, sealed=reply_to(words, "사진을 받았습니다. 언제였습니까?"))
    page.goto(f"{served.url}/ko/mailbox")
    page.locator("#words").fill(words.text())
    page.get_by_role("button", name=TEXTS["open_mailbox"]).click()
    page.get_by_text("사진을 받았습니다").wait_for()
    page.locator("#message").fill("5월 3일이었습니다")
    page.get_by_role("button", name=TEXTS["seal_send"]).click()
    page.get_by_text(TEXTS["state_filed"]).wait_for()
    with served.client as client:
        entry = served.office.ask(client, "list").json()["tips"][-1]
        parts = served.office.open(served.office.fetch(client, entry["position"]))
    assert (entry["mailbox"], parts[1]) == (mailbox, tips.Text("5월 3일이었습니다"))


def wait_for_percent(page: Any, wanted: int) -> None:
    """Wait until so much was sent, as the page says."""
    while True:
        found = re.search(r"\d+", page.locator("#state").inner_text())
        if found and int(found[0]) >= wanted:
            return
        page.wait_for_timeout(50)


def test_t1_goes_on_where_the_line_broke(served: Served, page: Any, archive: Path) -> None:
    sent: list[int] = []
    page.on("request", lambda request: sent.append(int(request.url.split("at=")[1])) if "?at=" in request.url else None)
    page.goto(f"{served.url}/ko/t1")
    page.get_by_label(TEXTS["message_label"]).fill("부두에서 찍은 사진입니다")
    page.locator("#files").set_input_files(archive)
    with measured() as took:
        page.get_by_role("button", name=TEXTS["seal_send"]).click()
        for cut_at in (30, 70):
            wait_for_percent(page, cut_at)
            page.context.set_offline(True)
            page.get_by_text(TEXTS["state_waiting"]).wait_for()
            page.wait_for_timeout(1500)
            page.context.set_offline(False)
        page.get_by_text(TEXTS["state_filed"]).wait_for()
    page.kept_words = words_of(page)
    others, mailbox = opened(served, archive)
    print("T1", took, f"{len(sent)} pieces sent, {len(set(sent))} places")
    assert sent[0] == 0
    assert sent.count(0) == 1, "it did not begin anew"
    assert isinstance(others[2], tips.FileStart)
    assert others[2].name == NAME
    answer_and_read(served, page, mailbox)
    assert took["page MB at most"] < 700


def test_t2_seals_it_without_a_network(served: Served, page: Any, archive: Path, tmp_path: Path) -> None:
    page.goto(f"{served.url}/ko/t2")
    with page.expect_download() as saved:
        page.get_by_role("link", name=re.compile("봉인 페이지 저장")).click()
    offline, sealed = tmp_path / "offline.html", tmp_path / "sealed.age"
    saved.value.save_as(offline)
    page.context.set_offline(True)
    page.goto(offline.as_uri())
    page.get_by_label(TEXTS["message_label"]).fill("부두에서 찍은 사진입니다")
    page.locator("#files").set_input_files(archive)
    with measured() as took:
        page.get_by_role("button", name=TEXTS["offline_seal"]).click()
        page.get_by_role("link", name=TEXTS["offline_save"]).wait_for()
        page.kept_words = words_of(page)
        with page.expect_download() as saved:
            page.get_by_role("link", name=TEXTS["offline_save"]).click()
        saved.value.save_as(sealed)
    print("T2", took, f"{sealed.stat().st_size} bytes")
    page.context.set_offline(False)
    page.goto(f"{served.url}/ko/t2")
    page.locator("input[type=file]").set_input_files(sealed)
    page.get_by_role("button", name=TEXTS["t2_send"]).click()
    page.get_by_role("heading", name=TEXTS["title_filed"]).wait_for()
    others, mailbox = opened(served, archive)
    assert others[1] == tips.Text("부두에서 찍은 사진입니다")
    answer_and_read(served, page, mailbox)
    assert subprocess.run(["grep", "-c", "사진", str(sealed)], capture_output=True, check=False).stdout.strip() == b"0"
