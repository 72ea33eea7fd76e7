"""Tankers that came from another State to a port of the target State."""

from __future__ import annotations

from typing import Any

import ibis
import pyarrow as pa
import pytest

from fairlead import shapes
from fairlead.typologies import Occasion, Rejected, World, delivery_to_target
from fairlead.typologies.grounds.speeds import Speeds

SHIP = 538000001
HOUR = shapes.US_PER_HOUR
INBOUND = {"from_place": "CNDAL", "from_country": "CN", "to_place": "KPNAM", "to_country": "KP"}


def find(world: World) -> tuple[list[Occasion], list[Rejected]]:
    found = list(delivery_to_target.find(world))
    return [one for one in found if isinstance(one, Occasion)], [one for one in found if isinstance(one, Rejected)]


FROM: dict[str, dict[str, str]] = {"CN": {}, "KR": {"from_place": "KRPUS", "from_country": "KR"}}


def tanker(
    sea: Any,
    *,
    came: int | None = 80,
    left: int | None = 45,
    kind: int = 80,
    bound: str | None = None,
    came_from: str = "KR",
) -> None:
    """Let a tanker lie at Nampo from 5 to 6 October 2019."""
    departed = 1570406400000000  # 2019-10-07T00:00Z
    way = INBOUND | FROM[came_from]
    sea.voyage(SHIP, "2019-10-03T00:00", "2019-10-05T00:00", **way, to_departure_us=departed)
    sea.reports(SHIP, "2019-10-03T03:00", name="MADE UP 5", ship_type=kind, draught_dm=came, destination=bound)
    sea.reports(SHIP, "2019-10-07T03:00", name="MADE UP 5", ship_type=kind, draught_dm=left)


def outcome(occasion: Occasion, name: str) -> str:
    return next(test.outcome for test in occasion.refutations if test.name == name)


def test_a_tanker_that_left_lighter_engages_the_ceiling_with_goods_missing(sea: Any) -> None:
    tanker(sea)
    (occasion,), rejected = find(sea.world())
    assert rejected == []
    assert "Tanker MADE UP 5 went from" in occasion.title
    assert "unless notified" in occasion.title
    assert {(one.measure.id, one.capacity, one.addressee) for one in occasion.engagements} >= {
        ("2397-5", "target State", "KP"),
        ("2397-5", "supplying State", "KR"),
    }
    for engagement in occasion.engagements:
        statuses = {element.name: element.status for element in engagement.elements}
        assert statuses.get("goods", "missing") == "missing"
        assert statuses.get("amount", "missing") == "missing"
        assert statuses.get("supply", "indicated") == "indicated"
    assert outcome(occasion, "notified supply") == "open"


@pytest.mark.parametrize(("came", "left"), [(45, 80), (45, 90)])
def test_a_tanker_that_came_light_brought_nothing(sea: Any, came: int, left: int) -> None:
    tanker(sea, came=came, left=left)
    occasions, (rejected,) = find(sea.world())
    assert occasions == []
    assert rejected.test == "came in ballast"


def test_without_draughts_it_is_told_and_the_supply_is_missing(sea: Any) -> None:
    tanker(sea, came=None, left=None)
    (occasion,), _ = find(sea.world())
    elements = {e.name: e.status for one in occasion.engagements for e in one.elements}
    assert elements["supply"] == "missing"


OPEN = "open voyage within the ceiling"


def home(sea: Any, *, came: int | None, left: int | None, others: int | None, bound: str | None = None) -> None:
    """Let a tanker of the target's come home from Dalian, silent for eleven hours where so many ``others`` were heard.

    None: it was heard all the way.
    """
    ship, silent = 445000009, {} if others is None else {"longest_gap_us": 11 * HOUR}
    sea.voyage(ship, "2019-10-03T00:00", "2019-10-05T00:00", **INBOUND | silent)
    if others is not None:
        span = ("2019-10-03T10:00", "2019-10-03T21:00", (38.0, 122.5), (38.3, 123.4))
        heard = {"heard_start": others, "heard_end": others}
        sea.event("gap", ship, *span, distance_dm=800_000, **heard)
    sea.reports(ship, "2019-10-03T03:00", name="MADE UP 5", ship_type=80, draught_dm=came, destination=bound)
    if left:
        sea.reports(ship, "2019-10-07T03:00", draught_dm=left)


