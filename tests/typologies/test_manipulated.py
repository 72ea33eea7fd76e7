"""Signs of manipulated AIS: never an occasion alone, told beside one, and explained where life explains them."""

from __future__ import annotations

from typing import Any

import pytest

from fairlead.subjects import mmsi
from fairlead.typologies import Occasion, Rejected, find_all, manipulated
from fairlead.typologies.grounds import manipulations
from fairlead.typologies.grounds.ships import Identity

KOREAN, OTHER = 445000001, 671000002
AT_SEA, DALIAN_BERTH = (37.8, 124.6), (38.93, 121.65)
DAY = ("2019-10-04T00:00", "2019-10-04T06:00")
KINDS: dict[str, dict[str, Any]] = {
    "on_land": {"positions": 9, "inland_dm": 300_000, "others": 0},
    "fixed_point": {"positions": 40, "median_speed_dkn": 90, "others": 0},
    "circle": {"positions": 80, "turns_ddeg": 20_000, "radius_dm": 20_000, "spread_dm": 500, "median_speed_dkn": 150},
    "impossible_movement": {"hulls": 2, "pattern": "two at once", "distance_dm": 9_000_000, "positions": 50},
    "shared_imo": {"other_mmsi": OTHER, "imo": 9000001, "hours": 9, "min_distance_dm": 5_000_000},
    "static_change": {"field": "name", "from_value": "MADE UP 1", "to_value": "MADE UP 2", "returns": False},
}


def seen(sea: Any, kind: str, mmsi: int = KOREAN, at: tuple[float, float] = AT_SEA, **further: Any) -> None:
    sea.reports(mmsi, "2019-10-03T00:00", name="MADE UP 1", imo=9000001, ship_type=70, length_dm=980)
    sea.event(kind, mmsi, *DAY, at, **(KINDS[kind] | further))


