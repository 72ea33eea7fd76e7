"""A ship of the target's flag whose draught changed far from home, and what else that may have been."""

from __future__ import annotations

from typing import Any

import pytest
from tests.typologies.conftest import DALIAN, NAMPO

from fairlead.typologies import Occasion, Rejected, changed_at_sea

TANKER, OTHER = 445000001, 445000002
FAR, NEAR = (33.0, 124.0), (38.3, 124.9)


def trip(
    sea: Any,
    before: int = 30,
    after: int = 55,
    *,
    kind: int = 80,
    old: str = "2019-09-20T00:00",
    last: str = "2019-10-04T00:00",
    new: str = "2019-10-04T06:00",
    at: tuple[float, float] = FAR,
    mmsi: int = TANKER,
) -> None:
    """A ship that left Nampo on the 1st, entered another draught on the 4th, and came home on the 7th."""
    sea.visit(mmsi, "2019-09-29T00:00", "2019-10-01T00:00", NAMPO)
    sea.event("draught_change", mmsi, last, new, at, from_draught_dm=before, to_draught_dm=after)
    for when, dm in ((old, before), (new, after)):
        sea.reports(mmsi, when, name="MADE UP 1", ship_type=kind, length_dm=950, draught_dm=dm)


def find(sea: Any) -> tuple[list[Occasion], list[Rejected]]:
    found = list(changed_at_sea.find(sea.world()))
    return [one for one in found if isinstance(one, Occasion)], [one for one in found if isinstance(one, Rejected)]


def test_a_tanker_that_came_deeper_is_told_without_saying_whom_it_met(sea: Any) -> None:
    trip(sea)
    sea.visit(TANKER, "2019-10-07T00:00", None, NAMPO)
    (occasion,), rejected = find(sea)
    assert rejected == []
    assert occasion.title.startswith(
        "Ship MADE UP 1 (MMSI 445000001) left Nampo (KP) and was 2.5 m deeper on the open sea, 1\u20134 October 2019, "
        "without a call that was heard; nobody was heard alongside; would engage resolution 2375 paragraph 11"
    )
    assert "shown" not in {element.status for one in occasion.engagements for element in one.elements}
    assert (occasion.start, occasion.end) == ("2019-10-01T00:00:00Z", "2019-10-04T06:00:00Z")


@pytest.mark.parametrize("edge", ["start", "end"])
def test_a_change_whose_place_nobody_heard_says_nothing_of_the_open_sea(sea: Any, edge: str) -> None:
    trip(sea)
    sea.rows["draught_change"][0] |= {f"{edge}_lat_e7": None, f"{edge}_lon_e7": None}
    assert find(sea) == ([], [])


@pytest.mark.parametrize(
    "further",
    [
        {"at": NEAR},  # on its way along the coast
        {"after": 34},  # fuel and water
        {"before": 55, "after": 30},  # a tanker that gave cargo away
        {"kind": 70},  # a ship that fetches lawful goods
        {"mmsi": 671000001},  # of another flag
    ],
)
def test_of_other_changes_nothing_is_told(sea: Any, further: dict[str, Any]) -> None:
    trip(sea, **further)
    assert find(sea) == ([], [])


@pytest.mark.parametrize(
    ("further", "test"),
    [
        ({"last": "2019-10-01T12:00", "new": "2019-10-02T00:00"}, "entered late"),
        ({"last": "2019-10-02T06:00", "new": "2019-10-02T11:00"}, "entered late"),  # 35 h after it sailed
        ({"kind": 70, "before": 55, "after": 30}, "entered late"),  # it entered nothing in its call at home
        ({"kind": 70, "before": 55, "after": 30, "old": "2019-09-30T12:00", "new": "2019-10-03T12:00",
          "last": "2019-10-03T10:00"}, "entered late"),  # in three days a crew enters what it landed there
    ],
)  # fmt: skip
def test_what_a_late_crew_enters_may_be_of_its_call_at_home(sea: Any, further: dict[str, Any], test: str) -> None:
    trip(sea, **further)
    occasions, (rejected,) = find(sea)
    assert (occasions, rejected.test) == ([], test)


def test_a_ship_that_entered_what_it_loaded_and_less_days_later_gave_cargo_away(sea: Any) -> None:
    trip(sea, 55, 30, kind=70, old="2019-09-30T12:00")
    (occasion,), _ = find(sea)
    assert "2.5 m lighter" in occasion.title


@pytest.mark.parametrize(
    ("since", "kind", "drew", "test"),
    [
        ("2019-10-02T00:00", 80, (30, 55), None),  # two days with the old draught
        ("2019-10-03T12:00", 80, (30, 55), "entered late"),
        ("2019-10-02T00:00", 70, (55, 30), "nothing"),  # a ship that may never have been laden at home
    ],
)
def test_of_a_tanker_nobody_need_have_heard_the_call_at_home(
    sea: Any, since: str, kind: int, drew: tuple[int, int], test: str | None
) -> None:
    trip(sea, *drew, kind=kind)
    sea.rows["port_visit"].clear()
    sea.sails(TANKER, since, (37.5, 124.2), (37.3, 124.2))
    sea.visit(TANKER, "2019-10-07T00:00", None, NAMPO)
    occasions, rejected = find(sea)
    assert [one.test for one in rejected] == ([test] if test == "entered late" else [])
    assert len(occasions) == (test is None)
    if occasions:
        assert "was first heard on the open sea and was 2.5 m deeper" in occasions[0].title
        assert occasions[0].start == "2019-10-04T00:00:00Z"


