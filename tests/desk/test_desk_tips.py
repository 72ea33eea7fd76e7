"""Tips and awards at the desk: intake sees them; what they say is shown where the offline key is, and nowhere else."""

from __future__ import annotations

import html
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gathering
import pytest
from desk_axe import complaints, of_pages
from desk_routes import MARKUP, filled, routes_of, smuggled
from starlette.testclient import TestClient

sys.path.append(str(Path(__file__).resolve().parent.parent / "drop"))

from drop_world import CALL, ORIGIN, Drop, settings
from drop_world import Office as DropOffice

from fairlead.awards import programme
from fairlead.desk import access, serving
from fairlead.evidence import actors
from fairlead.vault.dropclient import DropClient
from fairlead.vault.holder import Holder
from fairlead_drop.settings import Folder
from fairlead_drop.store import Store
from fairlead_drop.web.server import application
from fairlead_drop.web.service import Service
from fairlead_ledger import age, tips
from fairlead_ledger import office as signing

SECRET = f"The ship lay at the third buoy, and I saw the papers. {MARKUP}"
FILE = (f"bill of lading {MARKUP.replace('/', '_')}.jpg", b"CANARY-IN-A-FILE " * 400)


@pytest.fixture
def drop(tmp_path: Path) -> Iterator[Drop]:
    """Return a drop with one epoch and one call."""
    side, days = DropOffice(), ["2026-02-01"]
    store = Store(Folder.create(tmp_path / "drop", settings(side)), today=lambda: days[-1])
    store.publish_recipients(signing.sign(side.recipients(), side.key))
    store.publish_call(signing.sign(CALL, side.key))
    service = Service(store)
    with TestClient(application(store, service), base_url="http://drop.test") as client:  # type: ignore[arg-type]
        yield Drop(client, store, side, days, service)


@pytest.fixture
def holder(drop: Drop, tmp_path: Path) -> Holder:
    file = tmp_path / "identity.txt"
    file.write_text(drop.office.identity.secret_text() + "\n")
    return Holder(file)


@pytest.fixture
def people(office, drop, holder) -> dict[str, Any]:
    """Return a browser for each role of a shared desk, on a case in which one tip was pulled and opened."""
    office.share()
    office.case.vault.epochs.begin([str(drop.office.identity.recipient())], 365)
    found = {role: office.member(f"A {role}", role) for role in access.ROLES}
    with signed(office, found["intake"]):
        office.case.vault.know("http://drop.test", ORIGIN, str(drop.store.folder.verifier))
        drop.send_plain(SECRET, (FILE,))
        office.case.vault.pull(DropClient("http://drop.test", ORIGIN, drop.office.key, drop.client))
        office.case.vault.open(office.case.vault.tips()[0], holder, "to assess it")
        office.case.vault.grade(office.case.vault.tips()[0], "C3", f"a reason {MARKUP}")
    return found


def signed(office, browser):
    return actors.signing(office.place.sessions.find(browser.client.cookies[office.place.cookie]).key)


def the_tip(office):
    return office.case.vault.tips()[0]


@pytest.mark.parametrize("roles", [("investigator", "payer"), pytest.param(access.ROLES, marks=pytest.mark.slow)])
def test_intake_sees_the_tip_and_nobody_else_a_word_a_name_or_a_mailbox_of_it(office, people, holder, roles):
    """Generated: every page and every answer, in every role, with the tip and its sealed exhibits in every address."""
    tip = the_tip(office)
    parts = office.case.vault.parts(tip)
    hidden = ["third buoy", "bill of lading", "CANARY", str(tip.mailbox)]
    hidden += [office.case.exhibits.label(one, holder.open).sha256 for one, _ in parts]
    for role in roles:
        browser = people[role]
        for path, method, endpoint in routes_of(office.app):
            if method != "GET":
                continue
            things = {"exhibit": [one.sha256 for one, _ in parts], "tip": [tip.id], "award": [tip.id]}
            for address in filled(path, {**things, "occasion": [office.occasions[0].id]}):
                answer = browser.get(address + ("?q=buoy" if path.endswith("search") else ""))
                assert answer.status_code != 500, address
                for word in hidden:
                    assert word not in answer.text, (role, address, word)
                if role != "intake" and access.need_of(endpoint).kind != "award" and "assets" not in path:
                    assert tip.id not in answer.text.replace(address, ""), (role, address)