def rejections(sea: Any) -> list[Rejected]:
    found = list(manipulated.find(sea.world()))
    assert not any(isinstance(one, Occasion) for one in found)
    return [one for one in found if isinstance(one, Rejected)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_sign_of_a_ship_under_the_targets_flag_is_kept_and_engages_nothing(sea: Any, kind: str) -> None:
    seen(sea, kind)
    (kept,) = rejections(sea)
    assert kept.test == "engages nothing by itself"
    assert "resolution 2397 paragraph 13 calls upon for watchfulness only" in kept.why


@pytest.mark.parametrize("kind", KINDS)
def test_a_sign_of_any_other_ship_is_nobodys_business(sea: Any, kind: str) -> None:
    seen(sea, kind, mmsi=OTHER)
    assert rejections(sea) == []


def test_a_sign_of_a_listed_hull_is_kept_whatever_its_flag(sea: Any) -> None:
    sea.lists("MADE UP 1", bases={"1718-8d": "2018-03-30"}, imo="9000001")
    seen(sea, "circle", mmsi=OTHER)
    assert [one.test for one in rejections(sea)] == ["engages nothing by itself"]


@pytest.mark.parametrize(
    ("kind", "further", "explanation"),
    [
        ("fixed_point", {"others": 3}, "disturbed signals"),
        ("on_land", {"others": 2}, "water that the map lacks, or a device ashore"),
        ("impossible_movement", {"pattern": "stray", "positions": 1}, "damaged messages"),
        ("static_change", {"at": DALIAN_BERTH}, "changed in port"),
    ],
)
def test_the_innocent_explanation_that_the_case_supports_is_named(
    sea: Any, kind: str, further: dict[str, Any], explanation: str
) -> None:
    seen(sea, kind, **further)
    assert [one.test for one in rejections(sea)] == [explanation]


def test_ships_that_circle_together_are_disturbed_together(sea: Any) -> None:
    seen(sea, "circle")
    seen(sea, "circle", mmsi=OTHER, at=(37.9, 124.7))
    assert [one.test for one in rejections(sea)] == ["disturbed signals"]


def test_small_craft_share_numbers(sea: Any) -> None:
    sea.event("impossible_movement", KOREAN, *DAY, AT_SEA, **KINDS["impossible_movement"])
    assert [one.test for one in rejections(sea)] == ["number shared by small craft"]


def test_a_default_number_is_called_one_before_all_else(sea: Any) -> None:
    sea.lists("MADE UP 1", bases={"1718-8d": "2018-03-30"}, imo="9000001")
    seen(sea, "circle", mmsi=123456789)
    assert [one.test for one in rejections(sea)] == ["default number"]


def test_a_name_that_comes_back_is_no_sign(sea: Any) -> None:
    seen(sea, "static_change", returns=True)
    assert rejections(sea) == []


@pytest.mark.parametrize(
    ("ship", "said"),
    [
        (Identity(123456789, "A", 9074729, 70, 980), "a value that transponders are delivered with"),
        (Identity(2_570_001, "A", 9074729, 70, 980), "no ship's number (coast station)"),
        (Identity(KOREAN, "A", 9074728, 70, 980), "IMO 9074728: check digit fails"),
        (Identity(KOREAN, "A", None, 79, 1_000), "no IMO number, though 100 m long"),
    ],
)
def test_numbers_out_of_the_ordinary_are_said(ship: Identity, said: str) -> None:
    (found,) = manipulations.of_number(ship)
    assert said in found


@pytest.mark.parametrize(
    "ship",
    [
        Identity(KOREAN, "A", 9074729, 70, 980),
        Identity(mmsi.OWN + KOREAN, "A", 9074729, 70, 980),
        Identity(KOREAN, "A", None, 30, 400),
        Identity(KOREAN, "A", None, 52, 900),
        Identity(KOREAN, "A", None, 70, 450),
    ],
)
def test_ordinary_numbers_and_small_craft_without_one_are_not(ship: Identity) -> None:
    assert manipulations.of_number(ship) == []


def delivered(sea: Any, imo: int | None = 9074729) -> Occasion:
    sea.reports(KOREAN, "2019-10-02T00:00", name="MADE UP 1", imo=imo, ship_type=79, length_dm=1_050, draught_dm=32)
    sea.voyage(KOREAN, "2019-10-03T04:00", "2019-10-04T02:00")
    occasions, _ = find_all(sea.world())
    return next(one for one in occasions if one.typology.name == "delivery")


def test_false_positions_speak_against_the_occasion_that_rests_on_the_track(sea: Any) -> None:
    sea.event("fixed_point", KOREAN, *DAY, AT_SEA, **KINDS["fixed_point"])
    occasion = delivered(sea)
    told = {test.name: test for test in occasion.refutations}
    assert told["true positions of its own"].outcome == "speaks against it"
    assert "40 positions at one point at 9.0 kn" in told["true positions of its own"].why
    assert "fixed_point" in [event.kind for event in occasion.events]


def test_a_barge_without_imo_number_is_told_beside_its_delivery_with_what_explains_it(sea: Any) -> None:
    occasion = delivered(sea, imo=None)
    told = {test.name: test for test in occasion.refutations}
    assert "no IMO number, though 105 m long" in told["ordinary identity"].why
    assert "slips of the pen" in told["ordinary identity"].why.lower()
    assert told["ordinary identity"].outcome == "does not refute"


def test_an_occasion_in_which_nothing_is_odd_stays_as_it_is(sea: Any) -> None:
    sea.event("circle", OTHER, *DAY, AT_SEA, **KINDS["circle"])
    sea.event("circle", KOREAN, "2019-11-04T00:00", "2019-11-04T06:00", AT_SEA, **KINDS["circle"])
    occasion = delivered(sea)
    assert not {"ordinary identity", "true positions of its own"} & {test.name for test in occasion.refutations}


def test_of_several_ships_it_is_said_which_one_reported_no_number(sea: Any) -> None:
    sea.reports(KOREAN, "2019-10-02T00:00", name="MADE UP 1", imo=9074729, ship_type=80, length_dm=1_050)
    sea.reports(OTHER, "2019-10-02T00:00", name="MADE UP 2", ship_type=80, length_dm=1_000)
    sea.encounter(KOREAN, OTHER, "2019-10-03T04:00", "2019-10-03T12:00")
    occasions, _ = find_all(sea.world())
    (test,) = [test for one in occasions for test in one.refutations if test.name == "ordinary identity"]
    assert test.why.startswith(f"ship MADE UP 2 (MMSI {OTHER}): it reported no IMO number, though 100 m long.")
