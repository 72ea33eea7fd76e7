"""The other screens: ships, exhibits, claims, findings, States, search, visits, exports, files, dossiers."""

from __future__ import annotations

import io
import json
import re
import time
import zipfile

import openpyxl
import pyarrow.parquet as pq
import sqlalchemy as sa
from desk_routes import EVERYBODYS
from lxml import html

from fairlead.case import verify
from fairlead.dossier import verifier
from fairlead.register import releases

SCREENS = (*EVERYBODYS, "/identities")


def test_every_screen_opens_at_its_address_and_says_nothing_of_violations(office):
    browser = office.browser()
    for path in SCREENS:
        page = browser.page(path)
        assert "<h1" in page, path
        assert "violat" not in page.lower(), path


def test_a_ship_shows_what_it_reported_as_runs_of_one_value(office):
    reports = [
        {"row": n, "mmsi": 445000001, "imo": 9000001, "t_us": n * 3_600_000_000, "name": name}
        for n, name in enumerate(("EXAMPLE STAR", "EXAMPLE STAR", None, "OTHER NAME", "EXAMPLE STAR"), 1)
    ]
    office.read(office.sha256, "static_reports", reports)
    ship = office.browser().get("/api/v1/ships/imo-9000001").json()
    names = next(lane["runs"] for lane in ship["lanes"] if lane["name"] == "name")
    assert [(run["value"], run["reports"]) for run in names] == [
        ("EXAMPLE STAR", 2),
        ("OTHER NAME", 1),
        ("EXAMPLE STAR", 1),
    ]
    assert len(ship["occasions"]) == 3
    assert office.browser().get("/api/v1/ships/mmsi-445000001").json()["imo"] == 9000001


def test_a_statement_is_marked_at_its_very_characters(office):
    pieces = office.browser().get(f"/api/v1/exhibits/{office.page}/text").json()
    assert [piece["text"] for piece in pieces if piece["kind"] == "claim"] == ["China accepted 12 shipments of coal"]
    assert "".join(piece["text"] for piece in pieces).startswith("Example Minister said")


def test_a_claim_stands_beside_what_the_case_holds_and_its_replies(office):
    page = office.browser().page("/claims")
    assert "12 shipments claimed" in page
    assert "not asked by us" in page


def test_search_finds_occasions_ships_exhibits_statements_and_measures(office):
    browser = office.browser()
    words = ("example", "track", "shipments", "2371", "china")
    hits = [hit for word in words for hit in browser.get(f"/api/v1/search?q={word}").json()["hits"]]
    kinds = {hit["kind"] for hit in hits}
    assert kinds >= {"occasion", "ship", "exhibit", "statement", "measure", "State"}


def test_search_finds_what_people_wrote_observed_and_decided_and_entries_of_lists(office):
    browser, one = office.browser(), office.occasions[0]
    browser.post(f"/api/v1/occasions/{one.id}/acts/dismiss", {**office.based(one), "reason": "a pilot boat off Quay 5"})
    named = {"list_id": "un-1718", "as_of": "2019-01-01", "entry": "7", "kind": "ship", "name": "MADE UP MOON"}
    office.read(office.sha256, "listings", [{"row": 1, **named, "narrative": "", "listed_on": "2018-01-01"}])
    said = {"row": 1, "kind": "imo", "printed": "IMO 9074729", "value": "9074729", "verdict": "valid"}
    office.read(office.sha256, "listing_identities", [said])
    office.case.identities.decide("same", "imo:9074729", "mmsi:445000001", "one hull on two photographs")
    seen = {
        "act": "loading",
        "place": "Quay 6",
        "country": "KP",
        "start": "2019-03",
        "how_known": "a tall crane",
        "rows": "1-2",
    }
    seen |= {"ships": "EXAMPLE STAR:9000001:445000001:KP"}
    assert browser.form(f"/exhibits/{office.sha256}/observe", seen).status_code == 303

    def found(words):
        return [(hit["kind"], hit["address"]) for hit in browser.get(f"/api/v1/search?q={words}").json()["hits"]]

    assert ("act", f"/occasions/{one.id}") in found("pilot boat")
    assert ("list entry", "/listed/un-1718:7") in found("made up moon")
    assert ("list entry", "/listed/un-1718:7") in found("9074729")
    assert ("act", "/identities") in found("two photographs")
    assert ("observation", f"/exhibits/{office.sha256}") in found("tall crane")