@pytest.mark.parametrize(("came", "left", "told"), [(None, None, 0), (80, 45, 1)])
def test_of_the_targets_own_tanker_something_must_say_that_it_came_laden(
    sea: Any, came: int | None, left: int | None, told: int
) -> None:
    """It was silent for eleven hours on its way home: repair abroad, and a machine that failed, look the same."""
    home(sea, came=came, left=left, others=8)
    occasions, rejected = find(sea.world())
    assert len(occasions) == told
    assert [one.test for one in rejected] == ([] if told else ["came in ballast"])


@pytest.mark.parametrize(("others", "told"), [(8, 1), (1, 0), (None, 0)])
def test_a_silence_that_may_lie_in_reception_hides_no_voyage(sea: Any, others: int | None, told: int) -> None:
    home(sea, came=80, left=45, others=others)
    occasions, rejected = find(sea.world())
    assert (len(occasions), [one.test for one in rejected]) == (told, [] if told else [OPEN])


@pytest.mark.parametrize(("again", "told"), [((38.88, 121.99), 0), ((38.3, 123.4), 1)])
def test_a_silence_in_the_port_that_it_left_hides_no_way(sea: Any, again: tuple[float, float], told: int) -> None:
    ship, span = 445000009, ("2019-10-03T00:00", "2019-10-04T16:00", (38.9167, 121.6667), again)
    begun = {"start_lat_e7": 389167000, "start_lon_e7": 1216667000, "longest_gap_us": 40 * HOUR}
    sea.voyage(ship, "2019-10-03T00:00", "2019-10-05T00:00", **INBOUND | begun)
    sea.event("gap", ship, *span, distance_dm=800_000, heard_start=8, heard_end=8)
    sea.reports(ship, "2019-10-03T03:00", name="MADE UP 5", ship_type=80, draught_dm=80)
    sea.reports(ship, "2019-10-07T03:00", draught_dm=45)
    occasions, rejected = find(sea.world())
    assert (len(occasions), [one.test for one in rejected]) == (told, [] if told else [OPEN])


@pytest.mark.parametrize(("bound", "told"), [("CNDAL", 0), ("CHINA", 0), ("NAMPO", 0), ("KRPUS", 1), ("FOR ORDERS", 0)])
def test_the_name_of_the_port_that_it_left_is_no_other_destination(sea: Any, bound: str, told: int) -> None:
    home(sea, came=80, left=45, others=None, bound=bound)
    occasions, rejected = find(sea.world())
    assert (len(occasions), [one.test for one in rejected]) == (told, [] if told else [OPEN])


@pytest.mark.parametrize(
    ("state", "bound", "silent", "told"),
    [
        ("CN", "KPNAM", False, 0),  # said where it went, and came from a State that notifies
        ("KR", "KPNAM", False, 1),  # from one that does not
        ("CN", None, False, 0),  # did not say so, and nothing else
        ("CN", "FOR ORDERS", False, 0),
        ("KR", "FOR ORDERS", False, 1),
        ("CN", "KRPUS", False, 1),
        ("CN", "KPNAM", True, 0),  # said so: no silence on the way hides that
        ("CN", None, True, 1),
    ],
)
def test_a_third_flags_tanker_came_openly_where_it_said_so_and_its_supplier_notifies(
    sea: Any, state: str, bound: str | None, silent: bool, told: int
) -> None:
    span = ("2019-10-03T10:00", "2019-10-03T21:00", (38.0, 122.5), (38.3, 123.4))
    if silent:
        sea.event("gap", SHIP, *span, distance_dm=800_000, heard_start=8, heard_end=8)
    longest = {"longest_gap_us": 11 * HOUR} if silent else {}
    sea.voyage(SHIP, "2019-10-03T00:00", "2019-10-05T00:00", **INBOUND | FROM[state] | longest)
    for when, draught in (("10-03T03:00", 80), ("10-07T03:00", 45)):
        sea.reports(SHIP, f"2019-{when}", name="MADE UP 5", ship_type=80, draught_dm=draught, destination=bound)
    occasions, rejected = find(sea.world())
    assert (len(occasions), [one.test for one in rejected]) == (told, [] if told else [OPEN])