@pytest.mark.parametrize(
    ("until", "test"), [("2019-10-02T20:00", None), ("2019-10-03T12:00", "called at home unheard")]
)
def test_what_a_tanker_did_a_day_before_it_still_reported_the_old_draught_far_out_is_not_what_that_tells(
    sea: Any, until: str, test: str | None
) -> None:
    trip(sea)
    sea.visit(TANKER, "2019-10-07T00:00", None, NAMPO)
    sea.event("gap", TANKER, "2019-10-01T06:00", until, (38.4, 124.6), (37.6, 124.2), distance_dm=0, positions_before=9)
    occasions, rejected = find(sea)
    assert [one.test for one in rejected] == ([test] if test else [])
    assert len(occasions) == (test is None)


@pytest.mark.parametrize(("again", "told"), [((38.88, 121.99), False), ((36.2, 124.0), True)])
def test_who_fell_silent_in_another_states_port_may_have_loaded_there(
    sea: Any, again: tuple[float, float], told: bool
) -> None:
    """Heard again off Dayaowan, or far out; silent by itself amid others."""
    trip(sea, at=again if not told else FAR)
    sea.visit(TANKER, "2019-10-07T00:00", None, NAMPO)
    heard = {"distance_dm": 0, "positions_before": 9, "heard_start": 9, "heard_end": 9}
    lost = (38.98, 121.90) if not told else (33.2, 124.0)
    sea.event("gap", TANKER, "2019-10-02T06:00", "2019-10-04T06:00", lost, again, **heard)
    occasions, rejected = find(sea)
    assert [one.test for one in rejected] == ([] if told else ["called abroad unheard"])
    assert len(occasions) == told


def test_an_old_draught_entered_again_was_mistyped(sea: Any) -> None:
    trip(sea)
    sea.reports(TANKER, "2019-10-05T00:00", name="MADE UP 1", ship_type=80, length_dm=950, draught_dm=30)
    _, (rejected,) = find(sea)
    assert rejected.test == "mistyped draught"


@pytest.mark.parametrize("at", [(37.5, 122.3), (30.46, 122.78)])
def test_where_it_lay_off_another_coast_it_may_have_loaded_there(sea: Any, at: tuple[float, float]) -> None:
    """Also where no port is near enough to tell whose the islands are, which are far from the target's."""
    trip(sea)
    lay = {"distance_dm": 0, "median_speed_dkn": 0}
    sea.event("loitering", TANKER, "2019-10-02T12:00", "2019-10-03T12:00", at, **lay)
    _, (rejected,) = find(sea)
    assert rejected.test == "lay off another State's coast"


@pytest.mark.parametrize(("hours", "test"), [(60, "called at home unheard"), (14, None)])
def test_a_silence_counts_by_what_it_was_long_enough_for(sea: Any, hours: int, test: str | None) -> None:
    trip(sea)
    end = f"2019-10-0{1 + (6 + hours) // 24}T{(6 + hours) % 24:02d}:00"
    silent = {"distance_dm": 0, "positions_before": 9, "heard_start": 0, "heard_end": 0}
    sea.event("gap", TANKER, "2019-10-01T06:00", end, (36.0, 123.9), FAR, **silent)
    occasions, rejected = find(sea)
    assert [one.test for one in rejected] == ([test] if test else [])
    assert len(occasions) == (0 if test else 1)


@pytest.mark.parametrize("port", [DALIAN, ("KPWON", "KP", 39.17, 127.45)])
def test_a_tanker_bound_for_another_port_may_have_carried_its_cargo_there(sea: Any, port: Any) -> None:
    """Of another State, or of the target's other coast, to which its coasters sail round Korea."""
    trip(sea)
    sea.visit(TANKER, "2019-10-07T00:00", None, port)
    _, (rejected,) = find(sea)
    assert rejected.test == "cargo for another port"


def test_two_of_one_flag_need_no_other_states_ship(sea: Any) -> None:
    trip(sea)
    trip(sea, 55, 30, mmsi=OTHER)
    _, (rejected,) = find(sea)
    assert rejected.test == "between ships of one flag"


@pytest.mark.parametrize(("begin", "end", "told"), [("10-02T00", "10-02T09", 0), ("09-28T00", "09-28T09", 1)])
def test_where_a_ship_was_heard_alongside_that_meeting_is_told_and_not_that_nobody_was(
    sea: Any, begin: str, end: str, told: int
) -> None:
    trip(sea)
    sea.visit(TANKER, "2019-10-07T00:00", None, NAMPO)
    sea.encounter(TANKER, 671000009, f"2019-{begin}:00", f"2019-{end}:00")
    occasions, rejected = find(sea)
    assert len(occasions) == told
    assert [one.test for one in rejected] == ([] if told else ["heard alongside"])
    assert told or "MMSI 671000009 was heard beside it" in rejected[0].why
