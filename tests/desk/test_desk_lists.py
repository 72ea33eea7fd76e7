"""Lists over time on the pages of ships and companies; areas and tiles of the map; the demo's way to the desk."""

from __future__ import annotations

import html

import pytest

from fairlead.cli import demo
from fairlead.desk import basemap, serving
from fairlead.errors import MisuseError

COPIES = ("2018-01-01", "2018-08-01", "2019-05-01")


@pytest.fixture
def listed(office, tmp_path):
    """Put three copies of a list into the office's case: a ship that the second lacks, a company in all of them."""
    for n, day in enumerate(COPIES):
        file = tmp_path / f"list-{n}.txt"
        file.write_text(f"copy of {day}")
        sha256 = office.case.exhibits.add(file).sha256
        rows = [
            {
                "row": 1,
                "list_id": "un-1718-vessels",
                "as_of": day,
                "entry": "7",
                "kind": "ship",
                "name": "EXAMPLE STAR",
            },
            {
                "row": 2,
                "list_id": "un-1718-vessels",
                "as_of": day,
                "entry": "8",
                "kind": "entity",
                "name": "Made Up Co.",
            },
        ]
        said = [
            {"row": 1, "kind": "imo", "printed": "IMO 9000001", "value": "9000001", "verdict": "valid"},
            {"row": 2, "kind": "address", "printed": f"Quay {n // 2}", "value": f"quay {n // 2}"},
        ]
        kept = {2} if n == 1 else {1, 2}
        office.read(sha256, "listings", [{**row, "listed_on": "2017-10-03"} for row in rows if row["row"] in kept])
        office.read(sha256, "listing_identities", [row for row in said if row["row"] in kept])
    return office


def test_a_ship_shows_since_when_a_list_names_it_and_in_which_copy_it_was_not_seen(listed):
    browser = listed.browser()
    (entry,) = browser.get("/api/v1/ships/imo-9000001").json()["lists"]
    assert (entry["agrees"], entry["since"], entry["copies"]) == ("IMO 9000001", "2017-10-03", 2)
    assert [run["state"] for run in entry["stretches"]] == ["listed", "not seen", "listed"]
    page = html.unescape(browser.page("/ships/imo-9000001"))
    assert "2018-08-01 to 2019-05-01: not seen; that alone is no delisting" in page
    assert 'class="bar list listed"' in page


def test_a_delisting_that_a_person_recorded_ends_the_lane(listed):
    entry = listed.browser().get("/api/v1/ships/imo-9000001").json()["lists"][0]
    listed.case.identities.delisted(entry["reference"], "2019-06-01", "a press release of the Committee")
    entry = listed.browser().get("/api/v1/ships/imo-9000001").json()["lists"][0]
    assert entry["ended"]
    assert "taken off" in entry["status"]


def test_a_company_has_a_page_with_its_entry_its_occasions_and_no_identification_by_name(listed, make):
    from fairlead.typologies.occasion import Subject

    firm = Subject("buyer", "MADE UP CO", None, None, None)
    listed.derive(make("A", listed.sha256, subjects=(firm,)))
    browser = listed.browser()
    found = browser.get("/api/v1/subjects?name=made up co").json()
    assert len(found["occasions"]) == 1
    assert found["listed"][0]["agrees"] == "the name alone: a lead, no identification"
    assert '/subjects?name=MADE%20UP%20CO"' in browser.page(f"/occasions/{listed.occasions[0].id}")
    page = html.unescape(browser.page(found["listed"][0]["address"]))
    assert "Quay 0" in page
    assert "Quay 1" in page
    assert browser.get("/subjects?name=Nobody At All").status_code == 404
    assert browser.get("/listed/none:1").status_code == 404


def test_somebody_who_is_quoted_has_a_page_too(office):
    page = office.browser().page("/subjects?name=Example Minister")
    assert "China accepted 12 shipments of coal" in page


def test_the_map_shows_where_a_place_is_read_otherwise(office):
    near = office.browser().get("/api/v1/base/areas?bbox=124,38,126,39.9").json()["features"]
    kinds = {each["properties"]["kind"] for each in near}
    assert kinds == {"counts as port", "country left open"}
    far = office.browser().get("/api/v1/base/areas?bbox=100,0,150,50").json()["features"]
    assert {each["properties"]["kind"] for each in far} == {"country left open"}


def test_a_tile_server_is_let_through_only_where_it_was_named(office):
    assert "tiles.example.org" not in office.browser().get("/occasions").headers["content-security-policy"]
    office.place.tiles = basemap.tiles("https://tiles.example.org/{z}/{x}/{y}.png", "© Example")
    answer = office.browser().get("/occasions")
    policy = answer.headers["content-security-policy"]
    assert "img-src 'self' https://tiles.example.org data:" in policy
    assert "connect-src 'self' https://tiles.example.org;" in policy
    assert 'data-tiles="https://tiles.example.org/{z}/{x}/{y}.png"' in answer.text


@pytest.mark.parametrize(
    "address",
    [
        "http://tiles.example.org/{z}/{x}/{y}.png", "https://tiles.example.org/map.png", "javascript:{z}{x}{y}",
        "https://a;script-src */{z}/{x}/{y}", "https://user@tiles.example.org/{z}/{x}/{y}",
    ],
)  # fmt: skip
def test_what_is_no_tile_server_is_refused(address):
    with pytest.raises(MisuseError):
        basemap.tiles(address)


def test_the_demo_opens_the_desk_on_its_case_where_there_is_a_browser(office, monkeypatch):
    opened, served = [], []
    monkeypatch.setattr(demo.webbrowser, "open", opened.append)
    monkeypatch.setattr(serving.Desk, "run", lambda desk: served.append(desk))
    demo._work_on(office.case)
    (desk,) = served
    assert opened == [desk.address]
    assert desk.place.case is office.case
    desk.bound.close()
