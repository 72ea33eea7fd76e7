"""What stands before every route: session, role, origin, host, headers; and what no field may smuggle through."""

from __future__ import annotations

import re

import pytest
from desk_routes import MARKUP, routes_of, smuggled

from fairlead.desk import access
from fairlead.desk.app import create
from fairlead.desk.guard import POLICY


def test_the_address_signs_in_once(office):
    ticket = office.place.sessions.ticket()
    first, second = office.stranger(), office.stranger()
    answer = first.get(f"/?ticket={ticket}")
    assert answer.status_code == 303
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert second.get(f"/?ticket={ticket}").status_code == 401


def test_every_route_names_what_it_needs(office):
    for path, method, endpoint in routes_of(office.app):
        assert access.need_of(endpoint) is not None, f"{method} {path}"


def test_a_route_that_names_nothing_is_denied_to_everybody(office):
    app = create(office.place)
    app.add_api_route("/forgotten", lambda: "open", methods=["GET"], dependencies=app.router.dependencies)
    client = type(office.stranger())(app, base_url="http://desk.test")
    client.cookies.set(office.place.cookie, office.place.sessions.begin("a custodian", "custodian").id)
    assert client.get("/forgotten").status_code == 403


ROLES = (None, "reader", "investigator", "custodian", "source handler", "no such role")


@pytest.mark.parametrize("role", ROLES)
def test_every_route_by_role_is_as_the_table_says(office, role):
    """Generated: every route that there is, in every role, against the one table; what is denied writes nothing."""
    size = office.case.log.size()
    for path, method, endpoint in routes_of(office.app):
        need = access.need_of(endpoint)
        client = office.stranger() if role is None else office.browser(role).client
        csrf = (
            {}
            if role is None
            else {"x-csrf-token": office.place.sessions.find(client.cookies[office.place.cookie]).csrf}
        )
        filled = re.sub(r"\{exhibit\}", office.sha256, path)
        filled = re.sub(r"\{occasion\}", office.occasions[0].id, filled)
        filled = re.sub(r"\{[^}]+\}", "1", filled)
        if access.allows(role, need):
            if method == "GET":
                assert client.get(filled).status_code not in (403, 500), f"{method} {path} as {role}"
            continue
        expected = 401 if role is None else 403
        answer = client.request(method, filled, headers=csrf)
        assert answer.status_code == expected, f"{method} {path} as {role}: {answer.status_code}"
    assert office.case.log.size() == size


def test_the_table_denies_what_it_does_not_know():
    for action in access.ACTIONS:
        for kind in access.KINDS:
            need = access.Need(action, kind)
            allowed = {role for role in access.ROLES if access.allows(role, need)}
            if (action, kind) not in access.PERMITTED and (action, kind) not in access.OPEN:
                assert not allowed
    assert not access.allows("custodian", None)
    assert not access.allows("custodian", access.Need("read", "source"))


@pytest.mark.parametrize(
    "headers", [{}, {"x-csrf-token": "wrong"}, {"origin": "http://evil.test"}, {"sec-fetch-site": "cross-site"}]
)
def test_a_change_from_another_site_is_refused(office, headers):
    browser, one, size = office.browser(), office.occasions[0], office.case.log.size()
    sent = {"x-csrf-token": browser.csrf, **headers} if headers else {}
    answer = browser.client.post(f"/api/v1/occasions/{one.id}/acts/open", json=office.based(one), headers=sent)
    assert (answer.status_code, office.case.log.size()) == (403, size)


def test_a_form_without_its_token_is_refused(office):
    one, browser = office.occasions[0], office.browser()
    answer = browser.client.post(f"/occasions/{one.id}/acts/open", data=office.based(one))
    assert answer.status_code == 403


def test_another_host_name_is_turned_away(office):
    assert office.browser().get("/occasions", headers={"host": "evil.test"}).status_code == 421


@pytest.mark.parametrize(
    "path", ["/occasions", "/api/v1/occasions", "/nothing", "/api/v1/occasions/ffff", "/assets/desk.css"]
)
def test_every_answer_has_the_security_headers_and_no_inline_script_or_style_is_allowed(office, path):
    answer = office.browser().get(path)
    assert answer.headers["content-security-policy"] == POLICY
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert "unsafe" not in POLICY


SCREENS = (
    *("/occasions", "/exhibits", "/ships", "/ships/imo-9000001", "/claims", "/findings", "/states", "/states/CN"),
    *("/news", "/build", "/tour", "/search?q=example", "/caps?year=2018"),
)


def test_no_field_that_others_fill_becomes_markup(office, make):
    from fairlead.typologies.occasion import Subject

    office.derive(
        make(
            "A",
            office.sha256,
            title=MARKUP,
            goods=(MARKUP,),
            subjects=(Subject(MARKUP, MARKUP, 9000001, 445000001, "KP"),),
        )
    )
    browser = office.browser()
    one = office.occasions[0]
    browser.post(f"/api/v1/occasions/{one.id}/acts/open", {**office.based(one), "purpose": MARKUP})
    pages = [*SCREENS, f"/occasions/{one.id}", f"/exhibits/{office.page}", f"/occasions?q={MARKUP}"]
    for path in pages:
        page = browser.page(path)
        assert not smuggled(page), path
    assert "&lt;script&gt;" in browser.page(f"/exhibits/{office.page}")


@pytest.mark.parametrize(
    "path",
    [
        "/assets/..%2f..%2fapp.py",
        "/assets/%2e%2e/app.py",
        "/exhibits/..%2f..%2fcase.json",
        "/api/v1/exhibits/..%2fcase.json/bytes",
    ],
)
def test_no_path_leads_out_of_the_desk(office, path):
    answer = office.browser().get(path)
    assert answer.status_code in (404, 422)
    assert "checkpoints" not in answer.text


def test_an_error_of_the_program_tells_nothing_of_it(office, monkeypatch):
    from fairlead.desk import occasion_shown

    def broken(*_: object) -> None:
        raise RuntimeError("a secret path")

    monkeypatch.setattr(occasion_shown, "points", broken)
    client = type(office.stranger())(create(office.place), base_url="http://desk.test", raise_server_exceptions=False)
    client.cookies.set(office.place.cookie, office.place.sessions.begin("r", "reader").id)
    answer = client.get("/api/v1/occasions/points")
    assert answer.status_code == 500
    assert "secret" not in answer.text
