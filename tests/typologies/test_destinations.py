"""Destinations that crews typed in: what is matched, what is ambiguous, and what is left alone."""

from __future__ import annotations

from typing import Any

import pytest

from fairlead.typologies.grounds import destinations
from fairlead.typologies.grounds.destinations import Report


@pytest.mark.parametrize(
    ("text", "countries", "port"),
    [
        ("CNNBO", {"CN"}, "CNNBO"),
        ("CN NBO", {"CN"}, "CNNBO"),
        ("KRPUS>CNDAL", {"CN"}, "CNDAL"),
        ("KP HAE-CN YNT", {"CN"}, "CNYTG"),
        ("KRPUS/CNDAL", {"CN"}, "CNDAL"),
        ("CN DAL - KR PUS", {"KR"}, "KRPUS"),
        ("NINGBO CHINA", {"CN"}, "CNNBO"),
        ("QINGDAO, CN", {"CN"}, "CNQIN"),
        ("PUSAN KOREA", {"KR"}, "KRPUS"),
        ("NAMPHO", {"KP"}, "KPNAM"),
        ("KOREA", {"KR", "KP"}, None),
        ("SAN JUAN", {"CA", "PR"}, None),
        ("CHINA", {"CN"}, None),
        ("CN ZZZ", {"CN"}, None),
        ("CNTAO", {"CN"}, "CNQIN"),  # what ships report where the index has another code
        ("CN DLC", {"CN"}, "CNDAL"),
        ("KPSNB", {"KP"}, None),  # a code that no index here has, with letters with which no word begins
        ("KPEME", {"TG"}, "TGKPE"),  # but one port's name
        ("GENOA", set(), None),  # GE is Georgia, and begins words
        ("KP SONGNIM", {"KP"}, "KPSGN"),
        ("NAMPO RDS", {"KP"}, "KPNAM"),
        ("BUSAN ANCHORAGE", {"KR"}, "KRPUS"),
        ("OPL", set(), None),
        ("FOR ORDERS", set(), None),
        ("FISHING GROUND", set(), None),
        ("TOKYO", {"JP"}, "JPTYO"),
        ("", set(), None),
    ],
)
def test_what_a_destination_names(text: str, countries: set[str], port: str | None) -> None:
    stated = destinations.read(text)
    assert stated.countries == countries
    if port:
        assert stated.port is not None
        assert (stated.port.id == port) or (port == "JPTYO" and stated.port.country == "JP")
    else:
        assert stated.port is None


def report(text: str) -> Report:
    return Report(0, text, 1, 1)


@pytest.mark.parametrize(
    ("texts", "outcome", "words"),
    [
        ([], "open", "no destination"),
        (["FOR ORDERS"], "open", "names no place that is known"),
        (["KPNAM"], "speaks against it", "openly declared"),
        (["KOREA"], "speaks against it", "perhaps openly"),
        (["CNDAL"], "does not refute", "Dalian"),
        (["CNDAL", "NAMPO"], "speaks against it", "openly declared"),
    ],
)
def test_a_call_that_was_declared_speaks_against_hiding_it(texts: list[str], outcome: str, words: str) -> None:
    test = destinations.test([report(text) for text in texts], frozenset({"KP"}), "Nampo (KP)")
    assert test.outcome == outcome
    assert words in test.why


def test_the_last_report_before_counts_unless_it_is_stale(sea: Any) -> None:
    ship = 671000001
    sea.reports(ship, "2019-09-01T00:00", destination="CNSHA")
    sea.reports(ship, "2019-10-01T00:00", destination="CNDAL")
    sea.reports(ship, "2019-10-04T00:00", destination="CNNBO")
    told = destinations.Destinations(sea.world().static_reports, [ship])
    day = 24 * 3_600_000_000
    fourth = told.during(ship, 0, 10**18)[-1].t_us
    assert [one.text for one in told.during(ship, fourth - day, fourth)] == ["CNDAL", "CNNBO"]
    assert [one.text for one in told.during(ship, fourth + 6 * day, fourth + 7 * day)] == []
