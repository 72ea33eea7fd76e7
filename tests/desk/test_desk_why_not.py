"""What is no occasion, at the desk: candidates left alone, and what is made of a ship on a day, beside its track."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from desk_office import Office
from desk_routes import MARKUP, smuggled
from fastapi import FastAPI
from found_case import REFUTED, copied, side_by_side
from lxml import html

from fairlead.cli import explain
from fairlead.typologies import whynot
from fairlead.typologies.whynot.asked import Reason

ASKED = "ship=312000001&day=2019-03-12"


@pytest.fixture
def office(tmp_path: Path, own_home: Path, desk_app: FastAPI) -> Office:
    """A desk on a case of two ships side by side, of which one candidate was left alone."""
    made = Office(copied(side_by_side, tmp_path / "case", own_home), desk_app)
    (made.case.derived_folder / "rejected.jsonl").write_text(json.dumps(REFUTED) + "\n")
    return made


def words(page: str) -> str:
    return " ".join(html.fromstring(page).text_content().split())


def test_what_was_left_alone_is_listed_by_reason_and_leads_to_its_account(office: Office) -> None:
    browser = office.browser()
    assert "1 left alone" in words(browser.page("/occasions"))
    page = browser.page("/left-alone")
    assert "nobody else was heard" in words(page)
    assert f"/why-not?{ASKED}" in [link for _, _, link, _ in html.fromstring(page).iterlinks()]
    chosen = browser.get("/api/v1/left-alone?typology=dark_voyage&test=reception").json()
    assert (chosen["total"], chosen["of"]) == (1, 1)
    assert chosen["counts"] == [{"typology": "dark_voyage", "test": "reception", "count": 1}]
    assert browser.get("/api/v1/left-alone?test=another").json()["total"] == 0


def test_long_lists_are_turned_page_by_page_in_order_of_time(office: Office) -> None:
    many = [REFUTED | {"start": f"2019-03-12T{n % 24:02d}:{n // 24:02d}:00Z"} for n in range(130)]
    (office.case.derived_folder / "rejected.jsonl").write_text("".join(json.dumps(one) + "\n" for one in many))
    browser = office.browser()
    pages = [browser.get(f"/api/v1/left-alone?offset={offset}").json()["items"] for offset in (0, 100)]
    assert [len(page) for page in pages] == [100, 30]
    starts = [one["start"] for page in pages for one in page]
    assert starts == sorted(one["start"] for one in many)
    assert 'rel="next"' in browser.page("/left-alone")


def test_a_candidate_left_alone_names_the_other_ship_and_a_reason_what_else_was_looked_at(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "nobody else was heard with ship MADE UP 3 (MMSI 538000003)" in words(
        office.browser().page(f"/why-not?{ASKED}")
    )
    other = Reason(
        "delivery", "Delivery", "a stop", "it passed", others=("left Nampo on 3 March 2019 (not met: a call)",)
    )
    monkeypatch.setattr(whynot, "reasons", lambda *_, **__: [other])
    told = words(office.browser().page(f"/why-not?{ASKED}"))
    assert "also looked at: left Nampo on 3 March 2019 (not met: a call)" in told


def test_a_ship_on_a_day_is_told_as_at_the_command_line(office: Office) -> None:
    typed = [str(office.case.root), "312000001", "2019-03-12", "--format", "json"]
    printed = CliRunner().invoke(explain.command, typed).stdout
    assert office.browser().get(f"/api/v1/why-not?{ASKED}").json() == json.loads(printed)
    said = words(office.browser().page(f"/why-not?{ASKED}"))
    assert "MADE UP 1 on 2019-03-12" in said
    assert "reception: nobody else was heard" in said
    assert "799 m off, 12 March 2019" in said


def test_its_track_is_drawn_with_those_it_was_a_candidate_with(office: Office) -> None:
    track = office.browser().get("/api/v1/why-not/312000001/track?day=2019-03-12").json()
    assert [(ship["label"], len(ship["points"])) for ship in track["ships"]] == [
        ("MADE UP 1 (MMSI 312000001)", 49),
        ("MADE UP 3 (MMSI 538000003)", 49),
    ]
    assert track["at_us"] == datetime(2019, 3, 12, 12, tzinfo=UTC).timestamp() * 1_000_000
    assert track["from_us"] <= track["ships"][0]["points"][0][0]
    assert track["until_us"] >= track["ships"][0]["points"][-1][0]
    (office.case.derived_folder / "rejected.jsonl").write_text("")
    alone = office.browser().get("/api/v1/why-not/312000001/track?day=2019-03-12").json()
    assert [ship["mmsi"] for ship in alone["ships"]] == [312000001]


def test_what_two_ships_did_is_drawn_as_an_occasion_is(office: Office) -> None:
    """Distance and identities of both: a sceptic judges what was left alone by the same pictures."""
    asked = "/api/v1/why-not/312000001/pictures?day=2019-03-12"
    drawn = office.browser().get(asked).json()["pictures"]
    captions = " ".join(each["caption"] for each in drawn)
    assert "Distance between MADE UP 1 (MMSI 312000001) and MADE UP 3 (MMSI 538000003). Distance" in captions
    assert "Shaded: the day asked about, 12 March 2019." in captions
    assert "Identities." in captions
    assert all(each["svg"].startswith("<svg ") for each in drawn)
    assert 'data-address="/api/v1/why-not/312000001/pictures?day=2019-03-12"' in office.browser().page(
        f"/why-not?{ASKED}"
    )
    unheard = office.browser().get("/api/v1/why-not/312000001/pictures?day=2020-03-12").json()
    assert "Distance" not in " ".join(each["caption"] for each in unheard["pictures"])


def test_who_is_not_known_is_told_so_and_smuggles_nothing(office: Office) -> None:
    browser = office.browser()
    for query in ("ship=NOBODY&day=2019-03-12", f"ship={MARKUP.replace('&', '')}&day=2019-03-12"):
        page = browser.page(f"/why-not?{query}", 404)
        assert "no ship called" in words(page)
        assert not smuggled(page)
    assert "violat" not in browser.page("/left-alone").lower()
    browser.page("/why-not?ship=312000001&day=12%20March", 422)
