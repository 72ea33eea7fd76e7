"""Tankers of the target's flag that lay far out at sea and went home without a call."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.typologies.conftest import DALIAN
from tests.typologies.test_whynot import legs, told

from fairlead.typologies import Occasion, Rejected, World, every, sea_trip

SHIP, OWN, OTHER = 445000001, 445000002, 671000003
HOME, OFF_HUNGNAM = (38.6, 124.9), (39.6, 127.9)
FAR, NEARER = (33.0, 124.5), (37.9, 124.2)

Track = tuple[int, list[tuple[str, float, float]]]


def find(world: World) -> tuple[list[Occasion], list[Rejected]]:
    found = list(sea_trip.find(world))
    return [one for one in found if isinstance(one, Occasion)], [one for one in found if isinstance(one, Rejected)]


def sailed(
    at: tuple[float, float] = FAR,
    *,
    mmsi: int = SHIP,
    left: tuple[float, float] = HOME,
    back: tuple[float, float] = HOME,
    until: str = "2019-10-04T09:00",
) -> Track:
    """A tanker heard at home on the 1st, lying somewhere from the 3rd at 21:00 on, and at home again on the 8th."""
    days = [f"2019-10-{day:02d}T{hour:02d}:00" for day in range(3, 8) for hour in range(24)]
    lay = [(t, *at) for t in days if "2019-10-03T21:00" <= t <= until]
    return mmsi, [("2019-10-01T09:00", *left), *lay, ("2019-10-08T20:00", *back)]


def tanker(sea: Any, mmsi: int = SHIP, kind: int = 80) -> None:
    sea.reports(mmsi, "2019-10-01T10:00", name=f"MADE UP {mmsi % 10}", ship_type=kind, length_dm=950, draught_dm=40)


def lies(
    sea: Any, at: tuple[float, float] = FAR, mmsi: int = SHIP, until: str = "2019-10-04T09:00", kind: int = 80
) -> None:
    tanker(sea, mmsi, kind)
    sea.event("loitering", mmsi, "2019-10-03T21:00", until, at, distance_dm=9_000, median_speed_dkn=5)


def world(sea: Any, *tracks: Track) -> World:
    made: World = replace(sea.world(), legs=legs(*tracks))
    return made


def test_a_tanker_that_lay_far_out_and_went_home_is_told_and_shows_nothing(sea: Any) -> None:
    lies(sea)
    (occasion,), rejected = find(world(sea, sailed()))
    assert rejected == []
    assert occasion.title.startswith(
        "Tanker MADE UP 1 (MMSI 445000001) lay or drifted for 12 h on the open sea, 566 km off KP, 3–4 October 2019, "
        "and went home without a call; nobody was heard alongside; would engage resolution 2375 paragraph 11"
    )
    assert occasion.title.endswith("if it met a ship of another flag")
    assert (occasion.start, occasion.end) == ("2019-10-01T09:00:00Z", "2019-10-08T20:00:00Z")
    assert [one.role for one in occasion.places] == ["last heard at home", "stay", "heard at home again"]
    statuses = {element.status for one in occasion.engagements for element in one.elements}
    assert statuses == {"indicated", "missing"}
    assert occasion.likelihood is None
    assert [one.kind for one in occasion.events] == ["loitering"]


@pytest.mark.parametrize(
    ("at", "told"),
    [
        (FAR, 1),
        (NEARER, 0),  # within 400 km of Haeju
        (DALIAN[2:], 0),  # in a port
    ],
)
def test_only_far_off_every_coast(sea: Any, at: tuple[float, float], told: int) -> None:
    lies(sea, at)
    occasions, rejected = find(world(sea, sailed(at)))
    assert (len(occasions), rejected) == (told, [])


@pytest.mark.parametrize(("mmsi", "kind"), [(OTHER, 80), (SHIP, 70)])
def test_other_flags_and_other_kinds_make_no_candidate(sea: Any, mmsi: int, kind: int) -> None:
    lies(sea, mmsi=mmsi, kind=kind)
    assert find(world(sea, sailed(mmsi=mmsi))) == ([], [])


@pytest.mark.parametrize("ends", [{"left": (35.0, 123.0)}, {"back": (35.0, 123.0)}])
def test_who_was_not_heard_at_home_before_and_after_makes_no_candidate(sea: Any, ends: dict[str, Any]) -> None:
    lies(sea)
    assert find(world(sea, sailed(**ends))) == ([], [])


def test_who_comes_back_to_another_coast_was_on_its_way_there(sea: Any) -> None:
    lies(sea)
    occasions, (rejected,) = find(world(sea, sailed(back=OFF_HUNGNAM)))
    assert (occasions, rejected.test) == ([], "on the way to another coast")


def test_who_lies_for_days_waits_for_orders(sea: Any) -> None:
    until = "2019-10-06T22:00"
    lies(sea, until=until)
    occasions, (rejected,) = find(world(sea, sailed(until=until)))
    assert (occasions, rejected.test) == ([], "waiting for orders")


def test_who_called_abroad_on_the_trip_went_there(sea: Any) -> None:
    lies(sea)
    sea.visit(SHIP, "2019-10-05T00:00", "2019-10-06T00:00", DALIAN)
    occasions, (rejected,) = find(world(sea, sailed()))
    assert (occasions, rejected.test) == ([], "called abroad")


def test_who_was_silent_for_long_may_have_called_there_unheard(sea: Any) -> None:
    lies(sea)
    sea.event("gap", SHIP, "2019-10-04T09:00", "2019-10-08T20:00", FAR, HOME, distance_dm=0)
    occasions, (rejected,) = find(world(sea, sailed()))
    assert (occasions, rejected.test) == ([], "called abroad unheard")


@pytest.mark.parametrize(("mmsi", "north", "told"), [(OWN, 0.02, False), (OWN, 0.5, True), (OTHER, 0.02, True)])
def test_a_ship_of_the_same_flag_near_by_explains_it(sea: Any, mmsi: int, north: float, told: bool) -> None:
    lies(sea)
    moments = [(f"2019-10-{t}:30", FAR[0] + north, FAR[1]) for t in ("03T23", "04T03")]
    occasions, rejected = find(world(sea, sailed(), (mmsi, moments)))
    assert (len(occasions), [one.test for one in rejected]) == ((1, []) if told else (0, ["between ships of one flag"]))


def test_a_trip_with_two_stays_is_told_once_by_the_longer(sea: Any) -> None:
    lies(sea)
    sea.event("loitering", SHIP, "2019-10-05T00:00", "2019-10-05T20:00", (32.0, 124.5), distance_dm=9_000)
    mmsi, moments = sailed()
    second = [(f"2019-10-05T{hour:02d}:00", 32.0, 124.5) for hour in range(21)]
    (occasion,), rejected = find(world(sea, (mmsi, [*moments[:-1], *second, moments[-1]])))
    assert rejected == []
    assert "lay or drifted for 20 h" in occasion.title


@pytest.mark.parametrize(("speed_dkn", "told"), [(10, 1), (100, 0)])
def test_a_silence_that_began_while_it_was_slow_is_a_stay_too(sea: Any, speed_dkn: int, told: int) -> None:
    """Heard for a moment as it stopped, and again on its way home nine hours later."""
    tanker(sea)
    sea.event("gap", SHIP, "2019-10-03T21:00", "2019-10-04T06:00", FAR, (34.2, 124.5), distance_dm=1_334_000)
    moments = [("2019-10-03T21:00", *FAR), ("2019-10-04T06:00", 34.2, 124.5)]
    track = [("2019-10-01T09:00", *HOME), *moments, ("2019-10-05T09:00", *HOME)]
    occasions, rejected = find(replace(sea.world(), legs=legs((SHIP, track), speed_dkn=speed_dkn)))
    assert (len(occasions), rejected) == (told, [])
    if told:
        assert "was slow on the open sea, and then silent for 9.0 h, 566 km off KP" in occasions[0].title


def test_a_meeting_that_was_heard_is_left_to_the_meetings(sea: Any) -> None:
    lies(sea)
    sea.encounter(SHIP, OTHER, "2019-10-03T22:00", "2019-10-04T03:00")
    assert find(world(sea, sailed())) == ([], [])


def test_a_stay_that_a_draught_tells_of_is_told_once(sea: Any) -> None:
    lies(sea)
    sea.reports(SHIP, "2019-10-04T08:30", name="MADE UP 1", ship_type=80, length_dm=950, draught_dm=62)
    told_of = {one.typology.name for one in every.find_all(world(sea, sailed()))[0]}
    assert "transfer_unheard" in told_of
    assert sea_trip.NAME not in told_of


@pytest.mark.parametrize(
    ("at", "ends", "kind", "condition"),
    [
        (FAR, {}, 80, None),
        (NEARER, {}, 80, "far from home"),
        (FAR, {"back": (35.0, 123.0)}, 80, "from home and back"),
        (FAR, {}, 70, "a tanker"),
    ],
)
def test_why_not_tells_how_far_out_and_whether_it_went_home(
    sea: Any, at: tuple[float, float], ends: dict[str, Any], kind: int, condition: str | None
) -> None:
    lies(sea, at, kind=kind)
    reason = told(world(sea, sailed(at, **ends)), sea_trip.NAME, SHIP, date(2019, 10, 4))
    assert reason.condition == condition
    if condition == "far from home":
        assert (reason.needed, reason.unit) == (400, "km")


def test_why_not_tells_that_it_lay_nowhere(sea: Any) -> None:
    tanker(sea)
    reason = told(world(sea, sailed()), sea_trip.NAME, SHIP, date(2019, 10, 4))
    assert reason.condition == "lay at sea"