def test_since_the_last_visit_tells_new_changed_and_gone_and_a_watch_raises_an_alert(office, make):
    browser = office.browser()
    browser.post("/api/v1/watches", {"words": "9000001"})
    browser.post("/api/v1/news/seen")
    kept, gone = office.occasions[0], office.occasions[2]
    office.derive(make("A", office.sha256, goods=("iron",)), office.occasions[1], make("D", office.sha256))
    news = browser.get("/api/v1/news").json()
    assert [one["id"] for one in news["changed"]] == [kept.id]
    assert [one["id"] for one in news["vanished"]] == [gone.id]
    assert len(news["new"]) == 1
    assert len(news["watches"][0]["alerts"]) == 2
    browser.post("/api/v1/news/seen")
    assert browser.get("/api/v1/news").json()["watches"][0]["alerts"] == []


def test_a_visit_is_one_persons_own(office):
    one, other = office.browser("reader"), office.browser("reader")
    office.place.sessions.find(other.client.cookies[office.place.cookie]).account = "other"
    one.post("/api/v1/watches", {"words": "example"})
    assert other.get("/api/v1/news").json()["watches"] == []


def test_exports_hold_every_occasion_with_its_stamp_and_no_formula(office, make):
    office.derive(make("A", office.sha256, title="=HYPERLINK(1)"), office.occasions[1])
    browser = office.browser()
    book = openpyxl.load_workbook(io.BytesIO(browser.get("/api/v1/export/occasions.xlsx").content))
    rows = list(book["occasions"].iter_rows(values_only=True))
    assert len(rows) == 3
    assert "'=HYPERLINK(1)" in {row[6] for row in rows}
    assert rows[1][3] == "machine candidate, not for release"
    table = pq.read_table(io.BytesIO(browser.get("/api/v1/export/occasions.parquet").content))
    assert json.loads(table.schema.metadata[b"geo"])["columns"]["geometry"]["geometry_types"] == ["Point"]
    assert table.column("geometry").null_count == 0
    assert browser.get("/api/v1/export/occasions.kml").text.count("Placemark>") == 4
    assert len(browser.get("/api/v1/export/occasions.geojson?basis=observed").json()["features"]) == 1
    assert browser.get("/api/v1/export/occasions.exe").status_code == 404


def wait(browser, job):
    for _ in range(200):
        now = next(each for each in browser.get("/api/v1/jobs").json() if each["id"] == job["id"])
        if now["state"] in ("done", "failed", "cancelled"):
            return now
        time.sleep(0.05)
    raise AssertionError(f"still {now}")


def test_an_uploaded_file_is_kept_under_its_name_and_nowhere_else(office):
    browser = office.browser()
    job = browser.post(
        "/api/v1/jobs/add", files=[("files", ("../../evil.txt", b"Some running text of a page. It says nothing."))]
    ).json()
    assert wait(browser, job)["state"] == "done"
    assert "evil.txt" in {exhibit.name for exhibit in office.case.exhibits.all()}
    assert not list(office.case.root.parent.rglob("evil.txt"))


def test_work_that_was_cancelled_writes_nothing_more_and_goes_on_when_done_again(office):
    jobs, steps = office.place.jobs, []

    def work(progress):
        for n in range(len(steps), 5):
            if n == 2 and len(steps) == 2:
                jobs.all()[-1].stop.set()
            progress(n / 5)
            steps.append(n)
        return "five steps"

    job = jobs.start("steps", work, "me")
    browser = office.browser()
    assert wait(browser, {"id": job.id})["state"] == "cancelled"
    assert steps == [0, 1]
    renewed = browser.post(f"/api/v1/jobs/{job.id}/again").json()
    assert wait(browser, renewed)["said"] == "five steps"
    assert steps == [0, 1, 2, 3, 4]


