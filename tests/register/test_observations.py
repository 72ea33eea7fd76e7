"""What a person records from an exhibit: what it must say, what it must not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairlead.errors import MisuseError, RefusedError
from fairlead.register import observations
from fairlead.register.observations import Draft
from fairlead.typologies.occasion import Place, Subject, Where
from fairlead_ledger import canonical

SHA = "cd" * 32
SHIP = Subject("carrier", "EXAMPLE STAR", 9000001)
BILL = Draft(
    act="loading",
    where=Where(page=2, box=(72.0, 90.5, 300.25, 120.0)),
    start="2019-03-05",
    how_known="date printed on the bill",
    subjects=(SHIP,),
    places=(Place("origin", "Nampo", "KP", "port", 38.717, 125.4),),
    goods=("coal",),
    reference="B/L 17",
)


def read_back(draft):
    body, private = observations.entry_of(draft, SHA)
    return observations.observation("e" * 64, canonical.loads(canonical.dumps(body)), private)


def test_a_bill_of_lading_comes_back_as_recorded():
    seen = read_back(BILL)
    assert (seen.act, seen.reference, seen.basis, seen.goods) == ("loading", "B/L 17", "documented", ("coal",))
    assert (seen.start, seen.end, seen.precision) == ("2019-03-05T00:00:00Z", "2019-03-05T23:59:59Z", "day")
    assert seen.cited.where == (BILL.where,)
    assert (seen.subjects, seen.places) == (BILL.subjects, BILL.places)


def test_a_persons_name_stands_only_in_the_private_part():
    body, private = observations.entry_of(replace(BILL, persons=("A. Person",)), SHA)
    assert "A. Person" not in str(body)
    assert private == {"person_1": "A. Person"}
    assert read_back(replace(BILL, persons=("A. Person",))).subjects[-1] == Subject("person", "A. Person")


def test_an_erased_person_stays_as_a_subject_without_a_name():
    body, _ = observations.entry_of(replace(BILL, persons=("A. Person",)), SHA)
    assert observations.observation("e", body, {"person_1": None}).subjects[-1] == Subject("person", None)


def test_workers_are_never_named():
    with pytest.raises(RefusedError, match="workers are never named"):
        observations.entry_of(replace(BILL, act="host_labour", persons=("A. Worker",)), SHA)


def test_a_sighting_is_observed_and_a_paper_documented():
    assert read_back(replace(BILL, act="sighting")).basis == "observed"
    assert read_back(replace(BILL, basis="observed")).basis == "observed"


def test_without_a_reference_two_records_of_one_act_on_one_exhibit_tell_of_one_act():
    first, second = read_back(replace(BILL, reference=None)), read_back(replace(BILL, reference=None, note="again"))
    assert first.reference == second.reference
    assert first.reference != read_back(replace(BILL, reference=None, start="2019-03-06")).reference


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"act": "smuggling"}, "unknown act"),
        ({"how_known": " "}, "how it is known"),
        ({"subjects": ()}, "somebody who acts"),
        ({"basis": "guessed"}, "unknown basis"),
        ({"where": Where()}, "one place"),
        ({"where": Where(page=1, rows=(1, 2))}, "one place"),
        ({"where": Where(rows=(5, 2))}, "not a range"),
        ({"where": Where(rows=(0, 2))}, "not a range"),
        ({"where": Where(page=0)}, "no page 0"),
        ({"where": Where(page=1, box=(10.0, 10.0, 10.0, 20.0))}, "box is empty"),
        ({"start": "2999-01-01"}, "in the future"),
        ({"end": "2019-03-01"}, "before the start"),
        ({"places": (Place("origin", "Nampo", "KP", "port", 38.7, None),)}, "both latitude and longitude"),
        ({"places": (Place("origin", "Nampo", "KP", "port", 138.7, 0.0),)}, "no such position"),
    ],
)
def test_what_is_missing_or_contradicts_itself_is_refused(change, said):
    with pytest.raises(MisuseError, match=said):
        observations.entry_of(replace(BILL, **change), SHA)


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_a_position_comes_back_to_the_seventh_decimal(lat, lon):
    [place] = read_back(replace(BILL, places=(Place("origin", None, None, "undetermined", lat, lon),))).places
    assert abs(place.lat - lat) < 1e-7
    assert abs(place.lon - lon) < 1e-7


@pytest.mark.parametrize("where", [Where(rows=(3, 9)), Where(chars=(0, 12)), Where(page=4)])
def test_every_kind_of_place_comes_back(where):
    assert read_back(replace(BILL, where=where)).cited.where == (where,)
