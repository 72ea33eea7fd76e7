"""Acts at the desk: each is a signed entry, none is written over another's, and a finding takes two people."""

from __future__ import annotations

import html

from fairlead.evidence import actors
from fairlead.evidence.actors import own_key
from fairlead_ledger import keys

FINDING = {
    "outcome": "found", "standard": "balance of probabilities", "likelihood": "very likely", "confidence": "moderate",
    "grounds": "rows 1-9", "concluding": ["A. Person"],
}  # fmt: skip


def act(browser, office, name, **said):
    one = office.occasions[0]
    return browser.post(f"/api/v1/occasions/{one.id}/acts/{name}", {**office.based(one), **said})


def test_opening_at_the_desk_writes_the_entry_that_the_command_line_writes(office):
    done = act(office.browser(), office, "open", purpose="known carrier").json()
    entry = list(office.case.log.entries(act="open"))[-1]
    assert (done["entry"], done["number"], done["status"]) == (entry.id, 1, "open")
    assert entry.actor == actors.actor_id(keys.public_bytes(own_key()))
    assert entry.purpose == "known carrier"


def test_an_act_that_rests_on_an_older_entry_is_not_written(office):
    browser, one = office.browser(), office.occasions[0]
    seen = office.based(one)
    act(browser, office, "open")
    size = office.case.log.size()
    answer = browser.post(f"/api/v1/occasions/{one.id}/acts/dismiss", {**seen, "reason": "a pilot boat"})
    assert (answer.status_code, office.case.log.size()) == (409, size)


def test_an_act_that_rests_on_other_evidence_is_not_written(office, make):
    seen = office.based(office.occasions[0])
    office.derive(make("A", office.sha256, goods=("iron",)))
    answer = office.browser().post(f"/api/v1/occasions/{office.occasions[0].id}/acts/open", seen)
    assert answer.status_code == 409
    assert "evidence" in answer.json()["error"]["message"]


def test_a_form_that_was_overtaken_shows_what_happened_and_what_was_not_written(office):
    browser, one = office.browser(), office.occasions[0]
    seen = office.based(one)
    act(browser, office, "open")
    answer = browser.form(f"/occasions/{one.id}/acts/dismiss", {**seen, "reason": "a <b>pilot</b> boat"})
    page = html.unescape(answer.text)
    assert answer.status_code == 409
    assert "open by" in page.replace("<strong>", "").replace("</strong>", "")
    assert "a <b>pilot</b> boat" in page
    assert "<b>pilot" not in answer.text


def test_the_forms_write_a_request_with_its_questions_and_a_reply(office):
    browser, one = office.browser(), office.occasions[0]
    assert browser.form(f"/occasions/{one.id}/acts/open", office.based(one)).status_code == 303
    asking = {
        "addressee": "CN",
        "element": ["goods", "origin"],
        "question": ["What was it?", ""],
        "deadline": "2999-01-01",
    }
    assert browser.form("/occasions/1/acts/request", {**office.based(one), **asking}).status_code == 303
    saying = {"addressee": "CN", "state": "specific denial", "text": "She was empty.", "date": "2020-01-02"}
    assert browser.form("/occasions/1/acts/reply", {**office.based(one), **saying}).status_code == 303
    page = html.unescape(browser.page("/occasions/1"))
    assert "What was it?" in page
    assert "specific denial (2020-01-02): She was empty." in page
    assert office.case.register.requests(one.id)[0]["questions"] == [{"element": "goods", "text": "What was it?"}]


def test_a_finding_is_confirmed_by_another_key_only(office, monkeypatch, tmp_path):
    browser = office.browser()
    act(browser, office, "open")
    assert act(browser, office, "propose", **FINDING).status_code == 200
    assert act(browser, office, "confirm").status_code == 422
    other = actors.load_or_make(tmp_path / "other.key")
    office.case.log.enrol(keys.encode(keys.public_bytes(other)), ["investigator"], "B. Person")
    with actors.signing(other):
        office.case.register.confirm(office.place.view().present("1"))
    assert browser.get("/api/v1/occasions/1").json()["status"] == "found"


def test_an_act_that_the_rules_forbid_is_refused_with_its_hint_and_writes_nothing(office):
    size = office.case.log.size()
    answer = act(office.browser(), office, "withdraw", reason="a mistake")
    assert answer.status_code == 422
    assert "open it first" in answer.json()["error"]["hint"]
    assert office.case.log.size() == size


def test_nobody_signs_with_the_key_of_a_shared_server(office):
    office.share()
    size = office.case.log.size()
    answer = act(office.browser("investigator"), office, "open")
    assert (answer.status_code, office.case.log.size()) == (403, size)
