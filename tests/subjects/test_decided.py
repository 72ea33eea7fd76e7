"""What follows from decisions on identity, and what does not."""

from __future__ import annotations

import pytest

from fairlead.errors import MisuseError
from fairlead.subjects.decided import Decision, Decisions, Verdict, contradiction, reference


def decide(
    verdict: Verdict, one: str, other: str, index: int = 1, since: str | None = None, until: str | None = None
) -> Decision:
    first, second = sorted((one, other))
    return Decision(verdict, first, second, "a reason", since, until, (), f"{index:064x}", index, "2020-01-01")


def test_two_that_are_one_with_a_third_are_one_and_the_way_is_told() -> None:
    found = Decisions([decide("same", "a:1", "b:1", 1), decide("same", "b:1", "imo:9074729", 2)])
    ruling = found.between("a:1", "imo:9074729")
    assert ruling is not None
    assert (ruling.verdict, [one.index for one in ruling.by]) == ("same", [1, 2])


def test_who_is_distinct_from_one_is_distinct_from_all_that_are_one_with_it() -> None:
    found = Decisions([decide("same", "a:1", "b:1", 1), decide("distinct", "b:1", "c:1", 2)])
    ruling = found.between("a:1", "c:1")
    assert ruling is not None
    assert (ruling.verdict, [one.index for one in ruling.by]) == ("distinct", [1, 2])


def test_nothing_is_decided_of_the_others() -> None:
    found = Decisions([decide("distinct", "a:1", "b:1", 1), decide("distinct", "b:1", "c:1", 2)])
    assert found.between("a:1", "c:1") is None


def test_two_ships_that_bore_one_number_are_not_one_ship() -> None:
    found = Decisions(
        [
            decide("same", "mmsi:457000001", "imo:9074729", 1, "2016-01-01", "2017-01-01"),
            decide("same", "mmsi:457000001", "imo:9187629", 2, "2018-01-01", None),
        ]
    )
    assert found.between("imo:9074729", "imo:9187629") is None
    assert set(found.one_with("mmsi:457000001", "2016-06-01")) == {"imo:9074729"}
    assert set(found.one_with("mmsi:457000001", "2018-06-01")) == {"imo:9187629"}
    assert set(found.one_with("mmsi:457000001", "2017-06-01")) == set()


@pytest.mark.parametrize(
    ("held", "new", "why"),
    [
        ([decide("distinct", "a:1", "b:1", 1)], decide("same", "a:1", "b:1", 2), "decided already"),
        ([decide("same", "a:1", "b:1", 1)], decide("distinct", "a:1", "b:1", 2), "decided already"),
        (
            [decide("same", "a:1", "b:1", 1), decide("distinct", "b:1", "c:1", 2)],
            decide("same", "a:1", "c:1", 3),
            "contradicts",
        ),
        (
            [decide("same", "a:1", "b:1", 1), decide("same", "b:1", "c:1", 2)],
            decide("distinct", "a:1", "c:1", 3),
            "contradicts",
        ),
        (
            [decide("same", "a:1", "imo:9074729", 1), decide("same", "b:1", "imo:9187629", 2)],
            decide("same", "a:1", "b:1", 3),
            "one ship of",
        ),
        ([], decide("same", "mmsi:457000001", "mmsi:457000002", 1), "one hull after another"),
        ([], decide("same", "a:1", "a:1", 1), "the same reference"),
        (
            [decide("same", "mmsi:457000001", "a:1", 1), decide("same", "a:1", "b:1", 2)],
            decide("distinct", "mmsi:457000001", "b:1", 3, "2020-01-01"),
            "contradicts",
        ),
    ],
)
def test_what_contradicts_is_refused_with_what_it_contradicts(held: list[Decision], new: Decision, why: str) -> None:
    said = contradiction(Decisions(held), new)
    assert said is not None
    assert why in said


@pytest.mark.parametrize(
    ("held", "new"),
    [
        ([decide("same", "a:1", "b:1", 1)], decide("same", "b:1", "c:1", 2)),
        (
            [decide("same", "mmsi:457000001", "a:1", 1, None, "2017-01-01")],
            decide("distinct", "mmsi:457000001", "a:1", 2, "2017-01-01"),
        ),
        ([decide("same", "imo:9074729", "a:1", 1)], decide("same", "imo:9074729", "imo:9187629", 2)),
    ],
)
def test_what_agrees_or_holds_at_another_time_is_not(held: list[Decision], new: Decision) -> None:
    assert contradiction(Decisions(held), new) is None


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("IMO: 9074729", "imo:9074729"),
        ("imo:9074729", "imo:9074729"),
        ("MMSI:457000001", "mmsi:457000001"),
        ("ofac-sdn:1001", "ofac-sdn:1001"),
        ("ftm-dprk-reports:abc", "ftm:abc"),
    ],
)
def test_a_reference_has_one_form(text: str, form: str) -> None:
    assert reference(text) == form


@pytest.mark.parametrize("text", ["SAM JONG 1", "imo:12", "mmsi:1", "ofac-sdn:", ""])
def test_a_name_is_no_reference(text: str) -> None:
    with pytest.raises(MisuseError):
        reference(text)