def test_ships_that_are_no_tankers_and_ships_of_the_coast_are_not_candidates(sea: Any) -> None:
    tanker(sea, kind=70)
    assert find(sea.world()) == ([], [])


def test_before_the_measure_nothing_is_engaged(sea: Any) -> None:
    sea.voyage(SHIP, "2016-10-03T00:00", "2016-10-05T00:00", **INBOUND)
    sea.reports(SHIP, "2016-10-03T03:00", name="MADE UP 5", ship_type=80)
    occasions, (rejected,) = find(sea.world())
    assert occasions == []
    assert rejected.test == "date before the measure"


@pytest.mark.parametrize(
    ("bound", "expected", "in_title"),
    [
        ("KPNAM", "speaks against it", False),
        ("KRPUS", "does not refute", False),  # where it came from
        ("JPTYO", "does not refute", True),
        ("FOR ORDERS", "open", False),
    ],
)
def test_a_false_destination_is_told_and_an_open_one_speaks_against(
    sea: Any, bound: str, expected: str, in_title: bool
) -> None:
    tanker(sea, bound=bound, came_from="CN" if bound == "JPTYO" else "KR")
    (occasion,), _ = find(sea.world())
    assert outcome(occasion, "stated destination") == expected
    assert ("under another stated destination" in occasion.title) is in_title


def test_speeds_before_and_after_are_told_and_left_open() -> None:
    rows = [
        {"track": 1, "t_us": n * HOUR, "next_t_us": (n + 1) * HOUR, "distance_dm": 18_520 * (9 if n < 24 else 12)}
        for n in range(72)
    ]
    legs = ibis.memtable(pa.Table.from_pylist(rows, schema=shapes.LEGS))
    calls = [(1, 24 * HOUR, 48 * HOUR), (2, 24 * HOUR, 48 * HOUR)]
    test = Speeds(legs, calls).test(*calls[0])
    assert test.outcome == "open"
    assert "9.0 kn in the day before the call and 12.0 kn in the day after: slower when it came" in test.why
    assert "too few" in Speeds(legs, calls).test(*calls[1]).why


@pytest.mark.parametrize(("mmsi", "told"), [(538000001, 1), (413000001, 0)])
def test_the_supplying_states_own_tanker_that_came_openly_is_left_alone(sea: Any, mmsi: int, told: int) -> None:
    sea.voyage(mmsi, "2019-10-03T00:00", "2019-10-05T00:00", **INBOUND, to_departure_us=1570406400000000)
    for when, draught in (("10-03T03:00", 80), ("10-07T03:00", 45)):
        sea.reports(mmsi, f"2019-{when}", ship_type=80, draught_dm=draught, destination="KRPUS")
    occasions, rejected = find(sea.world())
    assert [one.test for one in rejected] == ([] if told else ["open voyage within the ceiling"])
    assert len(occasions) == told


@pytest.mark.parametrize(
    ("mmsi", "came", "left", "told"),
    [(SHIP, 80, 45, 1), (SHIP, 45, 80, 0), (SHIP, 50, 45, 0), (445000009, 80, 45, 0)],
)
def test_a_tanker_whose_last_port_nobody_heard_is_told_where_it_came_deep_and_left_lighter(
    sea: Any, mmsi: int, came: int, left: int, told: int
) -> None:
    sea.sails(mmsi, "2019-10-03T00:00", (33.0, 124.0), (33.4, 124.1))
    sea.visit(mmsi, "2019-10-05T00:00", "2019-10-07T00:00", ("KPNAM", "KP", 38.7167, 125.4))
    for when, dm in (("2019-10-03T03:00", came), ("2019-10-07T03:00", left)):
        sea.reports(mmsi, when, name="MADE UP 5", ship_type=80, draught_dm=dm)
    occasions, rejected = find(sea.world())
    assert (len(occasions), rejected) == (told, [])
    if told:
        assert "went from the open sea to Nampo (KP)" in occasions[0].title


