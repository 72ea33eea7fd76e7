"""Judging at the desk what the machine read: on the exhibit's page, by form and by the API, against what was seen."""

from __future__ import annotations

import html
import json

from desk_office import PAGE, QUOTE


def only(browser, office):
    (one,) = browser.get(f"/api/v1/exhibits/{office.page}/statements").json()
    return one


def judged(browser, office, verdict, **said):
    one = only(browser, office)
    body = {"verdict": verdict, "reason": "as printed", "read": one["read"], "entry": one["entry"], **said}
    return browser.post(f"/api/v1/exhibits/{office.page}/statements/{one['row']}", body)


def test_a_claim_that_was_corrected_on_its_page_is_another_on_the_claims_screen(office):
    browser = office.browser()
    assert "12 shipments claimed" in browser.page("/claims")
    one = only(browser, office)
    said = {"verdict": "corrected", "reason": "a dozen and one", "read": one["read"], "entry": one["entry"]}
    said |= {"f-number": "13", "f-unit": one["fields"]["unit"], "f-speaker": one["speaker"], "f-accused": '["CN"]'}
    assert browser.form(f"/exhibits/{office.page}/statements/1", said).status_code == 303
    assert only(browser, office)["judged"]["changes"] == {"number": 13}
    assert "13 shipments claimed" in browser.page("/claims")
    page = html.unescape(browser.page(f"/exhibits/{office.page}"))
    assert "a dozen and one" in page
    assert "number is <q>13</q>" in page
    assert only(browser, office)["fields"]["number"] == 12


def test_a_rejected_claim_is_no_claim_and_taking_it_back_makes_it_one(office):
    browser = office.browser()
    assert judged(browser, office, "rejected").status_code == 200
    assert "12 shipments claimed" not in browser.page("/claims")
    assert judged(browser, office, "taken back").status_code == 200
    assert "12 shipments claimed" in browser.page("/claims")
    assert only(browser, office)["judged"] is None


def test_of_two_judgements_on_one_sight_the_second_is_not_written(office):
    browser = office.browser()
    seen = only(browser, office)
    assert judged(browser, office, "accepted").status_code == 200
    size = office.case.log.size()
    assert judged(browser, office, "rejected", entry=seen["entry"]).status_code == 409
    assert judged(browser, office, "rejected", read="0" * 64).status_code == 409
    assert office.case.log.size() == size


def test_a_judgement_needs_its_reason_and_fields_that_are_there(office):
    browser = office.browser()
    assert judged(browser, office, "rejected", reason=" ").status_code == 422
    assert judged(browser, office, "corrected", changes={"quote": "other words"}).status_code == 422
    assert judged(browser, office, "corrected").status_code == 422


def test_a_reader_is_not_offered_what_a_reader_may_not_do(office):
    page = office.browser("reader").page(f"/exhibits/{office.page}")
    assert "It does not say it" not in page
    assert "What the machine read here" in page


def test_a_page_on_which_two_statements_stand_in_the_same_words_is_shown_with_both(office):
    at = PAGE.index(QUOTE)
    same = {"quote": QUOTE, "char_start": at, "char_end": at + len(QUOTE), "body": json.dumps({"v": 1})}
    office.read(office.page, "statements", [{"row": n, "kind": kind, **same} for n, kind in ((1, "claim"), (2, "act"))])
    page = office.browser().page(f"/exhibits/{office.page}")
    assert 'id="statement-1"' in page
    assert 'id="statement-2"' in page


def test_the_markup_of_a_web_page_is_set_back_and_its_words_are_not(office, tmp_path):
    page = "<!doctype html><head><title>T</title></head><body><script>1 < 2</script><p>China <b>denied</b> it.</p>"
    file = tmp_path / "page.html"
    file.write_text(page)
    sha256 = office.case.exhibits.add(file).sha256
    office.read(sha256, "statements", [])
    pieces = office.browser().get(f"/api/v1/exhibits/{sha256}/text").json()
    assert "".join(each["text"] for each in pieces) == page
    assert "".join(each["text"] for each in pieces if not each["markup"]) == "China denied it."


def test_a_page_of_nothing_but_openings_is_cut_in_good_time(office):
    from time import process_time

    from fairlead.desk.exhibit_pages import _markup

    began = process_time()
    for part in ("<script>", "<a ", "<", "<head><"):
        assert sum(1 for _ in _markup(part * 60_000)) >= 0
    assert process_time() - began < 5


def test_a_passage_to_read_is_listed_beside_the_page_and_becomes_a_claim_by_its_form(office):
    browser = office.browser()
    page = html.unescape(browser.page(f"/exhibits/{office.page}"))
    assert "Passages to read" not in page
    at = PAGE.index(QUOTE)
    unclear = {"element": "accused", "why": "of whom it is said is not settled by the grammar of the sentence"}
    body = {"v": 1, "encoding": "utf-8", "interest": ["accepted"], "not_understood": [unclear], "at": {}}
    row = {"row": 9, "kind": "passage", "quote": QUOTE, "char_start": at, "char_end": at + len(QUOTE)}
    office.read(office.page, "statements", [row | {"speaker": None, "about": None, "body": json.dumps(body)}])
    page = html.unescape(browser.page(f"/exhibits/{office.page}"))
    assert "Passages to read" in page
    assert "not understood: accused: of whom it is said is not settled" in page
    one = next(each for each in browser.get(f"/api/v1/exhibits/{office.page}/statements").json() if each["row"] == 9)
    assert one["interest"] == ["accepted"]
    said = {"verdict": "corrected", "reason": "read above", "read": one["read"], "entry": one["entry"]}
    said |= {"f-kind": "claim", "f-accused": '["CL"]', "f-number": "77", "f-unit": "shipments", "f-speaker": "A"}
    assert browser.form(f"/exhibits/{office.page}/statements/9", said).status_code == 303
    assert "77 shipments claimed" in browser.page("/claims")
