"""Papers that state another origin than where the ship's track was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import ibis
import pyarrow as pa
import pytest

from fairlead import shapes
from fairlead.typologies import Occasion, Rejected, World, papers
from fairlead.typologies.occasion import Place, Subject

SHIP, IMO = 671000001, 9000009
HOUR = shapes.US_PER_HOUR
FIRST = 1569801600000000  # 2019-09-30T00:00Z
NAMPO, VOSTOCHNY, OFF_DALIAN = (38.7167, 125.4), (42.73, 133.08), (38.6, 121.9)


def legs(*heard: tuple[int, tuple[float, float]]) -> Any:
    """Hourly positions: (hours since 30 September, place), each held until the next but heard every hour."""
    rows = []
    for n, ((hour, at), until) in enumerate(
        zip(heard, [one[0] for one in heard[1:]] + [heard[-1][0] + 1], strict=True)
    ):
        for each in range(hour, until):
            rows.append(
                {
                    "track": SHIP * 1000,
                    "mmsi": SHIP,
                    "t_us": FIRST + each * HOUR,
                    "lat_e7": round(at[0] * 1e7),
                    "lon_e7": round(at[1] * 1e7),
                    "exhibit": shapes.exhibit_key("a" * 64),
                    "row": n * 1000 + each,
                }
            )
    return ibis.memtable(pa.Table.from_pylist(rows, schema=shapes.LEGS))


def find(world: World) -> tuple[list[Occasion], list[Rejected]]:
    found = list(papers.find(world))
    return [one for one in found if isinstance(one, Occasion)], [one for one in found if isinstance(one, Rejected)]


@pytest.fixture
def case(sea: Any, recorded: Callable[..., Any]) -> Callable[..., World]:
    """A certificate: coal loaded at Vostochny on 5 October; the ship called at Nampo on 1 and 2 October."""

    def make(track: Any, *, call: bool = True, origin: str = "Vostochny", country: str = "RU") -> World:
        sea.observations.append(
            recorded(
                "loading",
                "paper-1",
                subjects=(Subject("carrier", "MADE UP 9", IMO, SHIP, "TG"),),
                places=(
                    Place("origin", origin, country, "undetermined"),
                    Place("destination", "Dalian", "CN", "undetermined"),
                ),
                start="2019-10-05T00:00:00Z",
                end="2019-10-05T23:59:59Z",
            )
        )
        if call:
            sea.visit(SHIP, "2019-10-01T00:00", "2019-10-02T12:00", ("KPNAM", "KP", *NAMPO))
        return replace(sea.world(), legs=track)

    return make


ELSEWHERE = legs((0, NAMPO), (60, OFF_DALIAN), (200, OFF_DALIAN))


def test_a_paper_that_the_track_contradicts_after_a_call_at_the_target_is_told(case: Any) -> None:
    (occasion,), rejected = find(case(ELSEWHERE))
    assert rejected == []
    assert occasion.basis == "documented"
    assert "where it was not; it had called at Namp'o" in occasion.title or "called at Nampo" in occasion.title
    assert any(one.measure.id == "2371-8" for one in occasion.engagements)
    elements = {e.name: (e.status, e.exhibits) for one in occasion.engagements for e in one.elements}
    assert elements["origin"][0] == "indicated"
    assert {"a" * 64, "b" * 64} <= {citation.sha256 for citation in elements["origin"][1]}
    assert "which is wrong" in occasion.does_not_show


@pytest.mark.parametrize(
    ("track", "call", "test"),
    [
        (legs((0, NAMPO), (60, OFF_DALIAN), (115, VOSTOCHNY), (200, OFF_DALIAN)), True, "papers fit the track"),
        (ELSEWHERE, False, "no call at the target State"),
        (legs((0, NAMPO), (30, OFF_DALIAN)), True, "not checkable"),
    ],
)
def test_what_fits_what_leads_nowhere_and_what_cannot_be_checked_is_left_alone(
    case: Any, track: Any, call: bool, test: str
) -> None:
    occasions, (rejected,) = find(case(track, call=call))
    assert occasions == []
    assert rejected.test == test


def test_a_silence_long_enough_for_a_call_is_no_contradiction(case: Any) -> None:
    track = ELSEWHERE
    holed = track.filter((track.t_us < FIRST + 70 * HOUR) | (track.t_us > FIRST + 190 * HOUR))
    occasions, (rejected,) = find(case(ibis.memtable(holed.to_pyarrow())))
    assert occasions == []
    assert "leaves time for a call" in rejected.why


def test_a_silence_too_short_to_go_there_and_back_leaves_the_contradiction(case: Any) -> None:
    track = ELSEWHERE
    holed = track.filter((track.t_us < FIRST + 110 * HOUR) | (track.t_us > FIRST + 150 * HOUR))
    occasions, rejected = find(case(ibis.memtable(holed.to_pyarrow())))
    assert (len(occasions), rejected) == (1, [])


def test_a_paper_that_names_the_target_itself_hides_nothing(case: Any) -> None:
    assert find(case(ELSEWHERE, origin="Nampo", country="KP")) == ([], [])


# --- a number that took over from another after the time that the paper states ------------------------------------

OLD = 445000001


def renamed(sea: Any, **further: Any) -> None:
    """The paper's number is first heard off Dalian on 8 October; OLD, as large, fell silent on the 6th."""
    sea.reports(OLD, "2019-10-01T00:00", name="MADE UP 1", imo=9000001, ship_type=70, length_dm=980)
    sea.reports(SHIP, "2019-10-08T00:00", name="MADE UP 9", imo=IMO, ship_type=70, length_dm=980)
    told = {"other_track": SHIP * 1000, "other_mmsi": SHIP, "link": "across a silence", "distance_dm": 10_000}
    told |= {"length_dm": 980, "beam_dm": 160, "cruise_dkn": 90, "other_cruise_dkn": 90, "draught_dm": 62}
    told |= {"other_draught_dm": 62, "begun": 0, "begun_alike": 0, "ended_alike": 0, "chance_ppm": 30_000}
    at = (38.0, 122.5)
    sea.event("identity_change", OLD, "2019-10-06T12:00", "2019-10-08T00:00", at, OFF_DALIAN, **(told | further))
    sea.visit(OLD, "2019-10-01T00:00", "2019-10-02T12:00", ("KPNAM", "KP", *NAMPO))


