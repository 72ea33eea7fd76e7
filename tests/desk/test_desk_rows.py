"""Judging at the desk a row of a table that the machine read: by form and by the API, against what was seen."""

from __future__ import annotations

import html
import json
import re

import pyarrow.parquet as pq

from fairlead.dossier import package, verifier
from fairlead.evidence.entries import parse
from fairlead.evidence.handling import Handling
from fairlead_ledger import keys


def seen(browser, office, row=3):
    return browser.get(f"/api/v1/exhibits/{office.sha256}/rows/positions/{row}").json()


def judged(browser, office, verdict, row=3, **said):
    one = seen(browser, office, row)
    body = {"verdict": verdict, "reason": "as sent", "read": one["read"], "entry": one["entry"], **said}
    return browser.post(f"/api/v1/exhibits/{office.sha256}/rows/positions/{row}", body)


def followed(office):
    return pq.read_table(office.case.followed() / office.sha256 / "positions.parquet").to_pylist()


def acts_in(folder):
    entries = json.loads((folder / "custody.json").read_text())["entries"]
    return {parse(keys.decode(each["leaf"])).act for each in entries}


def test_a_row_is_corrected_from_its_form_and_what_cites_it_says_so_until_it_is_taken_back(office):
    browser = office.browser()
    table = browser.page(f"/exhibits/{office.sha256}")
    assert "judge=3.1#judging" in table
    form = html.unescape(browser.page(f"/exhibits/{office.sha256}?shape=positions&judge=3.1"))
    assert "Row 3 of positions" in form
    one = seen(browser, office)
    fields = {f"f-{each['name']}": each["read"] for each in one["fields"]} | {"f-lat": "38.5"}
    said = {"verdict": "corrected", "reason": "a digit was lost", "read": one["read"], "entry": "", **fields}
    answer = browser.form(f"/exhibits/{office.sha256}/rows/positions/3", said)
    assert answer.status_code == 303
    assert [row["lat_e7"] for row in followed(office)][1:4] == [387170000, 385000000, 387170000]
    line = "row 3 of positions was corrected: lat is 38.5 (read: 38.717); a digit was lost"
    assert line in html.unescape(browser.page(answer.headers["location"]))
    occasion = office.occasions[0].id
    assert [each["said"] for each in browser.get(f"/api/v1/occasions/{occasion}").json()["judged"]] == [line]
    assert line in html.unescape(browser.page(f"/occasions/{occasion}"))
    assert judged(browser, office, "taken back").status_code == 200
    assert [row["lat_e7"] for row in followed(office)][2] == 387170000
    assert browser.get(f"/api/v1/occasions/{occasion}").json()["judged"] == []


def test_a_dossier_tells_what_people_judged_and_where_content_may_not_be_shown_only_how_much(office):
    browser, one = office.browser(), office.occasions[0]
    assert judged(browser, office, "corrected", said={"lat": "38.5"}).status_code == 200
    folder = package.make(office.case.material([one]), office.case.root.parent / "d1", "amber", docx=True).folder
    page = html.unescape((folder / "dossier.html").read_text())
    assert "row 3 of positions was corrected: lat is 38.5 (read: 38.717)" in page
    assert "row" in acts_in(folder)
    assert not [check for check in verifier.check(folder) if check[0] == "failed"]
    again = office.case.root.parent / "track.csv"  # the same bytes from somebody who is stricter
    again.write_text("nine fictitious positions")
    assert office.case.exhibits.add(again, handling=Handling(may_show=False)).sha256 == office.sha256
    folder = package.make(office.case.material([one]), office.case.root.parent / "d2", "amber").folder
    page = html.unescape((folder / "dossier.html").read_text())
    assert "38.5" not in re.sub(r"<svg.*?</svg>", "", page, flags=re.S)  # a map's coast has numbers of its own
    assert "people judged 1 more of what was read in it" in page
    assert "row" not in acts_in(folder)


def test_a_dossier_tells_acts_in_words(office):
    browser, one = office.browser(), office.occasions[0]
    browser.post(f"/api/v1/occasions/{one.id}/acts/open", office.based(one))
    said = {"addressee": "CN", "state": "specific denial", "text": "It never came here."}
    assert browser.post(f"/api/v1/occasions/{one.id}/acts/reply", {**office.based(one), **said}).status_code == 200
    material = office.case.material([office.place.view().present(one.id)])
    page = html.unescape(
        (package.make(material, office.case.root.parent / "d", "amber").folder / "dossier.html").read_text()
    )
    assert ": specific denial: “It never came here.”" in page
    assert "{'" not in page


def test_what_was_read_stays_and_what_stands_is_told_beside_it(office):
    browser, reading = office.browser(), office.case.readings_folder / office.sha256 / "positions.parquet"
    before = reading.read_bytes()
    assert judged(browser, office, "corrected", said={"lat": "38.5", "speed": None}).status_code == 200
    lat = next(each for each in seen(browser, office)["fields"] if each["name"] == "lat")
    assert lat == {"name": "lat", "unit": "°", "read": "38.717", "stands": "38.5"}
    assert reading.read_bytes() == before


def test_of_two_judgements_of_a_row_on_one_sight_the_second_is_not_written(office):
    browser = office.browser()
    one = seen(browser, office)
    assert judged(browser, office, "accepted").status_code == 200
    size = office.case.log.size()
    assert judged(browser, office, "rejected", entry=one["entry"]).status_code == 409
    assert judged(browser, office, "rejected", read="0" * 64).status_code == 409
    assert judged(browser, office, "corrected", said={"lat": "91"}).status_code == 422
    assert browser.get(f"/api/v1/exhibits/{office.sha256}/rows/statements/1").status_code == 422
    assert browser.get(f"/api/v1/exhibits/{office.sha256}/rows/positions/77").status_code in (404, 422)
    assert office.case.log.size() == size


def test_a_reader_sees_a_rows_fields_and_is_not_offered_to_judge_them(office):
    page = office.browser("reader").page(f"/exhibits/{office.sha256}?shape=positions&judge=3")
    assert "Row 3 of positions" in page
    assert "It does not say it" not in page


def test_whoever_looks_is_told_that_what_is_derived_does_not_follow_yet(office):
    browser = office.browser()
    office.case.log.append("find", "occasions", {})
    assert "since they were derived" not in browser.page("/occasions")
    judged(browser, office, "rejected")
    assert "1 judgement since they were derived" in browser.page("/occasions")
    assert "1 judgement since they were derived" in browser.page(f"/occasions/{office.occasions[0].id}")
    office.case.log.append("find", "occasions", {})
    assert "since they were derived" not in browser.page("/occasions")
