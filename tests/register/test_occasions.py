"""The list of occasions: called by number or id, filtered, counted by basis."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fairlead.errors import MisuseError
from fairlead.register import geojson
from fairlead.register.dressing import Gone
from fairlead.register.known import known
from fairlead.register.occasions import STAMP, Filter, counts, one, stamp


def test_an_occasion_is_called_by_its_number_its_id_or_the_beginning_of_it(make):
    first, second = replace(make("a"), number=12), make("b")
    for asked in ("12", "#12", first.id, first.id[:6].upper()):
        assert one([first, second], [], asked) is first


def test_a_number_wins_over_an_id_that_begins_with_it(make):
    numbered, other = replace(make("a"), number=12), replace(make("b"), id="12" + "f" * 30)
    assert one([other, numbered], [], "12") is numbered
    assert one([other, numbered], [], "12f") is other


def test_one_that_vanished_is_still_called_by_its_number(make):
    gone = Gone(known(make("old")), 3, "open", None)
    assert one([make("new")], [gone], "3") is gone


def test_an_ambiguous_beginning_is_refused_with_how_many_it_meets(make):
    pair = [replace(make("a"), id="abc1" + "0" * 28), replace(make("b"), id="abc2" + "0" * 28)]
    with pytest.raises(MisuseError, match="begins the ids of 2 occasions"):
        one(pair, [], "abc")


@pytest.mark.parametrize("asked", ["99", "ffff", "no such", ""])
def test_an_unknown_id_is_refused_and_points_to_the_list(make, asked):
    with pytest.raises(MisuseError, match="no occasion") as refused:
        one([make()], [], asked)
    assert "fairlead occasions" in refused.value.hint


def test_filters_narrow_by_status_typology_state_measure_and_time(make):
    opened = replace(make("a"), status="open", number=1)
    later = make("b", start="2019-06-01T00:00:00Z", end="2019-06-02T00:00:00Z")
    both = [later, opened]
    assert Filter().keep(both) == [opened, later]
    assert Filter(status="open").keep(both) == [opened]
    assert Filter(typology="transfer").keep(both) == []
    assert Filter(state="cn", measure="2371-8").keep(both) == [opened, later]
    assert Filter(state="RU").keep(both) == []
    assert Filter(measure="2371-9").keep(both) == []
    assert Filter(since="2019-04").keep(both) == [later]
    assert Filter(until="2019-03-05").keep(both) == [opened]
    assert Filter(since="2019-03", until="2019").keep(both) == [opened, later]


def test_stated_occasions_are_counted_apart(make):
    observed, documented = make("a"), make("b", basis="documented")
    stated = [make(name, basis="stated") for name in "cde"]
    assert counts([observed, documented, *stated]) == "1 observed, 1 documented; apart from these, 3 stated"
    assert counts(stated) == "none observed or documented; apart from these, 3 stated"


def test_a_machine_candidate_bears_its_stamp_until_people_open_it(make):
    assert stamp(make()) == STAMP
    assert stamp(replace(make(), status="open")) is None


def test_geojson_has_the_positions_that_are_given_and_null_where_there_are_none(make):
    features = geojson.collection([make(), make("b", places=())])["features"]
    assert features[0]["geometry"] == {"type": "Point", "coordinates": [125.4, 38.717]}
    assert features[1]["geometry"] is None
    assert features[0]["properties"]["stamp"] == STAMP
    assert features[0]["properties"]["engages"][1] == "2371-8: CN (importing State)"
