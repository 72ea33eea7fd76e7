"""Screening at the terminal: grades, places, dates and copies, in words and as a document."""

from __future__ import annotations

from pathlib import Path

import pytest

from fairlead.case import Case
from fairlead.deriving import reading_in

FIRST = (
    '1001,"GRAY HERON","vessel","DPRK4",-0- ,"9XYZ1",-0- ,-0- ,-0- ,"Mongolia",-0- ,'
    '"Vessel Registration Identification IMO 9074729; MMSI 457000001."\r\n'
    '1002,"MAR, Ana","individual","DPRK2",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 03 Feb 1960."\r\n'
)
NAMES = '1001,1,"fka","OLD HERON",-0- \r\n'


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    """Return a case with two copies of a list, the second without a person, and the alternate names."""
    case = Case.create(tmp_path / "case")
    for name, text, day in (
        ("sdn.csv", FIRST, "2020-05-01"),
        ("sdn2.csv", FIRST.splitlines(keepends=True)[0], "2021-05-01T10:00:00Z"),
        ("alt.csv", NAMES, "2020-05-01"),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8", newline="")
        reading_in.read(case, case.exhibits.add(tmp_path / name, captured=day))
    return case.root


def test_a_number_is_told_with_list_basis_place_and_copies(fairlead, lists):
    said = fairlead("screen", lists, "IMO 9074729")
    text = " ".join(said.out.split())
    assert said.status == 0
    assert max(len(line) for line in said.out.splitlines()) <= 80
    assert "same identifier: GRAY HERON (ship), ofac-sdn 1001" in text
    assert "agrees: IMO 9074729 is its number on the list [" in text
    assert "basis: DPRK4" in text
    assert "status: on the list in the copy of 2021-05-01" in text
    assert "seen in: 2020-05-01 (the day of capture), 2021-05-01 (the day of capture)" in text


def test_a_vanished_entry_is_not_seen_in_this_copy_and_not_delisted(fairlead, lists):
    text = " ".join(fairlead("screen", lists, "Anna Maar").out.split())
    assert "not seen in this copy: 2021-05-01; that alone is no delisting" in text
    assert "last seen in the copy of 2020-05-01" in text


def test_the_day_asked_for_decides_which_copy_tells(fairlead, lists):
    (match,) = fairlead("screen", lists, "Ana Mar", "--as-of", "2020-12-31", "--format", "json").json()["answers"][0][
        "matches"
    ]
    assert match["status"] == "on the list in the copy of 2020-05-01"
    assert match["grade"] == "name lead only"


def test_a_file_of_names_and_numbers_is_answered_line_by_line(fairlead, lists, tmp_path):
    file = tmp_path / "ships.csv"
    file.write_text("name,imo\nOld Heron,8528864\n,9074729\nNobody At All,\n", encoding="utf-8")
    answers = fairlead("screen", lists, file, "--format", "json").json()["answers"]
    assert [[match["grade"] for match in one["matches"]] for one in answers] == [
        ["another ship"],
        ["same identifier"],
        [],
    ]
    assert answers[0]["matches"][0]["agreed"][0]["words"] == "former name OLD HERON: same form"
    file.write_text("gray heron\n457000001\n", encoding="utf-8")
    answers = fairlead("screen", lists, file, "--format", "json").json()["answers"]
    assert [one["matches"][0]["grade"] for one in answers] == ["name lead only", "question"]


def test_nothing_found_is_a_status_of_its_own_and_claims_no_more_than_it_shows(fairlead, lists):
    said = fairlead("screen", lists, "Nobody At All")
    assert said.status == 1
    assert "shows only that no list in this case has it in this form" in " ".join(said.out.split())


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00\xd8"])
def test_a_file_without_names_is_refused(fairlead, lists, tmp_path, content):
    file = tmp_path / "names.txt"
    file.write_bytes(content)
    assert fairlead("screen", lists, file).status == 2
