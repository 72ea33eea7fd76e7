"""Who is who at the desk: decided, refused where it contradicts, taken back, and followed by what is screened."""

from __future__ import annotations

import pytest

SHIP = {"list_id": "un-1718", "as_of": "2019-01-01", "kind": "ship", "narrative": "", "listed_on": "2018-01-01"}
WHY = "one hull on both photographs"


@pytest.fixture
def listed(office):
    """Put two entries of a list into the case that bear one name and two numbers."""
    rows = [{"row": n, "entry": str(n), "name": "EXAMPLE STAR", **SHIP} for n in (1, 2)]
    office.read(office.sha256, "listings", rows)
    said = [
        {"row": n, "kind": kind, "printed": value, "value": value, "verdict": "valid"}
        for n, number in ((1, "9074729"), (2, "9000003"))
        for kind, value in (("imo", number), ("name", "EXAMPLE STAR"))
    ]
    office.read(office.sha256, "listing_identities", said)
    return office


def decided(browser, verdict="same", one="un-1718:1", other="un-1718:2", because=WHY, **more):
    return browser.form("/identities", {"verdict": verdict, "one": one, "other": other, "because": because, **more})


def test_two_are_decided_to_be_one_shown_so_and_parted_again_when_it_is_taken_back(listed):
    browser = listed.browser()
    before = browser.get("/api/v1/identities?of=un-1718:1").json()["asked"]
    assert "un-1718:2" not in before["references"]
    assert [each["reference"] for each in before["questions"]] == ["un-1718:2"]
    assert decided(browser).status_code == 303
    entry = list(listed.case.log.entries(act="same"))[-1]
    after = browser.get("/api/v1/identities?of=un-1718:1").json()
    assert "un-1718:2" in after["asked"]["references"]
    assert WHY in browser.page("/identities")
    assert browser.form(f"/identities/{entry.id}/take-back", {"because": "another photograph"}).status_code == 303
    (act,) = browser.get("/api/v1/identities").json()["acts"]
    assert (act["stands"], "another photograph" in act["taken_back"]) == (False, True)
    assert browser.form(f"/identities/{entry.id}/take-back", {"because": "again"}).status_code == 422


def test_a_decision_that_contradicts_one_that_stands_writes_nothing(listed):
    browser = listed.browser()
    decided(browser)
    size = listed.case.log.size()
    answer = decided(browser, "distinct", because="two hulls in one picture")
    assert (answer.status_code, listed.case.log.size()) == (422, size)
    assert WHY in answer.text


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"other": "un-1718:77"}, "no list in this case has the entry"),
        ({"other": "somebody"}, "expected a reference"),
        ({"since": "2020-02-01", "until": "2020-01-01"}, "before it begins"),
        ({"exhibits": "ffff"}, "no exhibit"),
    ],
)
def test_what_names_nothing_is_refused(listed, said, told):
    answer = decided(listed.browser(), **said)
    assert answer.status_code in (404, 422)
    assert told in answer.text


def test_a_delisting_is_recorded_with_how_it_is_known(listed):
    browser = listed.browser()
    said = {"entry": "un-1718:1", "on": "2019-06-01", "because": "a press release of the Committee"}
    assert browser.form("/identities/delisted", said).status_code == 303
    assert browser.get("/api/v1/listed/un-1718:1").json()["ended"]
    assert "was taken off its list on 2019-06-01" in browser.page("/identities")


def test_a_reader_sees_what_was_decided_and_decides_nothing(listed):
    decided(listed.browser())
    reader, size = listed.browser("reader"), listed.case.log.size()
    page = reader.page("/identities?of=un-1718:1")
    assert WHY in page
    assert "<textarea" not in page
    assert decided(reader, "distinct").status_code == 403
    assert listed.case.log.size() == size


def test_a_ship_that_nothing_names_is_looked_at_and_what_is_no_reference_refused(listed):
    browser = listed.browser()
    assert "nothing in this case bears imo:9000001" in browser.page("/identities?of=imo:9000001")
    assert "expected a reference" in browser.page("/identities?of=somebody", 422)
