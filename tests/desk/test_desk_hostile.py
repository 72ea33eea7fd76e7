"""What hostile words, addresses and paths can do at the desk: stand there as words, lead nowhere, ask nobody."""

from __future__ import annotations

import http.server
import json
import socket
import threading
from typing import Any

import pytest
from desk_routes import MARKUP, routes_of, smuggled

from fairlead.desk import access
from fairlead.dossier import pdf

NASTY = f"{MARKUP}{{{{7*7}}}}</textarea></title><svg onload=alert(3)>"
PLACE = {"act": "loading", "place": NASTY, "country": "KP", "start": "2019-03", "how_known": NASTY, "note": NASTY}


def filled_by_others(office, make) -> Any:
    """Put hostile words into every field that a person, a file, a page, a list or a ship can fill."""
    from fairlead.typologies.occasion import Element, Engagement, MeasureRef, Place, Refutation, Subject

    elements = (Element("goods", "missing", NASTY), Element(NASTY, "indicated", NASTY))
    engagement = Engagement(MeasureRef("2371-8", 2371, "8", "verified"), "decides", "CN", "importing State", elements)
    office.derive(
        make(
            "A", office.sha256, title=NASTY, goods=(NASTY,), does_not_show=NASTY, engagements=(engagement,),
            subjects=(Subject("carrier", NASTY, 9000001, 445000001, "KP"), Subject("buyer", NASTY, None, None, None)),
            places=(Place("origin", NASTY, "KP", "port", 38.7, 125.4),),
            refutations=(Refutation(NASTY, True, "speaks against it", NASTY),),
        )
    )  # fmt: skip
    named = {"list_id": "un-1718", "as_of": "2019-01-01", "entry": "7", "kind": "ship", "name": NASTY}
    office.read(office.sha256, "listings", [{"row": 1, **named, "narrative": NASTY, "listed_on": "2018-01-01"}])
    said = {"row": 1, "verdict": "valid", "value": "9000001"}
    office.read(office.sha256, "listing_identities", [
        {**said, "kind": "imo", "printed": NASTY}, {**said, "kind": "name", "printed": NASTY, "value": NASTY}
    ])  # fmt: skip
    report = {"row": 1, "mmsi": 445000001, "imo": 9000001, "t_us": 1, "name": NASTY, "call_sign": NASTY}
    office.read(office.sha256, "static_reports", [{**report, "destination": NASTY}])
    body = {"v": 1, "accused": ["CN"], "number": 12, "unit": NASTY, "conduct": NASTY, "speaker": None, "counts": "acts"}
    claim = {"row": 1, "kind": "claim", "quote": NASTY, "char_start": 0, "char_end": 9, "speaker": NASTY}
    office.read(office.page, "statements", [{**claim, "about": NASTY, "body": json.dumps(body)}])
    browser, one = office.browser(), office.occasions[0]

    def act(name, **given):
        answer = browser.form(f"/occasions/{one.id}/acts/{name}", {**office.based(one), "purpose": NASTY, **given})
        assert answer.status_code == 303, (name, answer.text)

    act("open")
    letter = {"element": "goods", "question": NASTY, "deadline": "2999-01-01", "text": NASTY}
    act("request", addressee="CN", **letter)
    act("reply", addressee="CN", state="explanation", text=NASTY)
    finding = {"outcome": "found", "standard": "balance of probabilities", "likelihood": "likely", "confidence": "low"}
    act("propose", **finding, grounds=NASTY, dissent=NASTY, concluding=NASTY, dissenting=NASTY)
    seen = {
        **PLACE,
        "ships": f"{NASTY.replace(':', '')}:9000001:KP",
        "firms": NASTY,
        "goods": NASTY,
        "reference": NASTY,
    }
    assert (
        browser.form(f"/exhibits/{office.sha256}/observe", {**seen, "rows": "1-2", "purpose": NASTY}).status_code == 303
    )
    stood = browser.get(f"/api/v1/exhibits/{office.page}/statements").json()[0]
    judged = {
        "verdict": "corrected",
        "reason": NASTY,
        "read": stood["read"],
        "f-unit": f"more {NASTY}",
        "f-number": "12",
    }
    assert browser.form(f"/exhibits/{office.page}/statements/1", judged).status_code == 303
    row = browser.get(f"/api/v1/exhibits/{office.sha256}/rows/static_reports/1").json()
    said = {"verdict": "corrected", "reason": NASTY, "read": row["read"], "f-name": f"more {NASTY}"}
    assert browser.form(f"/exhibits/{office.sha256}/rows/static_reports/1", said).status_code == 303
    made = browser.form(f"/occasions/{one.id}/dossier", {"audience": "amber", "form": "zip"})
    assert made.status_code == 200
    manifest = browser.get("/api/v1/findings").json()["handed"][0]["manifest"]
    browser.post("/api/v1/releases", {"dossier": manifest, "recipient": NASTY, "note": NASTY})
    browser.post("/api/v1/watches", {"words": NASTY[:200]})
    browser.post(
        "/api/v1/jobs/add", files=[("files", (NASTY, b"some words"))], data={"source": NASTY, "purpose": NASTY}
    )
    return browser


