"""Two people in one Chromium, each with a passkey: an occasion is opened, asked about, answered, concluded.

What they hand over is checked by the verifier that a stranger gets. The slow run begins with raw files and `find`.
"""

from __future__ import annotations

import base64
import zipfile
from pathlib import Path

import pytest

from fairlead.dossier import verifier

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from test_desk_browser import joined, person, shared  # noqa: F401 - the fixtures of the browser


def signed_in_again(page) -> None:
    """Leave, and come back with the passkey, which opens the key that signs."""
    page.goto("/news")
    page.click("details.me summary")
    page.get_by_role("button", name="Leave").click()
    page.wait_for_selector("text=Sign in with a passkey")
    page.click("button.passkey")
    page.wait_for_url("**/occasions")


def choose_first(page) -> None:
    page.goto("/occasions")
    page.click("table.list tbody tr:first-child td.what a")


def concluded(one, other) -> None:
    """Let one person open, ask, record the reply and propose; let the other confirm."""
    choose_first(one)
    one.get_by_role("button", name="Open it").click()
    one.wait_for_url("**/occasions/1*")
    one.click("summary:text-is('Request to an addressee')")
    letter = one.locator("details details form[action$='/request']").first
    one.locator(".acts details details summary").first.click()
    letter.locator("textarea[name=question]").first.fill("What did she carry?")
    letter.locator("[name=deadline]").fill("2999-01-01")
    letter.get_by_role("button", name="Record the request").click()
    one.wait_for_selector("text=What did she carry?")
    one.click("summary:text-is('Reply received')")
    answer = one.locator("form[action$='/reply']")
    answer.locator("[name=state]").select_option("specific denial")
    answer.locator("[name=text]").fill("She was empty.")
    answer.get_by_role("button", name="Record the reply").click()
    one.wait_for_selector("text=She was empty.")
    one.click("summary:text-is('Propose a finding')")
    finding = one.locator("form[action$='/propose']")
    finding.locator("[name=outcome][value='not found']").check()
    finding.locator("[name=grounds]").fill("the reply, and that nothing shows the cargo")
    finding.locator("[name=concluding]").fill("A. Analyst")
    finding.get_by_role("button", name="Propose").click()
    one.wait_for_selector("text=A. Analyst")
    assert one.locator("form[action$='/confirm'] button").count() == 1
    one.locator("form[action$='/confirm'] button").click()
    one.wait_for_selector("text=who proposed a finding cannot confirm it")
    other.goto("/occasions/1")
    other.locator("form[action$='/confirm'] [name=concluding]").fill("B. Colleague")
    other.locator("form[action$='/confirm'] button").click()
    other.wait_for_selector(".s-not-found")


def handed_over(page, folder: Path) -> Path:
    page.goto("/occasions/1")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Dossier (verifies offline)").click()
    archive = folder / "dossier.zip"
    waiting.value.save_as(archive)
    return archive


def dragged_in(page, files: list[Path]) -> None:
    """Drop files onto the screen, as a person drags them out of a folder."""
    given = [{"name": path.name, "data": base64.b64encode(path.read_bytes()).decode()} for path in files]
    held = page.evaluate_handle(
        """(given) => { const held = new DataTransfer();
            for (const { name, data } of given)
                held.items.add(new File([Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0))], name));
            return held; }""",
        given,
    )
    page.dispatch_event("#drop", "drop", {"dataTransfer": held})
    assert page.evaluate("() => document.querySelector('#add [name=files]').files.length") == len(files)


def taken(page, kind: str, folder: Path) -> bytes:
    """Take the dossier along in another form, and return its bytes."""
    page.goto("/occasions/1")
    with page.expect_download(timeout=120_000) as waiting:
        page.get_by_role("button", name=kind, exact=True).click()
    waiting.value.save_as(folder / kind)
    return (folder / kind).read_bytes()


@pytest.mark.wide  # by default each step without a browser: test_desk_acts.py; passkeys: test_desk_browser.py
def test_a_finding_made_by_two_people_verifies_where_a_stranger_checks_it(chromium, shared, office, tmp_path):  # noqa: F811
    one, other = person(chromium, shared), person(chromium, shared)
    joined(one, shared, "A. Analyst", "investigator")
    joined(other, shared, "B. Colleague", "investigator")
    signed_in_again(one)
    concluded(one, other)
    account = next(each for each in shared.entrance.accounts.all() if each.name == "A. Analyst")
    assert next(office.case.log.entries(act="open")).actor == account.actor
    checks = list(verifier.check(handed_over(other, tmp_path)))
    assert checks
    assert [check for check in checks if check[0] == "failed"] == []
    history = [(entry.act, entry.actor) for entry in office.case.log.entries() if entry.act in ("finding", "dossier")]
    proposed, confirmed, made = [actor for _, actor in history]
    assert proposed != confirmed == made
    for page in (one, other):
        page.context.close()


@pytest.mark.slow
def test_from_raw_files_to_a_verified_dossier_by_two_people(chromium, tmp_path, own_home):
    """The whole loop in the browser: files of a simulated sea are added and found in, then as above."""
    import gathering

    from fairlead.case import Case, verify
    from fairlead.simulate import sea

    sea(tmp_path / "sea", 3)
    case = Case.create(tmp_path / "case", "Simulated sea")
    desk = gathering.shared(case)
    with gathering.served(desk):
        one, other = person(chromium, desk.place), person(chromium, desk.place)
        joined(one, desk.place, "A. Analyst", "investigator")
        joined(other, desk.place, "B. Colleague", "investigator")
        one.goto("/build")
        files = [path for path in sorted((tmp_path / "sea").iterdir()) if path.name not in ("truth.json", "README.txt")]
        dragged_in(one, files)
        one.locator("#add [name=marking]").select_option("clear")
        one.get_by_role("button", name="Add", exact=True).click()
        one.wait_for_selector("#jobs :text('files kept')", timeout=300_000)
        one.get_by_role("button", name="Find occasions").click()
        one.wait_for_selector("#jobs :text('occasions:')", timeout=1_800_000)
        concluded(one, other)
        checks = list(verifier.check(handed_over(other, tmp_path)))
        assert [check for check in checks if check[0] == "failed"] == []
        assert taken(other, "Word", tmp_path).startswith(b"PK")
        assert taken(other, "PDF", tmp_path).startswith(b"%PDF")
        with zipfile.ZipFile(tmp_path / "dossier.zip") as packed:
            page = next(name for name in packed.namelist() if name.endswith("dossier.html"))
            assert "She was empty." in packed.read(page).decode()
        assert verify(case.root).ok
        for page in (one, other):
            page.context.close()
