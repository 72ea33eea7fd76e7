"""The API against its own description: whatever is sent, it answers as described and never with an error of its own."""

from __future__ import annotations

import pytest
from desk_routes import routes_of
from hypothesis import HealthCheck, Phase, given, settings

from fairlead.desk import working


def test_every_route_of_the_api_is_described(office):
    app = office.app
    described = app.openapi()["paths"]
    missing = [path for path, _, _ in routes_of(app) if path.startswith("/api/") and path not in described]
    assert missing == []


def test_the_description_itself_is_served_behind_the_guard(office):
    assert office.browser().get("/api/v1/openapi.json").json()["info"]["title"] == "Fairlead desk"
    assert office.stranger().get("/api/v1/openapi.json").status_code == 401


@pytest.mark.wide  # by default test_desk_guard.py and test_desk_hostile.py ask every route
def test_whatever_is_sent_the_api_answers_as_described(office, monkeypatch):
    """Schemathesis over every operation, a few examples each; acts may be refused, and never break anything.

    What `find` derives is another test's: here it is begun and does nothing.
    """
    monkeypatch.setattr(working, "find", lambda case: lambda advance: "nothing was derived")
    browser = office.browser()
    client = browser.client
    schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")  # slow to import
    schema = schemathesis.openapi.from_dict(office.app.openapi())
    broken = []
    for result in schema.get_all_operations():
        broken += _broken(result.ok(), client, browser.csrf)
    assert broken == []


def _broken(operation, client, csrf):
    """Send a few examples of one operation, and return those that broke the desk."""
    found = []

    @settings(
        max_examples=2, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
    )
    @given(case=operation.as_strategy())
    def answers(case):
        said = case.as_transport_kwargs(base_url="http://desk.test")
        said.pop("cookies", None)
        headers = {**dict(said.pop("headers", None) or {}), "x-csrf-token": csrf}
        answer = client.request(headers=headers, **said)
        if answer.status_code >= 500:
            found.append((operation.method, operation.path, said, answer.text[:200]))

    answers()
    return found