def test_an_observation_is_recorded_from_the_exhibits_page_and_withdrawn_with_a_reason(office):
    browser = office.browser()
    said = {
        "act": "loading", "ships": "EXAMPLE STAR:9000001:KP", "place": "Nampo", "country": "KP", "start": "2019-03",
        "how_known": "printed on the bill", "goods": "coal; iron", "chars": "0-16",
    }  # fmt: skip
    assert browser.form(f"/exhibits/{office.page}/observe", said).status_code == 303
    (seen,) = office.case.register.observations()
    assert (seen.act, seen.goods, seen.subjects[0].imo, seen.cited.where[0].chars) == (
        "loading",
        ("coal", "iron"),
        9000001,
        (0, 16),
    )
    assert "printed on the bill" in browser.page(f"/exhibits/{office.page}")
    assert browser.form(f"/exhibits/{office.page}/observe", {**said, "measures": "no-such"}).status_code in (404, 422)
    gone = {"observation": seen.id, "reason": "another ship"}
    assert browser.form(f"/exhibits/{office.page}/withdraw", gone).status_code == 303
    assert office.case.register.observations() == []


def test_an_act_is_taken_back_by_another_act_and_nothing_is_deleted(office):
    browser, one = office.browser(), office.occasions[0]
    browser.post(f"/api/v1/occasions/{one.id}/acts/dismiss", {**office.based(one), "reason": "a mistake"})
    last = office.based(one)["entry"]
    assert "open it again" in browser.page(f"/occasions/{one.id}")
    assert browser.form(f"/occasions/{one.id}/undo", {"entry": last}).status_code == 303
    assert [entry.act for entry in office.case.register.history(one.id)] == ["dismiss", "open"]
    assert browser.form(f"/occasions/{one.id}/undo", {"entry": last}).status_code == 409


def test_a_dossier_at_a_click_verifies_and_its_word_document_has_a_footnote_for_each_element(office, tmp_path):
    browser, one = office.browser(), office.occasions[0]
    made = browser.form(f"/occasions/{one.id}/dossier", {"audience": "amber", "form": "zip"})
    archive = tmp_path / "dossier.zip"
    archive.write_bytes(made.content)
    checks = list(verifier.check(archive))
    assert checks
    assert not [check for check in checks if check[0] == "failed"]
    text = browser.form(f"/occasions/{one.id}/dossier", {"audience": "amber", "form": "docx"}).content
    packed = zipfile.ZipFile(io.BytesIO(text))
    notes = packed.read("word/footnotes.xml").decode()
    body = packed.read("word/document.xml").decode()
    elements = sum(len(engagement.elements) for engagement in one.engagements)
    told_twice = 2 + len(one.refutations)  # when and what it engages; what would refute it: by the rule, from all rows
    assert len(re.findall("<w:footnoteReference ", body)) == elements + len(one.engagements) + told_twice
    assert notes.count("rows 1–9") == elements // 2 + told_twice
    assert notes.count("No exhibit of this case bears on it.") == 2
    assert "Standard of proof" in body
    assert "machine candidate, not for release".upper() in body
    assert "/word/footnotes.xml" in packed.read("[Content_Types].xml").decode()


def test_a_release_names_its_dossier_and_keeps_who_received_it_private(office):
    browser, one = office.browser(), office.occasions[0]
    browser.form(f"/occasions/{one.id}/dossier", {"audience": "amber", "form": "zip"})
    manifest = browser.get("/api/v1/findings").json()["handed"][0]["manifest"]
    given = {"dossier": manifest, "recipient": "A. Committee", "note": "embargo until noon"}
    assert browser.post("/api/v1/releases", given).status_code == 200
    assert "A. Committee" in browser.page("/findings")
    assert all(b"A. Committee" not in leaf for leaf in office.case.log.leaves())
    assert browser.post("/api/v1/releases", {"dossier": "0" * 64, "recipient": "X"}).status_code == 422
    assert browser.post("/api/v1/releases", {**given, "corrects": "0" * 64}).status_code == 422
    (first,) = [entry.id for entry in office.case.log.entries(act="release")]
    assert browser.post("/api/v1/releases", {**given, "corrects": first}).status_code == 200
    with office.case.log.database.writing() as connection:
        connection.execute(sa.update(releases.RELEASES).values(note="another"))
    failed = [check.what for check in verify(office.case.root).checks if check.outcome.value == "failed"]
    assert any("register_releases" in what for what in failed), failed


