"""`fairlead get` makes what it fetched an exhibit, with its address, time and circumstances in the log."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from found_case import staffed
from servers import serving, whole

from fairlead import case as cases
from fairlead.case import Case
from fairlead.cli import main

LIST = b"""<?xml version="1.0" encoding="utf-8"?>
<CONSOLIDATED_LIST dateGenerated="2020-05-01T10:00:00.000Z"><INDIVIDUALS></INDIVIDUALS><ENTITIES><ENTITY>
<DATAID>1</DATAID><FIRST_NAME>FICTITIOUS TRADING</FIRST_NAME><UN_LIST_TYPE>DPRK</UN_LIST_TYPE>
<REFERENCE_NUMBER>KPe.999</REFERENCE_NUMBER><LISTED_ON>2018-03-30</LISTED_ON></ENTITY></ENTITIES></CONSOLIDATED_LIST>"""


@pytest.fixture
def fairlead(monkeypatch, capsys):
    def run(*arguments: object):
        monkeypatch.setattr("sys.argv", ["fairlead", *map(str, arguments)])
        with pytest.raises(SystemExit) as stopped:
            main()
        return int(stopped.value.code or 0), capsys.readouterr()

    return run


@pytest.fixture
def root(tmp_path: Path, own_home: Path) -> Path:
    return staffed(tmp_path / "case", own_home)[0].root


def get(fairlead, root, server, *arguments):
    status, said = fairlead("get", root, *arguments, "--allow-host", server.host, "--format", "json")
    return status, (json.loads(said.out) if said.out else said.err)


def test_a_list_lands_as_an_exhibit_and_is_read(fairlead, root):
    with serving({"/list.xml": whole(LIST, ETag='"v7"', Content_Type="text/xml")}) as server:
        url = server.url("/list.xml")
        status, told = get(fairlead, root, server, "un-consolidated", "--url", url, "--contact", "desk@office.example")
    assert status == 0
    assert told["exhibits"][0]["read"]["rows"]["listings"] == 1
    assert server.seen[0][1]["User-Agent"].endswith("(desk@office.example)")
    case = Case.open(root)
    (exhibit,) = case.exhibits.all()
    assert exhibit.receipts[0].url == url
    assert exhibit.receipts[0].name == "consolidated.xml"
    assert exhibit.receipts[0].captured.startswith("20")
    (entry,) = case.log.entries(act="get")
    assert (entry.object, entry.body["etag"], entry.body["source"]) == (exhibit.sha256, '"v7"', "un-consolidated")
    assert "127.0.0.1" not in json.dumps(entry.to_body())
    assert case.log.reveal(entry)["final_url"] == url
    assert cases.verify(root).ok


def test_a_page_of_regrets_is_no_list_and_no_exhibit(fairlead, root):
    with serving({"/list.xml": whole(b"<html>Moved", Content_Type="text/html")}) as server:
        status, told = get(fairlead, root, server, "un-consolidated", "--url", server.url("/list.xml"))
    assert status == 1
    assert "expected a file that begins with" in told
    assert not Case.open(root).exhibits.all()


def test_an_address_inside_is_refused_without_leave(fairlead, root):
    with serving({"/list.xml": whole(LIST)}) as server:
        status, said = fairlead("get", root, "un-consolidated", "--url", server.url("/list.xml"))
    assert status == 1
    assert f"--allow-host {server.host}" in " ".join(said.err.split())
    assert server.seen == []


def test_robots_are_passed_over_only_with_a_reason_that_stays(fairlead, root):
    page = b"<html><body><p>The Security Council imposed sanctions on North Korea in 2017.</p></body></html>"
    rules = {"/robots.txt": whole(b"User-agent: *\nDisallow: /"), "/1": whole(page)}
    with serving(rules) as server:
        status, said = get(fairlead, root, server, server.url("/1"))
        assert (status, "--despite-robots" in said) == (1, True)
        status, _ = get(fairlead, root, server, server.url("/1"), "--despite-robots", "likely to be deleted")
    case = Case.open(root)
    archive, inside = case.exhibits.all()
    assert (archive.media_type, inside.media_type) == ("application/warc", "text/html")
    assert "likely to be deleted" in archive.receipts[0].purpose
    assert inside.receipts[0].url == server.url("/1")
    assert inside.sha256 == hashlib.sha256(page).hexdigest()
    (entry,) = case.log.entries(act="part")
    assert (entry.object, entry.body["of"], entry.body["notes"]) == (inside.sha256, archive.sha256, [])
    assert "Content-Type" in case.log.reveal(entry)["headers"] or "Content-Length" in case.log.reveal(entry)["headers"]


def test_a_bomb_is_kept_as_sent_and_refused_by_its_reader(fairlead, root):
    import gzip

    bomb = gzip.compress(b"<?xml version='1.0'?><CONSOLIDATED_LIST>" + b"<A>%s</A>" % (b" " * 8192) * 9000, 9)
    with serving({"/list.xml": whole(bomb, Content_Encoding="gzip")}) as server:
        status, told = get(fairlead, root, server, "un-consolidated", "--url", server.url("/list.xml"))
    assert status == 1
    assert told["exhibits"][0]["size"] == len(bomb)
    assert "over 300 times its size" in told["exhibits"][0]["why_unread"]


def test_a_source_that_is_not_known_names_those_that_are(fairlead, root):
    status, said = fairlead("get", root, "un-consolidatd")
    assert status == 2
    assert "un-1718-vessels" in said.err
    status, said = fairlead("get", root, "--list")
    assert status == 0
    assert "danish-day" in said.out
