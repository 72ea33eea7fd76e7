"""The list and the single occasion, as people and machines read them."""

from __future__ import annotations

import csv
import io
import json

import pytest

from fairlead.cli import show
from fairlead.cli.acting import printable
from fairlead.register.excerpts import Excerpt


def test_the_list_fits_eighty_columns_and_stamps_every_candidate(fairlead, found):
    said = fairlead("occasions", found.root)
    assert said.status == 0
    assert max(len(line) for line in said.out.splitlines()) <= 80
    assert said.out.count("machine candidate, not for") == 3
    assert "1 observed, 1 documented; apart from these, 1 stated" in said.out


def test_an_empty_case_says_what_to_do_next(fairlead, found):
    found.derive()
    said = fairlead("occasions", found.root)
    assert (said.status, said.out) == (0, "")
    assert "fairlead find" in said.err
    assert fairlead("show", found.root, "1").status == 2


def test_the_list_as_json_is_the_stable_document_of_each_occasion(fairlead, found):
    a, *later = fairlead("occasions", found.root, "--format", "json").json()
    assert a == json.loads(json.dumps(found.make("A").to_json()))
    assert [one["basis"] for one in (a, *later)] == ["observed", "documented", "stated"]


def test_filters_are_read_as_people_write_them(fairlead, found):
    def titles(*options):
        return [one["title"][7] for one in fairlead("occasions", found.root, *options, "--format", "json").json()]

    fairlead("open", found.root, found.make("B").id)
    assert titles("--status", "open") == ["B"]
    assert titles("--status", "machine-candidate") == ["A", "C"]
    assert titles("--until", "2019-03") == ["A"]
    assert titles("--state", "ru") == []
    assert fairlead("occasions", found.root, "--since", "yesterday").status == 2
    assert "1 of 3: " in fairlead("occasions", found.root, "--status", "open").out


def test_csv_has_one_row_each_and_runs_no_formula(fairlead, found):
    found.derive(found.make("A", title="=cmd|' /C calc'!A0"))
    [row] = csv.DictReader(io.StringIO(fairlead("occasions", found.root, "--format", "csv").out))
    assert row["title"].startswith("'=")
    assert (row["stamp"], row["engages"]) == ("machine candidate, not for release", "2371-8: KP, CN")


def test_geojson_has_a_feature_for_each_occasion_and_a_null_where_no_position_is_known(fairlead, found):
    features = fairlead("occasions", found.root, "--format", "geojson").json()["features"]
    points = {each["properties"]["basis"]: each["geometry"] and each["geometry"]["type"] for each in features}
    assert points == {"observed": "Point", "documented": "Point", "stated": None}


def test_one_occasion_is_shown_with_its_proof_its_gaps_and_what_it_does_not_show(fairlead, found):
    said = fairlead("show", found.root, found.make("A").id[:8])
    text = " ".join(said.out.split())
    assert said.status == 0
    assert max(len(line) for line in said.out.splitlines()) <= 80
    for expected in (
        "It engages resolution 2371 paragraph 8 for KP as target State and CN as importing State.",
        "machine candidate, not for release",
        "○ missing goods: Coal was carried.",
        "goods, for KP as target State (2371-8)",
        "● shown origin: The ship left Nampo. [1]",
        "reply: not asked by us",
        "humanitarian cargo: open; no manifest is in the case",
        "A voyage does not show what was carried.",
        "[1] track.csv",
        "rows 1-9, 3 more rows",
        "1: mmsi 445000001, time 2019-03-05T00:01:00Z, lat 38.717, lon 125.4",
        "nobody has acted on it yet",
    ):
        assert expected in text
    assert "violation" not in text.lower()


def test_the_very_rows_of_an_exhibit_are_shown_once_however_often_they_are_cited(fairlead, found):
    assert fairlead("show", found.root, found.make("A").id, "--rows", 9).out.count("time 2019-03-05T00:09:00Z") == 1


def test_words_that_boxes_on_one_page_share_are_shown_once_and_on_another_page_again(fairlead, found, monkeypatch):
    words = "The ship loaded coal."
    places = ("page 2, box 1,2,3,4", "page 2, box 0,2,9,9", "page 3, box 1,2,3,4")
    told = [Excerpt(found.sha256, where, "statements", words=words) for where in places]
    monkeypatch.setattr(show, "excerpts", lambda *_: told)
    out = fairlead("show", found.root, found.make("A").id).out
    assert out.count(words) == 2
    assert "page 2, box 0,2,9,9" not in out


def test_one_occasion_as_json_is_the_stable_document_and_its_record_is_around_it(fairlead, found):
    fairlead("open", found.root, found.make("A").id, "--purpose", "to be looked at")
    document = fairlead("show", found.root, 1, "--format", "json").json()
    assert (document["number"], document["status"], document["digest"]) == (1, "open", found.make("A").digest)
    record = fairlead("show", found.root, 1, "--format", "json", "--record").json()
    assert record["occasion"] == document
    assert [entry["act"] for entry in record["history"]] == ["open"]
    assert record["excerpts"][0]["where"] == "rows 1-9"


@pytest.mark.parametrize("asked", ["7", "ffff", "nothing", ""])
def test_an_unknown_occasion_is_refused_and_points_to_the_list(fairlead, found, asked):
    said = fairlead("show", found.root, asked)
    assert (said.status, said.out) == (2, "")
    assert "fairlead occasions" in said.err


def test_what_vanished_is_still_shown_by_its_number_with_its_successor(fairlead, found):
    fairlead("open", found.root, found.make("A").id)
    found.derive(found.make("A2"))
    said = fairlead("show", found.root, 1)
    assert "no longer derived from the evidence; superseded by" in " ".join(said.out.split())
    assert fairlead("show", found.root, 1, "--format", "json").json()["superseded_by"] == found.make("A2").id
    listed = fairlead("occasions", found.root, "--format", "json").json()
    assert [one["supersedes"] for one in listed] == [found.make("A").id]
    assert "no longer derived" in " ".join(fairlead("occasions", found.root).out.split())


def test_what_an_exhibit_says_cannot_steer_the_terminal(fairlead, found):
    found.derive(found.make("A", title="\x1b]0;owned\x07 [red]title"))
    out = fairlead("show", found.root, found.make("A").id).out + fairlead("occasions", found.root).out
    assert "\x1b" not in out
    assert "[red]title" in out
    assert printable("a\u202eb") == "a\N{REPLACEMENT CHARACTER}b"
