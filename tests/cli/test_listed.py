"""`fairlead listed`, `delisted`, `same`, `distinct` and `identities` at the terminal, over copies of one list."""

from __future__ import annotations

from pathlib import Path

import pytest

from fairlead.case import Case
from fairlead.deriving import reading_in

HERON = (
    '1001,"GRAY HERON","vessel","DPRK4",-0- ,"9XYZ1",-0- ,-0- ,-0- ,"Mongolia",-0- ,'
    '"Vessel Registration Identification IMO 9074729; MMSI 457000001."\r\n'
)
MAR = '1002,"MAR, Ana","individual","DPRK2",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 03 Feb 1960."\r\n'


@pytest.fixture
def copies(tmp_path: Path) -> Path:
    """Return a case with five copies of a list; a person is gone from the second on, and missed once before."""
    case = Case.create(tmp_path / "case")
    texts = [HERON + MAR, HERON, HERON + MAR, HERON, HERON, HERON]
    days = ["2020-01-01", "2020-01-10", "2020-01-20", "2020-03-01", "2020-07-01", "2020-12-01"]
    for number, (text, day) in enumerate(zip(texts, days, strict=True)):
        file = tmp_path / f"sdn{number}.csv"
        file.write_text(text + "\r\n" * number, encoding="utf-8", newline="")
        reading_in.read(case, case.exhibits.add(file, captured=day))
    return case.root


def test_a_lasting_absence_ends_a_listing_and_the_one_before_did_not(fairlead, copies):
    said = fairlead("listed", copies, "Ana Mar", "--format", "json").json()["histories"]
    assert [one["references"] for one in said] == [["1002"]]
    (one,) = said
    assert one["ended"]["how"] == "by lasting absence"
    assert (one["ended"]["after"], one["ended"]["by"]) == ("2020-01-20", "2020-03-01")
    assert [absence["seen_again"] is not None for absence in one["not_seen"]] == [True, False]
    text = " ".join(fairlead("listed", copies, "ofac-sdn:1002", "--on", "2020-01-15").out.split())
    assert "status: not seen in the copy of 2020-01-10" in text
    assert "that alone is no delisting" in text
    assert "basis: DPRK2" in text


def test_the_overview_names_copies_and_who_was_taken_off(fairlead, copies):
    (one,) = fairlead("listed", copies, "--format", "json").json()["lists"]
    assert (one["list"], one["copies"], one["entries"], one["taken_off"]) == ("ofac-sdn", 6, 2, ["ofac-sdn:1002"])
    assert "6 copies, 2020-01-01 to 2020-12-01" in " ".join(fairlead("listed", copies).out.split())


def test_nothing_found_is_a_status_of_its_own(fairlead, copies):
    assert fairlead("listed", copies, "Nobody At All").status == 1


def test_a_recorded_delisting_counts_unless_a_later_copy_still_has_the_entry(fairlead, copies):
    fairlead("delisted", copies, "ofac-sdn:1001", "--on", "2020-02-01", "--because", "a notice")
    (one,) = fairlead("listed", copies, "9074729", "--format", "json").json()["histories"]
    assert one["ended"] is None
    fairlead("delisted", copies, "ofac-sdn:1002", "--on", "2020-02-01", "--because", "a notice")
    (one,) = fairlead("listed", copies, "Ana Mar", "--format", "json").json()["histories"]
    assert (one["ended"]["how"], one["ended"]["by"]) == ("by an act", "2020-02-01")


def test_a_decision_is_recorded_listed_and_taken_back(fairlead, copies):
    made = fairlead("same", copies, "mmsi:457000001", "ofac-sdn:1001", "--because", "type 5", "--format", "json").json()
    again = fairlead("distinct", copies, "ofac-sdn:1001", "mmsi:457000001", "--because", "no")
    assert again.status == 2
    assert "decided already" in again.err
    text = " ".join(fairlead("identities", copies).out.split())
    assert "mmsi:457000001 and ofac-sdn:1001 are one: type 5" in text
    fairlead("identities", copies, "--take-back", made["index"], "--because", "another hull")
    (told,) = fairlead("identities", copies, "--format", "json").json()
    assert told["taken_back"]["because"] == "another hull"


def test_an_entry_that_no_list_has_is_refused(fairlead, copies):
    said = fairlead("same", copies, "ofac-sdn:7", "imo:9074729", "--because", "x")
    assert said.status == 2
    assert "no list in this case has the entry ofac-sdn:7" in " ".join(said.err.split())