def under(mmsi: int, table: Any) -> Any:
    """The same track under another number."""
    track: Any = ibis.literal(mmsi * 1000, "int64")
    return ibis.memtable(table.mutate(mmsi=ibis.literal(mmsi, "int64"), track=track).to_pyarrow())


def test_goods_that_a_paper_dates_before_the_ship_was_renamed_are_asked_of_its_earlier_number(
    case: Any, sea: Any
) -> None:
    renamed(sea)
    (occasion,), rejected = find(case(under(OLD, ELSEWHERE), call=False))
    assert rejected == []
    assert "under MMSI 445000001, if they are one hull" in occasion.title
    assert [event.kind for event in occasion.events] == ["port_visit", "identity_change"]
    origin = next(e for one in occasion.engagements for e in one.elements if e.name == "origin")
    assert origin.status == "indicated"
    assert "That it is one hull is not shown." in origin.why


@pytest.mark.parametrize(
    ("further", "test"),
    [({"begun_alike": 1}, "another ship of its size"), ({"other_draught_dm": 30}, "lies otherwise in the water")],
)
def test_where_the_earlier_number_may_be_another_hull_the_paper_accuses_nobody(
    case: Any, sea: Any, further: dict[str, Any], test: str
) -> None:
    renamed(sea, **further)
    occasions, (rejected,) = find(case(under(OLD, ELSEWHERE), call=False))
    assert (occasions, rejected.test) == ([], test)


def test_two_numbers_from_which_it_may_have_taken_over_leave_the_paper_unchecked(case: Any, sea: Any) -> None:
    renamed(sea)
    renamed(sea, other_track=SHIP * 1000 + 1)
    occasions, (rejected,) = find(case(under(OLD, ELSEWHERE), call=False))
    assert (occasions, rejected.test) == ([], "not checkable")