def _from_beyond(sea: Any, *heard: tuple[str, float, float], stay: tuple[str, str, float, float] | None = None) -> None:
    """Let a tanker of another State, heard at some moments only, come deep to Nampo and leave lighter."""
    for when, lat, lon in heard:
        sea.sails(SHIP, when, (lat, lon), (lat + 0.1, lon))
    if stay is not None:
        sea.event("loitering", SHIP, stay[0], stay[1], stay[2:], distance_dm=9_000, median_speed_dkn=1)
    sea.visit(SHIP, "2019-10-05T00:00", "2019-10-07T00:00", ("KPNAM", "KP", 38.7167, 125.4))
    for when, dm in (("2019-10-04T20:00", 80), ("2019-10-07T03:00", 45)):
        sea.reports(SHIP, when, name="MADE UP 5", ship_type=80, draught_dm=dm)


@pytest.mark.parametrize(
    ("lat", "lon", "told"),
    [
        (33.0, 124.0, 1),  # nearer to Korea and China
        (38.4, 124.9, 0),  # in the target's own waters
        (38.2, 124.2, 0),  # beyond them, and nearer to Nampo than to another State's port
    ],
)
def test_who_is_first_heard_off_the_targets_coast_may_have_sailed_along_it(
    sea: Any, lat: float, lon: float, told: int
) -> None:
    _from_beyond(sea, ("2019-10-04T12:00", lat, lon))
    assert len(find(sea.world())[0]) == told


@pytest.mark.parametrize(
    ("bound", "lat", "lon", "told"),
    [
        ("KPNAM", 36.7, 122.7, 0),  # came into hearing off Shidao, in a State that notifies, and said where it went
        ("KPNAM", 33.0, 124.0, 1),  # far from every port
        ("KRPUS", 36.7, 122.7, 1),
    ],
)
def test_a_tanker_that_came_into_hearing_off_a_state_that_notifies_may_have_loaded_there(
    sea: Any, bound: str, lat: float, lon: float, told: int
) -> None:
    _from_beyond(sea, ("2019-10-04T12:00", lat, lon))
    sea.reports(SHIP, "2019-10-04T13:00", ship_type=80, destination=bound)
    occasions, rejected = find(sea.world())
    assert (len(occasions), [one.test for one in rejected]) == (told, [] if told else [OPEN])


def test_what_was_heard_of_a_ship_weeks_before_its_call_is_no_origin_of_that_voyage(sea: Any) -> None:
    _from_beyond(sea, ("2019-09-19T12:00", 33.0, 124.0))
    assert find(sea.world()) == ([], [])


@pytest.mark.parametrize(
    ("stay", "bound", "told", "tests"),
    [
        ((33.9, 129.9), "JPTYO", 1, []),  # off Iki, in a State that notifies nothing
        ((33.9, 129.9), None, 1, []),
        ((31.0, 122.3), None, 0, [OPEN]),  # off Shanghai, whose State notifies, openly
        ((33.0, 124.0), "JPTYO", 0, []),  # far from every coast
    ],
)
def test_who_lay_off_another_state_s_coast_came_from_there_whatever_its_draught(
    sea: Any, stay: tuple[float, float], bound: str | None, told: int, tests: list[str]
) -> None:
    sea.sails(SHIP, "2019-10-01T00:00", stay, (stay[0] + 0.1, stay[1]))
    times = ("2019-10-01T02:00", "2019-10-02T12:00")
    sea.event("loitering", SHIP, *times, stay, distance_dm=9_000, median_speed_dkn=1)
    sea.visit(SHIP, "2019-10-05T00:00", "2019-10-07T00:00", ("KPNAM", "KP", 38.7167, 125.4))
    sea.reports(SHIP, "2019-10-02T13:00", name="MADE UP 5", ship_type=80, draught_dm=55, destination=bound)
    occasions, rejected = find(sea.world())
    assert (len(occasions), [one.test for one in rejected]) == (told, tests)