def test_a_finding_stands_with_its_band_beside_its_words(office):
    browser, one = office.browser(), office.occasions[0]
    browser.post(f"/api/v1/occasions/{one.id}/acts/open", office.based(one))
    finding = {
        "outcome": "found", "standard": "balance of probabilities", "likelihood": "very likely", "confidence": "low",
        "grounds": "rows 1-9", "concluding": ["A. Person"],
    }  # fmt: skip
    assert browser.post(f"/api/v1/occasions/{one.id}/acts/propose", {**office.based(one), **finding}).status_code == 200
    page = browser.page("/findings")
    assert "very likely</strong> (80–95 %)" in page
    assert "confidence <strong>low" in page


def test_a_case_opens_from_python_as_a_table_of_occasions(office):
    import fairlead

    opened = fairlead.open(office.case.root)
    assert opened.occasions("arrow").num_rows == 3
    frame = opened.occasions("pandas")
    assert sorted(frame["basis"]) == ["documented", "observed", "stated"]
    assert str(frame["number"].dtype) == "Int64"
    table = opened.occasions()
    assert int(table.filter(table.basis == "observed").count().execute()) == 1


def test_whoever_got_a_dossier_is_named_until_a_correction_went_to_them(office):
    browser, one = office.browser(), office.occasions[0]
    act = f"/api/v1/occasions/{one.id}/acts/"
    browser.post(f"{act}open", office.based(one))
    browser.form(f"/occasions/{one.id}/dossier", {"audience": "amber", "form": "zip"})
    manifest = browser.get("/api/v1/findings").json()["handed"][0]["manifest"]
    given = {"dossier": manifest, "recipient": "a committee"}
    assert browser.form("/findings/release", given).status_code == 303
    assert "correction due" not in browser.page("/findings")
    browser.post(f"{act}withdraw", {**office.based(one), "reason": "another hull"})
    assert "correction due: occasion 1" in browser.page("/findings")
    (first,) = [entry.id for entry in office.case.log.entries(act="release")]
    assert browser.form("/findings/release", {**given, "corrects": first}).status_code == 303
    page = browser.page("/findings")
    assert "correction due" not in page
    assert "a correction was sent after it" in page


def test_an_area_is_watched_and_what_is_new_outside_it_raises_nothing(office, make):
    browser = office.browser()
    browser.post("/api/v1/news/seen")
    nampo, elsewhere = [125, 38, 126, 39], [10, 50, 11, 51]
    for box in (nampo, elsewhere):
        assert browser.post("/api/v1/watches", {"box": box}).status_code == 200
    assert browser.post("/api/v1/watches", {"box": [1, 95, 2, 20]}).status_code == 422
    office.derive(*office.occasions, make("D", office.sha256))
    inside, outside = browser.get("/api/v1/news").json()["watches"]
    assert (len(inside["alerts"]), outside["alerts"]) == (1, [])
    page = browser.page("/news")
    assert "area 38.00, 125.00 to 39.00, 126.00" in page
    assert "bbox=125.0,38.0,126.0,39.0" in page


def test_a_state_page_begins_with_what_was_found_asked_answered_and_what_binds_when(office):
    browser, one = office.browser(), office.occasions[0]
    act = f"/api/v1/occasions/{one.id}/acts/"
    browser.post(f"{act}open", office.based(one))
    said = {"addressee": "CN", "questions": [["goods", "What did she carry?"]], "deadline": "2999-01-01"}
    assert browser.post(f"{act}request", {**office.based(one), **said}).status_code == 200
    page = browser.page("/states/CN")
    head = html.fromstring(page).xpath("//section[@aria-labelledby='h-sum']//tbody/tr")
    cells = [" ".join(cell.text_content().split()) for cell in head[0]]
    assert cells[1:4] == ["1", "1", "1"]
    assert cells[5:7] == ["1", "0"]
    assert "shows no omission" in cells[7]
    assert "2999-01-01" in page
    answer = {"addressee": "CN", "state": "specific denial", "text": "She was empty."}
    assert browser.post(f"{act}reply", {**office.based(one), **answer}).status_code == 200
    again = html.fromstring(browser.page("/states/CN")).xpath("//section[@aria-labelledby='h-sum']//tbody/tr")
    assert again[0][6].text_content() == "1"
