"""What stands before every route: session, role, origin, host, headers; and what no field may smuggle through."""

from __future__ import annotations

import pytest
from desk_routes import EVERYBODYS, MARKUP, filled, routes_of, smuggled

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
    client.cookies.set(office.place.cookie, office.place.sessions.begin("a custodian", ("custodian",)).id)
    assert client.get("/forgotten").status_code == 403


WHO = ("a stranger", "not admitted", "no such role", *access.ROLES)


AT_EVERY_RUN = ("a stranger", "not admitted", "reader", "payer")  # intake in wide runs, the others in long ones
OPENED_BY = ("investigator", "intake", "payer")  # who between them may read all there is: what they may is opened too


@pytest.mark.parametrize(
    ("role", "shared"),
    [
        *((role, True) for role in AT_EVERY_RUN),
        pytest.param("intake", True, marks=pytest.mark.wide),
        *(pytest.param(role, True, marks=pytest.mark.slow) for role in WHO if role not in (*AT_EVERY_RUN, "intake")),
        *(pytest.param(role, False, marks=pytest.mark.slow) for role in ("a stranger", "no such role", "investigator")),
    ],
)
def test_every_route_by_role_by_thing_is_as_the_table_says(office, role, shared):
    """Generated: every route there is, in every role, on every thing. What is denied writes nothing, what is allowed
    is open for reading, and every change needs the page's own proof."""
    if shared:
        office.share()
    roles = None if role == "a stranger" else () if role == "not admitted" else (role,)
    if roles is None:
        browser = office.nobody()
    elif shared and role in access.ROLES:
        browser = office.member("A. Person", role)
    else:
        browser = office.browser(role) if roles else office.browser("none")
        office.place.sessions.find(browser.client.cookies[office.place.cookie]).roles = roles
    mine = office.place.sessions.find(browser.client.cookies.get(office.place.cookie))
    jobs = {whose: office.place.jobs.start("nothing", lambda _: "done", "x", whose) for whose in ("mine", "others")}
    jobs["mine"].account = mine.account if mine else "nobody"
    things = {
        "exhibit": [office.sha256, office.page, "0" * 64],
        "occasion": [office.occasions[0].id, office.occasions[2].id, "ffff"],
        "job": [job.id for job in jobs.values()],
    }
    others = jobs["others"].id
    known = roles if not shared or role in access.ROLES or roles is None else ()  # the log knows no other role
    size = office.case.log.size()
    for path, method, endpoint in routes_of(office.app):
        need = access.need_of(endpoint)
        for address in filled(path, things):
            allowed = access.allows(known, need, others=shared and others in address)
            told = f"{method} {address} as {role}"
            if not allowed:
                answer = browser.client.request(method, address, headers={"x-csrf-token": browser.csrf})
                assert answer.status_code == (401 if roles is None else 403), told
            elif method == "GET" and role not in OPENED_BY:
                continue
            elif method == "GET":
                assert browser.get(address).status_code not in (401 if roles is not None else 0, 403, 500), told
            elif roles is not None:
                assert browser.client.request(method, address).status_code == 403, told
    assert office.case.log.size() == size


def test_the_table_denies_what_it_does_not_know():
    for action in access.ACTIONS:
        for kind in access.KINDS:
            need = access.Need(action, kind)
            allowed = {role for role in access.ROLES if access.allows((role,), need)}
            if (action, kind) not in (*access.PERMITTED, *access.OPEN, *access.SIGNED_IN):
                assert not allowed
    assert not access.allows(("custodian",), None)
    may = {role: {f"{a} {k}" for a, k in access.PERMITTED if access.allows((role,), access.Need(a, k))} for role in WHO}
    assert may["payer"] == {"read award", "act award"}
    assert {each for each in may["reader"] if not each.startswith(("read", "export case", "act own"))} == set()
    assert {role for role, what in may.items() if "read source" in what} == {"intake"}
    assert {role for role, what in may.items() if "act occasion" in what} == {"investigator"}
    assert {role for role, what in may.items() if "admit account" in what} == {"custodian"}
    assert may["not admitted"] == may["no such role"] == set()
    assert not access.allows(("custodian",), access.Need("read", "source"))


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
    pages = [*EVERYBODYS, f"/occasions/{one.id}", f"/exhibits/{office.page}", f"/occasions?q={MARKUP}"]
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
    from fairlead.desk import occasions_shown

    def broken(*_: object) -> None:
        raise RuntimeError("a secret path")

    monkeypatch.setattr(occasions_shown, "points", broken)
    client = type(office.stranger())(create(office.place), base_url="http://desk.test", raise_server_exceptions=False)
    client.cookies.set(office.place.cookie, office.place.sessions.begin("r", ("reader",)).id)
    answer = client.get("/api/v1/occasions/points")
    assert answer.status_code == 500
    assert "secret" not in answer.text
