"""The list and one occasion: what narrows it, what it counts, what opens the very rows."""

from __future__ import annotations

import html

import pytest


def listed(browser, query=""):
    return browser.get(f"/api/v1/occasions{query}").json()


def test_the_list_counts_what_is_only_stated_apart(office):
    found = listed(office.browser())
    assert found["total"] == 3
    assert found["counted"] == "1 observed, 1 documented; apart from these, 1 stated"


@pytest.mark.parametrize(
    ("query", "total"),
    [
        ("?basis=observed", 1),
        ("?basis=observed&basis=stated", 2),
        ("?state=CN&measure=2371-8", 3),
        ("?state=RU", 0),
        ("?ship=imo-9000001", 3),
        ("?missing=goods", 3),
        ("?missing=origin", 0),
        ("?q=Example+Nampo", 3),
        ("?q=ampo", 0),
        ("?q=9000001", 3),
        ("?since=2019-04", 2),
        ("?until=2019-03", 1),
        ("?until=2019-03-04", 0),
        ("?since=2019-03-06&until=2019-03-07", 1),
        ("?bbox=125,38,126,39", 2),
        ("?bbox=0,0,1,1", 0),
    ],
)
def test_each_filter_leaves_what_it_says(office, query, total):
    assert listed(office.browser(), query)["total"] == total


def test_a_facet_counts_beside_the_other_filters_and_not_beside_itself(office):
    facets = {each["name"]: each["values"] for each in listed(office.browser(), "?basis=observed")["facets"]}
    assert {each["value"]: each["count"] for each in facets["basis"]} == {"observed": 1, "documented": 1, "stated": 1}
    assert [each["count"] for each in facets["typology"]] == [1]


def test_the_bits_name_the_same_occasions_as_the_list(office):
    browser = office.browser()
    found, points = listed(browser, "?basis=stated"), browser.get("/api/v1/occasions/points").json()
    bits = int.from_bytes(bytes.fromhex(found["bits"]), "little")
    assert [id for n, id in enumerate(points["ids"]) if bits >> n & 1] == [each["id"] for each in found["items"]]


def test_a_date_that_is_none_is_refused_in_the_one_shape_of_error(office):
    answer = office.browser().get("/api/v1/occasions?since=last+week")
    assert answer.status_code == 422
    assert set(answer.json()["error"]) == {"status", "message", "hint"}


def test_an_act_of_the_command_line_is_seen_at_the_next_look(office):
    browser = office.browser()
    assert listed(browser)["items"][0]["number"] is None
    office.case.register.open(office.occasions[1])
    first = listed(browser)["items"][0]
    assert (first["id"], first["number"], first["status"]) == (office.occasions[1].id, 1, "open")
    assert listed(browser, "?status=open")["total"] == 1


def test_new_evidence_is_seen_at_the_next_look_and_what_vanished_stays_in_the_list(office, make):
    browser = office.browser()
    office.case.register.open(office.occasions[0])
    office.derive(make("B", office.sha256, basis="documented"))
    assert listed(browser)["total"] == 1
    assert "no longer derived from the evidence" in browser.page("/occasions")
    assert "no longer derived" in browser.page(f"/occasions/{1}").lower()


def test_a_candidate_is_stamped_and_every_accusation_stands_beside_its_reply(office):
    page = office.browser().page("/occasions")
    assert page.count("machine candidate, not for release") == 3
    assert page.count("reply: not asked by us") == 3


def test_one_occasion_shows_elements_refutations_limits_and_replies(office):
    page = html.unescape(office.browser().page(f"/occasions/{office.occasions[0].id}"))
    for words in (
        "It engages resolution 2371 paragraph 8 for KP as target State and CN as importing State.",
        "machine candidate, not for release",
        "not asked by us",
        "humanitarian cargo",
        "○ open",
        "A voyage does not show what was carried.",
        "nobody has acted on it yet",
        "<dt>Likelihood</dt><dd>not measured</dd>",
    ):
        assert words in page
    assert "violation" not in page.lower()


def test_a_cell_opens_the_very_rows_of_the_exhibit(office):
    browser = office.browser()
    detail = browser.get(f"/api/v1/occasions/{office.occasions[0].id}").json()
    place = detail["columns"][0]["cells"]["origin"]["places"][0]
    assert place["rows"] == [1, 9]
    excerpt = browser.get(f"/api/v1/exhibits/{place['sha256']}/excerpt?rows=1-9").json()
    assert [row[0] for row in excerpt["rows"]] == [str(n) for n in range(1, 10)]
    page = browser.page(place["address"])
    assert page.count('class="asked"') == 9


def test_the_document_is_the_one_that_the_command_line_prints(office):
    one = office.occasions[0]
    assert office.browser().get(f"/api/v1/occasions/{one.id}/document").json() == one.to_json()


def test_an_occasion_that_is_not_there_is_said_to_be_absent(office):
    assert office.browser().get("/api/v1/occasions/ffff").status_code == 404


def test_an_occasion_tells_the_claims_it_bears_on_and_that_tips_led_there_to_who_may_see_awards(office):
    one = office.occasions[0]
    office.case.log.enrol(office.case.log.actors()[0].key, ["custodian", "intake"])
    office.case.awards.opened("a" * 64, tier="T1", call=None)
    office.case.log.enrol(office.case.log.actors()[0].key, ["custodian", "investigator"])
    office.case.awards.led_to("a" * 64, "confirmed", occasion=one.id)
    seen = {role: office.browser(role).page(f"/occasions/{one.id}") for role in ("investigator", "reader")}
    for page in seen.values():
        assert "Claims that it bears on" in page
        assert "China accepted 12 shipments of coal" in page
    assert "it confirmed an occasion that was known already" in seen["investigator"]
    assert "aaaaaaaa" not in seen["investigator"]
    assert "known already" not in seen["reader"]
    other = office.browser().page(f"/occasions/{office.occasions[1].id}")
    assert "known already" not in other