@pytest.mark.parametrize("path", ["/exhibits/{}", "/api/v1/exhibits/{}", "/api/v1/exhibits/{}/bytes"])
def test_a_sealed_exhibit_is_a_sources_whatever_the_route(office, people, path):
    sealed = office.case.vault.parts(the_tip(office))[0][0].sha256
    for role, browser in people.items():
        if role != "intake":
            assert browser.get(path.format(sealed)).status_code == 403, role
    listed = people["investigator"].get("/api/v1/exhibits").json()
    assert sealed not in {each["sha256"] for each in listed}


def test_what_is_new_tells_intake_of_tips_and_the_team_of_the_rest(office, people):
    for browser in people.values():
        if browser.get("/news").status_code == 200:
            browser.post("/api/v1/news/seen")
    with signed(office, people["intake"]):
        office.case.vault.grade(the_tip(office), "B2", "two others agree")
    office.case.register.open(office.occasions[0])
    seen = {
        role: {each["act"] for each in people[role].get("/api/v1/news").json()["acts"]}
        for role in people
        if role != "payer"
    }
    assert seen["intake"] == {"tip_grade", "open"}
    for role in ("reader", "investigator", "custodian", "adjudicator"):
        assert seen[role] == {"open"}, role


@pytest.mark.wide(after=1)
@pytest.mark.parametrize(("path", "scheme"), [("/tips/{}", "light"), ("/tips", "light"), ("/tips/{}", "dark")])
def test_axe_finds_no_violation_where_tips_are_seen(office, people, chromium, path, scheme):
    assert of_pages(chromium, people["intake"], [path.format(the_tip(office).id)], scheme) == []


def test_on_a_shared_desk_no_tip_is_opened_or_read(office, people):
    tip = the_tip(office)
    for step in ("open", "show"):
        answer = people["intake"].form(f"/tips/{tip.id}/{step}", {"purpose": "to assess it"})
        assert answer.status_code == 422
        assert "offline key is not here" in answer.text


def test_where_the_key_is_a_tip_is_shown_escaped_and_that_it_was_seen_is_signed_first(office, people, holder):
    office.place.holder = holder
    size, tip = office.case.log.size(), the_tip(office)
    assert people["intake"].form(f"/tips/{tip.id}/show", {"purpose": " "}).status_code == 422
    assert office.case.log.size() == size
    answer = people["intake"].form(f"/tips/{tip.id}/show", {"purpose": "to assess it"})
    assert "third buoy" in answer.text
    assert not smuggled(answer.text)
    assert "&lt;script&gt;" in answer.text
    assert list(office.case.log.entries(act="unseal"))[-1].purpose == "to assess it"
    assert "third buoy" not in people["intake"].page(f"/tips/{tip.id}")


def test_tips_that_say_nearly_the_same_are_put_together(office, people, holder, drop):
    office.place.holder = holder
    text = "A tanker took on oil from another at night near the island, both with their lights out, in May."
    with signed(office, people["intake"]):
        for words in (text, text + " Again."):
            drop.send_plain(words, ())
        office.case.vault.pull(DropClient("http://drop.test", ORIGIN, drop.office.key, drop.client))
        for tip in office.case.vault.tips():
            if not tip.opened:
                office.case.vault.open(tip, holder)
    page = html.unescape(people["intake"].form("/tips/sort", {"purpose": "triage"}).text)
    assert "3 tips from" in page
    assert "say 2 different things" in page
    assert "took on oil" not in page