def test_a_stay_abroad_of_weeks_before_is_no_origin_either(sea: Any) -> None:
    shanghai = ("2019-09-01T00:00", "2019-09-02T00:00", 31.0, 122.3)
    _from_beyond(sea, ("2019-08-31T12:00", 33.0, 124.0), stay=shanghai)
    assert find(sea.world()) == ([], [])


def test_a_ship_that_came_out_of_a_long_silence_came_from_where_it_was_heard_again(sea: Any) -> None:
    _from_beyond(sea, ("2019-06-01T12:00", 33.0, 124.0))
    sea.event("gap", SHIP, "2019-06-02T12:00", "2019-10-03T12:00", (38.2, 124.2), (32.0, 124.0), distance_dm=0)
    (occasion,), _ = find(sea.world())
    assert "went from the open sea to Nampo (KP), 3–5 October 2019; engages" in occasion.title
    (why,) = [one.why for one in occasion.refutations if one.name == "reception"]
    assert why == "the ship was heard all the way: no silence lasted 6.0 h or more"


def test_how_long_it_was_silent_on_the_way_is_told_of_a_voyage_whose_last_port_nobody_heard(sea: Any) -> None:
    _from_beyond(sea, ("2019-10-03T12:00", 33.0, 124.0))
    sea.event("gap", SHIP, "2019-10-04T00:00", "2019-10-04T10:00", (35.0, 124.0), (36.0, 124.0), distance_dm=1_112_000)
    (occasion,), _ = find(sea.world())
    assert "silent for 10 h on the way" in occasion.title


@pytest.mark.parametrize(
    ("mmsi", "state", "bound", "told"),
    [
        (412000001, "CN", "JPTYO", 0),  # the supplier's own, with a stale destination
        (412000001, "RU", None, 0),  # of another State that notifies
        (412000001, "RU", "JPTYO", 1),  # of such a one, bound elsewhere as it said
        (412000001, "KR", None, 1),
        (445000009, "RU", "CHINA", 0),  # names no port
        (445000009, "RU", "JPTYO", 1),
    ],
)
def test_a_tanker_of_a_state_that_notifies_came_openly(
    sea: Any, mmsi: int, state: str, bound: str | None, told: int
) -> None:
    way = INBOUND | ({"from_place": "RUNJK", "from_country": "RU"} if state == "RU" else FROM[state])
    sea.voyage(mmsi, "2019-10-03T00:00", "2019-10-05T00:00", **way)
    for when, draught in (("10-03T03:00", 80), ("10-07T03:00", 45)):
        sea.reports(mmsi, f"2019-{when}", name="MADE UP 5", ship_type=80, draught_dm=draught, destination=bound)
    occasions, rejected = find(sea.world())
    assert (len(occasions), [one.test for one in rejected]) == (told, [] if told else [OPEN])


@pytest.mark.parametrize(("hours", "told"), [(20, 0), (4, 1)])
def test_where_it_lay_off_another_coast_it_may_have_loaded_too(sea: Any, hours: int, told: int) -> None:
    way = INBOUND | FROM["KR"]
    sea.voyage(412000001, "2019-10-01T00:00", "2019-10-05T00:00", **way)
    off_dalian = (38.85, 121.85)
    until = f"2019-10-03T{hours:02d}:00"
    sea.event("loitering", 412000001, "2019-10-03T00:00", until, off_dalian, distance_dm=900, median_speed_dkn=1)
    for when, draught in (("10-03T22:00", 80), ("10-07T03:00", 45)):
        sea.reports(412000001, f"2019-{when}", name="MADE UP 5", ship_type=80, draught_dm=draught)
    occasions, rejected = find(sea.world())
    assert (len(occasions), [one.test for one in rejected]) == (told, [] if told else [OPEN])