def test_hostile_words_in_every_field_are_words_on_every_page(office, make):
    browser, one = filled_by_others(office, make), office.occasions[0]
    reference = browser.get("/api/v1/ships/imo-9000001").json()["lists"][0]["address"]
    params = {"exhibit": office.page, "occasion": one.id, "state": "CN", "key": "imo-9000001"}
    pages = 0
    for path, method, endpoint in routes_of(office.app):
        if method != "GET" or path.startswith(("/api/", "/assets", "/join")) or not access.need_of(endpoint):
            continue
        address = path
        for name, value in params.items():
            address = address.replace(f"{{{name}}}", value)
        if "{" in address:
            continue
        queries = {"/search": "?q=svg", "/subjects": f"?name={NASTY}", "/caps": "?year=2018"}
        answer = browser.client.get(address + queries.get(path, ""), headers={"accept": "text/html"})
        if answer.status_code != 200:
            assert answer.status_code in (303, 403, 404, 422), (address, answer.status_code)
        if "text/html" in answer.headers.get("content-type", "") and answer.text:
            assert smuggled(answer.text) == [], address
            assert "49</textarea>" not in answer.text
            pages += 1
    for address in (f"/exhibits/{office.sha256}", f"/exhibits/{office.sha256}?shape=static_reports&judge=1", reference):
        answer = browser.client.get(address, headers={"accept": "text/html"})
        assert answer.status_code == 200, address
        assert smuggled(answer.text) == [], address
    assert pages > 15


def test_no_word_that_is_an_address_makes_the_desk_ask_anybody(office, make, monkeypatch):
    asked = []

    def refuse(self, address, *rest):
        asked.append(address)
        raise OSError("no network here")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    url = "http://169.254.169.254/latest/meta-data/"
    browser = office.browser()
    data = {"source": url, "purpose": url}
    page = f'<html><img src="{url}"><link rel=stylesheet href="{url}"><iframe src="{url}"></iframe>words</html>'
    job = browser.post("/api/v1/jobs/add", files=[("files", ("a.html", page.encode()))], data=data).json()
    while next(each for each in browser.get("/api/v1/jobs").json() if each["id"] == job["id"])["state"] == "running":
        pass
    office.derive(make("A", office.sha256, title=url))
    one = office.occasions[0]
    browser.post(f"/api/v1/occasions/{one.id}/acts/open", {**office.based(one), "purpose": url})
    for form in ("zip", "docx"):
        assert browser.form(f"/occasions/{one.id}/dossier", {"audience": "amber", "form": form}).status_code == 200
    for address in (f"/exhibits/{url}", f"/search?q={url}", f"/subjects?name={url}", f"/ships/name-{url}"):
        browser.get(address)
    assert asked == []


@pytest.mark.skipif(pdf.browser() is None, reason="this machine has no Chromium")
def test_a_page_that_is_printed_asks_nobody_even_where_it_wants_to(tmp_path):
    heard = []

    class Listening(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            heard.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listening) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        base = f"http://127.0.0.1:{server.server_address[1]}"
        page = tmp_path / "page.html"
        page.write_text(f'<img src="{base}/a"><iframe src="{base}/b"></iframe><script>fetch("{base}/c")</script>words')
        assert pdf.printed(page).startswith(b"%PDF")
        server.shutdown()
    assert heard == []


@pytest.mark.parametrize(
    "path",
    [
        "/listed/..%2f..%2fcase.json", "/subjects?name=../../case.json", "/ships/name-..%2f..%2fcase.json",
        "/tips/..%2f..%2fcase.json", "/awards/..%2fcase.json", "/api/v1/jobs/..%2fcase.json/again",
        "/api/v1/exhibits/{sha256}/rows/..%2f..%2f..%2fcase/1", "/exhibits/{sha256}?shape=..%2f..%2fcase&judge=1",
        "/api/v1/exhibits/{sha256}/rows/unread/1", "/exhibits/%00",
        "/api/v1/exhibits/..%2f..%2f/pages/1.png", "/join?token=../../case.json",
        "/api/v1/export/occasions...%2f..%2fcase.json", "/assets/%2fetc%2fpasswd", "/assets/.",
    ],
)  # fmt: skip
def test_no_path_of_a_newer_route_leads_out_either(office, path):
    answer = office.browser().get(path.replace("{sha256}", office.sha256))
    assert answer.status_code in (403, 404, 405, 422), answer.status_code
    assert "checkpoints" not in answer.text
    assert "root:" not in answer.text