def test_what_a_tip_led_to_is_entered_by_an_investigator_and_an_award_rests_on_it(office, people):
    tip, one = the_tip(office), office.occasions[0]
    said = {"tip": tip.id[:12], "use": "confirmed", "occasion": one.id}
    assert people["intake"].form("/awards/led-to", said).status_code == 403
    assert people["investigator"].form("/awards/led-to", said).status_code == 303
    with signed(office, people["investigator"]):
        name = "example-fixed-cap"
        award = office.case.awards.open(programme.read(name), f"{name}.yaml", [tip.id], [one.id]).object
    assert "confirmed" in people["intake"].page(f"/tips/{tip.id}")
    for role in ("investigator", "adjudicator", "payer", "custodian"):
        assert award[:12] in people[role].page("/awards")
    page = people["payer"].page(f"/awards/{award}")
    assert "not adjudicated" in page
    assert people["payer"].get("/occasions").status_code == 403
    last = people["adjudicator"].get(f"/api/v1/awards/{award}").json()["last"]
    assert people["adjudicator"].form(f"/awards/{award}/approve", {"last": last}).status_code == 422
    assert people["adjudicator"].form(f"/awards/{award}/approve", {"last": "0" * 64}).status_code == 409
    assert people["reader"].get("/awards").status_code == 403


def test_the_offline_key_never_comes_to_a_shared_desk(office, holder):
    desk = serving.own(office.case, holder=holder)
    assert desk.place.holder is holder
    desk.bound.close()
    assert "holder" not in serving.shared.__code__.co_varnames


@pytest.mark.slow
def test_axe_finds_no_violation_on_the_screens_of_tips_and_awards(office, people, holder, chromium):
    office.place.holder = holder
    tip, one = the_tip(office), office.occasions[0]
    people["investigator"].form("/awards/led-to", {"tip": tip.id, "use": "confirmed", "occasion": one.id})
    with signed(office, people["investigator"]):
        name = "example-fixed-cap"
        award = office.case.awards.open(programme.read(name), f"{name}.yaml", [tip.id], [one.id]).object
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{bound.getsockname()[1]}"
        office.place.hosts = (address.removeprefix("http://"),)
        with gathering.served(serving.Desk(office.place, bound, address)):
            found = []
            for role, paths in (
                ("intake", ("/tips", f"/tips/{tip.id}", f"/awards/{award}")),
                ("investigator", ("/awards",)),
                ("adjudicator", (f"/awards/{award}",)),
                ("payer", ("/awards", f"/awards/{award}")),
            ):
                context = chromium.new_context(base_url=address, viewport={"width": 1280, "height": 800})
                cookie = people[role].client.cookies[office.place.cookie]
                context.add_cookies([{"name": office.place.cookie, "value": cookie, "url": address}])
                page = context.new_page()
                for path in paths:
                    page.goto(path)
                    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
                    found += complaints(page, path)
                context.close()
    assert found == []


def test_a_message_by_another_key_than_the_first_of_its_mailbox_is_marked_so(office, people, drop, holder) -> None:
    listed = drop.office.ask(drop.client, "list").json()["tips"][0]
    recipients = drop.store.recipients()[1]
    writer, header = tips.TipWriter(), tips.Header("T2", "message", mailbox=listed["mailbox"])
    data = b"".join([writer.header(header), writer.text("Who else told you?"), *writer.finish()])
    mark = tips.Mark("T2", recipients.epoch, listed["mailbox"])
    assert drop.send_sealed(age.seal(data, recipients.recipients, [mark.stanza()])).status_code == 200
    with signed(office, people["intake"]):
        office.case.vault.pull(DropClient("http://drop.test", ORIGIN, drop.office.key, drop.client))
        forged = office.case.vault.tips()[-1]
        office.case.vault.open(forged, holder, "to assess it")
    shown = people["intake"].client.get(f"/tips/{forged.id}").text
    assert "Not by who wrote tip" in shown
    assert the_tip(office).id[:12] in shown
    assert "Not by who wrote tip" not in people["intake"].client.get(f"/tips/{the_tip(office).id}").text
